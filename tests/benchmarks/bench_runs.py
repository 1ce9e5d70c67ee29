"""Loading many runs, and knowing slides again in edited decks."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from pacer import deck, runs
from pacer.core.errors import DeckError
from pacer.deck.formats import ENDINGS
from pacer.runs.journal import revision
from tests.benchmarks.timing import ratio, row
from tests.runs.editing import EDITS, edit, score, seeded
from tests.runs.making import make_slides

RUNS, SLIDES = 1000, 60
SEEDS = range(5)
LEAST_SLIDES = 8
# How slides are numbered after the edit -> what precision and recall should reach.
KEYS = {"kept": (0.98, 0.95), "fresh": (0.95, 0.90), "in order": (0.95, 0.90)}


def main() -> None:
    loading()
    durable()
    matching()


def loading() -> None:
    """1,000 runs of 60 slides into RUNS, MARKS, VISITS and DWELL."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_runs(Path(folder))

        def plain() -> None:
            for path in paths:
                with path.open(encoding="utf-8") as file:
                    for line in file:
                        json.loads(line)

        def frames() -> None:
            loaded = runs.load(folder)
            assert len(loaded.runs) == RUNS
            assert len(runs.dwell(runs.visits(loaded.marks))) == RUNS * SLIDES

        mine, base, times = ratio(frames, plain)
    print(f"{RUNS:,} runs of {SLIDES} slides, in turn with json.loads over the same lines")
    figures = [f"{times:.2f}", f"{mine:.2f} s", f"{base:.2f} s"]
    row("load, visits, dwell / json.loads", figures, "(at most 3)")


def write_runs(folder: Path) -> list[Path]:
    rng = seeded("loading")
    words = [f"word{number}" for number in range(500)]
    slides = make_slides([f"Slide {number}" for number in range(SLIDES)])
    slides["text"] = [" ".join(rng.choices(words, k=60)) for _ in range(SLIDES)]
    began = datetime(2026, 1, 1, tzinfo=UTC)
    made = []
    for number in range(RUNS):
        at_s, marks = 0.0, []
        for place, key in enumerate(slides["slide_key"]):
            marks.append((at_s, "slide" if place else "start", key))
            at_s += rng.lognormvariate(3, 0.5)
        marks.append((at_s, "stop", ""))
        started = began + timedelta(hours=number)
        made.append(runs.save_marks(folder, slides, marks, deck_digest="d", started_at=started))
    return made


def durable() -> None:
    """What it costs to have each mark on disk before it is acknowledged."""
    with (
        tempfile.TemporaryDirectory() as folder,
        runs.Journal.create(folder, make_slides(), deck_digest="d") as journal,
    ):
        times = []
        for number in range(500):
            began = time.perf_counter()
            journal.mark(number, "slide", f"id:{number}")
            times.append(1000 * (time.perf_counter() - began))
    times.sort()
    row("one mark, fsynced: median, p99 (ms)", [f"{times[250]:.2f}", f"{times[495]:.2f}"])


def matching() -> None:
    """Precision and recall of matches to edited versions of real decks."""
    decks = list(real_decks())
    if not decks:
        print("Matching: set PACER_DECKS and PACER_LECTURES to folders of decks to measure it")
        return
    sums: dict[tuple[str, str], Counter[str]] = {}
    for name, slides in decks:
        old = pd.DataFrame(revision(slides)).astype("str")
        foreign = [
            pair
            for other, frame in decks
            if other != name
            for pair in zip(frame["title"], frame["text"], strict=True)
        ]
        for keys in KEYS:
            for kind in [*EDITS, "all"]:
                for seed in SEEDS:
                    rng = seeded(name, keys, kind, seed)
                    new, truth = edit(slides, kind, rng, foreign, keys=keys)
                    made, right, there = score(runs.match(old, new), old, truth)
                    found = Counter(made=made, right=right, there=there)
                    for total in ((keys, kind), (keys, "together")):
                        sums[total] = sums.get(total, Counter()) + found
    print(
        f"Matching: {len(decks)} decks of {LEAST_SLIDES} slides or more, {len(SEEDS)} versions of "
        "each by each edit: precision, recall"
    )
    row("ids", ["kept        dealt anew   by position"])
    for kind in [*EDITS, "all", "together"]:
        cells = [sums[keys, kind] for keys in KEYS]
        row(
            f"  {kind}",
            [f"{c['right'] / c['made']:.3f} {c['right'] / c['there']:.3f}" for c in cells],
        )
    bounds = "; ".join(f"{keys} {p} {r}" for keys, (p, r) in KEYS.items())
    print(f"  (at least: {bounds})")


def real_decks() -> list[tuple[str, pd.DataFrame]]:
    """The decks in the folders that the environment names, long enough to edit."""
    found = []
    for variable in ("PACER_DECKS", "PACER_LECTURES"):
        if folder := os.environ.get(variable):
            for path in sorted(Path(folder).rglob("*")):
                if path.suffix.lower() not in ENDINGS["pptx"]:
                    continue
                try:
                    slides = deck.read(path).slides[["slide_key", "title", "text"]]
                except DeckError:
                    continue  # what cannot be read is measured in the deck's room
                if len(slides) >= LEAST_SLIDES:
                    found.append((path.relative_to(folder).as_posix(), slides))
    return found


if __name__ == "__main__":
    main()
