"""During a run: when will it end, from the slides done, the history and today's speed.

All of it is computed from the tables a page has, and a page computes the same. For component k
with slide means ``m_i``, own variances ``v_i`` and loadings ``l_ri`` let::

    o_i = ln(1 + v_i / m_i²)          λ_ri = l_ri / m_i          h_i = o_i + Σ_r λ_ri²

The shared causes u start as independent standard normals, mean û = 0 and covariance C = 1. A
slide done in y seconds, planned at the part x_i of its length, tells of them (Kalman 1960)::

    z = ln(y / (x_i m_i)) + h_i / 2          S = λ_i' C λ_i + o_i          e = z − λ_i' û
    w_k ← w_k exp(−e² / 2S) / √S             (e clipped to ±2.5 √S: a digression is no new speed)
    û ← û + C λ_i e / S                      C ← C − C λ_i λ_i' C / S

What is left is a sum of log-normals again, over the slides after the furthest one shown::

    m'_i = x_i m_i exp(λ_i' û + (λ_i' C λ_i − Σ_r λ_ri²) / 2)
    M = Σ m'_i          V = Σ (m'_i / m_i)² v_i          L_r = Σ m'_i λ_ri
    s² = ln(1 + V / M²) + L' C L / M²          μ = ln M − s² / 2

and the run ends at the elapsed seconds plus this. The slide on the screen counts with what is
left of it once it has been up for c seconds: with μ_i, s_i its log mean and deviation,
E[y − c | y > c] = m' Φ((μ_i + s_i² − ln c) / s_i) / Φ((μ_i − ln c) / s_i) − c.

A speaker aims at an end A: the slot, or the usual length of a talk where nothing else is known.
ln A is taken for a measurement of ln(end) with deviation α. With t = ln(rest), which is normal
(μ, s), ln(elapsed + rest) is nearly a line in t with slope g = rest / (elapsed + rest); so, from
t = μ on and four times over::

    at = ln(elapsed + exp t) + g (μ − t)          q = α² + g² s²
    t ← μ + g s² (ln A − at) / q

after which t replaces μ and s α / √q replaces s. How likely A was, −(ln A − at)² / 2q − ln(q) / 2
of the first round, adds to ln w_k. Talks need not be of the usual length, so each component is
taken twice, with the chance ``sure`` at α and with the rest of it at α = 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.pacing.total import Total, log_normal, normal_cdf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# How near to a slot that was stated beforehand a talk ends, as a log standard deviation.
SLOT_SD = 0.045
# How near, where it turns out not to be of the usual length after all.
AIMLESS_SD = 1.0
# A digression is no new speed.
FARTHEST = 2.5
# Seconds that are no stay on a slide.
PASSED_S = 1.0


@dataclass(frozen=True)
class Finish:
    """When a run ends, counted from its start: the elapsed seconds and a distribution of more.

    Parameters
    ----------
    elapsed_s : float
    rest : Total
    """

    elapsed_s: float
    rest: Total

    @property
    def mean_s(self) -> float:
        """The mean in seconds from the start."""
        return self.elapsed_s + self.rest.mean_s

    def p_within(self, seconds: float) -> float:
        """The chance that the run ends within so many seconds from its start."""
        return self.rest.p_within(seconds - self.elapsed_s) if seconds >= self.elapsed_s else 0.0

    def quantile(self, q: float) -> float:
        """Seconds from the start that the run ends within with chance `q`."""
        return self.elapsed_s + self.rest.quantile(q)

    def interval(self, level: float = 0.8) -> tuple[float, float]:
        """The seconds from the start that hold the middle `level` of ends."""
        low, high = self.rest.interval(level)
        return self.elapsed_s + low, self.elapsed_s + high


class Forecast:
    """Forecasts the end of one run, slide by slide.

    Parameters
    ----------
    tables : mapping
        As made by `Pacing.tables`.
    scale : sequence of float, optional
        The part of each slide that is planned; ``tables["scale"]`` by default.
    slot_s : float, optional
        The talk time the speaker aims at.

    Examples
    --------
    >>> run = Forecast(pacing.tables(), slot_s=1200)  # doctest: +SKIP
    >>> run.done(0, 45.0)  # doctest: +SKIP
    >>> run.finish(elapsed_s=45.0).interval()  # doctest: +SKIP
    """

    def __init__(
        self,
        tables: Mapping[str, Any],
        scale: Sequence[float] | Floats | None = None,
        *,
        slot_s: float | None = None,
    ) -> None:
        parts = tables["components"]
        self._scale = np.asarray(tables["scale"] if scale is None else scale, dtype=float)
        self._mean = np.maximum([part["mean_s"] for part in parts], 1e-3)  # (K, n)
        self._own2 = np.array([part["own_s2"] for part in parts])
        self._own = np.log1p(self._own2 / self._mean**2)
        loads = np.array([part["shared_s"] for part in parts])  # (K, r, n)
        self._loads = loads.swapaxes(1, 2) / self._mean[:, :, None]  # (K, n, r)
        self._shared = (self._loads**2).sum(2)
        count, _, rank = self._loads.shape
        self._log_weight = np.log([part["weight"] for part in parts])
        self._causes = np.zeros((count, rank))
        self._cov = np.broadcast_to(np.eye(rank), (count, rank, rank)).copy()
        self._taken: dict[int, float] = {}
        # (ln seconds, deviation, chance that it is aimed at all); see `_aim`.
        self._aim: tuple[float, float, float] | None = None
        usual = tables.get("usual")
        if slot_s is not None and slot_s > 0:
            self._aim = math.log(slot_s), SLOT_SD, 1.0
        elif usual:
            self._aim = math.log(usual["seconds"]), usual["sd"], usual.get("sure", 1.0)

    def done(self, slide: int, seconds: float) -> None:
        """Learn from a slide that was left.

        Parameters
        ----------
        slide : int
            Its row in SLIDES, from 0.
        seconds : float
            Its dwell. A second visit to a slide adds to what was known, and teaches nothing new
            about the speed.
        """
        again = slide in self._taken
        self._taken[slide] = self._taken.get(slide, 0.0) + max(seconds, 0.0)
        if again or seconds < PASSED_S:
            return
        # A slide that was planned to be cut tells of the speed as it would have whole.
        planned = self._scale[slide] if self._scale[slide] > 0 else 1.0
        load, own = self._loads[:, slide], self._own[:, slide]
        aside = (self._cov @ load[:, :, None])[:, :, 0]  # C λ, (K, r)
        spread = (load * aside).sum(1) + own
        z = np.log(seconds / (planned * self._mean[:, slide])) + (own + self._shared[:, slide]) / 2
        error = z - (load * self._causes).sum(1)
        far = FARTHEST * np.sqrt(spread)
        error = np.clip(error, -far, far)
        self._log_weight = self._log_weight - error**2 / (2 * spread) - np.log(spread) / 2
        self._log_weight -= self._log_weight.max()
        self._causes = self._causes + aside * (error / spread)[:, None]
        self._cov = self._cov - aside[:, :, None] * aside[:, None, :] / spread[:, None, None]

    def finish(
        self, elapsed_s: float, *, showing: int | None = None, since_s: float = 0.0
    ) -> Finish:
        """When the run ends.

        Parameters
        ----------
        elapsed_s : float
            Seconds spoken so far.
        showing : int, optional
            The row of the slide on the screen, if it has not been left yet.
        since_s : float
            How long it has been up.

        Returns
        -------
        Finish
        """
        furthest = max([*self._taken, -1 if showing is None else showing])
        left = self._scale * (np.arange(len(self._scale)) > furthest)
        if showing is not None and showing not in self._taken:
            left[showing] = self._scale[showing] if self._scale[showing] > 0 else 1.0
        told = np.einsum("knr,krs,kns->kn", self._loads, self._cov, self._loads)
        speed = np.exp(
            (self._loads @ self._causes[:, :, None])[:, :, 0] + (told - self._shared) / 2
        )
        mean = left * self._mean * speed  # (K, n)
        if showing is not None and left[showing] > 0:
            mean[:, showing] = _residual(
                mean[:, showing], self._own[:, showing] + told[:, showing], since_s
            )
        total = mean.sum(1)
        own = ((mean / self._mean) ** 2 * self._own2).sum(1)
        pulls = (mean[:, :, None] * self._loads).sum(1)
        shared = np.einsum("kr,krs,ks->k", pulls, self._cov, pulls)
        made: list[tuple[float, float, float]] = []  # log weight, mu, sd
        for log_weight, *sums in zip(
            self._log_weight.tolist(), total.tolist(), own.tolist(), shared.tolist(), strict=True
        ):
            free = log_normal(*sums)
            if self._aim is None:
                made.append((log_weight, *free))
                continue
            aim, aim_sd, sure = self._aim
            for chance, deviation in ((sure, aim_sd), (1 - sure, AIMLESS_SD)):
                if chance > 0:
                    middle, spread, likely = _aimed(*free, elapsed_s, aim, deviation)
                    made.append((log_weight + math.log(chance) + likely, middle, spread))
        top = max(log_weight for log_weight, _, _ in made)
        weight = [math.exp(log_weight - top) for log_weight, _, _ in made]
        share = tuple(value / sum(weight) for value in weight)
        return Finish(
            elapsed_s, Total(share, tuple(mu for _, mu, _ in made), tuple(sd for _, _, sd in made))
        )


def _residual(mean: Floats, variance: Floats, since_s: float) -> Floats:
    """What is left, on average, of slides that have been up for so long."""
    if since_s <= 0:
        return mean
    spread = np.sqrt(np.maximum(variance, 1e-6))
    ahead = (np.log(np.maximum(mean, 1e-6)) - variance / 2 - math.log(since_s)) / spread
    beyond = normal_cdf(ahead)
    # Far beyond what was expected nothing is known but that it goes on in proportion.
    known = beyond > 1e-4
    longer = mean * normal_cdf(ahead + spread) / np.where(known, beyond, 1.0) - since_s
    return np.asarray(np.where(known, np.maximum(longer, 0.0), since_s * variance / 2))


def _aimed(
    middle: float, spread: float, elapsed_s: float, aim: float, aim_sd: float
) -> tuple[float, float, float]:
    """A normal ln(rest), and how likely, once ln(elapsed + rest) was seen at `aim`."""
    if middle == -math.inf or spread <= 0:
        return middle, spread, 0.0
    at, likely = middle, 0.0
    for turn in range(4):
        rest = math.exp(at)
        share = rest / (elapsed_s + rest)
        # ln(elapsed + rest) is near enough a line in ln(rest) around where it ends up.
        there = math.log(elapsed_s + rest) + share * (middle - at)
        whole = aim_sd**2 + (share * spread) ** 2
        if turn == 0:
            likely = -((aim - there) ** 2) / (2 * whole) - math.log(whole) / 2
        at = middle + share * spread**2 / whole * (aim - there)
    return at, spread * aim_sd / math.sqrt(whole), likely
