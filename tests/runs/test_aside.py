"""A run put aside takes all that is its own, nothing else, and replaces nothing."""

import json
import os
import shutil

import pytest

from pacer.core.errors import PacerError
from pacer.runs import Journal, load
from pacer.runs.aside import FOLDER, put_aside
from tests.core.breaking import Disk, Killed
from tests.runs.making import make_slides

AT = "2026-03-01T12-00-00Z"


def make_run(folder, name=AT, word="t", marks=3):
    """A run as the room records it, under a name of our own."""
    journal = Journal.create(folder, make_slides(), deck_digest="d", run_id=name)
    for seq in range(1, marks + 1):
        more = {"token": word} if seq == 1 else {}
        journal.mark(float(seq), "start" if seq == 1 else "slide", "id:256", **more)
    journal.close()
    return journal.path.rename(journal.path.with_name(f"{name}.jsonl"))


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_all_its_takes_go_along_and_nobody_elses(tmp_path):
    run, runs = make_run(tmp_path), tmp_path / "runs"
    other = make_run(tmp_path, f"{AT}-2", word="u")
    mine = [AT + end for end in (".flac", ".take.json", "~2.flac", "~2.take.json", ".words.csv")]
    theirs = [f"{AT}-2{end}" for end in (".flac", "~2.flac")] + ["elsewhere.flac"]
    for name in (*mine, *theirs):
        (runs / name).write_text(name)
    put_aside(run)
    assert names(runs) == sorted([*theirs, other.name])
    assert names(tmp_path / FOLDER) == sorted([*mine, run.name])


def test_a_run_of_the_same_name_is_not_replaced(tmp_path):
    for words in ("first", "second", "third"):
        run = make_run(tmp_path, word=words, marks=len(words))
        run.with_suffix(".flac").write_text(words)
        put_aside(run)
    aside = tmp_path / FOLDER
    assert names(aside) == sorted(
        f"{AT}{more}{end}" for more in ("", "+2", "+3") for end in (".jsonl", ".flac")
    )
    # Each sound stays beside its own marks.
    for path in aside.glob("*.jsonl"):
        mark = json.loads(path.read_bytes().splitlines()[1])
        assert path.with_suffix(".flac").read_text() == mark["token"]


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("name", ["*", "[a-z]*", "?", "a.b", "~2", "run~2", " "])
def test_a_strange_name_moves_no_other_run(tmp_path, name):
    other = make_run(tmp_path, "run")
    other.with_suffix(".flac").write_text("sound")
    (tmp_path / "runs" / "a.flac").write_text("sound")
    strange = make_run(tmp_path, name, word="strange")
    before = set(names(tmp_path / "runs")) - {strange.name}
    put_aside(strange)
    assert set(names(tmp_path / "runs")) == before
    assert names(tmp_path / FOLDER) == [strange.name]


def test_a_name_that_goes_on_in_anothers_is_another(tmp_path):
    short, long = make_run(tmp_path, "run"), make_run(tmp_path, "run.2", word="u")
    (tmp_path / "runs" / "run.2.flac").write_text("sound")
    put_aside(short)
    assert names(tmp_path / "runs") == ["run.2.flac", long.name]


def test_copies_a_cloud_drive_made_do_not_bring_it_back(tmp_path):
    run, runs = make_run(tmp_path), tmp_path / "runs"
    other = make_run(tmp_path, "another", word="u")
    copy = runs / f"{AT} (conflicted copy).jsonl"
    shutil.copyfile(run, copy)
    with copy.open("rb+") as file:  # cut short while it was synced
        file.truncate(copy.stat().st_size - 40)
    put_aside(run)
    assert names(runs) == [other.name]
    assert len(load(tmp_path).runs) == 1
    assert names(tmp_path / FOLDER) == sorted([run.name, copy.name])


@pytest.mark.parametrize("error", [5, "kill"])
def test_whatever_breaks_off_nothing_is_lost_and_trying_again_ends_it(tmp_path, monkeypatch, error):
    steps = 0
    while True:
        folder = tmp_path / str(steps)
        run = make_run(folder)
        parts = [AT + end for end in (".flac", "~2.flac")]
        for name in parts:
            (folder / "runs" / name).write_text(name)
        disk = Disk(fails_at=steps, error=error)
        with monkeypatch.context() as patch:
            disk.put_under(patch)
            try:
                put_aside(run)
            except (OSError, PacerError, Killed):
                assert disk.failed
        whole = {*names(folder / "runs"), *names(folder / FOLDER)}
        assert whole == {run.name, *parts}
        if not disk.failed:
            break
        if run.exists():
            put_aside(run)
        kept = {path.name.replace("+2", ""): path for path in (folder / FOLDER).iterdir()}
        assert {run.name, *parts} <= set(kept)
        assert all(kept[name].read_text() == name for name in parts)
        assert names(folder / "runs") == []
        steps += 1
    assert steps > 6
