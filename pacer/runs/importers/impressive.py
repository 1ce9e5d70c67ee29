"""What Impressive prints with ``--tracking``: page, duration, enter, leave.

``over`` is the overview, which shows no slide: a pause. What stands before a timer reset was
not yet the talk.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "Impressive tracking"

_TIME = r"((?:\d{1,3}:)?\d{1,4}:\d{2})"
_ROW = re.compile(rf"\s*(\d{{1,5}}|over)\s+{_TIME}\s+{_TIME}\s+{_TIME}\s*")


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return any(_ROW.fullmatch(line[:200]) for line in source.lines[:20])


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    rows: list[Row] = []
    before = 0
    for line, written in enumerate(source.lines, 1):
        if "timer was reset" in written:
            before += len(rows)
            rows = []
        elif match := _ROW.fullmatch(written[:200]):
            enter, leave = (source.seconds(match[part], line) for part in (3, 4))
            over = match[1] == "over"
            rows.append(Row(line, "pause" if over else match[1], enter, leave))
        elif written.strip() and written.lstrip()[:1].isdigit():
            raise source.refuse("no row of the tracking: page, duration, enter, leave", line)
    left_out = f"{before} row{'' if before == 1 else 's'} before the timer was reset"
    return Table(rows, remarks=(left_out,) if before else (), numbers="page")
