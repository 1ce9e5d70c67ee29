import errno
import os
import posixpath
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from pacer import deck
from pacer.core import frames
from pacer.core.errors import DeckError, FrameError
from pacer.deck import office, pdf_copying
from pacer.deck.formats import ENDINGS
from pacer.export.cues import Spoken
from pacer.export.deck import write
from tests.deck.decks import XMLNS, P, add_xml, make_deck, repack, save, with_sections
from tests.deck.pdfs import frame, make_pdf
from tests.deck.plans import empty_plan, half, make_plan
from tests.deck.test_images import libreoffice  # noqa: F401 - a fixture

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FOLDER = os.environ.get("PACER_DECKS")


@pytest.fixture
def path(tmp_path):
    slides = [(f"Title {number}", f"body {number}", f"say {number}") for number in range(1, 6)]
    return save(make_deck(slides), tmp_path / "talk.pptx")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "talk-20.pptx"


def names(path):
    return zipfile.ZipFile(path).namelist()


def everything(path):
    """All the bytes of a package in one."""
    with zipfile.ZipFile(path) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())


def faults(path):
    """References to nothing, parts nothing refers to, and names used twice, in a package."""
    with zipfile.ZipFile(path) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
        found = {"twice"} if len(parts) < len(opened.namelist()) else set()
    reached, ahead = {"[Content_Types].xml"}, [""]
    while ahead:
        part = ahead.pop()
        if part in reached:
            continue
        reached.add(part)
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        relations = etree.fromstring(parts[rels]) if rels in parts else []
        reached.add(rels)
        for each in relations:
            to = posixpath.normpath(posixpath.join("/", folder, each.get("Target"))).lstrip("/")
            if each.get("TargetMode") != "External":
                ahead += [to] if to in parts else []
                found |= set() if to in parts else {f"{part} needs {to}"}
        ids = {each.get("Id") for each in relations}
        if part.endswith(".xml"):
            found |= {
                f"{part} names {value}"
                for element in etree.fromstring(parts[part]).iter()
                for name, value in element.attrib.items()
                if name.startswith(R) and value and value not in ids
            }
    return found | {f"nothing needs {part}" for part in set(parts) - reached}


def first_notes(path):
    return [
        slide.notes_slide.notes_text_frame.text.split("\n") if slide.has_notes_slide else []
        for slide in Presentation(path).slides
    ]


def test_cut_slides_are_hidden_and_nothing_else_is_lost(path, target):
    read = deck.read(path)
    assert write(read, make_plan(read.slides, {2: "cut", 4: "cut"}), target) == target
    copy = deck.read(target)
    assert copy.slides["hidden"].tolist() == [False, True, False, True, False]
    for column in ("slide_key", "title", "text"):
        assert copy.slides[column].tolist() == read.slides[column].tolist()
    assert faults(target) == set()


def test_the_source_is_never_touched(path, target):
    before = path.read_bytes()
    read = deck.read(path)
    for mode in ("hide", "remove"):
        write(read, half(read.slides), target, mode=mode, overwrite=True)
    assert path.read_bytes() == before
    names = sorted(each.name for each in path.parent.iterdir())
    assert names == ["talk-20.pptx", "talk.pacer", "talk.pptx"]


def test_removed_slides_leave_nothing_behind(path, target):
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut", 4: "cut"}), target, mode="remove")
    copy = deck.read(target)
    assert copy.slides["title"].tolist() == ["Title 1", "Title 3", "Title 5"]
    assert copy.warnings == ()
    assert len([name for name in names(target) if "/slides/slide" in name]) == 3
    assert len([name for name in names(target) if "/notesSlides/notes" in name]) == 3
    left = everything(target)
    for gone in (b"Title 2", b"body 4", b"say 2"):
        assert gone not in left
    assert b"<Slides>3</Slides>" in left
    assert faults(target) == set()


def test_notes_are_headed_by_cues_and_budgets(path, target):
    read = deck.read(path)
    plan = make_plan(read.slides, {2: "cut", 3: "trim"}, trim_s=30)
    write(read, plan, target)
    assert first_notes(target) == [
        ["Leave by 01:00.", "say 1"],
        ["say 2"],
        ["Budget 0:30, was 1:00. Leave by 01:30.", "say 3"],
        ["Leave by 02:30.", "say 4"],
        ["Leave by 03:30.", "say 5"],
    ]


