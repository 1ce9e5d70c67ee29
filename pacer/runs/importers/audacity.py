r"""Audacity labels: ``start<tab>end<tab>text`` in seconds; a point has start = end.

Lines that begin with a backslash hold the frequencies of the label above. Labels without any
text mark slide changes: they are the slides in order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "Audacity labels"

_TIME = r"(\d{1,7}(?:[.,]\d{1,9})?|\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?)"
_LABEL = re.compile(rf"{_TIME}\t{_TIME}(?:\t(.*))?")


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return _LABEL.fullmatch(source.first) is not None


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    rows: list[Row] = []
    for line, written in enumerate(source.lines, 1):
        if not written.strip() or written.startswith("\\"):
            continue
        match = _LABEL.fullmatch(written)
        if match is None:
            raise source.refuse("no label: a line is start, tab, end, tab, text", line)
        start_s, end_s = (source.seconds(match[part], line) for part in (1, 2))
        # A point says where a slide begins; the next one says where it ends.
        rows.append(
            Row(line, (match[3] or "").strip(), start_s, end_s if end_s > start_s else None)
        )
    if any(row.name for row in rows):
        return Table(rows)
    return Table(
        [Row(row.line, str(nth), row.start_s, row.end_s) for nth, row in enumerate(rows, 1)],
        remarks=("labels without text were taken as the slides in order",),
        numbers="order",
    )
