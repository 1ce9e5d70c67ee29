"""Which slide was on when, from a recording: `pacer align`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.cli.arguments import DECK, FORCE, JSON, Command
from pacer.cli.output import CommandOutput
from pacer.core import clock, files
from pacer.core.outputs import Outputs
from pacer.core.wording import count, percent
from pacer.render.document import Document

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator


def _align(given: argparse.Namespace) -> CommandOutput:
    from pacer import deck, recording

    if given.out is not None:
        Outputs.of(given.deck, given.file, force=given.force).check(given.out)
    with _bar() as progress:
        frame = recording.match(deck.read(given.deck), given.file, progress=progress)
    shown = frame[frame["slide"] > 0]
    if given.out is not None:
        # Nothing else is written, not even a note in the deck's folder that this was.
        table = frame[["start_s", "end_s", "slide", "page"]]
        files.write(given.out, table.to_csv(index=False, float_format="%.3f"))
    end_s = float(frame["end_s"].iloc[-1])
    lasts = shown["end_s"] - shown["start_s"]
    sheet = Document(
        f"{count(shown['slide'].nunique(), 'slide')} found in {clock.text(end_s)}: "
        f"a slide was on for {percent(lasts.sum() / end_s)} of the time",
        () if given.out is None else (f"Written: {given.out}",),
    )
    return CommandOutput(sheet, {"seconds": end_s, "slide_s": float(lasts.sum())}, frame)


@contextmanager
def _bar() -> Iterator[Callable[[float], None] | None]:
    """How far the work is, to whoever looks at a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Finding the slides", total=1.0)
        yield lambda share: bar.update(task, completed=share)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "align": (
        "find out which slide was on when in a recording",
        _align,
        [
            DECK,
            (("file",), {"metavar": "FILE", "type": Path, "help": "a video of the talk"}),
            (
                ("-o", "--out"),
                {"metavar": "OUT", "type": Path, "help": "write start_s,end_s,slide,page to OUT"},
            ),
            FORCE,
            JSON,
        ],
    ),
}
