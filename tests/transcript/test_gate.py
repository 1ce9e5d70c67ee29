import re

import numpy as np
import pandas as pd
import pytest

from pacer.core import frames
from pacer.transcript import gate


def words(*said, sure=0.95, key="a", start_s=0.0):
    return frames.build(
        frames.WORDS,
        [
            {"word": word, "start_s": start_s + n / 2, "end_s": start_s + n / 2 + 0.4,
             "confidence": sure, "slide_key": key}
            for n, word in enumerate(said)
        ],
    )  # fmt: skip


def visits(*rows):
    return pd.DataFrame(rows, columns=["slide_key", "start_s", "end_s"])


TALK = re.split(
    " ",
    "so what you see here is how the queue drains once a worker has come back and the lease it "
    "held has run out which took us most of last winter to find because nobody looked there",
)


def judged(said, stays=(("a", 0.0, 60.0),), unheard=None):
    spans = None if unheard is None else pd.DataFrame(unheard, columns=["start_s", "end_s"])
    return gate.by_slide(said, visits(*stays), spans).set_index("slide_key")


def test_plain_speech_passes():
    assert judged(words(*TALK)).loc["a", ["passed", "why"]].tolist() == [True, ""]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (words(*TALK, sure=0.6), "too unsure"),
        (words(*TALK, *(["the", "city", "of"] * 40)), "repeats itself"),
        (words(*TALK, *TALK, *(["you"] * 60), *TALK, *TALK), "repeats itself"),
        (words(*TALK, *TALK, *(["You."] * 5)), "repeats itself"),
        (words(*TALK, *TALK, *(["of", "the", "queue", "and"] * 5), *TALK), "repeats itself"),
    ],
)
def test_what_was_not_understood_and_what_loops_is_refused(said, why):
    assert judged(said).loc["a", "why"] == why


@pytest.mark.parametrize(
    "said",
    [
        words(*TALK, "no", "No,", "no", "no", *TALK[::-1]),
        words(*TALK, *(["so", "what", "you"] * 3), *TALK[::-1]),
        words(*TALK, *(["you"] * 5), *TALK[::-1], *sorted(TALK), *TALK[1::3], *TALK[::2]),
        words(*(["we", "won"] * 2)),
    ],
)
def test_who_repeats_himself_a_little_is_not_refused(said):
    assert judged(said).loc["a", "passed"]


def test_a_long_slide_is_not_refused_for_its_length():
    rng = np.random.default_rng(3)
    said = [TALK[n] for n in rng.integers(len(TALK), size=2_000)]
    assert judged(words(*said), [("a", 0, 2_000)]).loc["a", "passed"]


def test_a_voice_without_words_is_not_transcribed_and_never_zero():
    found = judged(
        words(*TALK), [("a", 0.0, 20.0), ("b", 20.0, 40.0), ("c", 40.0, 60.0)],
        unheard=[(21.0, 33.0)],
    )  # fmt: skip
    assert found["why"].to_dict() == {"a": "", "b": "a voice and no words"}
    assert np.isnan(found.loc["b", "probability"])


def test_a_slide_of_which_a_part_was_not_heard_is_refused():
    assert judged(words(*TALK), unheard=[(18.0, 30.0)]).loc["a", "why"].startswith("a part of it")
    assert judged(words(*TALK), unheard=[(18.0, 20.4)]).loc["a", "passed"]


def test_captions_are_not_doubted():
    said = words(*(["thank", "you"] * 60)).assign(confidence=np.nan)
    assert judged(said).loc["a", "passed"]


def test_a_slide_shown_twice_is_judged_as_one():
    said = pd.concat([words(*TALK), words(*TALK, start_s=80, sure=0.3)], ignore_index=True)
    found = judged(said, [("a", 0, 40), ("b", 40, 80), ("a", 80, 120)])
    assert found.loc["a", "words"] == 2 * len(TALK)
    assert found.loc["a", "why"] == "too unsure"


def test_where_a_voice_has_no_words():
    said = words("one", "two", start_s=10.0)
    found = gate.unheard_of(said, np.array([[0.0, 2.0], [4.0, 8.0], [9.0, 12.0], [20.0, 25.0]]))
    assert found.to_numpy().tolist() == [[4, 8], [20, 25]]
    assert len(gate.unheard_of(words(), np.array([[0.0, 5.0]]))) == 1
    assert gate.unheard_of(words(), np.empty((0, 2))).empty


def test_words_that_do_not_pass_are_left_out_and_the_others_keep_their_places():
    said = pd.concat(
        [words(*TALK), words(*TALK, key="b", sure=0.2, start_s=30), words("end", start_s=60)],
        ignore_index=True,
    )
    left = gate.trusted(said, judged(said, [("a", 0, 30), ("b", 30, 60), ("a", 60, 90)])
                        .reset_index())  # fmt: skip
    assert set(left["slide_key"]) == {"a"}
    assert left.index[-1] == len(said) - 1


def test_what_is_left_out_is_no_pause_and_no_slow_minute():
    from pacer.transcript import rhythm, speech

    said = pd.concat([words(*TALK * 8), words(*TALK * 8, start_s=200, key="b"),
                      words(*TALK * 8, start_s=400)], ignore_index=True)  # fmt: skip
    left = said[said["slide_key"] == "a"]
    assert rhythm.longest_pauses(said)["seconds"].max() > 40
    assert len(rhythm.longest_pauses(left)) == 0
    assert speech.stretches(left)["wpm"].min() > 100
    over = rhythm.over_time(left)
    assert over["pace_wpm"].isna().any()
    assert over["pace_wpm"].min() > 100
