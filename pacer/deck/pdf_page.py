"""One page of a PDF: its lines of text where they stand, its label, and what is noted on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pacer.core import text as words

# What PDFium writes for a hyphen that only divides a word at the end of a line.
HYPHEN = "\x02"


@dataclass(frozen=True)
class Line:
    """A line of text as shown, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    height: float

    @property
    def place(self) -> tuple[str, int, int]:
        """The same for two lines that look alike and stand at one place."""
        return self.text, round(self.left), round(self.top)


@dataclass(frozen=True)
class Page:
    """A page, its label as viewers show it, and what it looks like where it has no words."""

    number: int
    label: str
    lines: tuple[Line, ...]
    height: float
    looks: str = ""
    width: float = 0.0
    note: str = ""


def of(number: int, found: dict[str, Any]) -> Page:
    """Page `number` (1-based) from what `pacer.deck.pdf_pages` found on it."""
    lines = []
    for raw, left, top, height in found["lines"]:
        if said := words.line(raw):
            said += HYPHEN if raw.endswith(HYPHEN) else ""
            lines.append(Line(said, left, top, height))
    return Page(
        number,
        words.line(found["label"]),
        tuple(lines),
        found["height"],
        found["looks"],
        found["width"],
        found["note"],
    )
