"""Recording through a real PortAudio stream from a virtual microphone, and finding pauses.

``python -m tests.benchmarks.bench_speech --minutes 60`` records for an hour; one minute is the
default. Needs what `tests.speech.virtual_microphone` names, and says so where it is missing.
"""

import argparse
import ctypes
import multiprocessing
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from pacer.speech import Recorder, repair, takes, to_flac
from tests.benchmarks.timing import row
from tests.speech.virtual_microphone import missing, virtual_microphone

RATE = 16_000
BLOCK = 320  # the player's beat, 20 ms
SEARCH_S = 1.0


def noise(first, frames):
    """Seeded noise that can be made again from anywhere, second by second."""
    seconds = range(first // RATE, (first + frames) // RATE + 1)
    made = [np.random.default_rng(second).normal(0, 5000, RATE) for second in seconds]
    start = first - first // RATE * RATE
    return np.concatenate(made)[start : start + frames].astype("<i2")


def play(marks):
    """Feed noise to a player in real time and note when each second of it was handed over.

    A process of its own, so that the kernel under test can be as busy as it likes.
    """
    player = subprocess.Popen(
        ["pacat", "--raw", f"--rate={RATE}", "--channels=1", "--format=s16le",
         "--latency-msec=200"], stdin=subprocess.PIPE, bufsize=0,
    )  # fmt: skip
    began, sent, parent = time.perf_counter(), 0, os.getppid()
    with open(marks, "w", buffering=1) as file, player:  # noqa: PTH123
        while os.getppid() == parent:
            if sent % RATE == 0:
                second = noise(sent, RATE).tobytes()
                file.write(f"{time.perf_counter()}\n")
            at = sent % RATE * 2
            player.stdin.write(second[at : at + 2 * BLOCK])
            sent += BLOCK
            time.sleep(max(0.0, began + sent / RATE - time.perf_counter()))
        player.kill()


def heard_at(read, expected_s, second):
    """When in a take a second of the noise begins, and how well it is found (1 is perfectly)."""
    first = max(0, round((expected_s - SEARCH_S) * RATE))
    heard = read(first, round((2 * SEARCH_S + 1) * RATE)).astype(float)
    wanted = noise(second * RATE, RATE // 5).astype(float)
    size = 1 << (len(heard) + RATE).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size))
    lag = int(np.argmax(np.fft.irfft(product, size)[: len(heard)]))
    there = heard[lag : lag + len(wanted)]
    return (first + lag) / RATE, float(np.corrcoef(there, wanted[: len(there)])[0, 1])


def long_run(folder, minutes):
    """One long take while the kernel holds the GIL for a second in every five."""
    import soundfile

    marks = folder / "marks"
    zero = time.perf_counter()
    recorder = Recorder(folder / "runs" / "long", zero=zero)
    recorder.start()
    player = multiprocessing.get_context("spawn").Process(target=play, args=(marks,))
    player.start()
    child = psutil.Process(recorder._process.pid)
    memory, began, busy = [], time.perf_counter(), child.cpu_times()
    while (elapsed := time.perf_counter() - began) < 60 * minutes:
        memory.append(child.memory_info().rss / 1e6)
        time.sleep(min(4.0, 60 * minutes - elapsed))
        ctypes.PyDLL(None).usleep(1_000_000)  # unlike CDLL, PyDLL keeps the GIL
    used = child.cpu_times()
    status = recorder.stop(flac=False)
    size = recorder.path.stat().st_size
    encode = time.perf_counter()
    flac = to_flac(recorder.path)
    encode = time.perf_counter() - encode
    player.kill()
    player.join()
    handed_over = [float(line) for line in marks.read_text().split()]
    [take] = takes(folder).to_dict("records")
    scale = (take["ends_s"] - take["starts_s"]) / take["duration_s"]
    with soundfile.SoundFile(flac) as file:

        def read(first, frames):
            file.seek(first)
            return file.read(frames, dtype="int16")

        errors, likeness = [], []
        for second, mark in enumerate(handed_over[1:-3], 1):
            expected = (mark - zero - take["starts_s"]) / scale
            at, alike = heard_at(read, expected, second)
            errors.append(1000 * (take["starts_s"] + at * scale - (mark - zero)))
            likeness.append(alike)
    errors = np.array(errors)
    cpu = (used.user + used.system - busy.user - busy.system) / elapsed
    row("recorded", [f"{status['seconds']:.1f} s", f"{size / 1e6:.1f} MB WAV"])
    row("blocks lost / seconds filled", [status["lost_blocks"], status["lost_s"]])
    row("seconds of the sound found again", [f"{sum(a > 0.9 for a in likeness)}/{len(likeness)}"])
    row("recorder's memory, first → last → most",
        [f"{memory[0]:.1f} → {memory[-1]:.1f} → {max(memory):.1f} MB"], "(flat)")  # fmt: skip
    row("recorder's share of one core", [f"{100 * cpu:.2f} %"])
    middle = np.median(errors)
    spread, drift = np.percentile(abs(errors - middle), 99), errors[-10:] - errors[:10]
    row("mark → sound, median (with the player's 200 ms)", [f"{middle:.1f} ms"])
    row("  its p99 about the median", [f"{spread:.1f} ms"])
    row("  its drift from the first ten to the last", [f"{np.median(drift):+.1f} ms"])
    row("WAV → FLAC, read back and compared", [f"{status['seconds'] / encode:.0f} × real time"])


def kills(folder, count=8):
    """Seconds of sound missing when the recorder is killed at a random moment."""
    missing_s = []
    for number, after in enumerate(np.random.default_rng(2).uniform(1, 3, count)):
        zero = time.perf_counter()
        recorder = Recorder(folder / "runs" / f"kill{number}", zero=zero)
        recorder.start()
        time.sleep(after)
        killed = time.perf_counter() - zero
        recorder._process.kill()
        recorder.stop(flac=False)
        missing_s.append(killed - takes(folder)["ends_s"].iloc[number])
    repaired = len(repair(folder))
    row(f"kill -9 × {count}: sound missing, median → most",
        [f"{np.median(missing_s):.2f} → {max(missing_s):.2f} s"], "(at most 1 s)")  # fmt: skip
    row("  repaired to FLAC", [f"{repaired}/{count}"])


def main(minutes: float = 1.0) -> None:
    if absent := missing():
        print(f"No virtual microphone: there is no {absent}")
        return
    before = dict(os.environ)
    with virtual_microphone() as microphone, tempfile.TemporaryDirectory() as name:
        os.environ.update(microphone.env)
        try:
            print(f"A take of {minutes:g} min from a virtual microphone")
            for part in ("long", "kills"):
                (Path(name) / part / "runs").mkdir(parents=True)
            long_run(Path(name) / "long", minutes)
            kills(Path(name) / "kills")
        finally:
            os.environ.clear()
            os.environ.update(before)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1.0)
    main(parser.parse_args().minutes)
