"""One answer, laid out once: a `Document` prints in a terminal, a notebook and Markdown alike.

An answer (a pace, a plan, a comparison) says what it has to say as a `Document`; how that looks
is decided in `pacer.render` and nowhere else. Every text is escaped for where it goes. In prose
(sentences, warnings, columns whose head starts with ``*``) a deck's own term is marked as
``*term*``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes


# A deck's own term in prose.
TERM = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True)
class Table:
    """A caption, column heads and rows of text.

    Parameters
    ----------
    caption : str
    columns : tuple of str
        A head that starts with ``>`` is set to the right, for numbers; with ``*`` it is prose.
    rows : tuple of tuple of str
    emphasis : tuple of str
        A word for each row, or nothing: ``"faint"`` steps back, ``"strong"`` stands out,
        ``"late"`` warns.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    emphasis: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        caption: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        emphasis: Iterable[str] = (),
    ) -> Table:
        """Make a table from anything with a `str`."""
        return cls(
            caption, tuple(columns), tuple(tuple(map(str, row)) for row in rows), tuple(emphasis)
        )

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Each column's head, and whether it is set to the right."""
        return [(name.lstrip(">*"), name.startswith(">")) for name in self.columns]

    @property
    def prose(self) -> list[bool]:
        """Whether each column is prose."""
        return [name.startswith("*") for name in self.columns]

    def marked(self) -> Iterable[tuple[tuple[str, ...], str]]:
        """Each row with its emphasis."""
        return zip(self.rows, self.emphasis or ("",) * len(self.rows), strict=True)


@dataclass(frozen=True)
class Figure:
    """A drawing, made when it is needed, and the table behind it."""

    draw: Callable[[], Axes]
    table: Table


@dataclass(frozen=True)
class Document:
    """A headline, a few sentences, tables and figures in the order they are read, and warnings.

    Parameters
    ----------
    headline : str
    sentences : tuple of str
    parts : tuple of Table, Figure or Document
        A document within a document is a section of it.
    warnings : tuple of str
        What the reader has to know beside it.
    name : str
        Of a section, for links to it.
    last : str
        On a terminal, what to say next.
    """

    headline: str
    sentences: tuple[str, ...] = ()
    parts: tuple[Table | Figure | Document, ...] = ()
    warnings: tuple[str, ...] = ()
    name: str = ""
    last: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, those behind figures among them; not those of its sections."""
        return tuple(
            part.table if isinstance(part, Figure) else part
            for part in self.parts
            if not isinstance(part, Document)
        )

    @property
    def sections(self) -> tuple[Document, ...]:
        """The documents within it."""
        return tuple(part for part in self.parts if isinstance(part, Document))
