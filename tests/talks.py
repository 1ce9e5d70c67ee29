"""Frames of a talk, written as short as they are thought: three slides, "A 0-30 B 30-75"."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from pacer.core import frames
from pacer.pacing import Profile
from pacer.pacing.rehearsal_gain import Worth

FIRST = pd.Timestamp("2026-01-01T09:00Z")


def make_slides(n: int, *, title: str = "Title {}") -> pd.DataFrame:
    """SLIDES of `n` slides with the keys A, B, C, … and a new section every five."""
    return frames.build(
        frames.SLIDES,
        [
            {
                "slide_key": (key := chr(ord("A") + number) if n <= 26 else f"s{number + 1}"),
                "position": number + 1,
                "title": title.format(key),
                "section": f"Part {number // 5 + 1}",
                "hidden": False,
                "builds": 0,
                "body_words": 30,
                "notes_words": 100,
                "text": f"Text of {key}",
                "notes": f"Notes of {key}",
                "media_s": 0.0,
                "target_s": None,
                "value": 1.0,
                "locked": False,
            }
            for number in range(n)
        ],
    )


def make_runs(
    *written: str, kinds: list[str] | None = None, digests: list[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """RUNS, VISITS and DWELL of runs a day apart, each as "A 0-30 B 30-75"; " …" was stopped."""
    runs, visits = [], []
    for number, text in enumerate(written):
        started_at = FIRST + pd.Timedelta(days=number)
        run_id = f"{started_at:%Y-%m-%dT%H-%M-%SZ}"
        words = text.removesuffix(" …").split()
        stopped = text.endswith(" …")
        stays = [
            (key, *map(float, span.split("-")))
            for key, span in zip(words[::2], words[1::2], strict=True)
        ]
        visits += [
            {
                "run_id": run_id,
                "visit": visit,
                "slide_key": key,
                "start_s": start,
                "end_s": end,
                "censored": stopped and visit == len(stays),
            }
            for visit, (key, start, end) in enumerate(stays, 1)
        ]
        runs.append(
            {
                "run_id": run_id,
                "kind": kinds[number] if kinds else "rehearsal",
                "started_at": started_at,
                "deck_digest": digests[number] if digests else "digest",
                "source": "pacer",
                "talk_s": sum(end - start for _, start, end in stays),
                "questions_s": 0.0,
                "paused_s": 0.0,
                "complete": not stopped,
            }
        )
    stayed = frames.build(frames.VISITS, visits)
    spent = stayed.assign(dwell_s=stayed["end_s"] - stayed["start_s"])
    dwell = spent.groupby(["run_id", "slide_key"], sort=False, as_index=False).agg(
        dwell_s=("dwell_s", "sum"), visits=("visit", "size"), censored=("censored", "max")
    )
    return frames.build(frames.RUNS, runs), stayed, frames.check(dwell, frames.DWELL)


@dataclass(frozen=True)
class Normal:
    """Stands in for a Total: as many seconds as a normal variable."""

    mean_s: float
    sd_s: float

    def quantile(self, q: float) -> float:
        return NormalDist(self.mean_s, self.sd_s).inv_cdf(q)

    def p_within(self, seconds: float) -> float:
        return NormalDist(self.mean_s, self.sd_s).cdf(seconds)

    def interval(self, level: float = 0.8) -> tuple[float, float]:
        return self.quantile(0.5 - level / 2), self.quantile(0.5 + level / 2)


@dataclass(frozen=True)
class Guess:
    """Stands in for a Pacing: the same seconds for every slide."""

    slides: pd.DataFrame
    each_s: float = 60.0
    profile: Profile = field(default_factory=Profile)
    trend_share: tuple[float, float] = (0.0, 0.0)
    warnings: tuple[str, ...] = ()
    length_s: float | None = None
    slot_s: float | None = None
    advances: bool = False

    @property
    def usual_s(self) -> npt.NDArray[np.float64]:
        return np.full(len(self.slides), self.each_s)

    def worth(self, count: int = 3) -> Worth:
        return Worth(tuple(self.slides["slide_key"][:count]), 10.0, 10.0)

    def estimates(self, level: float = 0.8) -> pd.DataFrame:
        rows = [
            {
                "slide_key": key,
                "position": position,
                "runs": 3,
                "low_s": 0.8 * self.each_s,
                "median_s": self.each_s * (0.7 + 0.1 * (position % 7)),
                "high_s": 1.6 * self.each_s,
                "basis": "3 runs",
            }
            for position, key in enumerate(self.slides["slide_key"], 1)
        ]
        return frames.build(frames.ESTIMATES, rows)

    def total(self, scale: object = None) -> Normal:
        mean = self.each_s * len(self.slides)
        return Normal(mean, 0.05 * mean)


def make_plan(slides: pd.DataFrame, actions: str, *, each_s: float = 60.0) -> pd.DataFrame:
    """PLAN with a letter a slide: k(eep), t(rim), m(erge into the one before), c(ut)."""
    names = {"k": "keep", "t": "trim", "m": "merge", "c": "cut"}
    left = {"k": 1.0, "t": 0.6, "m": 0.0, "c": 0.0}
    rows, at = [], 0.0
    for position, (key, letter) in enumerate(zip(slides["slide_key"], actions, strict=True), 1):
        budget, shown = each_s * left[letter], letter in "kt"
        rows.append(
            {
                "slide_key": key,
                "position": position,
                "action": names[letter],
                "into": slides["slide_key"].iloc[position - 2] if letter == "m" else "",
                "estimate_s": each_s,
                "budget_s": budget,
                "saved_s": each_s - budget,
                "start_s": at if shown else None,
                "end_s": at + budget if shown else None,
                "reason": {"k": "", "c": "its terms are on 2"}.get(letter, "much the same text"),
                "title": slides["title"].iloc[position - 1],
                "section": slides["section"].iloc[position - 1],
            }
        )
        at += budget
    return frames.build(frames.PLAN, rows)
