"""A take while it is recorded: its sound as it comes, and where in it somebody speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pacer.audio.activity import (
    HOP_S,
    ROOM_S,
    SILERO_FRAME,
    SILERO_RATE,
    SPEECH_CHANCE,
    at_16_khz,
    backend_here,
    chances,
    lately,
    levels,
)
from pacer.audio.browser_take import FORMATS
from pacer.audio.capture import HEADER
from pacer.audio.containers import decoded, pyav
from pacer.audio.growing import GONE_S, Growing
from pacer.audio.takes import wav_rate
from pacer.core.errors import install_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    Bools = NDArray[np.bool_]

RATE: Final = SILERO_RATE
# What is told of speech at once: a syllable is shorter, a pause that anybody notices longer.
CELL_S: Final = 0.2
# Shorter blocks cost more, longer ones are older.
BLOCK_S: Final = 0.5
_READ: Final = 1 << 15


def sound(path: Path, *, gone_s: float = GONE_S) -> Iterator[Sound]:
    """The sound of a take as it is written, at `RATE`, mono, in blocks of `BLOCK_S`.

    Parameters
    ----------
    path : pathlib.Path
        A WAV of pacer's recorder, or what a browser sends; it need not be there yet.
    gone_s : float
        As for `Growing`.

    Raises
    ------
    AudioError
        If the WAV is none of ours.
    MissingDependency
        If a browser records and PyAV is not installed.
    """
    file = Growing(path, gone_s=gone_s)
    try:
        if path.suffix == ".wav":
            made, rate = _of_wav(file)
        else:
            av = pyav("Hearing a browser's take as it comes", install_line("browser-audio"))
            made, rate = decoded(av, file, FORMATS[path.suffix]), RATE
        for samples in _blocks(made, rate):
            yield at_16_khz(samples, rate)
    finally:
        file.close()


def _of_wav(file: Growing) -> tuple[Iterator[bytes], int]:
    """The samples behind a header of ours, and their rate."""
    head = b""
    while len(head) < HEADER.size and (more := file.read(HEADER.size - len(head))):
        head += more
    return iter(lambda: file.read(_READ), b""), wav_rate(file.path)


def _blocks(made: Iterable[bytes], rate: int) -> Iterator[NDArray[np.float64]]:
    """Samples in blocks of `BLOCK_S`; the last may be shorter."""
    waiting, size = b"", 2 * round(BLOCK_S * rate)
    for data in made:
        waiting += data
        while len(waiting) >= size:
            yield _floats(waiting[:size])
            waiting = waiting[size:]
    if len(waiting) > 1:
        yield _floats(waiting[: len(waiting) // 2 * 2])


def _floats(data: bytes) -> NDArray[np.float64]:
    return np.frombuffer(data, "<i2") / 32768


def speaking(blocks: Iterable[Sound], *, backend: str | None = None) -> Iterator[Bools]:
    """Whether somebody speaks, cell by cell of `CELL_S`: after each block, the cells it fills.

    Parameters
    ----------
    blocks : iterable of ndarray of float32
        As `sound` yields them.
    backend : str, optional
        As `pacer.audio.activity.pauses` takes it.
    """
    found, hop_s = _BACKENDS[backend_here(backend)]
    waiting, told, hops = np.zeros(0, bool), 0, 0
    for fresh in found(blocks):
        waiting = np.concatenate([waiting, fresh])
        ends: list[int] = []
        while (end := round((told + len(ends) + 1) * CELL_S / hop_s) - hops) <= len(waiting):
            ends.append(end)
        cells = [waiting[a:b].mean() >= 0.5 for a, b in zip([0, *ends], ends, strict=False)]
        told += len(ends)
        if ends:
            waiting, hops = waiting[ends[-1] :], hops + ends[-1]
        yield np.array(cells, bool)


def _by_energy(blocks: Iterable[Sound]) -> Iterator[Bools]:
    """Of each block the hops that are speech, against the noise and voice of the last seconds."""
    hop, most = round(HOP_S * RATE), round(2 * ROOM_S / HOP_S)
    level, rest = np.empty(0), np.empty(0, np.float32)
    for block in blocks:
        rest = np.concatenate([rest, block])
        fresh = levels(rest, RATE)
        rest = rest[hop * len(fresh) :]
        level = np.concatenate([level, fresh])[-most:]
        yield lately(level)[len(level) - len(fresh) :] if len(fresh) else np.zeros(0, bool)


def _by_silero(blocks: Iterable[Sound]) -> Iterator[Bools]:
    for found in chances(blocks):
        yield np.asarray(found >= SPEECH_CHANCE)


# As `pacer.audio.activity.BACKENDS`, for sound that comes: name -> (speech by hops, their length).
_BACKENDS: dict[str, tuple[Callable[[Any], Iterator[Bools]], float]] = {
    "silero": (_by_silero, SILERO_FRAME / SILERO_RATE),
    "energy": (_by_energy, HOP_S),
}
