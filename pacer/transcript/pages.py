"""The pages of a deck, for holding against what was said: a row a page, builds apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pacer.core import frames

if TYPE_CHECKING:
    from pacer.deck import Deck

_COLUMNS = ["slide_key", "slide", "page", "title", "text", "notes"]


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
    for row in frames.rows(deck.slides):
        last = getattr(row, "page", pd.NA)
        number = 0 if pd.isna(last) else int(last)
        if row.hidden and not number:
            continue
        # A slide's text is that of all its pages; what is up is one of them.
        builds = deck.build_texts.get(row.slide_key, {})
        shown = builds or {number: row.text}
        rows += [
            (row.slide_key, row.position, page, row.title, text, row.notes)
            for page, text in shown.items()
        ]
    return pd.DataFrame(rows, columns=_COLUMNS)
