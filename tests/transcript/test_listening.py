"""Listening to a take while it is written: speech as it comes, a pace that the gate lets pass."""

import math
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from pacer.audio import live
from pacer.audio.activity import BACKENDS
from pacer.audio.capture import wav_header
from pacer.transcript.listening import LEAST_WORDS, PACE_S, LivePace, listen
from pacer.transcript.model import Model, find
from tests.transcript.listening import RATE, engine, speech

soundfile = pytest.importorskip("soundfile", exc_type=ImportError)
FAKE = Path(__file__).with_name("fake_listener.py")


@pytest.fixture
def said(tmp_path):
    """Speech of espeak-ng at 16 kHz in a quiet room, with two seconds before and after it."""
    data, rate = soundfile.read(speech(tmp_path / "said.wav"))
    quiet = np.zeros(2 * RATE)
    sound = np.concatenate([quiet, live.at_16_khz(data, rate), quiet])
    return (sound + np.random.default_rng(1).normal(0, 1e-3, len(sound))).astype(np.float32)


def grow(path, sound, *, step_s=1.0, every_s=0.0):
    """Write a take as the recorder does."""
    pcm = (sound * 32767).astype("<i2").tobytes()
    step = 2 * round(step_s * RATE)
    with path.open("wb", buffering=0) as file:
        file.write(wav_header(RATE, 0))
        for at in range(0, len(pcm), step):
            file.write(pcm[at : at + step])
            time.sleep(every_s)


def wait_for(what):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come")


# --- speech and pause ---------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_where_somebody_speaks_is_told_as_it_comes(said, backend):
    if backend == "silero":
        pytest.importorskip("faster_whisper", exc_type=ImportError)
    blocks = [said[at : at + RATE] for at in range(0, len(said), RATE)]
    told = list(live.speaking(blocks, backend=backend))
    assert [len(cells) for cells in told[:3]] == pytest.approx([5, 5, 5], abs=1)
    cells = np.concatenate(told)
    assert len(cells) * live.CELL_S == pytest.approx(len(said) / RATE, abs=0.5)
    spoken_s = len(said) / RATE - 4
    assert cells.sum() * live.CELL_S > 0.6 * spoken_s
    assert cells[-8:].sum() <= 1
    assert cells[:9].sum() <= 4


def test_a_file_that_grows_is_read_as_it_does(tmp_path):
    path = tmp_path / "take.wav"
    sound = np.random.default_rng(1).normal(0, 0.1, 3 * RATE + 100).astype(np.float32)
    writer = threading.Thread(target=grow, args=(path, sound), kwargs={"step_s": 0.31})
    blocks = live.sound(path, gone_s=1.0)
    writer.start()
    heard = np.concatenate(list(blocks))
    writer.join()
    assert np.abs(heard - sound).max() < 1e-3


