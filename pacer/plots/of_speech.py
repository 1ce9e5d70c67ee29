"""How fast a run was spoken, over its time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pacer.plots import look
from pacer.plots.look import EARLY, INK, MUTED, TEXT_PT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def speech(over_time: pd.DataFrame, *, usual_wpm: float = math.nan, ax: Axes | None = None) -> Axes:
    """Words a minute over time, with pauses and without.

    Parameters
    ----------
    over_time : pandas.DataFrame
        As `pacer.transcript.rhythm.over_time` gives it.
    usual_wpm : float, optional
        The speaker's pace in other runs, pauses in: a thin line.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = look.axes(ax, 2.6)
    times = over_time["t_s"].to_numpy(float)
    paces = over_time["pace_wpm"].to_numpy(float)
    ax.set_ylabel("words a minute", color=MUTED, fontsize=TEXT_PT)
    if not len(times):
        return look.told(ax, "Too short to have a pace over time", "Nothing is drawn.")
    ax.plot(times, over_time["articulation_wpm"], color=EARLY, linewidth=1.2, linestyle="--")
    ax.plot(times, paces, color=INK, linewidth=1.8)
    top = max(float(over_time[["pace_wpm", "articulation_wpm"]].max().max()), 1.0)
    if math.isfinite(usual_wpm):
        ax.axhline(usual_wpm, color=MUTED, linewidth=0.9, linestyle=":")
        top = max(top, usual_wpm)
    end_s = float(times[-1]) + 30
    low, high = float(paces[-1]), float(over_time["articulation_wpm"].ffill().iloc[-1])
    if not math.isfinite(high) or high - low < 0.08 * top:
        high = low + 0.08 * top  # the two names stand apart
    look.beside(ax, "all in all", float(times[-1]), low)
    look.beside(ax, "pauses out", float(times[-1]), high, color=EARLY, fontweight="normal")
    ax.set(xlim=(0, end_s * 1.12), ylim=(0, top * 1.1))
    look.clock_axis(ax, 0, end_s)
    ax.grid(visible=True, axis="y", color=look.RULE, linewidth=0.7)
    seen = (
        "Solid: pauses counted in. Dashed: speech alone, pauses of half a second and more left out."
    )
    if math.isfinite(usual_wpm):
        seen += " Dotted: your other runs."
    return look.told(ax, f"From {paces.min():.0f} to {paces.max():.0f} words in a minute", seen)
