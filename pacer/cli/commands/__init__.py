"""The commands, one module a subject; each names its own in a table of the same form."""

from pacer.cli.arguments import Command
from pacer.cli.commands import (
    align,
    compare,
    completion,
    deck,
    demo,
    pace,
    plan,
    report,
    rooms,
    sheet,
    speech,
    words,
)

# In the order of --help.
_MODULES = (deck, align, words, pace, plan, sheet, compare, speech, report, rooms, demo, completion)

COMMANDS: dict[str, Command] = {
    name: command for module in _MODULES for name, command in module.COMMANDS.items()
}
