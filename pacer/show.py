"""One answer, laid out once: a `Sheet` prints in a terminal, a notebook and Markdown alike.

An answer (a pace, a plan, a comparison) says what it has to say as a `Sheet`; how that looks
is decided here and nowhere else. Every text is escaped for where it goes. In prose (sentences,
warnings, columns whose head starts with ``*``) a deck's own term is marked as ``*term*``.
"""

from __future__ import annotations

import html as _html
import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

# Wide enough for a table with reasons, narrow enough for half a screen.
TEXT_WIDTH = 100


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
class Sheet:
    """A headline, a few sentences, tables, and what to be warned of."""

    headline: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()


class Shown:
    """What every answer inherits: it says itself as a `Sheet`, and so prints well anywhere."""

    def sheet(self) -> Sheet:
        """What to show."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return text(self.sheet())

    def _repr_html_(self) -> str:
        return html(self.sheet())


_STYLES = {"": "", "faint": "dim", "strong": "bold", "late": "dark_orange"}


def renderables(sheet: Sheet) -> Iterable[RenderableType]:
    """The sheet as parts that rich prints."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table as RichTable
    from rich.text import Text

    yield Text(sheet.headline, style="bold")
    for sentence in sheet.sentences:
        yield Text(sentence)
    for table in sheet.tables:
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
            made.add_column(Text(head), justify="right" if right else "left", min_width=widest)
        for row, mark in table.marked():
            made.add_row(*map(Text, row), style=_STYLES[mark])
        yield Text()
        yield made
    if sheet.warnings:
        yield Text()
    for warning in sheet.warnings:
        yield Text(f"! {warning}", style="dark_orange")


def write(sheet: Sheet, console: Console) -> None:
    """Print a sheet on a rich console."""
    for part in renderables(sheet):
        console.print(part, soft_wrap=False)


def text(sheet: Sheet, *, width: int = TEXT_WIDTH) -> str:
    """The sheet as plain text without colours."""
    from rich.console import Console

    out = StringIO()
    # In a notebook rich would display each part by itself instead of writing it here.
    console = Console(
        file=out, width=width, color_system=None, legacy_windows=False, force_jupyter=False
    )
    write(sheet, console)
    return re.sub(r"[ \t]+$", "", out.getvalue(), flags=re.MULTILINE).rstrip("\n")


# JupyterLab's own colours where there are any, so that every theme fits.
_CSS = """
.pacer-sheet{font-family:var(--jp-ui-font-family,system-ui,sans-serif);
color:var(--jp-ui-font-color1,inherit);max-width:60rem;line-height:1.45}
.pacer-sheet .headline{font-size:1.25em;font-weight:600;margin:.2em 0 .3em}
.pacer-sheet p{margin:.2em 0}
.pacer-sheet .warning{border-left:3px solid var(--jp-warn-color1,#b35900);padding-left:.6em}
.pacer-sheet table{border-collapse:collapse;margin:.8em 0;font-variant-numeric:tabular-nums}
.pacer-sheet caption{text-align:left;font-weight:600;padding:.3em 0}
.pacer-sheet tr :is(th,td):not(.n){text-align:left}
.pacer-sheet th,.pacer-sheet td{padding:.25em .7em .25em 0;vertical-align:top;white-space:normal;
border-bottom:1px solid var(--jp-border-color2,#8884)}
.pacer-sheet tr .n{text-align:right;white-space:nowrap}
.pacer-sheet .faint{color:var(--jp-ui-font-color2,#666)}
.pacer-sheet .strong{font-weight:600}
.pacer-sheet .late{color:var(--jp-warn-color0,#a04b00)}
"""


_TERM = re.compile(r"\*([^*\n]+)\*")


def html_text(raw: str, *, prose: bool = True) -> str:
    """Text as HTML, escaped; in prose a term becomes emphasis."""
    escaped = _html.escape(raw)
    return _TERM.sub(r"<em>\1</em>", escaped) if prose else escaped


def _markdown_text(raw: str, *, prose: bool = True) -> str:
    """Text as Markdown, escaped; in prose a term becomes emphasis."""
    parts = _TERM.split(raw) if prose else [raw]
    return "".join(
        f"*{escape_markdown(part)}*" if index % 2 else escape_markdown(part)
        for index, part in enumerate(parts)
    )


def table_html(table: Table) -> str:
    """One table as HTML, escaped."""
    side = [" class='n'" if right else "" for _, right in table.heads]
    heads = "".join(
        f"<th scope='col'{kind}>{_html.escape(head)}</th>"
        for (head, _), kind in zip(table.heads, side, strict=True)
    )
    body = "".join(
        f"<tr class='{mark}'>" + "".join(
            f"<td{kind}>{html_text(cell, prose=prose)}</td>"
            for cell, kind, prose in zip(row, side, table.prose, strict=True)
        ) + "</tr>"
        for row, mark in table.marked()
    )  # fmt: skip
    caption = f"<caption>{_html.escape(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def html(sheet: Sheet) -> str:
    """The sheet as an HTML fragment for a notebook; all of its text is escaped."""
    lines = "".join(f"<p>{html_text(line)}</p>" for line in sheet.sentences)
    tables = "".join(map(table_html, sheet.tables))
    warnings = "".join(f"<p class='warning'>{html_text(line)}</p>" for line in sheet.warnings)
    return (
        f"<style>{_CSS}</style><div class='pacer-sheet'>"
        f"<p class='headline'>{_html.escape(sheet.headline)}</p>{lines}{tables}{warnings}</div>"
    )


# Markdown's own marks, and < & which would open HTML or an entity.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~<>&$-])")


def escape_markdown(raw: str) -> str:
    r"""Text that Markdown shows as it is.

    Examples
    --------
    >>> print(escape_markdown("a*b <img>"))
    a\*b \<img\>
    """
    return _MARKDOWN.sub(r"\\\1", raw.replace("\n", " "))


def markdown(sheet: Sheet, *, level: int = 2) -> str:
    """The sheet as Markdown; `level` is that of its headline."""
    parts = [f"{'#' * level} {escape_markdown(sheet.headline)}"]
    parts += map(_markdown_text, sheet.sentences)
    for table in sheet.tables:
        lines = [f"**{escape_markdown(table.caption)}**", ""] if table.caption else []
        lines.append("| " + " | ".join(escape_markdown(head) for head, _ in table.heads) + " |")
        lines.append(
            "|" + "|".join(" --: " if right else " --- " for _, right in table.heads) + "|"
        )
        for row in table.rows:
            cells = zip(row, table.prose, strict=True)
            told = (_markdown_text(cell, prose=prose) for cell, prose in cells)
            lines.append("| " + " | ".join(told) + " |")
        parts.append("\n".join(lines))
    parts += [f"> {_markdown_text(warning)}" for warning in sheet.warnings]
    return "\n\n".join(parts) + "\n"


def count(number: int, noun: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "run"), count(3, "run")
    ('1 run', '3 runs')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(share: float, places: int = 0) -> str:
    """A share in percent, the sign set apart.

    Examples
    --------
    >>> percent(0.123), percent(0.00087, 2)
    ('12 %', '0.09 %')
    """
    return f"{share:.{places}%}".replace("%", " %")


def chance(p: float | None) -> str:
    """A chance as a speaker says it; never a certainty that no model has.

    Examples
    --------
    >>> chance(0.912), chance(0.9999), chance(0.0001), chance(None)
    ('91 %', 'over 99 %', 'under 1 %', '–')
    """
    if p is None:
        return "–"
    return "over 99 %" if p > 0.99 else "under 1 %" if p < 0.01 else percent(p)