def test_what_a_browser_sends_is_heard_before_it_is_whole(tmp_path):
    av = pytest.importorskip("av", exc_type=ImportError)
    whole, path = tmp_path / "whole.webm", tmp_path / "take.webm"
    with av.open(str(whole), "w") as box:
        voice = box.add_stream("libopus", rate=48_000, layout="mono")
        tone = np.sin(np.arange(5 * 48_000) * 2 * np.pi * 440 / 48_000).astype(np.float32) / 4
        frame = av.AudioFrame.from_ndarray(tone[None], format="flt", layout="mono")
        frame.sample_rate = 48_000
        box.mux(voice.encode(frame))
        box.mux(voice.encode())
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    blocks = live.sound(path, gone_s=2.0)
    first = next(blocks)
    assert len(first) == live.BLOCK_S * RATE
    assert np.abs(first).max() > 0.2
    with path.open("ab") as file:
        file.write(data[len(data) // 2 :])
    assert live.BLOCK_S + sum(len(block) for block in blocks) / RATE == pytest.approx(5, abs=0.1)


# --- the process --------------------------------------------------------------------------------


def test_it_is_told_and_ended(tmp_path):
    told = []
    stop = listen(tmp_path / "take.wav", told.append, command=(sys.executable, "-P", str(FAKE)))
    wait_for(lambda: told)
    assert told == [{"speech": "11100", "cells": 5}]
    stop()
    wait_for(lambda: not [one for one in threading.enumerate() if one.name == "pacer listening"])


def test_it_ends_with_the_kernel(tmp_path):
    psutil = pytest.importorskip("psutil")
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from pacer.transcript.listening import listen\n"
        f"listen(Path({str(tmp_path / 'take.wav')!r}), lambda told: print(told, flush=True))\n"
        "sys.stdin.read()\n"
    )
    kernel = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    children = wait_for(lambda: psutil.Process(kernel.pid).children())
    with kernel:
        kernel.kill()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive


def test_a_model_that_is_none_costs_the_words_and_not_the_bar(tmp_path):
    engine()
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.bin").write_text("{}")
    grow(tmp_path / "take.wav", np.zeros(3 * RATE, np.float32))
    told = []
    stop = listen(tmp_path / "take.wav", told.append, model=Model(folder, "none"))
    wait_for(lambda: any(one.get("cells", 0) >= 10 for one in told))
    wait_for(lambda: any(one.get("refused") == "model" for one in told))
    stop()


def test_speech_is_heard_while_it_is_recorded(tmp_path, said):
    engine()
    told = []
    path = tmp_path / "take.wav"
    stop = listen(path, told.append, model=find())
    twice = np.concatenate([said, said])
    # Faster than anybody speaks: windows are left out, and nothing else.
    grow(path, twice, every_s=0.15)
    words = wait_for(lambda: [word for one in told for word in one.get("words", ())])
    wait_for(lambda: any(one.get("cells", 0) >= 5 * (len(twice) // RATE - 1) for one in told))
    stop()
    assert [word[0] for word in words] == sorted(word[0] for word in words)
    assert all(0 <= start <= end <= len(twice) / RATE for start, end, *_ in words)
    plain = {word[2].strip(".,").lower() for word in words}
    assert plain & {"test", "complete", "number", "models", "queue", "worker", "details"}


# --- the pace -----------------------------------------------------------------------------------


# No two alike: what repeats itself is taken for a loop.
TEXT = " ".join(f"{n * 2654435761 % 2**32:x}" for n in range(120))


def words(from_s, to_s, *, sure=0.9, each_s=0.4, text=TEXT):
    said = text.split()
    count = round((to_s - from_s) / each_s)
    return [
        [from_s + n * each_s, from_s + n * each_s + 0.3, said[n % len(said)], sure]
        for n in range(count)
    ]


def hear(pace, until_s, heard, *, from_s=0.0):
    begun, cells = round(from_s / live.CELL_S), round(until_s / live.CELL_S)
    assert pace.hear({"speech": "1" * (cells - begun), "cells": cells}) is None
    return pace.hear({"words": heard, "until_s": until_s})


def test_the_pace_is_that_of_the_last_half_minute():
    pace = LivePace()
    assert hear(pace, 20, words(0, 20)) == pytest.approx(150, rel=0.02)
    assert hear(pace, 25, words(20, 25, each_s=0.3), from_s=20) > 155
    assert hear(pace, 55, words(25, 55, each_s=0.3), from_s=25) == pytest.approx(200, rel=0.02)


def test_a_pause_is_no_part_of_it():
    pace = LivePace()
    heard = words(0, 12) + words(20, 28, text=TEXT[200:])
    signs = "1" * 60 + "0" * 40 + "1" * 40
    pace.hear({"speech": signs, "cells": 140})
    assert pace.hear({"words": heard, "until_s": 28}) == pytest.approx(150, rel=0.03)


@pytest.mark.parametrize(
    "heard",
    [
        words(0, 28, sure=0.6),
        words(0, 28, text="the city of"),
        words(0, 14),  # and then a voice, and no word
        words(16, 29)[: LEAST_WORDS - 1],
        [],
    ],
    ids=["unsure", "loop", "voice without words", "few", "none"],
)
def test_what_the_gate_does_not_trust_is_no_figure(heard):
    assert math.isnan(hear(LivePace(), PACE_S, heard))


def test_without_words_there_is_none():
    assert math.isnan(LivePace().hear({"refused": "model", "detail": ""}))
