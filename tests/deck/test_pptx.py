import copy
import wave
import zipfile

import pandas as pd
import pytest
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from pacer import deck
from pacer.core import frames
from tests.deck.decks import (
    TITLE_ONLY,
    P,
    add_box,
    add_xml,
    blank_slide,
    clicks,
    make_deck,
    repack,
    save,
    with_sections,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "talk.pptx"


def read_one(presentation, path):
    """The only slide of a deck."""
    slides = deck.read(save(presentation, path)).slides
    assert len(slides) == 1
    return slides.iloc[0]


def test_a_deck_becomes_slides(path):
    made = make_deck([("One", "first\nsecond", "say this"), "Two"])
    read = deck.read(save(made, path))
    frames.check(read.slides, frames.SLIDES)
    assert read.format == "pptx"
    assert len(read.digest) == 16
    assert read.warnings == ()
    assert read.slides["slide_key"].tolist() == ["id:256", "id:257"]
    assert read.slides["position"].tolist() == [1, 2]
    assert read.slides["title"].tolist() == ["One", "Two"]
    assert read.slides.loc[0, "text"] == "One\nfirst\nsecond"
    assert read.slides.loc[0, "notes"] == "say this"
    assert read.slides["body_words"].tolist() == [3, 1]
    assert read.slides["notes_words"].tolist() == [2, 0]
    assert read.slides["target_s"].isna().all()
    assert read.saved_timings.empty
    assert repr(read) == "Deck('talk.pptx', 2 slides)"


def test_reading_leaves_the_file_alone(path):
    before = save(make_deck(["One"]), path).read_bytes()
    deck.read(path)
    assert path.read_bytes() == before


def test_keys_survive_reordering(path):
    made = make_deck(["One", "Two", "Three"])
    ids = made.slides._sldIdLst
    ids.append(ids[0])
    slides = deck.read(save(made, path)).slides
    assert slides["title"].tolist() == ["Two", "Three", "One"]
    assert slides["slide_key"].tolist() == ["id:257", "id:258", "id:256"]


def test_repeated_ids_stay_apart(path):
    made = make_deck(["One", "Two"])
    made.slides._sldIdLst[1].set("id", "256")
    assert deck.read(save(made, path)).slides["slide_key"].tolist() == ["id:256", "id:256~2"]


@pytest.mark.parametrize("largest", [44, None], ids=["by size", "by place"])
def test_a_plain_text_box_can_be_the_title(path, largest):
    made = make_deck([])
    slide = blank_slide(made)
    add_box(slide, "Body text that goes on\nover two lines", top=3)
    add_box(slide, "The title", top=0.4, points=largest)
    row = read_one(made, path)
    assert row["title"] == "The title"
    assert row["text"] == "The title\nBody text that goes on\nover two lines"


def test_a_long_paragraph_is_no_title_but_names_the_slide(path):
    made = make_deck([])
    prose = "word " * 60
    add_box(blank_slide(made), prose)
    row = read_one(made, path)
    assert row["title"].startswith("word word")
    assert len(row["title"]) == 160
    assert row["body_words"] == 60


def test_a_slide_without_words_has_no_title(path):
    made = make_deck([])
    blank_slide(made)
    row = read_one(made, path)
    assert (row["title"], row["text"], row["body_words"]) == ("", "", 0)


def test_a_title_over_two_lines_is_the_first_line_of_the_text(path):
    row = read_one(make_deck([("Two\nlines", "body", "")]), path)
    assert row["title"] == "Two lines"
    assert row["text"] == "Two lines\nbody"


def test_reading_order_is_by_place_not_by_drawing(path):
    made = make_deck([])
    slide = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
    add_box(slide, "bottom", left=0.5, top=6, width=9)
    add_box(slide, "right below", left=5.5, top=3)
    add_box(slide, "left", left=0.5, top=2, height=3)
    add_box(slide, "right", left=5.5, top=2)
    slide.shapes.title.text = "Top"
    assert read_one(made, path)["text"].split("\n") == [
        "Top", "left", "right", "right below", "bottom",
    ]  # fmt: skip


def test_groups_are_read_inside_out(path):
    made = make_deck([])
    slide = blank_slide(made)
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_group_shape()
    for text, top in (("second", 4), ("first", 3)):
        inner.shapes.add_textbox(
            Inches(1), Inches(top), Inches(2), Inches(0.5)
        ).text_frame.text = text
    add_box(slide, "Title", top=0.5, points=40)
    assert read_one(made, path)["text"] == "Title\nfirst\nsecond"


def test_tables_are_read_by_row(path):
    made = make_deck(["Table"])
    table = made.slides[0].shapes.add_table(2, 2, *[Inches(2)] * 4).table
    for row, cells in enumerate((("name", "size"), ("log", "4 GB"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    assert read_one(made, path)["text"] == "Table\nname | size\nlog | 4 GB"


def test_charts_give_title_series_and_categories_but_no_figures(path):
    made = make_deck(["Chart"])
    data = CategoryChartData()
    data.categories = ["north", "south"]
    data.add_series("sales", (1.5, 2.5))
    data.add_series("cost", (1, 2))
    chart = (
        made.slides[0]
        .shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *[Inches(2)] * 4, data)
        .chart
    )
    chart.has_title = True
    chart.chart_title.text_frame.text = "Money"
    assert read_one(made, path)["text"] == "Chart\nMoney\nsales\ncost\nnorth\nsouth"


def test_a_lost_chart_is_a_warning(path):
    made = make_deck(["Chart"])
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("s", (1,))
    made.slides[0].shapes.add_chart(XL_CHART_TYPE.PIE, *[Inches(2)] * 4, data)
    save(made, path)
    chart = next(name for name in zipfile.ZipFile(path).namelist() if "/charts/chart" in name)
    read = deck.read(repack(path, {chart: b"<broken"}))
    assert read.slides.loc[0, "text"] == "Chart"
    assert len(read.warnings) == 1
    assert read.warnings[0].startswith("slide 1: is damaged in its part ppt/charts/")


def test_one_of_two_alternatives_is_read(path):
    made = make_deck([])
    slide = blank_slide(made)
    shape = (
        "<p:sp><p:nvSpPr><p:cNvPr id='9' name=''/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    add_xml(slide, f"<mc:AlternateContent><mc:Choice Requires='p14'>{shape.format('new')}"
                   f"</mc:Choice><mc:Fallback>{shape.format('old')}</mc:Fallback>"
                   "</mc:AlternateContent>")  # fmt: skip
    slide.shapes._spTree.append(slide._element[-1])
    assert read_one(made, path)["text"] == "new"


def test_numbers_dates_and_footers_are_not_words(path):
    made = make_deck([("Title", "body", "")])
    tree = made.slides[0].shapes._spTree
    for kind in ("dt", "ftr", "sldNum"):
        add_xml(
            made.slides[0],
            f"<p:sp><p:nvSpPr><p:cNvPr id='9' name=''/><p:cNvSpPr/><p:nvPr><p:ph type='{kind}'/>"
            "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>x</a:t></a:r></a:p>"
            "</p:txBody></p:sp>",
        )
        tree.append(made.slides[0]._element[-1])
    assert read_one(made, path)["text"] == "Title\nbody"


def test_notes_are_not_created_by_looking(path):
    deck.read(save(make_deck(["One"]), path))
    assert not [name for name in zipfile.ZipFile(path).namelist() if "notes" in name.lower()]


@pytest.mark.parametrize(
    ("notes", "target_s"),
    [("say this\nDURATION: 5 min", 300.0), ("DURATION: 0s", 0.0), ("DURATION: soon", None),
     ("the DURATION: 90s", None), ("DURATION: 00:01:30\nmore", 90.0)],
)  # fmt: skip
def test_a_target_can_stand_in_the_notes(path, notes, target_s):
    row = read_one(make_deck([("One", "", notes)]), path)
    assert (None if pd.isna(row["target_s"]) else row["target_s"]) == target_s
    assert row["notes"] == notes


def test_hidden_slides(path):
    made = make_deck(["One", "Two"])
    made.slides[1]._element.set("show", "0")
    assert deck.read(save(made, path)).slides["hidden"].tolist() == [False, True]


def test_sections(path):
    save(make_deck(["One", "Two", "Three"]), path)
    with_sections(path, {"Opening": [1], "Main": [3]})
    assert deck.read(path).slides["section"].tolist() == ["Opening", "", "Main"]


@pytest.mark.parametrize(
    ("kinds", "builds"),
    [
        (["click", "click"], 2),
        (["click", "with", "after", "click"], 2),
        (["with", "after"], 0),
        ([], 0),
    ],
)
def test_builds_are_clicks(path, kinds, builds):
    made = make_deck(["One"])
    add_xml(made.slides[0], clicks(*kinds))
    assert read_one(made, path)["builds"] == builds


def transition(attributes):
    return f"<p:transition {attributes}/>"


def test_saved_timings_count_each_transition_once(path):
    made = make_deck(["One", "Two", "Three", "Four"])
    three = transition('advTm="3000"')
    add_xml(made.slides[0], transition('advTm="42500"'))
    add_xml(
        made.slides[1],
        f"<mc:AlternateContent><mc:Choice Requires='p14'>{three}</mc:Choice>"
        f"<mc:Fallback>{three}</mc:Fallback></mc:AlternateContent>",
    )
    add_xml(made.slides[2], transition('spd="slow"'))
    add_xml(made.slides[3], transition('advTm="0"'))
    read = deck.read(save(made, path))
    expected = pd.Series(
        [42.5, 3.0, 0.0],
        index=pd.Index(["id:256", "id:257", "id:259"], name="slide_key"),
        name="seconds",
    )
    pd.testing.assert_series_equal(read.saved_timings, expected, check_index_type=False)
    assert read.warnings == ()


def test_equal_timings_are_a_self_running_show(path):
    made = make_deck(["One", "Two"])
    for slide in made.slides:
        add_xml(slide, transition('advTm="1000"'))
    (warning,) = deck.read(save(made, path)).warnings
    assert "all 1 s" in warning
    assert "self-running" in warning


def test_a_listed_slide_that_is_not_there_is_a_warning(path):
    save(make_deck(["One", "Two"]), path)
    read = deck.read(repack(path, {"ppt/slides/slide2.xml": None}))
    assert read.slides["title"].tolist() == ["One"]
    assert read.warnings == ("slide id 257 is listed but not in the file: left out",)


def test_a_slide_listed_twice_is_read_once(path):
    made = make_deck(["One", "Two"])
    listed = made.slides._sldIdLst
    listed.append(copy.deepcopy(listed[0]))
    read = deck.read(save(made, path))
    assert read.slides["title"].tolist() == ["One", "Two"]
    assert read.warnings == ("slide id 256 is listed twice: left out once",)


@pytest.mark.parametrize(
    ("suffix", "main"),
    [
        (".pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
        (
            ".ppsx",
            "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
        ),
        (".ppsm", "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml"),
        (".potx", "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"),
        (".PPTX", None),
    ],
)
def test_kin_of_pptx_open_too(tmp_path, suffix, main):
    path = save(make_deck(["One"]), tmp_path / f"talk{suffix}")
    if main:
        usual = (
            b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
        )
        repack(path, {"[Content_Types].xml": lambda xml: xml.replace(usual, main.encode())})
    assert deck.read(path).slides["title"].tolist() == ["One"]


def test_iso_strict_files_open_too(path):
    save(make_deck([("One", "body", "notes")]), path)
    usual = b"http://schemas.openxmlformats.org/%s/2006/"
    strict = lambda xml: xml.replace(  # noqa: E731
        usual % b"presentationml", b"http://purl.oclc.org/ooxml/presentationml/"
    ).replace(usual % b"drawingml", b"http://purl.oclc.org/ooxml/drawingml/").replace(
        usual % b"officeDocument", b"http://purl.oclc.org/ooxml/officeDocument/"
    )  # fmt: skip
    names = [n for n in zipfile.ZipFile(path).namelist() if n.endswith((".xml", ".rels"))]
    row = deck.read(repack(path, dict.fromkeys(names, strict))).slides.iloc[0]
    assert (row["title"], row["text"], row["notes"]) == ("One", "One\nbody", "notes")


def test_media_seconds_come_from_the_clip(path, tmp_path):
    sound = tmp_path / "clip.wav"
    with wave.open(str(sound), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\0\0" * 20_000)
    made = make_deck(["One", "Two"])
    made.slides[0].shapes.add_movie(
        str(sound), *[Inches(1)] * 4, poster_frame_image=None, mime_type="audio/wav"
    )
    slides = deck.read(save(made, path)).slides
    assert slides["media_s"].tolist() == [2.5, 0.0]


def test_hostile_words_are_tidied(path):
    made = make_deck(["x"])
    made.slides[0].shapes.title.text_frame.paragraphs[0].runs[0].text = "A\u202etitle\u200b"
    made.slides[0].notes_slide.notes_text_frame.text = "n" * 200_000
    row = read_one(made, path)
    assert row["title"] == "Atitle"
    assert len(row["notes"]) == 100_000


def test_ten_thousand_nested_groups_are_refused_in_one_line(path):
    save(make_deck(["One"]), path)
    deep = b"<p:grpSp>" * 10_000 + b"</p:grpSp>" * 10_000 + b"</p:spTree>"
    repack(path, {"ppt/slides/slide1.xml": lambda xml: xml.replace(b"</p:spTree>", deep)})
    with pytest.raises(deck.DeckError, match=r"talk\.pptx, slide 1: is damaged"):
        deck.read(path)


def test_the_factory_writes_what_powerpoint_would_read():
    assert etree.fromstring(f"<x xmlns:p='urn:p'>{clicks('click')}</x>") is not None


def test_a_film_says_its_length_in_its_header(path, tmp_path):
    film = tmp_path / "clip.mp4"
    mvhd = bytes(12) + (600).to_bytes(4, "big") + (4500).to_bytes(4, "big")
    film.write_bytes(b"\0\0\0\x10ftypisom" + bytes(8) + b"\0\0\0\x6cmvhd" + mvhd + bytes(80))
    made = make_deck(["One"])
    made.slides[0].shapes.add_movie(str(film), *[Inches(1)] * 4, poster_frame_image=None)
    assert read_one(made, path)["media_s"] == 7.5


def test_the_animation_that_plays_a_clip_knows_its_length(path, tmp_path):
    film = tmp_path / "clip.mp4"
    film.write_bytes(b"no film at all")
    made = make_deck(["One"])
    movie = made.slides[0].shapes.add_movie(str(film), *[Inches(1)] * 4, poster_frame_image=None)
    for old in made.slides[0]._element.findall(f"{P}timing"):
        made.slides[0]._element.remove(old)
    add_xml(
        made.slides[0],
        '<p:timing><p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:cTn dur="12500"/>'
        f'<p:tgtEl><p:spTgt spid="{movie.shape_id}"/></p:tgtEl></p:cBhvr></p:cmd></p:timing>',
    )
    assert read_one(made, path)["media_s"] == 12.5
