"""A document as Markdown, escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.render.document import TERM

if TYPE_CHECKING:
    from pacer.render.document import Document

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


def _markdown_text(raw: str, *, prose: bool = True) -> str:
    """Text as Markdown, escaped; in prose a term becomes emphasis."""
    parts = TERM.split(raw) if prose else [raw]
    return "".join(
        f"*{escape_markdown(part)}*" if index % 2 else escape_markdown(part)
        for index, part in enumerate(parts)
    )


def markdown(document: Document, *, level: int = 2) -> str:
    """The document as Markdown; `level` is that of its headline."""
    parts = [f"{'#' * level} {escape_markdown(document.headline)}"]
    parts += map(_markdown_text, document.sentences)
    for table in document.tables:
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
    parts += [f"> {_markdown_text(warning)}" for warning in document.warnings]
    parts += [markdown(section, level=level + 1).rstrip("\n") for section in document.sections]
    return "\n\n".join(parts) + "\n"
