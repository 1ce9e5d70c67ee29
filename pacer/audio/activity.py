"""Where a take is speech and where it is pause, streamed; and what of each a visit holds.

Two ways, in one table. `energy` needs nothing but numpy: the level of the voiced band in dB, a
median over a tenth of a second (a key's click is gone, a syllable stays), and a threshold
between the noise of the ten seconds either side and the voice in them. `silero` is a small
neural network, used where faster-whisper, which ships it, is installed.

F1 of pauses of half a second and more (found: overlap at least half the union), on 78 s of real
read speech with pauses inserted and noise added, by ``python -m tests.benchmarks speech`` with
``PACER_SPEECH`` set::

    noise, dB below speech        silero           energy
    white, 50 / 20 / 10 / 5       .97 .97 .97 .97  .97 .97 .96 .94
    pink, 10 / 5                  .98 .97          .94 .92
    fan, 10                       .98              .94
    typing, 15                    .98              .94
    knocks, 15                    .97              .70
    voices, 20 / 15               .93 .80          .89 .67
    × real time, one processor    468              2019
    memory, an hour               126 MB           116 MB

webrtcvad was tried and left out: typing and other voices halve what it finds.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.audio.flac import soundfile
from pacer.audio.takes import SIDECAR, TAKES, beside, read_sidecar
from pacer.core import frames
from pacer.core.errors import AudioError, MissingDependency, install_line
from pacer.core.frames import Schema, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

BLOCK_S = 10.0
LEAST_SPEECH_S = 0.1  # shorter is a breath, a lip, a knock
LEAST_PAUSE_S = 0.3  # shorter ones lie inside words and are nobody's pauses

# One row a pause of a take, in the take's seconds.
PAUSES = Schema("PAUSES", {"start_s": "float64", "end_s": "float64"})

# One row a visit: how much of it has sound, how much of that is speech. `pause_share` is NA
# where there is no sound.
SPEECH = Schema(
    "SPEECH",
    {
        "run_id": "str",
        "visit": "int64",
        "slide_key": "str",
        "heard_s": "float64",
        "speech_s": "float64",
        "pause_share": "float64",
    },
    frozenset({"pause_share"}),
)


def pauses(
    path: str | Path, *, least_s: float = LEAST_PAUSE_S, backend: str | None = None
) -> pd.DataFrame:
    """Find the pauses of a take.

    Parameters
    ----------
    path : path-like
        A sound file that soundfile reads, such as a take's FLAC; streamed, never whole in memory.
    least_s : float, default 0.3
        The shortest pause to tell.
    backend : str, optional
        A name in `BACKENDS`; by default the first that is installed.

    Returns
    -------
    pandas.DataFrame
        PAUSES, in order: start_s, end_s.

    Raises
    ------
    AudioError
        If the file cannot be read.
    MissingDependency
        Without soundfile, or the backend that was asked for.
    """
    path = Path(path)
    try:
        found = path.stat()
    except OSError as error:
        raise AudioError(f"{path.name}: cannot be read ({error.strerror})") from error
    edges = _pauses(path, (found.st_mtime_ns, found.st_size), least_s, backend_here(backend))
    return build(PAUSES, ({"start_s": start, "end_s": end} for start, end in edges))


def voiced(path: str | Path, *, backend: str | None = None) -> Floats:
    """Where a take has a voice: what lies between its pauses.

    Parameters
    ----------
    path, backend
        As `pauses` takes them.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Start and end of each stretch, in order.

    Raises
    ------
    AudioError, MissingDependency
        As `pauses`.
    """
    silent = pauses(path, backend=backend).to_numpy()
    with soundfile("Finding the voice in a take").SoundFile(path) as file:
        length_s = file.frames / file.samplerate
    spans = np.column_stack([np.r_[0.0, silent[:, 1]], np.r_[silent[:, 0], length_s]])
    return np.asarray(spans[np.ptp(spans, axis=1) >= LEAST_SPEECH_S])


def backend_here(name: str | None = None) -> str:
    """The name in `BACKENDS` that is used: the one asked for, else the first that is here."""
    there = [key for key, (module, _) in BACKENDS.items() if importlib.util.find_spec(module)]
    if name is None:
        return there[0]
    if name not in BACKENDS:
        raise AudioError(f"there is no {name!r} to find pauses with: choose {', '.join(BACKENDS)}")
    if name not in there:
        raise MissingDependency(f"Finding pauses with {name}", install_line("transcribe"))
    return name


@functools.lru_cache(maxsize=64)
def _pauses(
    path: Path, _stamp: tuple[int, int], least_s: float, backend: str
) -> tuple[tuple[float, float], ...]:
    library = soundfile("Finding the pauses of a take")
    try:
        with library.SoundFile(path) as file:
            speech, hop_s, begins_s = BACKENDS[backend][1](file)
            ends_s = file.tell() / file.samplerate
    except (OSError, library.LibsndfileError) as error:
        raise AudioError(f"{path.name}: cannot be read as sound ({error})") from error
    change = np.diff(np.r_[0, speech.astype(np.int8), 0])
    starts = begins_s + hop_s * np.flatnonzero(change == 1)
    stops = begins_s + hop_s * np.flatnonzero(change == -1)
    said = stops - starts >= LEAST_SPEECH_S - 1e-9
    from_s = np.r_[0.0, stops[said]]
    to_s = np.r_[starts[said], ends_s]
    return tuple(
        (round(float(a), 3), round(float(b), 3))
        for a, b in zip(from_s, to_s, strict=True)
        if b - a >= least_s
    )


def _hysteresis(score: Floats, on: float, off: float) -> NDArray[np.bool_]:
    """True from where the score reaches `on` until it falls below `off`."""
    decided = np.where(score >= on, 1, np.where(score < off, 0, -1))
    last = np.maximum.accumulate(np.where(decided >= 0, np.arange(len(score)), 0))
    return np.asarray(decided[last] == 1)


# --- energy ----------------------------------------------------------------------------------

HOP_S, WINDOW_S = 0.01, 0.025
BAND_HZ = (150.0, 1000.0)  # most of a voice's power, a tenth of white noise's
MEDIAN = 11  # hops
ROOM_S = 10.0  # either side, for the noise and the voice of the moment
LEAST_DB = 4.0  # a voice lies so far above the noise, or it is none
SHARE = 0.35  # of the way from noise to voice
SLACK_DB = 1.5


def _by_energy(file: Any) -> tuple[NDArray[np.bool_], float, float]:
    rate = file.samplerate
    hop, window = round(HOP_S * rate), round(WINDOW_S * rate)
    blocks = file.blocks(
        blocksize=hop * round(BLOCK_S / HOP_S) + window - hop, overlap=window - hop, always_2d=True
    )
    mono = (block.mean(axis=1) for block in blocks)
    level = np.concatenate([np.empty(0), *(levels(block, rate) for block in mono)])
    if not len(level):
        return np.zeros(0, bool), HOP_S, 0.0
    level = _without_clicks(level)
    every, reach = round(1 / HOP_S), round(ROOM_S / HOP_S)
    centres = np.arange(0, len(level), every)
    around = [
        np.percentile(level[max(0, centre - reach) : centre + reach], (5, 95)) for centre in centres
    ]
    noise, voice = (
        np.interp(np.arange(len(level)), centres, column) for column in np.transpose(around)
    )
    return _above(level, noise, voice), hop / rate, (window - hop) / 2 / rate


def lately(level: Floats) -> NDArray[np.bool_]:
    """Which of the last hops are speech, with no knowledge of those to come.

    Parameters
    ----------
    level : ndarray of float
        As `levels` gives it, of the last ten seconds or more: the noise and the voice are theirs.
    """
    level = _without_clicks(level)
    noise, voice = np.percentile(level, (5, 95))
    return _above(level, noise, voice)


def levels(mono: Floats, rate: int) -> Floats:
    """The level of the voiced band in dB, each `HOP_S` that has a window of `WINDOW_S`."""
    hop, window = round(HOP_S * rate), round(WINDOW_S * rate)
    if len(mono) < window:
        return np.empty(0)
    hertz = np.fft.rfftfreq(window, 1 / rate)
    band = (hertz >= BAND_HZ[0]) & (hertz <= BAND_HZ[1])
    cut = np.lib.stride_tricks.sliding_window_view(mono, window)[::hop]
    power = np.abs(np.fft.rfft(cut * np.hanning(window), axis=1)[:, band]) ** 2
    return np.asarray(10 * np.log10(power.sum(axis=1) + 1e-12))


def _without_clicks(level: Floats) -> Floats:
    padded = np.pad(level, MEDIAN // 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, MEDIAN), axis=1))


def _above(level: Floats, noise: Any, voice: Any) -> NDArray[np.bool_]:
    above = level - noise - np.maximum(LEAST_DB, SHARE * (voice - noise))
    return _hysteresis(above, 0.0, -SLACK_DB)


# --- silero ----------------------------------------------------------------------------------

SILERO_RATE, SILERO_FRAME, SILERO_BEFORE = 16_000, 512, 64
# The network gets used to a voice and then hears no other, but learns to tell it from those behind
# it: after so many seconds it begins anew.
SILERO_FRESH_S = 30
SPEECH_CHANCE = 0.6  # lower, echoes and breaths count as speech; higher, the ends of words do not


def _by_silero(file: Any) -> tuple[NDArray[np.bool_], float, float]:
    blocks = file.blocks(blocksize=round(BLOCK_S * file.samplerate), always_2d=True)
    mono = (at_16_khz(block.mean(axis=1), file.samplerate) for block in blocks)
    score = array("f")  # arrays of their own would keep the memory between them from its owner
    for found in chances(mono):
        score.extend(found.tolist())
    speech = np.asarray(score) >= SPEECH_CHANCE
    return speech, SILERO_FRAME / SILERO_RATE, 0.0


def chances(sound: Iterable[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """The chance of speech in each frame of `SILERO_FRAME`, block by block of sound at 16 kHz."""
    session = _silero()
    nothing = np.zeros((1, 1, 128), np.float32)
    before = np.zeros(SILERO_BEFORE, np.float32)
    rest = np.empty(0, np.float32)
    h = c = nothing
    heard = 0
    for block in sound:
        rest = np.concatenate([rest, block])
        whole = len(rest) // SILERO_FRAME * SILERO_FRAME
        if whole:
            if heard >= SILERO_FRESH_S * SILERO_RATE:
                h, c, heard = nothing, nothing, 0
            # Each frame with the end of the one before it, as the network was taught.
            taken = np.concatenate([before, rest[:whole]])
            cut = np.lib.stride_tricks.sliding_window_view(taken, SILERO_BEFORE + SILERO_FRAME)
            given = {"input": np.ascontiguousarray(cut[::SILERO_FRAME]), "h": h, "c": c}
            found, h, c = session.run(None, given)
            before, rest = taken[-SILERO_BEFORE:], rest[whole:]
            yield found.ravel()
        else:
            yield np.empty(0, np.float32)
        heard += len(block)


@functools.cache
def _silero() -> Any:
    """The network that faster-whisper ships, for sequences of frames."""
    library = importlib.import_module("onnxruntime")
    place = importlib.util.find_spec("faster_whisper")
    assert place is not None  # noqa: S101 - looked for in BACKENDS
    assert place.origin is not None  # noqa: S101
    options = library.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    network = Path(place.origin).parent / "assets" / "silero_vad_v6.onnx"
    return library.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def at_16_khz(mono: Floats, rate: int) -> NDArray[np.float32]:
    """Sound at another rate, all of it at once, at `SILERO_RATE`."""
    if rate != SILERO_RATE:
        size = round(len(mono) * SILERO_RATE / rate)
        mono = np.fft.irfft(np.fft.rfft(mono)[: size // 2 + 1], size) * (size / max(len(mono), 1))
    return np.clip(mono, -1, 1).astype(np.float32)


# The best first: name → (the module it needs, speech by frames, their hop and first second).
BACKENDS: dict[str, tuple[str, Callable[[Any], tuple[NDArray[np.bool_], float, float]]]] = {
    "silero": ("faster_whisper", _by_silero),
    "energy": ("numpy", _by_energy),
}


# --- visits ----------------------------------------------------------------------------------


def by_visit(
    visits: pd.DataFrame, takes: pd.DataFrame, *, backend: str | None = None
) -> pd.DataFrame:
    """How much of each visit is speech.

    Parameters
    ----------
    visits : pandas.DataFrame
        VISITS.
    takes : pandas.DataFrame
        TAKES, as `pacer.audio.takes` lists them. Those still recorded or not decoded are
        passed over. Silence in place of lost sound counts as not heard.
    backend : str, optional
        As in `pauses`.

    Returns
    -------
    pandas.DataFrame
        SPEECH, one row a visit in their order.

    Raises
    ------
    FrameError
        If a frame lacks columns.
    AudioError, MissingDependency
        As `pauses`.
    """
    visits, takes = frames.check(visits, frames.VISITS), frames.check(takes, TAKES)
    heard_s, paused_s = np.zeros(len(visits)), np.zeros(len(visits))
    for take in takes[takes["state"] == "done"].to_dict("records"):
        path = Path(take["path"])
        lost = np.array(read_sidecar(beside(path.with_suffix(""), SIDECAR))["lost"]).reshape(-1, 2)
        lost[:, 1] += lost[:, 0]
        silent = pauses(path, backend=backend).to_numpy()
        both = np.array(
            [(max(a, c), min(b, d)) for a, b in silent for c, d in lost if max(a, c) < min(b, d)]
        ).reshape(-1, 2)
        # The visits on the take's clock.
        rate = take["duration_s"] / (take["ends_s"] - take["starts_s"])
        mine = (visits["run_id"] == take["run_id"]).to_numpy()
        stay = (visits.loc[mine, ["start_s", "end_s"]].to_numpy() - take["starts_s"]) * rate
        stay = stay.clip(0.0, take["duration_s"])
        heard_s[mine] += (stay[:, 1] - stay[:, 0] - _within(stay, lost)) / rate
        paused_s[mine] += (_within(stay, silent) - _within(stay, both)) / rate
    made = visits[["run_id", "visit", "slide_key"]].assign(
        heard_s=heard_s,
        speech_s=heard_s - paused_s,
        pause_share=np.divide(
            paused_s, heard_s, out=np.full(len(visits), np.nan), where=heard_s > 0
        ),
    )
    return frames.check(made, SPEECH)


def _within(stays: Floats, spans: Floats) -> Floats:
    """For each stay, the seconds of it that lie in the spans, which do not overlap."""
    starts = np.maximum(stays[:, :1], spans[:, 0])
    ends = np.minimum(stays[:, 1:], spans[:, 1])
    return np.asarray((ends - starts).clip(0).sum(axis=1))
