"""What is believed of each slide's need, given the text, the speaker's points and answers.

A slide's need is a normal variable ``y = z + u + v + e``: `z` what the text (and a reading) says,
`u` shared by a section, `v` by a stretch, `e` its own. Its quantiles are the five levels of need
that careful readers use, at the rates they use them at. The slides kept in a slot are those above
a threshold, set so that their seconds fill it. An answer about a stretch (keep: nearly all of it,
shorten: some of it, drop: nearly none) counts by how well it agrees with what becomes of the
stretch; softly, since one answer in five is a step off.

Given `u` and `v` the slides are independent, and how many of a stretch are kept is a sum of
coins: so all is integrated on a few nodes of `u` and `v` (Gauss and Hermite), and nothing drawn.
Draws were tried: with 1,500 of them chance alone moved a plan's worth by .05.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

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
# Enough that more of them change no worth by .001.
NODES = 11
_EVERY_BAND = np.ones(len(BANDS))


class Fate(NamedTuple):
    """What becomes of a stretch, given what its section shares.

    Parameters
    ----------
    band : ndarray of float, shape (nodes, 3)
        The chance of each of `BANDS`.
    worth, kept : ndarray of float, shape (nodes, 3, n)
        The expected worth of each of its slides, and the chance that it is above the threshold,
        where that band comes true.
    """

    band: Floats
    worth: Floats
    kept: Floats


@dataclass(frozen=True, eq=False)
class Belief:
    """What is believed of the slides shown, in talk order.

    Parameters
    ----------
    stretches : tuple of Stretch
    fates : tuple of Fate
        One a stretch.
    points : frozenset of int
        Places of the slides that are the point of the talk.
    answers : mapping of int to str
        Stretch -> one of `BANDS`.
    """

    stretches: tuple[Stretch, ...]
    fates: tuple[Fate, ...]
    points: frozenset[int]
    answers: Mapping[int, str]

    def worth(self) -> Floats:
        """Expected worth of each slide, 0 to 8; shape (n,)."""
        return self._expected("worth", self.answers)

    def above(self) -> Floats:
        """The chance that each slide's need lies above the threshold; shape (n,)."""
        return self._expected("kept", self.answers)

    def bands(self, at: int) -> Floats:
        """The chance that each of `BANDS` is true of a stretch; shape (3,)."""
        weight = self._shared(self.stretches[at].section, self.answers)
        soft = _soft(self.answers.get(at))
        its = self.fates[at].band
        return np.asarray((weight / (its @ soft)) @ its * soft)

    def if_answered(self, at: int, answer: str) -> tuple[list[int], Floats]:
        """The slides of a stretch's section, and the chance of each to be above the threshold.

        Parameters
        ----------
        at : int
            The stretch.
        answer : str
            One of `BANDS`.
        """
        section = self.stretches[at].section
        its = [one for one in self.stretches if one.section == section]
        places = [place for one in its for place in one.places]
        return places, self._expected("kept", {**self.answers, at: answer}, section)

    def _expected(
        self, what: str, answers: Mapping[int, str], section: int | None = None
    ) -> Floats:
        """Expectation of `Fate.worth` or `Fate.kept`: of a section's slides, or of all."""
        found = [np.zeros(0)]
        shared: dict[int, Floats] = {}
        for at, (stretch, fate) in enumerate(zip(self.stretches, self.fates, strict=True)):
            if section not in (None, stretch.section):
                continue
            if stretch.section not in shared:
                shared[stretch.section] = self._shared(stretch.section, answers)
            soft = _soft(answers.get(at))
            weight = shared[stretch.section] / (fate.band @ soft)
            found.append(np.einsum("u,b,ubn->n", weight, soft, getattr(fate, what)))
        return np.concatenate(found)

    def _shared(self, section: int, answers: Mapping[int, str]) -> Floats:
        """The weight of each node of what a section shares, given the answers."""
        weight = _NODES[1].copy()
        for at, answer in answers.items():
            if self.stretches[at].section == section:
                weight *= self.fates[at].band @ _soft(answer)
        return np.asarray(weight / weight.sum())


def believe(
    z: Floats,
    stretches: Sequence[Stretch],
    points: frozenset[int],
    threshold: float,
    answers: Mapping[int, str] | None = None,
) -> Belief:
    """What is believed after the speaker's points and answers.

    Parameters
    ----------
    z : ndarray of float, shape (n,)
        What text, place and readings say.
    stretches : sequence of Stretch
    points : frozenset of int
        They are above the threshold, whatever it is, and worth most.
    threshold : float
        The need above which slides are kept; see `threshold`.
    answers : mapping of int to str, optional
        Stretch -> one of `BANDS`.
    """
    fates = tuple(
        _fate(z[list(one.places)], np.isin(list(one.places), list(points)), threshold)
        for one in stretches
    )
    return Belief(tuple(stretches), fates, points, dict(answers or {}))


