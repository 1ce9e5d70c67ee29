"""What the planner found, as figures: the PLAN frame, what it saves, how fast it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacer.core import frames
from pacer.judging.belief import DROPS, KEEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pacer.judging import Question
    from pacer.pacing import Total
    from pacer.planning.problem import Problem
    from pacer.planning.score import Selection

# The ways to save time, as PLAN's actions name them.
WAYS = ("cut", "trim", "merge")


@dataclass(frozen=True, repr=False)
class PlanOutcome:
    """A plan in figures: what to do with each slide, its budget and its reason.

    Parameters
    ----------
    frame : pandas.DataFrame
        PLAN, one row a slide that is not hidden, and its ``title`` and ``section``.
    talk_s : float
        Seconds to speak in.
    p : float
        The chance of fitting that was asked for.
    p_fits : float
        The chance there is.
    total : Total
        Distribution of the planned talk's seconds.
    warnings : tuple of str
        What the speaker should know of his decisions, one line each.
    questions : tuple of Question
        What to ask the speaker next, the most decisive first; none where nothing has to go.
    savings : mapping of str to float
        Seconds saved by each way to save: ``cut``, ``trim``, ``merge`` and ``faster``.
    wpm : float
        Words a minute that the notes of what stays imply; NaN without notes.
    gap : float
        How far from the best possible the plan can at most be but for ``footing``, as a share of
        its worth; 0 where nothing had to be cut.
    footing : float
        The share of the best plan's worth that goes for staying near the plans of other slots.
    worth : float
        See `pacer.planning.weights` for the unit.
    worth_share : float
        Of what all slides are worth.
    """

    frame: pd.DataFrame
    talk_s: float
    p: float
    p_fits: float
    total: Total
    warnings: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    savings: Mapping[str, float] = field(default_factory=dict)
    wpm: float = float("nan")
    gap: float = 0.0
    footing: float = 0.0
    worth: float = 0.0
    worth_share: float = 1.0

    @property
    def scale(self) -> pd.Series[float]:
        """Share of its estimated seconds each slide still takes, by slide_key."""
        frame = self.frame
        left = (frame["estimate_s"] - frame["saved_s"]) / frame["estimate_s"]
        return left.fillna(1.0).set_axis(frame["slide_key"])

    @property
    def planned_s(self) -> float:
        """Seconds the budgets add up to."""
        return float(self.frame["budget_s"].sum())


def frame_of(made: Problem, chosen: Selection, reasons: Mapping[int, str]) -> pd.DataFrame:
    """PLAN of the slides that are not hidden, with their titles and sections."""
    into = hosts(made, chosen)
    keys = made.slides["slide_key"].tolist()
    received = dict.fromkeys(chosen, 0.0)
    for row, host in into.items():
        received[host] += made.seconds[row] * chosen[row].scale
    rows = []
    start_s = 0.0
    for row in made.shown:
        option = chosen.get(row)
        estimate = float(made.seconds[row])
        stays = option is not None and option.action != "merge"
        left = estimate * option.scale if option is not None else 0.0
        budget = left + received[row] if stays else 0.0
        rows.append(
            {
                "slide_key": keys[row],
                "position": int(made.slides["position"].iloc[row]),
                "action": option.action if option is not None else "cut",
                "into": keys[into[row]] if row in into else "",
                "estimate_s": estimate,
                "budget_s": budget,
                "saved_s": estimate - left,
                "start_s": start_s if stays else float("nan"),
                "end_s": start_s + budget if stays else float("nan"),
                "reason": reasons[row],
                "title": made.slides["title"].iloc[row],
                "section": made.slides["section"].iloc[row],
            }
        )
        start_s += budget
    return frames.build(frames.PLAN, rows)


def hosts(made: Problem, chosen: Selection) -> dict[int, int]:
    """The row each merged row goes into: the next one that is shown in its own right."""
    found: dict[int, int] = {}
    host = -1
    for row in reversed(made.shown):
        option = chosen.get(row)
        if option is not None and option.action == "merge":
            found[row] = host
        elif option is not None:
            host = row
    return found


def savings(made: Problem, chosen: Selection) -> dict[str, float]:
    """Seconds saved by cutting, trimming, merging and speaking faster."""
    saved = dict.fromkeys((*WAYS, "faster"), 0.0)
    for row in made.shown:
        option = chosen.get(row)
        seconds = float(made.seconds[row])
        if option is None:
            saved["cut"] += seconds
            continue
        slow = option.scale / option.pace
        saved["faster"] += seconds * (slow - option.scale)
        if option.action in WAYS:
            saved[option.action] += seconds * (1 - slow)
    return saved


def wpm(made: Problem, chosen: Selection) -> float:
    """Words a minute, from the slides with notes; NaN where most have none."""
    noted = {
        row: option
        for row, option in chosen.items()
        if made.slides["notes_words"].iloc[row] > 0 and made.seconds[row] > 0
    }
    if 2 * len(noted) < len(chosen):
        return float("nan")
    words = sum(
        made.slides["notes_words"].iloc[row] * option.scale / option.pace
        for row, option in noted.items()
    )
    minutes = sum(made.seconds[row] * option.scale for row, option in noted.items()) / 60
    return float(words / minutes)


def worth_share(made: Problem, chosen: Selection) -> float:
    """Share of what all slides are worth that a plan keeps."""
    whole = float(made.worth[made.shown].sum())
    kept = sum(float(made.worth[row]) * option.credit for row, option in chosen.items())
    return min(kept / whole, 1.0) if whole > 0 else 1.0


def questions(made: Problem, chosen: Selection) -> tuple[Question, ...]:
    """What to ask about a plan; nothing where it keeps the whole talk."""
    if all(row in chosen and chosen[row].action == "keep" for row in made.shown):
        return ()
    rows = {key: row for row, key in enumerate(made.slides["slide_key"])}
    keys = made.heard.judgement.slides["slide_key"].tolist()
    proposed = {}
    for number, stretch in enumerate(made.heard.judgement.stretches):
        its = [rows[keys[at]] for at in stretch.places]
        whole = float(made.seconds[its].sum())
        left = sum(float(made.seconds[row]) * chosen[row].scale for row in its if row in chosen)
        share = left / whole if whole > 0 else 1.0
        proposed[number] = "keep" if share >= KEEPS else "drop" if share <= DROPS else "shorten"
    return made.heard.questions(proposed)
