"""Where the time goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.cli.arguments import (
    CSV,
    DECK,
    FORCE,
    JSON,
    QUESTIONS,
    SLOT,
    TOOK,
    Command,
    duration,
)
from pacer.cli.output import CommandOutput, open_talk, warned

if TYPE_CHECKING:
    import argparse


def _pace(given: argparse.Namespace) -> CommandOutput:
    talk = open_talk(given)
    pace = talk.pace(at_least=given.at_least)
    return CommandOutput(warned(pace.document(), talk), pace.facts(), pace.frame)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "pace": (
        "estimate each slide's time, the total and the chance of fitting the slot",
        _pace,
        [
            DECK,
            SLOT,
            QUESTIONS,
            (
                ("--at-least",),
                {
                    "metavar": "TIME",
                    "type": duration,
                    "help": "the least talk time, where a talk must not end early either",
                },
            ),
            TOOK,
            JSON,
            CSV,
            FORCE,
        ],
    ),
}  # fmt: skip
