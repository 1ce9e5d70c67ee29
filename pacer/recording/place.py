"""Where in the frame the slide is: a rectangle, or four corners where a camera looks askew.

A place is an array of four corners (x, y), from the top left clockwise, in shares of the frame.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from pacer.recording.features import Array, halved, shrink, strokes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Pixels across in which the whole frame is searched.
COARSE = 96
# The narrowest slide looked for, as a share of the frame, and how much wider the next size is.
_NARROWEST, _WIDER = 0.26, 1.05
# Of the parallelogram at each corner, in shares of the frame.
_LEAST_AREA = 0.02


def rectangle(left: float, top: float, right: float, bottom: float) -> Array:
    """The place with these sides."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def possible(place: Array) -> bool:
    """Whether a place is convex, not tiny and hardly outside of the frame."""
    along = np.roll(place, -1, axis=0) - place
    after = np.roll(along, -1, axis=0)
    turns = along[:, 0] * after[:, 1] - along[:, 1] * after[:, 0]
    return bool((turns > _LEAST_AREA).all() and place.min() > -0.1 and place.max() < 1.1)


def is_askew(place: Array) -> bool:
    """Whether a place is no upright rectangle: a camera's view."""
    (left, top), (right, other_top), _, (other_left, _) = place
    return bool(max(abs(top - other_top), abs(left - other_left)) > 0.015 * (right - left))


