"""The total's distribution, and the arithmetic a page does by itself.

A talk's total is a mixture over a few *components*, each a reading of how variable this speaker
is. A component holds, for each slide, its mean seconds ``m``, the variance that is its own
``v`` and its loadings ``l`` on one to three shared causes (today's speed, above all). With
``x_i`` the part of slide ``i`` that is spoken (0 cut, 1 as rehearsed, between them trimmed)::

    M = Σ x_i m_i
    V = Σ x_i² v_i  +  trim_cv² Σ (x_i m_i)² over the trimmed slides
    S = Σ_r (Σ x_i l_ri)²
    s² = ln(1 + V / M²) + S / M²          μ = ln M − s² / 2
    P(total ≤ seconds) = Σ_k w_k Φ((ln seconds − μ_k) / s_k)

so a change of one slide costs one addition to each sum. Where the talk's length is known, what the
slides differ adds up to nothing over the whole of it: with ``W = Σ v_i`` over all visible slides
(``tied_s2``; 0 where the length is not known) V loses ``(Σ x_i v_i)² / W``, and at most .999 of V.
 Moment matching of a sum of log-normals
to one log-normal: Fenton (1960), "The sum of log-normal probability distributions", IRE Trans.
Commun. Syst. 8. The shared causes scale the whole talk, so their part is exact where all slides
share them alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

TABLES_VERSION = 1
# A talk shorter than a millisecond is one in which nothing is said.
NOTHING_S = 1e-3
# What is known of the length takes away so much of the slides' own variance at most.
MOST_TIED = 0.999

_STANDARD = NormalDist()
# Beyond this many standard deviations a normal tail is below a float's resolution of 1.
_FAR = 9.0


@dataclass(frozen=True)
class Total:
    """A mixture of log-normals: how long the next run takes.

    Parameters
    ----------
    weights, mu, sd : tuple of float
        One value a component: its weight (they add up to 1), and the mean and standard
        deviation of the logarithm of seconds. ``mu`` is −∞ where nothing is spoken.
    """

    weights: tuple[float, ...]
    mu: tuple[float, ...]
    sd: tuple[float, ...]

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return sum(w * math.exp(m + s * s / 2) for w, m, s in self._parts())

    def p_within(self, seconds: float) -> float:
        """The chance that the run takes at most so many seconds, from 0 to 1."""
        if seconds <= 0:
            inside = sum(w for w, m, _ in self._parts() if m == -math.inf)
        else:
            aim = math.log(seconds)
            inside = sum(w * _below(aim - m, s) for w, m, s in self._parts())
        # The weights add up to 1 but for rounding, which differs from processor to processor.
        return min(1.0, max(0.0, inside / sum(self.weights)))

    def quantile(self, q: float) -> float:
        """Seconds that the run stays within with chance `q`.

        Raises
        ------
        ValueError
            If `q` does not lie between 0 and 1.
        """
        if not 0 < q < 1:
            raise ValueError(f"q is {q:g}: a quantile lies between 0 and 1, such as 0.9")
        if any(m == -math.inf for m in self.mu):
            return 0.0
        z = _STANDARD.inv_cdf(q)
        ends = [m + s * z for _, m, s in self._parts()]
        low, high = min(ends), max(ends)
        # The mixture's quantile lies between those of its components; 50 halvings are exact.
        while high - low > 1e-9:
            middle = (low + high) / 2
            if sum(w * _below(middle - m, s) for w, m, s in self._parts()) < q:
                low = middle
            else:
                high = middle
        return math.exp((low + high) / 2)

    def interval(self, level: float = 0.8) -> tuple[float, float]:
        """The seconds that hold the middle `level` of runs."""
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)

    def _parts(self) -> list[tuple[float, float, float]]:
        return list(zip(self.weights, self.mu, self.sd, strict=True))


def _below(distance: float, sd: float) -> float:
    """Φ(distance / sd), also without any spread."""
    if sd <= 0 or abs(distance) > _FAR * sd:
        return 1.0 if distance >= 0 else 0.0
    return _STANDARD.cdf(distance / sd)


def normal_cdf(z: Floats) -> Floats:
    """Φ of an array, to 8e-8: Abramowitz & Stegun (1964), 26.2.17."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    series = 1.781477937 + t * (-1.821255978 + t * 1.330274429)
    series = t * (0.319381530 + t * (-0.356563782 + t * series))
    tail = series * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return np.asarray(np.where(z > 0, 1 - tail, tail))


def mixture_quantile(q: Floats, weight: Floats, mean: Floats, sd: Floats) -> Floats:
    """Quantiles of n normal mixtures of G parts at once.

    Parameters
    ----------
    q : ndarray, shape (n,)
        Each between 0 and 1.
    weight : ndarray, shape (G,)
    mean, sd : ndarray, shape (G, n)

    Returns
    -------
    ndarray, shape (n,)
    """
    ends = mean + sd * np.array([_STANDARD.inv_cdf(each) for each in q.tolist()])
    low, high = ends.min(0), ends.max(0)
    for _ in range(30):
        middle = (low + high) / 2
        below = weight @ normal_cdf((middle - mean) / sd) < q
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2)


def log_normal(mean_s: float, own_s2: float, shared_s2: float) -> tuple[float, float]:
    """Mean and standard deviation of a total's logarithm from its three sums, M, V and S."""
    if mean_s < NOTHING_S:
        return -math.inf, 0.0
    variance = math.log1p(own_s2 / mean_s**2) + shared_s2 / mean_s**2
    return math.log(mean_s) - variance / 2, math.sqrt(variance)


def total_from(tables: Mapping[str, Any], scale: Sequence[float] | None = None) -> Total:
    """The total from tables alone, in plain loops: what the page's own code is tested against.

    Parameters
    ----------
    tables : mapping
        As made by `Pacing.tables`.
    scale : sequence of float, optional
        The part of each slide that is spoken; by default ``tables["scale"]``: 1 for visible
        slides and 0 for hidden ones.

    Returns
    -------
    Total
    """
    scale = tables["scale"] if scale is None else scale
    trim_cv2 = tables["trim_cv"] ** 2
    weights, mu, sd = [], [], []
    for part in tables["components"]:
        mean = own = tied = 0.0
        shared = [0.0] * len(part["shared_s"])
        for i, x in enumerate(scale):
            if x <= 0:
                continue
            spoken = x * part["mean_s"][i]
            mean += spoken
            own += x * x * part["own_s2"][i] + (0.0 if x == 1 else trim_cv2 * spoken * spoken)
            tied += x * part["own_s2"][i] * tables["scale"][i]
            for r, loadings in enumerate(part["shared_s"]):
                shared[r] += x * loadings[i]
        if part["tied_s2"] > 0:
            own -= min(tied * tied / part["tied_s2"], MOST_TIED * own)
        one, other = log_normal(mean, own, sum(value * value for value in shared))
        weights.append(part["weight"])
        mu.append(one)
        sd.append(other)
    return Total(tuple(weights), tuple(mu), tuple(sd))
