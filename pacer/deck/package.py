"""An Office package, opened with care: a zip of XML parts that refer to one another.

The parts are read here rather than through python-pptx, which loads every part and all media
into memory, refuses shows and templates by their content type, and gives up on a whole deck
for one part that is missing. Nothing is unpacked to disk, and nothing is unpacked at all
before the directory of the zip has passed the limits below.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

from lxml import etree

from pacer.core.errors import DeckError

if TYPE_CHECKING:
    from pathlib import Path

Element = Any  # lxml ships no types

# Real decks: at most some thousands of entries, media that hardly shrink and XML that shrinks
# to a tenth. A bomb shrinks a thousandfold.
MOST_ENTRIES = 50_000
MOST_BYTES = 8 * 2**30
SUSPECT_BYTES = 100 * 2**20
MOST_RATIO = 100
MOST_DIRECTORY_BYTES = 16 * 2**20
# The worst XML takes a second and 250 MB for every ten million bytes.
MOST_PART_BYTES = 24 * 2**20
MOST_XML_BYTES = 128 * 2**20

# What Office writes and reads.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# The zip's end record: its comment may be that long (APPNOTE 4.3.16).
_TAIL_BYTES = 66_000
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CFB_LOOK = 2**20
_REPAIR = "open it in PowerPoint or LibreOffice, which may repair it, and save it anew"
# ISO "strict" files use other names for the same things.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (_STRICT + b"presentationml/", b"http://schemas.openxmlformats.org/presentationml/2006/"),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


@dataclass(frozen=True)
class Relation:
    """What a part refers to: the last word of its type, and a part's name or an address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of an Office file; use it in a ``with`` statement.

    Parameters
    ----------
    path : pathlib.Path
    kind : str
        What it should be, as a message names it.

    Raises
    ------
    DeckError
        If the file is no zip, is cut off, needs a password, or would unpack beyond the limits.
    """

    def __init__(self, path: Path, *, kind: str = "a PowerPoint file") -> None:
        self.path = path
        self._xml_bytes = 0
        self._parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        _refuse_other_kinds(path, kind)
        if (size := _directory_bytes(path)) > MOST_DIRECTORY_BYTES:
            raise self.bomb(f"a directory of {size:,} bytes")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError,
                struct.error) as error:  # fmt: skip
            raise DeckError(
                f"is damaged or was cut off: copy or download it again, or {_REPAIR}", path
            ) from error
        try:
            self._parts = self._directory()
        except DeckError:
            self.close()
            raise

    def _directory(self) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        total = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        on_disk = self.path.stat().st_size
        # Entries that overlap in the file claim more packed bytes than the file has.
        ratio = total / max(1, min(packed, on_disk))
        if len(entries) > MOST_ENTRIES:
            raise self.bomb(f"{len(entries):,} entries")
        if total > MOST_BYTES or (total > SUSPECT_BYTES and ratio > MOST_RATIO):
            raise self.bomb(f"{on_disk:,} bytes that unpack to {total:,}")
        for entry in entries:
            if (
                entry.file_size > SUSPECT_BYTES
                and entry.file_size > MOST_RATIO * entry.compress_size
            ):
                raise self.bomb(f"a part that unpacks to {entry.file_size:,} bytes")
        return {_name(entry.filename): entry for entry in entries}

    def bomb(self, what: str) -> DeckError:
        """The error for a package beyond the limits."""
        return DeckError(
            f"looks like a zip bomb ({what}) and was not unpacked: {_REPAIR}", self.path
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return _name(part) in self._parts

    def names(self) -> list[str]:
        """Names of all parts, in lower case."""
        return list(self._parts)

    def entries(self) -> list[zipfile.ZipInfo]:
        """What the zip says of each part, under the names it has in the file."""
        return list(self._parts.values())

    def data(self, part: str, *, most: int = MOST_PART_BYTES) -> bytes:
        """The bytes of a part.

        Raises
        ------
        DeckError
            If there is no such part, it is damaged, encrypted, or longer than `most`.
        """
        entry = self._parts.get(_name(part))
        if entry is not None and entry.file_size > most:
            raise self.bomb(f"{part} of {entry.file_size:,} bytes")
        return self.start(part, most)

    def start(self, part: str, size: int) -> bytes:
        """The first bytes of a part, at most `size`.

        Raises
        ------
        DeckError
            If there is no such part, it is damaged or encrypted.
        """
        entry = self._parts.get(_name(part))
        if entry is None:
            raise DeckError(f"lacks its part {part}: {_REPAIR}", self.path)
        if entry.flag_bits & 0x1:
            raise DeckError("is protected by a password: save a copy without one", self.path)
        if entry.compress_type not in METHODS:
            # Office reads no others, and one of them may ask for 4 GB before its first byte.
            raise DeckError(f"packs its part {part} in a way no deck does: {_REPAIR}", self.path)
        try:
            with self._zip.open(entry) as stream:
                return stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError,
                RuntimeError, ValueError, struct.error) as error:  # fmt: skip
            raise DeckError(f"is damaged in its part {part}: {_REPAIR}", self.path) from error

    def xml(self, part: str) -> Element:
        """The root element of an XML part; no entity is resolved and no address followed.

        Raises
        ------
        DeckError
            If it cannot be read, is not XML, or declares a document type.
        """
        raw = self.data(part)
        self._xml_bytes += len(raw)
        if self._xml_bytes > MOST_XML_BYTES:
            raise self.bomb(f"more than {MOST_XML_BYTES:,} bytes of XML")
        if b"<!DOCTYPE" in (raw.replace(b"\0", b"") if b"\0" in raw else raw):
            raise DeckError(f"declares entities in {part}, which no deck needs: refused", self.path)
        if _STRICT in raw:
            for strict, usual in _TRANSITIONAL:
                raw = raw.replace(strict, usual)
        try:
            root = etree.fromstring(raw, self._parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DeckError(f"is damaged in its part {part}: {_REPAIR}", self.path) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise DeckError(f"declares entities in {part}, which no deck needs: refused", self.path)
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by relation id; empty where it refers to nothing."""
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self:
            return {}
        made = {}
        for item in self.xml(rels):
            if not isinstance(item.tag, str):
                continue
            target = item.get("Target", "")
            external = item.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip(
                    "/"
                )
            kind = item.get("Type", "").rsplit("/", 1)[-1]
            made[item.get("Id", "")] = Relation(kind, target, external)
        return made


