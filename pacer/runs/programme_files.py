"""Programmes as conference systems publish them: pretalx and frab, Indico, iCalendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pacer.core.errors import ClockError, PacerError
from pacer.core.text import line as one_line
from pacer.runs.importers.chapters_json import parse
from pacer.runs.importers.chapters_xml import parse as parse_xml
from pacer.runs.importers.moments import EPOCH, Instant, instant, stretch
from pacer.runs.programme_entry import (
    MOST_ENTRIES,
    Entry,
    clock_of,
    day_of,
    is_break,
    of_datetime,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pacer.runs.importers.source import Source

_MEND = "write a CSV of title,slot,questions, or of title,start,end"


def of_json(source: Source) -> list[Entry]:
    """A ``schedule.json`` of pretalx or frab, or a timetable or event of Indico."""
    found = parse(source)
    name = source.path.name
    if isinstance(found, dict):
        schedule = found.get("schedule", found)
        conference = schedule.get("conference", schedule) if isinstance(schedule, dict) else None
        days = conference.get("days") if isinstance(conference, dict) else None
        if isinstance(days, list):
            return _few(name, _frab(name, days))
        if "results" in found:
            return _few(name, _indico(name, found["results"], ""))
    raise PacerError(f"{name}: is no programme that pacer knows (pretalx, frab, Indico): {_MEND}")


def of_xml(source: Source) -> list[Entry]:
    """A ``schedule.xml`` of pretalx or frab."""
    root = parse_xml(source)
    name = source.path.name
    days = [
        {
            "date": day.get("date") or "",
            "rooms": {
                room.get("name") or "": [_of_element(event) for event in room.iter("event")]
                for room in day.iter("room")
                if room.get("name") is not None
            },
        }
        for day in root.iter("day")
    ]
    if not days:
        raise PacerError(f"{name}: is no schedule of pretalx or frab: {_MEND}")
    return _few(name, _frab(name, days))


def _of_element(event: Any) -> dict[str, Any]:
    """An event as the JSON has it."""
    fields: dict[str, Any] = {
        child.tag: (child.text or "").strip() for child in event if isinstance(child.tag, str)
    }
    fields["persons"] = [(person.text or "").strip() for person in event.iter("person")]
    return fields


def of_icalendar(source: Source) -> tuple[list[Entry], list[str]]:
    """The events of an iCalendar file (RFC 5545): SUMMARY, DTSTART, DTEND or DURATION, LOCATION.

    Returns
    -------
    list of Entry, list of str
        And what was assumed.
    """
    whole_days: list[str] = []
    entries = _few(source.path.name, _events(source, whole_days))
    remarks = []
    if whole_days:
        remarks.append(f"entries of whole days were left out, such as {whole_days[0][:60]!r}")
    if entries and all(each.at is not None and each.at.tzinfo is UTC for each in entries):
        remarks.append("times are in UTC, as the calendar gives them")
    return entries, remarks


def _few(name: str, entries: Iterable[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in entries:
        if len(kept) == MOST_ENTRIES:
            raise PacerError(f"{name}: has more than {MOST_ENTRIES:,} talks")
        kept.append(entry)
    return kept


def _frab(name: str, days: list[Any]) -> Iterator[Entry]:
    """Days, rooms, events; a duration is hours and minutes."""
    nth = 0
    for day in days:
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for room, events in rooms.items() if isinstance(rooms, dict) else ():
            for event in events if isinstance(events, list) else ():
                nth += 1
                if not isinstance(event, dict):
                    raise PacerError(f"{name}, talk {nth}: is no talk: {_MEND}")
                title = str(event.get("title") or "Untitled")
                kind = str(event.get("type") or "")
                at = _frab_start(day, event)
                start = of_datetime(at) if at is not None else _start(name, nth, event)
                yield Entry(
                    f"talk {nth}",
                    title,
                    _people(event.get("persons")),
                    one_line(str(room), limit=80),
                    str(day.get("date") or "")[:40] or (day_of(at) if at else ""),
                    "break" if is_break(title) or is_break(kind) else "talk",
                    start,
                    clock_of(at) if at is not None else str(event.get("start") or "")[:5],
                    _hours(name, nth, event.get("duration")),
                    at=at,
                )


def _frab_start(day: dict[str, Any], event: dict[str, Any]) -> datetime | None:
    """The start with its date; older files give the date of the day and the time of the talk."""
    if stamp := str(event.get("date") or ""):
        try:
            return datetime.fromisoformat(stamp)
        except ValueError:
            pass
    try:
        at = datetime.fromisoformat(f"{day.get('date')}T{str(event.get('start') or '')[:5]}")
    except ValueError:
        return None
    # A conference's day ends in the small hours of the next one.
    return at if day_of(at) == str(day.get("date")) else at + timedelta(days=1)


def _start(name: str, nth: int, event: dict[str, Any]) -> Instant | None:
    if start := str(event.get("start") or ""):
        try:
            return instant(start, "minutes")
        except ClockError as error:
            raise PacerError(f"{name}, talk {nth}: {error}") from error
    return None


def _hours(name: str, nth: int, said: Any) -> float | None:
    """``00:25`` is 25 minutes; a bare number is minutes."""
    if said in (None, ""):
        return None
    try:
        return stretch(str(said), "minutes")
    except ClockError as error:
        raise PacerError(f"{name}, talk {nth}: {error}") from error


def _indico(name: str, found: Any, session_room: str) -> Iterator[Entry]:
    """What of an export of Indico has a title, a start and a duration in minutes."""
    stack = [(found, session_room)]
    nth = 0
    while stack:
        each, room = stack.pop()
        if isinstance(each, list):
            stack += [(part, room) for part in reversed(each)]
            continue
        if not isinstance(each, dict):
            continue
        room = one_line(str(each.get("room") or each.get("location") or room), limit=80)
        inner = each.get("entries") or each.get("contributions") or each.get("sessions")
        begins = each.get("startDate")
        if inner or not (isinstance(begins, dict) and "duration" in each and each.get("title")):
            inner = inner if inner else [
                value for key, value in each.items() if isinstance(value, dict | list)
                and key not in ("startDate", "endDate", "presenters", "speakers")
            ]  # fmt: skip
            parts = list(inner.values()) if isinstance(inner, dict) else inner
            stack += [(part, room) for part in reversed(parts if isinstance(parts, list) else [])]
            continue
        nth += 1
        title = str(each["title"])
        at = _indico_start(name, nth, begins)
        yield Entry(
            f"talk {nth}",
            title,
            _people(each.get("presenters") or each.get("speakers")),
            room,
            day_of(at),
            "break" if each.get("entryType") == "Break" or is_break(title) else "talk",
            of_datetime(at),
            clock_of(at),
            _hours(name, nth, each.get("duration")),
            at=at,
        )


def _indico_start(name: str, nth: int, begins: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(f"{begins.get('date')}T{begins.get('time')}")
    except ValueError as error:
        raise PacerError(f"{name}, talk {nth}: its start cannot be read") from error
    return _in_zone(moment, str(begins.get("tz") or ""))


def _people(listed: Any) -> str:
    names = []
    for person in listed if isinstance(listed, list) else ():
        if isinstance(person, dict):
            keys = ("public_name", "fullName", "full_public_name", "display_full_name", "name")
            whole = next((person[key] for key in keys if person.get(key)), "")
            first = person.get("firstName") or person.get("first_name") or ""
            last = person.get("familyName") or person.get("last_name") or ""
            whole = whole or f"{first} {last}"
            names.append(str(whole).strip())
        elif isinstance(person, str):
            names.append(person)
    return ", ".join(filter(None, names))[:400]


def _events(source: Source, whole_days: list[str]) -> Iterator[Entry]:
    unfolded: list[tuple[int, str]] = []
    for line, written in enumerate(source.lines, 1):
        if written[:1] in (" ", "\t") and unfolded:
            unfolded[-1] = (unfolded[-1][0], unfolded[-1][1] + written[1:])
        else:
            unfolded.append((line, written))
    fields: dict[str, tuple[str, str]] = {}
    begun = inner = 0
    home = ""  # the calendar's own zone, which many tools write beside times in UTC
    for line, written in unfolded:
        head, value = _head_and_value(written)
        key, _, parameters = head.partition(";")
        key = key.strip().upper()
        if key == "X-WR-TIMEZONE":
            home = value.strip()
        elif key == "BEGIN" and value.strip().upper() == "VEVENT":
            fields, begun, inner = {}, line, 0
        elif key == "END" and value.strip().upper() == "VEVENT" and begun:
            if (entry := _event(source, begun, fields, home, whole_days)) is not None:
                yield entry
            begun = 0
        elif begun and key in ("BEGIN", "END"):  # an alarm has a DURATION of its own
            inner += 1 if key == "BEGIN" else -1
        elif begun and not inner and key not in fields:
            fields[key] = parameters, value.strip()


def _head_and_value(written: str) -> tuple[str, str]:
    """A line in two: a colon in quotes is part of a parameter."""
    match = re.match(r"((?:[^:\"]|\"[^\"]*\")*):(.*)", written, re.DOTALL)
    return (match[1], match[2]) if match else (written, "")


def _event(
    source: Source, line: int, fields: dict[str, tuple[str, str]], home: str, whole_days: list[str]
) -> Entry | None:
    if fields.get("STATUS", ("", ""))[1].upper() == "CANCELLED":
        return None
    title = _unescaped(fields.get("SUMMARY", ("", ""))[1]) or "Untitled"
    if re.fullmatch(r"\d{8}", fields.get("DTSTART", ("", ""))[1]):
        whole_days.append(title)
        return None
    at = _moment(source, line, fields.get("DTSTART"), home)
    if at is None:
        raise source.refuse(f"{title[:60]!r} does not say when it begins (DTSTART)", line)
    end = _moment(source, line, fields.get("DTEND"), home)
    slot_s = None
    if end is not None:
        slot_s = of_datetime(end).seconds - of_datetime(at).seconds
    elif "DURATION" in fields:
        slot_s = source.seconds(fields["DURATION"][1], line)
    named = next((fields[key][0] for key in ("ATTENDEE", "ORGANIZER") if key in fields), "")
    speaker = re.search(r"CN=(?:\"([^\"]*)\"|([^;:]*))", named)
    return Entry(
        f"line {line}",
        title,
        _unescaped(speaker[1] or speaker[2] or "") if speaker else "",
        one_line(_unescaped(fields.get("LOCATION", ("", ""))[1]), limit=80),
        day_of(at),
        "break" if is_break(title) else "talk",
        of_datetime(at),
        clock_of(at),
        slot_s,
        at=at,
    )


def _moment(source: Source, line: int, field: tuple[str, str] | None, home: str) -> datetime | None:
    if field is None:
        return None
    parameters, value = field
    try:
        # Its zone stands beside it.
        moment = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError as error:
        raise source.refuse(
            f"{value[:40]!r} is no date and time such as 20240525T100000", line
        ) from error
    if value.endswith("Z"):
        there = _in_zone(EPOCH, home)
        utc = moment.replace(tzinfo=UTC)
        return utc if there.tzinfo is None else utc.astimezone(there.tzinfo)
    zone = re.search(r"TZID=\"?([^;:\"]{1,60})", parameters)
    return _in_zone(moment, zone[1] if zone else home)


def _in_zone(moment: datetime, zone: str) -> datetime:
    """The moment in its zone; in one that nobody knows, the clock on the wall."""
    try:
        return moment.replace(tzinfo=ZoneInfo(zone)) if zone else moment
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment


def _unescaped(said: str) -> str:
    return re.sub(r"\\([,;\\])", r"\1", re.sub(r"\\[nN]", " ", said)).strip()
