// How far each run was ahead (left) or behind (right) as it went down the slides: one line a run,
// the one looked at in front.
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";

const SVG = "http://www.w3.org/2000/svg";
/** The scale reaches at least so far, so that a talk on time draws a straight line. */
const LEAST_S = 30;
const WIDTH = 100;

/**
 * Make an element of an SVG.
 * @param {string} tag
 * @param {Record<string, string|number>} attributes
 */
export function draw(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/**
 * The scale of the drift of some runs: from early (≤ 0) to late (≥ 0).
 * @param {import("./table.js").Column[]} columns
 * @returns {{low_s: number, high_s: number}}
 */
export function reach(columns) {
  let [low_s, high_s] = [0, 0];
  for (const { cells } of columns) {
    for (const { drift_s } of cells) {
      if (drift_s < low_s) low_s = drift_s;
      if (drift_s > high_s) high_s = drift_s;
    }
  }
  return { low_s: Math.min(low_s, -LEAST_S), high_s: Math.max(high_s, LEAST_S) };
}

/**
 * A run's way down the slides as an SVG path, a row being 1 high.
 * @param {import("./table.js").Cell[]} cells
 * @param {{low_s: number, high_s: number}} scale
 */
export function way(cells, { low_s, high_s }) {
  const per_s = WIDTH / (high_s - low_s);
  const points = cells.flatMap(({ drift_s }, row) =>
    Number.isNaN(drift_s) ? [] : [`${((drift_s - low_s) * per_s).toFixed(1)} ${row + 0.5}`],
  );
  return points.length > 1 ? `M${points.join("L")}` : "";
}

/**
 * @param {import("./table.js").Row[]} rows
 * @param {import("./table.js").Column[]} columns
 */
export function driftLines(rows, columns) {
  const box = { viewBox: `0 0 ${WIDTH} ${rows.length}`, preserveAspectRatio: "none" };
  const others = draw("path", { class: "others" });
  const zero = draw("path", { class: "zero" });
  const mine = draw("path", { class: "mine" });
  const back = draw("svg", box);
  back.append(others, zero);
  // In a layer of its own: a step of the hand repaints one line, not two hundred.
  const front = draw("svg", { ...box, class: "front" });
  front.append(mine);
  const dot = h("span", { class: "dot" });
  const element = h("div", { class: "drift", "aria-hidden": "true" }, h("div", { class: "plot" }, back, front, dot));
  const [early, title, late] = [h("span"), h("b"), h("span")];
  const head = h("div", { class: "drift", "aria-hidden": "true" }, title, h("p", {}, early, late));
  let scale = reach([]);
  /** @type {Map<number, string>} */
  let ways = new Map();
  let at = NaN;
  return {
    element,
    head,
    /** @param {number[]} chosen */
    paint(chosen) {
      scale = reach(chosen.map((run) => columns[run]));
      ways = new Map(chosen.map((run) => [run, way(columns[run].cells, scale)]));
      others.setAttribute("d", [...ways.values()].join(""));
      const zero_x = (WIDTH * -scale.low_s) / (scale.high_s - scale.low_s);
      zero.setAttribute("d", `M${zero_x} 0V${rows.length}`);
      setText(early, `◂ ${clock(-scale.low_s)} early`);
      setText(late, `${clock(scale.high_s)} late ▸`);
      at = NaN;
    },
    /** @param {import("./grid.js").Place} place */
    point({ run, row }) {
      if (run !== at) {
        at = run;
        mine.setAttribute("d", ways.get(run) ?? "");
        setText(title, `Drift of run ${columns[run].run.number}`);
      }
      const { drift_s } = columns[run].cells[row];
      setAttr(dot, "hidden", Number.isNaN(drift_s) || !ways.has(run));
      const x = (100 * (drift_s - scale.low_s)) / (scale.high_s - scale.low_s);
      dot.style.left = `${Number.isNaN(x) ? 0 : x}%`;
      dot.style.top = `${(100 * (row + 0.5)) / rows.length}%`;
    },
  };
}
