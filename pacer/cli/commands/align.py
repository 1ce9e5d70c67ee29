"""Which slide was on when, from a transcript or a recording: `pacer align`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.cli.arguments import DECK, EARS, FORCE, JSON, Command, budget
from pacer.cli.output import CommandOutput, open_talk, progress_bar

if TYPE_CHECKING:
    import argparse


def _align(given: argparse.Namespace) -> CommandOutput:
    with progress_bar("Finding the slides") as progress:
        found = open_talk(given).align(
            *given.files,
            clicks=given.at,
            kind=given.kind,
            out=given.out,
            overwrite=given.force,
            model=given.model,
            language=given.language,
            allow_download=given.allow_download,
            progress=progress,
        )
    return CommandOutput(found.document(), found.facts(), found.frame)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "align": (
        "find out which slide was on when, from a transcript, a sound file or a video",
        _align,
        [
            DECK,
            (
                ("files",),
                {
                    "metavar": "FILE",
                    "type": Path,
                    "nargs": "+",
                    "help": "captions, Whisper JSON, text with times, sound, video; several of one "
                    "talk make one better answer, and so does a CSV of clicks (slide,start) or a "
                    "run's id beside them",
                },
            ),
            (
                ("--at",),
                {
                    "metavar": "SLIDE=TIME",
                    "type": budget,
                    "action": "append",
                    "default": [],
                    "help": "when a slide came up, such as 9=12:30; may be given again",
                },
            ),
            (
                ("-o", "--out"),
                {
                    "metavar": "OUT",
                    "type": Path,
                    "help": "write start_s,end_s,slide,page to OUT instead of keeping a run",
                },
            ),
            (
                ("--kind",),
                {
                    "choices": ("delivery", "rehearsal"),
                    "default": "delivery",
                    "help": "what the run was (default: delivery)",
                },
            ),
            *EARS,
            FORCE,
            JSON,
        ],
    ),
}
