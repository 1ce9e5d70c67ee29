"""Slides kept at hand for questions: they stand behind the end and are no part of the talk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from pacer.judging.roles import kinds_of, read_pages

_SECTION = re.compile(r"\s*(back-?up|appendix|anhang|extra slides)", re.IGNORECASE)

if TYPE_CHECKING:
    from collections.abc import Collection


def backup(slides: pd.DataFrame, rehearsed: Collection[str] = ()) -> pd.Series[bool]:
    """Which slides stand behind the end of the talk.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    rehearsed : collection of str
        Keys of slides that a run has shown: whoever rehearses a slide means to show it.

    Returns
    -------
    pandas.Series
        True for the slides after the last that is not backup; none where that would be all.
    """
    shown = [place for place, hidden in enumerate(slides["hidden"]) if not hidden]
    pages = dict(zip(shown, read_pages(slides.iloc[shown]), strict=True))
    kinds = kinds_of(slides, shown, pages) if shown else []
    rows = []
    for place in reversed(shown):
        named = _SECTION.match(slides["section"].iloc[place]) is not None
        kept = slides["locked"].iloc[place] or slides["slide_key"].iloc[place] in rehearsed
        if kept or not (named or kinds[place] == "backup"):
            break
        rows.append(place)
    found = pd.Series(data=False, index=slides.index, dtype=bool)
    if len(rows) < len(shown):
        found.iloc[rows] = True
    return found
