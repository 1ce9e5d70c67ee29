import numpy as np
import pytest

from pacer import frames
from pacer.errors import FrameError
from pacer.pacing import fit
from tests.pacing.talks import make_runs, make_slides

SECONDS = [60.0, 40.0, 90.0, 75.0, 30.0, 50.0]


def fitted(runs, slides=None, **how):
    slides = make_slides([130, 90, 190, 160, 70, 100]) if slides is None else slides
    return fit(slides, *make_runs(slides, runs, **how))


def width(pacing, level=0.8):
    low, high = pacing.total().interval(level)
    return high - low


def test_estimates_are_a_frame_in_deck_order():
    found = fitted([SECONDS]).estimates()
    assert frames.check(found, frames.ESTIMATES).columns.tolist() == list(frames.ESTIMATES.columns)
    assert found["position"].tolist() == [1, 2, 3, 4, 5, 6]
    assert (found["low_s"] < found["median_s"]).all()
    assert (found["median_s"] < found["high_s"]).all()


def test_runs_narrow_the_total():
    runs = [[value * factor for value in SECONDS] for factor in (1.02, 0.99, 1.01)]
    assert width(fitted(runs)) < width(fitted(runs[:1])) < width(fitted([]))


def test_a_total_follows_the_runs_rather_than_the_notes():
    slow = [[2 * value for value in SECONDS]] * 3
    low, high = fitted(slow).total().interval(0.9)
    assert low < 2 * sum(SECONDS) < high


def test_text_alone_is_wide():
    bare, noted = fitted([], make_slides([0] * 6)), fitted([])
    assert width(bare) / bare.total().mean_s > 1.5 * width(noted) / noted.total().mean_s
    assert set(bare.estimates()["basis"]) == {"text only: wide"}


def test_a_hidden_slide_counts_only_where_asked_for():
    slides = make_slides([100] * 3, hidden=[False, True, False])
    pacing = fitted([], slides)
    whole = pacing.total(np.ones(3))
    assert pacing.total().mean_s == pytest.approx(whole.mean_s * 2 / 3, rel=0.05)
    assert len(pacing.estimates()) == 3


def test_a_trimmed_slide_is_less_certain():
    pacing = fitted([SECONDS] * 3)
    half, cut = pacing.total(np.full(6, 0.5)), pacing.total(np.ones(6))
    assert half.mean_s == pytest.approx(cut.mean_s / 2)
    assert half.sd[0] > cut.sd[0]


def test_media_play_at_their_length():
    slides = make_slides([100, 0], media_s=[0.0, 300.0])
    low, high = fitted([[45, 305], [44, 302]], slides).estimates().loc[1, ["low_s", "high_s"]]
    assert 300 < low < high < 330


def test_a_slide_cut_off_is_a_lower_bound():
    runs = [SECONDS, [*SECONDS[:2], 3.0, None, None, None]]
    cut_off = fitted(runs, censored={(1, 2)}).estimates()
    assert cut_off.loc[2, "runs"] == 1
    assert cut_off.loc[2, "median_s"] == pytest.approx(90, rel=0.2)


def test_rows_of_other_decks_are_left_out():
    slides = make_slides([100] * 3)
    dwell, runs = make_runs(slides, [[40, 50, 60]])
    other = dwell.assign(slide_key="id:9", dwell_s=1e5)
    import pandas as pd

    assert fit(slides, pd.concat([dwell, other]), runs).total() == fit(slides, dwell, runs).total()


def test_a_frame_without_its_columns_is_refused():
    slides = make_slides([100])
    dwell, runs = make_runs(slides, [[40]])
    with pytest.raises(FrameError, match="dwell_s"):
        fit(slides, dwell.drop(columns="dwell_s"), runs)