def _homography(place: Array) -> Array:
    """The projection that takes the unit square to the place; shape (3, 3)."""
    rows = []
    for (u, v), (x, y) in zip(((0, 0), (1, 0), (1, 1), (0, 1)), place, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
    return np.append(np.linalg.solve(np.array(rows, float), place.reshape(8)), 1).reshape(3, 3)


@lru_cache(maxsize=16)
def _grid(width: int, height: int) -> Array:
    u, v = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    return np.stack([u.ravel(), v.ravel(), np.ones(u.size)])


class Cutter:
    """Cuts a place out of frames, straightened to one size.

    Parameters
    ----------
    place : array of shape (4, 2)
    frame : tuple of int
        Height and width of the frames.
    size : tuple of int
        Height and width of what is cut out.
    """

    def __init__(self, place: Array, frame: tuple[int, int], size: tuple[int, int]) -> None:
        across = max(
            np.hypot(*((place[b] - place[a]) * (frame[1], frame[0]))) for a, b in ((0, 1), (3, 2))
        )
        # Sampling skips pixels where much is made small: then it takes a halved frame.
        self._halvings = 1 if across > 1.7 * size[1] else 0
        height, width = frame[0] >> self._halvings, frame[1] >> self._halvings
        x, y, w = _homography(place) @ _grid(size[1], size[0])
        x = np.clip(x / w * width - 0.5, 0, width - 1.001)
        y = np.clip(y / w * height - 0.5, 0, height - 1.001)
        left, top = x.astype(np.int64), y.astype(np.int64)
        fx, fy = (x - left).astype(np.float32), (y - top).astype(np.float32)
        at = top * width + left
        self._at = (at, at + 1, at + width, at + width + 1)
        self._weight = ((1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy)
        self._size = size

    def __call__(self, frame: Array) -> Array:
        """The place in one frame; float32 of the size asked for."""
        for _ in range(self._halvings):
            frame = halved(frame)
        flat = frame.reshape(-1)
        made: Array = np.zeros(self._at[0].shape, np.float32)
        for weight, at in zip(self._weight, self._at, strict=True):
            made += weight * flat[at]
        return made.reshape(self._size)


def _otsu(grey: Array) -> int:
    """The level that best parts a picture's grey values in two (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    below, sums = counts.cumsum(), (counts * np.arange(256)).cumsum()
    with np.errstate(all="ignore"):
        between = (sums[-1] * below / below[-1] - sums) ** 2 / (below * (below[-1] - below))
    return int(np.nanargmax(between)) if np.isfinite(between).any() else 0


def bright(frame: Array) -> Array | None:
    """The corners of what is bright in a frame: a projection in a dark room."""
    y, x = np.nonzero(frame > _otsu(frame))
    if not len(x):
        return None
    corners = [(x + y).argmin(), (x - y).argmax(), (x + y).argmax(), (x - y).argmin()]
    height, width = frame.shape
    place = np.array([((x[i] + 0.5) / width, (y[i] + 0.5) / height) for i in corners])
    return place if possible(place) else None


class Likeness:
    """How like a page what a place shows is, by strokes, at one width.

    Parameters
    ----------
    pages : sequence of array of uint8
        All of one shape, larger than `width`.
    width : int
    """

    def __init__(self, pages: Sequence[Array], width: int) -> None:
        height = max(8, round(width * pages[0].shape[0] / pages[0].shape[1]))
        self.size = height, width
        # A nearly blank picture is like nothing: as if each had that much in it.
        self._floor = 0.02 * np.sqrt(width * height)
        made = strokes(np.stack([shrink(page, width, height) for page in pages]))
        self._pages = made.reshape(len(pages), -1)
        self._pages /= np.linalg.norm(self._pages, axis=1, keepdims=True) + self._floor

    def cutter(self, place: Array, frame: Array) -> Cutter:
        """What cuts the place out of frames like this one, in the size compared."""
        return Cutter(place, frame.shape, self.size)

    def all(self, cut: Cutter, frame: Array) -> Array:
        """The likeness of each page, −1 … 1."""
        seen = strokes(cut(frame)).ravel()
        like: Array = (self._pages.conj() @ seen).real / (np.linalg.norm(seen) + self._floor)
        return like

    def one(self, cut: Cutter, frame: Array, page: int) -> float:
        """The likeness of one page."""
        seen = strokes(cut(frame)).ravel()
        return float(np.vdot(self._pages[page], seen).real / (np.linalg.norm(seen) + self._floor))


def _moves() -> tuple[list[Array], list[Array]]:
    """Small changes of a place that keep a rectangle one, and those of any place."""
    x, y, none = [1, 0], [0, 1], [0, 0]
    sides = [[x, none, none, x], [none, x, x, none], [y, y, none, none], [none, none, y, y]]
    whole = [[x] * 4, [y] * 4]
    corners = [[d if i == j else none for j in range(4)] for i in range(4) for d in (x, y)]
    both = [[np.array(move) * sign for move in moves for sign in (1.0, -1.0)]
            for moves in (sides + whole, corners)]  # fmt: skip
    return both[0], both[0] + both[1]


_RIGID, _FREE = _moves()


def _climb(
    score: Callable[[Array], float], place: Array, moves: list[Array], steps: Sequence[float]
) -> tuple[Array, float]:
    """Better a place by small moves, each step in shares of the frame's width."""
    best = score(place)
    for step in steps:
        for _ in range(6):
            before = best
            for move in moves:
                moved = place + move * step * (1.0, 16 / 9)
                if possible(moved) and (new := score(moved)) > best + 1e-5:
                    place, best = moved, new
            if best <= before:
                break
    return place, best


def search(frames: Array, pages: Sequence[Array]) -> list[tuple[float, Array]]:
    """For each frame the upright rectangle in which it is most like a page.

    Every page is laid over every frame at every place and in every size: a correlation of
    strokes, by Fourier transforms.

    Parameters
    ----------
    frames : array of float32, shape (n, height, width)
        Some `COARSE` pixels wide.
    pages : sequence of array of uint8

    Returns
    -------
    list of (float, place)
        The likeness times the root of the area: a small likeness in a small place is chance.
    """
    count, height, width = frames.shape
    shape = pages[0].shape[0] / pages[0].shape[1]
    seen = strokes(frames)
    waves = np.fft.fft2(seen)
    power = np.zeros((count, height + 1, width + 1))
    power[:, 1:, 1:] = (np.abs(seen) ** 2).cumsum(1).cumsum(2)
    widest = min(float(width), height / shape)
    sizes, across = {round(widest)}, width * _NARROWEST
    while across < widest:
        sizes.add(round(across))
        across *= _WIDER
    best: list[tuple[float, Array]] = [(0.0, rectangle(0, 0, 1, 1))] * count
    for w in sorted(sizes):
        h = min(height, round(w * shape))
        made = strokes(np.stack([shrink(page, w, h) for page in pages]))
        floor = 0.02 * w * h
        own = (np.abs(made) ** 2).sum((1, 2))[:, None, None] + floor
        made = np.conj(np.fft.fft2(made, s=(height, width)))
        down, right = height - h + 1, width - w + 1
        under = (
            power[:, h:, w:] - power[:, :down, w:] - power[:, h:, :right] + power[:, :down, :right]
        )
        for i in range(count):
            like = np.fft.ifft2(waves[i] * made)[:, :down, :right].real
            top = (like / np.sqrt(own)).max(0) / np.sqrt(under[i] + floor)
            y, x = divmod(int(top.argmax()), right)
            weighed = float(top[y, x]) * np.sqrt(w * h / (width * height))
            if weighed > best[i][0]:
                place = rectangle(x / width, y / height, (x + w) / width, (y + h) / height)
                best[i] = weighed, place
    return best


# What is like a page at least this much is explained by it; by chance some .3 is reached.
EXPLAINED, _CHANCE = 0.42, 0.3
# Places looked for at once, and tried for each.
_MOST_PLACES, _TRIED = 5, 3
_FINE, _ROUGH = 160, 64


def find(frames: Sequence[Array], pages: Sequence[Array]) -> tuple[list[Array], float]:
    """The places where these frames show slides, the most frequent first.

    Parameters
    ----------
    frames : sequence of array of uint8, all of one shape
        Spread over the recording.
    pages : sequence of array of uint8, all of one shape

    Returns
    -------
    places : list of array
        Empty if no frame is like a page anywhere.
    nearest : float
        The most that any frame is like any page in a place that was tried.
    """
    rough, fine = Likeness(pages, _ROUGH), Likeness(pages, _FINE)
    height = round(COARSE * frames[0].shape[0] / frames[0].shape[1])
    small = np.stack([shrink(frame, COARSE, height) for frame in frames])
    starts = [(place, _RIGID) for weighed, place in search(small, pages) if weighed > 0.15]
    starts += [(corners, _FREE) for frame in frames if (corners := bright(frame)) is not None]
    starts = _distinct(starts)
    found: list[Array] = []
    nearest = 0.0
    left = list(range(len(frames)))
    while left and starts and len(found) < _MOST_PLACES:
        ranked = []
        for place, _ in starts:
            cut = rough.cutter(place, frames[0])
            each = sorted(((rough.all(cut, frames[i]).max(), i) for i in left), reverse=True)
            ranked.append((sum(max(0.0, s - _CHANCE) for s, _ in each), [i for _, i in each[:6]]))
        order = sorted(range(len(starts)), key=lambda n: -ranked[n][0])
        best = None
        for n in order[:_TRIED]:
            if not ranked[n][0]:
                break
            place, moves = starts[n]
            helpers = [frames[i] for i in ranked[n][1]]
            place = _settle(place, moves, helpers, rough, fine)
            cut = fine.cutter(place, frames[0])
            likest = {i: float(fine.all(cut, frames[i]).max()) for i in left}
            nearest = max(nearest, *likest.values())
            explained = [i for i in left if likest[i] >= EXPLAINED]
            gain = sum(likest[i] - _CHANCE for i in explained)
            if best is None or gain > best[0]:
                best = gain, place, explained
            if len(explained) == len(left):
                break
        if best is None or not best[2]:
            break
        found.append(best[1])
        left = [i for i in left if i not in best[2]]
    return found, nearest


def _distinct(starts: list[tuple[Array, list[Array]]]) -> list[tuple[Array, list[Array]]]:
    kept: list[tuple[Array, list[Array]]] = []
    for start in starts:
        if all(np.abs(start[0] - other[0]).max() > 0.02 for other in kept):
            kept.append(start)
    return kept


def _settle(
    place: Array, moves: list[Array], frames: list[Array], rough: Likeness, fine: Likeness
) -> Array:
    """Fit a place to the frames that show a page there, first roughly."""
    for likeness, steps in (
        (rough, (1 / 48, 1 / 96, 1 / 192)),
        (fine, (1 / 96, 1 / 192, 1 / 384, 1 / 768)),
    ):
        cut = likeness.cutter(place, frames[0])
        scores = [likeness.all(cut, frame) for frame in frames]
        if max(each.max() for each in scores) <= 0:
            return place
        shown = [
            (frame, int(s.argmax()))
            for frame, s in zip(frames, scores, strict=True)
            if s.max() >= 0.6 * max(each.max() for each in scores)
        ]

        def score(
            place: Array, likeness: Likeness = likeness, shown: list[tuple[Array, int]] = shown
        ) -> float:
            cut = likeness.cutter(place, frames[0])
            return sum(likeness.one(cut, frame, page) for frame, page in shown) / len(shown)

        place, _ = _climb(score, place, moves, steps)
    return place
