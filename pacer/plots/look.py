"""What all figures share: colours, sizes, clock axes, rows of slides, words for the blind."""

from __future__ import annotations

import math
import textwrap
import unicodedata
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.core import clock, frames
from pacer.core.text import line
from pacer.render.svg import alt, finding
from pacer.render.theme import PALETTE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

INK, MUTED, RULE, PAPER, EARLY, LATE = PALETTE.values()

WIDTH_IN = 7.4
ROW_IN = 0.215
# Room for a title and an axis, however few the rows.
LEAST_IN = 1.5
TEXT_PT = 8.5
TITLE_CHARACTERS = 66
# The widest title of a row, in sizes of the type.
LABEL_EMS = 18
FIGURE_SPACE = "\u2007"
# More rows and runs than this are no longer read: the figure shows those that matter most.
ROWS = 60
RUNS = 8
# Less is not pointed at.
NOTICED_S = 5.0

_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)


def told(ax: Axes, title: str, seen: str) -> Axes:
    """The axes with their finding as a title and what is seen as their alternative text."""
    # Wrapped here: a title that wraps itself upsets the constrained layout.
    ax.set_title(textwrap.fill(title, TITLE_CHARACTERS), loc="left", fontsize=TEXT_PT + 2,
                 fontweight="bold", color=INK, pad=10, parse_math=False)  # fmt: skip
    ax.set_label(seen)
    return ax


def axes(ax: Axes | None, height_in: float) -> Axes:
    """The axes given, or those of a new figure that shows itself in a notebook; both bare."""
    if ax is None:
        from matplotlib.figure import Figure

        size = (WIDTH_IN, max(height_in, LEAST_IN))
        made = Figure(figsize=size, layout="constrained").add_subplot()
        # Without pyplot nothing would show the figure of a cell that ends in its axes.
        made._repr_png_ = lambda: png(made)  # type: ignore[attr-defined]
        ax = made
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0, labelsize=TEXT_PT, labelcolor=MUTED, pad=5)
    ax.set_axisbelow(True)
    return ax


def png(ax: Axes) -> tuple[bytes, dict[str, str]]:
    """The axes' figure as a PNG with its alternative text, as a notebook takes it."""
    out = BytesIO()
    with warnings.catch_warnings():
        # A script without a font shows boxes; no reason to fill a notebook with red.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        ax.figure.savefig(out, format="png", dpi=144)  # type: ignore[union-attr]
    return out.getvalue(), {"alt": f"{finding(ax)}. {alt(ax)}"}


def clock_axis(
    ax: Axes, low: float, high: float, *, unit: float = 0.0, axis: str = "x", most: int = 9
) -> None:
    """Ticks at round clock times; with a `unit` the data count it, in seconds, from `low`."""
    step = next((step for step in _STEPS if (high - low) / step <= most), _STEPS[-1])
    ticks = np.arange(math.ceil(low / step), math.floor(high / step) + 1) * float(step)
    if axis == "x":
        ticks = ticks[ticks >= 0]
        at = (ticks - low) / unit if unit else ticks
        ax.set_xticks(at, labels=[clock.text(tick) for tick in ticks])
    else:
        ax.set_yticks(ticks, labels=[clock.signed(tick) for tick in ticks])
    ax.grid(visible=True, axis=axis, color=RULE, linewidth=0.7)  # type: ignore[arg-type]


def slide_rows(ax: Axes, frame: pd.DataFrame) -> None:
    """A row for each slide, downwards, labelled with its position and title."""
    # A figure space is as wide as a digit, so that the titles begin below each other.
    digits = len(str(frame["position"].max())) if len(frame) else 1
    labels = [
        f"{str(slide.position).rjust(digits, FIGURE_SPACE)}\u2002{short(slide.title)}"
        for slide in frames.rows(frame)
    ]
    rows(ax, labels)


def rows(ax: Axes, labels: list[str]) -> None:
    """A labelled row each, downwards; the labels begin below each other."""
    ax.set_yticks(range(len(labels)), labels=labels, parse_math=False, ha="left")
    ax.tick_params(axis="y", pad=TEXT_PT * max(map(_ems, labels), default=0))
    ax.set_ylim(len(labels) - 0.4, -0.6)


def short(title: str) -> str:
    """A title cut to the width of a label."""
    shown = line(title, limit=LABEL_EMS * 2)
    while _ems(shown) > LABEL_EMS:
        shown = shown[:-2].rstrip() + "…"
    return shown


def _ems(text: str) -> float:
    """About how wide a text is, in sizes of the type, in any common typeface."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    large = sum(character.isupper() for character in text)
    return 1.0 * wide + 0.72 * large + 0.56 * (len(text) - wide - large)


def beside(ax: Axes, said: str, x: float, y: float, *, left: bool = False, **style: Any) -> None:
    """Words to the right of a point, or to its left."""
    look = {"color": INK, "fontsize": TEXT_PT, "fontweight": "bold", "va": "center", **style}
    ax.annotate(said, (x, y), (-5 if left else 5, 0), textcoords="offset points",
                ha="right" if left else "left", **look)  # fmt: skip


def number(
    ax: Axes, position: int, start: float, length: float, whole: float, y: float, colour: str
) -> None:
    """A slide's number in its segment, where it has room."""
    if length / whole > 0.0095 * len(str(position)):
        ax.text(start + length / 2, y, str(position), ha="center", va="center", color=colour,
                fontsize=TEXT_PT - 1.5)  # fmt: skip


def count(how_many: int, noun: str) -> str:
    """A number with its noun."""
    return f"{how_many} {noun}{'' if how_many == 1 else 's'}"
