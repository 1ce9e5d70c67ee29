"""A session's programme: its talks and breaks, slots and starts, from what conferences publish.

Tables are read in `pacer.runs.programme_table`; the exports of pretalx, frab and Indico, and
iCalendar in `pacer.runs.programme_files`. Here a room and a day are picked, and each talk gets
its start and its slot.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.core.text import line as one_line
from pacer.runs import programme_files, programme_table
from pacer.runs.importers.source import Source
from pacer.runs.programme_entry import LONGEST_S, SHORTEST_S, Entry

if TYPE_CHECKING:
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
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_PAST_MIDNIGHT_S: Final = 12 * 3600.0
# So many rooms and days are named where several are left.
_NAMED: Final = 8
# A talk that begins so little before another ends is no overlap but a rounding.
_ROUNDED_S: Final = 1.0


def read(
    programme: str | Path | pd.DataFrame, *, room: str | None = None, day: str | int | None = None
) -> pd.DataFrame:
    """Read a session's programme.

    Parameters
    ----------
    programme : path-like or pandas.DataFrame
        A CSV file, a ``schedule.json`` or ``.xml`` of pretalx or frab, an export of Indico, an
        iCalendar file, or a frame. A CSV or a frame has a title, and a slot, or a start and an end
        or the next start; a bare number in a slot is minutes.
    room : str, optional
        Which room of a whole conference, or a part of its name that no other has.
    day : str or int, optional
        Which day: ``2024-05-25``, or its number from 1.

    Returns
    -------
    pandas.DataFrame
        PROGRAMME; what was assumed stands in its ``attrs["remarks"]``, and when the first talk
        begins, as ISO 8601 or a time of day such as ``10:00``, in ``attrs["starts_at"]``, ``""``
        where nothing says it.

    Raises
    ------
    PacerError
        If it cannot be read, a talk has no slot, or several rooms or days are left.
    """
    if isinstance(programme, pd.DataFrame):
        name, (entries, remarks) = "programme", programme_table.of_frame(programme)
    else:
        source = Source(programme)
        name, (entries, remarks) = source.path.name, _of_file(source)
    if not entries:
        raise PacerError(f"{name}: no talk is in it: write lines of title,slot,questions")
    entries = _picked(name, entries, room, day)
    timed = _timed(name, entries)
    made = frames.build(PROGRAMME, (_row(*each) for each in timed))
    made.attrs["remarks"] = tuple(remarks)
    made.attrs["starts_at"] = _starts_at(timed)
    return made


def _of_file(source: Source) -> tuple[list[Entry], list[str]]:
    first = source.first
    if first.startswith(("{", "[")):
        return programme_files.of_json(source), []
    if first.startswith("<"):
        return programme_files.of_xml(source), []
    if first.upper().startswith("BEGIN:VCALENDAR"):
        return programme_files.of_icalendar(source)
    return programme_table.of_csv(source)


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


def _starts_at(timed: list[tuple[Entry, float]]) -> str:
    """When the first talk begins, as exactly as the file tells."""
    first = next((entry for entry, _ in timed if entry.kind == "talk"), None)
    if first is None:
        return ""
    return first.begins if first.at is None else first.at.isoformat()


# --- which of a whole conference ----------------------------------------------------------


def _picked(
    name: str, entries: list[Entry], room: str | None, day: str | int | None
) -> list[Entry]:
    """The entries of one room and one day; where several are left, one line lists them."""
    if room is not None:
        wanted = _room(name, entries, room)
        entries = [entry for entry in entries if entry.room in ("", wanted)]
    days = list(dict.fromkeys(entry.day for entry in entries if entry.day)) or [""]
    if all(_DATE.fullmatch(each) for each in days):
        days.sort()
    if day is not None:
        said = str(day).strip()
        if said in days:
            chosen = said
        elif said.isdecimal() and 1 <= int(said[:4]) <= len(days) and days != [""]:
            chosen = days[int(said[:4]) - 1]
        else:
            raise PacerError(f"{name}: has no day {one_line(said, limit=40)!r}; {_listed(days)}")
        entries = [entry for entry in entries if entry.day in ("", chosen)]
        days = [chosen]
    rooms = list(dict.fromkeys(entry.room for entry in entries if entry.room))
    left: list[tuple[str, str, str]] = []
    if len(days) > 1:
        told = f"{len(days)} days ({_numbered(days)})"
        left.append((told, f"--day {days[0]}", f"day={days[0]!r}"))
    if len(rooms) > 1:
        told = f"{len(rooms)} rooms ({_series(rooms)})"
        left.append((told, f'--room "{rooms[0]}"', f"room={rooms[0]!r}"))
    if left:
        has, words, calls = zip(*left, strict=True)
        raise PacerError(
            f"{name}: has {' and '.join(has)}: say which, {' '.join(words)} "
            f"(in Python {', '.join(calls)})"
        )
    if not any(entry.kind == "talk" for entry in entries):
        raise PacerError(f"{name}: no talk is in it, only breaks: check the room and the day")
    return entries


def _room(name: str, entries: list[Entry], room: str) -> str:
    """The room that is meant: its name in any case, or a part that no other has."""
    rooms = list(dict.fromkeys(entry.room for entry in entries if entry.room))
    said = room.strip().casefold()
    same = [each for each in rooms if each.casefold() == said]
    same = same or [each for each in rooms if said and said in each.casefold()]
    if len(same) != 1:
        told = one_line(room, limit=40)
        if same:
            raise PacerError(f"{name}: {told!r} may be {_series(same)}: write it in full")
        raise PacerError(f"{name}: has no room {told!r}; {_listed(rooms)}")
    return same[0]


def _numbered(days: list[str]) -> str:
    """``1 2024-05-25, 2 2024-05-26``: a day may be asked for by its number."""
    return _series([f"{nth} {day}" for nth, day in enumerate(days, 1)])


def _listed(names: list[str]) -> str:
    return f"there are {_series(names)}" if any(names) else "it names none"


def _series(names: list[str]) -> str:
    more = f", … {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


# --- when each begins, and how long it is -------------------------------------------------


def _timed(name: str, entries: list[Entry]) -> list[tuple[Entry, float]]:
    """Each entry with the seconds from the session's begin to its start."""
    starts = _starts(name, entries)
    order = sorted(range(len(entries)), key=starts.__getitem__)
    timed = [(entries[at], starts[at] - starts[order[0]]) for at in order]
    if any(entry.start is not None for entry in entries):
        timed = _until_the_next(timed)
    for entry, _ in timed:
        _check(name, entry)
    return _apart(name, timed)


