"""CSV and its kin: ``slide,start,end``, ``slide,start`` or ``slide,seconds``, under any header.

Any of ``, ; tab |`` and blanks may part the columns. The head may stand below other lines, be in
capitals, in another language, and name a unit (``Dauer (Min.)``).
"""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from pacer.core import clock
from pacer.core.errors import ClockError
from pacer.runs.importers import heads as heads_of
from pacer.runs.importers.heads import LENGTHS
from pacer.runs.importers.moments import ambiguous, instant
from pacer.runs.importers.source import Row, Table, on_one_clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from pacer.runs.importers.moments import Instant
    from pacer.runs.importers.source import Source

LABEL = "CSV"

_WHOLE = re.compile(r"(\d{1,6})(?:[.,]0+)?")
_BARE = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
_RULE = re.compile(r":?-{2,}:?|")
# Milliseconds are whole: what parts three digits of them is no decimal point.
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+")
# Rows below a table that are no slide of it: sums, and what is made of all rows.
_SUM = re.compile(
    r"(?:(?:grand|overall|gran)\s+)?(?:total|sum|totals|gesamt|summe|somme|totale|suma|totaal|summa|"
    r"sammanlagt|razem|celkem|итого|合計|总计|總計|합계|toplam|insgesamt|gesamtzeit|gesamtdauer|[σ∑])"
    r"(?:\s+(?:time|duration|général|general|generale|zeit|dauer|talk|seconds|minutes))?\s*:?"
)
_STATISTIC = re.compile(
    r"(?:average|avg\.?|mean|median|durchschnitt|mittelwert|moyenne|promedio|media|minimum|maximum|"
    r"min|max|std\.?|stdev|standard deviation)(?:\s+(?:time|per slide|duration))?\s*:?"
)
_TOLD: Final = frozenset({"start", "end", "time", *LENGTHS})
# Heads of `end` that a running time may have.
_RUNNING: Final = frozenset({"cumulative", "running total", "elapsed", "split"})
_NAMED: Final = frozenset({"slide", "page", "lap", "title"})
# The head may stand below a title, a date and the like.
_FURTHEST_HEAD: Final = 20
# So many rows at the end may be of what is made of all: least, most, mean, spread.
_STATISTICS: Final = 4
# So many times that only rise, but not from 0, are too many to rise by chance.
_BY_CHANCE: Final = 4


class _Heads(NamedTuple):
    """Where the head stands, what parts its columns, and where each column is."""

    at: int
    delimiter: str
    places: dict[str, int]
    units: dict[str, float | None]
    written: dict[str, str]


def looks_like(source: Source) -> bool:
    """Whether one of the first lines has heads for a slide and for a time, or for speech."""
    return (
        _heads(source.lines) is not None
        or _headless(source) is not None
        or near(source).startswith(SAID)
    )


def read(source: Source) -> Table:
    """Read the rows; `Row.line` counts the lines of the file."""
    remarks: list[str] = []
    heads = _heads(source.lines)
    if heads is None:
        heads = _headless(source)
        if heads is None:
            raise source.refuse(near(source) or NO_HEADS, 1)
        remarks.append("it has no heads: the columns were taken as slide and time")
    cells = list(_rows(source, heads))
    whole, sums = [], []
    blank = 0
    for line, cell in cells:
        name = cell.get("title") or cell.get("slide") or cell.get("page") or cell.get("lap") or ""
        if not any(cell.get(column) for column in _TOLD & set(heads.places)):
            blank += bool(name)
        elif any(_SUM.fullmatch(value.casefold()) for value in (name, *cell.values())):
            sums.append((line, cell))
        elif _STATISTIC.fullmatch(name.casefold()) and line > cells[-1][0] - _STATISTICS:
            remarks.append(f"the row {name!r} was left out")
        else:
            whole.append((line, cell))
    if blank:
        remarks.append(f"{blank} row{'' if blank == 1 else 's'} without a time")
    for line, cell in whole:
        if not any(cell.get(column) for column in _NAMED):
            raise source.refuse("no slide in this row: write its number or title", line)
    return _table(source, heads, whole, sums, remarks)


