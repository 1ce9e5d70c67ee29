"""A plan as a file to give the talk with: a deck, a run sheet, or budgets for another tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.errors import PacerError
from pacer.planning import runsheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacer.deck.export import Mode
    from pacer.planning.plan import Plan

# Ending -> what is written. A deck's own ending writes a deck.
SHEETS: dict[str, Callable[[Plan], str]] = {
    ".html": runsheet.to_html,
    ".md": runsheet.to_markdown,
    ".csv": runsheet.to_csv,
    ".pdfpc": runsheet.to_pdfpc,
    ".reveal.html": runsheet.to_reveal,
}


def write(plan: Plan, target: str | Path, *, mode: Mode = "hide", overwrite: bool = False) -> Path:
    """Write a plan by the ending of its target.

    Parameters
    ----------
    plan : Plan
    target : path-like
        A deck's ending (``.pptx``, ``.pdf``) writes a copy of the deck that follows the plan;
        ``.html`` and ``.md`` a run sheet of one page; ``.csv`` the budgets; ``.pdfpc`` the
        duration for pdfpc; ``.reveal.html`` each slide's ``data-timing`` for reveal.js.
    mode : {"hide", "remove"}
        What becomes of cut slides in a deck.
    overwrite : bool
        Whether to replace a file that is there.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    PacerError
        If the ending is unknown, the file is there or cannot be written, or the plan does not
        know its deck.
    """
    path = Path(target)
    name = path.name.lower()
    sheet = next((SHEETS[end] for end in sorted(SHEETS, key=len)[::-1] if name.endswith(end)), None)
    if sheet is None:
        return _deck(plan, path, mode, overwrite=overwrite)
    try:
        # "x" so that a file that came meanwhile is not lost either
        with path.open("w" if overwrite else "x", encoding="utf-8", newline="") as file:
            file.write(sheet(plan))
    except FileExistsError as error:
        raise PacerError(f"{path.name} is there already: choose another name") from error
    except OSError as error:
        raise PacerError(f"{path.name}: cannot be written ({error.strerror})") from error
    return path


def _deck(plan: Plan, path: Path, mode: Mode, *, overwrite: bool) -> Path:
    from pacer.deck import FORMATS
    from pacer.deck.export import write as write_deck

    if path.suffix.lower() not in FORMATS:
        known = ", ".join([*SHEETS, *FORMATS])
        raise PacerError(f"{path.name}: a plan is written as {known}")
    if plan.deck is None:
        raise PacerError("this plan does not know its deck: make it with talk.plan()")
    return write_deck(plan.deck, plan.frame, path, mode=mode, overwrite=overwrite)
