"""A session of talks: planned against actual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core import clock, frames
from pacer.plots import look
from pacer.plots.look import EARLY, INK, LATE, MUTED, RULE, TEXT_PT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Closer to the programme than this is on time, as the chair's page has it.
EVEN_S = 30.0


def session(log: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Each talk's slot as planned, a light bar, and what it took, a dark one below it.

    Parameters
    ----------
    log : pandas.DataFrame
        As the chair's ``session.log()`` answers.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    shown = log.tail(look.ROWS)
    ax = look.axes(ax, 0.9 + 0.42 * max(len(shown), 1))
    if not len(shown):
        look.rows(ax, [])
        look.clock_axis(ax, 0, 60)
        return look.told(ax, "No talk was begun", "An empty session.")
    slots = shown["planned_talk_s"] + shown["planned_questions_s"]
    planned_end = shown["planned_start_s"] + slots
    low = min(float(shown["actual_start_s"].min()), float(shown["planned_start_s"].min()), 0.0)
    high = max(float(planned_end.max()), float(shown["actual_end_s"].max()), low + 60.0)
    for row, (talk, slot_s) in enumerate(zip(frames.rows(shown), slots, strict=True)):
        ax.barh(row - 0.17, slot_s, 0.3, left=talk.planned_start_s, color=RULE)
        over = talk.over_s > look.NOTICED_S
        colour = LATE if over else EARLY
        took_s = talk.actual_end_s - talk.actual_start_s
        ax.barh(row + 0.17, took_s, 0.3, left=talk.actual_start_s, color=colour)
        told = f"{clock.text(talk.talk_s + talk.questions_s)}"
        if abs(talk.over_s) > look.NOTICED_S:
            told += f"  {clock.signed(talk.over_s)}"
        end_s = max(talk.actual_end_s, talk.planned_start_s + slot_s)
        left = end_s > low + 0.8 * (high - low)
        start_s = min(talk.actual_start_s, talk.planned_start_s)
        look.beside(ax, told, start_s if left else end_s, row, left=left,
                    fontweight="normal", color=LATE if over else INK)  # fmt: skip
    labels = [f"{talk.begins}  {look.short(talk.talk)}".strip() for talk in frames.rows(shown)]
    look.rows(ax, labels)
    ax.set_xlim(low - 0.02 * (high - low), high)
    look.clock_axis(ax, max(low, 0.0), high)
    ax.set_xlabel("since the planned start", fontsize=TEXT_PT, color=MUTED)
    late_s = float(shown["actual_end_s"].iloc[-1] - planned_end.iloc[-1])
    how = (
        "ended on time"
        if abs(late_s) <= EVEN_S
        else f"ended {clock.text(abs(late_s))} {'late' if late_s > 0 else 'early'}"
    )
    over = int((shown["over_s"] > EVEN_S).sum())
    finding = f"The session {how}; {over or 'none'} of {look.count(len(shown), 'talk')} ran over"
    return look.told(
        ax, finding, "Two bars a talk: its planned slot, light, and below it what it took, dark."
    )
