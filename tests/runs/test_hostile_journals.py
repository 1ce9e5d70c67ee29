"""Files in the folder of runs that would cost gigabytes, or hang: named and set aside."""

import json
import os

import pytest

from pacer import runs
from pacer.runs import journal_file
from tests.runs.making import make_slides

HEAD = {
    "format": "pacer-run",
    "version": 1,
    "run_id": "r",
    "kind": "rehearsal",
    "started_at": "2026-01-01T00:00:00+00:00",
    "deck_digest": "d",
    "source": "pacer",
    "slides": [],
}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs"


def problem(place):
    loaded = runs.load(place.parent, make_slides())
    assert loaded.runs.empty
    (said,) = loaded.problems
    assert "\n" not in said
    return said


def mark(number):
    kind = "slide" if number else "start"
    return json.dumps(
        {"seq": number + 1, "t_s": float(number), "kind": kind, "slide_key": "id:256"}
    )


def test_a_header_of_20000_slides_is_refused(place):
    slide = {"slide_key": "k", "title": "t", "text": "some text of a slide"}
    head = HEAD | {"slides": [slide | {"slide_key": f"k{number}"} for number in range(20_000)]}
    (place / "r.jsonl").write_text(json.dumps(head) + "\n" + mark(0) + "\n")
    assert "names 20,000 slides, more than any deck has" in problem(place)


def test_more_marks_than_a_day_can_hold_are_refused(place, monkeypatch):
    monkeypatch.setattr(journal_file, "MOST_MARKS", 10)
    marks = "".join(f"{mark(number)}\n" for number in range(12))
    (place / "r.jsonl").write_text(json.dumps(HEAD) + "\n" + marks)
    assert "holds 12 marks, more than a day's talking" in problem(place)


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 200_000, '{"a":' * 200_000, "NaN", "1e999"])
def test_a_mark_or_a_header_of_nonsense_is_set_aside(place, value):
    line = f'{{"seq":1,"t_s":{value},"kind":"start","slide_key":"id:256"}}'
    (place / "r.jsonl").write_text(json.dumps(HEAD) + "\n" + line + "\n")
    problem(place)
    (place / "r.jsonl").write_text(json.dumps(HEAD).replace('"version": 1', f'"version": {value}'))
    problem(place)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_among_the_runs_holds_nothing_up(place):
    os.mkfifo(place / "r.jsonl")
    assert "is no file: move it out" in problem(place)
