"""Real lectures to measure against, from the folder that ``PACER_LECTURES`` names.

One folder a lecture with ``slides.csv`` (slide_number, text, ocr_text) and ``durations.csv``
(slide, seconds, inferred_s, first_s, planned), as the MaViLS benchmark's lectures lie beside the
project for measuring.
"""

from __future__ import annotations

import itertools
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pacer import deck, runs, transcript
from pacer.core import frames
from pacer.core.text import count_words, line, tidy
from pacer.pacing import fit
from pacer.pacing.live import LiveForecast
from pacer.pacing.prior import BLANK_WORDS, Lectures, new_words
from pacer.transcript import align

if TYPE_CHECKING:
    from collections.abc import Sequence

# Seconds are sound where the video shows or the labels tell nearly all of the slides.
MOST_INFERRED = 0.3
MOMENTS = (0.10, 0.25, 0.50, 0.75)
# What is believed of `by_count` before any lecture: that a talk's length grows like the cube
# root of its slides, between not at all (0) and in proportion (1). And how far lengths scatter.
COUNT, COUNT_SD, LENGTH_SD = 1 / 3, 0.25, 0.33
# What simple ways reach on the same seven lectures, from the notes that came with them.
BASELINES = """\
    by slide count                          129.0   30.0   20.0    9.0
    by slide words                          275.0   36.0   22.0   18.0
    text prior with shrunk pace              47.0   25.0   20.0   10.0
    the true pace, known beforehand           4.0    5.0    6.0    6.0"""


@dataclass(frozen=True)
class Lecture:
    name: str
    slides: pd.DataFrame  # SLIDES; pages that were not planned are hidden
    seconds: np.ndarray  # by row
    first_s: np.ndarray  # by row, NaN where not shown
    sound: bool

    @property
    def total_s(self) -> float:
        return float(self.seconds.sum())

    @property
    def planned(self) -> int:
        return int((~self.slides["hidden"]).sum())

    def order(self) -> list[tuple[int, float]]:
        """Rows in order of first showing, each with the elapsed seconds when it was left."""
        rows = [row for row in np.argsort(self.first_s, kind="stable") if self.seconds[row] > 0]
        return list(zip(rows, [*self.first_s[rows][1:], self.total_s], strict=True))


def read(folder: Path) -> Lecture:
    times = pd.read_csv(folder / "durations.csv")
    pages = pd.read_csv(folder / "slides.csv", dtype=str, keep_default_na=False)
    rows = []
    for row in pages.itertuples():
        text = tidy(row.text if count_words(row.text) >= 8 else f"{row.text}\n{row.ocr_text}")
        rows.append(
            {
                "slide_key": f"p:{row.slide_number}",
                "position": int(row.slide_number),
                "title": line(text.split("\n")[0]),
                "section": "",
                "hidden": not times["planned"].iloc[len(rows)],
                "builds": 0,
                "body_words": count_words(text),
                "notes_words": 0,
                "text": text,
                "notes": "",
                "media_s": 0.0,
                "target_s": math.nan,
                "value": 1.0,
                "locked": False,
            }
        )
    seconds = times["seconds"].to_numpy(float)
    inferred = float(times["inferred_s"].sum())
    return Lecture(
        folder.name,
        frames.build(frames.SLIDES, rows),
        seconds,
        times["first_s"].to_numpy(float),
        inferred <= MOST_INFERRED * seconds.sum(),
    )


def learn(lectures: Sequence[Lecture]) -> Lectures:
    """The figures of `pacer.pacing.prior.Lectures`, from these lectures alone."""
    count = np.log([lecture.planned for lecture in lectures])
    total = np.log([lecture.total_s for lecture in lectures])
    off = count - count.mean()
    by_count = float(
        ((off * total).sum() / LENGTH_SD**2 + COUNT / COUNT_SD**2)
        / ((off**2).sum() / LENGTH_SD**2 + COUNT_SD**-2)
    )
    log_total = float((total - by_count * count).mean())
    # Poisson regression with a level for each lecture: its maximum lies where, with the level
    # profiled out, the deviance is least.
    sound = []
    for lecture in lectures:
        if lecture.sound:
            shown = lecture.seconds > 0
            novel = new_words(lecture.slides["text"].tolist())[shown] + BLANK_WORDS
            sound.append((np.log(novel), lecture.seconds[shown]))

    def deviance(power: float) -> float:
        found = 0.0
        for log_words, seconds in sound:
            share = np.exp(power * log_words)
            expected = share * seconds.sum() / share.sum()
            found += (seconds * np.log(seconds / expected)).sum() / seconds.mean()
        return found

    by_words = min(np.linspace(0, 1, 101), key=deviance)
    return Lectures(log_total, by_count, float(by_words))


NO_RUNS = frames.build(frames.DWELL), frames.build(frames.RUNS)


