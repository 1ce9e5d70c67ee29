"""Whatever writes: a failure or a kill at any step leaves the old file or the new one.

Here a few steps of each way to write, drawn by a seed; more of them, and a hundred kills of real
processes, in `tests.benchmarks.bench_kills`; every step of the door, in `tests.core`.
"""

import errno
import random

import pytest

from pacer.cli.commands import COMMANDS
from pacer.core.errors import PacerError
from pacer.core.files import PART
from tests.core.breaking import Disk, Killed
from tests.writers import ROOMS, WRITERS, Scene, make_talk, snapshot

SLOW = {"demo", "report .html"}


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    return make_talk(tmp_path_factory.mktemp("talk"))


def breaks_off(scene, monkeypatch, step, error):
    """Whether the step was reached, and so failed."""
    scene.set_up()
    disk = Disk(fails_at=step, error=error)
    with monkeypatch.context() as patch:
        disk.put_under(patch)
        try:
            code = scene.work(scene.folder)
        except (Killed, PacerError):
            code = 2
    assert disk.failed or code == 0
    return disk.failed


def steps_of(scene, monkeypatch):
    scene.set_up()
    disk = Disk(fails_at=None, error=0)
    with monkeypatch.context() as patch:
        disk.put_under(patch)
        scene.work(scene.folder)
    return len(disk.seen)


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in SLOW])
def test_what_breaks_off_leaves_the_old_or_the_new(name, talk, tmp_path, monkeypatch):
    scene = Scene(name, talk, tmp_path)
    last = steps_of(scene, monkeypatch)
    assert last >= 4
    every = [(step, error) for step in range(last) for error in ("kill", errno.ENOSPC)]
    for step, error in random.Random(name).sample(every, 4):  # noqa: S311 - which to try
        assert breaks_off(scene, monkeypatch, step, error)
        assert list(scene.faults()) == [], (step, error)
        assert scene.ends(), (step, error)


def test_every_command_that_may_write_is_tried():
    writing = {
        name
        for name, (_, _, options) in COMMANDS.items()
        for words, _ in options
        if {"--csv", "--out", "--force", "--correct"} & set(words)
    }
    tried = {name.split()[0] for name in WRITERS}
    assert writing | {"import", "align", "export", "demo"} <= tried
    # killed while it hears, and what it deletes, are tests of their own (tests/transcript)
    assert set(COMMANDS) <= tried | ROOMS | {"completion", "transcribe", "forget"}


@pytest.mark.parametrize("name", ["slides --csv", "plan .pptx", "choices", "import", "notebooks"])
@pytest.mark.parametrize("room", [0, 100])
def test_a_disk_that_is_really_full(name, room, talk, tmp_path):
    resource = pytest.importorskip("resource")
    scene = Scene(name, talk, tmp_path)
    scene.set_up()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    code, said = 2, "make room on the disk"
    try:
        code = scene.work(scene.folder)
    except PacerError as error:
        said = str(error)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code == 2
    assert "make room on the disk" in said
    assert snapshot(scene.folder) == scene.before
    assert not list(scene.folder.rglob(f"*{PART}"))
    assert scene.ends()
