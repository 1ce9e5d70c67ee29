"""What each slide sounded like."""

from itertools import pairwise

import pandas as pd
import pytest

from pacer.core import frames
from pacer.transcript import speech
from tests.talks import make_slides


def spoken(*stays):
    """WORDS of stays (key, start, seconds a word, words)."""
    rows = []
    for key, start, each_s, said in stays:
        for at, word in enumerate(said.split()):
            begin = start + at * each_s
            rows.append(
                {"word": word, "start_s": begin, "end_s": begin + each_s * 0.8,
                 "confidence": float("nan"), "slide_key": key}
            )  # fmt: skip
    return frames.build(frames.WORDS, rows)


def test_words_a_minute_with_and_without_pauses():
    words = spoken(("A", 0, 0.5, "one two three four five six"), ("A", 13, 0.5, "seven eight"))
    told = speech.by_slide(words, make_slides(2)).iloc[0]
    assert told["words"] == 8
    assert told["spoken_s"] == pytest.approx(13.9)
    assert told["longest_pause_s"] == pytest.approx(10.1)
    assert told["pace_wpm"] == pytest.approx(60 * 8 / 13.9)
    assert told["articulation_wpm"] == pytest.approx(60 * 8 / 3.8)


def test_time_away_from_a_slide_is_no_pause_on_it():
    words = spoken(
        ("A", 0, 0.5, "a b c d e f"), ("B", 10, 0.5, "g h i j k l"), ("A", 100, 0.5, "m n o p q r")
    )
    told = speech.by_slide(words, make_slides(2)).set_index("slide_key")
    assert told.loc["A", "longest_pause_s"] == 0
    assert told.loc["A", "spoken_s"] == pytest.approx(5.8, abs=0.3)


def test_too_few_words_have_no_pace():
    told = speech.by_slide(spoken(("A", 0, 0.5, "well then")), make_slides(1)).iloc[0]
    assert pd.isna(told["pace_wpm"])


def test_fillers_reading_aloud_and_terms_nobody_said():
    slides = make_slides(3).assign(text=["Write ahead log\nFsync quorum", "Other", "More"])
    words = spoken(("A", 0, 0.5, "um so the write ahead log uh is quorum"))
    told = speech.by_slide(words, slides).iloc[0]
    assert told["fillers"] == 2
    assert told["read_share"] == pytest.approx(3 / 9)
    assert told["unsaid"] == "Fsync"


def test_the_fastest_and_slowest_minutes_do_not_overlap():
    words = spoken(
        ("A", 0, 0.6, "w " * 500), ("A", 300, 0.3, "w " * 400), ("A", 420, 1.5, "w " * 200)
    )
    told = speech.stretches(words)
    assert told["kind"].iloc[0] == "fast"
    assert told["kind"].iloc[-1] == "slow"
    assert told["wpm"].iloc[0] == pytest.approx(200, abs=5)
    assert told["wpm"].iloc[-1] == pytest.approx(40, abs=5)
    starts = sorted(told["start_s"])
    assert all(b - a >= 60 for a, b in pairwise(starts))


def test_a_short_talk_has_no_stretches():
    assert speech.stretches(spoken(("A", 0, 0.5, "a b c"))).empty
