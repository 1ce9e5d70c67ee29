"""The pictures of a video file, decoded once: two a second, and those between where much changes.

Only small grey pictures are kept, as JPEG, on disk: an hour takes some 100 MB there.
"""

from __future__ import annotations

import io
import tempfile
from collections import deque
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from pacer.audio.containers import format_of
from pacer.core import clock
from pacer.core.errors import MissingDependency, RunError, install_line
from pacer.recording.features import Array, shrink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # Told how far the work is, 0 to 1.
    Progress = Callable[[float], None]

# How wide the pictures are kept: a slide in half of the frame's width can still be read.
WIDTH = 384
_EVERY_S = 0.5
# Pictures kept of one recording: a longer one is looked at more seldom.
_MOST_SAMPLES = 30_000
# Between two samples where much changes: pictures this far apart.
_BETWEEN_S = 1 / 15
_QUALITY = 85
# Grey levels by which pictures differ that are the same to the eye.
_SAME_MOST, _SAME_MEAN = 10, 0.3
# Where a file does not count its pictures, it is taken for cut off if it ends so long before the
# length it tells, and three times as long as any picture in it lasts: some recorders write none
# while nothing changes.
_LONGEST_TAIL_S = 2.0
# Larger pictures than 8K take more memory than a laptop gives.
_MOST_PIXELS = 8192 * 4352
# Decoders may leave out pictures that no other is built upon, if enough are left.
_SKIP_FROM_RATE = 24
# Nor need they smooth the edges of blocks in pictures at least so high.
_UNFILTERED_FROM = 720


@dataclass
class Film:
    """Small grey pictures of a recording, in the order of time; they lie in a temporary file.

    Parameters
    ----------
    times : list of float
        Seconds from the recording's start at which each picture came up.
    end_s : float
        Where the recording ends.
    cut : bool
        Whether the file breaks off before its announced end.
    packets : int
        Compressed pictures read.
    """

    times: list[float] = field(default_factory=list)
    end_s: float = 0.0
    cut: bool = False
    packets: int = 0
    _spans: list[tuple[int, int]] = field(default_factory=list)
    _file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    _last: Array | None = None

    def add(self, time: float, picture: Array) -> None:
        """Keep a picture as JPEG; one like the one before takes no place."""
        from PIL import Image

        self.times.append(time)
        if self._last is not None:
            apart = np.abs(picture.astype(np.int16) - self._last)
            if apart.max() <= _SAME_MOST and apart.mean() < _SAME_MEAN:
                self._spans.append(self._spans[-1])
                return
        self._last = picture
        start = self._file.seek(0, 2)
        Image.fromarray(picture).save(self._file, "JPEG", quality=_QUALITY)
        self._spans.append((start, self._file.tell() - start))

    def close(self) -> None:
        """Let the pictures go."""
        self._file.close()

    def new(self, number: int) -> bool:
        """Whether a picture differs from the one before it."""
        return number == 0 or self._spans[number] != self._spans[number - 1]

    def __getitem__(self, number: int) -> Array:
        """One picture; uint8, shape (height, width)."""
        from PIL import Image

        start, size = self._spans[number]
        self._file.seek(start)
        return np.asarray(Image.open(io.BytesIO(self._file.read(size))))


def has_pictures(path: str | Path) -> bool:
    """Whether a file looks like one with moving pictures, by its first bytes."""
    return _format(Path(path)) is not None


def check(path: Path) -> str:
    """What format a video is of, as FFmpeg names it; asked before anything that takes time.

    Raises
    ------
    MissingDependency, RunError
        As `read`.
    """
    name = _format(path)
    if name is None:
        raise RunError("is no video pacer reads: export it as MP4, WebM, MKV, AVI or MOV", path)
    _library()
    return name


def _format(path: Path) -> str | None:
    try:
        return format_of(path)
    except OSError as error:
        raise RunError(f"cannot be opened: {error.strerror or error}", path) from error


def _library() -> Any:
    try:
        return import_module("av")
    except (ImportError, OSError) as error:
        raise MissingDependency("Finding the slides in a video", install_line("video")) from error


def read(path: str | Path, *, progress: Progress | None = None) -> Film:
    """Decode a recording's pictures.

    Parameters
    ----------
    path : path-like
        MP4, MOV, WebM, MKV, AVI, WMV, FLV, MPEG or Ogg. One that is cut off is read up to there.
    progress : callable, optional
        Told the share that is done.

    Raises
    ------
    MissingDependency
        Without PyAV.
    RunError
        If it is no video, has no pictures, or none that can be decoded.
    """
    path = Path(path)
    name = check(path)
    av = _library()
    film = Film()
    try:
        _fill(film, av, path, name, progress)
    except BaseException:
        film.close()
        raise
    return film


