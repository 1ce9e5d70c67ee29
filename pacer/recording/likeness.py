"""How like each page of a deck is what a place in a frame shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pacer.recording.features import Array, shrink, strokes
from pacer.recording.place import Cutter, Likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 160
# Cells of so many pixels make the thumbnail.
_CELL = 4
# A frame's own strokes count for more than the page's: a build shows only some of the page.
_OF_THE_PAGE = 0.4
_THUMBNAIL, _BRIGHTNESS = 0.2, 0.15
# Grey levels; a pixel further off than this counts no more.
_FAR = 30.0
# What a place with few strokes can say: little.
_BARE, _UNDECIDED = 0.01, 0.35
# But a black screen is no white page.
_BARE_BRIGHTNESS = 0.45
# Pages that come this close to the likest, if it is at least this like, are told apart where
# they differ by so many grey levels: by at most so much, reached with so many pixels.
_TIED, _LIKE, _DIFFERS, _MOST, _PIXELS = 0.1, 0.5, 12, 0.25, 20
_CANDIDATES = 8


@dataclass
class View:
    """A place, and how brightness there follows from the pages'.

    Parameters
    ----------
    place : array of shape (4, 2)
    gain, offset : float
        ``seen = gain * page + offset``, in grey levels.
    """

    place: Array
    gain: float = 1.0
    offset: float = 0.0


class Comparison:
    """Compares pictures with the pages of a deck.

    Parameters
    ----------
    pages : sequence of array of uint8
        All of one shape.
    """

    def __init__(self, pages: Sequence[Array]) -> None:
        self._like = Likeness(pages, WIDTH)
        self.size = self._like.size
        self._grey = np.stack([shrink(page, WIDTH, self.size[0]) for page in pages])
        lines = strokes(self._grey).reshape(len(pages), -1)
        floor = 0.02 * np.sqrt(lines.shape[1])
        power = (np.linalg.norm(lines, axis=1) + floor) ** _OF_THE_PAGE
        self._lines = np.conj(lines) / power[:, None]
        self._floor = floor
        self._small = self._thumbnails(self._grey)
        self._even = _even(self._small)

    def _thumbnails(self, grey: Array) -> Array:
        height, width = (side // _CELL for side in grey.shape[-2:])
        cut = grey[:, : height * _CELL, : width * _CELL]
        made: Array = cut.reshape(-1, height, _CELL, width, _CELL).mean((2, 4))
        return made.reshape(len(cut), -1)

    def cutter(self, place: Array, frame: Array) -> Cutter:
        """What cuts the place out of frames like this one, in the size compared."""
        return Cutter(place, frame.shape, self.size)

    def calibrated(self, place: Array, frames: Sequence[Array]) -> View:
        """A view of the place; what brightness becomes there is read from frames that fit well."""
        cut = self.cutter(place, frames[0])
        seen = np.stack([cut(frame) for frame in frames])
        scores = np.stack([self._by_strokes(each) for each in seen])
        sure = scores.max(1) >= 0.6 * scores.max()
        x = self._small[scores.argmax(1)[sure]].ravel().astype(float)
        y = self._thumbnails(seen[sure]).ravel().astype(float)
        gain, offset = 1.0, 0.0
        if len(x) and x.std() > 5:
            gain, offset = np.polyfit(x, y, 1)
            near = np.abs(y - gain * x - offset) < 15
            if near.sum() > 50 and x[near].std() > 5:
                gain, offset = np.polyfit(x[near], y[near], 1)
        return View(place, float(np.clip(gain, 0.1, 1.5)), float(offset))

    def _by_strokes(self, seen: Array) -> Array:
        lines = strokes(seen).ravel()
        norm = float(np.linalg.norm(lines)) + self._floor
        like: Array = (self._lines @ lines).real / norm ** (2 - _OF_THE_PAGE)
        return like

    def __call__(self, seen: Array, view: View) -> Array:
        """How like each page a picture is; 1 is the same, by chance about −0.1."""
        lines = strokes(seen).ravel()
        norm = float(np.linalg.norm(lines))
        by_strokes = (self._lines @ lines).real / (norm + self._floor) ** (2 - _OF_THE_PAGE)
        inked = norm**2 / lines.size
        weight = inked / (inked + _BARE)
        small = self._thumbnails(seen[None])
        by_thumbnail = self._even @ _even(small)[0]
        expected = view.gain * self._small + view.offset
        far = _FAR * max(view.gain, 0.2)
        by_brightness = -(np.minimum(np.abs(small - expected), far).mean(1) / far)
        like: Array = (
            weight * by_strokes
            + (1 - weight) * (_UNDECIDED + _BARE_BRIGHTNESS * by_brightness)
            + _THUMBNAIL * by_thumbnail
            + _BRIGHTNESS * by_brightness
        )
        return self._told_apart(like, seen, view, far)

    def _told_apart(self, like: Array, seen: Array, view: View, far: float) -> Array:
        """Near-identical pages parted by brightness, pixel by pixel: only where they differ."""
        best = float(like.max())
        tied = np.flatnonzero(like > best - _TIED)
        if best <= _LIKE or len(tied) < 2:
            return like
        tied = tied[np.argsort(-like[tied])[:_CANDIDATES]]
        pages = self._grey[tied]
        differ = np.flatnonzero(np.ptp(pages, axis=0) > _DIFFERS)
        expected = view.gain * pages.reshape(len(tied), -1)[:, differ] + view.offset
        off = np.abs(seen.ravel()[differ] - expected)
        worth = (np.minimum(off, far) / far).sum(1)
        # Where none fits well, as with other fonts, the less bad one is no better.
        less = _MOST * np.minimum(1, (worth - worth.min()) / (worth.min() + _PIXELS))
        lessened: Array = like - less.max()
        lessened[tied] = like[tied] - less
        return lessened


def _even(thumbnails: Array) -> Array:
    """Thumbnails with the mean 0 and length below 1; plain ones near 0."""
    made: Array = thumbnails - thumbnails.mean(1, keepdims=True)
    made /= np.linalg.norm(made, axis=1, keepdims=True) + 40.0
    return made
