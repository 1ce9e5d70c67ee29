"""PDFium's own process: a file → its pages as JSON, as pictures or as another file.

Started by `pacer.deck.pdf` to read (``pdf_pages.py FILE …``), by `pacer.deck.pdf_drawing` to draw
(``pdf_pages.py --draw FILE …``) and by `pacer.deck.pdf_copying` to copy (``pdf_pages.py --copy
FILE …``).

What a page costs cannot be told without taking it apart: a stream may be listed many times, a
drawing may draw itself, a filter may hide behind another name. So PDFium works here, where it
may take so much memory and time and no more, and where a fault of its own ends nothing else.

It runs as a file of its own (``python -P pdf_pages.py``), so all of it is in one module, and
imports only the standard library and pypdfium2.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import math
import mmap
import os
import re
import struct
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# How the process ends, besides 0.
BOMB, LOCKED, DAMAGED, TOO_MANY, DAMAGED_PAGE = 10, 11, 12, 13, 14
# Reading the largest decks tried (900 pages) takes 120 MB and 5 ms a page.
MOST_BYTES = 400 * 2**20
MOST_SECONDS, MOST_PAGE_SECONDS = 8.0, 0.05
# Before each picture: its page, width and height; a page that cannot be drawn has none.
HEADER = struct.Struct(">III")
_LOOK_SECONDS = 0.01
# PDFium's error numbers (fpdfview.h) for a password that is needed, or a lock it does not know.
_LOCKED = (4, 5)
_MOST_OBJECTS = 2_000
_MOST_ANNOTATIONS = 50
_MOST_ANNOTATION_BYTES = 200_000
DURATION = re.compile(rb"/Dur\s+(\d{1,6}(?:\.\d+)?)")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# How far before its stream an object's description may begin, and how much of it is unpacked.
_DICTIONARY_BYTES = 1024
_MOST_PACKED = 16 * 2**20
_MOST_LABEL, _MOST_TITLE = 200, 2_000
# A page of two 4:3 halves is 2.67 times as wide as high, of two 16:9 halves 3.56 times; the
# widest single slide in use, 21:9, is 2.33 times.
_WIDE = 2.5
# PDFium gives places on the page in whole units: ask for tenths of a point.
_FINE = 10


def read(path: Path, most_pages: int, most: int, most_in_all: int) -> dict[str, Any]:
    """The pages and bookmarks of a PDF.

    Parameters
    ----------
    path : pathlib.Path
    most_pages, most, most_in_all : int
        Pages, characters of a page, and characters of all pages.

    Returns
    -------
    dict
        ``pages``, each with ``label``, ``width`` and ``height`` (points), ``lines`` (text, left,
        top, height), ``looks`` and ``note``; ``bookmarks`` (level, 1-based page, title);
        ``durations``, the seconds after which each page advances by itself, or None; ``keynote``,
        whether Keynote made it; ``whole``, whether all text was read.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        sys.exit(LOCKED if getattr(error, "err_code", None) in _LOCKED else DAMAGED)
    if len(pdf) > most_pages:
        print(len(pdf))
        sys.exit(TOO_MANY)
    keynote = "Keynote" in str(_metadata(pdf))
    pages, left = [], most_in_all
    for number in range(len(pdf)):
        _Bounds.pages = number + 1
        try:
            page = _page(pdf, number, min(left, most), looks=keynote)
        except (pypdfium2.PdfiumError, ValueError, OSError):
            print(number + 1)
            sys.exit(DAMAGED_PAGE)
        left -= sum(len(text) for text, *_ in page["lines"])
        pages.append(page)
    return {
        "pages": pages,
        "bookmarks": _bookmarks(pdf, most_pages),
        "durations": _durations(pdf, path),
        "keynote": keynote,
        "whole": left > 0,
    }


def _metadata(pdf: Any) -> dict[str, str]:
    try:
        made: dict[str, str] = pdf.get_metadata_dict()
    except UnicodeDecodeError:
        return {}
    return made


def _page(pdf: Any, number: int, most: int, *, looks: bool) -> dict[str, Any]:
    from pypdfium2 import raw

    page = pdf[number]
    text = page.get_textpage()
    try:
        lines = _lines(page, text, most)
        width, height = page.get_size()
        return {
            "label": _utf16(raw.FPDF_GetPageLabel, pdf, number, most=_MOST_LABEL),
            "width": width if math.isfinite(width) else 0.0,
            "height": height if math.isfinite(height) else 0.0,
            "lines": lines,
            "looks": "" if lines and not looks else _looks(page),
            "note": _annotations(page),
        }
    finally:
        text.close()
        page.close()


