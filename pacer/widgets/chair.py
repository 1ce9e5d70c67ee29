"""Chair mode: one big clock for a session of talks, and a log of planned against actual.

To the clock a session is a run whose slides are its talks, so all that keeps a rehearsal safe
keeps a session safe (see `pacer.widgets.run_recorder`): its journal lies in the chair's folder,
and a session that was broken off can go on.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import PacerError, RunError
from pacer.core.outputs import Outputs
from pacer.core.text import line
from pacer.core.wording import count
from pacer.export.tables import to_csv
from pacer.options import SIGNALS_S
from pacer.runs import programme_signals
from pacer.runs.importers.moments import instant
from pacer.runs.journal import SUFFIX, read
from pacer.runs.programme import read as read_programme
from pacer.widgets.base import RoomWidget, Synced, home_of
from pacer.widgets.chair_log import LOG, log
from pacer.widgets.protocol import ChairBreak, ChairMessage, ChairRoom, ChairTalk
from pacer.widgets.run_recorder import RunRecorder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matplotlib.axes import Axes

    from pacer.runs.programme_signals import Signals

__all__ = ["LOG", "ChairWidget", "chair", "log"]

MOST_TALKS: Final = 500


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

    def named(self) -> tuple[str, str, str]:
        """What a saved notebook says of it."""
        kept = f"what was timed is in {self.recorder.folder.name}/"
        return "chair mode", f"{self.room.title}, {count(len(self.talks), 'talk')}", kept

    def receive(self, message: ChairMessage, _buffers: Sequence[Any]) -> None:
        """Journal the session's marks."""
        self.post(self.recorder.answer(message))

    def log(self) -> pd.DataFrame:
        """Planned against actual, of the session that is on or was the last.

        Returns
        -------
        pandas.DataFrame
            LOG, one row a talk that was begun: talk, speaker, begins, planned_start_s,
            planned_talk_s, planned_questions_s, actual_start_s, actual_end_s, extended_s, talk_s,
            questions_s, paused_s, over_s and late_s. It is told from what is on disk, so that a
            session is there after a restart, too.
        """
        active = list(self.recorder.active_runs.values())
        paths = [active[-1].path] if active else self._kept()
        for path in paths:
            with contextlib.suppress(RunError):
                recorded = read(path)
                if active or self._is_mine(recorded.header):
                    return log(self.talks, recorded.marks)
        return frames.build(LOG)

    def _kept(self) -> list[Path]:
        """The journals in the session's folder, the latest first; they are named by their time."""
        with contextlib.suppress(OSError):
            found = (self.recorder.folder / "runs").iterdir()
            return sorted((path for path in found if path.suffix == SUFFIX), reverse=True)
        return []

    def _is_mine(self, header: Mapping[str, Any]) -> bool:
        """Whether a journal is of this programme: it holds the talks as they were."""
        titles = [slide.get("title") for slide in header["slides"]]
        return titles == [talk.title for talk in self.talks]

    def to_csv(self, target: str | Path, *, overwrite: bool = False) -> Path:
        """Write the log as CSV, with formulas defused.

        Raises
        ------
        PacerError
            If it cannot be written, or a file is there and may not be replaced.
        """
        return Outputs(force=overwrite).write(target, to_csv(self.log()))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw planned against actual; see `pacer.plots.session`."""
        from pacer import plots

        return plots.session(self.log(), ax=ax)


def chair(
    programme: str | Path | Iterable[Sequence[Any]] | pd.DataFrame,
    *,
    room: str | None = None,
    day: str | int | None = None,
    title: str | None = None,
    folder: str | Path | None = None,
    changeover: str | float = 0.0,
    signals: str | Iterable[float | str] | Mapping[Any, Any] = SIGNALS_S,
) -> ChairWidget:
    """Open chair mode: one clock for the talks of a session.

    Parameters
    ----------
    programme : path-like, pandas.DataFrame, or iterable of (title, slot[, questions[, start]])
        A file or a frame is read as `pacer.runs.programme.read` says: CSV under common heads,
        the exports of pretalx, frab and Indico, iCalendar. In tuples, in order, slots are clock
        text such as ``"20:00"`` or seconds, and a start is the time of day, such as ``"10:30"``.
        The questions are part of the slot.
    room : str, optional
        Which of a whole conference, or a part of its name that no other has.
    day : str or int, optional
        Which day: ``2024-05-25``, or its number from 1.
    title : str, optional
        The session's name; by default the file's.
    folder : path-like, optional
        Where its log is kept; by default beside the file, named after it.
    changeover : str or float
        Time between talks, where the tuples say no starts.
    signals : str, iterable or mapping
        When to signal, as `pacer.runs.programme_signals.read` says: ``"5 and 1"``,
        ``"two thirds"``, ``"up to 10min: 3 and 1; 5 and 1"``, or seconds left.

    Returns
    -------
    ChairWidget
        Display it. `pacer.widgets.chair.ChairWidget.log` tells planned against actual.

    Raises
    ------
    PacerError
        If there is no talk, one has no time, or several rooms or days are left.
    ClockError
        If a time is none.

    Examples
    --------
    >>> session = chair([("Ada", "20:00", "5:00"), ("Grace", "15:00")], signals="5 and 1")
    >>> [(talk.title, talk.talk_s, talk.signals_s) for talk in session.talks]
    [('Ada', 900.0, [300.0, 60.0, 0.0]), ('Grace', 900.0, [300.0, 60.0, 0.0])]
    """
    rules = programme_signals.read(signals)
    remarks: tuple[str, ...] = ()
    breaks: list[ChairBreak] = []
    starts_at, place = "", ""
    if isinstance(programme, str | Path | pd.DataFrame):
        entries = read_programme(programme, room=room, day=day)
        remarks, starts_at = entries.attrs["remarks"], entries.attrs["starts_at"]
        talks, breaks = _talks(entries), _breaks(entries)
        first = next(frames.rows(entries))
        place = " · ".join(
            [first.room] * (room is not None) + [first.day] * (day is not None and first.day != "")
        )
    else:
        talks = [_talk(number, tuple(entry)) for number, entry in enumerate(programme, 1)]
        starts_at = next((talk.begins for talk in talks), "")
        talks = _from_the_first(talks, clock.seconds(changeover, bare=False))
    if not talks:
        raise PacerError('a session needs talks: chair([("Ada", "20:00", "5:00")])')
    if len(talks) > MOST_TALKS:
        raise PacerError(f"a session of {len(talks)} talks: the most is {MOST_TALKS}")
    talks = [_signalled(talk, rules) for talk in talks]
    file = Path(programme) if isinstance(programme, str | Path) else None
    name = " · ".join(filter(None, [file.stem if file else "Session", place]))
    folder = Path(folder) if folder is not None else home_for(file, place)
    slides = pd.DataFrame(
        {
            "slide_key": [talk.key for talk in talks],
            "title": [talk.title for talk in talks],
            "text": [talk.title for talk in talks],
        }
    )
    facts = ChairRoom(
        title=line(title or name, limit=120),
        kind="delivery",
        deck_digest="",
        home=home_of(folder),
        starts_at=starts_at,
        breaks=breaks,
        remarks=list(remarks),
    )
    made = ChairWidget(RunRecorder(folder, slides, ""), talks=talks, room=facts)
    made.remarks = remarks
    return made


def home_for(file: Path | None, place: str) -> Path:
    """Where a session's log is kept: beside its programme, by room and day."""
    if file is None:
        return Path("chair.pacer")
    part = re.sub(r"\W+", "-", place.casefold()).strip("-")[:60]
    return file.with_name(f"{file.stem}-{part}-chair.pacer" if part else f"{file.stem}-chair.pacer")


