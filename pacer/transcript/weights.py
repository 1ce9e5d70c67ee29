"""What the aligner weighs, learned from recorded lectures: one table.

`tests/benchmarks/fit_align.py` fits it: it maximises the expected share of time on the right
page, with as few rounds of ascent as give the best figure on lectures left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FEATURES: Mapping[str, tuple[float, float, float]] = {}
_CHANGES: Mapping[str, float] = {}


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
    onward: tuple[float, float] = (-2.1, -2.8)
    leave: tuple[float, float, float] = (-5.3, -4.6, -3.0)
    stay: float = -0.5
    skip: float = -3.0
    skip_further: float = -1.5
    back: float = -5.0
    back_further: float = -1.0
    start: float = 1.0
    end: float = 0.3
    away: float = -9.0
    away_word: float = 0.05


WEIGHTS = Weights()
