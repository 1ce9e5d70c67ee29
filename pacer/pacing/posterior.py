"""The posterior: runs in, each slide's and the total's distribution out.

For slide i in run j, of seconds y less the media::

    ln y_ij = p_i + a + u x_i + b t_j + f v_j + d_i + r_j + e_ij

with p_i the prior log seconds, a the speaker's level against the notes, u the level of slides
with text alone (x_i, 0 to 1), b the practice trend a run, f what a delivery does to the pace
(v_j is 1 for deliveries), d_i the slide's own deviation, r_j the speed of the whole run and e_ij
noise. All are normal; the next run has t = 0 and the ones before it −1, −2 and so on. Given the
three spreads ω (of r), σ (of e) and τ (of d) everything is linear: integrating d_i out of
n_i weighted observations, with k_i = τ_i² / (σ² + n_i τ_i²), leaves one system of R + 4
unknowns; where there are more runs than slides each r_j is integrated out in the same way, which
leaves n + 4. The spreads are integrated over a grid by marginal likelihood, which makes the
tails as heavy as they should be.

The next run's r, shared by all slides, is what makes the total's interval right: with slides
taken as independent an "80 %" interval holds only 58 to 66 % of totals.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pacer.pacing.prior import TEXT_SD
from pacer.pacing.skips import shown

if TYPE_CHECKING:
    import numpy.typing as npt

    from pacer.pacing.prior import Prior

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Ints = npt.NDArray[np.intp]

# The grid of spreads: speed of whole runs, noise of a slide, spread between slides.
OMEGA = np.array([0.02, 0.035, 0.06, 0.1, 0.17])
SIGMA = np.array([0.08, 0.13, 0.21, 0.34, 0.55])
TAU = np.array([0.45, 0.7, 1.1])
# Student's degrees of freedom, for the noise: a digression counts, but does not rule; and for
# the slides' deviations: where several runs agree, a slide may be nothing like its prior.
NU, NU_OWN = 5.0, 4.0
# Practice is not extrapolated beyond so many runs back.
TREND_RUNS = 6
# The very first run is further back by this part of a run: practice gains most at first.
FIRST = 0.5
# Spreads this unlikely beside the likeliest are left out.
UNLIKELY = 0.01
# What is the same for all: a, u, b and f.
CAUSES = 4
# Shared causes kept in each component: what is left goes into the slides' own variance.
RANK = 3
# Less is no stay on a slide: it was passed by.
SHORTEST_S = 1.0


@dataclass(frozen=True)
class Speaker:
    """What is expected of a speaker; the defaults are a stranger's. Shares are logarithms.

    Parameters
    ----------
    level_sd : float
        How far the speaker's pace may be from that of the prior.
    text_level, text_level_sd : float
        The same for slides with text alone, with its mean: lectures differ by .35 from talk to
        talk once the number of slides is known, and conference talks are not lectures.
    trend, trend_sd : float
        The practice trend a run.
    delivery, delivery_sd : float
        What a delivery does to the pace.
    delivered : bool
        Whether a delivery was ever seen; until then the next run is taken for a rehearsal.
    omega, sigma, tau : tuple of float
        Logarithmic prior weights over the grid's values.
    """

    level_sd: float = 0.2
    text_level: float = 0.0
    text_level_sd: float = 0.6
    trend: float = -0.03
    trend_sd: float = 0.02
    delivery: float = 0.0
    delivery_sd: float = 0.08
    delivered: bool = False
    omega: tuple[float, ...] = tuple(-0.5 * (np.log(OMEGA / 0.055) / 0.55) ** 2)
    sigma: tuple[float, ...] = tuple(-0.5 * (np.log(SIGMA / 0.25) / 0.5) ** 2)
    tau: tuple[float, ...] = tuple(-0.5 * (np.log(TAU / 0.7) / 0.35) ** 2)


STRANGER = Speaker()


class Observed(NamedTuple):
    """Runs as arrays of shape (n, R), oldest run first."""

    seconds: Floats  # NaN where a slide was not seen
    censored: Bools  # only a lower bound
    delivery: Bools  # (R,)
    skipped: Floats  # (n,) complete runs that held the slide and passed it by
    changed: Floats  # (n,) how far the slide was edited since, 0 to 1


class Components(NamedTuple):
    """K components over n slides; `pacer.pacing.total` says how they add up."""

    weight: Floats  # (K,)
    mean_s: Floats  # (K, n)
    own_s2: Floats  # (K, n)
    shared_s: Floats  # (K, RANK, n)


class Posterior(NamedTuple):
    """What the runs say."""

    parts: Components
    weight: Floats  # (G,) of each kept point of the grid
    log_s: Floats  # (G, n) mean of ln spoken seconds, where the slide is shown
    log_var: Floats  # (G, n) its variance
    noise_var: Floats  # (n,) of that, what varies from run to run
    left_var: Floats  # (n,) and what is not known yet of the slide
    trend: tuple[float, float]  # mean and standard deviation of b
    level: tuple[float, float]  # of a
    text_level: tuple[float, float]  # of u
    delivery: tuple[float, float]  # of f
    evidence: Floats  # (|OMEGA|, |SIGMA|, |TAU|) log marginal likelihood, without its prior
    shown: Floats  # (n,) chance that the slide is shown at all


def posterior(seen: Observed, before: Prior, speaker: Speaker = STRANGER) -> Posterior:
    """Fit the model.

    Parameters
    ----------
    seen : Observed
    before : Prior
    speaker : Speaker

    Returns
    -------
    Posterior
    """
    spoken = seen.seconds - before.fixed_s[:, None]
    # Shorter than its media: they were not played, and all of it was spoken.
    spoken = np.where(spoken < SHORTEST_S, seen.seconds, spoken)
    there = np.isfinite(spoken)
    gap = np.where(there, np.log(np.where(there, spoken, 1.0)) - before.log_s[:, None], 0.0)
    calm = there / before.noise[:, None] ** 2
    usual = np.ones(len(gap))
    fitted = _grid(gap, np.where(seen.censored, 0.0, calm), usual, seen, before, speaker)
    smear = _Smear()
    if there.any():
        # A lower bound says something only where it is above what is expected anyhow.
        expected, sigma, k = _expected(fitted)
        told = there & ~(seen.censored & (gap < expected))
        miss = np.where(told, gap - expected, 0.0) / (sigma * before.noise[:, None])
        weights = np.where(told, calm, 0.0) * (NU + 1) / (NU + miss**2 + k[:, None])
        fitted = _grid(gap, weights, _odd(fitted), seen, before, speaker)
        smear = _smear(fitted, gap, told & ~seen.censored, before)
    return _posterior(fitted, smear, seen, before, speaker)


class _Fitted(NamedTuple):
    grid: Floats  # (G, 3)
    weight: Floats  # (G,)
    evidence: Floats  # (G,)
    causes: Floats  # (n, R, 4) what a, u, b and f are multiplied with
    theta: Floats  # (G, 4) a, u, b and f
    own: Floats  # (G, n) d
    speed: Floats  # (G, R) r
    system: _System
    k: Floats  # (G, n)
    own2: Floats  # (G, n) τ_i²
    load: Floats  # (n, q) Σ_j w_ij x_ij, where the runs are the unknowns


class _System(NamedTuple):
    """The unknowns: a, u, b and f, and then either each run's r or each slide's d."""

    theta: Floats  # (G, q)
    cov: Floats  # (G, q, q)
    others: Floats  # (G, m) mean of those integrated out
    evidence: Floats  # (G,)


def _causes(n: int, seen: Observed, before: Prior) -> Floats:
    runs = seen.seconds.shape[1]
    causes = np.zeros((n, runs, CAUSES))
    causes[:, :, 0] = 1.0
    causes[:, :, 1] = before.text[:, None]
    back = np.arange(runs) - runs - FIRST * (np.arange(runs) == 0)
    causes[:, :, 2] = np.maximum(back, -TREND_RUNS)
    causes[:, :, 3] = seen.delivery
    return causes


def _loads(weights: Floats, causes: Floats) -> Floats:
    """Σ w x of each row over its columns, shape (m, 4 + l): a column's own cause is 1."""
    return np.concatenate([np.einsum("ml,mlc->mc", weights, causes), weights], axis=1)


