"""A trimmed deck in its own format: the planned slides, and every other byte as it was."""

import json
from difflib import SequenceMatcher
from types import SimpleNamespace

import pytest

from pacer import deck
from pacer.export import pdfpc
from pacer.export.deck import remarks, write
from tests.deck.pdfs import make_pdf
from tests.deck.plans import make_plan
from tests.deck.test_pdf_notes import slide
from tests.deck.test_text_decks import ODP_STYLES, odp, odp_page
from tests.deck.texts import DECKS
from tests.deck.texts import write as write_deck


def shown(read):
    return read.slides.loc[~read.slides["hidden"]]


def planned(read, cut):
    plan = make_plan(read.slides, dict.fromkeys(cut, "cut"))
    kept = plan.loc[plan["action"].eq("keep"), "position"]
    return plan, read.slides[read.slides["position"].isin(kept)]


@pytest.mark.parametrize("name", DECKS)
@pytest.mark.parametrize("mode", ["hide", "remove"])
@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_the_copy_shows_the_planned_slides(tmp_path, name, which, mode):
    read = deck.read(write_deck(tmp_path, name))
    places = shown(read)["position"].tolist()
    cut = {"first": places[0], "middle": places[len(places) // 2], "last": places[-1]}[which]
    plan, kept = planned(read, [cut])
    before = read.path.read_bytes()
    target = write(read, plan, tmp_path / f"short-{name}", mode=mode)
    made = deck.read(target, format=read.format)
    columns = ["title", "notes", "builds", "text"]
    assert shown(made)[columns].to_dict("list") == kept[columns].to_dict("list")
    assert read.path.read_bytes() == before
    hidden = len(made.slides) - len(shown(made))
    told = [said for said in remarks(read, target, plan, mode=mode) if "hidden" in said]
    assert bool(told) == (mode == "remove" and hidden > len(read.slides) - len(places))


SAID = (
    b"hid",
    b"exclude",
    b"timing",
    b"timesplit",
    b"pacer",
    b"metadata",
    b"pacer",
    b"budget_s",
    b"skip",
)


@pytest.mark.parametrize("mode", ["hide", "remove"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("name", DECKS)
def test_no_other_byte_changes(tmp_path, name, ends, mode):
    path = write_deck(tmp_path, name)
    raw = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ends.encode())
    path.write_bytes(raw)
    read = deck.read(path)
    cut = shown(read)["position"].iloc[1]
    made = write(read, planned(read, [cut])[0], tmp_path / f"short-{name}", mode=mode).read_bytes()
    before, after = (each.removeprefix(b"\xef\xbb\xbf").splitlines() for each in (raw, made))
    # What stays, stays in its order; what is new says what becomes of a slide.
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    new = [line for what, _, _, a, b in steps if what != "equal" for line in after[a:b]]
    other = [line for line in new if not any(word in line for word in SAID)]
    assert not [line for line in other if line.strip(b" -{}[],<!>\t")]
    if mode == "hide" and name != "marp.md":
        gone = [line for what, a, b, _, _ in steps if what != "equal" for line in before[a:b]]
        known = (*SAID, b"<section", b"#", b"slide_type", b"metadata")
        other = [line for line in gone if not any(word in line for word in known)]
        assert not [line for line in other if line.strip(b" {}[],")]
    assert made.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in made if ends == "\r\n" else b"\r" not in made


@pytest.mark.parametrize("mode", ["hide", "remove"])
@pytest.mark.parametrize("separator", ["^---$", "^\\n\\n\\n", "\\r?\\n---\\r?\\n"])
@pytest.mark.parametrize("cut", [[1], [2], [3], [1, 2], [2, 3]])
def test_each_separator_of_reveal_parts_the_copy_too(tmp_path, separator, cut, mode):
    between = "\n\n\n" if "---" not in separator else "\n---\n"
    (tmp_path / "s.md").write_text(between.join(f"# T{n}\n\ntext\n" for n in (1, 2, 3)))
    path = tmp_path / "talk.html"
    path.write_text(
        '<html><div class="reveal"><div class="slides"><section data-markdown="s.md" '
        f'data-separator="{separator}"></section><section><h1>T4</h1></section></div></div></html>'
    )
    read = deck.read(path)
    assert read.slides["title"].tolist() == ["T1", "T2", "T3", "T4"]
    plan, kept = planned(read, cut)
    made = deck.read(write(read, plan, tmp_path / "short.html", mode=mode))
    assert shown(made)["title"].tolist() == kept["title"].tolist()


def test_a_stack_goes_with_the_last_of_its_slides(tmp_path):
    path = tmp_path / "talk.html"
    path.write_text(
        '<html><div class="reveal"><div class="slides"><section><h1>A</h1></section><section>\n'
        "<section><h1>B</h1></section>\n<section><h1>C</h1></section></section></div></div></html>"
    )
    read = deck.read(path)
    target = write(read, planned(read, [2, 3])[0], tmp_path / "short.html", mode="remove")
    assert deck.read(target).slides["title"].tolist() == ["A"]
    assert target.read_text().count("<section") == 1


@pytest.mark.parametrize("said", ["", "title-slide-attributes:\n  data-state: x\n"])
def test_quarto_hides_its_title_slide(tmp_path, said):
    path = tmp_path / "talk.qmd"
    path.write_text(f"---\ntitle: T\nformat: revealjs\n{said}---\n\n## A\n\n## B\n")
    read = deck.read(path)
    made = write(read, planned(read, [1])[0], tmp_path / "short.qmd")
    assert "title-slide-attributes:\n  data-visibility: hidden\n" in made.read_text()
    assert shown(deck.read(made))["title"].tolist() == ["A", "B"]


def test_a_ruler_before_a_heading_goes_with_its_slide(tmp_path):
    path = tmp_path / "talk.qmd"
    path.write_text("---\nformat: revealjs\n---\n\n## A\n\ntext\n\n---\n\n## B\n\ntext\n")
    read = deck.read(path)
    made = write(read, planned(read, [2])[0], tmp_path / "short.qmd", mode="remove")
    assert deck.read(made).slides["title"].tolist() == ["A"]


def test_what_others_hang_on_is_hidden_and_said(tmp_path):
    path = tmp_path / "talk.md"
    path.write_text(
        "class: a\n\n# A\n\n---\nname: base\n\n# B\n\n---\ntemplate: base\n\nC\n???\nhm\n"
    )
    read = deck.read(path)
    plan, kept = planned(read, [2])
    target = write(read, plan, tmp_path / "short.md", mode="remove")
    assert shown(deck.read(target))["text"].tolist() == kept["text"].tolist()
    assert remarks(read, target, plan, mode="remove") == (
        "1 slide is hidden in the copy and not removed: others hang on it",
    )


def test_budgets_come_back_as_targets(tmp_path):
    for name in ("slidev.md", "deck.html", "reveal.md", "deck.ipynb"):
        read = deck.read(write_deck(tmp_path, name))
        plan, _ = planned(read, [shown(read)["position"].iloc[1]])
        made = deck.read(write(read, plan, tmp_path / f"short-{name}"))
        assert shown(made)["target_s"].eq(60.0).all(), name


def test_a_notebook_stays_as_it_was_but_for_metadata(tmp_path):
    read = deck.read(write_deck(tmp_path, "deck.ipynb"))
    made = write(read, planned(read, [2])[0], tmp_path / "short.ipynb")
    before, after = (json.loads(path.read_text()) for path in (read.path, made))
    assert [cell["metadata"].get("slideshow", {}).get("slide_type") for cell in after["cells"]] == [
        None, "notes", "skip", "skip", "skip", "subslide",
    ]  # fmt: skip
    for one, other in zip(before["cells"], after["cells"], strict=True):
        assert {**one, "metadata": 0} == {**other, "metadata": 0}
    untouched = '   "source": ["# Logs\\n", "text"]'
    assert untouched in made.read_text()


def test_marp_says_that_it_cannot_hide(tmp_path):
    read = deck.read(write_deck(tmp_path, "marp.md"))
    assert any("hides no slides" in said for said in remarks(read, tmp_path / "short.md"))
    other = tmp_path / "other"
    other.mkdir()
    assert any("beside the copy" in said for said in remarks(read, other / "short.md"))


def test_marp_keeps_settings_of_the_last_slides(tmp_path):
    path = tmp_path / "talk.md"
    path.write_text("---\nmarp: true\nheadingDivider: 2\n---\n# A\n\n## B\n\n---\n\n"
                    "<!-- headingDivider: 1 -->\n# C\n")  # fmt: skip
    read = deck.read(path)
    assert read.slides["title"].tolist() == ["A", "", "C"]  # Marp parts at ruler and heading both
    made = deck.read(write(read, planned(read, [2, 3])[0], tmp_path / "short.md"))
    assert made.slides["title"].tolist() == ["A"]


def test_marp_keeps_settings_of_a_slide_that_goes(tmp_path):
    path = tmp_path / "talk.md"
    path.write_text("---\nmarp: true\n---\n# A\n\n---\n\n<!-- class: dark -->\n# B\n\n---\n\n# C\n")
    read = deck.read(path)
    made = write(read, planned(read, [2])[0], tmp_path / "short.md").read_text()
    assert made.index("# A") < made.index("---\n\n<!-- class: dark -->") < made.index("# C")


def test_an_include_is_narrowed(tmp_path):
    (tmp_path / "a.md").write_text("# A1\n\n---\n\n# A2\n\n---\n\n# A3\n")
    (tmp_path / "slides.md").write_text(
        "---\ntheme: seriph\n---\n\n# Start\n\n---\nsrc: ./a.md\n---\n\n---\n\n# End\n"
    )
    read = deck.read(tmp_path / "slides.md")
    made = write(read, planned(read, [3])[0], tmp_path / "short.md")
    assert "src: ./a.md#1,3\n" in made.read_text()
    assert shown(deck.read(made))["title"].tolist() == ["Start", "A1", "A3", "End"]


def test_markdown_of_another_file_is_written_into_the_page(tmp_path):
    (tmp_path / "a.md").write_text("# A <b>&amp;</b>\n---\n# B\n")
    path = tmp_path / "talk.html"
    path.write_text(
        '<html><div class="reveal"><div class="slides"><section data-markdown="a.md"></section>'
        '<section data-autoslide="5000"><h1>C</h1></section></div></div>'
        "<script>Reveal.initialize({ autoSlide: 8000 });</script></html>"
    )
    read = deck.read(path)
    assert read.saved_timings.tolist() == [5.0]
    made = write(read, planned(read, [2])[0], tmp_path / "short.html")
    assert shown(deck.read(made))["title"].tolist() == ["A &", "C"]
    assert "autoSlide: 0" in made.read_text()
    assert not len(deck.read(made).saved_timings) or deck.read(made).saved_timings.eq(0).all()


@pytest.mark.parametrize("mode", ["hide", "remove"])
def test_opendocument_waits_for_the_speaker(tmp_path, mode):
    pages = "".join(odp_page(n, f"T{n}") for n in range(1, 5))
    read = deck.read(odp(tmp_path / "talk.odp", pages, ODP_STYLES))
    made = deck.read(write(read, planned(read, [2])[0], tmp_path / "short.odp", mode=mode))
    assert shown(made)["title"].tolist() == ["T1", "T3", "T4"]
    assert len(made.slides) == (4 if mode == "hide" else 3)
    assert not len(made.saved_timings)


def test_a_pdf_keeps_its_labels_so_that_builds_stay_builds(tmp_path):
    pages = [
        slide("A"),
        slide("B", "x"),
        slide("B", "x", "yes indeed"),
        slide("C", "z"),
        slide("D", "w"),
    ]
    path = tmp_path / "talk.pdf"
    path.write_bytes(make_pdf(pages, labels=["1", "2", "2", "3", "4"]))
    read = deck.read(path)
    made = deck.read(write(read, planned(read, [3])[0], tmp_path / "short.pdf", mode="remove"))
    assert made.slides["page"].tolist() == [1, 3, 4]
    assert made.slides["builds"].tolist() == [0, 1, 0]


def test_pdfpc_hides_what_is_cut_and_keeps_its_notes(tmp_path):
    pages = [slide("A"), slide("B", "x"), slide("B", "x", "y"), slide("C", "z")]
    path = tmp_path / "talk.pdf"
    path.write_bytes(make_pdf(pages, labels=["1", "2", "2", "3"]))
    path.with_suffix(".pdfpc").write_text(
        '{"pdfpcFormat": 2, "noteFontSize": 9, "pages": [{"idx": 0, "label": "1", "note": "hi"}]}'
    )
    read = deck.read(path)
    plan = SimpleNamespace(frame=planned(read, [2])[0], talk_s=900.0)
    said = json.loads(pdfpc.text(plan, read))
    assert (said["duration"], said["noteFontSize"]) == (15, 9)
    assert said["pages"] == [
        {"idx": 0, "label": "1", "overlay": 0, "note": "Leave by 01:00.\nhi"},
        {"idx": 1, "label": "2", "overlay": 0, "hidden": True},
        {"idx": 2, "label": "2", "overlay": 1, "hidden": True},
        {"idx": 3, "label": "3", "overlay": 0, "note": "Leave by 02:00."},
    ]
