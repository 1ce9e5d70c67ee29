"""The trim room's kernel side, and the arithmetic it shares with the page."""

import json
import math
from pathlib import Path

import pytest

from pacer.errors import SlotTooShort
from pacer.pacing.total import total_from
from pacer.widgets.trim import trim
from tests.planning.stand_in import make_slides

FIXTURE = json.loads((Path(__file__).parent / "fixtures" / "total.json").read_text("utf-8"))


@pytest.mark.parametrize("case", FIXTURE["cases"], ids=lambda case: str(case["scale"]))
def test_totals_are_as_on_the_page(case):
    total = total_from(FIXTURE["tables"], case["scale"])
    for q, seconds in case["quantiles"]:
        assert total.quantile(q) == pytest.approx(seconds, abs=0.01)
    for seconds, chance in case["within"]:
        assert total.p_within(seconds) == pytest.approx(chance, abs=1e-6)


class Plan:
    def __init__(self, frame):
        self.frame, self.p_fits, self.warnings = frame, 0.9, ("<b>warned</b>",)
        self.scale = frame.set_index("slide_key")["budget_s"] / 60


class Pacing:
    """The stand-in with the tables a page needs."""

    def __init__(self, made):
        self._made, self.mean_s = made, made.mean_s

    def estimates(self):
        return self._slides

    def tables(self):
        return {"components": [], "trim_cv": 0.25}


@pytest.fixture
def room():
    asked = []

    def propose(talk_s, actions):
        asked.append((talk_s, dict(actions)))
        if talk_s < 60:
            raise SlotTooShort("nothing fits", 60, talk_s)
        frame = slides[["slide_key", "position"]].assign(
            action="keep", budget_s=60.0, reason="because"
        )
        return Plan(frame)

    slides, made = make_slides(["One", "Two", "<img onerror=x>"])
    pacing = Pacing(made)
    pacing._slides = slides.assign(low_s=50.0, high_s=70.0)
    widget = trim(slides, pacing, propose, talk_s=180.0, p=0.9)
    widget.asked = asked
    return widget


def ask(room, **message):
    room._answer(room, {"ask": "plan", **message}, [])
    return room.proposal


def test_opens_with_a_plan_for_the_talk_time(room):
    assert room.asked == [(180.0, {})]
    assert room.proposal["steps"]["id:256"] == {
        "action": "keep", "budget_s": 60.0, "scale": 1.0, "reason": "because",
    }  # fmt: skip
    assert room.plan.p_fits == 0.9


def test_decisions_reach_the_planner_in_its_words(room):
    decisions = {"id:256": {"action": "trim", "budget_s": 30}, "id:257": {"action": "cut"}}
    answer = ask(room, number=7, talk_s=120, decisions=decisions)
    assert room.asked[-1] == (120.0, {"id:256": ("trim", 30.0), "id:257": "cut"})
    assert answer["number"] == 7


@pytest.mark.parametrize(
    "decisions",
    [None, [], {"nope": {"action": "cut"}}, {"id:256": "cut"}, {"id:256": {"action": "explode"}},
     {"id:256": {"action": "trim"}}, {"id:256": {"action": "trim", "budget_s": math.nan}}],
)  # fmt: skip
def test_what_makes_no_sense_is_not_passed_on(room, decisions):
    ask(room, number=2, talk_s=120, decisions=decisions)
    assert room.asked[-1] == (120.0, {})


@pytest.mark.parametrize("talk_s", [None, "soon", -5, math.inf])
def test_a_talk_time_that_is_none_leaves_the_last(room, talk_s):
    ask(room, number=2, talk_s=talk_s, decisions={})
    assert room.asked[-1] == (180.0, {})


def test_a_slot_too_short_is_said_and_the_last_plan_stays(room):
    before = room.plan
    assert ask(room, number=2, talk_s=30, decisions={})["error"] == "nothing fits"
    assert room.plan is before


def test_anchors_are_plans_at_a_ladder_of_talk_times(room):
    assert len(room.ladder) >= 10
    assert room.ladder == sorted(set(room.ladder), reverse=True)
    for talk_s in room.ladder[:3]:
        room._answer(room, {"ask": "anchor", "talk_s": talk_s}, [])
    assert [anchor["talk_s"] for anchor in room.anchors] == room.ladder[:3]
    assert room.plan.p_fits == 0.9, "an anchor is not the speaker's plan"
