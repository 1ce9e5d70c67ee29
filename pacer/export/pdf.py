"""A PDF deck with the pages of its cut slides last, or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core.errors import DeckError
from pacer.deck import pdfium

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pacer.deck import Deck


def write(deck: Deck, plan: pd.DataFrame, target: Path, suffix: str, mode: str) -> None:
    """Write the pages of the slides that stay, and with "hide" those of the others after them."""
    import pypdfium2

    if suffix != ".pdf":
        raise DeckError(f"a PDF cannot be written as {suffix}: end the name in .pdf", deck.path)
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    kept: list[int] = []
    moved: list[int] = []
    first = 0
    for key, last in zip(deck.slides["slide_key"], deck.slides["page"], strict=True):
        (moved if key in gone else kept).extend(range(first, int(last)))
        first = int(last)
    with pdfium.document(deck.path) as source, pdfium.LOCK:
        made = pypdfium2.PdfDocument.new()
        try:
            made.import_pages(source, kept + (moved if mode == "hide" else []))
            made.save(target)
        except pypdfium2.PdfiumError as error:
            raise DeckError("cannot be rewritten: export it again and retry", deck.path) from error
        finally:
            made.close()
