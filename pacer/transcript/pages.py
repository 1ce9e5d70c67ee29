"""The pages of a deck, for holding against what was said: a row a page, builds apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pacer.deck import Deck


def pages_of(deck: Deck) -> pd.DataFrame:
    """What may be up: each slide that is not hidden; of a PDF each page.

    Parameters
    ----------
    deck : Deck

    Returns
    -------
    pandas.DataFrame
        Columns slide_key, slide (1-based position), page (1-based, 0 where the deck has no
        pages), title, text and notes.
    """
    rows = []
    slides = deck.slides
    paged = "page" in slides.columns
    for row in slides.itertuples():
        last = row.page if paged and not pd.isna(row.page) else 0
        if row.hidden and not last:
            continue
        numbers = range(int(last) - int(row.builds), int(last) + 1) if last else range(1)
        for number in numbers:
            rows.append(
                {
                    "slide_key": row.slide_key,
                    "slide": row.position,
                    "page": number,
                    "title": row.title,
                    "text": row.text,
                    "notes": row.notes,
                }
            )
    return pd.DataFrame(rows)
