"""The kernel's side of a run, without a page: marks in, acknowledgements out."""

import datetime as dt
import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer import runs
from pacer.runs import journal
from pacer.runs.journal import read
from pacer.widgets import protocol
from pacer.widgets.protocol import AddMarks, Hello, RehearsalMessage
from pacer.widgets.run_recorder import RunRecorder
from tests.widgets.talks import make_slides

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
RUN = {
    "token": "abc", "kind": "rehearsal", "started_at": "2026-03-01T11:59:00Z", "deck_digest": "",
}  # fmt: skip


def make_recorder(folder, now=NOW):
    return RunRecorder(folder, make_slides(5), "digest", now=lambda: now)


def add(recorder, page, run, marks, **more):
    """Marks as a page sends them; the answer as it travels."""
    message = {"type": "add-marks", "page": page, "run": run, "marks": marks, **more}
    return protocol.plain(recorder.answer(protocol.decode(message, AddMarks)))


def hello(recorder, page):
    return protocol.plain(recorder.answer(Hello(page=page)))


def mark(seq, t_s, kind="slide", key="id:1", **more):
    return {"seq": seq, "t_s": t_s, "kind": kind, "slide_key": key, **more}


def three():
    return [mark(1, 0.0, "start"), mark(2, 10.5, key="id:2"), mark(3, 30.25, key="id:3")]


def recorded(folder):
    marks = runs.load(folder).marks
    return list(zip(marks["t_s"], marks["kind"], marks["slide_key"], strict=True))


def test_marks_are_on_disk_when_they_are_acknowledged(tmp_path):
    answer = add(make_recorder(tmp_path), "page", RUN, three())
    assert answer["type"] == "acked"
    assert answer["seq"] == 3
    assert len(answer["new_marks"]) == 3
    assert recorded(tmp_path) == [
        (0.0, "start", "id:1"), (10.5, "slide", "id:2"), (30.25, "slide", "id:3"),
    ]  # fmt: skip
    header = read(next((tmp_path / "runs").iterdir())).header
    assert header["started_at"] == dt.datetime(2026, 3, 1, 11, 59, tzinfo=dt.UTC)
    assert header["deck_digest"] == "digest"


@pytest.mark.parametrize("again", [[1, 2, 3], [3], [2, 3], [1]])
def test_what_is_sent_twice_is_written_once(tmp_path, again):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three())
    answer = add(recorder, "page", RUN, [three()[seq - 1] for seq in again])
    assert (answer["seq"], answer["new_marks"]) == (3, [])
    assert len(recorded(tmp_path)) == 3


def test_a_mark_that_came_too_early_is_asked_for_again(tmp_path):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three()[:1])
    assert add(recorder, "page", RUN, three()[2:])["seq"] == 1
    assert add(recorder, "page", RUN, three()[1:])["seq"] == 3


def test_a_new_kernel_goes_on_in_the_same_file(tmp_path):
    add(make_recorder(tmp_path), "page", RUN, three()[:2])
    answer = add(make_recorder(tmp_path), "page", RUN, three())
    assert answer["seq"] == 3
    assert len(list((tmp_path / "runs").iterdir())) == 1
    assert len(recorded(tmp_path)) == 3


def test_two_rehearsals_of_one_deck_are_two_runs(tmp_path):
    one, other = make_recorder(tmp_path), make_recorder(tmp_path)
    add(one, "page", RUN, three())
    add(other, "page 2", {**RUN, "token": "other"}, three()[:2])
    add(one, "page", RUN, [mark(4, 40.0, "stop", "")])
    assert sorted(runs.load(tmp_path).runs["complete"]) == [False, True]


def test_only_the_page_that_drives_may_mark(tmp_path):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three()[:1])
    assert add(recorder, "second tab", RUN, three())["driver"] == "page"
    assert len(recorded(tmp_path)) == 1
    taken = add(recorder, "second tab", RUN, three(), take_over=True)
    assert (taken["seq"], taken["driver"]) == (3, "second tab")
    assert add(recorder, "second tab", RUN, three())["seq"] == 3
    assert add(recorder, "page", RUN, three())["type"] == "held-elsewhere"


def test_a_page_that_opens_hears_of_the_run(tmp_path):
    recorder = make_recorder(tmp_path)
    assert hello(recorder, "page")["run"] is None
    add(recorder, "page", RUN, three())
    heard = hello(recorder, "page 2")
    assert heard["run"]["driver"] == "page"
    assert [found["seq"] for found in heard["run"]["marks"]] == [1, 2, 3]
    json.dumps(heard)