def _fill(film: Film, av: Any, path: Path, name: str, progress: Progress | None) -> None:
    try:
        # Only this file: no playlist, no address, no reference to other files.
        with av.open(
            str(path.absolute()), format=name, options={"protocol_whitelist": "file"}
        ) as box:
            if not box.streams.video:
                raise RunError("has no pictures, only sound: give it as a sound file", path)
            stream = box.streams.video[0]
            if (stream.width or 0) * (stream.height or 0) > _MOST_PIXELS:
                raise RunError(
                    f"has pictures of {stream.width} × {stream.height}: export it in 1080p", path
                )
            total_s = _length(box, stream)
            if total_s > clock.LONGEST_S:
                raise RunError("is longer than a day: cut out the talk", path)
            stream.thread_type = "AUTO"
            if float(stream.average_rate or 0) >= _SKIP_FROM_RATE:
                stream.codec_context.skip_frame = "NONREF"
            if stream.height >= _UNFILTERED_FROM:
                # Made small, blocks do not show: a third of the decoder's time is saved.
                stream.codec_context.options = {"skip_loop_filter": "all"}
            _collect(box, stream, total_s, film, progress)
    except av.FFmpegError as error:
        if not film.times:
            raise RunError(
                "is damaged or no video that can be decoded: export it again", path
            ) from error
        film.cut = True
    except OSError as error:
        raise RunError(f"cannot be read: {error.strerror or error}", path) from error
    if not film.times:
        raise RunError("holds no picture that can be decoded: export it again", path)


def _length(box: Any, stream: Any) -> float:
    """Seconds the file says it has; 0 if it does not say."""
    if box.duration:
        return float(box.duration) / 1e6
    return float(stream.duration * stream.time_base) if stream.duration else 0.0


def _shown(box: Any, stream: Any, film: Film) -> Iterator[tuple[float, Any]]:
    """Each frame with its time; what cannot be decoded is left out."""
    # Players count from the file's first sound or picture, whichever is first.
    start_s = float(box.start_time or 0) / 1e6
    last = -1.0
    for packet in box.demux(stream):
        film.packets += packet.size > 0
        for frame in packet.decode():
            if frame.time is None or frame.time - start_s > clock.LONGEST_S:
                continue
            if frame.time - start_s > last:
                last = frame.time - start_s
                yield max(0.0, last), frame


class _Small:
    """Makes a decoder's frames small, grey and upright."""

    def __init__(self, stream: Any) -> None:
        ratio = float(stream.sample_aspect_ratio or 1) or 1.0
        self._height = max(2, round(WIDTH * stream.height / (stream.width * ratio) / 2) * 2)
        self._height = min(self._height, 4 * WIDTH)

    def __call__(self, frame: Any) -> Array:
        made = frame.reformat(
            width=WIDTH, height=self._height, format="gray", interpolation="AREA"
        ).to_ndarray()
        turns = round(getattr(frame, "rotation", 0) / 90) % 4
        return np.ascontiguousarray(np.rot90(made, turns)) if turns else np.ascontiguousarray(made)


class _Change:
    """How much two pictures differ, against what is usual there: a speaker moves all the time."""

    def __init__(self) -> None:
        self._usual: deque[int] = deque(maxlen=40)
        self._before: Array | None = None

    def __call__(self, picture: Array) -> bool:
        small = shrink(picture, picture.shape[1] // 4, picture.shape[0] // 4)
        if self._before is None:
            self._before = small
            return False
        differ = int((np.abs(small - self._before) > 12).sum())
        usual = float(np.median(self._usual)) if self._usual else 0.0
        self._usual.append(differ)
        self._before = small
        return differ >= 3 and differ > 1.5 * usual


def _collect(box: Any, stream: Any, total_s: float, film: Film, progress: Progress | None) -> None:
    every = max(_EVERY_S, total_s / _MOST_SAMPLES)
    small, changed = _Small(stream), _Change()
    # Frames since the last sample, not yet made small: most are never needed.
    between: deque[tuple[float, Any]] = deque(maxlen=16)
    following = before = longest_s = time = 0.0
    for time, frame in _shown(box, stream, film):
        longest_s, before = max(longest_s, time - before), time
        if between and time - between[-1][0] > every:
            # Nothing new for long: what was shown till then is a sample.
            at, held = between.pop()
            film.add(at, small(held))
        if time + 1e-6 < following:
            if not between or time - between[-1][0] >= _BETWEEN_S - 1e-6:
                between.append((time, frame))
            continue
        picture = small(frame)
        if changed(picture):
            for at, held in between:
                film.add(at, small(held))
        between.clear()
        film.add(time, picture)
        following = max(following + every, time + every / 2)
        if progress is not None and total_s:
            progress(min(1.0, time / total_s))
        film.end_s = time
    if between:
        film.add(between[-1][0], small(between[-1][1]))
    rate = float(stream.average_rate or 0)
    last_s = time + (1 / rate if rate else 0.0)
    film.cut = (
        film.packets < 0.99 * stream.frames
        if stream.frames
        else total_s - last_s > max(_LONGEST_TAIL_S, 3 * longest_s)
    )
    film.end_s = last_s if film.cut else max(last_s, total_s)
