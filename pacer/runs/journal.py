"""One run, one file: an append-only journal that survives a kill at any byte.

The first line is the header: format, version, run, and the deck's slides as they were, so that
a file stands alone and can be matched to an edited deck later. Each further line is one mark
with its number; it is flushed and fsynced before `Journal.mark` returns. Nothing is ever
rewritten: what is written once stays.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pacer.core import files, frames
from pacer.core.errors import FinalRunError, PacerError, RunError
from pacer.core.text import line as one_line
from pacer.core.text import tidy
from pacer.runs.journal_file import (
    FORMAT,
    LARGEST_BYTES,
    MOST_MARKS,
    SUFFIX,
    VERSION,
    JournalContents,
    read,
    utc,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "SAMPLE",
    "SUFFIX",
    "TEXT_KEPT",
    "Journal",
    "JournalContents",
    "read",
    "revision",
    "save_marks",
]

# Enough of a slide's text to know it again after an edit; a run of 60 slides stays under 50 kB.
TEXT_KEPT: Final = 400
# The source of runs that come with a sample talk: nobody here held them.
SAMPLE: Final = "sample"

_FIELDS = frozenset({"seq", "t_s", "kind", "slide_key"})


class Journal:
    """A run being recorded: each mark is on disk before it is acknowledged.

    Made by `Journal.create` for a new run and `Journal.resume` for one that was broken off.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    run_id : str
        The run's name in every frame.

    Notes
    -----
    Two windows may resume the same run. The one that writes last goes on; the other finds that
    the file grew under it and refuses its next mark, so that neither corrupts the other.
    """

    def __init__(self, path: Path, run_id: str, marks: Iterable[dict[str, Any]] = ()) -> None:
        self.path = path
        self.run_id = run_id
        self._marks = list(marks)
        self._fd = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        self._size = os.fstat(self._fd).st_size
        self._torn = False

    @classmethod
    def create(
        cls,
        folder: str | Path,
        slides: pd.DataFrame,
        *,
        deck_digest: str,
        kind: str = "rehearsal",
        started_at: datetime | None = None,
        run_id: str | None = None,
        source: str = "pacer",
    ) -> Journal:
        """Begin a run.

        Parameters
        ----------
        folder : path-like
            The talk's folder, ``<deck stem>.pacer``; the file goes into its ``runs``.
        slides : pandas.DataFrame
            SLIDES, or any frame with slide_key, title and text, in deck order.
        deck_digest : str
            The deck's digest; without one (``""``) the slides' own is used.
        kind : {"rehearsal", "delivery"}
        started_at : datetime, optional
            Now by default; without a zone it is taken as UTC.
        run_id : str, optional
            The file's name by default.
        source : str
            Where the times come from.

        Raises
        ------
        RunError
            If the folder cannot be written.
        """
        path, run_id = _write_new(
            Path(folder), slides, (), deck_digest, kind, started_at, run_id, source
        )
        return cls(path, run_id)

    @classmethod
    def resume(cls, path: str | Path) -> Journal:
        """Go on with a run that was broken off; its marks keep their numbers.

        A torn last line is closed, not removed: every byte written stays.

        Raises
        ------
        RunError
            If the file is no run, of a newer version, damaged in the middle, or cannot be
            written.
        """
        path = Path(path)
        recorded = read(path)
        if recorded.damaged:
            raise FinalRunError(f"{recorded.problem}: begin a new run", path)
        try:
            made = cls(path, str(recorded.header["run_id"]), recorded.marks)
        except OSError as error:
            raise RunError(f"cannot go on with this run ({error.strerror})", path) from error
        made._torn = recorded.torn
        return made

    @property
    def marks(self) -> int:
        """How many marks are written and safe."""
        return len(self._marks)

    def mark(
        self, t_s: float, kind: str, slide_key: str = "", *, seq: int | None = None, **more: Any
    ) -> int:
        """Write one mark; it is on disk when this returns.

        Parameters
        ----------
        t_s : float
            Seconds since the start of the run.
        kind : str
            One of `pacer.core.frames.MARK_KINDS`, or a further one, such as ``"note"``, which
            changes no time.
        slide_key : str
            The slide now shown (``start`` and ``slide``), or the one a further mark is about.
        seq : int, optional
            The sender's number, from 1. One that is written already is acknowledged and not
            written again, so that a mark may be sent twice; one that skips ahead is refused.
        **more
            Further fields, kept in the file; ``note`` also comes back in the marks' frame.

        Returns
        -------
        int
            The number of the mark, acknowledged.

        Raises
        ------
        RunError
            If the mark could not be saved; the journal is whole and the mark can be sent again.
        FinalRunError
            If it never can be: the run is as long as a run can be, or has another mark there.
        """
        entry = _entry(t_s, kind, slide_key, more, self.path)
        seq = len(self._marks) + 1 if seq is None else seq
        if 1 <= seq <= len(self._marks):
            if {**self._marks[seq - 1], "seq": seq} == {"seq": seq, **entry}:
                return seq
            raise FinalRunError(
                f"mark {seq} is written already, and differs: another window is recording "
                "this run; go on there, or begin a new run here",
                self.path,
            )
        if seq != len(self._marks) + 1:
            raise RunError(
                f"mark {seq} came before mark {len(self._marks) + 1}: send that one first",
                self.path,
            )
        entry = {"seq": seq, **entry}
        line = _dump(entry)
        if seq > MOST_MARKS or self._size + len(line) > LARGEST_BYTES:
            raise FinalRunError(
                f"has {seq - 1:,} marks, as many as a run can hold: begin a new run", self.path
            )
        self._append(line)
        self._marks.append(entry)
        return seq

    def close(self) -> None:
        """Let go of the file; a run without a stop can be resumed."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _append(self, data: bytes) -> None:
        if self._fd < 0:
            raise RunError("this run is closed: resume it to go on", self.path)
        try:
            found = os.fstat(self._fd)
            if not found.st_nlink:
                raise RunError(
                    "was deleted or replaced while it was being recorded: begin a new run, "
                    "and send its marks again from the first",
                    self.path,
                )
            if found.st_size != self._size:
                raise RunError(
                    "another window is recording this run; go on there, or begin a new run here",
                    self.path,
                )
            if self._torn:
                data = b"\n" + data
            _write_all(self._fd, data)
            os.fsync(self._fd)
        except OSError as error:
            self._mend(len(data))
            raise RunError(
                f"a mark could not be saved ({error.strerror}): {files.cure(error)}, "
                "then send it again",
                self.path,
            ) from error
        self._size += len(data)
        self._torn = False

    def _mend(self, written: int) -> None:
        """Take back a half-written line; where that fails, the next mark begins a new line."""
        with contextlib.suppress(OSError):
            size = os.fstat(self._fd).st_size
            if self._size < size <= self._size + written:
                try:
                    os.ftruncate(self._fd, self._size)
                except OSError:
                    self._size, self._torn = size, True


