"""Kernels killed with -9 in the middle of a run: every acknowledged mark survives, none twice.

The kernel here is a process that holds the widget and takes messages as a kernel does; the page
is what pacer/widgets/src/run/outbox.js does: it keeps what was not acknowledged, and sends it
again to the next kernel.
"""

import contextlib
import multiprocessing
import os
import random
import time
from signal import SIGKILL
from typing import ClassVar

from pacer import runs
from pacer.runs.journal import read
from pacer.widgets.protocol import MOST_AT_ONCE

KILLS = 110
# Marks that a kernel acknowledges before the one or few in which it is killed, and how long it
# has for those: so neither the disk's speed nor the processor's sets how much is written.
MOST_BEFORE = 12
LONGEST_S = 0.01


def kernel(pipe, folder):
    """A kernel with the widget in it."""
    from pacer.widgets.rehearsal import RehearsalWidget
    from tests.widgets.comms import Wire
    from tests.widgets.talks import make_project

    wire = Wire(RehearsalWidget(make_project(folder, 5)))
    pipe.send("ready")
    while True:
        pipe.send(wire.tell(pipe.recv())[0])


def make_mark(seq):
    kind = "start" if seq == 1 else "slide"
    return {"seq": seq, "t_s": seq * 2.5, "kind": kind, "slide_key": f"id:{1 + seq % 5}"}


def test_every_acknowledged_mark_survives_a_hundred_kills(tmp_path):
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pacer.widgets.rehearsal", "tests.widgets.talks"])
    chance = random.Random(20260301)  # noqa: S311 - moments, not secrets
    page = Page()
    moments = set()
    for _ in range(KILLS):
        process, pipe = begin(context, tmp_path)
        page.drive(pipe, marks=page.acknowledged + chance.randrange(MOST_BEFORE))
        # It is killed while it takes a few more, of which it may answer some.
        with contextlib.suppress(BrokenPipeError):
            for _ in range(chance.randrange(4)):
                page.send(pipe)
        time.sleep(LONGEST_S * chance.random() ** 2)
        os.kill(process.pid, SIGKILL)
        with contextlib.suppress(EOFError, ConnectionError):
            while True:
                page.hear(pipe)
        process.join(10)
        pipe.close()
        moments.add(page.acknowledged)
        kept = found(tmp_path)
        assert len(kept) >= page.acknowledged
        assert kept == page.marks[: len(kept)]
    assert len(moments) > KILLS / 3, "the kills came before anything was written"
    process, pipe = begin(context, tmp_path)
    page.drive(pipe, marks=len(page.marks) + 1)
    process.kill()
    process.join(10)
    assert found(tmp_path) == page.marks
    assert len(runs.load(tmp_path).runs) == 1


def begin(context, folder):
    """A kernel that is ready, and the wire to it."""
    pipe, other = context.Pipe()
    process = context.Process(target=kernel, args=(other, folder), daemon=True)
    process.start()
    other.close()
    assert pipe.recv() == "ready"
    return process, pipe


class Page:
    """Numbers its marks, keeps them, and tells each new kernel the whole run."""

    run: ClassVar = {
        "token": "t", "kind": "rehearsal", "started_at": "2026-03-01T12:00:00Z", "deck_digest": "",
    }  # fmt: skip

    def __init__(self):
        self.marks = []
        self.acknowledged = 0
        self.sent = 0

    def drive(self, pipe, marks):
        """Make marks until there are so many."""
        self.sent = 0
        while self.acknowledged < marks:
            before = self.acknowledged, self.sent
            self.send(pipe)
            self.hear(pipe)
            assert (self.acknowledged, self.sent) > before, "the kernel stands still"

    def send(self, pipe):
        """One mark more, unless some wait that this kernel has not been told of."""
        if self.sent == len(self.marks):
            self.marks.append(make_mark(len(self.marks) + 1))
        some = self.marks[self.sent : self.sent + MOST_AT_ONCE]
        message = {"type": "add-marks", "page": "p", "take_over": True, "run": self.run}
        pipe.send({**message, "marks": some})
        self.sent += len(some)

    def hear(self, pipe):
        answer = pipe.recv()
        assert answer["type"] == "acked", answer
        assert answer["seq"] >= self.acknowledged
        self.acknowledged = answer["seq"]


def found(folder):
    """The marks on disk, of the one run that has any."""
    files = [read(path) for path in (folder / "runs").glob("*.jsonl") if _is_begun(path)]
    assert len([recorded for recorded in files if recorded.marks]) <= 1
    fields = ("seq", "t_s", "kind", "slide_key")
    return [{name: mark[name] for name in fields} for recorded in files for mark in recorded.marks]


def _is_begun(path):
    """Whether the first line is whole: one killed while it made the file leaves less."""
    return b"\n" in path.read_bytes()
