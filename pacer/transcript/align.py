"""A transcript and a deck -> which slide was on when, and how sure that is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core.errors import RunError
from pacer.core.wording import percent
from pacer.transcript.decoder import posterior
from pacer.transcript.evidence import CELL_S, FEATURES, gather
from pacer.transcript.pages import pages_of
from pacer.transcript.tokens import tokens
from pacer.transcript.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    import numpy.typing as npt

    from pacer.deck import Deck
    from pacer.transcript.readers import Transcript

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Something else is shown or said.
AWAY: Final = -1
# A stay grows with the words that a page has and the one before had not, as a power of them: of
# seven recorded lectures (see `pacer.pacing.prior`). What the lectures' pages last in the mean.
_BY_WORDS, _BLANK_WORDS, _MEAN_S = 0.25, 3.0, 70.0
# Below this a change of page is looked for at a cell's words, and the cell is taken whole.
_SHORTEST_S = 0.5


@dataclass(frozen=True)
class Alignment:
    """Which slide was on when.

    Parameters
    ----------
    visits : pandas.DataFrame
        By time, without gaps from 0 to the end: start_s, end_s, slide (1-based position, −1
        where something else is shown or said), page (1-based; NA where the deck has none, −1
        with slide −1), slide_key ("" with slide −1) and confidence (chance that it was on, 0
        to 1).
    words : pandas.DataFrame
        WORDS, each with its slide's key.
    certainty : pandas.DataFrame
        By time, a row each `CELL_S`: t_s, and the chance (0 to 1) of the page that was taken.
    fit : float
        How much more of a page's words is said while it is up than in the rest of the talk.
    label : str
        How it was known.
    remarks : tuple of str
    """

    visits: pd.DataFrame
    words: pd.DataFrame
    certainty: pd.DataFrame
    fit: float
    label: str
    remarks: tuple[str, ...] = ()


def align(
    deck: Deck, transcript: Transcript, *, other: Floats | None = None, weights: Weights = WEIGHTS
) -> Alignment:
    """Find out which slide was on when, from what was said.

    Parameters
    ----------
    deck : Deck
    transcript : Transcript
        See `pacer.transcript.read`.
    other : ndarray of float, shape (cells, pages), optional
        What else speaks for each page of `pages_of`, each `CELL_S` seconds; see `posterior`.
    weights : Weights

    Returns
    -------
    Alignment

    Raises
    ------
    RunError
        If the deck has no text, or the transcript does not match it.
    """
    pages = pages_of(deck)
    if not pages["text"].str.strip().any() and not pages["notes"].str.strip().any():
        raise RunError(
            f"{deck.path.name} has no text, so words alone cannot tell its slides: give a "
            "recording of the screen"
        )
    words = transcript.words
    evidence = gather(words, pages)
    chances = posterior(evidence, log_stays(pages, words), weights, other)
    fit = _fit(evidence.pages, chances)
    visits, certainty, taken = _visits(words, pages, chances)
    keys = np.append(pages["slide_key"].to_numpy(str), "")
    cells = np.minimum((words["start_s"].to_numpy(float) / CELL_S).astype(int), len(taken) - 1)
    said = words.assign(slide_key=keys[taken[cells]])
    return Alignment(visits, said, certainty, fit, transcript.label, transcript.remarks)


def _fit(by_feature: Floats, chances: Floats) -> float:
    told = [FEATURES.index(name) for name in ("title_fresh", "new_fresh", "pair")]
    worth = by_feature[told].sum(0)
    on = chances[:, :-1]
    here = float((on * worth).sum())
    anywhere = float((on.mean(0) * worth.sum(0)).sum())
    return here / max(anywhere, 1e-9)


def log_stays(pages: pd.DataFrame, words: pd.DataFrame) -> Floats:
    """How long a stay on each page is expected to last, as a logarithm against `_MEAN_S`."""
    fresh, before = [], Counter[str]()
    for text in pages["text"]:
        now = Counter(tokens(text))
        fresh.append((now - before).total() + _BLANK_WORDS)
        before = now
    share = np.array(fresh) ** _BY_WORDS
    whole_s = float(words["end_s"].max() - words["start_s"].min())
    mean_s = max(whole_s / len(pages), 1.0) / _MEAN_S
    return np.asarray(np.log(share / share.mean() * mean_s))


def _visits(
    words: pd.DataFrame, pages: pd.DataFrame, chances: Floats
) -> tuple[pd.DataFrame, pd.DataFrame, Ints]:
    """The page likeliest at each moment, as visits; how sure; and the page by cell."""
    taken = chances.argmax(1)
    begins = np.flatnonzero(np.diff(taken, prepend=-1))
    ends = np.append(begins[1:], len(taken))
    end_s = float(words["end_s"].max())
    starts_s = np.minimum(begins * CELL_S, end_s)
    away = len(pages)
    slide = np.append(pages["slide"].to_numpy(int), AWAY)[taken[begins]]
    page = np.append(pages["page"].to_numpy(int), AWAY)[taken[begins]]
    sure = chances[np.arange(len(taken)), taken]
    visits = pd.DataFrame(
        {
            "start_s": starts_s,
            "end_s": np.append(starts_s[1:], end_s),
            "slide": slide,
            "page": pd.array([pd.NA if each == 0 else each for each in page], dtype="Int64"),
            "slide_key": np.append(pages["slide_key"].to_numpy(str), "")[taken[begins]],
            "confidence": [sure[begin:end].mean() for begin, end in zip(begins, ends, strict=True)],
        }
    )
    visits = visits[visits["end_s"] > visits["start_s"]].reset_index(drop=True)
    certainty = pd.DataFrame(
        {"t_s": np.arange(len(taken)) * CELL_S, "chance": sure, "away": taken == away}
    )
    return visits, certainty, taken
