"""A plan and a sheet with a transcript that is kept nowhere."""

import json

import numpy as np
import pytest

import pacer
from pacer import judging
from pacer.cli import main
from pacer.core import clock
from tests.transcript.talking import make_deck, make_srt


@pytest.fixture
def files(tmp_path):
    return make_deck(tmp_path / "talk.pptx"), make_srt(tmp_path / "talk.srt")


def test_without_a_run_the_transcript_tells_words_and_seconds(files):
    talk = pacer.open(files[0])
    sheet = talk.sheet(transcript=files[1])
    assert sheet["minutes"].map(clock.seconds).between(54, 66).all()
    assert all("quite a while" in said for said in sheet["said"])
    plan = talk.plan("4:00", transcript=files[1])
    assert plan.frame["estimate_s"].sum() == pytest.approx(360, rel=0.1)
    assert "ever rehearsed" not in repr(plan)


def test_nothing_of_it_is_kept(files, tmp_path):
    talk = pacer.open(files[0])
    before = talk.plan("4:00").frame
    talk.plan("4:00", transcript=files[1])
    assert talk.sheet()["said"].eq("").all()
    assert talk.runs.empty
    assert not (tmp_path / "talk.pacer" / "runs").exists()
    assert talk.plan("4:00").frame.equals(before)


def test_an_imported_runs_seconds_win(files, tmp_path):
    talk = pacer.open(files[0])
    rows = "\n".join(f"{n},30" for n in range(1, 7))
    (tmp_path / "run.csv").write_text(f"slide,seconds\n{rows}\n")
    talk.import_run(tmp_path / "run.csv")
    sheet = talk.sheet(transcript=files[1])
    assert sheet["minutes"].map(clock.seconds).between(27, 33).all()
    assert sheet["said"].astype(bool).all()


def test_an_aligned_run_needs_no_option(files):
    talk = pacer.open(files[0])
    talk.align(files[1])
    assert "quite a while" in talk.sheet()["said"].iloc[2]
    assert list(talk.project.spoken()) == talk.runs["run_id"].tolist()


@pytest.mark.parametrize("command", [["plan", "--slot", "4:00"], ["sheet"]])
def test_the_command_line(files, capsys, command):
    assert main([*command, str(files[0]), "--transcript", str(files[1])]) == 0
    assert "ever rehearsed" not in capsys.readouterr().out


@pytest.mark.parametrize("command", [["plan", "--slot", "4:00"], ["sheet", "-o", "sheet.csv"]])
def test_one_that_does_not_match_ends_it(files, tmp_path, monkeypatch, capsys, command):
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other.txt"
    other.write_text("[00:00:00] ja gut\n[00:01:00] nein danke\n[00:02:00] bitte sehr\n")
    assert main([*command, str(files[0]), "--transcript", str(other)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "0 %" in told
    assert not (tmp_path / "sheet.csv").exists()


def test_a_plan_by_several_slots_and_as_json(files, capsys):
    slots = ["--slot", "4:00", "--slot", "3:00"]
    assert main(["plan", str(files[0]), *slots, "--transcript", str(files[1]), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_a_sheet_is_not_written_over_the_transcript(files, tmp_path):
    before = files[1].read_bytes()
    given = ["sheet", str(files[0]), "--transcript", str(files[1]), "-o", str(files[1]), "--force"]
    assert main(given) == 2
    assert files[1].read_bytes() == before


def test_judging_knows_what_was_said(files):
    talk = pacer.open(files[0])
    silent = talk.project.judgement()
    with talk.project.hearing(files[1]):
        heard = talk.project.judgement()
    alone = judging.judge(talk.project.slides, heard.seconds, timed=True).z
    assert not np.allclose(heard.z, alone)
    assert np.array_equal(talk.project.judgement().z, silent.z)
