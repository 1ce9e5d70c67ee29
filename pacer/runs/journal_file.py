"""The format of a run's file, and reading it: whole, cut short, damaged or newer."""

from __future__ import annotations

import json
import math
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pacer.core import frames
from pacer.core.errors import RunError
from pacer.core.text import line as one_line
from pacer.deck.limits import MOST_SLIDES

FORMAT: Final = "pacer-run"
VERSION: Final = 1
SUFFIX: Final = ".jsonl"
# An hour's run is some 30 kB; a file this large is no run.
LARGEST_BYTES: Final = 64 * 2**20
# More than one a second for a whole day.
MOST_MARKS: Final = 100_000
# No clock counts so far; what does is no time at all.
LONGEST_S: Final = 1e9
SLIDE_FIELDS: Final = ("slide_key", "title", "text")


@dataclass(frozen=True)
class JournalContents:
    """What a file holds: its header, the marks that can be trusted, and what is wrong with it.

    `torn` says that the last line has no end; `damaged` that marks after some line are lost or
    cannot be trusted, so that the run cannot go on.
    """

    header: dict[str, Any]
    marks: list[dict[str, Any]]
    problem: str = ""
    torn: bool = False
    damaged: bool = False


def read(path: str | Path) -> JournalContents:
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
    if (count := body.count(b"\n")) > MOST_MARKS:
        raise RunError(
            f"holds {count:,} marks, more than a day's talking: move it out of the folder of runs",
            path,
        )
    lines = body.split(b"\n")
    if not lines[-1]:
        lines.pop()
    marks = _read_sound(lines)
    return (
        JournalContents(header, marks, torn=torn)
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
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise RunError(
            f"is of version {one_line(str(version), limit=20)}, newer than this pacer reads "
            f"({VERSION}): upgrade pacer",
            path,
        )
    try:
        header["started_at"] = utc(datetime.fromisoformat(header["started_at"]))
        for field, limit in (("run_id", 80), ("deck_digest", 120), ("source", 120)):
            header[field] = one_line(header[field], limit=limit)
        if len(header["slides"]) > MOST_SLIDES:
            raise RunError(
                f"names {len(header['slides']):,} slides, more than any deck has: move it out of "
                "the folder of runs",
                path,
                line=1,
            )
        texts = [slide[name] for slide in header["slides"] for name in SLIDE_FIELDS]
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


def _read_doubtful(header: dict[str, Any], lines: list[bytes], *, torn: bool) -> JournalContents:
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
            return JournalContents(
                header,
                marks,
                f"damaged in line {bad_line}: the {len(marks)} marks before it are kept, "
                f"{lost} lines from there on are set aside",
                torn=torn,
                damaged=True,
            )
    if second:
        return JournalContents(
            header,
            marks,
            f"line {second} holds another mark under a number already used: two windows "
            "recorded into one run, and the first one's marks are kept",
            torn=torn,
            damaged=True,
        )
    if bad_line:
        cut = "cut off" if torn else "damaged"
        return JournalContents(
            header, marks, f"{cut} in line {bad_line}: the {len(marks)} marks before it are kept",
            torn=torn,
        )  # fmt: skip
    return JournalContents(header, marks, torn=torn)


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


def utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is taken as such."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
