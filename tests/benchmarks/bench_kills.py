"""Whatever writes, killed at a hundred random moments, and failing or killed step by step.

Nothing is timed: what is counted is what was lost.
"""

import contextlib
import errno
import multiprocessing
import os
import random
import tempfile
import time
from pathlib import Path
from signal import SIGKILL

import pytest

from pacer.core.errors import PacerError
from tests.benchmarks.timing import row
from tests.core.breaking import Disk, Killed
from tests.writers import WRITERS, Scene, make_talk

KILLS, SEED = 100, 20260301
MOST_STEPS = 16
PRELOADED = ["tests.writers", "pacer.planning.solve", "pacer.results.report", "matplotlib.pyplot"]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "talk").mkdir()
        talk = make_talk(home / "talk")
        scenes = {}
        for number, writer in enumerate(WRITERS):
            (home / str(number)).mkdir()
            scenes[writer] = Scene(writer, talk, home / str(number))
        _kills(scenes)
        _steps(scenes)


def _kills(scenes):
    """Real processes, ended with -9 at random moments of their work."""
    print(f"{KILLS} kills -9 over {len(scenes)} ways to write (seed {SEED})")
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    # Forked from a process without threads, which a solver or a picture may have left here.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    lost = midway = stuck = 0
    for number in range(KILLS):
        name = list(scenes)[number % len(scenes)]
        scene = scenes[name]
        scene.set_up()
        # Half at a moment of the clock, half amid the writing, which is a small part of that time.
        step = chance.randrange(16) if number % 2 else None
        process = context.Process(target=_work, args=(name, scene.folder, step))
        began = time.perf_counter()
        process.start()
        process.join(2.0 * chance.random() if step is None else 60.0)
        if process.exitcode is None:
            os.kill(process.pid, SIGKILL)
        process.join()
        midway += process.exitcode == -SIGKILL
        for fault in scene.faults():
            lost += 1
            print(f"  {name}, after {time.perf_counter() - began:.2f} s, step {step}: {fault}")
        if not scene.ends():
            stuck += 1
            print(f"  {name}, step {step}: trying again does not end it")
    row("killed before the end", [str(midway)], f"(of {KILLS})")
    row("files lost, or there in part", [str(lost)], "(0)")
    row("that trying again does not mend", [str(stuck)], "(0)")


def _work(name, folder, step):
    """Write; at the step, this process is gone."""
    if step is not None:
        patch = pytest.MonkeyPatch()
        disk = Disk(fails_at=step, error="kill")
        disk.kill = lambda: os.kill(os.getpid(), SIGKILL)
        disk.put_under(patch)
    WRITERS[name](folder)


def _steps(scenes):
    """Steps of each, failing and killed in turn; all of them where there are not many."""
    print("A failure or a kill at opens, writes, fsyncs, links, renames and unlinks")
    tried = lost = stuck = 0
    for name, scene in scenes.items():
        last = len(_at(scene, None, 0).seen)
        every = range(last) if last <= MOST_STEPS else range(0, last, -(-last // MOST_STEPS))
        for number, step in enumerate(every):
            error = ("kill", errno.ENOSPC, "kill", errno.EIO)[number % 4]
            disk = _at(scene, step, error)
            tried += disk.failed
            said = f"  {name}, step {step} of {last} ({disk.seen[-1]}), {error}"
            for fault in scene.faults():
                lost += 1
                print(f"{said}: {fault}")
            # What fails for another reason than room is written, and guarded as anybody's.
            if error != errno.EIO and not scene.ends():
                stuck += 1
                print(f"{said}: trying again does not end it")
    row("steps tried", [f"{tried:,}"], f"({len(scenes)} ways to write)")
    row("files lost, or there in part", [str(lost)], "(0)")
    row("that trying again does not mend", [str(stuck)], "(0)")


def _at(scene, step, error):
    """The disk after a step of it failed, or after none."""
    scene.set_up()
    disk = Disk(fails_at=step, error=error)
    with pytest.MonkeyPatch.context() as patch:
        disk.put_under(patch)
        with contextlib.suppress(Killed, PacerError):
            scene.work(scene.folder)
    return disk


if __name__ == "__main__":
    main()
