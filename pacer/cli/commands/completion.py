"""Completion in a shell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pacer.cli.completion import SHELLS, script

if TYPE_CHECKING:
    import argparse

    from pacer.cli.arguments import Command


def _completion(given: argparse.Namespace) -> None:
    sys.stdout.write(script(given.parser, given.shell))


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "completion": (
        "print the script that completes commands, options and decks in a shell",
        _completion,
        [(("shell",), {"metavar": "SHELL", "choices": SHELLS, "help": ", ".join(SHELLS)})],
    ),
}
