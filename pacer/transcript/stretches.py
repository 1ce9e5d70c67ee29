"""Where a sound is cut into the stretches that are transcribed one by one.

A stretch lasts at most half a minute, which is what the engine hears at once, and begins and
ends in a pause: nothing is cut inside a word. Nothing carries over from one to the next, so each
that is done can be kept, and after a kill the work goes on with the one that was not. Pauses are
in stretches too: whether there is a voice in them is for the engine's own detector to say.
"""

from __future__ import annotations

from bisect import bisect
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    Pause = tuple[float, float]

# The engine hears half a minute at once.
LONGEST_S: Final = 29.0
# What a cut is worth: how full it leaves the stretch (each costs nearly as much as a whole one),
# how long the pause is (up to a second), and whether the slide changed about there.
_BY_PAUSE, _BY_CHANGE, _FULL = 0.3, 0.4, 0.9
_ABOUT_S = 1.0
# Around a cut each stretch hears so much of the pause at the most.
_MARGIN_S: Final = 0.1
# Where nobody pauses, stretches overlap by this on either side of the cut: a word that is cut in
# one is whole in the other.
_OVERLAP_S = 1.0


class Stretch(NamedTuple):
    """A stretch to be heard, and within it where a word's middle must lie to be counted."""

    start_s: float
    end_s: float
    from_s: float
    to_s: float


def cut(pauses: Sequence[Pause], length_s: float, changes: Sequence[float] = ()) -> list[Stretch]:
    """Cut a sound into stretches.

    Parameters
    ----------
    pauses : sequence of (float, float)
        Start and end of each, in seconds and in order.
    length_s : float
        Of the sound.
    changes : sequence of float
        Seconds at which the slide changed.

    Returns
    -------
    list of Stretch
        In order, one after another from 0 to the end.

    Examples
    --------
    >>> [each[:2] for each in cut([(0, 2), (20, 21), (40, 45)], 50)]
    [(0.0, 20.6), (20.4, 42.6), (42.4, 50.0)]
    """
    middles = [
        (middle, end_s - start_s)
        for start_s, end_s in pauses
        if 0 < (middle := (start_s + end_s) / 2) < length_s
    ]
    made: list[Stretch] = []
    at_s = overlap_s = 0.0
    while at_s < length_s:
        start_s, from_s = max(at_s - overlap_s, 0.0), at_s
        if length_s - at_s <= LONGEST_S:
            to_s, overlap_s = length_s, 0.0
        else:
            reach_s = at_s + LONGEST_S - _OVERLAP_S
            within = middles[bisect(middles, (at_s, inf)) : bisect(middles, (reach_s, inf))]
            worth = [(_worth(each, at_s, changes), each[0]) for each in within]
            to_s, overlap_s = (max(worth)[1], _MARGIN_S) if worth else (reach_s - 1, _OVERLAP_S)
        end_s = min(to_s + overlap_s, length_s)
        made.append(Stretch(*(round(each, 3) for each in (start_s, end_s, from_s, to_s))))
        at_s = to_s
    return made


def _worth(pause: tuple[float, float], at_s: float, changes: Sequence[float]) -> float:
    middle, seconds = pause
    full = min((middle - at_s) / LONGEST_S, _FULL)
    about_s = _ABOUT_S + seconds / 2
    changed = any(abs(change - middle) <= about_s for change in changes)
    return full + _BY_PAUSE * min(seconds, 1.0) + _BY_CHANGE * changed
