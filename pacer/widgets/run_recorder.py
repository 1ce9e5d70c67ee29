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

from pacer.core.errors import FinalRunError, RunError
from pacer.core.frames import MARK_KINDS, RUN_KINDS
from pacer.core.text import line
from pacer.runs.journal import SUFFIX, Journal, Recorded, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

# Beyond the kinds that tell time: where the speaker stumbled, what the run is called, and what a
# chair grants a speaker.
KINDS: Final = (*MARK_KINDS, "note", "name", "extend")
# A run broken off is offered again for so long; after that it is simply kept.
OFFERED: Final = timedelta(hours=24)
# Of a folder's runs only the latest can be the one that goes on.
LATEST_FILES: Final = 40
# A page sends a long run in so many marks at a time.
MOST_AT_ONCE: Final = 1_000
NOTE_LENGTH: Final = 300
KEY_LENGTH: Final = 200
DISCARDED: Final = "discarded"


@dataclass
class Sitting:
    """A run being recorded: its journal, the page that drives it, and when that last wrote.

    After a failure the journal is opened anew, from what is on disk: an interrupted kernel may
    have written a mark that it does not know of.
    """

    path: Path
    holder: str
    wrote: float
    journal: Journal | None = None


@dataclass
class Desk:
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
    sittings : dict of str to Sitting
        The runs recorded here, by token, in order.
    """

    folder: Path
    slides: pd.DataFrame
    deck_digest: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ticks: Callable[[], float] = time.monotonic
    sittings: dict[str, Sitting] = field(default_factory=dict)

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any] | None:
        """Answer a page's message; None where it is not about a run."""
        page = str(message.get("page", ""))[:80]
        run = message.get("run")
        match message.get("do"):
            case "hello":
                return self.hello(page)
            case "marks":
                return self.marks(
                    page,
                    run if isinstance(run, dict) else {},
                    message.get("marks"),
                    take=message.get("take") is True,
                )
            case "discard":
                return self.discard(message.get("token"))
        return None

    def hello(self, page: str) -> dict[str, Any]:
        """Tell a page that has just opened what there is to go on with."""
        run = None
        if self.sittings:
            token, sitting = list(self.sittings.items())[-1]
            age_s = self.ticks() - sitting.wrote
            with contextlib.suppress(RunError):  # somebody moved the file
                known = _known(token, sitting.path)
                run = {**known, "holder": sitting.holder, "age_s": age_s}
        return {
            "said": "hello",
            "page": page,
            "run": run,
            "unfinished": self.unfinished() if run is None else None,
        }

    def marks(
        self, page: str, run: Mapping[str, Any], marks: object, *, take: bool = False
    ) -> dict[str, Any]:
        """Write marks and say how far the journal now goes.

        Parameters
        ----------
        page : str
            Who sends them; only the page that drives the run may.
        run : mapping
            The run's token, kind, started_at and deck_digest.
        marks : list of dict
            Each with seq, t_s, kind, slide_key and perhaps note.
        take : bool
            Whether the page takes the run over from the one that drove it.

        Returns
        -------
        dict
            ``ack`` with the number of the last mark on disk and the marks new to it, or
            ``refused`` with that number and the reason; the page sends again what comes after
            it, unless ``final`` says that the same cannot succeed. ``holder`` where another page
            drives the run.
        """
        token = _word(run.get("token"))
        if not token:
            why = "a run needs its token"
            return {"said": "refused", "token": "", "seq": 0, "why": why, "final": True}
        sitting = self.sittings.get(token)
        if sitting is not None and take:
            sitting.holder = page
        if sitting is not None and sitting.holder != page:
            return {"said": "holder", "token": token, "holder": sitting.holder}
        news: list[dict[str, Any]] = []
        seq = 0
        try:
            journal = None if sitting is None else sitting.journal
            if sitting is None or journal is None or not sitting.path.exists():
                if journal is not None:
                    journal.close()
                journal = self._open(token, run)
                sitting = Sitting(journal.path, page, self.ticks(), journal)
                self.sittings[token] = sitting
            seq = journal.marks
            for mark in _sound(marks):
                if mark["seq"] > seq + 1:
                    break  # one before it has not arrived: the page hears where to begin
                more = {"token": token} if mark["seq"] == 1 else {}
                if "note" in mark:
                    more["note"] = mark["note"]
                journal.mark(mark["t_s"], mark["kind"], mark["slide_key"], seq=mark["seq"], **more)
                if mark["seq"] > seq:
                    seq = mark["seq"]
                    news.append(mark)
                    sitting.wrote = self.ticks()
        except RunError as error:
            if sitting is not None and sitting.journal is not None:
                sitting.journal.close()
                sitting.journal = None
            return {
                "said": "refused",
                "token": token,
                "seq": seq,
                "why": str(error),
                "final": isinstance(error, FinalRunError),
                "news": news,
            }
        return {
            "said": "ack",
            "token": token,
            "seq": seq,
            "run_id": journal.run_id,
            "holder": page,
            "news": news,
        }

    def _open(self, token: str, run: Mapping[str, Any]) -> Journal:
        """The run's journal: the one on disk, else a new one."""
        path = self._find(token)
        if path is not None:
            return Journal.resume(path)
        kind = run.get("kind")
        return Journal.create(
            self.folder,
            self.slides,
            deck_digest=_word(run.get("deck_digest")) or self.deck_digest,
            kind=kind if kind in RUN_KINDS else "rehearsal",
            started_at=self._started(run.get("started_at")),
        )

    def _started(self, given: object) -> datetime:
        """The page's time of day, unless it is absurd: its clock may be wrong, or ours."""
        now = self.now()
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            said = datetime.fromisoformat(str(given))
            if said.tzinfo and now - 7 * OFFERED < said < now + timedelta(minutes=5):
                return said
        return now

    def path(self, token: str) -> Path | None:
        """The file of a run recorded here, for what goes beside it."""
        sitting = self.sittings.get(token)
        return sitting.path if sitting is not None and sitting.path.exists() else None

    def _find(self, token: str) -> Path | None:
        """The journal of the run with this token, if one was begun."""
        return self.path(token) or next(
            (path for path in self._latest() if _token(path) == token), None
        )

    def _latest(self) -> list[Path]:
        """The latest journals, newest first; their names are their times."""
        try:
            files = list((self.folder / "runs").glob(f"*{SUFFIX}"))
        except OSError:
            return []
        return sorted(files, key=lambda path: path.stem, reverse=True)[:LATEST_FILES]

    def unfinished(self) -> dict[str, Any] | None:
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
                    return {**_known(token, path), "age_s": max(0.0, age.total_seconds())}
            return None
        return None

    def discard(self, token: object) -> dict[str, Any]:
        """Put a run aside, where nothing reads it; a slip can be mended by moving it back."""
        wanted = _word(token)
        path = self._find(wanted) if wanted else None
        self.leave(wanted)
        if path is None:
            return {"said": "discarded", "token": wanted, "where": ""}
        aside = self.folder / DISCARDED
        try:
            aside.mkdir(exist_ok=True)
            for file in path.parent.glob(f"{path.stem}.*"):
                file.rename(aside / file.name)
        except OSError as error:
            why = f"{path.name}: cannot be put aside ({error.strerror}): move it by hand"
            return {"said": "refused", "token": wanted, "seq": 0, "why": why}
        return {"said": "discarded", "token": wanted, "where": f"{self.folder.name}/{DISCARDED}"}

    def leave(self, token: str) -> None:
        """Let go of a run's journal; it can be resumed."""
        sitting = self.sittings.pop(token, None)
        if sitting is not None and sitting.journal is not None:
            sitting.journal.close()


