"""A talk or a break of a programme, as any file tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pacer.runs.importers.moments import EPOCH, Instant

# A conference of a week with ten rooms has some two thousand.
MOST_ENTRIES: Final = 20_000
# Shorter is no slot: hours and minutes, or minutes, are meant. Longer is no talk.
SHORTEST_S: Final = 120.0
LONGEST_S: Final = 8 * 3600.0
# What begins before four in the morning belongs to the evening before, as pretalx and frab have it.
_DAY_BEGINS: Final = timedelta(hours=4)

_BREAK: Final = re.compile(
    r"(?:(?:the|short|long|morning|midday|afternoon|evening|welcome|first|second)[ -]+)?"
    r"(?:coffee|tea|lunch|dinner|breakfast|break|pause|recess|intermission|refreshments|"
    r"registration|networking|changeover|change-over|umbau|umbaupause|"
    r"kaffee|kaffeepause|mittag|mittagspause|mittagessen|abendessen|pausa|pausa caf[eé]|"
    r"pause[- ]?caf[eé]|descanso|d[eé]jeuner|pauze|almuerzo|pranzo|przerwa)"
    r"(?:[ /&:–—-]+(?:break|pause|and.*|und.*|et.*|y.*|tea|&.*|lunch|coffee|time|caf[eé]))*"
    r"(?:[ ]*\(.{0,40}\))?[\s☕🍽!.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """A talk or break as a file tells it; what it does not say is None or ``""``.

    `at` is the start on the clock of the place, with its zone where one is known; `start` the
    same as a count of seconds, which is all there is where no date is told.
    """

    where: str
    title: str
    speaker: str = ""
    room: str = ""
    day: str = ""
    kind: str = "talk"
    start: Instant | None = None
    begins: str = ""
    slot_s: float | None = None
    questions_s: float = 0.0
    gap_s: float = 0.0
    at: datetime | None = None


def is_break(title: str) -> bool:
    """Whether an entry of this title is no talk."""
    return _BREAK.fullmatch(title.strip()[:120]) is not None


def of_datetime(moment: datetime) -> Instant:
    """A moment that a file gives whole, with or without its zone."""
    if moment.tzinfo is not None:
        return Instant(moment.timestamp(), "date", moment)
    return Instant((moment - EPOCH).total_seconds(), "date", moment)


def day_of(at: datetime) -> str:
    """The day of a conference that a moment belongs to."""
    return f"{at - _DAY_BEGINS:%Y-%m-%d}"


def clock_of(at: datetime) -> str:
    """The time of day as a programme prints it."""
    return f"{at:%H:%M}"
