"""A Slidev deck with what a plan cuts hidden or gone, each other slide's clock in ``timesplit``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck import slidev, sources
from pacer.export.edits import Edits, encoded

if TYPE_CHECKING:
    import pandas as pd

    from pacer.deck import Deck


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:  # noqa: ARG001
    """Write the deck; of a file it includes, the range of slides that stay.

    Raises
    ------
    DeckError
        If a slide's settings cannot be read, and so not be added to.
    """
    raw = sources.load(deck.path)
    text = sources.decoded(raw, deck.path, [])
    own = slidev.slides(sources.lines_of(text))
    placed = slidev.placed(sources.Files(deck.path))
    actions = dict(zip(plan["slide_key"], plan["action"], strict=True))
    budgets = dict(zip(plan["slide_key"], plan["budget_s"].tolist(), strict=True))
    edits = Edits(text)
    stay: dict[int, list[int]] = {}
    nested: dict[int, int] = {}
    whole_s = 0.0
    for each, key in zip(placed, deck.slides["slide_key"], strict=True):
        cut = actions.get(key) in ("cut", "merge")
        if key in actions and not cut:
            whole_s += budgets[key]
        number = each.through[0]
        if len(each.through) > 1:
            nested[number] = max(nested.get(number, 0), len(each.through))
            if not cut and not slidev.hides(each.settings):
                stay.setdefault(number, []).append(each.through[1])
            continue
        slide = own[number - 1]
        if slide.broken:
            if cut:
                raise DeckError(
                    "has front matter that cannot be read (a stray ruler?): mend it, or keep the "
                    "slide",
                    deck.path,
                    number,
                )
        elif cut:
            _drop(edits, slide, mode)
        elif key in actions:
            _set(edits, slide, "timesplit", _clock(round(whole_s)))
    for number in nested:
        _include(edits, own[number - 1], sorted(set(stay.get(number, []))), mode)
    file.write(encoded(edits.made(), raw))


def _clock(seconds: int) -> str:
    """A clock as Slidev reads it, which YAML cannot take for a number.

    Examples
    --------
    >>> _clock(75), _clock(3700)
    ('1m15s', '61m40s')
    """
    return f"{seconds // 60}m{seconds % 60}s"


def _set(edits: Edits, slide: slidev.Slide, name: str, value: str) -> None:
    """Write a setting into a slide's front matter, made where it has none."""
    said = f"{name}: {value}"
    first = edits.lines[slide.start].rstrip() if slide.start < len(edits.lines) else ""
    if slide.body_start > slide.start and first.startswith("---"):
        span = range(slide.start + 1, slide.body_start - 1)
        at = slide.start + 1
    elif fence := _block(edits, slide):
        span, at = fence, fence.start
    else:
        span, at = range(0), -1
    for number in span:
        if re.match(rf"{name}\s*:", edits.line(number)):
            edits.change(number, said)
            return
    if at >= 0:
        edits.insert(at, said)
    elif first.startswith("---"):
        # The ruler of the file's first line, or one too long to open front matter.
        edits.insert(slide.start + 1, said, "---")
    elif slide.start == 0 or edits.lines[slide.start - 1].rstrip()[3:4] == "-":
        edits.insert(slide.start, "---", said, "---")
    else:
        edits.insert(slide.start, said, "---")


def _block(edits: Edits, slide: slidev.Slide) -> range | None:
    """The lines of a slide's ```` ```yaml ```` block, where it begins with one."""
    for number in range(slide.start, slide.end):
        line = edits.lines[number].strip() if number < len(edits.lines) else ""
        if not line:
            continue
        if not re.match(r"```ya?ml\s*$", line):
            return None
        last = number + 1
        while last < slide.end and not edits.lines[last].startswith("```"):
            last += 1
        return range(number + 1, last)
    return None


def _drop(edits: Edits, slide: slidev.Slide, mode: str) -> None:
    """Hide a slide, or take it out with the ruler before it.

    The first holds the settings of the deck, and is always hidden.
    """
    if mode == "hide" or slide.start <= edits.lines[0].startswith("---"):
        _set(edits, slide, "hide", "true")
        return
    own_ruler = slide.body_start > slide.start and edits.lines[slide.start].startswith("---")
    edits.remove(slide.start - (not own_ruler), slide.end)


def _include(edits: Edits, slide: slidev.Slide, stay: list[int], mode: str) -> None:
    """Narrow an include to the slides that stay."""
    if not stay:
        _drop(edits, slide, mode)
        return
    source = str(slide.settings["src"]).partition("#")
    wanted = slidev.span_of(source[2])
    if wanted is None or sorted(set(wanted)) != stay:
        _set(edits, slide, "src", f"{source[0]}#{','.join(map(str, stay))}")
