"""The plan as a mixed-integer programme.

Gillick & Favre, "A scalable global model for summarization" (2009): a term counts once,
however many slides cover it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacer.planning.highs import MOST_SECONDS, Answer, Program
from pacer.planning.problem import BRIEF_COST, CUT_COST, DANGLING_COST, GAP_COST, PART_WORTH, Task
from pacer.planning.score import Chosen, uses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

# Equal plans are told apart by deck order: the earlier slide stays.
_TIE = 1e-6


@dataclass(frozen=True)
class _Slot:
    """Where the options and the lost sections stand in the programme."""

    option: dict[int, range]
    absent: range


def optimum(
    task: Task,
    budget_s: float,
    *,
    prices: Mapping[int, Sequence[float]] | None = None,
    also: Sequence[tuple[Mapping[int, Sequence[float]], float]] = (),
    gap: float = 1e-4,
    seconds: float = MOST_SECONDS,
    within: tuple[Chosen, Chosen] | None = None,
) -> tuple[Chosen, Answer] | None:
    """The best plan within a linear budget of seconds.

    Parameters
    ----------
    task : Task
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
        None where nothing fits. As many sections keep a slide as can.
    """
    program = Program()
    slot = _slot(program, task, budget_s, prices, within)
    for limit in also:
        _budget(program, slot.option, *limit)
    answer = program.solve(gap=gap, seconds=seconds) or _with_fewest_sections_lost(
        program, slot, gap
    )
    return None if answer is None else (_chosen(task, slot, answer.x), answer)


def shortest(task: Task, within: tuple[Chosen, Chosen] | None = None) -> Chosen:
    """The plan that takes the least time, whatever it is worth; empty where there is none."""
    program = Program()
    slot = _slot(program, task, float("inf"), None, within)
    for place in slot.absent:
        program.high[place] = 1.0
    seconds = [0.0] * len(program.value)
    for row, places in slot.option.items():
        for place, option in zip(places, task.options[row], strict=True):
            seconds[place] = -task.seconds[row] * option.scale
    answer = program.solve(gap=0.0, instead=seconds)
    return {} if answer is None else _chosen(task, slot, answer.x)


def _slot(
    program: Program,
    task: Task,
    budget_s: float,
    prices: Mapping[int, Sequence[float]] | None,
    within: tuple[Chosen, Chosen] | None,
) -> _Slot:
    shown = task.shown
    option: dict[int, range] = {}
    stay: dict[int, list[tuple[int, float]]] = {}
    for row in shown:
        tie = _TIE * (1 - row / len(task.seconds))
        worths = [
            task.worth[row] * one.credit - one.cost + CUT_COST + tie for one in task.options[row]
        ]
        option[row] = program.variables(worths, whole=True)
        stay[row] = [(place, 1.0) for place in option[row]]
        if len(worths) > 1 or row in task.must:
            program.row(stay[row], low=float(row in task.must), high=1.0)
    if prices is None:
        prices = {
            row: [float(task.seconds[row]) * one.scale for one in task.options[row]]
            for row in shown
        }
    _budget(program, option, prices, budget_s)
    program.row([term for row in shown for term in stay[row]], low=1.0)
    if within is not None:
        _between(program, task, option, *within)
    for row, after in itertools.pairwise(shown):
        for place, choice in zip(option[row], task.options[row], strict=True):
            if choice.action == "merge":
                # A merged slide goes into the next one, which must be there.
                program.row([(place, 1.0), *_times(stay[after], -1.0)], high=0.0)
    _cap_trims(program, task, option)
    _gaps(program, [stay[row] for row in shown])
    for one, needed in task.needs:
        if one in stay and needed in stay:
            program.row([*stay[one], *_times(stay[needed], -1.0)], high=0.0)
    _terms(program, task, option, stay)
    _parts(program, task, option)
    absent = program.variables([0.0] * len(task.sections), high=0.0, whole=True)
    for place, rows in zip(absent, task.sections, strict=True):
        program.row([(place, 1.0), *(term for row in rows for term in stay[row])], low=1.0)
    return _Slot(option, absent)


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


def _cap_trims(program: Program, task: Task, option: dict[int, range]) -> None:
    """At least one slide may be trimmed, and of the others that stay only a share."""
    share = task.max_trim_share
    terms = []
    for row, places in option.items():
        for place, one in zip(places, task.options[row], strict=True):
            # What the speaker decided, and furniture shown for a moment, are not counted.
            trimmed = one.action == "trim" and one.cost > BRIEF_COST
            terms.append((place, float(trimmed) - share))
    # Without a share nothing may be trimmed at all.
    program.row(terms, high=(1 - share) if share else 0.0)


def _gaps(program: Program, stays: Sequence[list[tuple[int, float]]]) -> None:
    """A gap opens where a slide is cut and the one before is not."""
    gaps = program.variables([-GAP_COST] * len(stays))
    before: list[tuple[int, float]] | None = None
    for gap, stay in zip(gaps, stays, strict=True):
        if before is None:
            program.row([(gap, 1.0), *stay], low=1.0)
        else:
            program.row([(gap, 1.0), *stay, *_times(before, -1.0)], low=0.0)
        before = stay


def _terms(
    program: Program,
    task: Task,
    option: dict[int, range],
    stay: dict[int, list[tuple[int, float]]],
) -> None:
    concepts = task.outline.concepts
    # One sentence mends a term's every later use, so its lost introduction is paid once. Terms
    # with one introduction share a variable: fewer rows, the same optimum.
    lost: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
    using = [tuple(uses(task, at)) for at in range(len(concepts))]
    for weight, concept, users in zip(task.term_worth, concepts, using, strict=True):
        if users:
            pair = (concept.introduced, users)
            lost[pair] = lost.get(pair, 0.0) + DANGLING_COST * float(weight)
    dangling = dict(zip(lost, program.variables([-c for c in lost.values()]), strict=True))
    for (introduced, users), place in dangling.items():
        there = [term for row in introduced for term in stay[row]]
        for row in users:
            program.row([(place, 1.0), *there, *_times(stay[row], -1.0)], low=0.0)

    covered = program.variables(task.term_worth.tolist())
    for place, concept, credit, users in zip(covered, concepts, task.credit, using, strict=True):
        covering = {
            row: [
                (of, -part * one.credit)
                for of, one in zip(option[row], task.options[row], strict=True)
            ]
            for row, part in credit.items()
        }
        program.row([(place, 1.0), *itertools.chain(*covering.values())], high=0.0)
        if users:
            # A term covered stands introduced, or dangles, or is covered by those that need no
            # introduction. Whole plans obey this anyway; half slides of the relaxation do not,
            # and without it the proof takes four times as long.
            others = set(credit) - set(users) - set(concept.introduced)
            there = [(of, -1.0) for row in concept.introduced for of, _ in stay[row]]
            free = [term for row in others for term in covering[row]]
            dangles = (dangling[concept.introduced, users], -1.0)
            program.row([(place, 1.0), *there, *free, dangles], high=0.0)


def _parts(program: Program, task: Task, option: dict[int, range]) -> None:
    """The first seconds kept of each part are worth more than the last."""
    for part in task.parts:
        whole = float(task.seconds[part].sum())
        takes = [
            (place, -float(task.seconds[row]) * one.scale)
            for row in part
            for place, one in zip(option[row], task.options[row], strict=True)
        ]
        steps: list[int] = []
        before = 0.0
        for share, more in PART_WORTH:
            width = (share - before) * whole
            steps += program.variables([more / task.ordinary_s], high=width)
            before = share
        program.row([*((step, 1.0) for step in steps), *takes], high=0.0)


def _between(
    program: Program, task: Task, option: dict[int, range], longer: Chosen, shorter: Chosen
) -> None:
    """Allow only what lies between two nested plans: nothing longer, nothing shorter."""
    for row, places in option.items():
        options = task.options[row]
        top = options.index(longer[row]) if row in longer else len(options)
        bottom = options.index(shorter[row]) if row in shorter else len(options)
        for rank, place in enumerate(places):
            if not top <= rank <= bottom:
                program.high[place] = 0.0
        if row in shorter and len(places):
            program.row([(place, 1.0) for place in places], low=1.0)


def _with_fewest_sections_lost(program: Program, slot: _Slot, gap: float) -> Answer | None:
    fewest = [0.0] * len(program.value)
    for place in slot.absent:
        program.high[place] = 1.0
        fewest[place] = -1.0
    answer = program.solve(gap=0.0, instead=fewest)
    if answer is None:
        return None
    lost = float(sum(answer.x[place] for place in slot.absent))
    program.row([(place, 1.0) for place in slot.absent], high=lost)
    return program.solve(gap=gap, start=answer.x)


def _chosen(task: Task, slot: _Slot, x: npt.NDArray[np.float64]) -> Chosen:
    return {
        row: option
        for row, places in slot.option.items()
        for place, option in zip(places, task.options[row], strict=True)
        if x[place] > 0.5
    }
