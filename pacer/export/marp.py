"""A Marp deck without the slides a plan cuts: Marp itself can hide none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from pacer.deck import markdown, marp, sources
from pacer.export.edits import Edits, encoded

if TYPE_CHECKING:
    import pandas as pd

    from pacer.deck import Deck

_STYLE = re.compile(r"<style(?! scoped)\b.*?</style>", re.DOTALL | re.IGNORECASE)


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:  # noqa: ARG001
    """Write the deck without what is cut; settings that hold for later slides stay."""
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    raw = sources.load(deck.path)
    text = sources.decoded(raw, deck.path, [])
    edits = Edits(text)
    parted = marp.slides(text)
    lines = sources.lines_of(text)
    kept_settings: list[str] = []
    first_stays = False
    for slide, key in zip(parted, deck.slides["slide_key"], strict=True):
        if key in gone:
            edits.remove(slide.first, slide.last)
            kept_settings += _settings(slide)
            continue
        ruled = slide is not parted[0] and lines[slide.first].strip()[:1] in ("-", "*", "_")
        heading = slide is not parted[0] and not ruled
        after = slide.first + 1 if ruled or heading else slide.first
        if not first_stays and ruled:
            edits.remove(slide.first, slide.first + 1)
        elif slide.first and slide.first - 1 in edits._gone and ruled:  # noqa: SLF001 - one module's helper
            # A ruler right under text would make a heading of it.
            edits.insert(slide.first, "")
        if kept_settings:
            edits.insert(after, "", *kept_settings, "")
            kept_settings = []
        first_stays = True
    if kept_settings:
        edits.insert(len(edits.lines), "", *kept_settings)
    file.write(encoded(edits.made(), raw))


def _settings(slide: marp.Slide) -> list[str]:
    """Comments and styles of a slide that hold beyond it."""
    html = "\n".join(markdown.prose(slide.tokens).html)
    kept = [
        f"<!--{comment}-->"
        for comment, _ in markdown.comments(html)
        if not marp.is_note(comment.strip()) and not comment.strip().startswith("_")
    ]
    return [line for each in [*kept, *(m[0] for m in _STYLE.finditer(html))]
            for line in each.split("\n")]  # fmt: skip
