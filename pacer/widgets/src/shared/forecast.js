// When a run will end, from the slides done, the history and today's speed: the arithmetic of
// pacer/pacing/forecast.py, where it is derived. Both are tested against
// tests/widgets/fixtures/forecast.json. Without the pacing room's tables it is proportional.
import { mixture, normal } from "./pacing.js";

/**
 * @typedef {import("./pacing.js").Tables & {scale: number[], usual?: {seconds: number, sd: number}|null}} Tables
 *
 * @typedef {object} SoFar
 * @property {number} elapsed_s spoken so far
 * @property {readonly (readonly [number, number])[]} taken the slides that are behind, each with
 *   its row and seconds, in the order they were first shown
 * @property {number} showing the row of the slide that is up
 * @property {number} since_s how long it has been up
 *
 * @typedef {object} Forecast
 * @property {number} end_s seconds of talk at which it ends, as likely later as sooner
 * @property {number} low_s
 * @property {number} high_s with `low_s`, where it ends in eight of ten talks
 */

/** A digression is no new speed. */
const FARTHEST = 2.5;
/** Seconds that are no stay on a slide. */
const PASSED_S = 1;

/** @param {number[]} a @param {number[]} b */
const dot = (a, b) => a.reduce((sum, value, at) => sum + value * b[at], 0);

/**
 * @param {Tables} tables
 * @returns {(so_far: SoFar) => Forecast}
 */
export function fromTables(tables) {
  const { scale } = tables;
  const parts = tables.components.map(({ weight, mean_s, own_s2, shared_s }) => {
    const mean = mean_s.map((seconds) => Math.max(seconds, 1e-3));
    const loads = mean.map((m, i) => shared_s.map((cause) => cause[i] / m));
    return {
      log_weight: Math.log(weight),
      mean,
      own2: own_s2,
      own: own_s2.map((variance, i) => Math.log1p(variance / mean[i] ** 2)),
      loads,
      shared: loads.map((load) => dot(load, load)),
    };
  });
  const usual = tables.usual ? { at: Math.log(tables.usual.seconds), sd: tables.usual.sd } : null;

  return ({ elapsed_s, taken, showing, since_s }) => {
    const furthest = Math.max(showing, ...taken.map(([slide]) => slide));
    const left = scale.map((x, i) => (i > furthest ? x : 0));
    if (!taken.some(([slide]) => slide === showing)) left[showing] = scale[showing] || 1;
    const found = parts.map((part) => {
      const learned = learn(part, scale, taken);
      const { causes, spread } = learned;
      let total = 0;
      let own = 0;
      const pull = causes.map(() => 0);
      for (const [i, x] of left.entries()) {
        if (x <= 0) continue;
        const load = part.loads[i];
        const told = dot(load, spread.map((line) => dot(line, load)));
        let mean = x * part.mean[i] * Math.exp(dot(load, causes) + (told - part.shared[i]) / 2);
        if (i === showing) mean = residual(mean, part.own[i] + told, since_s);
        total += mean;
        own += (mean / part.mean[i]) ** 2 * part.own2[i];
        load.forEach((value, r) => {
          pull[r] += mean * value;
        });
      }
      const shared = dot(pull, spread.map((line) => dot(line, pull)));
      let { log_weight } = learned;
      let { mu, sd } = logNormal(total, own, shared);
      if (usual) {
        const aimed = aim(mu, sd, elapsed_s, usual.at, usual.sd);
        ({ mu, sd } = aimed);
        log_weight += aimed.likely;
      }
      return { log_weight, mu, sd };
    });
    const most = Math.max(...found.map(({ log_weight }) => log_weight));
    const weights = found.map(({ log_weight }) => Math.exp(log_weight - most));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const rest = mixture(found.map(({ mu, sd }, k) => ({ weight: weights[k] / all, mu, sd })));
    const [low_s, end_s, high_s] = [0.1, 0.5, 0.9].map((q) => elapsed_s + rest.quantile(q));
    return { end_s, low_s, high_s };
  };
}

/**
 * What the slides that are behind tell of the shared causes, for one component.
 * @param {{log_weight: number, mean: number[], own: number[], loads: number[][], shared: number[]}} part
 * @param {number[]} scale
 * @param {SoFar["taken"]} taken
 */
