"""Plans for several slots that fit into one another: what is cut for 30 stays cut for 20."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from pacer.core.errors import PacerError, SlotTooShort
from pacer.planning.fitting import GAP, FeasiblePlan, fitting
from pacer.planning.problem import Problem, pose
from pacer.planning.problem import faster as at_pace
from pacer.planning.score import Score, Selection
from pacer.planning.solve import as_it_is, check, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Unpack

    import pandas as pd

    from pacer.pacing import Pacing
    from pacer.planning.outcome import PlanOutcome
    from pacer.planning.problem import Asked

MOST_SLOTS = 12
# How many chains to try, and the loss against un-nested plans at which to stop trying.
MOST_CHAINS, GOOD_ENOUGH = 4, 1e-3


@dataclass(frozen=True)
class NestedOutcome:
    """Plans for several slots, longest first, each part of the one before.

    Parameters
    ----------
    plans : tuple of PlanOutcome
    gap : float
        The share of worth that nesting costs at most.
    """

    plans: tuple[PlanOutcome, ...]
    gap: float = 0.0


def nest(
    slides: pd.DataFrame,
    pacing: Pacing,
    talks_s: Iterable[float],
    *,
    p: float = 0.9,
    faster: float = 0.0,
    gap: float = GAP,
    **asked: Unpack[Asked],
) -> NestedOutcome:
    """Plan for several slots at once, so that each plan is part of the longer ones.

    Parameters
    ----------
    slides, pacing, p, faster, gap, asked
        As for `pacer.planning.solve`.
    talks_s : iterable of float
        Talk times in seconds, in any order.

    Returns
    -------
    NestedOutcome

    Raises
    ------
    SlotTooShort
        For the longest talk time that nothing fits.
    PacerError
        If there is no talk time or too many, or the decisions contradict each other.

    Notes
    -----
    Each slot is first solved alone: together these plans bound what nested ones can be worth.
    Then, from one slot's own best plan, the longer plans are solved to contain it and the
    shorter ones to lie within it, and the best such chain is taken. On 20 to 300 slides that
    comes as close to the bound as one joint programme over all slots, in a tenth of its time.
    Cutting a longer plan down step by step, as people do, is the chain from the longest slot.
    """
    wanted = sorted({float(talk) for talk in talks_s}, reverse=True)
    if not wanted:
        raise PacerError("no slot to plan for: name at least one")
    if len(wanted) > MOST_SLOTS:
        raise PacerError(f"{len(wanted)} slots at once are too many: name at most {MOST_SLOTS}")
    made = pose(slides, pacing, **asked)
    found, gap = nested(made, pacing, wanted, p=p, faster=faster, gap=gap)
    plans = (outcome_of(made, one, talk, p) for one, talk in zip(found, wanted, strict=True))
    return NestedOutcome(tuple(plans), gap)


def nested(
    made: Problem,
    pacing: Pacing,
    talks_s: Sequence[float],
    *,
    p: float,
    faster: float = 0.0,
    gap: float = GAP,
    chains: int = MOST_CHAINS,
) -> tuple[list[FeasiblePlan], float]:
    """Nested plans for talk times, longest first, and the share of worth that nesting costs.

    Raises
    ------
    SlotTooShort
        For the longest talk time that nothing fits.
    PacerError
        If no plan can be made for these arguments.
    """
    check(made, talks_s, p, faster)
    # Where the talk fits as it is, or a little faster, there is nothing to nest.
    easy = [found for talk in talks_s if (found := as_it_is(made, pacing, talk, p, faster))]
    tight = talks_s[len(easy) :]
    if not tight:
        return easy, 0.0
    quick = at_pace(made, faster)
    alone = [fitting(quick, pacing, talk, p, gap) for talk in tight]
    chain = _chain(quick, pacing, tight, p, gap, alone, chains)
    score = Score(quick)
    got = sum(score.worth(score.levels(one.chosen)) for one in chain)
    bound = sum(score.worth(score.levels(one.chosen)) * (1 + one.gap) for one in alone)
    return easy + chain, max(0.0, 1 - got / bound) if bound > 0 else 0.0


def _chain(
    made: Problem,
    pacing: Pacing,
    talks_s: Sequence[float],
    p: float,
    gap: float,
    alone: Sequence[FeasiblePlan],
    chains: int,
) -> list[FeasiblePlan]:
    """The best chain of nested plans that starts from one slot's own best plan."""
    score = Score(made)

    def rank(chain: Iterable[FeasiblePlan]) -> float:
        return sum(score.worth(score.levels(found.chosen)) for found in chain)

    def good_enough(chain: Iterable[FeasiblePlan]) -> bool:
        return rank(chain) >= rank(alone) * (1 - GOOD_ENOUGH)

    def inside(at: int, longer: Selection, shorter: Selection) -> FeasiblePlan:
        near = alone[at].chosen
        return fitting(made, pacing, talks_s[at], p, gap, start=near, within=(longer, shorter))

    def chain_from(anchor: int) -> list[FeasiblePlan]:
        chain = [alone[anchor]]
        for at in range(anchor - 1, -1, -1):
            chain.insert(0, inside(at, made.untouched(), chain[0].chosen))
        for at in range(anchor + 1, len(alone)):
            chain.append(inside(at, chain[-1].chosen, {}))
        return chain

    best: list[FeasiblePlan] = []
    middle = len(alone) // 2
    order = sorted(range(len(alone)), key=lambda at: abs(at - middle))
    for number, anchor in enumerate(order):
        if best and (number >= chains or good_enough(best)):
            break
        # Cutting down may strand a short slot; growing from the shortest always succeeds.
        with suppress(SlotTooShort):
            best = max(best, chain_from(anchor), key=lambda one: rank(one) if one else -inf)
    return best
