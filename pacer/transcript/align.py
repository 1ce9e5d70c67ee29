"""A transcript and a deck -> which slide was on when, and how sure that is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core import clock
from pacer.core.errors import RunError
from pacer.core.wording import percent
from pacer.transcript import clicks as clicked
from pacer.transcript.decoder import in_order, posterior
from pacer.transcript.evidence import CELL_S, Evidence, gather
from pacer.transcript.pages import pages_of
from pacer.transcript.tokens import tokens
from pacer.transcript.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from pacer.deck import Deck
    from pacer.runs.boundaries import Boundary
    from pacer.transcript.readers import Transcript

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Something else is shown or said.
AWAY: Final = -1
# A stay grows with the words that a page has and the one before had not, as a power of them: of
# seven recorded lectures (see `pacer.pacing.prior`). What the lectures' pages last in the mean.
_BY_WORDS, _BLANK_WORDS, _MEAN_S = 0.25, 3.0, 70.0
# Words of other talks fit a deck better in their order than in its reverse by at most e^14 (all
# pairs of ten lectures), the deck's own by e^73 to e^445. Of their longer words at most 37 % stand
# on its pages, of its own 29 to 64 %.
_LEAST_IN_ORDER, _SURELY_SAID = 20.0, 0.45
# Ten hours against 220 pages take about 1 GB.
_MOST_PAGES, _MOST_CELLS = 1_000, 4_000_000


@dataclass(frozen=True, eq=False)
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
    label : str
        How it was known.
    remarks : tuple of str
    known : tuple of Boundary
        Changes of slide that clicks told of; they hold like those set by hand.
    """

    visits: pd.DataFrame
    words: pd.DataFrame
    certainty: pd.DataFrame
    label: str
    remarks: tuple[str, ...] = ()
    known: tuple[Boundary, ...] = ()


def align(
    deck: Deck,
    *transcripts: Transcript,
    seen: Sequence[pd.DataFrame] = (),
    clicks: pd.DataFrame | None = None,
    weights: Weights = WEIGHTS,
) -> Alignment:
    """Find out which slide was on when, from what was said, shown and clicked.

    Parameters
    ----------
    deck : Deck
    *transcripts : Transcript
        One or more of the same talk, with the same zero; the words kept are the first's. See
        `pacer.transcript.read`.
    seen : sequence of pandas.DataFrame
        What pictures tell besides: frames as `Alignment.visits` (columns start_s, end_s, slide,
        page and confidence).
    clicks : pandas.DataFrame, optional
        Moments at which slides came up; see `pacer.transcript.clicks`.
    weights : Weights

    Returns
    -------
    Alignment

    Raises
    ------
    RunError
        If the deck has no text and nothing else tells its slides, a transcript does not match it,
        or clicks cannot be or go against all else.
    """
    clicks = clicked.frame(()) if clicks is None else clicks
    pages = pages_of(deck)
    has_text = (pages["text"] + pages["notes"]).str.strip().any()
    if not has_text and not seen and clicks.empty:
        raise RunError(
            f"{deck.path.name} has no text, so words alone cannot tell its slides: give a "
            "recording of the screen"
        )
    ends = [float(each["end_s"].max()) for each in (*(t.words for t in transcripts), *seen)]
    end_s, cells = max(ends), max(int(np.ceil(max(ends) / CELL_S)), 1)
    if len(pages) > _MOST_PAGES or len(pages) * cells > _MOST_CELLS:
        raise RunError(
            f"{transcripts[0].name} goes on for {clock.text(cells * CELL_S)} and "
            f"{deck.path.name} has {len(pages)} pages: that is more than one talk"
        )
    clicks = clicked.checked(clicks, pages, end_s)
    gathered = []
    for each in transcripts:
        found = gather(each.words, pages, cells=cells)
        if has_text and each.words["word"].any():
            _refuse_other(deck, each, found, log_stays(pages, each.words), weights)
        gathered.append(found)
    first = transcripts[0]
    # Those who heard the same talk err alike: their evidence is one, not several.
    evidence = Evidence(
        np.mean([each.pages for each in gathered], axis=0),
        np.mean([each.changes for each in gathered], axis=0),
        max(each.matched for each in gathered),
    )
    stays = log_stays(pages, first.words)
    other = np.zeros((cells, len(pages)))
    for frame in seen:
        other += _told(frame, pages, cells)
    chances = alone = posterior(evidence, stays, weights, other)
    if len(clicks):
        other += clicked.told(clicks, pages, cells)
        chances = posterior(evidence, stays, weights, other)
    visits, certainty, taken = _visits(end_s, pages, chances, weights)
    visits = _exact(visits, [*seen, clicks.rename(columns={"t_s": "start_s"})])
    known, remarks = clicked.outcome(clicks, visits, pages, alone)
    keys = np.append(pages["slide_key"].to_numpy(str), "")
    at = np.minimum((first.words["start_s"].to_numpy(float) / CELL_S).astype(int), cells - 1)
    return Alignment(
        visits,
        first.words.assign(slide_key=keys[taken[at]]),
        certainty,
        " and ".join(dict.fromkeys(each.label for each in transcripts)),
        tuple(dict.fromkeys([*(r for each in transcripts for r in each.remarks), *remarks])),
        known,
    )


