import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.planning.repeats import outline
from tests.planning.stand_in import make_slides

TALK = [
    "Safe on disk\nwith a write-ahead log\nA. Speaker",
    "Agenda\nWhy\nThe write-ahead log\nRecovery",
    "Why it fails\nThe power goes, the bytes go",
    "The write-ahead log\nA write-ahead log is a file we only append to\nfsync: wait for the disk",
    "Records\nEach record of the write-ahead log has an LSN\nLSN: where it stands in the file",
    "Recovery\nRead the write-ahead log from the last LSN\nfsync what was replayed",
    "Recovery\nRead the write-ahead log from the last LSN\nfsync what was replayed\nThen start",
    "Benchmarks\nfsync takes 2 ms\n© 2026 A. Speaker, all rights reserved",
    "Conclusions\nAppend to the write-ahead log first",
    "Questions?",
    "How we measured\nThree machines",
]


def of(texts, **columns):
    return outline(make_slides(texts, **columns)[0])


def test_the_frame_of_a_talk_is_known():
    assert of(TALK).kinds == (
        "title",
        "agenda",
        *["content"] * 6,
        "conclusion",
        "thanks",
        "backup",
    )


@pytest.mark.parametrize(
    ("title", "place", "kind"),
    [
        ("Agenda", 1, "agenda"),
        ("Today", 1, "agenda"),
        ("Gliederung", 1, "agenda"),
        ("Summary", 1, "recap"),
        ("Summary", 9, "conclusion"),
        ("3. Conclusions", 9, "conclusion"),
        ("Fazit", 9, "conclusion"),
        ("Recap", 9, "conclusion"),
        ("Recap", 4, "recap"),
        ("Thank you!", 9, "thanks"),
        ("Any questions?", 4, "content"),
        ("References", 8, "backup"),
        ("Backup: more numbers", 9, "backup"),
        ("Thanksgiving sales", 9, "content"),
        ("Thanks to caching, it is fast", 8, "content"),
        ("Backup strategies", 8, "content"),
        ("Acknowledgements and retries", 8, "content"),
        ("Where are your bytes?", 4, "content"),
        ("Today's databases are slow", 1, "content"),
        ("Overview of the design", 4, "content"),
        ("Proof of convergence (optional)", 3, "backup"),
    ],
)
def test_kinds_by_title_and_place(title, place, kind):
    texts = [f"Slide {i}\nsome words on {i}" for i in range(10)]
    texts[place] = f"{title}\nand some words"
    assert of(texts).kinds[place] == kind


def test_a_question_in_the_middle_closes_nothing():
    texts = [f"Slide {i}\nsome words on {i}" for i in range(12)]
    texts[8] = texts[11] = "Questions?"
    kinds = of(texts).kinds
    assert kinds[9:11] == ("content", "content")


def test_an_agenda_by_what_it_lists():
    texts = ["My talk\nme", "1 Trees\n2 Introduction to forests\n3 Deserts", "Trees\nare tall"]
    texts += ["Forests\nare dark", "Deserts\nare dry", *(f"Detail {i}\nmore" for i in range(6))]
    assert of(texts).kinds[1] == "agenda"


def test_steps_of_a_build_are_one_slide():
    found = of(TALK)
    assert [row for row, step in enumerate(found.steps) if step] == [5]
    assert found.mergeable[5]
    assert found.shared[5] == 1


def test_near_duplicates_are_found_and_others_are_not():
    same = "The write path\nappend sync answer checkpoint"
    found = of(["Start\nhello", same, same + "\nlater", "The read path\nlook up the page", "End"])
    assert found.mergeable == (False, True, False, False, False)
    assert found.shared[1] == 1 > found.shared[2]


@settings(deadline=None, max_examples=80)
@given(st.lists(st.text(max_size=200), min_size=0, max_size=8))
def test_any_text_has_an_outline(texts):
    found = of(texts)
    assert len(found.kinds) == len(found.steps) == len(texts)


@pytest.mark.parametrize(
    "text", ["a-" * 50_000, "A" * 100_000, "word " * 20_000, "(" * 99_999, "A. x" + "," * 99_000]
)
def test_hostile_text_takes_no_longer_than_other_text(text):
    began = time.process_time()
    of([text] * 4)
    # Generous: a pattern that runs away takes minutes.
    assert time.process_time() - began < 10
