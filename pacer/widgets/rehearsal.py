"""The rehearsal room: time a talk without thinking about the tool.

The page holds the run's state and its clock, so that a key is answered at once however busy the
kernel is; the kernel journals each mark and acknowledges it (see `pacer.widgets.run_recorder`).
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pacer.core.errors import PacerError
from pacer.core.frames import RUN_KINDS
from pacer.core.text import line, tidy
from pacer.options import SIGNALS_S
from pacer.pacing.live import LiveForecast
from pacer.results.make_plan import rehearsal_budgets
from pacer.results.run_review import review
from pacer.runs.teaching import KEPT
from pacer.transcript.model import find
from pacer.widgets.base import RoomWidget, Synced, home_of
from pacer.widgets.latest_only import LatestOnly
from pacer.widgets.pictures import PictureService
from pacer.widgets.protocol import (
    Acked,
    AddMarks,
    AskPicture,
    DiscardRun,
    Forecast,
    Hello,
    KnownRun,
    ListenTake,
    OpenRoom,
    RehearsalMessage,
    RehearsalRoom,
    RehearsalRow,
    RoomOpened,
    RunReview,
    TranscribeRun,
    Welcome,
)
from pacer.widgets.run_listening import RunListening
from pacer.widgets.run_recorder import RunRecorder
from pacer.widgets.run_transcription import RunTranscription, kept_where
from pacer.widgets.take_control import TakeControl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    import pandas as pd

    from pacer.options import SlideName
    from pacer.project import Project
    from pacer.results.plan import Plan
    from pacer.transcript.model import Model

# What a page shows of a slide; whole texts stay in the deck.
TEXT_SHOWN: Final = 1_200
NOTES_SHOWN: Final = 20_000
# Of a deck of thousands, so much of all notes together.
ALL_NOTES: Final = 4_000_000
# What says of itself that a talk can do without it.
OPTIONAL: Final = r"(?i)\b(?:optional|if time|demo|bonus)\b"
# Where nothing is known of a talk's pace.
GUESS_S: Final = 90.0


class RehearsalWidget(RoomWidget, bundle="rehearse", takes=RehearsalMessage):
    """The rehearsal room as a widget; `talk.rehearse()` makes one.

    Parameters
    ----------
    project : Project
        The talk that is rehearsed; a run that ends is at once among its runs.
    scale : sequence of float, optional
        The part of each slide that is planned.
    model : Model, optional
        What hears words while sound is recorded, where the speaker wants to see how fast he is.
    rows, room
        What the page shows: see `pacer.widgets.protocol.RehearsalState`.

    Attributes
    ----------
    recorder : RunRecorder
        Journals the runs.
    takes : TakeControl
        Records their sound.
    listening : RunListening
        Tells what is heard in it meanwhile.
    words : RunTranscription
        Hears the words in it afterwards.
    pictures : PictureService
        The slides' pictures.
    """

    rows = Synced(list[RehearsalRow])
    room = Synced(RehearsalRoom)
    drawing = Synced(list[int], [0, 0])

    def __init__(
        self,
        project: Project,
        scale: Sequence[float] | None = None,
        *,
        model: Model | None = None,
        **state: Any,
    ) -> None:
        self._project, self._scale = project, scale
        self._forecasting = LatestOnly("pacer forecast")
        # Of the run that is on: its token and the model as it was when it began.
        self._live: tuple[str, LiveForecast] | None = None
        self._deck_was = _stamp(project.deck.path)
        self.recorder = RunRecorder(project.folder, project.slides, project.deck.digest)
        self.listening = RunListening(project, self.post, model)
        self.takes = TakeControl(
            self.post,
            self.recorder.path,
            begun=self.listening.begun,
            over=self.listening.over,
        )
        self.words = RunTranscription(project, self.post, self.recorder.path)
        self.pictures = PictureService(self.post)
        super().__init__(**state)

    def named(self) -> tuple[str, str, str]:
        """What a saved notebook says of it."""
        project = self._project
        kept = f"the runs are in {project.folder.name}/"
        return "rehearsal room", line(project.deck.path.name, limit=80), kept

    def receive(self, message: RehearsalMessage, buffers: Sequence[Any]) -> None:
        """Journal marks, record sound, show pictures."""
        match message:
            case AskPicture():
                self.pictures.show(message)
            case OpenRoom():
                self._open(message)
            case Hello() | AddMarks() | DiscardRun():
                if isinstance(message, DiscardRun):
                    self.takes.stop(message.token, flac=False)
                answer = self.recorder.answer(message)
                self.post(msgspec.structs.replace(answer, warning=self.warning()))
                self._forecast(answer)
                if isinstance(message, DiscardRun) or _ended(answer):
                    self._project.run_finished()
                if isinstance(answer, Acked) and _ended(answer):
                    self._review(answer)
                    self.words.offer(answer.token)
            case ListenTake():
                self.listening.want(message)
            case TranscribeRun():
                self.words.start(message.token)
            case _:
                self.takes.receive(message, buffers)

    def _forecast(self, answer: object) -> None:
        """Send the curve after a mark, beside everything else: marks wait for nothing."""
        run = answer.run if isinstance(answer, Welcome) else answer
        if run is None or not isinstance(run, Acked | KnownRun):
            return
        token = run.token

        def work() -> Callable[[], None]:
            marks = self.recorder.marks(token)
            if self._live is None or self._live[0] != token:
                self._live = token, self._model()
            curve = self._live[1].curve(marks)
            if curve is None or _is_over(marks):
                return lambda: None
            message = Forecast(
                token=token,
                seq=len(marks),
                slide_key=curve.slide_key,
                since_s=list(curve.since_s),
                low_s=list(curve.low_s),
                median_s=list(curve.median_s),
                high_s=list(curve.high_s),
            )
            return lambda: self.post(message)

        self._forecasting.do(work)

    def _review(self, answer: Acked) -> None:
        """Say how a run that is over went."""
        budgets = {row.key: row.budget_s for row in self.rows if not row.skip}
        found = review(self._project, answer.run_id, budgets)
        self.post(
            RunReview(token=answer.token, lines=list(found.lines), again_from=found.again_from)
        )

    def _open(self, asked: OpenRoom) -> None:
        """Open another room for a page to show below this one."""
        # Rooms load what this one does not need.
        from pacer.widgets.comparison import compare
        from pacer.widgets.trim import trim

        talk_s = self.room.talk_s if self.room.slot else None
        made: RoomWidget | None = None
        reason = 'trimming needs a slot: pacer.open(deck, slot="20:00")'
        try:
            if asked.room == "compare":
                made = compare(self._project, talk_s=talk_s)
            elif talk_s is not None:
                made = trim(self._project, talk_s=talk_s)
        except PacerError as error:
            reason = line(str(error))
        opened, reason = ("", reason) if made is None else (str(made.model_id), "")
        self.post(RoomOpened(page=asked.page, room=asked.room, model_id=opened, reason=reason))

    def _model(self) -> LiveForecast:
        slot_s = self.room.talk_s if self.room.slot else None
        return LiveForecast(self._project.fit().tables(), scale=self._scale, slot_s=slot_s)

    def draw(self) -> None:
        """Draw the slides' pictures beside the run; the page asks for them when they are there."""

        def progress(done: int, of: int) -> None:
            self.drawing = [done, of]

        self.pictures.draw(self._project.pictures, progress, self._project.pictures_made)

    def warning(self) -> str:
        """One line where the deck is no longer what is being rehearsed."""
        deck = self._project.deck.path
        if _stamp(deck) == self._deck_was:
            return ""
        name = line(deck.name, limit=80)
        if not deck.exists():
            return f"{name} is gone: times are kept with the slides as they were"
        return f"{name} was changed: times are kept with the slides as they were"


