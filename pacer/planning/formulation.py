"""The plan as a mixed-integer programme: a knapsack of slides whose gaps cost."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pacer.planning.highs import MOST_SECONDS, Answer, Program
from pacer.planning.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from pacer.planning.problem import Problem
    from pacer.planning.score import Selection

# Equal plans are told apart by deck order: the earlier slide stays.
_TIE = 1e-6


def optimum(
    made: Problem,
    budget_s: float,
    *,
    prices: Mapping[int, Sequence[float]] | None = None,
    also: Sequence[tuple[Mapping[int, Sequence[float]], float]] = (),
    gap: float = 1e-4,
    seconds: float = MOST_SECONDS,
    within: tuple[Selection, Selection] | None = None,
) -> tuple[Selection, Answer] | None:
    """The best plan within a linear budget of seconds.

    Parameters
    ----------
    made : Problem
    budget_s : float
        Seconds the plan may take.
    prices : mapping of int to sequence of float, optional
        Seconds each option of each row takes of the budget; by default its mean seconds.
    also : sequence of (mapping of int to sequence of float, float)
        Further budgets it has to keep: the prices, and the seconds.
    gap : float
        Relative gap to prove.
    seconds : float
        Time after which the best there is will do.
    within : (Chosen, Chosen), optional
        A longer and a shorter plan to stay between.

    Returns
    -------
    (Chosen, Answer) or None
        None where nothing fits.
    """
    program = Program()
    option = _options(program, made, budget_s, prices, within)
    for limit in also:
        _budget(program, option, *limit)
    answer = program.solve(gap=gap, seconds=seconds)
    return None if answer is None else (_chosen(made, option, answer.x), answer)


def shortest(made: Problem, within: tuple[Selection, Selection] | None = None) -> Selection:
    """The plan that takes the least time, whatever it is worth; empty where there is none."""
    program = Program()
    option = _options(program, made, float("inf"), None, within)
    seconds = [0.0] * len(program.value)
    for row, places in option.items():
        for place, one in zip(places, made.options[row], strict=True):
            seconds[place] = -made.seconds[row] * one.scale
    answer = program.solve(gap=0.0, instead=seconds)
    return {} if answer is None else _chosen(made, option, answer.x)


def _options(
    program: Program,
    made: Problem,
    budget_s: float,
    prices: Mapping[int, Sequence[float]] | None,
    within: tuple[Selection, Selection] | None,
) -> dict[int, range]:
    """A variable for each option of each slide, by row, and the rules they keep to."""
    shown = made.shown
    option: dict[int, range] = {}
    stay: dict[int, list[tuple[int, float]]] = {}
    for row in shown:
        tie = _TIE * (1 - row / len(made.seconds))
        worths = [made.value(row, one) + WEIGHTS.cut + tie for one in made.options[row]]
        option[row] = program.variables(worths, whole=True)
        stay[row] = [(place, 1.0) for place in option[row]]
        if len(worths) > 1 or row in made.must:
            program.row(stay[row], low=float(row in made.must), high=1.0)
    if prices is None:
        prices = {
            row: [float(made.seconds[row]) * one.scale for one in made.options[row]]
            for row in shown
        }
    _budget(program, option, prices, budget_s)
    program.row([term for row in shown for term in stay[row]], low=1.0)
    if within is not None:
        _between(program, made, option, *within)
    for row, after in itertools.pairwise(shown):
        for place, choice in zip(option[row], made.options[row], strict=True):
            if choice.action == "merge":
                # A merged slide goes into the next one, which must be there.
                program.row([(place, 1.0), *_times(stay[after], -1.0)], high=0.0)
    _cap_trims(program, made, option)
    _gaps(program, [stay[row] for row in shown])
    for one, needed in made.needs:
        if one in stay and needed in stay:
            program.row([*stay[one], *_times(stay[needed], -1.0)], high=0.0)
    return option


def _budget(
    program: Program,
    option: dict[int, range],
    prices: Mapping[int, Sequence[float]],
    most_s: float,
) -> None:
    """The options taken cost no more than so many seconds."""
    spent = [
        term for row, places in option.items() for term in zip(places, prices[row], strict=True)
    ]
    program.row(spent, high=most_s)


def _times(terms: Sequence[tuple[int, float]], factor: float) -> list[tuple[int, float]]:
    return [(place, times * factor) for place, times in terms]


def _cap_trims(program: Program, made: Problem, option: dict[int, range]) -> None:
    """At least one slide may be trimmed, and of the others that stay only a share."""
    share = made.max_trim_share
    terms = []
    for row, places in option.items():
        for place, one in zip(places, made.options[row], strict=True):
            # What the speaker decided, and furniture shown for a moment, are not counted.
            terms.append((place, float(one.counts) - share))
    # Without a share nothing may be trimmed at all.
    program.row(terms, high=(1 - share) if share else 0.0)


def _gaps(program: Program, stays: Sequence[list[tuple[int, float]]]) -> None:
    """A gap opens where a slide is cut and the one before is not."""
    gaps = program.variables([-WEIGHTS.gap] * len(stays))
    before: list[tuple[int, float]] | None = None
    for gap, stay in zip(gaps, stays, strict=True):
        if before is None:
            program.row([(gap, 1.0), *stay], low=1.0)
        else:
            program.row([(gap, 1.0), *stay, *_times(before, -1.0)], low=0.0)
        before = stay


def _between(
    program: Program, made: Problem, option: dict[int, range], longer: Selection, shorter: Selection
) -> None:
    """Allow only what lies between two nested plans: nothing longer, nothing shorter."""
    for row, places in option.items():
        options = made.options[row]
        top = options.index(longer[row]) if row in longer else len(options)
        bottom = options.index(shorter[row]) if row in shorter else len(options)
        for rank, place in enumerate(places):
            if not top <= rank <= bottom:
                program.high[place] = 0.0
        if row in shorter and len(places):
            program.row([(place, 1.0) for place in places], low=1.0)


def _chosen(made: Problem, option: dict[int, range], x: npt.NDArray[np.float64]) -> Selection:
    return {
        row: one
        for row, places in option.items()
        for place, one in zip(places, made.options[row], strict=True)
        if x[place] > 0.5
    }
