"""What a run sounded like, and what was said on a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.cli.arguments import CSV, DECK, FORCE, JSON, Command, positions
from pacer.cli.output import CommandOutput, open_talk
from pacer.core.errors import PacerError

if TYPE_CHECKING:
    import argparse


def _speech(given: argparse.Namespace) -> CommandOutput:
    from pacer.results.speech import marked

    talk = open_talk(given)
    if given.slide is None:
        told = talk.speech(given.run)
        return CommandOutput(told.document(), told.facts(), told.frame)
    if len(given.slide) != 1:
        raise PacerError("name one slide: --slide 9")
    said = talk.said(given.slide[0])
    frame = said.frame.assign(changes=said.frame["changes"].map(marked))
    return CommandOutput(said.document(), said.facts(), frame)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "speech": (
        "tell what each slide sounded like: pace, pauses, reading aloud, what was not said",
        _speech,
        [
            DECK,
            (("--run",), {"metavar": "RUN", "help": "this run (default: the last with words)"}),
            (("--slide",), {"metavar": "SLIDE", "type": positions,
                            "help": "what was said on this slide in each run, and what changed"}),
            JSON,
            CSV,
            FORCE,
        ],
    ),
}  # fmt: skip