def _fate(z: Floats, named: npt.NDArray[np.bool_], threshold: float) -> Fate:
    node, weight = _NODES
    count = len(z)
    # One row for each node of the section, one column for each of the stretch, then the slides.
    mean = z + SD_SECTION * node[:, None, None] + SD_STRETCH * node[:, None]
    ends = np.array([-np.inf, *_LEVELS, np.inf])
    below = _cdf((ends[:, None, None, None] - mean) / SD_SLIDE)
    goes = _cdf((threshold - mean) / SD_SLIDE)
    worth = np.array(WORTHS)
    whole = np.einsum("l,luvn->uvn", worth, np.diff(below, axis=0))
    # Worth of what is at or below the threshold: each level as far as it lies there.
    lost = np.einsum("l,luvn->uvn", worth, np.diff(np.minimum(below, goes), axis=0))
    stays = np.where(named, 1.0, 1.0 - goes)
    worth_kept = np.where(named, POINT_WORTH, whole - lost)
    worth_lost = np.where(named, 0.0, lost)
    band = np.zeros((len(node), len(BANDS)))
    found = {name: np.zeros((len(node), len(BANDS), count)) for name in ("worth", "kept")}
    at = [_band(kept / count) for kept in range(count + 1)]
    for slide in range(count):
        others = _how_many(np.delete(stays, slide, axis=-1))
        for kept in range(count):
            here = others[..., kept] * weight
            for name, if_kept, if_lost in (
                ("worth", worth_kept[..., slide], worth_lost[..., slide]),
                ("kept", stays[..., slide], 0.0),
            ):
                found[name][:, at[kept + 1], slide] += (here * if_kept).sum(1)
                found[name][:, at[kept], slide] += (here * if_lost).sum(1)
    for kept, chance in enumerate(np.moveaxis(_how_many(stays), -1, 0)):
        band[:, at[kept]] += chance @ weight
    return Fate(band, found["worth"], found["kept"])


def _how_many(stays: Floats) -> Floats:
    """The chance of each number of slides kept, of slides kept independently; last axis n + 1."""
    found = np.ones((*stays.shape[:-1], 1))
    for slide in range(stays.shape[-1]):
        chance = stays[..., slide, None]
        nothing = np.zeros_like(chance)
        found = np.concatenate([found * (1 - chance), nothing], -1) + np.concatenate(
            [nothing, found * chance], -1
        )
    return found


def _band(share: float) -> int:
    return 2 if share >= KEEPS else 0 if share <= DROPS else 1


def _soft(answer: str | None) -> Floats:
    """How well each band agrees with an answer; without one, each as well."""
    if answer is None:
        return _EVERY_BAND
    return np.array([SOFT[abs(BANDS.index(answer) - band)] for band in range(len(BANDS))])


def _gauss() -> tuple[Floats, Floats]:
    """Nodes of a standard normal variable, and their weights."""
    node, weight = np.polynomial.hermite_e.hermegauss(NODES)
    return np.asarray(node), np.asarray(weight / weight.sum())


_NODES = _gauss()
_STEPS = np.linspace(-6.0, 6.0, 2401)
_CDF = np.array([NormalDist().cdf(step) for step in _STEPS])


def _cdf(x: Floats) -> Floats:
    """The standard normal distribution, to a millionth, of whole arrays."""
    return np.asarray(np.interp(x, _STEPS, _CDF, left=0.0, right=1.0))


def _sd(*, text: bool) -> float:
    parts = (SD_SECTION, SD_STRETCH, SD_SLIDE, SD_TEXT if text else 0.0)
    return math.sqrt(sum(part**2 for part in parts))


# The levels' upper bounds, but for the last.
_LEVELS = [NormalDist(0.0, _sd(text=True)).inv_cdf(sum(RATES[: n + 1])) for n in range(4)]


def threshold(z: Floats, seconds: Floats, talk_s: float) -> float:
    """The need above which slides fill the talk time, as expected before any answer."""
    usual = _sd(text=False)
    low, high = float(z.min(initial=0.0)) - 6.0, float(z.max(initial=0.0)) + 6.0
    for _ in range(40):
        middle = (low + high) / 2
        used = float(seconds @ (1 - _cdf((middle - z) / usual)))
        low, high = (middle, high) if used > talk_s else (low, middle)
    return (low + high) / 2
