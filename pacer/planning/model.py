"""The plan as a mixed-integer programme, for one slot or several nested ones.

Gillick & Favre, "A scalable global model for summarization" (2009): a term counts once,
however many slides cover it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pacer.planning.milp import Answer, Program
from pacer.planning.options import (
    CUT_COST,
    DANGLING_COST,
    GAP_COST,
    LEAST_PART,
    PART_COST,
    Option,
    Task,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

# What stays of each row: absent where it is cut.
Chosen = dict[int, Option]

# Equal plans are told apart by deck order: the earlier slide stays.
_TIE = 1e-6


@dataclass(frozen=True)
class _Slot:
    """Where one slot's variables stand in the programme."""

    option: dict[int, range]
    absent: range
    stay: dict[int, list[tuple[int, float]]]


def optimum(
    task: Task,
    budgets_s: Sequence[float],
    *,
    gap: float = 1e-4,
    within: tuple[Chosen, Chosen] | None = None,
) -> tuple[list[Chosen], Answer] | None:
    """The best plans within linear budgets of seconds, each nested in the one before.

    Parameters
    ----------
    task : Task
    budgets_s : sequence of float
        Mean seconds each plan may take, longest first.
    gap : float
        Relative gap to prove.
    within : (Chosen, Chosen), optional
        A longer and a shorter plan to stay between.

    Returns
    -------
    (list of Chosen, Answer) or None
        None where nothing fits. As many sections keep a slide as can.
    """
    program = Program()
    slots = [_slot(program, task, budget, within) for budget in budgets_s]
    for longer, shorter in itertools.pairwise(slots):
        _nest(program, longer, shorter)
    answer = program.solve(gap=gap)
    if answer is None:
        answer = _with_fewest_sections_lost(program, slots, gap)
    if answer is None:
        return None
    return [_chosen(task, slot, answer.x) for slot in slots], answer


def shortest(task: Task) -> Chosen:
    """The plan that takes the least time, whatever it is worth."""
    program = Program()
    slot = _slot(program, task, float("inf"), None)
    for place in slot.absent:
        program.high[place] = 1.0
    seconds = [0.0] * len(program.value)
    for row, places in slot.option.items():
        for place, option in zip(places, task.options[row], strict=True):
            seconds[place] = -task.seconds[row] * option.scale
    answer = program.solve(gap=0.0, instead=seconds)
    return {} if answer is None else _chosen(task, slot, answer.x)


def worth(task: Task, chosen: Chosen) -> float:
    """What a plan is worth: the programme's objective, its ties apart.

    Parameters
    ----------
    task : Task
    chosen : Chosen

    Returns
    -------
    float
        In ordinary slides.
    """
    total = 0.0
    before_cut = False
    for row in task.shown:
        option = chosen.get(row)
        if option is None:
            total -= CUT_COST + GAP_COST * (not before_cut)
        else:
            total += task.worth[row] * option.credit - option.cost
        before_cut = option is None
    terms = zip(task.term_worth, task.outline.concepts, task.credit, strict=True)
    for weight, concept, credit in terms:
        covered = sum(part * chosen[row].credit for row, part in credit.items() if row in chosen)
        total += weight * min(1.0, covered)
        gone = not any(row in chosen for row in concept.introduced)
        if gone and any(row in chosen for row in _uses(task, concept.introduced, concept.needed)):
            total -= DANGLING_COST * weight
    scale = scales(task, chosen) * task.seconds
    kept = [float(scale[part].sum()) for part in task.parts]
    lacking = sum(
        max(0.0, LEAST_PART * share * sum(kept) - one)
        for share, one in zip(_shares(task), kept, strict=True)
    )
    return total - PART_COST * lacking / task.ordinary_s


def _uses(task: Task, introduced: Sequence[int], needed: Sequence[int]) -> list[int]:
    return [row for row in needed if not any((row, first) in task.refused for first in introduced)]


def scales(task: Task, chosen: Chosen) -> npt.NDArray[np.float64]:
    """Share of its seconds each row still takes; 0 where it is cut or hidden."""
    scale = np.zeros(len(task.seconds))
    for row, option in chosen.items():
        scale[row] = option.scale
    return scale


