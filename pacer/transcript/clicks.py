"""Clicks: moments at which a slide is known to have come up; evidence, not orders.

A click may be late or early by seconds, and one in fifty may be wrong altogether: it weighs as
much as some seconds of speech that can only belong to its slide, so words or pictures that are
sure of another outweigh it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import RunError
from pacer.core.wording import count
from pacer.runs.boundaries import Boundary
from pacer.runs.importers import clicked
from pacer.transcript.evidence import CELL_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from pacer.deck import Deck

    Floats = npt.NDArray[np.float64]

# One click in fifty is wrong, of some sixty slides: about e^8 against each other one. How much
# that its slide was not up before weighs, and over how many seconds both are spread. Of 27 settings
# on ten lectures (5 or 12 clicks each, 3 s off in the standard deviation, some wrong) the middle
# of those that did alike.
_CAME_UP, _NOT_BEFORE, SPREAD_S = 8.0, 4.0, 8.0
# A click came true if its slide is on so near to it.
NEAR_S: Final = 10.0
# Without clicks a slide is next to impossible around its click: so of 5 % of clicks that are right,
# of 72 % that are five minutes off. Of three clicks that are right most are so in 3 % of draws, of
# three that are five minutes off in 77 %.
_IMPOSSIBLE, _AROUND_S = 1e-3, 15.0
# Clicks that would all fit at another time do so within so many seconds.
_ALIKE_S = 30.0
# Who passes by a slide this fast did not show it.
PASSING_S: Final = 2.0
MOST: Final = 2_000
# A last slide may be shown in silence.
_SILENT_S = 30.0


def frame(moments: Iterable[tuple[float, int]]) -> pd.DataFrame:
    """CLICKS by time: t_s, seconds from the recording's start, and slide, its 1-based position.

    Raises
    ------
    RunError
        If two slides came up at the same moment, or there are too many.
    """
    told = sorted(set(moments))
    if len(told) > MOST:
        raise RunError(f"{len(told)} clicks are more than a talk has ({MOST} at most)")
    for (at_s, one), (then_s, other) in pairwise(told):
        if then_s - at_s < 0.1 and one != other:
            raise RunError(
                f"slides {one} and {other} cannot both have come up at {clock.text(at_s)}"
            )
    return pd.DataFrame(told, columns=["t_s", "slide"]).astype({"t_s": float, "slide": int})


def of_visits(visits: pd.DataFrame, deck: Deck) -> pd.DataFrame:
    """The clicks of a run: where each of its visits begins, those passed by left out.

    Parameters
    ----------
    visits : pandas.DataFrame
        Of one run: start_s, end_s and slide_key of today; a key that the deck lacks is left out.
    deck : Deck
    """
    positions = dict(zip(deck.slides["slide_key"], deck.slides["position"], strict=True))
    return frame(
        (float(row.start_s), int(positions[row.slide_key]))
        for row in frames.rows(visits)
        if row.slide_key in positions and not 0 < row.end_s - row.start_s < PASSING_S
    )


def joined(several: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Clicks of several sources as one frame."""
    return frame((float(row.t_s), int(row.slide)) for each in several for row in frames.rows(each))


def read(path: Path, deck: Deck) -> pd.DataFrame:
    """The clicks in a table of times, such as a CSV that begins with ``slide,start``.

    Parameters
    ----------
    path : path-like
        In any form that a run is imported from; its times count from the recording's start, and a
        few slides are enough.
    deck : Deck

    Raises
    ------
    RunError
        If it cannot be read, or its rows are no slides of the deck.
    """
    stays = clicked(path, deck.slides)
    begins = sorted({stay.start_s for stay in stays})
    after = dict(pairwise(begins))
    made = [
        (start_s, end_s if end_s > start_s else after.get(start_s, np.inf), key)
        for start_s, end_s, key, _ in stays
    ]
    return of_visits(pd.DataFrame(made, columns=["start_s", "end_s", "slide_key"]), deck)


def checked(clicks: pd.DataFrame, pages: pd.DataFrame, end_s: float) -> pd.DataFrame:
    """Refuse what cannot be; give those back that lie within the recording.

    Parameters
    ----------
    clicks : pandas.DataFrame
        As `frame` makes them.
    pages : pandas.DataFrame
        As `pacer.transcript.pages_of` gives them.
    end_s : float
        The recording's end; the last word may be said some seconds before it.

    Raises
    ------
    RunError
        If a slide cannot be up, or a click lies beyond the recording.
    """
    may_be = set(pages["slide"])
    for row in frames.rows(clicks):
        if row.slide not in may_be:
            raise RunError(f"slide {row.slide} cannot have been on: it is hidden, or there is none")
        if row.t_s > end_s + _SILENT_S:
            raise RunError(
                f"slide {row.slide} at {clock.text(row.t_s)} lies beyond the recording's end "
                f"({clock.text(end_s)}): clicks count from its start"
            )
    return clicks[clicks["t_s"] < end_s]


