"""The words on a slide: its title, and all of its text in the order a reader meets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from pacer.core import text as words
from pacer.core.errors import DeckError
from pacer.deck import graphics
from pacer.deck.names import MC, A, P, tag
from pacer.deck.paragraphs import USUAL_POINTS, paragraphs, points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pacer.deck.package import Element, Package, Relation

    Warn = Callable[[DeckError], None]

_SP, _GROUP, _FRAME, _BODY = (tag(P, name) for name in ("sp", "grpSp", "graphicFrame", "txBody"))
_EITHER, _FALLBACK = tag(MC, "AlternateContent"), tag(MC, "Fallback")
_HOLDER = f"{tag(P, 'nvSpPr')}/{tag(P, 'nvPr')}/{tag(P, 'ph')}"
_XFRM = f"{tag(P, 'spPr')}/{tag(A, 'xfrm')}"

_TITLES = ("title", "ctrTitle")
# Repeated on every slide and never said.
_FURNITURE = ("dt", "ftr", "sldNum", "hdr", "sldImg")
# A title in a plain text box: short, in the upper part of the slide, no smaller than the rest.
_TITLE_WORDS = 20
_TITLE_CHARACTERS = 160
# Slides are at most 51 million units wide (ECMA-376, ST_SlideSizeCoordinate).
FARTHEST = 1e12
# Columns in rows in columns: no slide is laid out deeper; boxes beyond keep their order.
DEEPEST = 50
# Share of a box that may lie beside another and still count as below it.
_SLACK = 0.2


class Box(NamedTuple):
    """A place on a slide in any one unit."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class Block:
    """A shape's words, and what tells whether they are the title."""

    text: str
    box: Box | None = None
    holder: str | None = None
    points: float = USUAL_POINTS
    plain: bool = True


def read(
    package: Package,
    sld: Element,
    relations: Mapping[str, Relation],
    layouts: Layouts,
    warn: Warn,
) -> tuple[str, str]:
    """Title and text of a slide.

    Returns
    -------
    title, text : str
        The text begins with the title and has a line for each paragraph or table row.
    """
    tree = sld.find(f"{tag(P, 'cSld')}/{tag(P, 'spTree')}")
    if tree is None:
        return "", ""
    reader = _Reader(package, relations, layouts.of(relations), warn)
    blocks = in_order(list(reader.blocks(tree)))
    title = _title(blocks)
    if title is not None:
        blocks.remove(title)
        blocks.insert(0, replace(title, text=title.text.replace("\n", " ")))
    text = "\n".join(block.text for block in blocks if block.text)
    name = title.text if title is not None else text.partition("\n")[0]
    return words.line(name, limit=_TITLE_CHARACTERS if title is None else 300), text


@dataclass
class _Reader:
    package: Package
    relations: Mapping[str, Relation]
    places: Mapping[tuple[str, str], Box]
    warn: Warn

    def blocks(self, tree: Element) -> Iterator[Block]:
        """The blocks of a shape tree or group, in the order they were drawn."""
        for shape in tree:
            if shape.tag == _SP:
                yield from self._shape(shape)
            elif shape.tag == _GROUP:
                yield from self._group(shape)
            elif shape.tag == _FRAME:
                yield from self._graphic(shape)
            elif shape.tag == _EITHER:
                yield from self._either(shape)

    def _either(self, shape: Element) -> Iterator[Block]:
        """The first alternative with words: the others draw the same for older programs."""
        for name in ("Choice", "Fallback"):
            for branch in shape.iterfind(tag(MC, name)):
                if found := list(self.blocks(branch)):
                    yield from found
                    return

    def _shape(self, shape: Element) -> Iterator[Block]:
        body = shape.find(_BODY)
        if body is None:
            return
        holder = shape.find(_HOLDER)
        kind = None if holder is None else holder.get("type", "obj")
        if kind in _FURNITURE:
            return
        if text := words.tidy(paragraphs(body)):
            yield Block(text, self._place(shape, holder), kind, points(body))

    def _place(self, shape: Element, holder: Element | None) -> Box | None:
        box = place(shape.find(_XFRM))
        if box is None and holder is not None:
            kind, index = holder.get("type", "obj"), holder.get("idx", "0")
            box = self.places.get(("idx", index)) or self.places.get(("type", kind))
        return box

    def _group(self, shape: Element) -> Iterator[Block]:
        inner = in_order(list(self.blocks(shape)))
        if inner:
            box = place(shape.find(f"{tag(P, 'grpSpPr')}/{tag(A, 'xfrm')}"))
            text = "\n".join(block.text for block in inner)
            yield Block(text, box, plain=False)

    def _graphic(self, shape: Element) -> Iterator[Block]:
        data = shape.find(f"{tag(A, 'graphic')}/{tag(A, 'graphicData')}")
        if data is None:
            return
        try:
            raw = graphics.text(self.package, data, self.relations)
        except DeckError as error:
            self.warn(error)
            return
        if found := words.tidy(raw):
            yield Block(found, place(shape.find(tag(P, "xfrm"))), plain=False)


