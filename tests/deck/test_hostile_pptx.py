"""PowerPoint decks that would cost gigabytes, hours or a traceback end in slides or in one line."""

import io
import random
import tracemalloc
import zipfile

import pytest

from pacer import deck
from pacer.core.errors import DeckError, PacerError
from pacer.deck import graphics, shapes
from pacer.deck.shapes import Block, Box, in_order
from pacer.export import lean
from pacer.export.deck import write
from tests.deck.decks import add_box, blank_slide, make_deck, repack, save, to_bytes
from tests.deck.plans import make_plan
from tests.mutations import OFFICE, mutated

GOOD = to_bytes(make_deck([("One", "a body", "notes"), "Two", "Three"]))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "talk.pptx"


def exported(path, mode="hide"):
    """Read, cut the last slide and write a copy."""
    found = deck.read(path)
    plan = make_plan(found.slides, {len(found.slides): "cut"})
    return write(found, plan, path.with_name("short.pptx"), mode=mode)


def test_boxes_in_boxes_without_end_keep_their_order():
    blocks, left, top, width, height = [], 0.0, 0.0, 1e9, 1e9
    for number in range(3_000):  # a bar off the top, one off the left, and so on
        if number % 2:
            blocks.append(Block(str(number), Box(left, top, width / 4, height)))
            left, width = left + width / 2, width / 2
        else:
            blocks.append(Block(str(number), Box(left, top, width, height / 4)))
            top, height = top + height / 2, height / 2
    assert sorted(in_order(blocks), key=lambda block: int(block.text)) == blocks
    assert in_order(blocks)[:40] == blocks[:40]


@pytest.mark.parametrize("odd", ["nan", "inf", "-inf", "1e999", "9" * 5_000, "", "x"])
def test_a_place_that_is_no_number_is_no_place(path, odd):
    made = make_deck([])
    slide = blank_slide(made)
    add_box(slide, "Title", top=0.5)
    box = add_box(slide, "Body", top=3)
    box._element.find(f".//{{{shapes.A}}}off").attrib["y"] = odd
    assert deck.read(save(made, path)).slides.loc[0, "text"] == "Title\nBody"


def test_an_order_of_5000_digits_in_a_drawing_is_none(path):
    from lxml import etree

    name = graphics.DGM
    drawing = etree.fromstring(
        f'<d:x xmlns:d="{name}"><d:pt modelId="1" type="doc"/><d:pt modelId="2"/>'
        f'<d:cxn srcId="1" destId="2" srcOrd="{"9" * 5_000}"/></d:x>'
    )
    assert list(graphics._diagram(drawing)) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_parts_packed_as_no_deck_packs_them_are_refused(path, method):
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(path, "w", method) as made,
    ):
        for name in source.namelist():
            made.writestr(name, source.read(name))
    with pytest.raises(DeckError, match=r"packs its part .* in a way no deck does"):
        deck.read(path)


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "/etc/passwd", "a\\..\\b.xml", "x" * 300, "\u202e"]
)
def test_bad_names_of_parts_hurt_nobody(path, name):
    path.write_bytes(GOOD)
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(name, "<a/>")
    exported(path)
    there = {each.name for each in path.parent.iterdir()} - {"talk.pacer"}
    assert there == {"short.pptx", "talk.pptx"}


def test_a_film_is_copied_as_it_is_packed_and_never_held(path):
    """300 MB that shrink to 30: unpacked they would be held, packed anew it would take long."""
    sheet = random.Random(1).randbytes(100_000) + bytes(900_000)  # noqa: S311 - no secret

    made = make_deck(["One", "Two"])
    blank = io.BytesIO(b"film")
    made.slides[0].shapes.add_movie(
        blank, 0, 0, 9, 9, poster_frame_image=None, mime_type="video/mp4"
    )
    save(made, path)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    film = next(name for name in parts if name.endswith(".mp4"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            if name != film:
                out.writestr(name, data)
        with out.open(film, "w") as stream:
            for _ in range(300):
                stream.write(sheet)

    found = deck.read(path)
    plan = make_plan(found.slides, {2: "cut"})
    tracemalloc.start()
    try:
        target = write(found, plan, path.with_name("short.pptx"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 100_000_000
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target) as after:
        (copied,) = [each for each in after.infolist() if each.filename.endswith(".mp4")]
        original = before.getinfo(film)
        assert copied.compress_size == original.compress_size
        assert (copied.CRC, copied.file_size) == (original.CRC, original.file_size)
        assert after.testzip() is None


def test_a_deck_of_nothing_but_drawings_is_refused(path, monkeypatch):
    path.write_bytes(GOOD)
    monkeypatch.setattr(lean, "MOST_XML_BYTES", 1_000)
    with pytest.raises(DeckError, match=r"talk\.pptx: holds \d+ MB of drawings"):
        exported(path)


def test_a_part_cut_off_in_the_file_is_refused(path):
    path.write_bytes(GOOD)
    entry = zipfile.ZipInfo("ppt/media/a.png")
    entry.CRC, entry.header_offset, entry.compress_size = 0, len(GOOD) - 10, 99
    with (
        path.open("rb") as raw,
        zipfile.ZipFile(io.BytesIO(), "w") as out,
        pytest.raises(DeckError, match="is cut off in its part"),
    ):
        lean._copy(raw, entry, out, "a.png")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", sorted(OFFICE))
def test_a_damaged_deck_is_exported_or_refused_in_one_line(path, kind, seed):
    path.write_bytes(OFFICE[kind](GOOD, random.Random(f"{kind}{seed}")))  # noqa: S311 - no secret
    try:
        said = str(exported(path, mode="remove" if seed % 2 else "hide"))
    except PacerError as refusal:
        said = str(refusal)
    assert said
    assert "\n" not in said


def test_a_mutation_is_the_same_each_time():
    assert mutated(GOOD, ".pptx", 7) == mutated(GOOD, ".pptx", 7)


def test_a_relation_without_its_attributes_is_a_refusal(path):
    path.write_bytes(GOOD)
    repack(
        path,
        {"ppt/_rels/presentation.xml.rels": lambda xml: xml.replace(b' Type="', b' Typ="', 1)},
    )
    with pytest.raises(DeckError, match=r"^talk\.pptx: cannot be rewritten"):
        exported(path)