def test_an_unfinished_run_is_offered_until_it_is_stopped(tmp_path):
    now = dt.datetime.now(dt.UTC)
    add(make_recorder(tmp_path), "page", RUN, three())
    offered = hello(make_recorder(tmp_path, now), "page")["unfinished"]
    assert offered["token"] == RUN["token"]
    assert len(offered["marks"]) == 3
    assert (
        hello(make_recorder(tmp_path, now + dt.timedelta(hours=25)), "page")["unfinished"] is None
    )
    add(make_recorder(tmp_path), "page", RUN, [*three(), mark(4, 60.0, "stop", "")])
    assert hello(make_recorder(tmp_path, now), "page")["unfinished"] is None


def test_a_discarded_run_is_put_aside_not_deleted(tmp_path):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three())
    (take,) = [path.with_suffix(".wav") for path in (tmp_path / "runs").iterdir()]
    take.write_bytes(b"RIFF")
    assert recorder.discard("abc").where == f"{tmp_path.name}/discarded"
    assert runs.load(tmp_path).runs.empty
    assert sorted(path.suffix for path in (tmp_path / "discarded").iterdir()) == [".jsonl", ".wav"]
    assert recorder.discard("abc").where == ""


def test_a_folder_that_cannot_be_written_is_said_and_the_marks_stay_with_the_page(tmp_path):
    (tmp_path / "talk.pacer").write_text("a file where the folder should be")
    answer = add(make_recorder(tmp_path / "talk.pacer"), "page", RUN, three())
    assert answer["type"] == "refused"
    assert answer["seq"] == 0
    assert "\n" not in answer["reason"]


def test_a_kernel_interrupted_while_it_wrote_goes_on(tmp_path):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three()[:1])
    (path,) = (tmp_path / "runs").iterdir()
    with path.open("a") as file:  # what it had written and did not know of
        file.write('{"seq":2,"t_s":10.5,"kind":"slide","slide_key":"id:2"}\n')
    assert add(recorder, "page", RUN, three()[1:])["type"] == "refused"
    assert add(recorder, "page", RUN, three()[1:])["seq"] == 3
    assert len(recorded(tmp_path)) == 3


def test_a_run_whose_file_was_deleted_is_written_anew(tmp_path):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three()[:2])
    next((tmp_path / "runs").iterdir()).unlink()
    assert add(recorder, "page", RUN, three()[2:])["seq"] == 0
    assert add(recorder, "page", RUN, three())["seq"] == 3
    assert len(recorded(tmp_path)) == 3


def test_a_journal_that_was_moved_away_is_no_end(tmp_path):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three())
    next((tmp_path / "runs").iterdir()).unlink()
    assert hello(recorder, "page")["run"] is None


@pytest.mark.parametrize("started_at", ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "", "soon"])
def test_a_page_with_a_wrong_clock_does_not_date_the_run(tmp_path, started_at):
    add(make_recorder(tmp_path), "page", {**RUN, "started_at": started_at}, three())
    assert runs.load(tmp_path).runs["started_at"].iloc[0] == NOW


def test_a_run_dated_ahead_of_the_clock_hides_no_other(tmp_path):
    """Names and times of files come from a clock that was wrong then."""
    now = dt.datetime.now(dt.UTC)
    then = now + dt.timedelta(days=400)
    run = {**RUN, "token": "ahead", "started_at": then.isoformat()}
    add(make_recorder(tmp_path, then), "page", run, [*three(), mark(4, 60.0, "stop", "")])
    (path,) = (tmp_path / "runs").iterdir()
    os.utime(path, (then.timestamp(), then.timestamp()))
    run = {**RUN, "started_at": now.isoformat()}
    add(make_recorder(tmp_path, now), "page", run, three())
    new = make_recorder(tmp_path, now)
    assert hello(new, "page")["unfinished"]["token"] == RUN["token"]
    assert add(new, "page", run, [*three(), mark(4, 40.0)])["seq"] == 4
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_a_broken_off_run_is_found_among_any_number_of_others(tmp_path):
    add(make_recorder(tmp_path), "page", RUN, three())
    (path,) = (tmp_path / "runs").iterdir()
    for number in range(60):
        other = path.with_name(f"2027-{number:02}.jsonl")
        other.write_text(path.read_text().replace('"token":"abc"', f'"token":"x{number}"'))
    assert add(make_recorder(tmp_path), "page", RUN, [*three(), mark(4, 40.0)])["seq"] == 4
    assert len(read(path).marks) == 4


