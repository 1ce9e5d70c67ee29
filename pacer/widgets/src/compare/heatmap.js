// Slides down, runs across: each cell the seconds over or under, and beside them the line of how
// far a run was ahead or behind as it went on.
import { h } from "../shared/dom.js";
import { driftLines } from "./drift.js";
import { clamp } from "./grid.js";
import { brief, day, figure, heat } from "./table.js";

/** Characters that fit into a cell at its usual size. */
const LONG = 7;

/**
 * @param {import("./table.js").Row[]} rows
 * @param {import("./table.js").Column[]} columns
 * @returns {import("./grid.js").View}
 */
export function heatmap(rows, columns) {
  /** @type {Map<EventTarget, import("./grid.js").Place>} */
  const places = new Map();
  /** @type {Map<number, HTMLElement[]>} a run's cells by row */
  const made = new Map();
  /** @type {Map<number, HTMLElement>} */
  const heads = new Map();
  /** @type {number[]} */
  let shown = [];
  /** @type {Element[]} */
  let marked = [];

  const drift = driftLines(rows, columns);
  const headRow = h("div", { class: "row", role: "row" });
  const head = h("div", { class: "head", role: "rowgroup" }, headRow, drift.head);
  const titles = rows.map((row, at) =>
    h(
      "div",
      { class: "slide", role: "rowheader", "data-fresh": at > 0 && row.section !== rows[at - 1].section },
      h("span", { class: "position", text: row.position ?? "–" }),
      h("span", { class: "title", text: row.title }),
    ),
  );
  const lines = rows.map((row, at) =>
    h("div", { class: "row", role: "row", "data-gone": row.position === null, "data-section": at > 0 && row.section !== rows[at - 1].section }, titles[at]),
  );
  const body = h("div", { class: "rows", role: "rowgroup" }, ...lines);
  const element = h(
    "div",
    { class: "map", role: "grid", "aria-label": "Seconds over or under, slide by slide and run by run", "aria-readonly": "true" },
    h("div", { class: "sheet" }, head, h("div", { class: "body" }, body, drift.element)),
  );

  /** @param {number} run */
  function cellsOf(run) {
    const there = made.get(run);
    if (there) return there;
    const fresh = columns[run].cells.map((cell, row) => {
      const made = document.createElement("div");
      made.className = "cell";
      made.setAttribute("role", "gridcell");
      const depth = heat(cell.late_s);
      if (depth) made.dataset.heat = String(depth);
      if (!cell.stays) made.dataset.empty = "";
      made.textContent = figure(cell);
      if ((made.textContent?.length ?? 0) > LONG) made.dataset.long = "";
      places.set(made, { run, row });
      return made;
    });
    made.set(run, fresh);
    return fresh;
  }

  /** @param {number} run */
  function headOf(run) {
    const there = heads.get(run);
    if (there) return there;
    const { number, started, over_s, kind } = columns[run].run;
    const fresh = h(
      "div",
      { class: "run", role: "columnheader" },
      h("b", { text: kind === "delivery" ? `${number} ★` : number, "aria-label": `Run ${number}, ${kind}` }),
      h("span", { text: day(started) }),
      h("span", { class: "over", "data-late": over_s !== null && over_s > 0, "data-long": Math.abs(over_s ?? 0) >= 3600, text: over_s === null ? "" : brief(over_s) }),
    );
    heads.set(run, fresh);
    return fresh;
  }

  return {
    element,
    paint(chosen) {
      shown = chosen;
      headRow.replaceChildren(
        h("div", { class: "slide", role: "columnheader", text: "Slide" }),
        ...chosen.map(headOf),
      );
      const grids = chosen.map(cellsOf);
      lines.forEach((line, row) => line.replaceChildren(titles[row], ...grids.map((cells) => cells[row])));
      element.style.setProperty("--runs", String(chosen.length));
      drift.paint(chosen);
    },
    placeOf: (target) =>
      places.get(/** @type {Element} */ (target)?.closest?.(".cell") ?? element) ?? null,
    elementOf: ({ run, row }) => made.get(run)?.[row],
    step({ run, row }, across, down) {
      const at = clamp(shown.indexOf(run) + across, 0, shown.length - 1);
      return { run: shown[at], row: clamp(row + down, 0, rows.length - 1) };
    },
    point(place) {
      for (const element of marked) element.removeAttribute("data-at");
      const now = [made.get(place.run)?.[place.row], heads.get(place.run), titles[place.row]];
      marked = now.filter((element) => element !== undefined);
      for (const element of marked) element.setAttribute("data-at", "");
      drift.point(place);
    },
  };
}
