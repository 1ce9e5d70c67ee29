"""One page of a PDF: its lines of text where they stand, its label, and what is noted on it."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacer.core import text as words
from pacer.core.errors import DeckError
from pacer.deck.pdf_notes import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_OBJECTS = 2_000
_MOST_ANNOTATIONS = 50
_MOST_ANNOTATION_BYTES = 200_000
# What PDFium writes for a hyphen that only divides a word at the end of a line.
HYPHEN = "\x02"
# PDFium gives places on the page in whole units: ask for tenths of a point.
_FINE = 10


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
    width: float = 0.0
    note: str = ""


def read(pdf: Any, number: int, path: Path, most: int, *, looks: bool = False) -> Page:
    """Page `number` (1-based) of an open PDF, at most `most` of its characters.

    With `looks` it tells what the page looks like even where it has words.

    Raises
    ------
    DeckError
        If it is damaged.
    """
    import pypdfium2

    try:
        page = pdf[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise DeckError("is damaged: export the deck again", path, number) from error
    try:
        width, height = page.get_size()
        lines = tuple(_lines(page, text, most))
        seen = "" if lines and not looks else _looks(page)
        label = words.line(pdf.get_page_label(number - 1))
        return Page(number, label, lines, height, seen, width, _annotations(page))
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
    across, high = page.get_size()
    # Of two slides side by side, lines of one height are no single line.
    middle = across / 2 if is_wide(across, high) else math.inf
    count = min(text.count_chars(), most)
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(text, index) if index < count else 10
        if code in (10, 13):
            if sizes and (said := words.line("".join(letters))):
                size = sorted(sizes)[len(sizes) // 2]
                said += HYPHEN if letters[-1] == HYPHEN else ""
                yield Line(said, start[0], start[1] - size, size)
            letters, sizes = [], []
            continue
        letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if middle < math.inf and sizes and raw.FPDFText_GetCharOrigin(text, index, x, y):
            place = _shown(page, x.value, y.value)
            if (place[0] >= middle) != (start[0] >= middle) and not letter.isspace():
                if said := words.line("".join(letters)):
                    size = sorted(sizes)[len(sizes) // 2]
                    yield Line(said, start[0], start[1] - size, size)
                letters, sizes = [], []
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


def _annotations(page: Any) -> str:
    """What stands in the page's text annotations: pdfcomment, ipe and pdfpc keep notes there."""
    from pypdfium2 import raw

    made = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        found = raw.FPDFPage_GetAnnot(page, index)
        if not found:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(found) != raw.FPDF_ANNOT_TEXT:
                continue
            size = raw.FPDFAnnot_GetStringValue(found, b"Contents", None, 0)
            if 2 < size <= _MOST_ANNOTATION_BYTES:
                buffer = (ctypes.c_ushort * (size // 2))()
                raw.FPDFAnnot_GetStringValue(found, b"Contents", buffer, size)
                made.append(bytes(buffer).decode("utf-16-le", "replace").rstrip("\0"))
        finally:
            raw.FPDFPage_CloseAnnot(found)
    return "\n".join(made)