def test_runs_that_began_in_one_second_are_discarded_side_by_side(tmp_path):
    for token in ("one", "two", "three"):
        recorder = make_recorder(tmp_path)
        add(recorder, "page", {**RUN, "token": token}, three())
        assert recorder.discard(token).where == f"{tmp_path.name}/discarded"
    assert len(list((tmp_path / "discarded").glob("*.jsonl"))) == 3


def many(count, first=1):
    return [
        mark(seq, float(seq), "start" if seq == 1 else "slide")
        for seq in range(first, first + count)
    ]


def test_more_marks_at_once_than_a_page_sends_are_not_understood(tmp_path):
    recorder = make_recorder(tmp_path)
    with pytest.raises(protocol.NotUnderstoodError, match="length <= 1000"):
        add(recorder, "page", RUN, many(protocol.MOST_AT_ONCE + 1))
    assert add(recorder, "page", RUN, many(2))["seq"] == 2


def test_a_run_that_is_full_refuses_one_more_and_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MOST_MARKS", 3)
    recorder = make_recorder(tmp_path)
    answer = add(recorder, "page", RUN, many(4))
    assert (answer["type"], answer["seq"], answer["final"]) == ("refused", 3, True)
    assert answer["reason"].endswith("has 3 marks, as many as a run can hold: begin a new run")
    assert len(answer["new_marks"]) == 3
    # What is on disk is acknowledged as ever, and a new run is free.
    assert add(recorder, "page", RUN, many(3))["type"] == "acked"
    assert add(recorder, "page", {**RUN, "token": "next"}, many(3))["seq"] == 3


def test_a_run_never_grows_beyond_what_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST_BYTES", 2_000)
    answer = add(make_recorder(tmp_path), "page", RUN, many(100))
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
    book = (Path(protocol.__file__).parent / "src/run/outbox.js").read_text()
    assert f"MOST_MARKS = {journal.MOST_MARKS:_};" in book
    assert f"MOST_AT_ONCE = {protocol.MOST_AT_ONCE:_};" in book


def test_a_message_with_a_mark_without_sense_is_dropped_whole(tmp_path):
    recorder = make_recorder(tmp_path)
    with pytest.raises(protocol.NotUnderstoodError, match="t_s"):
        add(recorder, "page", RUN, [*many(2), mark(3, -1.0), mark(4, 4.0)])
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_may_have_room_later(tmp_path, monkeypatch):
    def no_room(fd, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, many(1))
    with monkeypatch.context() as full:
        full.setattr(journal, "_write_all", no_room)
        answer = add(recorder, "page", RUN, many(2))
    assert (answer["type"], answer["seq"], answer["final"]) == ("refused", 1, False)
    assert add(recorder, "page", RUN, many(2))["seq"] == 2


numbers = st.integers(-2, 5) | st.floats() | st.just(10**400)
marks_sent = st.lists(
    st.fixed_dictionaries(
        {
            "seq": st.integers(1, 4) | numbers,
            "t_s": st.floats(0, 1000) | numbers,
            "kind": st.sampled_from(protocol.get_args(protocol.MarkKind)),
            "slide_key": st.text(max_size=9),
        },
        optional={"note": st.text(max_size=20)},
    ),
    max_size=4,
)


@settings(deadline=None)  # it waits for the disk
@given(marks=marks_sent)
def test_whatever_a_page_sends_is_refused_whole_or_answered_in_words(tmp_path_factory, marks):
    folder = tmp_path_factory.mktemp("talk")
    message = {"type": "add-marks", "page": "page", "run": RUN, "marks": marks}
    try:
        decoded = protocol.decode(message, RehearsalMessage)
    except protocol.NotUnderstoodError:
        return
    answer = protocol.plain(make_recorder(folder).answer(decoded))
    assert answer["type"] in ("acked", "refused")
    json.dumps(answer)
    for path in (folder / "runs").glob("*"):
        assert not read(path).problem


def test_a_run_of_marks_no_page_knows_is_not_offered(tmp_path):
    recorder = make_recorder(tmp_path)
    add(recorder, "page", RUN, three())
    (path,) = (tmp_path / "runs").iterdir()
    with path.open("a") as file:
        file.write('{"seq":4,"t_s":40.0,"kind":"of tomorrow","slide_key":""}\n')
    assert hello(make_recorder(tmp_path, dt.datetime.now(dt.UTC)), "page")["unfinished"] is None
