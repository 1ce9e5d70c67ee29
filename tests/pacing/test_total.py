import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.pacing import Total, fit, total_from
from pacer.pacing.length import TOLD_LONGER, anchored, towards_slot
from tests.pacing.talks import make_runs, make_slides

MIXED = Total((0.7, 0.3), (7.0, 7.2), (0.1, 0.4))


def test_mean_and_median_of_one_log_normal():
    one = Total((1.0,), (math.log(1200),), (0.1,))
    assert one.quantile(0.5) == pytest.approx(1200)
    assert one.mean_s == pytest.approx(1200 * math.exp(0.005))


@given(st.floats(0.001, 0.999))
def test_quantile_and_chance_are_inverse(q):
    assert MIXED.p_within(MIXED.quantile(q)) == pytest.approx(q, abs=1e-6)


@given(st.floats(1, 1e5), st.floats(1, 1e5))
def test_more_time_never_lowers_the_chance(one, other):
    low, high = sorted((one, other))
    assert 0 <= MIXED.p_within(low) <= MIXED.p_within(high) <= 1


def test_a_talk_without_slides_fits_any_slot():
    empty = Total((1.0,), (-math.inf,), (0.0,))
    assert empty.p_within(0) == pytest.approx(1)
    assert empty.quantile(0.9) == 0
    assert empty.mean_s == 0


@pytest.mark.parametrize("q", [0, 1, -0.1, 90, math.nan])
def test_a_quantile_lies_between_0_and_1(q):
    with pytest.raises(ValueError, match="between 0 and 1"):
        MIXED.quantile(q)


FOUR = make_slides([100, 0, 60, 150], hidden=[False, False, True, False])
REHEARSED = fit(FOUR, *make_runs(FOUR, [[50, 30, 40, None], [45, 28, 30, 70]]))
STATED = anchored(fit(FOUR, *make_runs(FOUR, [])), 300.0)


@settings(deadline=None)
@pytest.mark.parametrize("pacing", [REHEARSED, STATED], ids=["rehearsed", "length stated"])
@given(scale=st.lists(st.floats(0, 2), min_size=4, max_size=4))
def test_a_page_computes_the_same_total(pacing, scale):
    ours, theirs = pacing.total(np.array(scale)), total_from(pacing.tables(), scale)
    assert theirs.mean_s == pytest.approx(ours.mean_s, rel=1e-4, abs=0.01)
    assert theirs.quantile(0.9) == pytest.approx(ours.quantile(0.9), rel=1e-4, abs=0.01)


@pytest.mark.parametrize("count", [3, 7, 11, 13])
def test_a_chance_never_leaves_0_to_1_however_the_weights_round(count):
    weights = tuple(1 / count for _ in range(count))  # adds up to 1 but for rounding
    sure = Total(weights, tuple(float(at) for at in range(count)), (0.0,) * count)
    assert sure.p_within(math.exp(count)) == 1
    assert sure.p_within(1e-9) == 0
    assert 0 <= sure.p_within(math.exp(count / 2)) <= 1
    never = Total(weights, (-math.inf,) * count, (0.0,) * count)
    assert never.p_within(0) == 1


def test_what_is_needed_takes_longer_and_the_talk_as_long_as_said():
    bare = fit(FOUR, *make_runs(FOUR, []))
    needed = np.array([0.6, -0.2, -0.2, -0.2])
    told = anchored(bare, 300.0, needed)
    assert told.total().quantile(0.5) == pytest.approx(300.0, rel=1e-2)
    grown = np.log(told.usual_s / STATED.usual_s)
    by_words = TOLD_LONGER * needed * bare.before.text
    spoken = np.flatnonzero((bare.before.fixed_s == 0) & ~bare.slides["hidden"].to_numpy(bool))
    assert np.diff(grown[spoken]) == pytest.approx(np.diff(by_words[spoken]), abs=1e-3)
    assert np.ptp(by_words[spoken]) > 0.05


def never_rehearsed(notes_words):
    made = make_slides(notes_words)
    return fit(made, *make_runs(made, []))


@pytest.mark.parametrize("slot_s", [300.0, 1200.0, 2700.0])
def test_a_slot_counts_where_a_few_bare_slides_tell_little(slot_s):
    bare = never_rehearsed([0] * 5)
    told = towards_slot(bare, slot_s)
    before, after = bare.total(), told.total()
    assert told.slot_s == slot_s
    assert abs(math.log(after.quantile(0.5) / slot_s)) < abs(
        math.log(before.quantile(0.5) / slot_s)
    )
    spread = [math.log(each.quantile(0.9) / each.quantile(0.1)) for each in (before, after)]
    assert spread[1] < 0.7 * spread[0]
    assert told.mean_s.sum() == pytest.approx(after.mean_s)
    assert abs(after.p_within(slot_s) - 0.5) < abs(before.p_within(slot_s) - 0.5)


def test_the_nearer_a_talk_comes_to_ten_slides_the_less_its_slot_tells():
    pulled = []
    for count in (5, 8, 9):
        bare = never_rehearsed([0] * count)
        median = bare.total().quantile(0.5)
        drawn = towards_slot(bare, 300.0).total().quantile(0.5)
        pulled.append(math.log(median / drawn) / math.log(median / 300.0))
    assert pulled[0] > pulled[1] > pulled[2] > 0.1


@pytest.mark.parametrize("notes_words", [[0] * 10, [60] * 5, [0, 0, 60]], ids=str)
def test_a_slot_tells_nothing_where_the_deck_does(notes_words):
    known = never_rehearsed(notes_words)
    assert towards_slot(known, 300.0) is known


def test_a_slot_tells_nothing_once_there_is_a_run():
    made = make_slides([0] * 5)
    known = fit(made, *make_runs(made, [[60.0] * 5]))
    assert towards_slot(known, 1200.0) is known