def _solve(
    gap: Floats,
    weights: Floats,
    causes: Floats,
    s2: Floats,
    rows2: Floats,
    columns2: Floats,
    centre: Floats,
    sds: Floats,
) -> _System:
    """Integrate what each row has of its own out, and solve for the causes and the columns.

    Parameters
    ----------
    gap, weights : ndarray of float, shape (m, l)
    causes : ndarray of float, shape (m, l, 4)
    s2 : ndarray of float, shape (G, 1)
    rows2, columns2 : ndarray of float, shapes (G, m) and (G, l)
        Prior variances of what rows and columns have of their own.
    centre : ndarray of float, shape (G, 4)
        Prior means of the causes.
    sds : ndarray of float, shape (4,)
        Their prior standard deviations.
    """
    load, pull, visits = _loads(weights, causes), (weights * gap).sum(1), weights.sum(1)
    q = load.shape[1]
    # The normal equations without the rows' own: all but the diagonal of the columns is small.
    cross = np.zeros((q, q))
    weighted = weights[:, :, None] * causes
    cross[:CAUSES, :CAUSES] = np.einsum("mlc,mld->cd", weighted, causes)
    cross[CAUSES:, :CAUSES] = weighted.sum(0)
    cross[:CAUSES, CAUSES:] = weighted.sum(0).T
    cross[range(CAUSES, q), range(CAUSES, q)] = weights.sum(0)
    toward = np.concatenate([np.einsum("mlc,ml->c", weighted, gap), (weights * gap).sum(0)])

    k = rows2 / (s2 + visits * rows2)
    full = np.stack([cross - (load.T * each) @ load for each in k])
    full /= s2[:, :, None]
    score = (toward - (k * pull) @ load) / s2
    misfit = ((weights * gap**2).sum() - k @ pull**2) / s2[:, 0]
    precision = np.concatenate([np.broadcast_to(sds**-2.0, centre.shape), 1 / columns2], axis=1)
    full[:, range(q), range(q)] += precision
    score[:, :CAUSES] += precision[:, :CAUSES] * centre
    cov = np.linalg.inv(full)
    theta = np.einsum("gab,gb->ga", cov, score)
    evidence = -0.5 * (
        (weights > 0).sum() * np.log(s2[:, 0])
        + np.log1p(visits * rows2 / s2).sum(1)
        + misfit
        + (precision[:, :CAUSES] * centre**2).sum(1)
        - (theta * score).sum(1)
        + np.linalg.slogdet(full)[1]
        - np.log(precision).sum(1)
    )
    return _System(theta, cov, k * (pull - theta @ load.T), evidence)


