"""What the aligner weighs, learned from recorded lectures: one table.

`tests/benchmarks/fit_align.py` fits it: it maximises the expected share of time on the right
page, with as few rounds of ascent as give the best figure on lectures left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FEATURES: Mapping[str, tuple[float, float, float]] = {
    "title_fresh": (1.249, 0.708, -0.041),
    "title_again": (0.161, 0.085, 0.088),
    "new_fresh": (0.442, 0.548, 0.256),
    "new_again": (-0.278, 0.103, 0.2),
    "old_fresh": (0.061, 0.235, 0.248),
    "old_again": (0.255, 0.2, 0.248),
    "debut": (0.442, 0.574, 0.87),
    "early": (0.373, 0.395, -0.173),
    "late": (-0.107, -0.759, -0.089),
    "pair": (0.862, 0.256, 0.315),
    "mass": (-0.639, -0.178, -0.06),
}
_CHANGES: Mapping[str, float] = {
    "pause": 1.662,
    "sentence": 0.415,
    "opener": 2.004,
    "continues": -1.245,
    "cue": 1.504,
    "shift": 0.242,
}


@dataclass(frozen=True)
class Weights:
    """All but `features` and `changes` are logarithms of rates, or powers.

    Parameters
    ----------
    features : mapping of str to three floats
        What each of `pacer.transcript.evidence.FEATURES` speaks for a page in each phase of a
        stay: opened, worked through, left behind.
    changes : mapping of str to float
        How much each of `CHANGES` speaks for a change of slide.
    onward : two floats
        From each phase to the next, a cell.
    leave : three floats
        To another page, a cell, in each phase.
    stay : float
        How the rate of leaving falls with the expected length of the stay, as a power.
    skip, skip_further, back, back_further : float
        A step over one page, or back by one, against the next page; and as a power of further.
    start, end : float
        What each page from the first costs at the beginning, and from the last at the end.
    away, away_word : float
        Going where the deck is not, and how much each ten words without the deck's speak for it.
        Not learned: no lecture at hand is away from its deck for long.
    """

    features: Mapping[str, tuple[float, float, float]] = field(
        default_factory=lambda: dict(_FEATURES)
    )
    changes: Mapping[str, float] = field(default_factory=lambda: dict(_CHANGES))
    onward: tuple[float, float] = (-2.806, -3.353)
    leave: tuple[float, float, float] = (-6.828, -5.981, -3.535)
    stay: float = -2.03
    skip: float = -4.793
    skip_further: float = -3.07
    back: float = -7.165
    back_further: float = -3.165
    start: float = 1.175
    end: float = 0.71
    away: float = -9.0
    away_word: float = 0.05


WEIGHTS = Weights()
