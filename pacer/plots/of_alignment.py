"""How sure it is which slide was on, over the time of a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core import frames
from pacer.core.wording import percent
from pacer.plots import look
from pacer.plots.look import INK, LATE, MUTED, TEXT_PT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def certainty(visits: pd.DataFrame, *, doubtful: float = 0.7, ax: Axes | None = None) -> Axes:
    """The slide that was on, over time; doubtful visits are warm, thin and dotted.

    Parameters
    ----------
    visits : pandas.DataFrame
        Columns start_s, end_s, slide (−1 where something else was on) and confidence.
    doubtful : float, default 0.7
        A visit less sure than this is doubtful.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.ticker import MaxNLocator

    ax = look.axes(ax, 3.2)
    on = visits[visits["slide"] > 0]
    for row in frames.rows(on):
        sure = row.confidence >= doubtful
        ax.plot(
            [row.start_s, row.end_s],
            [row.slide, row.slide],
            color=INK if sure else LATE,
            linewidth=3.5 if sure else 1.8,
            linestyle="-" if sure else ":",
            solid_capstyle="butt",
        )
    end_s = float(visits["end_s"].max()) if len(visits) else 60.0
    most = int(on["slide"].max()) if len(on) else 1
    ax.set(xlim=(0, end_s), ylim=(most + 0.8, 0.2))
    look.clock_axis(ax, 0, end_s)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel("slide", color=MUTED, fontsize=TEXT_PT)
    spent = on["end_s"] - on["start_s"]
    doubt = float(spent[on["confidence"] < doubtful].sum()) / max(float(spent.sum()), 1e-9)
    return look.told(
        ax,
        f"{percent(1 - doubt)} of the time it is clear which slide was on",
        "One line a visit, at its slide, from its beginning to its end; dotted and thin where "
        f"it is less than {percent(doubtful)} sure.",
    )
