"""Damaged and hostile copies of sound files, each made from a seed: the same on every machine."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import PurePosixPath

from lxml import etree

# What no writer means: numbers that are none, or far too long, names that lead elsewhere.
VALUES = (
    "", "-1", "0", "nan", "inf", "-inf", "1e999", "9" * 5_000, "x" * 20_000, "../../etc/passwd",
    "\u202etxt.exe", "=1+1", "2147483648", "rId1", "rId999", "id:256", "true", "/", "%00", "１２",
)  # fmt: skip
_XML = (".xml", ".rels")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def mutated(raw: bytes, suffix: str, seed: object) -> tuple[str, bytes]:
    """What was done, and the file it made."""
    rng = random.Random(str(seed))  # noqa: S311 - no secret
    kinds = {".pdf": PDF}.get(suffix, OFFICE if raw.startswith(b"PK") else TEXT)
    name = rng.choice(list(kinds))
    try:
        return name, kinds[name](raw, rng)
    except (zipfile.BadZipFile, KeyError):
        return "flipped", flipped(raw, rng)  # an original that is damaged already


# --- bytes -------------------------------------------------------------------------------------


def flipped(raw: bytes, rng: random.Random) -> bytes:
    made = bytearray(raw)
    for _ in range(rng.choice((1, 4, 32))):
        made[rng.randrange(len(made))] = rng.randrange(256)
    return bytes(made)


def cut(raw: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw))]


def hole(raw: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(raw))
    return raw[:start] + raw[start + rng.choice((1, 16, 1_000, 20_000)) :]


def doubled(raw: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(raw))
    piece = raw[start : start + rng.choice((8, 200, 5_000))]
    return raw[:start] + piece * rng.choice((2, 50)) + raw[start:]


_DIGITS = re.compile(rb"\d+")


def renumbered(raw: bytes, rng: random.Random) -> bytes:
    """Some numbers made large, negative, or none."""
    found = list(_DIGITS.finditer(raw))
    for match in sorted(rng.sample(found, min(len(found), 6)), key=lambda each: -each.start()):
        number = rng.choice((b"0", b"-1", b"4294967296", b"9" * 40, b"1e9", b"9" * 5_000))
        raw = raw[: match.start()] + number + raw[match.end() :]
    return raw


TEXT = {each.__name__: each for each in (flipped, cut, hole, doubled, renumbered)}

# --- PDF ---------------------------------------------------------------------------------------

_NAME = re.compile(rb"/([A-Za-z]{2,})")
_REFERENCE = re.compile(rb"\d+ 0 R")


def names_swapped(raw: bytes, rng: random.Random) -> bytes:
    """The names of a PDF's entries exchanged for others of its own."""
    found = list(_NAME.finditer(raw))
    for match in sorted(rng.sample(found, min(len(found), 4)), key=lambda each: -each.start()):
        raw = raw[: match.start()] + rng.choice(found)[0] + raw[match.end() :]
    return raw


def names_escaped(raw: bytes, rng: random.Random) -> bytes:
    """``/Flate`` as ``/#46late``: the same to a reader."""
    found = list(_NAME.finditer(raw))
    for match in sorted(rng.sample(found, len(found) // 2), key=lambda each: -each.start()):
        raw = raw[: match.start()] + b"/#%02x" % match[1][0] + match[1][1:] + raw[match.end() :]
    return raw


def references(raw: bytes, rng: random.Random) -> bytes:
    """Objects that refer to themselves, to others, to none, or to one many times."""
    found = list(_REFERENCE.finditer(raw))
    for match in sorted(rng.sample(found, min(len(found), 4)), key=lambda each: -each.start()):
        to = rng.choice(found)[0]
        many = rng.choice((to, b"99999 0 R", b"[" + (to + b" ") * 200 + b"]"))
        raw = raw[: match.start()] + many + raw[match.end() :]
    return raw


PDF = TEXT | {each.__name__: each for each in (names_swapped, names_escaped, references)}

# --- Office packages ---------------------------------------------------------------------------


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as source:
        return {name: source.read(name) for name in source.namelist()}


def _packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def _one(parts: dict[str, bytes], rng: random.Random) -> str:
    """A part of the deck's XML; those that hold it together more often than the others."""
    names = [name for name in parts if name.endswith(_XML)] or list(parts)
    core = [name for name in names if re.search(r"presentation|slides/|notes|Content_Ty", name)]
    return rng.choice(core or names) if rng.random() < 0.7 else rng.choice(names)


def _edited(change):
    """A mutation of the elements of one part."""

    def edit(raw: bytes, rng: random.Random) -> bytes:
        parts = _parts(raw)
        name = _one(parts, rng)
        try:
            root = etree.fromstring(parts[name])
        except etree.XMLSyntaxError:
            return flipped(raw, rng)
        change([each for each in root.iter() if isinstance(each.tag, str)], rng)
        parts[name] = etree.tostring(root)
        return _packed(parts)

    edit.__name__ = change.__name__
    return edit


@_edited
def removed(elements, rng):
    for each in rng.sample(elements, min(len(elements), 3)):
        if each.getparent() is not None:
            each.getparent().remove(each)


@_edited
def repeated(elements, rng):
    each = rng.choice(elements)
    if each.getparent() is not None:
        for _ in range(rng.choice((1, 200))):
            each.addnext(etree.fromstring(etree.tostring(each)))


@_edited
def nested(elements, rng):
    """An element in itself, some hundred deep."""
    inner = rng.choice(elements)
    for _ in range(rng.choice((3, 120))):
        outer = etree.SubElement(inner, inner.tag, dict(inner.attrib))
        inner = outer


@_edited
def attributes(elements, rng):
    able = [each for each in elements if each.attrib]
    for each in rng.sample(able, min(len(able), 4)):
        each.set(rng.choice(list(each.attrib)), rng.choice(VALUES).replace("\0", ""))


@_edited
def bare(elements, rng):
    able = [each for each in elements if each.attrib]
    for each in rng.sample(able, min(len(able), 4)):
        del each.attrib[rng.choice(list(each.attrib))]


@_edited
def texts(elements, rng):
    for each in rng.sample(elements, min(len(elements), 4)):
        each.text = rng.choice(VALUES)


@_edited
def retagged(elements, rng):
    for each in rng.sample(elements, min(len(elements), 2)):
        each.tag = rng.choice(elements).tag


def without(raw: bytes, rng: random.Random) -> bytes:
    parts = _parts(raw)
    del parts[_one(parts, rng)]
    return _packed(parts)


def swapped(raw: bytes, rng: random.Random) -> bytes:
    parts = _parts(raw)
    first, second = _one(parts, rng), _one(parts, rng)
    parts[first], parts[second] = parts[second], parts[first]
    return _packed(parts)


def within(raw: bytes, rng: random.Random) -> bytes:
    """One part's bytes damaged, in a sound zip."""
    parts = _parts(raw)
    name = _one(parts, rng)
    if parts[name]:
        parts[name] = rng.choice((flipped, cut, hole, doubled, renumbered))(parts[name], rng)
    return _packed(parts)


def renamed(raw: bytes, rng: random.Random) -> bytes:
    parts = _parts(raw)
    old = _one(parts, rng)
    bad = ("../" + old, "/" + old, old.upper(), old + "\u202e", "x" * 300, old + "/", "a\\b", " ")
    return _packed({rng.choice(bad) if name == old else name: parts[name] for name in parts})


def repackaged(raw: bytes, rng: random.Random) -> bytes:
    return _packed(_parts(raw), rng.choice(METHODS))


def directory(raw: bytes, rng: random.Random) -> bytes:
    """The zip's own directory damaged."""
    made = bytearray(raw)
    start = max(raw.find(b"PK\x01\x02"), 0)
    for _ in range(rng.choice((1, 3, 12))):
        made[rng.randrange(start, len(made))] = rng.randrange(256)
    return bytes(made)


OFFICE = {
    each.__name__: each
    for each in (
        flipped, cut, hole, directory, removed, repeated, nested, attributes, attributes, bare,
        texts, retagged, without, swapped, within, renamed, repackaged,
    )
}  # fmt: skip


def stem(name: str) -> str:
    """The end of a long file name, for a table."""
    return PurePosixPath(name).stem[-40:]
