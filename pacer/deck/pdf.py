"""PDF decks: LaTeX Beamer, Keynote, Google Slides and printed PowerPoint."""

from __future__ import annotations

import ctypes
import hashlib
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacer.core import text as words
from pacer.core.errors import DeckError
from pacer.deck import pdfium
from pacer.deck.contents import MOST_SLIDES, Contents, row, unique

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A page holds some thousand characters; the letters of a whole deck are looked at one by one.
MOST_CHARACTERS = 50_000
MOST_CHARACTERS_IN_ALL = 3_000_000
_MOST_OBJECTS = 2_000
# What PDFium writes for a hyphen that only divides a word at the end of a line.
_HYPHEN = "\x02"
# PDFium gives places on the page in whole units: ask for tenths of a point.
_FINE = 10
# Letters at most this much smaller than the largest still belong to the title.
_NEARLY = 0.88
_TITLE_WORDS = 20
_TITLE_CHARACTERS = 160
# A small line at the upper or lower edge that stands on this share of the pages, but for its
# numbers, is a header or footer.
_FURNITURE_SHARE = 0.4
_FURNITURE_PAGES = 4
_EDGE = 0.12
_SMALL = 0.7
# Bookmarks on this share of the pages are titles, as PowerPoint writes them; fewer are sections.
_TITLED_SHARE = 0.5


@dataclass(frozen=True)
class Line:
    """A line of text as shown, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    height: float

    @property
    def place(self) -> tuple[str, int, int]:
        """The same for two lines that look alike and stand at one place."""
        return self.text, round(self.left), round(self.top)


@dataclass(frozen=True)
class Page:
    """A page, its label as viewers show it, and what it looks like where it has no words."""

    number: int
    label: str
    lines: tuple[Line, ...]
    height: float
    looks: str = ""


def contents(path: Path) -> Contents:
    """Read a PDF deck; its slides have a further column, ``page``.

    The pages of one frame, each with a little more than the one before it, become one slide
    with builds, whose ``page`` (1-based) is the last of them.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    Contents

    Raises
    ------
    DeckError
        If it is no PDF, needs a password, is damaged or has no pages.
    """
    with pdfium.document(path) as pdf, pdfium.LOCK:
        if len(pdf) > MOST_SLIDES:
            raise DeckError(f"has {len(pdf):,} pages: this is a book, not a deck", path)
        pages, left = [], MOST_CHARACTERS_IN_ALL
        for number in range(1, len(pdf) + 1):
            page = _page(pdf, number, path, min(left, MOST_CHARACTERS))
            left -= sum(len(line.text) for line in page.lines)
            pages.append(page)
        marks = _bookmarks(pdf)
    titled = len({page for _, page, _ in marks}) > _TITLED_SHARE * len(pages)
    titles = {page: name for _, page, name in reversed(marks)} if titled else {}
    starts = {} if titled else {page: name for level, page, name in marks if level == 0}
    furniture = _furniture(pages)
    found = Contents()
    section = ""
    for frame in frames_of(pages, furniture):
        for page in frame:
            section = starts.get(page.number, section)
        last = frame[-1]
        said = [_said(page, furniture) for page in frame]
        title = titles.get(last.number) or titles.get(frame[0].number, "")
        title, title_lines = _marked(title, said[-1]) if title else _title(said[-1], last.height)
        if not title_lines and not title:
            title, title_lines = _title(said[0], frame[0].height)
        made = row(
            "",
            title=title,
            text=_joined([title, *_once(said, title_lines)], "\n"),
            section=section,
            builds=len(frame) - 1,
        )
        seen = made["text"] or last.looks
        made["slide_key"] = "p:" + hashlib.sha256(seen.encode()).hexdigest()[:8]
        found.rows.append(made | {"page": last.number})
    for made, key in zip(found.rows, unique(each["slide_key"] for each in found.rows), strict=True):
        made["slide_key"] = key
    if left <= 0:
        found.warnings.append("holds more text than a talk can: the rest of it was not read")
    if pages and not any(made["body_words"] for made in found.rows):
        found.warnings.append(
            "no page has text that can be read (pictures only?): estimates will be wide"
        )
    return found


def _once(pages: list[list[Line]], title: list[Line]) -> Iterator[str]:
    """The lines of a frame's pages after its title; of a later page only what it adds."""
    said = Counter(line.text for line in title)
    for lines in pages:
        on_page: Counter[str] = Counter()
        for line in lines:
            on_page[line.text] += 1
            if on_page[line.text] > said[line.text]:
                yield line.text
        said |= on_page


