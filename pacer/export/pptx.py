"""A PowerPoint deck rewritten: slides hidden or removed, notes headed by their cues.

python-pptx writes only parts that something still refers to; so a slide is gone, with all that
only it needs, once nothing refers to it.
"""

# ruff: noqa: SLF001 - python-pptx has no public way to what is changed here

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from pacer.core import frames
from pacer.core.errors import DeckError
from pacer.deck.contents import CUE, unique
from pacer.deck.names import MC, SECTION, A, P, R, tag
from pacer.deck.package import Package
from pacer.export import lean

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pacer.deck import Deck
    from pacer.deck.package import Element

    Part = Any  # python-pptx ships no types

_OOXML = "application/vnd.openxmlformats-officedocument.presentationml"
_MACRO = "application/vnd.ms-powerpoint"
# Extension -> content type of the presentation: PowerPoint refuses a file whose two differ.
_TYPES = {
    ".pptx": f"{_OOXML}.presentation.main+xml",
    ".ppsx": f"{_OOXML}.slideshow.main+xml",
    ".potx": f"{_OOXML}.template.main+xml",
    ".pptm": f"{_MACRO}.presentation.macroEnabled.main+xml",
    ".ppsm": f"{_MACRO}.slideshow.macroEnabled.main+xml",
    ".potm": f"{_MACRO}.template.macroEnabled.main+xml",
}
_WITH_MACROS = (".pptm", ".ppsm", ".potm")
# A signature that no longer holds, and a record of edits that still holds what was removed.
_STALE = ("/digital-signature/origin", "/changesInfo", "/revisionInfo")


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:
    """Write a copy of the deck that follows the plan; see `pacer.export.deck.write`."""
    with Package(deck.path) as package:  # refuses a file that would unpack beyond the limits
        thin, left_out = lean.lean(package)
    try:
        written = _rewrite(deck, plan, thin, suffix, mode)
    except (DeckError, OSError, MemoryError):
        raise
    except Exception as error:
        # python-pptx fails on a damaged deck with whatever the damage happens to meet.
        raise DeckError(
            "cannot be rewritten: open it in PowerPoint or LibreOffice, save it anew, and retry",
            deck.path,
        ) from error
    lean.put_back(deck.path, left_out, written, file)


def _rewrite(deck: Deck, plan: pd.DataFrame, thin: BinaryIO, suffix: str, mode: str) -> BinaryIO:
    main = _open(thin)
    _set_type(main, suffix, deck.path)
    listed = _listed(main)
    if list(listed) != deck.slides["slide_key"].tolist():
        raise DeckError("has changed since it was read: read it and plan again", deck.path)
    rows = {row.slide_key: row for row in frames.rows(plan)}
    gone = [key for key, row in rows.items() if row.action in ("cut", "merge")]
    _write_notes(deck, main, listed, rows)
    for entry in listed.values():
        _wait(main.related_part(entry.rId)._element)
    _show_by_hand(main)
    if mode == "hide":
        for key in gone:
            main.related_part(listed[key].rId)._element.set("show", "0")
    else:
        _remove(main, [listed[key] for key in gone])
    _tell_counts(main)
    _drop(main.package, _STALE)
    written = BytesIO()
    main.package.save(written)
    return written


def _open(thin: BinaryIO) -> Part:
    """The presentation's own part, of any of the content types that python-pptx knows."""
    from pptx.opc.package import PartFactory
    from pptx.package import Package as Opened
    from pptx.parts.presentation import PresentationPart

    for kind in _TYPES.values():
        PartFactory.part_type_for.setdefault(kind, PresentationPart)
    main = Opened.open(thin).main_document_part
    if not isinstance(main, PresentationPart) or main._element.tag != tag(P, "presentation"):
        raise TypeError(f"{main} is no presentation")
    return main


def _set_type(main: Part, suffix: str, path: Path) -> None:
    """Make the copy what its name says: a deck, a show or a template, with macros or without."""
    if suffix not in _TYPES:
        raise DeckError(f"a PowerPoint deck cannot be written as {suffix or 'no kind'}: "
                        f"end the name in {path.suffix}", path)  # fmt: skip
    macros = [key for key, each in main.rels.items() if each.reltype.endswith("/vbaProject")]
    if suffix not in _WITH_MACROS:
        if macros and path.suffix.lower() in _WITH_MACROS:
            raise DeckError(f"holds macros: end the copy's name in {path.suffix}", path)
        for key in macros:
            main.rels.pop(key)  # the deck has no right to them either, by its name
    main._content_type = _TYPES[suffix]
    main.__dict__.pop("content_type", None)