def _lines(page: Any, text: Any, most: int) -> list[tuple[str, float, float, float]]:
    """Text, left, top and height of each line, in the order they were drawn."""
    from pypdfium2 import raw

    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    made: list[tuple[str, float, float, float]] = []
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
            if sizes:
                made.append(_line(letters, sizes, start))
            letters, sizes = [], []
            continue
        letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if middle < math.inf and sizes and raw.FPDFText_GetCharOrigin(text, index, x, y):
            place = _shown(page, x.value, y.value)
            if (place[0] >= middle) != (start[0] >= middle) and not letter.isspace():
                made.append(_line(letters, sizes, start))
                letters, sizes = [], []
        letters.append(letter)
        if letter.isspace() or not raw.FPDFText_GetMatrix(text, index, matrix):
            continue
        if not sizes and raw.FPDFText_GetCharOrigin(text, index, x, y):
            start = _shown(page, x.value, y.value)
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        # A place or a size that is no number is none: it must not decide what the title is.
        sizes.append(size if math.isfinite(size) else 0.0)
    return made


def is_wide(width: float, height: float) -> bool:
    """Whether a page can only be two slides side by side.

    Examples
    --------
    >>> is_wide(724, 272), is_wide(1280, 720)
    (True, False)
    """
    return height > 0 and width / height >= _WIDE


