"""The table of pympress's timing report, pasted into a file: name, time, duration, slide.

A slide is written ``label (page/pages)``; a section's row stands above those of its slides,
begins with the first and lasts as long as all.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "pympress report"

_ROW = re.compile(
    r"(.{0,300}?)[\s,;|]*(\d{1,4}:\d{2})[\s,;|]+(\d{1,4}:\d{2})[\s,;|]+"
    r"([^\s()]{0,20})\s*\((\d{1,5})/(\d{1,5})\)"
)


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return any(_ROW.fullmatch(line.strip()) for line in source.lines[:50])


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    rows: list[Row] = []
    pages = 0
    for line, written in enumerate(source.lines, 1):
        match = _ROW.fullmatch(written.strip()[:500])
        if match is None:
            if rows and written.strip():
                raise source.refuse("no row of the report: name, time, duration, slide", line)
            continue
        start_s = source.seconds(match[2], line)
        end_s = start_s + source.seconds(match[3], line)
        rows.append(Row(line, match[5], start_s, end_s))
        pages = max(pages, int(match[6]))
    # Seconds are rounded, so that a slide may seem to outlast the next one's beginning by one.
    inner = [
        row
        for row, after in pairwise(rows)
        if row.end_s is None or row.end_s <= max(after.start_s + 1, row.start_s)
    ]
    return Table([*inner, *rows[-1:]], numbers="page", pages=pages)
