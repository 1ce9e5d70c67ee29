// What the speaker decided, over what the planner proposed. Pure functions: a state goes in, the
// next one comes out, so that undo is a list of states and every step can be tested without a page.

/**
 * @typedef {"keep"|"trim"|"merge"|"cut"} Action
 * @typedef {object} Row a slide, as the kernel sent it
 * @property {string} key
 * @property {number} position 1-based
 * @property {string} title
 * @property {string} section
 * @property {number} seconds what it takes as rehearsed (its mean)
 * @property {number} low_s
 * @property {number} high_s
 * @property {boolean} hidden
 *
 * @typedef {object} Step what becomes of a slide
 * @property {Action} action
 * @property {number} budget_s
 * @property {number} scale the part of the slide's seconds that is still spoken
 * @property {string} reason
 * @property {boolean} decided by the speaker, not merely proposed
 *
 * @typedef {{action: "keep"}|{action: "cut"}|{action: "trim", budget_s: number}} Decision a merge is
 *   the planner's to propose: which slides say the same twice is not for a button to claim
 * @typedef {Record<string, Decision>} Decisions by slide key
 * @typedef {Record<string, {action: Action, budget_s: number, scale: number, reason: string}>}
 *   Proposal by slide key; a merged slide keeps part of its scale, the budget is its neighbour's
 *
 * @typedef {object} State
 * @property {number} talk_s
 * @property {Decisions} decisions
 * @property {Array<{talk_s: number, decisions: Decisions}>} past
 * @property {Array<{talk_s: number, decisions: Decisions}>} future
 */

/** The shortest a trimmed slide can be made: less is a cut. */
export const SHORTEST_S = 5;

/**
 * @param {number} talk_s
 * @param {Decisions} decisions
 * @returns {State}
 */
export function start(talk_s, decisions = {}) {
  return { talk_s, decisions, past: [], future: [] };
}

/**
 * A new state that undo leads back from.
 * @param {State} state
 * @param {{talk_s?: number, decisions?: Decisions}} change
 * @returns {State}
 */
export function next(state, change) {
  const { talk_s, decisions } = state;
  return { talk_s, decisions, ...change, past: [...state.past, { talk_s, decisions }], future: [] };
}

/** @param {State} state @returns {State} */
export function undo(state) {
  const before = state.past.at(-1);
  if (!before) return state;
  const { talk_s, decisions } = state;
  return {
    ...before,
    past: state.past.slice(0, -1),
    future: [{ talk_s, decisions }, ...state.future],
  };
}

/** @param {State} state @returns {State} */
export function redo(state) {
  const [after, ...future] = state.future;
  if (!after) return state;
  const { talk_s, decisions } = state;
  return { ...after, past: [...state.past, { talk_s, decisions }], future };
}

/**
 * The speaker decides on a slide; the same decision again takes it back, and so does a merge,
 * which only ever is the planner's proposal.
 * @param {State} state
 * @param {Row} row
 * @param {Action} action
 * @param {number} [budget_s] for a trim
 * @returns {State}
 */
export function decide(state, row, action, budget_s) {
  const { [row.key]: before, ...others } = state.decisions;
  const again = before?.action === action && budget_s === undefined;
  if (action === "merge" || again) return before ? next(state, { decisions: others }) : state;
  /** @type {Decision} */
  const decision =
    action === "trim"
      ? { action, budget_s: clamp(budget_s ?? 0.6 * row.seconds, SHORTEST_S, row.seconds) }
      : { action };
  return next(state, { decisions: { ...others, [row.key]: decision } });
}

/**
 * Take back the decision on a slide, so that the planner decides again.
 * @param {State} state
 * @param {Row} row
 * @returns {State}
 */
export function release(state, row) {
  if (!(row.key in state.decisions)) return state;
  const { [row.key]: _, ...others } = state.decisions;
  return next(state, { decisions: others });
}

/**
 * What becomes of each slide: the speaker's decision, else the proposal, else it is kept.
 * @param {Row[]} rows
 * @param {State} state
 * @param {Proposal} proposal
 * @returns {Step[]} in the order of `rows`
 */
export function steps(rows, state, proposal) {
  return rows.map((row) => step(row, state.decisions[row.key], proposal[row.key]));
}

/**
 * @param {Row} row
 * @param {Decision|undefined} decision
 * @param {{action: Action, budget_s: number, reason: string}|undefined} proposed
 * @returns {Step}
 */
function step(row, decision, proposed) {
  const whole = { action: /** @type {Action} */ ("keep"), budget_s: row.seconds, scale: 1 };
  const none = { action: /** @type {Action} */ ("cut"), budget_s: 0, scale: 0 };
  if (row.hidden) return { ...none, reason: "hidden in the deck", decided: true };
  if (!decision) return { ...whole, reason: "", ...proposed, decided: false };
  const reason = "your decision";
  if (decision.action === "keep") return { ...whole, reason, decided: true };
  if (decision.action === "cut") return { ...none, reason, decided: true };
  const { action, budget_s } = decision;
  const scale = row.seconds > 0 ? budget_s / row.seconds : 0;
  return { action, budget_s, scale, reason, decided: true };
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
