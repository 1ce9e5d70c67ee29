"""What speaks for each page at each moment of a talk: numbers, by feature, cell and page.

A talk is cut into cells of `CELL_S` seconds. A word that was said and that stands on a page speaks
for the page with the logarithm of how much likelier it is there than anywhere, and the more the
rarer it is. Where on the page it stands, and whether it was said just before, decide which
feature it counts into; how much each feature weighs is learned (`pacer.transcript.weights`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from pacer.transcript.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

CELL_S: Final = 2.0
# Per page and cell. "new" words stand on a page and not on the one before it; "debut" ones on no
# page before, and said for the first time; "fresh" ones were not said in the last minute.
FEATURES: Final = (
    "title_fresh", "title_again", "new_fresh", "new_again", "old_fresh", "old_again",
    "debut", "early", "late", "pair", "mass",
)  # fmt: skip
# Per cell: what is heard where a speaker goes on to another slide.
CHANGES: Final = ("pause", "sentence", "opener", "continues", "cue", "shift")

# How much of what is said on a slide its text explains.
_EXPLAINED = 0.12
# A word said again within so many seconds is hardly news.
_AGAIN_S = 60.0
# Words that differ, but share this much of their three-letter pieces, may be one misheard.
_ALIKE, _HALF_HEARD, _SURE, _FUZZY_LETTERS = 0.6, 0.6, 0.3, 5
_MOST_WORDS_A_PAGE = 600
_COMMON_WORDS = 60
# Cells on each side whose words are compared to tell a shift of subject.
_SHIFT_CELLS = 20

_CUE = re.compile(
    r"\b(next|so here|here's|here is|here we|okay|ok|all right|alright|now|let's|let me|let us"
    r"|move on|moving on|this slide|on this|look at|finally|turn to|another|first|second|third"
    r"|last)\b"
)
_OPENER = re.compile(
    r"(?:so |and |but |well |um |uh )*(?:let's|let me|let us|okay|ok|all right|alright|now\b|here's"
    r"|here is|here we|here are|next|another|finally|moving|first|second|third|to summari[sz]e"
    r"|in summary|in conclusion|the next|the last|the first|the second|for example|an example"
    r"|again)\b"
)
_CONTINUES = re.compile(
    r"(?:and|because|it|it's|that's|but|you|or|like|they|he|she|they're|right|yeah|yes|no|which|if"
    r"|i mean|you know|actually|very)\b(?! let's| now| here's| next)"
)


@dataclass(frozen=True)
class Evidence:
    """All that the decoder weighs.

    Parameters
    ----------
    pages : ndarray of float, shape (features, cells, pages)
        By `FEATURES`.
    changes : ndarray of float, shape (changes, cells)
        By `CHANGES`, at the beginning of each cell.
    matched : float
        Share of the words with letters enough to tell anything that stand on any page.
    """

    pages: Floats
    changes: Floats
    matched: float


def cells_of(words: pd.DataFrame) -> int:
    """How many cells there are from zero to the last word's end."""
    return max(int(np.ceil(words["end_s"].max() / CELL_S)), 1)


def gather(words: pd.DataFrame, pages: pd.DataFrame, *, cells: int = 0) -> Evidence:
    """Hold a transcript against a deck's pages.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS by time, at least one.
    pages : pandas.DataFrame
        Columns title, text and notes; a row a page.
    cells : int
        At least so many, where another source goes on for longer.

    Returns
    -------
    Evidence
    """
    count = max(cells_of(words), cells)
    written, starts, ends = (
        words["word"].tolist(),
        words["start_s"].to_numpy(float),
        words["end_s"].to_numpy(float),
    )
    said, when = [], []
    for word, moment in zip(written, (starts + ends) / 2, strict=True):
        for token in tokens(word):
            said.append(token)
            when.append(moment)
    at = np.array(when)
    cell = np.minimum((at / CELL_S).astype(int), count - 1)
    heard = _Heard(said, at, np.maximum.accumulate(cell) if len(cell) else cell, count)
    by_page, matched = _by_page(heard, pages)
    changes = np.vstack([_manner(written, starts, ends, count), _shift(heard)])
    return Evidence(by_page, changes, matched)


