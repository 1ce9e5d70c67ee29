"""All plans of a talk on one ladder: a slider looks its plan up, and never waits for a solver.

Between a few exact nested plans the slides come back one by one, the best worth a second first.
The whole ladder is therefore one list of steps from the shortest plan to the whole talk, and
the plan for any talk time is every step that still fits in it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.planning.fitting import GAP
from pacer.planning.formulation import shortest
from pacer.planning.nested import nested
from pacer.planning.problem import pose
from pacer.planning.score import Score, scales, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Unpack

    import pandas as pd

    from pacer.pacing import Pacing
    from pacer.planning.problem import Asked, Problem
    from pacer.planning.score import Ints

TABLES_VERSION = 1
# Exact plans between a seventh of the talk and the whole; below, greedy steps are as good.
LOWEST_RUNG = 1 / 7
RUNGS = 8


def build_ladder(
    slides: pd.DataFrame,
    pacing: Pacing,
    talks_s: Iterable[float] = (),
    *,
    p: float = 0.9,
    rungs: int = RUNGS,
    gap: float = GAP,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """Everything a page needs to plan by itself, as plain values for JSON.

    Parameters
    ----------
    slides, pacing, p, gap, asked
        As for `pacer.planning.solve`.
    talks_s : iterable of float
        Talk times that get an exact plan of their own: the named slots.
    rungs : int
        How many further exact plans to spread over the talk.

    Returns
    -------
    dict
        ``version``; ``slide_keys`` of the slides shown; ``options``, for each slide what may be
        done with it, longest first (``action``, ``scale``); a
        *level* is a place in that list, and its length means cut. ``start``, the levels of the
        shortest plan, and ``start_s``, the talk time it needs. ``steps``, each a slide's place
        and its new level, and ``from_s``, the talk time from which each belongs to the plan, in
        order: the plan for a talk time is the start and all steps up to it. ``exact_s``, the
        talk times with an exact plan. ``seconds`` and ``worth`` of each slide.
    """
    made = pose(slides, pacing, **asked)
    score = Score(made)

    def needs_s(levels: Ints) -> float:
        return float(pacing.total(scales(made, score.chosen(levels))).quantile(p))

    least_s, whole_s = needs_s(score.levels(shortest(made))), needs_s(score.whole())
    exact = _rungs(talks_s, least_s, whole_s, rungs)
    found, _ = nested(made, pacing, exact, p=p, gap=gap, chains=1) if exact else ([], 0.0)
    plans = [score.levels(one.chosen) for one in found] or [score.whole()]
    bottom, below = _descend(score, plans[-1])
    order = [*below, *_ascend(score, plans[::-1])]

    levels = bottom.copy()
    start_s = reached = needs_s(levels)
    steps: list[list[int]] = []
    from_s: list[float] = []
    for slide, level in order:
        levels[slide] = level
        # A step that rests on one before it cannot come before that one.
        reached = max(reached, needs_s(levels))
        steps.append([slide, level])
        from_s.append(round(reached, 3))
    return {
        "version": TABLES_VERSION,
        "start": bottom.tolist(),
        "start_s": round(start_s, 3),
        "steps": steps,
        "from_s": from_s,
        "exact_s": exact,
        **_worths(made, score),
    }


def look_up(tables: Mapping[str, Any], talk_s: float) -> list[int] | None:
    """The levels of a ladder's plan for a talk time; None where even the start does not fit.

    Examples
    --------
    >>> steps = {"start": [1, 1], "start_s": 60, "steps": [[0, 0], [1, 0]], "from_s": [90, 150]}
    >>> look_up(steps, 100), look_up(steps, 10)
    ([0, 1], None)
    """
    if talk_s < tables["start_s"]:
        return None
    levels = list(tables["start"])
    for slide, level in tables["steps"][: bisect_right(tables["from_s"], talk_s)]:
        levels[slide] = level
    return levels


def _rungs(talks_s: Iterable[float], least_s: float, whole_s: float, count: int) -> list[float]:
    """Talk times worth an exact plan, longest first: even steps, closer where it is tight."""
    low, high = max(1.05 * least_s, LOWEST_RUNG * whole_s), 0.97 * whole_s
    spread = np.geomspace(low, high, count).tolist() if count and high > low else []
    wanted = {round(float(talk), 3) for talk in (*talks_s, *spread)}
    return sorted((talk for talk in wanted if least_s <= talk < whole_s), reverse=True)


def _descend(score: Score, levels: Ints) -> tuple[Ints, list[tuple[int, int]]]:
    """Below the shortest exact plan, the cheapest seconds go first; the steps lead back up."""
    levels = levels.copy()
    back: list[tuple[int, int]] = []
    while (found := step(score, levels, shorter=True)) is not None:
        slide, level = found
        back.append((slide, int(levels[slide])))
        levels[slide] = level
    return levels, back[::-1]


def _ascend(score: Score, plans: Sequence[Ints]) -> list[tuple[int, int]]:
    """Steps from each plan to the next longer one and on to the whole talk."""
    levels = plans[0].copy()
    steps: list[tuple[int, int]] = []
    for goal in (*plans[1:], score.whole()):
        while (left := np.flatnonzero(levels > goal)).size:
            moves = score.moves(levels, left, goal[left])
            # A slide that is merged into the next one waits for it; the cap on trims may be
            # passed on the way from one exact plan to another.
            ready = score.hosted(levels, left, goal[left])
            each = np.where(ready, moves.worth / np.maximum(moves.seconds, 1e-3), -np.inf)
            best = int(np.argmax(each))
            levels[left[best]] = goal[left[best]]
            steps.append((int(left[best]), int(goal[left[best]])))
    return steps


def _worths(made: Problem, score: Score) -> dict[str, Any]:
    keys = made.slides["slide_key"].tolist()
    return {
        "slide_keys": [keys[row] for row in score.rows],
        "options": [
            [{"action": one.action, "scale": round(one.scale, 6)} for one in made.options[row]]
            for row in score.rows
        ],
        "seconds": [round(float(made.seconds[row]), 3) for row in score.rows],
        "worth": [round(float(made.worth[row]), 6) for row in score.rows],
    }
