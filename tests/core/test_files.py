"""The one door for writing: whole or not at all, whatever fails at whichever step."""

import errno
import io
import json
import os
import stat
import time
from pathlib import Path

import pytest

from pacer.core import files
from pacer.core.errors import PacerError
from tests.core.breaking import Disk, Killed

POSIX = pytest.mark.skipif(os.name == "nt", reason="rights and pipes differ there")


def in_parts(file):
    for part in ("af", "te", "r"):
        file.write(part.encode())
        file.flush()


@pytest.mark.parametrize("data", ["after", b"after", in_parts])
def test_a_file_takes_its_place_whole(tmp_path, data):
    target = tmp_path / "kept.json"
    assert files.write(target, data) == target
    assert target.read_bytes() == b"after"
    files.write(target, "again")
    assert target.read_text() == "again"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("there", [None, b"before"])
@pytest.mark.parametrize("work", [files.write, files.create])
@pytest.mark.parametrize("data", [b"after", in_parts])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES, "kill"])
def test_whatever_step_fails_leaves_the_old_file_or_the_new_one(
    tmp_path, monkeypatch, there, work, data, error
):
    target = tmp_path / "kept.json"
    steps = 0
    while True:
        for left in tmp_path.iterdir():
            left.unlink()
        if there is not None:
            target.write_bytes(there)
        disk = Disk(fails_at=steps, error=error)
        with monkeypatch.context() as patch:
            disk.put_under(patch)
            said = ""
            try:
                work(target, data)
            except PacerError as failed:
                said = str(failed)
            except Killed:
                said = "killed"
        if said not in ("", "killed"):
            assert os.strerror(error) in said
            assert files.cure(OSError(error, "")) in said
        found = target.read_bytes() if target.exists() else None
        assert found in (there, b"after")
        if not disk.failed:
            break
        names = [path.name for path in tmp_path.iterdir() if path != target]
        if error != "kill":
            assert names == []  # nothing half-written is left
        assert all(name.endswith(files.PART) for name in names)
        steps += 1
    assert found == (b"after" if work is files.write or there is None else there)
    if work is files.write:
        assert {"open", "write", "fsync", "replace"} <= set(disk.seen)


def test_what_a_writer_raises_leaves_all_as_it_was(tmp_path):
    target = tmp_path / "deck.pptx"
    target.write_text("before")

    def breaks(file):
        file.write(b"half")
        raise ValueError("no such slide")

    with pytest.raises(ValueError, match="no such slide"):
        files.write(target, breaks)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_kill_left_is_swept_once_it_is_old(tmp_path, monkeypatch):
    target = tmp_path / "plan.csv"
    for _ in range(3):
        with monkeypatch.context() as patch:
            Disk(fails_at=2, error="kill").put_under(patch)
            with pytest.raises(Killed):
                files.write(target, b"after")
    left = list(tmp_path.glob(f".*{files.PART}"))
    assert len(left) == 3
    other = tmp_path / f".00000000-11111111{files.PART}"
    other.touch()
    for path in (*left[:2], other):
        os.utime(path, (time.time() - 2 * files.SWEPT_S,) * 2)
    files.write(target, b"after")
    assert sorted(tmp_path.iterdir()) == sorted([target, left[2], other])


def test_create_keeps_what_is_there_but_not_an_empty_file(tmp_path):
    target = tmp_path / "talk.ipynb"
    assert files.create(target, "new")
    assert not files.create(target, "newer")
    assert target.read_text() == "new"
    target.write_bytes(b"")  # what a full disk left of an earlier try
    assert files.create(target, "newest")
    assert target.read_text() == "newest"


def test_two_that_create_at_once_keep_the_first(tmp_path):
    target = tmp_path / "one"

    def late(file):
        target.write_text("first")
        file.write(b"second")

    assert not files.create(target, late)
    assert target.read_text() == "first"
    assert list(tmp_path.iterdir()) == [target]


def test_a_disk_without_links_creates_too(tmp_path, monkeypatch):
    def no_links(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", no_links)
    target = tmp_path / "one"
    assert files.create(target, "first")
    assert not files.create(target, "second")
    assert target.read_text() == "first"
    with pytest.raises(FileExistsError):
        files.move(files.write(tmp_path / "two", "two"), target)


@POSIX
def test_rights_are_a_new_files_or_those_that_were(tmp_path):
    new = files.write(tmp_path / "a", "")
    (tmp_path / "b").write_text("")
    assert new.stat().st_mode == (tmp_path / "b").stat().st_mode
    new.chmod(0o600)
    files.write(new, "again")
    assert stat.S_IMODE(new.stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("work", [files.write, files.create])
def test_only_files_are_written(tmp_path, work):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(PacerError, match=f"{name}: is .*choose another name"):
            work(tmp_path / name, "text")
    with pytest.raises(PacerError, match="device"):
        work(Path("/dev/null"), "")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("no/such/file", "make its folder first"),
        ("file/below", "choose another place"),
        ("x" * 300, "choose a shorter name"),
    ],
)
def test_a_place_that_cannot_be_written_is_said_with_its_cure(tmp_path, place, words):
    (tmp_path / "file").write_text("")
    with pytest.raises(PacerError, match=words) as caught:
        files.write(tmp_path / place, "text")
    assert "\n" not in str(caught.value)


@POSIX
def test_json_that_is_no_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "choices.json")
    (tmp_path / "folder.json").mkdir()
    for name in ("choices.json", "folder.json"):
        with pytest.raises(PacerError, match="is no file"):
            files.read_json(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "damaged"),
        (b"[" * 100 + b"]" * 100, "nested too deep"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "nested too deep"),
        (b"1" * 5_000, "damaged"),
        (b"{", "damaged"),
        (b'"' + b"x" * 300_000 + b'"', "larger than"),
        (b"\xff\xfe\x00", "damaged"),
    ],
)
def test_json_that_nobody_wrote_in_earnest_is_refused(tmp_path, text, words):
    path = tmp_path / "choices.json"
    path.write_bytes(text)
    with pytest.raises(PacerError, match=words) as caught:
        files.read_json(path, most_bytes=250_000)
    assert "\n" not in str(caught.value)


def test_json_comes_back(tmp_path):
    held = {"a": [1, {"ü": None}], "b": "x"}
    assert files.read_json(files.write(tmp_path / "a.json", files.dumped(held))) == held
    assert files.read_json(tmp_path / "none.json") is None
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.dumped({"a": float("nan")})
    assert json.loads(files.dumped(held)) == held


def test_bytes_are_appended_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "take.webm"
    files.create(target, b"")
    files.append(target, 0, b"abc")
    files.append(target, 2, b"CD")  # what a kill left behind the second byte is written over
    assert target.read_bytes() == b"abCD"

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.append(target, 4, b"ef")
    assert target.read_bytes() == b"abCD"


def test_a_seekable_file_is_given(tmp_path):
    def writer(file):
        file.write(b"abcdef")
        file.seek(0)
        assert file.read(3) == b"abc"
        file.seek(0, io.SEEK_END)
        file.write(b"!")

    assert files.write(tmp_path / "a", writer).read_bytes() == b"abcdef!"
