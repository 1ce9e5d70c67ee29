"""The pacing room: are its stated chances true, are its forecasts sharp, is it fast.

``python -m tests.benchmarks.bench_pacing`` prints the whole table; ``--quick`` takes a twelfth of
the talks. ``PACER_LECTURES`` names the folder of real lectures; without it they are left out.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from multiprocessing import Pool
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pacer.pacing import Profile, Total, fit, learn
from pacer.pacing.live import LiveForecast
from pacer.pacing.total import normal_cdf
from tests.benchmarks import lectures, simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED, PROFILE_SEED = 20260301, 20260302
# 8 kinds × 260 = 2,080 talks; and with a profile 8 × 125 = 1,000 talks after three others.
TALKS, TALKS_WITH_PROFILE = 260, 125
RUNS = 5
# The talks that a profile is learned from were rehearsed so often.
PROFILE_TALKS, PROFILE_RUNS = 3, 4
ORACLE_DRAWS = 400
NORMAL = statistics.NormalDist()


def crps(total: Total, took: float) -> float:
    """Continuous ranked probability score of a mixture of log-normals (Gneiting & Raftery 2007)."""
    weight, mean = np.array(total.weights), np.array(total.mu)
    sd = np.maximum(total.sd, 1e-6)
    low = min(float((mean - 6 * sd).min()), math.log(took) - 0.01)
    high = max(float((mean + 6 * sd).max()), math.log(took) + 0.01)
    at = np.exp(np.linspace(low, high, 1200))
    below = weight @ normal_cdf((np.log(at) - mean[:, None]) / sd[:, None])
    return float(np.trapezoid((below - (at >= took)) ** 2, at))


def crps_of_draws(draws: np.ndarray, took: float) -> float:
    """The same, of a sample."""
    draws, count = np.sort(draws), len(draws)
    pairs = ((2 * np.arange(1, count + 1) - count - 1) * draws).sum() / count**2
    return float(np.abs(draws - took).mean() - pairs)


def crps_of_normal(past: np.ndarray, took: float) -> float:
    """The same, of a normal with the runs' mean and standard deviation."""
    sd = max(float(past.std(ddof=1)), 1e-3)
    z = (took - past.mean()) / sd
    return sd * (z * (2 * NORMAL.cdf(z) - 1) + 2 * NORMAL.pdf(z) - 1 / math.sqrt(math.pi))


def _talk(job: tuple[str, int, bool]) -> list[dict[str, object]]:
    kind, number, with_profile = job
    seed = PROFILE_SEED if with_profile else SEED
    rng = np.random.default_rng([seed, simulate.KINDS.index(kind), number])
    who = simulate.speaker(kind, rng)
    profile = Profile()
    for earlier in range(PROFILE_TALKS if with_profile else 0):
        what = simulate.talk(who, rng)
        held = np.array([simulate.runs(what, j, rng)[0] for j in range(PROFILE_RUNS)])
        one = learn(what.slides, *simulate.recorded(what, held))
        profile = profile.with_talk(str(earlier), one)
    what = simulate.talk(who, rng)
    held = np.array([simulate.runs(what, j, rng)[0] for j in range(RUNS + 1)])
    return [_run(what, held, count, profile, rng) | {"kind": kind} for count in range(RUNS + 1)]


def _run(
    what: simulate.Talk, held: np.ndarray, count: int, profile: Profile, rng: np.random.Generator
) -> dict[str, object]:
    slides, took = what.slides, float(held[count].sum())
    pacing = fit(slides, *simulate.recorded(what, held[:count]), profile=profile)
    total = pacing.total()
    at = total.p_within(took)
    past = held[:count].sum(1)
    shown = held[count] > 0
    within = {}
    for level in (0.8, 0.9):
        ends = pacing.estimates(level)
        inside = (ends["low_s"] <= held[count]) & (held[count] <= ends["high_s"])
        within[f"slides{100 * level:.0f}"] = float(inside[shown].mean())
    words_s = float(slides["notes_words"].sum()) * 60 / 130
    draws = simulate.runs(what, count, rng, ORACLE_DRAWS).sum(1)
    scores = {
        "pacer": crps(total, took),
        "oracle": crps_of_draws(draws, took),
        "last": abs(past[-1] - took) if count else math.nan,
        "mean": abs(past.mean() - took) if count else math.nan,
        "normal": crps_of_normal(past, took) if count > 1 else math.nan,
        "120 s": abs(120 * len(slides) - took),
        # Where there are no notes there is nothing to divide.
        "130 wpm": abs(words_s - took) if words_s else math.nan,
    }
    return (
        {"R": count, "cov80": 0.1 < at < 0.9, "cov90": 0.05 < at < 0.95}
        | within
        | {name: 100 * value / took for name, value in scores.items()}
    )