NO_HEADS: Final = (
    "no columns for a slide and its time: the first line must name them, such as "
    "slide,start,end or slide,seconds"
)

SAID: Final = "is what was said, not which slide was on"


def near(source: Source) -> str:
    """What a table that is not understood lacks; ``""`` for what is no table at all."""
    for line in source.lines[:_FURTHEST_HEAD]:
        for delimiter in ",;\t|":
            cells = [cell.strip() for cell in _split(line, delimiter)]
            known = {heads_of.column(heads_of.fold(cell)[0]): cell for cell in cells if cell}
            known.pop("", None)
            if len(cells) < 2 or not known or not all(len(cell) <= 40 for cell in cells):
                continue
            seen = ", ".join(filter(None, cells[:8]))
            if "said" in known and {"start", "end", "time"} & set(known):
                return (
                    f"{SAID}: save it as WebVTT, SRT or Whisper's "
                    "JSON, and pacer align finds the slides in it"
                )
            if not _NAMED & set(known):
                return (
                    f"its columns are {seen}, and none names the slide: call one slide, page or "
                    "title"
                )
            return (
                f"its columns are {seen}, and none is known as a time: call one start (when the "
                "slide began), end, or seconds (how long it was shown)"
            )
    return ""


def _table(
    source: Source,
    heads: _Heads,
    whole: list[tuple[int, dict[str, str]]],
    sums: list[tuple[int, dict[str, str]]],
    remarks: list[str],
) -> Table:
    _refuse_runs(source, heads, whole)
    whole, turned = _in_order(whole)
    remarks += turned
    remarks += _from_zero(source, heads, whole)
    time = _meaning(source, heads, whole, remarks)
    if "time" in heads.places and time:
        heads.units.setdefault(time, heads.units.get("time"))
        heads.written.setdefault(time, heads.written.get("time", ""))
    whole = [(line, _renamed(cell, time)) for line, cell in whole]
    starts, at, past = _starts(source, heads, whole)
    remarks += past
    rows: list[Row] = []
    clock_s = 0.0
    for line, cell in whole:
        start_s = starts.get((line, "start"), clock_s)
        end_s = starts.get((line, "end"))
        spent = _spent(source, heads, cell, line)
        if end_s is None and spent is not None:
            end_s = start_s + spent
        rows.append(_row(line, cell, start_s, end_s))
        clock_s = start_s if end_s is None else end_s
    numbers = next((kind for kind in ("slide", "page", "lap") if kind in heads.places), "slide")
    if numbers == "lap":
        remarks.append("its laps were taken as the slides in order")
    remarks += _no_sum(source, heads, [(line, _renamed(cell, time)) for line, cell in sums], rows)
    return Table(
        rows,
        at,
        tuple(remarks),
        numbers={"lap": "order"}.get(numbers, numbers),
        example=_example(heads, whole),
    )


def _refuse_runs(source: Source, heads: _Heads, whole: list[tuple[int, dict[str, str]]]) -> None:
    """Several runs below one another would add up to one."""
    runs = [*dict.fromkeys(cell["run"] for _, cell in whole if cell.get("run"))]
    if len(runs) > 1:
        shown = ", ".join(runs[:3]) + ", …" * (len(runs) > 3)
        raise source.refuse(
            f"holds {len(runs)} runs ({heads.written['run']}: {shown}): write each into a file of "
            "its own",
            heads.at + 1,
        )


