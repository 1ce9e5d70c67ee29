"""Jupyter notebooks with ``slideshow`` metadata, parted as nbconvert's slides exporter does.

A notebook is JSON and only four of its keys are read, so nbformat, which comes with JupyterLab
and not with pacer, is not asked for.
"""

from __future__ import annotations

import base64
import html
import json
import math
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pacer.core.errors import DeckError
from pacer.deck import limits, markdown, markup, sources
from pacer.deck.contents import Contents, row, text_keys

if TYPE_CHECKING:
    from pathlib import Path

# Where pacer's own budgets stand in a cell's metadata.
OWN, BUDGET = "pacer", "budget_s"
_MOST_VALUES = 6_000_000
_BREAKS = ("slide", "subslide")


@dataclass
class Slide:
    """The cells of a slide, by their place in the notebook, with what each is."""

    new_stack: bool
    cells: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    builds: int = 0


def read(raw: bytes, path: Path) -> dict[str, Any]:
    """The notebook as JSON.

    Raises
    ------
    DeckError
        If it is cut off, damaged, or no notebook.
    """
    # Each value takes up some fifty bytes of memory; a picture of any size is one.
    if max(raw.count(b","), 4 * raw.count(b"{"), 4 * raw.count(b"[")) > _MOST_VALUES:
        raise DeckError("holds more values than any talk's notebook: clear its outputs", path)
    try:
        made = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DeckError(
            "is no whole notebook (cut off or damaged): open it in JupyterLab, or copy it again",
            path,
        ) from error
    if not isinstance(made, dict) or not isinstance(cells(made), list):
        raise DeckError("is JSON but no notebook: choose the deck", path)
    return made


def cells(notebook: dict[str, Any]) -> Any:
    """The notebook's cells; those of version 3 lie in worksheets."""
    sheets = notebook.get("worksheets")
    if "cells" not in notebook and isinstance(sheets, list):
        within = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [cell for each in within if isinstance(each, list) for cell in each]
    return notebook.get("cells")


def slide_type(cell: Any) -> str:
    """What a cell's metadata says it is; ``-`` for more of the same."""
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    slideshow = metadata.get("slideshow") if isinstance(metadata, dict) else None
    said = slideshow.get("slide_type") if isinstance(slideshow, dict) else None
    return said if isinstance(said, str) and said else "-"


def source(cell: Any) -> str:
    """A cell's source, as Markdown where it is a heading of version 3."""
    if not isinstance(cell, dict):
        return ""
    text = _joined(cell.get("source", cell.get("input", "")))
    if cell.get("cell_type") == "heading":
        level = cell.get("level")
        return f"{'#' * (level if isinstance(level, int) and 1 <= level <= 6 else 1)} {text}"
    return text


def slides(listed: list[Any]) -> list[Slide]:
    """Part a notebook's cells: the first that is shown starts a slide whatever it says."""
    made: list[Slide] = []
    for place, cell in enumerate(listed):
        kind = slide_type(cell)
        if kind == "skip":
            continue
        if kind == "notes":
            if made:
                made[-1].notes.append(place)
            continue
        if not made or kind in _BREAKS:
            # Whatever its type, the first cell is the slide and no step of it.
            made.append(Slide(new_stack=not made or kind == "slide"))
        elif kind == "fragment":
            made[-1].builds += 1
        made[-1].cells.append(place)
    return made


def contents(path: Path) -> Contents:
    """Read a notebook as a talk.

    Raises
    ------
    DeckError
        If it is cut off, no notebook, or hides all its cells.
    """
    notebook = read(sources.load(path), path)
    listed = cells(notebook)
    parted = slides(listed)
    if not parted:
        raise DeckError("hides all its cells: mark one as a slide (cell toolbar, Slide Type)", path)
    limits.refuse_many(len(parted), path)
    made = Contents()
    section = ""
    for slide in parted:
        shown = [listed[place] for place in slide.cells]
        proses = [markdown.read(source(cell)) for cell in shown if _is_prose(cell)]
        code = [source(cell) for cell in shown if _is_code(cell) and not _is_folded(cell)]
        title = next((prose.title for prose in proses if prose.title), "")
        section = (title or section) if slide.new_stack else section
        said = [markdown.read(source(listed[place])).text for place in slide.notes]
        made.rows.append(
            row(
                _key(shown),
                title=title,
                text="\n".join([*(prose.text for prose in proses), *code]),
                notes="\n".join(said),
                section=section if _has_stacks(parted) else "",
                builds=slide.builds,
                target_s=_budget_s(shown),
            )
        )
        made.html.append(partial(_html, shown))
    text_keys(made.rows)
    if not any(slide_type(cell) in _BREAKS for cell in listed):
        made.warnings.append(
            "no cell is marked as a slide, so it is one: give cells a Slide Type in JupyterLab"
        )
    return made


