// What the speaker decided, over what the planner proposed. Pure functions: a state goes in, the
// next one comes out, so that undo is a list of choices and every step can be tested without a
// page.

/**
 * @typedef {import("../protocol").PlanStep["action"]} Action
 * @typedef {import("../protocol").TrimRow} Row a slide, as Python sent it
 *
 * @typedef {object} Step what becomes of a slide
 * @property {Action} action
 * @property {number} budget_s
 * @property {number} scale the part of the slide's seconds that is still spoken
 * @property {string} reason
 * @property {boolean} decided by the speaker, not merely proposed
 *
 * @typedef {import("../protocol").TrimStretch} Stretch slides that belong together
 * @typedef {import("../protocol").TrimSentence} Sentence
 * @typedef {import("../protocol").PlanStretch["fate"]} Fate what becomes of a stretch
 *
 * @typedef {import("../protocol").Decision} Decision a merge is with the next slide that is shown
 * @typedef {import("../protocol").Need} Need
 * @typedef {import("../protocol").PageChoices} PageChoices
 *
 * @typedef {PageChoices & {talk_s: number}} Choice
 *
 * @typedef {Record<string, import("../protocol").PlanStep>} Proposal by slide key; a merged slide keeps part of its scale, the budget is its neighbour's
 *
 * @typedef {{now: Choice, past: Choice[], future: Choice[]}} State
 */

/** The shortest a trimmed slide can be made: less is a cut. */
export const SHORTEST_S = 5;

/** @param {Choice} now @returns {State} */
export function start(now) {
  return { now, past: [], future: [] };
}

/**
 * A new state that undo leads back from.
 * @param {State} state
 * @param {Partial<Choice>} change
 * @returns {State}
 */
export function next({ now, past }, change) {
  return { now: { ...now, ...change }, past: [...past, now], future: [] };
}

/** @param {State} state @returns {State} */
export function undo(state) {
  const { now, past, future } = state;
  const before = past.at(-1);
  if (!before) return state;
  return { now: before, past: past.slice(0, -1), future: [now, ...future] };
}

/** @param {State} state @returns {State} */
export function redo(state) {
  const { now, past, future } = state;
  const [after, ...rest] = future;
  if (!after) return state;
  return { now: after, past: [...past, now], future: rest };
}

export const DECIDED = "you decided";

/**
 * The speaker decides on a slide; the same decision again takes it back.
 * @param {State} state
 * @param {Row} row
 * @param {Action} action
 * @param {number} [budget_s] for a trim
 * @returns {State}
 */
export function decide(state, row, action, budget_s) {
  const { [row.key]: before, ...others } = state.now.decisions;
  const again = before?.action === action && budget_s === undefined;
  // Sentences are left out of a slide that is shortened, and of no other.
  const struck = action === "trim" && !again ? state.now.struck : without(state.now.struck, row.key);
  if (again) return next(state, { decisions: others, struck });
  /** @type {Decision} */
  const decision =
    action === "trim"
      ? { action, budget_s: clamp(budget_s ?? 0.6 * row.seconds, SHORTEST_S, row.seconds) }
      : { action };
  return next(state, { decisions: { ...others, [row.key]: decision }, struck });
}

/**
 * The speaker decides on slides that belong together; the same decision again takes it back.
 * @param {State} state
 * @param {Row[]} rows
 * @param {"keep"|"cut"} action
 * @returns {State}
 */
export function decideAll(state, rows, action) {
  if (!rows.length) return state;
  if (rows.every((row) => state.now.decisions[row.key]?.action === action)) return release(state, ...rows);
  const decided = Object.fromEntries(rows.map((row) => [row.key, { action }]));
  const struck = rows.reduce((left, row) => without(left, row.key), state.now.struck);
  return next(state, { decisions: { ...state.now.decisions, ...decided }, struck });
}

/** @template T @param {Record<string, T>} all @param {string} key @returns {Record<string, T>} */
function without(all, key) {
  const { [key]: _, ...others } = all;
  return others;
}