def _in_order(
    whole: list[tuple[int, dict[str, str]]],
) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows in the order they came: phones and trackers list the last first."""
    said = [_WHOLE.fullmatch(cell.get("slide") or cell.get("lap") or "") for _, cell in whole]
    numbers = [int(each[1]) for each in said if each]
    if len(numbers) < max(len(whole), 3) or any(b >= a for a, b in pairwise(numbers)):
        return whole, []
    return whole[::-1], ["its last row comes first: it was read from the end"]


def _from_zero(source: Source, heads: _Heads, whole: list[tuple[int, dict[str, str]]]) -> list[str]:
    """A running time that begins at 0 says when slides began, and not when they were left."""
    head = heads.written.get("end", "")
    if "start" in heads.places or heads_of.fold(head)[0] not in _RUNNING or not whole:
        return []
    line, cell = whole[0]
    if not cell.get("end") or source.instant(_scaled(heads, "end", cell["end"]), line).seconds:
        return []
    heads.places["start"] = heads.places.pop("end")
    for _, cell in whole:
        if "end" in cell:
            cell["start"] = cell.pop("end")
    heads.units["start"] = heads.units.get("end")
    heads.written["start"] = head
    return [f"{head!r} begins at 0: it was taken as when each slide began"]


def _row(line: int, cell: Mapping[str, str], start_s: float, end_s: float | None) -> Row:
    said = cell.get("slide") or cell.get("page") or cell.get("lap") or ""
    number = _WHOLE.fullmatch(said)
    return Row(line, cell.get("title") or said, start_s, end_s, int(number[1]) if number else None)


def _meaning(
    source: Source,
    heads: _Heads,
    whole: list[tuple[int, dict[str, str]]],
    remarks: list[str],
) -> str:
    """Whether a column that is only called time says when, or how long: ``start`` or ``seconds``.

    When, where it has the time of day or only rises from 0; else how long.
    """
    if "time" not in heads.places or {"start", "end"} & set(heads.places):
        return "" if {"start", "end"} & set(heads.places) else "seconds"
    head = heads.written.get("time", "time")
    told = [
        (line, source.instant(_scaled(heads, "time", cell["time"]), line))
        for line, cell in whole
        if cell.get("time")
    ]
    times = [moment.seconds for _, moment in told]
    rising = all(before <= after for before, after in pairwise(times)) and len(times) > 1
    if any(moment.scale != "run" for _, moment in told):
        return "start"
    if rising and times[0] == 0:
        return "start"
    if rising and times[0] >= 3600:
        return "start"
    if rising and len(times) > _BY_CHANCE:
        raise source.refuse(
            f"its times only rise, but not from 0: call the column {head!r} start if they say when "
            "each slide began, end if when it was left, seconds if how long it was shown",
            heads.at + 1,
        )
    remarks.append(f"{head!r} was taken as how long each slide was shown")
    return "seconds"


def _renamed(cell: dict[str, str], time: str) -> dict[str, str]:
    if "time" in cell and time:
        cell = {time: cell["time"], **{key: value for key, value in cell.items() if key != "time"}}
    return cell


def _starts(
    source: Source, heads: _Heads, whole: list[tuple[int, dict[str, str]]]
) -> tuple[dict[tuple[int, str], float], datetime | None, list[str]]:
    """Seconds of each start and end, by line and column; when the first was; what was assumed."""
    told: list[tuple[int, str, Instant]] = [
        (line, column, source.instant(_scaled(heads, column, written), line))
        for line, cell in whole
        for column in ("start", "end")
        if (written := cell.get(column, ""))
    ]
    if not told:
        return {}, None, []
    seconds, remarks = on_one_clock(source, [(line, moment) for line, _, moment in told])
    if told[0][1] == "end" and told[0][2].scale != "run":
        raise source.refuse(
            "says when the first slide was left, but not when it began: add a column start",
            told[0][0],
        )
    found = {
        (line, column): time for (line, column, _), time in zip(told, seconds, strict=True)
    }  # fmt: skip
    return found, told[0][2].at, remarks


def _spent(source: Source, heads: _Heads, cell: Mapping[str, str], line: int) -> float | None:
    """How long a row lasted, where a column says so."""
    for column, factor in LENGTHS.items():
        if written := cell.get(column, ""):
            return source.stretch(_scaled(heads, column, written, factor), line)
    return None


def _scaled(heads: _Heads, column: str, written: str, factor: float = 1.0) -> str:
    """A bare number under a head that names its unit, in seconds."""
    scale = heads.units.get(column) or factor
    if scale == LENGTHS["ms"] and _THOUSANDS.fullmatch(written):
        written = re.sub(r"\D", "", written)
    if scale == 1.0 or not _BARE.fullmatch(written):
        return written
    return f"{float(written.replace(',', '.')) * scale:.6f}s"


def _no_sum(
    source: Source, heads: _Heads, sums: list[tuple[int, dict[str, str]]], rows: list[Row]
) -> list[str]:
    """What a total says that the rows do not."""
    for line, cell in sums[-1:]:
        said = _spent(source, heads, cell, line)
        spent = [row.end_s - row.start_s for row in rows if row.end_s is not None]
        if said is not None and len(spent) == len(rows):
            missing = said - sum(spent)
            # Whole seconds are rounded in each row.
            if abs(missing) > max(1.0, len(rows) / 2):
                rows_s = clock.text(sum(spent))
                return [f"its total is {clock.text(said)}, its rows are {rows_s} together"]
    return []


def _example(heads: _Heads, whole: list[tuple[int, dict[str, str]]]) -> str:
    """The first time whose unit nothing says."""
    for _, cell in whole:
        for column in ("start", "end", "seconds"):
            written = cell.get(column, "")
            sure = heads.units.get(column) is not None or (
                column == "seconds" and heads.written.get(column, "").casefold().startswith("sec")
            )
            # 1.200 seconds may be twelve hundred where a comma is the decimal point.
            sure = sure and not (heads.delimiter == ";" and _THOUSANDS.fullmatch(written))
            if written and ambiguous(written) and not (sure and _BARE.fullmatch(written)):
                return written
    return ""


def _rows(source: Source, heads: _Heads) -> Iterator[tuple[int, dict[str, str]]]:
    for line, cells in _cells(source, heads.at, heads.delimiter):
        if all(_RULE.fullmatch(cell.strip()) for cell in cells):
            continue
        yield line, {
            name: cells[place].strip()
            for name, place in heads.places.items()
            if place < len(cells)
        }  # fmt: skip


def _cells(source: Source, at: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = (f"{line}\n" for line in source.lines[at + 1 :])
    # Strict: a quote that is never closed would swallow the rows after it.
    blanks = delimiter == " "
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=blanks)
    # A quoted title may run over lines: the row is where it begins.
    line = at + 2
    try:
        for cells in reader:
            yield line, cells
            line = at + 2 + reader.line_num
    except csv.Error as error:
        raise source.refuse(f"no CSV ({error})", line) from error


def _heads(lines: list[str]) -> _Heads | None:
    """The first line that names a slide and a time, under what parts it into the most heads."""
    for at, line in enumerate(lines[:_FURTHEST_HEAD]):
        best: _Heads | None = None
        for delimiter in ",;\t| ":
            found = _Heads(at, delimiter, {}, {}, {})
            cells = _split(line, delimiter)
            for place, cell in enumerate(cells):
                folded, unit = heads_of.fold(cell)
                column = heads_of.column(folded)
                if column and column not in found.places:
                    found.places[column] = place
                    found.units[column] = unit
                    found.written[column] = cell.strip()
            # Blanks part words too: in a sentence one or two may look like heads.
            if delimiter == " " and len(found.places) < len(cells):
                continue
            if best is None or len(found.places) > len(best.places):
                best = found
        if best is not None and "note" in best.places and not set(best.places) & _NAMED:
            best.places["title"] = best.places.pop("note")
        if best is not None and set(best.places) & _NAMED and set(best.places) & _TOLD:
            return best
    return None


def _headless(source: Source) -> _Heads | None:
    """Columns of a table without heads: a slide's number and a time in each line."""
    lines = [line for line in source.lines if line.strip()]
    for delimiter in ",;\t":
        rows = [_split(line, delimiter) for line in lines[:200]]
        if len(rows) < 2 or {len(row) for row in rows} not in ({2}, {3}):
            continue
        if not all(_WHOLE.fullmatch(row[0].strip()) and _all_times(row[1:]) for row in rows):
            continue
        columns = ["slide", "time"] if len(rows[0]) == 2 else ["slide", "start", "end"]
        return _Heads(-1, delimiter, dict(zip(columns, range(3), strict=False)), {}, {})
    return None


def _all_times(cells: Iterable[str]) -> bool:
    try:
        for cell in cells:
            instant(cell)
    except ClockError:
        return False
    return True


def _split(line: str, delimiter: str) -> list[str]:
    cells = csv.reader([line[:10_000]], delimiter=delimiter, skipinitialspace=delimiter == " ")
    try:
        return next(cells, [])
    except csv.Error:
        return []
