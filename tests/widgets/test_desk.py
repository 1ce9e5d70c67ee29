"""The kernel's side of a run, without a page: marks in, acknowledgements out."""

import datetime as dt
import errno
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer import runs
from pacer.runs import journal
from pacer.runs.journal import read
from pacer.widgets import run_recorder
from pacer.widgets.run_recorder import Desk
from tests.widgets.talks import make_slides

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
RUN = {"token": "abc", "kind": "rehearsal", "started_at": "2026-03-01T11:59:00Z"}


def make_desk(folder, now=NOW):
    return Desk(folder, make_slides(5), "digest", now=lambda: now)


def mark(seq, t_s, kind="slide", key="id:1", **more):
    return {"seq": seq, "t_s": t_s, "kind": kind, "slide_key": key, **more}


def three():
    return [mark(1, 0.0, "start"), mark(2, 10.5, key="id:2"), mark(3, 30.25, key="id:3")]


def recorded(folder):
    marks = runs.load(folder).marks
    return list(zip(marks["t_s"], marks["kind"], marks["slide_key"], strict=True))


def test_marks_are_on_disk_when_they_are_acknowledged(tmp_path):
    answer = make_desk(tmp_path).marks("page", RUN, three())
    assert answer["said"] == "ack"
    assert answer["seq"] == 3
    assert len(answer["news"]) == 3
    assert recorded(tmp_path) == [
        (0.0, "start", "id:1"), (10.5, "slide", "id:2"), (30.25, "slide", "id:3"),
    ]  # fmt: skip
    header = read(next((tmp_path / "runs").iterdir())).header
    assert header["started_at"] == dt.datetime(2026, 3, 1, 11, 59, tzinfo=dt.UTC)
    assert header["deck_digest"] == "digest"


@pytest.mark.parametrize("again", [[1, 2, 3], [3], [2, 3], [1]])
def test_what_is_sent_twice_is_written_once(tmp_path, again):
    desk = make_desk(tmp_path)
    desk.marks("page", RUN, three())
    answer = desk.marks("page", RUN, [three()[seq - 1] for seq in again])
    assert (answer["seq"], answer["news"]) == (3, [])
    assert len(recorded(tmp_path)) == 3


def test_a_mark_that_came_too_early_is_asked_for_again(tmp_path):
    desk = make_desk(tmp_path)
    desk.marks("page", RUN, three()[:1])
    assert desk.marks("page", RUN, three()[2:])["seq"] == 1
    assert desk.marks("page", RUN, three()[1:])["seq"] == 3


def test_a_new_kernel_goes_on_in_the_same_file(tmp_path):
    make_desk(tmp_path).marks("page", RUN, three()[:2])
    answer = make_desk(tmp_path).marks("page", RUN, three())
    assert answer["seq"] == 3
    assert len(list((tmp_path / "runs").iterdir())) == 1
    assert len(recorded(tmp_path)) == 3


def test_two_rehearsals_of_one_deck_are_two_runs(tmp_path):
    one, other = make_desk(tmp_path), make_desk(tmp_path)
    one.marks("page", RUN, three())
    other.marks("page 2", {**RUN, "token": "other"}, three()[:2])
    one.marks("page", RUN, [mark(4, 40.0, "stop", "")])
    assert sorted(runs.load(tmp_path).runs["complete"]) == [False, True]


def test_only_the_page_that_drives_may_mark(tmp_path):
    desk = make_desk(tmp_path)
    desk.marks("page", RUN, three()[:1])
    assert desk.marks("second tab", RUN, three())["holder"] == "page"
    assert len(recorded(tmp_path)) == 1
    taken = desk.marks("second tab", RUN, three(), take=True)
    assert (taken["seq"], taken["holder"]) == (3, "second tab")
    assert desk.marks("second tab", RUN, three())["seq"] == 3
    assert desk.marks("page", RUN, three())["said"] == "holder"


def test_a_page_that_opens_hears_of_the_run(tmp_path):
    desk = make_desk(tmp_path)
    assert desk.hello("page")["run"] is None
    desk.marks("page", RUN, three())
    heard = desk.hello("page 2")
    assert heard["run"]["holder"] == "page"
    assert [found["seq"] for found in heard["run"]["marks"]] == [1, 2, 3]
    json.dumps(heard)


def test_an_unfinished_run_is_offered_until_it_is_stopped(tmp_path):
    now = dt.datetime.now(dt.UTC)
    make_desk(tmp_path).marks("page", RUN, three())
    offered = make_desk(tmp_path, now).hello("page")["unfinished"]
    assert offered["token"] == RUN["token"]
    assert len(offered["marks"]) == 3
    assert make_desk(tmp_path, now + dt.timedelta(hours=25)).hello("page")["unfinished"] is None
    make_desk(tmp_path).marks("page", RUN, [*three(), mark(4, 60.0, "stop", "")])
    assert make_desk(tmp_path, now).hello("page")["unfinished"] is None


def test_a_discarded_run_is_put_aside_not_deleted(tmp_path):
    desk = make_desk(tmp_path)
    desk.marks("page", RUN, three())
    (take,) = [path.with_suffix(".wav") for path in (tmp_path / "runs").iterdir()]
    take.write_bytes(b"RIFF")
    assert desk.discard("abc")["said"] == "discarded"
    assert runs.load(tmp_path).runs.empty
    assert sorted(path.suffix for path in (tmp_path / "discarded").iterdir()) == [".jsonl", ".wav"]
    assert desk.discard("abc")["where"] == ""


