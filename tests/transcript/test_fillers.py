from pacer.core import frames
from pacer.transcript.of_take import fillers_in


def words(*rows):
    names = ("word", "start_s", "end_s", "confidence")
    return frames.build(
        frames.WORDS, [dict(zip(names, row, strict=True), slide_key="") for row in rows]
    )


def test_fillers_are_counted_once_and_at_least():
    found = fillers_in(
        words(
            ("um", 0.0, 0.4, 0.9), ("so", 0.5, 0.8, 0.9),
            ("uh", 2.0, 2.3, 0.4), ("uh", 2.2, 2.4, 0.3), ("uh,", 2.4, 2.6, 0.3),
            ("uh", 5.0, 5.2, 0.01),  # nobody said it
            ("um", 7.0, 9.0, 0.9),  # a pause
            ("Hmm.", 12.0, 12.5, 0.5),
        )
    )  # fmt: skip
    assert found["start_s"].tolist() == [0.0, 2.0, 12.0]


def test_without_words_there_are_none():
    assert fillers_in(words()).empty
