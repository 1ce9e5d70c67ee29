// The stays of every run as cells (a slide in a run) and as segments on the talk's own clock,
// which stands still in pauses and questions. Held against pacer/compare by
// tests/widgets/fixtures/compare.json.
import { text as clock, signed } from "../shared/clock.js";

/**
 * @typedef {number[]} Span start and end, seconds of a run's own clock, pauses and all
 * @typedef {import("../protocol").ComparisonRow} Row a slide
 * @typedef {import("../protocol").ComparisonRun} Run
 *
 * @typedef {object} Segment one stay
 * @property {number} row
 * @property {number} from_s on the talk's clock
 * @property {number} to_s
 * @property {Span[]} spans
 *
 * @typedef {object} Cell a slide in a run
 * @property {number} seconds NaN where the run did not show it
 * @property {number} late_s more than it is held against; NaN where that is unknown
 * @property {number} drift_s how late it began; NaN where that is unknown
 * @property {number} from_s
 * @property {number} stays
 * @property {Span[]} spans
 * @property {boolean} stopped
 * @property {boolean} passed
 * @property {number} stumbles
 *
 * @typedef {object} Column a run with its cells by row and its segments in order
 * @property {Run} run
 * @property {Cell[]} cells
 * @property {Segment[]} segments
 */

/** From so many seconds off, a cell is coloured one step deeper; less is not pointed at. */
const STEPS_S = [5, 15, 30, 60];
const TICKS_S = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];

/** @param {number|null} value */
const known = (value) => value ?? NaN;

/** @param {Run} run @returns {Segment[]} */
export function segments(run) {
  /** @type {Segment[]} */
  const made = [];
  let at_s = 0;
  let last = NaN;
  for (const [row, stay, start_s, end_s] of run.segments) {
    if (stay !== last) made.push({ row, from_s: at_s, to_s: at_s, spans: [] });
    last = stay;
    at_s += end_s - start_s;
    const segment = made[made.length - 1];
    segment.to_s = at_s;
    segment.spans.push([start_s, end_s]);
  }
  return made;
}

/** @param {Row[]} rows @param {Run} run @returns {Column} */
export function column(rows, run) {
  const stays = segments(run);
  /** @type {Cell[]} */
  const cells = rows.map(() => ({
    seconds: NaN,
    late_s: NaN,
    drift_s: NaN,
    from_s: NaN,
    stays: 0,
    spans: [],
    stopped: false,
    passed: false,
    stumbles: 0,
  }));
  for (const { row, from_s, to_s, spans } of stays) {
    const cell = cells[row];
    if (!cell.stays) {
      cell.seconds = 0;
      cell.from_s = from_s;
      cell.drift_s = from_s - known(rows[row].starts_s);
    }
    cell.seconds += to_s - from_s;
    cell.stays += 1;
    cell.spans.push(...spans);
  }
  cells.forEach((cell, row) => {
    cell.late_s = cell.seconds - known(rows[row].baseline_s);
  });
  if (run.stopped !== null) {
    const cell = cells[run.stopped];
    cell.stopped = true;
    // It was still running: that it was within its time says nothing.
    if (cell.late_s <= 0) cell.late_s = NaN;
  }
  for (const row of run.passed) cells[row].passed = true;
  for (const row of run.stumbles) cells[row].stumbles += 1;
  return { run, cells, segments: stays };
}

/**
 * How deep a cell is coloured: −4 (early) to 4 (late).
 * @param {number} late_s
 */
export function heat(late_s) {
  const shown_s = Math.round(Math.abs(late_s));
  const depth = STEPS_S.filter((step) => shown_s >= step).length;
  return late_s < 0 ? -depth || 0 : depth;
}

/**
 * Seconds over or under, short enough for a cell: "+12", "−8", "+1:15".
 * @param {number} late_s
 */
export function brief(late_s) {
  if (Math.abs(late_s) >= 59.5) return signed(late_s);
  const whole = Math.round(Math.abs(late_s));
  if (!whole) return "0";
  return `${late_s < 0 ? "−" : "+"}${whole}`;
}

/** The signs that stand in a cell beside its figure, and what they mean. */
export const SIGNS = /** @type {const} */ ({
  passed: ["○", "passed by"],
  stopped: ["■", "stopped here"],
  stumbled: ["!", "stumbled"],
  revisited: ["↩", "gone back to"],
});

/** @param {Cell} cell @returns {Array<keyof typeof SIGNS>} */
export function signsOf(cell) {
  /** @type {Array<[keyof typeof SIGNS, boolean]>} */
  const all = [
    ["passed", cell.passed],
    ["stopped", cell.stopped],
    ["stumbled", cell.stumbles > 0],
    ["revisited", cell.stays > 1],
  ];
  return all.filter(([, is]) => is).map(([sign]) => sign);
}

