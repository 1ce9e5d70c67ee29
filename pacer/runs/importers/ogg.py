"""Ogg chapters: ``CHAPTER01=00:00:00.000`` and ``CHAPTER01NAME=...``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "Ogg chapters"

_FIELD = re.compile(r"\s*CHAPTER(\d{1,5})(NAME)?\s*=\s*(.*?)\s*", re.IGNORECASE)


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return _FIELD.fullmatch(source.first[:1000]) is not None


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    starts: dict[int, tuple[int, float]] = {}
    names: dict[int, str] = {}
    for line, written in enumerate(source.lines, 1):
        match = _FIELD.fullmatch(written[:1000])
        if match is None:
            continue
        number = int(match[1])
        if match[2]:
            names[number] = match[3]
        elif number in starts:
            raise source.refuse(f"chapter {number} is here twice", line)
        else:
            starts[number] = line, source.seconds(match[3], line)
    return Table(
        [
            Row(line, names.get(number, ""), start_s)
            for number, (line, start_s) in sorted(starts.items())
        ]
    )
