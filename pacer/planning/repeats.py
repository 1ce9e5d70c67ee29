"""Slides that say again what a neighbour says: steps of a build, and near-duplicates."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pacer.judging.roles import kinds_of, read_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# Two neighbours are near-duplicates above the first; under one title the second is enough.
SAME_TEXT, SAME_TITLE_AND_TEXT = 0.55, 0.25
# An earlier build step has at least this share of its words on the next slide, under its title.
BUILD_SHARE = 0.8


@dataclass(frozen=True)
class Outline:
    """What kind of slide each is, and how it goes with the next; one entry a row of SLIDES.

    Parameters
    ----------
    kinds : tuple of str
        ``content``, ``title``, ``agenda``, ``divider``, ``recap``, ``conclusion``, ``thanks``
        or ``backup``.
    shared : tuple of float
        Share of a slide's words that stand on the next one shown too.
    mergeable : tuple of bool
        Whether a slide and the next one shown are near-duplicates.
    steps : tuple of bool
        Whether a slide is an earlier step of the build that the next one shown goes on with.
    """

    kinds: tuple[str, ...]
    shared: tuple[float, ...]
    mergeable: tuple[bool, ...]
    steps: tuple[bool, ...]


def outline(slides: pd.DataFrame) -> Outline:
    """Read from a deck's text which slides repeat their neighbours.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES; only rows that are not hidden take part. Lines that stand on most slides and
        licence lines are left out.

    Returns
    -------
    Outline
    """
    count = len(slides)
    shown = [row for row, hidden in enumerate(slides["hidden"]) if not hidden]
    pages = dict(zip(shown, read_pages(slides.iloc[shown]), strict=True))
    kinds = kinds_of(slides, shown, pages)
    shared, mergeable, steps = [0.0] * count, [False] * count, [False] * count
    idf = _idf([page.bag for page in pages.values()])
    for row, after in pairwise(shown):
        one, two = pages[row], pages[after]
        words = sum(one.bag.values())
        shared[row] = (one.bag & two.bag).total() / words if words else 0.0
        same_title = bool(one.title) and one.title.casefold() == two.title.casefold()
        content = kinds[row] == kinds[after] == "content"
        alike = _cosine(one.bag, two.bag, idf)
        mergeable[row] = content and (
            alike > SAME_TEXT or (same_title and alike > SAME_TITLE_AND_TEXT)
        )
        steps[row] = content and same_title and shared[row] >= BUILD_SHARE
    return Outline(tuple(kinds), tuple(shared), tuple(mergeable), tuple(steps))


def _idf(bags: Sequence[Counter[str]]) -> dict[str, float]:
    spread = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / on) for word, on in spread.items()}


def _cosine(one: Counter[str], two: Counter[str], idf: dict[str, float]) -> float:
    def norm(bag: Counter[str]) -> float:
        return math.sqrt(sum((times * idf[word]) ** 2 for word, times in bag.items()))

    if not one or not two:
        return 0.0
    dot = sum(times * two[word] * idf[word] ** 2 for word, times in one.items() if word in two)
    return dot / (norm(one) * norm(two))
