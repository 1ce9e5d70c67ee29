"""Real and hostile decks in a folder named by PACER_DECKS: each is read, or refused in a line."""

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from pacer import deck
from pacer.core.errors import DeckError
from pacer.core.text import tidy, words
from pacer.deck import package
from pacer.deck.formats import ENDINGS
from tests.deck.decks import make_deck, repack, save
from tests.deck.pdfs import frame, make_pdf

MOST_SECONDS, MOST_BYTES = 30, 2**30
FOLDER = os.environ.get("PACER_DECKS")
needs_decks = pytest.mark.skipif(not FOLDER, reason="PACER_DECKS is not set")
FURNITURE = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}

# Reads every file it is given, one line of JSON each, and dies when one takes too long or too much.
CHILD = """
import json, resource, sys
from pacer import deck
from pacer.core.errors import DeckError
for path in sys.argv[3:]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + int(sys.argv[1]), -1)
    )
    try:
        said = len(deck.read(path).slides)
    except DeckError as refusal:
        said = str(refusal)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps([path, said]), flush=True)
    if peak > int(sys.argv[2]):
        sys.exit(f"{path}: {peak:,} bytes")
"""


def read_within_limits(paths):
    """What a child process made of each file: a number of slides or a refusal."""
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(MOST_SECONDS), str(MOST_BYTES), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = dict(json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 0, f"after {len(said)} of {len(paths)} files: {done.stderr}"
    return said


def decks():
    found = sorted(path for path in Path(FOLDER).iterdir() if path.suffix in ENDINGS["pptx"])
    assert found, f"no deck in {FOLDER}"
    return found


@needs_decks
def test_every_deck_is_read_or_refused_in_one_line():
    said = read_within_limits(decks())
    assert len(said) == len(decks())
    for path, outcome in said.items():
        if isinstance(outcome, str):
            assert outcome.startswith(Path(path).name)
            assert "\n" not in outcome
        else:
            assert outcome >= 1


def plain_texts(shapes):
    """What a plain loop over python-pptx finds, also in groups and tables."""
    for shape in shapes:
        if shape.is_placeholder and shape.placeholder_format.type in FURNITURE:
            continue
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from plain_texts(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def count(text):
    return Counter(words(tidy(text)))


@needs_decks
def test_no_word_is_lost_that_python_pptx_finds():
    compared = 0
    for path in decks():
        try:
            found, plain = deck.read(path), Presentation(path)
        except (DeckError, ValueError, KeyError, zipfile.BadZipFile):
            continue
        assert len(found.slides) == len(plain.slides), path.name
        for slide, row in zip(plain.slides, found.slides.itertuples(), strict=True):
            lost = count("\n".join(plain_texts(slide.shapes))) - count(row.text)
            assert not lost, f"{path.name}, slide {row.position}"
            notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
            expected = "" if notes is None else notes.text
            assert count(row.notes) == count(expected), f"{path.name}, slide {row.position}"
            compared += 1
    assert compared


def test_hostile_files_stay_within_the_limits(tmp_path):
    """Each close to a limit of its own, made here: none takes long, none much memory."""

    def pptx(name, changes):
        return repack(save(make_deck(["One", "Two"]), tmp_path / name), changes)

    def slide(inner):
        return lambda xml: xml.replace(b"</p:spTree>", inner + b"</p:spTree>")

    one, listed = "ppt/slides/slide1.xml", "ppt/presentation.xml"
    box = (b"<p:sp><p:nvSpPr><p:cNvPr id='9' name=''/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
           b"<p:txBody><a:bodyPr/><a:p><a:r><a:t>word</a:t></a:r></a:p></p:txBody>"
           b"</p:sp>")  # fmt: skip
    paths = [
        pptx("many-shapes.pptx", {one: slide(box * 100_000)}),
        pptx("huge-text.pptx", {one: slide(box.replace(b"word", b"word " * 5_000_000))}),
        pptx("huge-part.pptx", {one: slide(box * 200_000)}),
        pptx("empty-elements.pptx", {one: slide(b"<p:x/>" * 5_000_000)}),
        pptx("deep.pptx", {one: slide(b"<p:grpSp>" * 200 + box + b"</p:grpSp>" * 200)}),
        pptx("many-listed.pptx", {listed: lambda xml: xml.replace(
            b'<p:sldId id="256" r:id="rId7"/>', b'<p:sldId id="256" r:id="rId7"/>' * 100_000)}),
    ]  # fmt: skip
    crowded = tmp_path / "crowded.pptx"
    save(make_deck(["One"]), crowded)
    with zipfile.ZipFile(crowded, "a") as made:
        for number in range(package.MOST_ENTRIES):
            made.writestr(f"x{number}", b"")
    endless = tmp_path / "endless.pptx"
    entry = b"PK\x01\x02" + bytes(24) + b"\1\0" + bytes(16) + b"x"
    end = (
        b"PK\x05\x06" + bytes(4) + b"\xff\xff" * 2 + (len(entry) * 4_000_000).to_bytes(4, "little")
    )
    endless.write_bytes(b"PK" + entry * 4_000_000 + end + bytes(6))
    pages = tmp_path / "pages.pdf"
    pages.write_bytes(make_pdf([frame(f"Page {n}", "text " * 200) for n in range(1_000)]))
    long = tmp_path / "long.pdf"
    long.write_bytes(make_pdf([[("word " * 400_000, 0, 0, 10)]]))
    said = read_within_limits([*paths, crowded, endless, pages, long])
    assert said[str(paths[4])] == 2
    assert said[str(pages)] == 1_000
    assert "zip bomb" in said[str(paths[2])]
    assert "zip bomb" in said[str(crowded)]
    assert said[str(paths[5])] == 2
    assert "zip bomb" in said[str(endless)]
