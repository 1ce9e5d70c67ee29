"""Markdown as words: the title and the text of a slide, without its markup.

markdown-it-py reads CommonMark and tables; what is written here only walks its tokens.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_TAG = re.compile(
    r"<!--.*?-->|<(script|style|svg)\b.*?</\1\s*>|</?[a-zA-Z][^<>]*>", re.DOTALL | re.IGNORECASE
)
_HEADING = re.compile(r"<h([1-6])\b[^<>]*>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_PARAGRAPHS = re.compile(r"<(?:/p|/div|/li|/h[1-6]|/tr|br ?/?|/td)>", re.IGNORECASE)


@cache
def parser() -> MarkdownIt:
    """The one parser: CommonMark with raw HTML and tables."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable("table")


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
        return [each[1].strip() for raw in self.html for each in COMMENT.finditer(raw)]


def tokens(source: str) -> list[Token]:
    """The tokens of a text; what nests too deep even for the parser is one paragraph."""
    try:
        return parser().parse(source)
    except RecursionError:
        return parser().parse("")


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
            found = None if made.level else _HEADING.search(COMMENT.sub("", token.content))
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
    return html.unescape(_TAG.sub("", _PARAGRAPHS.sub("\n", markup))).strip("\n")
