"""A talk's sections, and the short stretches in them that belong together.

Sections begin where the text says so: a number or part in the title, a divider, an entry of the
agenda, words that change. How much each sign counts is fitted on talks divided by a reader
(`pacer.judging.table`); the best division is found by dynamic programming. Sections that the deck
itself names are taken as they are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pacer.judging.features import within
from pacer.judging.table import weighed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd

    from pacer.judging.features import Words

    Floats = npt.NDArray[np.float64]

# Slides in an ordinary section, how many sections a talk has, and the least slides in one.
SECTION, FEWEST, MOST, LEAST = 7, 4, 8, 2
# A section of so many slides is divided further, into stretches of about so many, at most so many.
DIVIDED_FROM, STRETCH, LONGEST = 6, 3.7, 6
# A stretch of more than this share of the minutes is split around a slide that is longer than
# the mean by this factor: a single long slide is a question of its own.
TENTH, LONG = 0.1, 2.0
# What a cut's score counts against uneven sizes, of sections and of the stretches in them.
CUT, UNEVEN_SECTIONS, UNEVEN_STRETCHES = 4.0, 0.25, 3.0
# How many slides each side of a gap are compared, and how far a title is looked for.
SIDES, AHEAD = (6, 2), 4
# A line that stands on so many slides in a row, but not on half the deck, is a running head.
HEAD_SLIDES, HEAD_SHARE, HEAD_LETTERS = 3, 0.5, 50
# The sections a deck names are those of the talk if there are at least two, and none is longer
# than this share of the talk.
NAMED_SHARE = 0.6


@dataclass(frozen=True)
class Stretch:
    """Slides that belong together, by their places among those shown.

    Parameters
    ----------
    first, last : int
        Both inclusive.
    section : int
        Which of the talk's sections it lies in.
    """

    first: int
    last: int
    section: int

    @property
    def places(self) -> range:
        """The places it holds."""
        return range(self.first, self.last + 1)


def gaps(slides: pd.DataFrame, words: Words, of_slides: Mapping[str, Floats]) -> dict[str, Floats]:
    """Figures of the gap before each slide; of the first they mean nothing.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES, the hidden ones left out.
    words : Words
    of_slides : mapping of str to ndarray
        What `pacer.judging.features.figures` says of the same slides.
    """
    count = len(slides)
    at = range(count)
    titles, told = words.title_words, words.told
    found: dict[str, object] = {
        name: of_slides[name]
        for name in ("number", "divider", "few_words", "lone_title", "after_divider", "core",
                     "asks", "example")
    }  # fmt: skip
    found["core_before"] = np.r_[0.0, of_slides["core"][:-1]]
    found["agenda_before"] = np.r_[0.0, of_slides["agenda"][:-1]]
    found["title_new"] = [n > 0 and bool(titles[n]) and not titles[n] & titles[n - 1] for n in at]
    found["same_title"] = [n > 0 and words.heads[n] == words.heads[n - 1] != "" for n in at]
    vectors = _vectors(words)
    for side in SIDES:
        found[f"alike_{side}"] = [
            _cosine(vectors[max(0, n - side) : n], vectors[n : n + side]) if n else 0.0 for n in at
        ]
    found["shared"] = [within(words.bags[n], words.bags[n - 1]) if n else 0.0 for n in at]
    found["shared_ahead"] = [
        within(words.bags[n], words.bags[n + 1]) if n + 1 < count else 0.0 for n in at
    ]
    found["title_ahead"] = [
        sum(bool(titles[n] & one) for one in told[n + 1 : n + 1 + AHEAD]) / AHEAD for n in at
    ]
    found["title_behind"] = [
        sum(bool(titles[n] & one) for one in told[max(0, n - AHEAD) : n]) / AHEAD for n in at
    ]
    found["on_agenda"] = _on_agenda(words, of_slides["agenda"])
    found |= _running_heads(slides, words)
    return {name: np.asarray(values, dtype=float) for name, values in found.items()}


def _vectors(words: Words) -> list[dict[str, float]]:
    on = Counter(word for told in words.told for word in told)
    count = len(words.told)
    return [
        {word: math.log(1 + count / on[word]) * math.sqrt(bag[word]) for word in told}
        for told, bag in zip(words.told, words.bags, strict=True)
    ]


def _cosine(before: Sequence[dict[str, float]], after: Sequence[dict[str, float]]) -> float:
    one, two = ({}, {})  # type: tuple[dict[str, float], dict[str, float]]
    for side, vectors in ((one, before), (two, after)):
        for vector in vectors:
            for word, value in vector.items():
                side[word] = side.get(word, 0.0) + value
    size = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in two.values()))
    return sum(value * two.get(word, 0.0) for word, value in one.items()) / size if size else 0.0


def _on_agenda(words: Words, agenda: Floats) -> list[bool]:
    """Whether a slide's title is a line of an agenda early in the talk."""

    def key(text: str) -> frozenset[str]:
        return frozenset(w for w in re.findall(r"\w+", text.casefold()) if len(w) > 3)

    early = range(int(0.3 * len(words.titles)) + 1)
    lines = {key(line) for n in early if n < len(agenda) and agenda[n] for line in words.lines[n]}
    return [
        any(title and 2 * len(title & line) > len(title | line) for line in lines)
        for title in map(key, words.titles)
    ]


