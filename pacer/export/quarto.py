"""A Quarto deck whose cut slides carry ``visibility="hidden"``, or are gone.

Files it includes are pasted in where slides of them are cut.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck import quarto, sources
from pacer.export.edits import Edits, encoded

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pacer.deck import Deck

_FENCE = re.compile(r"`{3,}|~{3,}")
_DIV = re.compile(r":{3,}\s*(.*?)\s*:*$")
_TITLE = re.compile(r"\s*title-slide-attributes\s*:")
_TITLE_HIDDEN = "data-visibility: hidden"
_HIDDEN = 'visibility="hidden"'
_ATTRIBUTES = re.compile(r"\{([^{}]*)\}\s*$")
_VISIBILITY = re.compile(r"visibility\s*=\s*[\"']?[\w-]+[\"']?")


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:  # noqa: ARG001
    """Write the deck with what is cut hidden or removed.

    Raises
    ------
    DeckError
        If the title slide is to be cut and its settings are written so that they cannot be
        added to.
    """
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    raw = sources.load(deck.path)
    files = sources.Files(deck.path)
    lines, slides = quarto.parted(files)
    keys = deck.slides["slide_key"]
    # What a cell prints on a slide of its own has that slide's heading, and goes with it.
    kept = {slide.at for slide, key in zip(slides, keys, strict=True) if key not in gone}
    cut = {slide.at: slide for slide in slides if slide.at not in kept}
    ends = dict(pairwise([*dict.fromkeys(slide.at for slide in slides), len(lines)]))
    edits = Edits(files.text())
    if -1 in cut:
        _hide_title(edits, deck)
        del cut[-1]
    included: dict[int, list[int]] = {}
    for at, slide in cut.items():
        line = lines[at]
        if line.path != deck.path:
            included.setdefault(line.number, []).append(at)
        elif mode == "remove" and _is_whole(lines[at : ends[at]], deck.path):
            edits.remove(line.number - (at - _ruled(lines, at, ends)), line.number + ends[at] - at)
        else:
            _hide(edits, line.number, slide)
    for number, places in included.items():
        first = next(n for n, line in enumerate(lines) if line.number == number)
        block = [line.text for line in lines if line.number == number]
        inner = Edits(edits.end.join(block))
        for at in places:
            end = min(ends[at] - first, len(block))
            if mode == "remove" and _is_whole(lines[at : first + end]):
                inner.remove(at - first, end)
            else:
                _hide(inner, at - first, cut[at])
        edits.change(number, inner.made())
    file.write(encoded(edits.made(), raw))


def _ruled(lines: list[quarto.Line], at: int, ends: dict[int, int]) -> int:
    """Where a slide begins with the ruler that stands before its heading and would part nothing."""
    above = at - 1
    while above > 0 and not lines[above].text.strip():
        above -= 1
    swallowed = above >= 0 and above not in ends and quarto.RULE.match(lines[above].text)
    return above if swallowed and lines[above].path == lines[at].path else at


def _is_whole(lines: list[quarto.Line], path: Path | None = None) -> bool:
    """Whether lines can go: of one file, one after the other, and nothing open across them."""
    depth = 0
    fence = ""
    for line in lines:
        text = line.text.strip()
        if opened := _FENCE.match(text):
            fence = "" if fence and text.startswith(fence) else fence or opened[0]
        elif not fence and (div := _DIV.match(text)):
            depth += 1 if div[1] else -1
        if depth < 0:
            return False
    numbers = [line.number for line in lines]
    in_order = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    own = path is None or (in_order and all(line.path == path for line in lines))
    whole = "\n".join(line.text for line in lines)
    return depth == 0 and not fence and whole.count("<!--") == whole.count("-->") and own


def _hide_title(edits: Edits, deck: Deck) -> None:
    """Give the title slide the attribute that reveal.js hides a slide by.

    Quarto and pandoc write ``title-slide-attributes`` on its section.
    """
    bare = [line.rstrip() for line in edits.lines]
    start = bare.index("---")
    end = next(n for n in range(start + 1, len(bare)) if bare[n] in ("---", "..."))
    said = next((n for n in range(start, end) if _TITLE.match(bare[n])), None)
    if said is None:
        edits.insert(end, "title-slide-attributes:", f"  {_TITLE_HIDDEN}")
        return
    if bare[said].split(":", 1)[1].strip():
        raise DeckError(
            "has title-slide-attributes on one line, which cannot be added to: keep slide 1 "
            "(--keep 1), or write them below each other",
            deck.path,
            1,
        )
    below = re.match(r"\s*", bare[said + 1])[0] or "  "  # type: ignore[index]
    edits.insert(said + 1, f"{below}{_TITLE_HIDDEN}")


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
