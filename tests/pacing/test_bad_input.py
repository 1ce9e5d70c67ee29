"""Whatever the runs hold, an answer has an honest width, or a line says what is wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.pacing import Forecast, fit, learn
from tests.pacing.talks import make_runs, make_slides

seconds = st.one_of(
    st.none(), st.floats(0, 4 * 3600), st.sampled_from([0.0, 0.5, 1.0, 60.0, 3 * 3600.0])
)


@st.composite
def talks(draw):
    slides = draw(st.integers(1, 6))
    runs = draw(
        st.lists(st.lists(seconds, min_size=slides, max_size=slides), min_size=0, max_size=4)
    )
    columns = {
        "notes_words": draw(st.lists(st.integers(0, 3000), min_size=slides, max_size=slides)),
        "media_s": draw(
            st.lists(st.sampled_from([0.0, 30.0, 7200.0]), min_size=slides, max_size=slides)
        ),
        "builds": draw(st.lists(st.integers(0, 50), min_size=slides, max_size=slides)),
        "hidden": draw(st.lists(st.booleans(), min_size=slides, max_size=slides)),
        "title": draw(
            st.lists(st.sampled_from(["Live demo", "", "Q"]), min_size=slides, max_size=slides)
        ),
    }
    made = make_slides(columns.pop("notes_words"), **columns)
    cut_off = {(j, slides - 1) for j in range(len(runs)) if draw(st.booleans())}
    kinds = draw(
        st.lists(st.sampled_from(["rehearsal", "delivery"]), min_size=len(runs), max_size=len(runs))
    )
    return made, *make_runs(made, runs, censored=cut_off, kinds=kinds)


@settings(deadline=None, max_examples=80)
@given(talks())
def test_every_second_is_finite_and_none_is_negative(talk):
    slides, dwell, runs = talk
    pacing = fit(slides, dwell, runs)
    found = pacing.estimates()
    assert np.isfinite(found[["low_s", "median_s", "high_s"]].to_numpy()).all()
    assert (found["low_s"] >= 0).all()
    assert (found["low_s"] < found["high_s"]).all()
    assert np.isfinite(pacing.mean_s).all()
    assert (pacing.mean_s >= 0).all()
    total = pacing.total(np.ones(len(slides)))
    low, high = total.interval()
    assert 0 < low < total.quantile(0.5) < high < np.inf
    assert 0 <= total.p_within(high) <= 1


@settings(deadline=None, max_examples=40)
@given(talks(), st.lists(st.floats(0, 7200), min_size=1, max_size=6))
def test_a_forecast_is_finite_and_ends_after_now(talk, took):
    slides, dwell, runs = talk
    run = Forecast(fit(slides, dwell, runs).tables(), slot_s=900.0)
    elapsed = 0.0
    for row, stay in enumerate(took[: len(slides)]):
        run.done(row, stay)
        elapsed += stay
        low, high = run.finish(elapsed).interval()
        assert elapsed <= low <= high < np.inf
    assert 0 <= run.finish(elapsed).p_within(900.0) <= 1


@settings(deadline=None, max_examples=40)
@given(talks())
def test_what_a_talk_says_of_its_speaker_is_finite(talk):
    one = learn(*talk)
    for numbers in (one.level, one.text_level, one.trend, one.delivery, one.omega, one.sigma):
        assert np.isfinite(numbers).all()


def test_a_run_of_zero_seconds_is_left_out_and_said():
    slides = make_slides([100] * 3)
    pacing = fit(slides, *make_runs(slides, [[0, 0, 0], [45, 50, 55]]))
    assert pacing.warnings == ("run run-0 holds no time on any slide: it is left out",)
    assert pacing.estimates()["runs"].tolist() == [1, 1, 1]


def test_a_forgotten_stop_is_left_out_and_said():
    slides = make_slides([100] * 3)
    told = [[45, 50, 55], [44, 52, 10_800]]
    pacing = fit(slides, *make_runs(slides, told))
    (warning,) = pacing.warnings
    assert warning.startswith("run run-1 stays 3:00:00 on slide 3: was stop forgotten?")
    assert pacing.estimates().loc[2, "median_s"] == pytest.approx(55, rel=0.2)


def test_a_talk_of_one_long_slide_is_no_forgotten_stop():
    slides = make_slides([0])
    pacing = fit(slides, *make_runs(slides, [[1500], [1560]]))
    assert pacing.warnings == ()
    assert pacing.total().quantile(0.5) == pytest.approx(1500, rel=0.1)


def test_identical_runs_are_not_certain():
    slides = make_slides([100] * 10)
    low, high = fit(slides, *make_runs(slides, [[50] * 10] * 3)).total().interval()
    assert 0.02 < (high - low) / (high + low) < 0.15


def test_a_run_stopped_at_slide_3_tells_of_the_others_too():
    slides = make_slides([130] * 12)
    slow = [[90, 90, 90, *[None] * 9]]
    pacing = fit(slides, *make_runs(slides, slow))
    unseen = fit(slides, *make_runs(slides, []))
    assert pacing.mean_s[5] > 1.1 * unseen.mean_s[5]
    assert pacing.estimates()["runs"].tolist() == [1, 1, 1, *[0] * 9]
