"""Decks that run by the clock."""

import pandas as pd
import pytest

from pacer import pacing
from pacer.core import frames
from pacer.pacing.fixed import advancing
from pacer.pacing.prior import FEWEST, LECTURES


def bare(count, notes_words=0):
    return frames.build(
        frames.SLIDES,
        (
            {
                "slide_key": f"k{n}", "position": n, "title": f"Topic {n}", "section": "",
                "hidden": False, "builds": 0, "body_words": 2, "notes_words": notes_words,
                "text": f"Topic {n}", "notes": "say " * notes_words, "media_s": 0.0,
                "target_s": None, "value": 1.0, "locked": False,
            }
            for n in range(1, count + 1)
        ),
    )  # fmt: skip


def fit(slides):
    return pacing.fit(slides, frames.build(frames.DWELL), frames.build(frames.RUNS))


@pytest.mark.parametrize(("count", "each"), [(20, 15.0), (20, 20.0)])
def test_the_talk_takes_exactly_the_deck_s_time(count, each):
    slides = bare(count, 60)
    found = advancing(fit(slides), pd.Series(each, index=slides["slide_key"]))
    total = found.total()
    assert total.interval(0.8) == pytest.approx((count * each,) * 2)
    assert total.p_within(count * each) == 1.0
    assert total.p_within(count * each - 1) == 0.0
    estimates = found.estimates()
    assert estimates["low_s"].tolist() == pytest.approx([each] * count, abs=1e-3)
    assert estimates["high_s"].tolist() == pytest.approx([each] * count, abs=1e-3)
    assert set(estimates["basis"]) == {"advances by itself"}
    said = [warning for warning in found.warnings if "take longer" in warning]
    assert said
    assert "0:28 in" in said[0]  # 60 words at 130 a minute


def test_a_cut_slide_takes_its_time_with_it():
    slides = bare(20)
    found = advancing(fit(slides), pd.Series(15.0, index=slides["slide_key"]))
    scale = [0.0] * 2 + [1.0] * 18
    assert found.total(scale).quantile(0.5) == pytest.approx(270)


def test_five_bare_slides_may_be_a_lightning_talk():
    low, high = fit(bare(5)).total().interval(0.8)
    assert low < 300 < high
    assert LECTURES.total_s(5) < LECTURES.total_s(FEWEST) / 2
    assert LECTURES.total_s(30) > LECTURES.total_s(FEWEST)
