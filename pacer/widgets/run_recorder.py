"""The kernel's side of a run: takes marks from pages, journals them, acknowledges.

A page numbers its marks and keeps each until it is acknowledged; here each is on disk before it
is. So whatever breaks in between, sending once more is always right: a mark known already is
acknowledged again and not written again. A run is known by the token its page gave it, which is
kept with its first mark: a new kernel finds the run by it and goes on.
"""

from __future__ import annotations

import contextlib
import json
import math
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pacer.core.errors import FinalRunError, PacerError, RunError
from pacer.core.text import line
from pacer.runs import aside
from pacer.runs.journal import SUFFIX, Journal, JournalContents, read
from pacer.runs.teaching import KEPT
from pacer.widgets.protocol import (
    Acked,
    AddMarks,
    Discarded,
    DiscardRun,
    HeldElsewhere,
    Hello,
    KnownRun,
    Mark,
    Refused,
    Welcome,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from pacer.widgets.protocol import RunAnswer, RunHead, RunMessage

# A run broken off is offered again for so long; after that it is simply kept.
OFFERED: Final = timedelta(hours=24)
# A clock may be so far off; what is dated further ahead tells nothing of when it was.
AHEAD: Final = timedelta(minutes=5)


@dataclass
class ActiveRun:
    """A run being recorded: its journal, the page that drives it, and when that last wrote.

    After a failure the journal is opened anew, from what is on disk: an interrupted kernel may
    have written a mark that it does not know of.
    """

    path: Path
    driver: str
    wrote: float
    journal: Journal | None = None


@dataclass
class RunRecorder:
    """Journals the runs of one deck for the pages of one widget.

    Parameters
    ----------
    folder : pathlib.Path
        ``<deck stem>.pacer``.
    slides : pandas.DataFrame
        SLIDES, as they were when the room was opened.
    deck_digest : str
    now, ticks : callable
        The time of day with its zone, and a clock in seconds that never jumps.

    Attributes
    ----------
    active_runs : dict of str to ActiveRun
        The runs recorded here, by token, in order.
    """

    folder: Path
    slides: pd.DataFrame
    deck_digest: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ticks: Callable[[], float] = time.monotonic
    active_runs: dict[str, ActiveRun] = field(default_factory=dict)

    def answer(self, message: RunMessage) -> RunAnswer:
        """Answer a page's message about a run."""
        match message:
            case Hello():
                return self.hello(message)
            case AddMarks():
                return self.add_marks(message)
            case DiscardRun():
                return self.discard(message.token)

    def hello(self, message: Hello) -> Welcome:
        """Tell a page that has just opened what there is to go on with."""
        run = None
        if self.active_runs:
            token, active = list(self.active_runs.items())[-1]
            age_s = self.ticks() - active.wrote
            with contextlib.suppress(RunError):  # somebody moved the file
                run = _known(token, active.path, age_s, active.driver)
        unfinished = self.unfinished() if run is None else None
        return Welcome(page=message.page, run=run, unfinished=unfinished)

    def add_marks(self, message: AddMarks) -> Acked | Refused | HeldElsewhere:
        """Write marks and say how far the journal now goes.

        Parameters
        ----------
        message : AddMarks
            Only the page that drives the run may send marks, or one that takes it over.

        Returns
        -------
        Acked, Refused or HeldElsewhere
            The number of the last mark on disk and the marks new to it; refused with the reason,
            the page sends again what comes after that number, unless ``final`` says that the
            same cannot succeed.
        """
        token = message.run.token
        active = self.active_runs.get(token)
        if active is not None and message.take_over:
            active.driver = message.page
        if active is not None and active.driver != message.page:
            return HeldElsewhere(token=token, driver=active.driver)
        new_marks: list[Mark] = []
        seq = 0
        try:
            journal = None if active is None else active.journal
            if active is None or journal is None or not active.path.exists():
                if journal is not None:
                    journal.close()
                journal = self._open(message.run)
                active = ActiveRun(journal.path, message.page, self.ticks(), journal)
                self.active_runs[token] = active
            seq = journal.marks
            for mark in message.marks:
                if mark.seq > seq + 1:
                    break  # one before it has not arrived: the page hears where to begin
                more = {"token": token} if mark.seq == 1 else {}
                if note := line(mark.note):
                    more["note"] = note
                journal.mark(mark.t_s, mark.kind, mark.slide_key, seq=mark.seq, **more)
                if mark.seq > seq:
                    seq = mark.seq
                    new_marks.append(mark)
                    active.wrote = self.ticks()
        except RunError as error:
            if active is not None and active.journal is not None:
                active.journal.close()
                active.journal = None
            return Refused(
                token=token,
                seq=seq,
                reason=str(error),
                final=isinstance(error, FinalRunError),
                new_marks=new_marks,
            )
        return Acked(
            token=token,
            seq=seq,
            run_id=journal.run_id,
            driver=message.page,
            new_marks=new_marks,
        )

    def _open(self, run: RunHead) -> Journal:
        """The run's journal: the one on disk, else a new one."""
        path = self._find(run.token)
        if path is not None:
            return Journal.resume(path)
        return Journal.create(
            self.folder,
            self.slides,
            deck_digest=run.deck_digest or self.deck_digest,
            kind=run.kind,
            started_at=self._started(run.started_at),
        )

    def _started(self, told: str) -> datetime:
        """The page's time of day, unless it is absurd: its clock may be wrong, or ours."""
        now = self.now()
        with contextlib.suppress(ValueError, OverflowError):
            started_at = datetime.fromisoformat(told)
            if started_at.tzinfo and now - 7 * OFFERED < started_at < now + timedelta(minutes=5):
                return started_at
        return now

    def marks(self, token: str) -> list[dict[str, Any]]:
        """The marks of a run recorded here, as they are on disk; none where it cannot be read."""
        path = self.path(token)
        if path is None:
            return []
        with contextlib.suppress(RunError):
            return read(path).marks
        return []

    def path(self, token: str) -> Path | None:
        """The file of a run recorded here, for what goes beside it."""
        active = self.active_runs.get(token)
        return active.path if active is not None and active.path.exists() else None

    def _find(self, token: str) -> Path | None:
        """The journal of the run with this token, if one was begun."""
        return self.path(token) or next(
            (path for path in self._latest() if _token(path) == token), None
        )

    def _latest(self) -> list[Path]:
        """The journals, the one written last first; those dated ahead of the clock come last."""
        ahead = (self.now() + AHEAD).timestamp()
        found: list[tuple[float, str, Path]] = []
        with contextlib.suppress(OSError):
            for path in (self.folder / "runs").iterdir():
                if path.suffix == SUFFIX and path.is_file():
                    written = path.stat().st_mtime
                    found.append((written if written < ahead else -math.inf, path.name, path))
        return [path for _, _, path in sorted(found, reverse=True)]

    def unfinished(self) -> KnownRun | None:
        """The latest run recorded here, if it was broken off not long ago."""
        for path in self._latest():
            token = _token(path)
            if not token:
                continue
            with contextlib.suppress(RunError, OSError):
                recorded = read(path)
                age = self.now() - datetime.fromtimestamp(path.stat().st_mtime, UTC)
                if (
                    age <= OFFERED
                    and recorded.marks
                    and not recorded.damaged
                    and _is_open(recorded)
                ):
                    return _known(token, path, max(0.0, age.total_seconds()))
            return None
        return None

    def discard(self, token: str) -> Discarded | Refused:
        """Put a run aside, where nothing reads it; a slip can be mended by moving it back."""
        path = self._find(token)
        self.leave(token)
        if path is None:
            return Discarded(token=token, where="")
        try:
            aside.put_aside(path)
        except (OSError, PacerError) as error:
            reason = f"{path.name}: cannot be put aside ({error}): move it by hand"
            return Refused(token=token, seq=0, reason=reason)
        return Discarded(token=token, where=f"{self.folder.name}/{aside.FOLDER}")

    def leave(self, token: str) -> None:
        """Let go of a run's journal; it can be resumed."""
        active = self.active_runs.pop(token, None)
        if active is not None and active.journal is not None:
            active.journal.close()


def _known(token: str, path: Path, age_s: float, driver: str = "") -> KnownRun:
    """What a page needs to go on with a run; one with marks no page can hold is none of them."""
    recorded = read(path)
    header = recorded.header
    marks = [
        {name: mark[name] for name in Mark.__struct_fields__ if name in mark}
        for mark in recorded.marks
    ]
    try:
        return KnownRun(
            token=token,
            run_id=header["run_id"],
            kind=header["kind"],
            deck_digest=header["deck_digest"],
            started_at=header["started_at"].isoformat(),
            marks=msgspec.convert(marks, list[Mark]),
            age_s=age_s,
            driver=driver,
        )
    except msgspec.ValidationError as error:
        raise RunError(f"holds a mark that no page knows ({error})", path) from error


def _is_open(recorded: JournalContents) -> bool:
    """Whether a run was not stopped nor kept as it is, or taken up again since."""
    for mark in reversed(recorded.marks):
        if mark["kind"] == KEPT:
            return False
        if mark["kind"] in ("stop", "resume", "start"):
            return bool(mark["kind"] != "stop")
    return True


def _token(path: Path) -> str:
    """The token in a journal's first mark, without reading the whole file."""
    with contextlib.suppress(OSError, ValueError, AttributeError), path.open("rb") as file:
        file.readline()
        token = json.loads(file.readline(4096)).get("token")
        return token if isinstance(token, str) else ""
    return ""
