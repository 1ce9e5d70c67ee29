import { expect, test } from "vitest";
import fixture from "./fixtures/compare.json";
import { reach, way } from "../../pacer/widgets/src/compare/drift.js";
import { heatmap } from "../../pacer/widgets/src/compare/heatmap.js";
import { openMemory } from "../../pacer/widgets/src/compare/memory.js";
import * as table from "../../pacer/widgets/src/compare/table.js";
import { timeline } from "../../pacer/widgets/src/compare/timeline.js";
import { makeStorage } from "./fakes.js";
import { totals, verdict } from "../../pacer/widgets/src/compare/totals.js";

/** @type {import("../../pacer/widgets/src/compare/table.js").Row[]} */
const rows = fixture.rows;
const runs = /** @type {import("../../pacer/widgets/src/compare/table.js").Run[]} */ (/** @type {unknown} */ (fixture.runs));
const columns = runs.map((run) => table.column(rows, run));
const [first, second, third] = columns;

/** @param {number} value */
const orNull = (value) => (Number.isNaN(value) ? null : Number(value.toFixed(3)));

test("cells hold the seconds and the drift that Python computes", () => {
  expect(columns.map(({ cells }) => cells.map((cell) => orNull(cell.seconds)))).toEqual(fixture.seconds);
  expect(columns.map(({ cells }) => cells.map((cell) => orNull(cell.drift_s)))).toEqual(fixture.drift);
  expect(columns.map(({ cells }) => cells.filter((cell) => cell.passed).length)).toEqual(fixture.passed);
});

test("a slide gone back to is one cell and two segments; pauses are left out of the clock", () => {
  expect(first.cells[0]).toMatchObject({ seconds: 42, stays: 2, late_s: 12, spans: [[0, 30], [100, 112]] });
  expect(first.segments.map(({ row, from_s, to_s }) => [row, from_s, to_s])).toEqual([
    [0, 0, 30],
    [1, 30, 90],
    [0, 90, 102],
    [2, 102, 162],
    [3, 162, 182],
  ]);
});

test("a stay cut by a pause is one segment with two spans", () => {
  const paused = table.segments({ ...runs[0], segments: [[0, 1, 0, 10], [0, 1, 40, 50], [1, 2, 50, 60]] });
  expect(paused).toEqual([
    { row: 0, from_s: 0, to_s: 20, spans: [[0, 10], [40, 50]] },
    { row: 1, from_s: 20, to_s: 30, spans: [[50, 60]] },
  ]);
});

test("a slide the run stopped on is never under its time", () => {
  expect(third.cells[2]).toMatchObject({ seconds: 10, stopped: true, late_s: NaN });
  expect(table.figure(third.cells[2])).toBe("0:10 ■");
});

test.each([
  [0, 0, "0"],
  [0.4, 0, "0"],
  [-4.9, -1, "−5"],
  [4.4, 0, "+4"],
  [5, 1, "+5"],
  [-16, -2, "−16"],
  [59.6, 4, "+1:00"],
  [-75, -4, "−1:15"],
  [NaN, 0, "–"],
])("%s s is coloured %s and written %s", (late_s, depth, written) => {
  expect(table.heat(late_s)).toBe(depth);
  if (!Number.isNaN(late_s)) expect(table.brief(late_s)).toBe(written);
});

test("a cell is told by signs and in words, never by colour alone", () => {
  expect(table.figure(first.cells[0])).toBe("+12 ↩");
  expect(table.figure(second.cells[1])).toBe("○");
  expect(table.figure(third.cells[1])).toBe("0 !");
  expect(table.spoken(rows[0], runs[0], first.cells[0], "planned")).toBe(
    "Run 1, slide 1 Title A: 0:42, 0:12 over the planned 0:30. Shown twice. Began at 0:00, on time",
  );
  expect(table.spoken(rows[1], runs[1], second.cells[1], "planned")).toBe(
    "Run 2, slide 2 Title B: Passed by in this run",
  );
  expect(table.against(20, 0, "planned")).toBe("though the plan cuts it");
  expect(table.against(0.3, 60, "usual")).toBe("within a second of the usual 1:00");
});

test("the eye goes first to what was most over in the latest run", () => {
  expect(table.telling(columns)).toEqual({ run: 2, row: 1 });
  expect(table.telling([first])).toEqual({ run: 0, row: 3 });
});

test("only what there is sound of can be listened to", () => {
  expect(table.audible([[0, 10], [20, 30]], [[9.9, 25]])).toEqual([[20, 30]]);
  expect(table.audible([[0, 10]], [])).toEqual([]);
});

test("round ticks, few enough", () => {
  expect(table.ticks(200, 9)).toEqual([0, 30, 60, 90, 120, 150, 180]);
  expect(table.ticks(3000, 9)).toEqual([0, 600, 1200, 1800, 2400, 3000]);
  expect(table.ticks(80_000, 9).length).toBeLessThanOrEqual(10);
});

