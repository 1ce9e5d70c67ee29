"""Decks kept as text: parted as their own tools part them, and told from one another."""

import math
import zipfile

import pytest

from pacer import deck
from pacer.core.errors import DeckError
from tests.deck.texts import DECKS, write

ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def told(read):
    names = ("title", "notes", "builds", "hidden")
    return list(zip(*(read.slides[name].tolist() for name in names), strict=True))


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_is_parted_as_its_tool_does(tmp_path, name):
    _, kind, slides = DECKS[name]
    read = deck.read(write(tmp_path, name))
    assert read.format == kind
    assert told(read) == slides
    assert not any("taken for" in warning for warning in read.warnings)


@pytest.mark.parametrize("name", [name for name in DECKS if name.endswith(".md")])
def test_what_a_file_holds_decides_and_not_its_ending(tmp_path, name):
    path = write(tmp_path, name).rename(tmp_path / "talk.txt")
    assert deck.read(path).format == DECKS[name][1]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("name", ["marp.md", "slidev.md", "deck.qmd", "remark.md", "reveal.md"])
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path, name, ends):
    path = write(tmp_path, name)
    text = path.read_bytes().decode().replace("\n", ends)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert told(deck.read(path)) == DECKS[name][2]


def test_a_stated_format_wins(tmp_path):
    path = write(tmp_path, "slidev.md")
    assert deck.read(path, format="marp").format == "marp"
    with pytest.raises(DeckError, match="no format of decks"):
        deck.read(path, format="docx")


def test_a_weak_guess_is_said(tmp_path):
    path = tmp_path / "plain.md"
    path.write_text("# One\n\n---\n\n# Two\n")
    read = deck.read(path)
    assert len(read.slides) == 2
    assert "taken for Marp" in read.warnings[0]


def test_a_letter_is_no_deck(tmp_path):
    path = tmp_path / "letter.md"
    path.write_text("Dear all,\n\nthis is a letter.\n")
    with pytest.raises(DeckError, match="text without slides"):
        deck.read(path)


def test_times_that_the_author_set_are_targets(tmp_path):
    slides = deck.read(write(tmp_path, "slidev.md")).slides
    assert slides["target_s"][1] == 90
    read = deck.read(write(tmp_path, "deck.html"))
    times = read.slides["target_s"].tolist()
    assert (times[0], times[4]) == (30, 90)
    assert times[1] == times[3] == (1200 - 120) / 3  # what is left of the total, shared
    assert any("lasts 20:00" in warning for warning in read.warnings)


def test_includes_are_followed_and_never_out_of_the_folder(tmp_path):
    inside = tmp_path / "deck"
    inside.mkdir()
    (tmp_path / "secret.md").write_text("# Secret\n")
    (inside / "a.md").write_text("# A1\n\n---\n\n# A2\n")
    (inside / "link.md").symlink_to(tmp_path / "secret.md")
    (inside / "slides.md").write_text(
        "---\nsrc: ./a.md#2\n---\n\n---\nsrc: ../secret.md\n---\n\n---\nsrc: link.md\n---\n\n"
        "---\nsrc: slides.md\n---\n\n---\nsrc: gone.md\n---\n\n"
        "---\nsrc: https://example.org/x.md\n---\n\n---\n\n# End\n"
    )
    read = deck.read(inside / "slides.md")
    assert read.slides["title"].tolist() == ["A2", "End"]
    said = "\n".join(read.warnings)
    assert said.count("outside the deck's folder") == 2
    for word in ("includes itself", "not there", "not fetched"):
        assert word in said


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("deck.qmd", "---\nformat: revealjs\n---\n\n{{< include _more.md >}}\n"),
        ("deck.md", "---\ntheme: seriph\n---\n\n# A\n\n---\nsrc: ./_more.md\n---\n"),
        ("deck.html", ('<html><div class="reveal"><div class="slides">'
         '<section data-markdown="_more.md"></section></div></div></html>')),
        ("remark.html", "<html><script>remark.create({sourceUrl: '_more.md'})</script></html>"),
    ],
)  # fmt: skip
def test_a_change_to_what_is_included_is_a_revision_of_the_deck(tmp_path, name, written):
    (tmp_path / "_more.md").write_text("## B\n\ntext\n")
    path = tmp_path / name
    path.write_text(written)
    before = deck.read(path)
    assert before.is_current
    assert before.included == (tmp_path / "_more.md",)
    (tmp_path / "_more.md").write_text("## B\n\nother text\n")
    assert not before.is_current
    assert deck.read(path).digest != before.digest
    (tmp_path / "_more.md").unlink()
    assert not before.is_current


