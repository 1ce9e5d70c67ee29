"""A sound file -> the words in it, by a model that is here; what is heard is kept as it comes.

`pacer.transcript.transcriber` hears, in a process of its own at low priority; this module says
which stretches, keeps each answer in a note beside the sound, and goes on from there after a
kill. The note holds lines of JSON: what was asked, then each stretch with its words.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pacer.audio.activity import pauses
from pacer.audio.flac import soundfile
from pacer.core import clock, files, frames
from pacer.core.errors import AudioError, MissingDependency, PacerError, install_line
from pacer.core.text import line
from pacer.transcript import child, transcriber
from pacer.transcript.model import FEATURE, by_hand
from pacer.transcript.stretches import Stretch, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from pacer.transcript.model import Model

CHILD: Final = child.command(transcriber.__file__)
VERSION: Final = 1
# Ten hours of words with their times are 10 MB.
LARGEST_NOTE: Final = 64 * 2**20
# A word heard on both sides of a cut in speech, within so many seconds.
_TWICE_S: Final = 0.3
# A sentence with fillers as nobody would write it: it brings out those that the engine, taught on
# written text, leaves out.
FILLER_PROMPT: Final = "um so uh i was like hmm you know uh er and um yeah"


@dataclass(frozen=True)
class Heard:
    """What was heard in a sound.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS in the sound's own seconds, `confidence` the engine's probability of each word;
        `slide_key` is "".
    language : str
        As ISO 639-1 writes it; "" where there was no word to tell it by.
    seconds : float
        How much sound was listened to.
    """

    words: pd.DataFrame
    language: str
    seconds: float


def transcribe(
    sound: Path,
    model: Model,
    *,
    language: str | None = None,
    note: Path | None = None,
    changes: Sequence[float] = (),
    hints: Callable[[float, float], Sequence[str]] | None = None,
    prompt: str = "",
    same: Sequence[int] | None = None,
    progress: Callable[[float], None] | None = None,
    command: Sequence[str] = CHILD,
) -> Heard:
    """Hear the words in a sound file.

    Parameters
    ----------
    sound : pathlib.Path
        One that soundfile reads: WAV, FLAC, Ogg, MP3; streamed.
    model : Model
        See `pacer.transcript.model.find`.
    language : str, optional
        ISO 639-1, such as ``"en"``; by default told from the first words.
    note : pathlib.Path, optional
        Where to keep what was heard so far. The caller deletes it once the words are safe.
    changes : sequence of float
        When the slide changed, in the sound's seconds: cuts are rather made there.
    hints : callable, optional
        Given the start and end of a stretch, the terms that may be said in it.
    prompt : str
        Text as if it had been said before; `FILLER_PROMPT` brings out fillers.
    same : sequence of int, optional
        What tells that the sound is the one the note is about; its size and time by default.
    progress : callable, optional
        Told the share that is done, 0 to 1.

    Returns
    -------
    Heard

    Raises
    ------
    AudioError
        If the sound cannot be read.
    MissingDependency
        Without faster-whisper or soundfile.
    PacerError
        If the model cannot be used, does not know the language, or the process was ended; what
        was heard is kept in the note.
    """
    length_s = seconds_of(sound)
    # What is called a pause here is quiet, whoever speaks: the other way may miss a second voice.
    quiet = [(row.start_s, row.end_s) for row in frames.rows(pauses(sound, backend="energy"))]
    stretches = cut(quiet, length_s, changes)
    terms = [", ".join(hints(*each[:2])) if hints else "" for each in stretches]
    told = progress or (lambda _share: None)
    found = sound.stat()
    asked = _digest(
        list(same or (found.st_size, found.st_mtime_ns)),
        (model.folder / "model.bin").stat().st_size,
        [language, prompt, stretches, terms],
    )
    said: list[dict[str, Any]] = []
    with only_one(note):
        kept = _Note(note, asked)
        said += kept.said
        told(_share(stretches, len(said)))
        if len(said) < len(stretches):
            spoken = next((each["language"] for each in said if each["language"]), None)
            request = {
                "model": str(model.folder),
                "language": language or spoken,
                "sound": str(sound.absolute()),
                "prompt": prompt,
                "stretches": [
                    [*each[:2], words] for each, words in zip(stretches, terms, strict=True)
                ][len(said) :],
            }
            for answer in _answers(request, model, command, sound):
                answer["stretch"] = len(said)
                kept.add(answer)
                said.append(answer)
                told(_share(stretches, len(said)))
    languages = [each["language"] for each in said if each["language"]]
    return Heard(_words(said, stretches), languages[-1] if languages else "", length_s)


def seconds_of(sound: Path) -> float:
    """How long a sound file is.

    Raises
    ------
    AudioError
        If it cannot be read, or is longer than a talk is.
    MissingDependency
        Without soundfile.
    """
    library = soundfile(FEATURE)
    try:
        with library.SoundFile(sound) as file:
            length_s = file.frames / file.samplerate
    except (OSError, library.LibsndfileError) as error:
        raise AudioError(f"{sound.name}: cannot be read as sound ({error})") from error
    if not length_s <= clock.LONGEST_S:
        raise AudioError(
            f"{sound.name}: says that it is {length_s / 3600:.0f} hours long: it is damaged, or "
            "more than one talk"
        )
    return float(length_s)


def _share(stretches: list[Stretch], done: int) -> float:
    whole = sum(each.end_s - each.start_s for each in stretches)
    return sum(each.end_s - each.start_s for each in stretches[:done]) / whole if whole else 1.0


# --- the process -------------------------------------------------------------------------------


def _answers(
    request: dict[str, Any], model: Model, command: Sequence[str], sound: Path
) -> Iterator[dict[str, Any]]:
    """Each stretch as the process has heard it."""
    with child.start(command) as process:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        try:
            with contextlib.suppress(OSError):  # one that ended says why, or that it ended
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
            heard = 0
            for written in process.stdout:
                answer = json.loads(written)
                if "refused" in answer:
                    raise _refusal(answer, model, request["language"], sound)
                if "words" in answer:
                    heard += 1
                    yield answer
                elif answer.get("done"):
                    return
            raise PacerError(
                f"{sound.name}: the transcription was ended from outside; what was heard until "
                "then is kept: start it again to go on"
            )
        finally:
            process.kill()


def _refusal(answer: dict[str, Any], model: Model, language: str | None, sound: Path) -> PacerError:
    detail = line(str(answer["detail"]), limit=160)
    match answer["refused"]:
        case "library":
            return MissingDependency(FEATURE, install_line("transcribe"))
        case "model":
            return PacerError(
                f"{line(model.name, limit=200)}: cannot be used as a model ({detail}): "
                f"{by_hand('small')}"
            )
        case "english only":
            return PacerError(
                f"{model.name} hears English only, not {line(str(language), limit=20)}: give a "
                f"model that knows many languages; {by_hand('small')}"
            )
        case "language":
            return PacerError(
                f"{model.name} knows no language {line(str(language), limit=20)!r}: write it as "
                "en, de or fr"
            )
        case "memory":
            return PacerError(f"{model.name} takes more memory than there is: take a smaller model")
    return AudioError(
        f"{sound.name}: cannot be read as sound ({detail}); what was heard before is kept"
    )


# --- the note ----------------------------------------------------------------------------------


def _digest(*asked: object) -> str:
    """What must be the same for an earlier answer to be one to this."""
    return sha256(json.dumps([VERSION, transcriber.HOW, *asked]).encode()).hexdigest()


class _Note:
    """What was heard so far, on the disk; without a path nothing is kept."""

    def __init__(self, path: Path | None, asked: str) -> None:
        self._path, self._size = path, 0
        self.said: list[dict[str, Any]] = []
        if path is None:
            return
        head = json.dumps({"pacer_words": VERSION, "asked": asked}) + "\n"
        lines = _lines(path)
        if lines[:1] == [head.encode()]:
            self._size = len(lines[0])
            for written in lines[1:]:
                answer = _answer(written, len(self.said))
                if answer is None:
                    break
                self.said.append(answer)
                self._size += len(written)
        else:
            files.write(path, head)
            self._size = len(head)

    def add(self, answer: dict[str, Any]) -> None:
        """Keep a stretch; it is on the disk when this returns."""
        if self._path is None:
            return
        written = json.dumps(answer).encode() + b"\n"
        try:
            files.append(self._path, self._size, written)
        except OSError as error:
            raise files.unwritten(self._path, error) from error
        self._size += len(written)


def _lines(path: Path) -> list[bytes]:
    """The lines of a note that is there; what is larger than any note of ours is none."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_NOTE:
            return []
        return path.read_bytes().splitlines(keepends=True)
    except OSError:
        return []