def _slot(
    program: Program, task: Task, budget_s: float, within: tuple[Chosen, Chosen] | None
) -> _Slot:
    shown = task.shown
    option: dict[int, range] = {}
    stay: dict[int, list[tuple[int, float]]] = {}
    spent: list[tuple[int, float]] = []
    for row in shown:
        tie = _TIE * (1 - row / len(task.seconds))
        worths = [
            task.worth[row] * one.credit - one.cost + CUT_COST + tie for one in task.options[row]
        ]
        option[row] = program.variables(worths, whole=True)
        stay[row] = [(place, 1.0) for place in option[row]]
        if len(worths) > 1 or row in task.must:
            program.row(stay[row], low=float(row in task.must), high=1.0)
        spent += [
            (place, task.seconds[row] * one.scale)
            for place, one in zip(option[row], task.options[row], strict=True)
        ]
    program.row(spent, high=budget_s)
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
    return _Slot(option, absent, stay)


def _times(terms: Sequence[tuple[int, float]], factor: float) -> list[tuple[int, float]]:
    return [(place, times * factor) for place, times in terms]


def _cap_trims(program: Program, task: Task, option: dict[int, range]) -> None:
    """At least one slide may be trimmed, and of the others that stay only a share."""
    share = task.max_trim_share
    terms = []
    for row, places in option.items():
        for place, one in zip(places, task.options[row], strict=True):
            trimmed = one.action == "trim" and one.cost > 0
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
    weights = task.term_worth.tolist()
    covered = program.variables(weights)
    for place, credit in zip(covered, task.credit, strict=True):
        program.row(
            [
                (place, 1.0),
                *(
                    (of, -part * one.credit)
                    for row, part in credit.items()
                    for of, one in zip(option[row], task.options[row], strict=True)
                ),
            ],
            high=0.0,
        )
    # One sentence mends a term's every later use, so its lost introduction is paid once. Terms
    # with one introduction share a variable: fewer rows, the same optimum.
    lost: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
    for weight, concept in zip(weights, concepts, strict=True):
        uses = tuple(_uses(task, concept.introduced, concept.needed))
        if uses:
            pair = (concept.introduced, uses)
            lost[pair] = lost.get(pair, 0.0) + DANGLING_COST * weight
    dangling = program.variables([-cost for cost in lost.values()])
    for place, (introduced, uses) in zip(dangling, lost, strict=True):
        there = [term for row in introduced for term in stay[row]]
        for row in uses:
            program.row([(place, 1.0), *there, *_times(stay[row], -1.0)], low=0.0)


def _parts(program: Program, task: Task, option: dict[int, range]) -> None:
    """What a part lacks of its least share of the time kept."""
    parts = task.parts
    lacking = program.variables([-PART_COST / task.ordinary_s] * len(parts), high=float("inf"))
    takes = [
        [
            (place, float(task.seconds[row]) * one.scale)
            for row in part
            for place, one in zip(option[row], task.options[row], strict=True)
        ]
        for part in parts
    ]
    shares = [LEAST_PART * share for share in _shares(task)]
    # The time kept in all parts stands in a variable of its own, to keep the rows short.
    (kept,) = program.variables([0.0], high=float("inf"))
    program.row([(kept, -1.0), *(term for terms in takes for term in terms)], low=0.0, high=0.0)
    for place, terms, share in zip(lacking, takes, shares, strict=True):
        program.row([(place, 1.0), *terms, (kept, -share)], low=0.0)


def _shares(task: Task) -> list[float]:
    sums = [float(task.seconds[part].sum()) for part in task.parts]
    whole = sum(sums)
    return [one / whole if whole > 0 else 0.0 for one in sums]


def _between(
    program: Program, task: Task, option: dict[int, range], longer: Chosen, shorter: Chosen
) -> None:
    """Allow only what lies between two nested plans."""
    for row, places in option.items():
        options = task.options[row]
        top = options.index(longer[row]) if row in longer else len(options)
        bottom = options.index(shorter[row]) if row in shorter else len(options)
        for rank, place in enumerate(places):
            if not top <= rank <= bottom:
                program.high[place] = 0.0
        if row in shorter and len(places):
            program.row([(place, 1.0) for place in places], low=1.0)


def _nest(program: Program, longer: _Slot, shorter: _Slot) -> None:
    """What is cut stays cut, and what is shortened grows no longer."""
    for row, places in longer.option.items():
        above: list[tuple[int, float]] = []
        for long, short in zip(places, shorter.option[row], strict=True):
            above += [(short, 1.0), (long, -1.0)]
            program.row(above, high=0.0)


def _with_fewest_sections_lost(
    program: Program, slots: Sequence[_Slot], gap: float
) -> Answer | None:
    for slot in slots:
        for place in slot.absent:
            program.high[place] = 1.0
    fewest = [0.0] * len(program.value)
    for slot in slots:
        for place in slot.absent:
            fewest[place] = -1.0
    answer = program.solve(gap=0.0, instead=fewest)
    if answer is None:
        return None
    for slot in slots:
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
