"""The words kept beside a run: plain text, read back whole, gone with their take."""

import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

import pacer
from pacer.core import frames
from pacer.core.errors import RunError
from pacer.transcript import words
from tests.transcript.talking import make_deck, make_srt

RUN = "2026-03-01T12-00-00Z"


def spoken(*said, chance=float("nan")):
    return frames.build(
        frames.WORDS,
        [
            {"word": word, "start_s": at, "end_s": at + 0.4, "confidence": chance, "slide_key": ""}
            for at, word in enumerate(said)
        ],
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "talk.pacer" / "runs").mkdir(parents=True)
    return tmp_path / "talk.pacer"


def test_plain_text_that_comes_back(folder):
    path = folder / "runs" / f"{RUN}.words.csv"
    words.write_words(path, spoken("so,", 'the "log"', "null", "NA", chance=0.9))
    assert path.read_text().splitlines()[:2] == [
        "start_s,end_s,word,probability",
        '0.0,0.4,"so,",0.9',
    ]
    back = words.read_words(path)
    assert back["word"].tolist() == ["so,", 'the "log"', "null", "NA"]
    assert back["confidence"].eq(0.9).all()
    assert back["slide_key"].eq("").all()


def test_what_nobody_said_how_sure_of_has_no_such_column(folder):
    path = words.write_words(folder / "runs" / f"{RUN}.words.csv", spoken("a", "b"))
    assert path.read_text().splitlines()[0] == "start_s,end_s,word"
    assert words.read_words(path)["confidence"].isna().all()


def test_the_words_of_every_take_of_a_run_and_of_no_other(folder):
    runs = folder / "runs"
    for name, said in {RUN: "one", f"{RUN}~2": "two", f"{RUN}-2": "other"}.items():
        words.write_words(runs / f"{name}.words.csv", spoken(said))
    assert sorted(words.of_run(folder, RUN)["word"]) == ["one", "two"]
    assert words.of_run(folder, "nobody's") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "start_s,word\n1,a\n",
        "start_s,end_s,word\nx,2,a\n",
        "start_s,end_s,word\n-1,2,a\n",
        "start_s,end_s,word\ninf,inf,a\n",
        "start_s,end_s,word\n,2,a\n",
        "start_s,end_s,word\n1,999999999,a\n",
        'start_s,end_s,word\n1,2,"a\n',
    ],
)
def test_what_is_damaged_is_named_in_a_line(folder, text):
    path = folder / "runs" / f"{RUN}.words.csv"
    path.write_text(text)
    with pytest.raises(RunError, match="is damaged") as refused:
        words.read_words(path)
    assert "\n" not in str(refused.value)


def test_control_characters_and_markup_are_only_text(folder):
    path = folder / "runs" / f"{RUN}.words.csv"
    path.write_text("start_s,end_s,word\n1,2,\x1b[31m<b>\n", encoding="utf-8")
    assert "\x1b" not in words.read_words(path)["word"][0]


def test_a_word_belongs_to_the_slide_that_was_on_when_it_was_half_said():
    visits = frames.build(
        frames.VISITS,
        [
            {"run_id": RUN, "visit": n, "slide_key": key, "start_s": a, "end_s": b,
             "censored": False}
            for n, (key, a, b) in enumerate([("A", 0, 1.1), ("B", 1.1, 2.0), ("A", 3.0, 9.0)], 1)
        ],
    )  # fmt: skip
    told = words.on_slides(spoken("a", "b", "c", "d"), visits)
    assert told["slide_key"].tolist() == ["A", "B", "", "A"]


def test_a_corrected_match_moves_the_words_with_it(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx"))
    run_id = talk.align(make_srt(tmp_path / "talk.srt")).run_id
    first, second = talk.slides["slide_key"][:2]
    before = talk.project.words(run_id)["slide_key"].value_counts()
    talk.correct(first, 2)
    after = talk.project.words(run_id)["slide_key"].value_counts()
    assert first not in after
    assert after[second] == before[first] + before[second]


def names(place):
    return sorted(path.name for path in place.iterdir())


@pytest.fixture
def recorded(folder):
    """A run with two takes, an aligned run, and a take put aside; all but marks are made up."""
    runs, aside = folder / "runs", folder / "discarded"
    aside.mkdir()
    for place, stems in ((runs, (RUN, f"{RUN}~2")), (aside, (f"{RUN}+2",))):
        for stem in stems:
            for end in (".flac", ".take.json", ".words.csv"):
                (place / (stem + end)).write_text(end)
    for name in (f"{RUN}.jsonl", "aligned.jsonl", "aligned.words.csv", "aligned.aligned.csv"):
        (runs / name).write_text(name)
    return folder


def test_deleting_takes_deletes_their_words_and_keeps_the_marks(recorded):
    words.forget(recorded, sound=True)
    assert names(recorded / "runs") == [
        f"{RUN}.jsonl", "aligned.aligned.csv", "aligned.jsonl", "aligned.words.csv"
    ]  # fmt: skip
    assert names(recorded / "discarded") == []


def test_deleting_words_keeps_the_sound(recorded):
    gone = words.forget(recorded, words=True)
    assert {path.name for path in gone} == {
        f"{RUN}.words.csv", f"{RUN}~2.words.csv", f"{RUN}+2.words.csv", "aligned.words.csv"
    }  # fmt: skip
    assert f"{RUN}.flac" in names(recorded / "runs")


def test_deleting_one_runs_leaves_every_other(recorded):
    words.forget(recorded, sound=True, words=True, run_id="aligned")
    assert "aligned.words.csv" not in names(recorded / "runs")
    assert f"{RUN}.words.csv" in names(recorded / "runs")


def test_nothing_there_is_nothing_to_delete(tmp_path):
    assert words.forget(tmp_path / "none.pacer", sound=True, words=True) == []


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_leaves_words_and_takes_out_and_keeps_runs(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx"))
    run_id = talk.align(make_srt(tmp_path / "talk.srt")).run_id
    runs = talk.folder / "runs"
    for end in (".flac", "~2.wav", ".take.json", ".words.part.jsonl"):
        (runs / (run_id + end)).write_text("")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    told = subprocess.run(
        ["git", "-C", tmp_path, "ls-files", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    seen = {line.rpartition("/")[2] for line in told.splitlines()}
    assert {f"{run_id}.jsonl", f"{run_id}.aligned.csv"} <= seen
    assert not any(".words" in name or name.endswith((".flac", ".wav", ".take.json"))
                   for name in seen)  # fmt: skip


def test_a_list_that_somebody_edited_stays(folder):
    (folder / ".gitignore").write_text("mine\n")
    words.write_words(folder / "runs" / f"{RUN}.words.csv", spoken("a"))
    assert (folder / ".gitignore").read_text() == "mine\n"


def test_ten_hours_of_words_are_read_back(folder):
    count = 90_000
    many = pd.DataFrame(
        {"word": "word", "start_s": np.arange(count) * 0.4, "end_s": np.arange(count) * 0.4 + 0.3}
    )
    path = words.write_words(folder / "runs" / f"{RUN}.words.csv", many)
    assert len(words.read_words(path)) == count
