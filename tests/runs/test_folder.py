import json
import os
from datetime import UTC, datetime
from unicodedata import category

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.core import frames
from pacer.runs import Journal, dwell, load, on_slides, visits
from tests.runs.making import lines, make_slides, save, told

RUN = "0 start id:256, 30 slide id:257, 75 stop"


def at(day):
    return datetime(2026, 5, day, 9, tzinfo=UTC)


def put(folder, name, header=None, marks=(), raw=None):
    """A file of runs, whole or broken."""
    path = folder / "runs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    sound = {
        "format": "pacer-run", "version": 1, "run_id": name, "kind": "rehearsal",
        "started_at": "2026-05-01T09:00:00Z", "deck_digest": "d", "source": "pacer", "slides": [],
    }  # fmt: skip
    rows = [{**sound, **(header or {})}]
    rows += [
        {"seq": seq, "t_s": t_s, "kind": kind, "slide_key": key}
        for seq, (t_s, kind, key) in enumerate(marks, 1)
    ]
    path.write_bytes(
        raw if raw is not None else "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    )
    return path


def test_runs_load_into_the_documented_frames_oldest_first(tmp_path):
    save(tmp_path, RUN, started_at=at(2), run_id="second", kind="delivery")
    save(tmp_path, "0 start id:256, 9 slide id:257", started_at=at(1), run_id="first")
    loaded = load(tmp_path)
    assert loaded.runs.to_dict("records") == [
        {"run_id": "first", "kind": "rehearsal", "started_at": pd.Timestamp(at(1)),
         "deck_digest": "d1", "source": "pacer", "talk_s": 9.0, "questions_s": 0.0,
         "paused_s": 0.0, "complete": False, "skips_known": True,
             "unknown_s": 0.0, "name": "", "teaches": True},
        {"run_id": "second", "kind": "delivery", "started_at": pd.Timestamp(at(2)),
         "deck_digest": "d1", "source": "pacer", "talk_s": 75.0, "questions_s": 0.0,
         "paused_s": 0.0, "complete": True, "skips_known": True,
             "unknown_s": 0.0, "name": "", "teaches": True},
    ]  # fmt: skip
    for frame, schema in ((loaded.runs, frames.RUNS), (loaded.marks, frames.MARKS)):
        pd.testing.assert_frame_equal(frame, frames.check(frame, schema))
    assert told(visits(loaded.marks)) == "id:256 0-9 id:257 9-9… id:256 0-30 id:257 30-75"
    assert loaded.paths["first"].name == "2026-05-01T09-00-00Z.jsonl"
    assert loaded.problems == ()


def test_the_slides_of_the_day_come_back(tmp_path):
    save(tmp_path, RUN)
    seen = load(tmp_path).slides_seen["d1"]
    expected = make_slides()[["slide_key", "title", "text"]]
    pd.testing.assert_frame_equal(seen, expected)


def test_without_a_folder_there_are_no_runs(tmp_path):
    loaded = load(tmp_path / "none")
    none = frames.build(frames.RUNS).assign(
        name=pd.Series(dtype="str"), teaches=pd.Series(dtype="bool")
    )
    pd.testing.assert_frame_equal(loaded.runs, none)
    assert list(loaded.marks) == [*frames.MARKS.columns, "note"]
    assert visits(loaded.marks).empty
    assert dwell(visits(loaded.marks)).empty
    assert loaded.problems == ()


def test_a_note_comes_back_with_its_mark(tmp_path):
    with Journal.create(tmp_path, make_slides(), deck_digest="d") as journal:
        journal.mark(0, "start", "id:256")
        journal.mark(4, "note", "id:256", note="stumbled\x1b[31m here")
    assert load(tmp_path).marks["note"].tolist() == ["", "stumbled[31m here"]


def test_a_run_has_the_name_it_was_last_given(tmp_path):
    with Journal.create(tmp_path, make_slides(), deck_digest="d") as journal:
        journal.mark(0, "start", "id:256")
        journal.mark(9, "stop")
        journal.mark(9, "name", note="dress rehearsal")
        journal.mark(9, "name", note="the good one")
    assert load(tmp_path).runs["name"].tolist() == ["the good one"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"raw": b""}, "cut off in its first line"),
        ({"raw": b'{"format":"pacer-run","vers'}, "cut off in its first line"),
        ({"raw": b"\xff\xfe\x00garbage\n\n"}, "no run recorded by pacer"),
        ({"raw": b"[]\n"}, "no run recorded by pacer"),
        ({"raw": b"[" * 100_000 + b"\n"}, "no run recorded by pacer"),
        ({"raw": b'{"a":' + b"9" * 10_000 + b"}\n"}, "no run recorded by pacer"),
        ({"header": {"format": "other"}}, "no run recorded by pacer"),
        ({"header": {"version": 2}}, "newer than this pacer reads"),
        ({"header": {"version": "1\x1b"}}, "newer than this pacer reads"),
        ({"header": {"started_at": "yesterday"}}, "first line is damaged"),
        ({"header": {"started_at": 5}}, "first line is damaged"),
        ({"header": {"kind": "party"}}, "first line is damaged"),
        ({"header": {"run_id": ""}}, "first line is damaged"),
        ({"header": {"run_id": None}}, "first line is damaged"),
        ({"header": {"deck_digest": []}}, "first line is damaged"),
        ({"header": {"slides": [{"slide_key": "a"}]}}, "first line is damaged"),
        ({"header": {"slides": 5}}, "first line is damaged"),
        ({}, "nothing is recorded"),
        ({"marks": [(0, "start", "a"), ("5", "slide", "b")]}, "cut off|damaged"),
        ({"marks": [(0, "start", "a"), (5, "slide", None)]}, "cut off|damaged"),
        ({"marks": [(0, "start", "a"), (-5, "slide", "b")]}, "cut off|damaged"),
        ({"marks": [(0, "start", "a"), (float("nan"), "slide", "b")]}, "cut off|damaged"),
        ({"marks": [(0, "start", "a"), (True, "slide", "b")]}, "cut off|damaged"),
        ({"marks": [(0, "start", "a"), (10**400, "slide", "b")]}, "cut off|damaged"),
        ({"marks": [(0, "start", "a"), (50, "slide", "b"), (20, "stop", "")]}, "jumped back"),
        ({"marks": [(0, "start", "a"), (2e5, "slide", "b")]}, "56 hours"),
    ],
)  # fmt: skip
def test_one_bad_file_is_named_and_the_rest_load(tmp_path, broken, said):
    save(tmp_path, RUN, run_id="good")
    bad = put(tmp_path, "bad.jsonl", **broken)
    loaded = load(tmp_path)
    assert "good" in set(loaded.runs["run_id"])
    (problem,) = loaded.problems
    assert problem.startswith("bad.jsonl")
    assert pd.Series(problem).str.contains(said).all()
    assert problem.isprintable()
    assert bad.exists()


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "1677-01-01", "2026-05-01T09:00:00+23:59"],
)
def test_a_run_of_any_date_stops_no_other(tmp_path, moment):
    save(tmp_path, RUN, run_id="good", started_at=at(1))
    put(tmp_path, "odd.jsonl", {"started_at": moment}, [(0, "start", "a"), (5, "stop", "")])
    loaded = load(tmp_path)
    assert "good" in set(loaded.runs["run_id"])
    assert len(loaded.runs) + len(loaded.problems) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=4,
)
FIELDS = ["format", "version", "run_id", "kind", "started_at", "deck_digest", "source", "slides"]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3), JSON, st.data())
def test_whatever_a_file_holds_the_others_load(tmp_path_factory, header, field, data):
    folder = tmp_path_factory.mktemp("any")
    save(folder, RUN, run_id="good", started_at=at(1))
    name = data.draw(st.sampled_from(["seq", "t_s", "kind", "slide_key", "note", "else"]))
    bad = put(folder, "bad.jsonl", header, [(0, "start", "a"), (5, "slide", "b")])
    kept = [json.loads(line) for line in lines(bad)]
    kept[1] |= {name: field}
    raw = "".join(f"{json.dumps(line)}\n" for line in kept).encode()
    at_byte, other = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.binary(max_size=3))
    bad.write_bytes(raw[:at_byte] + other + raw[at_byte + len(other) :])
    loaded = load(folder, make_slides())
    assert "good" in set(loaded.runs["run_id"])
    assert loaded.runs["run_id"].is_unique
    assert set(loaded.marks["run_id"]) == set(loaded.runs["run_id"])
    # A character that this Python's Unicode does not know yet is no control character.
    assert not {category(one) for one in "".join(loaded.problems)} & {"Cc", "Cs", "Zl", "Zp"}
    dwell(on_slides(visits(loaded.marks), loaded, make_slides()))