/** @param {Cell} cell what stands in it */
export function figure(cell) {
  const signs = signsOf(cell).map((sign) => SIGNS[sign][0]);
  // Without anything to hold it against, its own time.
  const own = cell.stays && Number.isNaN(cell.late_s) ? clock(cell.seconds) : "";
  return [cell.stays && !own ? brief(cell.late_s) : own, ...signs].filter(Boolean).join(" ");
}

/**
 * A difference as it is said: "0:12 over the usual 0:50".
 * @param {number} late_s
 * @param {number} baseline_s
 * @param {string} baseline
 */
export function against(late_s, baseline_s, baseline) {
  if (Number.isNaN(late_s)) return "";
  if (baseline_s === 0) return "though the plan cuts it";
  const off = clock(Math.abs(late_s));
  const of = `the ${baseline} ${clock(baseline_s)}`;
  return off === "0:00" ? `within a second of ${of}` : `${off} ${late_s > 0 ? "over" : "under"} ${of}`;
}

/** @param {number} drift_s @returns {string} "" where it is not known */
export function behind(drift_s) {
  if (Number.isNaN(drift_s)) return "";
  const off = clock(Math.abs(drift_s));
  return off === "0:00" ? "on time" : `${off} ${drift_s > 0 ? "late" : "early"}`;
}

/** @param {number} times */
const often = (times) => (times === 1 ? "once" : times === 2 ? "twice" : `${times} times`);

/**
 * What there is to say of a cell besides its time.
 * @param {Cell} cell
 * @returns {string[]}
 */
export function facts(cell) {
  const began = Number.isNaN(cell.from_s) ? "" : `Began at ${clock(cell.from_s)}`;
  const drift = behind(cell.drift_s);
  /** @type {Array<[boolean, string]>} */
  const all = [
    [cell.passed, "Passed by in this run"],
    [!cell.stays && !cell.passed, "Not shown in this run"],
    [cell.stopped, "The run was stopped here"],
    [cell.stumbles > 0, `Stumbled here ${often(cell.stumbles)}`],
    [cell.stays > 1, `Shown ${often(cell.stays)}`],
    [began !== "", drift ? `${began}, ${drift}` : began],
  ];
  return all.filter(([is]) => is).map(([, fact]) => fact);
}

/** @param {Row} row */
export const named = (row) => (row.position === null ? `“${row.title}”, gone` : `${row.position} ${row.title}`);

/**
 * A cell as a screen reader says it.
 * @param {Row} row
 * @param {Run} run
 * @param {Cell} cell
 * @param {string} baseline
 */
export function spoken(row, run, cell, baseline) {
  const told = [against(cell.late_s, known(row.baseline_s), baseline), ...facts(cell)].filter(Boolean);
  const took = cell.stays ? `${clock(cell.seconds)}, ` : "";
  return `Run ${run.number}, slide ${named(row)}: ${took}${told.join(". ")}`;
}

/** A day as the heads name it: "8 Mar". @param {string} iso */
export function day(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

/** Round times from 0 to the end, at most so many. @param {number} end_s @param {number} most */
export function ticks(end_s, most) {
  const step = TICKS_S.find((s) => end_s / s <= most) ?? Math.ceil(end_s / most / 3600) * 3600;
  return Array.from({ length: Math.floor(end_s / step) + 1 }, (_, i) => i * step);
}

/**
 * The segment at a time; the last one after the end, −1 where there is none.
 * @param {Segment[]} of
 * @param {number} at_s
 */
export function segmentAt(of, at_s) {
  const found = of.findIndex(({ to_s }) => at_s < to_s);
  return found < 0 ? of.length - 1 : found;
}

/**
 * What of the spans there is sound of.
 * @param {Span[]} spans
 * @param {Span[]} heard
 */
export function audible(spans, heard) {
  return spans.filter(([start, end]) =>
    heard.some(([from, to]) => Math.min(end, to) - Math.max(start, from) > 0.2),
  );
}

/**
 * Where the eye goes first: the slide most over its time in the latest run.
 * @param {Column[]} columns
 * @returns {{run: number, row: number}}
 */
export function telling(columns) {
  const run = columns.length - 1;
  let row = 0;
  let most = -Infinity;
  columns[run]?.cells.forEach(({ late_s }, at) => {
    if (late_s > most) [row, most] = [at, late_s];
  });
  return { run, row };
}
