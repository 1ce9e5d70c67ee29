"""How much the words of each moment speak for each page: log likelihood ratios."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pacer.transcript.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from pacer.transcript.weights import Weights

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Words of one letter fewer are too short for their letters to tell a misheard word.
_FUZZY_LETTERS = 5
_MOST_WORDS = 600


@dataclass(frozen=True)
class Shown:
    """What is on the pages: counts by page and word, each of shape (pages, words).

    `title`, `body` and `notes` count; `late` is the mean place of a word in its page's text, 0
    its beginning and 1 its end.
    """

    vocabulary: dict[str, int]
    title: Floats
    body: Floats
    notes: Floats
    late: Floats


def shown(titles: Sequence[str], texts: Sequence[str], notes: Sequence[str]) -> Shown:
    """Count the words of every page."""
    of_title, of_text, of_notes = (
        [tokens(prose)[:_MOST_WORDS] for prose in each] for each in (titles, texts, notes)
    )
    vocabulary: dict[str, int] = {}
    for page in (*of_title, *of_text, *of_notes):
        for token in page:
            vocabulary.setdefault(token, len(vocabulary))
    # Pairs of neighbouring words are words of their own.
    shape = (len(titles), len(vocabulary))
    title, body, said, late = (np.zeros(shape) for _ in range(4))
    for row in range(len(titles)):
        for token in of_title[row]:
            title[row, vocabulary[token]] += 1
        length = max(len(of_text[row]) - 1, 1)
        for place, token in enumerate(of_text[row]):
            body[row, vocabulary[token]] += 1
            late[row, vocabulary[token]] += place / length
        for token in of_notes[row]:
            said[row, vocabulary[token]] += 1
    late = np.divide(late, body, out=np.full(shape, 0.5), where=body > 0)
    return Shown(vocabulary, title, body, said, late)


def likeness(spoken: Sequence[str], pages: Sequence[str], threshold: float) -> Floats:
    """How alike words are that differ, by the three-letter pieces they share (Dice).

    Returns
    -------
    ndarray of float, shape (spoken, pages)
        1 for equal words; below `threshold` 0.
    """
    same = {word: column for column, word in enumerate(pages)}
    made = np.zeros((len(spoken), len(pages)))
    pieces: dict[str, list[int]] = {}
    sizes = np.ones(len(pages))
    for column, word in enumerate(pages):
        own = _pieces(word)
        sizes[column] = max(len(own), 1)
        if len(word) >= _FUZZY_LETTERS:
            for piece in own:
                pieces.setdefault(piece, []).append(column)
    for row, word in enumerate(spoken):
        if word in same:
            made[row, same[word]] = 1.0
        elif len(word) >= _FUZZY_LETTERS:
            own = _pieces(word)
            shared = Counter(column for piece in own for column in pieces.get(piece, ()))
            for column, count in shared.items():
                dice = 2 * count / (len(own) + sizes[column])
                if dice >= threshold:
                    made[row, column] = dice**2
    return made


def _pieces(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


class Evidence:
    """The words of a transcript against the pages of a deck.

    Parameters
    ----------
    said : sequence of str
        Tokens in the order they were said.
    cell : ndarray of int, shape (words,)
        The cell of time of each, ascending.
    cells : int
    deck : Shown
    """

    def __init__(self, said: Sequence[str], cell: Ints, cells: int, deck: Shown) -> None:
        self.cell, self.cells, self.deck = cell, cells, deck
        types: dict[str, int] = {}
        self.ids = np.array([types.setdefault(token, len(types)) for token in said], dtype=int)
        self.types = list(types)
        self.alike = likeness(self.types, list(deck.vocabulary), 0.6)
        self.said = np.bincount(self.ids, minlength=len(types)).astype(float)
        self.starts, self.at = (
            np.unique(cell, return_index=True) if len(cell) else (np.zeros(0, int),) * 2
        )

    def by_cell(self, of_type: Floats) -> Floats:
        """Sum a value of each type of word (types, pages) over the words of each cell."""
        made = np.zeros((self.cells, of_type.shape[1]))
        if len(self.ids):
            made[self.starts] = np.add.reduceat(of_type[self.ids], self.at)
        return made

    def scores(self, weights: Weights, opening: bool) -> Floats: ...