def place(transform: Element | None) -> Box | None:
    """The box a transform names, or None where it names none."""
    if transform is None:
        return None
    offset, extent = transform.find(tag(A, "off")), transform.find(tag(A, "ext"))
    if offset is None or extent is None:
        return None
    try:
        box = Box(
            float(offset.get("x")),
            float(offset.get("y")),
            float(extent.get("cx")),
            float(extent.get("cy")),
        )
    except (TypeError, ValueError):
        return None
    # "nan", "inf" and numbers of a thousand digits are no places.
    return box if all(abs(each) < FARTHEST for each in box) else None


class Layouts:
    """Where the layouts and masters put their placeholders, each read once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, dict[tuple[str, str], Box]] = {}

    def of(self, relations: Mapping[str, Relation]) -> dict[tuple[str, str], Box]:
        """Boxes by ``("idx", index)`` and ``("type", kind)``; the layout goes before its master."""
        kinds = ("slideLayout", "slideMaster")
        part = next((each.target for each in relations.values() if each.kind in kinds), None)
        if part is None:
            return {}
        if part not in self._known:
            self._known[part] = {}  # a layout that refers to itself ends here
            self._known[part] = self._read(part)
        return self._known[part]

    def _read(self, part: str) -> dict[tuple[str, str], Box]:
        try:
            root = self._package.xml(part)
            relations = self._package.relations(part)
        except DeckError:
            return {}
        if root.tag == tag(P, "sldLayout"):
            made = dict(self.of(relations))
            # A master's indexes are not a layout's.
            made = {key: box for key, box in made.items() if key[0] == "type"}
        else:
            made = {}
        for shape in root.iter(_SP):
            holder = shape.find(_HOLDER)
            if holder is None:
                continue
            kind, index = holder.get("type", "obj"), holder.get("idx", "0")
            box = place(shape.find(_XFRM))
            box = box or made.get(("type", _ON_MASTER.get(kind, kind)))
            if box is not None:
                made["type", kind] = made["idx", index] = box
        return made


# A layout's kinds of placeholder -> the master's that they take their place from.
_ON_MASTER = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}


def in_order(blocks: list[Block]) -> list[Block]:
    """Blocks from top to bottom, and from left to right where they stand side by side.

    The slide is cut along the free strips that cross it, first across, then down, and so on
    inside each piece (the recursive X-Y cut of Nagy and Seth, 1984). Blocks that no strip
    parts, and those without a place, keep the order they were drawn in, which is also what
    a screen reader follows.
    """
    return _cut(blocks, across=True, failed=False, deep=0)


def _cut(blocks: list[Block], *, across: bool, failed: bool, deep: int) -> list[Block]:
    if len(blocks) < 2 or deep > DEEPEST or any(block.box is None for block in blocks):
        return blocks
    pieces = _strips(blocks, across=across)
    if len(pieces) == 1:
        return blocks if failed else _cut(blocks, across=not across, failed=True, deep=deep)
    return [
        block
        for piece in pieces
        for block in _cut(piece, across=not across, failed=False, deep=deep + 1)
    ]


def _strips(blocks: list[Block], *, across: bool) -> list[list[Block]]:
    """Runs of blocks between the free strips of one direction."""
    spans = []
    for drawn, block in enumerate(blocks):
        assert block.box is not None  # noqa: S101 - the caller made sure
        left, top, width, height = block.box
        spans.append((top, height, drawn) if across else (left, width, drawn))
    spans.sort()
    pieces: list[list[int]] = []
    reach, reaching = float("-inf"), 0.0
    for start, size, drawn in spans:
        # Text boxes are drawn larger than their words and overlap a little.
        if reach - start <= _SLACK * min(size, reaching):
            pieces.append([])
        pieces[-1].append(drawn)
        if start + size > reach:
            reach, reaching = start + size, size
    return [[blocks[drawn] for drawn in sorted(piece)] for piece in pieces]


def _title(blocks: list[Block]) -> Block | None:
    """The title: its placeholder, or a plain text box that does its work."""
    for block in blocks:
        if block.holder in _TITLES:
            return block
    placed = [block for block in blocks if block.box is not None]
    bottom = max((block.box.top + block.box.height for block in placed if block.box), default=0)
    able = [
        block
        for block in blocks
        if block.plain
        and block.text.count("\n") < 3
        and words.count_words(block.text) <= _TITLE_WORDS
        and (block.box is None or block.box.top <= bottom / 2)
    ]
    if not able:
        return None
    largest = max(block.points for block in able)
    if len(blocks) > 1 and largest < max(block.points for block in blocks if block.plain):
        return None
    return next(block for block in able if block.points == largest)
