"""How well a transcript tells which slide was on, against the lectures in ``PACER_LECTURES``.

Drives what ships: deck.pdf and transcript.srt of each lecture through `pacer.transcript.align`.
The truth is by page; time in which no slide is visible does not count.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from pacer import deck, runs
from pacer.core.errors import RunError
from pacer.runs.boundaries import Boundary
from pacer.transcript import align, boundaries, read
from pacer.transcript.align import log_stays
from pacer.transcript.clicks import frame as click_frame
from pacer.transcript.decoder import posterior
from pacer.transcript.evidence import gather
from pacer.transcript.pages import pages_of
from pacer.transcript.weights import WEIGHTS

# Share of time on the right page, and mean seconds a slide, on the same lectures, from the notes
# that came with them.
BASELINES = """\
    equal split                          .138   62
    tf-idf, monotone Viterbi             .667   48
    published, from sound alone          .488   79
    published, that also sees the video  .761   38
    a tuned HMM without a model          .743   31"""
STEP_S = 0.5
NOWHERE = {"slide": -9, "page": -9, "slide_key": ""}
CLICKS = (0, 3, 6, 12)


def on_at(frame: pd.DataFrame, times: np.ndarray, column: str) -> np.ndarray:
    at = np.searchsorted(frame["start_s"].to_numpy(), times, side="right") - 1
    inside = (at >= 0) & (times < frame["end_s"].to_numpy()[np.maximum(at, 0)])
    return np.where(inside, frame[column].to_numpy()[np.maximum(at, 0)], NOWHERE[column])


def measure(folder: Path) -> tuple[dict[str, float], list[tuple[float, bool]]]:
    """Accuracy and seconds a slide of one lecture, and each visit's confidence and fate."""
    truth = pd.read_csv(folder / "truth.csv")
    began = time.perf_counter()
    found = align(deck.read(folder / "deck.pdf"), read(folder / "transcript.srt")).visits
    took_s = time.perf_counter() - began
    times = np.arange(STEP_S / 2, truth["end_s"].max(), STEP_S)
    right = on_at(truth, times, "slide")
    given = on_at(found.assign(page=found["page"].astype(int)), times, "page")
    visible = right > 0
    error_s = [
        STEP_S
        * abs(int((visible & (right == page)).sum()) - int((visible & (given == page)).sum()))
        for page in np.unique(right[visible])
    ]
    fates = []
    for row in found.itertuples():
        inside = visible & (times >= row.start_s) & (times < row.end_s)
        if inside.any():
            fates.append((row.confidence, (right[inside] == row.page).mean() >= 0.5))
    figures = {
        "right": float((right == given)[visible].mean()),
        "error_s": float(np.mean(error_s)),
        "took_s": took_s,
    }
    return figures, fates


def with_clicks(folder: Path, most: int) -> float:
    """Share of time on the right page once the most doubtful changes are set where they were.

    A speaker sets a change where these two slides did change; where they did not, he leaves it.
    """
    truth = pd.read_csv(folder / "truth.csv")
    read_deck, words = deck.read(folder / "deck.pdf"), read(folder / "transcript.srt").words
    pages = pages_of(read_deck)
    key_of = dict(zip(pages["page"], pages["slide_key"], strict=True))
    shown = truth.assign(slide_key=truth["slide"].map(key_of).fillna(""))
    were = boundaries.changes(shown[["start_s", "end_s", "slide_key"]])
    known: list[Boundary] = []
    left: set[tuple[str, str]] = set()
    while True:
        marks, certainty = boundaries.around(read_deck, words, known)
        frame = pd.DataFrame(marks, columns=["t_s", "kind", "slide_key"]).assign(run_id="r")
        visits = runs.visits(frame)
        if len(known) == most:
            break
        found = boundaries.changes(visits)
        found = found.assign(sure=boundaries.sureness(found, certainty))
        done = {(one.before, one.after) for one in known} | left
        for row in found.sort_values("sure").itertuples():
            pair = row.before, row.after
            same = were[(were["before"] == row.before) & (were["after"] == row.after)]
            if pair in done:
                continue
            if same.empty:
                left.add(pair)
                continue
            to_s = float(same["at_s"].iloc[(same["at_s"] - row.at_s).abs().argmin()])
            if row.low_s <= to_s <= row.high_s:
                known.append(Boundary(float(row.at_s), to_s, *pair))
                break
            left.add(pair)
        else:
            break
    times = np.arange(STEP_S / 2, truth["end_s"].max(), STEP_S)
    right, given = on_at(shown, times, "slide_key"), on_at(visits, times, "slide_key")
    visible = on_at(truth, times, "slide") > 0
    return float((right == given)[visible].mean())


