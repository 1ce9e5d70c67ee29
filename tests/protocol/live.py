"""Two hundred seeded runs and their curves, for both sides: live.json."""

from __future__ import annotations

import functools
import random
from typing import Any

from pacer import pacing
from pacer.core import frames
from pacer.pacing.live import LiveForecast
from tests.widgets.talks import make_slides

RUNS, SEED, SLIDES = 200, 20260301, 12
# Each run is told one of these; None: no slot was stated.
SLOTS_S = (None, 480.0, 720.0, 1080.0)


def runs() -> list[dict[str, Any]]:
    """The runs: their slot, their marks in order, and the curve after the last."""
    return [{**run, "curve": curve(run)} for run in map(_run, range(RUNS))]


def _run(number: int) -> dict[str, Any]:
    rng = random.Random(SEED + number)  # noqa: S311 - no secrets
    at, t_s, marks = 0, 0.0, []

    def add(kind: str, slide_key: str = "") -> None:
        seq = len(marks) + 1
        marks.append({"seq": seq, "t_s": round(t_s, 3), "kind": kind, "slide_key": slide_key})

    add("start", "id:1")
    for _ in range(rng.randint(0, SLIDES - 2)):
        t_s += rng.uniform(2, 90)
        dice = rng.random()
        if dice < 0.12:
            add(rng.choice(["pause", "question"]))
            t_s += rng.uniform(1, 40)
            add("resume" if marks[-1]["kind"] == "pause" else "answer")
            t_s += rng.uniform(1, 20)
        # Onwards; now and then a look back, a jump ahead or a slip.
        at = min(SLIDES - 1, max(0, at + rng.choice([1, 1, 1, 1, 1, 1, 2, -1])))
        add("slide", f"id:{at + 1}")
        if dice > 0.93:
            t_s += rng.uniform(0.2, 4)
            add("slide", f"id:{SLIDES}")
            t_s += rng.uniform(0.2, 4)
            add("slide", f"id:{at + 1}")
    if rng.random() < 0.3:
        t_s += rng.uniform(1, 30)
        add("note")
    return {"slot_s": rng.choice(SLOTS_S), "marks": marks}


def curve(run: dict[str, Any]) -> dict[str, Any]:
    """The curve after a run's last mark, in milliseconds."""
    made = LiveForecast(_tables(), slot_s=run["slot_s"]).curve(run["marks"])
    assert made is not None
    lines = {name: getattr(made, name) for name in ("since_s", "low_s", "median_s", "high_s")}
    return {
        "slide_key": made.slide_key,
        **{name: [round(value, 3) for value in line] for name, line in lines.items()},
    }


@functools.cache
def _tables() -> dict[str, Any]:
    """A deck of text and notes that nobody rehearsed."""
    return pacing.fit(
        make_slides(SLIDES), frames.build(frames.DWELL), frames.build(frames.RUNS)
    ).tables()