def test_exporting_an_export_replaces_its_cues(path, target, tmp_path):
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "merge", 3: "trim"}, into={2: 1}), target)
    again = deck.read(target)
    write(again, make_plan(again.slides), tmp_path / "again.pptx")
    assert [lines[0] for lines in first_notes(tmp_path / "again.pptx")][:3] == [
        "Leave by 01:00.", "Told with slide 1: Title 1.", "Leave by 02:00.",
    ]  # fmt: skip
    assert first_notes(tmp_path / "again.pptx")[0] == ["Leave by 01:00.", "say 1", "say 2"]


@pytest.mark.parametrize("mode", ["hide", "remove"])
def test_a_merged_slide_gives_its_notes_to_the_other(path, target, mode):
    read = deck.read(path)
    write(read, make_plan(read.slides, {3: "merge"}, into={3: 2}), target, mode=mode)
    assert first_notes(target)[1] == ["Leave by 02:00. Also covers: Title 3.", "say 2", "say 3"]
    if mode == "hide":
        assert first_notes(target)[2] == ["Told with slide 2: Title 2.", "say 3"]
    assert len(Presentation(target).slides) == (5 if mode == "hide" else 4)


def test_notes_say_which_sentence_leads_over_what_goes(path, target):
    read = deck.read(path)
    write(read, make_plan(read.slides, {3: "cut", 4: "cut"}), target)
    said = "Then say in a sentence what is left out: Title 3 … Title 4 (3–4)."
    assert first_notes(target)[1] == [f"Leave by 02:00. {said}", "say 2"]
    assert [row.notes for row in frames.rows(deck.read(target).slides)][1] == "say 2"


def test_notes_say_which_sentences_are_left_out_and_what_is_left_to_say(path, target):
    read = deck.read(path)
    plan = make_plan(read.slides, {1: "trim"}, trim_s=30)
    spoken = {read.slides["slide_key"][0]: Spoken(("So.", "Why?"), ("It is a log.",))}
    write(read, plan, target, spoken=spoken)
    assert first_notes(target)[0] == [
        "Budget 0:30, was 1:00. Leave by 00:30. Leave out: “So.” “Why?” Say: It is a log.",
        "say 1",
    ]
    assert deck.read(target).slides["notes"][0] == "say 1", "a cue is no words to say"


def test_slides_without_notes_get_some(tmp_path, target):
    path = save(make_deck(["One", "Two"]), tmp_path / "talk.pptx")
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut"}), target)
    assert first_notes(target) == [["Leave by 01:00."], []]
    with zipfile.ZipFile(target) as opened:
        assert b"notesMasterIdLst" in opened.read("ppt/presentation.xml")


def test_notes_without_a_place_for_text_get_one(path, target):
    part = "ppt/notesSlides/notesSlide1.xml"
    repack(path, {part: lambda xml: re.sub(rb'<p:ph[^>]*type="body"[^>]*/>', b"", xml)})
    assert Presentation(path).slides[0].notes_slide.notes_text_frame is None
    read = deck.read(path)
    write(read, make_plan(read.slides), target)
    assert first_notes(target)[0] == ["Leave by 01:00."]


def test_slides_hidden_before_stay_hidden(path, target):
    made = Presentation(path)
    made.slides[1]._element.set("show", "0")
    made.save(path)
    read = deck.read(path)
    for mode in ("hide", "remove"):
        write(read, make_plan(read.slides, {4: "cut"}), target, mode=mode, overwrite=True)
        hidden = deck.read(target).slides.set_index("title")["hidden"]
        assert hidden["Title 2"]
        assert hidden.sum() == (2 if mode == "hide" else 1)


def test_sections_lose_their_slides_and_go_when_empty(path, target):
    with_sections(path, {"Opening": [1, 2], "Middle": [3], "End": [4, 5]})
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut", 3: "cut"}), target, mode="remove")
    assert deck.read(target).slides["section"].tolist() == ["Opening", "End", "End"]
    with zipfile.ZipFile(target) as opened:
        xml = opened.read("ppt/presentation.xml")
    assert b"Middle" not in xml
    assert set(re.findall(rb'p14:sldId[^>]* id="(\d+)"', xml)) == {b"256", b"259", b"260"}


