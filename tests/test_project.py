"""One owner of state: what is decided or recorded in one place holds in all."""

import subprocess
import sys

import pacer
from pacer.planning.choices import Choices, merged
from pacer.project import Project
from pacer.runs import SAMPLE
from tests.factories import make_deck, make_timings


def rehearsed(tmp_path, slides=6):
    deck = make_deck(tmp_path / "talk.pptx", slides)
    talk = pacer.open(deck, slot="5:00")
    talk.import_run(make_timings(tmp_path / "one.csv", [60.0] * slides))
    return talk


def test_what_one_holder_decides_every_other_knows(tmp_path):
    talk = rehearsed(tmp_path)
    room = Project(talk.deck.path)
    key = talk.key(2)
    assert talk.plan().frame.set_index("slide_key").loc[key, "action"] in ("keep", "trim", "cut")
    room.change_choices(lambda now: merged(now, Choices(), Choices(actions={key: "cut"})))
    talk.project.change_choices(
        lambda now: merged(now, Choices(), Choices(actions={talk.key(3): "keep"}))
    )
    for one in (talk, pacer.open(talk.deck.path, slot="5:00")):
        actions = one.plan().frame.set_index("slide_key")["action"]
        assert actions[key] == "cut"
        assert actions[talk.key(3)] == "keep"
    assert room.choices.actions == {key: "cut", talk.key(3): "keep"}


def test_listeners_are_told_what_changed(tmp_path):
    talk = rehearsed(tmp_path)
    heard = []
    stop = talk.project.listen(heard.append)
    talk.project.change_choices(lambda now: now)  # nothing changes, nobody is told
    talk.project.change_choices(
        lambda now: merged(now, Choices(), Choices(values={talk.key(1): 2.0}))
    )
    talk.import_run(make_timings(tmp_path / "two.csv", [50.0] * 6))
    stop()
    talk.reload()
    assert heard == ["choices", "runs"]


def test_a_run_that_finished_elsewhere_is_there_without_reopening(tmp_path):
    talk = rehearsed(tmp_path)
    assert len(talk.runs) == 1
    before = talk.pace().facts()["median_s"]
    pacer.open(talk.deck.path).import_run(make_timings(tmp_path / "two.csv", [30.0] * 6))
    assert len(talk.runs) == 2
    assert talk.pace().facts()["median_s"] < before


def test_pace_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("PACER_PROFILE", str(tmp_path / "profile"))
    talk = rehearsed(tmp_path)
    # The run taught the profile when it was taken in; it was no sample.
    assert not talk.project.is_sample
    assert SAMPLE not in set(talk.runs["source"])
    assert len(list((tmp_path / "profile" / "talks").iterdir())) == 1
    for record in (tmp_path / "profile" / "talks").iterdir():
        record.unlink()
    files = sorted(tmp_path.rglob("*"))
    talk.pace()
    talk.plan()
    talk.compare()
    assert sorted(tmp_path.rglob("*")) == files


def test_ten_processes_that_correct_at_once_keep_all_ten(tmp_path):
    talk = rehearsed(tmp_path, slides=12)
    code = "import sys, pacer; talk = pacer.open(sys.argv[1]); talk.correct(sys.argv[2], None)"
    keys = [talk.key(position) for position in range(1, 11)]
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(talk.deck.path), key]) for key in keys
    ]
    assert [one.wait(timeout=120) for one in started] == [0] * 10
    (corrected,) = talk.project.corrections.values()
    assert corrected == dict.fromkeys(keys, "")


def test_a_slide_without_a_time_in_the_log_is_judged_as_passed_over(tmp_path):
    deck = make_deck(tmp_path / "talk.pptx", 6)
    log = tmp_path / "log.csv"
    log.write_text("slide,seconds\n1,60\n2,60\n3,60\n5,60\n6,60\n")
    pacer.open(deck).import_run(log)
    lacking = pacer.open(deck).project.judgement().z
    log.write_text("slide,seconds\n" + "".join(f"{at},60\n" for at in range(1, 7)))
    whole = make_deck(tmp_path / "whole.pptx", 6)
    pacer.open(whole).import_run(log)
    every = pacer.open(whole).project.judgement().z
    assert lacking[3] - lacking[2] < every[3] - every[2] - 0.1
