"""Every bad deck gives one clear line: the file, what is wrong, the cure."""

import io
import os
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacer import deck
from pacer.core import frames
from pacer.core.errors import DeckError
from pacer.deck import package
from tests.deck.decks import make_deck, repack, save, to_bytes

GOOD = to_bytes(make_deck([("One", "body", "notes"), "Two"]))
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zip_of(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in entries.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def encrypted_zip():
    """A zip whose every entry says that it is encrypted."""
    raw = bytearray(GOOD)
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(start)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(start, at + 4)
    return bytes(raw)


CASES = {
    "empty.pptx": (b"", "is empty"),
    "text.pptx": (b"hello", "not a PowerPoint file"),
    "cut.pptx": (GOOD[: len(GOOD) // 2], "damaged or was cut off"),
    "password.pptx": (CFB + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "old.pptx": (CFB + "PowerPoint Document".encode("utf-16-le"), "save it as .pptx"),
    "old.ppt": (CFB, "save it as .pptx"),
    "zipped.pptx": (encrypted_zip(), "protected by a password"),
    "print.pptx": (b"%PDF-1.7", "is damaged, cut off or without pages"),
    "other.zip": (zip_of(a=b"b"), "is of no kind pacer reads"),
    "other.pptx": (zip_of(a=b"b"), "a zip archive without a presentation"),
    "letter.pptx": (zip_of(word__document=b"<a/>"), "is a Word document"),
    "sheet.pptx": (zip_of(xl__workbook=b"<a/>"), "is an Excel workbook"),
    "open.odp": (b"PK", "is damaged or was cut off"),
    "open.pptx": (
        zip_of(mimetype=b"application/vnd.oasis.opendocument.presentation"),
        "lacks its part content.xml",
    ),
    "apple.key": (b"PK", "export it to PowerPoint or PDF in Keynote"),
    "none.pptx": (to_bytes(make_deck([])), "has no slides"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_files_say_what_to_do(tmp_path, name):
    raw, message = CASES[name]
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(DeckError) as caught:
        deck.read(path)
    said = str(caught.value)
    assert message in said
    assert said.startswith(f"{name}: ")
    assert said.count(name) == 1
    assert "\n" not in said


def read_or_refuse(path):
    """Nothing but slides or a `DeckError` of one line."""
    try:
        slides = deck.read(path).slides
    except DeckError as refusal:
        said = str(refusal)
    else:
        said = f"{len(slides)} slides"
        frames.check(slides, frames.SLIDES)
    assert said
    assert "\n" not in said


def test_no_file(tmp_path):
    with pytest.raises(DeckError, match=r"talk\.pptx: there is no such file"):
        deck.read(tmp_path / "talk.pptx")


def test_a_folder(tmp_path):
    with pytest.raises(DeckError, match="is a folder"):
        deck.read(tmp_path)


def test_a_keynote_folder(tmp_path):
    (tmp_path / "talk.key").mkdir()
    with pytest.raises(DeckError, match="in Keynote"):
        deck.read(tmp_path / "talk.key")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = save(make_deck(["One"]), tmp_path / "talk.pptx")
    path.chmod(0)
    with pytest.raises(DeckError, match="cannot be opened: Permission denied"):
        deck.read(path)


def test_a_gigabyte_of_zeros_is_not_unpacked(tmp_path):
    path = save(make_deck(["One"]), tmp_path / "bomb.pptx")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made,
        made.open("ppt/media/image1.png", "w") as out,
    ):
        for _ in range(64):
            out.write(bytes(2**24))
    assert path.stat().st_size < 2**21
    with pytest.raises(DeckError, match="zip bomb"):
        deck.read(path)


def test_many_entries_are_refused(tmp_path, monkeypatch):
    path = save(make_deck(["One"]), tmp_path / "bomb.pptx")
    monkeypatch.setattr(package, "MOST_ENTRIES", 10)
    with pytest.raises(DeckError, match=r"zip bomb \(\d+ entries\)"):
        deck.read(path)


def test_a_part_that_says_it_is_small_is_not_read_beyond_that(tmp_path):
    path = save(make_deck(["One"]), tmp_path / "liar.pptx")
    big = b"<p:sld xmlns:p='urn:x'>" + b" " * 2**20 + b"</p:sld>"
    repack(path, {"ppt/slides/slide1.xml": big})
    size = len(big).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(DeckError, match="damaged"):
        deck.read(path)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">&c;</p:sld>"""


@pytest.mark.parametrize("part", ["ppt/slides/slide1.xml", "ppt/presentation.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path, part, encoding):
    path = save(make_deck(["One"]), tmp_path / "bomb.pptx")
    repack(path, {part: LAUGHS.decode().encode(encoding)})
    with pytest.raises(DeckError, match="declares entities"):
        deck.read(path)


def test_no_file_outside_is_read(tmp_path):
    (tmp_path / "secret").write_text("secret words")
    path = save(make_deck(["One"]), tmp_path / "talk.pptx")
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId7" Type="x/slide" Target="../../../secret"/></Relationships>'
    )
    repack(path, {"ppt/_rels/presentation.xml.rels": rels})
    with pytest.raises(DeckError, match="has no slides"):
        deck.read(path)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damage_anywhere_is_read_or_refused(tmp_path, data):
    """A byte changed or the end cut off anywhere: slides or a DeckError, nothing else."""
    raw = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.pptx"
    path.write_bytes(raw[: data.draw(st.integers(len(raw) // 2, len(raw)))])
    read_or_refuse(path)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damage_inside_a_part_is_read_or_refused(tmp_path, data):
    path = tmp_path / "damaged.pptx"
    path.write_bytes(GOOD)
    parts = ["ppt/presentation.xml", "ppt/slides/slide1.xml", "ppt/notesSlides/notesSlide1.xml",
             "ppt/_rels/presentation.xml.rels", "ppt/slideLayouts/slideLayout2.xml"]  # fmt: skip

    def damage(xml):
        raw = bytearray(xml)
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))
        return bytes(raw)

    repack(path, {data.draw(st.sampled_from(parts)): damage})
    read_or_refuse(path)
