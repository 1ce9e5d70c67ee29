"""Whether the words heard on a slide can be trusted: figures are right or there are none.

Three ways a transcript goes wrong, each seen by one figure. What the engine did not understand,
another language among it, it writes with a low probability. Where it loops it writes the same
again, which compresses well. Where it gave up there is a voice and no word.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pacer.core import frames
from pacer.core.frames import Schema

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.floating[Any]]

# Of real speech with a known text (`python -m tests.benchmarks transcribe`).
LEAST_PROBABILITY: Final = 0.75
# Whisper's own bound, of a window of the engine's length at the most.
MOST_COMPRESSION: Final = 2.4
WINDOW_WORDS: Final = 90
# What a loop wrote: up to so many words, so many times in a row (a person who says "no, no, no" or
# begins a sentence anew stops before), and its share of a slide's words.
LOOP_WORDS, LOOPS, MOST_LOOPED = 10, 5, 0.05
# Voice without a word for so long was not heard; of what was said on a slide so much may lack.
UNHEARD_S: Final = 3.0
MOST_UNHEARD: Final = 0.15

# Where there was a voice and no word, in seconds on the run's clock.
UNHEARD = Schema("UNHEARD", {"start_s": "float64", "end_s": "float64"})

# One row a slide with words, or a voice, on it: how sure of its words (their mean probability),
# how much the worst window of them compresses, seconds of words and of voice without any; `why`
# is "" where the words pass.
GATE = Schema(
    "GATE",
    {
        "slide_key": "str",
        "words": "int64",
        "probability": "float64",
        "compression": "float64",
        "heard_s": "float64",
        "unheard_s": "float64",
        "passed": "bool",
        "why": "str",
    },
    frozenset({"probability"}),
)


def by_slide(
    words: pd.DataFrame, visits: pd.DataFrame, unheard: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Judge the words of each slide.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS of one run by time, each with its slide's key. Where nobody said how sure he was of
        a word (captions) it is not doubted.
    visits : pandas.DataFrame
        VISITS of the run.
    unheard : pandas.DataFrame, optional
        UNHEARD of the run.

    Returns
    -------
    pandas.DataFrame
        GATE, in the order the slides were first shown.
    """
    keys, texts = words["slide_key"].to_numpy(str), words["word"].to_numpy(str)
    sure = words["confidence"].to_numpy(float)
    spoken = (words["end_s"] - words["start_s"]).to_numpy(float)
    silent = np.empty((0, 2)) if unheard is None else unheard[["start_s", "end_s"]].to_numpy(float)
    rows = []
    for key in dict.fromkeys(visits["slide_key"]):
        own = keys == key
        stays = visits.loc[visits["slide_key"] == key, ["start_s", "end_s"]].to_numpy(float)
        known = sure[own & np.isfinite(sure)]
        row = {
            "slide_key": key,
            "words": int(own.sum()),
            "probability": float(known.mean()) if len(known) else np.nan,
            "compression": _compression(texts[own]),
            "heard_s": float(spoken[own].sum()),
            "unheard_s": float(np.ptp(both(silent, stays), axis=1).sum()),
        }
        if row["words"] or row["unheard_s"] >= UNHEARD_S:
            why = _why(row, _looped(texts[own]))
            rows.append({**row, "passed": not why, "why": why})
    return frames.build(GATE, rows)


def _why(row: dict[str, Any], looped: float) -> str:
    """What speaks against a slide's words; "" where nothing does."""
    if not row["words"]:
        return "a voice and no words"
    if row["probability"] < LEAST_PROBABILITY:
        return "too unsure"
    # Where nobody says how sure he was, a person repeated himself.
    loops = row["compression"] >= MOST_COMPRESSION or looped > MOST_LOOPED
    if loops and np.isfinite(row["probability"]):
        return "repeats itself"
    if row["unheard_s"] > MOST_UNHEARD * (row["heard_s"] + row["unheard_s"]):
        return "a part of it has a voice and no words"
    return ""


def unheard_of(words: pd.DataFrame, voice: Floats) -> pd.DataFrame:
    """Where there is a voice and no word for `UNHEARD_S` or longer.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS by time.
    voice : ndarray of float, shape (n, 2)
        Start and end of each stretch with a voice, on the same clock.

    Returns
    -------
    pandas.DataFrame
        UNHEARD.
    """
    starts, ends = words["start_s"].to_numpy(float), words["end_s"].to_numpy(float)
    latest = np.maximum.accumulate(ends) if len(ends) else ends
    gaps = np.column_stack([np.r_[-np.inf, latest], np.r_[starts, np.inf]])
    left = both(voice, gaps[gaps[:, 1] > gaps[:, 0]])
    left = left[np.ptp(left, axis=1) >= UNHEARD_S]
    return frames.build(UNHEARD, ({"start_s": a, "end_s": b} for a, b in left))


def trusted(words: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """The words but for those of slides that do not pass; the others keep their rows' numbers.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS, as `by_slide` takes them.
    judged : pandas.DataFrame
        GATE.
    """
    return words[~words["slide_key"].isin(judged.loc[~judged["passed"], "slide_key"])]


def _compression(texts: npt.NDArray[np.str_]) -> float:
    """How much the worst window of the words compresses: plain text by less than 2."""
    worst = 0.0
    for first in range(0, max(len(texts) - WINDOW_WORDS // 2, 1), WINDOW_WORDS // 2):
        plain = " ".join(texts[first : first + WINDOW_WORDS]).encode()
        worst = max(worst, len(plain) / len(zlib.compress(plain)))
    return worst


def _looped(texts: npt.NDArray[np.str_]) -> float:
    """The share of words that say the words just before them again, and again."""
    plain = np.array([re.sub(r"\W", "", text).casefold() for text in texts], dtype=str)
    looped = np.zeros(len(plain), bool)
    for size in range(1, min(LOOP_WORDS, len(plain) // LOOPS) + 1):
        same = np.concatenate([[0], plain[size:] == plain[:-size], [0]]).astype(int)
        begins, ends = np.flatnonzero(np.diff(same) > 0), np.flatnonzero(np.diff(same) < 0)
        for begin, end in zip(begins, ends, strict=True):
            if end - begin >= (LOOPS - 1) * size:
                looped[begin : end + size] = True
    return float(looped.mean()) if len(looped) else 0.0


def both(one: Floats, other: Floats) -> Floats:
    """Where two sets of spans, of shape (n, 2) and (m, 2), overlap."""
    starts = np.maximum(one[:, None, 0], other[None, :, 0])
    ends = np.minimum(one[:, None, 1], other[None, :, 1])
    there = ends > starts
    return np.column_stack([starts[there], ends[there]])
