import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacer.core import frames
from pacer.core.errors import FrameError
from pacer.pacing import edited, fit
from pacer.pacing.skips import shown
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
    both = [fit(slides, given, runs).total() for given in (pd.concat([dwell, other]), dwell)]
    assert both[0].interval() == pytest.approx(both[1].interval())


def test_a_frame_without_its_columns_is_refused():
    slides = make_slides([100])
    dwell, runs = make_runs(slides, [[40]])
    with pytest.raises(FrameError, match="dwell_s"):
        fit(slides, dwell.drop(columns="dwell_s"), runs)


# --- slides that are not like the others -------------------------------------------------------


def test_four_runs_of_a_demo_outweigh_its_notes():
    titles = ["One", "Two", "Demo: pulling the plug", "Four", "Five", "Six"]
    slides = make_slides([130, 90, 134, 160, 70, 100], title=titles)
    runs = [[*SECONDS[:2], demo, *SECONDS[3:]] for demo in (350, 224, 253, 228)]
    demo = fitted(runs, slides).estimates().loc[2]
    assert demo["median_s"] == pytest.approx(245, rel=0.15)
    assert demo["low_s"] < 224
    assert demo["high_s"] > 280
    assert demo["basis"] == "4 runs, live demo: wider"


def test_a_slide_nothing_like_its_notes_is_believed_once_runs_agree():
    slow, flashed = [[60.0, 40.0, 240.0, 75.0, 30.0, 4.0]] * 3, fitted([])
    found, before = fitted(slow).estimates(), flashed.estimates()
    assert found.loc[2, "median_s"] == pytest.approx(240, rel=0.15)
    assert found.loc[5, "median_s"] == pytest.approx(4, rel=0.3)
    assert before.loc[5, "median_s"] > 30


def test_only_a_demo_is_a_demo():
    titles = ["Agenda", "Demonstration", "Democracy", "Shell"]
    notes = ["then a live demo", "", "some demos are votes", "Look.\n[live demo] start it"]
    slides = make_slides([60] * 4, title=titles, notes=notes)
    demo = fitted([], slides).estimates()["basis"].str.contains("live demo").tolist()
    assert demo == [False, True, False, True]


def test_a_slide_passed_over_in_every_complete_run_will_be_again():
    slides = make_slides([130, 90, 190, 160, 70, 0])
    dwell, runs = make_runs(slides, [[*SECONDS[:5], None]] * 3)
    runs = runs.assign(complete=True)
    held = {"0123456789abcdef": slides[["slide_key"]]}
    passed = fit(slides, dwell, runs, revisions=held)
    last = passed.estimates().loc[5]
    assert (last["low_s"], last["median_s"]) == (0, 0)
    assert last["high_s"] > 0
    assert last["basis"] == "passed over in 3 of 3 runs"
    # The same slide, added since the last run, is new.
    new = fit(slides, dwell, runs, revisions={"0123456789abcdef": slides[["slide_key"]].iloc[:5]})
    assert new.estimates().loc[5, "basis"] == "text only: wide"
    assert passed.mean_s[5] < 0.2 * new.mean_s[5]
    assert passed.total().quantile(0.5) == pytest.approx(sum(SECONDS[:5]), rel=0.1)


def test_what_was_hidden_or_not_reached_was_not_passed_over():
    slides = make_slides([130, 90, 190, 160, 70, 100], hidden=[False] * 5 + [True])
    dwell, runs = make_runs(slides, [[*SECONDS[:4], None, None]] * 3)
    held = {"0123456789abcdef": slides[["slide_key"]]}
    stopped = fit(slides, dwell, runs, revisions=held)
    assert (stopped.passed_by == 0).all()
    assert fit(slides, dwell, runs.assign(complete=True), revisions=held).passed_by.tolist() == [
        0,
        0,
        0,
        0,
        3,
        0,
    ]


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_slide_is_likelier_shown_the_more_often_it_was(visits, passed, others):
    def chance(v, k):
        return shown(np.array([v, *[others] * 5], dtype=float), np.array([k, *[0.0] * 5]))[0]

    assert 0 < chance(visits, passed + 1) <= chance(visits, passed) < 1
    assert visits + passed == 0 or chance(visits, passed) <= chance(visits + 1, passed) + 1e-3


def test_an_edited_slide_is_wider_by_how_much_it_changed():
    slides = make_slides([130, 90, 190, 160, 70, 100])
    dwell, runs = make_runs(slides, [SECONDS] * 3)

    def width(share):
        changed = pd.Series({slides["slide_key"][2]: share})
        row = fit(slides, dwell, runs, changed=changed).estimates().loc[2]
        return row["high_s"] / row["low_s"], row["basis"]

    widths = [width(share) for share in (0.0, 0.3, 0.6, 1.0)]
    assert [wide for wide, _ in widths] == sorted(wide for wide, _ in widths)
    assert [basis for _, basis in widths] == ["3 runs"] + ["3 runs, edited since: wider"] * 3


def test_how_far_a_text_changed():
    slides = make_slides([1, 1, 1], text=["one two three", "four five", "six"])
    earlier = {"id:256": "one two three", "id:257": "four six"}
    found = edited(earlier, slides)
    assert found.to_dict() == {"id:256": 0.0, "id:257": 0.5}
