"""YouTube chapters, alone or in a description: ``M:SS Title``, the first at 0:00."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacer.runs.importers.source import Source

LABEL = "YouTube chapters"

_CHAPTER = re.compile(
    r"[\s\-*•▶►]{0,8}[(\[]?((?:\d{1,2}:)?\d{1,2}:\d{2})[)\]]?\s+(?:[-–—|:]\s+)?(\S.*)"
)
_ZERO = re.compile(r"[0:]+")


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return sum(1 for _ in zip(_chapters(source), range(2), strict=False)) == 2


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    rows = [Row(line, title, source.seconds(time, line)) for line, time, title in _chapters(source)]
    if not rows:
        raise source.refuse("no chapters: the first is a line such as 0:00 Introduction")
    return Table(rows)


def _chapters(source: Source) -> Iterator[tuple[int, str, str]]:
    """Lines with a time and a title, from the one at zero on."""
    begun = False
    for line, written in enumerate(source.lines, 1):
        if match := _CHAPTER.fullmatch(written.rstrip()[:1000]):
            begun = begun or _ZERO.fullmatch(match[1]) is not None
            if begun:
                yield line, match[1], match[2]
