"""A programme in a table: CSV under common heads in several languages, or a frame."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pacer.core import clock
from pacer.core.errors import ClockError, PacerError
from pacer.core.text import line as one_line
from pacer.runs.importers.moments import EPOCH, Instant, instant, stretch
from pacer.runs.programme_entry import (
    LONGEST_S,
    MOST_ENTRIES,
    SHORTEST_S,
    Entry,
    clock_of,
    day_of,
    is_break,
    of_datetime,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pacer.runs.importers.source import Source

_HEADS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(heads.split(", "))
    for name, heads in {
        "title": "title, talk, topic, titel, titre, titulo, titolo, vortrag, presentation, "
        "summary, subject, event, contribution, talk title, session title, "
        "proposal title, thema",
        "slot": "slot, duration, length, dauer, lange, duree, duracion, durata, duur, time slot, "
        "czas, duracao",
        "minutes": "minutes, mins, min, minuten, minutos, minuti",
        "slot_s": "slot s, duration s, seconds, sekunden",
        "questions": "questions, q&a, qa, q a, discussion, fragen, diskussion, preguntas, domande, "
        "vragen",
        "start": "start, starts, start time, begin, begins, from, time, beginn, anfang, von, "
        "debut, heure, inicio, hora, inizio, ora, uhrzeit, zeit, scheduled, starttime, "
        "aanvang",
        "end": "end, ends, end time, to, until, ende, bis, fin, fine, einde, endtime",
        "gap": "gap, changeover, change over, before, setup, umbau, wechsel",
        "day": "day, date, start date, tag, datum, jour, dia, giorno, fecha, data",
        "room": "room, raum, saal, salle, sala, location, venue, hall, ort, track, stage, zaal",
        "speaker": "speaker, speakers, presenter, presenters, speaker names, author, authors, "
        "referent, vortragende, orateur, intervenant, ponente, relatore, person, persons, spreker",
        "kind": "kind, type, art, session type, entry type",
        "name": "name, names, nom, nombre",
    }.items()
}
_TWO = re.compile(r"\d{1,3}:\d{2}")
_BARE = re.compile(r"\d{1,5}(?:[.,]\d{1,3})?")
_ZONE = re.compile(r"(.*:\d{2}(?:[.,]\d+)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_PAST_MIDNIGHT_S: Final = 12 * 3600.0


def of_csv(source: Source) -> tuple[list[Entry], list[str]]:
    """A CSV file's talks and breaks, and what was assumed."""
    return _of_table(source.path.name, _csv(source))


def _csv(source: Source) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a CSV file under the heads that are known, each with where it stands."""
    lines = source.lines
    best: tuple[int, int, str, list[str]] = (0, 0, ",", [])
    for at, line in enumerate(lines[:20]):
        for delimiter in ",;\t|":
            cells = next(csv.reader([line[:10_000]], delimiter=delimiter), [])
            known = sum(bool(_column(cell)) for cell in cells)
            if known > best[0]:
                best = (known, at, delimiter, cells)
    found, at, delimiter, heads = best
    columns = {_column(head) for head in heads}
    if found < 2 or not ({"title", "name"} & columns):
        raise PacerError(
            f"{source.path.name}: a programme needs columns title and slot, or title, start and end"
        )
    reader = csv.reader(lines[at + 1 :], delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ENTRIES:
                raise PacerError(f"{source.path.name}: has more than {MOST_ENTRIES:,} rows")
            if any(cell.strip() for cell in cells):
                yield f"line {at + 1 + reader.line_num}", dict(zip(heads, cells, strict=False))
    except csv.Error as error:
        raise PacerError(f"{source.path.name}: no CSV ({error})") from error


def of_frame(frame: pd.DataFrame) -> tuple[list[Entry], list[str]]:
    """A frame's talks and breaks, and what was assumed."""
    columns = {_column(str(head)) for head in frame.columns}
    timed = {"slot", "minutes", "slot_s", "end", "start"}
    if not ({"title", "name"} & columns and timed & columns):
        raise PacerError(
            "a programme needs columns title and slot, or title, start and end; it has "
            f"{', '.join(map(str, frame.columns[:12]))}"
        )
    rows = (
        (f"row {nth}", {str(head): value for head, value in row.items()})
        for nth, row in enumerate(frame.to_dict("records"), 1)
    )
    return _of_table("programme", rows)


def _of_table(
    name: str, rows: Iterable[tuple[str, Mapping[str, Any]]]
) -> tuple[list[Entry], list[str]]:
    read_rows = [(where, _cells(row)) for where, row in rows]
    read_rows = [(where, cell) for where, cell in read_rows if any(cell.values())]
    # In a programme, 00:30 is half an hour where it cannot be half a minute.
    short = [
        cell["slot"]
        for _, cell in read_rows
        if _TWO.fullmatch(cell.get("slot", ""))
        and stretch(cell["slot"]) < SHORTEST_S
        and _kind(cell) != "break"
    ]
    remarks = []
    unit = "minutes" if short else None
    if short:
        remarks.append(f"slots such as {short[0]} were read as hours:minutes")
    bare = {"slot", "questions", "gap"}
    if any(
        _BARE.fullmatch(cell.get(column, "")) and float(cell[column].replace(",", "."))
        for _, cell in read_rows
        for column in bare
    ):
        remarks.append("numbers without a unit were read as minutes")
    entries = []
    for where, cell in read_rows:
        slot = cell.get("slot", "")
        if unit and _TWO.fullmatch(slot) and 60 * stretch(slot) > LONGEST_S:
            raise PacerError(
                f"{name}, {where}: is {slot!r} hours and minutes, as {short[0]!r} elsewhere is, or "
                "minutes and seconds? write all as 30min or 1h30m"
            )
        try:
            entries.append(_entry(where, cell, unit))
        except ClockError as error:
            raise PacerError(f"{name}, {where}: {error}") from error
    return entries, remarks


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    """A row's cells as text, by the columns that are known."""
    found: dict[str, str] = {}
    for head, value in row.items():
        column = _column(str(head))
        text = "" if value is None or value != value else str(value).strip()
        if isinstance(value, pd.Timedelta | timedelta) and text:
            text = f"{value.total_seconds():.3f}s"
        elif isinstance(value, float) and text and math.isfinite(value):
            text = f"{value:g}"
        if column and text and not found.get(column):
            found[column] = text
    if "name" in found:
        # A name is the speaker's where a title stands beside it.
        found.setdefault("speaker" if "title" in found else "title", found["name"])
    return found


