"""The words of a text body in DrawingML, and how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.deck.names import MC, A, M, tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacer.deck.package import Element

_FALLBACK = tag(MC, "Fallback")
_PARAGRAPH, _TEXT, _BREAK, _FIELD = (tag(A, name) for name in ("p", "t", "br", "fld"))
_WRITTEN = (_TEXT, tag(M, "t"))
# Where a body does not say.
USUAL_POINTS = 18.0


def paragraphs(body: Element) -> str:
    """The paragraphs of a text body, a line each; slide numbers and dates are left out."""
    return "\n".join(_paragraph(each) for each in body.iterfind(_PARAGRAPH))


def _paragraph(paragraph: Element) -> str:
    said = []
    for part in paragraph:
        if part.tag == _FIELD and part.get("type", "").startswith(("slidenum", "datetime")):
            continue
        if part.tag == _BREAK:
            said.append("\n")
        else:
            said.extend(_runs(part))
    return "".join(said)


def _runs(part: Element) -> Iterator[str]:
    """Text of a run, field or formula, one of its alternatives."""
    if part.tag in _WRITTEN:
        yield part.text or ""
        return
    if not isinstance(part.tag, str) or part.tag == _FALLBACK:
        return
    for child in part:
        yield from _runs(child)


def points(body: Element) -> float:
    """The largest letters in a text body, in points; 18 where it does not say."""
    sizes = [
        float(size) / 100
        for name in ("rPr", "defRPr")
        for each in body.iter(tag(A, name))
        if (size := each.get("sz", "")).isdecimal() and len(size) < 7
    ]
    return max(sizes, default=USUAL_POINTS)
