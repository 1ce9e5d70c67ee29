"""Which slide was on when in recordings: accuracy, boundaries, speed and memory.

The recordings are the folders of PACER_RECORDINGS, each with ``rec.*``, ``truth.csv`` (start_s,
end_s, slide: the page of the PDF, −1 for something else) and ``deck.pdf``, or ``meta.json`` that
names the deck. The file whose speed is measured is made here.
"""

import json
import os
import resource
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
LEAST, MOST_ELSE, MEDIAN_S, MOST_S, TIMES = 0.95, 0.02, 0.2, 0.6, 10
STEP_S = 0.05
# Of the film whose speed is measured: the fixed cost counts for more than in half an hour.
SECONDS = 240


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


def film(path, pages, seconds):
    """1080p at 30 pictures a second and 4 Mbit/s: slides, noise and a corner that moves."""
    import av
    from PIL import Image

    rng = np.random.default_rng(1)
    large = [np.asarray(Image.fromarray(each).resize((1920, 1080))) for each in pages]
    grain = [rng.normal(0, 2.2, (1080, 1920)).astype(np.int8) for _ in range(7)]
    face = np.asarray(Image.fromarray(rng.integers(0, 255, (30, 60), np.uint8)).resize((960, 540)))
    with av.open(str(path), "w") as box:
        stream = box.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        stream.bit_rate, stream.options = 4_000_000, {"preset": "veryfast"}
        for number in range(seconds * 30):
            shown = large[number // 300 % len(large)] + grain[number % 7].astype(np.int16)
            shown[-300:, -480:] = face[number % 200 : number % 200 + 300, :480]
            planes = np.full((1620, 1920), 128, np.uint8)
            planes[:1080] = np.clip(shown, 0, 255)
            box.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        box.mux(stream.encode())


def main() -> None:
    if "PACER_RECORDINGS" in os.environ:
        home = Path(os.environ["PACER_RECORDINGS"])
        folders = sorted(path.parent for path in home.glob("*/truth.csv"))
        found = pd.DataFrame({folder.name: measured(folder) for folder in folders}).T
        for name, each in found.iterrows():
            row(str(name), [f"{value:.3f}" for value in each])
        mean = found.mean()
        row("mean accuracy", [f"{mean['accuracy']:.3f}"], f"≥ {LEAST}")
        row("slide time called something else", [f"{mean['called else']:.3f}"], f"≤ {MOST_ELSE}")
        row("boundaries, median", [f"{mean['median s']:.2f} s"], f"≤ {MEDIAN_S} s")
        row("boundaries, 90 %", [f"{mean['90 % s']:.2f} s"], f"≤ {MOST_S} s")
    with tempfile.TemporaryDirectory() as folder:
        pages = [page(n) for n in range(1, 25)]
        deck = decks.read(save_deck(pages, Path(folder) / "talk.pdf"))
        film(Path(folder) / "talk.mp4", pages, SECONDS)
        began = time.perf_counter()
        recording.match(deck, Path(folder) / "talk.mp4")
        took_s = time.perf_counter() - began
        times = f"{SECONDS / took_s:.1f} × real time"
        row(f"{SECONDS} s of 1080p at 4 Mbit/s", [times], f"≥ {TIMES} ×")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    row("peak memory", [f"{peak:.0f} MB"], "≤ 400 MB")
