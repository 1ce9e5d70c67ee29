"""A plan on one page, and its budgets for the tools a talk is given with."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from pacer.core import clock, frames, text
from pacer.render.document import Document, Table
from pacer.render.html import sheet
from pacer.render.markdown import markdown

if TYPE_CHECKING:
    from pacer.planning.outcome import PlanOutcome

_MARK = {"keep": "", "trim": "shorter"}


def _rows(plan: PlanOutcome) -> list[tuple[int, str, str, str, str]]:
    """A row a slide that is shown: position, title, budget, when to leave it, and a remark."""
    slides = list(frames.rows(plan.frame))
    merged: dict[str, list[int]] = {}
    for row in slides:
        if row.action == "merge":
            merged.setdefault(row.into, []).append(row.position)
    return [
        (
            row.position,
            str(row.title) or "–",
            clock.text(row.budget_s),
            clock.text(row.end_s),
            ", ".join(
                part
                for part in (
                    _MARK[row.action],
                    "with what was on " + " and ".join(map(str, merged[row.slide_key]))
                    if row.slide_key in merged
                    else "",
                )
                if part
            ),
        )
        for row in slides
        if row.action in ("keep", "trim")
    ]


def document(plan: PlanOutcome, title: str = "") -> Document:
    """What stands on the run sheet: the slides that are shown, and by when to leave each."""
    cut = [str(row.position) for row in frames.rows(plan.frame) if row.action == "cut"]
    reserve = clock.text(plan.talk_s - plan.planned_s)
    sentences = [f"{clock.text(plan.planned_s)} planned, {reserve} in reserve."]
    if cut:
        sentences.append(f"Not shown: {', '.join(cut)}.")
    heads = [">#", "slide", ">budget", ">leave by", ""]
    table = Table.of("", heads, _rows(plan), [""] * len(_rows(plan)))
    named = f"{title}: " if title else ""
    return Document(
        f"{named}run sheet for {clock.text(plan.talk_s)}", tuple(sentences), (table,), plan.warnings
    )


def to_markdown(plan: PlanOutcome, title: str = "") -> str:
    """The run sheet as Markdown."""
    return markdown(document(plan, title), level=1)


def to_html(plan: PlanOutcome, title: str = "") -> str:
    """The run sheet as one self-contained HTML page, set to print on a single one."""
    return sheet(document(plan, title))


def to_csv(plan: PlanOutcome) -> str:
    """PLAN as CSV, one row a slide, seconds with three decimals.

    A cell that a spreadsheet would take for a formula is led by an apostrophe.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(plan.frame.columns)
    for row in plan.frame.itertuples(index=False):
        write.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.3f}"
    return text.defused(str(value))
