import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacer.core import frames
from pacer.runs import Span, dwell, summary, to_marks, visits
from tests.runs.making import make_marks, told


@pytest.mark.parametrize(
    ("marks", "expected"),
    {
        "the first slide's time counts":
            ("0 start A, 30 slide B, 75 stop", "A 0-30 B 30-75"),
        "a start that names no slide":
            ("0 start, 12 slide A, 30 slide B, 75 stop", "A 0-30 B 30-75"),
        "no start at all":
            ("5 slide A, 30 slide B, 75 stop", "A 5-30 B 30-75"),
        "going back":
            ("0 start A, 30 slide B, 40 slide A, 50 stop", "A 0-30 B 30-40 A 40-50"),
        "a jump":
            ("0 start A, 30 slide D, 40 slide B, 50 stop", "A 0-30 D 30-40 B 40-50"),
        "the slide that is up, marked again":
            ("0 start A, 0 slide A, 20 slide A, 30 slide B, 75 stop", "A 0-30 B 30-75"),
        "a pause":
            ("0 start A, 10 pause, 25 resume, 30 slide B, 75 stop", "A 0-10 A 25-30 B 30-75"),
        "a question":
            ("0 start A, 10 question, 25 answer, 30 slide B, 75 stop", "A 0-10 A 25-30 B 30-75"),
        "a question during a pause":
            ("0 start A, 10 pause, 12 question, 20 answer, 25 resume, 30 stop", "A 0-10 A 25-30"),
        "a pause during a question":
            ("0 start A, 10 question, 12 pause, 20 resume, 25 answer, 30 stop", "A 0-10 A 25-30"),
        "a pause that outlasts its question":
            ("0 start A, 10 question, 12 pause, 20 answer, 25 resume, 30 stop", "A 0-10 A 25-30"),
        "another slide during a question":
            ("0 start A, 10 question, 12 slide D, 20 slide A, 25 answer, 30 stop",
             "A 0-10 A 25-30"),
        "on to the next slide during a pause":
            ("0 start A, 10 pause, 12 slide B, 25 resume, 30 stop", "A 0-10 B 25-30"),
        "a slide passed in no time":
            ("0 start A, 10 slide B, 10 slide C, 30 stop", "A 0-10 B 10-10 C 10-30"),
        "a pause at the very change":
            ("0 start A, 10 slide B, 10 pause, 20 resume, 30 stop", "A 0-10 B 20-30"),
        "no stop":
            ("0 start A, 30 slide B", "A 0-30 B 30-30…"),
        "no stop, but a later sign of life":
            ("0 start A, 30 slide B, 50 note B", "A 0-30 B 30-50…"),
        "broken off in a pause":
            ("0 start A, 30 slide B, 50 pause", "A 0-30 B 30-50…"),
        "broken off on a slide not spoken to":
            ("0 start A, 30 pause, 50 slide B", "A 0-30"),
        "a note in between":
            ("0 start A, 10 note A, 30 slide B, 75 stop", "A 0-30 B 30-75"),
        "a note after the stop":
            ("0 start A, 10 stop, 90 note A", "A 0-10"),
        "a stop taken back":
            ("0 start A, 10 stop, 60 resume, 90 stop", "A 0-10 A 60-90"),
        "resume without a pause":
            ("0 start A, 10 resume, 20 answer, 30 stop", "A 0-30"),
        "no slide at all":
            ("0 start, 10 pause, 20 stop", ""),
        "one mark":
            ("0 start A", "A 0-0…"),
    }.values(),
)  # fmt: skip
def test_visits(marks, expected):
    assert told(visits(make_marks(marks))) == expected


def test_pieces_of_a_stay_share_its_number_and_a_return_does_not():
    made = visits(make_marks("0 start A, 10 pause, 20 resume, 30 slide B, 40 slide A, 50 stop"))
    assert made["visit"].tolist() == [1, 1, 2, 3]
    counted = dwell(made).set_index("slide_key")
    assert counted.loc["A"].tolist() == ["r", 30.0, 2, False]
    assert counted.loc["B"].tolist() == ["r", 10.0, 1, False]


def test_runs_are_kept_apart():
    both = pd.concat(
        [
            make_marks("0 start A, 30 slide B, 75 stop", "one"),
            make_marks("3 start B, 9 slide C", "two"),
        ]
    )
    made = visits(both)
    assert told(made[made["run_id"] == "one"]) == "A 0-30 B 30-75"
    assert told(made[made["run_id"] == "two"]) == "B 3-9 C 9-9…"
    mixed = both.sort_values("t_s", kind="stable")
    assert {told(part) for _, part in visits(mixed).groupby("run_id")} == {
        "A 0-30 B 30-75", "B 3-9 C 9-9…"
    }  # fmt: skip


def test_no_marks_make_empty_frames_of_the_right_kinds():
    none = visits(frames.build(frames.MARKS))
    pd.testing.assert_frame_equal(none, frames.build(frames.VISITS))
    pd.testing.assert_frame_equal(dwell(none), frames.build(frames.DWELL))