test("the drift's way goes on past slides that were not shown", () => {
  const scale = reach(columns);
  expect(scale.low_s).toBeLessThanOrEqual(-30);
  expect(way(second.cells, scale).match(/[ML]/g)).toHaveLength(2);
  expect(way([], scale)).toBe("");
});

test("the map has a row a slide, a column a run, and steps stay inside", () => {
  const map = heatmap(rows, columns);
  map.paint([0, 2]);
  const { element } = map;
  expect(element.querySelectorAll("[role=row]")).toHaveLength(rows.length + 1);
  expect(element.querySelectorAll("[role=gridcell]")).toHaveLength(2 * rows.length);
  expect(element.querySelectorAll("[role=columnheader]")).toHaveLength(3);
  expect(element.querySelectorAll("[role=rowheader]")).toHaveLength(rows.length);
  expect(element.querySelector("img")).toBeNull();
  expect(element.textContent).toContain("<img src=x onerror=alert(1)>");
  expect(map.step({ run: 0, row: 0 }, 1, 0)).toEqual({ run: 2, row: 0 });
  expect(map.step({ run: 2, row: 0 }, 1, -1)).toEqual({ run: 2, row: 0 });
  expect(map.step({ run: 2, row: 0 }, -Infinity, Infinity)).toEqual({ run: 0, row: rows.length - 1 });
  const cell = map.elementOf({ run: 2, row: 1 });
  expect(map.placeOf(cell ?? null)).toEqual({ run: 2, row: 1 });
  expect(map.placeOf(element)).toBeNull();
  map.point({ run: 2, row: 1 });
  expect(cell?.hasAttribute("data-at")).toBe(true);
});

test("on the clock, up and down go to what was said at that time", () => {
  const map = timeline(rows, columns, 160);
  map.paint([0, 1, 2]);
  expect(map.element.querySelectorAll("[role=gridcell]")).toHaveLength(5 + 4 + 3);
  expect(map.step({ run: 0, row: 0, segment: 2 }, 0, 1)).toEqual({ run: 1, row: 2, segment: 2 });
  expect(map.step({ run: 0, row: 0, segment: 2 }, 1, 0)).toEqual({ run: 0, row: 2, segment: 3 });
  map.point({ run: 0, row: 0, segment: 2 });
  expect(map.element.querySelector(".same path")?.getAttribute("d")?.match(/M/g)).toHaveLength(4);
});

test("totals say over or within in words, and one run always stays", () => {
  expect(runs.map(verdict)).toEqual(["0:22 over", "a part of the talk", "stopped at slide 3"]);
  /** @type {number[][]} */
  const chosen = [];
  const made = totals(runs, 160, (now) => chosen.push(now));
  document.body.append(made.element); // an input on no page tells of no change
  const boxes = [...made.element.querySelectorAll("input")];
  for (const box of boxes) box.click();
  expect(chosen).toEqual([[1, 2], [2]]);
  expect(boxes.map((box) => box.checked)).toEqual([false, false, true]);
});

test("with many runs the latest thirty are shown at first", () => {
  const many = Array.from({ length: 40 }, (_, at) => ({ ...runs[0], number: at + 1 }));
  const { chosen } = totals(many, null, () => {});
  expect(chosen()).toEqual(Array.from({ length: 30 }, (_, at) => at + 10));
});

test("which runs were chosen is remembered, and a run that is new is shown", () => {
  const storage = makeStorage();
  const shown = (/** @type {any[]} */ of) =>
    totals(of, 600, () => {}, openMemory("home", storage));
  const [box] = shown(runs).element.querySelectorAll("input");
  box.checked = false;
  box.dispatchEvent(new Event("change"));
  expect(shown(runs).chosen()).toEqual([1, 2]);
  expect(shown([...runs, { ...runs[2], id: "later", number: 4 }]).chosen()).toEqual([1, 2, 3]);
  expect(totals(runs, 600, () => {}, openMemory("another", storage)).chosen()).toEqual([0, 1, 2]);
  expect(totals(runs, 600, () => {}, openMemory("home", null)).chosen()).toEqual([0, 1, 2]);
  // Of those that were chosen none is left.
  const [first_run] = runs;
  expect(shown([first_run]).chosen()).toEqual([0]);
});

test("what a browser keeps may be anybody's", () => {
  const storage = makeStorage();
  for (const kept of ["nonsense", "{}", "[]", '{"known": 3, "hidden": {}}', '{"known": [null], "hidden": [1]}']) {
    storage.setItem("pacer.compared.home", kept);
    expect(totals(runs, 600, () => {}, openMemory("home", storage)).chosen()).toEqual([0, 1, 2]);
  }
});
