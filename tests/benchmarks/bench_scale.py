"""Many runs, many revisions, many slides: what the commands cost beside reading the journals.

Each command is a process of its own, as a user starts it, in turn with a process that reads the
same deck and parses the same lines of the journals. Seconds are of the processor, which a busy
machine hardly changes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from pacer import deck, runs
from tests.benchmarks.timing import row
from tests.deck.decks import make_deck, save
from tests.runs.editing import seeded

ROUNDS = 3
# What is read before any command can answer.
READ = """
import json, sys
from pathlib import Path
from pacer import deck
path = Path(sys.argv[1])
deck.read(path)
for each in (path.with_suffix(".pacer") / "runs").iterdir():
    with each.open(encoding="utf-8") as file:
        for line in file:
            json.loads(line)
"""


class Case(NamedTuple):
    """A talk of so many runs and slides, a command on it, and what it may cost."""

    runs: int
    slides: int
    command: tuple[str, ...]
    most_s: float
    revisions: int = 1


CASES = (
    Case(1000, 60, ("pace",), 3.0),
    Case(1000, 60, ("plan", "--slot", "15:00"), 5.0),
    Case(300, 60, ("report", "--slot", "15:00"), 6.0),
    Case(300, 60, ("pace",), 6.0, revisions=30),
    Case(3, 500, ("report", "--slot", "1:30:00"), 20.0),
    Case(20, 500, ("pace",), 6.0),
)
# The same talk with ever more runs: seconds grow no faster than the runs.
GROWING = (250, 500, 1000, 2000)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        row("", ["command", "reading", "ratio", "memory"])
        for number, case in enumerate(CASES):
            path = made(home / str(number), case)
            out = ("--out", str(home / f"{number}.html")) if case.command[0] == "report" else ()
            said = f"{case.runs:,} runs, {case.slides} slides"
            said += f", {case.revisions} revisions" if case.revisions > 1 else ""
            measured(f"{case.command[0]}: {said}", path, (*case.command, *out), case.most_s)
        print("  pace of ever more runs of 60 slides")
        for count in GROWING:
            path = made(home / f"growing{count}", Case(count, 60, (), 0.0))
            measured(f"{count:,} runs", path, ("pace",), 3.0 * max(1.0, count / 1000))


def measured(name: str, path: Path, command: tuple[str, ...], most_s: float) -> None:
    words = [sys.executable, "-m", "pacer", command[0], str(path), *command[1:]]
    pairs = [(spent(words), spent([sys.executable, "-c", READ, str(path)])) for _ in range(ROUNDS)]
    seconds = statistics.median(own[0] for own, _ in pairs)
    reading = statistics.median(base[0] for _, base in pairs)
    times = statistics.median(own[0] / base[0] for own, base in pairs)
    most = max(own[1] for own, _ in pairs)
    figures = [f"{seconds:.2f} s", f"{reading:.2f} s", f"{times:.1f}", f"{most >> 20} MB"]
    row(name, figures, f"(at most {most_s:.0f} s, 500 MB)")


def spent(words: list[str]) -> tuple[float, int]:
    """Processor seconds and most bytes of a process, which must succeed."""
    child = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | ONE_CORE
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {child.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PACER_PROFILE": "off"}


def made(folder: Path, case: Case) -> Path:
    """A deck, and its runs an hour apart; each revision replaces the text of one slide."""
    folder.mkdir()
    rng = seeded("scale")
    words = [f"word{number}" for number in range(500)]
    said = [" ".join(rng.choices(words, k=160)) for _ in range(case.slides)]
    contents = [(f"Slide {number}", text[:400], text[400:]) for number, text in enumerate(said)]
    path = save(make_deck(contents), folder / "talk.pptx")
    read = deck.read(path)
    slides, began = read.slides.copy(), datetime(2024, 1, 1, tzinfo=UTC)
    each = max(1, case.runs // case.revisions)
    for number in range(case.runs):
        if number and number % each == 0:
            slides.loc[number // each, "text"] = " ".join(rng.choices(words, k=60))
        at_s, marks = 0.0, []
        for place, key in enumerate(slides["slide_key"]):
            marks.append((at_s, "slide" if place else "start", key))
            at_s += rng.lognormvariate(3, 0.5)
        marks.append((at_s, "stop", ""))
        runs.save_marks(
            folder / "talk.pacer",
            slides,
            marks,
            deck_digest=read.digest if number < each else f"{number // each:016x}",
            started_at=began + timedelta(hours=number),
        )
    return path


if __name__ == "__main__":
    main()
