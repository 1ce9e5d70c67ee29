"""A PowerPoint deck without its pictures and films, to be rewritten, and those put back.

python-pptx holds every part in memory; films are gigabytes, and nothing here changes them. So it
is given a copy with a token in the place of each part that is no XML, and in what it writes each
token is replaced by the part it stands for, copied as it is packed.
"""

# ruff: noqa: SLF001 - zipfile has no public way to add what is packed already

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from pacer.core.errors import DeckError

if TYPE_CHECKING:
    from pathlib import Path

    from pacer.deck.package import Package

# python-pptx holds all XML at once, in ten times its bytes.
MOST_XML_BYTES = 40 * 2**20
# How a part is packed, among a zip entry's flags (APPNOTE 4.4.4).
_METHOD_BITS = 0x06
_PIECE = 2**20
# A zip entry's own header, without its name (APPNOTE 4.3.7).
_HEAD_BYTES = 30


def lean(package: Package) -> tuple[BinaryIO, dict[bytes, zipfile.ZipInfo]]:
    """Write the deck with a token for each part that is no XML, and tell what each stands for.

    Raises
    ------
    DeckError
        If its XML alone is more than can be held, or parts lie on top of one another in the file.
    """
    tokens: dict[bytes, zipfile.ZipInfo] = {}
    entries = {entry.filename: entry for entry in package.entries()}
    xml = sum(entry.file_size for entry in entries.values() if _is_xml(entry))
    if xml > MOST_XML_BYTES:
        raise DeckError(
            f"holds {xml >> 20} MB of drawings, too many to write it anew: take the slides out "
            "in PowerPoint, by a run sheet (--out plan.html)",
            package.path,
        )
    if sum(entry.compress_size for entry in entries.values()) > package.path.stat().st_size:
        raise package.bomb("parts that overlap")
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, entry in entries.items():
            if _is_xml(entry):
                out.writestr(name, package.data(name))
            elif not entry.is_dir():
                token = b"pacer:%d:%d" % (len(tokens), entry.header_offset)
                tokens[token] = entry
                out.writestr(name, token)
    return made, tokens


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels", ".vml"))


def put_back(
    source: Path, tokens: dict[bytes, zipfile.ZipInfo], written: BinaryIO, target: BinaryIO
) -> None:
    """Write the deck with every token replaced by what it stands for, still packed."""
    longest = max(map(len, tokens), default=0)
    with (
        zipfile.ZipFile(written) as thin,
        source.open("rb") as raw,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for entry in thin.infolist():
            data = thin.read(entry)
            original = tokens.get(data) if len(data) <= longest else None
            if original is None:
                out.writestr(entry.filename, data)
            else:
                _copy(raw, original, out, entry.filename)


def _copy(raw: BinaryIO, entry: zipfile.ZipInfo, out: Any, name: str) -> None:
    """Copy a part as it is packed: `zipfile` itself would unpack it and pack it again."""
    made = zipfile.ZipInfo(name, entry.date_time)
    made.compress_type, made.flag_bits = entry.compress_type, entry.flag_bits & _METHOD_BITS
    made.CRC, made.file_size, made.compress_size = entry.CRC, entry.file_size, entry.compress_size
    raw.seek(entry.header_offset)
    head = raw.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        raise DeckError(f"is cut off in its part {name}: copy or download it again")
    raw.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    file: Any = out.fp
    made.header_offset = file.tell()
    file.write(made.FileHeader())
    left = entry.compress_size
    while left:
        if not (piece := raw.read(min(left, _PIECE))):
            raise DeckError(f"is cut off in its part {name}: copy or download it again")
        file.write(piece)
        left -= len(piece)
    out.filelist.append(made)
    out.NameToInfo[name] = made
    out.start_dir = file.tell()
    out._didModify = True