def _page(pdf: Any, number: int, path: Path, most: int) -> Page:
    import pypdfium2

    try:
        page = pdf[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise DeckError("is damaged: export the deck again", path, number) from error
    try:
        height = page.get_height()
        lines = tuple(_lines(page, text, most))
        looks = "" if lines else _looks(page)
        return Page(number, words.line(pdf.get_page_label(number - 1)), lines, height, looks)
    finally:
        text.close()
        page.close()


def _lines(page: Any, text: Any, most: int) -> Iterator[Line]:
    """The lines in the order they were drawn."""
    from pypdfium2 import raw

    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    letters: list[str] = []
    sizes: list[float] = []
    start = (0.0, 0.0)
    count = min(text.count_chars(), most)
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(text, index) if index < count else 10
        if code in (10, 13):
            if sizes and (said := words.line("".join(letters))):
                size = sorted(sizes)[len(sizes) // 2]
                said += _HYPHEN if letters[-1] == _HYPHEN else ""
                yield Line(said, start[0], start[1] - size, size)
            letters, sizes = [], []
            continue
        letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        letters.append(letter)
        if letter.isspace() or not raw.FPDFText_GetMatrix(text, index, matrix):
            continue
        if not sizes and raw.FPDFText_GetCharOrigin(text, index, x, y):
            start = _shown(page, x.value, y.value)
        sizes.append(raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d))


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    """A place as the reader sees it, on the page turned and cropped; y grows downwards."""
    from pypdfium2 import raw

    width, height = (round(_FINE * side) for side in page.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _looks(page: Any) -> str:
    """What tells a page without words from another: its pictures' and drawings' places."""
    made = []
    for count, item in enumerate(page.get_objects(max_depth=1)):
        if count >= _MOST_OBJECTS:
            break
        made.append(f"{item.type}:" + ",".join(f"{edge:.0f}" for edge in item.get_bounds()))
    return " ".join(made)


def _bookmarks(pdf: Any) -> list[tuple[int, int, str]]:
    """Level, 1-based page and title of each bookmark that leads to a page."""
    made = []
    for count, item in enumerate(pdf.get_toc(max_depth=3)):
        if count >= MOST_SLIDES:
            break
        target = item.get_dest()
        index = None if target is None else target.get_index()
        if index is not None and (title := words.line(item.get_title())):
            made.append((item.level, index + 1, title))
    return made


_DIGITS = re.compile(r"\d+")


def _kind(line: Line) -> tuple[str, int, int]:
    """The same for headers and footers that differ only in the page's number."""
    return _DIGITS.sub("#", line.text), round(line.top / 3), round(line.height)


def _furniture(pages: list[Page]) -> frozenset[tuple[str, int, int]]:
    """Kinds of small lines that stand at the edge of many pages."""
    seen: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        small = _SMALL * max((line.height for line in page.lines), default=0)
        edges = (line for line in page.lines if line.height <= small and _at_edge(line, page))
        seen.update({_kind(line) for line in edges})
    least = max(_FURNITURE_PAGES, _FURNITURE_SHARE * len(pages))
    return frozenset(kind for kind, count in seen.items() if count >= least)


def _at_edge(line: Line, page: Page) -> bool:
    return not _EDGE * page.height < line.top < (1 - _EDGE) * page.height


def _said(page: Page, furniture: frozenset[tuple[str, int, int]]) -> list[Line]:
    """The lines without headers, footers and the page's own number."""
    numbers = (str(page.number), page.label)
    return [
        line
        for line in page.lines
        if _kind(line) not in furniture and not (line.text in numbers and _at_edge(line, page))
    ]


def frames_of(pages: list[Page], furniture: frozenset[tuple[str, int, int]]) -> list[list[Page]]:
    """Pages grouped into frames: a page that builds on the one before joins it.

    Beamer gives the pages of a frame one label. That alone is not enough, since frames that
    are not counted repeat the label of the frame before; so the pages must also share their
    title or half their words. Without labels a page joins only if all that stands on the page
    before stands at the same place on it, and more; a page number, which then differs, keeps
    two slides apart. Pages with labels of their own are slides of their own.
    """
    made: list[list[Page]] = []
    for page in pages:
        if made and _builds_on(made[-1][-1], page, furniture):
            made[-1].append(page)
        else:
            made.append([page])
    return made


def _builds_on(before: Page, page: Page, furniture: frozenset[tuple[str, int, int]]) -> bool:
    if before.label != page.label:
        return False
    if page.label:
        first, second = _said(before, furniture), _said(page, furniture)
        earlier = Counter(words.words(" ".join(line.text for line in first)))
        later = Counter(words.words(" ".join(line.text for line in second)))
        smaller = min(earlier.total(), later.total())
        alike = 2 * (earlier & later).total() >= smaller
        return alike or _title(first, before.height)[0] == _title(second, page.height)[0]
    earlier_places = {line.place for line in before.lines}
    return bool(earlier_places) and earlier_places < {line.place for line in page.lines}


def _marked(title: str, lines: list[Line]) -> tuple[str, list[Line]]:
    """A bookmark's title, and the lines at the start of the page that say the same."""
    rest = re.sub(r"\W", "", title).casefold()
    used = []
    for line in lines:
        said = re.sub(r"\W", "", line.text).casefold()
        if said and rest.startswith(said):
            used.append(line)
            rest = rest[len(said) :]
    return title, used


def _title(lines: list[Line], page_height: float) -> tuple[str, list[Line]]:
    """The title and its lines: those in the largest letters, the uppermost such group."""
    able = [line for line in lines if sum(letter.isalpha() for letter in line.text) >= 2]
    upper = [line for line in able if line.top < 0.6 * page_height]
    if not (able := upper or able):
        return (lines[0].text, lines[:1]) if lines else ("", [])
    largest = max(line.height for line in able)
    group: list[Line] = []
    for line in sorted(able, key=lambda line: line.top):
        if line.height < _NEARLY * largest:
            if group:
                break
            continue
        if group and line.top - group[-1].top > 1.8 * largest:
            break
        group.append(line)
    if words.count_words(_joined([line.text for line in group], " ")) > _TITLE_WORDS:
        group = group[:1]
    title = _joined([line.text for line in group], " ")
    return words.line(title, limit=_TITLE_CHARACTERS), group


def _joined(texts: list[str], between: str) -> str:
    """Lines as one text; a word divided by a hyphen at the end of a line is whole again."""
    return between.join(texts).replace(_HYPHEN + between, "").replace(_HYPHEN, "")
