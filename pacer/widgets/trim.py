"""The trim room: the plan under the speaker's hands.

The page does the arithmetic of a drag by itself, from the pacing tables and the ladder of plans
that Python sent; Python solves, explains, and decides in the talk's `Project`, so that the talk
and every other room know at once. A question carries a number, so that an answer to an older one
never overwrites a newer one.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pacer import planning
from pacer.core import frames
from pacer.core.errors import PacerError, SlotTooShort
from pacer.core.text import line, tidy
from pacer.options import CHANCE, PlanOptions
from pacer.results.make_plan import chance_for, hear, keep_said, make_plan
from pacer.widgets.base import RoomWidget, Synced
from pacer.widgets.latest_only import LatestOnly
from pacer.widgets.pictures import PictureService
from pacer.widgets.protocol import (
    Answered,
    AnswerQuestion,
    AskLadder,
    AskPicture,
    AskPlan,
    ChoiceChanges,
    Component,
    Decision,
    Ladder,
    LadderOption,
    LadderStep,
    NamePoints,
    Need,
    PageChoices,
    PlanQuestion,
    PlanState,
    PlanStep,
    TellLength,
    TotalTables,
    TrimMessage,
    TrimRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pacer.options import SlideName
    from pacer.pacing import Pacing
    from pacer.planning.choices import Choices
    from pacer.project import Project
    from pacer.results.plan import Plan
    from pacer.widgets.protocol import Action

TEXT_SHOWN: Final = 1_200
# What a star makes a slide worth: twice an ordinary one.
STAR: Final = 2.0
# A ladder is what a moving hand sees; once it rests, the exact plan takes its place.
QUICK: Final[dict[str, Any]] = {"gap": 1e-2, "rungs": 3}
# A plan is shown after so long at the latest; what is still missing of its proof comes after it.
SOON_S: Final = 0.7
NO_CHANGES: Final = ChoiceChanges(decisions={}, stars={}, needs=[])


class TrimWidget(RoomWidget, bundle="trim", takes=TrimMessage):
    """The plan as a widget; `talk.trim()` makes one.

    Parameters
    ----------
    project : Project
        Where decisions are kept, and runs are fitted.
    talk_s, questions_s : float
        Seconds to speak in, and kept for questions.
    p : float
        The chance of fitting to plan for.

    Attributes
    ----------
    rows, tables, ladder, choices, proposal, talk_s, longest_s, questions_s
        What the page shows: the fields of `pacer.widgets.protocol.TrimState`.
    """

    rows = Synced(list[TrimRow])
    tables = Synced(TotalTables)
    ladder = Synced(Ladder | None)
    choices = Synced(PageChoices)
    proposal = Synced(PlanState)
    talk_s = Synced(float)
    longest_s = Synced(float)
    questions_s = Synced(float)

    def __init__(
        self, project: Project, *, talk_s: float, questions_s: float = 0.0, p: float = CHANCE
    ) -> None:
        self._project, self._options = project, PlanOptions(p=p)
        self._proving = LatestOnly("pacer proof")
        self._climbing = LatestOnly("pacer ladder")
        self._plan: Plan | None = None
        # What the plan was made of: where that changed, it is made anew when asked for.
        self._planned: object = None
        self._deciding = False
        rows = make_rows(project)
        shown_s = sum(row.seconds for row in rows if not row.hidden)
        super().__init__(
            rows=rows,
            tables=make_tables(project.fit()),
            choices=on_page(project.choices),
            talk_s=talk_s,
            longest_s=max(talk_s, math.ceil(1.15 * shown_s / 60) * 60.0),
            questions_s=questions_s,
        )
        self.pictures = PictureService(self.post)
        self._propose(0, NO_CHANGES)
        self._stop_listening = project.listen(self._hear)

    def close(self) -> None:
        """Close the room; it follows the talk no more."""
        self._stop_listening()
        super().close()

    @property
    def plan(self) -> Plan | None:
        """The plan as it stands, with its deck: ``room.plan.export("short.pptx")`` works.

        It is the talk's own plan for this talk time. Where nothing fits, the last that did.
        """
        if self._planned != self._made_of():
            self._propose(self.proposal.number, NO_CHANGES)
        return self._plan

    def _made_of(self) -> object:
        return self._project.choices, self._project.fit(), self.talk_s

    def named(self) -> tuple[str, str, str]:
        """What a saved notebook says of it."""
        project = self._project
        kept = f"what was decided is in {project.folder.name}/"
        return "trim room", line(project.deck.path.name, limit=80), kept

    def receive(self, message: TrimMessage, _buffers: Sequence[Any]) -> None:
        """Answer a question of the page."""
        match message:
            case AskPicture():
                self.pictures.show(message)
            case AskLadder():
                self._climb()
            case AskPlan():
                self.talk_s = message.talk_s
                unsaved = self._decide(message.changes)
                self._propose(message.number, message.changes if unsaved else NO_CHANGES, unsaved)
            case NamePoints():
                self._say(message.number, points=message.slide_keys)
            case AnswerQuestion():
                self._say(message.number, f"{message.id}={message.answer}")
            case TellLength():
                self._say(message.number, took=message.took_s)

    def _say(self, number: int, *answers: str, **said: Any) -> None:
        """Keep what the speaker says of the talk, and plan with it."""
        self._deciding = True
        try:
            keep_said(self._project, answers, **said)
            unsaved = ""
        except PacerError as error:
            unsaved = f"not kept: {error}"
        finally:
            self._deciding = False
        if "took" in said:
            self.rows, self.tables = make_rows(self._project), make_tables(self._project.fit())
        self._propose(number, NO_CHANGES, unsaved)

    def _decide(self, changes: ChoiceChanges) -> str:
        """Keep what the page decided, at once; why not, where that could not be done."""
        known = set(self._project.deck.slides["slide_key"])
        self._deciding = True
        try:
            if changes != NO_CHANGES:
                self._project.change_choices(lambda now: decided(now, changes, known))
        except PacerError as error:
            return f"not kept for tomorrow: {error}"
        finally:
            self._deciding = False
        self.choices = on_page(self._project.choices)
        return ""

    def _hear(self, what: str) -> None:
        """The talk changed, by another room or by a call: show it; the page asks for the plan."""
        if self._deciding:
            return
        self.choices = on_page(self._project.choices)
        if what != "choices":
            self.tables = make_tables(self._project.fit())
            self.rows = make_rows(self._project)  # a page shows all of it anew
            self._propose(self.proposal.number, NO_CHANGES, soon=False)

    def _propose(
        self, number: int, unkept: ChoiceChanges, unsaved: str = "", *, soon: bool = True
    ) -> None:
        """Answer with the plan found soon; where it is not the best yet, the proof follows.

        Not `soon`, it is made beside everything else.
        """
        options, talk_s, made_of = self._with(unkept), self.talk_s, self._made_of()
        said = {"number": number, "talk_s": talk_s, "unsaved": unsaved}

        def take(plan: Plan | None, proposal: PlanState) -> None:
            self._plan, self._planned = plan or self._plan, made_of
            self.proposal = proposal

        def prove() -> Callable[[], None]:
            plan, proposal = self._solve(talk_s, options, said)
            return lambda: take(plan, msgspec.structs.replace(proposal, proven=True))

        self._proving.drop()
        if soon:
            take(*self._solve(talk_s, options, said, seconds=SOON_S))
        if not soon or not self.proposal.proven:
            self._proving.do(prove)

    def _with(self, unkept: ChoiceChanges) -> PlanOptions:
        """What is planned for: also what could be kept nowhere holds while the room is open."""
        known = set(self._project.deck.slides["slide_key"])
        told = {key: one for key, one in unkept.decisions.items() if one and key in known}

        def of(action: Action) -> list[str]:
            return [key for key, one in told.items() if one.action == action]

        trim: dict[SlideName, str | float] = {
            key: one.budget_s for key, one in told.items() if one.budget_s is not None
        }
        return PlanOptions(
            p=self._options.p, keep=of("keep"), cut=of("cut"), merge=of("merge"), trim=trim
        )

    def _solve(
        self, talk_s: float, options: PlanOptions, said: Mapping[str, Any], **how: float
    ) -> tuple[Plan | None, PlanState]:
        """Ask the planner; the answer is data for the page, also when nothing fits."""
        try:
            plan = make_plan(self._project, talk_s, options, **how)
        except SlotTooShort as error:
            return None, PlanState(**said, error=str(error), proven=True)
        except PacerError as error:
            # Contradicting decisions, or not enough time: the second try, which has it, tells.
            return None, PlanState(**said, error=str(error), proven=False)
        scale = plan.scale
        steps = {
            row.slide_key: PlanStep(
                action=row.action,
                budget_s=row.budget_s,
                scale=float(scale[row.slide_key]),
                reason=line(row.reason),
            )
            for row in frames.rows(plan.frame)
        }
        low_s, high_s = plan.total.interval(0.8)
        return plan, PlanState(
            **said,
            proven=plan.gap <= planning.GAP,
            steps=steps,
            p_fits=plan.p_fits,
            low_s=low_s,
            median_s=plan.total.quantile(0.5),
            high_s=high_s,
            wpm=plan.wpm if math.isfinite(plan.wpm) else None,
            warnings=[line(warning) for warning in plan.warnings],
            questions=[
                msgspec.convert(question.record() | {"title": line(question.title)}, PlanQuestion)
                for question in plan.questions
            ],
            answered=answered(self._project),
            points=list(plan.points),
            needs_length=not plan.rehearsed and plan.length_s is None,
        )

    def _climb(self) -> None:
        """Make the ladder for the decisions there are, beside everything else."""
        slides, talk_s = self._project.slides, self.talk_s
        wishes = self._project.choices.for_plan(slides)
        pacing = self._project.fit()
        p, _ = chance_for(self._project, talk_s, self._options)
        heard = hear(self._project, talk_s, self._options)

        def climb() -> Callable[[], None]:
            try:
                ladder = make_ladder(
                    planning.build_ladder(
                        slides, pacing, [talk_s], p=p, heard=heard, **QUICK, **wishes
                    )
                )
            except PacerError:
                ladder = None  # the page waits for the solver, which says what is wrong
            return lambda: setattr(self, "ladder", ladder)

        self._climbing.do(climb)


def answered(project: Project) -> list[Answered]:
    """What the speaker answered of stretches still there, in deck order."""
    slides = project.deck.slides
    place = dict(zip(slides["slide_key"], slides["position"].tolist(), strict=True))
    found = []
    for (first, last), answer in project.choices.answers.items():
        if first in place and last in place:
            span = list(range(place[first], place[last] + 1))
            found.append(Answered(id=f"{span[0]}-{span[-1]}", slides=span, answer=answer))
    return sorted(found, key=lambda one: one.slides)


def make_rows(project: Project) -> list[TrimRow]:
    """The slides as the page shows them."""
    pacing = project.fit()
    slides = frames.rows(project.deck.slides)
    known = zip(slides, frames.rows(pacing.estimates()), pacing.usual_s.tolist(), strict=True)
    return [
        TrimRow(
            key=slide.slide_key,
            position=slide.position,
            title=line(slide.title) or f"Slide {slide.position}",
            text=tidy(slide.text, limit=TEXT_SHOWN),
            section=line(slide.section),
            seconds=usual_s,
            low_s=estimate.low_s,
            high_s=estimate.high_s,
            basis=estimate.basis,
            hidden=slide.hidden,
        )
        for slide, estimate, usual_s in known
    ]


def make_tables(pacing: Pacing) -> TotalTables:
    """What the page computes totals from while the hand moves."""
    tables = pacing.tables()
    components = [
        Component(**{name: part[name] for name in Component.__struct_fields__})
        for part in tables["components"]
    ]
    return TotalTables(trim_cv=tables["trim_cv"], components=components)


def make_ladder(ladder: Mapping[str, Any]) -> Ladder:
    """A ladder as the page reads it: each step with the talk time from which it holds.

    Parameters
    ----------
    ladder : mapping
        As made by `pacer.planning.build_ladder`; its `steps` and `from_s` lie side by side.
    """
    return Ladder(
        slide_keys=ladder["slide_keys"],
        options=[
            [LadderOption(action=one["action"], scale=one["scale"]) for one in options]
            for options in ladder["options"]
        ],
        start=ladder["start"],
        start_s=ladder["start_s"],
        steps=[
            LadderStep(slide=slide, level=level, from_s=from_s)
            for (slide, level), from_s in zip(ladder["steps"], ladder["from_s"], strict=True)
        ],
        seconds=ladder["seconds"],
        worth=ladder["worth"],
    )


def on_page(choices: Choices) -> PageChoices:
    """Choices in the page's words."""
    decisions: dict[str, Decision] = {}
    for key, action in choices.actions.items():
        if isinstance(action, tuple):
            decisions[key] = Decision(action="trim", budget_s=action[1])
        # "trim" without a time leaves how far to the planner, so it is no decision here
        elif action != "trim":
            decisions[key] = msgspec.convert({"action": action}, Decision)
    return PageChoices(
        decisions=decisions | {key: Decision(action="keep") for key in sorted(choices.locked)},
        stars=[key for key, value in choices.values.items() if value > 1],
        needs=[
            Need(slide_key=one, needs=other, wanted=wanted)
            for (one, other), wanted in choices.prerequisites.items()
        ],
    )


