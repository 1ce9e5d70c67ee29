"""Pace, plan and comparison -> one page to read, print and pin beside the laptop.

Nothing is computed here: answers and frames come in, text goes out. The HTML page holds
everything it shows, asks no network for anything and runs no script.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pacer.core.outputs import Outputs
from pacer.export.tables import export
from pacer.render.html import page
from pacer.render.markdown import markdown
from pacer.results.report_content import content

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from pacer.results.comparison import Comparison
    from pacer.results.pace import Pace
    from pacer.results.plan import Plan
    from pacer.results.speech import Speech

TO_DRAG: Final = "Drag the slot, and open the stretches, in a copy of the trim room"


def write(
    path: str | Path,
    *,
    title: str,
    slides: pd.DataFrame,
    pace: Pace,
    plan: Plan | None = None,
    comparison: Comparison | None = None,
    speech: Speech | None = None,
    slot_s: float | None = None,
    questions_s: float | None = None,
    problems: Iterable[str] = (),
    to_drag: Path | None = None,
    outputs: Outputs | None = None,
) -> Path:
    """Write a report as one self-contained HTML file, or as Markdown where the name ends in .md.

    Parameters
    ----------
    path : path-like
        ``-`` prints it.
    title : str
        The talk's name.
    slides : pandas.DataFrame
        SLIDES.
    pace : Pace
    plan : Plan, optional
    comparison : Comparison, optional
    speech : Speech, optional
    slot_s, questions_s : float, optional
        The slot and the part of it kept for questions, in seconds.
    problems : iterable of str
        What could not be read or answered, a line each.
    to_drag : path-like, optional
        The plan as a page to drag the slot on, beside the report; it is linked.
    outputs : Outputs, optional
        What may be replaced; by default no file that is there.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    PacerError
        If the file cannot be written, or may not be replaced.
    """
    target = Path(path)
    outputs = outputs or Outputs()
    outputs.check(target)
    told = content(
        title=title,
        slides=slides,
        pace=pace,
        plan=plan,
        comparison=comparison,
        speech=speech,
        slot_s=slot_s,
        questions_s=questions_s,
        problems=problems,
    )
    beside = "" if to_drag is None else quote(to_drag.name)
    if target.suffix.lower() in (".md", ".markdown"):
        text = markdown(told, level=1) + (f"\n[{TO_DRAG}]({beside})\n" if beside else "")
    else:
        text = page(told, link=(beside, TO_DRAG) if beside else None)
    return outputs.write(target, text)


__all__ = ["export", "write"]
