// A run as its marks tell it. Pure functions, so that the same marks always give the same times;
// tested against tests/widgets/fixtures/runs.json, as pacer/runs/timeline.py is.

/**
 * @typedef {import("../protocol").Mark} Mark
 * @typedef {Mark["kind"]} MarkKind
 *
 * @typedef {"ready"|"talk"|"question"|"pause"|"over"} Phase
 *
 * @typedef {object} Run
 * @property {Phase} phase
 * @property {boolean} asking a question is being answered, maybe under a pause
 * @property {string} key the slide that is up, "" before the start
 * @property {number} last_s the last mark's time
 * @property {number} talk_s spoken until the last mark
 * @property {number} questions_s
 * @property {number} paused_s
 * @property {number} visit_s of the slide that is up, since it came up last
 * @property {Readonly<Record<string, number>>} dwell seconds by slide
 * @property {readonly string[]} seen the slides in the order they first came up
 */

/** @type {Run} */
export const READY = Object.freeze({
  phase: "ready",
  asking: false,
  key: "",
  last_s: 0,
  talk_s: 0,
  questions_s: 0,
  paused_s: 0,
  visit_s: 0,
  dwell: Object.freeze({}),
  seen: Object.freeze([]),
});

/** @type {Record<Phase, "talk_s"|"questions_s"|"paused_s"|null>} where a phase's time goes */
const GOES_TO = { ready: null, talk: "talk_s", question: "questions_s", pause: "paused_s", over: null };

/**
 * The run with its times brought to `t_s`.
 * @param {Run} run
 * @param {number} t_s
 * @returns {Run}
 */
export function at(run, t_s) {
  const more = Math.max(0, t_s - run.last_s);
  const into = GOES_TO[run.phase];
  if (!into || more === 0) return run;
  const brought = { ...run, last_s: run.last_s + more, [into]: run[into] + more };
  if (into === "talk_s") {
    brought.visit_s += more;
    brought.dwell = { ...run.dwell, [run.key]: (run.dwell[run.key] ?? 0) + more };
  }
  return brought;
}

/**
 * The run after one more mark.
 * @param {Run} run
 * @param {Omit<Mark, "seq">} mark
 * @returns {Run}
 */
export function apply(run, mark) {
  const taken_back = run.phase === "over" && mark.kind === "resume";
  // A stop that was taken back was a pause.
  const now = taken_back ? at({ ...run, phase: "pause" }, mark.t_s) : at(run, mark.t_s);
  switch (mark.kind) {
    case "start":
      return { ...show(now, mark.slide_key || run.key), phase: "talk", asking: false };
    case "slide":
      return show(now, mark.slide_key);
    case "pause":
      return now.phase === "over" ? now : { ...now, phase: "pause" };
    case "resume":
      return { ...now, phase: now.asking ? "question" : "talk" };
    case "question":
      return { ...now, asking: true, phase: now.phase === "talk" ? "question" : now.phase };
    case "answer":
      return { ...now, asking: false, phase: now.phase === "question" ? "talk" : now.phase };
    case "stop":
      return { ...now, asking: false, phase: "over" };
    default:
      return now;
  }
}

/** @param {Run} run @param {string} key @returns {Run} */
function show(run, key) {
  if (!key || key === run.key) return run;
  const seen = run.seen.includes(key) ? run.seen : [...run.seen, key];
  return { ...run, key, visit_s: 0, seen };
}

/** @param {readonly Mark[]} marks @returns {Run} */
export const replay = (marks) => marks.reduce(apply, READY);

/**
 * Whether a run can still go on.
 * @param {Run} run
 */
export const isGoing = (run) => run.phase !== "ready" && run.phase !== "over";
