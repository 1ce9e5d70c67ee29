"""What each slide sounded like, from the words said on it.

Words a minute count pauses in (`pace_wpm`) and out (`articulation_wpm`); a pause is a gap between
words of at least `PAUSE_S`. Fillers are those a transcript keeps: most leave some out, so their
number is a least one. It informs; what is right for a talk it does not know. For orientation:
comprehension of speech falls slowly up to about 250–275 words a minute and faster beyond (Foulke
& Sticht 1969); radio authors recommend 160–180 (Rodero 2012).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.transcript.tokens import tokens

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

PAUSE_S: Final = 0.5
# A stretch whose pace is told apart: long enough for a minute of talk to have a pace.
STRETCH_S: Final = 60.0
STRETCHES: Final = 5

_FILLER = re.compile(r"(?:u+[hm]+|e+r+m?|a+h+|h+m+|ähm?|euh)\W*", re.IGNORECASE)
# Letters a word needs to be a term, and the share of slides beyond which it is none.
_TERM_LETTERS, _TERM_SHARE, _MOST_TERMS = 4, 0.3, 8
# So many words in a row, as shown, are read aloud.
_READ_WORDS = 3


def by_slide(words: pd.DataFrame, slides: pd.DataFrame) -> pd.DataFrame:
    """What was said on each slide, and how.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS of one run, each with its slide's key; others are left out.
    slides : pandas.DataFrame
        SLIDES.

    Returns
    -------
    pandas.DataFrame
        A row a slide that was spoken on, in deck order: slide_key, position, words, spoken_s
        (pauses in), pace_wpm, articulation_wpm, longest_pause_s, fillers (at least so many),
        read_share (share of the words said that read the slide's text out, 0 to 1), unsaid (up
        to eight terms that the slide shows and nobody said in the whole run) and said (the words).
    """
    terms = _terms(slides)
    # On any slide: where it is not sure which was on, a term may have been said a moment before.
    heard = set(tokens(" ".join(words["word"].tolist())))
    rows = []
    for place, (key, position, text) in enumerate(
        zip(slides["slide_key"], slides["position"], slides["text"], strict=True)
    ):
        own = words[words["slide_key"] == key]
        if not len(own):
            continue
        written = own["word"].tolist()
        unsaid = [shown for token, shown in terms[place].items() if token not in heard]
        rows.append(
            {
                "slide_key": key,
                "position": position,
                **_figures(own),
                "read_share": _read_share(written, text),
                "unsaid": ", ".join(unsaid[:_MOST_TERMS]),
                "said": " ".join(written),
            }
        )
    columns = [
        "slide_key", "position", "words", "spoken_s", "pace_wpm", "articulation_wpm",
        "longest_pause_s", "fillers", "read_share", "unsaid", "said",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def is_filler(word: str) -> bool:
    """Whether a word as written is um, uh, er or another of their kind.

    Examples
    --------
    >>> [is_filler(word) for word in ("Um,", "uhh", "umbrella", "her")]
    [True, True, False, False]
    """
    return _FILLER.fullmatch(word) is not None


def overall(words: pd.DataFrame) -> dict[str, float]:
    """The same figures of a whole run: words, spoken_s, pace_wpm and so on.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS, at least one.
    """
    return _figures(words)


def stretches(words: pd.DataFrame) -> pd.DataFrame:
    """The fastest and the slowest minutes, which do not overlap.

    Returns
    -------
    pandas.DataFrame
        Up to ten rows: start_s, end_s, wpm (pauses in), kind ("fast" or "slow"), fastest first
        and slowest last.
    """
    columns = ["start_s", "end_s", "wpm", "kind"]
    starts = words["start_s"].to_numpy(float)
    if not len(starts) or starts[-1] - starts[0] < 2 * STRETCH_S:
        return pd.DataFrame([], columns=columns)
    begins = np.arange(starts[0], starts[-1] - STRETCH_S, STRETCH_S / 4)
    begins = begins[known(words, begins, STRETCH_S)]
    counts = np.searchsorted(starts, begins + STRETCH_S) - np.searchsorted(starts, begins)
    wpm = counts * 60 / STRETCH_S
    taken: list[tuple[float, float, str]] = []
    for kind, order in (("fast", np.argsort(-wpm, kind="stable")), ("slow", np.argsort(wpm))):
        found = 0
        for at in order:
            free = all(abs(begins[at] - begin) >= STRETCH_S for begin, _, _ in taken)
            if free and found < STRETCHES:
                taken.append((float(begins[at]), float(wpm[at]), kind))
                found += 1
    rows = [(begin, begin + STRETCH_S, pace, kind) for begin, pace, kind in taken]
    made = pd.DataFrame(rows, columns=columns)
    return made.sort_values("wpm", ascending=False, ignore_index=True)


def known(words: pd.DataFrame, begins: Floats, seconds: float) -> npt.NDArray[np.bool_]:
    """Whether all that was said in windows of so many seconds is among the words.

    Rows that lack (see `pacer.transcript.gate.trusted`) are speech that is not known: no pause,
    and no pace.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS of one run, by time; the rows have their numbers of all that was heard.
    begins : ndarray of float
    seconds : float
    """
    lacks = np.diff(words.index.to_numpy()) != 1
    from_s = np.maximum.accumulate(words["end_s"].to_numpy(float))[:-1][lacks]
    to_s = words["start_s"].to_numpy(float)[1:][lacks]
    touched = (begins[:, None] + seconds > from_s[None]) & (begins[:, None] < to_s[None])
    return np.asarray(~touched.any(axis=1))


def _figures(words: pd.DataFrame) -> dict[str, float]:
    starts, ends = words["start_s"].to_numpy(float), words["end_s"].to_numpy(float)
    gaps = starts[1:] - np.maximum.accumulate(ends)[:-1] if len(words) > 1 else np.zeros(0)
    # Where a slide was left and come back to, the time between is no pause on it.
    rows = words.index.to_numpy()
    follows = np.diff(rows) == 1 if len(words) > 1 else np.zeros(0, bool)
    pauses = gaps[follows & (gaps >= PAUSE_S)]
    spoken_s = float(ends.max() - starts.min() - gaps[~follows].clip(min=0).sum())
    voiced_s = max(spoken_s - float(pauses.sum()), 1e-9)
    count = len(words)
    # A handful of words has no pace.
    steady = count >= 5 and spoken_s >= 2
    return {
        "words": count,
        "spoken_s": spoken_s,
        "pace_wpm": 60 * count / spoken_s if steady else np.nan,
        "articulation_wpm": 60 * count / voiced_s if steady else np.nan,
        "longest_pause_s": float(pauses.max(initial=0.0)),
        "fillers": sum(map(is_filler, words["word"])),
    }


def _read_share(written: list[str], text: str) -> float:
    """The share of words said that stand in runs of `_READ_WORDS` or more as on the slide."""
    said, shown = tokens(" ".join(written)), tokens(text)
    if not said:
        return 0.0
    runs = {tuple(shown[at : at + _READ_WORDS]) for at in range(len(shown) - _READ_WORDS + 1)}
    read = np.zeros(len(said), bool)
    for at in range(len(said) - _READ_WORDS + 1):
        if tuple(said[at : at + _READ_WORDS]) in runs:
            read[at : at + _READ_WORDS] = True
    return float(read.mean())


def _terms(slides: pd.DataFrame) -> list[dict[str, str]]:
    """Each slide's terms as shown, by their compared form: words that few slides have."""
    by_slide = [
        {
            token: word
            for word in re.findall(r"[^\W\d_][\w-]*", text)
            if len(word) >= _TERM_LETTERS
            for token in tokens(word)[:1]
        }
        for text in slides["text"]
    ]
    on: dict[str, int] = {}
    for terms in by_slide:
        for token in terms:
            on[token] = on.get(token, 0) + 1
    most = max(2.0, _TERM_SHARE * len(by_slide))
    return [
        {token: word for token, word in terms.items() if on[token] <= most} for terms in by_slide
    ]
