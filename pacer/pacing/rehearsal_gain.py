"""Which slides make the total uncertain, and what one more rehearsal of them is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pacer.pacing.total import Total, log_normal

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from pacer.pacing.posterior import Posterior

    Floats = npt.NDArray[np.float64]


class Worth(NamedTuple):
    """What one more rehearsal of some slides does to the total.

    Parameters
    ----------
    slide_keys : tuple of str
        The slides, in deck order.
    now_s, then_s : float
        Half the width of the total's interval, before and after.
    """

    slide_keys: tuple[str, ...]
    now_s: float
    then_s: float


def worth(
    keys: pd.Series[str], found: Posterior, scale: Floats, *, count: int = 3, level: float = 0.8
) -> Worth:
    """The slides to rehearse once more, and how far that narrows the total.

    What such a rehearsal also tells of the speed of the whole talk is left out, so it is worth
    at least this much.

    Parameters
    ----------
    keys, found, scale
        The part of each slide that is spoken.
    count : int
        How many slides.
    level : float
        Of the interval.
    """
    parts = found.parts
    gains = _gains(found)
    best = np.argsort(-(parts.weight @ gains) * scale**2, kind="stable")[: max(count, 0)]
    best = np.sort(best[scale[best] > 0])
    then = parts.own_s2.copy()
    then[:, best] -= gains[:, best]
    return Worth(
        tuple(keys.iloc[best]),
        _half(found, parts.own_s2, scale, level),
        _half(found, then, scale, level),
    )


def _gains(found: Posterior) -> Floats:
    """Variance in seconds squared that one more visit takes from each slide; shape (K, n)."""
    noise, left = found.noise_var, found.left_var
    # Kalman's update of a slide's own deviation by one visit.
    after = left * noise / np.maximum(left + noise, 1e-12)
    share = 1 - np.expm1(noise + after) / np.maximum(np.expm1(noise + left), 1e-12)
    return np.asarray(found.parts.own_s2 * np.clip(share, 0.0, 1.0))


def _half(found: Posterior, own_s2: Floats, scale: Floats, level: float) -> float:
    parts = found.parts
    sums = zip(
        (parts.mean_s @ scale).tolist(),
        (own_s2 @ scale**2).tolist(),
        ((parts.shared_s @ scale) ** 2).sum(1).tolist(),
        strict=True,
    )
    made = [log_normal(*each) for each in sums]
    total = Total(
        tuple(parts.weight.tolist()), tuple(mu for mu, _ in made), tuple(sd for _, sd in made)
    )
    low, high = total.interval(level)
    return (high - low) / 2
