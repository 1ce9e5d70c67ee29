"""How much worse the forecast is where a clicker bounces and a hand clicks fast and goes back.

The same simulated runs twice: as spoken, and with presses too many, slides flicked to and back,
and looks back at an earlier slide. Both go through the code that ships: `LiveForecast`, from marks.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from pacer.pacing import fit
from pacer.pacing.live import LiveForecast
from tests.benchmarks import simulate

SEED, TALKS = 20260301, 60
# Of the run, where the end is forecast.
AT = (0.25, 0.5, 0.75)
# How often each happens at a change of slides.
BOUNCES, FLICKS, RETURNS = 0.10, 0.08, 0.08


def _clean(keys: list[str], seconds: np.ndarray) -> list[tuple[float, str]]:
    """When each slide comes up."""
    begins = np.concatenate([[0.0], np.cumsum(seconds)[:-1]])
    return [(float(t_s), key) for t_s, key in zip(begins, keys, strict=True)]


def _clicked(shown: list[tuple[float, str]], rng: np.random.Generator) -> list[tuple[float, str]]:
    """The same run as a hurried hand clicks it: nothing of it takes any time of the talk."""
    made: list[tuple[float, str]] = []
    for place, (t_s, key) in enumerate(shown):
        until = shown[place + 1][0] if place + 1 < len(shown) else math.inf
        made.append((t_s, key))
        dice = rng.random()
        if dice < BOUNCES and place + 1 < len(shown) and until - t_s > 6:
            # The press came twice; seen, and gone back at once.
            gap = rng.uniform(0.08, 0.24)
            made += [(t_s + gap, shown[place + 1][1]), (t_s + gap + rng.uniform(0.4, 2.5), key)]
        elif dice < BOUNCES + FLICKS and place + 3 < len(shown) and until - t_s > 8:
            # On through three slides in a second to look for something, and back.
            at = t_s + rng.uniform(2, 4)
            for ahead in (1, 2, 3):
                made.append((at + 0.35 * ahead, shown[place + ahead][1]))
            for back in (2, 1, 0):
                made.append((at + 1.05 + 0.35 * (3 - back), shown[place + back][1]))
        elif dice < BOUNCES + FLICKS + RETURNS and place > 1 and until - t_s > 12:
            # "As we saw there": some seconds on an earlier slide.
            at, back = t_s + rng.uniform(3, 6), int(rng.integers(1, min(place, 4) + 1))
            made += [(at, shown[place - back][1]), (at + rng.uniform(1, 5), key)]
    return made


def _errors(live: LiveForecast, shown: list[tuple[float, str]], took_s: float) -> list[float]:
    marks: list[dict[str, Any]] = [
        {"t_s": t_s, "kind": "slide" if number else "start", "slide_key": key}
        for number, (t_s, key) in enumerate(shown)
    ]
    found = []
    for share in AT:
        until = [mark for mark in marks if mark["t_s"] <= share * took_s]
        # A note says that the run was still going then.
        now = [*until, {"t_s": share * took_s, "kind": "note", "slide_key": ""}]
        finish = live.finish(now)
        assert finish is not None
        found.append(100 * abs(finish.quantile(0.5) - took_s) / took_s)
    return found


def main() -> None:
    """Print the mean error of the forecast end, in percent, with and without."""
    clean, clicked = [], []
    for number in range(TALKS):
        rng = np.random.default_rng([SEED, number])
        who = simulate.speaker(simulate.KINDS[number % len(simulate.KINDS)], rng)
        what = simulate.talk(who, rng)
        held = np.array([simulate.runs(what, j, rng)[0] for j in range(3)])
        live = LiveForecast(fit(what.slides, *simulate.recorded(what, held[:2])).tables())
        spoken = held[2] > 0
        keys = what.slides["slide_key"][spoken].tolist()
        shown = _clean(keys, held[2][spoken])
        took_s = float(held[2].sum())
        clean.append(_errors(live, shown, took_s))
        clicked.append(_errors(live, _clicked(shown, rng), took_s))
    print(f"    error of the forecast end, in % of the run, {TALKS} simulated talks")
    print("    at           " + "".join(f"{100 * share:8.0f} %" for share in AT))
    for name, rows in (("as spoken", clean), ("as clicked", clicked)):
        print(f"    {name:<13}" + "".join(f"{value:10.2f}" for value in np.mean(rows, axis=0)))
    worse = np.mean(clicked) - np.mean(clean)
    print(f"    worse by {worse:.2f} points (asked: at most 2)")


if __name__ == "__main__":
    main()
