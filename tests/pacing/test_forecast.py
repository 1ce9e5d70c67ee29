import numpy as np
import pytest

from pacer.pacing import Forecast, fit
from tests.pacing.talks import make_runs, make_slides

SECONDS = [60.0, 40.0, 90.0, 75.0, 30.0, 50.0, 80.0, 65.0]


def tables(notes=100, runs=3):
    slides = make_slides([notes] * len(SECONDS))
    held = [[value * factor for value in SECONDS] for factor in (1.03, 0.99, 1.0)][:runs]
    return fit(slides, *make_runs(slides, held)).tables()


def after(made, took, **how):
    run = Forecast(made, **how)
    for row, seconds in enumerate(took):
        run.done(row, seconds)
    return run.finish(sum(took))


def width(end):
    low, high = end.interval()
    return high - low


def test_before_the_first_slide_it_is_the_total():
    made = tables()
    slides = make_slides([100] * len(SECONDS))
    held = [[value * factor for value in SECONDS] for factor in (1.03, 0.99, 1.0)]
    total = fit(slides, *make_runs(slides, held)).total()
    assert Forecast(made).finish(0.0).quantile(0.5) == pytest.approx(total.quantile(0.5), rel=2e-3)
    assert Forecast(made).finish(0.0).interval() == pytest.approx(total.interval(), rel=2e-3)


def test_each_slide_done_narrows_it():
    made = tables()
    widths = [width(after(made, SECONDS[:done])) for done in range(len(SECONDS))]
    assert widths == sorted(widths, reverse=True)


def test_a_slow_start_is_a_slow_end_but_less_than_in_proportion():
    made = tables()
    usual, slow = after(made, SECONDS[:4]), after(made, [1.3 * value for value in SECONDS[:4]])
    late = 0.3 * sum(SECONDS[:4])
    assert late < slow.quantile(0.5) - usual.quantile(0.5) < late + 0.3 * sum(SECONDS[4:])


def test_without_history_today_counts_for_more():
    def rest(made, factor):
        took = [factor * value for value in SECONDS[:4]]
        return after(made, took).rest.quantile(0.5)

    assert rest(tables(100, 0), 2) / rest(tables(100, 0), 1) > rest(tables(), 2) / rest(tables(), 1)


def test_one_digression_is_no_new_speed():
    made = tables()
    long = [*SECONDS[:3], 900.0]
    assert after(made, long).rest.mean_s < 1.2 * after(made, SECONDS[:4]).rest.mean_s


def test_after_the_last_slide_it_ends_now():
    end = after(tables(), SECONDS)
    assert end.interval() == pytest.approx((sum(SECONDS), sum(SECONDS)))
    assert end.p_within(sum(SECONDS) + 1e-6) == pytest.approx(1)
    assert end.p_within(sum(SECONDS) - 1) == pytest.approx(0)


def test_slides_that_were_passed_by_are_not_waited_for():
    run = Forecast(tables())
    run.done(0, 60.0)
    run.done(6, 80.0)
    assert run.finish(140.0).quantile(0.5) == pytest.approx(140 + SECONDS[7], rel=0.15)


def test_a_slide_shown_again_adds_no_slides_and_no_speed():
    run = Forecast(tables())
    for row in range(6):
        run.done(row, SECONDS[row])
    before = run.finish(sum(SECONDS[:6])).rest.interval()
    run.done(2, 25.0)
    assert run.finish(sum(SECONDS[:6]) + 25).rest.interval() == pytest.approx(before)


def test_the_slide_on_the_screen_counts_with_what_is_left_of_it():
    run = Forecast(tables())
    for row in range(4):
        run.done(row, SECONDS[row])
    now = sum(SECONDS[:4])
    fresh, half, over = (
        run.finish(now + since, showing=4, since_s=since).rest.mean_s for since in (0, 15, 60)
    )
    # It takes thirty seconds: half of them are left, and twice as many tell that it is not done.
    assert fresh - half == pytest.approx(15, abs=1)
    assert half > over > sum(SECONDS[5:]) * 0.9


def test_a_plan_sets_what_is_left():
    made = tables()
    scale = [1, 1, 1, 1, 0, 0.5, 1, 0]
    assert after(made, SECONDS[:4], scale=scale).rest.mean_s == pytest.approx(
        0.5 * SECONDS[5] + SECONDS[6], rel=0.1
    )


def test_a_slot_pulls_an_unrehearsed_talk_more_than_a_rehearsed_one():
    slot = 1.5 * sum(SECONDS)

    def pulled(made):
        free, aimed = after(made, SECONDS[:2]), after(made, SECONDS[:2], slot_s=slot)
        return aimed.quantile(0.5) / free.quantile(0.5) - 1

    bare = fit(make_slides([0] * 8), *make_runs(make_slides([0] * 8), [])).tables()
    assert after(bare, SECONDS[:2], slot_s=slot).quantile(0.5) == pytest.approx(slot, rel=0.1)
    assert 0 < pulled(tables()) < 0.35


def test_the_usual_length_counts_only_for_unrehearsed_text():
    assert tables(0, 0)["usual"]["seconds"] > 0
    assert tables(0, 2)["usual"] is None
    assert tables(100, 0)["usual"] is None


@pytest.mark.parametrize("took", [0.0, 0.5])
def test_a_slide_passed_in_no_time_teaches_nothing(took):
    run, still = Forecast(tables()), Forecast(tables())
    run.done(0, took)
    still.done(0, 0.0)
    assert run.finish(0.0).interval() == pytest.approx(still.finish(0.0).interval())
    assert np.isfinite(run.finish(0.0).mean_s)
