"""What a plan makes of what the speaker said of stretches, and of the end of his talk."""

import numpy as np
import pytest

from pacer import judging
from pacer.judging import Said
from pacer.planning import solve
from pacer.planning.problem import pose
from tests.planning.stand_in import make_slides

TITLES = ["A talk", *(f"Topic {at}" for at in range(1, 19)), "On Monday"]


def make_talk(seconds=None):
    return make_slides(
        [f"{title}\nwords of {title} that no other slide has" for title in TITLES],
        seconds or [60.0] * len(TITLES),
    )


def said(slides, pacing, *answers):
    judged = judging.judge(slides, pacing.mean_s, timed=False)
    given = Said()
    for answer in answers:
        given = given.answering(answer, slides, judged.asked)
    return judged, judged.hear(given, pacing.mean_s.sum() / 2)


@pytest.mark.parametrize("share", [0.5, 0.25, 0.15])
def test_a_short_plan_keeps_an_ending(share):
    slides, pacing = make_talk()
    frame = solve(slides, pacing, share * 1200).frame
    assert frame["action"].iloc[-1] != "cut"


def test_an_ending_goes_where_the_speaker_would_drop_it():
    slides, pacing = make_talk()
    judged = judging.judge(slides, pacing.mean_s, timed=False)
    first, last = judged.asked[-1]
    _, heard = said(slides, pacing, f"{first}-{last}=drop")
    assert pose(slides, pacing, heard=heard).worth[-1] < 2


def test_of_a_stretch_to_shorten_some_stays():
    slides, pacing = make_talk()
    judged, _ = said(slides, pacing)
    first, last = judged.asked[1]
    _, heard = said(slides, pacing, f"{first}-{last}=shorten")
    actions = solve(slides, pacing, 500.0, heard=heard).frame["action"]
    its = actions.iloc[first - 1 : last]
    assert (its != "cut").any()
    assert (its != "keep").any()


def test_a_long_slide_to_shorten_is_trimmed():
    seconds = [60.0] * len(TITLES)
    seconds[9] = 400.0
    slides, pacing = make_talk(seconds)
    judged, _ = said(slides, pacing)
    assert (10, 10) in judged.asked
    _, heard = said(slides, pacing, "10-10=shorten")
    plan = solve(slides, pacing, 0.9 * sum(seconds), heard=heard, actions={"id:257": "keep"})
    assert plan.frame["action"].iloc[9] == "trim"
    assert np.isclose(plan.frame["budget_s"].iloc[9], 240.0)
