import errno
import json
import os
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pacer.core.errors import RunError
from pacer.runs import Journal, load, save_marks
from pacer.runs.journal import read, revision
from tests.core.breaking import Disk, Killed
from tests.runs.making import lines, make_marks, make_slides, save

AT = datetime(2026, 5, 1, 9, 30, 15, tzinfo=UTC)
RUN = "0 start id:256, 30 slide id:257, 75 stop"


def begin(folder, **options):
    return Journal.create(
        folder, make_slides(), **{"deck_digest": "d1", "started_at": AT, **options}
    )


def marks_in(path):
    return [(mark["t_s"], mark["kind"], mark["slide_key"]) for mark in read(path).marks]


def test_a_mark_is_in_the_file_when_it_is_acknowledged(tmp_path):
    with begin(tmp_path) as journal:
        for seq, (t_s, kind) in enumerate([(0, "start"), (12.5, "slide"), (30, "stop")], 1):
            assert journal.mark(t_s, kind, "id:256") == seq
            assert json.loads(lines(journal.path)[-1]) == {
                "seq": seq, "t_s": t_s, "kind": kind, "slide_key": "id:256"
            }  # fmt: skip


def test_each_mark_is_synced_before_it_is_acknowledged(tmp_path, monkeypatch):
    synced = []
    journal = begin(tmp_path)
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (real(fd), synced.append(os.fstat(fd).st_size)))
    journal.mark(0, "start", "id:256")
    assert synced == [journal.path.stat().st_size]


def test_the_first_line_tells_the_run_and_the_deck_as_it_was(tmp_path):
    zone = timezone(timedelta(hours=2))
    with begin(tmp_path, kind="delivery", started_at=AT.astimezone(zone)) as journal:
        header = json.loads(lines(journal.path)[0])
    assert journal.path == tmp_path / "runs" / "2026-05-01T09-30-15Z.jsonl"
    assert header["slides"] == revision(make_slides())
    del header["slides"]
    assert header == {
        "format": "pacer-run", "version": 1, "run_id": "2026-05-01T09-30-15Z",
        "kind": "delivery", "started_at": "2026-05-01T09:30:15Z", "deck_digest": "d1",
        "source": "pacer",
    }  # fmt: skip


def test_a_long_slide_is_kept_by_its_beginning(tmp_path):
    slides = make_slides().assign(title="t" * 10_000, text="word " * 100_000)
    with (
        begin(tmp_path, slides=slides)
        if False
        else Journal.create(tmp_path, slides, deck_digest="") as journal
    ):
        header = json.loads(lines(journal.path)[0])
    assert len(header["slides"][0]["text"]) <= 400
    assert len(header["slides"][0]["title"]) <= 300
    assert header["deck_digest"].startswith("slides:")


def test_runs_that_begin_in_one_second_have_files_and_names_of_their_own(tmp_path):
    made = [begin(tmp_path) for _ in range(3)]
    assert len({journal.path for journal in made}) == len({journal.run_id for journal in made}) == 3
    for journal in made:
        journal.close()


def test_a_mark_sent_again_is_acknowledged_and_not_written_again(tmp_path):
    with begin(tmp_path) as journal:
        for _ in range(3):
            assert journal.mark(0, "start", "id:256", seq=1) == 1
            assert journal.mark(5, "note", seq=2, note="stumbled") == 2
        assert marks_in(journal.path) == [(0, "start", "id:256"), (5, "note", "")]


def test_a_mark_that_skips_ahead_is_refused_until_the_one_before_came(tmp_path):
    with begin(tmp_path) as journal:
        with pytest.raises(RunError, match="mark 2 came before mark 1"):
            journal.mark(5, "slide", "id:257", seq=2)
        journal.mark(0, "start", "id:256", seq=1)
        assert journal.mark(5, "slide", "id:257", seq=2) == 2
        with pytest.raises(RunError, match="mark 0"):
            journal.mark(5, "slide", "id:257", seq=0)


def test_another_mark_under_a_number_already_used_is_refused(tmp_path):
    with begin(tmp_path) as journal:
        journal.mark(0, "start", "id:256", seq=1)
        with pytest.raises(RunError, match="another window"):
            journal.mark(1, "start", "id:256", seq=1)