def _grid(
    gap: Floats, weights: Floats, odd: Floats, seen: Observed, before: Prior, speaker: Speaker
) -> _Fitted:
    n, runs = gap.shape
    causes = _causes(n, seen, before)
    grid = np.array(list(product(OMEGA, SIGMA, TAU)))
    omega, sigma, tau = grid.T
    own2 = (tau[:, None] * before.spread) ** 2 * odd
    speed2 = np.broadcast_to(omega[:, None] ** 2, (len(grid), runs))
    s2 = sigma[:, None] ** 2
    centre = np.zeros((len(grid), CAUSES))
    centre[:, 1] = speaker.text_level + _text_median(grid)
    centre[:, 2:] = speaker.trend, speaker.delivery
    sds = np.array([speaker.level_sd, speaker.text_level_sd, speaker.trend_sd, speaker.delivery_sd])
    if runs <= n:
        made = _solve(gap, weights, causes, s2, own2, speed2, centre, sds)
        own, speed = made.others, made.theta[:, CAUSES:]
    else:
        made = _solve(gap.T, weights.T, causes.swapaxes(0, 1), s2, speed2, own2, centre, sds)
        own, speed = made.theta[:, CAUSES:], made.others
    log_weight = made.evidence + [
        sum(each) for each in product(speaker.omega, speaker.sigma, speaker.tau)
    ]
    weight = np.exp(log_weight - log_weight.max())
    return _Fitted(
        grid,
        weight / weight.sum(),
        made.evidence,
        causes,
        made.theta[:, :CAUSES],
        own,
        speed,
        made,
        own2 / (s2 + weights.sum(1) * own2),
        own2,
        _loads(weights, causes),
    )


def _text_median(grid: Floats) -> Floats:
    """How far the median of slides with text alone lies from the prior's, by the grid's spreads.

    Their prior tells of totals, so of means: the wider they scatter, the lower their median.
    """
    return np.asarray((TEXT_SD**2 - grid[:, 1] ** 2 - grid[:, 2] ** 2) / 2)


