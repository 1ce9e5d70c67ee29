"""Some seconds of a recording that a run was found out from; the file stays where it is.

``runs/<run>.recording.json`` says which file that is, as it was then: no sound is copied.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pacer.audio.clip import packed
from pacer.audio.containers import RATE, format_of, pyav
from pacer.core import files
from pacer.core.errors import AudioError, PacerError, install_line
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX: Final = ".recording.json"
VERSION: Final = 1
# Around a change a few seconds are heard; more is never decoded.
LONGEST_S: Final = 30.0
_MOST_BYTES: Final = 10_000
_WHAT: Final = "Listening to a recording"
# What soundfile finds its way in by itself.
_BY_SOUNDFILE: Final = ("wav", "flac", "ogg", "mp3")


@dataclass(frozen=True)
class Recording:
    """A file as it was when a run was found out from it; `size` in bytes, `mtime_ns` its stamp."""

    path: Path
    size: int
    mtime_ns: int


def beside(journal: Path) -> Path:
    """Where a run says what recording it came from."""
    return journal.with_name(journal.stem + SUFFIX)


def note(journal: Path, recording: Path) -> None:
    """Remember the recording of a run; by its way from the deck's folder where there is one.

    Raises
    ------
    PacerError
        If it cannot be written.
    """
    found, home = recording.stat(), _home(journal)
    way = str(recording.resolve())
    with contextlib.suppress(ValueError):  # another drive
        way = os.path.relpath(way, home)
    held = {
        "pacer": "recording", "version": VERSION, "path": Path(way).as_posix(),
        "size": found.st_size, "mtime_ns": found.st_mtime_ns,
    }  # fmt: skip
    files.write(beside(journal), files.dumped(held))


def noted(journal: Path) -> Recording | None:
    """The recording of a run; None where there is none, or the note is damaged."""
    try:
        held = files.read_json(beside(journal), most_bytes=_MOST_BYTES)
        way = str(held["path"])
        # A shared folder may say anything: a computer in the network is not asked.
        if held["version"] != VERSION or way.startswith(("//", "\\\\")):
            return None
        return Recording(_home(journal) / way, int(held["size"]), int(held["mtime_ns"]))
    except (PacerError, KeyError, TypeError, ValueError):
        return None


def _home(journal: Path) -> Path:
    return journal.resolve().parents[2]


def excerpt(recording: Recording, start_s: float, end_s: float) -> tuple[bytes, str]:
    """Some seconds of a recording, mono.

    Parameters
    ----------
    recording : Recording
    start_s, end_s : float
        From its first sound or picture on; no more than `LONGEST_S` are given.

    Returns
    -------
    data : bytes
        FLAC where soundfile is installed, else WAV.
    kind : str
        Its media type.

    Raises
    ------
    AudioError
        If the file is gone, was changed, or has no sound there.
    MissingDependency
        If what decodes it is not installed.
    """
    path, end_s = recording.path, min(end_s, start_s + LONGEST_S)
    name = line(path.name, limit=80)
    try:
        found = path.stat()
        kind = format_of(path) if path.is_file() else None
    except OSError as error:
        raise AudioError(
            f"{name}: is not where it was ({error.strerror}): put it back, or align it again"
        ) from error
    if (found.st_size, found.st_mtime_ns) != (recording.size, recording.mtime_ns) or kind is None:
        raise AudioError(f"{name}: was changed since the run was made of it: align it again")
    data, rate = b"", 0
    if kind in _BY_SOUNDFILE:
        data, rate = _by_soundfile(path, start_s, end_s)
    if not data:
        av = pyav(_WHAT, install_line("video"))
        data, rate = b"".join(_by_ffmpeg(av, path, kind, start_s, end_s)), RATE
    if not data:
        raise AudioError(f"{name}: there is no sound of this stretch in it")
    return packed(data, rate)


def _by_soundfile(path: Path, start_s: float, end_s: float) -> tuple[bytes, int]:
    """Nothing where soundfile is not installed, or does not read the file."""
    try:
        import soundfile
    except (ImportError, OSError):
        return b"", 0
    with contextlib.suppress(OSError, soundfile.LibsndfileError), soundfile.SoundFile(path) as file:
        rate = int(file.samplerate)
        begin, end = (min(round(s * rate), file.frames) for s in (start_s, end_s))
        file.seek(begin)
        heard = file.read(end - begin, dtype="float32", always_2d=True).mean(axis=1)
        return (np.clip(heard, -1, 1) * 32767).astype("<i2").tobytes(), rate
    return b"", 0


def _by_ffmpeg(av: Any, path: Path, kind: str, start_s: float, end_s: float) -> Iterator[bytes]:
    """Mono int16 samples at `RATE`; only what lies around the stretch is decoded."""
    # A file that ends early ends the stretch.
    with (
        contextlib.suppress(av.FFmpegError, IndexError),
        # Only this file: no playlist, no address, no reference to other files.
        av.open(str(path.absolute()), format=kind, options={"protocol_whitelist": "file"}) as box,
    ):
        zero_s = float(box.start_time or 0) / 1e6
        stream = box.streams.audio[0]
        box.seek(int((start_s + zero_s) / stream.time_base), stream=stream)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in box.decode(stream):
            at_s = (frame.time or 0.0) - zero_s
            if at_s >= end_s:
                return
            if at_s + frame.samples / frame.sample_rate <= start_s:
                continue
            for made in resampler.resample(frame):
                yield bytes(made.planes[0])[: 2 * made.samples]
