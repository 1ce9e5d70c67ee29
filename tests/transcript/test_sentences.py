import pandas as pd
import pytest

from pacer.core import frames
from pacer.transcript.sentences import sentences


def said(text, starts=0.0, each=0.5):
    """Words one after another, half a second each; "…" alone is a pause of a second."""
    rows, at = [], starts
    for word in text.split():
        if word == "|":
            at += 1.0
            continue
        rows.append({"word": word, "start_s": at, "end_s": at + each * 0.8,
                     "confidence": None, "slide_key": ""})  # fmt: skip
        at += each
    return frames.build(frames.WORDS, rows)


def visits(*spans):
    return frames.build(
        frames.VISITS,
        [
            {"run_id": "r", "visit": number, "slide_key": key, "start_s": start, "end_s": end,
             "censored": False}
            for number, (key, start, end) in enumerate(spans)
        ],
    )  # fmt: skip


def test_sentences_end_at_stops_and_not_at_abbreviations():
    made = sentences(said("The log, e.g. ours by Dr. Hart, is first. Why? So it is."),
                     visits(("a", 0, 20)))  # fmt: skip
    assert made["text"].tolist() == [
        "The log, e.g. ours by Dr. Hart, is first.", "Why?", "So it is.",
    ]  # fmt: skip
    assert made["seconds"].sum() == pytest.approx(20)


def test_without_stops_they_end_at_pauses():
    made = sentences(said("so this is the log | and it is first | always"), visits(("a", 0, 9)))
    assert made["text"].tolist() == ["so this is the log", "and it is first", "always"]


def test_they_end_where_the_slide_changes_and_what_is_on_none_is_left_out():
    made = sentences(said("one two three four five six. seven eight"),
                     visits(("b", 1.0, 2.0), ("a", 0.0, 1.0), ("b", 3.0, 9.0)))  # fmt: skip
    assert list(zip(made["slide_key"], made["text"], strict=True)) == [
        ("a", "one two"), ("b", "three four"), ("b", "seven eight"),
    ]  # fmt: skip


def test_one_endless_sentence_is_cut():
    made = sentences(said("word " * 200), visits(("a", 0, 200)))
    assert made["text"].str.split().map(len).max() <= 60


def test_no_words_are_no_sentences():
    for words, on in ((said(""), visits(("a", 0, 1))), (said("hello"), visits())):
        made = sentences(words, on)
        assert made.empty
        assert made.columns.tolist() == ["slide_key", "start_s", "end_s", "seconds", "text"]
        assert isinstance(made, pd.DataFrame)