def _table(frame: pd.DataFrame, by: str) -> None:
    heads = ["cov80", "cov90", "slides80", "slides90"]
    scores = ["pacer", "oracle", "last", "mean", "normal", "120 s", "130 wpm"]
    print(
        f"    {by:<12}" + "".join(f"{head:>9}" for head in heads + scores) + "  ×oracle  below last"
    )
    for name, part in frame.groupby(by):
        mean = part[heads + scores].mean()
        line = "".join(f"{100 * mean[head]:9.1f}" for head in heads)
        line += "".join(f"{mean[score]:9.2f}" for score in scores)
        below = f"{100 * (1 - mean['pacer'] / mean['last']):10.0f} %" if mean["last"] > 0 else ""
        print(
            f"    {name!s:<12}{line}{mean['pacer'] / mean['oracle']:9.2f}{below}".replace(
                "nan", "  –"
            )
        )


def simulated(share: float) -> None:
    """Coverage and scores over simulated talks."""
    for with_profile, talks, seed in (
        (False, TALKS, SEED),
        (True, TALKS_WITH_PROFILE, PROFILE_SEED),
    ):
        each = max(round(talks * share), 5)
        jobs = [(kind, i, with_profile) for kind in simulate.KINDS for i in range(each)]
        with Pool() as pool:
            rows = pool.map(_talk, jobs, chunksize=4)
        frame = pd.DataFrame([row for talk in rows for row in talk])
        whose = (
            f"of a speaker with a profile of {PROFILE_TALKS} talks of {PROFILE_RUNS} runs"
            if with_profile
            else "of strangers"
        )
        print(
            f"  The next run's total, {len(jobs)} simulated talks {whose}, seed {seed}; "
            "coverage in %, CRPS in % of the total"
        )
        _table(frame, "R")
        print("    by kind of speaker, R = 1 to 5")
        _table(frame[frame["R"] > 0], "kind")


def speed() -> None:
    """Seconds for 300 slides and 20 runs."""
    rng = np.random.default_rng(SEED)
    who = simulate.speaker("ordinary", rng)
    what = simulate.talk(who, rng, slides=300)
    held = np.array([simulate.runs(what, j, rng)[0] for j in range(20)])
    dwell, runs = simulate.recorded(what, held)
    pacing = fit(what.slides, dwell, runs)
    live = LiveForecast(pacing.tables(), slot_s=float(held[0].sum()))
    keys = pacing.slide_keys
    at_s = np.concatenate([[0.0], held[0].cumsum()])
    marks = [
        {"t_s": float(t_s), "kind": "slide" if row else "start", "slide_key": key}
        for row, (t_s, key) in enumerate(zip(at_s, keys, strict=False))
    ]
    scale = np.ones(300)
    slide: Iterator[int] = iter(range(300))

    def update() -> None:
        live.finish(marks[: next(slide) + 1]).interval()

    def clocked(what_: Callable[[], object], times: int) -> float:
        took = []
        for _ in range(times):
            began = time.perf_counter()
            what_()
            took.append(time.perf_counter() - began)
        return 1000 * statistics.median(took)

    print("  Speed with 300 slides and 20 runs, median")
    rows: list[tuple[str, Callable[[], object], int, float]] = [
        ("fit", lambda: fit(what.slides, dwell, runs), 15, 50),
        ("one P(fit)", lambda: pacing.total(scale).p_within(9000.0), 200, 1),
        ("a live update", update, 200, 5),
        ("estimates", pacing.estimates, 15, 50),
    ]
    for name, what_, times, most in rows:
        print(f"    {name:<20}{clocked(what_, times):9.3f} ms   (at most {most:g} ms)")


def main(share: float = 1.0) -> None:
    print("Pacing")
    simulated(share)
    lectures.main()
    speed()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a twelfth of the talks")
    main(1 / 12 if parser.parse_args().quick else 1.0)
