"""Changes of slide set by hand: kept beside the run, over its marks, and never in its journal."""

import json

import pytest

from pacer.core.errors import RunError
from pacer.runs import Journal, load, visits
from pacer.runs.boundaries import SUFFIX, Boundary, Corrected, beside, moved, save
from pacer.runs.boundaries import load as load_set
from tests.runs.making import make_slides

MARKS = [(0.0, "start", "id:256"), (30.0, "slide", "id:257"), (60.0, "pause", ""),
         (70.0, "resume", ""), (90.0, "stop", "")]  # fmt: skip


@pytest.fixture
def journal(tmp_path):
    made = Journal.create(tmp_path, make_slides(), deck_digest="d")
    for t_s, kind, key in MARKS:
        made.mark(t_s, kind, key)
    made.mark(95.0, "note", "id:257", note="here")
    made.close()
    return made.path


def corrected(t_s=40.0):
    marks = moved(MARKS, 30.0, t_s)
    return Corrected((Boundary(30.0, t_s, "id:256", "id:257"),), tuple(marks))


def test_what_was_set_counts_and_the_journal_stays(journal, tmp_path):
    before = journal.read_bytes()
    save(journal, corrected())
    assert load_set(journal) == corrected()
    found = load(tmp_path)
    assert visits(found.marks)["start_s"].tolist() == [0.0, 40.0, 70.0]
    assert "here" in found.marks["note"].tolist()
    assert journal.read_bytes() == before
    save(journal, None)
    assert visits(load(tmp_path).marks)["start_s"].tolist() == [0.0, 30.0, 70.0]
    save(journal, None)


def test_all_marks_of_one_moment_move_together():
    marks = [(0.0, "start", "A"), (30.0, "resume", ""), (30.0, "slide", "B"), (60.0, "stop", "")]
    assert moved(marks, 30.0, 45.0)[1:3] == [(45.0, "resume", ""), (45.0, "slide", "B")]


@pytest.mark.parametrize("to_s", [-1.0, 60.1, float("nan")])
def test_none_moves_beyond_its_neighbours(to_s):
    with pytest.raises(RunError, match="lies between"):
        moved(MARKS, 30.0, to_s)


def test_where_none_stands_none_moves():
    with pytest.raises(RunError, match="no slide changes"):
        moved(MARKS, 31.0, 32.0)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"marks": []},
        {"marks": [[5, "start", "a"], [1, "stop", ""]]},
        {"marks": [[float("inf"), "start", "a"]]},
        {"marks": [[True, "start", "a"]]},
        {"marks": 3},
        {"set": [{"was_s": "soon"}]},
        {"set": None},
    ],
)
def test_what_is_damaged_is_named_and_the_run_counts_as_recorded(journal, tmp_path, change):
    save(journal, corrected())
    path = beside(journal)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    found = load(tmp_path)
    assert visits(found.marks)["start_s"].tolist() == [0.0, 30.0, 70.0]
    assert len(found.problems) == 1
    assert SUFFIX in found.problems[0]
    assert "\n" not in found.problems[0]


def test_text_that_is_no_json_is_named_too(journal, tmp_path):
    beside(journal).write_bytes(b"\xff\x00{")
    assert "damaged" in load(tmp_path).problems[0]
