"""The log of pptimer, a PowerPoint add-in: seconds since the start and the slide's number.

One file holds a show after the other; the last is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.core.errors import ClockError
from pacer.runs.importers.moments import instant
from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from datetime import datetime

    from pacer.runs.importers.source import Source

LABEL = "pptimer log"

_BEGIN = re.compile(r"Starting presentation\b.{0,400}?(?:\bat (.{6,40}?))?\s*", re.IGNORECASE)
_END = re.compile(
    r"Ending presentation\b.{0,400}?elapsed time\s*=\s*(\d{1,7}(?:\.\d{1,6})?)\D{0,20}",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*(\d{1,7}(?:\.\d{1,6})?)\s+#0*(\d{1,6})(?:\s.*)?")


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return any(_BEGIN.fullmatch(line[:500]) for line in source.lines[:20]) and any(
        _ROW.fullmatch(line[:500]) for line in source.lines
    )


def read(source: Source) -> Table:
    """Read the rows of the last show; a line that makes no sense is refused."""
    shows: list[Table] = []
    rows: list[Row] = []
    began, end_s = None, None

    def close() -> None:
        if rows:
            shows.append(Table(list(rows), began, end_s=end_s))

    for line, written in enumerate(source.lines, 1):
        if match := _BEGIN.fullmatch(written[:500]):
            close()
            rows, began, end_s = [], _moment(match[1]), None
        elif match := _END.fullmatch(written[:500]):
            end_s = source.seconds(match[1], line)
        elif match := _ROW.fullmatch(written[:500]):
            rows.append(Row(line, match[2], source.seconds(match[1], line)))
        elif written.strip():
            raise source.refuse("no row of the log: seconds, then #slide", line)
    close()
    if not shows:
        return Table([])
    last = shows[-1]
    if len(shows) == 1:
        return last
    remark = f"{len(shows)} shows are in it: the last one was taken"
    return Table(last.rows, last.started_at, (remark,), end_s=last.end_s)


def _moment(said: str | None) -> datetime | None:
    try:
        return instant(said or "").at
    except ClockError:
        return None