def with_shows(path):
    """Custom shows of slides 1+2, and of 2 alone; the presentation is set to play the second."""
    with zipfile.ZipFile(path) as opened:
        rids = re.findall(rb'<p:sldId [^>]*r:id="(rId\d+)"', opened.read("ppt/presentation.xml"))
    first, second = (rid.decode() for rid in rids[:2])
    shows = (
        '<p:custShowLst><p:custShow name="Both" id="0"><p:sldLst>'
        f'<p:sld r:id="{first}"/><p:sld r:id="{second}"/></p:sldLst></p:custShow>'
        f'<p:custShow name="One" id="1"><p:sldLst><p:sld r:id="{second}"/></p:sldLst></p:custShow>'
        "</p:custShowLst>"
    ).encode()
    playing = f'<p:showPr {XMLNS}><p:custShow id="1"/></p:showPr>'.encode()
    return repack(
        path,
        {
            "ppt/presentation.xml": lambda xml: xml.replace(
                b"<p:defaultTextStyle", shows + b"<p:defaultTextStyle"
            ),
            "ppt/presProps.xml": lambda xml: re.sub(
                rb"(<p:presentationPr[^>]*?)/?>(.*?</p:presentationPr>|$)",
                rb"\1>" + playing + rb"</p:presentationPr>", xml, flags=re.DOTALL,
            ),
        },
    )  # fmt: skip


def test_custom_shows_lose_their_slides_and_go_when_empty(path, target):
    with_shows(path)
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut"}), target, mode="remove")
    root = Presentation(target).part._element
    assert [each.get("name") for each in root.iter(f"{P}custShow")] == ["Both"]
    assert len(list(root.iter(f"{P}sld"))) == 1
    with zipfile.ZipFile(target) as opened:
        properties = opened.read("ppt/presProps.xml")
    assert b"sldAll" in properties
    assert b"custShow" not in properties
    assert faults(target) == set()


def test_links_to_removed_slides_go_and_others_stay(path, target):
    made = Presentation(path)
    slides = list(made.slides)
    for number, to in enumerate((1, 2)):
        box = slides[0].shapes.add_textbox(*[Inches(1 + number)] * 4)
        box.text_frame.text = f"to {to + 1}"
        box.click_action.target_slide = slides[to]
    made.save(path)
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut"}), target, mode="remove")
    first, second = list(Presentation(target).slides)[:2]
    linked = [shape.click_action.target_slide for shape in first.shapes if "to" in shape.text]
    assert linked == [None, second]
    assert faults(target) == set()
    assert b"body 2" not in everything(target)


def test_a_zoom_onto_a_removed_slide_becomes_its_picture(path, target):
    made = Presentation(path)
    shape = (
        "<p:sp><p:nvSpPr><p:cNvPr id='90' name='{0}'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>{0}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    add_xml(
        made.slides[0],
        "<mc:AlternateContent><mc:Choice xmlns:z='urn:zoom' Requires='z'><p:graphicFrame>"
        "<z:sldZmObj sldId='257'/></p:graphicFrame></mc:Choice>"
        f"<mc:Fallback>{shape.format('instead')}</mc:Fallback></mc:AlternateContent>",
    )
    made.slides[0].shapes._spTree.append(made.slides[0]._element[-1])
    made.save(path)
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut"}), target, mode="remove")
    assert "instead" in [shape.name for shape in Presentation(target).slides[0].shapes]
    assert b"sldZmObj" not in everything(target)


