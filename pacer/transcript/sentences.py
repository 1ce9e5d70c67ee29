"""What was said on each slide, sentence by sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.core import frames
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

# A word that ends a sentence; what may stand behind its stop; the abbreviations that end none.
_ENDS = re.compile(r"(?:[.?!…]|[。？！])[\"'”’»)\]]*$")
_SHORT = re.compile(r"^[\"'“‘«(\[]*(?:[A-Za-z]|e\.g|i\.e|cf|vs|etc|Dr|Mr|Mrs|Ms|Prof|Fig|No|St)\.$")
# Where a transcript has no stops, a sentence ends at a pause; at most so long or so many words.
PAUSE_S, LONGEST_S, MOST_WORDS = 0.6, 30.0, 60
# A transcript has stops where at least one of so many words carries one.
STOPPED = 40
COLUMNS = {"slide_key": "str", "start_s": "float64", "end_s": "float64", "seconds": "float64",
           "text": "str"}  # fmt: skip


def sentences(words: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """The sentences said on each slide of a run.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS of one run.
    visits : pandas.DataFrame
        VISITS of the same run: they say which slide was on, under today's keys.

    Returns
    -------
    pandas.DataFrame
        In the order they were said: slide_key, start_s, end_s, seconds (until the next sentence
        of the visit begins, so that those of a visit add up to it from its first word on), text.
        Sentences end at full stops, question and exclamation marks; in a transcript without them
        at pauses of .6 s; and where the slide changes.
    """
    told = words.sort_values("start_s", kind="stable")
    visits = visits.sort_values("start_s", kind="stable")
    at = _visit_of((told["start_s"] + told["end_s"]).to_numpy() / 2, visits)
    told = told.assign(visit=at)[at >= 0]
    if not len(told):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    stopped = STOPPED * int(told["word"].map(_ends).sum()) >= len(told)
    rows: list[dict[str, Any]] = []
    for visit, its in told.groupby("visit", sort=True):
        on = visits.iloc[int(str(visit))]
        spans = list(_spans(list(frames.rows(its)), stopped=stopped))
        starts = [span[0].start_s for span in spans]
        for span, until in zip(spans, [*starts[1:], float(on["end_s"])], strict=True):
            rows.append(
                {
                    "slide_key": on["slide_key"],
                    "start_s": span[0].start_s,
                    "end_s": span[-1].end_s,
                    "seconds": max(until - span[0].start_s, 0.0),
                    "text": line(" ".join(str(word.word) for word in span)),
                }
            )
    return pd.DataFrame(rows).astype(COLUMNS)


def _visit_of(middle_s: npt.NDArray[np.float64], visits: pd.DataFrame) -> npt.NDArray[np.intp]:
    """The place of the visit that each moment lies in; −1 where it lies in none."""
    if not len(visits):
        return np.full(len(middle_s), -1)
    starts, ends = visits["start_s"].to_numpy(), visits["end_s"].to_numpy()
    place = np.searchsorted(starts, middle_s, side="right") - 1
    return np.where((place >= 0) & (middle_s < ends[place]), place, -1)


def _ends(word: object) -> bool:
    return bool(_ENDS.search(str(word))) and not _SHORT.match(str(word))


def _spans(words: Sequence[Any], *, stopped: bool) -> Iterator[list[Any]]:
    """Words cut into sentences."""
    span: list[Any] = []
    for at, word in enumerate(words):
        span.append(word)
        last = at + 1 == len(words)
        pause = last or words[at + 1].start_s - word.end_s >= PAUSE_S
        long = len(span) >= MOST_WORDS or word.end_s - span[0].start_s >= LONGEST_S
        if last or (_ends(word.word) if stopped else pause) or (long and (pause or not stopped)):
            yield span
            span = []