class _Heard:
    """Tokens by time: their types, cells, and whether each was just said."""

    def __init__(self, said: list[str], at: Floats, cell: Ints, count: int) -> None:
        index: dict[str, int] = {}
        self.said, self.cell, self.count = said, cell, count
        self.ids = np.array([index.setdefault(token, len(index)) for token in said], dtype=int)
        self.types = list(index)
        self.times = np.bincount(self.ids, minlength=len(index)).astype(float)
        self._full, self._first = np.unique(cell, return_index=True)
        order = np.argsort(self.ids, kind="stable")
        same = np.zeros(len(said), bool)
        same[1:] = self.ids[order][1:] == self.ids[order][:-1]
        again = same.copy()
        again[1:] &= np.diff(at[order]) < _AGAIN_S
        self.fresh, self.first = np.empty(len(said), bool), np.empty(len(said), bool)
        self.fresh[order], self.first[order] = ~again, ~same

    def sums(self, of_type: Floats, only: Bools | None = None) -> Floats:
        """Sum what each type is worth to each page, (types, pages), over the words of a cell."""
        made = np.zeros((self.count, of_type.shape[1]))
        if len(self.ids):
            worth = of_type[self.ids]
            if only is not None:
                worth = worth * only[:, None]
            made[self._full] = np.add.reduceat(worth, self._first)
        return made


def _by_page(heard: _Heard, pages: pd.DataFrame) -> tuple[Floats, float]:
    titles, bodies, notes = (
        [tokens(prose)[:_MOST_WORDS_A_PAGE] for prose in pages[name]]
        for name in ("title", "text", "notes")
    )
    index: dict[str, int] = {}
    for page in (*titles, *bodies, *notes):
        for token in page:
            index.setdefault(token, len(index))
    shape = (len(pages), len(index))
    title, body, place = np.zeros(shape, bool), np.zeros(shape), np.zeros(shape)
    for row, (in_title, in_body, in_notes) in enumerate(zip(titles, bodies, notes, strict=True)):
        title[row, [index[token] for token in in_title]] = True
        # Notes are what a speaker means to say, in order: they count as the slide's own words.
        for part in (in_body, in_notes):
            for at, token in enumerate(part):
                body[row, index[token]] += 1
                place[row, index[token]] += at / max(len(part) - 1, 1) - 0.5
    place = np.divide(place, body, out=place, where=body > 0)
    on = body > 0
    before, ever = np.zeros_like(on), np.zeros_like(on)
    before[1:] = on[:-1]
    ever[1:] = np.logical_or.accumulate(on)[:-1]

    alike = _alike(heard.types, index)
    usual = (heard.times + 1) / (heard.times.sum() + len(heard.types))
    weight = np.minimum(np.sqrt(body), 2.0) / np.sqrt(np.maximum(on.sum(0), 1))
    mass = weight.sum(1)
    share = alike @ (weight / (mass[:, None] + 1)).T
    worth = np.log1p(_EXPLAINED * share / usual[:, None])

    def stands(where: Bools) -> Bools:
        return np.asarray(alike @ where.T.astype(float) > _SURE)

    titled, fresh_on = stands(title), stands(on & ~before)
    new = fresh_on & ~titled
    old = stands(on & before) & ~fresh_on & ~titled
    late = 2 * (alike @ place.T)
    spoken = np.bincount(heard.cell, minlength=heard.count).astype(float)
    long = np.array([len(token) >= _FUZZY_LETTERS for token in heard.types], bool)
    known = alike.max(1, initial=0) >= 1
    matched = heard.times[long & known].sum() / max(heard.times[long].sum(), 1)
    fresh = heard.fresh
    made = [
        *(
            heard.sums(worth * where, only)
            for where in (titled, new, old)
            for only in (fresh, ~fresh)
        ),
        heard.sums(worth * stands(on & ~ever), heard.first),
        heard.sums(worth * np.maximum(-late, 0)),
        heard.sums(worth * np.maximum(late, 0)),
        _pairs(heard, [*zip(bodies, notes, strict=True)]),
        0.1 * spoken[:, None] * (mass / (mass + 3))[None],
    ]
    return np.stack(made), float(matched)