def _entry(where: str, cell: Mapping[str, str], unit: str | None) -> Entry:
    start = cell.get("start", "")
    day = cell.get("day", "")
    if day and start and not _dated(start) and (whole := _with_day(day, start)):
        start, day = whole, ""
    elif day and not start and _dated(day):
        start, day = day, ""
    begins = _when(start) if start else None
    at = _at(start) if begins is not None and begins.scale == "date" else None
    return Entry(
        where,
        cell.get("title", "") or "Untitled",
        cell.get("speaker", ""),
        one_line(cell.get("room", ""), limit=80),
        day_of(at) if at is not None else one_line(day, limit=40),
        _kind(cell),
        begins if at is None else of_datetime(at),
        "" if begins is None else clock_of(at or EPOCH + timedelta(seconds=begins.seconds)),
        _length(cell, start, begins, unit),
        _minutes(cell["questions"]) if cell.get("questions") else 0.0,
        _minutes(cell["gap"]) if cell.get("gap") else 0.0,
        at,
    )


def _length(
    cell: Mapping[str, str], start: str, begins: Instant | None, unit: str | None
) -> float | None:
    """The slot: as it is said, or from the start to the end."""
    slot_s = _slot(cell, unit)
    if slot_s is not None or not cell.get("end") or begins is None:
        return slot_s
    end = cell["end"]
    if begins.scale == "date" and not _dated(end):
        # The same day and the same zone as the start.
        zone = match[2] if (match := _ZONE.match(start)) else ""
        end = f"{re.split(r'[ T]', start)[0]} {end}{zone}"
    slot_s = _when(end).seconds - begins.seconds
    # An end so far before the start lies after midnight.
    return slot_s + (clock.LONGEST_S if slot_s < -_PAST_MIDNIGHT_S else 0.0)


def _when(written: str) -> Instant:
    """A time of day, or a date with one: 10:00 is ten o'clock, and so are 10.00 and 10h00."""
    said = re.sub(
        r"^(\d{1,2})\s*[.hH]\s*(\d{2})(?:\s*(?:Uhr|h|Std)\.?)?$", r"\1:\2", written.strip()
    )
    said = re.sub(r"\s*Uhr$", "", said)
    if _BARE.fullmatch(said):
        raise ClockError(f"{written!r} is not a time of day: write 10:00")
    when = instant(said, "minutes")
    if when.scale != "date" and when.seconds >= clock.LONGEST_S:
        raise ClockError(f"{written!r} is not a time of day: write 10:00")
    return when


def _at(written: str) -> datetime:
    """The date and time of the place, with its zone where one is written."""
    when = instant(written)
    if match := _ZONE.match(written):
        zone = "+00:00" if match[2].upper() in ("Z", "UTC", "GMT") else match[2]
        zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
        return datetime.fromtimestamp(
            when.seconds, datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo
        )
    return EPOCH + timedelta(seconds=when.seconds)


def _with_day(day: str, start: str) -> str:
    """A day and a time of day as one, ``""`` where the day is a word such as Friday."""
    try:
        seconds = _when(start).seconds
    except ClockError:
        return ""
    date = re.split(r"[ T]", day)[0] if _dated(day) else day
    whole = f"{date} {clock_of(EPOCH + timedelta(seconds=seconds))}"
    return whole if _dated(whole) else ""


def _slot(cell: Mapping[str, str], unit: str | None) -> float | None:
    if cell.get("slot"):
        return (
            stretch(cell["slot"], unit) if _TWO.fullmatch(cell["slot"]) else _minutes(cell["slot"])
        )
    if cell.get("minutes"):
        return _minutes(cell["minutes"])
    return stretch(cell["slot_s"]) if cell.get("slot_s") else None


def _minutes(written: str) -> float:
    """A bare number is minutes in a programme, and in a programme alone."""
    return stretch(written, "minutes" if _BARE.fullmatch(written) else None)


def _kind(cell: Mapping[str, str]) -> str:
    said = cell.get("kind", "")
    return "break" if is_break(said) or is_break(cell.get("title", "")) else "talk"


def _dated(written: str) -> bool:
    try:
        return instant(written).scale == "date"
    except ClockError:
        return False


def _column(head: str) -> str:
    bare = unicodedata.normalize("NFKD", head[:80].casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    plain = re.sub(r"[\s_\-.:/()\[\]]+", " ", bare).strip()
    plain = re.sub(r" (?:min|mins|minutes|minuten|hh mm|h mm|mm ss)$", "", plain)
    return next((name for name, known in _HEADS.items() if plain in known), "")
