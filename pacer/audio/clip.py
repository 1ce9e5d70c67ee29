"""A stretch of a run's sound as a small file of its own, to be listened to."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pacer.audio.capture import HEADER
from pacer.audio.takes import wav_frames, wav_rate
from pacer.core import frames
from pacer.core.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    # on a run's clock, in seconds
    Span = tuple[float, float]

# Listened to, not archived: 10 minutes at 16 kHz are 19 MB before they are packed.
LONGEST_S: Final = 600.0
# Takes that are whole on disk; one being recorded still grows, a browser's is not decoded yet.
PLAYABLE: Final = ("done", "left over")


def stretch(takes: pd.DataFrame | None, run_id: str, spans: list[Span]) -> tuple[bytes, str]:
    """Cut what was said in `spans`, of a run's clock, out of the run's takes.

    Parameters
    ----------
    takes : pandas.DataFrame or None
        `pacer.audio.TAKES`.
    run_id : str
    spans : list of (float, float)
        In seconds; they are joined. No more than the first `LONGEST_S` are given.

    Returns
    -------
    data : bytes
        One mono file: FLAC where soundfile is installed, else WAV.
    kind : str
        Its media type.

    Raises
    ------
    AudioError
        If there is no sound of it, or it cannot be read.
    MissingDependency
        If the take is a FLAC, and soundfile is not installed.
    """
    rate, parts = 0, []
    for path, start_s, end_s in _cuts(takes, run_id, spans):
        try:
            cut, own_rate = _read(path, start_s, end_s)
        except OSError as error:
            raise AudioError(f"{path.name}: cannot be read ({error.strerror or error})") from error
        # Takes of one run share a microphone; should they not, the first one's rate is kept.
        rate = rate or own_rate
        if own_rate == rate:
            parts.append(cut)
    data = b"".join(parts)
    if not data:
        raise AudioError("there is no sound of this stretch")
    return packed(data, rate)


def _cuts(
    takes: pd.DataFrame | None, run_id: str, spans: list[Span]
) -> Iterator[tuple[Path, float, float]]:
    """Each stretch of a take that lies in the spans, in seconds of the take, in order."""
    if takes is None:
        return
    mine = takes[(takes["run_id"] == run_id) & takes["state"].isin(PLAYABLE)]
    left_s = LONGEST_S
    for start_s, end_s in spans:
        for take in frames.rows(mine.dropna(subset=["ends_s", "duration_s"])):
            begin = max(start_s, take.starts_s)
            end = min(end_s, take.ends_s, begin + left_s)
            if end <= begin:
                continue
            left_s -= end - begin
            # the sound card's clock against the computer's; see `pacer.audio.takes`
            factor = take.duration_s / (take.ends_s - take.starts_s)
            yield (
                Path(take.path),
                (begin - take.starts_s) * factor,
                (end - take.starts_s) * factor,
            )


def _read(path: Path, start_s: float, end_s: float) -> tuple[bytes, int]:
    """Samples of a take, int16, and their rate."""
    if path.suffix == ".wav":
        rate = wav_rate(path)
        begin, end = (min(round(s * rate), wav_frames(path)) for s in (start_s, end_s))
        with path.open("rb") as file:
            file.seek(HEADER.size + 2 * begin)
            return file.read(2 * (end - begin)), rate
    from pacer.audio.flac import soundfile

    library = soundfile("Listening to a take")
    try:
        with library.SoundFile(path) as file:
            begin, end = (min(round(s * file.samplerate), file.frames) for s in (start_s, end_s))
            file.seek(begin)
            mono = file.read(end - begin, dtype="int16", always_2d=True)[:, 0]
            return mono.tobytes(), int(file.samplerate)
    except library.LibsndfileError as error:
        raise AudioError(f"{path.name}: cannot be read ({error})") from error


def packed(data: bytes, rate: int) -> tuple[bytes, str]:
    """Mono int16 samples as a file, and its media type: FLAC where soundfile is installed."""
    out = io.BytesIO()
    try:
        import soundfile
    except (ImportError, OSError):
        with wave.open(out, "wb") as wav:
            wav.setnchannels(1)
            wav.setsampwidth(2)
            wav.setframerate(rate)
            wav.writeframes(data)
        return out.getvalue(), "audio/wav"
    with soundfile.SoundFile(out, "w", rate, 1, subtype="PCM_16", format="FLAC") as file:
        file.buffer_write(data, "int16")
    return out.getvalue(), "audio/flac"
