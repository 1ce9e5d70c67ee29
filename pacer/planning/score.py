"""What a plan is worth, and what each next step would add or lose: fast enough for a slider.

The exact planner maximises the same worth; see `pacer.planning.formulation`. Here it is evaluated
for all single changes of a plan at once, which is what greedy answers, the ladder between two
exact plans and the slider's tables are made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pacer.planning.problem import Option, Problem
from pacer.planning.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.intp]

# What stays of each row of SLIDES: absent where it is cut.
Selection = dict[int, Option]


def scales(made: Problem, chosen: Selection) -> Floats:
    """Share of its seconds each row of SLIDES still takes; 0 where it is cut or hidden."""
    scale = np.zeros(len(made.seconds))
    for row, option in chosen.items():
        scale[row] = option.scale
    return scale


@dataclass(frozen=True)
class Moves:
    """Single changes of a plan: which slide, to which level, and what that brings."""

    slide: Ints
    level: Ints
    worth: Floats
    seconds: Floats


class Score:
    """The worth of plans of one problem, as arrays.

    A plan is an array of levels, one a slide shown: 0 the whole slide, then its other options,
    and last, one past them, cut.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rows = problem.shown
        count = len(self.rows)
        at = {row: place for place, row in enumerate(self.rows)}
        self.cut = np.array([len(problem.options[row]) for row in self.rows], dtype=np.intp)
        deep = int(self.cut.max(initial=0)) + 1
        self.own, self.seconds = np.zeros((count, deep)), np.zeros((count, deep))
        self.merged = np.zeros((count, deep), dtype=bool)
        self.trimmed = np.zeros((count, deep), dtype=bool)
        for place, row in enumerate(self.rows):
            for level, option in enumerate(problem.options[row]):
                self.seconds[place, level] = option.scale * problem.seconds[row]
                self.own[place, level] = problem.value(row, option)
                self.merged[place, level] = option.action == "merge"
                self.trimmed[place, level] = option.counts
            self.own[place, self.cut[place]] = -WEIGHTS.cut
        self.must = np.array([row in problem.must for row in self.rows], dtype=bool)
        # Hard prerequisites, as places: the first needs the second.
        self.hard = [(at[a], at[b]) for a, b in problem.needs if a in at and b in at]

    def whole(self) -> Ints:
        """The plan that leaves everything as it is, as far as the speaker does."""
        return np.zeros(len(self.rows), dtype=np.intp)

    def levels(self, chosen: Selection) -> Ints:
        """A plan's levels, at whatever pace it is spoken."""
        return np.array(
            [
                self._level(row, chosen[row]) if row in chosen else self.cut[place]
                for place, row in enumerate(self.rows)
            ],
            dtype=np.intp,
        )

    def _level(self, row: int, option: Option) -> int:
        at_leisure = option.scale / option.pace
        return min(
            range(len(self.problem.options[row])),
            key=lambda level: (
                self.problem.options[row][level].action != option.action,
                abs(
                    self.problem.options[row][level].scale / self.problem.options[row][level].pace
                    - at_leisure
                ),
            ),
        )

    def chosen(self, levels: Ints) -> Selection:
        """A plan's options by row."""
        return {
            row: self.problem.options[row][level]
            for row, level, cut in zip(self.rows, levels, self.cut, strict=True)
            if level < cut
        }

    def taken(self, levels: Ints) -> float:
        """Mean seconds of a plan."""
        return float(self.seconds[np.arange(len(levels)), levels].sum())

    def worth(self, levels: Ints) -> float:
        """What a plan is worth; see `pacer.planning.weights` for the unit."""
        stay = levels < self.cut
        gaps = int((~stay & np.concatenate(([True], stay[:-1]))).sum()) if len(stay) else 0
        return float(self.own[np.arange(len(levels)), levels].sum() - WEIGHTS.gap * gaps)

    def moves(self, levels: Ints, slide: Ints, level: Ints) -> Moves:
        """What each single change would bring: places of slides, and their new levels."""
        old = levels[slide]
        stay = levels < self.cut
        # +1 where a cut slide comes back, −1 where one goes.
        flip = (level < self.cut[slide]).astype(float) - stay[slide]
        before = np.concatenate(([True], stay[:-1]))[slide]
        after = np.concatenate((stay[1:], [True]))[slide]
        # A cut between two that stay opens a gap, one between two cuts joins theirs.
        gaps = -flip * (before.astype(float) + after - 1)
        seconds = self.seconds[slide, level] - self.seconds[slide, old]
        worth = self.own[slide, level] - self.own[slide, old] - WEIGHTS.gap * gaps
        return Moves(slide, level, worth, seconds)

    def hosted(self, levels: Ints, slide: Ints, level: Ints) -> npt.NDArray[np.bool_]:
        """Whether a slide that would be merged finds the next one there, and its needs met."""
        stay = levels < self.cut
        ok = ~(self.merged[slide, level] & ~np.concatenate((stay[1:], [False]))[slide])
        for one, needed in self.hard:
            ok &= ~((level < self.cut[slide]) & (slide == one) & ~stay[needed])
        return np.asarray(ok)

    def allowed(self, levels: Ints, slide: Ints, level: Ints) -> npt.NDArray[np.bool_]:
        """Whether each single change keeps to the rules, hard needs included."""
        stay = levels < self.cut
        goes = level == self.cut[slide]
        ok = ~(goes & self.must[slide])
        # The last slide of the talk stays.
        ok &= ~(goes & (stay.sum() <= 1))
        # A slide that another is merged into stays.
        merged = self.merged[np.arange(len(levels)), levels]
        ok &= ~(goes & np.concatenate(([False], merged[:-1]))[slide])
        ok &= self.hosted(levels, slide, level)
        for one, needed in self.hard:
            ok &= ~(goes & (slide == needed) & stay[one])
        trims = self.trimmed[np.arange(len(levels)), levels].sum()
        share = self.problem.max_trim_share
        most = 1 + share * (stay.sum() - 1) if share else 0.0
        was = self.trimmed[slide, levels[slide]]
        return np.asarray(ok & ~(self.trimmed[slide, level] & ~was & (trims + 1 > most)))


