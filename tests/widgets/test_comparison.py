"""The compare widget's kernel side, and the stays it shares with the page."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import pacer
from pacer.core import frames
from pacer.core.errors import FrameError
from pacer.results.comparison import compare as answer
from pacer.widgets import protocol
from pacer.widgets.comparison import ComparisonWidget, make_state
from pacer.widgets.protocol import AskClip
from tests.audio.test_takes import make_take
from tests.factories import make_deck, make_timings
from tests.talks import make_runs, make_slides
from tests.widgets.comms import Wire

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
    return made, make_state(made, deck, runs, visits, marks=marks, **more)


def shared():
    """What the page is tested against: the tables it gets, and what Python makes of them."""
    made, room = make_room(
        *WRITTEN, planned=pd.Series({"A": 30.0, "B": 60.0, "C": 60.0, "D": 0.0}), notes=(30.0, 70.0)
    )
    keys = made.seconds.index
    drift = made.drift.pivot_table(index="run_id", columns="slide_key", values="drift_s")
    drift = drift.reindex(index=made.seconds.columns, columns=keys)
    return {
        "rows": protocol.plain(room.rows),
        "runs": protocol.plain(room.runs),
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
    assert [row.position for row in room.rows] == [1, 2, 3, 4, None]
    assert room.rows[-1].title == EVIL, "escaping is the page's: it only ever sets text"
    first, second, third = room.runs
    assert first.segments[2] == [0, 3, 100.0, 112.0]
    assert second.passed == [1]
    assert (first.stopped, third.stopped) == (None, 2)
    assert third.stumbles == [1, 1, 2]
    assert (room.baseline, room.talk_s) == ("usual", 160.0)
    assert third.over_s is None
    json.dumps(protocol.plain(room), allow_nan=False)


def test_what_a_run_passed_by_is_what_the_comparison_counts():
    made, room = make_room(*WRITTEN, planned=pd.Series({"B": 0.0, "C": 10.0}))
    assert [len(run.passed) for run in room.runs] == made.totals["skipped"].tolist()


def test_hidden_slides_no_run_showed_are_left_out():
    deck = make_slides(3)
    deck.loc[1:, "hidden"] = True
    runs, visits, dwell = make_runs("A 0-30 C 30-60")
    made = answer(deck, runs, visits, dwell)
    room = make_state(made, deck, runs, visits)
    assert [row.key for row in room.rows] == ["A", "C"]
    assert [segment[0] for segment in room.runs[0].segments] == [0, 1]


def test_no_runs():
    deck = make_slides(2)
    runs, visits, dwell = make_runs()
    room = make_state(answer(deck, runs, visits, dwell), deck, runs, visits)
    assert room.runs == []
    assert room.sentences[0].startswith("No runs yet")


def test_runs_of_another_talk_are_refused():
    deck = make_slides(2)
    runs, visits, dwell = make_runs("A 0-30", "A 0-20")
    made = answer(deck, runs, visits, dwell)
    with pytest.raises(FrameError, match="lacks the run 2026-01-02"):
        make_state(made, deck, runs.head(1), visits)


@pytest.fixture
def heard(tmp_path):
    """A room of a talk whose last run has two seconds of sound, and its wire."""
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 2))
    for number in (1, 2):
        talk.import_run(make_timings(tmp_path / f"{number}.csv", [2.0, 1.0 + number]))
    make_take(talk.folder / "runs" / talk.runs["run_id"].iloc[-1], 2.0)
    return ComparisonWidget(talk.project), talk


def ask(room, *spans, run_id=None):
    room.sent = []
    room.send = lambda content, buffers=None: room.sent.append((content, buffers))
    run_id = room.runs[-1].id if run_id is None else run_id
    room.receive(AskClip(number=3, run_id=run_id, spans=list(spans)), [])
    return room.sent[-1]


def test_only_the_stretch_is_sent(heard):
    room, _ = heard
    assert room.runs[-1].audio_spans == [[0.5, 2.5]]
    clip, [data] = ask(room, [0.0, 1.0])
    assert (clip["type"], clip["number"], clip["reason"]) == ("clip", 3, "")
    assert clip["mime"].startswith("audio/")
    assert 0 < len(data) < 20_000


@pytest.mark.parametrize("span", [[3.0, 4.0], [1.0, 0.0]])
def test_what_there_is_no_sound_of_is_answered_in_a_line(heard, span):
    clip, [data] = ask(heard[0], span)
    assert clip["reason"] == "there is no sound of this stretch"
    assert data == b""


@pytest.mark.parametrize(
    "spans", [None, [], [["0", "1"]], [[0.0, float("nan")]], [[-1.0, 1.0]], [1]]
)
def test_spans_that_make_no_sense_are_not_understood(heard, spans):
    room, _ = heard
    wire = Wire(room)
    wire.tell({"type": "ask-clip", "number": 1, "run_id": "r", "spans": spans})
    assert [content["type"] for content, _ in wire.sent] == ["dropped"]


def test_a_run_without_a_take_is_silent(heard):
    clip, _ = ask(heard[0], [0.0, 1.0], run_id="../../etc/passwd")
    assert "no sound" in clip["reason"]


def test_a_run_that_ended_meanwhile_is_shown_without_reopening(heard, tmp_path):
    room, talk = heard
    wire = Wire(room)
    talk.import_run(make_timings(tmp_path / "3.csv", [3.0, 4.0]))
    assert [run.talk_s for run in room.runs] == [4.0, 5.0, 7.0]
    assert len(wire.state["runs"]) == 3
    room.close()
    talk.import_run(make_timings(tmp_path / "4.csv", [3.0, 5.0]))
    assert len(room.runs) == 3


if __name__ == "__main__":
    FIXTURE.write_text(json.dumps(shared(), indent=1) + "\n", "utf-8")