def _directory_bytes(path: Path) -> int:
    """What the zip's end record says of its directory, which is read whole when it is opened."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - _TAIL_BYTES))
        tail = file.read()
    long, short = tail.rfind(b"PK\x06\x06"), tail.rfind(b"PK\x05\x06")
    if long >= 0:
        return int.from_bytes(tail[long + 40 : long + 48], "little")
    return 0 if short < 0 else int.from_bytes(tail[short + 12 : short + 16], "little")


def _name(part: str) -> str:
    """Part names ignore case (Open Packaging Conventions); some writers use backslashes."""
    return part.replace("\\", "/").lstrip("/").lower()


def _refuse_other_kinds(path: Path, kind: str) -> None:
    with path.open("rb") as file:
        head = file.read(8)
        if head == _CFB:
            head += file.read(_CFB_LOOK)
            # The directory of streams may lie anywhere (MS-CFB 2.2: sector size, first sector).
            size = 1 << min(int.from_bytes(head[30:32], "little"), 12)
            file.seek((int.from_bytes(head[48:52], "little") + 1) * size)
            head += file.read(_CFB_LOOK)
    if not head:
        raise DeckError("is empty: copy or download it again", path)
    if head.startswith(_CFB):
        if "EncryptedPackage".encode("utf-16-le") in head:
            raise DeckError(
                "is protected by a password: in PowerPoint choose File, Info, Protect, "
                "Encrypt with Password, clear it and save",
                path,
            )
        raise DeckError(
            "is an old PowerPoint 97-2003 file: save it as .pptx in PowerPoint or LibreOffice",
            path,
        )
    if head.startswith(b"%PDF"):
        raise DeckError("is a PDF by another name: rename it to end in .pdf", path)
    if not head.startswith(b"PK"):
        raise DeckError(f"is not {kind} (it is no zip archive): export the deck again", path)
