"""PDFium, which is not safe to use from two threads at once: always behind one lock."""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from pacer.errors import DeckError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = RLock()
# PDFium's error numbers (fpdfview.h) for a password that is needed, or a lock it does not know.
_LOCKED = (4, 5)
# Viewers search the first kilobyte for the header.
_HEAD_BYTES = 1024


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