def _starts(name: str, entries: list[Entry]) -> list[float]:
    """When each begins, in seconds; one that does not say it follows on what stands before."""
    known = [entry for entry in entries if entry.start is not None]
    if len({_scale(entry) for entry in known}) > 1:
        raise PacerError(
            f"{name}: some starts have a date, or a time zone, and some have none: write all alike"
        )
    starts: list[float] = []
    day_s, before_s, next_s = 0.0, None, 0.0
    for nth, entry in enumerate(entries):
        if entry.start is not None:
            if (
                entry.at is None
                and before_s is not None
                and before_s - entry.start.seconds > _PAST_MIDNIGHT_S
            ):
                day_s += clock.LONGEST_S
            before_s = entry.start.seconds
            start_s = before_s + day_s
            if known[0] is entry:
                # What stands before the first start ends there.
                starts = [before + start_s - next_s - entry.gap_s for before in starts]
        else:
            start_s = next_s + entry.gap_s
        starts.append(start_s)
        if entry.slot_s is None and nth + 1 < len(entries) and entries[nth + 1].start is None:
            raise PacerError(f"{name}, {entry.where}: {_shown(entry)} has no slot: {_CURE}")
        next_s = start_s + (entry.slot_s or 0.0)
    return starts


def _scale(entry: Entry) -> str:
    if entry.at is None:
        return "clock" if entry.start is not None and entry.start.scale != "date" else "date"
    return "zone" if entry.at.tzinfo is not None else "date"


_CURE: Final = "write its time, such as 20min, or when it ends"


def _until_the_next(timed: list[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    """A slot that is not said lasts until the next start."""
    made = []
    for nth, (entry, start_s) in enumerate(timed):
        later = next((after for _, after in timed[nth + 1 :] if after > start_s), None)
        if entry.slot_s is None and later is not None:
            entry = replace(entry, slot_s=later - start_s)
        made.append((entry, start_s))
    return made


def _shown(entry: Entry) -> str:
    return repr(one_line(entry.title, limit=60))


def _check(name: str, entry: Entry) -> None:
    """Refuse a slot that cannot be meant."""
    at = f"{name}, {entry.where}"
    if entry.slot_s is None:
        raise PacerError(f"{at}: {_shown(entry)} has no slot: {_CURE}")
    if entry.slot_s < 0:
        raise PacerError(f"{at}: {_shown(entry)} ends before it begins: mend its end")
    if entry.kind != "talk":
        return
    if not SHORTEST_S <= entry.slot_s <= LONGEST_S:
        raise PacerError(
            f"{at}: {_shown(entry)} would have {clock.text(entry.slot_s)}, which is no slot: "
            "write 30min or 30:00"
        )
    if entry.questions_s >= entry.slot_s:
        raise PacerError(
            f"{at}: its questions leave no time to speak in {clock.text(entry.slot_s)}"
        )


def _apart(name: str, timed: list[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    """The entries one after the other; talks may not overlap, and a break gives way."""
    talks = [(entry, start_s) for entry, start_s in timed if entry.kind == "talk"]
    for nth, (entry, start_s) in enumerate(talks[1:], 1):
        last, last_s = talks[nth - 1]
        if last_s + (last.slot_s or 0.0) > start_s + _ROUNDED_S:
            raise PacerError(
                f"{name}, {entry.where}: {_shown(entry)} begins before {_shown(last)} ends: is it "
                "in another room? add a column room"
            )
    made = []
    for entry, start_s in timed:
        if entry.kind == "break":
            length_s = entry.slot_s or 0.0
            for talk, talk_s in talks:
                end_s = talk_s + (talk.slot_s or 0.0)
                if talk_s <= start_s < end_s:
                    start_s, length_s = end_s, length_s - (end_s - start_s)
                elif start_s < talk_s < start_s + length_s:
                    length_s = talk_s - start_s
            if length_s <= 0:
                continue
            entry = replace(entry, slot_s=length_s)
        made.append((entry, start_s))
    return made
