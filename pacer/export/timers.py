"""A plan's budgets for the tools a talk is given with: reveal.js."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from pacer.core import frames

if TYPE_CHECKING:
    import pandas as pd

    from pacer.planning.outcome import PlanOutcome


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
