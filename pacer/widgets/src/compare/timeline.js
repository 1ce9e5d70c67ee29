// Runs as bars on one clock, each stay a segment: where a run was at a given minute, and which
// slide pushed the rest to the right.
import { text as clock } from "../shared/clock.js";
import { h } from "../shared/dom.js";
import { draw } from "./drift.js";
import { clamp } from "./grid.js";
import { brief, day, heat, segmentAt, ticks } from "./table.js";

/** Shares of the axis: a shorter segment has no room for its slide's number, or its figure too. */
const ROOM = 0.021;
const ROOMY = 0.07;
const MOST_TICKS = 9;
/** The path's own measure of the axis, and of the space between two rows. */
const WIDE = 1000;
const GAP = 2 / 34;

/**
 * @param {import("./table.js").Row[]} rows
 * @param {import("./table.js").Column[]} columns
 * @param {number|null} talk_s
 * @returns {import("./grid.js").View}
 */
export function timeline(rows, columns, talk_s) {
  /** @type {Map<EventTarget, import("./grid.js").Place>} */
  const places = new Map();
  /** @type {Map<number, {line: HTMLElement, head: HTMLElement, parts: HTMLElement[]}>} */
  const made = new Map();
  /** @type {number[]} */
  let shown = [];
  /** @type {Element[]} */
  let marked = [];
  const ends = columns.map(({ segments }) => segments[segments.length - 1]?.to_s ?? 0);
  const end_s = 1.01 * Math.max(60, talk_s ?? 0, ...ends);
  const share = (/** @type {number} */ s) => `${((100 * s) / end_s).toFixed(3)}%`;

  // where the words on the time to speak stand there is no room for another
  const apart = (/** @type {number} */ s) => talk_s === null || s >= talk_s || talk_s - s > 0.14 * end_s;

  const axis = h(
    "div",
    { class: "axis", "aria-hidden": "true" },
    h("span", { class: "name" }),
    h(
      "span",
      { class: "scale" },
      ...ticks(0.95 * end_s, MOST_TICKS).filter(apart).map((s) => h("span", { class: "tick", text: clock(s), style: { left: share(s) } })),
      talk_s !== null && h("b", { text: `${clock(talk_s)} to speak`, style: { left: share(talk_s) } }),
    ),
  );
  const body = h("div", { class: "rows", role: "rowgroup" });
  const limit =
    talk_s !== null &&
    h("div", { class: "limits", "aria-hidden": "true" }, h("span", { class: "limit", style: { left: share(talk_s) } }));
  const same = draw("path", {});
  const front = draw("svg", { preserveAspectRatio: "none" });
  front.append(same);
  /** @param {import("./table.js").Segment[]} of @param {number} slide @param {number} row */
  const boxes = (of, slide, row) =>
    of
      .filter((segment) => segment.row === slide)
      .map(({ from_s, to_s }) => {
        const [from, to] = [from_s, to_s].map((s) => ((WIDE * s) / end_s).toFixed(1));
        return `M${from} ${row + GAP}H${to}V${row + 1 - GAP}H${from}z`;
      })
      .join("");
  const element = h(
    "div",
    { class: "map clock", role: "grid", "aria-label": "Runs on one clock, a segment for each stay on a slide", "aria-readonly": "true" },
    h("div", { class: "sheet" }, axis, body, limit, h("div", { class: "same", "aria-hidden": "true" }, front)),
  );

  /** @param {number} run */
  function lineOf(run) {
    const there = made.get(run);
    if (there) return there;
    const { run: about, cells, segments } = columns[run];
    const parts = segments.map(({ row, from_s, to_s }, segment) => {
      const part = document.createElement("div");
      part.className = "part";
      part.setAttribute("role", "gridcell");
      const depth = heat(cells[row].late_s);
      if (depth) part.dataset.heat = String(depth);
      part.style.left = share(from_s);
      part.style.width = share(to_s - from_s);
      const width = (to_s - from_s) / end_s;
      const late = width > ROOMY && depth ? ` ${brief(cells[row].late_s)}` : "";
      if (width > ROOM) part.textContent = `${rows[row].position ?? "–"}${late}`;
      places.set(part, { run, row, segment });
      return part;
    });
    const head = h(
      "div",
      { class: "name", role: "rowheader" },
      h("b", { text: `Run ${about.number}` }),
      h("span", { text: day(about.started) }),
    );
    // A row's cells may stand in a box of no meaning of its own.
    const track = h("div", { class: "track", role: "presentation" }, ...parts);
    const line = h("div", { class: "row", role: "row" }, head, track);
    const fresh = { line, head, parts };
    made.set(run, fresh);
    return fresh;
  }

  const middle = (/** @type {import("./grid.js").Place} */ { run, segment }) => {
    const { from_s, to_s } = columns[run].segments[segment ?? 0] ?? { from_s: 0, to_s: 0 };
    return (from_s + to_s) / 2;
  };
  /** @param {number} run @param {number} segment @returns {import("./grid.js").Place} */
  const place = (run, segment) => ({ run, segment, row: columns[run].segments[segment]?.row ?? 0 });
  /** The place's stay: its own, else the first on its slide. @param {import("./grid.js").Place} place */
  const stay = ({ run, row, segment }) => {
    if (segment !== undefined && columns[run].segments[segment]?.row === row) return segment;
    return Math.max(0, columns[run].segments.findIndex((s) => s.row === row));
  };

  return {
    element,
    paint(chosen) {
      shown = chosen;
      front.setAttribute("viewBox", `0 0 ${WIDE} ${chosen.length}`);
      body.replaceChildren(...chosen.map((run) => lineOf(run).line));
    },
    placeOf: (target) =>
      places.get(/** @type {Element} */ (target)?.closest?.(".part") ?? element) ?? null,
    elementOf: (at) => made.get(at.run)?.parts[stay(at)],
    step(from, across, down) {
      const here = { ...from, segment: stay(from) };
      if (down) {
        const run = shown[clamp(shown.indexOf(from.run) + down, 0, shown.length - 1)];
        return place(run, Math.max(0, segmentAt(columns[run].segments, middle(here))));
      }
      const last = Math.max(0, columns[from.run].segments.length - 1);
      return place(from.run, clamp(here.segment + across, 0, last));
    },
    point(at) {
      for (const element of marked) element.removeAttribute("data-at");
      marked = [];
      // the same slide in every run
      same.setAttribute("d", shown.map((run, row) => boxes(columns[run].segments, at.row, row)).join(""));
      const mine = [made.get(at.run)?.parts[stay(at)], made.get(at.run)?.head];
      for (const element of mine) {
        if (!element) continue;
        element.setAttribute("data-at", "");
        marked.push(element);
      }
    },
  };
}
