// The total's distribution from the pacing room's tables, as in pacer/pacing/total.py; both are
// tested against tests/widgets/fixtures/total.json.

/**
 * @typedef {object} Component one reading of how variable the speaker is
 * @property {number} weight
 * @property {number[]} mean_s of each slide
 * @property {number[]} own_s2 the variance that is each slide's own
 * @property {number} tied_s2 of a talk of known length, what all slides' own variances add up to; else 0
 * @property {number[][]} shared_s each shared cause's loadings, one a slide
 *
 * @typedef {object} Tables
 * @property {number} trim_cv added spread of a slide that was never rehearsed in its length
 * @property {Component[]} components
 *
 * @typedef {object} Total
 * @property {(seconds: number) => number} within the chance of taking at most so long
 * @property {(q: number) => number} quantile seconds
 */

/** At most so much of the slides' own variance is known away. */
const MOST_TIED = 0.999;

/**
 * @param {Tables} tables
 * @param {number[]} scales the part of each slide that is spoken: 0 cut, 1 as rehearsed
 * @returns {Total}
 */
export function total(tables, scales) {
  const parts = tables.components.map((part) => ({
    weight: part.weight,
    ...logNormal(part, scales, tables.trim_cv ** 2),
  }));
  return mixture(parts);
}

/**
 * A mixture of log-normals.
 * @param {{weight: number, mu: number, sd: number}[]} parts their weights add up to 1
 * @returns {Total}
 */
export function mixture(parts) {
  const nothing = parts.some(({ mu }) => mu === -Infinity);
  const below = (/** @type {number} */ aim) =>
    parts.reduce((sum, { weight, mu, sd }) => sum + weight * normal((aim - mu) / sd), 0);
  return {
    within(seconds) {
      if (nothing) return 1;
      return seconds > 0 ? Math.min(1, below(Math.log(seconds))) : 0;
    },
    quantile(q) {
      if (nothing) return 0;
      let low = Math.min(...parts.map(({ mu, sd }) => mu - 9 * sd));
      let high = Math.max(...parts.map(({ mu, sd }) => mu + 9 * sd));
      while (high - low > 1e-7) {
        const middle = (low + high) / 2;
        if (below(middle) < q) low = middle;
        else high = middle;
      }
      return Math.exp((low + high) / 2);
    },
  };
}

/**
 * @param {Component} part
 * @param {number[]} scales
 * @param {number} trim_cv2
 */
function logNormal(part, scales, trim_cv2) {
  let mean = 0;
  let own = 0;
  let tied = 0;
  const shared = part.shared_s.map(() => 0);
  scales.forEach((x, i) => {
    if (x <= 0) return;
    const spoken = x * part.mean_s[i];
    mean += spoken;
    own += x * x * part.own_s2[i] + (x === 1 ? 0 : trim_cv2 * spoken * spoken);
    tied += x * part.own_s2[i];
    part.shared_s.forEach((loadings, r) => {
      shared[r] += x * loadings[i];
    });
  });
  // What the slides differ adds up to nothing over a talk whose length is known.
  if (part.tied_s2 > 0) own -= Math.min(tied ** 2 / part.tied_s2, MOST_TIED * own);
  if (mean < 1e-3) return { mu: -Infinity, sd: 0 };
  const spread = shared.reduce((sum, value) => sum + value * value, 0);
  const variance = Math.log1p(own / mean ** 2) + spread / mean ** 2;
  return { mu: Math.log(mean) - variance / 2, sd: Math.max(1e-12, Math.sqrt(variance)) };
}

/**
 * The normal distribution function, to 1e-7. Chebyshev fit of erfc: Press et al., "Numerical
 * Recipes", 2nd ed., section 6.2.
 * @param {number} z
 */
export function normal(z) {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const fit = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
    1.48851587, -0.82215223, 0.17087277,
  ].reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const tail = (t * Math.exp(-x * x + fit)) / 2;
  return z < 0 ? tail : 1 - tail;
}
