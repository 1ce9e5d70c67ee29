"""The recorder's own process: microphone → WAV, started by `pacer.audio.recorder.Recorder`.

It runs as a file of its own (``python -P capture.py``), so all of it is in one module, and
imports only the standard library and sounddevice: it hears sound 0.3 s after it was called and
weighs 40 MB. A kernel that computes with the GIL held, is interrupted or dies cannot cost it a
block. Whatever it has to say goes to stdout as lines of JSON; the end of stdin means "stop", so
it ends when its kernel does.

Inside, PortAudio's callback only queues bytes; the main thread writes them, unbuffered, to a WAV
whose header is brought up to date and fsynced every second (a kill at any moment leaves a file
that every player reads to within a second of the end); a third thread reports the level.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import queue
import signal
import struct
import sys
import threading
import time
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
LARGEST = 0xFFFFFFFF - HEADER.size  # bytes of sound a WAV can hold: 37 h at 16 kHz
FULL_SCALE = 32767
SILENT_DB = -99.0
SIDECAR_VERSION = 1

BLOCK_S = 0.1  # also the meter's beat
# Asked of the driver: nobody listens live, so room for stalls is worth more. Through PulseAudio
# 0.3 s still delivers every block by itself, 0.4 s in pairs.
LATENCY_S = 0.3
# A microphone that gives nothing for so many polls (3 s) is gone; at first it may take 10 s.
# Polls are counted, not seconds: a laptop that slept is no dead microphone.
POLL_S = 0.25
STALLED_POLLS = 12
FIRST_POLLS = 40
MOST_WAITING = 6000  # blocks queued while the disk stands still: ten minutes, 19 MB


class Refused(Exception):  # noqa: N818 - what the microphone, or the folder, did
    """No recording can start; `kind` is looked up in the kernel's table of messages."""

    def __init__(self, kind: str, detail: str = "") -> None:
        self.kind = kind
        self.detail = detail
        super().__init__(f"{kind}: {detail}")


class Stream(Protocol):
    """What is used of ``sounddevice.RawInputStream``."""

    active: bool

    def start(self) -> None: ...  # noqa: D102
    def stop(self) -> None: ...  # noqa: D102


class Opened(NamedTuple):
    """A stream with the rate and the name of the device it was granted."""

    stream: Stream
    rate: int
    device: str


# --- the microphone --------------------------------------------------------------------------


def portaudio() -> Any:
    """Sounddevice, or the reason there is none."""
    try:
        import sounddevice
    except ImportError as error:
        raise Refused("sounddevice") from error
    except OSError as error:  # the Python package is there, its C library is not
        raise Refused("portaudio") from error
    return sounddevice


def open_portaudio(
    receive: Callable[[bytes, bool], None], device: int | str | None, rate: int
) -> Opened:
    """Open the microphone at `rate`, else at its own rate, mono, else its first channel.

    Each block of mono int16 samples goes to ``receive(samples, whether some were lost before)``.
    """
    sd = portaudio()
    try:
        info = sd.query_devices(device, "input")
    except (sd.PortAudioError, ValueError) as error:
        raise Refused("device" if device is None else "no such device", str(error)) from error
    own = int(info["default_samplerate"])
    wanted = ((rate, 1), (own, 1), (own, min(2, info["max_input_channels"])))
    for granted, channels in wanted:

        def hear(indata: Any, _frames: int, _time: Any, status: Any, step: int = channels) -> None:
            heard = memoryview(bytes(indata)).cast("h")[::step].tobytes()
            receive(heard, bool(status.input_overflow))

        try:
            stream = sd.RawInputStream(
                samplerate=granted,
                blocksize=round(granted * BLOCK_S),
                device=device,
                channels=channels,
                dtype="int16",
                latency=LATENCY_S,
                callback=hear,
            )
        except (sd.PortAudioError, ValueError) as error:
            refusal = error
        else:
            return Opened(stream, granted, str(info["name"]))
    raise Refused("busy", str(refusal))


def list_devices() -> list[dict[str, Any]]:
    """One dict a microphone."""
    sd = portaudio()
    default = sd.default.device[0]
    found = [
        {
            "index": index,
            "name": info["name"],
            "channels": info["max_input_channels"],
            "rate": info["default_samplerate"],
            "is_default": index == default,
        }
        for index, info in enumerate(sd.query_devices())
        if info["max_input_channels"]
    ]
    if not found:
        raise Refused("device")
    return found


# --- the file --------------------------------------------------------------------------------


def wav_header(rate: int, frames: int) -> bytes:
    """The 44 bytes before the samples of a mono int16 WAV."""
    size = 2 * frames
    return HEADER.pack(
        b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16, b"data", size
    )


