"""Which slide was on when in recordings: accuracy, boundaries, speed and memory.

The recordings are the folders of PACER_RECORDINGS, each with ``rec.*``, ``truth.csv`` (start_s,
end_s, slide: the page of the PDF, −1 for something else) and ``deck.pdf``, or ``meta.json`` that
names the deck. The file whose speed is measured is made here.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from pacer import deck as decks
from pacer import recording
from tests.benchmarks.timing import row
from tests.recording.films import page, save_deck

# Goals: mean accuracy; slide time called something else; boundaries (median, 90 %); speed.
LEAST, MOST_ELSE, MEDIAN_S, MOST_S = 0.95, 0.02, 0.2, 0.6
STEP_S = 0.05
# What is measured of speed and memory: its rate, its length, and how many times real time.
FILMS = (("4 Mbit/s", 4_000_000, 30, 10), ("200 kbit/s", 200_000, 60, 25))
# The pictures of a film repeat after so many seconds: encoding takes longer than all the rest.
ONCE_S = 120


def at(frame, times, column):
    found = np.searchsorted(frame["start_s"], times, side="right") - 1
    return frame[column].to_numpy()[np.clip(found, 0, len(frame) - 1)]


def measured(folder):
    truth = pd.read_csv(folder / "truth.csv").sort_values("start_s")
    deck = folder / "deck.pdf"
    if not deck.exists():
        named = json.loads((folder / "meta.json").read_text())["deck"]
        deck = (folder.parent / named).resolve()
    file = next(path for path in folder.iterdir() if path.stem == "rec")
    began = time.perf_counter()
    found = recording.match(decks.read(deck), file)
    took_s = time.perf_counter() - began
    end_s = float(truth["end_s"].max())
    times = np.arange(STEP_S / 2, end_s, STEP_S)
    right, said = at(truth, times, "slide"), at(found, times, "page").astype(int)
    apart = [
        np.abs(found["start_s"][found["page"] == slide] - start_s).min()
        for start_s, slide in truth[["start_s", "slide"]].iloc[1:].itertuples(index=False)
    ]
    near = [gap for gap in apart if gap <= 5] or [np.nan]
    return {
        "accuracy": (right == said).mean(),
        "called else": ((said == -1) & (right > 0)).sum() / max((right > 0).sum(), 1),
        "median s": np.median(near),
        "90 % s": np.percentile(near, 90),
        "times": end_s / took_s,
    }


def film(path, pages, bit_rate, minutes):
    """1080p at 30 pictures a second: slides, grain and a speaker in a corner, two minutes over.

    At 4 Mbit/s the grain is kept and the whole corner moves; at 200 kbit/s there is none, and a
    face in it moves, as in a meeting.
    """
    import av
    from PIL import Image

    rng = np.random.default_rng(1)
    fine = bit_rate >= 1_000_000
    large = [np.asarray(Image.fromarray(each).resize((1920, 1080))) for each in pages]
    grain = [rng.normal(0, 2.2 * fine, (1080, 1920)).astype(np.int8) for _ in range(7)]
    face = np.asarray(Image.fromarray(rng.integers(0, 255, (30, 60), np.uint8)).resize((960, 540)))
    high, wide = (300, 480) if fine else (90, 120)
    with tempfile.TemporaryDirectory() as folder:
        once = Path(folder) / "once.mp4"
        with av.open(str(once), "w") as box:
            stream = box.add_stream("libx264", rate=30)
            stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
            stream.bit_rate, stream.options = bit_rate, {"preset": "veryfast"}
            for number in range(ONCE_S * 30):
                shown = large[number // 300 % len(large)] + grain[number % 7].astype(np.int16)
                at = number % 200
                shown[-high:, -wide:] = face[at : at + high, :wide]
                planes = np.full((1620, 1920), 128, np.uint8)
                planes[:1080] = np.clip(shown, 0, 255)
                box.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
            box.mux(stream.encode())
        with av.open(str(path), "w") as whole:
            stream = None
            for again in range(minutes * 60 // ONCE_S):
                with av.open(str(once)) as box:
                    source = box.streams.video[0]
                    stream = stream or whole.add_stream_from_template(source)
                    later = round(again * ONCE_S / source.time_base)
                    for packet in box.demux(source):
                        if packet.dts is not None:
                            packet.pts, packet.dts = packet.pts + later, packet.dts + later
                            packet.stream = stream
                            whole.mux(packet)
    return path


# In a process of its own: what it took is that of aligning, not of making the film.
TIMED = """
import resource, sys, time
from pacer import deck, recording
read = deck.read(sys.argv[1])
began = time.perf_counter()
recording.match(read, sys.argv[2])
took_s = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_SELF)
print(took_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)
"""


def timed(deck, file):
    told = subprocess.run(
        [sys.executable, "-c", TIMED, deck, file], check=True, capture_output=True, text=True
    )
    return [float(each) for each in told.stdout.split()]


def accuracy(home):
    folders = sorted(path.parent for path in home.glob("*/truth.csv"))
    found = pd.DataFrame({folder.name: measured(folder) for folder in folders}).T
    for name, each in found.iterrows():
        row(str(name), [f"{value:.3f}" for value in each])
    mean = found.mean()
    row("mean accuracy", [f"{mean['accuracy']:.3f}"], f"≥ {LEAST}")
    row("slide time called something else", [f"{mean['called else']:.3f}"], f"≤ {MOST_ELSE}")
    row("boundaries, median", [f"{mean['median s']:.2f} s"], f"≤ {MEDIAN_S} s")
    row("boundaries, 90 %", [f"{mean['90 % s']:.2f} s"], f"≤ {MOST_S} s")


def main() -> None:
    if "PACER_RECORDINGS" in os.environ:
        accuracy(Path(os.environ["PACER_RECORDINGS"]))
    with tempfile.TemporaryDirectory() as folder:
        pages = [page(n) for n in range(1, 25)]
        deck = save_deck(pages, Path(folder) / "talk.pdf")
        for said, bit_rate, minutes, least in FILMS:
            file = film(Path(folder) / "talk.mp4", pages, bit_rate, minutes)
            took_s, worked_s, peak = timed(deck, file)
            times = f"{minutes * 60 / took_s:.1f} × real time"
            row(f"{minutes} minutes of 1080p at {said}", [times], f"≥ {least} ×")
            row("  in the processor's own time", [f"{minutes * 60 / worked_s:.1f} ×"])
            row("  peak memory", [f"{peak:.0f} MB"], "≤ 400 MB")
            file.unlink()