@pytest.mark.parametrize(
    ("t_s", "kind", "key", "more"),
    [
        (-1, "slide", "a", {}),
        (float("nan"), "slide", "a", {}),
        (float("inf"), "slide", "a", {}),
        (1, "", "a", {}),
        (1, "slide", "", {}),
        (1, "note", "", {"seq_": {1, 2}}),
        (1, "note", "", {"level": float("nan")}),
    ],
)
def test_a_mark_that_could_not_be_read_again_is_refused(tmp_path, t_s, kind, key, more):
    with begin(tmp_path) as journal:
        before = journal.path.read_bytes()
        with pytest.raises(RunError):
            journal.mark(t_s, kind, key, **more)
        assert journal.path.read_bytes() == before


def test_what_is_no_text_for_a_file_is_written_all_the_same(tmp_path):
    with begin(tmp_path) as journal:
        journal.mark(0, "start", "id:256")
        journal.mark(1, "note", note="half a pair \ud800\u2028 and\na line")
    assert len(read(journal.path).marks) == 2


def test_a_closed_run_takes_no_mark(tmp_path):
    journal = begin(tmp_path)
    journal.close()
    journal.close()
    with pytest.raises(RunError, match="resume"):
        journal.mark(0, "start", "id:256")


# --- broken off ---------------------------------------------------------------------------


def test_a_file_cut_at_any_byte_keeps_every_whole_mark_and_can_go_on(tmp_path):
    whole = save(tmp_path, RUN, run_id="r")
    data, ends = whole.read_bytes(), []
    for line in lines(whole):
        ends.append((ends[-1] if ends else 0) + len(line))
    expected = marks_in(whole)
    for cut in range(len(data)):
        whole.write_bytes(data[:cut])
        # The newline alone may be missing from a line that is whole.
        marks = sum(cut >= end - 1 for end in ends) - 1
        loaded = load(tmp_path)
        if marks < 0:
            assert len(loaded.runs) == 0
            assert "nothing was recorded" in loaded.problems[0]
            continue
        assert marks_in(whole) == expected[:marks]
        torn = cut not in ends and cut + 1 not in ends
        assert any("cut off" in problem for problem in loaded.problems) == torn
        with Journal.resume(whole) as journal:
            assert journal.run_id == "r"
            assert journal.mark(99, "note") == marks + 1
        assert marks_in(whole) == [*expected[:marks], (99, "note", "")]
        assert whole.read_bytes().startswith(data[:cut])
        assert load(tmp_path).problems == ()


def test_resuming_twice_goes_on_with_the_last_and_refuses_the_first(tmp_path):
    first = begin(tmp_path)
    first.mark(0, "start", "id:256")
    second = Journal.resume(first.path)
    assert second.mark(5, "slide", "id:257") == 2
    with pytest.raises(RunError, match="another window"):
        first.mark(6, "slide", "id:258")
    assert second.mark(7, "slide", "id:258") == 3
    assert len(read(first.path).marks) == 3
    first.close()
    second.close()


def test_a_line_damaged_in_the_middle_keeps_what_stands_before_it(tmp_path):
    path = save(
        tmp_path, "0 start id:256, 10 slide id:257, 20 slide id:258, 30 slide id:259, 40 stop"
    )
    kept = lines(path)
    kept[3] = b"\x00" * 20 + b"\n"
    path.write_bytes(b"".join(kept))
    assert marks_in(path) == [(0, "start", "id:256"), (10, "slide", "id:257")]
    loaded = load(tmp_path)
    assert "damaged in line 4" in loaded.problems[0]
    assert not loaded.runs["complete"].any()
    with pytest.raises(RunError, match="begin a new run"):
        Journal.resume(path)


def test_lines_that_are_whole_only_together_are_two_bad_lines(tmp_path):
    path = save(tmp_path, "0 start id:256")
    path.write_bytes(path.read_bytes() + b'{"seq":2,"t_s":5\n"kind":"stop","slide_key":""}\n')
    assert marks_in(path) == [(0, "start", "id:256")]
    assert "damaged" in read(path).problem


def test_kinds_and_fields_unknown_here_are_kept(tmp_path):
    path = save(tmp_path, "0 start id:256, 5 slide id:257")
    future = {"seq": 3, "t_s": 6.0, "kind": "sparkle", "slide_key": "", "colour": [1, {"a": 2}]}
    path.write_bytes(path.read_bytes() + json.dumps(future).encode() + b"\n")
    assert read(path).marks[-1] == future
    loaded = load(tmp_path)
    assert loaded.marks["kind"].tolist() == ["start", "slide", "sparkle"]
    assert loaded.problems == ()


