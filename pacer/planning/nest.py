"""Plans for several slots that fit into one another: what is cut for 30 stays cut for 20."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import pandas as pd

from pacer import clock
from pacer.errors import PacerError, SlotTooShort
from pacer.planning.options import MAX_TRIM_SHARE, Task, task
from pacer.planning.options import faster as at_pace
from pacer.planning.score import Chosen, Score
from pacer.planning.solve import GAP, Found, as_it_is, check, fitting, plan_of
from pacer.show import Sheet, Shown, Table, chance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pacer.pacing import Pacing
    from pacer.planning.decisions import Action
    from pacer.planning.plan import Plan

MOST_SLOTS = 12
# How many chains to try, and the loss against un-nested plans at which to stop trying.
MOST_CHAINS, GOOD_ENOUGH = 4, 1e-3


@dataclass(frozen=True, repr=False)
class Nest(Shown):
    """Nested plans, longest slot first.

    Parameters
    ----------
    plans : tuple of Plan
        Each keeps no more of any slide than the one before.
    gap : float
        How much more the best plans for each slot alone could together be worth at most, as a
        share: what nesting costs.
    """

    plans: tuple[Plan, ...]
    gap: float = 0.0

    def __getitem__(self, talk_s: float) -> Plan:
        """The plan for a talk time in seconds."""
        for plan in self.plans:
            if plan.talk_s == talk_s:
                return plan
        known = ", ".join(clock.text(plan.talk_s) for plan in self.plans)
        raise KeyError(f"no plan for {clock.text(talk_s)}; there are {known}")

    @property
    def frame(self) -> pd.DataFrame:
        """One row a slot: seconds, chance of fitting, words a minute, and where time is saved.

        Columns: talk_s, planned_s, p_fits, slides (shown in their own right), wpm, cut_s,
        trim_s, merge_s, faster_s, worth_share.
        """
        return pd.DataFrame.from_records(
            [
                {
                    "talk_s": plan.talk_s,
                    "planned_s": plan.planned_s,
                    "p_fits": plan.p_fits,
                    "slides": int(plan.frame["action"].isin(["keep", "trim"]).sum()),
                    "wpm": plan.wpm,
                    **{f"{way}_s": saved for way, saved in plan.savings.items()},
                    "worth_share": plan.worth_share,
                }
                for plan in self.plans
            ]
        )

    @property
    def actions(self) -> pd.DataFrame:
        """One row a slide: slide_key, position, title, and its action in a column a slot."""
        first = self.plans[0].frame
        table = first[["slide_key", "position", "title"]].copy()
        for plan in self.plans:
            table[clock.text(plan.talk_s)] = plan.frame["action"].to_numpy()
        return table

    def sheet(self) -> Sheet:
        """Lay out the plans: a row a slot, then a row a slide."""
        slots = [
            (
                clock.text(plan.talk_s),
                clock.text(plan.planned_s),
                chance(plan.p_fits),
                int(plan.frame["action"].isin(["keep", "trim"]).sum()),
                "–" if plan.wpm != plan.wpm else f"{plan.wpm:.0f}",
                *(clock.text(saved) if saved >= 1 else "" for saved in plan.savings.values()),
                chance(plan.worth_share),
            )
            for plan in self.plans
        ]
        heads = [
            ">talk time", ">planned", ">fits", ">slides", ">wpm",
            ">cut", ">trim", ">merge", ">faster", ">worth",
        ]  # fmt: skip
        actions = self.actions
        marks = {"keep": "●", "trim": "◐ trim", "merge": "↘ merge", "cut": "·"}
        rows = [
            (position, title or "–", *(marks[action] for action in slide))
            for position, title, *slide in actions.drop(columns="slide_key").itertuples(index=False)
        ]
        named = [clock.text(plan.talk_s) for plan in self.plans]
        warnings = tuple(
            f"{clock.text(plan.talk_s)}: {len(plan.warnings)} "
            f"{'term is' if len(plan.warnings) == 1 else 'introductions are'} cut but used; see "
            "that plan"
            for plan in self.plans
            if plan.warnings
        )
        return Sheet(
            f"Plans for {', '.join(named)} of talk time, each part of the one before",
            (
                "What is cut stays cut, and what is trimmed grows no longer, as the slot shrinks.",
                "The time saved is given by its ways; the worth is the share of the whole talk's.",
            ),
            (
                Table.of("Slot by slot", heads, slots),
                Table.of("Slide by slide", [">#", "slide", *named], rows),
            ),
            warnings,
        )


def nest(
    slides: pd.DataFrame,
    pacing: Pacing,
    talks_s: Iterable[float],
    *,
    p: float = 0.9,
    actions: Mapping[str, Action] | None = None,
    prerequisites: Mapping[tuple[str, str], bool] | Iterable[tuple[str, str]] | None = None,
    max_trim_share: float = MAX_TRIM_SHARE,
    faster: float = 0.0,
    gap: float = GAP,
) -> Nest:
    """Plan for several slots at once, so that each plan is part of the longer ones.

    Parameters
    ----------
    slides, pacing, p, actions, prerequisites, max_trim_share, faster, gap
        As for `pacer.planning.solve`.
    talks_s : iterable of float
        Talk times in seconds, in any order.

    Returns
    -------
    Nest

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
    made = task(
        slides, pacing, actions=actions, prerequisites=prerequisites, max_trim_share=max_trim_share
    )
    found, gap = nested(made, pacing, wanted, p=p, faster=faster, gap=gap)
    plans = (plan_of(made, one, talk, p) for one, talk in zip(found, wanted, strict=True))
    return Nest(tuple(plans), gap)


def nested(
    made: Task,
    pacing: Pacing,
    talks_s: Sequence[float],
    *,
    p: float,
    faster: float = 0.0,
    gap: float = GAP,
    chains: int = MOST_CHAINS,
) -> tuple[list[Found], float]:
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
    made: Task,
    pacing: Pacing,
    talks_s: Sequence[float],
    p: float,
    gap: float,
    alone: Sequence[Found],
    chains: int,
) -> list[Found]:
    """The best chain of nested plans that starts from one slot's own best plan."""
    score = Score(made)

    def rank(chain: Iterable[Found]) -> tuple[int, float]:
        """Sections kept come before worth, as in each plan."""
        levels = [score.levels(found.chosen) for found in chain]
        return -sum(map(score.sections_lost, levels)), sum(map(score.worth, levels))

    def good_enough(chain: Iterable[Found]) -> bool:
        lost, worth = rank(alone)
        return rank(chain) >= (lost, worth * (1 - GOOD_ENOUGH))

    def inside(at: int, longer: Chosen, shorter: Chosen) -> Found:
        near = alone[at].chosen
        return fitting(made, pacing, talks_s[at], p, gap, start=near, within=(longer, shorter))

    def chain_from(anchor: int) -> list[Found]:
        chain = [alone[anchor]]
        for at in range(anchor - 1, -1, -1):
            chain.insert(0, inside(at, made.untouched(), chain[0].chosen))
        for at in range(anchor + 1, len(alone)):
            chain.append(inside(at, chain[-1].chosen, {}))
        return chain

    best: list[Found] = []
    middle = len(alone) // 2
    order = sorted(range(len(alone)), key=lambda at: abs(at - middle))
    for number, anchor in enumerate(order):
        if best and (number >= chains or good_enough(best)):
            break
        # Cutting down may strand a short slot; growing from the shortest always succeeds.
        with suppress(SlotTooShort):
            best = max(best, chain_from(anchor), key=lambda one: rank(one) if one else (-inf, 0))
    return best
