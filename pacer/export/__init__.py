"""A plan as a file to give the talk with: a deck, a run sheet, or budgets for another tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacer.core.errors import PacerError
from pacer.core.outputs import STDOUT, Outputs
from pacer.export import pdfpc, run_sheet, timers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pacer.deck import Deck
    from pacer.export.cues import Spoken
    from pacer.export.deck import Mode
    from pacer.planning.outcome import PlanOutcome

# Ending -> what is written. A deck's own ending writes a deck.
SHEETS: dict[str, Callable[..., str]] = {
    ".html": run_sheet.to_html,
    ".md": run_sheet.to_markdown,
    ".csv": run_sheet.to_csv,
    ".sheet.html": run_sheet.to_html,
    ".sheet.md": run_sheet.to_markdown,
    ".reveal.html": timers.to_reveal,
}


def write(
    plan: PlanOutcome,
    deck: Deck | None,
    target: str | Path,
    *,
    mode: Mode = "hide",
    overwrite: bool = False,
    spoken: Mapping[str, Spoken] | None = None,
) -> Path:
    """Write a plan by the ending of its target.

    Parameters
    ----------
    plan : PlanOutcome
    deck : Deck or None
        The deck that the plan is for; what a copy is made of.
    target : path-like
        The deck's own ending (``.pptx``, ``.pdf``, ``.ipynb``, ``.md`` …) writes a copy of the
        deck that follows the plan; ``.html`` and ``.md`` a run sheet of one page (of a deck that
        ends so itself, ``.sheet.html`` and ``.sheet.md``); ``.csv`` the budgets; ``.pdfpc`` the
        duration and the hidden slides for pdfpc; ``.reveal.html`` each slide's ``data-timing``
        for reveal.js; ``-`` prints the run sheet.
    mode : {"hide", "remove"}
        What becomes of cut slides in a deck.
    overwrite : bool
        Whether to replace a file that is there and is not as pacer wrote it; the deck is never.

    spoken : mapping of slide_key to Spoken, optional
        Slides shortened by their sentences.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    PacerError
        If the ending is unknown, the file may not be replaced or cannot be written, or the plan
        does not know its deck.
    """
    path = Path(target)
    name = "-.sheet.md" if path == STDOUT else path.name.lower()
    end = next((end for end in sorted(SHEETS, key=len)[::-1] if name.endswith(end)), None)
    # A deck's own ending means the deck, also where a run sheet could end so.
    own = deck is not None and end is not None and end == deck.path.suffix.lower()
    if name.endswith(".pdfpc"):
        made = pdfpc.text(plan, deck, spoken)
    elif end is None or own:
        return _deck(plan, deck, path, mode, overwrite=overwrite, spoken=spoken)
    elif SHEETS[end] in (run_sheet.to_html, run_sheet.to_markdown):
        made = SHEETS[end](plan, spoken=spoken)
    else:
        made = SHEETS[end](plan)
    return Outputs.of(None if deck is None else deck.path, force=overwrite).write(path, made)


def _deck(plan: PlanOutcome, deck: Deck | None, path: Path, mode: Mode, **how: Any) -> Path:
    from pacer.deck.formats import ENDINGS
    from pacer.export.deck import write as write_deck

    known = dict.fromkeys(each for endings in ENDINGS.values() for each in endings)
    if path.suffix.lower() not in known:
        raise PacerError(f"{path.name}: a plan is written as {', '.join([*SHEETS, *known])}")
    if deck is None:
        raise PacerError("this plan does not know its deck: make it with talk.plan()")
    if path.suffix.lower() not in ENDINGS[deck.format]:
        own = " or ".join(ENDINGS[deck.format])
        raise PacerError(f"{path.name}: a copy of {deck.path.name} ends in {own}")
    return write_deck(deck, plan.frame, path, mode=mode, **how)
