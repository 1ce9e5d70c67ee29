"""Marp: CommonMark whose rulers part the slides (marpit's slide, heading_divider, comment plugins).

https://marpit.marp.app/markdown and /directives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from pacer.deck import limits, markdown, markup, sources
from pacer.deck.contents import Contents, row, text_keys

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

_LOCAL = ("backgroundColor", "backgroundImage", "backgroundPosition", "backgroundRepeat",
          "backgroundSize", "class", "color", "footer", "header", "paginate",
          "transition")  # fmt: skip
_GLOBAL = ("headingDivider", "lang", "style", "theme", "math", "size", "marp", "title", "author",
           "description", "image", "keywords", "url", "auto-scaling")  # fmt: skip
DIRECTIVES = frozenset((*_GLOBAL, *_LOCAL, *(f"_{name}" for name in _LOCAL)))
_TOOLS = re.compile(r"prettier-ignore|markdownlint-|lint (?:disable|enable|ignore)|textlint-")
# marp-core's sign for a heading that fills the slide: a comment, and no words to say.
_FIT = "fit"


@dataclass
class Slide:
    """The tokens of a slide, and the lines it stands on."""

    first: int
    last: int = 0
    tokens: list[Token] = field(default_factory=list)


def slides(text: str) -> list[Slide]:
    """Part a deck; lines count from 0 over the whole text, the ruler before a slide is its own."""
    lines = sources.lines_of(text)
    raw, start = front_matter(lines)
    walked = markdown.tokens("\n".join(lines[start:]))
    levels = _divider(raw, walked)
    made = [Slide(start)]
    # A heading parts nothing as long as nothing has been shown: a ruler counts as shown.
    filled = False
    for token in walked:
        at = start + token.map[0] if token.map else made[-1].first
        if token.level == 0 and token.type == "hr":
            made[-1].last = at
            made.append(Slide(at))
            filled = True
            continue
        if token.type == "heading_open" and token.tag in levels and filled:
            made[-1].last = at
            made.append(Slide(at))
        made[-1].tokens.append(token)
        filled = filled or not _is_unseen(token)
    made[-1].last = len(lines)
    return made


def front_matter(lines: list[str]) -> tuple[str | None, int]:
    """The YAML at the head and the line after it; where nothing closes it, it is the whole deck."""
    opened = re.match(r"-{3,}", lines[0]) if lines else None
    if opened is None:
        return None, 0
    closing = re.compile(rf" {{0,3}}-{{{len(opened[0])},}}[ \t]*")
    for number in range(1, len(lines)):
        if lines[number] == "...":
            return "\n".join(lines[1:number]), number + 1
        if closing.fullmatch(lines[number]):
            return "\n".join(lines[1:number]), number + 1
    return "\n".join(lines[1:]), len(lines)


def _is_unseen(token: Token) -> bool:
    """Whether a token is a comment or a style."""
    if token.type != "html_block":
        return token.hidden
    said = token.content.lstrip()
    return said.startswith("<!--") or not markdown.without_styles(said).strip()


def comments(tokens: list[Token]) -> list[str]:
    """What Marpit takes for comments: those that stand alone, and those within a text."""
    made = []
    for token in tokens:
        raw = [token.content] if token.type == "html_block" else []
        raw += [each.content for each in token.children or () if each.type == "html_inline"]
        for each in raw:
            if each.lstrip().startswith("<!--"):
                said, _ = next(markdown.comments(each), ("", 0))
                made.append(said.strip("-").strip())
    return made


def _divider(raw: str | None, walked: list[Token]) -> frozenset[str]:
    """The headings that start a slide: what the last ``headingDivider`` of the deck says."""
    said: Any = (sources.settings(raw or "") or {}).get("headingDivider")
    for token in walked:
        for piece in (token, *(token.children or ())):
            if piece.type in ("html_block", "html_inline") and "headingDivider" in piece.content:
                for comment, _ in markdown.comments(piece.content):
                    said = (sources.settings(comment) or {}).get("headingDivider", said)
    if isinstance(said, list):
        return frozenset(f"h{each}" for each in said)
    if (deepest := sources.whole(said)) is not None:
        return frozenset(f"h{level}" for level in range(1, min(deepest, 6) + 1))
    return frozenset()


def is_note(comment: str) -> bool:
    """Whether a comment is for the speaker, and neither a directive nor for another tool."""
    if not comment or _TOOLS.match(comment):
        return False
    if ":" not in comment:
        return True
    said = sources.settings(comment)
    # Marp forgives a colon in a value, which YAML does not.
    names = re.findall(r"^\s*([\w$-]+)\s*:", comment, re.MULTILINE) if said is None else said
    return DIRECTIVES.isdisjoint(names)


def contents(path: Path) -> Contents:
    """Read a Marp deck.

    Raises
    ------
    DeckError
        If it is no text, or larger than any deck.
    """
    made = Contents()
    files = sources.Files(path, made.warnings)
    parted = slides(files.text())
    limits.refuse_many(len(parted), path)
    for slide in parted:
        prose = markdown.prose(slide.tokens)
        commented = comments(slide.tokens)
        notes = [comment for comment in commented if is_note(comment)]
        found = row("", title=prose.title, text=prose.text, notes="\n\n".join(notes),
                    builds=sum(map(_is_build, slide.tokens)))  # fmt: skip
        found["notes_words"] -= min(notes.count(_FIT), found["notes_words"])
        made.rows.append(found)
        made.html.append(partial(_html, slide.tokens, " ".join(commented)))
    text_keys(made.rows)
    return made


def _html(tokens: list[Token], comments: str) -> str:
    named = re.search(r"\b_?class\s*:\s*([\w -]+)", comments)
    return markup.within(named[1] if named else "", markdown.as_html(tokens))


def _is_build(token: Token) -> bool:
    """List items marked ``*`` or ``1)`` come one by one (marpit's fragment plugin)."""
    return token.type == "list_item_open" and token.markup in ("*", ")")
