"""Runs against each other and against what was planned."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.compare.flags import left_plan, standing
from pacer.core import clock, frames
from pacer.plots import look
from pacer.plots.look import EARLY, INK, LATE, MUTED, PAPER, ROW_IN, ROWS, RUNS, TEXT_PT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from pacer.compare.runs import ComparedRuns

# A cell reaches its full colour at a minute; beyond that the figure in it tells.
FULL_S = 60.0


def runs(comparison: ComparedRuns, *, ax: Axes | None = None) -> Axes:
    """Each run's talk time as a bar, against the talk time; runs not whole are hollow.

    Parameters
    ----------
    comparison : ComparedRuns
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    totals, talk_s = comparison.totals.tail(3 * RUNS), comparison.talk_s
    ax = look.axes(ax, 0.85 + 0.3 * len(totals))
    most = max([*totals["talk_s"], talk_s or 0.0, 1.0])
    for row, run in enumerate(frames.rows(totals)):
        colour = LATE if talk_s is not None and run.talk_s > talk_s else EARLY
        fill = colour if run.whole else PAPER
        ax.barh(row, run.talk_s, 0.6, facecolor=fill, edgecolor=colour, linewidth=1.2)
        told = clock.text(run.talk_s)
        told += f"  {clock.signed(run.over_s)}" if pd.notna(run.over_s) else ""
        told += "" if run.whole else "  in part" if run.complete else "  stopped"
        look.beside(ax, told, most, row, fontweight="normal")
    labels = [f"{run.number} · {run.started_at:%d %b} · {run.kind}" for run in frames.rows(totals)]
    ax.set_yticks(range(len(totals)), labels=labels)
    ax.set(xlim=(0, most * 1.2), ylim=(len(totals) - 0.4, -1.1))
    look.clock_axis(ax, 0, most)
    if talk_s is not None:
        ax.axvline(talk_s, color=INK, linewidth=1.4)
        label = f"{clock.text(talk_s)} to speak"
        look.beside(ax, label, talk_s, -0.75, left=talk_s > 0.8 * most)
    shown = "One bar a run" + ("" if talk_s is None else ", a stroke at the talk time")
    return look.told(ax, standing(comparison.totals, comparison.talk_s).rstrip("."), f"{shown}.")


def heat(comparison: ComparedRuns, *, ax: Axes | None = None) -> Axes:
    """Slides down, runs across, each cell the difference from the plan; drift beside it.

    Parameters
    ----------
    comparison : ComparedRuns
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Rectangle

    # Slides gone have no place in the plan, and those no run showed have no cells.
    told = comparison.seconds.notna().any(axis=1).to_numpy()
    frame = comparison.slides[told].dropna(subset=["position"])
    every, latest = len(frame), comparison.totals.tail(RUNS)
    late = comparison.seconds.loc[frame["slide_key"], latest["run_id"].to_list()].sub(
        frame["planned_s"].to_numpy(), axis=0
    )
    most = np.nan_to_num(np.abs(late.to_numpy())).max(axis=1, initial=0.0)
    shown = np.sort(np.argsort(-most, kind="stable")[:ROWS])
    frame, late = frame.iloc[shown], late.iloc[shown]

    ax = look.axes(ax, 0.9 + ROW_IN * len(frame))
    for (row, column), late_s in np.ndenumerate(late.to_numpy()):
        if math.isnan(late_s):
            continue
        noticed = abs(late_s) >= look.NOTICED_S
        if noticed:
            colour, alpha = LATE if late_s > 0 else EARLY, 0.5 * min(abs(late_s) / FULL_S, 1)
            ax.add_patch(
                Rectangle((column, row - 0.5), 1, 1, facecolor=colour, alpha=alpha, linewidth=0)
            )
        ax.text(column + 0.5, row, _brief(late_s), ha="center", va="center",
                color=INK if noticed else MUTED, fontsize=TEXT_PT - 1)  # fmt: skip
    look.slide_rows(ax, frame)
    cells = len(latest)
    wide = max(1.0, 0.5 * cells)
    _drift_beside(ax, comparison, frame, latest, cells + 0.65 * wide, 0.5 * wide)
    ax.set_xlim(0, cells + 1.2 * wide)
    ax.xaxis.tick_top()

    against = "planned" if comparison.has_plan else "usual"
    last = late.to_numpy()[:, -1:]
    more, less = (last > look.NOTICED_S).sum(), (last < -look.NOTICED_S).sum()
    finding = f"In the last run {look.count(more, 'slide')} took longer than {against}, {less} less"
    if every > len(frame):
        finding += f" (of the {len(frame)} that differ most)"
    return look.told(
        ax,
        finding,
        f"One row a slide, one column a run: seconds over (+) or under (−) {against}; beside them, "
        "down the slides, a line of how far each run was ahead (left) or behind (right).",
    )


def drift(comparison: ComparedRuns, *, ax: Axes | None = None) -> Axes:
    """How far each run was behind (up) or ahead (down) of the plan as it went on.

    Parameters
    ----------
    comparison : ComparedRuns
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = look.axes(ax, 2.7)
    latest = comparison.totals.tail(RUNS)
    shown = comparison.drift[comparison.drift["run_id"].isin(latest["run_id"])]
    shown = shown.sort_values("actual_start_s", kind="stable")
    mine = shown[shown["run_id"].isin(latest["run_id"].tail(1))]
    far = max(1.15 * float(shown["drift_s"].abs().max() if len(shown) else 0.0), 20.0)
    end = max(float(shown["actual_start_s"].max() if len(shown) else 0.0), 60.0)
    ax.axhline(0, color=INK, linewidth=1)
    ways = {run.number: shown[shown["run_id"] == run.run_id] for run in frames.rows(latest)}
    ways = {number: way for number, way in ways.items() if len(way)}
    ends = {number: float(way["drift_s"].iloc[-1]) for number, way in ways.items()}
    for number, y in _apart(ends, 0.13 * far).items():
        style = _line_style(number == latest["number"].iloc[-1])
        way = ways[number]
        ax.plot(way["actual_start_s"], way["drift_s"], **style)
        x = way["actual_start_s"].iloc[-1]
        look.beside(ax, f"run {number}", x, y, color=style["color"])
    ax.set(xlim=(0, 1.1 * end), ylim=(-far, far))
    look.clock_axis(ax, 0, end)
    look.clock_axis(ax, -far, far, axis="y", most=5)
    for word, y, at in (("late ↑", 0.97, "top"), ("early ↓", 0.03, "bottom")):
        ax.text(0.01, y, word, transform=ax.transAxes, va=at, color=MUTED, fontsize=TEXT_PT)

    held = "the plan" if comparison.has_plan else "the usual pace"
    finding = left_plan(comparison.totals, comparison.slides, comparison.drift, held).rstrip(".")
    if not finding:
        most = clock.text(float(mine["drift_s"].abs().max()) if len(mine) else 0.0)
        finding = f"The last run stayed within {most} of {held}"
    return look.told(
        ax,
        finding,
        "One line a run: how far it was behind (up) or ahead (down) as it went on.",
    )


