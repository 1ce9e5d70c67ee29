"""OpenDocument presentations: content.xml of the zip (ODF 1.3, part 3)."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from pacer.core import clock
from pacer.core.errors import DeckError
from pacer.deck import limits
from pacer.deck.contents import Contents, row, text_keys
from pacer.deck.names import tag
from pacer.deck.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pacer.deck.package import Element

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, DRAW, TEXT, SHOW, ANIM = (
    _NS + name + ":1.0"
    for name in ("office", "style", "drawing", "text", "presentation", "animation")
)
XML = "http://www.w3.org/XML/1998/namespace"
# LibreOffice names every page by its place until someone names it.
_NUMBERED = re.compile(r"(?:page|slide|folie|diapo|seite)?\s*\d*", re.IGNORECASE)
_DURATION = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")
_LINES = frozenset(tag(TEXT, name) for name in ("p", "h", "line-break", "list-item"))
_SPACES, _TAB = tag(TEXT, "s"), tag(TEXT, "tab")


def contents(path: Path) -> Contents:
    """Read an ODP deck.

    Raises
    ------
    DeckError
        If it is no such file, encrypted, damaged or too large.
    """
    with Package(path, kind="an OpenDocument presentation") as package:
        if "meta-inf/manifest.xml" in package and b"encryption-data" in package.data(
            "META-INF/manifest.xml"
        ):
            raise DeckError("is protected by a password: save a copy without one", path)
        root = package.xml("content.xml")
    pages = list(root.iter(tag(DRAW, "page")))
    limits.refuse_many(len(pages), path)
    styles = page_styles(root)
    made = Contents()
    times: list[float] = []
    for page in pages:
        properties = styles.get(page.get(tag(DRAW, "style-name"), ""))
        boxes = list(_boxes(page))
        title = next((said for kind, said in boxes if kind == "title"), "")
        text = "\n".join(said for _, said in boxes)
        made.rows.append(
            row(
                _key(page),
                title=title or next((said for _, said in boxes if said.strip()), ""),
                text=text,
                notes=_notes(page),
                hidden=_is(properties, "visibility", "hidden"),
                builds=sum(
                    each.get(tag(SHOW, "node-type")) == "on-click"
                    for each in page.iter(tag(ANIM, "par"))
                ),
            )
        )
        times.append(_advance_s(properties))
    text_keys(made.rows)
    made.saved_timings = {
        each["slide_key"]: seconds
        for each, seconds in zip(made.rows, times, strict=True)
        if not math.isnan(seconds)
    }
    return made


def page_styles(root: Element) -> dict[str, Element]:
    """The drawing-page properties by the name of their style."""
    made: dict[str, Any] = {}
    for style in root.iter(tag(STYLE, "style")):
        if style.get(tag(STYLE, "family")) == "drawing-page":
            properties = style.find(tag(STYLE, "drawing-page-properties"))
            made[style.get(tag(STYLE, "name"), "")] = properties
    return made


def _is(properties: Element | None, name: str, value: str) -> bool:
    return properties is not None and properties.get(tag(SHOW, name)) == value


def _advance_s(properties: Element | None) -> float:
    """Seconds after which the page advances by itself; NaN where it waits for a click."""
    if properties is None or not _is(properties, "transition-type", "automatic"):
        return math.nan
    found = _DURATION.fullmatch(properties.get(tag(SHOW, "duration"), ""))
    if found is None:
        return math.nan
    days, hours, minutes, seconds = (
        float((part or "0").replace(",", ".")) for part in found.groups()
    )
    total = ((24 * days + hours) * 60 + minutes) * 60 + seconds
    return total if 0 <= total <= clock.LONGEST_S else math.nan


def _key(page: Element) -> str:
    name = (page.get(tag(DRAW, "name")) or "").strip()
    return "" if _NUMBERED.fullmatch(name) else f"name:{name[:64]}"


def _boxes(page: Element) -> Iterator[tuple[str, str]]:
    """What kind each frame or shape of the page is, and its words; titles and all, notes not."""
    for child in page:
        if not isinstance(child.tag, str) or child.tag == tag(SHOW, "notes"):
            continue
        if child.get(tag(SHOW, "placeholder")) == "true":
            continue
        said = _words(child)
        if said.strip():
            yield child.get(tag(SHOW, "class"), ""), said


def _words(element: Element) -> str:
    """The text in an element, a line a paragraph."""
    made: list[str] = []
    _gather(element, made, 0)
    return "".join(made).strip()


def _gather(element: Element, made: list[str], depth: int) -> None:
    if depth > 100 or not isinstance(element.tag, str):
        return
    if element.tag in _LINES:
        made.append("\n")
    elif element.tag == _SPACES:
        made.append(" ")
    elif element.tag == _TAB:
        made.append("\t")
    if element.tag.startswith((f"{{{TEXT}}}", "{http://www.w3.org/1999/xlink}")):
        made.append(element.text or "")
        for child in element:
            _gather(child, made, depth + 1)
            made.append(child.tail or "")
        return
    for child in element:
        _gather(child, made, depth + 1)


def _notes(page: Element) -> str:
    return "\n".join(
        _words(frame)
        for notes in page.iterfind(tag(SHOW, "notes"))
        for frame in notes.iter(tag(DRAW, "frame"))
        if frame.get(tag(SHOW, "class")) == "notes"
        and frame.get(tag(SHOW, "placeholder")) != "true"
    )