@pytest.mark.parametrize("version", [2, 99, 1.5])
def test_a_newer_version_is_never_half_read(tmp_path, version):
    path = put(tmp_path, "new.jsonl", {"version": version}, [(0, "start", "a"), (9, "stop", "")])
    loaded = load(tmp_path)
    assert len(loaded.runs) == len(loaded.marks) == 0
    assert "upgrade pacer" in loaded.problems[0]
    assert path.exists()


def test_rounding_out_of_order_is_no_jump(tmp_path):
    put(
        tmp_path,
        "a.jsonl",
        marks=[(0, "start", "a"), (10.02, "slide", "b"), (10, "slide", "c"), (20, "stop", "")],
    )
    loaded = load(tmp_path)
    assert loaded.problems == ()
    assert told(visits(loaded.marks)) == "a 0-10.02 b 10.02-10.02 c 10.02-20"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_does_not_hold_up_the_rest(tmp_path):
    save(tmp_path, RUN)
    (tmp_path / "runs" / "folder.jsonl").mkdir()
    os.mkfifo(tmp_path / "runs" / "pipe.jsonl")
    (tmp_path / "runs" / "gone.jsonl").symlink_to("nowhere")
    (tmp_path / "runs" / "take.wav").write_bytes(b"RIFF")
    loaded = load(tmp_path)
    assert len(loaded.runs) == 1
    assert [problem.split(":")[0] for problem in loaded.problems] == [
        "folder.jsonl", "gone.jsonl", "pipe.jsonl"
    ]  # fmt: skip