def _talks(entries: pd.DataFrame) -> list[ChairTalk]:
    """The talks of a programme; what lies before the first is not waited for."""
    talks = entries[entries["kind"] == "talk"]
    first_s = _first(entries)
    return [
        ChairTalk(
            key=f"talk:{number}",
            title=row.title or f"Talk {number}",
            speaker=row.speaker,
            begins=row.begins,
            start_s=row.start_s - first_s,
            talk_s=row.slot_s - row.questions_s,
            questions_s=row.questions_s,
        )
        for number, row in enumerate(frames.rows(talks), 1)
    ]


def _breaks(entries: pd.DataFrame) -> list[ChairBreak]:
    first_s = _first(entries)
    return [
        ChairBreak(
            title=row.title,
            begins=row.begins,
            start_s=row.start_s - first_s,
            length_s=row.slot_s,
        )
        for row in frames.rows(entries[entries["kind"] == "break"])
    ]


def _first(entries: pd.DataFrame) -> float:
    return float(entries.loc[entries["kind"] == "talk", "start_s"].min())


def _signalled(talk: ChairTalk, rules: Signals) -> ChairTalk:
    # A rule goes by the time to speak, without questions, as a chair says "a ten-minute talk".
    return msgspec.structs.replace(talk, signals_s=rules.of(talk.talk_s))


def _from_the_first(talks: list[ChairTalk], changeover_s: float) -> list[ChairTalk]:
    """Starts stated as times of day, from the first on; one not stated follows on."""
    made: list[ChairTalk] = []
    zero_s, next_s = None, 0.0
    for talk in talks:
        if talk.start_s is not None and zero_s is None:
            zero_s = talk.start_s - next_s
        start_s = next_s if talk.start_s is None else talk.start_s - (zero_s or 0.0)
        if made and start_s < next_s - changeover_s - 1:
            start_s += clock.LONGEST_S  # past midnight
            if start_s > next_s + clock.LONGEST_S / 2:
                raise PacerError(f"{talk.key[5:]}, {talk.title}: begins before the one before ends")
        made.append(msgspec.structs.replace(talk, start_s=start_s))
        next_s = start_s + talk.talk_s + talk.questions_s + changeover_s
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
        begins="" if start is None else f"{int(start // 3600):02}:{int(start % 3600 // 60):02}",
        start_s=start,
        talk_s=slot_s - questions_s,
        questions_s=questions_s,
    )
