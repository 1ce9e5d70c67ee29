"""A plan on one page, and its budgets for the tools a talk is given with."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pacer.core import clock, frames, text
from pacer.export.cues import Spoken, bridges, remarks
from pacer.render.document import Document, Table
from pacer.render.html import sheet
from pacer.render.markdown import markdown

if TYPE_CHECKING:
    from pacer.planning.outcome import PlanOutcome

_MARK = {"keep": (), "trim": ("shorter",)}


Spokens = Mapping[str, Spoken]


def _rows(plan: PlanOutcome, spoken: Spokens) -> list[tuple[int, str, str, str, str]]:
    """A row a slide that is shown: position, title, budget, when to leave it, and a remark."""
    said, bridge = remarks(plan.frame, spoken), bridges(plan.frame)
    return [
        (
            row.position,
            str(row.title) or "–",
            clock.text(row.budget_s),
            clock.text(row.end_s),
            "; ".join(
                [
                    *_MARK[row.action],
                    *map(_within, said.get(row.slide_key, ())),
                    *map(_within, bridge.get(row.slide_key, ())),
                ]
            ),
        )
        for row in frames.rows(plan.frame)
        if row.action in ("keep", "trim")
    ]


def _within(sentence: str) -> str:
    """A sentence as it stands within another."""
    return sentence[:1].lower() + sentence[1:]


def document(plan: PlanOutcome, title: str = "", spoken: Spokens | None = None) -> Document:
    """What stands on the run sheet: the slides that are shown, and by when to leave each.

    Where sentences are left out of a slide, and the rest is known, it stands below.
    """
    spoken = spoken or {}
    cut = [str(row.position) for row in frames.rows(plan.frame) if row.action == "cut"]
    reserve = clock.text(plan.talk_s - plan.planned_s)
    sentences = [f"{clock.text(plan.planned_s)} planned, {reserve} in reserve."]
    if cut:
        sentences.append(f"Not shown: {', '.join(cut)}.")
    heads = [">#", "slide", ">budget", ">leave by", ""]
    rows = _rows(plan, spoken)
    tables = [Table.of("", heads, rows, [""] * len(rows))]
    said = [
        (row.position, " ".join(spoken[row.slide_key].rest))
        for row in frames.rows(plan.frame)
        if row.slide_key in spoken and spoken[row.slide_key].rest and row.action == "trim"
    ]
    if said:
        tables.append(Table.of("What is left to say", [">#", "words"], said))
    named = f"{title}: " if title else ""
    return Document(
        f"{named}run sheet for {clock.text(plan.talk_s)}",
        tuple(sentences),
        tuple(tables),
        plan.warnings,
    )


def to_markdown(plan: PlanOutcome, title: str = "", spoken: Spokens | None = None) -> str:
    """The run sheet as Markdown."""
    return markdown(document(plan, title, spoken), level=1)


def to_html(plan: PlanOutcome, title: str = "", spoken: Spokens | None = None) -> str:
    """The run sheet as one self-contained HTML page, set to print on a single one."""
    return sheet(document(plan, title, spoken))


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