def greedy(score: Score, budget_s: float) -> Ints:
    """A good plan within a linear budget, at once: the cheapest seconds go first, then fill up.

    Parameters
    ----------
    score : Score
    budget_s : float
        Mean seconds.

    Returns
    -------
    ndarray of int
        Levels; longer than the budget where nothing more may go.
    """
    levels = shortened(score, budget_s)
    while (found := step(score, levels, shorter=False, room=budget_s)) is not None:
        levels[found[0]] = found[1]
    return levels


def shortened(score: Score, budget_s: float) -> Ints:
    """The whole talk, until it fits a linear budget: the cheapest seconds go first.

    What has gone for a longer budget has gone for a shorter one.
    """
    levels = score.whole()
    while score.taken(levels) > budget_s:
        found = step(score, levels, shorter=True)
        if found is None:
            break
        levels[found[0]] = found[1]
    return levels


def step(
    score: Score, levels: Ints, *, shorter: bool, room: float = float("inf")
) -> tuple[int, int] | None:
    """The best next change: least worth lost a second saved, or most gained a second spent."""
    slide, level = _neighbours(score, levels, shorter=shorter)
    ok = score.allowed(levels, slide, level)
    found = score.moves(levels, slide[ok], level[ok])
    if shorter:
        fits = found.seconds < 0
    else:
        fits = (found.seconds + score.taken(levels) <= room) & (found.worth > 1e-9)
    if not fits.any():
        return None
    each = np.where(fits, found.worth / np.maximum(np.abs(found.seconds), 1e-3), -np.inf)
    best = int(np.argmax(each))
    return int(found.slide[best]), int(found.level[best])


def _neighbours(score: Score, levels: Ints, *, shorter: bool) -> tuple[Ints, Ints]:
    pairs: Sequence[tuple[int, int]] = [
        (place, level)
        for place, (now, cut) in enumerate(zip(levels, score.cut, strict=True))
        for level in (range(now + 1, cut + 1) if shorter else range(now))
    ]
    both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]
