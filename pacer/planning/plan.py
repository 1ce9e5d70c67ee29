"""A plan: what to do with each slide so that the talk fits, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacer import clock, frames
from pacer.show import Sheet, Shown, Table, chance, count, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from pacer.deck import Deck
    from pacer.deck.export import Mode
    from pacer.pacing import Total
    from pacer.planning.options import Task
    from pacer.planning.score import Chosen

# Terms that are gone and named at the top; all of them are in `Plan.lost`.
MOST_LOST = 6
_WAYS = {"cut": "cutting", "trim": "trimming", "merge": "merging"}
_EMPHASIS = {"keep": "", "trim": "strong", "merge": "strong", "cut": "faint"}


@dataclass(frozen=True, repr=False)
class Plan(Shown):
    """What to keep, trim, merge and cut, with each slide's budget and reason.

    Parameters
    ----------
    frame : pandas.DataFrame
        PLAN, one row a slide that is not hidden, and its `title` and `section`.
    talk_s : float
        Seconds to speak in.
    p : float
        The chance of fitting that was asked for.
    p_fits : float
        The chance there is.
    total : Total
        Distribution of the planned talk's seconds.
    warnings : tuple of str
        Terms used without their introduction, one line each.
    lost : tuple of str
        Terms that no slide is left to cover.
    savings : mapping of str to float
        Seconds saved by each way to save: ``cut``, ``trim``, ``merge`` and ``faster``.
    wpm : float
        Words a minute that the notes of what stays imply; NaN without notes.
    gap : float
        How far from the best possible the plan can at most be, as a share of its worth; 0 where
        nothing had to be cut.
    worth : float
        In ordinary slides; see `pacer.planning.options`.
    worth_share : float
        Of the whole talk's worth.
    deck : Deck, optional
        What `export` writes a copy of.
    rehearsed : bool
        Whether any run stands behind the slides' seconds.
    """

    frame: pd.DataFrame
    talk_s: float
    p: float
    p_fits: float
    total: Total
    warnings: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    savings: Mapping[str, float] = field(default_factory=dict)
    wpm: float = float("nan")
    gap: float = 0.0
    worth: float = 0.0
    worth_share: float = 1.0
    deck: Deck | None = field(default=None, compare=False)
    rehearsed: bool = True

    def export(self, target: str | Path, *, mode: Mode = "hide", overwrite: bool = False) -> Path:
        """Write the plan as a deck, a run sheet or budgets; see `pacer.planning.export`."""
        from pacer.planning import export

        return export.write(self, target, mode=mode, overwrite=overwrite)

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

    def sheet(self) -> Sheet:
        """Lay out the plan: the totals, then slide by slide."""
        frame = self.frame
        counts = frame["action"].value_counts()
        edited = {name: int(counts.get(name, 0)) for name in _WAYS}
        shown = len(frame) - edited["cut"] - edited["merge"]
        headline = (
            f"{clock.text(self.planned_s)} on {shown} of {len(frame)} slides for "
            f"{clock.text(self.talk_s)} of talk time: fits {chance(self.p_fits)} of the time"
        )
        if not any(self.savings.values()):
            sentences = ["The talk fits as it is: nothing to cut."]
        else:
            reserve = clock.text(self.talk_s - self.planned_s)
            sentences = [
                f"{reserve} in reserve, so that it fits {chance(self.p)} of the time, not half"
                + (".", "; most of it for not knowing: rehearse once.")[not self.rehearsed],
                f"{', '.join(self._saved(edited)).capitalize()}.",
            ]
            stays = f"{chance(self.worth_share)} of the talk's worth stays"
            proof = f"; no plan in this time keeps {_proof(self.gap)} more" * (self.gap < 0.01)
            sentences.append(f"{stays}{proof}.")
        if self.lost:
            more = len(self.lost) - MOST_LOST
            named = ", ".join(self.lost[:MOST_LOST]) + (f" and {more} more" if more > 0 else "")
            sentences.append(f"No longer in the talk: {named}.")
        rows = [
            (
                position,
                title or "–",
                action,
                clock.text(takes),
                "" if action in ("cut", "merge") else clock.text(budget),
                "" if action in ("cut", "merge") else clock.text(end),
                reason,
            )
            for position, title, action, takes, budget, end, reason in zip(
                *(
                    frame[name].tolist()
                    for name in (
                        "position",
                        "title",
                        "action",
                        "estimate_s",
                        "budget_s",
                        "end_s",
                        "reason",
                    )
                ),
                strict=True,
            )
        ]
        table = Table.of(
            "Slide by slide",
            [">#", "slide", "do", ">takes", ">budget", ">leave by", "*why"],
            rows,
            [_EMPHASIS[action] for action in frame["action"]],
        )
        return Sheet(headline, tuple(sentences), (table,), self.warnings)

    def _saved(self, edited: Mapping[str, int]) -> Iterator[str]:
        for name, doing in _WAYS.items():
            if edited[name]:
                slides = count(edited[name], "slide")
                yield f"{doing} {slides} saves {clock.text(self.savings[name])}"
        if self.savings["faster"] >= 1:
            rate = self.savings["faster"] / self.planned_s
            yield f"speaking {percent(rate)} faster saves {clock.text(self.savings['faster'])}"


def frame_of(made: Task, chosen: Chosen, reasons: Mapping[int, str]) -> pd.DataFrame:
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


def hosts(made: Task, chosen: Chosen) -> dict[int, int]:
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


def savings(made: Task, chosen: Chosen) -> dict[str, float]:
    """Seconds saved by cutting, trimming, merging and speaking faster."""
    saved = dict.fromkeys((*_WAYS, "faster"), 0.0)
    for row in made.shown:
        option = chosen.get(row)
        seconds = float(made.seconds[row])
        if option is None:
            saved["cut"] += seconds
            continue
        slow = option.scale / option.pace
        saved["faster"] += seconds * (slow - option.scale)
        if option.action in _WAYS:
            saved[option.action] += seconds * (1 - slow)
    return saved


def wpm(made: Task, chosen: Chosen) -> float:
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


def _proof(gap: float) -> str:
    return percent(max(gap, 1e-4), 2)