def _drift_beside(
    ax: Axes,
    made: ComparedRuns,
    frame: pd.DataFrame,
    latest: pd.DataFrame,
    middle: float,
    half: float,
) -> None:
    """Each run's drift as a line down the rows of the slides, around x = `middle`."""
    row = pd.Series(range(len(frame)), index=frame["slide_key"])
    shown = made.drift[made.drift["slide_key"].isin(row.index)]
    shown = shown[shown["run_id"].isin(latest["run_id"])]
    far = max(float(shown["drift_s"].abs().max()) if len(shown) else 0.0, 20.0)
    ax.plot([middle, middle], [-0.5, len(frame) - 0.5], color=INK, linewidth=0.8)
    for number, run_id in zip(latest["number"], latest["run_id"], strict=True):
        way = shown[shown["run_id"] == run_id]
        at = row.reindex(way["slide_key"]).sort_values(kind="stable")
        drifted = way.set_index("slide_key")["drift_s"].reindex(at.index)
        ax.plot(
            middle + half * drifted / far, at, **_line_style(number == latest["number"].iloc[-1])
        )
    heads = [f"run {number}" for number in latest["number"]]
    ends = [f"{clock.text(far)}\nearly", f"{clock.text(far)}\nlate"]
    ax.set_xticks(
        [*(np.arange(len(latest)) + 0.5), middle - half, middle + half], labels=[*heads, *ends]
    )


def _apart(places: dict[int, float], gap: float) -> dict[int, float]:
    """The places of labels, upwards, each moved up until it does not touch the one below."""
    made: dict[int, float] = {}
    lowest = -math.inf
    for number, place in sorted(places.items(), key=lambda item: item[1]):
        made[number] = lowest = max(place, lowest + gap)
    return made


def _line_style(last: bool) -> dict[str, Any]:
    return (
        {"color": EARLY, "linewidth": 2.2, "zorder": 3}
        if last
        else {"color": MUTED, "linewidth": 0.9, "alpha": 0.6}
    )


def _brief(late_s: float) -> str:
    """Seconds over or under, short enough for a cell."""
    if abs(late_s) >= 59.5:
        return clock.signed(late_s)
    whole = round(late_s)
    return f"{whole:+d}".replace("-", "−") if whole else "0"
