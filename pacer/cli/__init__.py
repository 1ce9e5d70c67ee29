"""The command line: a thin door to the calls a notebook makes.

Exit codes: 0 done, 2 it could not be done (one line on stderr says why and how to mend it),
130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from contextlib import nullcontext
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

from pacer.cli import output
from pacer.cli.arguments import DECK, DECK_FORMAT
from pacer.cli.commands import COMMANDS
from pacer.core.errors import PacerError
from pacer.core.outputs import STDOUT
from pacer.core.text import in_json, line
from pacer.render import terminal
from pacer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from pacer.cli.arguments import Option
    from pacer.cli.output import CommandOutput

PROGRAM = "pacer"
LONGEST_REFUSAL = 1_000
# What these are doing they say themselves.
_TALKATIVE = {"align", "demo", "lab", "rehearse", "chair", "transcribe", "forget"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``sys.argv[1:]`` by default.

    Returns
    -------
    int
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that knows only ASCII shows a question mark for a dash.
            stream.reconfigure(errors="replace")
    given = parser().parse_args(arguments)
    try:
        with _waiting(given.name):
            answer = given.call(given)
        if answer is not None:
            _deliver(answer, given)
    except PacerError as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader (head, less) has seen enough; keep the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        return _refused(f"{error.filename or 'a file'}: {error.strerror or error}")
    except MemoryError:
        return _refused("this takes more memory than there is")
    return 0


def _refused(why: str) -> int:
    """Say in one line why it was not done."""
    print(f"{PROGRAM}: {line(why, limit=LONGEST_REFUSAL)}", file=sys.stderr)
    return 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the words without obeying what is in them."""

    def error(self, message: str) -> NoReturn:
        super().error(line(message, limit=LONGEST_REFUSAL))


def _waiting(name: str) -> AbstractContextManager[object]:
    """Say that something is under way, to whoever looks at a terminal."""
    if name in _TALKATIVE or not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"{PROGRAM} {name} …")


def _deliver(answer: CommandOutput, given: argparse.Namespace) -> None:
    """Print the answer as asked: as a sheet, as JSON, and the frame to a CSV file."""
    target = getattr(given, "csv", None)
    if target is not None and answer.frame is not None:
        from pacer.export.tables import to_csv

        output.guard(given).write(target, to_csv(answer.frame))
    if STDOUT in (target, getattr(given, "out", None)):
        return
    if getattr(given, "json", False):
        written = json.dumps(_plain(answer), ensure_ascii=False, indent=2, allow_nan=False)
        print(in_json(written))
        return
    from rich.console import Console

    terminal.write(answer.document, Console())
    sys.stdout.flush()


def _plain(answer: CommandOutput) -> dict[str, Any]:
    made = dict(answer.facts)
    if answer.frame is not None:
        made["rows"] = [
            {str(name): _value(value) for name, value in row.items()}
            for row in answer.frame.to_dict("records")
        ]
    return {name: _value(value) for name, value in made.items()}


def _value(value: Any) -> Any:
    """A value JSON knows: NA and NaN become null, instants ISO text."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if hasattr(value, "isoformat"):
        return None if value != value else value.isoformat()
    return value.item() if hasattr(value, "item") else value


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    top = _Parser(
        prog=PROGRAM,
        description="Rehearse a talk, see where its time goes, and cut it to a shorter slot.",
        epilog="Exit codes: 0 done, 2 not done (one line says why), 130 interrupted.",
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name, (does, call, options) in COMMANDS.items():
        command = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
        command.set_defaults(call=call, name=name, questions="0:00", parser=top)
        _add(command, options)
        if DECK in options:
            # Where a command has a --format of its own, the deck's has the longer name only.
            own = any("--format" in names for names, _ in options)
            _add(command, [(DECK_FORMAT[0][own:], DECK_FORMAT[1])])
    return top


def _add(command: argparse.ArgumentParser, options: Iterable[Option]) -> None:
    for names, details in options:
        command.add_argument(*names, **details)
