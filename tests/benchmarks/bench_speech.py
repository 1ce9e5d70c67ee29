"""Recording through a real PortAudio stream from a virtual microphone, and finding pauses.

``python -m tests.benchmarks.bench_speech --minutes 60`` records for an hour; one minute is the
default. Needs what `tests.audio.virtual_microphone` names, and says so where it is missing.
"""

import argparse
import ctypes
import importlib.util
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from pacer.audio import Recorder, pauses, repair, takes, to_flac
from pacer.audio.activity import BACKENDS
from tests.audio.virtual_microphone import missing, virtual_microphone
from tests.benchmarks.timing import row

RATE = 16_000
BLOCK = 320  # the player's beat, 20 ms
SEARCH_S = 1.0


def noise(first, frames):
    """Seeded noise that can be made again from anywhere, second by second."""
    seconds = range(first // RATE, (first + frames) // RATE + 1)
    made = [np.random.default_rng(second).normal(0, 5000, RATE) for second in seconds]
    start = first - first // RATE * RATE
    return np.concatenate(made)[start : start + frames].astype("<i2")


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


def long_run(folder, microphone, minutes):
    """One long take while the kernel holds the GIL for a second in every five."""
    import soundfile

    count = int(60 * minutes)
    with (folder / "noise.raw").open("wb") as file:
        for second in range(count):
            file.write(noise(second * RATE, RATE).tobytes())
    recorder = Recorder(folder / "runs" / "long")
    recorder.start()
    child = psutil.Process(recorder._process.pid)
    memory, began, busy = [], time.perf_counter(), child.cpu_times()
    with microphone.play(folder / "noise.raw", latency_ms=2000) as player:
        while player.poll() is None and time.perf_counter() - began < count + 30:
            memory.append(child.memory_info().rss / 1e6)
            time.sleep(4)
            ctypes.PyDLL(None).usleep(1_000_000)  # unlike CDLL, PyDLL keeps the GIL
        player.kill()
    elapsed, used = time.perf_counter() - began, child.cpu_times()
    status = recorder.stop(flac=False)
    size = recorder.path.stat().st_size
    encode = time.perf_counter()
    flac = to_flac(recorder.path)
    encode = time.perf_counter() - encode
    later, likeness = [0.0], []
    with soundfile.SoundFile(flac) as file:

        def read(first, frames):
            file.seek(first)
            return file.read(frames, dtype="int16")

        for second in range(1, count - 1):
            at, alike = heard_at(read, second + later[-1], second)
            later.append(at - second if alike > 0.5 else later[-1])
            likeness.append(alike)
    cpu = (used.user + used.system - busy.user - busy.system) / elapsed
    row("recorded", [f"{status['seconds']:.1f} s", f"{size / 1e6:.1f} MB WAV"])
    row("blocks lost / seconds filled", [status["lost_blocks"], status["lost_s"]])
    row("seconds of the sound found again", [f"{sum(a > 0.5 for a in likeness)}/{len(likeness)}"])
    row("  sound missing between them", [f"{1000 * -min(0, np.diff(later[1:]).min()):.1f} ms"])
    row("recorder's memory, first → last → most",
        [f"{memory[0]:.1f} → {memory[-1]:.1f} → {max(memory):.1f} MB"], "(flat)")  # fmt: skip
    row("recorder's share of one core", [f"{100 * cpu:.2f} %"])
    row("WAV → FLAC, read back and compared", [f"{status['seconds'] / encode:.0f} × real time"])


def play(marks):
    """Feed noise to a player in real time and note when each second of it was handed over.

    A process of its own, as the browser is for a mark.
    """
    player = subprocess.Popen(
        ["pacat", "--raw", f"--rate={RATE}", "--channels=1", "--format=s16le",
         "--latency-msec=60"], stdin=subprocess.PIPE, bufsize=0,
    )  # fmt: skip
    began, sent, parent = time.perf_counter(), 0, os.getppid()
    with Path(marks).open("w", buffering=1) as file, player:
        while os.getppid() == parent:
            if sent % RATE == 0:
                second = noise(sent, RATE).tobytes()
                file.write(f"{time.perf_counter()}\n")
            at = sent % RATE * 2
            player.stdin.write(second[at : at + 2 * BLOCK])
            sent += BLOCK
            time.sleep(max(0.0, began + sent / RATE - time.perf_counter()))
        player.kill()


def step(folder, seconds=20):
    """Marks against the sound that was handed over at each."""
    import soundfile

    marks, zero = folder / "marks", time.perf_counter()
    recorder = Recorder(folder / "runs" / "step", zero=zero)
    recorder.start()
    player = multiprocessing.get_context("spawn").Process(target=play, args=(marks,))
    player.start()
    time.sleep(seconds)
    recorder.stop()
    player.kill()
    player.join()
    [take] = takes(folder).to_dict("records")
    sound, _ = soundfile.read(take["path"], dtype="int16")
    scale = (take["ends_s"] - take["starts_s"]) / take["duration_s"]
    errors = []
    for second, mark in enumerate(map(float, marks.read_text().split()[:-2])):
        expected = (mark - zero - take["starts_s"]) / scale
        at, alike = heard_at(lambda first, count: sound[first : first + count], expected, second)
        if alike > 0.5:
            errors.append(1000 * (take["starts_s"] + at * scale - (mark - zero)))
    row("sound after its mark, least / median / most",
        [f"{min(errors):.0f} / {np.median(errors):.0f} / {max(errors):.0f} ms"],
        "(the player buffers 60 ms of it)")  # fmt: skip


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


# --- pauses ----------------------------------------------------------------------------------


def recordings(folder):
    """Read speech at 16 kHz, equally loud. One clip is left out: a hum, no speech."""
    import soundfile

    for path in sorted([*folder.glob("librivox*.wav"), *folder.glob("*sonnet.mp3")]):
        sound, rate = soundfile.read(path, always_2d=True)
        sound = sound.mean(axis=1)
        size = len(sound) * RATE // rate
        sound = np.fft.irfft(np.fft.rfft(sound)[: size // 2 + 1], size)
        yield 0.6 * sound / np.abs(sound).max()


def spans(mask):
    change = np.diff(np.r_[0, mask.astype(int), 0])
    starts, ends = (np.flatnonzero(change == sign) / 100 for sign in (1, -1))
    return list(zip(starts, ends, strict=True))


def quiet(sound, down_db, least_s):
    """Stretches of a clean recording so far below its loud parts."""
    total = np.r_[0, np.cumsum(sound**2)]
    first = np.arange(0, len(sound) - 480, 160)
    level = 10 * np.log10((total[first + 480] - total[first]) / 480 + 1e-12)
    return [
        (a + 0.01, b + 0.01)
        for a, b in spans(level < np.percentile(level, 95) - down_db)
        if b - a >= least_s
    ]


def with_pauses(clips, seed):
    """The clips one after another with pauses between and within, and where all pauses lie."""
    rng = np.random.default_rng(seed)
    parts, truth, at = [], [], 0.0

    def pause(least, most):
        nonlocal at
        length = rng.uniform(least, most)
        parts.append(rng.normal(0, 10 ** (-65 / 20), round(length * RATE)))
        at += length
        return length

    for clip in (clips[index] for index in rng.permutation(len(clips))):
        natural = quiet(clip, 20, 0.35)
        cuts = []
        for a, b in rng.permutation(quiet(clip, 16, 0.06)):
            cut, others = (a + b) / 2, [0.0, len(clip) / RATE, *cuts, *np.ravel(natural)]
            if len(cuts) < len(clip) / RATE / 3 and min(abs(cut - o) for o in others) > 1:
                cuts.append(cut)
        shift, done = at, 0.0
        for cut in [*sorted(cuts), len(clip) / RATE]:
            truth += [(a + shift, b + shift) for a, b in natural if done <= a < cut]
            parts.append(clip[round(done * RATE) : round(cut * RATE)])
            at, done = shift + cut, cut
            begins = at
            shift += pause(0.5, 2.5)
            truth.append((begins, at))
    return np.concatenate(parts), joined(sorted(truth))


def joined(spans):
    """Spans that touch are one: a clip's own quiet end and the pause put after it."""
    made = []
    for a, b in spans:
        if made and a <= made[-1][1] + 0.05:
            made[-1] = (made[-1][0], max(b, made[-1][1]))
        else:
            made.append((a, b))
    return made


def disturb(sound, truth, kind, snr_db, clips):
    """Add noise of a kind, so many dB below the speech."""
    rng = np.random.default_rng(9)
    n = len(sound)
    if kind in SPECTRA:
        hertz = np.maximum(np.fft.rfftfreq(n, 1 / RATE), 1)
        noise = np.fft.irfft(np.fft.rfft(rng.normal(size=n)) * SPECTRA[kind](hertz), n)
    elif kind == "voices":
        talk = np.concatenate(clips)[::-1]
        noise = sum(np.resize(np.roll(talk, rng.integers(len(talk))), n) for _ in range(6))
    else:
        rate, length, decay = {"keys": (6, 320, 80), "knocks": (0.5, 4800, 960)}[kind]
        noise, t = rng.normal(0, 1e-3, n), np.arange(length)
        for first in rng.integers(0, n - length, round(n / RATE * rate)):
            tone = np.sin(2 * np.pi * rng.uniform(80, 300) * t / RATE)
            burst = rng.normal(size=length) if kind == "keys" else tone
            noise[first : first + length] += burst * np.exp(-t / decay) * rng.uniform(0.3, 1)
    spoken = np.ones(n, bool)
    for a, b in truth:
        spoken[round(a * RATE) : round(b * RATE)] = False
    power = np.mean(sound[spoken] ** 2) / 10 ** (snr_db / 10)
    mixed = sound + noise * np.sqrt(power / np.mean(noise**2))
    return mixed / max(1, 1.02 * np.abs(mixed).max())


SPECTRA = {
    "white": np.ones_like,
    "pink": lambda hertz: hertz**-0.5,
    "fan": lambda hertz: 1 / (1 + (hertz / 200) ** 2) + 0.02,
}


def f1(found, truth):
    """Of pauses of half a second and more; one is found if it overlaps by half the union."""

    def alike(one, other):
        both = min(one[1], other[1]) - max(one[0], other[0])
        return both / (max(one[1], other[1]) - min(one[0], other[0])) >= 0.5

    told = [span for span in found if span[1] - span[0] >= 0.5]
    wanted = [span for span in truth if span[1] - span[0] >= 0.5]
    right = sum(any(alike(span, other) for other in truth) for span in told)
    seen = sum(any(alike(span, other) for other in told) for span in wanted)
    precision, recall = right / max(1, len(told)), seen / len(wanted)
    return 2 * precision * recall / max(1e-9, precision + recall)


def find_pauses(folder):
    import soundfile

    clips = list(recordings(folder))
    there = [name for name, (module, _) in BACKENDS.items() if importlib.util.find_spec(module)]
    print(f"F1 of pauses in {sum(map(len, clips)) / RATE:.0f} s of read speech, three arrangements")
    row("", there)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.flac"
        took, length = dict.fromkeys(there, 0.0), 0.0
        for kind, snr_db in (("white", 50), ("white", 20), ("white", 10), ("white", 5),
                             ("pink", 10), ("pink", 5), ("fan", 10), ("keys", 15), ("knocks", 15),
                             ("voices", 20), ("voices", 15)):  # fmt: skip
            scores = {name: [] for name in there}
            for seed in range(3):
                sound, truth = with_pauses(clips, seed)
                noisy = disturb(sound, truth, kind, snr_db, clips)
                soundfile.write(path, noisy, RATE)
                length += len(noisy) / RATE
                for backend in there:
                    began = time.process_time()
                    found = pauses(path, backend=backend).to_numpy()
                    took[backend] += time.process_time() - began
                    scores[backend].append(f1(found, truth))
            row(f"{kind}, {snr_db} dB", [f"{np.mean(scores[name]):.2f}  " for name in there])
    row("× real time, of one processor", [f"{length / took[name]:.0f}" for name in there])
    for backend in there:
        code = (
            "import sys, resource; from pacer.audio import pauses;"
            "pauses(sys.argv[1], backend=sys.argv[2]);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)"
        )
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "hour.flac"
            with soundfile.SoundFile(path, "w", RATE, 1) as file:
                for _ in range(3600 * RATE // sum(map(len, clips)) + 1):
                    for clip in clips:
                        file.write(clip)
            done = subprocess.run([sys.executable, "-c", code, path, backend],
                                  capture_output=True, text=True, check=True)  # fmt: skip
        row(f"memory of a process that reads an hour, {backend}", [f"{float(done.stdout):.0f} MB"])


def main(minutes: float = 1.0) -> None:
    if folder := os.environ.get("PACER_SPEECH"):
        find_pauses(Path(folder))
    if absent := missing():
        print(f"No virtual microphone: there is no {absent}")
        return
    before = dict(os.environ)
    with virtual_microphone() as microphone, tempfile.TemporaryDirectory() as name:
        os.environ.update(microphone.env)
        try:
            print(f"A take of {minutes:g} min from a virtual microphone")
            for part in ("long", "step", "kills"):
                (Path(name) / part / "runs").mkdir(parents=True)
            long_run(Path(name) / "long", microphone, minutes)
            step(Path(name) / "step")
            kills(Path(name) / "kills")
        finally:
            os.environ.clear()
            os.environ.update(before)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1.0)
    main(parser.parse_args().minutes)
