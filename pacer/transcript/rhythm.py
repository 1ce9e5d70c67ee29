"""How speech runs over time: words a minute, and where it stops."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.transcript.speech import PAUSE_S, known

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

WINDOW_S: Final = 60.0
STEP_S: Final = 15.0
# A line of a minute whose speech is shorter says nothing of its pace.
_LEAST_VOICED_S: Final = 10.0
_AROUND: Final = 5
_MOST_RESTARTED: Final = 3
# Said twice on purpose, or as the language has it.
_TWICE: Final = {
    "that", "had", "is", "very", "really", "no", "yes", "so", "much", "many", "far", "long",
    "again", "bye", "blah", "one", "two", "three",
}  # fmt: skip


def over_time(words: pd.DataFrame) -> pd.DataFrame:
    """Words a minute over time, in a window that slides.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS of one run, by time.

    Returns
    -------
    pandas.DataFrame
        A row each 15 s: t_s (the middle of a window of 60 s), pace_wpm (pauses in) and
        articulation_wpm (pauses of at least ``PAUSE_S`` out; NaN where hardly anything was said);
        both NaN where not all that was said is known. A talk shorter than a window has no row.
    """
    columns = ["t_s", "pace_wpm", "articulation_wpm"]
    starts = words["start_s"].to_numpy(float)
    if not len(starts) or float(words["end_s"].max()) - starts[0] < WINDOW_S:
        return pd.DataFrame(columns=columns, dtype=float)
    begins = np.arange(starts[0], float(words["end_s"].max()) - WINDOW_S + 1e-9, STEP_S)
    count = np.searchsorted(starts, begins + WINDOW_S) - np.searchsorted(starts, begins)
    from_s, to_s = _gaps(words)
    still = _covered(from_s, to_s, begins + WINDOW_S) - _covered(from_s, to_s, begins)
    voiced = WINDOW_S - still
    articulation = np.where(
        voiced >= _LEAST_VOICED_S, 60 * count / np.maximum(voiced, 1e-9), np.nan
    )
    sure = known(words, begins, WINDOW_S)
    pace, articulation = (
        np.where(sure, wpm, np.nan) for wpm in (60 * count / WINDOW_S, articulation)
    )
    return pd.DataFrame(
        dict(zip(columns, (begins + WINDOW_S / 2, pace, articulation), strict=True))
    )


def longest_pauses(words: pd.DataFrame, most: int = 5) -> pd.DataFrame:
    """The longest pauses, the longest first.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS of one run, by time, each with its slide's key.
    most : int

    Returns
    -------
    pandas.DataFrame
        start_s, seconds, slide_key (of the word before it), before and after (the words there).
    """
    from_s, to_s = _gaps(words)
    longest = np.argsort(from_s - to_s, kind="stable")[:most]
    # The word that follows each gap.
    place = np.searchsorted(words["start_s"].to_numpy(float), to_s, side="left")
    said = words["word"].tolist()
    keys = words["slide_key"].tolist()
    rows = [
        {
            "start_s": float(from_s[at]),
            "seconds": float(to_s[at] - from_s[at]),
            "slide_key": keys[place[at] - 1],
            "before": " ".join(said[max(place[at] - _AROUND, 0) : place[at]]),
            "after": " ".join(said[place[at] : place[at] + _AROUND]),
        }
        for at in longest
    ]
    return pd.DataFrame(rows, columns=["start_s", "seconds", "slide_key", "before", "after"])


def restarts(said: list[str]) -> int:
    """How often a speaker began again: words said twice in a row, or cut off with a dash.

    At least so many: most transcripts leave them out.

    Examples
    --------
    >>> restarts("so we we have to have to wri- write it very very fast".split())
    3
    """
    bare = [re.sub(r"[^\w'-]", "", word).lower() for word in said]
    found, at = 0, 0
    while at < len(bare):
        word = bare[at]
        length = next(
            (
                n
                for n in range(_MOST_RESTARTED, 0, -1)
                if bare[at : at + n] == bare[at + n : at + 2 * n] and all(bare[at : at + n])
            ),
            0,
        )
        twice = length > 1 or (length == 1 and word not in _TWICE and not word.isdecimal())
        cut_off = len(word) > 1 and word.endswith("-")
        found += twice or cut_off
        at += length or 1
    return found


def _gaps(words: pd.DataFrame) -> tuple[Floats, Floats]:
    """Where nobody speaks for at least `PAUSE_S`: begins and ends, by time."""
    if len(words) < 2:
        return np.zeros(0), np.zeros(0)
    from_s = np.maximum.accumulate(words["end_s"].to_numpy(float))[:-1]
    to_s = words["start_s"].to_numpy(float)[1:]
    # Where rows lack there was speech that is not known.
    long = (to_s - from_s >= PAUSE_S) & (np.diff(words.index.to_numpy()) == 1)
    return from_s[long], to_s[long]


def _covered(from_s: Floats, to_s: Floats, until: Floats) -> Floats:
    """Seconds of the gaps before each moment."""
    if not len(from_s):
        return np.zeros_like(until)
    whole = np.append(0.0, np.cumsum(to_s - from_s))
    begun = np.searchsorted(from_s, until, side="right")
    last = np.maximum(begun - 1, 0)
    part = np.minimum(until, to_s[last]) - from_s[last]
    return np.where(begun > 0, whole[last] + part, 0.0)