@pytest.mark.skipif(os.name == "nt", reason="a file in use cannot be deleted there")
def test_a_mark_into_a_deleted_file_is_not_acknowledged(tmp_path):
    with begin(tmp_path) as journal:
        journal.mark(0, "start", "id:256")
        journal.path.unlink()
        with pytest.raises(RunError, match="deleted or replaced"):
            journal.mark(5, "slide", "id:257")


# --- disk ---------------------------------------------------------------------------------


class FullDisk:
    """Stands in for the system's `write`: room for some bytes more, then none."""

    def __init__(self, room):
        self.room = room
        self.write = os.write

    def __call__(self, fd, data):
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        part = bytes(data[: self.room])
        self.room -= len(part)
        return self.write(fd, part)


@pytest.mark.parametrize("room", [0, 1, 10, 40])
def test_a_full_disk_is_named_and_the_mark_can_be_sent_again(tmp_path, monkeypatch, room):
    journal = begin(tmp_path)
    journal.mark(0, "start", "id:256")
    before = journal.path.read_bytes()
    with monkeypatch.context() as full:
        full.setattr(os, "write", FullDisk(room))
        with pytest.raises(RunError, match=r"Z\.jsonl: .*make room"):
            journal.mark(5, "slide", "id:257", seq=2)
    assert journal.path.read_bytes() == before
    assert journal.mark(5, "slide", "id:257", seq=2) == 2
    assert len(read(journal.path).marks) == 2


@pytest.mark.parametrize("room", [0, 1, 10, 40])
def test_where_a_half_line_cannot_be_taken_back_it_is_closed(tmp_path, monkeypatch, room):
    journal = begin(tmp_path)
    journal.mark(0, "start", "id:256")

    def fails(*_):
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as full:
        full.setattr(os, "write", FullDisk(room))
        full.setattr(os, "ftruncate", fails)
        with pytest.raises(RunError):
            journal.mark(5, "slide", "id:257", seq=2)
    assert journal.mark(5, "slide", "id:257", seq=2) == 2
    assert journal.mark(9, "stop", seq=3) == 3
    assert [mark["seq"] for mark in read(journal.path).marks] == [1, 2, 3]
    assert read(journal.path).problem == ""


def test_a_mark_that_could_not_be_synced_is_not_acknowledged(tmp_path, monkeypatch):
    journal = begin(tmp_path)

    def fails(_):
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fails)
        with pytest.raises(RunError, match="check the disk"):
            journal.mark(0, "start", "id:256")
    assert journal.mark(0, "start", "id:256", seq=1) == 1
    assert len(read(journal.path).marks) == 1


def test_a_run_that_cannot_begin_leaves_nothing_half_written(tmp_path, monkeypatch):
    (tmp_path / "runs").mkdir()
    for step in range(4):  # to open, write, sync and name the file
        with monkeypatch.context() as full:
            Disk(fails_at=step, error=errno.ENOSPC).put_under(full)
            with pytest.raises(RunError, match="make room"):
                save_marks(tmp_path, make_slides(), make_marks(RUN), deck_digest="d1")
        assert list((tmp_path / "runs").iterdir()) == []


def test_a_whole_run_is_never_there_in_part(tmp_path, monkeypatch):
    step, there = 0, []
    while not there:
        with monkeypatch.context() as broken:
            Disk(fails_at=step, error="kill").put_under(broken)
            with pytest.raises(Killed):
                save_marks(tmp_path, make_slides(), make_marks(RUN), deck_digest="d1")
        there = list((tmp_path / "runs").glob("*.jsonl"))
        step += 1
    assert step > 4
    assert len(read(there[0]).marks) == len(make_marks(RUN))


def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path):
    (tmp_path / "runs").write_text("")
    with pytest.raises(RunError, match=r"no run can be written here: .*runs"):
        begin(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_folder_is_one_clear_line(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(RunError, match="allow pacer to write"):
            begin(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_kind_of_run_that_is_none_is_refused(tmp_path):
    with pytest.raises(RunError, match="rehearsal or a delivery"):
        begin(tmp_path, kind="party")