def _line(
    letters: list[str], sizes: list[float], start: tuple[float, float]
) -> tuple[str, float, float, float]:
    size = sorted(sizes)[len(sizes) // 2]
    return "".join(letters), start[0], start[1] - size, size


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    """A place as the reader sees it, on the page turned and cropped; y grows downwards."""
    from pypdfium2 import raw

    size = [_FINE * side for side in page.get_size()]
    if not all(map(math.isfinite, (*size, x, y))) or max(size) > 2**30:
        return 0.0, 0.0
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *map(round, size), 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _looks(page: Any) -> str:
    """What tells a page without words from another: its pictures' and drawings' places."""
    made = []
    for count, item in enumerate(page.get_objects(max_depth=1)):
        if count >= _MOST_OBJECTS:
            break
        made.append(f"{item.type}:" + ",".join(f"{edge:.0f}" for edge in item.get_bounds()))
    return " ".join(made)


def _bookmarks(pdf: Any, most: int) -> list[tuple[int, int, str]]:
    """Level, 1-based page and title of each bookmark that leads to a page."""
    from pypdfium2 import raw

    made = []
    for count, item in enumerate(pdf.get_toc(max_depth=3)):
        if count >= most:
            break
        target = item.get_dest()
        index = None if target is None else target.get_index()
        if index is not None:
            title = _utf16(raw.FPDFBookmark_GetTitle, item, most=_MOST_TITLE)
            made.append((item.level, index + 1, title))
    return made


def _utf16(ask: Any, *what: Any, most: int) -> str:
    """A text as PDFium hands it over; what is no UTF-16, half a surrogate pair say, is lost."""
    size = ask(*what, None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(*what, buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "ignore")[:most]


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


def _durations(pdf: Any, path: Path) -> list[float | None]:
    """Seconds after which each page advances by itself (``/Dur``); None where it waits.

    PDFium has no way to ask for it. A copy that it saves names every page plainly and in order.
    """
    import pypdfium2

    unknown: list[float | None] = [None] * len(pdf)
    if not _mentions_durations(path):
        return unknown
    made = pypdfium2.PdfDocument.new()
    try:
        made.import_pages(pdf)
        out = io.BytesIO()
        made.save(out)
    except pypdfium2.PdfiumError:
        return unknown
    finally:
        made.close()
    found = [
        float(span[1]) if (span := DURATION.search(dictionary)) else None
        for _, dictionary in page_dictionaries(out.getvalue())
    ]
    return found if len(found) == len(pdf) else unknown


def page_dictionaries(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Where each page's dictionary begins in a file that PDFium saved, and the dictionary."""
    for match in _PAGE.finditer(raw):
        start = raw.rfind(b" obj", 0, match.start())
        end = raw.find(b"endobj", match.start())
        if 0 <= start < end:
            yield start, raw[start:end]


def _mentions_durations(path: Path) -> bool:
    """Whether a PDF holds ``/Dur`` anywhere, also among its packed objects."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        if DURATION.search(raw):
            return True
        for match in _STREAM.finditer(raw):
            described = raw[max(0, match.start() - _DICTIONARY_BYTES) : match.start()]
            if b"/ObjStm" not in described[described.rfind(b" obj") + 1 :]:
                continue
            try:
                unpacked = zlib.decompressobj().decompress(
                    raw[match.end() : match.end() + _MOST_PACKED], _MOST_PACKED
                )
            except zlib.error:
                continue
            if DURATION.search(unpacked):
                return True
    return False


def draw(path: Path, width: int, highest: float, notes: str, numbers: list[int]) -> None:
    """Write the picture of each page as bytes of red, green and blue, each after a `HEADER`.

    Parameters
    ----------
    path : pathlib.Path
    width : int
        Of each picture, in pixels.
    highest : float
        No picture is higher than so many times its width.
    notes : str
        The half of the page that holds notes, and is left out: "left", "right", "top", "bottom".
    numbers : list of int
        Pages, from 1.
    """
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    for number in numbers:
        _Bounds.pages += 1
        try:
            page = pdf[number - 1]
            across, down = page.get_size()
            crop = _crop(across, down, notes)
            across, down = across - crop[0] - crop[2], down - crop[1] - crop[3]
            scale = min(width / max(across, 1.0), highest * width / max(down, 1.0))
            image = page.render(scale=scale, crop=crop).to_pil().convert("RGB")
            page.close()
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            sys.stdout.buffer.write(HEADER.pack(number, 0, 0))
        else:
            sys.stdout.buffer.write(HEADER.pack(number, *image.size) + image.tobytes())
        sys.stdout.buffer.flush()


def copy(path: Path, numbers: list[int]) -> None:
    """Write a PDF of some pages, none of which advances by itself; before it a line of JSON.

    Parameters
    ----------
    path : pathlib.Path
    numbers : list of int
        Pages, from 1, in the order they shall have. The line holds their labels.
    """
    import pypdfium2

    source = pypdfium2.PdfDocument(path)
    made = pypdfium2.PdfDocument.new()
    made.import_pages(source, [number - 1 for number in numbers])
    out = io.BytesIO()
    made.save(out)
    labels = [source.get_page_label(number - 1) for number in numbers]
    sys.stdout.buffer.write(json.dumps(labels).encode("ascii") + b"\n" + _waiting(out.getvalue()))
    sys.stdout.buffer.flush()


def _waiting(raw: bytes) -> bytes:
    """The file with no page that advances by itself; blanks keep every other byte in its place."""
    made = bytearray(raw)
    for start, dictionary in page_dictionaries(raw):
        if found := DURATION.search(dictionary):
            span = slice(start + found.start(), start + found.end())
            made[span] = b" " * len(found[0])
    return bytes(made)


def _crop(across: float, down: float, notes: str) -> tuple[float, float, float, float]:
    """What to leave out at the left, bottom, right and top, in points."""
    return {
        "left": (across / 2, 0.0, 0.0, 0.0),
        "bottom": (0.0, down / 2, 0.0, 0.0),
        "right": (0.0, 0.0, across / 2, 0.0),
        "top": (0.0, 0.0, 0.0, down / 2),
    }.get(notes, (0.0, 0.0, 0.0, 0.0))


class _Bounds(threading.Thread):
    """Ends the process when it has taken more than a deck can need."""

    pages = 0
    most_bytes, most_s, most_page_s = MOST_BYTES, MOST_SECONDS, MOST_PAGE_SECONDS

    def run(self) -> None:
        while True:
            allowed_s = _Bounds.most_s + _Bounds.most_page_s * _Bounds.pages
            # Seconds of work, so that a busy computer refuses no deck.
            if _peak_bytes() > _Bounds.most_bytes or time.process_time() > allowed_s:
                os._exit(BOMB)
            time.sleep(_LOOK_SECONDS)


def _peak_bytes() -> int:
    """The most memory this process has held; 0 where the system does not say (Windows)."""
    # What `getrusage` says on Linux begins with what the process that started this one held: in a
    # notebook full of frames every deck would be a bomb.
    with contextlib.suppress(OSError, ValueError, IndexError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="ignore")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    try:
        import resource
    except ImportError:
        return 0
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _hard_limit() -> None:
    """One request may be for more than can be looked at in time: let the system refuse it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_BYTES, 4 * MOST_BYTES))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    _hard_limit()
    if sys.argv[1] in ("--draw", "--copy"):
        _Bounds.most_bytes = int(sys.argv[2])
        _Bounds.most_s = _Bounds.most_page_s = float(sys.argv[3])
    _Bounds(daemon=True).start()
    try:
        if sys.argv[1] == "--draw":
            place, across, most, half, *wanted = sys.argv[4:]
            draw(Path(place), int(across), float(most), half, list(map(int, wanted)))
            os._exit(0)
        if sys.argv[1] == "--copy":
            # As many pages as a deck may have are more words than some systems take.
            copy(Path(sys.argv[4]), json.loads(sys.stdin.read()))
            os._exit(0)
        found = read(Path(sys.argv[1]), *map(int, sys.argv[2:]))
    except MemoryError:
        os._exit(BOMB)
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    # Taking down what a hostile file built may take as long as building it.
    os._exit(0)