def save_marks(
    folder: str | Path,
    slides: pd.DataFrame,
    marks: Iterable[tuple[float, str, str]] | pd.DataFrame,
    *,
    deck_digest: str,
    kind: str = "rehearsal",
    started_at: datetime | None = None,
    run_id: str | None = None,
    source: str = "pacer",
    skips_known: bool = True,
) -> Path:
    """Write a whole run at once, for importers and samples.

    Parameters
    ----------
    marks : iterable of (t_s, kind, slide_key), or pandas.DataFrame
        In order; a frame has at least those columns.
    folder, slides, deck_digest, kind, started_at, run_id, source
        As in `Journal.create`.
    skips_known : bool
        Whether a slide that is not in the marks was passed over; else nothing is known of it.

    Returns
    -------
    pathlib.Path
        The new file.

    Raises
    ------
    RunError
        If the folder cannot be written; nothing half-written is left.
    """
    rows = (
        zip(marks["t_s"], marks["kind"], marks["slide_key"], strict=True)
        if isinstance(marks, pd.DataFrame)
        else marks
    )
    entries = (_entry(t_s, what, key, {}, Path(folder)) for t_s, what, key in rows)
    lines = [{"seq": seq, **entry} for seq, entry in enumerate(entries, 1)]
    path, _ = _write_new(
        Path(folder), slides, lines, deck_digest, kind, started_at, run_id, source,
        skips_known=skips_known,
    )  # fmt: skip
    return path


def _entry(
    t_s: float, kind: str, slide_key: str, more: dict[str, Any], path: Path
) -> dict[str, Any]:
    t_s = float(t_s)
    if not (math.isfinite(t_s) and t_s >= 0):
        raise RunError(f"a mark at {t_s} s: times count from the start, from 0 upwards", path)
    if not kind or (kind == "slide" and not slide_key):
        raise RunError("a mark needs a kind, and a slide mark its slide", path)
    if taken := _FIELDS & more.keys():
        raise RunError(f"a mark's own field cannot be set: {', '.join(sorted(taken))}", path)
    return {"t_s": round(t_s, 6), "kind": str(kind), "slide_key": str(slide_key), **more}


def _dump(entry: dict[str, Any]) -> bytes:
    try:
        written = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise RunError(f"a mark's fields must be plain text and numbers: {error}") from error
    return written.encode("utf-8", "replace") + b"\n"


def _write_new(
    folder: Path,
    slides: pd.DataFrame,
    marks: Iterable[dict[str, Any]],
    deck_digest: str,
    kind: str,
    started_at: datetime | None,
    run_id: str | None,
    source: str,
    *,
    skips_known: bool = True,
) -> tuple[Path, str]:
    """Write a new file with its header and `marks`, and make sure that it is there to stay."""
    if kind not in frames.RUN_KINDS:
        raise RunError(f"a run is a {' or a '.join(frames.RUN_KINDS)}, not {kind!r}")
    began = utc(started_at or datetime.now(UTC))
    kept = revision(slides)
    lines = b"".join(map(_dump, marks))
    runs = folder / "runs"
    for number in range(1, 10_000):
        stem = f"{began:%Y-%m-%dT%H-%M-%SZ}" + (f"-{number}" if number > 1 else "")
        named = one_line(run_id or stem, limit=80)
        header = {
            "format": FORMAT,
            "version": VERSION,
            "run_id": named,
            "kind": kind,
            "started_at": began.isoformat().replace("+00:00", "Z"),
            "deck_digest": deck_digest or _digest(kept),
            "source": source,
            **({} if skips_known else {"skips_known": False}),
            "slides": kept,
        }
        path = runs / (stem + SUFFIX)
        try:
            files.make_folder(runs)
            # Two runs may begin in one second: each has a file that nobody else has.
            if files.create(path, _dump(header) + lines):
                return path, named
        except PacerError as error:
            raise RunError(f"no run can be written here: {error}") from error
    raise RunError("too many runs begin in this second: wait a moment", runs)


def revision(slides: pd.DataFrame) -> list[dict[str, str]]:
    """The slides as a run keeps them: key, title and the beginning of the text, in order."""
    return [
        {
            "slide_key": str(key),
            "title": one_line(str(title)),
            "text": tidy(str(text), limit=TEXT_KEPT),
        }
        for key, title, text in zip(
            slides["slide_key"], slides["title"], slides["text"], strict=True
        )
    ]


def _digest(kept: list[dict[str, str]]) -> str:
    return "slides:" + sha256(_dump({"slides": kept})).hexdigest()[:16]


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
