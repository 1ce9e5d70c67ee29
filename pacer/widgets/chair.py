"""Chair mode: one big clock for a session of talks, and a log of planned against actual.

To the clock a session is a run whose slides are its talks, so all that keeps a rehearsal safe
keeps a session safe (see `pacer.widgets.run_recorder`): its journal lies in the chair's folder,
and a session that was broken off can go on.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.core.frames import Schema
from pacer.core.text import line
from pacer.options import SIGNALS_S
from pacer.runs.importers.moments import instant
from pacer.runs.journal import read
from pacer.runs.programme import read as read_programme
from pacer.widgets.base import RoomWidget, Synced
from pacer.widgets.protocol import ChairMessage, ChairRoom, ChairTalk
from pacer.widgets.rehearsal import home_of
from pacer.widgets.run_recorder import RunRecorder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_TALKS: Final = 500

# One row a talk that was begun, in the programme's order. `talk_s` and `questions_s` are what it
# took, `over_s` what that is beyond its slot with what was granted on top, and `late_s` how long
# after its planned start it began, counted from the first talk.
LOG = Schema(
    "LOG",
    {
        "talk": "str",
        "planned_talk_s": "float64",
        "planned_questions_s": "float64",
        "extended_s": "float64",
        "talk_s": "float64",
        "questions_s": "float64",
        "paused_s": "float64",
        "over_s": "float64",
        "late_s": "float64",
    },
)


class ChairWidget(RoomWidget, bundle="chair", takes=ChairMessage):
    """A session's clock as a widget; `pacer.chair` makes one.

    Attributes
    ----------
    talks : list of ChairTalk
        The programme: key, title, start_s, talk_s and questions_s of each talk. Breaks are none,
        and lie between one talk's end and the next one's start.
    room : ChairRoom
        What does not change: the session's name, the signals.
    remarks : tuple of str
        How the programme was understood where it could be read otherwise.
    recorder : RunRecorder
        Journals the session.
    """

    talks = Synced(list[ChairTalk])
    room = Synced(ChairRoom)

    remarks: tuple[str, ...] = ()

    def __init__(self, recorder: RunRecorder, **state: Any) -> None:
        self.recorder = recorder
        super().__init__(**state)

    def __repr__(self) -> str:
        return f"ChairWidget: {self.room.title}, {len(self.talks)} talks"

    def receive(self, message: ChairMessage, _buffers: Sequence[Any]) -> None:
        """Journal the session's marks."""
        self.post(self.recorder.answer(message))

    def log(self) -> pd.DataFrame:
        """Planned against actual, of the session that is on or was the last.

        Returns
        -------
        pandas.DataFrame
            LOG, one row a talk that was begun: talk, planned_talk_s, planned_questions_s,
            extended_s, talk_s, questions_s, paused_s, over_s and late_s.
        """
        if not self.recorder.active_runs:
            return frames.build(LOG)
        return log(self.talks, read(list(self.recorder.active_runs.values())[-1].path).marks)


def chair(
    programme: str | Path | Iterable[Sequence[Any]] | pd.DataFrame,
    *,
    room: str | None = None,
    day: str | None = None,
    title: str | None = None,
    folder: str | Path = "chair.pacer",
    signals_s: Iterable[float] = SIGNALS_S,
) -> ChairWidget:
    """Open chair mode: one clock for the talks of a session.

    Parameters
    ----------
    programme : path-like, pandas.DataFrame, or iterable of (title, slot[, questions[, start]])
        A file or a frame is read as `pacer.runs.programme.read` says: CSV under common heads,
        the exports of pretalx, frab and Indico, iCalendar. In tuples, in order, slots are clock
        text such as ``"20:00"`` or seconds, and a start is the time of day, such as ``"10:30"``.
        The questions are part of the slot.
    room, day : str, optional
        Which of a whole conference.
    title : str, optional
        The session's name; by default the file's.
    folder : path-like
        Where its log is kept.
    signals_s : iterable of float
        Seconds left of a talk at which to signal.

    Returns
    -------
    ChairWidget
        Display it. `ChairWidget.log` tells planned against actual.

    Raises
    ------
    PacerError
        If there is no talk, or one has no time.
    ClockError
        If a time is none.

    Examples
    --------
    >>> session = chair([("Ada", "20:00", "5:00"), ("Grace", "15:00")])
    >>> [(talk.title, talk.talk_s, talk.questions_s) for talk in session.talks]
    [('Ada', 900.0, 300.0), ('Grace', 900.0, 0.0)]
    """
    if isinstance(programme, str | Path):
        title = Path(programme).stem if title is None else title
    remarks: tuple[str, ...] = ()
    if isinstance(programme, str | Path | pd.DataFrame):
        entries = read_programme(programme, room=room, day=day)
        remarks = entries.attrs["remarks"]
        talks = _talks(entries)
    else:
        talks = [_talk(number, tuple(entry)) for number, entry in enumerate(programme, 1)]
        talks = _from_the_first(talks)
    if not talks:
        raise PacerError('a session needs talks: chair([("Ada", "20:00", "5:00")])')
    if len(talks) > MOST_TALKS:
        raise PacerError(f"a session of {len(talks)} talks: the most is {MOST_TALKS}")
    folder = Path(folder)
    slides = pd.DataFrame(
        {
            "slide_key": [talk.key for talk in talks],
            "title": [talk.title for talk in talks],
            "text": [talk.title for talk in talks],
        }
    )
    facts = ChairRoom(
        title=line(title or "Session", limit=120),
        kind="delivery",
        deck_digest="",
        home=home_of(folder),
        signals_s=sorted({float(at) for at in signals_s}, reverse=True),
    )
    made = ChairWidget(RunRecorder(folder, slides, ""), talks=talks, room=facts)
    made.remarks = remarks
    return made


