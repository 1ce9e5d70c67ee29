"""Which slide a file means by ``12``, ``Slide 12: Results``, ``results`` or ``Resluts``."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from pacer.core.text import line as one_line
from pacer.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from pacer.runs.importers.source import Row

# A title this like another one is that title with a slip in it.
ALIKE: Final = 0.8
# Comparing each unknown name with each title takes a while; beyond this only equal ones count.
MOST_PAIRS: Final = 40_000

_NUMBER = re.compile(r"(?:slide|page|folie|nr\.?|no\.?|#)?\s*#?(\d{1,6})(?:\.0+)?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:slide|page|folie)?\s*#?(\d{1,6})\s*[.:)\]–—-]\s*(\S.*)", re.IGNORECASE)


def slide_rows(rows: Iterable[Row], slides: pd.DataFrame) -> list[int | None]:
    """Find each row's slide.

    Parameters
    ----------
    rows : iterable of Row
    slides : pandas.DataFrame
        SLIDES, or any frame with slide_key and title, in deck order.

    Returns
    -------
    list of int or None
        Rows of `slides`. A key or a title that one slide has comes before a number, since an
        edited deck counts anew; of slides that share a title the next one in deck order is
        meant. None where no slide fits.
    """
    titles = Titles(slides)
    found: list[int | None] = []
    for row in rows:
        last = next((place for place in reversed(found) if place is not None), -1)
        found.append(titles.find(row.name, row.number, after=last))
    return found


class Titles:
    """A deck's slides by what they may be called."""

    def __init__(self, slides: pd.DataFrame) -> None:
        self.count = len(slides)
        self.by_key = {key: row for row, key in enumerate(slides["slide_key"])}
        self.by_title: dict[str, list[int]] = {}
        for row, title in enumerate(slides["title"]):
            if folded := _fold(title):
                self.by_title.setdefault(folded, []).append(row)
        self.slips = MOST_PAIRS // max(len(self.by_title), 1)

    def find(self, name: str, number: int | None, *, after: int) -> int | None:
        """The row of the slide meant; `after` is the one named before."""
        if name in self.by_key:
            return self.by_key[name]
        titled = self._titled(_fold(name))
        if len(titled) == 1:
            return titled[0]
        if number is None and not titled:
            number, rest = _number(name)
            titled = self._titled(_fold(rest)) or self._slip(_fold(rest or name))
        if number is not None and number - 1 in (titled or range(self.count)):
            return number - 1
        return next((row for row in titled if row > after), titled[0] if titled else None)

    def _titled(self, folded: str) -> list[int]:
        return self.by_title.get(folded, [])

    def _slip(self, folded: str) -> list[int]:
        """The slides of the title that `folded` is a slip of."""
        if len(folded) < 5 or not self.slips:
            return []
        self.slips -= 1
        close = difflib.get_close_matches(folded, self.by_title, n=1, cutoff=ALIKE)
        return self.by_title[close[0]] if close else []


def _number(name: str) -> tuple[int | None, str]:
    """The number in a name, and what the name says beside it."""
    if match := _NUMBER.fullmatch(name.strip()):
        return int(match[1]), ""
    if match := _NUMBERED.fullmatch(name.strip()):
        return int(match[1]), match[2]
    return None, ""


def _fold(title: str) -> str:
    return " ".join(words(one_line(title, limit=200).casefold()))
