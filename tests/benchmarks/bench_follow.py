"""Could the room follow a talk without a key, by the words alone? Measured, and left out.

The lectures in ``PACER_LECTURES``, each word heard five seconds late and a quarter of them not at
all, as live words are. The aligner's own evidence and weights, without what is to come: every
minute the words until then are held against the pages anew, and the recursion goes forward only.
What is shown goes on to a page near ahead that is likelier than `NEAR`, and anywhere else only
where that is as good as certain (`SURE`); both were chosen on these lectures, among 54 pairs and
holds, so the figures flatter. To be offered it would have to be right or next to it for .8 of the
time, go back wrongly at most twice an hour, and be there within 20 s of a change at p95.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pacer import deck
from pacer.transcript import read
from pacer.transcript.align import log_stays
from pacer.transcript.decoder import _forward_backward, _tables
from pacer.transcript.evidence import CELL_S, cells_of, gather
from pacer.transcript.pages import pages_of
from pacer.transcript.weights import WEIGHTS

DROPPED, LATE_S, STEP_S = 0.25, 5.0, 5.0
ANEW_S = 60.0
NEAR, NEAR_PAGES, SURE = 0.4, 3, 0.95
# A shift of subject is told by what comes after it.
ONLINE = replace(WEIGHTS, changes={**WEIGHTS.changes, "shift": 0.0})
# Shorter stays are passed through: nobody waits for them.
LEAST_STAY_S = 10.0


def chances(words: pd.DataFrame, pages: pd.DataFrame) -> np.ndarray:
    """The chance of each page at the end of each cell, by the words until the end of its minute."""
    made = []
    stays = log_stays(pages, words)  # how long the talk is to be is known: it has a slot
    whole, chunk = cells_of(words), round(ANEW_S / CELL_S)
    for last in range(chunk, whole + chunk, chunk):
        so_far = words[words["end_s"] <= last * CELL_S]
        if so_far.empty:
            continue
        evidence = gather(so_far, pages, cells=last)
        tables = _tables(evidence, stays, ONLINE)
        found, _ = _forward_backward(*tables, ONLINE, back=False)
        made.append(found[len(made) * chunk if made else 0 : last])
    return np.concatenate(made)[:, :-1]


def shown(chance: np.ndarray) -> np.ndarray:
    """The place of the page that the room would show, each `STEP_S`, words being late."""
    at, made = 0, []
    for t_s in np.arange(0.0, len(chance) * CELL_S + LATE_S, STEP_S):
        cell = int((t_s - LATE_S) / CELL_S) - 1
        if cell >= 0:
            now = chance[cell]
            best = int(now.argmax())
            if now[best] >= (NEAR if 0 < best - at <= NEAR_PAGES else SURE):
                at = best
        made.append(at)
    return np.array(made)


def measure(folder: Path, seed: int) -> dict[str, Any]:
    """One lecture; the truth is by page, and time in which no slide is visible does not count."""
    truth = pd.read_csv(folder / "truth.csv")
    pages = pages_of(deck.read(folder / "deck.pdf"))
    words = read(folder / "transcript.srt").words
    heard = words[np.random.default_rng(seed).random(len(words)) >= DROPPED].reset_index(drop=True)
    told = pages["page"].to_numpy(int)[shown(chances(heard, pages))]
    times = np.arange(0.5, truth["end_s"].max(), 1.0)
    right = truth["slide"].to_numpy()[np.searchsorted(truth["start_s"], times, side="right") - 1]
    given = told[np.minimum((times / STEP_S).astype(int), len(told) - 1)]
    visible = right > 0
    off = abs(given - right)
    lags, stays = [], 0
    for stay in truth[truth["slide"] > 0].itertuples():
        if stay.end_s - stay.start_s >= LEAST_STAY_S:
            inside = (times >= stay.start_s) & (times < stay.end_s)
            there = np.flatnonzero(given[inside] == stay.slide)
            stays += 1
            lags += [float(there[0])] if len(there) else []
    steps = np.flatnonzero(np.diff(given)) + 1
    worse = steps[visible[steps] & (off[steps] > abs(given[steps - 1] - right[steps]))]
    hours = times[-1] / 3600
    return {
        "right": (off == 0)[visible].mean(),
        "next to it": (off <= 1)[visible].mean(),
        "lag p50": np.percentile(lags, 50),
        "lag p95": np.percentile(lags, 95),
        "never there": 1 - len(lags) / stays,
        "back an hour": (given[worse] < given[worse - 1]).sum() / hours,
        "astray an hour": (off[worse] > 1).sum() / hours,
    }


def main() -> None:
    place = os.environ.get("PACER_LECTURES")
    if not place:
        print("Following by words: left out, PACER_LECTURES names no folder")
        return
    folders = sorted(path for path in Path(place).iterdir() if (path / "deck.pdf").exists())
    frame = pd.DataFrame(
        {folder.name: measure(folder, seed) for seed, folder in enumerate(folders)}
    ).T
    print(f"Following by words alone, {DROPPED:.0%} of them lost and {LATE_S:.0f} s late")
    print(f"    {'':<34}" + "".join(f"{name:>15}" for name in frame))
    for name, row in [*frame.iterrows(), ("mean", frame.mean()), ("worst share", frame.min())]:
        if name == "worst share":
            row = row[["right", "next to it"]]
        print(f"    {name:<34}" + "".join(f"{value:15.2f}" for value in row))


if __name__ == "__main__":
    main()