def heads(*ids):
    return pd.DataFrame(
        {"run_id": list(ids), "kind": "rehearsal", "deck_digest": "d", "source": "pacer",
         "started_at": pd.Timestamp("2026-05-01", tz="UTC")}
    )  # fmt: skip


def test_a_summary_tells_talk_questions_and_pauses_apart():
    marks = make_marks("0 start A, 10 pause, 15 resume, 30 question, 50 answer, 60 stop, 99 note")
    row = summary(marks, heads("r", "none")).set_index("run_id")
    assert row.loc["r", ["talk_s", "questions_s", "paused_s", "complete"]].tolist() == [
        35.0, 20.0, 5.0, True
    ]  # fmt: skip
    assert row.loc["none", ["talk_s", "complete"]].tolist() == [0.0, False]


def test_a_stop_taken_back_is_a_pause():
    row = summary(make_marks("0 start A, 10 stop, 60 start A, 90 slide B"), heads("r")).iloc[0]
    assert row[["talk_s", "paused_s", "complete"]].tolist() == [40.0, 50.0, False]


KINDS = st.sampled_from(
    ["start", "slide", "slide", "slide", "pause", "resume", "question", "answer", "stop", "note"]
)


@st.composite
def any_marks(draw):
    """Marks in order of time, of any kinds in any order, for up to three runs."""
    rows = []
    for run in range(draw(st.integers(1, 3))):
        at = 0
        for _ in range(draw(st.integers(1, 25))):
            at += draw(st.integers(0, 3))
            kind = draw(KINDS)
            key = draw(st.sampled_from("ABC")) if kind in ("slide", "start", "note") else ""
            rows.append({"run_id": str(run), "t_s": at, "kind": kind, "slide_key": key})
    return frames.build(frames.MARKS, rows)


def by_hand(marks):
    """The same arithmetic, one mark at a time."""
    talk, question, pause, last = 0.0, 0.0, 0.0, None
    paused = asked = over = False
    pending = 0.0
    for mark in marks.itertuples():
        span = 0 if last is None else mark.t_s - last
        if over:
            pending += span
        elif paused:
            pause += span
        elif asked:
            question += span
        else:
            talk += span
        last = mark.t_s
        if mark.kind in ("start", "resume") and over:
            pause, pending, over = pause + pending, 0.0, False
        if mark.kind == "stop":
            over = True
        if mark.kind in ("pause", "resume", "start", "stop"):
            paused = mark.kind == "pause"
        if mark.kind in ("question", "answer", "start", "stop"):
            asked = mark.kind == "question"
    return talk, question, pause, over


@given(any_marks())
def test_dwell_pauses_and_questions_make_up_the_whole_run(marks):
    ids = marks["run_id"].unique()
    runs = summary(marks, heads(*ids)).set_index("run_id")
    spoken = dwell(visits(marks)).groupby("run_id")["dwell_s"].sum()
    for run_id, own in marks.groupby("run_id"):
        talk, question, pause, over = by_hand(own)
        row = runs.loc[run_id]
        assert (row["talk_s"], row["questions_s"], row["paused_s"]) == (talk, question, pause)
        assert row["complete"] == over
        shown = own["kind"].isin(["slide", "start"]) & (own["slide_key"] != "")
        assert spoken.get(run_id, 0.0) == (talk if shown.any() else 0)


@given(any_marks())
def test_visits_are_in_order_disjoint_and_numbered_without_gaps(marks):
    for _, own in visits(marks).groupby("run_id"):
        assert (own["end_s"] >= own["start_s"]).all()
        assert (own["start_s"].to_numpy()[1:] >= own["end_s"].to_numpy()[:-1]).all()
        assert sorted(set(own["visit"])) == list(range(1, own["visit"].max() + 1))
        assert own["visit"].is_monotonic_increasing
        assert not own["censored"].iloc[:-1].any()


@given(any_marks())
def test_visits_and_marks_make_each_other(marks):
    for run_id, own in visits(marks).groupby("run_id"):
        own = own.reset_index(drop=True)
        spans = [Span(row.start_s, row.end_s, row.slide_key) for row in own.itertuples()]
        again = to_marks(spans, stopped=not own["censored"].iloc[-1])
        rows = pd.DataFrame(again, columns=["t_s", "kind", "slide_key"]).assign(run_id=run_id)
        pd.testing.assert_frame_equal(visits(rows), own)


def test_spans_may_be_questions_and_pauses():
    marks = to_marks(
        [Span(0, 10, "A"), Span(10, 20, kind="question"), Span(20, 30, "A"), Span(35, 40, "B"),
         Span(40, 50, kind="question")]
    )  # fmt: skip
    frame = pd.DataFrame(marks, columns=["t_s", "kind", "slide_key"]).assign(run_id="r")
    assert told(visits(frame)) == "A 0-10 A 20-30 B 35-40"
    row = summary(frame, heads("r")).iloc[0]
    assert row[["talk_s", "questions_s", "paused_s", "complete"]].tolist() == [
        25.0,
        20.0,
        5.0,
        True,
    ]


def test_the_argument_is_left_as_it_was():
    marks = make_marks("0 start A, 30 slide B, 75 stop")
    before = marks.copy(deep=True)
    dwell(visits(marks))
    pd.testing.assert_frame_equal(marks, before)
