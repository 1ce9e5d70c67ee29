"""A plan written beside its deck, under a name that takes the place of nothing else."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Literal

from pacer.core.errors import PacerError
from pacer.core.outputs import Outputs
from pacer.export import write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pacer.deck import Deck
    from pacer.export.cues import Spoken
    from pacer.planning.outcome import PlanOutcome

What = Literal["deck", "run-sheet"]
RUN_SHEET = ".sheet.html"
# Who has so many files of one name looks after them himself.
MOST_TRIES = 100


def name_of(deck: Deck, slot_s: float, what: What, number: int = 1) -> str:
    """What a plan's file is called.

    Parameters
    ----------
    deck : Deck
    slot_s : float
        The slot it is for, seconds: ``talk-20.pptx``, ``talk-17m30.pptx``.
    what : {"deck", "run-sheet"}
    number : int
        The second of one name is ``talk-20-2.pptx``.
    """
    minutes, seconds = divmod(round(slot_s), 60)
    slot = f"{minutes}m{seconds:02}" if seconds else f"{minutes}"
    again = f"-{number}" if number > 1 else ""
    end = deck.path.suffix if what == "deck" else RUN_SHEET
    return f"{deck.path.stem}-{slot}{again}{end}"


def write_beside(
    plan: PlanOutcome,
    deck: Deck,
    slot_s: float,
    what: What,
    *,
    spoken: Mapping[str, Spoken] | None = None,
) -> Path:
    """Write a copy of the deck that follows the plan, or the run sheet, beside the deck.

    Parameters
    ----------
    plan : PlanOutcome
    deck : Deck
    slot_s : float
        The slot it is for; it names the file.
    what : {"deck", "run-sheet"}
    spoken : mapping of slide_key to Spoken, optional
        Slides shortened by their sentences.

    Returns
    -------
    pathlib.Path
        Its name is numbered where another file stands under it, unless that is as pacer wrote
        it; see `pacer.core.outputs`.

    Raises
    ------
    PacerError
        If it cannot be written.
    """
    outputs = Outputs.of(deck.path)
    for number in count(1):
        target = deck.path.with_name(name_of(deck, slot_s, what, number))
        try:
            outputs.check(target)
        except PacerError:
            if not target.exists() or number == MOST_TRIES:
                raise
            continue
        return write(plan, deck, target, spoken=spoken)
    raise AssertionError("unreachable")  # pragma: no cover
