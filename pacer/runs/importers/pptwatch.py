"""The log of pptwatch, which looks on at PowerPoint: slide, seconds, the same as m:ss, and the sum.

That the third column says the second again tells it from any other four columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "pptwatch log"

_CLOCK = r"((?:\d{1,3}:)?\d{1,4}:\d{2})"
_ROW = re.compile(
    rf"(\d{{1,6}})[\t,;]\s*(\d{{1,6}}(?:\.\d{{1,6}})?)[\t,;]\s*{_CLOCK}[\t,;]\s*{_CLOCK}"
)
# The log shows whole seconds.
ROUNDING_S = 1.0


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    match = _ROW.fullmatch(source.first[:200])
    if match is None:
        return False
    return abs(float(match[2]) - source.seconds(match[3], 1)) <= ROUNDING_S


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    rows: list[Row] = []
    at_s = 0.0
    for line, written in enumerate(source.lines, 1):
        if not written.strip():
            continue
        match = _ROW.fullmatch(written.strip()[:200])
        if match is None:
            raise source.refuse("no row of the log: slide, seconds, m:ss, running total", line)
        spent = float(match[2])
        if abs(spent - source.seconds(match[3], line)) > ROUNDING_S:
            raise source.refuse(f"says {match[2]} seconds and {match[3]}: which is it?", line)
        rows.append(Row(line, match[1], at_s, at_s + spent))
        at_s += spent
    return Table(rows)
