"""What is believed of each slide's need, given the text, the speaker's points and answers.

A slide's need is a normal variable ``y = z + u + v + e``: `z` what the text (and a reading) says,
`u` shared by a section, `v` by a stretch, `e` its own. Its quantiles are the five levels of need
that careful readers use, at the rates they use them at. The slides kept in a slot are those above
a threshold, set so that their seconds fill it. An answer about a stretch (keep: nearly all of it,
shorten: some of it, drop: nearly none) weighs a fixed set of draws by how well each agrees with
it; softly, since one answer in five is a step off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from pacer.judging.stretches import Stretch

    Floats = npt.NDArray[np.float64]

# Standard deviations of what a section, a stretch and a slide add to what the text says; that of
# `z` itself between the slides of a talk.
SD_SECTION, SD_STRETCH, SD_SLIDE, SD_TEXT = 0.5, 0.5, 1.0, 0.3
# How often careful readers use need 1, 2, 3, 4, 5, on ten lectures; and what a talk is worth with
# such a slide. Below 3 a slide is a good cut.
RATES = (0.19, 0.30, 0.24, 0.18, 0.09)
WORTHS = (0.0, 0.5, 2.0, 4.0, 8.0)
POINT_WORTH = WORTHS[-1]
# What a slide that a point stands on is lifted by.
LIFT = 0.9
# Of a stretch, "keep" means at least so much is kept, "drop" at most so much.
KEEPS, DROPS = 0.8, 0.25
BANDS = ("drop", "shorten", "keep")
# How likely an answer is where the truth is as said, one step off, two steps off (not normed).
SOFT = (1.0, 0.1, 0.01)
DRAWS, SEED = 1500, 11


@dataclass(frozen=True, eq=False)
class Belief:
    """Draws of every slide's need, and how much each counts; one column a slide shown.

    Parameters
    ----------
    need : ndarray of float, shape (draws, n)
    weight : ndarray of float, shape (draws, sections)
        Of each draw in each section, where slides hang together; sections do not.
    stretches : tuple of Stretch
    points : frozenset of int
        Places of the slides that are the point of the talk.
    """

    need: Floats
    weight: Floats
    stretches: tuple[Stretch, ...]
    points: frozenset[int] = frozenset()

    @property
    def section(self) -> npt.NDArray[np.intp]:
        """The section of each slide."""
        return np.array([s.section for s in self.stretches for _ in s.places], dtype=np.intp)

    def worth(self) -> Floats:
        """Expected worth of each slide, 0 to 8; shape (n,)."""
        weight = self.weight[:, self.section]
        found = np.einsum("dn,dn->n", weight, _worth_of(self.need))
        found[list(self.points)] = POINT_WORTH
        return np.asarray(found)

    def above(self, threshold: float) -> Floats:
        """The chance that each slide's need lies above a threshold; shape (n,)."""
        weight = self.weight[:, self.section]
        found = np.einsum("dn,dn->n", weight, (self.need > threshold).astype(float))
        found[list(self.points)] = 1.0
        return np.asarray(found)

    def bands(self, threshold: float) -> npt.NDArray[np.intp]:
        """In each draw, what becomes of each stretch: a place in `BANDS`.

        Returns
        -------
        ndarray of int, shape (draws, stretches)
        """
        kept = self.need > threshold
        share = np.column_stack([kept[:, s.first : s.last + 1].mean(1) for s in self.stretches])
        return np.where(share >= KEEPS, 2, np.where(share <= DROPS, 0, 1))

    def answered(self, answers: Mapping[int, str], threshold: float) -> Belief:
        """What is believed after answers.

        Parameters
        ----------
        answers : mapping of int to str
            Stretch -> one of `BANDS`.
        threshold : float
        """
        if not answers:
            return self
        bands = self.bands(threshold)
        weight = self.weight.copy()
        for stretch, answer in sorted(answers.items()):
            section = self.stretches[stretch].section
            weight[:, section] *= likely(bands[:, stretch], BANDS.index(answer))
            weight[:, section] /= weight[:, section].sum()
        return replace(self, weight=weight)


def likely(band: npt.NDArray[np.intp], answer: int) -> Floats:
    """How well draws of a stretch's band agree with an answer."""
    return np.array(SOFT)[np.abs(band - answer)]


def believe(z: Floats, stretches: Sequence[Stretch], points: frozenset[int]) -> Belief:
    """What is believed before any answer.

    Parameters
    ----------
    z : ndarray of float, shape (n,)
        What text, place and readings say.
    stretches : sequence of Stretch
    points : frozenset of int
    """
    random = np.random.default_rng(SEED)
    sections = max((s.section for s in stretches), default=-1) + 1
    stretch = np.array([at for at, s in enumerate(stretches) for _ in s.places], dtype=np.intp)
    section = np.array([s.section for s in stretches for _ in s.places], dtype=np.intp)
    need = (
        z
        + random.normal(0.0, SD_SECTION, (DRAWS, sections))[:, section]
        + random.normal(0.0, SD_STRETCH, (DRAWS, len(stretches)))[:, stretch]
        + random.normal(0.0, SD_SLIDE, (DRAWS, len(z)))
    )
    weight = np.full((DRAWS, sections), 1.0 / DRAWS)
    return Belief(need, weight, tuple(stretches), points)


def _sd(*, text: bool) -> float:
    parts = (SD_SECTION, SD_STRETCH, SD_SLIDE, SD_TEXT if text else 0.0)
    return math.sqrt(sum(part**2 for part in parts))


# The levels' upper bounds, but for the last.
_LEVELS = [NormalDist(0.0, _sd(text=True)).inv_cdf(sum(RATES[: n + 1])) for n in range(4)]


def _worth_of(need: Floats) -> Floats:
    return np.asarray(np.array(WORTHS)[np.searchsorted(_LEVELS, need)])


def threshold(z: Floats, seconds: Floats, talk_s: float) -> float:
    """The need above which slides fill the talk time, as expected before any answer."""
    usual = NormalDist(0.0, _sd(text=False))
    low, high = float(z.min(initial=0.0)) - 6.0, float(z.max(initial=0.0)) + 6.0
    for _ in range(40):
        middle = (low + high) / 2
        used = sum(s * (1 - usual.cdf(middle - m)) for m, s in zip(z, seconds, strict=True))
        low, high = (middle, high) if used > talk_s else (low, middle)
    return (low + high) / 2
