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
    Option,
    out,
)
from pacer.cli.output import CommandOutput, open_talk, progress_bar
from pacer.render.document import Document

if TYPE_CHECKING:
    import argparse

INTERACTIVE: Option = (
    ("--interactive",),
    {"action": "store_true",
     "help": "also NAME-plan.html beside it: drag the slot in any browser, no Python behind it"},
)  # fmt: skip


def _report(given: argparse.Namespace) -> CommandOutput:
    with progress_bar("Making plans") as tell:
        path = open_talk(given).report(
            given.out,
            overwrite=given.force,
            interactive=given.interactive,
            progress=None if tell is None else (lambda done, of: tell(done / of)),
        )
    return CommandOutput(Document(f"Report written: {path}"), {"report": str(path)})


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "report": (
        "write pace, plan and comparison into one HTML file",
        _report,
        [DECK, SLOT, QUESTIONS, TOOK, out(None, "default: NAME-report.html beside the deck"),
         INTERACTIVE, FORCE, JSON],
    ),
}  # fmt: skip
