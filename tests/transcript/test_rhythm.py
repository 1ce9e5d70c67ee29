"""Words a minute over time, pauses, beginnings made twice, and what changed between tellings."""

import numpy as np
import pytest

from pacer.transcript import rhythm
from pacer.transcript.changes import MOST_WORDS, changes
from tests.transcript.test_speech import spoken


def test_over_time_tells_a_change_of_pace():
    words = spoken(("A", 0, 0.5, "w " * 240), ("A", 120, 0.25, "w " * 480))
    told = rhythm.over_time(words)
    assert told["t_s"].iloc[0] == 30
    assert told["pace_wpm"].iloc[0] == pytest.approx(120, abs=1)
    assert told["pace_wpm"].iloc[-1] == pytest.approx(240, abs=5)
    assert told["articulation_wpm"].iloc[0] == pytest.approx(120, abs=1)


def test_over_time_without_pauses_is_faster_where_there_are_some():
    words = spoken(*(("A", 6.0 * at, 0.3, "w " * 10) for at in range(20)))
    told = rhythm.over_time(words)
    assert told["pace_wpm"].to_numpy() == pytest.approx(100, abs=12)
    assert told["articulation_wpm"].to_numpy() == pytest.approx(200, rel=0.1)


def test_a_short_talk_has_no_pace_over_time():
    assert rhythm.over_time(spoken(("A", 0, 0.5, "a b c"))).empty
    assert rhythm.over_time(spoken()).empty


def test_hardly_a_word_in_a_minute_has_no_pace_of_its_own():
    told = rhythm.over_time(spoken(("A", 0, 0.5, "a b"), ("A", 100, 0.5, "c d")))
    assert told["articulation_wpm"].isna().all()


def test_the_longest_pauses_say_where_and_between_what():
    words = spoken(("A", 0, 0.5, "one two"), ("B", 10, 0.5, "three four"), ("B", 14, 0.5, "five"))
    told = rhythm.longest_pauses(words)
    assert told["seconds"].tolist() == pytest.approx([9.1, 3.1])
    assert told["slide_key"].tolist() == ["A", "B"]
    assert (told["before"][0], told["after"][0]) == ("one two", "three four five")


def test_pauses_are_measured_from_the_last_word_that_ends():
    words = spoken(("A", 0, 0.5, "one"), ("A", 1, 0.5, "two"))
    words.loc[0, "end_s"] = 5.0  # the two overlap
    assert rhythm.longest_pauses(words).empty


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("so we we go on", 1),
        ("I think I think it is", 1),
        ("wri- write it", 1),
        ("very very fast and no no", 0),
        ("that that is", 0),
        ("the the the log", 2),
        ("2 2 2", 0),
        ("well-known facts - really", 0),
        ("", 0),
    ],
)
def test_restarts(said, times):
    assert rhythm.restarts(said.split()) == times


def test_changes_tell_every_word_of_both():
    before, after = "We write the log first.", "We write a log, and then a page"
    made = changes(before, after)
    assert " ".join(text for kind, text in made if kind != "gone") == after
    assert [text for kind, text in made if kind == "gone"] == ["the", "first."]
    kept = " ".join(text for kind, text in made if kind != "new")
    assert kept.lower().replace(",", "") == before.lower()


def test_the_same_telling_has_no_change():
    assert changes("One, two", "one two!") == [("same", "one two!")]
    assert changes("", "") == []
    assert changes("", "new") == [("new", "new")]


def test_endless_tellings_are_cut():
    rng = np.random.default_rng(1)
    long = " ".join(f"w{n}" for n in rng.integers(0, 50, 40_000))
    assert sum(len(text.split()) for _, text in changes(long, long)) == MOST_WORDS