def _listed(main: Part) -> dict[str, Element]:
    """The presentation's entry of each slide, by the keys that reading gave them."""
    found: dict[Part, Element] = {}
    for entry in list(main._element.iterfind(f"{tag(P, 'sldIdLst')}/{tag(P, 'sldId')}")):
        relation = main.rels.get(entry.get(tag(R, "id"), ""))
        if relation is None or relation.is_external or relation.target_part in found:
            # Reading left these out too; in the copy they would be faults.
            entry.getparent().remove(entry)
        else:
            found[relation.target_part] = entry
    keys = unique(f"id:{entry.get('id', '')}" for entry in found.values())
    return dict(zip(keys, found.values(), strict=True))


# --- saved times -----------------------------------------------------------------------------


def _wait(sld: Element) -> None:
    """Let a slide wait for a click: its saved time is of the longer talk."""
    for transition in sld.iter(tag(P, "transition")):
        if transition.attrib.pop("advTm", None) is not None:
            transition.attrib.pop("advClick", None)  # a click advances, unless it says not


def _show_by_hand(main: Part) -> None:
    """Make a show that runs by itself one that a speaker gives: without times it would stand."""
    for relation in main.rels.values():
        if relation.is_external or not relation.reltype.endswith("/presProps"):
            continue
        with _Xml(relation.target_part) as root:
            for kiosk in [] if root is None else list(root.iter(tag(P, "kiosk"))):
                kiosk.tag = tag(P, "present")
                kiosk.attrib.clear()


# --- notes -----------------------------------------------------------------------------------


def _write_notes(deck: Deck, main: Part, listed: dict[str, Element], rows: dict[str, Any]) -> None:
    """Head the notes of each slide that stays, and add those of what was merged into it."""
    merged: dict[str, list[Any]] = {}
    for slide in frames.rows(deck.slides):
        row = rows.get(slide.slide_key)
        if row is not None and row.action == "merge":
            merged.setdefault(row.into, []).append(slide)
    for key, row in rows.items():
        if not row.cue:
            continue
        body = _notes_body(main.related_part(listed[key].rId).slide)
        old = list(body.paragraphs)
        while old and (CUE.fullmatch(old[0].text) or not body.text.strip()):
            body._txBody.remove(old.pop(0)._p)  # the cue of an earlier export, or nothing at all
        heading = body.add_paragraph()
        heading.text = row.cue
        heading.runs[0].font.bold = True
        if row.to_say:
            heading.add_run().text = f" {row.to_say}"
        if old:
            old[0]._p.addprevious(heading._p)
        for line in "\n".join(each.notes for each in merged.get(key, [])).splitlines():
            body.add_paragraph().text = line
    _list_notes_master(main)


def _notes_body(slide: Any) -> Any:
    """The text frame of a slide's notes, made if there is none."""
    notes = slide.notes_slide
    if notes.notes_text_frame is None:
        box = notes.shapes._spTree.add_textbox(
            notes.shapes._next_shape_id,
            "Notes",
            0,
            0,
            0,
            0,
        )
        properties = box.find(f"{tag(P, 'nvSpPr')}/{tag(P, 'nvPr')}")
        etree.SubElement(properties, tag(P, "ph"), type="body", idx="1")
        shape = box.find(tag(P, "spPr"))
        for each in list(shape):
            shape.remove(each)  # the placeholder on the notes master has a place
    return notes.notes_text_frame


def _list_notes_master(main: Part) -> None:
    """Name the notes master in the presentation, which python-pptx leaves out when it makes one."""
    root = main._element
    named = root.find(tag(P, "notesMasterIdLst"))
    masters = [key for key, each in main.rels.items() if each.reltype.endswith("/notesMaster")]
    before = root.find(tag(P, "sldMasterIdLst"))
    if named is None and masters and before is not None:
        named = etree.Element(tag(P, "notesMasterIdLst"))
        etree.SubElement(named, tag(P, "notesMasterId")).set(tag(R, "id"), masters[0])
        before.addnext(named)


# --- removal ---------------------------------------------------------------------------------


def _remove(main: Part, entries: list[Element]) -> None:
    """Take slides out, and whatever refers to them, so that nothing of them is written."""
    root = main._element
    gone = {main.related_part(entry.rId) for entry in entries}
    rids = {entry.rId for entry in entries}
    ids = {entry.get("id") for entry in entries}
    for entry in entries:
        _cut(entry)
    for listed in [each for each in root.iter(tag(SECTION, "sldId")) if each.get("id") in ids]:
        section = listed.getparent().getparent()
        _cut(listed)
        if section.find(f".//{tag(SECTION, 'sldId')}") is None:
            _cut(section)
    shows = _trim_shows(root, rids)
    for rid in rids:
        main.rels.pop(rid)
    for part in list(main.package.iter_parts()):
        if part not in gone:
            _unlink(part, gone, ids, shows)


def _trim_shows(root: Element, rids: set[str]) -> set[str]:
    """Take slides out of custom shows; the ids of shows left without any, which go too."""
    emptied = set()
    for show in list(root.iter(tag(P, "custShow"))):
        members = list(show.iter(tag(P, "sld")))
        left = [each for each in members if each.get(tag(R, "id")) not in rids]
        for each in members:
            if each not in left:
                _cut(each)
        if members and not left:
            emptied.add(show.get("id"))
            _cut(show)
    for shows in root.findall(tag(P, "custShowLst")):
        if not len(shows):
            _cut(shows)
    return emptied


def _unlink(part: Part, gone: set[Part], ids: set[str], shows: set[str]) -> None:
    """Take links to slides and shows that are gone out of a part."""
    rids = {
        key for key, each in part.rels.items() if not each.is_external and each.target_part in gone
    }
    show_properties = part.partname.endswith("/presProps.xml")
    zooms = part.partname.startswith("/ppt/slides/")
    if not (rids or shows or show_properties or zooms):
        return
    with _Xml(part) as root:
        if root is None:
            return
        for link in [each for each in root.iter(*_LINKS) if _leads_to(each, rids, shows)]:
            _cut(link)
        for zoom in [each for each in root.iter() if each.get("sldId") in ids]:
            _fall_back(zoom)
        for shown in root.findall(tag(P, "showPr")):
            for each in shown.findall(tag(P, "custShow")) + shown.findall(tag(P, "sldRg")):
                if each.tag == tag(P, "sldRg") or each.get("id") in shows:
                    each.tag = tag(P, "sldAll")
                    each.attrib.clear()
    for rid in rids:
        part.rels.pop(rid)


_LINKS = [tag(A, name) for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver")]
_SHOW = re.compile(r"ppaction://customshow\?id=(\d+)")


def _leads_to(link: Element, rids: set[str], shows: set[str]) -> bool:
    show = _SHOW.match(link.get("action", ""))
    return link.get(tag(R, "id")) in rids or (show is not None and show[1] in shows)


def _fall_back(zoom: Element) -> None:
    """Show the picture that stands for a zoom onto a slide where programs know no zooms."""
    either = next(zoom.iterancestors(tag(MC, "AlternateContent")), None)
    if either is None:
        return
    for shape in either.iterfind(f"{tag(MC, 'Fallback')}/*"):
        either.addprevious(shape)
    _cut(either)


def _cut(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


class _Xml:
    """The XML of any part to change; parts that python-pptx holds as bytes are written back."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._root: Element = getattr(part, "_element", None)
        self._parsed = self._root is None

    def __enter__(self) -> Element:
        if self._parsed and self._part.content_type.endswith("xml"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                self._root = etree.fromstring(self._part.blob, parser)
            except etree.XMLSyntaxError:
                self._root = None
        return self._root

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self._parsed and self._root is not None:
            self._part.blob = etree.tostring(
                self._root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


# --- the rest of the file --------------------------------------------------------------------


def _tell_counts(main: Part) -> None:
    """Put the counts right in the file's properties, and drop the titles they list."""
    entries = main._element.findall(f"{tag(P, 'sldIdLst')}/{tag(P, 'sldId')}")
    slides = [main.related_part(entry.rId) for entry in entries]
    counts = {
        "Slides": len(slides),
        "HiddenSlides": sum(each._element.get("show") in ("0", "false") for each in slides),
        "Notes": sum(each.slide.has_notes_slide for each in slides),
    }
    for relation in main.package._rels.values():
        if not relation.reltype.endswith("/extended-properties") or relation.is_external:
            continue
        with _Xml(relation.target_part) as root:
            for each in [] if root is None else list(root):
                name = etree.QName(each).localname if isinstance(each.tag, str) else ""
                if name in counts:
                    each.text = str(counts[name])
                elif name in ("TitlesOfParts", "HeadingPairs"):
                    root.remove(each)


def _drop(package: Any, endings: tuple[str, ...]) -> None:
    """Drop parts by the ends of their relations' types, wherever they hang."""
    holders = [package._rels, *(part.rels for part in package.iter_parts())]
    for relations in holders:
        for key in [k for k, each in relations.items() if each.reltype.endswith(endings)]:
            relations.pop(key)
