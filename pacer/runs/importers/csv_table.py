"""CSV and its kin: ``slide,start,end``, ``slide,start`` or ``slide,seconds``, under any header."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pacer.runs.importers.source import Source

LABEL = "CSV"

# Column -> the heads it may have, folded by `_fold`.
HEADS: Mapping[str, frozenset[str]] = {
    name: frozenset(heads.split(", "))
    for name, heads in {
        "slide": "slide, slides, slide number, slide no, slide nr, slide id, slide key, number, "
        "no, nr, #, page, page number, position, folie",
        "title": "title, slide title, name, slide name, label, chapter, heading, titel",
        "start": "start, starts, start time, begin, begins, from, in, enter, entered",
        "end": "end, ends, end time, stop, to, until, out, leave, left, finish",
        "seconds": "seconds, secs, sec, s, duration, dwell, length, time spent, spent, dauer",
        "minutes": "minutes, mins, min",
    }.items()
}
_UNITS = re.compile(r"\s+(?:s|sec|secs|seconds|m ss|mm ss|h mm ss|hh mm ss)$")
_WHOLE = re.compile(r"(\d{1,6})(?:\.0+)?")
_SUMS = frozenset({"total", "sum", "gesamt"})


def looks_like(source: Source) -> bool:
    """Whether the first line has heads for a slide and for a time."""
    return _heads(source.first) is not None


def read(source: Source) -> Table:
    """Read the rows; `Row.line` counts the lines of the file."""
    at = next(number for number, line in enumerate(source.lines) if line.strip())
    found = _heads(source.lines[at])
    if found is None:
        raise source.refuse(
            "no columns for a slide and its time: the first line must name them, such as "
            "slide,start,end or slide,seconds",
            at + 1,
        )
    delimiter, heads = found
    rows: list[Row] = []
    blank = 0
    clock_s = 0.0
    for line, cells in _cells(source, at, delimiter):
        cell = {name: cells[place].strip() for name, place in heads.items() if place < len(cells)}
        if not any(cells):
            continue
        if not any(cell.get(name) for name in ("start", "seconds", "minutes")):
            blank += 1
            continue
        row = _row(source, line, cell, clock_s)
        if row.name.casefold() in _SUMS:
            continue
        clock_s = row.start_s if row.end_s is None else row.end_s
        rows.append(row)
    plural = "" if blank == 1 else "s"
    return Table(rows, remarks=(f"{blank} row{plural} without a time",) if blank else ())


def _row(source: Source, line: int, cell: Mapping[str, str], clock_s: float) -> Row:
    slide, title = cell.get("slide", ""), cell.get("title", "")
    if not (slide or title):
        raise source.refuse("no slide in this row: write its number or title", line)
    whole = _WHOLE.fullmatch(slide)
    number = int(whole[1]) if whole else None
    start_s = source.seconds(cell["start"], line) if cell.get("start") else clock_s
    end_s = None
    if cell.get("end"):
        end_s = source.seconds(cell["end"], line)
    elif cell.get("seconds"):
        end_s = start_s + source.seconds(cell["seconds"], line)
    elif cell.get("minutes"):
        end_s = start_s + _minutes(source, cell["minutes"], line)
    return Row(line, title or slide, start_s, end_s, number)


def _minutes(source: Source, written: str, line: int) -> float:
    """Minutes as a number, or clock text."""
    found = source.seconds(written, line)
    return found if ":" in written or written[-1:].isalpha() else 60 * found


def _cells(source: Source, at: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = (f"{line}\n" for line in source.lines[at + 1 :])
    # Strict: a quote that is never closed would swallow the rows after it.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    # A quoted title may run over lines: the row is where it begins.
    line = at + 2
    try:
        for cells in reader:
            yield line, cells
            line = at + 2 + reader.line_num
    except csv.Error as error:
        raise source.refuse(f"no CSV ({error})", line) from error


def _heads(line: str) -> tuple[str, dict[str, int]] | None:
    """The delimiter under which the most heads are known, and where each column stands."""
    best: tuple[str, dict[str, int]] | None = None
    for delimiter in ",;\t|":
        heads: dict[str, int] = {}
        for place, cell in enumerate(next(csv.reader([line[:10_000]], delimiter=delimiter), [])):
            for name, known in HEADS.items():
                if _fold(cell) in known:
                    heads.setdefault(name, place)
        if best is None or len(heads) > len(best[1]):
            best = delimiter, heads
    columns = set() if best is None else set(best[1])
    told = columns & {"slide", "title"} and columns & {"start", "seconds", "minutes"}
    return best if told else None


def _fold(head: str) -> str:
    """``Start_s``, ``start (s)`` and ``START`` are one head."""
    plain = re.sub(r"[\s_\-.:()\[\]]+", " ", head[:80]).strip().casefold()
    return _UNITS.sub("", plain)
