"""The command line as a page, from the parser itself: nothing is written twice."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pacer.cli import PROGRAM, parser

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands in a help text as it stands, and would be markup on a page.
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_<>[]{}|#~"})


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command with its parser, in the order of ``--help``."""
    for action in parser()._actions:  # noqa: SLF001 - argparse has no other door
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            return dict(action.choices)
    raise LookupError("the parser has no commands")


def options(command: argparse.ArgumentParser) -> list[argparse.Action]:
    """A command's arguments and options, without ``--help``."""
    return [action for action in command._actions if action.dest != "help"]  # noqa: SLF001


def page() -> str:
    """All commands as Markdown, each under a heading of its own."""
    return "\n".join(line for name, one in commands().items() for line in _command(name, one))


def _command(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    yield f"\n## {PROGRAM} {name}\n"
    yield f"{(command.description or '').translate(_ESCAPED)}\n"
    yield f"```text\n{_usage(command)}\n```\n"
    for action in options(command):
        yield from (f"{_name(action)}", f": {_help(action)}\n")


def _usage(command: argparse.ArgumentParser) -> str:
    formatter = argparse.HelpFormatter(command.prog, width=88)
    formatter.add_usage(command.usage, command._actions, [], prefix="")  # noqa: SLF001
    return formatter.format_help().strip()


def _name(action: argparse.Action) -> str:
    shown = action.metavar or ("{" + ",".join(map(str, action.choices)) + "}"
                               if action.choices else action.dest.upper())  # fmt: skip
    if not action.option_strings:
        return f"`{shown}`"
    value = "" if action.nargs == 0 else f" {shown}"
    return ", ".join(f"`{option}{value}`" for option in action.option_strings)


def _help(action: argparse.Action) -> str:
    said = (action.help or "").replace("%%", "%").translate(_ESCAPED)
    return f"{said[:1].upper()}{said[1:]}."