def _refuse_other(
    deck: Deck, transcript: Transcript, found: Evidence, stays: Floats, weights: Weights
) -> None:
    """A transcript of another talk, or in another language, is no run of this deck."""
    if found.matched >= _SURELY_SAID:
        return
    better = in_order(found, stays, weights)
    if better < _LEAST_IN_ORDER:
        raise RunError(
            f"{transcript.name} does not match {deck.path.name}: of its longer words "
            f"{percent(found.matched)} stand on a slide, and they fit the slides' order no "
            "better than the reverse of it: is it this deck's talk, in its language?"
        )


def _told(frame: pd.DataFrame, pages: pd.DataFrame, cells: int) -> Floats:
    """What visits known otherwise speak for each page, as log likelihoods by cell and page."""
    middle = (np.arange(cells) + 0.5) * CELL_S
    at = np.searchsorted(frame["start_s"].to_numpy(float), middle, side="right") - 1
    rows = frame.iloc[np.maximum(at, 0)]
    inside = (at >= 0) & (middle < rows["end_s"].to_numpy(float))
    page = rows["page"].fillna(0).to_numpy(int)
    same = np.where(
        (page > 0)[:, None],
        page[:, None] == pages["page"].to_numpy(int)[None],
        rows["slide"].to_numpy(int)[:, None] == pages["slide"].to_numpy(int)[None],
    )
    sure = np.clip(rows["confidence"].fillna(0.9).to_numpy(float), 0.01, 0.99)[:, None]
    spread = np.log((1 - sure) / (len(pages) + 1))
    told = np.where(same, np.log(sure), spread)
    return np.where(inside[:, None], told, 0.0)


def _exact(visits: pd.DataFrame, told: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The changes of slide where pictures or clicks have them: words know them by cell only."""
    starts, ends = (visits[name].to_numpy(float, copy=True) for name in ("start_s", "end_s"))
    for frame in told:
        times, slides = frame["start_s"].to_numpy(float), frame["slide"].to_numpy(int)
        numbers = frame["page"].fillna(0).to_numpy(int) if "page" in frame else 0 * slides
        for at in range(1, len(visits)):
            page = visits["page"].iloc[at]
            same = (slides == visits["slide"].iloc[at]) & (
                (numbers == 0) | (numbers == (0 if pd.isna(page) else page))
            )
            apart = np.where(same, np.abs(times - starts[at]), np.inf)
            if apart.min(initial=np.inf) > CELL_S:
                continue
            exact = float(times[apart.argmin()])
            if starts[at - 1] < exact < ends[at]:
                starts[at] = ends[at - 1] = exact
    return visits.assign(start_s=starts, end_s=ends)


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
    end_s: float, pages: pd.DataFrame, chances: Floats, weights: Weights
) -> tuple[pd.DataFrame, pd.DataFrame, Ints]:
    """The page likeliest at each moment, as visits; how sure; and the page by cell."""
    taken = chances.argmax(1)
    begins = np.flatnonzero(np.diff(taken, prepend=-1))
    ends = np.append(begins[1:], len(taken))
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
            "confidence": _calibrated(
                np.array([sure[a:b].mean() for a, b in zip(begins, ends, strict=True)]), weights
            ),
        }
    )
    visits = visits[visits["end_s"] > visits["start_s"]].reset_index(drop=True)
    certainty = pd.DataFrame(
        {"t_s": np.arange(len(taken)) * CELL_S, "chance": sure, "away": taken == away}
    )
    return visits, certainty, taken


def _calibrated(sure: Floats, weights: Weights) -> Floats:
    """The chance that a visit is right, from the mean chance of its page."""
    bounded = np.clip(sure, 1e-6, 1 - 1e-6)
    level, share = weights.sure
    odds = level + share * np.log(bounded / (1 - bounded))
    return np.asarray(1 / (1 + np.exp(-odds)))
