"""The changes of slide of a run: how sure each is, and the run aligned anew around those known."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core import frames
from pacer.runs import Span, to_marks
from pacer.transcript.align import align
from pacer.transcript.readers import Transcript

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacer.deck import Deck
    from pacer.runs.boundaries import Boundary, Mark

# Seconds on each side of a change in which its slides are sure, once it was set by hand, and how
# sure; and those whose certainty tells how sure a change is.
ANCHOR_S: Final = 8.0
ANCHORED: Final = 0.995
AROUND_S: Final = 10.0
# A change set by hand is found again within so many seconds, a few cells.
_NEAR_S: Final = 6.0


def changes(visits: pd.DataFrame) -> pd.DataFrame:
    """The changes of slide between visits.

    Parameters
    ----------
    visits : pandas.DataFrame
        By time, of one run: start_s, end_s and slide_key; a gap, or a key "", is something else.

    Returns
    -------
    pandas.DataFrame
        By time: at_s, before and after (keys; "" for something else), low_s and high_s (the
        changes beside it, between which it may be moved).
    """
    spans: list[tuple[float, float, str]] = []
    for row in frames.rows(visits):
        if spans and row.start_s > spans[-1][1] + 1e-6:
            spans.append((spans[-1][1], row.start_s, ""))
        if spans and spans[-1][2] == row.slide_key:
            spans[-1] = (spans[-1][0], row.end_s, row.slide_key)
        else:
            spans.append((row.start_s, row.end_s, row.slide_key))
    rows = [
        {"at_s": b[0], "before": a[2], "after": b[2], "low_s": a[0], "high_s": b[1]}
        for a, b in pairwise(spans)
    ]
    return pd.DataFrame(rows, columns=["at_s", "before", "after", "low_s", "high_s"])


def sureness(changes: pd.DataFrame, certainty: pd.DataFrame) -> pd.Series[float]:
    """How sure each change is: the mean chance of the slides taken `AROUND_S` around it.

    Parameters
    ----------
    changes : pandas.DataFrame
        As `changes` gives them.
    certainty : pandas.DataFrame
        As `pacer.transcript.Alignment` has it.
    """
    times = certainty["t_s"].to_numpy(float)
    summed = np.append(0.0, np.cumsum(certainty["chance"].to_numpy(float)))
    at = changes["at_s"].to_numpy(float)
    first = np.searchsorted(times, at - AROUND_S)
    last = np.maximum(np.searchsorted(times, at + AROUND_S), first + 1)
    last = np.minimum(last, len(times))
    first = np.minimum(first, last - 1)
    return pd.Series((summed[last] - summed[first]) / (last - first), index=changes.index)


def around(
    deck: Deck, words: pd.DataFrame, known: Sequence[Boundary]
) -> tuple[list[Mark], pd.DataFrame]:
    """Align words anew, so that the changes that were set by hand hold.

    Parameters
    ----------
    deck : Deck
    words : pandas.DataFrame
        WORDS of the run, at least one.
    known : sequence of Boundary
        Each of them says what is on around it, which tells of the slides beside it too.

    Returns
    -------
    marks : list of (t_s, kind, slide_key)
    certainty : pandas.DataFrame
        As `pacer.transcript.Alignment` has it.

    Raises
    ------
    RunError
        If the words do not match the deck.
    """
    positions = dict(zip(deck.slides["slide_key"], deck.slides["position"], strict=True))
    told = sorted(known, key=lambda one: one.t_s)
    seen = []
    for at, one in enumerate(told):
        low = (told[at - 1].t_s + one.t_s) / 2 if at else 0.0
        high = (told[at + 1].t_s + one.t_s) / 2 if at + 1 < len(told) else np.inf
        for start_s, end_s, key in (
            (max(one.t_s - ANCHOR_S, low, 0.0), one.t_s, one.before),
            (one.t_s, min(one.t_s + ANCHOR_S, high), one.after),
        ):
            seen.append((start_s, end_s, positions.get(key, -1), pd.NA, ANCHORED))
    frame = pd.DataFrame(seen, columns=["start_s", "end_s", "slide", "page", "confidence"])
    found = align(
        deck,
        Transcript(words, "words", "the run's words"),
        seen=[frame.astype({"page": "Int64"})] if seen else (),
    )
    spans = _set_exactly(found.visits, told)
    return to_marks(spans), found.certainty


def _set_exactly(visits: pd.DataFrame, known: Sequence[Boundary]) -> list[Span]:
    """The visits as spans, the changes that are known to the tenth of a second."""
    spans: list[list[float | str]] = []
    for row in frames.rows(visits):
        if spans and spans[-1][2] == row.slide_key:
            spans[-1][1] = row.end_s
        else:
            spans.append([row.start_s, row.end_s, row.slide_key])
    for one in known:
        pairs = [
            at
            for at in range(1, len(spans))
            if (spans[at - 1][2], spans[at][2]) == (one.before, one.after)
            and abs(float(spans[at][0]) - one.t_s) <= _NEAR_S
            and float(spans[at - 1][0]) <= one.t_s <= float(spans[at][1])
        ]
        if pairs:
            nearest = min(pairs, key=lambda at: abs(float(spans[at][0]) - one.t_s))
            spans[nearest - 1][1] = spans[nearest][0] = one.t_s
    return [
        Span(float(start), float(end), str(key), "slide" if key else "pause")
        for start, end, key in spans
    ]