def _is_over(marks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a run was stopped, and not taken up again."""
    turns = [mark["kind"] for mark in marks if mark["kind"] in ("start", "resume", "stop")]
    return not turns or turns[-1] == "stop"


def _ended(answer: object) -> bool:
    """Whether a run came to its end just now, or was said to be a rehearsal or none."""
    return isinstance(answer, Acked) and any(
        mark.kind in ("stop", KEPT) for mark in answer.new_marks
    )


def rehearse(
    project: Project,
    *,
    talk_s: float | None = None,
    plan: Plan | None = None,
    kind: str = "rehearsal",
    optional: Iterable[SlideName] = (),
    signals_s: Iterable[float] = SIGNALS_S,
    live_words: bool | str | Path = False,
) -> RehearsalWidget:
    """Open the rehearsal room of a talk; its pictures are drawn beside the run.

    Parameters
    ----------
    project : Project
    talk_s : float, optional
        Seconds to speak in; the budgets' sum by default.
    plan : Plan, optional
        Its slides and budgets are rehearsed; see `pacer.results.plan.rehearsal_budgets` for
        those without one. Slides it cuts, or the hidden ones, are passed over; they can still be
        gone to by number.
    kind : {"rehearsal", "delivery"}
    optional : iterable of int or str
        Slides, by position or key, or sections by name, that may be left out in mid-talk: the
        room shows the end with and without them. So are those whose title or section says so:
        "optional", "if time", "demo", "bonus".
    signals_s : iterable of float
        Seconds left at which the room signals, as a chair would.
    live_words : bool or str or path-like
        Tell words a minute while sound is recorded, heard by a model as
        `pacer.transcript.model.find` takes it, True by the one it finds. Otherwise the room
        offers it where one is found.

    Raises
    ------
    PacerError
        If there is no slide to rehearse, the kind is no kind of run, or a part is not there; and
        if words are to be heard and there is nothing to hear them with.
    """
    slides = project.slides
    if kind not in RUN_KINDS:
        raise PacerError(f"a run is a {' or a '.join(RUN_KINDS)}, not {kind!r}")
    skip = set(slides.loc[slides["hidden"], "slide_key"])
    if plan is not None:
        stays = plan.frame.loc[plan.frame["action"].isin(["keep", "trim"]), "slide_key"]
        skip = set(slides["slide_key"]) - set(stays)
    if skip.issuperset(slides["slide_key"]):
        raise PacerError("there is no slide to rehearse: show or keep one at least")
    granted, budgets_from = rehearsal_budgets(project, talk_s, plan)
    budgets = make_budgets(slides, skip, dict(granted), talk_s)
    planned_s = math.fsum(budgets.values())
    model = model_for(live_words)
    made = RehearsalWidget(
        project,
        planned_scale(slides, skip, plan),
        model=model,
        rows=make_rows(slides, budgets, skip, optional_keys(project, optional)),
        room=RehearsalRoom(
            talk_s=planned_s if talk_s is None else float(talk_s),
            slot=talk_s is not None,
            planned_s=planned_s,
            budgets_from=line(budgets_from, limit=60),
            title=line(project.deck.path.stem, limit=120),
            kind="delivery" if kind == "delivery" else "rehearsal",
            deck_digest=project.deck.digest,
            home=home_of(project.folder),
            sound_kept=kept_where(project),
            live_words="" if model is None else "on" if live_words else "offered",
            signals_s=sorted({float(at) for at in signals_s}, reverse=True),
        ),
    )
    made.draw()
    return made


def model_for(live_words: bool | str | Path) -> Model | None:
    """What words are heard with: what was asked for, else what there is, else nothing.

    Raises
    ------
    PacerError
        If it was asked for and there is none.
    """
    if live_words:
        return find(None if live_words is True else live_words)
    with contextlib.suppress(PacerError):
        return find()
    return None


def planned_scale(slides: pd.DataFrame, skip: set[str], plan: Plan | None) -> list[float]:
    """The part of each slide that is planned: nothing of what the run passes over."""
    scale = {} if plan is None else plan.scale.to_dict()
    return [0.0 if key in skip else scale.get(key) or 1.0 for key in slides["slide_key"]]


def optional_keys(project: Project, named: Iterable[SlideName]) -> set[str]:
    """The slides that may be left out: those named, and those that say so themselves.

    Raises
    ------
    PacerError
        If the deck has no such slide or section.
    """
    slides = project.slides
    says = slides["title"].str.contains(OPTIONAL) | slides["section"].str.contains(OPTIONAL)
    keys = set(slides.loc[says, "slide_key"])
    for name in named:
        section = slides.loc[slides["section"].eq(name) & slides["section"].ne(""), "slide_key"]
        keys |= set(section) or {project.key(name)}
    return keys


def make_rows(
    slides: pd.DataFrame,
    budgets: Mapping[str, float],
    skip: set[str],
    optional: AbstractSet[str] = frozenset(),
) -> list[RehearsalRow]:
    """The slides as the page shows them."""
    notes_shown = min(NOTES_SHOWN, ALL_NOTES // len(slides))
    return [
        RehearsalRow(
            key=row["slide_key"],
            position=row["position"],
            title=line(row["title"], limit=200) or f"Slide {row['position']}",
            section=line(row["section"], limit=100),
            text=tidy(row["text"], limit=TEXT_SHOWN),
            notes=tidy(row["notes"], limit=notes_shown),
            builds=row["builds"],
            budget_s=budgets[row["slide_key"]],
            value=row["value"],
            locked=row["locked"],
            skip=row["slide_key"] in skip,
            optional=row["slide_key"] in optional,
        )
        for row in slides.to_dict("records")
    ]


def make_budgets(
    slides: pd.DataFrame, skip: set[str], given: Mapping[str, float], talk_s: float | None
) -> dict[str, float]:
    """Seconds of each slide: given, else its saved target, else an equal share of the rest."""
    budgets: dict[str, float] = {}
    open_keys = []
    for key, target in zip(slides["slide_key"], slides["target_s"], strict=True):
        budget_s = given.get(key, target)
        if key in skip:
            budgets[key] = 0.0
        elif math.isfinite(budget_s) and budget_s >= 0:
            budgets[key] = float(budget_s)
        else:
            open_keys.append(key)
    if open_keys:
        rest = GUESS_S if talk_s is None else (talk_s - sum(budgets.values())) / len(open_keys)
        budgets |= dict.fromkeys(open_keys, max(rest, 5.0))
    return budgets


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file does; None where it is gone."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size
