"""The forecast a page shows: from marks, the slot and the speaker's pace, as a curve."""

import json

import numpy as np
import pytest

from pacer import pacing
from pacer.core import frames
from pacer.pacing.forecast import Forecast
from pacer.pacing.live import KNOTS_S, LiveForecast
from tests.protocol import live as seeded
from tests.protocol import write
from tests.widgets.talks import make_slides

FIXTURE = json.loads((write.HERE / "live.json").read_text("utf-8"))
NO_RUNS = frames.build(frames.DWELL), frames.build(frames.RUNS)


@pytest.fixture(scope="module")
def tables():
    return pacing.fit(make_slides(12), *NO_RUNS).tables()


def marks(*shown, kind="slide"):
    """A run through slides: when, which position."""
    return [
        {"t_s": t_s, "kind": kind if number else "start", "slide_key": f"id:{position}"}
        for number, (t_s, position) in enumerate(shown)
    ]


def test_the_fixture_is_what_python_computes():
    assert len(FIXTURE) == 200
    for run in FIXTURE[::8]:
        fresh = seeded.curve(run)
        assert fresh["slide_key"] == run["curve"]["slide_key"]
        for name in ("since_s", "low_s", "median_s", "high_s"):
            assert fresh[name] == pytest.approx(run["curve"][name], abs=0.01)


def test_it_is_the_filter_fed_with_the_stays(tables):
    live = LiveForecast(tables, slot_s=600.0)
    found = live.finish(marks((0, 1), (50, 2), (80, 3)))
    run = Forecast(tables, slot_s=600.0)
    run.done(0, 50.0)
    run.done(1, 30.0)
    wanted = run.finish(80.0, showing=2)
    assert found.interval() == pytest.approx(wanted.interval())


def test_pauses_and_questions_are_no_part_of_a_stay(tables):
    live = LiveForecast(tables, slot_s=600.0)
    paused = [
        *marks((0, 1), (50, 2)),
        {"t_s": 60.0, "kind": "pause", "slide_key": ""},
        {"t_s": 360.0, "kind": "resume", "slide_key": ""},
        {"t_s": 370.0, "kind": "note", "slide_key": "id:2"},
    ]
    curve = live.curve(paused)
    assert curve.since_s[0] == 20.0
    plain = live.curve([*marks((0, 1), (50, 2)), {"t_s": 70.0, "kind": "note", "slide_key": ""}])
    assert curve.median_s == plain.median_s


def test_a_slip_ahead_is_no_jump(tables):
    live = LiveForecast({**tables, "usual": None})
    straight = live.curve(marks((0, 1), (50, 2), (100, 3)))
    slipped = live.curve(marks((0, 1), (50, 2), (99.5, 12), (100, 3)))
    assert slipped.median_s[0] == pytest.approx(straight.median_s[0], abs=2.0)
    jumped = live.curve(marks((0, 1), (50, 2), (100, 9)))
    assert jumped.median_s[0] < straight.median_s[0] - 60


def test_the_slot_is_what_the_end_aims_at(tables):
    run = marks((0, 1), (40, 2), (80, 3))
    told, free = (LiveForecast(tables, slot_s=slot_s).finish(run) for slot_s in (600.0, None))
    assert abs(told.quantile(0.5) - 600) < abs(free.quantile(0.5) - 600)
    low, high = told.interval()
    assert high - low < np.subtract(*free.interval()[::-1])


def test_the_curve_lies_on_what_it_would_be_computed_to_be(tables):
    live = LiveForecast(tables, slot_s=600.0)
    run = marks((0, 1), (40, 2), (80, 3))
    curve = live.curve(run)
    assert len(curve.since_s) == len(KNOTS_S) == 34
    for later_s in (3.3, 17.0, 44.0, 150.0):
        then = live.finish([*run, {"t_s": 80 + later_s, "kind": "note", "slide_key": ""}])
        drawn = np.interp(later_s, curve.since_s, curve.median_s)
        assert drawn == pytest.approx(then.quantile(0.5), abs=2.0)


def test_what_is_no_slide_of_the_deck_has_no_forecast(tables):
    live = LiveForecast(tables)
    assert live.curve([]) is None
    assert live.curve(marks((0, 99))) is None


def test_a_press_too_many_and_a_slip_back_change_nothing(tables):
    live = LiveForecast(tables, slot_s=600.0)
    clean = live.curve(marks((0, 1), (50, 2), (80, 3)))
    bounced = live.curve(marks((0, 1), (50, 2), (79.8, 2), (80, 3), (80.1, 4), (80.3, 3)))
    assert clean is not None
    assert bounced is not None
    assert bounced.since_s[0] == pytest.approx(0.3)
    assert bounced.median_s[0] == pytest.approx(clean.median_s[0], abs=1.0)


def test_a_moved_end_is_what_the_speaker_aims_at(tables):
    live = LiveForecast(tables, slot_s=600.0)
    planned = live.curve(marks((0, 1), (50, 2)))
    less = [{"t_s": 51.0, "kind": "extend", "slide_key": "", "note": "-60"}] * 3
    moved = live.curve([*marks((0, 1), (50, 2)), *less])
    strange = [{"t_s": 51.0, "kind": "extend", "slide_key": "", "note": "soon"}]
    assert moved.median_s[0] < planned.median_s[0] - 60
    assert live.curve([*marks((0, 1), (50, 2)), *strange]).median_s[0] == pytest.approx(
        planned.median_s[0], abs=2.0
    )


def test_a_part_of_the_talk_has_its_part_of_the_slot(tables):
    live = LiveForecast(tables, slot_s=600.0)
    whole, part = live.finish(marks((0, 1))), live.finish(marks((0, 10)))
    assert part.quantile(0.5) < 0.5 * whole.quantile(0.5)
