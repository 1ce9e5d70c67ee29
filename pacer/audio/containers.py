"""The sound in files that soundfile does not read, such as a video's: decoded by FFmpeg (PyAV)."""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pacer.audio.flac import soundfile, writing
from pacer.core import clock, files
from pacer.core.errors import AudioError, MissingDependency, PacerError, install_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from pacer.audio.growing import Growing

RATE = 16_000
LEAST_GAP_S = 0.1
# The first bytes of a file -> FFmpeg's name of its format. Left to guess, FFmpeg would take a
# playlist for a video and open what it names.
FORMATS = (
    (4, b"ftyp", "mov"),
    (4, b"moov", "mov"),
    (4, b"mdat", "mov"),
    (4, b"wide", "mov"),
    (4, b"free", "mov"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (8, b"AVI ", "avi"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "asf"),
    (0, b"FLV", "flv"),
    (0, b"\x00\x00\x01\xba", "mpeg"),
    (0, b"OggS", "ogg"),
    (188, b"G", "mpegts"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"fLaC", "flac"),
    (8, b"WAVE", "wav"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
)


def format_of(path: Path) -> str | None:
    """FFmpeg's name of a file's format, by its first bytes; None where it is none of these.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(256)
    return next((name for at, magic, name in FORMATS if head[at:].startswith(magic)), None)


def pyav(what: str, install: str) -> ModuleType:
    """The library that decodes, which `what` needs; `install` is the line that brings it along."""
    try:
        return importlib.import_module("av")
    except (ImportError, OSError) as error:
        raise MissingDependency(what, install) from error


def decoded(
    av: ModuleType, source: Path | Growing, name: str, *, from_start: bool = False
) -> Iterator[bytes]:
    """Mono int16 samples at `RATE`, in step with the file's own times.

    Parameters
    ----------
    av : module
    source : pathlib.Path or file-like
        A file by its path; one that is still written, opened (`pacer.audio.growing.Growing`).
    name : str
        FFmpeg's name of its format.
    from_start : bool
        Whether sound that begins later than the file does has silence before it.
    """
    done = 0
    first: float | None = None
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)

    def samples(frame: Any) -> bytes:
        return b"".join(
            bytes(made.planes[0])[: 2 * made.samples] for made in resampler.resample(frame)
        )

    # FFmpeg ends a file that is cut, or was never a sound, with an error; all before it counts.
    with (
        contextlib.suppress(av.FFmpegError, IndexError),
        # Only this file: no playlist, no address, no reference to other files.
        av.open(
            source if not isinstance(source, Path) else str(source.absolute()),
            format=name,
            options={"protocol_whitelist": "file"},
        ) as container,
    ):
        if from_start:
            first = float(container.start_time or 0) / 1e6
        for frame in container.decode(container.streams.audio[0]):
            first = frame.time if first is None else first
            gap_s = (frame.time or 0.0) - (first or 0.0) - done / RATE
            if gap_s > LEAST_GAP_S and done / RATE + gap_s < clock.LONGEST_S:
                silence = bytes(2 * round(gap_s * RATE))
                done += len(silence) // 2
                yield silence
            data = samples(frame)
            done += len(data) // 2
            yield data
            if done / RATE > clock.LONGEST_S:
                return
        yield samples(None)


def to_sound(path: Path, target: Path, *, progress: Callable[[float], None] | None = None) -> Path:
    """Decode the sound of any file into one that soundfile reads; 16 kHz, mono.

    Parameters
    ----------
    path : pathlib.Path
        A video, or a sound in a format of videos; cut off, it is decoded up to there.
    target : pathlib.Path
        A FLAC to write. Second 0 of it is second 0 of the file.
    progress : callable, optional
        Told the seconds that are done.

    Returns
    -------
    pathlib.Path
        The target.

    Raises
    ------
    MissingDependency
        Without PyAV or soundfile.
    AudioError
        If it cannot be read, or has no sound.
    """
    library = soundfile("Hearing a recording")
    try:
        name = format_of(path)
    except OSError as error:
        raise AudioError(f"{path.name}: cannot be read ({error.strerror or error})") from error
    if name is None:
        raise AudioError(
            f"{path.name}: is no sound pacer reads: export it as WAV, FLAC, MP3, M4A or MP4"
        )
    av = pyav("Hearing a recording", install_line("video"))
    frames = 0

    def encode(out: BinaryIO) -> None:
        nonlocal frames
        with writing(library, out, RATE) as file:
            for data in decoded(av, path, name, from_start=True):
                file.buffer_write(data, "int16")
                frames += len(data) // 2
                if progress is not None:
                    progress(frames / RATE)
        if not frames:
            raise AudioError(f"{path.name}: there is no sound in it that can be read")

    try:
        return files.write(target, encode)
    except AudioError:
        raise
    except (OSError, PacerError, library.LibsndfileError) as error:
        raise AudioError(f"{path.name}: its sound could not be decoded ({error})") from error
