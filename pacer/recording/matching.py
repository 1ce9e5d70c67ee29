"""A deck and a recording of its pictures -> which page was on when."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pacer.core.errors import RunError
from pacer.core.wording import percent
from pacer.recording import pages as deck_pages
from pacer.recording import place, sequence, video
from pacer.recording.features import shrink
from pacer.recording.likeness import Comparison, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacer.deck import Deck
    from pacer.recording.features import Array
    from pacer.recording.pages import Pages
    from pacer.recording.video import Film, Progress

# Frames searched for the slide's place: at first, and where nothing was recognised then.
_SEARCHED, _SEARCHED_AGAIN, _ROUNDS = 24, 16, 2
# They are chosen of so many; by how far they are apart, in grey levels that count at most so much.
_UNLIKE_OF, _FAR = 300, 60.0
# Corners, in shares of the frame, of what is the same place.
_SAME_PLACE = 0.03
# As like a page as something else is.
_ELSE = 0.2
# Evidence of a second's likeness of 1, in log-odds; at half a second a picture 12.
_SHARPNESS = 24.0
# A picture that was up for longer says no more.
_LONGEST_S = 1.0
# Less than this share of the recording, and less than so many seconds, is no match.
_LEAST_SHARE, _LEAST_S = 0.03, 20.0
# So like a page, or so much more than any other page, that it is this one: for at least this
# share of the time in which slides are shown. Decks of one template reached a quarter. A camera
# blurs: what it shows is less like any page.
_CLEAR, _AHEAD, _LEAST_CLEAR = 0.65, 0.25, 0.35
_CLEAR_BY_CAMERA, _AHEAD_BY_CAMERA = 0.5, 0.15
# A change from page to page tells so much of the deck's order, as log-odds: of its own recordings
# 1.2 and more, of those of other decks in one template 0.4 at most.
_LEAST_ORDER = 0.75
# Where they come in no order, a page is clear that is so much likelier than the next (0.5 and more
# in a recording that jumps; 0.1 at most in one of another deck), or next to the same.
_APART, _SAME = 0.1, 0.95
# Share of the work by time: decoding, finding the place; comparing is the rest.
_DECODED, _PLACED = 0.7, 0.85


def match(
    deck: Deck,
    path: str | Path,
    *,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Find out which slide, and which page, was on when in a recording of the screen or the room.

    Parameters
    ----------
    deck : Deck
        Its pages are drawn; a PowerPoint file needs LibreOffice for that.
    path : path-like
        A video: a screen recording, a meeting, a lecture capture, a camera's view.
    folder : pathlib.Path, optional
        Where pictures of this deck are kept.
    progress : callable, optional
        Told the share of the work that is done, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Covers the recording without gaps: ``start_s``, ``end_s``, ``slide`` (1-based position,
        −1 where something else is shown), ``page`` (1-based page of a PDF; NA for other decks;
        −1 where something else is shown), ``confidence`` (0 to 1: the chance, under the model,
        that this page was on).

    Raises
    ------
    MissingDependency
        Without PyAV.
    DeckError
        If the deck cannot be drawn.
    RunError
        If the file is no video that can be read, or shows none of the deck's slides.
    """
    path = Path(path)
    told = progress or (lambda _share: None)
    video.check(path)  # drawing a deck takes seconds
    pages = deck_pages.draw(deck, folder)
    comparison = Comparison(pages.pictures)
    film = video.read(path, progress=lambda share: told(_DECODED * share))
    with closing(film):
        views, likeness, nearest = _seen(film, pages, comparison, told)
    if not views:
        raise RunError(
            f"shows no slide of {deck.path.name}: the likest picture looked at is "
            f"{percent(nearest)} like a page (from {percent(place.EXPLAINED)} it counts): "
            "is it the right deck?",
            path,
        )
    evidence = _evidence(film, likeness)
    states, sure = sequence.decode(evidence)
    frame = _visits(film, pages, states, sure)
    order = sequence.in_order(evidence, states)
    _refuse_another_deck(frame, film, likeness, views, order, deck, path)
    told(1.0)
    return frame


def _refuse_another_deck(
    frame: pd.DataFrame,
    film: Film,
    likeness: Array,
    views: list[View],
    order: float,
    deck: Deck,
    path: Path,
) -> None:
    """Decks of one template are alike: then pages are found everywhere.

    But they come in no order, and none is clear.
    """
    shown = frame["slide"] > 0
    shown_s = float((frame["end_s"] - frame["start_s"])[shown].sum())
    if shown_s < min(_LEAST_S, _LEAST_SHARE * film.end_s):
        raise RunError(
            f"shows slides of {deck.path.name} for {shown_s:.0f} of {film.end_s:.0f} seconds only: "
            "is it the right deck?",
            path,
        )
    if order >= _LEAST_ORDER:
        return
    times = np.array([*film.times, film.end_s])
    best = likeness.max(1)
    ahead = best - np.sort(likeness, 1)[:, -2] if likeness.shape[1] > 1 else np.zeros_like(best)
    like = best > _ELSE
    askew = any(place.is_askew(view.place) for view in views)
    least = _CLEAR_BY_CAMERA if askew else _CLEAR
    least_ahead = _AHEAD_BY_CAMERA if askew else _AHEAD
    is_clear = best >= least
    if order < _LEAST_ORDER:  # all pages of a template are like each of its pictures
        is_clear &= (ahead >= _APART) | (best >= _SAME)
    lasts = np.diff(times)
    clear = float(
        lasts[like & (is_clear | (ahead >= least_ahead))].sum() / max(lasts[like].sum(), 1e-9)
    )
    if clear < _LEAST_CLEAR:
        raise RunError(
            f"shows slides that are like those of {deck.path.name}, but clearly the same for "
            f"{percent(clear)} of their time only ({percent(_LEAST_CLEAR)} are needed): "
            "is it the right deck?",
            path,
        )


