"""Timings saved in a deck, PowerPoint's above all: this one, or an earlier copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core.errors import DeckError
from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "timings saved in the deck"


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return source.head.startswith((b"PK", b"%PDF"))


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    from pacer import deck

    try:
        found = deck.read(source.path)
    except DeckError as error:
        raise source.refuse(f"its timings cannot be read: {error}") from error
    slides = found.slides
    shown = slides.loc[~slides["hidden"], "slide_key"]
    saved = found.saved_timings[found.saved_timings.index.isin(shown)]
    if saved.empty:
        raise source.refuse(
            "holds no timings: rehearse once with Slide Show > Rehearse Timings and keep them, "
            "then save"
        )
    place = dict(zip(slides["slide_key"], slides["position"], strict=True))
    rows: list[Row] = []
    at_s = 0.0
    for key in shown:
        if key in saved.index:
            spent = float(saved[key])
            rows.append(Row(int(place[key]), str(key), at_s, at_s + spent))
            at_s += spent
    alike = len(saved) > 2 and saved.nunique() == 1
    remarks = ["all are equal: a kiosk setting rather than a rehearsal?"] if alike else []
    if without := [str(place[key]) for key in shown if key not in saved.index]:
        listed = f"{', '.join(without[:6])}{', …' if len(without) > 6 else ''}"
        said = ("slide", "has") if len(without) == 1 else ("slides", "have")
        remarks.append(f"{said[0]} {listed} {said[1]} no saved time")
    return Table(rows, remarks=tuple(remarks), slides=slides)
