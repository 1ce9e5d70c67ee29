"""Which slide a file means by ``12``, ``Slide 12: Results``, ``results`` or ``Resluts``."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from pacer.core.text import line as one_line
from pacer.core.text import words

if TYPE_CHECKING:
    import pandas as pd

    from pacer.runs.importers.source import Table

# A title this like another one is that title with a slip in it.
ALIKE: Final = 0.8
# Comparing each unknown name with each title takes a while; beyond this only equal ones count.
MOST_PAIRS: Final = 40_000

SLIDE: Final = (
    r"slide|folie|diapositiv[aeo]|diapo|dia|l[aá]mina|slajd|snímek|bild|lysbilde|kalvo|слайд|"
    r"スライド|幻灯片|投影片|슬라이드|slayt"
)
_PAGE = r"page|pg?\.|seite|página|pagina|strona|sida|страница|ページ|페이지|sayfa"
_NUMBER = re.compile(
    rf"(?:({_PAGE})|{SLIDE}|nr\.?|no\.?|#)?\s*[#:]?\s*(\d{{1,6}})(?:\.0+)?"
    r"(?:\s*(?:of|/|von|de|sur|di|van|av|af|z|из)\s*\d{1,6})?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?:({_PAGE})|{SLIDE})?\s*#?(\d{{1,6}})(?:\.\d{{1,3}}){{0,3}}\s*"
    r"(?:[.:,)\]–—-]+\s*|\s)(\S.*)",
    re.IGNORECASE,
)


class Named(NamedTuple):
    """Where each row belongs.

    Parameters
    ----------
    places : list of int or None
        Rows of the slides; None where no slide fits.
    remarks : list of str
        How numbers were understood, where a reader might take them otherwise.
    """

    places: list[int | None]
    remarks: list[str]


def slide_rows(table: Table, slides: pd.DataFrame) -> Named:
    """Find each row's slide.

    A key or a title that one slide has comes before a number, since an edited deck counts anew;
    of slides that share a title the next one in deck order is meant. A number counts only where
    nothing else is said, or that slide's title.

    Parameters
    ----------
    table : Table
    slides : pandas.DataFrame
        SLIDES, or any frame with slide_key and title, in deck order.
    """
    titles = Titles(slides)
    said = [_said(row.name, row.number, table.numbers) for row in table.rows]
    # Numbers that stand alone, unless a slide is called so.
    bare = [
        name.number
        for name, row in zip(said, table.rows, strict=True)
        if name.number is not None
        and name.counts == table.numbers
        and not (titles.titled(row.name) or row.name in titles.by_key)
    ]
    numbers = _numbers(bare, table, slides)
    remarks = list(numbers.remarks)
    found: list[int | None] = []
    by_number: list[int] = []
    last = -1
    for nth, (row, (number, counts, rest)) in enumerate(zip(table.rows, said, strict=True)):
        place = numbers.place(number, counts)
        by_title = titles.find(row.name, rest, place, after=last)
        if by_title is None and place is not None and (not rest or row.number is not None):
            by_number += [nth] * bool(rest)
            by_title = place
        found.append(by_title)
        last = last if by_title is None else by_title
    if 2 * len(by_number) > sum(bool(name.rest) for name in said if name.number is not None):
        # Most titles are of another deck: so are the numbers beside them.
        found = [None if nth in by_number else place for nth, place in enumerate(found)]
    elif by_number:
        rows = "1 row was" if len(by_number) == 1 else f"{len(by_number)} rows were"
        remarks.append(f"{rows} taken by number, the title beside it is not this deck's")
    return Named(found, remarks)


class Titles:
    """A deck's slides by what they may be called."""

    def __init__(self, slides: pd.DataFrame) -> None:
        self.by_key = {key: row for row, key in enumerate(slides["slide_key"])}
        self.by_title: dict[str, list[int]] = {}
        for row, title in enumerate(slides["title"]):
            if folded := _fold(title):
                self.by_title.setdefault(folded, []).append(row)
        self.slips = MOST_PAIRS // max(len(self.by_title), 1)

    def find(self, name: str, rest: str, place: int | None, *, after: int) -> int | None:
        """The row of the slide that is called so.

        `rest` is what the name says beside its number, and `place` where that number leads: it
        tells slides of one title apart. `after` is the slide named before.
        """
        if name in self.by_key:
            return self.by_key[name]
        titled = self.titled(name) or self.titled(rest) or self._slip(_fold(rest))
        if place in titled:
            return place
        return next((row for row in titled if row > after), titled[0] if titled else None)

    def titled(self, name: str) -> list[int]:
        """The slides of this title."""
        return self.by_title.get(_fold(name), [])

    def _slip(self, folded: str) -> list[int]:
        """The slides of the title that `folded` is a slip of: a letter or two, not a word."""
        if len(folded) < 5 or not self.slips:
            return []
        self.slips -= 1
        close = difflib.get_close_matches(folded, self.by_title, n=3, cutoff=ALIKE)
        words_in = folded.count(" ")
        return next((self.by_title[each] for each in close if each.count(" ") == words_in), [])


