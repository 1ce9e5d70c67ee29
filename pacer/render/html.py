"""A document as HTML: a fragment for a notebook, a page, or one sheet of paper.

Templates escape whatever is put into them; see `pacer.render.templates`.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pacer.render.document import TERM, Figure

if TYPE_CHECKING:
    from jinja2 import Environment

    from pacer.render.document import Document

TEMPLATES = Path(__file__).with_name("templates")
# Rows on one sheet of A4 or Letter at a point; the type shrinks with the number of rows, to
# what can still be read on a lectern.
SHEET_ROWS_PT, LARGEST_PT, SMALLEST_PT = 350.0, 12.0, 6.5


def fragment(document: Document) -> str:
    """The document as an HTML fragment for a notebook."""
    return _rendered("fragment", document=document)


def page(document: Document, *, link: tuple[str, str] | None = None) -> str:
    """The document as a self-contained page: a title, the answer, its sections.

    `link` is the address of a page beside it, and what is said of it.
    """
    return _rendered("page", document=document, link=link)


def sheet(document: Document) -> str:
    """The document as a page that is set to print on a single sheet."""
    rows = sum(len(table.rows) for table in document.tables) + 2 * len(document.warnings)
    size = min(LARGEST_PT, max(SMALLEST_PT, SHEET_ROWS_PT / max(rows, 1)))
    return _rendered("sheet", document=document, size=f"{size:.1f}")


def standalone(*, title: str, note: str, styles: str, data: dict[str, Any]) -> str:
    """A page for a room without a kernel; `styles` is pacer's own, all else is escaped."""
    return _rendered("standalone", title=title, note=note, styles=Markup(styles), data=data)  # noqa: S704


def links(*, title: str, links: list[tuple[str, str]]) -> str:
    """A page that leads to others: each an address and what is said of it."""
    return _rendered("links", title=title, links=links)


def _rendered(name: str, **values: Any) -> str:
    return _environment().get_template(f"{name}.html.j2").render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"prose": prose, "whole": whole}
    made.globals |= {"drawn": _drawn}
    made.tests["figure"] = lambda part: isinstance(part, Figure)
    return made


def prose(raw: str) -> Markup:
    """Prose, escaped; a deck's own term becomes emphasis.

    Examples
    --------
    >>> print(prose("9 uses *<log>*"))
    9 uses <em>&lt;log&gt;</em>
    """
    return Markup(TERM.sub(r"<em>\1</em>", escape(raw)))  # noqa: S704 - escaped just now


def whole(raw: str) -> Markup:
    """Text or markup whose figures and their per cent signs stay on one line."""
    return Markup(escape_once(raw).replace(" %", "\u00a0%"))  # noqa: S704 - escaped just now


def escape_once(raw: str) -> str:
    """Escaped text; what is markup already stays as it is."""
    return str(raw) if isinstance(raw, Markup) else escape(raw)


def _drawn(figure: Figure, name: str) -> dict[str, Any]:
    """A drawing with its finding and its words for the blind."""
    from pacer.render.svg import alt, finding, svg

    ax = figure.draw()
    # The order matters: the drawing takes the title off its axes.
    told = {"finding": finding(ax), "alt": alt(ax)}
    return {**told, "svg": Markup(svg(ax, name))}  # noqa: S704 - made of shapes and escaped text
