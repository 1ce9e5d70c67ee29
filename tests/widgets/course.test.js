import { expect, test } from "vitest";
import { checkpoint, courseOf, twoEndings } from "../../pacer/widgets/src/rehearse/course.js";
import { replay } from "../../pacer/widgets/src/run/timeline.js";

/** @param {any[]} rows */
const makeRows = (...rows) =>
  rows.map(([section, budget_s, more], place) => ({
    key: `s${place + 1}`,
    position: place + 1,
    title: `Slide ${place + 1}`,
    section,
    budget_s,
    skip: false,
    optional: false,
    ...more,
  }));
/** @param {...any} marks */
const asMarks = (...marks) =>
  marks.map(([t_s, kind, slide_key, note], place) => ({ seq: place + 1, t_s, kind, slide_key, note }));

const rows = /** @type {any} */ (
  makeRows(["Intro", 60], ["Intro", 60], ["Method", 120], ["Demo", 180, { optional: true }], ["Results", 120], ["End", 60])
);
const START = [0, "start", "s1"];

test("five minutes less: what is to come shrinks at once, what is behind stays", () => {
  const less = courseOf(rows, asMarks(START, [60, "slide", "s2"], ...Array(5).fill([70, "extend", "", "-60"])), 600);
  expect(less).toMatchObject({ talk_s: 300, moved_s: -300, from: 0 });
  expect(less.rows.map(({ budget_s }) => Math.round(budget_s))).toEqual([60, 60, 45, 68, 45, 23]);
  const back = courseOf(rows, asMarks(START, [70, "extend", "", "-60"], [71, "extend", "", "60"]), 600);
  expect(back).toMatchObject({ talk_s: 600, moved_s: 0 });
  for (const [place, row] of rows.entries()) expect(back.rows[place].budget_s).toBeCloseTo(row.budget_s, 6);
});

test("budgets shrink to no nothing, and a strange grant changes nothing", () => {
  const nearly = courseOf(rows, asMarks(START, [5, "extend", "", "-590"]), 600);
  expect(Math.min(...nearly.rows.map(({ budget_s }) => budget_s))).toBeGreaterThan(0);
  expect(courseOf(rows, asMarks(START, [5, "extend", "", "soon"]), 600).talk_s).toBe(600);
  expect(replay(/** @type {any} */ (asMarks(START, [5, "extend", "", "soon"]))).extended_s).toBe(0);
});

test("a run from slide 5 has that part's time", () => {
  expect(courseOf(rows, asMarks([0, "start", "s5"]), 600)).toMatchObject({ from: 4, talk_s: 180 });
  const skipped = rows.map((/** @type {any} */ row) => ({ ...row, skip: row.position === 1 }));
  expect(courseOf(skipped, asMarks([0, "start", "s2"]), 600)).toMatchObject({ from: 0, talk_s: 600 });
});

test("the next section has a time to be there by, which follows the end", () => {
  const course = courseOf(rows, asMarks(START), 600);
  expect(checkpoint(course, 0)).toEqual({ name: "Method", at_s: 120 });
  expect(checkpoint(course, 3)).toEqual({ name: "Results", at_s: 420 });
  expect(checkpoint(course, 5)).toBeNull();
  const less = courseOf(rows, asMarks(START, [10, "extend", "", "-270"]), 600);
  expect(checkpoint(less, 3)?.at_s).toBeCloseTo(60 + 180, 6);
});

test("two endings, and the last moment to decide", () => {
  const course = courseOf(rows, asMarks(START), 600);
  expect(twoEndings(course, 0, 700)).toEqual({ name: "Demo", by_s: 240, saves_s: 180, without_s: 520 });
  expect(twoEndings(course, 3, 700)).toBeNull();
  const less = courseOf(rows, asMarks(START, [0, "extend", "", "-60"]), 600);
  expect(twoEndings(less, 0, null)).toMatchObject({ without_s: null });
});
