"""Lines that say how long each slide was up, as logging macros write them: ``Slide 3: 90 s``.

A line counts where a slide is named before a length with its unit, so that no clock is taken for a
length. Headings, blank lines and totals are passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.naming import SLIDE
from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "lines of slides and lengths"

_NUMBER = r"\d{1,6}(?:[.,]\d{1,6})?"
_UNIT = (
    r"(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|std|stunden?|sek|sekunden?|minuten?|heures?|"
    r"secondes?|horas?|minutos?|segundos?|minuti|secondi|ms|milliseconds?)\.?"
)
_LENGTH = rf"{_NUMBER}\s*{_UNIT}(?:[\s,]*(?:and\s+|und\s+|et\s+|y\s+)?{_NUMBER}\s*{_UNIT}){{0,2}}"
_ROW = re.compile(
    rf"\W{{0,5}}(?:{SLIDE})\s*#?\s*(\d{{1,6}})\b(?:\D{{0,200}}?[\s:=(–—-])?\s*({_LENGTH})\W{{0,5}}",
    re.IGNORECASE,
)
_MILLIS = re.compile(rf"({_NUMBER})\s*(?:ms|milliseconds?)", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|und|et|y)\s", re.IGNORECASE)


def looks_like(source: Source) -> bool:
    """Whether most lines name a slide and a length."""
    lines = [line for line in source.lines[:200] if line.strip()]
    found = sum(_ROW.fullmatch(line.strip()[:400]) is not None for line in lines)
    return found > 1 and 2 * found > len(lines)


def read(source: Source) -> Table:
    """Read the rows, one after the other."""
    rows: list[Row] = []
    at_s = 0.0
    for line, written in enumerate(source.lines, 1):
        match = _ROW.fullmatch(written.strip()[:400])
        if match is None:
            continue
        said = match[2].strip().rstrip(".")
        if millis := _MILLIS.fullmatch(said):
            said = f"{float(millis[1].replace(',', '.')) / 1000}s"
        spent = source.seconds(_AND.sub(" ", said), line)
        rows.append(Row(line, match[1], at_s, at_s + spent))
        at_s += spent
    return Table(rows)
