"""The compare widget's kernel side, and the stays it shares with the page."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pacer.audio import takes
from pacer.core import frames
from pacer.core.errors import FrameError
from pacer.results.comparison import compare as answer
from pacer.widgets.comparison import compare
from tests.audio.test_takes import make_take
from tests.talks import make_runs, make_slides

FIXTURE = Path(__file__).parent / "fixtures" / "compare.json"
EVIL = "<img src=x onerror=alert(1)>"
# Gone back to, passed by, stopped, and a slide that is gone.
WRITTEN = (
    "A 0-30 B 30-90 A 100-112 C 112-172 D 172-192",
    "A 0-20 X 20-30 C 30-100 D 100-130",
    "A 0-25 B 25-85 C 85-95 …",
)


def make_notes(runs, *times):
    """A note each, in the last run."""
    run_id = runs["run_id"].iloc[-1]
    rows = [{"run_id": run_id, "t_s": t, "kind": "note", "slide_key": ""} for t in times]
    return frames.build(frames.MARKS, rows)


def make_room(*written, slides=4, planned=None, notes=(), **more):
    deck = make_slides(slides)
    runs, visits, dwell = make_runs(*written)
    made = answer(deck, runs, visits, dwell, planned=planned, talk_s=160.0, titles={"X": EVIL})
    marks = make_notes(runs, *notes) if notes else None
    return made, compare(made, deck, runs, visits, marks=marks, **more)


def shared():
    """What the page is tested against: the tables it gets, and what Python makes of them."""
    made, room = make_room(
        *WRITTEN, planned=pd.Series({"A": 30.0, "B": 60.0, "C": 60.0, "D": 0.0}), notes=(30.0, 70.0)
    )
    keys = made.seconds.index
    drift = made.drift.pivot_table(index="run_id", columns="slide_key", values="drift_s")
    drift = drift.reindex(index=made.seconds.columns, columns=keys)
    return {
        "rows": room.rows,
        "runs": room.runs,
        "seconds": _listed(made.seconds.T),
        "drift": _listed(drift),
        "passed": made.totals["skipped"].tolist(),
    }


def _listed(frame):
    return [
        [None if np.isnan(value) else round(value, 3) for value in row]
        for row in frame.to_numpy("float64")
    ]


def test_the_page_is_tested_against_these_tables():
    assert json.loads(FIXTURE.read_text("utf-8")) == json.loads(json.dumps(shared()))


def test_stays_flags_and_text_reach_the_page():
    made, room = make_room(*WRITTEN, notes=(30.0, 70.0, 86.0))
    assert room.sentences == list(made.sentences)
    assert [row["position"] for row in room.rows] == [1, 2, 3, 4, None]
    assert room.rows[-1]["title"] == EVIL, "escaping is the page's: it only ever sets text"
    first, second, third = room.runs
    assert first["pieces"][2] == [0, 3, 100.0, 112.0]
    assert second["passed"] == [1]
    assert (first["stopped"], third["stopped"]) == (None, 2)
    assert third["stumbles"] == [1, 1, 2]
    assert (room.held, room.talk_s) == ("usual", 160.0)
    assert third["over_s"] is None
    json.dumps([room.rows, room.runs], allow_nan=False)


def test_what_a_run_passed_by_is_what_the_comparison_counts():
    made, room = make_room(*WRITTEN, planned=pd.Series({"B": 0.0, "C": 10.0}))
    assert [len(run["passed"]) for run in room.runs] == made.totals["skipped"].tolist()


def test_hidden_slides_no_run_showed_are_left_out():
    deck = make_slides(3)
    deck.loc[1:, "hidden"] = True
    runs, visits, dwell = make_runs("A 0-30 C 30-60")
    made = answer(deck, runs, visits, dwell)
    room = compare(made, deck, runs, visits)
    assert [row["key"] for row in room.rows] == ["A", "C"]
    assert [piece[0] for piece in room.runs[0]["pieces"]] == [0, 1]


def test_no_runs():
    deck = make_slides(2)
    runs, visits, dwell = make_runs()
    room = compare(answer(deck, runs, visits, dwell), deck, runs, visits)
    assert room.runs == []
    assert room.sentences[0].startswith("No runs yet")


def test_runs_of_another_talk_are_refused():
    deck = make_slides(2)
    runs, visits, dwell = make_runs("A 0-30", "A 0-20")
    made = answer(deck, runs, visits, dwell)
    with pytest.raises(FrameError, match="lacks the run 2026-01-02"):
        compare(made, deck, runs.head(1), visits)


class Page:
    """What a widget sent."""

    def __init__(self, room):
        self.room, self.sent = room, []
        room.send = lambda content, buffers=None: self.sent.append((content, buffers))

    def ask(self, **message):
        self.room._answer(self.room, message, [])
        return self.sent.pop()


@pytest.fixture
def heard(tmp_path):
    """A room whose last run has two seconds of sound."""
    runs, _, _ = make_runs("A 0-2 B 2-4")
    stem = tmp_path / "talk.pacer" / "runs" / runs["run_id"].iloc[-1]
    stem.parent.mkdir(parents=True)
    make_take(stem, 2.0)
    _, room = make_room("A 0-2 B 2-4", slides=2, takes=takes(tmp_path / "talk.pacer"))
    return Page(room)


def test_only_the_stretch_is_sent(heard):
    [run] = heard.room.runs
    assert run["heard"] == [(0.5, 2.5)]
    said, [data] = heard.ask(ask="listen", number=3, run=run["id"], spans=[[0.0, 1.0]])
    assert (said["said"], said["number"], said["text"]) == ("sound", 3, "")
    assert said["type"].startswith("audio/")
    assert 0 < len(data) < 20_000


@pytest.mark.parametrize(
    "spans",
    [None, [], [[3.0, 4.0]], [[1.0, 0.0]], [["0", "1"]], [[0.0, float("nan")]], [[-1.0, 1.0]], [1]],
)
def test_what_makes_no_sense_is_answered_in_a_line(heard, spans):
    said, [data] = heard.ask(ask="listen", number=1, run=heard.room.runs[0]["id"], spans=spans)
    assert said["text"] == "there is no sound of this stretch"
    assert data == b""


def test_a_run_without_a_take_is_silent(heard):
    said, _ = heard.ask(ask="listen", number=1, run="../../etc/passwd", spans=[[0.0, 1.0]])
    assert "no sound" in said["text"]
    heard.room._answer(heard.room, "listen", [])
    assert heard.sent == []


if __name__ == "__main__":
    FIXTURE.write_text(json.dumps(shared(), indent=1) + "\n", "utf-8")