/**
 * A slide is merged with the next one that is shown.
 * @param {Row[]} rows
 * @param {Row} row
 */
export function canMerge(rows, row) {
  return !row.hidden && rows.some((other) => other.position > row.position && !other.hidden);
}

/**
 * Take back the decisions on slides, so that the planner decides again.
 * @param {State} state
 * @param {Row[]} rows
 * @returns {State}
 */
export function release(state, ...rows) {
  let { decisions, struck } = state.now;
  if (!rows.some((row) => row.key in decisions)) return state;
  for (const { key } of rows) {
    decisions = without(decisions, key);
    struck = without(struck, key);
  }
  return next(state, { decisions, struck });
}

/**
 * Leave a sentence of a slide out, or say it again; what is left sets the slide's budget.
 * @param {State} state
 * @param {Row} row
 * @param {Sentence[]} said all that was said on the slide
 * @param {string} text
 * @returns {State}
 */
export function strike(state, row, said, text) {
  const { decisions, struck } = state.now;
  const before = struck[row.key] ?? [];
  const out = said.map((one) => one.text).filter((one) => before.includes(one) !== (one === text));
  if (!out.length) {
    return next(state, { decisions: without(decisions, row.key), struck: without(struck, row.key) });
  }
  const budget_s = clamp(Math.round(leftOf(row, said, out)), SHORTEST_S, row.seconds);
  return next(state, {
    decisions: { ...decisions, [row.key]: { action: "trim", budget_s } },
    struck: { ...struck, [row.key]: [...new Set(out)] },
  });
}

/**
 * The seconds of a slide without some of its sentences.
 * @param {Row} row
 * @param {Sentence[]} said
 * @param {string[]} out
 */
export function leftOf(row, said, out) {
  const whole = said.reduce((sum, one) => sum + one.seconds, 0);
  const left = said.reduce((sum, one) => sum + (out.includes(one.text) ? 0 : one.seconds), 0);
  return whole > 0 ? (row.seconds * left) / whole : row.seconds;
}

/**
 * What becomes of slides that belong together, as pacer/results/stretch_words.py has it: nothing
 * of them is shown, all as they are, or anything between.
 * @param {Action[]} actions of those that are not hidden
 * @returns {Fate}
 */
export function fate(actions) {
  if (actions.every((action) => action === "cut")) return "goes";
  return actions.every((action) => action === "keep") ? "stays" : "shortened";
}

/**
 * Make a slide worth more, or as much as any other again.
 * @param {State} state
 * @param {Row} row
 * @returns {State}
 */
export function star(state, row) {
  const without = state.now.stars.filter((key) => key !== row.key);
  const starred = without.length < state.now.stars.length;
  return next(state, { stars: starred ? without : [...without, row.key] });
}

/**
 * Say that a slide needs another, that it does not, or (undefined) leave it to the text.
 * @param {State} state
 * @param {string} key
 * @param {string} needed
 * @param {boolean} [wanted]
 * @returns {State}
 */
export function need(state, key, needed, wanted) {
  if (key === needed) return state;
  const others = state.now.needs.filter((one) => one.slide_key !== key || one.needs !== needed);
  const told = wanted === undefined ? [] : [{ slide_key: key, needs: needed, wanted }];
  return next(state, { needs: [...others, ...told] });
}

/**
 * What becomes of each slide: the speaker's decision, else the proposal, else it is kept.
 * @param {Row[]} rows
 * @param {Choice} choice
 * @param {Proposal} proposal
 * @returns {Step[]} in the order of `rows`
 */
export function steps(rows, choice, proposal) {
  return rows.map((row) => step(row, choice.decisions[row.key], proposal[row.key]));
}

/**
 * @param {Row} row
 * @param {Decision|undefined} decision
 * @param {Omit<Step, "decided">|undefined} proposed
 * @returns {Step}
 */
