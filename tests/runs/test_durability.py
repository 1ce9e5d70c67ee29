"""What was acknowledged is in the file, whatever happens to the process or the disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pacer.runs import load
from pacer.runs.journal import read

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
ROOT = Path(__file__).parents[2]


def run(*words):
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, timeout=300, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_acknowledged_mark_survives_kill_9_at_200_random_moments(tmp_path):
    killed = [
        json.loads(said)
        for said in run("-m", "tests.runs.dying", tmp_path, "200", "7").splitlines()
    ]
    acknowledged = {}
    for path, marks in killed:
        if path is None:
            continue  # killed before the run had begun
        acknowledged.setdefault(path, []).extend(marks)
    assert len(killed) == 200
    assert sum(map(len, acknowledged.values())) > 200
    for path, marks in acknowledged.items():
        recorded = read(path)
        assert not recorded.damaged
        there = {mark["seq"]: (mark["t_s"], mark["slide_key"]) for mark in recorded.marks}
        for seq in marks:
            assert there[seq] == (seq / 8, f"{Path(path).stem}:{seq}")
        assert sorted(there) == list(range(1, len(there) + 1))
    loaded = load(tmp_path)
    assert len(loaded.marks) == sum(len(read(path).marks) for path in loaded.paths.values())
    assert len(loaded.marks) >= sum(map(len, acknowledged.values()))


FULL = """
import json, resource, sys
from pacer.core.errors import RunError
from pacer.runs import Journal
from tests.runs.making import make_slides

journal = Journal.create(sys.argv[1], make_slides(), deck_digest="d")
room = journal.path.stat().st_size + int(sys.argv[2])
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
acknowledged, why = 0, ""
try:
    while True:
        acknowledged = journal.mark(acknowledged, "slide", "id:256")
except RunError as error:
    why = str(error)
full = journal.path.read_bytes()
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
again = journal.mark(acknowledged, "slide", "id:256", seq=acknowledged + 1)
print(json.dumps([str(journal.path), acknowledged, why, full.decode(), again]))
"""


@pytest.mark.parametrize("room", [0, 1, 100, 1000, 1023, 1024])
def test_where_no_byte_more_fits_the_journal_stays_whole_and_goes_on_later(tmp_path, room):
    path, acknowledged, why, full, again = json.loads(run("-c", FULL, tmp_path, str(room)))
    assert why.startswith(Path(path).name)
    assert "make room on the disk, then send it again" in why
    # The half-written line was taken back.
    assert full.count("\n") == acknowledged + 1
    assert full.endswith("\n")
    assert again == acknowledged + 1
    assert [mark["seq"] for mark in read(path).marks] == list(range(1, again + 1))
