"""A recording given by its path -> its transcript: decoded where need be, then heard."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pacer.audio import containers
from pacer.audio.flac import soundfile
from pacer.core.errors import RunError
from pacer.core.gitignore import leave_out
from pacer.core.text import line
from pacer.core.wording import percent
from pacer.transcript import model as models
from pacer.transcript.readers import Transcript
from pacer.transcript.transcribing import transcribe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Below this certainty in the mean the words are mostly others than were said: another language,
# or noise (see `pacer.transcript.gate`).
LEAST_CERTAIN: Final = 0.6
# Of the work on a file that has to be decoded first, so much is that.
_DECODING: Final = 0.1
_SOUNDFILE: Final = (".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus")


@dataclass(frozen=True)
class Ears:
    """With what a recording is heard.

    Parameters
    ----------
    model, language, allow_download
        As `pacer.talk.Talk.transcribe` takes them.
    notes : pathlib.Path, optional
        The folder in which to keep what was heard so far; by default nothing is kept.
    """

    model: str | Path | None = None
    language: str | None = None
    allow_download: bool = False
    notes: Path | None = None


def hear(path: Path, ears: Ears, *, progress: Callable[[float], None] | None = None) -> Transcript:
    """Transcribe a sound file, or a video's sound.

    Parameters
    ----------
    path : pathlib.Path
        Opened where it is, however large; never changed.
    ears : Ears
    progress : callable, optional
        Told the share that is done, 0 to 1.

    Returns
    -------
    Transcript

    Raises
    ------
    RunError
        If nothing was said in it, or it could not be understood.
    AudioError
        If its sound cannot be read.
    MissingDependency, PacerError
        As `pacer.transcript.model.find` and `pacer.transcript.transcribing.transcribe`.
    """
    if not path.is_file():
        raise RunError("there is no such file: check the path", path)
    found = models.find(ears.model, allow_download=ears.allow_download)
    note = _note(path, ears.notes)
    told = progress or (lambda _share: None)
    with _readable(path) as sound:
        heard = transcribe(
            sound,
            found,
            language=ears.language,
            note=note,
            progress=lambda share: told(_DECODING + (1 - _DECODING) * share),
            same=_identity(path),
        )
    words = heard.words.assign(speaker="")
    if words.empty:
        raise RunError("nobody speaks in it, as far as can be heard", path)
    sure = float(words["confidence"].mean())
    if sure < LEAST_CERTAIN:
        raise RunError(
            f"could not be understood (words are {percent(sure)} certain in the mean): is it in "
            f"{_language(heard.language)}, and is the speaker near the microphone?", path
        )  # fmt: skip
    if note is not None:
        with contextlib.suppress(OSError):
            note.unlink(missing_ok=True)
    label = f"sound, heard by {line(found.name, limit=60)}"
    return Transcript(words, label, line(path.name, limit=80))


def _language(code: str) -> str:
    return "English" if code in ("", "en") else f"the language {code}"


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """The file itself where soundfile reads it, else its sound decoded for the while."""
    if path.suffix.lower() in _SOUNDFILE and _is_whole(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="pacer-") as folder:
        yield containers.to_sound(path, Path(folder) / f"{path.stem[:80]}.flac")


def _is_whole(path: Path) -> bool:
    """Whether soundfile reads a file to its end: one that breaks off it gives up at once."""
    library = soundfile(models.FEATURE)
    try:
        with library.SoundFile(path) as file:
            file.seek(max(file.frames - file.samplerate, 0))
            file.read(frames=file.samplerate)
    except (OSError, library.LibsndfileError):
        return False
    return True


def _identity(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _note(path: Path, folder: Path | None) -> Path | None:
    if folder is None:
        return None
    leave_out(folder.parent)
    mark = sha256(str(path.absolute()).encode("utf-8", "replace")).hexdigest()[:16]
    return folder / f"heard-{mark}.words.part"