def told(clicks: pd.DataFrame, pages: pd.DataFrame, cells: int) -> Floats:
    """What clicks speak for each page, as log likelihoods by cell and page."""
    edges = np.arange(cells + 1) * CELL_S
    made = np.zeros((cells, len(pages)))
    slides = pages["slide"].to_numpy(int)

    def share(low_s: float, high_s: float) -> Floats:
        inside = np.minimum(edges[1:], high_s) - np.maximum(edges[:-1], low_s)
        return np.asarray(np.clip(inside, 0.0, None) / SPREAD_S)

    for row in frames.rows(clicks):
        speaks = _CAME_UP * share(row.t_s, row.t_s + SPREAD_S)
        speaks -= _NOT_BEFORE * share(row.t_s - SPREAD_S, row.t_s)
        made[:, slides == row.slide] += speaks[:, None]
    return made


def outcome(
    clicks: pd.DataFrame, visits: pd.DataFrame, pages: pd.DataFrame, alone: Floats
) -> tuple[tuple[Boundary, ...], tuple[str, ...]]:
    """The changes of slide that clicks told of, as if set by hand; a remark on those outweighed.

    Parameters
    ----------
    clicks, pages : pandas.DataFrame
        As `checked` takes them.
    visits : pandas.DataFrame
        As `pacer.transcript.Alignment` has them, the clicks weighed.
    alone : ndarray of float, shape (cells, pages + 1)
        The chances of each page without the clicks.

    Raises
    ------
    RunError
        If most of them are next to impossible by all else.
    """
    starts, ends = visits["start_s"].to_numpy(float), visits["end_s"].to_numpy(float)
    slides, keys = visits["slide"].to_numpy(int), visits["slide_key"].tolist()
    known: dict[int, Boundary] = {}
    outweighed, contrary = [], 0
    for row in frames.rows(clicks):
        contrary += _is_impossible(row, pages, alone)
        near = (starts <= row.t_s + NEAR_S) & (ends >= row.t_s - NEAR_S) & (slides == row.slide)
        if not near.any():
            outweighed.append(f"slide {row.slide} at {clock.text(row.t_s)}")
            continue
        begun = np.flatnonzero(near & (np.abs(starts - row.t_s) <= NEAR_S))
        at = int(begun[np.abs(starts[begun] - row.t_s).argmin()]) if len(begun) else 0
        if at:
            t_s = round(float(starts[at]), 3)
            known[at] = Boundary(t_s, t_s, keys[at - 1], keys[at])
    if 2 * contrary > len(clicks):
        raise RunError(
            f"{contrary} of {count(len(clicks), 'click')} would go against all that was said or "
            "shown: are they of this recording, and counted from its start?"
            + _elsewhen(clicks, pages, alone)
        )
    if not outweighed:
        return tuple(known[at] for at in sorted(known)), ()
    left_out = f"{count(len(outweighed), 'click')} left out, for all else speaks against it: "
    return tuple(known[at] for at in sorted(known)), (left_out + ", ".join(outweighed[:5]),)


def _of_slide(pages: pd.DataFrame, chances: Floats, slide: int) -> Floats:
    here = pages["slide"].to_numpy(int) == slide
    return np.asarray(chances[:, :-1][:, here].sum(1))


def _is_impossible(row: Any, pages: pd.DataFrame, alone: Floats) -> bool:
    first = int(max(row.t_s - _AROUND_S, 0) / CELL_S)
    last = int((row.t_s + _AROUND_S) / CELL_S) + 1
    around = _of_slide(pages, alone, row.slide)[first:last]
    return bool(around.max(initial=0.0) < _IMPOSSIBLE)


def _elsewhen(clicks: pd.DataFrame, pages: pd.DataFrame, alone: Floats) -> str:
    """How much later or earlier the clicks would fit, where most agree on it."""
    off_s = []
    for row in frames.rows(clicks):
        on = _of_slide(pages, alone, row.slide) > 0.5
        begins = np.flatnonzero(np.diff(on.astype(int), prepend=0) > 0) * CELL_S
        if len(begins):
            off_s.append(float((begins - row.t_s)[np.abs(begins - row.t_s).argmin()]))
    middle_s = float(np.median(off_s)) if len(off_s) > 1 else 0.0
    agree = np.abs(np.array(off_s) - middle_s) <= _ALIKE_S
    if abs(middle_s) <= _ALIKE_S or 2 * agree.sum() <= len(clicks):
        return ""
    way = "later" if middle_s > 0 else "earlier"
    return f" They would fit about {clock.text(abs(middle_s))} {way}."