def told_before(folder: Path, clicks: int, *, wrong: int = 0) -> tuple[float, int]:
    """Share of time on the right slide with clicks known beforehand, each some seconds off.

    Drawn among the true changes of slide, 3 s off in the standard deviation; further ones are
    wrong altogether. And how many of these were believed.
    """
    rng = np.random.default_rng([clicks, wrong, sum(map(ord, folder.name))])
    truth = pd.read_csv(folder / "truth.csv")
    read_deck, transcript = deck.read(folder / "deck.pdf"), read(folder / "transcript.srt")
    pages = pages_of(read_deck)
    slide_of = dict(zip(pages["page"], pages["slide"], strict=True))
    shown = truth.assign(slide=truth["slide"].map(slide_of).fillna(-1).astype(int))
    end_s = float(transcript.words["end_s"].max()) - 1
    came = shown[
        (shown["slide"] > 0)
        & (shown["slide"] != shown["slide"].shift())
        & shown["start_s"].between(5, end_s)
        & (shown["end_s"] - shown["start_s"] > 4)
    ]
    came = came.iloc[rng.choice(len(came), min(clicks, len(came)), replace=False)]
    moments = [
        (float(np.clip(at + rng.normal(0, 3), 0, end_s)), int(slide))
        for at, slide in zip(came["start_s"], came["slide"], strict=True)
    ]
    lies = [
        (float(rng.uniform(60, end_s - 60)), int(rng.choice(pages["slide"]))) for _ in range(wrong)
    ]
    try:
        found = align(read_deck, transcript, clicks=click_frame([*moments, *lies])).visits
    except RunError:  # refused: he goes without
        found = align(read_deck, transcript).visits
    times = np.arange(STEP_S / 2, truth["end_s"].max(), STEP_S)
    right, given = (on_at(each, times, "slide") for each in (shown, found))
    believed = sum(
        bool((on_at(found, np.arange(at - 10, at + 10, STEP_S), "slide") == slide).any())
        for at, slide in lies
    )
    return float((right == given)[right > 0].mean()), believed


def ninety_minutes() -> float:
    """Seconds to align 90 minutes at 150 words a minute with 100 slides, reading left out."""
    rng = np.random.default_rng(1)
    vocabulary = [f"w{'abcdefghij'[n % 10]}{n}xyz" for n in range(3000)]
    common = [f"c{n}" for n in range(200)]
    pages = pd.DataFrame(
        {"title": "", "text": "", "notes": "", "page": range(1, 101)}, index=range(100)
    )
    pages["text"] = [" ".join(vocabulary[30 * n : 30 * n + 30]) for n in range(100)]
    pages["title"] = [" ".join(vocabulary[30 * n : 30 * n + 3]) for n in range(100)]
    count = 90 * 150
    starts = np.arange(count) * 0.4
    said = [
        vocabulary[30 * min(int(at / 54), 99) + rng.integers(30)]
        if rng.random() < 0.2
        else common[rng.integers(200)]
        for at in starts
    ]
    words = pd.DataFrame({"word": said, "start_s": starts, "end_s": starts + 0.35})
    began = time.perf_counter()
    posterior(gather(words, pages), log_stays(pages, words), WEIGHTS)
    return time.perf_counter() - began


def main() -> None:
    print(f"Aligner: 90 minutes against 100 slides in {ninety_minutes():.1f} s")
    place = os.environ.get("PACER_LECTURES")
    if not place:
        print("  real lectures: left out, PACER_LECTURES names no folder")
        return
    rows, fates = {}, []
    folders = sorted(path for path in Path(place).iterdir() if (path / "deck.pdf").exists())
    for folder in folders:
        rows[folder.name], own = measure(folder)
        fates += own
    frame = pd.DataFrame(rows).T
    print("  share of time on the right page, from the transcript; mean error of a slide's seconds")
    for name, row in [*frame.iterrows(), ("mean", frame.mean())]:
        print(f"    {name:<34}{row.right:8.3f}{row.error_s:6.0f}   in {row.took_s:.1f} s")
    print(BASELINES)
    sure, right = (np.array(each, float) for each in zip(*fates, strict=True))
    for low, high in ((0.5, 0.65), (0.65, 0.75), (0.75, 0.85), (0.85, 0.95)):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            print(
                f"    visits called {low:.0%} to {high:.0%} sure: {right[inside].mean():.0%} right "
                f"of {inside.sum()}"
            )
    told = [
        f"{clicks}: {np.mean([with_clicks(folder, clicks) for folder in folders]):.3f}"
        for clicks in CLICKS
    ]
    print(f"    on the right slide, so many doubtful changes set by hand: {', '.join(told)}")
    told = [
        f"{clicks}: {np.mean([told_before(folder, clicks)[0] for folder in folders]):.3f}"
        for clicks in CLICKS
    ]
    print(f"    so many clicks known beforehand, 3 s off: {', '.join(told)}")
    share, believed = np.mean([told_before(folder, 6, wrong=1) for folder in folders], axis=0)
    print(f"    six, and one that is wrong: {share:.3f}; it is believed in {believed:.0%}")


if __name__ == "__main__":
    main()
