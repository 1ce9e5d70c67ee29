"""WAV → FLAC once a take is over: after the stop, or when a talk with left-overs is opened."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pacer.audio.capture import HEADER
from pacer.audio.takes import SIDECAR, beside, in_use, read_sidecar, wav_frames, wav_rate
from pacer.core import files
from pacer.core.errors import AudioError, MissingDependency, PacerError, install_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

CHUNK = 1 << 18  # bytes; an hour's take is never in memory


def soundfile(what: str) -> ModuleType:
    """The soundfile library, which `what` needs."""
    try:
        import soundfile as library
    except (ImportError, OSError) as error:
        raise MissingDependency(what, install_line("audio")) from error
    return library  # type: ignore[no-any-return]


def to_flac(wav: str | Path) -> Path:
    """Make a finished take's WAV a FLAC.

    The WAV goes only after the FLAC has been read back and found to hold the same samples.

    Parameters
    ----------
    wav : path-like
        ``<take>.wav``, whatever its header says: what counts is its size.

    Returns
    -------
    Path
        ``<take>.flac``.

    Raises
    ------
    AudioError
        If it is still being recorded, is none of ours, or the FLAC cannot be written whole. The
        WAV stays as it is.
    MissingDependency
        Without soundfile.
    """
    wav = Path(wav)
    stem = wav.with_suffix("")
    flac = beside(stem, ".flac")
    library = soundfile("Making a take smaller (WAV to FLAC)")
    try:
        _check_over(wav)
        rate, frames = wav_rate(wav), wav_frames(wav)

        def encode(file: BinaryIO) -> None:
            _encode(library, wav, frames, rate, file)
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            _prove(library, wav, frames, file)

        if flac.exists() and flac.stat().st_size:
            with flac.open("rb") as file:
                _prove(library, wav, frames, file)
        else:
            files.write(flac, encode)
        note(beside(stem, SIDECAR), duration_s=frames / rate)
        wav.unlink(missing_ok=True)
    except AudioError:
        raise
    except (OSError, PacerError, library.LibsndfileError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise AudioError(f"{wav.name}: stays a WAV, no FLAC could be written ({why})") from error
    return flac


def _chunks(wav: Path, frames: int) -> Iterator[bytes]:
    """The samples of a WAV of ours as bytes."""
    left = 2 * frames
    with wav.open("rb") as file:
        file.seek(HEADER.size)
        while left and (data := file.read(min(CHUNK, left))):
            left -= len(data)
            yield data
    if left:
        raise OSError("the file became shorter")


def writing(library: ModuleType, file: BinaryIO, rate: int) -> Any:
    """Mono FLAC into an open file, by its descriptor: what fails there is said, not swallowed."""
    form = {"subtype": "PCM_16", "format": "FLAC"}
    return library.SoundFile(file.fileno(), "w", rate, 1, closefd=False, **form)


def _encode(library: ModuleType, wav: Path, frames: int, rate: int, target: BinaryIO) -> None:
    with writing(library, target, rate) as file:
        for data in _chunks(wav, frames):
            file.buffer_write(data, "int16")


def _check_over(wav: Path) -> None:
    if in_use(wav):
        raise AudioError(f"{wav.name}: is being recorded; stop the recording first")


def _prove(library: ModuleType, wav: Path, frames: int, flac: BinaryIO) -> None:
    if not _same(library, wav, frames, flac):
        raise AudioError(f"the FLAC does not hold the sound of {wav.name}; both are kept")


def _same(library: ModuleType, wav: Path, frames: int, flac: BinaryIO) -> bool:
    # Block by block: a damaged FLAC may claim any length.
    with library.SoundFile(flac.fileno(), closefd=False) as file:
        for data in _chunks(wav, frames):
            if bytes(file.buffer_read(len(data) // 2, "int16")) != data:
                return False
        return not len(file.buffer_read(1, "int16"))


def note(sidecar: Path, *, duration_s: float) -> None:
    """Write the final length into a take's note, which a killed recorder could not.

    Raises
    ------
    AudioError
        If the note cannot be read.
    """
    read_sidecar(sidecar)  # what is wrong with it is said there
    facts = files.read_json(sidecar)
    files.write(sidecar, json.dumps({"ended": "killed", **facts, "duration_s": duration_s}))
