"""A session's programme: its talks and breaks, slots and starts, from what conferences publish.

CSV under common heads and a frame are read here; the exports of pretalx, frab and Indico, and
iCalendar in `pacer.runs.programme_files`.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import ClockError, PacerError
from pacer.core.text import line as one_line
from pacer.runs import programme_files
from pacer.runs.importers.moments import Instant, instant, stretch
from pacer.runs.importers.source import Source
from pacer.runs.programme_entry import MOST_ENTRIES, Entry, is_break

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# One row a talk or break, in order. `start_s` counts from the session's first start; it is the
# sum of what lies before where nothing says when a talk begins. `begins` is the clock text.
PROGRAMME: Final = frames.Schema(
    "PROGRAMME",
    {
        "title": "str",
        "speaker": "str",
        "room": "str",
        "day": "str",
        "begins": "str",
        "kind": "str",
        "start_s": "float64",
        "slot_s": "float64",
        "questions_s": "float64",
    },
)
KINDS: Final = ("talk", "break")
# Shorter is no slot: hours and minutes, or minutes, are meant. Longer is no talk.
SHORTEST_S: Final = 120.0
LONGEST_S: Final = 8 * 3600.0

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
        "debut, heure, inicio, hora, inizio, ora, uhrzeit, zeit, start date, scheduled, starttime, "
        "aanvang",
        "end": "end, ends, end time, to, until, ende, bis, fin, fine, einde, endtime, end date",
        "gap": "gap, changeover, change over, before, setup, umbau, wechsel",
        "day": "day, date, tag, datum, jour, dia, giorno, fecha, data",
        "room": "room, raum, saal, salle, sala, location, venue, hall, ort, track, stage, zaal",
        "speaker": "speaker, speakers, presenter, presenters, speaker names, author, authors, "
        "referent, vortragende, orateur, intervenant, ponente, relatore, person, persons, spreker",
        "kind": "kind, type, art, session type, entry type",
        "name": "name, names, nom, nombre",
    }.items()
}
_TWO = re.compile(r"\d{1,3}:\d{2}")
_BARE = re.compile(r"\d{1,5}(?:[.,]\d{1,3})?")
_PAST_MIDNIGHT_S: Final = 12 * 3600.0


def read(
    programme: str | Path | pd.DataFrame, *, room: str | None = None, day: str | None = None
) -> pd.DataFrame:
    """Read a session's programme.

    Parameters
    ----------
    programme : path-like or pandas.DataFrame
        A CSV file, a ``schedule.json`` or ``.xml`` of pretalx or frab, an export of Indico, an
        iCalendar file, or a frame. A CSV or a frame has a title, and a slot, or a start and an end
        or the next start; a bare number in a slot is minutes.
    room, day : str, optional
        Which room and day (``2024-05-25``, or its number from 1) of a whole conference.

    Returns
    -------
    pandas.DataFrame
        PROGRAMME; what was assumed stands in its ``attrs["remarks"]``.

    Raises
    ------
    PacerError
        If it cannot be read, a talk has no slot, or several rooms or days are left.
    """
    if isinstance(programme, pd.DataFrame):
        name, (entries, remarks) = "programme", _of_frame(programme)
    else:
        source = Source(programme)
        name, (entries, remarks) = source.path.name, _of_file(source)
    if not entries:
        raise PacerError(f"{name}: no talk is in it: write lines of title,slot,questions")
    entries = _picked(name, entries, room, day)
    made = frames.build(PROGRAMME, (_row(*timed) for timed in _timed(name, entries)))
    made.attrs["remarks"] = tuple(remarks)
    return made


def _row(entry: Entry, start_s: float) -> dict[str, Any]:
    return {
        "title": one_line(entry.title, limit=200),
        "speaker": one_line(entry.speaker, limit=200),
        "room": entry.room,
        "day": entry.day,
        "begins": entry.begins,
        "kind": entry.kind,
        "start_s": start_s,
        "slot_s": entry.slot_s,
        "questions_s": entry.questions_s,
    }


# --- which of a whole conference ----------------------------------------------------------


def _picked(name: str, entries: list[Entry], room: str | None, day: str | None) -> list[Entry]:
    """The entries of one room and one day; where several are left, they are named."""
    days = list(dict.fromkeys(entry.day for entry in entries if entry.day))
    if day is not None:
        said = str(day).strip()
        at = int(said) if said.isdecimal() and int(said) <= len(days) else 0
        wanted = days[at - 1] if at else said
        if wanted not in days:
            raise PacerError(f"{name}: has no day {said!r}; there are {', '.join(days) or 'none'}")
        entries = [entry for entry in entries if entry.day in ("", wanted)]
    elif len(days) > 1:
        raise PacerError(f"{name}: has {len(days)} days: say which, day={days[0]!r} or day=1")
    rooms = list(dict.fromkeys(entry.room for entry in entries if entry.room))
    if room is not None:
        same = [each for each in rooms if each.casefold() == room.strip().casefold()]
        if not same:
            raise PacerError(
                f"{name}: has no room {room!r}; there are {', '.join(rooms[:12]) or 'none'}"
            )
        entries = [entry for entry in entries if entry.room in ("", *same)]
    elif len(rooms) > 1:
        raise PacerError(
            f"{name}: has {len(rooms)} rooms, {', '.join(rooms[:6])}"
            f"{', …' if len(rooms) > 6 else ''}: say which, room={rooms[0]!r}"
        )
    return entries


# --- when each begins, and how long it is -------------------------------------------------


def _timed(name: str, entries: list[Entry]) -> list[tuple[Entry, float]]:
    """Each entry with the seconds from the session's begin to its start."""
    known = [entry for entry in entries if entry.start is not None]
    if known and len(known) == len(entries):
        entries, starts = _in_order(name, entries)
        entries = _until_the_next(entries, starts)
    else:
        starts = []
        at_s = 0.0
        for entry in entries:
            at_s += entry.gap_s
            starts.append(at_s)
            at_s += entry.slot_s or 0.0
    for entry in entries:
        if entry.slot_s is None:
            raise PacerError(
                f"{name}, {entry.where}: {one_line(entry.title, limit=60)!r} has no slot: write "
                "its time, such as 20min, or when it ends"
            )
        if entry.kind == "talk" and not SHORTEST_S <= entry.slot_s <= LONGEST_S:
            raise PacerError(
                f"{name}, {entry.where}: {one_line(entry.title, limit=60)!r} would have "
                f"{clock.text(entry.slot_s)}, which is no slot: write 30min or 30:00"
            )
        if entry.kind == "talk" and entry.questions_s >= entry.slot_s:
            raise PacerError(
                f"{name}, {entry.where}: its questions leave no time to speak in "
                f"{clock.text(entry.slot_s)}"
            )
    for (entry, start_s), (after, next_s) in pairwise(zip(entries, starts, strict=True)):
        if start_s + (entry.slot_s or 0.0) > next_s + 1:
            raise PacerError(
                f"{name}, {after.where}: {one_line(after.title, limit=60)!r} begins before "
                f"{one_line(entry.title, limit=60)!r} ends: is it in another room? add a column "
                "room"
            )
    return list(zip(entries, starts, strict=True))


