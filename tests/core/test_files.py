import errno
import os

import pytest

from pacer.core.files import replacing


def test_a_file_takes_its_place_whole(tmp_path):
    target = tmp_path / "kept.json"
    target.write_text("before")
    with replacing(target) as fresh:
        fresh.write_text("half")
        assert (fresh.parent, fresh.suffix) == (tmp_path, ".json")
        assert target.read_text() == "before"
        fresh.write_text("after")
    assert target.read_text() == "after"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("fails", ["fsync", "chmod"])
def test_what_was_there_stays_where_writing_fails(tmp_path, monkeypatch, fails):
    target = tmp_path / "kept.json"
    target.write_text("before")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, fails, full)
    with pytest.raises(OSError, match="No space"), replacing(target) as fresh:
        fresh.write_text("after")
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name == "nt", reason="rights are another thing there")
def test_it_is_as_open_as_any_new_file(tmp_path):
    with replacing(tmp_path / "a") as fresh:
        fresh.write_text("")
    (tmp_path / "b").write_text("")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode
