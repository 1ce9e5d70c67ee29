"""Chapters as XML: Matroska's, as mkvextract writes them, and Podlove's simple chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "chapters as XML"


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return source.first.startswith("<") and any(
        "ChapterAtom" in line or "psc:chapter" in line or "<Chapters" in line
        for line in source.lines
    )


def read(source: Source) -> Table:
    """Read the rows; a chapter that makes no sense is refused."""
    root = parse(source)
    editions = [each for each in root.iter() if _name(each) == "EditionEntry"]
    atoms = [each for each in (editions[0] if editions else root).iter() if _is_chapter(each)]
    # A chapter that is divided is told by its parts.
    whole = [atom for atom in atoms if not any(_is_chapter(part) for part in atom)]
    rows = [_row(source, atom) for atom in whole]
    remarks = []
    if len(editions) > 1:
        remarks.append(f"{len(editions)} editions are in it: the first was taken")
    return Table([row for row in rows if row is not None], remarks=tuple(remarks))


def parse(source: Source) -> Any:
    """The root of an XML file; nothing is fetched, nothing grows."""
    from lxml import etree

    # Nothing is fetched, no entity is made larger than it stands.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    written = "\n".join(source.lines)
    # The text is decoded already: what it says of its encoding no longer holds.
    if written.lstrip().startswith("<?xml"):
        written = written.partition("?>")[2]
    try:
        return etree.fromstring(written.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise source.refuse("no XML that can be read", line) from error


def _row(source: Source, atom: Any) -> Row | None:
    if _name(atom) == "chapter":
        start, end, title = (atom.get(name) or "" for name in ("start", "end", "title"))
    else:
        if _text(atom, "ChapterFlagHidden") == "1" or _text(atom, "ChapterFlagEnabled") == "0":
            return None
        start, end = _text(atom, "ChapterTimeStart"), _text(atom, "ChapterTimeEnd")
        title = _text(atom, "ChapterString")
    line = atom.sourceline
    if not start:
        raise source.refuse("a chapter does not say when it begins", line)
    return Row(
        line, title, source.seconds(start, line), source.seconds(end, line) if end else None
    )  # fmt: skip


def _is_chapter(element: Any) -> bool:
    return _name(element) in ("ChapterAtom", "chapter")


def _text(element: Any, name: str) -> str:
    return next(((each.text or "").strip() for each in element.iter() if _name(each) == name), "")


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