def decided(now: Choices, changes: ChoiceChanges, known: set[str]) -> Choices:
    """The choices with a page's changes; what is of no slide of the deck is left out."""
    actions: dict[str, Any] = dict(now.actions)
    of = {key: one for key, one in changes.decisions.items() if key in known}
    for key, decision in of.items():
        actions.pop(key, None)
        if decision is not None:
            trimmed = decision.budget_s is not None
            actions[key] = ("trim", decision.budget_s) if trimmed else decision.action
    values = dict(now.values)
    for key, starred in changes.stars.items():
        if key in known and starred and values.get(key, 0) <= 1:
            values[key] = STAR
        elif key in known and not starred and values.get(key, 0) > 1:
            del values[key]
    needs = dict(now.prerequisites)
    for change in changes.needs:
        pair = change.slide_key, change.needs
        if not known.issuperset(pair) or pair[0] == pair[1]:
            continue
        needs.pop(pair, None)
        if change.wanted is not None:
            needs[pair] = change.wanted
    return replace(
        now, locked=now.locked - of.keys(), actions=actions, values=values, prerequisites=needs
    )


def trim(
    project: Project, *, talk_s: float, questions_s: float = 0.0, p: float = CHANCE
) -> TrimWidget:
    """Open the trim room of a talk; its pictures are drawn beside the work.

    Parameters
    ----------
    project : Project
    talk_s, questions_s : float
        Seconds to speak in, and kept for questions.
    p : float
        The chance of fitting to plan for.

    Raises
    ------
    PacerError
        If the choices cannot be read, or `p` is no chance.
    """
    room = TrimWidget(project, talk_s=talk_s, questions_s=questions_s, p=p)
    room.pictures.draw(project.pictures)
    return room