def test_hostile_text_is_tidied(tmp_path):
    put(tmp_path, "a.jsonl", {"run_id": "r\x1b[2J\u202e\udfff", "source": "s\x07",
        "slides": [{"slide_key": "k\x1b", "title": "t\x1b\n2", "text": "x\x00\ud800"}]},
        [(0, "start", "k\x1b\ud800"), (5, "stop", "")])  # fmt: skip
    loaded = load(tmp_path)
    assert loaded.runs[["run_id", "source"]].iloc[0].tolist() == ["r[2J", "s"]
    assert loaded.marks["slide_key"].tolist() == ["k", ""]
    assert loaded.slides_seen["d"].iloc[0].tolist() == ["k", "t 2", "x"]


# --- copies -------------------------------------------------------------------------------


def test_a_copy_is_set_aside(tmp_path):
    path = save(tmp_path, RUN, run_id="r")
    for name in (
        "run (1).jsonl",
        "run (Anna's conflicted copy 2026-05-02).jsonl",
        "a.sync-conflict-1.jsonl",
    ):
        path.with_name(name).write_bytes(path.read_bytes())
    loaded = load(tmp_path)
    assert loaded.runs["run_id"].tolist() == ["r"]
    assert len(loaded.problems) == 3
    assert all("copy of" in problem for problem in loaded.problems)
    assert len(list((tmp_path / "runs").iterdir())) == 4


def test_of_a_run_and_a_copy_cut_short_the_longer_counts(tmp_path):
    path = save(tmp_path, RUN, run_id="r")
    data = lines(path)
    path.write_bytes(b"".join(data[:2]))
    path.with_name("conflict.jsonl").write_bytes(b"".join(data))
    loaded = load(tmp_path)
    assert loaded.runs["talk_s"].tolist() == [75.0]
    assert loaded.paths["r"].name == "conflict.jsonl"


def test_copies_that_went_on_differently_are_told_apart(tmp_path):
    path = save(tmp_path, RUN, run_id="r")
    other = path.with_name("conflict.jsonl")
    other.write_bytes(path.read_bytes())
    with Journal.resume(path) as journal:
        journal.mark(80, "start", "id:258")
        journal.mark(90, "stop")
    with Journal.resume(other) as journal:
        journal.mark(85, "start", "id:258")
    loaded = load(tmp_path)
    assert len(loaded.runs) == 1
    assert loaded.paths["r"] == path
    assert "differs from mark 4" in loaded.problems[0]


def test_two_runs_of_one_name_are_both_kept(tmp_path):
    save(tmp_path, RUN, run_id="r", started_at=at(1))
    save(tmp_path, "0 start id:256, 8 slide id:257, 9 stop", run_id="r", started_at=at(2))
    loaded = load(tmp_path)
    assert loaded.runs["talk_s"].tolist() == [75.0, 9.0]
    assert loaded.runs["run_id"].is_unique
    assert "has the name of another run" in loaded.problems[0]


def test_the_same_times_twice_count_once(tmp_path):
    save(tmp_path, RUN, run_id="one", started_at=at(1))
    save(tmp_path, RUN, run_id="two", started_at=at(2))
    loaded = load(tmp_path)
    assert len(loaded.runs) == 1
    assert "same times" in loaded.problems[0]