def _known(token: str, path: Path) -> dict[str, Any]:
    """What a page needs to go on with a run."""
    recorded = read(path)
    header = recorded.header
    fields = ("seq", "t_s", "kind", "slide_key", "note")
    return {
        "token": token,
        "run_id": header["run_id"],
        "kind": header["kind"],
        "deck_digest": header["deck_digest"],
        "started_at": header["started_at"].isoformat(),
        "marks": [{name: mark[name] for name in fields if name in mark} for mark in recorded.marks],
    }


def _is_open(recorded: Recorded) -> bool:
    """Whether a run was not stopped, or taken up again since."""
    for mark in reversed(recorded.marks):
        if mark["kind"] in ("stop", "resume", "start"):
            return bool(mark["kind"] != "stop")
    return True


def _token(path: Path) -> str:
    """The token in a journal's first mark, without reading the whole file."""
    with contextlib.suppress(OSError, ValueError, AttributeError), path.open("rb") as file:
        file.readline()
        return _word(json.loads(file.readline(4096)).get("token"))
    return ""


def _word(given: object) -> str:
    """A short name a page made up, or nothing."""
    return given if isinstance(given, str) and given.isprintable() and len(given) <= 80 else ""


def _sound(marks: object) -> Iterator[dict[str, Any]]:
    """The marks in order; the first that makes no sense is refused, and what comes after it."""
    if not isinstance(marks, list):
        raise FinalRunError("a page sent no list of marks: reload it")
    if len(marks) > MOST_AT_ONCE:
        raise FinalRunError(
            f"a page sent {len(marks):,} marks at once, more than {MOST_AT_ONCE:,}: reload it"
        )
    for mark in marks:
        if not isinstance(mark, dict):
            raise FinalRunError("a page sent something that is no mark: reload it")
        seq, t_s, key = mark.get("seq"), mark.get("t_s"), mark.get("slide_key", "")
        if (
            type(seq) is not int
            or seq < 1
            or not isinstance(t_s, int | float)
            or not (math.isfinite(t_s) and t_s >= 0)
            or mark.get("kind") not in KINDS
            or not isinstance(key, str)
            or len(key) > KEY_LENGTH
        ):
            raise FinalRunError(
                f"mark {line(str(seq), limit=20)} makes no sense: reload the page, "
                "or begin a new run"
            )
        sound = {"seq": seq, "t_s": float(t_s), "kind": mark["kind"], "slide_key": key}
        if note := line(str(mark.get("note") or ""), limit=NOTE_LENGTH):
            sound["note"] = note
        yield sound
