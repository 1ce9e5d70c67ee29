"""The main job on the sample talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacer.cli.arguments import (
    FORCE,
    JSON,
    Command,
    out,
)
from pacer.cli.output import CommandOutput
from pacer.render import terminal
from pacer.render.document import Document

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def _demo(given: argparse.Namespace) -> CommandOutput:
    """Tell the story on the sample talk: pace, a plan for 20 minutes, a comparison, a report."""
    from rich.console import Console
    from rich.rule import Rule

    from pacer import sample, talk

    deck = sample.copy(given.out)
    whole = talk.open(deck, slot="45:00", questions=0)
    short = talk.open(deck, slot="20:00", questions="2:00")
    console = Console(stderr=given.json)
    answers: dict[str, Any] = {}
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("A 45-minute talk, rehearsed four times: where does the time go?", whole.pace),
        ("How do the four runs compare?", whole.compare),
        ("Another conference grants 20 minutes, 2 of them for questions: what stays?", short.plan),
    ]
    for title, step in steps:
        with console.status(title):
            answers[title] = step()
        console.print()
        console.print(Rule(title, align="left"))
        terminal.write(answers[title].document(), console)
    plan = answers[steps[-1][0]]
    with console.status("Writing the report"):
        path = short.report(deck.with_name("report.html"), plan=plan, overwrite=given.force)
    console.print()
    sheet = Document(f"Report written: {path}", (f"The talk to play with: {deck}",))
    return CommandOutput(sheet, {"report": str(path), "deck": str(deck), "p_fits": plan.p_fits})


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "demo": (
        "show the main job on the sample talk",
        _demo,
        [out("pacer-demo", "where the talk and its report go (default: pacer-demo)"), FORCE, JSON],
    ),
}  # fmt: skip