def _alike(spoken: Sequence[str], shown: dict[str, int]) -> Floats:
    """How alike spoken and shown words are, by the three-letter pieces they share (Dice).

    Returns
    -------
    ndarray of float, shape (spoken, shown)
        1 for equal words, less for a word misheard or in another form, 0 for others.
    """
    made = np.zeros((len(spoken), len(shown)))
    holders: dict[str, list[int]] = {}
    sizes = np.ones(max(len(shown), 1))
    for word, column in shown.items():
        if len(word) >= _FUZZY_LETTERS:
            own = _pieces(word)
            sizes[column] = len(own)
            for piece in own:
                holders.setdefault(piece, []).append(column)
    for row, word in enumerate(spoken):
        if word in shown:
            made[row, shown[word]] = 1.0
        elif len(word) >= _FUZZY_LETTERS:
            own = _pieces(word)
            for column, both in Counter(
                column for piece in own for column in holders.get(piece, ())
            ).items():
                dice = 2 * both / (len(own) + sizes[column])
                if dice >= _ALIKE:
                    made[row, column] = _HALF_HEARD * dice**2
    return made


def _pieces(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _pairs(heard: _Heard, pages: Sequence[tuple[list[str], list[str]]]) -> Floats:
    """Two words in a row that stand in a row on a page; the fewer pages, the more it counts."""
    holders: dict[tuple[str, str], set[int]] = {}
    for row, parts in enumerate(pages):
        for part in parts:
            for pair in pairwise(part):
                holders.setdefault(pair, set()).add(row)
    made = np.zeros((heard.count, len(pages)))
    often = np.argsort(-heard.times, kind="stable")[:_COMMON_WORDS]
    common = {heard.types[at] for at in often}
    for at, pair in enumerate(pairwise(heard.said), 1):
        rows = holders.get(pair)
        if rows and not common.issuperset(pair):
            made[heard.cell[at], list(rows)] += len(rows) ** -0.5
    return made


def _manner(written: list[str], starts: Floats, ends: Floats, count: int) -> Floats:
    """Pauses, sentences' beginnings and the phrases that open or continue a subject."""
    pause, sentence, opener, continues, cue = np.zeros((5, count))
    cell = np.minimum((starts / CELL_S).astype(int), count - 1)
    np.maximum.at(pause, cell[1:], np.maximum(starts[1:] - ends[:-1], 0.0))
    for at in range(len(written)):
        if at == 0 or written[at - 1].endswith((".", "?", "!")):
            phrase = re.sub(r"[^\w' ]", "", " ".join(written[at : at + 6])).lower()
            sentence[cell[at]] = 1
            cue[cell[at]] = max(cue[cell[at]], bool(_CUE.search(phrase)))
            if _OPENER.match(phrase):
                opener[cell[at]] = 1
            elif _CONTINUES.match(phrase):
                continues[cell[at]] = 1
    return np.stack([np.log1p(pause), sentence, opener, continues, cue])


def _shift(heard: _Heard) -> Floats:
    """How far the words after each moment differ from those before, against its surroundings."""
    count, types = heard.count, len(heard.types)
    if not types:
        return np.zeros(count)
    worth = np.log(len(heard.ids) / heard.times) * (heard.times > 1)
    # A window slides over the cells: words enter and leave it, nothing is counted twice.
    order = [np.zeros(0, int)] * count
    for at, ids in zip(
        np.unique(heard.cell),
        np.split(heard.ids, np.unique(heard.cell, return_index=True)[1][1:]),
        strict=True,
    ):
        order[at] = ids
    alike = np.zeros(count)
    before, after = np.zeros(types), np.zeros(types)
    for ids in order[:_SHIFT_CELLS]:
        np.add.at(after, ids, worth[ids])
    for at in range(count):
        common = np.sqrt(before * after).sum()
        alike[at] = common / np.sqrt(before.sum() * after.sum() + 1e-9)
        np.add.at(before, order[at], worth[order[at]])
        np.subtract.at(after, order[at], worth[order[at]])
        if at + _SHIFT_CELLS < count:
            np.add.at(after, order[at + _SHIFT_CELLS], worth[order[at + _SHIFT_CELLS]])
        if at >= _SHIFT_CELLS:
            np.subtract.at(before, order[at - _SHIFT_CELLS], worth[order[at - _SHIFT_CELLS]])
        np.maximum(before, 0, out=before)
        np.maximum(after, 0, out=after)
    near = np.convolve(np.pad(alike, 30, mode="edge"), np.ones(61) / 61, "valid")
    shift = near - alike
    return np.asarray(np.clip(shift / (shift.std() + 1e-9), -2, 2))