def _talks(entries: pd.DataFrame) -> list[ChairTalk]:
    """The talks of a programme; what lies before the first is not waited for."""
    talks = entries[entries["kind"] == "talk"]
    first_s = float(talks["start_s"].min()) if len(talks) else 0.0
    return [
        ChairTalk(
            key=f"talk:{number}",
            title=row.title or f"Talk {number}",
            start_s=row.start_s - first_s,
            talk_s=row.slot_s - row.questions_s,
            questions_s=row.questions_s,
        )
        for number, row in enumerate(frames.rows(talks), 1)
    ]


def _from_the_first(talks: list[ChairTalk]) -> list[ChairTalk]:
    """Starts stated as times of day, from the first on; one not stated follows on."""
    made: list[ChairTalk] = []
    zero_s, next_s = None, 0.0
    for talk in talks:
        if talk.start_s is not None and zero_s is None:
            zero_s = talk.start_s - next_s
        start_s = next_s if talk.start_s is None else talk.start_s - (zero_s or 0.0)
        made.append(msgspec.structs.replace(talk, start_s=start_s))
        next_s = start_s + talk.talk_s + talk.questions_s
    return made


def _talk(number: int, entry: tuple[Any, ...]) -> ChairTalk:
    if len(entry) not in (2, 3, 4):
        raise PacerError(f"talk {number}: give its title, slot, questions and perhaps its start")
    title = line(str(entry[0]), limit=200) or f"Talk {number}"
    slot_s = clock.seconds(entry[1], bare=False)
    questions_s = clock.seconds(entry[2], bare=False) if len(entry) > 2 else 0.0
    start = instant(str(entry[3]), "minutes").seconds if len(entry) == 4 else None
    if questions_s >= slot_s:
        raise PacerError(f"talk {number}, {title}: its questions leave no time to speak")
    return ChairTalk(
        key=f"talk:{number}",
        title=title,
        start_s=start,
        talk_s=slot_s - questions_s,
        questions_s=questions_s,
    )


def log(talks: Sequence[ChairTalk], marks: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Planned against actual from a session's marks.

    Parameters
    ----------
    talks : sequence of ChairTalk
        The programme, as `ChairWidget.talks`.
    marks : iterable of mapping
        In order, each with t_s, kind and slide_key; ``extend`` grants the talk that is on the
        seconds in its note.

    Returns
    -------
    pandas.DataFrame
        LOG.
    """
    spent = {talk.key: {"talk": 0.0, "question": 0.0, "pause": 0.0} for talk in talks}
    extended = dict.fromkeys(spent, 0.0)
    began: dict[str, float] = {}
    key, last_s, paused, asking, over = "", 0.0, False, False, True
    for mark in marks:
        phase = "pause" if paused else "question" if asking else "talk"
        if not over and key in spent and (key in began or phase == "talk"):
            began.setdefault(key, last_s)
            spent[key][phase] += mark["t_s"] - last_s
        last_s = mark["t_s"]
        match mark["kind"]:
            case "start" | "slide":
                key, over = mark["slide_key"], over and mark["kind"] != "start"
            case "pause":
                paused = True
            case "resume":
                paused = over = False
            case "question" | "answer":
                asking = mark["kind"] == "question"
            case "extend" if key in extended:
                extended[key] += _granted(mark.get("note"))
            case "stop":
                paused, asking, over = False, False, True
    rows = []
    next_s = 0.0
    for talk in talks:
        took, more_s = spent[talk.key], extended[talk.key]
        slot_s = talk.talk_s + talk.questions_s
        # Breaks and changeovers lie before a stated start: they take up what is late.
        planned_s = next_s if talk.start_s is None else talk.start_s
        if talk.key in began:
            rows.append(
                {
                    "talk": talk.title,
                    "planned_talk_s": talk.talk_s,
                    "planned_questions_s": talk.questions_s,
                    "extended_s": more_s,
                    "talk_s": took["talk"],
                    "questions_s": took["question"],
                    "paused_s": took["pause"],
                    "over_s": took["talk"] + took["question"] - slot_s - more_s,
                    "late_s": began[talk.key] - planned_s,
                }
            )
        next_s = planned_s + slot_s
    return frames.build(LOG, rows)


def _granted(note: object) -> float:
    try:
        granted_s = float(str(note))
    except ValueError:
        return 0.0
    return granted_s if math.isfinite(granted_s) else 0.0
