"""One run, one file: an append-only journal that survives a kill at any byte.

The first line is the header: format, version, run, and the deck's slides as they were, so that
a file stands alone and can be matched to an edited deck later. Each further line is one mark
with its number; it is flushed and fsynced before `Journal.mark` returns. Nothing is ever
rewritten: what is written once stays.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pacer import frames
from pacer.errors import RunError
from pacer.text import line as one_line
from pacer.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT: Final = "pacer-run"
VERSION: Final = 1
SUFFIX: Final = ".jsonl"
# Enough of a slide's text to know it again after an edit; a run of 60 slides stays under 50 kB.
TEXT_KEPT: Final = 400
# An hour's run is some 30 kB; a file this large is no run.
LARGEST_BYTES: Final = 64 * 2**20
# No clock counts so far; what does is no time at all.
LONGEST_S: Final = 1e9

_FIELDS = frozenset({"seq", "t_s", "kind", "slide_key"})
_SLIDE_FIELDS = ("slide_key", "title", "text")


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
            raise RunError(f"{recorded.problem}: begin a new run", path)
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
            One of `pacer.frames.MARK_KINDS`, or a further one, such as ``"note"``, which
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
        """
        entry = _entry(t_s, kind, slide_key, more, self.path)
        seq = len(self._marks) + 1 if seq is None else seq
        if 1 <= seq <= len(self._marks):
            if {**self._marks[seq - 1], "seq": seq} == {"seq": seq, **entry}:
                return seq
            raise RunError(
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
        self._append(_dump(entry))
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
                f"a mark could not be saved ({error.strerror}): {_cure(error)}, then send it again",
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
) -> Path:
    """Write a whole run at once, for importers and samples.

    Parameters
    ----------
    marks : iterable of (t_s, kind, slide_key), or pandas.DataFrame
        In order; a frame has at least those columns.
    folder, slides, deck_digest, kind, started_at, run_id, source
        As in `Journal.create`.

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
    path, _ = _write_new(Path(folder), slides, lines, deck_digest, kind, started_at, run_id, source)
    return path


@dataclass(frozen=True)
class Recorded:
    """What a file holds: its header, the marks that can be trusted, and what is wrong with it.

    `torn` says that the last line has no end; `damaged` that marks after some line are lost or
    cannot be trusted, so that the run cannot go on.
    """

    header: dict[str, Any]
    marks: list[dict[str, Any]]
    problem: str = ""
    torn: bool = False
    damaged: bool = False


def read(path: str | Path) -> Recorded:
    """Read a journal; a file cut anywhere keeps every whole mark before the cut.

    Raises
    ------
    RunError
        If it cannot be opened, is no run, or is of a newer version.
    """
    path = Path(path)
    try:
        # Asked first: opening a named pipe would wait for ever.
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise RunError("is no file: move it out of the folder of runs", path)
        if found.st_size > LARGEST_BYTES:
            raise RunError(f"is too large for a run ({found.st_size >> 20} MB)", path)
        data = path.read_bytes()
    except OSError as error:
        raise RunError(f"cannot be read ({error.strerror})", path) from error
    head, found_end, body = data.partition(b"\n")
    header = _header(head, path, whole=bool(found_end))
    torn = (bool(body) and not body.endswith(b"\n")) or not found_end
    lines = body.split(b"\n")
    if not lines[-1]:
        lines.pop()
    marks = _read_sound(lines)
    return (
        Recorded(header, marks, torn=torn)
        if marks is not None
        else _read_doubtful(header, lines, torn=torn)
    )


def _header(head: bytes, path: Path, *, whole: bool) -> dict[str, Any]:
    header = _parse(head)
    if header is None and not whole:
        raise RunError("is cut off in its first line: nothing was recorded in it yet", path)
    if header is None or header.get("format") != FORMAT:
        raise RunError("is no run recorded by pacer: move it out of the folder of runs", path)
    version = header.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise RunError(
            f"is of version {one_line(str(version), limit=20)}, newer than this pacer reads "
            f"({VERSION}): upgrade pacer",
            path,
        )
    try:
        header["started_at"] = _utc(datetime.fromisoformat(header["started_at"]))
        for field, limit in (("run_id", 80), ("deck_digest", 120), ("source", 120)):
            header[field] = one_line(header[field], limit=limit)
        texts = [slide[name] for slide in header["slides"] for name in _SLIDE_FIELDS]
        sound = header["kind"] in frames.RUN_KINDS and set(map(type, texts)) <= {str}
    except (KeyError, TypeError, ValueError, OverflowError):
        sound = False
    if not (sound and header["run_id"]):
        raise RunError("its first line is damaged: it cannot be read", path, line=1)
    return header


def _read_sound(lines: list[bytes]) -> list[dict[str, Any]] | None:
    """All marks in one parse; None where a line needs a closer look."""
    try:
        marks = json.loads(b"[%b]" % b",".join(lines))
        seqs, times, kinds, keys = (
            [mark[field] for mark in marks] for field in ("seq", "t_s", "kind", "slide_key")
        )
        # Column by column, since `_is_mark` for each mark takes as long as reading them.
        sound = (
            seqs == list(range(1, len(lines) + 1))
            and {*map(type, seqs)} <= {int}
            and {*map(type, times)} <= {float, int}
            and {*map(type, kinds), *map(type, keys)} <= {str}
            and math.isfinite(sum(times))
            and min(times, default=0) >= 0
            and max(times, default=0) < LONGEST_S
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return marks if sound else None


def _read_doubtful(header: dict[str, Any], lines: list[bytes], *, torn: bool) -> Recorded:
    """Line by line: what stands before the first loss is kept, and the loss is named."""
    marks: list[dict[str, Any]] = []
    bad_line, second = 0, 0
    for number, raw in enumerate(lines, 2):
        mark = _parse(raw)
        if not raw:
            continue
        if mark is None or not _is_mark(mark):
            bad_line = bad_line or number
        elif mark["seq"] == len(marks) + 1:
            # A torn line whose mark was sent again is no loss.
            bad_line = 0
            marks.append(mark)
        elif 1 <= mark["seq"] <= len(marks):
            second = second or (0 if mark == marks[mark["seq"] - 1] else number)
        else:
            bad_line = bad_line or number
            lost = len(lines) + 2 - bad_line
            return Recorded(
                header,
                marks,
                f"damaged in line {bad_line}: the {len(marks)} marks before it are kept, "
                f"{lost} lines from there on are set aside",
                torn=torn,
                damaged=True,
            )
    if second:
        return Recorded(
            header,
            marks,
            f"line {second} holds another mark under a number already used: two windows "
            "recorded into one run, and the first one's marks are kept",
            torn=torn,
            damaged=True,
        )
    if bad_line:
        cut = "cut off" if torn else "damaged"
        return Recorded(
            header, marks, f"{cut} in line {bad_line}: the {len(marks)} marks before it are kept",
            torn=torn,
        )  # fmt: skip
    return Recorded(header, marks, torn=torn)


def _parse(raw: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_mark(mark: dict[str, Any]) -> bool:
    t_s: Any = mark.get("t_s")
    return (
        type(t_s) in (float, int)
        and 0 <= t_s < LONGEST_S
        and type(mark.get("kind")) is str
        and type(mark.get("slide_key")) is str
        and type(mark.get("seq")) is int
    )


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
) -> tuple[Path, str]:
    """Write a new file with its header and `marks`, and make sure that it is there to stay."""
    if kind not in frames.RUN_KINDS:
        raise RunError(f"a run is a {' or a '.join(frames.RUN_KINDS)}, not {kind!r}")
    began = _utc(started_at or datetime.now(UTC))
    kept = revision(slides)
    runs = folder / "runs"
    try:
        if not runs.is_dir():
            runs.mkdir(parents=True, exist_ok=True)
            for made in (folder.parent, folder):
                _sync_folder(made)
        fd, path = _open_new(runs, f"{began:%Y-%m-%dT%H-%M-%SZ}")
    except OSError as error:
        raise RunError(
            f"no run can be written here ({error.strerror}): {_cure(error)}", runs
        ) from error
    run_id = one_line(run_id or path.stem, limit=80)
    header = {
        "format": FORMAT,
        "version": VERSION,
        "run_id": run_id,
        "kind": kind,
        "started_at": began.isoformat().replace("+00:00", "Z"),
        "deck_digest": deck_digest or _digest(kept),
        "source": source,
        "slides": kept,
    }
    try:
        try:
            _write_all(fd, b"".join(map(_dump, (header, *marks))))
            os.fsync(fd)
        finally:
            os.close(fd)
        _sync_folder(runs)
    except (OSError, RunError) as error:
        with contextlib.suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise RunError(
                f"the run cannot be written ({error.strerror}): {_cure(error)}", path
            ) from error
        raise
    return path, run_id


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


def _open_new(runs: Path, stem: str) -> tuple[int, Path]:
    """Open a file that nobody else has: two runs may begin in one second."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for number in range(1, 10_000):
        path = runs / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
        try:
            return os.open(path, flags, 0o666), path
        except FileExistsError:
            continue
    raise RunError("too many runs begin in this second: wait a moment", runs)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable; where folders cannot be synced, it is so already."""
    with contextlib.suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _cure(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG):
        return "make room on the disk"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "allow pacer to write there, or move the deck where you may write"
    return "check the disk"
