"""The pages of a deck, for holding against what was said: a row a page, builds apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pacer.core.text import tidy
from pacer.deck import pdfium

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacer.deck import Deck

_COLUMNS = ["slide_key", "slide", "page", "title", "text", "notes"]
_MOST_CHARACTERS = 50_000


def pages_of(deck: Deck) -> pd.DataFrame:
    """What may be up: each slide that is not hidden, and of a PDF each page of it.

    Parameters
    ----------
    deck : Deck

    Returns
    -------
    pandas.DataFrame
        Columns slide_key, slide (1-based position), page (1-based; 0 where the deck has no
        pages), title, text and notes.
    """
    rows = []
    for row in deck.slides.itertuples():
        last = getattr(row, "page", None)
        if last is None or pd.isna(last):
            numbers = [] if row.hidden else [0]
        else:
            numbers = list(range(int(last) - int(row.builds), int(last) + 1))
        rows += [
            (row.slide_key, row.position, number, row.title, row.text, row.notes)
            for number in numbers
        ]
    made = pd.DataFrame(rows, columns=_COLUMNS)
    built = made["slide_key"].duplicated(keep=False) & (made["page"] > 0)
    if built.any():
        # A slide's text is that of all its pages; what is up is one of them.
        made.loc[built, "text"] = _texts(deck, made["page"][built])
    return made


def _texts(deck: Deck, numbers: Iterable[int]) -> list[str]:
    made = []
    with pdfium.document(deck.path) as pdf, pdfium.LOCK:
        for number in numbers:
            page = pdf[number - 1]
            text = page.get_textpage()
            made.append(tidy(text.get_text_range(0, min(text.count_chars(), _MOST_CHARACTERS))))
            text.close()
            page.close()
    return made