def test_a_folder_that_cannot_be_written_is_said_and_the_marks_stay_with_the_page(tmp_path):
    (tmp_path / "talk.pacer").write_text("a file where the folder should be")
    answer = make_desk(tmp_path / "talk.pacer").marks("page", RUN, three())
    assert answer["said"] == "refused"
    assert answer["seq"] == 0
    assert "\n" not in answer["why"]


def test_a_kernel_interrupted_while_it_wrote_goes_on(tmp_path):
    desk = make_desk(tmp_path)
    desk.marks("page", RUN, three()[:1])
    (path,) = (tmp_path / "runs").iterdir()
    with path.open("a") as file:  # what it had written and did not know of
        file.write('{"seq":2,"t_s":10.5,"kind":"slide","slide_key":"id:2"}\n')
    assert desk.marks("page", RUN, three()[1:])["said"] == "refused"
    assert desk.marks("page", RUN, three()[1:])["seq"] == 3
    assert len(recorded(tmp_path)) == 3


def test_a_run_whose_file_was_deleted_is_written_anew(tmp_path):
    desk = make_desk(tmp_path)
    desk.marks("page", RUN, three()[:2])
    next((tmp_path / "runs").iterdir()).unlink()
    assert desk.marks("page", RUN, three()[2:])["seq"] == 0
    assert desk.marks("page", RUN, three())["seq"] == 3
    assert len(recorded(tmp_path)) == 3


def test_a_journal_that_was_moved_away_is_no_end(tmp_path):
    desk = make_desk(tmp_path)
    desk.marks("page", RUN, three())
    next((tmp_path / "runs").iterdir()).unlink()
    assert desk.hello("page")["run"] is None


@pytest.mark.parametrize("started_at", ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", 7, None])
def test_a_page_with_a_wrong_clock_does_not_date_the_run(tmp_path, started_at):
    make_desk(tmp_path).marks("page", {**RUN, "started_at": started_at}, three())
    assert runs.load(tmp_path).runs["started_at"].iloc[0] == NOW


def many(count, first=1):
    return [
        mark(seq, float(seq), "start" if seq == 1 else "slide")
        for seq in range(first, first + count)
    ]


def test_more_marks_at_once_than_a_page_sends_are_refused_in_words(tmp_path):
    desk = make_desk(tmp_path)
    answer = desk.marks("page", RUN, many(run_recorder.MOST_AT_ONCE + 1))
    assert (answer["said"], answer["seq"], answer["final"]) == ("refused", 0, True)
    assert "1,001 marks at once" in answer["why"]
    assert desk.marks("page", RUN, many(2))["seq"] == 2


def test_a_run_that_is_full_refuses_one_more_and_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MOST_MARKS", 3)
    desk = make_desk(tmp_path)
    answer = desk.marks("page", RUN, many(4))
    assert (answer["said"], answer["seq"], answer["final"]) == ("refused", 3, True)
    assert answer["why"].endswith("has 3 marks, as many as a run can hold: begin a new run")
    assert len(answer["news"]) == 3
    # What is on disk is acknowledged as ever, and a new run is free.
    assert desk.marks("page", RUN, many(3))["said"] == "ack"
    assert desk.marks("page", {**RUN, "token": "next"}, many(3))["seq"] == 3


def test_a_run_never_grows_beyond_what_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST_BYTES", 2_000)
    answer = make_desk(tmp_path).marks("page", RUN, many(100))
    assert answer["final"]
    assert 0 < answer["seq"] < 100
    (path,) = (tmp_path / "runs").iterdir()
    assert path.stat().st_size <= 2_000
    assert len(recorded(tmp_path)) == answer["seq"]


def test_a_day_of_talking_fits():
    assert journal.MOST_MARKS > 24 * 3600
    line = len(json.dumps(mark(99_999, 86399.123456, key="id:12345"))) + 1
    assert journal.MOST_MARKS * line < journal.LARGEST_BYTES


def test_the_page_knows_the_kernels_bounds():
    book = (Path(run_recorder.__file__).parent / "src/run/book.js").read_text()
    assert f"MOST_MARKS = {journal.MOST_MARKS:_};" in book
    assert f"MOST_AT_ONCE = {run_recorder.MOST_AT_ONCE:_};" in book


def test_a_mark_without_sense_is_refused_for_good_and_those_before_it_are_kept(tmp_path):
    answer = make_desk(tmp_path).marks("page", RUN, [*many(2), mark(3, -1.0), mark(4, 4.0)])
    assert (answer["said"], answer["seq"], answer["final"]) == ("refused", 2, True)
    assert answer["why"].startswith("mark 3 makes no sense")


def test_a_disk_that_is_full_may_have_room_later(tmp_path, monkeypatch):
    def no_room(fd, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    desk = make_desk(tmp_path)
    desk.marks("page", RUN, many(1))
    with monkeypatch.context() as full:
        full.setattr(journal, "_write_all", no_room)
        answer = desk.marks("page", RUN, many(2))
    assert (answer["said"], answer["seq"], answer["final"]) == ("refused", 1, False)
    assert desk.marks("page", RUN, many(2))["seq"] == 2


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
names = ("seq", "t_s", "kind", "slide_key", "note")
fields = st.fixed_dictionaries({}, optional=dict.fromkeys(names, anything))


@settings(deadline=None)  # it waits for the disk
@given(marks=st.lists(fields | anything, max_size=4) | anything, run=fields)
def test_whatever_a_page_sends_is_answered_in_words(tmp_path_factory, marks, run):
    folder = tmp_path_factory.mktemp("talk")
    answer = make_desk(folder).marks("page", {**run, "token": "t"}, marks)
    assert answer["said"] in ("ack", "refused")
    json.dumps(answer)
    assert answer["said"] == "ack" or answer["why"]
    for path in (folder / "runs").glob("*"):
        assert not read(path).problem
