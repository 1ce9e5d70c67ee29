"""A Quarto deck whose cut slides carry ``visibility="hidden"``; files it includes are pasted in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck import quarto, sources
from pacer.export.edits import Edits, encoded

if TYPE_CHECKING:
    import pandas as pd

    from pacer.deck import Deck

_HIDDEN = 'visibility="hidden"'
_ATTRIBUTES = re.compile(r"\{([^{}]*)\}\s*$")
_VISIBILITY = re.compile(r"visibility\s*=\s*[\"']?[\w-]+[\"']?")


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:  # noqa: ARG001
    """Write the deck with what is cut hidden.

    Raises
    ------
    DeckError
        If the title slide is to be cut, which front matter makes and nothing hides.
    """
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    raw = sources.load(deck.path)
    files = sources.Files(deck.path)
    lines, slides = quarto.parted(files)
    cut = {
        slide.at: slide
        for slide, key in zip(slides, deck.slides["slide_key"], strict=True)
        if key in gone
    }
    if -1 in cut:
        raise DeckError(
            "makes its title slide from the front matter, which nothing hides: keep slide 1 "
            "(--keep 1), or take the title out yourself",
            deck.path,
        )
    edits = Edits(files.text())
    included: dict[int, list[int]] = {}
    for at, slide in cut.items():
        line = lines[at]
        if line.path == deck.path:
            _hide(edits, line.number, slide)
        else:
            included.setdefault(line.number, []).append(at)
    for number, places in included.items():
        first = next(n for n, line in enumerate(lines) if line.number == number)
        block = [line.text for line in lines if line.number == number]
        inner = Edits(edits.end.join(block))
        for at in places:
            _hide(inner, at - first, cut[at])
        edits.change(number, inner.made())
    file.write(encoded(edits.made(), raw))


def _hide(edits: Edits, at: int, slide: quarto.Slide) -> None:
    line = edits.line(at)
    if _HIDDEN in line:
        return
    if not slide.level:
        if line.strip() and set(line.strip()) <= set("-*_ "):
            edits.change(at, f"## {{{_HIDDEN}}}")
        else:
            edits.insert(at, "", f"## {{{_HIDDEN}}}", "")
        return
    found = _ATTRIBUTES.search(line)
    if found is None:
        edits.change(at, f"{line.rstrip()} {{{_HIDDEN}}}")
        return
    inner = found[1]
    said = (
        _VISIBILITY.sub(_HIDDEN, inner)
        if _VISIBILITY.search(inner)
        else f"{inner.strip()} {_HIDDEN}".strip()
    )
    edits.change(at, f"{line[: found.start()]}{{{said}}}")
