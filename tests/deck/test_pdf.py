import csv
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacer import deck
from pacer.core import frames
from pacer.core.errors import DeckError
from pacer.deck import pdf
from tests.deck.pdfs import frame, make_pdf

GROWING = [
    frame("Plan", "first"),
    frame("Plan", "first", "second"),
    frame("Plan", "first", "second", "third"),
    frame("End", "thanks"),
]


@pytest.fixture
def read(tmp_path):
    def reading(pages, **options):
        path = tmp_path / "talk.pdf"
        path.write_bytes(make_pdf(pages, **options))
        return deck.read(path)

    return reading


def test_pages_become_slides(read):
    found = read([frame("One", "first line", "second line"), frame("Two", "other words")])
    frames.check(found.slides, frames.SLIDES)
    assert found.format == "pdf"
    assert found.saved_timings.empty
    assert found.slides["title"].tolist() == ["One", "Two"]
    assert found.slides.loc[0, "text"] == "One\nfirst line\nsecond line"
    assert found.slides["body_words"].tolist() == [5, 3]
    assert found.slides["page"].tolist() == [1, 2]


def test_lines_said_twice_on_a_page_count_twice(read):
    slide = read([frame("Poll", "yes", "no", "yes")]).slides.iloc[0]
    assert slide["text"] == "Poll\nyes\nno\nyes"


def test_the_title_is_the_largest_text_wherever_it_was_drawn(read):
    page = [("a small header of a page", 40, 5, 8), ("body comes first", 60, 200, 20),
            ("The title", 40, 40, 36), ("over two lines", 40, 80, 36)]  # fmt: skip
    slide = read([page]).slides.iloc[0]
    assert slide["title"] == "The title over two lines"
    assert slide["text"].split("\n")[0] == slide["title"]
    assert slide["body_words"] == 5 + 6 + 3


def test_without_large_letters_the_first_line_is_the_title(read):
    slide = read([frame("Same size", "as the rest", "of the page", points=40)]).slides.iloc[0]
    assert slide["title"].startswith("Same size")


def test_headers_footers_and_page_numbers_are_not_words(read):
    pages = [
        [*frame(f"Title {number}", f"body {number}", number=number), ("A Talk, 2026", 40, 575, 9)]
        for number in range(1, 7)
    ]
    texts = read(pages).slides["text"].tolist()
    assert texts == [f"Title {number}\nbody {number}" for number in range(1, 7)]


def test_pages_of_a_frame_that_grows_are_builds(read):
    slides = read(GROWING).slides
    assert slides["builds"].tolist() == [2, 0]
    assert slides["page"].tolist() == [3, 4]
    assert slides.loc[0, "text"] == "Plan\nfirst\nsecond\nthird"


def test_pages_with_one_label_are_one_frame_even_when_words_go(read):
    pages = [frame("Plan", "first"), frame("Plan", "second"), frame("End", "thanks")]
    slides = read(pages, labels=["1", "1", "2"]).slides
    assert slides["builds"].tolist() == [1, 0]
    assert slides.loc[0, "text"] == "Plan\nfirst\nsecond"


def test_a_frame_that_is_not_counted_repeats_a_label_but_is_a_slide(read):
    pages = [frame("Thanks", "any questions"), frame("Backup", "a table of figures")]
    assert read(pages, labels=["9", "9"]).slides["builds"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("pages", "options"),
    [
        (GROWING, {"labels": ["1", "2", "3", "4"]}),
        ([frame("Plan", "first", number=1), frame("Plan", "first", "second", number=2)], {}),
        ([frame("Plan", "first"), frame("Plan", "first")], {}),
        ([frame("Plan", "first"), frame("Plan", "second", "first")], {}),
        ([[], frame("Plan", "first")], {}),
    ],
    ids=["labels differ", "page numbers differ", "nothing new", "words moved", "blank before"],
)
def test_pages_that_are_slides_of_their_own(read, pages, options):
    assert len(read(pages, **options).slides) == len(pages)


