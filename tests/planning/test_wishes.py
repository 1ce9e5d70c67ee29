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


@pytest.mark.parametrize("share", [0.5, 0.15])
@pytest.mark.parametrize("opening_s", [60.0, 400.0])
def test_the_title_that_opens_the_talk_is_shown_for_a_moment_at_least(opening_s, share):
    slides, pacing = make_slides(
        [TITLES[0], *(f"{title}\nwords of {title} on this one" for title in TITLES[1:])],
        [opening_s, *[60.0] * (len(TITLES) - 1)],
    )
    frame = solve(slides, pacing, share * pacing.mean_s.sum()).frame
    assert frame["action"].iloc[0] != "cut"
    assert frame["budget_s"].iloc[0] in (20.0, opening_s)


def named(slides, pacing, *positions):
    judged = judging.judge(slides, pacing.mean_s, timed=False)
    points = Said().naming(f"id:{255 + at}" for at in positions)
    return judged.hear(points, pacing.mean_s.sum() / 2)


def test_a_point_stays_however_long_it_is():
    slides, pacing = make_talk([60.0] * 9 + [400.0] + [60.0] * 10)
    plan = solve(slides, pacing, 600.0, heard=named(slides, pacing, 10))
    assert plan.frame["action"].iloc[9] in ("keep", "trim")


def test_a_point_is_told_with_its_own_slide_up_unless_the_speaker_merges_it():
    steps = ["Title", "Steps\none two three", "Steps\none two three four five", "End\nof it all"]
    slides, pacing = make_slides(steps, [60.0] * 4)
    offered = [
        {one.action for one in pose(slides, pacing, heard=named(slides, pacing, *at)).options[1]}
        for at in ((), (2,))
    ]
    assert ["merge" in actions for actions in offered] == [True, False]
    merged = pose(
        slides, pacing, heard=named(slides, pacing, 2), actions={slides["slide_key"][1]: "merge"}
    )
    assert [one.action for one in merged.options[1]] == ["merge"]


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