def _expected(fitted: _Fitted) -> tuple[Floats, float, Floats]:
    """What the likeliest spreads expect of each slide in each run, their noise, and k."""
    best = int(fitted.weight.argmax())
    expected = fitted.own[best][:, None] + fitted.causes @ fitted.theta[best] + fitted.speed[best]
    return expected, float(fitted.grid[best, 1]), fitted.k[best]


def _odd(fitted: _Fitted) -> Floats:
    """How many times its usual variance each slide's own deviation is worth, shape (n,).

    A Student's t as a normal of a variance of its own, by one step of EM (Dempster, Laird &
    Rubin 1977); 1 for slides that no run has shown.
    """
    best = int(fitted.weight.argmax())
    k, own2 = fitted.k[best], fitted.own2[best]
    square = fitted.own[best] ** 2 + fitted.grid[best, 1] ** 2 * k
    return np.asarray(np.maximum((NU_OWN + square / own2) / (NU_OWN + 1), 1.0))


class _Smear(NamedTuple):
    """What seconds say beyond their logarithms."""

    log_mean: float = 0.0  # how much more they add up to than the model would repeat
    variance: float = 1.0  # how much more they scatter


# So many slide visits are worth as much as the belief that all is log-normal; a visit so many
# standard deviations too long counts, in the mean, as no longer than that.
SMEAR_VISITS, SMEAR_FAR = 20.0, 3.0
# Whatever a few visits say, the scatter is no more than this many times what was believed.
SMEAR_MOST = 4.0


def _smear(fitted: _Fitted, gap: Floats, told: Bools, before: Prior) -> _Smear:
    """Mend what is not log-normal, in slides or in noise.

    A sum follows its large terms and a mean of logarithms its small ones, so the mean is mended
    by the ratio of observed to repeated sums (Duan 1983, "Smearing estimate", JASA 78), and the
    variance by that of observed to expected squares, since digressions are long and rare.
    """
    if not told.any():
        return _Smear()
    expected, sigma, k = _expected(fitted)
    noise2 = (sigma * before.noise[:, None]) ** 2
    log_s = expected + before.log_s[:, None]
    repeat = np.exp(log_s + (noise2 + sigma**2 * k[:, None]) / 2)
    far = SMEAR_FAR * np.sqrt(noise2)
    took = np.exp(np.minimum(gap, expected + far) + before.log_s[:, None])
    visits = float(told.sum())
    log_mean = float(np.log(took[told].sum() / repeat[told].sum()))
    # A slide's own deviation takes up the share k of each of its visits.
    free = np.clip(1 - k[:, None], 0.0, 1.0) * told
    left2 = noise2 * free
    middle = np.exp(log_s + left2 / 2)
    misfit = (np.exp(gap + before.log_s[:, None]) - middle) ** 2
    # Where each deviation takes up all of its visits nothing is left to tell of the scatter.
    ratio = misfit[told].sum() / max((middle**2 * np.expm1(left2))[told].sum(), 1e-9)
    sure = float(free.sum()) / (float(free.sum()) + SMEAR_VISITS)
    return _Smear(
        log_mean * visits / (visits + SMEAR_VISITS), float(min(max(ratio, 0.1), SMEAR_MOST) ** sure)
    )


