"""Speaker notes in a PDF's own pages: Beamer's beside, below or between them, LibreOffice's after.

Beamer's ``show notes on second screen`` makes pages of double size, one half of which holds the
notes; ``show notes`` puts a page of notes behind each slide, with a small picture of the slide
on it. LibreOffice exports notes pages in their own format behind all slides.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Literal

from pacer.core import text as words
from pacer.deck.pdf_pages import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pacer.deck.pdf_page import Line, Page

Layout = Literal["", "right", "left", "bottom", "top", "between", "after"]
SIDES = ("right", "left", "bottom", "top")
# Two halves of 4:3, 16:10 and 16:9 one above the other.
_HIGH = (4 / 6, 16 / 20, 16 / 18)
_HIGH_SLACK = 0.01
# Of the pages must look so, for a stray page is no layout.
_MOST = 0.8
# A slide's picture on a page of notes is a quarter as wide, or at most half.
_MINIATURE = 0.6
# Beamer's head of a page of notes takes the upper quarter.
_HEAD = 0.27
_SMALLER = 0.9


@dataclass(frozen=True)
class Split:
    """Pages of slides alone, what was noted of each by its number, and where that stood."""

    pages: list[Page]
    notes: dict[int, str] = field(default_factory=dict)
    layout: Layout = ""
    # Number of a page of notes -> number of the slide's page it belongs to.
    note_pages: dict[int, int] = field(default_factory=dict)


def split(pages: list[Page], stated: str = "") -> Split:
    """Part the slides of a PDF from the notes in it.

    Parameters
    ----------
    pages : list of Page
    stated : str
        Where the notes are, if a ``.pdfpc`` file says it: right, left, bottom or top.

    Returns
    -------
    Split
        With all pages as they were, where none of the layouts fits.
    """
    side = _side(pages, stated)
    if side:
        return _halves(pages, side)
    return _after(pages) or _between(pages) or Split(pages)


# --- halves ------------------------------------------------------------------------------------


def _side(pages: list[Page], stated: str) -> Layout:
    named = next((side for side in SIDES if side == stated), None)
    wide = sum(is_wide(page.width, page.height) for page in pages) >= _MOST * len(pages)
    if wide:
        if named in ("right", "left"):
            return named  # type: ignore[return-value]
        return "left" if _is_smaller(pages, "left") else "right"
    high = sum(_is_high(page) for page in pages) >= _MOST * len(pages)
    if high and (named in ("bottom", "top") or _is_smaller(pages, "bottom")):
        return "top" if named == "top" else "bottom"
    return ""


def _is_high(page: Page) -> bool:
    return page.height > 0 and any(
        abs(page.width / page.height - ratio) < _HIGH_SLACK for ratio in _HIGH
    )


def _is_smaller(pages: list[Page], side: Layout) -> bool:
    """Whether one half is set in smaller letters than the other on most pages that show both."""
    seen = smaller = 0
    for page in pages:
        noted, shown = _parted(page, side)
        if noted and shown:
            seen += 1
            sizes = [max(line.height for line in half) for half in (noted, shown)]
            smaller += sizes[0] < _SMALLER * sizes[1]
    return seen > 0 and smaller > seen / 2


def _parted(page: Page, side: Layout) -> tuple[list[Line], list[Line]]:
    """The lines of the notes' half, and of the slide's."""
    inside: list[Line] = []
    outside: list[Line] = []
    for line in page.lines:
        beyond = (
            line.left >= page.width / 2
            if side in ("right", "left")
            else line.top + line.height / 2 >= page.height / 2
        )
        (inside if beyond == (side in ("right", "bottom")) else outside).append(line)
    return inside, outside


def _halves(pages: list[Page], side: Layout) -> Split:
    notes, shown = {}, []
    for page in pages:
        # A single page of usual size among them is a slide without notes.
        if not (is_wide(page.width, page.height) or _is_high(page)):
            shown.append(page)
            continue
        noted, lines = _parted(page, side)
        across = side in ("right", "left")
        width = page.width / 2 if across else page.width
        height = page.height if across else page.height / 2
        moved = [
            replace(
                line,
                left=line.left - (width if side == "left" else 0),
                top=line.top - (height if side == "top" else 0),
            )
            for line in lines
        ]
        # The picture of the slide that Beamer puts on the notes says nothing new.
        notes[page.number] = _text(_without_miniature(noted, lines))
        # Labels count the pages of both screens and part frames wrongly: places tell them.
        shown.append(replace(page, lines=tuple(moved), width=width, height=height, label=""))
    return Split(shown, notes, side)


def _without_miniature(noted: list[Line], lines: Sequence[Line]) -> list[Line]:
    """The lines of notes without those that repeat the slide's in smaller letters."""
    sizes: dict[str, float] = {}
    for line in lines:
        sizes[line.text] = max(line.height, sizes.get(line.text, 0.0))
    repeats = [line for line in noted if line.height < _MINIATURE * sizes.get(line.text, 0.0)]
    if not repeats:
        return noted
    # The head beside the picture names the talk and the section.
    below = max(line.top + line.height for line in repeats)
    return [line for line in noted if line.top > below or (line not in repeats and line.top < 0)]


