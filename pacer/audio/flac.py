"""WAV → FLAC once a take is over: after the stop, or when a talk with left-overs is opened."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.audio.capture import HEADER, save_sidecar
from pacer.audio.takes import SIDECAR, beside, in_use, read_sidecar, wav_frames, wav_rate
from pacer.core.errors import AudioError, MissingDependency, install_line

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
    partial = beside(stem, f".flac.{os.getpid()}.part")
    try:
        if in_use(wav):
            raise AudioError(f"{wav.name}: is being recorded; stop the recording first")
        rate, frames = wav_rate(wav), wav_frames(wav)
        if not flac.exists():
            _encode(library, wav, frames, rate, partial)
        made = flac if flac.exists() else partial
        if not _same(library, wav, frames, made):
            raise AudioError(f"{made.name}: does not hold the sound of {wav.name}; both are kept")
        if made == partial:
            partial.replace(flac)
        note(beside(stem, SIDECAR), duration_s=frames / rate)
        wav.unlink(missing_ok=True)
    except (OSError, library.LibsndfileError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise AudioError(f"{wav.name}: stays a WAV, no FLAC could be written ({why})") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
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


def _encode(library: ModuleType, wav: Path, frames: int, rate: int, target: Path) -> None:
    with library.SoundFile(target, "w", rate, 1, subtype="PCM_16", format="FLAC") as file:
        for data in _chunks(wav, frames):
            file.buffer_write(data, "int16")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _same(library: ModuleType, wav: Path, frames: int, flac: Path) -> bool:
    # Block by block: a damaged FLAC may claim any length.
    with library.SoundFile(flac, format=None) as file:
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
    facts = json.loads(sidecar.read_text(encoding="utf-8"))
    save_sidecar(sidecar, {"ended": "killed", **facts, "duration_s": duration_s})
