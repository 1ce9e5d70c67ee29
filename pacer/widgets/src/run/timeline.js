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
 * @property {number} own_s of that, what is its own
 * @property {number} lent_s and what glimpses of other slides, just before, gave it
 * @property {{key: string, visit_s: number}} before the last slide that stayed up, and how long
 * @property {number} extended_s granted on top, or taken off where negative
 * @property {number} moves how often the end was moved
 * @property {string} kept what the speaker said the run is: "rehearsal", "test", "" for nothing
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
  own_s: 0,
  lent_s: 0,
  before: Object.freeze({ key: "", visit_s: 0 }),
  extended_s: 0,
  moves: 0,
  kept: "",
  dwell: Object.freeze({}),
  seen: Object.freeze([]),
});

/** Shorter is no stay: a press too many, or the way to a slide further on; as in timeline.py. */
export const GLIMPSE_S = 0.5;
/** No dwell: what is left where all of it went elsewhere. */
const NOTHING_S = 1e-6;

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
    brought.own_s += more;
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
    case "extend":
      return { ...now, moves: now.moves + 1, extended_s: now.extended_s + (Number(mark.note) || 0) };
    case "keep":
      return { ...now, kept: mark.note ?? "" };
    default:
      return now;
  }
}

/** @param {Run} run @param {string} key @returns {Run} */
function show(run, key) {
  if (!key || key === run.key) return run;
  if (run.own_s > 0 && run.own_s < GLIMPSE_S) return afterGlimpse(run, key);
  const seen = run.seen.includes(key) ? run.seen : [...run.seen, key];
  const before = { key: run.key, visit_s: run.visit_s };
  return { ...run, key, visit_s: 0, own_s: 0, lent_s: 0, before, seen };
}

/** The slide that is up was no stay: the next one has its time. @param {Run} run @param {string} key */
function afterGlimpse(run, key) {
  const lent_s = run.own_s + run.lent_s;
  const dwell = { ...run.dwell };
  dwell[run.key] -= lent_s;
  const gone = dwell[run.key] < NOTHING_S;
  if (gone) delete dwell[run.key];
  dwell[key] = (dwell[key] ?? 0) + lent_s;
  const stayed = gone ? run.seen.filter((one) => one !== run.key) : run.seen;
  const seen = stayed.includes(key) ? stayed : [...stayed, key];
  // Back where it was before, it goes on as if never left.
  const visit_s = lent_s + (run.before.key === key ? run.before.visit_s : 0);
  return { ...run, key, visit_s, own_s: 0, lent_s, dwell, seen };
}

/** @param {readonly Mark[]} marks @returns {Run} */
export const replay = (marks) => marks.reduce(apply, READY);

/**
 * Whether a run can still go on.
 * @param {Run} run
 */
export const isGoing = (run) => run.phase !== "ready" && run.phase !== "over";
