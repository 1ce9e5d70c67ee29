"""The transcription's own process: stretches of a sound file -> words, as they are heard.

It runs as a file of its own (``python -P transcriber.py``), as the recorder's does, and imports
only numpy, soundfile and faster-whisper: a kernel goes on answering, a larger model that takes
all memory ends this process alone, and 300 MB go back when it ends. The first line on stdin is
the request, stdout gives one line of JSON a stretch, and the end of stdin means "stop".

What is asked of the engine, and why: a beam of one at temperature 0, not conditioned on the text
before (wider beams and fallbacks loop; the gate refuses what is wrong), its own voice detector
(without it silence becomes words), one thread (a second makes int8 no faster), word times 0.1 s
earlier than it says (they are so much late against aligned speech).
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = 16_000
LATE_S = 0.1
# The languages are told by what is heard in the first stretch that has words.
HOW = {
    "beam_size": 1,
    "temperature": 0.0,
    "condition_on_previous_text": False,
    "word_timestamps": True,
    "vad_filter": True,
}
# Lower than whatever else runs, on every system that knows of such a thing.
NICE = 10


class Refused(Exception):  # noqa: N818 - what the model, or the sound, did
    """Nothing can be heard; `kind` is looked up in the caller's table of messages."""

    def __init__(self, kind: str, detail: str = "") -> None:
        self.kind = kind
        self.detail = detail
        super().__init__(f"{kind}: {detail}")


def load(folder: str, language: str | None) -> tuple[Any, bool]:
    """The model in a folder, and whether it knows more than English."""
    try:
        from faster_whisper import WhisperModel
    except (ImportError, OSError) as error:
        raise Refused("library", str(error)) from error
    try:
        model = WhisperModel(
            folder, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )
    except Exception as error:
        # Whatever the engine raises on files that are none of its own.
        raise Refused("model", str(error)) from error
    many = bool(model.model.is_multilingual)
    if language not in (None, "en") and not many:
        raise Refused("english only", language or "")
    if language is not None and many and language not in model.supported_languages:
        raise Refused("language", language)
    return model, many


def stretch(file: Any, start_s: float, end_s: float) -> Any:
    """A stretch of an open sound file at 16 kHz, mono, float32."""
    import numpy as np

    rate = file.samplerate
    first = round(start_s * rate)
    if file.tell() != first:
        file.seek(first)
    sound = file.read(round(end_s * rate) - first, dtype="float32", always_2d=True).mean(axis=1)
    if rate != RATE and len(sound):
        size = round(len(sound) * RATE / rate)
        bins = np.fft.rfft(sound)[: size // 2 + 1]
        sound = np.fft.irfft(bins, size) * (size / len(sound))
    return np.clip(sound, -1, 1).astype(np.float32)


def hear(
    model: Any, sound: Any, start_s: float, language: str | None, **hints: str | None
) -> tuple[list[list[Any]], str]:
    """The words in a stretch as [start, end, word, probability], and their language."""
    if len(sound) < RATE // 10:
        return [], ""
    segments, info = model.transcribe(sound, language=language, **HOW, **hints)
    end_s = start_s + len(sound) / RATE
    words: list[list[Any]] = []
    for segment in segments:
        for word in segment.words or ():
            text = word.word.strip()
            begin, end = (
                round(min(max(start_s + at - LATE_S, start_s), end_s), 3)
                for at in (word.start, word.end)
            )
            if words and not word.word[:1].isspace():
                # "90" and "-page" are one word that the engine cut.
                before = words[-1]
                before[1:] = [end, before[2] + text, min(before[3], round(word.probability, 3))]
            elif any(letter.isalnum() for letter in text):
                words.append([begin, end, text, round(word.probability, 3)])
    return words, info.language


def answers(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What is to be said: that the model is there, then each stretch with its words."""
    language = asked["language"]
    model, many = load(asked["model"], language)
    if not many:
        language = "en"
    yield {"ready": True, "multilingual": many}
    try:
        import soundfile
    except (ImportError, OSError) as error:
        raise Refused("library", str(error)) from error
    try:
        with soundfile.SoundFile(asked["sound"]) as file:
            for number, (start_s, end_s, hotwords) in enumerate(asked["stretches"]):
                sound = stretch(file, start_s, end_s)
                hints = {"hotwords": hotwords or None, "initial_prompt": asked["prompt"] or None}
                words, found = hear(model, sound, start_s, language, **hints)
                if words and language is None:
                    language = found
                spoken = language or "" if words else ""
                yield {"stretch": number, "words": words, "language": spoken}
    except (OSError, soundfile.LibsndfileError) as error:
        raise Refused("sound", str(error)) from error
    yield {"done": True}


def _step_back() -> None:
    """Leave the processor to whoever else wants it."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICE)


def end_with_caller(kernel: Any) -> None:
    """Wait for the end of stdin, and end."""
    kernel.read()
    os._exit(0)


def own_output() -> Any:
    """Where to write our lines; whatever a library prints from now on is none of them."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return out


def main() -> None:
    """Read the request, answer line by line."""
    kernel, out = sys.stdin.buffer, own_output()
    asked = json.loads(kernel.readline())
    threading.Thread(target=end_with_caller, args=(kernel,), daemon=True).start()
    _step_back()
    with out:
        try:
            for said in answers(asked):
                print(json.dumps(said), file=out, flush=True)
        except Refused as why:
            print(json.dumps({"refused": why.kind, "detail": why.detail}), file=out, flush=True)
        except MemoryError:
            print(json.dumps({"refused": "memory", "detail": ""}), file=out, flush=True)


if __name__ == "__main__":
    main()
