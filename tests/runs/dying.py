"""A process to kill: it marks until it is, and says each mark once it is acknowledged.

``python -m tests.runs.dying FOLDER TIMES SEED`` forks and kills `TIMES` children in turn, at
moments drawn with `SEED`. Each goes on with the run of the one before, or begins a new one every
tenth time. Prints one JSON line a child: the journal's path and the acknowledged marks.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

from pacer.runs import Journal
from tests.runs.making import make_slides

# It is killed so soon after so many lines, so that the disk's speed does not set what is tried.
MOST_BEFORE, LONGEST_S = 6, 0.01
# After so many a child waits for its end, however fast the disk.
MOST_MARKS = 40


def mark_until_killed(folder, path, say):
    journal = Journal.resume(path) if path else Journal.create(folder, SLIDES, deck_digest="d")
    os.write(say, json.dumps(str(journal.path)).encode() + b"\n")
    for seq in range(journal.marks + 1, journal.marks + 1 + MOST_MARKS):
        # The run's name in each: two runs with the same marks would pass for copies of one.
        journal.mark(seq / 8, "slide", f"{journal.run_id}:{seq}")
        os.write(say, f"{seq}\n".encode())
    signal.pause()


def kill_one(folder, path, rng):
    hear, say = os.pipe()
    child = os.fork()
    if not child:
        os.close(hear)
        mark_until_killed(folder, path, say)
    os.close(say)
    with open(hear, "rb") as pipe:  # noqa: PTH123 - a descriptor, not a path
        heard = b"".join(pipe.readline() for _ in range(rng.randrange(MOST_BEFORE)))
        time.sleep(rng.uniform(0, LONGEST_S))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said = (heard + pipe.read()).split(b"\n")[:-1]
    name = json.loads(said[0]) if said else path
    return name, [int(seq) for seq in said[1:]]


def main(folder, times, seed):
    rng = random.Random(seed)  # noqa: S311 - when to kill, no secret
    path = None
    for number in range(times):
        path = None if number % 10 == 0 else path
        path, acknowledged = kill_one(folder, path, rng)
        print(json.dumps([path, acknowledged]), flush=True)


SLIDES = make_slides()

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