# --- pages between and after -------------------------------------------------------------------


def _between(pages: list[Page]) -> Split | None:
    """Beamer's ``show notes``: a page that repeats the one before in miniature is its notes."""
    shown: list[Page] = []
    notes: dict[int, str] = {}
    owners: dict[int, int] = {}
    for page in pages:
        if shown and _is_note_page(page, shown[-1]):
            owner = shown[-1].number
            low = _HEAD * page.height
            said = [line for line in page.lines if line.top >= low and not _is_number(line)]
            notes[owner] = "\n".join(filter(None, (notes.get(owner, ""), _text(said))))
            owners[page.number] = owner
        else:
            shown.append(page)
    return Split(shown, notes, "between", owners) if owners else None


def _is_note_page(page: Page, slide: Page) -> bool:
    if page.label != slide.label or abs(page.width - slide.width) > 1:
        return False
    sizes: dict[str, float] = {}
    for line in page.lines:
        sizes[line.text] = min(line.height, sizes.get(line.text, line.height))
    told = [line for line in slide.lines if len(line.text) > 2]
    repeated = [
        line for line in told if sizes.get(line.text, line.height) < _MINIATURE * line.height
    ]
    return bool(told) and len(repeated) >= max(1, len(told) // 2)


def _after(pages: list[Page]) -> Split | None:
    """LibreOffice's notes pages: as many pages of another format behind all slides."""
    half = len(pages) // 2
    if len(pages) % 2 or not half:
        return None
    first, second = _shapes(pages[:half]), _shapes(pages[half:])
    if len(first) != 1 or len(second) != 1 or first == second:
        return None
    notes: dict[int, str] = {}
    owners: dict[int, int] = {}
    alike = 0
    for slide, page in zip(pages[:half], pages[half:], strict=True):
        said = Counter(words.words(" ".join(line.text for line in slide.lines)))
        there = Counter(words.words(" ".join(line.text for line in page.lines)))
        alike += (said & there).total() >= said.total() / 2
        repeated = {line.text for line in slide.lines}
        kept = [
            line
            for line in page.lines
            if line.top > page.height / 3 and line.text not in repeated and not _is_number(line)
        ]
        notes[slide.number] = _text(kept)
        owners[page.number] = slide.number
    if alike < _MOST * half:
        return None
    return Split(pages[:half], notes, "after", owners)


def _shapes(pages: Iterable[Page]) -> set[tuple[int, int]]:
    return {(round(page.width), round(page.height)) for page in pages}


def _is_number(line: Line) -> bool:
    return not any(letter.isalpha() for letter in line.text)


def _text(lines: Sequence[Line]) -> str:
    """Lines of notes as a text; those set much smaller than the rest are the page's furniture."""
    if not lines:
        return ""
    usual = median(line.height for line in lines)
    return "\n".join(line.text for line in lines if line.height > usual / 2)
