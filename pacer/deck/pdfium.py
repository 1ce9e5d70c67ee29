"""PDFium, which is not safe to use from two threads at once: always behind one lock."""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from pacer.core.errors import DeckError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = RLock()
# Viewers search the first kilobyte for the header.
_HEAD_BYTES = 1024


def refuse_other_kinds(path: Path) -> None:
    """Say what is wrong with a file that is no PDF at all.

    Raises
    ------
    DeckError
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise DeckError("is empty: copy or download it again", path)
    if b"%PDF" not in head:
        raise DeckError("is not a PDF: export the deck again", path)


@contextmanager
def document(path: Path) -> Iterator[Any]:
    """Open a PDF; hold `LOCK` around every use of it.

    Only for files that `pacer.deck.read` has read, in a process that bombs cannot leave.

    Raises
    ------
    DeckError
        If it is no PDF, is damaged or needs a password.
    """
    import pypdfium2

    refuse_other_kinds(path)
    with LOCK:
        try:
            opened = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise DeckError(
                "is damaged, cut off or protected by a password: export the deck again", path
            ) from error
    try:
        yield opened
    finally:
        with LOCK:
            opened.close()
