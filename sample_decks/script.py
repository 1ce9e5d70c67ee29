"""Read a talk from a Markdown file: what is on each slide, and what is said there.

A heading ``#`` opens a section (a short talk has none), ``##`` a slide.
Below it stand, in this order:

- ``<!-- kind, hidden, from 23 24 -->``: one of `KINDS`, whether the slide is skipped, and, in a
  later version of a talk, the slides it was made from, by position; each optional;
- the body: text, ``-`` bullets, ``+`` bullets that appear on a click, ``|`` tables, and fenced
  blocks ``text`` (monospace; a line from ``×`` on in the accent colour), ``chart bar TITLE``
  (``*Name`` in the accent colour), ``chart line TITLE``, and ``flow`` (boxes
  joined by arrows, one a line as ``Name / caption``, ``*Name*`` in the accent colour;
  ``flow+`` shows them click by click);
- ``>`` the speaker notes, word for word.

A slide made from an earlier one keeps that one's body or notes where it has none of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

KINDS = ("plain", "title", "divider", "statement", "number", "demo", "thanks")


@dataclass(frozen=True)
class Block:
    """One piece of a slide's body: its kind, an option, and its lines as written."""

    kind: str  # prose, bullets, table, or a fence's first word
    lines: tuple[str, ...]
    option: str = ""


@dataclass(frozen=True)
class Slide:
    """One slide; `notes` are paragraphs, `origin` the positions of those it was made from."""

    section: str
    title: str
    kind: str
    hidden: bool
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    origin: tuple[int, ...] = ()

    @property
    def builds(self) -> int:
        """How many clicks it takes to show all of the slide, after its first view."""
        bullets = [line for block in self.blocks for line in block.lines if block.kind == "bullets"]
        boxes = [len(block.lines) - 1 for block in self.blocks if block.kind == "flow+"]
        return sum(line.startswith("+") for line in bullets) + sum(boxes)


def read(path: Path, earlier: Sequence[Slide] = ()) -> list[Slide]:
    """The slides of a script, in order; `earlier` are those of the version it was made from."""
    slides, section = [], ""
    for heading, lines in _chapters(path.read_text(encoding="utf-8")):
        if heading.startswith("## "):
            slides.append(_completed(_slide(section, heading[3:], lines), earlier))
        else:
            section = heading[2:]
    return slides


def _completed(slide: Slide, earlier: Sequence[Slide]) -> Slide:
    if not slide.origin:
        return slide
    before = earlier[slide.origin[0] - 1]
    if not slide.blocks:
        slide = replace(slide, kind=before.kind, blocks=before.blocks)
    return slide if slide.notes else replace(slide, notes=before.notes)


def _chapters(text: str) -> Iterator[tuple[str, list[str]]]:
    heading, lines, fenced = "# ", [], False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        if not fenced and line.startswith(("# ", "## ")):
            yield heading, lines
            heading, lines = line, []
        else:
            lines.append(line)
    yield heading, lines


def _slide(section: str, title: str, lines: list[str]) -> Slide:
    notes = "\n".join(line[2:] for line in lines if line.startswith(">"))
    body = [line for line in lines if not line.startswith(">")]
    marks = ""
    if body and (found := re.fullmatch(r"<!-- (.+) -->", body[0])):
        marks, body = found[1], body[1:]
    words = {word.strip() for word in marks.split(",") if word.strip()}
    kind = next((word for word in KINDS if word in words), "plain")
    made_from = next((word for word in words if word.startswith("from ")), "")
    if unknown := words - {kind, "hidden", made_from}:
        raise ValueError(f"{title}: no such mark: {', '.join(sorted(unknown))}")
    return Slide(
        section,
        title,
        kind,
        "hidden" in words,
        tuple(_blocks(body)),
        tuple(part.replace("\n", " ") for part in notes.split("\n\n") if part),
        tuple(map(int, made_from.split()[1:])),
    )


def _blocks(lines: list[str]) -> Iterator[Block]:
    rest = iter(lines)
    kind, gathered = "", []
    for line in rest:
        now = {"-": "bullets", "+": "bullets", "|": "table", "`": "fence", "": ""}.get(
            line[:1], "prose"
        )
        if gathered and now != kind:
            yield Block(kind, tuple(gathered))
            gathered = []
        kind = now
        if now == "fence":
            name, _, option = line.strip("`").partition(" ")
            inside = []
            while (line := next(rest)) != "```":
                inside.append(line)
            yield Block(name, tuple(inside), option)
        elif now:
            gathered.append(line)
    if gathered:
        yield Block(kind, tuple(gathered))
