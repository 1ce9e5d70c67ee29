"""Scripts that complete `pacer` in a shell, from the parser itself.

The script is made once, when the shell starts or is set up: no key pressed later starts Python.
"""

from __future__ import annotations

import argparse
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHELLS = ("bash", "zsh", "fish")
# Endings of what `pacer.deck` reads; kept here, as in `arguments`, so that no room is loaded.
ENDINGS = ("pptx", "pptm", "ppsx", "ppsm", "potx", "potm", "pdf", "odp", "otp", "ipynb", "md",
           "markdown", "qmd", "rmd", "html", "htm", "pdfpc")  # fmt: skip


@dataclass(frozen=True)
class Word:
    """An option: how it is written, what it says, and the words that may follow."""

    names: tuple[str, ...]
    help: str
    takes_value: bool
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """A command: what it does, its options, whether a deck comes first, and its fixed words."""

    help: str
    options: tuple[Word, ...]
    of_deck: bool
    choices: tuple[str, ...]


def commands(parser: argparse.ArgumentParser) -> dict[str, Command]:
    """What the parser knows, as plain data."""
    (subparsers,) = (
        action
        for action in parser._actions  # noqa: SLF001 - argparse has no other door
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
    )
    does = {action.dest: action.help or "" for action in subparsers._choices_actions}  # noqa: SLF001
    return {name: _command(one, does[name]) for name, one in subparsers.choices.items()}


def _command(parser: argparse.ArgumentParser, does: str) -> Command:
    actions = parser._actions  # noqa: SLF001
    options = (
        Word(
            tuple(action.option_strings),
            (action.help or "").replace("%%", "%"),
            action.nargs != 0,
            tuple(map(str, action.choices or ())),
        )
        for action in actions
        if action.option_strings
    )
    said = [action for action in actions if not action.option_strings]
    first = said[0] if said else None
    return Command(
        does,
        tuple(options),
        of_deck=first is not None and first.metavar == "DECK",
        choices=tuple(map(str, (first.choices if first else None) or ())),
    )


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for one of `SHELLS`.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        With the commands.
    shell : str

    Returns
    -------
    str
        To be sourced.
    """
    known = commands(parser)
    if shell == "fish":
        return "".join(f"{line}\n" for line in _fish(parser.prog, known))
    made = "".join(f"{line}\n" for line in _bash(parser.prog, known))
    if shell == "zsh":
        # zsh runs bash's own functions; the two lines load what does that
        return "autoload -Uz compinit bashcompinit\ncompinit -u && bashcompinit\n" + made
    return made


def _bash(program: str, known: Mapping[str, Command]) -> Iterator[str]:
    yield f"_{program}() {{"
    yield '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" words=""'
    yield "  COMPREPLY=()"
    yield '  if [ "$COMP_CWORD" -eq 1 ]; then'
    yield f"    words={shlex.quote(' '.join([*known, '--help', '--version']))}"
    yield '    COMPREPLY=($(compgen -W "$words" -- "$cur"))'
    yield "    return"
    yield "  fi"
    yield '  case "${COMP_WORDS[1]} $prev" in'
    for name, command in known.items():
        for option in (one for one in command.options if one.choices):
            patterns = "|".join(f'"{name} {each}"' for each in option.names)
            yield f"    {patterns}) words={shlex.quote(' '.join(option.choices))} ;;"
        if command.choices:
            yield f'    "{name} {name}") words={shlex.quote(" ".join(command.choices))} ;;'
    yield "  esac"
    yield '  if [ -n "$words" ]; then'
    yield '    COMPREPLY=($(compgen -W "$words" -- "$cur"))'
    yield "    return"
    yield "  fi"
    yield '  case "$cur" in'
    yield '    -*) case "${COMP_WORDS[1]}" in'
    for name, command in known.items():
        names = " ".join(each for option in command.options for each in option.names)
        yield f"      {name}) words={shlex.quote(names)} ;;"
    yield "      esac"
    yield '      COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;'
    of_deck = "|".join(name for name, command in known.items() if command.of_deck)
    yield '    *) if [ "$COMP_CWORD" -eq 2 ]; then case "${COMP_WORDS[1]}" in'
    yield f"      {of_deck})"
    yield "        local each"
    endings = "|".join(f"*.{ending}" for ending in ENDINGS)
    yield "        while IFS= read -r each; do"
    yield '          case "$each" in'
    yield f'            {endings}) COMPREPLY+=("$each") ;;'
    yield "            *.pacer) ;; # what is kept beside a deck"
    yield '            *) if [ -d "$each" ]; then COMPREPLY+=("$each"); fi ;;'
    yield "          esac"
    yield '        done < <(compgen -f -- "$cur") ;;'
    yield "      esac; fi ;;"
    yield "  esac"
    yield "}"
    # any other place takes a file, which the shell completes itself
    yield f"complete -o default -o filenames -F _{program} {program}"


def _fish(program: str, known: Mapping[str, Command]) -> Iterator[str]:
    yield f"complete -c {program} -n __fish_use_subcommand -f -l help -s h"
    yield f"complete -c {program} -n __fish_use_subcommand -f -l version"
    for name, command in known.items():
        said = _fish_quoted(command.help)
        yield f"complete -c {program} -n __fish_use_subcommand -f -a {name} -d {said}"
        here = f"complete -c {program} -n '__fish_seen_subcommand_from {name}'"
        if command.choices:
            yield f"{here} -f -a {shlex.quote(' '.join(command.choices))}"
        for option in command.options:
            names = " ".join(
                f"-l {each[2:]}" if each.startswith("--") else f"-s {each[1:]}"
                for each in option.names
            )
            value = " -r" if option.takes_value else ""
            if option.choices:
                value = f" -x -a {shlex.quote(' '.join(option.choices))}"
            yield f"{here} {names}{value} -d {_fish_quoted(option.help)}"


def _fish_quoted(said: str) -> str:
    """Text in single quotes, as fish reads them."""
    return "'" + said.replace("\\", "\\\\").replace("'", "\\'") + "'"
