"""Runs against each other, and decks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.cli.arguments import (
    CSV,
    DECK,
    FORCE,
    JSON,
    QUESTIONS,
    SLOT,
    Command,
)
from pacer.cli.output import CommandOutput, open_talk, warned

if TYPE_CHECKING:
    import argparse


def _compare(given: argparse.Namespace) -> CommandOutput:
    talk = open_talk(given)
    if given.other is not None:
        from pacer.talk import open as open_other

        decks = talk.compare_with(open_other(given.other))
        return CommandOutput(decks.document(), {"sentences": list(decks.sentences)}, decks.frame)
    compared = talk.compare(runs=given.run or None)
    facts = {"sentences": list(compared.sentences)}
    return CommandOutput(warned(compared.document(), talk), facts, compared.slides)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "compare": (
        "compare the recorded runs slide by slide, or a deck with a later version of it",
        _compare,
        [
            DECK,
            (("other",), {**DECK[1], "metavar": "LATER", "nargs": "?",
                          "help": "another version of the talk, to compare the decks instead"}),
            SLOT,
            QUESTIONS,
            (("--run",), {"metavar": "RUN", "action": "append",
                          "help": "only this run; may be given again"}),
            JSON,
            CSV,
            FORCE,
        ],
    ),
}  # fmt: skip
