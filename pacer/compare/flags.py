"""What stands out of a comparison, picked from its frames and named as a speaker does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pacer.core import clock, frames
from pacer.core.text import line
from pacer.core.wording import percent

if TYPE_CHECKING:
    from collections.abc import Callable

# A run is said to have left the plan at a slide that cost this much; see `left_plan`.
JUMP_S, JUMP_SHARE = 15.0, 0.02
# How many slides a sentence names.
NAMED = 3


def left_plan(
    totals: pd.DataFrame, slides: pd.DataFrame, drift: pd.DataFrame, held: str = "the plan"
) -> str:
    """The slide on which the latest run lost most against the plan; "" where none stands out."""
    last = totals.tail(1)
    run = drift[drift["run_id"].isin(last["run_id"])].sort_values("actual_start_s", kind="stable")
    step = run["drift_s"].diff().shift(-1)
    most = step.max()
    if not most > max(JUMP_S, JUMP_SHARE * float(last["talk_s"].sum())):
        return ""
    key = run["slide_key"].iloc[int(step.argmax())]
    slide = next(frames.rows(slides[slides["slide_key"] == key]))
    return f"The last run left {held} at {named(slide)}, which cost it {clock.text(most)}."


def has(slides: pd.DataFrame, flag: str) -> pd.Series[bool]:
    """Which slides of a comparison carry a flag."""
    return slides["flags"].map(lambda flags: flag in flags.split(", ")).astype("bool")


def named(slide: Any) -> str:
    """A slide as a speaker names it: its position and its title."""
    title = line(slide.title, limit=40)
    if pd.isna(slide.position):
        return f"“{title}”"
    return f"{slide.position} “{title}”" if title else str(slide.position)


def listed(
    slides: pd.DataFrame, form: Callable[[float], str] | None = None, column: str = ""
) -> str:
    """The first few slides by name, each with a figure of a column, and how many more there are."""
    parts = [
        named(slide) + (f" ({form(getattr(slide, column))})" if form else "")
        for slide in frames.rows(slides.head(NAMED))
    ]
    more = len(slides) - NAMED
    return f"{', '.join(parts)}{f' and {more} more' if more > 0 else ''}"


def standing(totals: pd.DataFrame, talk_s: float | None) -> str:
    """How long the latest run took against the talk time."""
    if not len(totals):
        return "No runs yet: rehearse once, or import timings, and there is something to compare."
    last = totals.iloc[-1]
    took = clock.text(last["talk_s"])
    name = (
        "The delivery"
        if last["kind"] == "delivery"
        else "The last run"
        if len(totals) > 1
        else "The one run so far"
    )
    if last["whole"]:
        said = f"{name} took {took}{_against(float(last['talk_s']), talk_s)}"
        if last["gone_s"] >= 0.5:
            left = float(last["talk_s"] - last["gone_s"])
            said += f"; without slides gone since, {clock.text(left)}"
            said += "" if talk_s is None else f", {_side(left - talk_s)}"
        return f"{said}."
    if last["complete"]:
        said = (
            f"{name} was a part of the talk, worth {percent(last['covered_share'])} of it: {took}"
        )
    else:
        said = f"{name} was stopped at slide {last['reached']}, after {took}"
    before = totals["talk_s"][totals["whole"]].tail(1)
    for took_s in before:
        said += f"; the last whole one took {clock.text(took_s)}{_against(took_s, talk_s)}"
    return f"{said}."


def _against(took_s: float, talk_s: float | None) -> str:
    if talk_s is None:
        return ""
    over = took_s - talk_s
    if clock.text(took_s) == clock.text(talk_s):
        return f", exactly the {clock.text(talk_s)} there is"
    return f", {_side(over)} the {clock.text(talk_s)} there is"


def _side(over_s: float) -> str:
    return f"{clock.text(abs(over_s))} {'over' if over_s > 0 else 'within'}"