def _in_order(name: str, entries: list[Entry]) -> tuple[list[Entry], list[float]]:
    """Entries by their starts, in seconds from the first; a clock may go past midnight."""
    moments = [entry.start for entry in entries if entry.start is not None]
    if len({moment.scale for moment in moments}) > 1 and any(
        moment.scale == "date" for moment in moments
    ):
        raise PacerError(f"{name}: some starts have a date and some have none: write all alike")
    seconds: list[float] = []
    day_s = 0.0
    for nth, moment in enumerate(moments):
        dated = moment.scale == "date"
        if nth and not dated and seconds[-1] - (moment.seconds + day_s) > _PAST_MIDNIGHT_S:
            day_s += clock.LONGEST_S
        seconds.append(moment.seconds + day_s)
    order = sorted(range(len(entries)), key=seconds.__getitem__)
    first = seconds[order[0]]
    return [entries[at] for at in order], [seconds[at] - first for at in order]


def _until_the_next(entries: list[Entry], starts: list[float]) -> list[Entry]:
    """A slot that is not said lasts until the next start."""
    lengths = [after - before for before, after in pairwise(starts)]
    return [
        replace(entry, slot_s=length)
        if entry.slot_s is None and length is not None and length > 0
        else entry
        for entry, length in zip(entries, [*lengths, None], strict=True)
    ]


# --- files and frames ---------------------------------------------------------------------


def _of_file(source: Source) -> tuple[list[Entry], list[str]]:
    first = source.first
    if first.startswith(("{", "[")):
        return programme_files.of_json(source), []
    if first.startswith("<"):
        return programme_files.of_xml(source), []
    if first.upper().startswith("BEGIN:VCALENDAR"):
        return programme_files.of_icalendar(source), []
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


def _of_frame(frame: pd.DataFrame) -> tuple[list[Entry], list[str]]:
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
    if day and start and not _dated(start) and _dated(f"{day} 00:00"):
        start = f"{day} {start}"
    elif day and not start and _dated(day):
        start, day = day, ""
    begins = _when(start) if start else None
    slot_s = _slot(cell, unit)
    if slot_s is None and cell.get("end") and begins is not None:
        end = cell["end"]
        if begins.scale == "date" and not _dated(end):
            end = f"{start.split()[0].split('T')[0]} {end}"
        slot_s = _when(end).seconds - begins.seconds
        # An end before the start lies after midnight.
        slot_s += clock.LONGEST_S if slot_s < 0 and begins.scale != "date" else 0.0
        slot_s += clock.LONGEST_S if slot_s < -_PAST_MIDNIGHT_S else 0.0
    return Entry(
        where,
        cell.get("title", "") or "Untitled",
        cell.get("speaker", ""),
        one_line(cell.get("room", ""), limit=80),
        f"{begins.at:%Y-%m-%d}" if begins and begins.at and not day else one_line(day, limit=40),
        _kind(cell),
        begins,
        one_line(cell.get("start", ""), limit=40),
        slot_s,
        _minutes(cell["questions"]) if cell.get("questions") else 0.0,
        _minutes(cell["gap"]) if cell.get("gap") else 0.0,
    )


def _when(written: str) -> Instant:
    """A time of day, or a date with one: 10:00 is ten o'clock, and so is 10.00."""
    said = re.sub(r"^(\d{1,2})\.(\d{2})$", r"\1:\2", written.strip())
    if _BARE.fullmatch(said):
        raise ClockError(f"{written!r} is not a time of day: write 10:00")
    return instant(said, "minutes")


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
