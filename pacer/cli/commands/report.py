"""Everything in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.cli.arguments import (
    DECK,
    FORCE,
    JSON,
    QUESTIONS,
    SLOT,
    TOOK,
    Command,
    out,
)
from pacer.cli.output import CommandOutput, open_talk
from pacer.render.document import Document

if TYPE_CHECKING:
    import argparse


def _report(given: argparse.Namespace) -> CommandOutput:
    path = open_talk(given).report(given.out, overwrite=given.force)
    return CommandOutput(Document(f"Report written: {path}"), {"report": str(path)})


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "report": (
        "write pace, plan and comparison into one HTML file",
        _report,
        [DECK, SLOT, QUESTIONS, TOOK, out(None, "default: NAME-report.html beside the deck"),
         FORCE, JSON],
    ),
}  # fmt: skip
