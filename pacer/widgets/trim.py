"""The trim room: the plan under the speaker's hands.

The page does the arithmetic of a drag by itself, from the pacing tables and the ladder of plans
that Python sent; Python solves, explains, and decides in the talk's `Project`, so that the talk
and every other room know at once. A question carries a number, so that an answer to an older one
never overwrites a newer one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pacer import planning
from pacer.core import clock
from pacer.core.errors import PacerError, SlotTooShort
from pacer.core.text import line
from pacer.export import beside
from pacer.export.deck import remarks
from pacer.options import CHANCE, PlanOptions
from pacer.results import stretch_words
from pacer.results.make_plan import chance_for, hear, keep_said, make_plan
from pacer.widgets.base import RoomWidget, Synced
from pacer.widgets.latest_only import LatestOnly
from pacer.widgets.opening import open_room
from pacer.widgets.pictures import PictureService
from pacer.widgets.protocol import (
    AddPart,
    AnswerQuestion,
    AskLadder,
    AskPicture,
    AskPlan,
    ChoiceChanges,
    ExportPlan,
    Ladder,
    LeaveFile,
    NamePoints,
    OfferFile,
    PageChoices,
    PlanQuestion,
    PlanState,
    RehearsePlan,
    TellLength,
    TotalTables,
    TrimMessage,
    TrimRow,
    TrimSentence,
    TrimStretch,
    Written,
)
from pacer.widgets.run_intake import RunIntake
from pacer.widgets.trim_state import (
    answered,
    because,
    decided,
    make_fates,
    make_ladder,
    make_rows,
    make_said,
    make_steps,
    make_stretches,
    make_tables,
    on_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pacer.options import SlideName
    from pacer.project import Project
    from pacer.results.plan import Plan
    from pacer.widgets.protocol import Action

# A ladder is what a moving hand sees; once it rests, the exact plan takes its place.
QUICK: Final[dict[str, Any]] = {"gap": 1e-2, "rungs": 3}
# A plan this near the best is found in a moment; the best, with its proof, comes after it.
SOON_GAP: Final = 1e-2
NO_CHANGES: Final = ChoiceChanges(decisions={}, stars={}, needs=[], struck={})


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
    rows, stretches, said, tables, ladder, choices, proposal, talk_s, longest_s, questions_s
        What the page shows: the fields of `pacer.widgets.protocol.TrimState`.
    rehearsal : str
        The model of the rehearsal room that was opened from here, `rehearsing`.
    """

    rows = Synced(list[TrimRow])
    stretches = Synced(list[TrimStretch])
    said = Synced(dict[str, list[TrimSentence]])
    tables = Synced(TotalTables)
    ladder = Synced(Ladder | None)
    choices = Synced(PageChoices)
    proposal = Synced(PlanState)
    talk_s = Synced(float)
    longest_s = Synced(float)
    questions_s = Synced(float)
    rehearsal = Synced(str, "")

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
        self.rehearsing: Any = None
        stretches = make_stretches(project)
        rows = make_rows(project, stretches)
        shown_s = sum(row.seconds for row in rows if not row.hidden)
        super().__init__(
            rows=rows,
            stretches=stretches,
            said=make_said(project),
            tables=make_tables(project.fit()),
            choices=on_page(project.choices),
            talk_s=talk_s,
            longest_s=max(talk_s, math.ceil(1.15 * shown_s / 60) * 60.0),
            questions_s=questions_s,
        )
        self.pictures = PictureService(self.post)
        self._propose(0)
        self.intake = RunIntake(project, self.post)
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
            self._propose(self.proposal.number)
        return self._plan

    def _made_of(self) -> object:
        return self._project.choices, self._project.fit(), self.talk_s

    def named(self) -> tuple[str, str, str]:
        """What a saved notebook says of it."""
        project = self._project
        kept = f"what was decided is in {project.folder.name}/"
        return "trim room", line(project.deck.path.name, limit=80), kept

    def receive(self, message: TrimMessage, buffers: Sequence[Any]) -> None:
        """Answer a question of the page."""
        match message:
            case AskPicture():
                self.pictures.show(message)
            case AskLadder():
                self._climb()
            case AskPlan():
                did = because(message.changes, {row.key: row.position for row in self.rows})
                if message.talk_s != self.talk_s:
                    did = f"With {clock.text(message.talk_s)} to speak"
                self.talk_s = message.talk_s
                unsaved = self._decide(message.changes)
                unkept = message.changes if unsaved else NO_CHANGES
                self._propose(message.number, unkept, unsaved, did=did)
            case NamePoints():
                self._say(message.number, "Your points", points=message.slide_keys)
            case AnswerQuestion():
                did = f"You said {message.answer} of {message.id.replace('-', '–')}"
                if not message.answer.isalpha() or message.answer == "none":
                    did = "Your answer"
                self._say(message.number, did, f"{message.id}={message.answer}")
            case TellLength():
                did = f"At {clock.text(message.took_s)} today"
                self._say(message.number, did, took=message.took_s)
            case ExportPlan():
                self.post(self._write(message.what))
            case RehearsePlan():
                self._rehearse()
            case OfferFile() | AddPart() | LeaveFile():
                self.intake.receive(message, buffers)

    def _write(self, what: beside.What) -> Written:
        """Write the plan as it stands beside the deck, and say so."""
        deck, slot_s = self._project.deck, self.talk_s + self.questions_s
        try:
            plan = self._made()
            path = beside.write_beside(plan, deck, slot_s, what, spoken=plan.spoken)
        except PacerError as error:
            return Written(what=what, name="", path="", says=line(str(error)))
        said = remarks(deck, path) if what == "deck" else ()
        return Written(
            what=what,
            name=line(path.name),
            path=str(path.resolve()),
            says=line("; ".join(said)),
        )

    def _made(self) -> Plan:
        plan = self.plan
        if plan is None:
            raise PacerError("there is no plan yet that fits: give it more time")
        return plan

    def _rehearse(self) -> None:
        """Open the rehearsal room on the plan as it stands; one that was opened before goes."""
        plan, before = self._made(), self.rehearsing
        if before is not None and before.recorder.unfinished() is not None:
            raise PacerError("the rehearsal below is not over: end it there first")
        how = {"talk_s": self.talk_s, "plan": plan}
        made = self.rehearsing = open_room("rehearse", self._project, **how)
        self.rehearsal = made.model_id
        if before is not None:
            before.close()

    def _say(self, number: int, did: str, *answers: str, **said: Any) -> None:
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
            self._show_anew()
        self._propose(number, NO_CHANGES, unsaved, did=did)

    def _show_anew(self) -> None:
        """The slides or their seconds changed: a page shows all of it anew once `rows` come."""
        self.tables = make_tables(self._project.fit())
        self.said = make_said(self._project)
        self.stretches = make_stretches(self._project)
        self.rows = make_rows(self._project, self.stretches)

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
            self._show_anew()
            self._propose(self.proposal.number, soon=False)

    def _propose(
        self,
        number: int,
        unkept: ChoiceChanges = NO_CHANGES,
        unsaved: str = "",
        *,
        did: str = "",
        soon: bool = True,
    ) -> None:
        """Answer with the plan found soon; where it is not the best yet, the proof follows.

        Not `soon`, it is made beside everything else. `did` is what the speaker did, for the
        sentence on what it moved.
        """
        options, talk_s, made_of = self._with(unkept), self.talk_s, self._made_of()
        said = {"number": number, "talk_s": talk_s, "unsaved": unsaved}
        before = self._plan

        def take(plan: Plan | None, proposal: PlanState) -> None:
            self._plan, self._planned = plan or self._plan, made_of
            if did and before is not None and plan is not None:
                told = moved(before, plan, did, self.choices.decisions)
                proposal = msgspec.structs.replace(proposal, **told)
            self.proposal = proposal

        def prove() -> Callable[[], None]:
            plan, proposal = self._solve(talk_s, options, said)
            return lambda: take(plan, msgspec.structs.replace(proposal, proven=True))

        self._proving.drop()
        if soon:
            take(*self._solve(talk_s, options, said, gap=SOON_GAP))
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
        low_s, high_s = plan.total.interval(0.8)
        return plan, PlanState(
            **said,
            proven=plan.gap <= planning.GAP,
            steps=make_steps(plan),
            stretches=make_fates(plan, self.stretches),
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

    def proposal_for(self, talk_s: float) -> PlanState:
        """What would be proposed for another talk time; the room itself stays as it is."""
        return self._solve(talk_s, self._options, {"number": 0, "talk_s": talk_s, "unsaved": ""})[1]

    def climb(self) -> None:
        """Make the ladder for the decisions there are, now."""
        self.ladder = self._ladder_to_make()()

    def _climb(self) -> None:
        """Make it beside everything else."""
        make = self._ladder_to_make()

        def climb() -> Callable[[], None]:
            ladder = make()
            return lambda: setattr(self, "ladder", ladder)

        self._climbing.do(climb)

    def _ladder_to_make(self) -> Callable[[], Ladder | None]:
        slides, talk_s = self._project.slides, self.talk_s
        wishes = self._project.choices.for_plan(slides)
        pacing = self._project.fit()
        p, _ = chance_for(self._project, talk_s, self._options)
        heard = hear(self._project, talk_s, self._options)

        def make() -> Ladder | None:
            try:
                return make_ladder(
                    planning.build_ladder(
                        slides, pacing, [talk_s], p=p, heard=heard, **QUICK, **wishes
                    )
                )
            except PacerError:
                return None  # the page waits for the solver, which says what is wrong

        return make


def moved(before: Plan, plan: Plan, did: str, spare: Iterable[str]) -> dict[str, Any]:
    """Which other slides something else became of by what the speaker did, and the words for it."""
    was = dict(zip(before.frame["slide_key"], before.frame["action"], strict=True))
    positions, said = stretch_words.moved(was, plan.frame, spare)
    return {"moved": positions, "because": f"{did}: {said or 'no other slide moved'}."}


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
    room.pictures.draw(project.pictures, made_how=project.pictures_made)
    return room
