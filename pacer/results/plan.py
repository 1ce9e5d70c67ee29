"""A plan in words: what to do with each slide so that the talk fits, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from pacer.core import clock
from pacer.core.wording import chance
from pacer.render.document import Document, Table
from pacer.render.result import Result
from pacer.results.plan_facts import PlanFacts

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from pacer.export.deck import Mode
    from pacer.planning.nested import NestedOutcome
    from pacer.planning.outcome import PlanOutcome

_Outcome = TypeVar("_Outcome")
# A talk never rehearsed is left whole while it fits in one of five talks like it; else it is
# planned for the middle. A hair below its own chance, so that rounding does not cut a slide.
UNKNOWN_FITS, MIDDLE, WHOLE, LEAST_CHANCE = 0.2, 0.5, 0.999, 0.01


@dataclass(frozen=True, repr=False)
class Plan(PlanFacts, Result):
    """What to keep, trim, merge and cut, with each slide's budget and reason.

    See `pacer.planning.outcome.PlanOutcome` and `pacer.results.plan_facts.PlanFacts` for what it
    holds.
    """

    @classmethod
    def of(cls, outcome: PlanOutcome, **known: Any) -> Plan:
        """Make a plan of what the planner found, and of what is known besides."""
        return cls(**vars(outcome), **known)

    def export(self, target: str | Path, *, mode: Mode = "hide", overwrite: bool = False) -> Path:
        """Write the plan as a deck, a run sheet or budgets; see `pacer.export`."""
        from pacer import export

        return export.write(
            self, self.deck, target, mode=mode, overwrite=overwrite, spoken=self.spoken
        )

    def remarks(self, target: str | Path, *, mode: Mode = "hide") -> tuple[str, ...]:
        """What to know of a deck that `export` wrote in that mode, one sentence each."""
        from pathlib import Path

        from pacer.export.deck import remarks

        path = Path(target)
        is_copy = self.deck is not None and path.suffix.lower() == self.deck.path.suffix.lower()
        if self.deck is None or not is_copy:
            return ()
        return remarks(self.deck, path, self.frame, mode=mode)

    def document(self) -> Document:
        """Lay out the plan to be read at a glance; `slides` has it slide by slide."""
        from pacer.results import plan_document

        return plan_document.short(self)

    def slides(self) -> Document:
        """Lay out the plan slide by slide, each with its budget and reason."""
        from pacer.results import plan_document

        return plan_document.whole(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the talk as it is above the talk as planned; see `pacer.plots.plan`."""
        from pacer import plots

        return plots.plan(self.frame, talk_s=self.talk_s, ax=ax)


@dataclass(frozen=True, repr=False)
class NestedPlans(Result):
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

    @classmethod
    def of(cls, outcome: NestedOutcome, **known: Any) -> NestedPlans:
        """Make nested plans of what the planner found, and of what is known besides."""
        plans = (Plan.of(plan, **known) for plan in outcome.plans)
        return cls(tuple(plans), outcome.gap)

    def __getitem__(self, talk_s: float) -> Plan:
        """The plan for a talk time in seconds."""
        for plan in self.plans:
            if math.isclose(plan.talk_s, talk_s, abs_tol=1e-3):
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

    def document(self) -> Document:
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
        warnings = tuple(dict.fromkeys(line for plan in self.plans for line in plan.warnings))
        return Document(
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
