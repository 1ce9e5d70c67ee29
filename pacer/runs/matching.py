"""Know a slide again after the deck was edited: by its key, then its text, then its place.

Texts are compared as bags of four-character pieces, each weighed by how rare it is in the two
decks (tf-idf), so that a retitled slide, one with typing slips mended, or one half of a split
slide stays close to what it was, while headers and footers count for little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from pacer.core.errors import FrameError
from pacer.core.text import tidy, words
from pacer.runs.assignment import assign
from pacer.runs.journal import TEXT_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    Bools = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Similarity is a cosine: 1 for the same text, about 0.1 for two slides of one talk.
ALIKE: Final = 0.4  # enough to be the same slide when nothing else speaks for it
FOREIGN: Final = 0.15  # below it, texts that say something belong to different slides
# A slide of so few words may be reworded altogether and still be the same slide.
QUIET_WORDS: Final = 6
# Keys are believed where most of them lead to a slide's best match by text: a deck exported
# anew may number its slides afresh.
KEY_TRUST: Final = 0.6
# Among slides of like text, how much the place counts that their neighbours suggest.
PLACE: Final = 0.1
# A slide merged into another has left at least this share of its own words there.
TAKEN_IN: Final = 0.6
# A gap this large, 2,000 slides against 2,000, is no gap.
LARGEST_GAP: Final = 4_000_000

_BINS: Final = 4096


class _Pair(NamedTuple):
    """Rows of an old and a new slide, and how sure it is that they are one."""

    old: int
    new: int
    certainty: float


@dataclass(frozen=True)
class _Deck:
    """What there is to know slides by: their keys, the beginnings of their texts, all words."""

    keys: list[str]
    texts: list[list[str]]
    words: list[list[str]]
    quiet: Bools
    blank: Bools

    @classmethod
    def of(cls, slides: pd.DataFrame, name: str) -> _Deck:
        needed = ("slide_key", "title", "text")
        if missing := [column for column in needed if column not in slides.columns]:
            raise FrameError(name, missing, map(str, slides.columns))
        keys, titles, whole = (slides[column].astype(str).tolist() for column in needed)
        # A run keeps the beginning of a text only; like is compared with like.
        texts = [
            words((tidy(text, limit=TEXT_KEPT) or title).casefold())
            for title, text in zip(titles, whole, strict=True)
        ]
        said = np.array([len(text) for text in texts], dtype=np.int64)
        every = [words(text.casefold()) for text in whole]
        return cls(keys, texts, every, said <= QUIET_WORDS, said == 0)


@dataclass
class _Matching:
    """Which old slide leads where, as the stages fill it in; -1 is nowhere yet."""

    old: _Deck
    new: _Deck
    alike: Floats
    to: Ints
    gone: Bools
    how: list[str]
    certainty: Floats

    @property
    def open_old(self) -> Ints:
        return np.flatnonzero((self.to < 0) & ~self.gone)

    @property
    def open_new(self) -> Ints:
        taken = np.zeros(len(self.new.keys), dtype=bool)
        taken[self.to[self.to >= 0]] = True
        return np.flatnonzero(~taken)

    def settle(self, how: str, pairs: Iterable[_Pair]) -> None:
        for pair in list(pairs):
            self.to[pair.old] = pair.new
            self.how[pair.old] = how
            self.certainty[pair.old] = pair.certainty


def match(
    old_slides: pd.DataFrame,
    slides: pd.DataFrame,
    *,
    corrections: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Match the slides of an earlier state of a deck to today's.

    Parameters
    ----------
    old_slides, slides : pandas.DataFrame
        SLIDES, or any frames with slide_key, title and text, in deck order.
    corrections : mapping of str to str, optional
        What the speaker decided: old key to today's key, or to ``""`` for a slide that is
        gone. It wins over everything else; keys that the decks lack are passed over.

    Returns
    -------
    pandas.DataFrame
        old_key, slide_key, how, certainty: one row for each old slide that is still there, in
        the old order. ``how`` is ``"chosen"``, ``"id"``, ``"text"`` or ``"order"``; certainty
        lies between 0 and 1. Of a slide that was split the larger part is the match; slides
        that were merged all lead to the merged one.

    Raises
    ------
    FrameError
        If a frame lacks a column.
    """
    old, new = _Deck.of(old_slides, "old_slides"), _Deck.of(slides, "slides")
    n = len(old.keys)
    state = _Matching(
        old,
        new,
        _similarity(old.texts, new.texts),
        np.full(n, -1),
        np.zeros(n, dtype=bool),
        [""] * n,
        np.zeros(n),
    )
    _apply_corrections(state, corrections or {})
    state.settle("id", _by_key(state))
    state.settle("text", _by_text(state))
    _by_order(state)
    state.settle("text", _merged(state))
    there = np.flatnonzero(state.to >= 0)
    return pd.DataFrame(
        {
            "old_key": pd.Series([old.keys[row] for row in there], dtype="str"),
            "slide_key": pd.Series([new.keys[state.to[row]] for row in there], dtype="str"),
            "how": pd.Series([state.how[row] for row in there], dtype="str"),
            "certainty": state.certainty[there].clip(0, 1),
        }
    )


