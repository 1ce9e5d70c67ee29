"""HTML as a tree of elements: read by lxml, never run, and nothing in it is fetched."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from pacer.deck import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any  # lxml ships no types

_LOOKS = re.compile(r"<(?:!doctype\s+html|html|head|body)\b|class=[\"'][^\"']*\breveal\b", re.I)
_UNSEEN = ("script", "style", "template", "noscript", "svg", "math", "head", "title")
_BLOCKS = frozenset(
    """address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hr li main nav ol p pre section table td th tr ul""".split()  # noqa: SIM905
)
_SHORT, _MOST_ATTRIBUTES = 150_000, 20_000
# Tags as HTML's own tokenizer parts them; comments and scripts are passed over.
_TAGS = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1|"
    r"<[a-z][^\s/>]*+(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)?)*+>",
    re.DOTALL | re.IGNORECASE,
)
_UNSOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"[\s/]+[^\s/>]")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_html(text: str) -> bool:
    """Whether a text is a page of HTML: it begins with a tag, and names a page's parts early."""
    head = text[:20_000].lstrip()
    return head.startswith("<") and _LOOKS.search(head) is not None


def tree(text: str) -> Element:
    """The page's root element; damaged pages are read as far as they go.

    Raises
    ------
    DeckError
        If a tag has more attributes than any page: they take the square of their number.
    """
    from lxml import etree
    from lxml import html as lxml_html

    limits.in_time()
    text = sound(text)
    # What is shorter cannot hold enough of them.
    if len(text) > _SHORT:
        for tag in _TAGS.finditer(text):
            if (
                len(tag[0]) > 2 * _MOST_ATTRIBUTES
                and len(_SPACE.findall(tag[0])) > _MOST_ATTRIBUTES
            ):
                raise limits.refusal("has a tag of more attributes than any page: is it a deck?")

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=False, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = lxml_html.document_fromstring(b"<html><body></body></html>")
    return root


def sound(text: str) -> str:
    r"""The text without the characters that no element's text, name or attribute can hold.

    Examples
    --------
    >>> sound("a\x01b\ufffe")
    'ab'
    """
    return _UNSOUND.sub("", text)


def within(names: str, inner: str) -> str:
    """A slide's HTML in a section of those classes."""
    return f'<section class="{html.escape(names)}">{inner}</section>'


def serialised(element: Element) -> str:
    """An element as HTML."""
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def classes(element: Element) -> list[str]:
    """The names in an element's ``class``."""
    return (element.get("class") or "").split() if isinstance(element.tag, str) else []


def children(element: Element, tag: str) -> list[Element]:
    """Its direct children of that name."""
    return [child for child in element if child.tag == tag]


def raw_text(element: Element) -> str:
    """The text in an element as HTML has it: a line break right after a textarea's tag is none."""
    said = str(element.text_content() or "")
    return re.sub(r"\A\r?\n", "", said) if element.tag == "textarea" else said


def text(element: Element, *, without: tuple[str, ...] = ()) -> str:
    """The words an element shows, a line a block.

    Parameters
    ----------
    element : lxml element
    without : tuple of str
        Classes of elements that are left out, with all in them.
    """
    return "".join(_pieces(element, without))


def _pieces(element: Element, without: tuple[str, ...]) -> Iterator[str]:
    from lxml import etree

    skipped = None
    for event, each in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        name = each.tag if isinstance(each.tag, str) else ""
        if event in ("comment", "pi"):
            if skipped is None:
                yield each.tail or ""
            continue
        if event == "start":
            if skipped is None and (
                name in _UNSEEN or (each is not element and set(without) & set(classes(each)))
            ):
                skipped = each
            if skipped is None:
                yield ("\n" if name in _BLOCKS else "") + (each.text or "")
            continue
        if skipped is each:
            skipped = None
        if skipped is None and each is not element:
            yield ("\n" if name in _BLOCKS else "") + (each.tail or "")