def test_few_bookmarks_are_sections_and_many_are_titles(read):
    pages = [frame(f"Page {number}", f"word{number}") for number in range(1, 7)]
    sections = read(pages, bookmarks=[("Opening", 2), ("Main", 5)]).slides
    assert sections["section"].tolist() == ["", "Opening", "Opening", "Opening", "Main", "Main"]
    assert sections["title"].tolist() == [f"Page {number}" for number in range(1, 7)]
    titles = read(pages, bookmarks=[(f"Mark {number}", number) for number in range(1, 7)]).slides
    assert titles["title"].tolist() == [f"Mark {number}" for number in range(1, 7)]
    assert set(titles["section"]) == {""}


def test_a_bookmark_that_says_the_title_does_not_say_it_twice(read):
    slides = read([frame("The plan", "first")], bookmarks=[("The  plan", 1)]).slides
    assert slides.loc[0, "text"] == "The plan\nfirst"


def test_keys_survive_moves_and_new_page_numbers(read):
    one, two = (
        lambda number: frame("One", "alpha", number=number),
        lambda number: frame("Two", "beta", number=number),
    )
    rest = [frame(f"Page {number}", f"word{number}", number=number) for number in range(3, 8)]
    before = read([one(1), two(2), *rest]).slides.set_index("title")["slide_key"]
    after = read([two(1), one(2), *rest]).slides.set_index("title")["slide_key"]
    assert before.to_dict() == after.to_dict()


def test_keys_of_equal_pages_stay_apart(read):
    keys = read([frame("Same"), frame("Other"), frame("Same")]).slides["slide_key"]
    assert keys[2] == f"{keys[0]}~2"
    assert keys.is_unique


def test_pages_without_text_are_slides_with_a_warning(read):
    found = read([[], []])
    assert len(found.slides) == 2
    assert found.warnings == (
        "no page has text that can be read (pictures only?): estimates will be wide",
    )


def test_packed_pages_are_read(read):
    assert read([frame("One", "line")], packed=True).slides.loc[0, "text"] == "One\nline"


def test_text_without_end_is_cut_and_said_so(read, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_CHARACTERS_IN_ALL", 10)
    found = read([frame("A title of many words"), frame("Two")])
    assert len(found.slides) == 2
    assert found.warnings == ("holds more text than a talk can: the rest of it was not read",)


GOOD = make_pdf(GROWING)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty"),
        (b"hello", "is not a PDF"),
        (b"%PDF-1.7\n" + b"x" * 99, "is damaged, cut off or without pages"),
        (make_pdf([frame("One")], password=True), "is protected by a password"),
        (make_pdf([]), "is damaged, cut off or without pages"),
    ],
)
def test_bad_files_say_what_to_do(tmp_path, raw, message):
    path = tmp_path / "talk.pdf"
    path.write_bytes(raw)
    with pytest.raises(DeckError, match=rf"talk\.pdf: {message}"):
        deck.read(path)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damage_anywhere_is_read_or_refused(tmp_path, data):
    raw = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "talk.pdf"
    path.write_bytes(raw[: data.draw(st.integers(len(raw) // 2, len(raw)))])
    try:
        found = deck.read(path).slides
    except DeckError as refusal:
        found = str(refusal)
    assert len(found) >= 1


LECTURES = os.environ.get("PACER_LECTURES")


@pytest.mark.skipif(not LECTURES, reason="PACER_LECTURES is not set")
def test_lectures_keep_a_slide_for_each_page():
    """The lectures' slides are numbered by page; none of their pages builds on another."""
    for folder in sorted(Path(LECTURES).iterdir()):
        with (folder / "slides.csv").open(encoding="utf-8", newline="") as file:
            pages = len(list(csv.DictReader(file)))
        slides = deck.read(folder / "deck.pdf").slides
        assert slides["page"].tolist() == list(range(1, pages + 1)), folder.name
        untitled = slides.loc[slides["body_words"].gt(0) & slides["title"].eq(""), "position"]
        assert untitled.empty, folder.name