def test_media_of_removed_slides_go_and_the_file_shrinks(path, target, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(os.urandom(300_000))
    made = Presentation(path)
    made.slides[1].shapes.add_movie(str(film), *[Inches(1)] * 4, poster_frame_image=None)
    made.save(path)
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut"}), target, mode="remove")
    assert target.stat().st_size < path.stat().st_size - 250_000
    assert not [name for name in names(target) if name.endswith(".mp4")]


def test_media_that_others_still_need_stay(path, target, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(os.urandom(3_000))
    made = Presentation(path)
    for number in (1, 2):
        made.slides[number].shapes.add_movie(str(film), *[Inches(1)] * 4, poster_frame_image=None)
    made.save(path)
    read = deck.read(path)
    write(read, make_plan(read.slides, {2: "cut"}), target, mode="remove")
    assert len([name for name in names(target) if name.endswith(".mp4")]) == 1


TYPES = {
    ".pptx": b"vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ".ppsx": b"vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    ".potx": b"vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    ".ppsm": b"vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
}


@pytest.mark.parametrize("source", TYPES)
@pytest.mark.parametrize("suffix", TYPES)
def test_the_copy_is_what_its_name_says(tmp_path, source, suffix):
    path = save(make_deck(["One", "Two"]), tmp_path / f"talk{source}")
    repack(path, {"[Content_Types].xml": lambda xml: xml.replace(TYPES[".pptx"], TYPES[source])})
    read = deck.read(path)
    target = write(read, make_plan(read.slides), tmp_path / f"copy{suffix}")
    with zipfile.ZipFile(target) as opened:
        assert TYPES[suffix] in opened.read("[Content_Types].xml")
    assert len(deck.read(target).slides) == 2


def test_macros_need_a_name_that_says_so(tmp_path):
    path = save(make_deck(["One"]), tmp_path / "talk.pptm")
    rels = "ppt/_rels/presentation.xml.rels"
    link = (b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships'
            b'/vbaProject" Target="vbaProject.bin"/></Relationships>')  # fmt: skip
    typed = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    repack(path, {
        rels: lambda xml: xml.replace(b"</Relationships>", link),
        "[Content_Types].xml": lambda xml: xml.replace(b"</Types>", typed),
    })  # fmt: skip
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr("ppt/vbaProject.bin", b"macro")
    read = deck.read(path)
    with pytest.raises(DeckError, match=r"holds macros: end the copy's name in \.pptm"):
        write(read, make_plan(read.slides), tmp_path / "copy.pptx")
    assert "ppt/vbaProject.bin" in names(write(read, make_plan(read.slides), tmp_path / "c.pptm"))


# --- refusals --------------------------------------------------------------------------------


def refused(path, plan, target, message, **options):
    before = sorted(each.name for each in target.parent.iterdir()) if target.parent.exists() else []
    with pytest.raises(DeckError, match=message) as caught:
        write(deck.read(path) if isinstance(path, Path) else path, plan, target, **options)
    assert "\n" not in str(caught.value)
    if before:
        assert sorted(each.name for each in target.parent.iterdir()) == before


def test_refusals_name_the_file_and_the_cure(path, target, tmp_path):
    read = deck.read(path)
    plan = make_plan(read.slides)
    refused(path, plan, path, "is the deck itself", overwrite=True)
    refused(path, plan, tmp_path / "." / "talk.pptx", "is the deck itself", overwrite=True)
    refused(path, plan, tmp_path / "no" / "talk.pptx", "there is no folder")
    refused(path, plan, tmp_path / "talk.key", "cannot be written as .key: end the name in .pptx")
    refused(path, plan, target, "neither", mode="delete")
    refused(path, make_plan(read.slides, dict.fromkeys(range(1, 6), "cut")), target, "keeps no")
    refused(path, empty_plan(), target, "keeps no slide")
    refused(path, plan.assign(slide_key=plan["slide_key"] + "x"), target, "5 slides of the plan")
    target.write_bytes(b"mine")
    refused(path, plan, target, "is there already")
    assert target.read_bytes() == b"mine"
    write(read, plan, target, overwrite=True)
    assert len(deck.read(target).slides) == 5


def test_a_frame_that_is_no_plan(path, target):
    read = deck.read(path)
    with pytest.raises(FrameError, match="PLAN lacks position"):
        write(read, read.slides[["slide_key"]], target)


@pytest.mark.skipif(os.name == "nt", reason="needs rights for links")
def test_a_link_to_the_deck_is_the_deck(path, tmp_path):
    read = deck.read(path)
    for number, make in enumerate((os.link, os.symlink)):
        link = tmp_path / f"link{number}.pptx"
        make(path, link)
        refused(path, make_plan(read.slides), link, "is the deck itself", overwrite=True)


@pytest.mark.parametrize("mark", ["~$talk-20.pptx", ".~lock.talk-20.pptx#"])
def test_a_target_that_is_open_elsewhere(path, target, mark):
    read = deck.read(path)
    target.with_name(mark).touch()
    refused(path, make_plan(read.slides), target, "is open in another program", overwrite=True)


def test_a_deck_edited_since_it_was_read(path, target):
    read = deck.read(path)
    save(make_deck(["Other"]), path)
    refused(read, make_plan(read.slides), target, "has changed since it was read")


def test_a_deck_that_cannot_be_rewritten(path, target):
    repack(path, {"ppt/slideMasters/slideMaster1.xml": b"<broken"})
    read = deck.read(path)
    refused(read, make_plan(read.slides), target, "cannot be rewritten")


def test_no_space_leaves_nothing_half_written(path, target, monkeypatch):
    read = deck.read(path)
    target.write_bytes(b"before")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    refused(read, make_plan(read.slides), target, "No space left on device", overwrite=True)
    assert target.read_bytes() == b"before"


# --- PDF -------------------------------------------------------------------------------------


def page_words(path):
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded()[0] for page in pdf]


@pytest.mark.parametrize(
    ("mode", "pages"), [("hide", ["A", "C", "B", "B"]), ("remove", ["A", "C"])]
)
def test_pages_of_a_pdf_are_moved_behind_or_removed(tmp_path, mode, pages):
    path = tmp_path / "talk.pdf"
    path.write_bytes(
        make_pdf(
            [frame("A", "one"), frame("B", "first"), frame("B", "first", "second"), frame("C")]
        )
    )
    read = deck.read(path)
    assert len(read.slides) == 3
    plan = make_plan(read.slides, {2: "cut"})
    refused(path, plan, tmp_path / "copy.pptx", r"a PDF cannot be written as \.pptx")
    assert page_words(write(read, plan, tmp_path / "copy.pdf", mode=mode)) == pages


def test_a_pdf_that_takes_too_much_to_copy_is_refused_and_nothing_written(tmp_path, monkeypatch):
    path = tmp_path / "talk.pdf"
    path.write_bytes(make_pdf([frame("A"), frame("B")]))
    plan = make_plan(deck.read(path).slides, {2: "cut"})
    monkeypatch.setattr(pdf_copying, "MOST_S", -10.0)
    refused(path, plan, tmp_path / "copy.pdf", "more memory or time to copy than any deck")
    assert not (tmp_path / "copy.pdf").exists()


# --- round trip ------------------------------------------------------------------------------


needs_decks = pytest.mark.skipif(not FOLDER, reason="PACER_DECKS is not set")


def readable():
    """Decks of four or more slides."""
    for path in sorted(Path(FOLDER).iterdir()):
        if path.suffix in ENDINGS["pptx"]:
            try:
                read = deck.read(path)
            except DeckError:
                continue
            if len(read.slides) >= 4:
                yield read


def exported(read, mode, folder):
    """A copy with every other slide cut, and how many slides it should have."""
    plan = half(read.slides)
    target = folder / f"copy{read.path.suffix if read.path.suffix == '.pptm' else '.pptx'}"
    write(read, plan, target, mode=mode, overwrite=True)
    cut = plan.loc[plan["action"].eq("cut"), "slide_key"]
    return target, cut, len(read.slides) - (len(cut) if mode == "remove" else 0)


@needs_decks
@pytest.mark.parametrize("mode", ["hide", "remove"])
def test_real_decks_survive_the_round_trip(tmp_path, mode):
    tried = 0
    for read in readable():
        target, cut, left = exported(read, mode, tmp_path)
        assert len(Presentation(target).slides) == left, read.path.name
        copy = deck.read(target)
        kept = read.slides[~read.slides["slide_key"].isin(cut)]
        again = copy.slides.set_index("slide_key").loc[kept["slide_key"]]
        for column in ("title", "text", "notes", "section", "builds", "hidden"):
            assert again[column].tolist() == kept[column].tolist(), (read.path.name, column)
        hidden = read.slides["hidden"].sum() + (len(cut) if mode == "hide" else 0)
        assert len(copy.slides) == left
        assert copy.slides["hidden"].sum() == hidden
        assert faults(target) <= faults(read.path), read.path.name
        tried += 1
    assert tried


@needs_decks
@pytest.mark.parametrize("mode", ["hide", "remove"])
def test_libreoffice_opens_them_with_all_their_pages(tmp_path, mode, libreoffice):  # noqa: F811
    for read in readable():
        target, _, left = exported(read, mode, tmp_path)
        pdf = tmp_path / "copy.pdf"
        office.to_pdf(target, pdf, slides=left)
        with pypdfium2.PdfDocument(pdf) as drawn:
            assert len(drawn) == left, read.path.name
