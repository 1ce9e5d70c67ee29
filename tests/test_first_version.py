"""Folders as the first version wrote them open with nothing lost.

``fixtures/first_version`` was written by the version of 24 November 2026 (commit 86cd48b): a deck
rehearsed, broken off, delivered, edited, corrected, imported, decided on, with its takes and the
profile; ``as_read_then.json`` is what that version itself read of it.
"""

import json
import os
import shutil
from pathlib import Path

import pytest

import pacer
from pacer.audio import takes
from pacer.pacing import profile_store
from pacer.planning import choices
from pacer.runs.journal import Journal, read
from pacer.widgets.protocol import plain
from pacer.widgets.run_recorder import RunRecorder

HERE = Path(__file__).parent / "fixtures" / "first_version"
THEN = json.loads((HERE / "as_read_then.json").read_text(encoding="utf-8"))


@pytest.fixture
def home(tmp_path, monkeypatch):
    shutil.copytree(HERE, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("PACER_PROFILE", str(tmp_path / "profile"))
    return tmp_path


@pytest.fixture
def talk(home):
    return pacer.open(home / "talk.pptx", slot="4:00", questions="0:30")


def rows(frame, like):
    """A frame as JSON has it, with the columns there were then."""
    names = list(like[0])
    return json.loads(frame[names].to_json(orient="records"))


def nearly(told):
    return [{name: pytest.approx(value) if isinstance(value, float) else value
             for name, value in row.items()} for row in told]  # fmt: skip


def test_every_run_mark_and_stay_is_there(talk):
    assert rows(talk.runs, THEN["runs"]) == nearly(THEN["runs"])
    assert rows(talk.marks, THEN["marks"]) == nearly(THEN["marks"])
    assert rows(talk.dwell, THEN["dwell"]) == nearly(THEN["dwell"])
    assert set(THEN["problems"]) <= set(talk.problems)


def test_every_take_is_there(talk):
    found = takes(talk.folder)
    found = found.assign(path=[Path(path).name for path in found["path"]])
    assert rows(found, THEN["takes"]) == nearly(THEN["takes"])


def test_every_decision_is_there(talk):
    kept, then = choices.load(talk.folder), THEN["choices"]
    assert set(then["locked"]) == kept.locked
    assert then["values"] == dict(kept.values)
    assert then["targets"] == dict(kept.targets)
    assert set(then["actions"]) == set(kept.actions)
    assert len(then["prerequisites"]) == len(kept.prerequisites)
    # What this version has no word for is kept for one that has.
    known = {"pacer", "version", "locked", "values", "targets", "actions", "prerequisites"}
    assert {name: kept.extra[name] for name in set(then) - known} == {
        name: then[name] for name in set(then) - known
    }
    assert talk.project.corrections == THEN["corrections"]
    assert talk.problems == tuple(THEN["problems"])


def test_a_decision_more_loses_none_of_the_others(talk):
    before = json.loads((talk.folder / "choices.json").read_text(encoding="utf-8"))
    last = talk.slides["slide_key"].iloc[2]
    talk.project.change_choices(
        lambda now: type(now)(**{**vars(now), "values": {**now.values, last: 3.0}})
    )
    after = json.loads((talk.folder / "choices.json").read_text(encoding="utf-8"))
    assert after["values"] == {**before["values"], last: 3.0}
    for name in set(before) - {"values", "version"}:
        assert after[name] == before[name], name


def test_the_profile_is_there(home):
    found = profile_store.load(home / "profile")
    assert found.problems == ()
    (record,) = found.talks.values()
    told = THEN["profile"]
    assert (record.runs, record.deliveries) == (told["runs"], told["deliveries"])
    for name in set(told) - {"version", "talk", "runs", "deliveries"}:
        assert list(getattr(record, name)) == pytest.approx(told[name])


def test_a_run_broken_off_goes_on_and_a_discarded_one_stays_aside(talk):
    (broken,) = talk.folder.glob("runs/2026-03-02*.jsonl")
    os.utime(broken)
    recorder = RunRecorder(talk.folder, talk.slides, talk.deck.digest)
    offered = plain(recorder.unfinished())
    assert [mark["seq"] for mark in offered["marks"]] == [1, 2]
    with Journal.resume(broken) as journal:
        assert journal.mark(100.0, "stop") == 3
    assert [mark["seq"] for mark in read(broken).marks] == [1, 2, 3]
    assert len(list((talk.folder / "discarded").iterdir())) == 1


def test_it_is_read_without_being_written(talk, home):
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert talk.pace().frame is not None
    assert talk.plan() is not None
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
