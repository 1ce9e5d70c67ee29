"""A time as a log writes it: seconds, a clock, a date with a clock, in one of three units.

A *stretch* says how long (``70,5``, ``1:10``, ``1h10m``, ``PT1M10S``), an *instant* says when
(the same, and ``4:00:22 PM``, ``2024-05-25T19:04:12Z``, ``5/18/2016 16:00:22``).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from pacer.core import clock
from pacer.core.errors import ClockError
from pacer.core.text import line as one_line

# What the last, or the only, part of a time counts. ``hms``: parts of a clock, whatever stands
# between them, so that 1.10 is 1:10.
UNITS: Final = ("minutes", "seconds", "hms")

EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - of the clock on the wall

_PARTS = re.compile(r"\d{1,4}(?:[:.,]\d{1,2}){1,2}")
_BARE = re.compile(r"\d{1,8}(?:[.,]\d{1,9})?")
_TWO = re.compile(r"(\d{1,5}):(\d{2})")
_ISO = re.compile(
    r"PT(?=\d)(?:(\d{1,3}(?:[.,]\d{1,6})?)H)?(?:(\d{1,5}(?:[.,]\d{1,6})?)M)?"
    r"(?:(\d{1,8}(?:[.,]\d{1,9})?)S)?",
    re.IGNORECASE,
)
_PRIMES = re.compile(r"(\d{1,4})\s*['’′]\s*(?:(\d{1,2}(?:[.,]\d{1,9})?)\s*(?:[\"”″]|'')?)?")
_WORDS = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{1,6})?)\s*(?:h|hr|hrs|std|hours?|stunden?|heures?|horas?)\.?)?[\s,]*"
    r"(?:(\d{1,5}(?:[.,]\d{1,6})?)\s*(?:m|mn|min|mins|minutes?|minuten?|minutos?)\.?)?[\s,]*"
    r"(?:(\d{1,8}(?:[.,]\d{1,9})?)\s*"
    r"(?:s|sec|secs|sek|seconds?|sekunden?|secondes?|segundos?)\.?)?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(\d{1,4})\s*([hm])\s*(\d{1,2})", re.IGNORECASE)
_LETTER = re.compile(r"[a-zäöüéèñ]", re.IGNORECASE)
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
_HALF_DAY = re.compile(rf"{_CLOCK}\s*([ap])\.?\s*m\.?", re.IGNORECASE)
_DATED = re.compile(
    rf"(\d{{1,4}})([-./])(\d{{1,2}})\2(\d{{1,4}}),?[\sT]+{_CLOCK}\s*(?:([ap])\.?\s*m\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z|[+-]\d{2}:?\d{2})?")
# No talk was rehearsed by a file before.
_FIRST_YEAR = 1980
# Seconds or milliseconds since 1970, of this century and no talk's.
_EPOCH = re.compile(r"([12]\d{9})(\d{3})?(?:[.,]\d{1,9})?")


class Instant(NamedTuple):
    """A moment: `seconds` from wherever the file counts, and what else it tells.

    `at` is the date and time, where there is a date that can be read in one way only. `scale`
    says what the seconds count from: ``"run"`` or a ``"clock"`` of twelve or twenty-four hours,
    or a ``"date"``; times of two scales cannot stand in one log.
    """

    seconds: float
    scale: str = "run"
    at: datetime | None = None


def stretch(written: str, unit: str | None = None) -> float:
    """Read a duration in seconds.

    Raises
    ------
    ClockError
        If it is none.
    """
    said = one_line(written, limit=60).strip()
    if unit == "hms" and _PARTS.fullmatch(said):
        return clock.seconds(re.sub("[.,]", ":", said))
    if unit == "minutes":
        if _BARE.fullmatch(said):
            return clock.seconds(60 * float(said.replace(",", ".")))
        if match := _TWO.fullmatch(said):
            return clock.seconds(f"{said}:00" if int(match[2]) < 60 else said)
    if match := _SHORT.fullmatch(said):  # 1h10, 2m30
        first, mark, second = match.groups()
        return clock.seconds((60 * int(first) + int(second)) * (60 if mark in "hH" else 1))
    for pattern in (_ISO, _PRIMES, _WORDS):
        match = pattern.fullmatch(said) if pattern is not _WORDS or _LETTER.search(said) else None
        if match and any(match.groups()):
            parts = [float(part.replace(",", ".")) if part else 0.0 for part in match.groups()]
            weights = (60, 1) if pattern is _PRIMES else (3600, 60, 1)
            return clock.seconds(sum(p * w for p, w in zip(parts, weights, strict=True)))
    return clock.seconds(said)


def instant(written: str, unit: str | None = None) -> Instant:
    """Read a point in time.

    Raises
    ------
    ClockError
        If it is none.
    """
    said = one_line(written, limit=60).strip().strip("[]() ")
    if match := _BASIC.fullmatch(said):
        said = "{}-{}-{}T{}:{}:{}{}".format(*match.groups(""))
    if match := _EPOCH.fullmatch(said):
        since = float(said.replace(",", ".")) / (1000 if match[2] else 1)
        return Instant(since, "date", datetime.fromtimestamp(since, UTC))
    if match := _HALF_DAY.fullmatch(said):
        return Instant(_of_day(*match.groups(), said=said), "clock")
    if match := _DATED.fullmatch(said):
        first, mark, second, third, *rest, zone = match.groups()
        since = _of_day(*rest, said=said)
        day, certain = _day(first, mark, second, third, said, american=bool(rest[-1]))
        at = day + timedelta(seconds=since)
        if zone:
            at = datetime.fromisoformat(f"{at.isoformat()}{_zone(zone)}").astimezone(UTC)
            seconds = at.timestamp()
        else:
            # Without a zone: the clock on the wall, on which one night a year is an hour short.
            seconds = (day - EPOCH).total_seconds() + since
            at = at.astimezone(UTC)
        # Spreadsheets write a bare time as one of a day in 1899, 1900 or 1904.
        return Instant(seconds, "date", at if certain and day.year >= _FIRST_YEAR else None)
    return Instant(stretch(said, unit))


def ambiguous(written: str) -> bool:
    """Whether the unit of a time cannot be told from how it is written."""
    said = written.strip()
    return bool(_BARE.fullmatch(said) or _TWO.fullmatch(said))


def _of_day(
    hour: str, minute: str, second: str | None, part: str | None, half: str | None = None, *,
    said: str,
) -> float:  # fmt: skip
    hours = int(hour)
    if (half and not 1 <= hours <= 12) or hours > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise ClockError(f"{said!r} is not a time of day: write 16:00:22 or 4:00:22 PM")
    if half:
        hours = hours % 12 + (12 if half.casefold() == "p" else 0)
    return hours * 3600 + int(minute) * 60 + int(second or 0) + float(f"0.{part or 0}")


def _day(
    first: str, mark: str, second: str, third: str, said: str, *, american: bool
) -> tuple[datetime, bool]:
    """The day, and whether it can be read in one way only.

    2024-05-25 and 2024/5/25 have the year first; 25.05.2024 and 25-05-2024 the day. With slashes
    it is the month where AM or PM is said, or the day cannot be a month; else nobody knows.
    """
    numbers = [int(first), int(second), int(third)]
    certain = True
    if len(first) == 4:
        year, month, day = numbers
    else:
        day, month, year = numbers
        if mark == "/" and (american or month > 12):
            month, day = day, month
        elif mark == "/":
            certain = day > 12 or day == month
        year += 2000 if year < 100 else 0
    try:
        # Without a zone: whoever reads it knows whether there is one.
        return datetime(year, month, day), certain  # noqa: DTZ001
    except ValueError as error:
        raise ClockError(f"{said!r} has no such date: write 2024-05-25 19:04:12") from error


def _zone(said: str) -> str:
    if said.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    return said if ":" in said else f"{said[:3]}:{said[3:]}"