function step(row, decision, proposed) {
  const whole = { action: /** @type {Action} */ ("keep"), budget_s: row.seconds, scale: 1 };
  const none = { action: /** @type {Action} */ ("cut"), budget_s: 0, scale: 0 };
  if (row.hidden) return { ...none, reason: "hidden in the deck", decided: true };
  if (!decision) return { ...whole, reason: "", ...proposed, decided: false };
  const reason = proposed?.action === decision.action ? proposed.reason : DECIDED;
  if (decision.action === "keep") return { ...whole, reason, decided: true };
  if (decision.action === "cut") return { ...none, reason, decided: true };
  // How much is said twice the kernel knows; until it answers, nothing is taken for saved.
  if (decision.action === "merge") {
    const scale = proposed?.action === "merge" ? proposed.scale : 1;
    return { action: "merge", budget_s: 0, scale, reason, decided: true };
  }
  const { action } = decision;
  const budget_s = decision.budget_s ?? 0;
  const scale = row.seconds > 0 ? budget_s / row.seconds : 0;
  return { action, budget_s, scale, reason, decided: true };
}

/** @param {Decision|undefined} one @param {Decision|undefined} other */
const same = (one, other) => one?.action === other?.action && one?.budget_s === other?.budget_s;

/** @param {string[]|undefined} one @param {string[]|undefined} other */
const alike = (one, other) => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

/** @param {Need} need */
const pair = ({ slide_key, needs }) => JSON.stringify([slide_key, needs]);

/**
 * What leads from the choices Python has to those of this page, slide by slide, so that nothing
 * that was decided elsewhere meanwhile is undone.
 * @param {PageChoices} base
 * @param {PageChoices} now
 * @returns {import("../protocol").ChoiceChanges}
 */
export function changes(base, now) {
  const keys = new Set([...Object.keys(base.decisions), ...Object.keys(now.decisions)]);
  const changed = [...keys].filter((key) => !same(base.decisions[key], now.decisions[key]));
  const starred = [...new Set([...base.stars, ...now.stars])].filter(
    (key) => base.stars.includes(key) !== now.stars.includes(key),
  );
  const before = new Map(base.needs.map((need) => [pair(need), need]));
  const after = new Map(now.needs.map((need) => [pair(need), need]));
  const needs = [...new Map([...before, ...after])]
    .filter(([name]) => before.get(name)?.wanted !== after.get(name)?.wanted)
    .map(([name, need]) => ({ ...need, wanted: after.get(name)?.wanted ?? null }));
  return {
    decisions: Object.fromEntries(changed.map((key) => [key, now.decisions[key] ?? null])),
    stars: Object.fromEntries(starred.map((key) => [key, now.stars.includes(key)])),
    needs,
    struck: Object.fromEntries(
      [...new Set([...Object.keys(base.struck), ...Object.keys(now.struck)])]
        .filter((key) => !alike(base.struck[key], now.struck[key]))
        .map((key) => [key, now.struck[key] ?? []]),
    ),
  };
}

/** Whether they change nothing. @param {import("../protocol").ChoiceChanges} one */
export const isNothing = ({ decisions, stars, needs, struck }) =>
  !needs.length && !Object.keys({ ...decisions, ...stars, ...struck }).length;

/**
 * The choices after changes.
 * @param {PageChoices} base
 * @param {import("../protocol").ChoiceChanges} changed
 * @returns {PageChoices}
 */
export function changed(base, { decisions, stars, needs, struck }) {
  const kept = Object.entries({ ...base.decisions, ...decisions }).filter(([, one]) => one !== null);
  const named = new Set(needs.map((need) => pair({ ...need, wanted: true })));
  return {
    decisions: /** @type {Record<string, Decision>} */ (Object.fromEntries(kept)),
    stars: [
      ...base.stars.filter((key) => stars[key] !== false),
      ...Object.keys(stars).filter((key) => stars[key] && !base.stars.includes(key)),
    ],
    needs: [
      ...base.needs.filter((need) => !named.has(pair(need))),
      ...needs.flatMap(({ wanted, ...need }) => (wanted === null ? [] : [{ ...need, wanted }])),
    ],
    struck: Object.fromEntries(Object.entries({ ...base.struck, ...struck }).filter(([, out]) => out.length)),
  };
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