def heard(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """DWELL and RUNS of the one run that the lecture's transcript makes, nobody having clicked."""
    found = align(deck.read(folder / "deck.pdf"), transcript.read(folder / "transcript.srt"))
    spans = (
        runs.Span(row.start_s, row.end_s, f"p:{row.page}", "slide" if row.page > 0 else "pause")
        for row in found.visits.itertuples()
    )
    marks = pd.DataFrame(runs.to_marks(spans), columns=["t_s", "kind", "slide_key"])
    dwell = runs.dwell(runs.visits(marks.assign(run_id="heard")))
    about = {
        "run_id": "heard", "kind": "delivery", "started_at": pd.Timestamp(0, tz="UTC"),
        "deck_digest": "", "source": found.label, "talk_s": float(dwell["dwell_s"].sum()),
        "questions_s": 0.0, "paused_s": 0.0, "complete": True,
    }  # fmt: skip
    return dwell, frames.build(frames.RUNS, [about])


def seconds_of_slides(
    lecture: Lecture,
    known: Lectures,
    given: tuple[pd.DataFrame, pd.DataFrame] = NO_RUNS,
) -> dict[str, float]:
    """How well each slide's seconds are estimated, over slides shown: from text, or a run too."""
    found = fit(lecture.slides, *given, lectures=known).estimates()
    shown = lecture.seconds > 0
    took = lecture.seconds[shown]
    low, middle, high = (
        found[name].to_numpy(float)[shown] for name in ("low_s", "median_s", "high_s")
    )

    def pinball(q: float, guess: np.ndarray) -> float:
        return float(np.maximum(q * (took - guess), (q - 1) * (took - guess)).mean())

    return {
        "mae_s": float(np.abs(middle - took).mean()),
        "mae_fit_s": float(np.abs(middle * took.sum() / middle.sum() - took).mean()),
        "cov80": float(((low <= took) & (took <= high)).mean()),
        "pinball_s": (pinball(0.1, low) + pinball(0.5, middle) + pinball(0.9, high)) / 3,
    }


def finishing_time(
    lecture: Lecture, known: Lectures, *, slot_s: float | None = None
) -> list[tuple[float, bool]]:
    """At each of `MOMENTS`: the error as a share of the total, and whether p10-p90 holds it."""
    tables = fit(lecture.slides, *NO_RUNS, lectures=known).tables()
    live = LiveForecast(tables, slot_s=slot_s)
    keys = tables["slide_keys"]
    order = lecture.order()
    marks = [{"t_s": 0.0, "kind": "start", "slide_key": keys[order[0][0]]}]
    made = []
    # As a page marks it: at each moment a slide is left, the next one comes up.
    for (_, elapsed), (row, _) in itertools.pairwise(order):
        marks.append({"t_s": elapsed, "kind": "slide", "slide_key": keys[row]})
        made.append((elapsed, live.finish(marks)))
    found = []
    for moment in MOMENTS:
        # The last forecast before the moment, or the first of all.
        before = [end for elapsed, end in made if elapsed <= (moment + 1e-9) * lecture.total_s]
        end = before[-1] if before else made[0][1]
        low, high = end.interval(0.8)
        error = abs(end.quantile(0.5) - lecture.total_s) / lecture.total_s
        found.append((error, low <= lecture.total_s <= high))
    return found


def main() -> None:
    place = os.environ.get("PACER_LECTURES")
    if not place:
        print("Real lectures: left out, PACER_LECTURES names no folder")
        return
    every = [read(path) for path in sorted(Path(place).iterdir()) if path.is_dir()]
    print(f"Real lectures: figures learned from all but the one forecast; all {len(every)} give")
    print(f"  {learn(every)}")
    text, spoken, ends, slotted = [], [], [], []
    names = []
    for lecture in every:
        if not lecture.sound:
            continue
        known = learn([other for other in every if other is not lecture])
        names.append(lecture.name)
        text.append(seconds_of_slides(lecture, known))
        spoken.append(seconds_of_slides(lecture, known, heard(Path(place) / lecture.name)))
        ends.append(finishing_time(lecture, known))
        # Stated beforehand: the length of the lecture, up to the next five minutes.
        slot_s = math.ceil(lecture.total_s / 300) * 300
        slotted.append(finishing_time(lecture, known, slot_s=slot_s))
    print(f"  {'seconds a slide':<33}{'from text alone':<34}and the transcript")
    print(" " * 35 + 2 * "   mae_s  mae_fit  cov80  pinball")
    sides = [pd.DataFrame(found, index=names) for found in (text, spoken)]
    for name in [*names, "mean"]:
        told = ""
        for frame in sides:
            row = frame.mean() if name == "mean" else frame.loc[name]
            told += f"{row.mae_s:8.1f}{row.mae_fit_s:9.1f}{row.cov80:7.2f}{row.pinball_s:9.1f}"
        print(f"    {name:<31}{told}")
    print("    extra-trees on text features       87.0     74.0   0.71     30.0")
    print("  finishing time, mean error in %         at 10 %  25 %   50 %   75 %   p10-p90 holds")
    print(BASELINES)
    for title, found in (("pacer", ends), ("pacer, slot stated beforehand", slotted)):
        errors = 100 * np.array([[error for error, _ in each] for each in found])
        holds = np.mean([[held for _, held in each] for each in found])
        for name, row in zip(names, errors, strict=True):
            if title == "pacer":
                print(f"      {name:<32}" + "".join(f"{value:7.1f}" for value in row))
        means = "".join(f"{value:7.1f}" for value in errors.mean(0))
        print(f"    {title:<34}{means}   {holds:.2f}")


if __name__ == "__main__":
    main()
