"""A comparison as tables for a page or a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.compare.flags import has
from pacer.core import clock, frames
from pacer.core.text import line
from pacer.core.wording import percent
from pacer.render.document import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

# With more runs than this the table of slides shows the latest.
SHOWN_RUNS = 5
# A trend that came to less than this over all runs is not shown: a share of 4 s says nothing.
TOLD_S = 5.0


def totals(runs: pd.DataFrame) -> Table:
    """One row a run."""
    heads = [">run", "kind", "name", "started (UTC)", ">talk", ">over", ">change",
             ">questions", ">paused", ">silence", ">skipped", ">revisits", "note"]  # fmt: skip
    rows = (
        (
            run.number,
            run.kind,
            line(getattr(run, "name", ""), limit=24),
            f"{run.started_at:%Y-%m-%d %H:%M}",
            clock.text(run.talk_s),
            _signed(run.over_s),
            _signed(run.change_s),
            clock.text(run.questions_s) if run.questions_s else "",
            clock.text(run.paused_s) if run.paused_s else "",
            "" if np.isnan(run.pause_share) else percent(run.pause_share),
            run.skipped or "",
            run.revisits or "",
            _note(run),
        )
        for run in frames.rows(runs)
    )
    late = ("late" if run.over_s > 0 else "" for run in frames.rows(runs))
    return _spare(Table.of("The runs", heads, rows, late))


def slides(told: pd.DataFrame, seconds: pd.DataFrame, *, has_plan: bool) -> Table:
    """One row a slide: its seconds in the latest runs, the plan, and what stands out."""
    numbers = range(max(0, seconds.shape[1] - SHOWN_RUNS), seconds.shape[1])
    heads = [">#", "slide", *(f">run {number + 1}" for number in numbers),
             ">planned" if has_plan else ">usual", ">over", ">trend", "note"]  # fmt: skip
    rows = (
        (
            "–" if pd.isna(slide.position) else slide.position,
            line(slide.title, limit=30),
            *("" if np.isnan(spent) else clock.text(spent) for spent in row),
            "" if np.isnan(slide.planned_s) else clock.text(slide.planned_s),
            _signed(slide.overrun_s) if has_plan else "",
            _percent(slide.trend_share) if _told(slide) else "",
            slide.flags,
        )
        for slide, row in zip(
            frames.rows(told), seconds.iloc[:, list(numbers)].to_numpy(), strict=True
        )
    )
    faint = has(told, "gone") | has(told, "never shown") | has(told, "hidden")
    emphasis = np.where(faint, "faint", np.where(has(told, "overruns"), "late", ""))
    return _spare(Table.of("Slide by slide", heads, rows, emphasis.tolist()))


def _told(slide: Any) -> bool:
    """Whether a slide's trend has come to anything over its runs."""
    return bool(abs(slide.trend_s) * (slide.runs - 1) >= TOLD_S)


def _note(run: Any) -> str:
    if not run.complete:
        return f"stopped at slide {run.reached}"
    return "" if run.whole else f"a part, worth {100 * run.covered_share:.0f} %"


def _spare(table: Table) -> Table:
    """The table without the columns that are empty in every row."""
    used = [any(cells) for cells in zip(*table.rows, strict=True)]

    def kept(cells: Iterable[str]) -> tuple[str, ...]:
        return tuple(cell for cell, some in zip(cells, used, strict=True) if some)

    return Table(table.caption, kept(table.columns), tuple(map(kept, table.rows)), table.emphasis)


def _signed(value: float) -> str:
    return "" if np.isnan(value) else clock.signed(value)


def _percent(share: float) -> str:
    whole = round(100 * share)
    return f"{whole:+d} %".replace("-", "−") if whole else "0 %"
