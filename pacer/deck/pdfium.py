"""PDFium, which is not safe to use from two threads at once: always behind one lock."""

from __future__ import annotations

import io
import mmap
import re
import zlib
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from pacer.core.errors import DeckError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = RLock()
# PDFium's error numbers (fpdfview.h) for a password that is needed, or a lock it does not know.
_LOCKED = (4, 5)
DURATION = re.compile(rb"/Dur\s+(\d{1,6}(?:\.\d+)?)")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = (b" obj", b"\nobj", b"\robj", b"\tobj")
# How far before its stream an object's description may begin.
_DICTIONARY_BYTES = 1024
_CHUNK_BYTES = 65_536
# Drawings with many points unpack to more, but hardly to twenty times their size.
_SUSPECT_BYTES = 16 * 2**20
_MOST_RATIO = 100
# Viewers search the first kilobyte for the header.
_HEAD_BYTES = 1024


def _refuse_bomb(path: Path) -> None:
    """Refuse a PDF whose drawing instructions unpack to a hundred times their size, and to much.

    PDFium would unpack them whole, and hold some twenty bytes of memory for each of theirs.
    Pictures are let be: a plain one packs well, and is unpacked only when it is drawn.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        for match in _STREAM.finditer(raw):
            described = raw[max(0, match.start() - _DICTIONARY_BYTES) : match.start()]
            # Any white space may stand between "7 0 obj"; Skia writes a line end.
            described = described[max(described.rfind(each) for each in _OBJECT) + 1 :]
            if b"/Image" in described or b"Flate" not in described:
                continue
            if described.count(b"Flate") > 1 or _unpacks_to_much(raw, match.end()):
                raise DeckError("looks like a bomb and was not unpacked: export it again", path)


def _unpacks_to_much(raw: mmap.mmap, start: int) -> bool:
    unpacker, size, at = zlib.decompressobj(), 0, start
    try:
        while not unpacker.eof:
            waiting = unpacker.unconsumed_tail or raw[at : (at := at + _CHUNK_BYTES)]
            if not waiting:
                break
            size += len(unpacker.decompress(waiting, _CHUNK_BYTES))
            if size > _SUSPECT_BYTES and size > _MOST_RATIO * (at - start):
                return True
    except zlib.error:
        return False
    return False


def durations(pdf: Any, path: Path) -> list[float | None]:
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
                    raw[match.end() : match.end() + _SUSPECT_BYTES], _SUSPECT_BYTES
                )
            except zlib.error:
                continue
            if DURATION.search(unpacked):
                return True
    return False


@contextmanager
def document(path: Path) -> Iterator[Any]:
    """Open a PDF; hold `LOCK` around every use of it.

    Raises
    ------
    DeckError
        If it is no PDF, is damaged or needs a password.
    """
    import pypdfium2

    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise DeckError("is empty: copy or download it again", path)
    if b"%PDF" not in head:
        raise DeckError("is not a PDF: export the deck again", path)
    _refuse_bomb(path)
    with LOCK:
        try:
            opened = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            # PDFium leaves the number of an earlier error where it sets none: ask the file too.
            locked = error.err_code in _LOCKED and b"/Encrypt" in path.read_bytes()
            message = (
                "is protected by a password: print or export it without one"
                if locked
                else "is damaged, cut off or without pages: export the deck again"
            )
            raise DeckError(message, path) from error
    try:
        yield opened
    finally:
        with LOCK:
            opened.close()