function learn(part, scale, taken) {
  let { log_weight } = part;
  const rank = part.loads[0].length;
  const causes = Array(rank).fill(0);
  /** @type {number[][]} */
  const spread = causes.map((_, r) => causes.map((_zero, s) => Number(r === s)));
  for (const [slide, seconds] of taken) {
    if (seconds < PASSED_S) continue;
    // A slide that was planned to be cut tells of the speed as it would have whole.
    const planned = scale[slide] > 0 ? scale[slide] : 1;
    const load = part.loads[slide];
    const own = part.own[slide];
    const aside = spread.map((line) => dot(line, load));
    const variance = dot(load, aside) + own;
    const z = Math.log(seconds / (planned * part.mean[slide])) + (own + part.shared[slide]) / 2;
    const far = FARTHEST * Math.sqrt(variance);
    const error = Math.max(-far, Math.min(far, z - dot(load, causes)));
    log_weight -= error ** 2 / (2 * variance) + Math.log(variance) / 2;
    for (let r = 0; r < rank; r += 1) {
      causes[r] += (aside[r] * error) / variance;
      for (let s = 0; s < rank; s += 1) spread[r][s] -= (aside[r] * aside[s]) / variance;
    }
  }
  return { log_weight, causes, spread };
}

/** @param {number} mean @param {number} own @param {number} shared variances */
function logNormal(mean, own, shared) {
  if (mean < 1e-3) return { mu: -Infinity, sd: 0 };
  const variance = Math.log1p(own / mean ** 2) + shared / mean ** 2;
  return { mu: Math.log(mean) - variance / 2, sd: Math.sqrt(variance) };
}

/**
 * What is left, on average, of a slide that has been up for so long.
 * @param {number} mean
 * @param {number} variance of its logarithm
 * @param {number} since_s
 */
function residual(mean, variance, since_s) {
  if (since_s <= 0) return mean;
  const sd = Math.sqrt(Math.max(variance, 1e-6));
  const ahead = (Math.log(Math.max(mean, 1e-6)) - variance / 2 - Math.log(since_s)) / sd;
  const beyond = normal(ahead);
  // Far beyond what was expected nothing is known but that it goes on in proportion.
  if (beyond <= 1e-4) return (since_s * variance) / 2;
  return Math.max((mean * normal(ahead + sd)) / beyond - since_s, 0);
}

/**
 * A normal ln(rest), and how likely, once ln(elapsed + rest) was seen at `at`.
 * @param {number} middle
 * @param {number} spread
 * @param {number} elapsed_s
 * @param {number} goal
 * @param {number} goal_sd
 */
function aim(middle, spread, elapsed_s, goal, goal_sd) {
  if (middle === -Infinity || spread <= 0) return { mu: middle, sd: spread, likely: 0 };
  let at = middle;
  let likely = 0;
  let whole = 1;
  for (let turn = 0; turn < 4; turn += 1) {
    const rest = Math.exp(at);
    const share = rest / (elapsed_s + rest);
    // ln(elapsed + rest) is near enough a line in ln(rest) around where it ends up.
    const there = Math.log(elapsed_s + rest) + share * (middle - at);
    whole = goal_sd ** 2 + (share * spread) ** 2;
    if (turn === 0) likely = -((goal - there) ** 2) / (2 * whole) - Math.log(whole) / 2;
    at = middle + ((share * spread ** 2) / whole) * (goal - there);
  }
  return { mu: at, sd: (spread * goal_sd) / Math.sqrt(whole), likely };
}

/** So many seconds of budget stand against today's pace, as if spoken at the planned one. */
const PRIOR_S = 300;
/** Spread of one slide's time around its budget, and of a run's pace, as shares (p10 to p90). */
const SLIDE_SPREAD = 0.45;
const PACE_SPREAD = 0.2;

/**
 * Without tables: the slides to come take their budgets times today's pace, which is trusted the
 * more the longer it has been seen.
 * @param {readonly {budget_s: number, skip: boolean}[]} rows
 * @returns {(so_far: SoFar) => Forecast}
 */
export const fromBudgets =
  (rows) =>
  ({ elapsed_s, taken, showing, since_s }) => {
    const behind = new Set(taken.map(([slide]) => slide));
    const furthest = Math.max(showing, ...behind);
    const spent_s = taken.reduce((sum, [, seconds]) => sum + seconds, 0);
    const planned_s = [...behind].reduce((sum, slide) => sum + rows[slide].budget_s, 0);
    const pace = (PRIOR_S + spent_s) / (PRIOR_S + planned_s);
    const here_s = Math.max(rows[showing].budget_s * pace - since_s, 0);
    let rest_s = here_s;
    let square = (here_s * SLIDE_SPREAD) ** 2;
    for (const { budget_s, skip } of rows.slice(furthest + 1)) {
      if (skip) continue;
      rest_s += budget_s * pace;
      square += (budget_s * pace * SLIDE_SPREAD) ** 2;
    }
    square += (rest_s * PACE_SPREAD) ** 2 * (PRIOR_S / (PRIOR_S + planned_s));
    const spread = Math.sqrt(square);
    return {
      end_s: elapsed_s + rest_s,
      low_s: elapsed_s + Math.max(0, rest_s - spread),
      high_s: elapsed_s + rest_s + spread,
    };
  };