def _running_heads(slides: pd.DataFrame, words: Words) -> dict[str, object]:
    """Short lines that stand on slides in a row: where they begin, go on and end."""
    count = len(slides)
    on = [
        {line for raw in text.split("\n") if 0 < len(line := raw.strip().casefold()) < HEAD_LETTERS}
        for text in slides["text"]
    ]
    begins, goes_on, ended = np.zeros(count), np.zeros(count), np.zeros(count)
    since: dict[str, int] = {}
    for n in range(count + 1):
        here = on[n] if n < count else set()
        for line in [line for line in since if line not in here]:
            first = since.pop(line)
            if HEAD_SLIDES <= n - first < max(HEAD_SHARE * count, HEAD_SLIDES + 1):
                begins[first] = float(first > 0)
                goes_on[first + 1 : n] = 1.0
                if n < count:
                    ended[n] = 1.0
        for line in here:
            since.setdefault(line, n)
    heads = [re.sub(r"^[\W\d]+|[\W]+$", "", title.casefold()) for title in words.titles]
    return {
        "head_begins": begins,
        "head_goes_on": goes_on,
        "head_ended": ended,
        "heads_next": [
            sum(head in lines for lines in on[n + 1 : n + 7]) if len(head) > 3 else 0
            for n, head in enumerate(heads)
        ],
    }


def scored(figures: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """How much each gap looks like the beginning of a section."""
    return weighed({name: np.r_[0.0, values[1:]] for name, values in figures.items()}, weights)


def stretches(score: Floats, seconds: Floats, named: Sequence[str] = ()) -> tuple[Stretch, ...]:
    """Divide a talk into sections, and those into short stretches.

    Parameters
    ----------
    score : ndarray of float, shape (n,)
        How much each slide looks like the first of a section.
    seconds : ndarray of float, shape (n,)
    named : sequence of str
        Each slide's section, where something names them; empty strings otherwise.

    Returns
    -------
    tuple of Stretch
        In order, without gaps.
    """
    count = len(score)
    if not count:
        return ()
    starts = named_starts(named) or divide(
        score, min(max(round(count / SECTION), FEWEST), MOST), uneven=UNEVEN_SECTIONS
    )
    found = []
    whole = float(seconds.sum())
    mean = whole / max(int((seconds > 0).sum()), 1)
    for section, (first, end) in enumerate(zip(starts, [*starts[1:], count], strict=True)):
        cuts = [0]
        if end - first >= DIVIDED_FROM:
            cuts = divide(
                score[first:end],
                max(round((end - first) / STRETCH), 1),
                uneven=UNEVEN_STRETCHES,
                longest=LONGEST,
            )
        for start, stop in zip(cuts, [*cuts[1:], end - first], strict=True):
            for a, b in _apart(seconds, first + start, first + stop, TENTH * whole, LONG * mean):
                found.append(Stretch(a, b - 1, section))
    return tuple(found)


def named_starts(named: Sequence[str]) -> list[int]:
    """Where sections begin that something names; empty where that says too little."""
    starts = [n for n, name in enumerate(named) if n == 0 or name != named[n - 1]]
    sizes = np.diff([*starts, len(named)])
    telling = len({name for name in named if name}) >= 2
    return starts if telling and sizes.max() <= NAMED_SHARE * len(named) else []


def divide(
    score: Floats, parts: int, *, uneven: float, least: int = LEAST, longest: int | None = None
) -> list[int]:
    """Where the best division into so many parts begins each of them.

    Parameters
    ----------
    score : ndarray of float, shape (n,)
    parts : int
        How many; fewer where there are too few slides.
    uneven : float
        What a part costs by the log of its size over the mean size.
    least, longest : int
        Slides in a part.

    Examples
    --------
    >>> divide(np.array([0, 0, 0, 1.0, 0, 0]), 2, uneven=0.25)
    [0, 3]
    """
    count = len(score)
    parts = max(1, min(parts, count // least))
    longest = count if longest is None or parts * longest < count else longest
    mean = count / parts
    size = np.arange(count + 1)
    cost = uneven * np.abs(np.log(np.maximum(size, 1) / mean))
    cost[:least] = np.inf
    cost[longest + 1 :] = np.inf
    gain = CUT * np.r_[0.0, score[1:], 0.0]
    best = np.full(count + 1, -np.inf)
    best[0] = 0.0
    came = np.zeros((parts, count + 1), dtype=int)
    for part in range(parts):
        # value[e, s]: the first `part` parts end at s, this one at e
        value = np.full((count + 1, count + 1), -np.inf)
        for end in range(1, count + 1):
            value[end, :end] = (best + gain)[:end] - cost[end - size[:end]]
        came[part] = value.argmax(axis=1)
        best = value.max(axis=1)
    starts, end = [], count
    for part in reversed(range(parts)):
        end = int(came[part, end])
        starts.append(end)
    return starts[::-1]


def _apart(
    seconds: Floats, first: int, end: int, most_s: float, long_s: float
) -> list[tuple[int, int]]:
    """Split a stretch of too many minutes around its longest slide, as long as that is long."""
    its = seconds[first:end]
    if end - first < 2 or its.sum() <= most_s or its.max() <= long_s:
        return [(first, end)]
    at = first + int(np.argmax(its))
    return [
        piece
        for a, b in ((first, at), (at, at + 1), (at + 1, end))
        if a < b
        for piece in _apart(seconds, a, b, most_s, long_s)
    ]
