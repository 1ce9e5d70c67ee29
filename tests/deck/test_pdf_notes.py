"""Notes in and beside a PDF."""

import json

import pytest

from pacer import deck
from pacer.core.errors import DeckError
from pacer.deck import pdfpc
from tests.deck.pdfs import make_pdf

SAID = "A great many words that are on no slide"


def slide(title, *lines, left=0, top=0, scale=1.0):
    rows = [(title, 40, 40, 24), *((line, 60, 100 + 30 * n, 14) for n, line in enumerate(lines))]
    return [(text, left + x * scale, top + y * scale, size * scale) for text, x, y, size in rows]


def save(path, pages, **how):
    path.write_bytes(make_pdf(pages, **how))
    return path


TALK = [("Welcome", ["Hello there"]), ("Why logs", ["Because", "of disks"]), ("End", ["Bye now"])]


def noted(read):
    return read.slides["text"].tolist(), read.slides["notes"].tolist()


PLAIN = ["Welcome\nHello there", "Why logs\nBecause\nof disks", "End\nBye now"]


@pytest.mark.parametrize("side", ["right", "left", "bottom"])
def test_notes_on_a_second_screen(tmp_path, side):
    notes = {"right": (840, 0), "left": (40, 0), "bottom": (40, 600)}[side]
    at = {"right": (0, 0), "left": (800, 0), "bottom": (0, 0)}[side]
    pages = [
        [
            *slide(title, *lines, left=at[0], top=at[1]),
            *slide(title, *lines, left=notes[0] + 500, top=notes[1], scale=0.25),
            (f"{SAID} {title}", notes[0], notes[1] + 300, 9),
        ]
        for title, lines in TALK
    ]
    size = (800, 1200) if side == "bottom" else (1600, 600)
    read = deck.read(save(tmp_path / "talk.pdf", pages, size=size, labels=list("123")))
    assert read.notes_layout == side
    assert noted(read) == (PLAIN, [f"{SAID} {title}" for title, _ in TALK])


def test_pages_of_notes_between(tmp_path):
    pages, labels = [], []
    for number, (title, lines) in enumerate(TALK, 1):
        pages += [
            slide(title, *lines),
            [*slide(title, *lines, left=580, scale=0.25), (f"{SAID} {title}", 40, 300, 11)],
        ]
        labels += [str(number)] * 2
    read = deck.read(save(tmp_path / "talk.pdf", pages, labels=labels))
    assert read.notes_layout == "between"
    assert noted(read) == (PLAIN, [f"{SAID} {title}" for title, _ in TALK])
    assert read.slides["page"].tolist() == [1, 3, 5]
    assert list(read.pages.values()) == [(1, 2), (3, 4), (5, 6)]


def test_slides_that_repeat_a_title_are_no_notes(tmp_path):
    pages = [slide("Same", "one"), slide("Same", "two"), slide("Same", "three")]
    read = deck.read(save(tmp_path / "talk.pdf", pages, labels=list("123")))
    assert (len(read.slides), read.notes_layout) == (3, "")


def test_views_of_ipe_are_builds(tmp_path):
    pages = [slide("A", "x"), slide("B", "y"), slide("B", "z", "more"), slide("C", "w")]
    read = deck.read(save(tmp_path / "talk.pdf", pages, labels=["1-1", "2-1", "2-2", "3-1"]))
    assert read.slides["builds"].tolist() == [0, 1, 0]


@pytest.fixture
def built(tmp_path):
    pages = [slide("A"), slide("B", "x"), slide("B", "x", "y"), slide("C")]
    return save(tmp_path / "talk.pdf", pages, labels=["1", "2", "2", "3"])


def test_pdfpc_of_today(built):
    said = {"pdfpcFormat": 2, "duration": 15, "pages": [
        {"idx": 0, "label": 1, "overlay": 0, "note": "first"},
        {"idx": 2, "label": "2", "overlay": 1, "note": "second"},
        {"idx": 3, "label": "3", "overlay": 0, "hidden": True},
    ]}  # fmt: skip
    built.with_suffix(".pdfpc").write_text(json.dumps(said))
    for path in (built, built.with_suffix(".pdfpc")):
        read = deck.read(path)
        assert read.path == built
        assert read.slides["notes"].tolist() == ["first", "second", ""]
        assert read.slides["hidden"].tolist() == [False, False, True]
        assert any("15:00" in warning for warning in read.warnings)


def test_pdfpc_of_old(built):
    built.with_suffix(".pdfpc").write_text(
        "[file]\ntalk.pdf\n[duration]\n20\n[notes]\n### 1\nfirst \\[not one\\]\n### 3\nthird\n"
    )
    assert deck.read(built).slides["notes"].tolist() == ["first [not one]", "", "third"]


def test_pdfpc_without_its_pdf(tmp_path):
    path = tmp_path / "talk.pdfpc"
    path.write_text("[end_user_slide]\n3\n[notes]\n### 2\nsecond\n")
    read = deck.read(path)
    assert read.slides["notes"].tolist() == ["", "second", ""]
    assert any("PDF is not beside it" in warning for warning in read.warnings)


def test_a_damaged_sidecar_is_said_and_the_deck_read(built):
    built.with_suffix(".pdfpc").write_text('{"pdfpcFormat": 2,')
    read = deck.read(built)
    assert len(read.slides) == 3
    assert "damaged" in read.warnings[0]
    with pytest.raises(DeckError, match="version 3"):
        pdfpc.read(b'{"pdfpcFormat": 3}', built, [])


def test_labels_that_count_anew_begin_the_appendix(tmp_path):
    pages = [slide(f"T{n}", "x") for n in range(7)]
    read = deck.read(save(tmp_path / "talk.pdf", pages, labels=list("1234123")))
    assert read.slides["section"].tolist() == [""] * 4 + ["Appendix"] * 3