class _Numbers(NamedTuple):
    """Where the numbers of a file lead: by what they count, the slide of 1, of 2, and so on."""

    leads: dict[str, list[int]]
    first: int
    remarks: list[str]

    def place(self, number: int | None, counts: str) -> int | None:
        lead = self.leads[counts]
        at = -1 if number is None else number - self.first
        return lead[at] if 0 <= at < len(lead) else None


def _numbers(bare: list[int], table: Table, slides: pd.DataFrame) -> _Numbers:
    """What the numbers of a file count, from what its format means and how far they go."""
    count, most = len(slides), max(bare, default=0)
    shown = np.flatnonzero(~slides["hidden"].to_numpy(bool)).tolist() if "hidden" in slides else []
    each, shown = list(range(count)), shown or list(range(count))
    ends = slides["page"].dropna().astype(int).tolist() if "page" in slides else []
    paged = len(ends) == count > 0
    # A page belongs to the first slide that ends on it or after.
    pages = np.searchsorted(ends, range(1, ends[-1] + 1)).tolist() if paged else each
    # The order in which slides came is that of the ones that are shown, unless all are there.
    leads = {"slide": each, "page": pages, "order": each if len(bare) == count else shown}
    remarks = []
    first = 0 if 0 in bare and most < len(leads[table.numbers]) else 1
    if not first:
        remarks.append("its numbers begin at 0: they were counted from there")
    if table.numbers == "slide" and len(pages) > count and bare:
        as_pages = most > count
        leads["slide"] = pages if as_pages else each
        remarks.append(
            f"its numbers go to {most}, and the deck has {count} slides on {len(pages)} pages: "
            f"they were taken as {'pages' if as_pages else 'slides'}"
        )
    elif table.numbers == "slide" and most > count + 1:
        remarks.append(
            f"its numbers go to {most}, and the deck has {count} slides: if slides were taken out "
            "before the last, the numbers after them mean others"
        )
    if table.pages == len(shown) != len(pages) and not paged:
        leads["page"] = shown
        remarks.append("its pages were taken as the slides that are not hidden")
    elif table.pages not in (None, len(pages)):
        remarks.append(
            f"it is of a document of {table.pages} pages, and this deck has {len(pages)}: a later "
            "or an earlier state?"
        )
    return _Numbers(leads, first, remarks)


class _Name(NamedTuple):
    """A row's number, what it counts, and what is said beside it."""

    number: int | None
    counts: str
    rest: str


def _said(name: str, number: int | None, counts: str) -> _Name:
    """Take a name apart: ``Page 12``, ``3. Results`` or ``Results``."""
    name = name.strip()
    if match := _NUMBER.fullmatch(name):
        page = "page" if match[1] else counts
        return _Name(int(match[2]), page, "")
    if number is not None:
        return _Name(number, counts, name)
    if match := _NUMBERED.fullmatch(name):
        return _Name(int(match[2]), "page" if match[1] else counts, match[3])
    return _Name(None, counts, name)


def _fold(title: str) -> str:
    return " ".join(words(one_line(title, limit=200).casefold()))