def _answer(written: bytes, number: int) -> dict[str, Any] | None:
    """A stretch as it was kept; None where the line is torn, or of another stretch."""
    try:
        answer = json.loads(written)
        words = [
            [float(start_s), float(end_s), str(word), float(chance)]
            for start_s, end_s, word, chance in answer["words"]
        ]
        if answer["stretch"] != number or not written.endswith(b"\n"):
            return None
        return {"stretch": number, "words": words, "language": str(answer["language"])}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


@contextlib.contextmanager
def only_one(note: Path | None) -> Iterator[None]:
    """No two processes hear the same sound at once: the second says so."""
    if note is None:
        yield
        return
    from filelock import FileLock, Timeout

    files.make_folder(note.parent)
    lock = FileLock(note.with_suffix(".lock"), timeout=0)
    try:
        with lock:
            yield
    except Timeout as error:
        raise PacerError(f"{note.name}: is being transcribed already: wait for it") from error
    except OSError as error:
        raise files.unwritten(note, error) from error
    with contextlib.suppress(OSError):
        note.with_suffix(".lock").unlink(missing_ok=True)


# --- words -------------------------------------------------------------------------------------


def _words(said: list[dict[str, Any]], stretches: list[Stretch]) -> pd.DataFrame:
    """The words of all stretches by time, each once."""
    rows: list[dict[str, Any]] = []
    for answer, stretch in zip(said, stretches, strict=True):
        first = True
        for start_s, end_s, word, chance in answer["words"]:
            if not stretch.from_s <= (start_s + end_s) / 2 <= stretch.to_s:
                continue
            if first and rows and rows[-1]["word"] == word:
                first = False
                if start_s - rows[-1]["start_s"] < _TWICE_S:
                    continue
            first = False
            start_s = max(start_s, rows[-1]["start_s"] if rows else 0.0)
            rows.append(
                {
                    "word": line(word, limit=100),
                    "start_s": start_s,
                    "end_s": max(end_s, start_s),
                    "confidence": chance,
                    "slide_key": "",
                }
            )
    return frames.build(frames.WORDS, rows)