def _seen(
    film: Film, pages: Pages, comparison: Comparison, told: Progress
) -> tuple[list[View], Array, float]:
    """The places where slides are shown, how like each page each picture is, and at most."""
    different = [n for n in range(len(film.times)) if film.new(n)]
    steps = _spread(different, film, _SEARCHED)
    likeness = np.full((len(film.times), len(pages)), -0.1, np.float32)
    views: list[View] = []
    nearest = 0.0
    left = different
    for _ in range(1 + _ROUNDS):
        frames = [film[n] for n in steps]
        places, most = place.find(frames, pages.pictures)
        nearest = max(nearest, most)
        found = [
            comparison.calibrated(each, frames)
            for each in places
            if all(np.abs(each - view.place).max() > _SAME_PLACE for view in views)
        ]
        told(_PLACED)
        if not found:
            break
        views += found
        _compare(film, left, found, comparison, likeness)
        left = [n for n in left if likeness[n].max() < place.EXPLAINED]
        steps = _spread(_still(film, left), film, _SEARCHED_AGAIN)
        if not steps:
            break
    for n in range(1, len(film.times)):
        if not film.new(n):
            likeness[n] = likeness[n - 1]
    return views, likeness, nearest


def _spread(numbers: list[int], film: Film, count: int) -> list[int]:
    """Some of these pictures: half spread evenly over the time, half as unlike as can be.

    In a recording that hardly ever shows a slide, few pictures are unlike the speaker.
    """
    some = _evenly(numbers, film, _UNLIKE_OF)
    chosen = _evenly(some, film, count // 2)
    small = {n: shrink(film[n], 16, 9) for n in some}
    apart = np.array([min(_apart(small[n], small[c]) for c in chosen) for n in some])
    while some and len(chosen) < count and apart.max() > 0:
        far = some[int(apart.argmax())]
        chosen.append(far)
        apart = np.minimum(apart, [_apart(small[n], small[far]) for n in some])
    return sorted(chosen)


def _apart(one: Array, other: Array) -> float:
    return float(np.minimum(np.abs(one - other), _FAR).mean())


def _evenly(numbers: list[int], film: Film, count: int) -> list[int]:
    if len(numbers) <= count:
        return list(numbers)
    times = np.array([film.times[n] for n in numbers])
    wanted = times[0] + (np.arange(count) + 0.5) / count * (times[-1] - times[0])
    return [numbers[i] for i in sorted(set(np.searchsorted(times, wanted).tolist()))]


def _still(film: Film, numbers: list[int]) -> list[int]:
    """Those that stayed up for long or are much like the next: no film, no one who moves."""
    return [
        n
        for n in numbers
        if n + 1 < len(film.times)
        and (
            not film.new(n + 1)
            or film.times[n + 1] - film.times[n] > 1
            or np.abs(film[n].astype(np.int16) - film[n + 1]).mean() < 2
        )
    ]


def _compare(
    film: Film, numbers: list[int], views: Sequence[View], comparison: Comparison, likeness: Array
) -> None:
    """Fill in how like each page these pictures are, in the view in which they are likest."""
    if not numbers:
        return
    cutters = [comparison.cutter(view.place, film[numbers[0]]) for view in views]
    for n in numbers:
        frame = film[n]
        for view, cut in zip(views, cutters, strict=True):
            like = comparison(cut(frame), view)
            if like.max() > likeness[n].max():
                likeness[n] = like


def _evidence(film: Film, likeness: Array) -> Array:
    """What each picture tells of each page, and of something else, for as long as it was up."""
    times = np.array([0.0, *film.times[1:], film.end_s])
    lasts = np.clip(np.diff(times), 1e-3, _LONGEST_S)
    something = np.full((len(likeness), 1), _ELSE, np.float32)
    evidence: Array = _SHARPNESS * lasts[:, None] * np.hstack([likeness, something])
    return evidence.astype(np.float32)


def _visits(film: Film, pages: Pages, states: Array, sure: Array) -> pd.DataFrame:
    """The likeliest visits, from picture to picture."""
    times = np.array([0.0, *film.times[1:], film.end_s])
    lasts = np.clip(np.diff(times), 1e-3, _LONGEST_S)
    begins = np.flatnonzero(np.diff(states, prepend=-1))
    ends = np.append(begins[1:], len(states))
    numbers = [-1 if states[b] == len(pages) else pages.numbers[states[b]] for b in begins]
    slides = [-1 if states[b] == len(pages) else pages.positions[states[b]] for b in begins]
    return pd.DataFrame(
        {
            "start_s": times[begins],
            "end_s": times[ends],
            "slide": pd.array(slides, dtype="int64"),
            "page": pd.array([pd.NA if n == 0 else n for n in numbers], dtype="Int64"),
            "confidence": [
                float(np.average(sure[b:e], weights=lasts[b:e]))
                for b, e in zip(begins, ends, strict=True)
            ],
        }
    )
