"""A plan in words: what to do with each slide so that the talk fits, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from pacer.core import clock
from pacer.core.errors import SlotTooShort
from pacer.core.wording import chance, count, percent
from pacer.planning.highs import MOST_SECONDS
from pacer.planning.outcome import PlanOutcome
from pacer.render.document import Document, Table
from pacer.render.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pacer.deck import Deck
    from pacer.export.deck import Mode
    from pacer.options import PlanOptions
    from pacer.planning.nested import NestedOutcome
    from pacer.project import Project

# Terms that are gone and named at the top; all of them are in `Plan.lost`.
MOST_LOST = 6
_Outcome = TypeVar("_Outcome")
_WAYS = {"cut": "cutting", "trim": "trimming", "merge": "merging"}
_EMPHASIS = {"keep": "", "trim": "strong", "merge": "strong", "cut": "faint"}


@dataclass(frozen=True, repr=False)
class Plan(PlanOutcome, Result):
    """What to keep, trim, merge and cut, with each slide's budget and reason.

    See `pacer.planning.outcome.PlanOutcome` for its figures.

    Parameters
    ----------
    deck : Deck, optional
        What `export` writes a copy of.
    rehearsed : bool
        Whether any run stands behind the slides' seconds.
    """

    deck: Deck | None = field(default=None, compare=False)
    rehearsed: bool = True

    @classmethod
    def of(cls, outcome: PlanOutcome, *, deck: Deck | None = None, rehearsed: bool = True) -> Plan:
        """Make a plan of what the planner found."""
        return cls(**vars(outcome), deck=deck, rehearsed=rehearsed)

    def export(self, target: str | Path, *, mode: Mode = "hide", overwrite: bool = False) -> Path:
        """Write the plan as a deck, a run sheet or budgets; see `pacer.export`."""
        from pacer import export

        return export.write(self, self.deck, target, mode=mode, overwrite=overwrite)

    def remarks(self, target: str | Path) -> tuple[str, ...]:
        """What to know of a deck that `export` wrote, one sentence each."""
        from pathlib import Path

        from pacer.export.deck import remarks

        path = Path(target)
        is_copy = self.deck is not None and path.suffix.lower() == self.deck.path.suffix.lower()
        return remarks(self.deck, path) if is_copy and self.deck is not None else ()

    def document(self) -> Document:
        """Lay out the plan: the totals, then slide by slide."""
        frame = self.frame
        counts = frame["action"].value_counts()
        edited = {name: int(counts.get(name, 0)) for name in _WAYS}
        shown = len(frame) - edited["cut"] - edited["merge"]
        headline = (
            f"{clock.text(self.planned_s)} on {shown} of {len(frame)} slides for "
            f"{clock.text(self.talk_s)} of talk time: fits {chance(self.p_fits)} of the time"
        )
        if not any(self.savings.values()):
            sentences = ["The talk fits as it is: nothing to cut."]
        else:
            reserve = clock.text(self.talk_s - self.planned_s)
            sentences = [
                f"{reserve} in reserve, so that it fits {chance(self.p)} of the time, not half"
                + (".", "; most of it for not knowing: rehearse once.")[not self.rehearsed],
                f"{', '.join(self._saved(edited)).capitalize()}.",
            ]
            stays = f"{chance(self.worth_share)} of the talk's worth stays"
            proof = f"; no plan in this time keeps {_proof(self.gap)} more" * (self.gap < 0.01)
            sentences.append(f"{stays}{proof}.")
        if self.lost:
            more = len(self.lost) - MOST_LOST
            named = ", ".join(self.lost[:MOST_LOST]) + (f" and {more} more" if more > 0 else "")
            sentences.append(f"No longer in the talk: {named}.")
        rows = [
            (
                position,
                title or "–",
                action,
                clock.text(takes),
                "" if action in ("cut", "merge") else clock.text(budget),
                "" if action in ("cut", "merge") else clock.text(end),
                reason,
            )
            for position, title, action, takes, budget, end, reason in zip(
                *(
                    frame[name].tolist()
                    for name in (
                        "position",
                        "title",
                        "action",
                        "estimate_s",
                        "budget_s",
                        "end_s",
                        "reason",
                    )
                ),
                strict=True,
            )
        ]
        table = Table.of(
            "Slide by slide",
            [">#", "slide", "do", ">takes", ">budget", ">leave by", "*why"],
            rows,
            [_EMPHASIS[action] for action in frame["action"]],
        )
        return Document(headline, tuple(sentences), (table,), self.warnings)

    def _saved(self, edited: Mapping[str, int]) -> Iterator[str]:
        for name, doing in _WAYS.items():
            if edited[name]:
                slides = count(edited[name], "slide")
                yield f"{doing} {slides} saves {clock.text(self.savings[name])}"
        if self.savings["faster"] >= 1:
            rate = self.savings["faster"] / self.planned_s
            yield f"speaking {percent(rate)} faster saves {clock.text(self.savings['faster'])}"


def _proof(gap: float) -> str:
    return percent(max(gap, 1e-4), 2)


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
    def of(
        cls, outcome: NestedOutcome, *, deck: Deck | None = None, rehearsed: bool = True
    ) -> NestedPlans:
        """Make nested plans of what the planner found."""
        plans = (Plan.of(plan, deck=deck, rehearsed=rehearsed) for plan in outcome.plans)
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
        warnings = tuple(
            f"{clock.text(plan.talk_s)}: {len(plan.warnings)} "
            f"{'term is' if len(plan.warnings) == 1 else 'introductions are'} cut but used; see "
            "that plan"
            for plan in self.plans
            if plan.warnings
        )
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


def make_plan(
    project: Project, talk_s: float, options: PlanOptions, *, seconds: float = MOST_SECONDS
) -> Plan:
    """The plan for a talk time: the one door for the talk, its report and its rooms.

    Parameters
    ----------
    project : Project
        What the speaker decided in it is obeyed, and over it what the options say.
    talk_s : float
        Seconds to speak in.
    options : PlanOptions
    seconds : float
        To search for at most; the plan's `gap` says what is left to prove.

    Raises
    ------
    SlotTooShort
        If nothing that may be cut makes the talk fit.
    PacerError
        If the decisions contradict each other, or name a slide that is not there.
    """
    from pacer import planning

    outcome = _planned(
        project, lambda **how: planning.solve(talk_s=talk_s, seconds=seconds, **how), options
    )
    return Plan.of(outcome, deck=project.deck, rehearsed=_rehearsed(project))


def make_nested(project: Project, talks_s: Sequence[float], options: PlanOptions) -> NestedPlans:
    """Plans for several talk times, each part of the longer ones; see `make_plan`."""
    from pacer import planning

    outcome = _planned(project, lambda **how: planning.nest(talks_s=talks_s, **how), options)
    return NestedPlans.of(outcome, deck=project.deck, rehearsed=_rehearsed(project))


def _rehearsed(project: Project) -> bool:
    return bool(len(project.loaded.runs))


def _planned(project: Project, solve: Callable[..., _Outcome], options: PlanOptions) -> _Outcome:
    slides = project.slides
    wishes = project.choices.for_plan(slides)
    wishes["actions"] = {**wishes["actions"], **_actions(project, options)}
    try:
        return solve(
            slides=slides, pacing=project.fit(), p=options.p, faster=options.faster, **wishes
        )
    except SlotTooShort as error:
        if _rehearsed(project):
            raise
        raise SlotTooShort(
            f"{error}; most of that is for not knowing: rehearse once",
            error.needed_s,
            error.available_s,
            error.locked,
        ) from error


def _actions(project: Project, options: PlanOptions) -> dict[str, Any]:
    """What is asked for now, over what was decided in the trim room."""
    asked: dict[str, Any] = {}
    for action in ("keep", "cut", "merge"):
        asked |= {project.key(name): action for name in getattr(options, action)}
    return asked | {
        project.key(name): ("trim", clock.seconds(budget)) for name, budget in options.trim.items()
    }


def rehearsal_budgets(
    project: Project, talk_s: float | None, plan: Plan | None
) -> tuple[pd.Series[float], str]:
    """Seconds granted to each slide of a rehearsal by its key, and where they come from.

    The plan's, else the slide's saved target, else what it usually takes, shortened in
    proportion where that would pass the talk time.
    """
    if plan is not None:
        return plan.frame.set_index("slide_key")["budget_s"], "the plan"
    slides = project.slides
    targets = slides.set_index("slide_key")["target_s"]
    usual = project.fit().estimates().set_index("slide_key")["median_s"]
    whole_s = usual[~slides["hidden"].to_numpy()].sum()
    if talk_s is not None and whole_s > talk_s:
        usual *= talk_s / whole_s
    if targets.isna().all():
        return usual, "usual times" if _rehearsed(project) else "notes and text"
    return targets.fillna(usual), "saved targets"
