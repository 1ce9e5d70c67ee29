"""A plan as a file to give the talk with: a deck, a run sheet, or budgets for another tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core.errors import PacerError
from pacer.export import run_sheet, timers

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacer.deck import Deck
    from pacer.export.deck import Mode
    from pacer.planning.outcome import PlanOutcome

# Ending -> what is written. A deck's own ending writes a deck.
SHEETS: dict[str, Callable[[PlanOutcome], str]] = {
    ".html": run_sheet.to_html,
    ".md": run_sheet.to_markdown,
    ".csv": run_sheet.to_csv,
    ".pdfpc": timers.to_pdfpc,
    ".reveal.html": timers.to_reveal,
}


def write(
    plan: PlanOutcome,
    deck: Deck | None,
    target: str | Path,
    *,
    mode: Mode = "hide",
    overwrite: bool = False,
) -> Path:
    """Write a plan by the ending of its target.

    Parameters
    ----------
    plan : PlanOutcome
    deck : Deck or None
        The deck that the plan is for; what a copy is made of.
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
        return _deck(plan, deck, path, mode, overwrite=overwrite)
    try:
        # "x" so that a file that came meanwhile is not lost either
        with path.open("w" if overwrite else "x", encoding="utf-8", newline="") as file:
            file.write(sheet(plan))
    except FileExistsError as error:
        raise PacerError(f"{path.name} is there already: choose another name") from error
    except OSError as error:
        raise PacerError(f"{path.name}: cannot be written ({error.strerror})") from error
    return path


def _deck(plan: PlanOutcome, deck: Deck | None, path: Path, mode: Mode, *, overwrite: bool) -> Path:
    from pacer.deck import FORMATS
    from pacer.export.deck import write as write_deck

    if path.suffix.lower() not in FORMATS:
        known = ", ".join([*SHEETS, *FORMATS])
        raise PacerError(f"{path.name}: a plan is written as {known}")
    if deck is None:
        raise PacerError("this plan does not know its deck: make it with talk.plan()")
    return write_deck(deck, plan.frame, path, mode=mode, overwrite=overwrite)