def _html(shown: list[Any]) -> str:
    made = []
    for cell in shown:
        if _is_prose(cell):
            made.append(_attached(cell, markdown.as_html(source(cell))))
        elif _is_code(cell):
            code = html.escape(source(cell))
            made += [f"<pre>{code}</pre>"] if code and not _is_folded(cell) else []
            outputs = cell.get("outputs")
            made += map(_output, outputs if isinstance(outputs, list) else ())
    return markup.within("", "\n".join(made))


def _output(output: Any) -> str:
    """What a cell printed as HTML: its picture before its table, and that before its words."""
    if not isinstance(output, dict):
        return ""
    data = output.get("data", output)  # version 3 keeps the kinds beside the rest
    said = data if isinstance(data, dict) else {}
    for kind in ("image/png", "image/jpeg", "png", "jpeg"):
        if written := "".join(_joined(said.get(kind)).split()):
            kind = kind.removeprefix("image/")
            return f'<img src="data:image/{kind};base64,{html.escape(written)}">'
    if written := _joined(said.get("image/svg+xml", said.get("svg"))):
        packed = base64.b64encode(written.encode("utf-8", "replace")).decode()
        return f'<img src="data:image/svg+xml;base64,{packed}">'
    if written := _joined(said.get("text/html", said.get("html"))):
        return f"<div>{written}</div>"
    if written := _joined(said.get("text/markdown")):
        return markdown.as_html(written)
    written = _joined(said.get("text/plain", output.get("text")))
    return f"<pre>{html.escape(written)}</pre>" if written else ""


def _attached(cell: dict[str, Any], written: str) -> str:
    """A text with the pictures that the cell itself holds."""
    attachments = cell.get("attachments")
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in kinds.items() if isinstance(kinds, dict) else ():
            place = f"data:{kind};base64,{''.join(_joined(data).split())}"
            written = written.replace(f"attachment:{quote(name)}", html.escape(place))
    return written


def _joined(written: Any) -> str:
    """A text of a notebook: whole, or a list of lines."""
    if isinstance(written, list):
        return "".join(line for line in written if isinstance(line, str))
    return written if isinstance(written, str) else ""


def _has_stacks(parted: list[Slide]) -> bool:
    return not all(slide.new_stack for slide in parted)


def _is_prose(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") in ("markdown", "heading", "html")


def _is_code(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _is_folded(cell: dict[str, Any]) -> bool:
    """Whether the cell's source is not shown."""
    metadata = cell.get("metadata")
    jupyter = metadata.get("jupyter") if isinstance(metadata, dict) else None
    return isinstance(jupyter, dict) and jupyter.get("source_hidden") is True


def _key(shown: list[Any]) -> str:
    """The id of the slide's first cell, which stays through edits (nbformat 4.5)."""
    said = shown[0].get("id") if isinstance(shown[0], dict) else None
    return f"cell:{said[:64]}" if isinstance(said, str) and said.isprintable() and said else ""


def _budget_s(shown: list[Any]) -> float:
    for cell in shown:
        metadata = cell.get("metadata") if isinstance(cell, dict) else None
        own = metadata.get(OWN) if isinstance(metadata, dict) else None
        said = own.get(BUDGET) if isinstance(own, dict) else None
        if isinstance(said, (int, float)) and not isinstance(said, bool) and 0 < said < 86_400:
            return float(said)
    return math.nan
