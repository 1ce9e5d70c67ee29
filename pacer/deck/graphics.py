"""Words in tables, charts and SmartArt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.deck.names import CX, DGM, A, C, R, tag
from pacer.deck.paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pacer.deck.package import Element, Package, Relation

# More names than this on an axis are data, which nobody reads out.
MOST_CATEGORIES = 40


def text(package: Package, data: Element, relations: Mapping[str, Relation]) -> str:
    """The words of an ``a:graphicData``, a line each; "" for kinds without any.

    Raises
    ------
    DeckError
        If the part that holds them cannot be read.
    """
    for child in data:
        if child.tag == tag(A, "tbl"):
            return "\n".join(_table(child))
        for name, attribute, reader in _IN_PARTS:
            if child.tag == name:
                relation = relations.get(child.get(tag(R, attribute), ""))
                if relation is None or relation.external:
                    return ""
                return "\n".join(reader(package.xml(relation.target)))
    return ""


def _table(table: Element) -> Iterator[str]:
    """A line a row, its cells apart."""
    for row in table.iterfind(tag(A, "tr")):
        cells = (
            paragraphs(body).replace("\n", " ").strip()
            for body in row.iterfind(f"{tag(A, 'tc')}/{tag(A, 'txBody')}")
        )
        yield " | ".join(cell for cell in cells if cell)


def _chart(chart: Element) -> Iterator[str]:
    """Title, axis titles, series and categories of a chart."""
    for title in chart.iter(tag(C, "title")):
        yield " ".join(_written(title))
    yield from _once(
        value for name in chart.iter(tag(C, "tx")) if name.getparent().tag == tag(C, "ser")
        for value in _written(name)
    )  # fmt: skip
    yield from _once(
        value for axis in chart.iter(tag(C, "cat"))
        if axis.find(tag(C, "numRef")) is None and axis.find(tag(C, "numLit")) is None
        for value in _written(axis)
    )  # fmt: skip


def _written(element: Element) -> Iterator[str]:
    """Typed text, and the cached text of cells."""
    for each in element.iter(tag(A, "t"), tag(C, "v")):
        if each.text and each.text.strip():
            yield each.text.strip()


def _new_chart(chart: Element) -> Iterator[str]:
    """Title and categories of one of the kinds of charts added in 2016."""
    for title in chart.iter(tag(CX, "title")):
        yield " ".join(each.text or "" for each in title.iter(tag(A, "t")))
    for name in chart.iter(tag(CX, "tx")):
        if name.getparent().tag == tag(CX, "series"):
            yield " ".join(each.text or "" for each in name.iter(tag(CX, "v")))
    yield from _once(
        each.text for axis in chart.iter(tag(CX, "strDim")) for each in axis.iter(tag(CX, "pt"))
        if each.text
    )  # fmt: skip


def _once(values: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(values))[:MOST_CATEGORIES]


def _diagram(diagram: Element) -> Iterator[str]:
    """The points of SmartArt, each before those under it."""
    points = {point.get("modelId"): point for point in diagram.iter(tag(DGM, "pt"))}
    under: dict[str, list[tuple[int, str]]] = {}
    for link in diagram.iter(tag(DGM, "cxn")):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            under.setdefault(link.get("srcId", ""), []).append(
                (int(order) if order.isdecimal() and len(order) < 10 else 0, link.get("destId", ""))
            )
    seen: set[str] = set()
    # A stack, since a hostile file may nest as deep as it likes.
    ahead = [each for each, point in points.items() if point.get("type") == "doc"]
    roots = set(ahead)
    ahead += [each for each in points if each not in roots]
    ahead.reverse()
    while ahead:
        each = ahead.pop()
        point = points.get(each)
        if each in seen or point is None:
            continue
        seen.add(each)
        ahead += [child for _, child in sorted(under.get(each, ()), reverse=True)]
        body = point.find(tag(DGM, "t"))
        if body is not None and point.get("type", "node") in ("node", "asst", "doc"):
            yield paragraphs(body)


_IN_PARTS = (
    (tag(C, "chart"), "id", _chart),
    (tag(CX, "chart"), "id", _new_chart),
    (tag(DGM, "relIds"), "dm", _diagram),
)