def test_quarto_pastes_what_it_includes(tmp_path):
    (tmp_path / "_a.qmd").write_text("## Included\n")
    (tmp_path / "talk.qmd").write_text("## One\n\n{{< include _a.qmd >}}\n\n## Two\n")
    assert deck.read(tmp_path / "talk.qmd").slides["title"].tolist() == ["One", "Included", "Two"]


def test_a_page_names_its_markdown(tmp_path):
    (tmp_path / "a.md").write_text("# A\n\n\n\n# B\n")
    (tmp_path / "index.html").write_text(
        '<html><div class="reveal"><div class="slides"><section data-markdown="a.md" '
        'data-separator="^\\n\\n\\n"></section></div></div></html>'
    )
    assert deck.read(tmp_path / "index.html").slides["title"].tolist() == ["A", "B"]


def odp(path, pages, styles="", manifest=""):
    names = ("office", "style", "text", "presentation", "animation")
    spaces = " ".join(f'xmlns:{n.replace("animation", "anim")}="{ODF}{n}:1.0"' for n in names)
    content = (
        f'<office:document-content {spaces} xmlns:draw="{ODF}drawing:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:presentation>{pages}</office:presentation></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    return path


def odp_page(number, title, style="dp1", notes=""):
    box = "<draw:text-box><text:p>{}</text:p></draw:text-box>"
    return (
        f'<draw:page draw:name="page{number}" draw:style-name="{style}">'
        f'<draw:frame presentation:class="title">{box.format(title)}</draw:frame>'
        '<anim:par presentation:node-type="on-click"/>'
        f'<presentation:notes><draw:frame presentation:class="notes">{box.format(notes)}'
        "</draw:frame></presentation:notes></draw:page>"
    )


ODP_STYLES = "".join(
    f'<style:style style:name="dp{n}" style:family="drawing-page">'
    f"<style:drawing-page-properties {says}/></style:style>"
    for n, says in (
        (1, 'presentation:transition-type="automatic" presentation:duration="PT00H00M10S"'),
        (2, 'presentation:visibility="hidden"'),
    )
)


def test_opendocument(tmp_path):
    pages = odp_page(1, "Logs<text:line-break/>and more", notes="say<text:s/>this")
    path = odp(tmp_path / "talk.odp", pages + odp_page(2, "Hidden", "dp2"), ODP_STYLES)
    read = deck.read(path)
    assert told(read) == [("Logs and more", "say this", 1, False), ("Hidden", "", 1, True)]
    assert read.saved_timings.tolist() == [10.0]


def test_opendocument_with_a_password_is_refused(tmp_path):
    path = odp(tmp_path / "talk.odp", odp_page(1, "x"), manifest="<manifest:encryption-data/>")
    with pytest.raises(DeckError, match="password"):
        deck.read(path)


def test_slides_that_all_stay_for_one_time_are_a_fixed_talk(tmp_path):
    path = odp(tmp_path / "talk.odp", "".join(odp_page(n, f"T{n}") for n in range(4)), ODP_STYLES)
    assert deck.read(path).fixed_timings.tolist() == [10.0] * 4
    assert deck.read(write(tmp_path, "deck.html")).fixed_timings is None


def test_a_notebook_keeps_its_slides_by_the_ids_of_its_cells(tmp_path):
    slides = deck.read(write(tmp_path, "deck.ipynb")).slides
    assert slides["slide_key"].tolist() == ["cell:one", "cell:three", "cell:six"]
    assert slides["page"].isna().all()
    assert all(math.isnan(each) for each in slides["target_s"])


# What the formats' own parsers made of these (marpit 3.2.3, @slidev/parser 52.20, remark 0.14,
# pandoc 3.9 with slide level 2): (format, text, titles, notes, builds).
AS_TOLD = {
    "marp: a ruler and a heading part twice": (
        "marp",
        "---\nheadingDivider: 1\n---\n\n# A\n\n---\n\n# B\n",
        ["A", "", "B"],
        ["", "", ""],
        None,
    ),
    "marp: nothing is parted before what is shown": (
        "marp",
        "<!-- x --> # no\n\n<style>h1 {}</style>\n\n<!-- headingDivider: 2 -->\n# A\n\n## B\n",
        ["A", "B"],
        ["x", ""],
        None,
    ),
    "marp: front matter that nothing closes is the deck": (
        "marp",
        "----\n\n# A\n\n---\n\n# B\n",
        [""],
        [""],
        None,
    ),
    "marp: a comment within HTML is none": (
        "marp",
        "<div>\n<!-- a -->\n</div>\n\n# A <!-- b -->\n\n<!--- c --->\n",
        ["A"],
        ["b\nc"],
        None,
    ),
    "marp: a comment that nothing closes hides the rest": (
        "marp",
        "# A\n\n<!-- b\n\n---\n\n# C\n",
        ["A"],
        [""],
        None,
    ),
    "slidev: a comment that nothing closes hides the rest": (
        "slidev",
        "---\ntheme: x\n---\n\n# A\n\n<!-- b\n\n---\n\n# C\n",
        ["A"],
        [""],
        None,
    ),
    "slidev: no title in code nor in the note": (
        "slidev",
        "# start\n\n---\n\n```sh\n# no\n```\n\n# B\n\n---\n\ntext\n\n<!--\n# n\n-->\n",
        ["start", "B", ""],
        ["", "", "# n"],
        None,
    ),
    "remark: a class that nothing closes is text": (
        "remark",
        "# A .x[ y\n\n---\n\n# B\n???\na\n???\nb\n",
        ["A .x[ y", "B"],
        ["", "b"],
        [0, 0],
    ),
    "remark: a deck may begin with a step": (
        "remark",
        "--\n# A\n---\n# B\n",
        ["A", "B"],
        ["", ""],
        [1, 0],
    ),
    "remark: the steps of a slide left out are those of the one before": (
        "remark",
        "# A\n---\nexclude: true\n# B\n--\nc\n",
        ["A"],
        [""],
        [1],
    ),
    "remark: a template gives notes and a place": (
        "remark",
        "layout: true\n# {{content}}!\n???\nsay\n---\nA\n???\nmore\n---\nlayout: false\nB\n",
        ["A!", ""],
        ["say\nmore", ""],
        [0, 0],
    ),
    "remark: settings in comments anywhere": (
        "remark",
        "# A\n\n<!-- count: false -->\n<!-- exclude: true -->\n---\n# B\n",
        ["B"],
        [""],
        [0],
    ),
    "reveal: a first line that parts, indented or not": (
        "reveal",
        (
            '<div class="reveal"><div class="slides">'
            "<section data-markdown><textarea data-template>\n---\n# A\n</textarea></section>"
            "<section data-markdown><textarea data-template>\n  ---\n  # B\n</textarea></section>"
            "<section data-markdown><textarea data-template>\nNote: said\n"
            '<aside class="notes">aside</aside>\n</textarea></section></div></div>'
        ),
        ["A", "", "B", ""],
        ["", "", "", "said\naside"],
        None,
    ),
    "quarto: a ruler before a section is a slide": (
        "quarto",
        "---\nformat: revealjs\n---\n\n## A\n\n---\n\n# B\n\n---\n\n## C\n",
        ["A", "", "B", "C"],
        [""] * 4,
        [0] * 4,
    ),
    "quarto: a pause that nothing follows is none": (
        "quarto",
        "---\nformat: revealjs\n---\n\n## A\n\n. . .\n\n```\nb\n```\n\n. . .\n\n## C\n",
        ["A", "C"],
        ["", ""],
        [1, 0],
    ),
    "quarto: a heading in a div, and notes in an HTML one": (
        "quarto",
        (
            "---\nformat: revealjs\n---\n\n::: {.x}\n## A\n:::\n\n"
            '## B\n\n<div class="notes">\nn\n</div>\n'
        ),
        ["A", "B"],
        ["", "n"],
        [0, 0],
    ),
}


@pytest.mark.parametrize("rule", AS_TOLD)
def test_a_rule_is_the_tool_s(tmp_path, rule):
    kind, text, titles, notes, builds = AS_TOLD[rule]
    path = tmp_path / "talk.md"
    path.write_text(text)
    slides = deck.read(path, format=kind).slides
    shown = slides[~slides["hidden"]]
    assert shown["title"].tolist() == titles
    assert shown["notes"].str.strip().tolist() == notes
    if builds is not None:
        assert shown["builds"].tolist() == builds
