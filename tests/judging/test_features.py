import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.judging.features import figures, of_seconds, read_words
from tests.planning.stand_in import make_slides

ENGLISH = [
    "How logs save the day\nA talk about the write path of a database",
    "Outline\nThe problem\nThe log\nWhat it costs",
    "The problem\nThe power goes, and the pages in the cache are gone with it",
    "The log\nIt is a file that we only append to, and it is on the disk first",
    "The log\nIt is a file that we only append to, and it is on the disk first, in order",
    "Example: one write\nThe record of page 7 is in the log before the page is on the disk",
    "Example: two writes\nThe records of both pages are in the log",
    "Proof of safety\nBy induction over the records of the log",
    "Thank you\nfor listening",
]


def found(texts):
    slides, _ = make_slides(texts)
    return figures(slides, read_words(slides))


def test_what_the_figures_of_a_talk_say():
    said = found(ENGLISH)
    assert {
        name: np.flatnonzero(said[name]).tolist() for name in ("agenda", "detail", "admin")
    } == {
        "agenda": [1],
        "detail": [7],
        "admin": [8],
    }
    assert np.flatnonzero(said["example_again"]).tolist() == [6]
    assert said["in_next"][3] == 1
    assert said["builds_on"].tolist() == [False] * 3 + [True] + [False] * 5
    assert said["nth_of_title"][4] == 1
    assert said["asks"][0] == 1
    assert said["near_end"].sum() == 3
    assert all(np.isfinite(values).all() for values in said.values())


@pytest.mark.parametrize(
    "text",
    [
        "Beispiele und Zusammenfassung\nDas Protokoll wird zuerst geschrieben und dann die Seite",
        "Exemple et annexe\nLe journal est d'abord écrit sur le disque, puis les pages",
        "例と付録\nログは最初にディスクに書き込まれます。その後ページが書き込まれます。",
    ],
)
def test_cue_words_count_nothing_in_another_language(text):
    texts = [f"{text} {n}" for n in "abcdefghijklmnopqrst"] + ["Appendix demo questions"]
    words = read_words(make_slides(texts)[0])
    assert not words.english
    assert not found(texts)["detail"].any()
    assert not found(texts)["admin"].any()
    assert read_words(make_slides(ENGLISH)[0]).english


def test_seconds_rank_slides_and_equal_ones_alike():
    said = of_seconds(np.array([60.0, 60.0, 4.0, 300.0, 60.0]))
    assert said["seconds_rank"][[0, 1, 4]].tolist() == [said["seconds_rank"][0]] * 3
    assert said["flashes_by"].tolist() == [0, 0, 1, 0, 0]
    assert said["dwelt_on"].tolist() == [0, 0, 0, 1, 0]


def test_seconds_that_hardly_differ_are_in_no_order():
    hardly = of_seconds(np.array([57.5, 59.1, 57.6, 56.6]))["seconds_rank"]
    clearly = of_seconds(np.array([30.0, 120.0, 60.0, 15.0]))["seconds_rank"]
    assert np.ptp(hardly) < 0.1
    assert np.ptp(clearly) > 0.6
    assert np.argsort(clearly).tolist() == [3, 0, 2, 1]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=150), min_size=1, max_size=8))
def test_any_text_has_figures(texts):
    said = found(texts)
    assert all(values.shape == (len(texts),) for values in said.values())
    assert all(np.isfinite(values).all() for values in said.values())


@pytest.mark.parametrize("text", ["a-" * 50_000, "word " * 20_000, "(" * 99_999, "12/" * 30_000])
def test_hostile_text_takes_no_longer_than_other_text(text):
    began = time.process_time()
    found([text] * 4)
    # Generous: a pattern that runs away takes minutes.
    assert time.process_time() - began < 20
