"""The sheet to judge the slides in, and how to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.cli.arguments import DECK, FORCE, TOOK, TRANSCRIPT, Command, out
from pacer.cli.output import CommandOutput, open_talk
from pacer.core.errors import PacerError
from pacer.core.outputs import STDOUT, Outputs
from pacer.render.document import Document

if TYPE_CHECKING:
    import argparse


def _sheet(given: argparse.Namespace) -> CommandOutput | None:
    from pacer.judging import reading

    if given.how:
        print(reading.how_to(), end="")
        return None
    if given.deck is None:
        raise PacerError("name the deck: pacer sheet talk.pptx -o sheet.csv (or --how)")
    talk = open_talk(given)
    written = reading.written(talk.sheet(transcript=given.transcript))
    if given.out is None or given.out == STDOUT:
        print(written, end="")
        return None
    beside = given.out.with_suffix(".md")
    if beside == given.out:
        raise PacerError(
            f"{given.out}: how to judge is written under that name: name the sheet .csv"
        )
    # A sheet that somebody filled in is an evening's work: neither is written over.
    outputs = Outputs.of(talk.deck.path, given.transcript, force=given.force)
    for target in (given.out, beside):
        outputs.check(target)
    outputs.write(given.out, written)
    outputs.write(beside, reading.how_to())
    told = (
        f"How to judge is written beside it, {beside.name}: hand both to whoever knows the talk, "
        f"then plan with --reading {given.out}."
    )
    return CommandOutput(
        Document(f"Sheet written: {given.out}", (told,)), {"sheet": str(given.out)}
    )


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "sheet": (
        "write the table in which somebody judges the slides, and how to",
        _sheet,
        [
            (("deck",), {**DECK[1], "nargs": "?"}),
            out(None, "where to write it, and how to judge beside it as .md"),
            (("--how",), {"action": "store_true", "help": "print how to judge"}),
            TOOK,
            TRANSCRIPT,
            FORCE,
        ],
    ),
}  # fmt: skip
