"""`Talk.speech`, `Talk.said` and `pacer speech`: what a run sounded like, against other runs."""

import json
import re

import pandas as pd
import pytest

import pacer
from pacer.cli import main
from pacer.core import frames
from pacer.plots import alt, finding
from pacer.results.speech import CONVENTIONS, Speech
from pacer.runs import Span, save_marks, to_marks
from pacer.transcript import words
from tests.transcript.talking import make_deck

SAID = {
    1: "coffee beans we roast coffee beans they grow on hills",
    2: "you feed sourdough every morning",
}


@pytest.fixture
def talk(tmp_path):
    return pacer.open(make_deck(tmp_path / "talk.pptx"))


def tell(talk, said, *, word_s=0.4, day=1):
    """A run with words: on each slide what is said on it, word by word."""
    keys = talk.slides["slide_key"].tolist()
    spans, rows, at = [], [], 0.0
    for position, text in said.items():
        begun = at
        for word in text.split():
            rows.append({"word": word, "start_s": at, "end_s": at + 0.8 * word_s,
                         "confidence": float("nan"), "slide_key": ""})  # fmt: skip
            at += word_s
        spans.append(Span(begun, at, keys[position - 1]))
    path = save_marks(
        talk.folder, talk.deck.slides, to_marks(spans), deck_digest=talk.deck.digest,
        started_at=pd.Timestamp(2026, 3, day, tz="UTC").to_pydatetime(),
    )  # fmt: skip
    words.write_words(path.with_name(path.stem + words.SUFFIX), frames.build(frames.WORDS, rows))
    talk.project.run_finished()
    return path.stem


def test_a_run_is_held_against_the_others(talk):
    tell(talk, SAID, word_s=0.5)
    last = tell(talk, SAID, word_s=0.4, day=2)
    told = talk.speech()
    assert told.run_id == last
    assert told.facts()["usual_wpm"] == pytest.approx(120, rel=0.03)
    assert told.frame["usual_wpm"].to_numpy() == pytest.approx([120, 120], rel=0.05)
    assert "In your other run of this talk: 122 words a minute." in repr(told)
    assert CONVENTIONS.split(":")[0] in repr(told)


def test_a_first_run_has_nothing_to_be_held_against(talk):
    tell(talk, SAID)
    told = talk.speech()
    assert told.facts()["usual_wpm"] is None
    assert told.frame["usual_wpm"].isna().all()
    assert "other run" not in " ".join(told.document().sentences)


def test_terms_shown_and_not_said(talk):
    tell(talk, SAID)
    unsaid = talk.speech().frame.set_index("position")["unsaid"]
    assert "Arabica" in unsaid[1]
    assert "beans" not in unsaid[1]


def test_what_was_said_in_each_run_with_what_changed(talk):
    tell(talk, SAID)
    tell(talk, {1: "coffee beans they grow on high hills"}, day=2)
    told = talk.said(1)
    assert told.frame["words"].tolist() == [10, 7]
    assert told.frame["changes"][0] == []
    assert told.frame["changes"][1] == [
        ("gone", "coffee beans we roast"), ("same", "coffee beans they grow on"), ("new", "high"),
        ("same", "hills"),
    ]  # fmt: skip
    assert "[+high+]" in repr(told)
    with pytest.raises(pacer.PacerError, match="no run has words on slide 5"):
        talk.said(5)


def test_the_plot_says_how_fast_and_how_slow(talk):
    tell(talk, {1: "w " * 200, 2: "w " * 200})
    drawn = talk.speech().plot()
    assert re.fullmatch(r"From \d+ to \d+ words in a minute", finding(drawn))
    assert "pauses" in alt(drawn)
    tell(talk, {1: "w " * 20}, day=2)
    assert "Too short" in finding(talk.speech().plot())


def test_the_report_tells_it(talk, tmp_path):
    tell(talk, {1: "coffee " * 200, 2: "sourdough " * 200})
    for name in ("report.html", "report.md"):
        text = talk.report(tmp_path / name).read_text()
        assert "What it sounded like" in text
        assert "Foulke" in text


def test_words_that_are_damaged_stop_nothing_and_are_named(talk, tmp_path):
    run_id = tell(talk, SAID)
    (talk.folder / "runs" / f"{run_id}.words.csv").write_text("start_s,word\n1,a\n")
    text = talk.report(tmp_path / "report.md").read_text()
    assert "What it sounded like" not in text
    assert "words.csv" in text
    with pytest.raises(pacer.PacerError, match="no run has words"):
        talk.speech()


def test_the_command(talk, capsys, tmp_path):
    tell(talk, SAID)
    deck = str(talk.deck.path)
    assert main(["speech", deck]) == 0
    assert "words a minute" in capsys.readouterr().out
    assert main(["speech", deck, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["words"] == 15
    assert main(["speech", deck, "--csv", str(tmp_path / "speech.csv")]) == 0
    capsys.readouterr()
    assert pd.read_csv(tmp_path / "speech.csv")["position"].tolist() == [1, 2]
    assert main(["speech", deck, "--slide", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == 1
    assert main(["speech", deck, "--slide", "5"]) == 2
    assert main(["speech", deck, "--run", "nobody"]) == 2


def test_markup_in_words_is_shown_not_obeyed(talk, tmp_path):
    tell(talk, {1: "<script>alert(1)</script> " * 200})
    page = talk.report(tmp_path / "report.html").read_text()
    assert "<script>alert" not in page


def test_many_long_runs_are_told_in_a_blink():
    one = frames.build(
        frames.WORDS,
        [{"word": f"w{n % 97}", "start_s": n * 0.4, "end_s": n * 0.4 + 0.3,
          "confidence": float("nan"), "slide_key": "A"} for n in range(6000)],
    )  # fmt: skip
    slides = frames.build(
        frames.SLIDES,
        [{"slide_key": "A", "position": 1, "title": "T", "section": "", "hidden": False,
          "builds": 0, "body_words": 1, "notes_words": 0, "text": "w1 w2", "notes": "",
          "media_s": 0.0, "target_s": float("nan"), "value": 1.0, "locked": False}],
    )  # fmt: skip
    told = Speech(slides, one, "b", {"a": one})
    assert told.facts()["words"] == 6000
    assert len(told.over_time) > 100
