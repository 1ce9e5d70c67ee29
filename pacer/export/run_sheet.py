"""A plan on one page, and its budgets for the tools a talk is given with."""

from __future__ import annotations

import csv
import html
import io
import json
import math
from typing import TYPE_CHECKING

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.render.document import Document, Table
from pacer.render.html import table_html
from pacer.render.markdown import markdown

if TYPE_CHECKING:
    import pandas as pd

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


# One page of A4 or Letter: the type shrinks with the number of slides, to what can still be
# read on a lectern.
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
@page{{size:A4;margin:12mm}}
body{{font:{size}pt/1.25 system-ui,sans-serif;color:#111;background:#fff;margin:0 auto;
max-width:48rem}}
h1{{font-size:1.5em;margin:.2em 0}} p{{margin:.2em 0}} .warning{{border-left:3px solid #b35900;
padding-left:.5em}}
table{{border-collapse:collapse;width:100%;margin:.6em 0;font-variant-numeric:tabular-nums}}
th,td{{text-align:left;padding:.12em .6em .12em 0;border-bottom:1px solid #ccc;
vertical-align:top}} .n{{text-align:right;white-space:nowrap}} td:nth-child(4){{font-weight:700}}
tr{{break-inside:avoid}}
</style></head><body><h1>{title}</h1>{lines}{table}{warnings}</body></html>
"""


def to_html(plan: PlanOutcome, title: str = "") -> str:
    """The run sheet as one self-contained HTML page, set to print on a single one."""
    made = document(plan, title)
    rows = len(made.tables[0].rows) + 2 * len(made.warnings)
    return _PAGE.format(
        title=html.escape(made.headline),
        size=f"{min(12.0, max(6.5, 560 / max(rows, 1) / 1.6)):.1f}",
        lines="".join(f"<p>{html.escape(said)}</p>" for said in made.sentences),
        table=table_html(made.tables[0]),
        warnings="".join(f"<p class='warning'>{html.escape(said)}</p>" for said in made.warnings),
    )


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
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def to_reveal(plan: PlanOutcome) -> str:
    """Budgets for reveal.js: an opening ``section`` tag a slide, in deck order.

    Returns
    -------
    str
        ``data-timing`` in whole seconds that add up to the plan; cut and merged slides carry
        ``data-visibility="hidden"``. The speaker view's ``totalTime`` is the sum.
    """
    lines = []
    ends = _whole_ends(plan.frame)
    before = 0
    for row, end in zip(frames.rows(plan.frame), ends, strict=True):
        if row.action in ("keep", "trim"):
            name = html.escape(str(row.title), quote=True)
            lines.append(
                f'<section data-timing="{end - before}"> <!-- {row.position} {_said(name)} -->'
            )
            before = end
        else:
            lines.append(f'<section data-visibility="hidden"> <!-- {row.position} -->')
    return "\n".join(lines) + "\n"


def _said(name: str) -> str:
    """Text for an HTML comment, which must not end it early."""
    return name.replace("-", "‐")


def _whole_ends(frame: pd.DataFrame) -> list[int]:
    """Each slide's end in whole seconds, so that rounding never adds up."""
    return [round(end) for end in frame["budget_s"].cumsum().tolist()]


def to_pdfpc(plan: PlanOutcome, existing: str = "") -> str:
    """A pdfpc file's settings with the talk's duration, in whole minutes as pdfpc counts.

    Parameters
    ----------
    plan : PlanOutcome
    existing : str
        The ``.pdfpc`` file there is; its notes and pages are kept.

    Raises
    ------
    PacerError
        If the existing file is no pdfpc file of version 2.
    """
    try:
        settings = json.loads(existing) if existing.strip() else {"pdfpcFormat": 2}
    except (ValueError, RecursionError):
        settings = None
    if not isinstance(settings, dict) or settings.get("pdfpcFormat") != 2:
        raise PacerError("no pdfpc file of version 2: open and save it in pdfpc first")
    minutes = max(1, math.floor(plan.talk_s / 60))
    return json.dumps({**settings, "duration": minutes}, indent=2, ensure_ascii=False) + "\n"
