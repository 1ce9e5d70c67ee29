"""A document in a terminal, or as plain text."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from pacer.core.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, RenderableType

    from pacer.render.document import Document

# Wide enough for a table with reasons, narrow enough for half a screen.
TEXT_WIDTH = 100
_STYLES = {"": "", "faint": "dim", "strong": "bold", "late": "dark_orange"}


def renderables(document: Document) -> Iterable[RenderableType]:
    """The document as parts that rich prints."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    def Text(said: str = "", *, style: str = "") -> RichText:  # noqa: N802 - as rich names it
        return RichText(printable(said), style=style)

    yield Text(document.headline, style="bold")
    for sentence in document.sentences:
        yield Text(sentence)
    for table in document.tables:
        made = RichTable(
            title=Text(table.caption) if table.caption else None,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            show_edge=False,
        )
        for at, (head, right) in enumerate(table.heads):
            # On a narrow screen figures stay whole; their heads, titles and prose fold.
            whole = [*head.split(), *(row[at] for row in table.rows)] if right else []
            widest = max(map(cell_len, whole), default=None)
            # A word longer than its column is broken, since what is cut off cannot be read.
            made.add_column(
                Text(head),
                justify="right" if right else "left",
                min_width=widest,
                overflow="fold",
            )
        for row, mark in table.marked():
            made.add_row(*map(Text, row), style=_STYLES[mark])
        yield Text()
        yield made
    for section in document.sections:
        yield Text()
        yield from renderables(section)
    if document.warnings:
        yield Text()
    for warning in document.warnings:
        yield Text(f"! {warning}", style="dark_orange")
    if document.last:
        yield Text()
        yield Text(document.last)


def write(document: Document, console: Console) -> None:
    """Print a document on a rich console."""
    for part in renderables(document):
        console.print(part, soft_wrap=False)


def text(document: Document, *, width: int = TEXT_WIDTH) -> str:
    """The document as plain text without colours."""
    from rich.console import Console

    out = StringIO()
    # In a notebook rich would display each part by itself instead of writing it here.
    console = Console(
        file=out, width=width, color_system=None, legacy_windows=False, force_jupyter=False
    )
    write(document, console)
    return re.sub(r"[ \t]+$", "", out.getvalue(), flags=re.MULTILINE).rstrip("\n")
