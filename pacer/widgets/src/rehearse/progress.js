// How the run stands: ahead or behind, when it will end, and what to do about it.
import { words } from "../shared/clock.js";

/**
 * @typedef {import("../run/timeline.js").Run} Run
 *
 * @typedef {import("../protocol").RehearsalRow} Row
 *
 * @typedef {object} Standing
 * @property {number} at the slide's place among the rows, from 0
 * @property {number} spent_s on the slide that is up, all its visits
 * @property {number} budget_s
 * @property {number} left_s of the talk
 * @property {number} drift_s spoken more than planned for what is behind; late is positive
 * @property {import("./curve.js").Forecast|null} forecast
 * @property {"late"|"early"|"even"} tone
 * @property {string} word where it will end: "On time", "Ends 4 min over", "May end 2 min early"
 * @property {string} pace "40 s behind", "1 min ahead", "" where it keeps to its budgets
 * @property {string} advice what to do, "" where nothing needs doing
 */

/** Closer to the plan than this is on time. */
export const EVEN_S = 10;
/** A talk that ends within this of its time ends on time. */
const NEAR_S = 30;
const MUCH_SHARE = 0.1;
const ON_TIME = "On time";
/** A slide shown for this share of its budget, and left, is done. */
const SHOWN_SHARE = 0.5;
/** Advice names so many slides at most: more is a plan, not a glance. */
const MOST_DROPPED = 3;

/**
 * @param {readonly Row[]} rows
 * @param {Run} run
 * @param {number} talk_s
 * @param {(drift_s: number) => import("./curve.js").Forecast|null} forecasted
 * @param {number} [from] the place of the row the run began on
 * @returns {Standing}
 */
export function standing(rows, run, talk_s, forecasted, from = 0) {
  const at = Math.max(0, rows.findIndex((row) => row.key === run.key));
  const here = rows[at];
  const here_s = run.dwell[here.key] ?? 0;
  let planned_s = 0;
  const coming = [];
  for (const [place, row] of rows.entries()) {
    if (place === at || place < from) continue;
    // Slides passed are behind, also those that were dropped; of the others only those that were
    // shown long enough, so that a slip ahead makes nobody early.
    if (place < at || (run.dwell[row.key] ?? 0) >= SHOWN_SHARE * row.budget_s) {
      planned_s += row.budget_s;
    } else if (!row.skip) coming.push(row);
  }
  const drift_s = run.talk_s - planned_s - Math.min(here_s, here.budget_s);
  const forecast = forecasted(drift_s);
  const behind = drift_s > EVEN_S;
  const ahead = drift_s < -EVEN_S;
  // Until Python has told a forecast, budgets that add up to too much are one.
  const by_budget_s =
    run.talk_s + Math.max(0, here.budget_s - here_s) + coming.reduce((sum, row) => sum + row.budget_s, 0);
  const pace = behind ? `${words(drift_s)} behind` : ahead ? `${words(drift_s)} ahead` : "";
  const { tone, word } =
    forecast || by_budget_s > talk_s
      ? headline(forecast ?? { end_s: by_budget_s, low_s: NaN, high_s: NaN }, talk_s, run.talk_s)
      : { tone: /** @type {"early"|"even"} */ (ahead ? "early" : "even"), word: pace || "On plan" };
  const over_s = forecast ? (behind ? forecast.end_s : forecast.low_s) - talk_s : 0;
  return {
    at,
    spent_s: here_s,
    budget_s: here.budget_s,
    left_s: talk_s - run.talk_s,
    drift_s,
    forecast,
    tone,
    word,
    pace: word === pace ? "" : pace,
    // On time by the plan, it takes a forecast that is sure of an overrun to advise anything; and
    // nothing is advised beside "On time".
    advice: forecast && word !== ON_TIME ? advise(over_s, behind ? "late" : tone, coming) : "",
  };
}

/**
 * What stands in large letters: nothing that the forecast beside it belies.
 * @param {{low_s: number, end_s: number, high_s: number}} ends
 * @param {number} talk_s
 * @param {number} spoken_s so far
 * @returns {{tone: "late"|"early"|"even", word: string}}
 */
function headline({ low_s, end_s, high_s }, talk_s, spoken_s) {
  const over_s = end_s - talk_s;
  // Once time is up, only what was spoken counts.
  const near_s = spoken_s > talk_s ? EVEN_S : NEAR_S;
  if (Math.abs(over_s) <= near_s) return { tone: "even", word: ON_TIME };
  const open = low_s <= talk_s && talk_s <= high_s;
  const [late, how] = over_s > 0 ? [/** @type {const} */ ("late"), "over"] : [/** @type {const} */ ("early"), "early"];
  // What may be is said, and coloured only where it would be much.
  const tone = open && Math.abs(over_s) < MUCH_SHARE * talk_s ? "even" : late;
  return { tone, word: `${open ? "May end" : "Ends"} ${rough(Math.abs(over_s))} ${how}` };
}

/** Whole minutes, where there are some; else tens of seconds. @param {number} seconds */
const rough = (seconds) => words(seconds < 55 ? Math.round(seconds / 10) * 10 : Math.round(seconds / 60) * 60);

/**
 * What to do about a talk that will run over: the slides to come whose loss hurts least and
 * makes up for it.
 * @param {number} over_s how much too late it will end
 * @param {"late"|"early"|"even"} tone
 * @param {readonly Row[]} coming
 * @returns {string}
 */
export function advise(over_s, tone, coming) {
  if (over_s <= EVEN_S) return tone === "early" ? "take your time" : "";
  // The last slide closes the talk.
  const open = coming.slice(0, -1).filter((row) => !row.locked && row.budget_s >= 5);
  if (!open.length) return coming.length ? "come to the end" : "close now";
  const demo = open.find((row) => /\bdemo\b/i.test(row.title) && row.budget_s >= over_s);
  const one = open
    .filter((row) => row.budget_s >= over_s)
    .sort((a, b) => a.value - b.value || a.budget_s - b.budget_s)
    .find((row) => row !== demo);
  if (demo && one) return `skip the demo or drop slide ${one.position}`;
  if (demo) return "skip the demo";
  if (one) return `drop slide ${one.position}`;
  const most = [...open].sort((a, b) => a.value - b.value || b.budget_s - a.budget_s);
  const some = [];
  for (const row of most.slice(0, MOST_DROPPED)) {
    some.push(row);
    if (some.reduce((sum, { budget_s }) => sum + budget_s, 0) >= over_s) break;
  }
  const gained_s = some.reduce((sum, row) => sum + row.budget_s, 0);
  const named = some.map((row) => row.position).sort((a, b) => a - b);
  const last = named.pop();
  const slides = named.length ? `slides ${named.join(", ")} and ${last}` : `slide ${last}`;
  const enough = gained_s >= over_s;
  return `drop ${slides}${enough ? "" : `: ${rough(gained_s)} of the ${rough(over_s)}`}`;
}

/**
 * The next slide in that direction that this run does not pass over.
 * @param {readonly Row[]} rows
 * @param {number} at
 * @param {1|-1} step
 * @returns {number} -1 where there is none
 */
export function neighbour(rows, at, step) {
  for (let to = at + step; to >= 0 && to < rows.length; to += step) {
    if (!rows[to].skip) return to;
  }
  return -1;
}