def _posterior(
    fitted: _Fitted, smear: _Smear, seen: Observed, before: Prior, speaker: Speaker
) -> Posterior:
    kept = np.flatnonzero(fitted.weight > UNLIKELY * fitted.weight.max())
    weight = fitted.weight[kept] / fitted.weight[kept].sum()
    grid, k, theta = fitted.grid[kept], fitted.k[kept], fitted.theta[kept]
    n = len(before.log_s)
    ahead = np.zeros((n, CAUSES))
    ahead[:, 0] = 1.0
    ahead[:, 1] = before.text
    ahead[:, 3] = speaker.delivered or seen.delivery.any()
    # An edited slide's deviation is like the old one's only as far as it is the same slide.
    same = 1 - seen.changed
    middle = before.log_s + theta @ ahead.T + same * fitted.own[kept]
    noise2 = (grid[:, 1, None] * before.noise) ** 2
    left2 = same**2 * grid[:, 1, None] ** 2 * k + (1 - same**2) * fitted.own2[kept]
    own = noise2 + left2
    loads = _shared(fitted, kept, ahead, same)
    omega = np.broadcast_to(grid[:, 0, None, None], (len(kept), n, 1))
    loads = np.concatenate([loads, omega], axis=2)
    variance = own + (loads**2).sum(2)
    spoken = np.exp(middle + variance / 2 + smear.log_mean)

    there = np.isfinite(seen.seconds).sum(1).astype(float)
    chance = shown(there, seen.skipped)
    parts = _collapse(
        weight,
        grid[:, 0],
        spoken,
        np.log1p(smear.variance * np.expm1(own)),
        loads,
        chance,
        before.fixed_s,
    )

    def marginal(column: int) -> tuple[float, float]:
        found = theta[:, column] - (_text_median(grid) if column == 1 else 0.0)
        mean = float(weight @ found)
        spread = fitted.system.cov[kept, column, column] + (found - mean) ** 2
        return mean, float(np.sqrt(weight @ spread))

    return Posterior(
        parts,
        weight,
        middle,
        variance,
        noise_var=weight @ noise2,
        left_var=weight @ left2,
        level=marginal(0),
        text_level=marginal(1),
        trend=marginal(2),
        delivery=marginal(3),
        evidence=fitted.evidence.reshape(len(OMEGA), len(SIGMA), len(TAU)),
        shown=chance,
    )


def _shared(fitted: _Fitted, kept: Ints, ahead: Floats, same: Floats) -> Floats:
    """A root of what is not known of the slides together, shape (G, n, at most n + 4)."""
    k, cov = fitted.k[kept], fitted.system.cov[kept]
    n, runs = fitted.causes.shape[:2]
    if runs <= n:
        reach = -(same * k)[:, :, None] * fitted.load
        reach[:, :, :CAUSES] += ahead
        return np.asarray(reach @ np.linalg.cholesky(cov))
    reach = np.concatenate([ahead, np.diag(same)], axis=1)
    both = reach @ cov @ reach.T
    # What each slide has alone is counted apart.
    both[:, range(n), range(n)] -= same**2 * fitted.grid[kept, 1, None] ** 2 * k
    values, turn = np.linalg.eigh(both)
    return np.asarray(turn * np.sqrt(np.maximum(values, 0.0))[:, None, :])


def _collapse(
    weight: Floats,
    omega: Floats,
    spoken: Floats,
    own: Floats,
    loads: Floats,
    chance: Floats,
    fixed_s: Floats,
) -> Components:
    """One component for each ω, the others' mean and covariance kept.

    ω decides how wide the total is, so its mixture is kept; σ and τ mostly decide how wide the
    slides are, and what they disagree about becomes a shared cause like the rest.
    """
    mean = chance * (fixed_s + spoken)
    shared = (chance * spoken)[:, :, None] * loads
    made = []
    for value in np.unique(omega):
        rows = np.flatnonzero(omega == value)
        share = weight[rows] / weight[rows].sum()
        middle = share @ mean[rows]
        root = np.sqrt(share)
        causes = np.concatenate(
            [
                *(root[:, None, None] * shared[rows]).swapaxes(1, 2),
                root[:, None] * (mean[rows] - middle),
            ]
        )  # (causes, n)
        turned, left = _directions(causes)
        # The mean of logarithmic variances: that of squares would be ruled by the widest.
        once = chance * (share @ spoken[rows]) ** 2 * np.expm1(share @ own[rows])
        passed = chance * (1 - chance) * (fixed_s + share @ spoken[rows]) ** 2
        made.append((weight[rows].sum(), middle, once + passed + left, turned))
    return Components(*(np.array(column) for column in zip(*made, strict=True)))


def _directions(causes: Floats) -> tuple[Floats, Floats]:
    """The few directions that most of the shared variance lies in, and what the others hold."""
    count, n = causes.shape
    if count <= n:
        _, turn = np.linalg.eigh(causes @ causes.T)
        turned = turn.T[::-1] @ causes
        return turned[:RANK], (turned[RANK:] ** 2).sum(0)
    gram = causes.T @ causes
    values, turn = np.linalg.eigh(gram)
    turned = np.zeros((RANK, n))
    found = (turn * np.sqrt(np.maximum(values, 0.0))).T[::-1][:RANK]
    turned[: len(found)] = found
    return turned, np.maximum(np.diag(gram) - (turned**2).sum(0), 0.0)
