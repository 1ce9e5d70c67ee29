"""What to ask the speaker next: the question whose answer is expected to help most."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from pacer.judging.belief import BANDS

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from pacer.judging.belief import Belief
    from pacer.judging.features import Words

    Floats = npt.NDArray[np.float64]

# How many stretches are asked about at most, and how many slides a point may stand on.
MOST_QUESTIONS, MOST_NEEDS = 5, 5
# How likely a point stands on an earlier slide: for each rare word they share, for one of those
# in the earlier one's title, less for each doubling of the distance; its own need besides.
SHARED, IN_TITLE, DISTANCE = 0.15, 0.3, 0.25


def decisive(
    belief: Belief,
    seconds: Floats,
    talk_s: float,
    asked: Collection[int] = (),
    differ: Floats | None = None,
) -> list[int]:
    """Stretches not yet asked about, the most decisive first.

    Parameters
    ----------
    belief : Belief
        After the answers there are.
    seconds : ndarray of float, shape (n,)
    talk_s : float
    asked : collection of int
        Stretches that were.
    differ : ndarray of float, shape (n,), optional
        How far readers differ on each slide; where they do most is asked first.

    Returns
    -------
    list of int

    Notes
    -----
    A question gains what the best plan after its answer agrees more with the truth than the best
    one before, in slides, over the answers as they are expected: not what is most in doubt, which
    may not matter.
    """
    chance = belief.above()
    now = _agreement(chance, seconds, talk_s)
    gains = []
    for at, stretch in enumerate(belief.stretches):
        if at in asked:
            gains.append(-math.inf)
            continue
        gain = -now
        for expected, answer in zip(belief.bands(at), BANDS, strict=True):
            places, then = belief.if_answered(at, answer)
            after = chance.copy()
            after[places] = then
            gain += float(expected) * _agreement(after, seconds, talk_s)
        if differ is not None:
            gain += float(differ[stretch.first : stretch.last + 1].sum())
        gains.append(gain)
    order = sorted(range(len(gains)), key=lambda at: (-round(gains[at], 9), at))
    return [at for at in order if gains[at] > -math.inf]


def _agreement(chance: Floats, seconds: Floats, talk_s: float) -> float:
    """Slides on which the best plan is expected to be right: those likeliest kept, in the time."""
    order = np.argsort(-chance, kind="stable")
    stays = np.cumsum(seconds[order]) <= talk_s + 1e-6
    return float(np.where(stays, chance[order], 1 - chance[order]).sum())


def may_need(words: Words, z: Floats, point: int) -> list[int]:
    """Earlier slides that a point likeliest stands on, in talk order."""
    count = len(words.told)
    on = Counter(word for told in words.told for word in told)
    told = words.told[point]

    def score(earlier: int) -> float:
        shared = sum(math.log(count / on[word]) for word in told & words.told[earlier])
        titled = sum(
            math.log(count / on[word]) for word in told & words.title_words[earlier] if word in on
        )
        return (
            SHARED * shared
            + IN_TITLE * titled
            - DISTANCE * math.log(point - earlier)
            + float(z[earlier])
        )

    likeliest = sorted(range(point), key=lambda earlier: (-score(earlier), -earlier))
    return sorted(likeliest[:MOST_NEEDS])