# --- the stages ---------------------------------------------------------------------------


def _apply_corrections(state: _Matching, corrections: Mapping[str, str]) -> None:
    row_of = {key: row for row, key in enumerate(state.new.keys)}
    for row, key in enumerate(state.old.keys):
        if key in corrections:
            target = corrections[key]
            state.gone[row] = not target
            if target in row_of:
                state.settle("chosen", [_Pair(row, row_of[target], 1.0)])


def _by_key(state: _Matching) -> Iterator[_Pair]:
    """Same key, unless keys were dealt out anew, or this one went to another slide."""
    row_of = {key: row for row, key in enumerate(state.new.keys)}
    free = set(state.open_new.tolist())
    # A PDF page's key is made from its text: without any it only counts blank pages.
    pairs = [
        (row, row_of[key])
        for row in state.open_old.tolist()
        if (key := state.old.keys[row]) in row_of
        and row_of[key] in free
        and not (key.startswith("p:") and state.old.blank[row])
    ]
    if not pairs:
        return
    old, new = np.array(pairs).T
    near = state.alike[old, new]
    telling = ~(state.old.blank[old] | state.new.blank[new])
    best = np.maximum(state.alike[old].max(axis=1), state.alike[:, new].max(axis=0))
    if telling.any() and (near >= best - 0.05)[telling].mean() < KEY_TRUST:
        return
    both_quiet = state.old.quiet[old] & state.new.quiet[new]
    one_blank = state.old.blank[old] | state.new.blank[new]
    for row in np.flatnonzero((near >= FOREIGN) | both_quiet | one_blank):
        yield _Pair(int(old[row]), int(new[row]), 0.7 + 0.3 * near[row])


def _by_text(state: _Matching) -> Iterator[_Pair]:
    """The pairing of the rest that is most alike as a whole; the place breaks ties."""
    old, new = state.open_old, state.open_new
    if not (len(old) and len(new)):
        return
    alike = state.alike[np.ix_(old, new)]
    score = alike + PLACE * _place(state, alike)[np.ix_(old, new)]
    score[(score < ALIKE) | (alike < ALIKE - PLACE)] = 0
    for row, column in assign(score):
        rivals = np.concatenate(
            [np.delete(alike[row], column), np.delete(alike[:, column], row), [0.0]]
        )
        certainty = alike[row, column] - rivals.max() / 2
        yield _Pair(int(old[row]), int(new[column]), max(float(certainty), 0.05))


def _by_order(state: _Matching) -> None:
    """Slides that say too little, between neighbours that are known."""
    for gap in _stretches(state.open_old):
        is_open = np.zeros(len(state.new.keys) + 2, dtype=bool)
        is_open[state.open_new + 1] = True
        # The open new slides right after where the known slide before went, or right before
        # where the one after went; the deck's ends count as known.
        before = np.flatnonzero(state.to[: gap[0]] >= 0)
        after = gap[-1] + np.flatnonzero(state.to[gap[-1] :] >= 0)
        first = state.to[before[-1]] + 1 if len(before) else 0
        last = state.to[after[0]] - 1 if len(after) else len(state.new.keys) - 1
        onward = first + np.flatnonzero(~is_open[first + 1 :])[0]
        back = last - np.flatnonzero(~is_open[: last + 2][::-1])[0]
        fits = [list(range(first, onward)), list(range(back + 1, last + 1))]
        state.settle("order", _aligned(state, gap, max(fits, key=len)))


def _aligned(state: _Matching, gap: list[int], fit: list[int]) -> list[_Pair]:
    """Pair two stretches in order so that most is gained; a slide may stay alone."""
    old, new = np.array(gap, dtype=np.int64), np.array(fit, dtype=np.int64)
    if not len(new) or len(old) * len(new) > LARGEST_GAP:
        return []
    alike = state.alike[np.ix_(old, new)]
    quiet = state.old.quiet[old][:, None] & state.new.quiet[new][None, :]
    blank = state.old.blank[old][:, None] & state.new.blank[new][None, :]
    gain = np.where(quiet, 0.3 + alike, np.where(alike >= FOREIGN, alike, 0))
    # Where no slide at all is known, its place says nothing of a slide that has words.
    gain = np.where(blank, 1.0, gain * (state.to >= 0).any())
    # best[i, j]: what the first i and j slides can gain.
    best = np.zeros((len(old) + 1, len(new) + 1))
    for row in range(len(old)):
        paired = best[row, :-1] + gain[row]
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(paired, best[row, 1:]))
    pairs, row, column = [], len(old), len(new)
    while row and column:
        if best[row, column] == best[row, column - 1]:
            column -= 1
        elif best[row, column] == best[row - 1, column]:
            row -= 1
        else:
            row, column = row - 1, column - 1
            # As many here as there: nothing came or went.
            sure = 0.4 if len(old) == len(new) else 0.2
            pairs.append(_Pair(gap[row], fit[column], sure + 0.4 * alike[row, column]))
    return pairs


