"""A talk or a break of a programme, as any file tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pacer.runs.importers.moments import EPOCH, Instant

if TYPE_CHECKING:
    from datetime import datetime

# A conference of a week with ten rooms has some two thousand.
MOST_ENTRIES: Final = 20_000

_BREAK: Final = re.compile(
    r"(?:coffee|tea|lunch|dinner|break|pause|recess|intermission|kaffee|kaffeepause|mittag|"
    r"mittagspause|mittagessen|pausa|pausa caf[eé]|descanso|d[eé]jeuner|pauze|almuerzo|"
    r"pranzo|przerwa)"
    r"(?:[ /&-]+(?:break|pause|and.*|tea|&.*|lunch|coffee|time|caf[eé]))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """A talk or break as a file tells it; what it does not say is None or ``""``."""

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


def is_break(title: str) -> bool:
    """Whether an entry of this title is no talk."""
    return _BREAK.fullmatch(title.strip()) is not None


def of_datetime(moment: datetime) -> Instant:
    """A moment that a file gives whole, with or without its zone."""
    if moment.tzinfo is not None:
        return Instant(moment.timestamp(), "date", moment)
    return Instant((moment - EPOCH).total_seconds(), "date", moment)
