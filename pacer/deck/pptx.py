"""PowerPoint decks: .pptx and its kin (.pptm .ppsx .ppsm .potx .potm)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pacer.core import clock
from pacer.core.errors import DeckError
from pacer.deck import shapes, timing
from pacer.deck.contents import Contents, row, unique
from pacer.deck.limits import MOST_SLIDES
from pacer.deck.names import SECTION, P, R, tag
from pacer.deck.package import Package
from pacer.deck.paragraphs import paragraphs

if TYPE_CHECKING:
    from pathlib import Path

    from pacer.deck.package import Element, Relation


class Listed(NamedTuple):
    """A slide as the presentation lists it."""

    slide_id: str
    part: str


def contents(path: Path) -> Contents:
    """Read a PowerPoint deck.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    Contents

    Raises
    ------
    DeckError
        If it is no deck, or a slide of it cannot be read.
    """
    with Package(path) as package:
        found = Contents()
        presentation = main_part(package)
        root = package.xml(presentation)
        listed = slides(package, presentation, root, found.warnings)
        keys = unique(f"id:{slide.slide_id}" for slide in listed)
        sections = _sections(root)
        layouts, media = shapes.Layouts(package), timing.Media(package)
        unknown: list[int] = []
        for position, (slide, key) in enumerate(zip(listed, keys, strict=True), 1):
            try:
                sld = package.xml(slide.part)
                relations = package.relations(slide.part)
            except DeckError as error:
                raise DeckError(_without_name(error, path), path, position) from error
            warn = _Warner(found.warnings, position, path)
            title, text = shapes.read(package, sld, relations, layouts, warn)
            if (saved := timing.advance_s(sld)) is not None:
                found.saved_timings[key] = saved
            found.rows.append(
                row(
                    key,
                    title=title,
                    text=text,
                    notes=_notes(package, relations, warn),
                    section=sections.get(slide.slide_id, ""),
                    hidden=sld.get("show") in ("0", "false"),
                    builds=timing.click_steps(sld),
                    media_s=media.seconds(sld, relations),
                )
            )
            if media.unknown:
                unknown.append(position)
                media.unknown = False
        if unknown:
            named = ", ".join(map(str, unknown))
            found.warnings.append(
                f"how long a clip plays is unknown on slide {named}: its time is not counted"
            )
        found.warnings += _kiosk(package, presentation, found)
        return found


class _Warner:
    """Collects warnings that name their slide."""

    def __init__(self, warnings: list[str], position: int, path: Path) -> None:
        self._warnings = warnings
        self._position = position
        self._path = path

    def __call__(self, error: DeckError) -> None:
        self._warnings.append(f"slide {self._position}: {_without_name(error, self._path)}")


def _without_name(error: DeckError, path: Path) -> str:
    return str(error).removeprefix(f"{path.name}: ")


def main_part(package: Package) -> str:
    """The name of the presentation's own part.

    Raises
    ------
    DeckError
        If the package holds something else, such as a text document.
    """
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and not relation.external:
            if relation.target not in package:
                break
            if package.xml(relation.target).tag == tag(P, "presentation"):
                return relation.target
            break
    if "ppt/presentation.xml" in package:
        return "ppt/presentation.xml"
    raise DeckError(_what_it_is(package), package.path)


def _what_it_is(package: Package) -> str:
    names = package.names()
    if "mimetype" in package and b"opendocument" in package.data("mimetype"):
        return "is an OpenDocument file, but no presentation: choose the deck"
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        return "is a Keynote file: export it to PowerPoint or PDF in Keynote (File, Export To)"
    for start, kind in (("word/", "a Word document"), ("xl/", "an Excel workbook")):
        if any(name.startswith(start) for name in names):
            return f"is {kind}, not a presentation: choose the deck"
    return "is a zip archive without a presentation in it: export the deck again"


def slides(package: Package, presentation: str, root: Element, warnings: list[str]) -> list[Listed]:
    """The slides in the order they are shown; those whose part is missing become warnings."""
    relations = package.relations(presentation)
    made: dict[str, Listed] = {}
    for item in root.iterfind(f"{tag(P, 'sldIdLst')}/{tag(P, 'sldId')}"):
        relation = relations.get(item.get(tag(R, "id"), ""))
        if relation is None or relation.external or relation.target not in package:
            warnings.append(
                f"slide id {item.get('id', '?')} is listed but not in the file: left out"
            )
            continue
        if relation.target in made:
            warnings.append(f"slide id {item.get('id', '?')} is listed twice: left out once")
            continue
        made[relation.target] = Listed(item.get("id", ""), relation.target)
    if len(made) > MOST_SLIDES:
        raise DeckError(
            f"has {len(made):,} slides, more than any talk: split it into decks", package.path
        )
    return list(made.values())


def _sections(root: Element) -> dict[str, str]:
    """Section names by slide id."""
    return {
        item.get("id", ""): section.get("name", "")
        for section in root.iter(tag(SECTION, "section"))
        for item in section.iter(tag(SECTION, "sldId"))
    }


def _notes(package: Package, relations: dict[str, Relation], warn: _Warner) -> str:
    """The notes' text: their body placeholder, else whatever else was typed on the notes page."""
    part = next((each.target for each in relations.values() if each.kind == "notesSlide"), None)
    if part is None:
        return ""
    try:
        root = package.xml(part)
    except DeckError as error:
        warn(error)
        return ""
    bodies, others = [], []
    for shape in root.iter(tag(P, "sp")):
        body = shape.find(tag(P, "txBody"))
        if body is None:
            continue
        holder = shape.find(f"{tag(P, 'nvSpPr')}/{tag(P, 'nvPr')}/{tag(P, 'ph')}")
        kind = None if holder is None else holder.get("type", "obj")
        if kind == "body":
            bodies.append(paragraphs(body))
        elif kind is None:
            others.append(paragraphs(body))
    return "\n".join(bodies or others)


def _kiosk(package: Package, presentation: str, found: Contents) -> list[str]:
    """Say so when the saved timings are a self-running show's and no rehearsal's."""
    saved = list(found.saved_timings.values())
    if len(saved) > 1 and len(set(saved)) == 1:
        return [
            (
                f"the timings saved in the deck are all {saved[0]:g} s: those of a self-running "
                "show, not of a rehearsal"
            )
        ]
    if saved and _is_kiosk(package, presentation):
        return [
            (
                "the deck is set to run by itself (kiosk): its saved timings "
                f"({clock.text(sum(saved))}) may not be a rehearsal's"
            )
        ]
    return []


def _is_kiosk(package: Package, presentation: str) -> bool:
    for relation in package.relations(presentation).values():
        if relation.kind == "presProps" and relation.target in package:
            try:
                return package.xml(relation.target).find(f".//{tag(P, 'kiosk')}") is not None
            except DeckError:
                return False
    return False
