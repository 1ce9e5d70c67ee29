"""A comparison in words: "am I getting there?" first, then what stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pacer.compare import grid
from pacer.compare.flags import has, left_plan, listed, standing
from pacer.core import clock, frames
from pacer.core.wording import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

# Practice is said to reach the slot only where this many more runs like the last would do it.
HOPEFUL_RUNS = 3


def sentences(
    totals: pd.DataFrame,
    slides: pd.DataFrame,
    drift: pd.DataFrame,
    *,
    talk_s: float | None,
    has_plan: bool,
) -> Iterator[str]:
    """What the frames of a `Comparison` say, most telling first; at least one sentence."""
    yield standing(totals, talk_s)
    if not len(totals):
        return
    yield from _practice(totals, talk_s)
    yield from _delivery(totals, slides)
    over = slides[has(slides, "overruns")].sort_values("overrun_s", kind="stable", ascending=False)
    yield from _said("Still over plan", over, clock.signed, "overrun_s")
    cut = slides[has(slides, "shown though cut")]
    if len(cut):
        total = clock.text(cut["overrun_s"].sum())
        yield from _said(f"Result though the plan cuts them, {total} in all", cut)
    if has_plan and (jump := left_plan(totals, slides, drift)):
        yield jump
    slides = slides.assign(change_s=slides["last_s"] - slides["first_s"])
    rising = slides.sort_values("change_s", kind="stable")
    yield from _said(
        "Faster than at first", rising[has(rising, "faster")], clock.signed, "change_s"
    )
    falling = rising[::-1]
    yield from _said(
        "Slower than at first", falling[has(falling, "slower")], clock.signed, "change_s"
    )
    loose = slides[has(slides, "unstable")].sort_values("spread_s", kind="stable", ascending=False)
    yield from _said(
        "Unsteady from run to run", loose, lambda spread: f"±{clock.text(spread)}", "spread_s"
    )
    yield from _said("Skipped in a run", slides[has(slides, "skipped")])
    yield from _said("Never shown in a run", slides[has(slides, "never shown")])
    yield from _said("Stumbled on", slides[has(slides, "stumbled on")])
    yield from _said("Gone back to", slides[has(slides, "revisited")])
    yield from _silence(totals)
    gone = slides[has(slides, "gone")]
    yield from _said("No longer in the deck, its times kept", gone, clock.text, "mean_s")
    apart = [
        f"{clock.text(totals[column].sum())} of {name}"
        for column, name in (("questions_s", "questions"), ("paused_s", "pauses"))
        if totals[column].sum() >= 0.5
    ]
    if apart:
        yield f"Counted apart, over all runs: {' and '.join(apart)}."


def _practice(totals: pd.DataFrame, talk_s: float | None) -> Iterator[str]:
    """The trend of the whole rehearsals, and whether practice alone will reach the talk time."""
    whole = totals[totals["whole"] & (totals["kind"] != "delivery")]
    if len(whole) < 2:
        if len(totals) > 1:
            yield "Fewer than two whole rehearsals: no trend of the total yet."
        return
    took = (whole["talk_s"] - whole["gone_s"]).to_numpy()
    mean, slope = (float(value[0]) for value in grid.trend(took[None, :])[:2])
    since = " on the slides still there" if whole["gone_s"].sum() >= 0.5 else ""
    ends = f"from {clock.text(took[0])} to {clock.text(took[-1])}"
    span = f"Over {len(whole)} whole rehearsals{since}, {ends}"
    if abs(slope) <= 0.005 * mean:
        yield f"{span}: steady."
    else:
        word = "shorter" if slope < 0 else "longer"
        share = percent(abs(slope) / mean, 1)
        yield f"{span}: {clock.text(abs(slope))} ({share}) {word} a run."
    given = totals["kind"].iloc[-1] == "delivery"
    if talk_s is not None and took[-1] > talk_s and not given:
        needed = np.ceil((took[-1] - talk_s) / -slope) if slope < 0 else np.inf
        if needed <= HOPEFUL_RUNS:
            runs = "one more run" if needed == 1 else f"{needed:.0f} more runs"
            yield f"If that goes on, {runs} will bring it into the slot."
        else:
            yield "Practice alone will not close the gap: plan what to cut."


def _silence(totals: pd.DataFrame) -> Iterator[str]:
    """How much of the runs with sound is silence: what a speaker in a hurry loses first."""
    heard = totals.dropna(subset=["pause_share"])
    if not len(heard):
        return
    first, last = (
        f"{percent(heard['pause_share'].iloc[at])} of run {heard['number'].iloc[at]}"
        for at in (0, -1)
    )
    yield f"Silence is {last}{f', and was {first}' * (len(heard) > 1)}."


def _delivery(totals: pd.DataFrame, slides: pd.DataFrame) -> Iterator[str]:
    """Deliveries against rehearsals, over the slides that both timed."""
    both = slides.dropna(subset=["delivery_s", "mean_s"])
    before, told = both["mean_s"].sum(), both["delivery_s"].sum()
    if set(totals["kind"]) == set(frames.RUN_KINDS) and before > 0:
        word = "longer" if told > before else "shorter"
        share = percent(abs(told / before - 1))
        yield (
            f"Delivered, the same slides took {clock.text(abs(told - before))} ({share}) {word} "
            "than rehearsed."
        )


def _said(
    lead: str, slides: pd.DataFrame, form: Callable[[float], str] | None = None, column: str = ""
) -> Iterator[str]:
    """A sentence that names the first few slides; none where there are none."""
    if len(slides):
        yield f"{lead}: {listed(slides, form, column)}."
