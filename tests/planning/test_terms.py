import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.planning.terms import outline
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


def terms(found):
    return {concept.term: concept for concept in found.concepts}


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


def test_terms_are_found_where_they_are_introduced_and_used():
    found = terms(of(TALK))
    log = found["write-ahead log"]
    # The title and the agenda introduce nothing; the conclusion uses and needs nothing.
    assert log.introduced == (3,)
    assert log.needed == (4, 5, 6)
    assert set(log.credit) == {3, 4, 5, 6}
    assert log.credit[3] > log.credit[4]
    assert found["LSN"].introduced == (4,)
    assert found["fsync"].introduced == (3,)
    assert "Three" not in " ".join(found)
    assert not {"rights", "speaker"} & {name.casefold() for name in found}
    assert sum(concept.weight for concept in found.values()) == pytest.approx(1)
    assert log.weight == max(concept.weight for concept in found.values())


def test_the_longer_phrase_stands_for_its_words():
    assert not {"write-ahead", "log"} & set(terms(of(TALK)))


def test_steps_of_a_build_are_one_slide():
    found = of(TALK)
    assert [row for row, step in enumerate(found.steps) if step] == [5]
    assert found.mergeable[5]
    assert found.shared[5] == 1
    # What stands on one build only is no term that runs through the talk.
    assert "replayed" not in terms(found)


def test_near_duplicates_are_found_and_others_are_not():
    same = "The write path\nappend sync answer checkpoint"
    found = of(["Start\nhello", same, same + "\nlater", "The read path\nlook up the page", "End"])
    assert found.mergeable == (False, True, False, False, False)
    assert found.alike[1] > 0.8 > 0.3 > found.alike[2]


def test_what_is_only_said_counts_less():
    texts = ["Start\nhello", "The gadget\nGadget: a thing", "Other\nmatters", "More\nwords", "End"]
    slides, _ = make_slides(texts, notes=["", "", "here the gadget helps", "", ""])
    gadget = terms(outline(slides))["gadget"]
    assert gadget.needed == (2,)
    assert gadget.credit[2] < gadget.credit[1]


def test_hidden_slides_say_nothing():
    hidden = [i in (3, 4) for i in range(len(TALK))]
    found = terms(of(TALK, hidden=hidden))
    assert all({3, 4}.isdisjoint(concept.credit) for concept in found.values())


def test_running_headers_are_no_terms():
    texts = [f"Distributed Storage Workshop\nSlide {i}\nword{i} here" for i in range(12)]
    assert not any("Storage" in term for term in terms(of(texts)))


@settings(deadline=None, max_examples=80)
@given(st.lists(st.text(max_size=200), min_size=0, max_size=8))
def test_any_text_has_an_outline(texts):
    found = of(texts)
    assert len(found.kinds) == len(found.steps) == len(texts)
    for concept in found.concepts:
        assert 0 < concept.weight <= 1
        assert set(concept.introduced) <= set(concept.credit)


@pytest.mark.parametrize(
    "text", ["a-" * 50_000, "A" * 100_000, "word " * 20_000, "(" * 99_999, "A. x" + "," * 99_000]
)
def test_hostile_text_takes_no_longer_than_other_text(text):
    began = time.process_time()
    of([text] * 4)
    # Generous: a pattern that runs away takes minutes.
    assert time.process_time() - began < 10
