// When the talk will end, from what was spoken so far. Proportional: the slides still to come
// take their budgets times today's pace, which is trusted the more the longer it has been seen.

/** So many seconds of budget stand against today's pace, as if spoken at the planned one. */
const PRIOR_S = 150;
/** Spread of one slide's time around its budget, and of a run's pace, as shares (p10 to p90). */
const SLIDE_SPREAD = 0.45;
const PACE_SPREAD = 0.2;

/**
 * @typedef {object} Forecast
 * @property {number} end_s seconds of talk at which it will end
 * @property {number} low_s
 * @property {number} high_s with `low_s`, where it ends in eight of ten talks
 * @property {number} pace today's seconds for one planned second
 */

/**
 * @param {object} so_far
 * @param {number} so_far.talk_s spoken so far
 * @param {number} so_far.spent_s of it, on slides that are behind
 * @param {number} so_far.planned_s what those slides were granted
 * @param {number} so_far.on_slide_s spent on the slide that is up
 * @param {number} so_far.budget_s what that one is granted
 * @param {readonly number[]} rest budgets of the slides still to come
 * @returns {Forecast}
 */
export function forecast({ talk_s, spent_s, planned_s, on_slide_s, budget_s }, rest) {
  const pace = (PRIOR_S + spent_s) / (PRIOR_S + planned_s);
  const here_s = Math.max(budget_s * pace - on_slide_s, 0);
  let rest_s = here_s;
  let square = (here_s * SLIDE_SPREAD) ** 2;
  for (const budget of rest) {
    rest_s += budget * pace;
    square += (budget * pace * SLIDE_SPREAD) ** 2;
  }
  square += (rest_s * PACE_SPREAD * Math.sqrt(PRIOR_S / (PRIOR_S + planned_s))) ** 2;
  const spread = Math.sqrt(square);
  return {
    end_s: talk_s + rest_s,
    low_s: talk_s + Math.max(0, rest_s - spread),
    high_s: talk_s + rest_s + spread,
    pace,
  };
}
