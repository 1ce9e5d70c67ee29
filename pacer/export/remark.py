"""A remark deck whose cut slides carry ``exclude: true``, or are gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck import markup, remark, sources
from pacer.export.edits import Edits, encoded

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pacer.deck import Deck

_SOURCE = re.compile(r"<textarea\b[^>]*\bid=[\"']source[\"'][^>]*>", re.IGNORECASE)


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:  # noqa: ARG001
    """Write the deck with what is cut excluded or removed.

    Raises
    ------
    DeckError
        If an HTML page keeps its text in another file.
    """
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    raw = sources.load(deck.path)
    files = sources.Files(deck.path)
    text = sources.decoded(raw, deck.path, [])
    source, excluded = remark.source_of(deck.path, files)
    lines = source.split("\n")
    offset = _offset(text, lines, deck.path)
    edits = Edits(text)
    parted = remark.slides(lines)
    shown = remark.shown(parted, excluded)
    templates = {slide.properties.get("template") for slide in parted}
    for slide, key in zip(shown, deck.slides["slide_key"], strict=True):
        if key not in gone:
            continue
        own = slide.parts[0].properties
        # What others take over from a slide, or up from it on, goes with it.
        hung_on = "layout" in own or own.get("name", "") in templates
        if mode == "remove" and not hung_on and slide.parts[0].start > 0:
            for part in slide.parts:
                edits.remove(offset + part.start, offset + part.end)
            continue
        for part in slide.parts:
            # The first slide has no separator of its own before it.
            edits.insert(offset + part.start + (part.start > 0 or part.continued), "exclude: true")
    file.write(encoded(edits.made(), raw))


def _offset(text: str, lines: list[str], path: Path) -> int:
    """The line of the file that the source's first line is."""
    every = sources.lines_of(text)
    if not markup.is_html(text):
        return len(every) - len(lines)
    opened = _SOURCE.search(text)
    if opened is None:
        raise DeckError("keeps its text in another file: plan and export that .md", path)
    first = len(sources.lines_of(text[: opened.end()])) - 1
    # HTML drops a line break right after the tag.
    return first + (every[first][-1:] == ">" and every[first].rstrip().endswith(">")
                    and text[opened.end() : opened.end() + 1] in "\r\n"
                    and len(lines) and lines[0] == every[first + 1])  # fmt: skip
