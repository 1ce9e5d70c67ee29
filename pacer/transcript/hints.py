"""Rare terms of a slide as hints to the engine, and what of the second hearing is kept.

An engine taught on everyday speech writes a rare name as everyday words; told the name, it hears
it (`python -m tests.benchmarks transcribe`). Told too many it drops words, so at most eight terms
of the slide at hand are. Whatever is used to find the slide must come from the hearing without
them, or it would confirm itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core import frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_TERMS: Final = 8
# A term is rare where so few of the slides have it (one in a short deck).
_RARE_SHARE: Final = 0.1
_LONGEST_TERM: Final = 40
# A term less sure than this was rather put there by the hint than heard.
_SURE_TERM: Final = 0.35
# The two hearings' times of a word differ by so much.
_ABOUT_S: Final = 0.1

# Names of several words, and words that look like none of everyday.
_NAMES = re.compile(r"[^\W\d_a-z][\w'’-]*(?:[ ]+[^\W\d_a-z][\w'’-]*){1,3}")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_ODD = re.compile(r"[^\W\d_]+(?:[A-Z]|\d)[\w'’-]*")
_LETTERS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LEAST_LETTERS = 4
# Of a heading's words so many begin with a capital.
_DRESSED = 0.7


def terms_by_slide(slides: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The terms of each slide worth a hint, the rarest first.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.

    Returns
    -------
    dict of str to tuple of str
        By slide_key, up to `MOST_TERMS` each.
    """
    texts = [
        f"{title}\n{text}" for title, text in zip(slides["title"], slides["text"], strict=True)
    ]
    lower = [set(re.findall(r"\w+", text.lower())) for text in texts]
    on: dict[str, int] = {}
    for words in lower:
        for word in words:
            on[word] = on.get(word, 0) + 1
    most = max(_RARE_SHARE * len(texts), 1.0)

    def rarity(term: str) -> float:
        return min((on.get(word, 0) for word in re.findall(r"\w+", term.lower())), default=9e9)

    made = {}
    for key, text in zip(slides["slide_key"], texts, strict=True):
        found = dict.fromkeys(
            term for term in _terms(text) if rarity(term) <= most and len(term) <= _LONGEST_TERM
        )
        made[key] = tuple(found)[:MOST_TERMS]
    return made


def _terms(text: str) -> Iterator[str]:
    """What may be a term: names of several words, odd ones, capitals inside a line, long words."""
    lines = text.splitlines()
    for line in lines:
        # All in capitals, or each word with one, is a heading's dress.
        if not _is_dressed(line):
            yield from (" ".join(match.split()) for match in _NAMES.findall(line))
    for line in lines:
        yield from _ODD.findall(line)
    for line in lines:
        if not _is_dressed(line):
            yield from (word for word in _WORDS.findall(line)[1:] if word[0].isupper()
                        and len(word) >= _LEAST_LETTERS)  # fmt: skip
    long = {
        word for line in lines for word in _WORDS.findall(line) if len(word) > 2 * _LEAST_LETTERS
    }
    yield from sorted(long, key=lambda word: (-len(word), word))


def _is_dressed(line: str) -> bool:
    words = _WORDS.findall(line)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > _DRESSED * len(words)


def hints_for(
    visits: pd.DataFrame, terms: Mapping[str, tuple[str, ...]], start_s: float, end_s: float
) -> tuple[str, ...]:
    """The terms of the slide that is on for most of a stretch.

    Parameters
    ----------
    visits : pandas.DataFrame
        VISITS of the run, on the same clock as the stretch.
    """
    stays = visits[["start_s", "end_s"]].to_numpy(float)
    overlap = np.minimum(stays[:, 1], end_s) - np.maximum(stays[:, 0], start_s)
    if not len(overlap) or overlap.max() <= 0:
        return ()
    return terms.get(str(visits["slide_key"].iloc[int(overlap.argmax())]), ())


def with_terms(
    plain: pd.DataFrame, hinted: pd.DataFrame, terms: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """The plain words, with terms of the second hearing in the place of what stood there.

    Nothing else of the second hearing is kept: told of terms, the engine drops other words.

    Parameters
    ----------
    plain, hinted : pandas.DataFrame
        WORDS of the same sound by time, heard without and with hints.
    terms : mapping of str to tuple of str
        As `terms_by_slide` gives them.

    Returns
    -------
    pandas.DataFrame
        WORDS by time.
    """
    said = [_bare(word) for word in hinted["word"]]
    sure = hinted["confidence"].to_numpy(float)
    starts, ends = hinted["start_s"].to_numpy(float), hinted["end_s"].to_numpy(float)
    wanted = {tuple(_bare(term).split()) for each in terms.values() for term in each}
    longest = sorted(wanted, key=len, reverse=True)
    middles = plain[["start_s", "end_s"]].to_numpy(float).mean(axis=1)
    stays = np.ones(len(plain), bool)
    taken: list[int] = []
    at = 0
    while at < len(said):
        size = next((len(t) for t in longest if t and tuple(said[at : at + len(t)]) == t), 0)
        if size and sure[at : at + size].mean() >= _SURE_TERM:
            inside = (middles > starts[at] - _ABOUT_S) & (middles < ends[at + size - 1] + _ABOUT_S)
            # Where nothing was heard before, nothing was said.
            if inside.any():
                stays &= ~inside
                taken += range(at, at + size)
        at += size or 1
    made = pd.concat([plain[stays], hinted.iloc[taken]]) if taken else plain
    return frames.check(made.sort_values("start_s", kind="stable"), frames.WORDS)


def _bare(text: str) -> str:
    return " ".join(_LETTERS.findall(text.lower()))
