"""Markdown as words: the title and the text of a slide, without its markup.

markdown-it-py reads CommonMark and tables; what is written here only walks its tokens.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from pacer.deck import limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# What a reader never sees: where it begins, and what ends it.
_UNSEEN = tuple(
    (re.compile(begins, re.IGNORECASE), ends)
    for begins, ends in (
        ("<!--", "-->"), (r"<script\b", "</script>"), (r"<style\b", "</style>"),
        (r"<svg\b", "</svg>"),
    )
)  # fmt: skip
_HEADING = re.compile(r"<h([1-6])\b[^<>]*>(.{0,2000}?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_PARAGRAPHS = re.compile(r"<(?:/p|/div|/li|/h[1-6]|/tr|br ?/?|/td)>", re.IGNORECASE)


@cache
def parser() -> MarkdownIt:
    """The one parser: CommonMark with raw HTML and tables."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": True}).enable("table")
    # Some texts take a parser the square of their length: the first rule of each kind looks at
    # the clock.
    tick = limits.ticking()
    made.block.ruler.before("table", "clock", tick)
    made.inline.ruler.before("text", "clock", tick)
    # Addresses are neither followed nor shown: they stay as they are written.
    made.normalizeLink = made.normalizeLinkText = str  # type: ignore[assignment,method-assign]
    return made


def comments(text: str) -> Iterator[tuple[str, int]]:
    """What stands in each HTML comment, and where it ends; one never closed is none."""
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        at = end + 3
        yield text[start + 4 : end], at


def without_comments(text: str) -> str:
    """The text but for its HTML comments."""
    return _without(text, *_UNSEEN[0])


def without_styles(text: str) -> str:
    """The text but for its styles."""
    return _without(text, *_UNSEEN[2])


def _without(text: str, begins: re.Pattern[str], ends: str) -> str:
    kept, at = [], 0
    low = text.lower()
    while found := begins.search(text, at):
        end = low.find(ends, found.end())
        if end < 0:
            break
        kept.append(text[at : found.start()])
        at = end + len(ends)
    return "".join([*kept, text[at:]])


@dataclass
class Prose:
    """What a stretch of Markdown says: its first heading, its lines, and its raw HTML."""

    title: str = ""
    level: int = 0
    lines: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    @property
    def comments(self) -> list[str]:
        """What stands in HTML comments, in order."""
        return [said.strip() for raw in self.html for said, _ in comments(raw)]


def tokens(source: str) -> list[Token]:
    """The tokens of a text; what nests too deep even for the parser is one paragraph."""
    try:
        return parser().parse(source)
    except RecursionError:
        return parser().parse("")


def as_html(source: str | Sequence[Token]) -> str:
    """A stretch of Markdown, or tokens that `tokens` made, as HTML that may hold anything."""
    made = parser()
    walked = tokens(source) if isinstance(source, str) else source
    return str(made.renderer.render(walked, made.options, {}))


def read(source: str) -> Prose:
    r"""The words of a stretch of Markdown.

    Examples
    --------
    >>> read("# The *title*\n\n- a [link](x.html)\n- `code` <b>bold</b>").lines
    ['The title', 'a link', 'code bold']
    """
    return prose(tokens(source))


def prose(walked: Sequence[Token]) -> Prose:
    """The words of tokens that `tokens` made."""
    made = Prose()
    heading = 0
    for token in walked:
        kind = token.type
        if kind == "inline":
            said = _inline(token.children or (), made.html)
            if heading and not made.level:
                made.title, made.level = " ".join(said.split()), heading
            made.lines.append(said)
        elif kind == "heading_open":
            heading = int(token.tag[1])
        elif kind == "heading_close":
            heading = 0
        elif kind in ("fence", "code_block"):
            made.lines.append(token.content)
        elif kind == "html_block":
            made.html.append(token.content)
            if token.content.lstrip().startswith("<!--") and "-->" not in token.content:
                continue  # a comment that nothing closes hides the rest
            found = None if made.level else _HEADING.search(without_comments(token.content))
            if found:
                made.title, made.level = " ".join(without_tags(found[2]).split()), int(found[1])
            made.lines.append(without_tags(token.content))
    return made


def _inline(children: Iterable[Any], raw: list[str]) -> str:
    said: list[str] = []
    for child in children:
        kind = child.type
        if kind in ("text", "code_inline"):
            said.append(child.content)
        elif kind == "softbreak":
            said.append(" ")
        elif kind == "hardbreak":
            said.append("\n")
        elif kind == "html_inline":
            raw.append(child.content)
            if child.content[:3].lower() == "<br":
                said.append(" ")
    return "".join(said)


def without_tags(markup: str) -> str:
    r"""HTML as plain text; nothing of it is run or fetched.

    Examples
    --------
    >>> without_tags("<p>a &lt; b<script>alert(1)</script></p>")
    'a < b'
    """
    for begins, ends in _UNSEEN:
        markup = _without(markup, begins, ends)
    return html.unescape(_TAG.sub("", _PARAGRAPHS.sub("\n", markup))).strip("\n")
