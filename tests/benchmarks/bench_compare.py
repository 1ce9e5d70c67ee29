"""Comparing 200 runs of 120 slides, and setting the report, against a plain pandas groupby."""

import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from pacer.pacing import fit
from pacer.results import report
from pacer.results.comparison import compare
from pacer.results.pace import Pace
from tests.benchmarks.timing import ratio, row
from tests.talks import make_runs, make_slides

RUNS, SLIDES, SEED = 200, 120, 6


def talk(runs: int, slides: int) -> tuple[pd.DataFrame, ...]:
    """SLIDES, RUNS, VISITS and DWELL of a talk that is practised over and over."""
    chance = np.random.default_rng(SEED)
    deck = make_slides(slides)
    usual = chance.gamma(4, 8, slides)
    written = []
    for _ in range(runs):
        ends = np.cumsum(usual * chance.lognormal(0, 0.18, slides))
        starts = np.concatenate([[0], ends[:-1]])
        written.append(
            " ".join(
                f"{key} {start:.1f}-{end:.1f}"
                for key, start, end in zip(deck["slide_key"], starts, ends, strict=True)
                if chance.random() > 0.02
            )
        )
    return deck, *make_runs(*written)


def grouped(dwell: pd.DataFrame) -> pd.DataFrame:
    """What a notebook would do: a pivot, and four figures a slide."""
    wide = dwell.pivot_table(index="slide_key", columns="run_id", values="dwell_s")
    told = dwell.groupby("slide_key")["dwell_s"].agg(["first", "last", "mean", "std"])
    return told.join(wide)


def main() -> None:
    deck, runs, visits, dwell = talk(RUNS, SLIDES)
    planned = pd.Series(30.0, index=deck["slide_key"])
    mine, base, times = ratio(
        lambda: compare(deck, runs, visits, dwell, planned=planned, talk_s=3600.0),
        lambda: grouped(dwell),
    )
    print(f"{RUNS} runs of {SLIDES} slides ({len(visits):,} visits), seed {SEED}")
    row("compare", [f"{mine:.3f} s"], "(at most 0.5 s)")
    row("compare / pandas pivot and groupby", [f"{times:.1f}", f"of {base:.3f} s"])

    few, *practice = talk(4, 45)
    made = compare(few, *practice, talk_s=1080.0)
    pace = Pace(few, fit(few, practice[2], practice[0]), 1080.0)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.html"
        began = time.perf_counter()
        report.write(target, title="Bench", slides=few, pace=pace, comparison=made)
        first = time.perf_counter() - began
        size = target.stat().st_size
    row("report of 4 runs of 45 slides, the first", [f"{first:.2f} s"], "(loads matplotlib)")
    row("its size", [f"{size / 1e6:.2f} MB"], "(at most 2 MB)")


if __name__ == "__main__":
    main()
