"""The rooms, in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.cli.arguments import (
    DECK,
    NO_BROWSER,
    QUESTIONS,
    SLOT,
    Command,
)

if TYPE_CHECKING:
    import argparse


def _lab(given: argparse.Namespace) -> None:
    from pacer.cli import lab

    lab.start(given.deck, given.slot, given.questions, browser=not given.no_browser)


def _chair(given: argparse.Namespace) -> None:
    from pacer.cli import lab

    lab.run(lambda: lab.notebook_for_session(given.programme), browser=not given.no_browser)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "rehearse": (
        "time a run: open JupyterLab on the deck's rehearsal room",
        _lab,
        [DECK, SLOT, QUESTIONS, NO_BROWSER],
    ),
    "chair": (
        "keep the clock of a session: open JupyterLab on chair mode",
        _chair,
        [
            (("programme",), {"metavar": "PROGRAMME", "type": Path,
                              "help": "a CSV file with columns title, slot, questions"}),
            NO_BROWSER,
        ],
    ),
    "lab": (
        "open JupyterLab on a notebook for the deck, or on pacer's own",
        _lab,
        [
            (("deck",), {**DECK[1], "nargs": "?",
                         "help": "a .pptx or .pdf file; the sample talk by default"}),
            SLOT,
            QUESTIONS,
            NO_BROWSER,
        ],
    ),
}  # fmt: skip