def _merged(state: _Matching) -> Iterator[_Pair]:
    """Slides whose words now stand on a slide beside those of another.

    What counts is what the other slides that lead there leave unexplained: a slide removed for
    saying the same as its neighbour was not merged into it.
    """
    rows = state.open_old
    if not len(rows) or not len(state.new.keys):
        return
    old, left = _counts(state.old.words), _counts(state.new.words)
    seen = (old > 0).sum(axis=0) + (left > 0).sum(axis=0)
    weight = np.log1p((len(old) + len(left)) / np.maximum(seen, 1))
    there = np.flatnonzero(state.to >= 0)
    np.subtract.at(left, state.to[there], old[there])
    left = left.clip(0)
    for row in rows.tolist():
        said = np.flatnonzero(old[row])
        worth = old[row, said] * weight[said]
        if not len(said):
            continue
        share = np.minimum(left[:, said], old[row, said]) @ weight[said] / worth.sum()
        column = int(share.argmax())
        beside = column in state.to[max(row - 1, 0) : row + 2]
        if share[column] >= (1.0 if state.old.quiet[row] else TAKEN_IN) and (
            beside or not state.old.quiet[row]
        ):
            yield _Pair(row, column, float(share[column]) * (0.9 if beside else 0.6))
            left[column] = (left[column] - old[row]).clip(0)


# --- arithmetic ---------------------------------------------------------------------------


def _similarity(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> Floats:
    """Cosine of each old with each new text; 0 where one is blank."""
    bags = np.zeros((len(old) + len(new), _BINS), dtype=np.float32)
    for row, text in enumerate((*old, *new)):
        bins, times = _pieces(" ".join(text))
        bags[row, bins] = np.log1p(times)
    seen = np.count_nonzero(bags, axis=0)
    bags *= np.log1p(len(bags) / np.maximum(seen, 1)).astype(np.float32)
    size = np.linalg.norm(bags, axis=1, keepdims=True)
    bags /= np.where(size == 0, 1, size)
    alike: Floats = (bags[: len(old)] @ bags[len(old) :].T).astype(np.float64)
    return alike.clip(0, 1)


# Today's deck meets every revision that was rehearsed, and they share most of their slides.
@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[Ints, Ints]:
    """The four-character pieces, by their hash, and how often each occurs."""
    if not text:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    padded = f" {text} ".ljust(4)
    codes = np.frombuffer(padded.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    mixed = np.zeros(len(codes) - 3, dtype=np.uint64)
    for step in range(4):
        mixed = (mixed + codes[step : len(codes) - 3 + step]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    bins, times = np.unique((mixed % np.uint64(_BINS)).astype(np.int64), return_counts=True)
    return bins, times


def _counts(texts: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
    """How often each word occurs in each text, by its hash."""
    counts = np.zeros((len(texts), _BINS), dtype=np.float32)
    for row, text in enumerate(texts):
        counts[row] = np.bincount([_bin(word) for word in text], minlength=_BINS) if text else 0
    return counts


@lru_cache(maxsize=65_536)
def _bin(word: str) -> int:
    return crc32(word.encode("utf-8", "replace")) % _BINS


def _place(state: _Matching, alike: Floats) -> Floats:
    """1 where a slide stands as its known neighbours suggest, falling off with the distance."""
    rows, columns = len(state.old.keys), len(state.new.keys)
    known = np.flatnonzero(state.to >= 0)
    where = state.to[known]
    # Besides slides already known, those whose best match is mutual and beyond doubt.
    old, new = state.open_old, state.open_new
    sure = _beyond_doubt(alike)
    known = np.concatenate([known, old[sure[0]]])
    where = np.concatenate([where, new[sure[1]]])
    if not len(known):
        known, where = np.array([-1, rows]), np.array([-1, columns])
    order = np.argsort(known, kind="stable")
    known, where = known[order], where[order]
    row = np.arange(rows)
    left = np.searchsorted(known, row, side="right") - 1
    right = np.minimum(left + 1, len(known) - 1)
    left = np.maximum(left, 0)
    guesses = [where[side] + row - known[side] for side in (left, right)]
    column = np.arange(columns)
    off = np.minimum(*(np.abs(column[None, :] - guess[:, None]) for guess in guesses))
    near: Floats = np.exp(-off / 2.0)
    return near


def _beyond_doubt(alike: Floats) -> tuple[Ints, Ints]:
    """Mutual best pairs with no rival near."""
    rows = np.arange(len(alike))
    column = alike.argmax(axis=1)
    top = alike[rows, column]
    rest = alike.copy()
    rest[rows, column] = 0
    rival = np.maximum(rest.max(axis=1), rest[:, column].max(axis=0))
    mutual = alike.argmax(axis=0)[column] == rows
    sure = mutual & (top >= ALIKE) & (top - rival >= 0.1)
    return np.flatnonzero(sure), column[sure]


def _stretches(rows: Ints) -> list[list[int]]:
    """Rows that follow each other, together."""
    if not len(rows):
        return []
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    return [part.tolist() for part in parts]
