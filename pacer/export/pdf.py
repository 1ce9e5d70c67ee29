"""A PDF deck with the pages of its cut slides last, or gone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck import pdf_pages, pdfium

if TYPE_CHECKING:
    import pandas as pd

    from pacer.deck import Deck


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:
    """Write the pages of the slides that stay, and with "hide" those of the others after them."""
    import pypdfium2

    if suffix != ".pdf":
        raise DeckError(f"a PDF cannot be written as {suffix}: end the name in .pdf", deck.path)
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    kept: list[int] = []
    moved: list[int] = []
    for key in deck.slides["slide_key"]:
        (moved if key in gone else kept).extend(page - 1 for page in deck.pages[key])
    order = kept + (moved if mode == "hide" else [])
    if deck.notes_layout == "after":
        # The slides come first and their pages of notes behind them all, in the same order.
        half = min(max(pages) for pages in deck.pages.values()) - 1
        order.sort(key=lambda page: page >= half)
    with pdfium.document(deck.path) as source, pdfium.LOCK:
        made = pypdfium2.PdfDocument.new()
        try:
            made.import_pages(source, order)
            out = io.BytesIO()
            made.save(out)
            file.write(_waiting(out.getvalue()))
        except pypdfium2.PdfiumError as error:
            raise DeckError("cannot be rewritten: export it again and retry", deck.path) from error
        finally:
            made.close()


def _waiting(raw: bytes) -> bytes:
    """The file with no page that advances by itself; blanks keep every other byte in its place."""
    made = bytearray(raw)
    for start, dictionary in pdf_pages.page_dictionaries(raw):
        if found := pdf_pages.DURATION.search(dictionary):
            span = slice(start + found.start(), start + found.end())
            made[span] = b" " * len(found[0])
    return bytes(made)
