"""A document as HTML, escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pacer.render.document import TERM

if TYPE_CHECKING:
    from pacer.render.document import Document, Table

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


def html_text(raw: str, *, prose: bool = True) -> str:
    """Text as HTML, escaped; in prose a term becomes emphasis."""
    escaped = escape(raw)
    return TERM.sub(r"<em>\1</em>", escaped) if prose else escaped


def table_html(table: Table) -> str:
    """One table as HTML, escaped."""
    side = [" class='n'" if right else "" for _, right in table.heads]
    heads = "".join(
        f"<th scope='col'{kind}>{escape(head)}</th>"
        for (head, _), kind in zip(table.heads, side, strict=True)
    )
    body = "".join(
        f"<tr class='{mark}'>" + "".join(
            f"<td{kind}>{html_text(cell, prose=prose)}</td>"
            for cell, kind, prose in zip(row, side, table.prose, strict=True)
        ) + "</tr>"
        for row, mark in table.marked()
    )  # fmt: skip
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def fragment(document: Document) -> str:
    """The document as an HTML fragment for a notebook; all of its text is escaped."""
    lines = "".join(f"<p>{html_text(line)}</p>" for line in document.sentences)
    tables = "".join(map(table_html, document.tables))
    warnings = "".join(f"<p class='warning'>{html_text(line)}</p>" for line in document.warnings)
    return (
        f"<style>{_CSS}</style><div class='pacer-sheet'>"
        f"<p class='headline'>{escape(document.headline)}</p>{lines}{tables}{warnings}</div>"
    )
