"""The posterior: runs in, each slide's and the total's distribution out.

For slide i in run j, of seconds y less the media::

    ln y_ij = p_i + a + u x_i + b t_j + d_i + r_j + e_ij        t_j = j − (R + 1)

with p_i the prior log seconds, a the speaker's level, u the level of slides with text alone
(x_i, 0 to 1), b the practice trend a run, d_i the slide's own deviation, r_j the speed of the
whole run, e_ij noise. All are normal; the next run has t = 0. Given the three spreads ω (of r),
σ (of e) and τ (of d), everything is linear: integrating d_i out of n_i weighted observations,
with k_i = τ_i² / (σ² + n_i τ_i²), leaves one system of R + 3 unknowns. The spreads are integrated
over a small grid by marginal likelihood, which makes the tails as heavy as they should be.

The shared r of the next run is what makes the total's interval right: with slides taken as
independent an "80 %" interval holds only 58 to 66 % of totals.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pacer.pacing.prior import TEXT_LEVEL_SD

if TYPE_CHECKING:
    import numpy.typing as npt

    from pacer.pacing.prior import Prior

    Floats = npt.NDArray[np.float64]

# Prior spreads, as standard deviations of logarithms: of the speaker's level against the
# notes, and of a trend of 2.5 % less each run.
LEVEL_SD = 0.25
TREND, TREND_SD = -0.025, 0.02
# The grid: speed of whole runs, noise of a slide, spread between slides.
OMEGA = (0.03, 0.06, 0.11, 0.2)
SIGMA = (0.08, 0.15, 0.25, 0.4, 0.65)
TAU = (0.5, 0.85, 1.3)
# Where the grid's prior has its middle, and how wide it is in logarithms.
USUAL, USUAL_SD = (0.08, 0.2, 0.85), 0.7
# Student's degrees of freedom for the noise: a digression counts, but does not rule.
NU = 5.0
# Components kept, and shared causes in each: what is left goes into the slides' own variance.
MOST_PARTS, RANK = 8, 3
# Nothing is spoken in less; also the dwell of a slide that was passed by.
SHORTEST_S = 1.0


class Parts(NamedTuple):
    """K components over n slides; see `pacer.pacing.total` for how they add up."""

    weight: Floats  # (K,)
    mean_s: Floats  # (K, n)
    own_s2: Floats  # (K, n)
    shared_s: Floats  # (K, RANK, n)
    log_s: Floats  # (K, n) mean of ln seconds, without the media
    log_var: Floats  # (K, n) its variance
    trend: Floats  # (K, 2) mean and standard deviation of b


def posterior(seconds: Floats, censored: npt.NDArray[np.bool_], before: Prior) -> Parts:
    """Fit the model.

    Parameters
    ----------
    seconds : ndarray of float, shape (n, R)
        Dwell, runs in order; NaN where a slide was not seen.
    censored : ndarray of bool, shape (n, R)
        Whether a dwell is only a lower bound.
    before : Prior

    Returns
    -------
    Parts
    """
    spoken = np.log(np.maximum(seconds - before.fixed_s[:, None], SHORTEST_S))
    seen = np.isfinite(spoken)
    gap = np.where(seen, spoken - before.log_s[:, None], 0.0)
    weights = (seen & ~censored).astype(float)
    fitted = _grid(gap, weights, before)
    if seen.any():
        # A lower bound says something only where it is above what is expected anyhow.
        expected, sigma = _expected(fitted, gap.shape[1], before)
        weights = np.where(censored & seen, gap > expected, weights).astype(float)
        miss = np.where(weights > 0, gap - expected, 0.0)
        weights *= (NU + 1) / (NU + (miss / sigma) ** 2)
        fitted = _grid(gap, weights, before)
    return _parts(fitted, before)


class _Fitted(NamedTuple):
    grid: Floats  # (G, 3)
    weight: Floats  # (G,)
    theta: Floats  # (G, q)
    cov: Floats  # (G, q, q)
    k: Floats  # (G, n)
    load: Floats  # (n, q) Σ_j w_ij x_ij
    pull: Floats  # (n,) Σ_j w_ij z_ij


def _grid(gap: Floats, weights: Floats, before: Prior) -> _Fitted:
    n, runs = gap.shape
    q = runs + 3
    design = np.zeros((n, runs, q))
    design[:, :, 0] = 1.0
    design[:, :, 1] = before.text[:, None]
    design[:, :, 2] = np.arange(runs) - runs
    design[:, range(runs), range(3, q)] = 1.0
    weighted = design * weights[:, :, None]
    flat = weighted.reshape(n * runs, q)
    cross = design.reshape(n * runs, q).T @ flat
    load = weighted.sum(1)
    pull = (weights * gap).sum(1)
    toward = flat.T @ gap.ravel()
    count = weights.sum(1)

    grid = np.array(list(product(OMEGA, SIGMA, TAU)))
    omega, sigma, tau = grid.T
    own2 = (tau[:, None] * before.spread) ** 2
    s2 = sigma[:, None] ** 2
    k = own2 / (s2 + count * own2)
    squares = (load[:, :, None] * load[:, None, :]).reshape(n, q * q)
    info = (cross - (k @ squares).reshape(-1, q, q)) / s2[:, :, None]
    score = (toward - (k * pull) @ load) / s2
    quad = ((weights * gap**2).sum() - k @ pull**2) / s2[:, 0]

    precision = np.empty((len(grid), q))
    precision[:, 0] = LEVEL_SD**-2
    precision[:, 1] = TEXT_LEVEL_SD**-2
    precision[:, 2] = TREND_SD**-2
    precision[:, 3:] = (omega**-2)[:, None]
    centre = np.zeros(q)
    centre[2] = TREND
    full = info + precision[:, :, None] * np.eye(q)
    score = score + precision * centre
    cov = np.linalg.inv(full)
    theta = np.einsum("gab,gb->ga", cov, score)
    evidence = -0.5 * (
        (weights > 0).sum() * np.log(s2[:, 0])
        + np.log1p(count * own2 / s2).sum(1)
        + quad
        + precision[:, 2] * TREND**2
        - (theta * score).sum(1)
        + np.linalg.slogdet(full)[1]
        - np.log(precision).sum(1)
        - (np.log(grid / USUAL) ** 2).sum(1) / USUAL_SD**2
    )
    weight = np.exp(evidence - evidence.max())
    return _Fitted(grid, weight / weight.sum(), theta, cov, k, load, pull)


def _expected(fitted: _Fitted, runs: int, before: Prior) -> tuple[Floats, float]:
    """What the likeliest spreads expect of each slide in each run, and their noise."""
    best = int(fitted.weight.argmax())
    theta, k = fitted.theta[best], fitted.k[best]
    own = k * (fitted.pull - fitted.load @ theta)
    level = theta[0] + theta[1] * before.text + own
    of_run = theta[2] * (np.arange(runs) - runs) + theta[3:]
    return level[:, None] + of_run[None, :], float(fitted.grid[best, 1])


def _parts(fitted: _Fitted, before: Prior) -> Parts:
    kept = np.argsort(-fitted.weight)[:MOST_PARTS]
    weight = fitted.weight[kept] / fitted.weight[kept].sum()
    n, q = fitted.load.shape
    ahead = np.zeros((n, q))
    ahead[:, 0] = 1.0
    ahead[:, 1] = before.text
    mean_s, own_s2, shared_s, log_s, log_var, trend = [], [], [], [], [], []
    for g in kept:
        omega, sigma, _ = fitted.grid[g]
        k, theta, cov = fitted.k[g], fitted.theta[g], fitted.cov[g]
        reach = ahead - k[:, None] * fitted.load
        middle = before.log_s + k * fitted.pull + reach @ theta
        own = sigma**2 * (1 + k)
        loads = np.column_stack([reach @ np.linalg.cholesky(cov), np.full(n, omega)])
        variance = own + (loads**2).sum(1)
        spoken = np.exp(middle + variance / 2)
        # The few directions that most of the shared variance lies in, in seconds.
        in_seconds = spoken[:, None] * loads
        _, turn = np.linalg.eigh(in_seconds.T @ in_seconds)
        turned = in_seconds @ turn[:, ::-1]
        rank = min(RANK, turned.shape[1])
        mean_s.append(before.fixed_s + spoken)
        own_s2.append(spoken**2 * np.expm1(own) + (turned[:, rank:] ** 2).sum(1))
        shared_s.append(turned[:, :rank].T)
        log_s.append(middle)
        log_var.append(variance)
        trend.append([theta[2], np.sqrt(cov[2, 2])])
    return Parts(
        weight,
        np.array(mean_s),
        np.array(own_s2),
        np.array(shared_s),
        np.array(log_s),
        np.array(log_var),
        np.array(trend),
    )
