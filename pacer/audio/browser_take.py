"""The browser's microphone: MediaRecorder's chunks in, a take on disk.

Where the kernel has no microphone (JupyterHub, a container) the page records::

    recorder = new MediaRecorder(stream, {mimeType: "audio/webm;codecs=opus"});
    recorder.start(1000);                     // a chunk a second

and sends each chunk with the number of bytes that went before it, as TCP numbers its segments.
The kernel answers, after fsync, with the bytes it now has. The page drops what lies before the
answer and sends on from there: after a dropped connection or a killed kernel, nothing is lost
and nothing is there twice, whatever is sent again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from pacer.audio.capture import SIDECAR_VERSION
from pacer.audio.containers import RATE, decoded, pyav
from pacer.audio.flac import note, soundfile, writing
from pacer.audio.takes import SIDECAR, beside, find_session, free_stem
from pacer.core import files, text
from pacer.core.errors import (
    AudioError,
    FinalAudioError,
    PacerError,
    install_line,
)
from pacer.core.gitignore import leave_out

# What MediaRecorder makes in Chromium and Firefox, in Safari, in old Firefox.
SUFFIXES = {"audio/webm": ".webm", "audio/mp4": ".mp4", "audio/ogg": ".ogg"}
# FFmpeg's own names. Left to guess, it would take a playlist for a sound and fetch what it names.
FORMATS = {".webm": "matroska", ".mp4": "mov", ".ogg": "ogg"}
LARGEST_CHUNK = 16 << 20
LARGEST_TAKE = 4 << 30


class BrowserTake:
    """One MediaRecorder session of a run, appended to disk as it arrives.

    Parameters
    ----------
    run : path-like
        The run's journal, ``<talk>.pacer/runs/<run>.jsonl``.
    session : str
        The page's own name for this MediaRecorder, such as ``crypto.randomUUID()``. A session
        that is known goes on where it was, also in a new kernel; a new one is a new take.
    starts_s : float
        When on the run's clock the recorder's ``start`` event came.
    mime : str, default "audio/webm"
        The recorder's ``mimeType``.

    Attributes
    ----------
    path : pathlib.Path
        The file, kept as the browser made it. `to_flac` decodes it.
    size : int
        Bytes that are safe; what the next chunk is to be numbered.

    Raises
    ------
    AudioError
        If the format is not known or the folder cannot be written.
    """

    def __init__(
        self, run: str | Path, session: str, *, starts_s: float, mime: str = "audio/webm"
    ) -> None:
        suffix = SUFFIXES.get(mime.partition(";")[0].strip().lower())
        if suffix is None:
            known = ", ".join(SUFFIXES)
            raise FinalAudioError(
                f"the browser records {text.line(mime, limit=60)!r}; pacer takes {known}"
            )
        session = text.line(session, limit=80)
        stem = find_session(run, session) or free_stem(run)
        self.path = beside(stem, suffix)
        try:
            if not beside(stem, SIDECAR).exists():
                facts = {"device": "browser", "starts_s": float(starts_s), "session": session}
                noted = json.dumps({"pacer_take": SIDECAR_VERSION, **facts})
                files.write(beside(stem, SIDECAR), noted)
            files.create(self.path, b"")
            leave_out(self.path.parent.parent)
            self.size = self.path.stat().st_size
        except (OSError, PacerError) as error:
            raise AudioError(f"no take can be written here: {error}") from error

    def append(self, offset: int, chunk: bytes) -> int:
        """Write a chunk; it is on disk when this returns.

        Parameters
        ----------
        offset : int
            Bytes of the session before this chunk.
        chunk : bytes

        Returns
        -------
        int
            Bytes of the session that are safe now. More than ``offset + len(chunk)`` when it
            was there before; less than `offset` when an earlier chunk is missing: send on from
            here.

        Raises
        ------
        AudioError
            If it cannot be written whole; nothing of it is there then, and it can be sent again.
        FinalAudioError
            If it never can be: the take is as large as one can be.
        """
        if len(chunk) > LARGEST_CHUNK:
            raise FinalAudioError(f"{self.path.name}: a browser does not send this much at once")
        if offset + len(chunk) > LARGEST_TAKE:
            raise FinalAudioError(
                f"{self.path.name}: holds all that one take can ({LARGEST_TAKE >> 30} GB); what "
                "came until now is kept: begin another run to record on"
            )
        if not 0 <= offset <= self.size or offset + len(chunk) <= self.size:
            return self.size
        fresh = chunk[self.size - offset :]
        try:
            files.append(self.path, self.size, fresh)
        except OSError as error:
            raise AudioError(
                f"{self.path.name}: the sound cannot be saved ({error.strerror}); the browser "
                "holds it: free some space"
            ) from error
        self.size += len(fresh)
        return self.size


def to_flac(path: str | Path) -> Path:
    """Decode what a browser recorded, as far as it goes; the original is kept.

    Parameters
    ----------
    path : path-like
        A `BrowserTake`'s path. One cut anywhere is decoded up to the cut.

    Returns
    -------
    Path
        ``<take>.flac``, 16 kHz mono. Where the browser paused there is silence.

    Raises
    ------
    MissingDependency
        Without PyAV or soundfile.
    AudioError
        If there is no sound in it, or the FLAC cannot be written.
    """
    path = Path(path)
    library, av = (
        soundfile("Decoding a browser's take"),
        pyav("Decoding a browser's take", install_line("browser-audio")),
    )
    stem = path.with_suffix("")
    flac = beside(stem, ".flac")
    frames = 0

    def encode(target: BinaryIO) -> None:
        nonlocal frames
        with writing(library, target, RATE) as file:
            for data in decoded(av, path, FORMATS[path.suffix]):
                file.buffer_write(data, "int16")
                frames += len(data) // 2
        if not frames:
            raise AudioError(f"{path.name}: there is no sound in it that can be read")

    try:
        files.write(flac, encode)
        note(beside(stem, SIDECAR), duration_s=frames / RATE)
    except AudioError:
        raise
    except (OSError, PacerError, library.LibsndfileError) as error:
        raise AudioError(
            f"{path.name}: stays as it is, no FLAC could be written ({error})"
        ) from error
    return flac
