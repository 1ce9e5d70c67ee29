"""A plan: the talk before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacer.core import clock, frames
from pacer.plots import look
from pacer.plots.look import EARLY, INK, MUTED, PAPER, TEXT_PT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Heights in the drawing: the talk as it is lies above, as planned below.
BEFORE, AFTER = 2.0, 0.0
# What goes is hatched, not coloured alone.
GONE: dict[str, Any] = {"facecolor": PAPER, "edgecolor": MUTED, "hatch": "/////", "linewidth": 0.7}


def plan(frame: pd.DataFrame, *, talk_s: float | None = None, ax: Axes | None = None) -> Axes:
    """The talk as it is above the talk as planned, each slide that stays tied to its new place.

    Parameters
    ----------
    frame : pandas.DataFrame
        PLAN.
    talk_s : float, optional
        Talk time in seconds.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Polygon, Rectangle

    ax = look.axes(ax, 2.6)
    before = float(frame["estimate_s"].sum())
    whole = max(before, talk_s or 0.0, 1.0)
    edge: dict[str, Any] = {"edgecolor": PAPER, "linewidth": 0.7}
    was, section = 0.0, None
    frame = frame if "section" in frame else frame.assign(section="")
    for slide in frames.rows(frame):
        spent, stays = slide.estimate_s, slide.action in ("keep", "trim")
        fill: dict[str, Any] = {"facecolor": EARLY} if stays else GONE
        ax.add_patch(Rectangle((was, BEFORE), spent, 1, **(edge | fill)))
        look.number(ax, slide.position, was, spent, whole, BEFORE + 0.5, PAPER if stays else INK)
        if stays:
            start, end = slide.start_s, slide.end_s
            top, foot = BEFORE, AFTER + 1
            tie = [(was, top), (was + spent, top), (end, foot), (start, foot)]
            ax.add_patch(Polygon(tie, facecolor=EARLY, alpha=0.13, linewidth=0))
            short = slide.action == "trim"
            shade: dict[str, Any] = {"facecolor": EARLY, "alpha": 0.6 if short else 1.0}
            ax.add_patch(Rectangle((start, AFTER), end - start, 1, **shade, **edge))
            if not short:
                look.number(ax, slide.position, start, end - start, whole, AFTER + 0.5, PAPER)
        if slide.section != section:
            # Where a section begins, a tick above the bar.
            ax.plot([was, was], [BEFORE + 1, BEFORE + 1.1], color=INK, linewidth=1.0)
            section = slide.section
        was += spent
    after = float(frame["budget_s"].sum())
    if talk_s is not None:
        ax.plot([talk_s, talk_s], [AFTER - 0.45, AFTER + 1.15], color=INK, linewidth=1.4)
        label = f"{clock.text(talk_s)} to speak"
        look.beside(ax, label, talk_s, AFTER - 0.3, left=talk_s > 0.8 * whole)
    ax.set(xlim=(0, whole), ylim=(AFTER - 0.55, BEFORE + 1.1))
    ax.set_yticks(
        [BEFORE + 0.5, AFTER + 0.5],
        labels=[f"as it is\n{clock.text(before)}", f"planned\n{clock.text(after)}"],
        fontsize=TEXT_PT,
    )
    look.clock_axis(ax, 0, whole)
    counts = frame["action"].value_counts()
    said = {"cut": "cut", "trim": "trimmed", "merge": "merged"}
    edits = [f"{counts[name]} {word}" for name, word in said.items() if name in counts]
    finding = f"From {clock.text(before)} to {clock.text(after)}: "
    return look.told(
        ax,
        finding + (", ".join(edits) or "nothing to change"),
        "Two bars with a segment a slide, the talk as it is above the talk as planned; slides cut "
        "or merged are hatched above and absent below, those trimmed are paler; ticks above the "
        "bars show where sections begin.",
    )