class Wav:
    """A mono int16 WAV that is whole on disk after every `sync`, and nearly so between.

    Raises
    ------
    FileExistsError
        If there is such a file: a take is never overwritten.
    """

    def __init__(self, path: Path, rate: int) -> None:
        self.path = path
        self.rate = rate
        self.frames = 0
        self._file = path.open("xb", buffering=0)  # unbuffered: a kill takes nothing with it
        hold(self._file.fileno())
        self._write(wav_header(rate, 0))
        sync_folder(path.parent)

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]

    def add(self, silence: int, data: bytes) -> None:
        """Append `silence` frames of it, then samples. A hole in the file reads as zeros."""
        if 2 * (self.frames + silence) + len(data) > LARGEST:
            raise OSError(errno.EFBIG, "the take is as long as a WAV can be")
        if silence:
            self.frames += silence
            self._file.seek(HEADER.size + 2 * self.frames)
        self._write(data)
        self.frames += len(data) // 2

    def sync(self) -> None:
        """Make header and disk say what has been written."""
        self._file.seek(0)
        self._write(wav_header(self.rate, self.frames))
        self._file.seek(HEADER.size + 2 * self.frames)
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Cut half a frame that a full disk may have left, sync and let go."""
        with contextlib.suppress(OSError), self._file:
            self._file.truncate(HEADER.size + 2 * self.frames)
            self.sync()


def hold(descriptor: int) -> None:
    """Lock a file until this process ends, however it ends.

    Elsewhere than on POSIX an open file cannot be removed anyway; and where the file system
    has no locks, `pacer.audio.takes` goes by the time of the last write.
    """
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable; where folders cannot be synced, it is so already."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- the take's place in time ----------------------------------------------------------------


@dataclass
class Timeline:
    """Where sound belongs on the clock, and how much of it is missing.

    A block cannot arrive before it was heard, so ``arrival − sound so far`` is the take's zero
    plus a delay that is never negative; its least value in each second, the *floor*, is the
    zero itself, freed of scheduling noise. Sound cards and computers disagree by up to 200 parts
    in a million: the floor creeps, and ``starts_s`` and ``ends_s`` tell both ends apart.
    A floor that jumps means that sound was lost. Since a stalled driver may still deliver what
    it buffered, blocks after an overflow are held back for a second before silence is inserted.

    Parameters
    ----------
    rate : int
        Frames a second.
    """

    rate: int
    settle_s: float = 1.0
    suspect_s: float = 0.5  # a delay without an overflow flag; a laptop's sleep, a sick USB hub
    least_gap_s: float = 0.02

    frames: int = 0
    starts_s: float = math.nan
    overflows: int = 0
    lost: list[tuple[float, float]] = field(default_factory=list)  # (at, seconds) in the take
    _floor: float = math.inf
    _lowest: float = math.inf
    _window: int = 0
    _held: list[bytes] = field(default_factory=list)
    _held_since: float = 0.0

    @property
    def ends_s(self) -> float:
        """When the last frame was heard, on the same clock as `starts_s`."""
        return self._floor + self.frames / self.rate

    def place(self, arrived: float, data: bytes, overflowed: bool) -> list[tuple[int, bytes]]:
        """Take in one block; give back what can be written: (frames of silence, samples)."""
        frames = len(data) // 2
        zero = arrived - (self.frames + frames) / self.rate
        known = math.isfinite(self._floor)  # drivers like to flag their very first block
        self.overflows += overflowed and known
        self.frames += frames
        if self._held:
            self._held.append(data)
            self._lowest = min(self._lowest, zero)
            return self.release() if arrived - self._held_since >= self.settle_s else []
        if known and (overflowed or zero - self._floor > self.suspect_s):
            self._held, self._held_since, self._lowest = [data], arrived, zero
            return []
        self._learn(zero, frames)
        return [(0, data)]

    def _learn(self, zero: float, frames: int) -> None:
        self._lowest = min(self._lowest, zero)
        self._window += frames
        first = math.isnan(self.starts_s) or self._window == self.frames
        if first:  # the first second only ever improves on the first block
            self.starts_s = self._floor = self._lowest
        if self._window >= self.rate:
            self._floor, self._lowest, self._window = self._lowest, math.inf, 0

    def release(self) -> list[tuple[int, bytes]]:
        """Write what was held back, behind as much silence as is missing."""
        if not self._held:
            return []
        gap_s = self._lowest - self._floor
        gap = round(gap_s * self.rate) if gap_s >= self.least_gap_s else 0
        at = self.frames - sum(len(data) // 2 for data in self._held)
        if gap:
            self.lost.append((round(at / self.rate, 3), round(gap / self.rate, 3)))
        self.frames += gap
        ready = [(0, data) for data in self._held]
        ready[0] = (gap, self._held[0])
        self._held, self._lowest, self._window = [], math.inf, 0
        return ready


# --- recording -------------------------------------------------------------------------------


def level(data: bytes) -> tuple[float, float, bool]:
    """Peak and RMS of a block in dB below full scale, and whether it is clipped."""
    samples = array("h", data)
    if not samples:
        return SILENT_DB, SILENT_DB, False
    highest, lowest = max(samples), min(samples)
    peak = max(highest, -lowest)
    rms = math.sqrt(sum(x * x for x in samples) / len(samples))
    return _decibels(peak), _decibels(rms), peak >= FULL_SCALE


def _decibels(value: float) -> float:
    return round(max(SILENT_DB, 20 * math.log10(max(value, 1e-9) / 32768)), 1)


def save_sidecar(path: Path, facts: dict[str, Any]) -> None:
    """Write JSON whole, then rename it into place."""
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8") as file:
        json.dump(facts, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


class Take:
    """The file, the timeline and the meter of one recording.

    Parameters
    ----------
    stem : Path
        ``<stem>.wav`` and ``<stem>.take.json`` are written.
    opened : Opened
        The stream's rate and device.
    zero : float
        The run's zero on the clock of the blocks' arrivals.
    status : dict
        Kept up to date for the meter.

    Raises
    ------
    Refused
        If the WAV exists or cannot be made.
    """

    def __init__(self, stem: Path, opened: Opened, zero: float, status: dict[str, Any]) -> None:
        try:
            self.wav = Wav(stem.with_name(stem.name + ".wav"), opened.rate)
        except FileExistsError as error:
            raise Refused("exists", stem.name) from error
        except OSError as error:
            raise Refused("folder", error.strerror or str(error)) from error
        self.timeline = Timeline(opened.rate)
        self.status = status
        self._device = opened.device
        self._zero = zero
        self._sidecar = stem.with_name(stem.name + ".take.json")
        self._saved: dict[str, Any] = {}
        self._clipped = 0
        self._silent = True

    def add(self, arrived: float, data: bytes, overflowed: bool) -> None:
        """Take in one block."""
        peak_db, rms_db, clipping = level(data)
        self._clipped += clipping
        self._silent = self._silent and peak_db == SILENT_DB
        self.status.update(peak_db=peak_db, rms_db=rms_db, clipping=clipping)
        self._write(self.timeline.place(arrived, data, overflowed))

    def _write(self, ready: list[tuple[int, bytes]]) -> None:
        for silence, data in ready:
            self.wav.add(silence, data)
        seconds = self.wav.frames / self.wav.rate
        self.status.update(
            state="recording",
            seconds=round(seconds, 1),
            clipped=self._clipped,
            silent=self._silent and seconds > 3,
            lost_blocks=max(self.timeline.overflows, len(self.timeline.lost)),
            lost_s=round(sum(gap for _, gap in self.timeline.lost), 3),
        )

    def save(self, **more: Any) -> None:
        """Bring the files on disk up to date."""
        facts = {
            "pacer_take": SIDECAR_VERSION,
            "device": self._device,
            "rate": self.wav.rate,
            "starts_s": round(self.timeline.starts_s - self._zero, 4),
            "lost": list(self.timeline.lost),
            "overflows": self.timeline.overflows,
            "clipped_s": round(self._clipped * BLOCK_S, 1),
            **more,
        }
        if facts != self._saved:
            save_sidecar(self._sidecar, facts)
            self._saved = facts
        self.wav.sync()

    def flush(self) -> None:
        """Write what was held back."""
        self._write(self.timeline.release())

    def close(self, ended: str) -> None:
        """Bring the files to their end, as far as the disk lets it."""
        if self.timeline.frames:
            with contextlib.suppress(OSError):
                self.save(
                    ends_s=round(self.timeline.ends_s - self._zero, 4),
                    duration_s=self.wav.frames / self.wav.rate,
                    ended=ended,
                )
        self.wav.close()
        if not self.wav.frames:
            with contextlib.suppress(OSError):
                self.wav.path.unlink()


def record(
    stem: Path,
    status: dict[str, Any],
    should_stop: Callable[[], bool],
    *,
    open_stream: Callable[..., Opened] = open_portaudio,
    clock: Callable[[], float] = time.perf_counter,
    device: int | str | None = None,
    rate: int = 16_000,
    zero: float = 0.0,
    poll_s: float = POLL_S,
) -> None:
    """Record until told to stop, the microphone goes or the disk is full.

    Parameters
    ----------
    stem : Path
        ``<stem>.wav`` and ``<stem>.take.json`` are written.
    status : dict
        Kept up to date for the meter; its last state is ``stopped``, or ``ended`` or, without
        any sound, ``failed``, with the kind in ``ended``.
    should_stop : callable
        Asked several times a second.
    open_stream, clock : callable
        The microphone and the time; the clock must be shared with whoever gave `zero`.
        ``time.perf_counter`` is one clock for all processes.
    device, rate
        As in `pacer.audio.Recorder`.
    zero : float
        The run's zero on that clock.
    poll_s : float
        How long to wait for a block before looking whether the microphone is still there.

    Raises
    ------
    Refused
        If the recording cannot start.
    """
    waiting: queue.SimpleQueue[tuple[float, bytes, bool]] = queue.SimpleQueue()
    dropped = False

    def receive(data: bytes, overflowed: bool) -> None:
        nonlocal dropped
        if waiting.qsize() >= MOST_WAITING:
            dropped = True
        else:
            waiting.put((clock(), data, overflowed or dropped))
            dropped = False

    opened = open_stream(receive, device, rate)
    take = Take(stem, opened, zero, status)
    ended, detail = "", ""
    try:
        opened.stream.start()
        idle, next_save = 0, -math.inf
        while not (ended or should_stop()):
            try:
                arrived, data, overflowed = waiting.get(timeout=poll_s)
            except queue.Empty:
                idle += 1
                heard = take.timeline.frames > 0
                if idle >= (STALLED_POLLS if heard else FIRST_POLLS) or not opened.stream.active:
                    ended = "gone" if heard else "mute"
                continue
            idle = 0
            take.add(arrived, data, overflowed)
            if arrived >= next_save:
                take.save()
                next_save = arrived + 1.0
        within(2.0, opened.stream.stop)  # one whose device has gone may never come back
        while not waiting.empty():
            take.add(*waiting.get())
        take.flush()
    except OSError as error:
        ended, detail = ("full" if error.errno == errno.ENOSPC else "disk"), error.strerror or ""
    except Exception as error:  # noqa: BLE001 - PortAudio's own, and what a driver throws
        ended, detail = ("broken" if take.timeline.frames else "busy"), str(error)
    take.close(ended)
    kept = "ended" if take.timeline.frames else "failed"
    status.update(state=kept if ended else "stopped", ended=ended, detail=detail)


def within(seconds: float, call: Callable[[], None]) -> None:
    """Call, and go on after `seconds` whether or not it has come back."""
    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(seconds)


# --- the process -----------------------------------------------------------------------------


def main(argv: list[str], *, open_stream: Callable[..., Opened] = open_portaudio) -> None:
    """``capture.py list`` or ``capture.py record '{"stem": …}'``; does not return."""
    talking = threading.Lock()

    def say(line: dict[str, Any]) -> None:
        with talking, contextlib.suppress(OSError):  # a dead kernel listens to nothing
            os.write(1, json.dumps(line).encode() + b"\n")

    try:
        if argv[1] == "list":
            say({"devices": list_devices()})
        else:
            _serve(json.loads(argv[2]), say, open_stream)
    except Refused as refused:
        say({"state": "failed", "ended": refused.kind, "detail": refused.detail})
    # Not sys.exit: at exit PortAudio shuts down, which a vanished device can stall for ever.
    os._exit(0)


def _serve(
    options: dict[str, Any],
    say: Callable[[dict[str, Any]], None],
    open_stream: Callable[..., Opened],
) -> None:
    asked = threading.Event()
    parent = os.getppid()

    def wait_for_end() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 64):
                pass
        asked.set()

    def should_stop() -> bool:
        # A kernel's forked children keep stdin open after its death; the parent's id tells.
        return asked.is_set() or (os.name == "posix" and os.getppid() != parent)

    def report() -> None:
        while status["state"] in ("starting", "recording"):
            say(dict(status))
            time.sleep(BLOCK_S)

    status: dict[str, Any] = {"state": "starting"}
    with contextlib.suppress(OSError, ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # interrupts are the kernel's
        signal.signal(signal.SIGTERM, lambda *_: asked.set())
    for work in (wait_for_end, report):
        threading.Thread(target=work, daemon=True).start()
    stem = Path(options.pop("stem"))
    record(stem, status, should_stop, open_stream=open_stream, **options)
    say(dict(status))


if __name__ == "__main__":
    main(sys.argv)
