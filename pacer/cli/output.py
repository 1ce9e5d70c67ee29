"""What a command gives back, for people and for programs."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacer.core.outputs import Outputs
from pacer.render.document import Document

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    import pandas as pd

    from pacer.talk import Talk


@dataclass(frozen=True)
class CommandOutput:
    """What a command found: a document for people, facts and a frame for programs."""

    document: Document
    facts: dict[str, Any]
    frame: pd.DataFrame | None = None


def open_talk(given: argparse.Namespace) -> Talk:
    """The talk a command is about, with its slot where the command has one."""
    from pacer import talk

    return talk.open(
        given.deck,
        slot=getattr(given, "slot", None),
        questions=given.questions,
        format=getattr(given, "deck_format", None),
        took=getattr(given, "took", None),
    )


@contextmanager
def progress_bar(doing: str) -> Iterator[Callable[[float], None] | None]:
    """How far the work is, to whoever looks at a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def guard(given: argparse.Namespace) -> Outputs:
    """What a command may write over: nothing of the decks it was given."""
    return Outputs.of(given.deck, getattr(given, "other", None), force=given.force)


def warned(document: Document, talk: Talk, *further: str) -> Document:
    """The document with what could not be read of the deck and its runs, and what else to say."""
    return Document(
        document.headline,
        document.sentences,
        document.tables,
        (*document.warnings, *talk.problems, *further),
    )
