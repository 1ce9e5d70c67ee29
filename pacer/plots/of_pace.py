"""Where the time goes: the total against the slot, each slide against its budget."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from pacer.compare.flags import named
from pacer.core import clock, frames
from pacer.plots import look
from pacer.plots.look import EARLY, INK, LATE, PAPER, ROW_IN, ROWS, WIDTH_IN

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from pacer.pacing import Total

# Twenty dots, each one run in twenty, are read more truly than a density: Kay et al.,
# "When (ish) is My Bus?", CHI 2016.
DOTS = 20
# Dots across the figure: few enough to fill it, and many enough to reach a far slot.
FEWEST, MOST = 26, 46


def total(total: Total, *, talk_s: float | None = None, ax: Axes | None = None) -> Axes:
    """The next run's talk time as twenty dots, each one run in twenty, against the talk time.

    Parameters
    ----------
    total : Total
        A distribution of seconds.
    talk_s : float, optional
        Talk time in seconds.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Circle

    took = np.array([total.quantile((dot + 0.5) / DOTS) for dot in range(DOTS)])
    ends = took if talk_s is None else np.append(took, talk_s)
    least, most = float(ends.min()), float(ends.max())
    # A dot is a ninth of the distribution wide, unless a far slot makes it too small to see.
    dot_s = max(float(took[-1] - took[0]) / 9, (most - least) / (MOST - 4), 1.0)
    columns = max((most - least) / dot_s + 4, FEWEST)
    low = (least + most - columns * dot_s) / 2
    if talk_s is not None:
        # The slot falls between two columns of dots, not through one.
        low += (talk_s - low) % dot_s - dot_s / 2
    column = np.round((took - low) / dot_s).astype(int)
    row = np.array([(column[:dot] == column[dot]).sum() for dot in range(DOTS)])
    rows = max(4.5, row.max() + 2.6)

    ax = look.axes(ax, 0.62 + (WIDTH_IN - 0.3) * rows / columns)
    fits = took <= (math.inf if talk_s is None else talk_s)
    for x, y, fit in zip(column, row, fits, strict=True):
        fill, edge = (EARLY, EARLY) if fit else (PAPER, LATE)
        ax.add_patch(
            Circle((x, y + 0.6), 0.4, facecolor=fill, edgecolor=edge, linewidth=1.4, zorder=2)
        )
    ax.set(xlim=(0, columns), ylim=(0, rows), aspect="equal", yticks=[])
    look.clock_axis(ax, low, low + columns * dot_s, unit=dot_s)
    if talk_s is not None:
        at = (talk_s - low) / dot_s
        ax.plot([at, at], [0, rows - 0.6], color=INK, linewidth=1.4)
        look.beside(ax, f"{clock.text(talk_s)} to speak", at, rows - 1, left=at > columns / 2)
    middle = total.quantile(0.5)
    if talk_s is None:
        low_s, high_s = map(clock.text, total.interval(0.8))
        finding = f"The next run takes {clock.text(middle)}; 4 in 5 take {low_s} to {high_s}"
    else:
        fitting = int(fits.sum())
        many = {0: "Hardly a run", DOTS: "Nearly every run"}.get(fitting, f"{fitting} of 20 runs")
        side = "over" if middle > talk_s else "within"
        finding = (
            f"{many} would fit {clock.text(talk_s)}; "
            f"the middle one is {clock.text(abs(middle - talk_s))} {side}"
        )
    spots = ", ".join(clock.text(took[at]) for at in (0, DOTS // 4, DOTS // 2, -DOTS // 4, -1))
    return look.told(ax, finding, f"Twenty dots, each one run in twenty, from left: {spots}.")


def slides(
    estimates: pd.DataFrame, *, budgets: pd.Series[float] | None = None, ax: Axes | None = None
) -> Axes:
    """Each slide's likely seconds as a dot on its range, against its budget.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ESTIMATES with ``title``; rows with a true ``hidden``, where there is one, are left out.
    budgets : pandas.Series, optional
        Seconds by slide_key; slides without any are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    frame = estimates[~estimates["hidden"]] if "hidden" in estimates else estimates
    if budgets is not None:
        frame = frame.assign(budget_s=frame["slide_key"].map(budgets).astype("float64"))
        frame = frame[frame["budget_s"] > 0]
    else:
        frame = frame.assign(budget_s=np.nan)
    every = len(frame)
    frame = frame.loc[frame["median_s"].nlargest(ROWS).index.sort_values()]

    ax = look.axes(ax, 0.7 + ROW_IN * len(frame))
    over = (frame["median_s"] - frame["budget_s"]).to_numpy()
    farthest = 1.0
    for row, (slide, late_s) in enumerate(zip(frames.rows(frame), over, strict=True)):
        late = late_s > look.NOTICED_S
        colour = LATE if late else EARLY
        ax.hlines(row, slide.low_s, slide.high_s, color=colour, linewidth=4, alpha=0.35)
        ax.plot(slide.median_s, row, "o", markersize=5, markeredgewidth=1.4, zorder=3,
                color=colour, markerfacecolor=PAPER if late else colour)  # fmt: skip
        if not math.isnan(slide.budget_s):
            ax.vlines(slide.budget_s, row - 0.38, row + 0.38, color=INK, linewidth=1.6, zorder=4)
        end = max(slide.high_s, 0.0 if math.isnan(slide.budget_s) else slide.budget_s)
        farthest = max(farthest, end)
        if late:
            look.beside(ax, clock.signed(late_s), end, row, color=LATE, fontweight="normal")
    look.slide_rows(ax, frame)
    ax.set_xlim(0, farthest * 1.08)
    look.clock_axis(ax, 0, farthest)

    finding = _longest(frame) if budgets is None else _tightest(frame, over)
    if every > len(frame):
        finding += f" (the {len(frame)} longest of {every} slides)"
    marks = "" if budgets is None else ", a stroke at its budget"
    return look.told(ax, finding, f"One row a slide: its likely time as a dot on its range{marks}.")


def _longest(frame: pd.DataFrame) -> str:
    few = frame["median_s"].nlargest(5)
    share = few.sum() / max(float(frame["median_s"].sum()), 1e-9)
    listed = ", ".join(str(position) for position in sorted(frame["position"].loc[few.index]))
    return f"{look.count(len(few), 'slide')} take {100 * share:.0f} % of the time: {listed}"


def _tightest(frame: pd.DataFrame, over: np.ndarray) -> str:
    many = int((over > look.NOTICED_S).sum())
    if not many:
        return "No slide is likely to pass its budget"
    worst = int(np.nanargmax(over))
    slide = next(frames.rows(frame.iloc[[worst]]))
    most = f"{named(slide)} by {clock.text(over[worst])}"
    return f"{look.count(many, 'slide')} likely to pass the budget, most of all {most}"
