"""Lines with a time and a title, as chapters stand in a description and macros log slides.

The time stands first (``1:10 Why logs``), last (``Why logs (1:10)``), on a line of its own above
the title, or alone: then the lines are the slides in order. What stands around is passed over.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pacer.core import clock
from pacer.runs.importers.moments import ambiguous
from pacer.runs.importers.source import Row, Table, on_one_clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacer.runs.importers.source import Source

LABEL = "YouTube chapters"

_TIME = (
    r"(?:\d{1,2}h\d{1,2}m(?:\d{1,2}s)?|"
    r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4},?[ T])?\d{1,4}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?"
    r"(?:\s?[ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?)"
)
# What may stand before a line: a list's number or sign, an emoji, a log's level.
_BEFORE = r"(?:\d{1,3}[.)]\s+|[A-Z]{3,8}:?\s+)?\W{0,10}?"
_FIRST = re.compile(
    rf"{_BEFORE}({_TIME})[)\]]?(?:\s*(?:-+>|[-–—→]|to)\s*({_TIME}))?"
    r"(?:\s*[-–—|:>,;]\s*|\s+|(?<=[)\]]))(?:[-–—|:]\s+)?(\S.*)",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"[\s\-*•▶►]{{0,8}}(\S.{{0,300}}?)(?:\s|[-–—|:@,;])\s?[(\[]?({_TIME})[)\]]?\s*",
    re.IGNORECASE,
)
# Dots or blanks that lead from a title to its time.
_LEADERS = re.compile(r"[\s.…]{2,}")
_MARKUP = re.compile(r"\*\*|`")
_ALONE = re.compile(rf"\s*[(\[]?({_TIME})[)\]]?\s*", re.IGNORECASE)
_ZERO = re.compile(r"[0:.,hms]+")
# A clock at which talks are given, rather than one that began with the talk.
_OF_DAY_S = 3600.0


class _Chapter(NamedTuple):
    line: int
    start: str
    end: str
    title: str


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return len(_chapters(source)) > 1


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    found = _chapters(source)
    if not found:
        raise source.refuse("no chapters: the first is a line such as 0:00 Introduction")
    remarks: list[str] = []
    told = [(each.line, source.instant(each.start, each.line)) for each in found]
    starts, past = on_one_clock(source, told)
    remarks += past
    first = told[0][1]
    if first.seconds and first.scale == "run":
        _refuse_lengths(source, starts, found)
        remarks.append(f"the first chapter is at {clock.text(first.seconds)}")
    ends = [
        source.instant(each.end, each.line).seconds if each.end else None for each in found
    ]  # fmt: skip
    alone = not any(each.title for each in found)
    if alone:
        remarks.append("times without titles were taken as the slides in order")
    return Table(
        [
            Row(each.line, each.title or str(nth), start_s, end_s)
            for nth, (each, start_s, end_s) in enumerate(zip(found, starts, ends, strict=True), 1)
        ],
        first.at,
        tuple(remarks),
        numbers="order" if alone else "slide",
        example=next((each.start for each in found if ambiguous(each.start)), ""),
    )


def _refuse_lengths(source: Source, starts: list[float], found: list[_Chapter]) -> None:
    """Times that do not begin at 0 may say how long each slide was shown."""
    gaps = [after - before for before, after in pairwise(starts)]
    if starts[0] < _OF_DAY_S and gaps and (starts[0] > max(gaps) or min(gaps) < 0):
        raise source.refuse(
            f"do these times say when a slide began, or how long it was shown ({found[0].start}, "
            f"then {found[1].start})? write a CSV with columns slide,start or slide,seconds",
            found[0].line,
        )


def _chapters(source: Source) -> list[_Chapter]:
    """The chapters of the layout that most lines have, from the one at zero on."""
    layouts: list[Callable[[list[str]], list[_Chapter]]] = [_first, _last, _alone]
    found = max((layout(source.lines) for layout in layouts), key=len)
    zero = (nth for nth, each in enumerate(found) if _ZERO.fullmatch(each.start))
    return found[next(zero, 0) :]


def _first(lines: list[str]) -> list[_Chapter]:
    return [
        _Chapter(line, match[1], match[2] or "", match[3])
        for line, written in enumerate(lines, 1)
        if (match := _FIRST.fullmatch(_MARKUP.sub("", written.rstrip()[:1000])))
    ]


def _last(lines: list[str]) -> list[_Chapter]:
    return [
        _Chapter(line, match[2], "", match[1].rstrip(" -–—|:,;(["))
        for line, written in enumerate(lines, 1)
        if len(written) < 400 and (match := _LAST.fullmatch(_LEADERS.sub(" ", written).strip()))
    ]


def _alone(lines: list[str]) -> list[_Chapter]:
    """Times on lines of their own; what stands below one, down to the next, is its title."""
    found: list[_Chapter] = []
    for line, written in enumerate(lines, 1):
        if match := _ALONE.fullmatch(written[:200]):
            found.append(_Chapter(line, match[1], "", ""))
        elif found and written.strip():
            last = found[-1]
            said = f"{last.title} {written.strip()[:1000]}".strip()[:2000]
            found[-1] = last._replace(title=said)
    return found
