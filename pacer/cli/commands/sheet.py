"""The sheet to judge the slides in, and how to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.cli.arguments import DECK, TOOK, Command
from pacer.cli.output import CommandOutput, open_talk
from pacer.core.errors import PacerError
from pacer.core.files import replacing
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
    written = reading.written(open_talk(given).sheet())
    if given.out is None:
        print(written, end="")
        return None
    beside = given.out.with_suffix(".md")
    for target in (given.out, beside):
        # A sheet that somebody filled in is an evening's work.
        if target.exists():
            raise PacerError(f"{target} is there already: move it away, or name another file")
    _write(given.out, written)
    _write(beside, reading.how_to())
    told = (
        f"How to judge is written beside it, {beside.name}: hand both to whoever knows the talk, "
        f"then plan with --reading {given.out}."
    )
    return CommandOutput(
        Document(f"Sheet written: {given.out}", (told,)), {"sheet": str(given.out)}
    )


def _write(target: Path, text: str) -> None:
    try:
        with replacing(target) as fresh:
            fresh.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PacerError(f"{target}: cannot write ({error.strerror})") from error


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "sheet": (
        "write the table in which somebody judges the slides, and how to",
        _sheet,
        [
            (("deck",), {**DECK[1], "nargs": "?"}),
            (("-o", "--out"), {"metavar": "FILE", "type": Path,
                               "help": "where to write it, and how to judge beside it as .md"}),
            (("--how",), {"action": "store_true", "help": "print how to judge"}),
            TOOK,
        ],
    ),
}  # fmt: skip
