"""The trim room's kernel side, and the arithmetic it shares with the page."""

import json
import math
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pacer import planning
from pacer.core.errors import PacerError
from pacer.pacing.total import total_from
from pacer.planning import choices as keeping
from pacer.widgets.trim import decided, shown, trim
from tests.planning.stand_in import make_slides

FIXTURE = json.loads((Path(__file__).parent / "fixtures" / "total.json").read_text("utf-8"))
EVIL = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("case", FIXTURE["cases"], ids=lambda case: str(case["scale"]))
def test_totals_are_as_on_the_page(case):
    total = total_from(FIXTURE["tables"], case["scale"])
    for q, seconds in case["quantiles"]:
        assert total.quantile(q) == pytest.approx(seconds, abs=0.01)
    for seconds, chance in case["within"]:
        assert total.p_within(seconds) == pytest.approx(chance, abs=1e-6)


class Pacing:
    """The planner's stand-in with what a page needs besides."""

    def __init__(self, slides, made):
        self._estimates = slides[["slide_key"]].assign(low_s=50.0, high_s=70.0, basis="2 runs")
        self.mean_s, self.total, self.slide_keys = made.mean_s, made.total, made.slide_keys

    def estimates(self):
        return self._estimates

    def tables(self):
        return {"components": [], "trim_cv": 0.25}


@pytest.fixture
def open_room(tmp_path):
    texts = [f"Part {n}\nThe {word} of part {n}" for n, word in enumerate(
        ["lease", "quorum", "replica", "snapshot", "cursor", "beacon"], 1)]  # fmt: skip
    slides, made = make_slides([*texts, EVIL])
    return lambda talk_s=300.0: trim(
        slides, Pacing(slides, made), talk_s=talk_s, folder=tmp_path / "talk.pacer"
    )


def ask(room, **message):
    room._answer(room, {"ask": "plan", "decisions": {}, "stars": [], "needs": [], **message}, [])
    return room.proposal


def test_opens_with_a_plan_for_the_talk_time(open_room):
    room = open_room()
    assert room.plan.p_fits >= 0.9
    assert set(room.proposal["steps"]) == {row["key"] for row in room.rows}
    assert {step["action"] for step in room.proposal["steps"].values()} > {"keep"}
    assert room.rows[-1]["title"] == EVIL, "escaping is the page's: it only ever sets text"


def test_decisions_are_obeyed_and_there_again_tomorrow(open_room):
    room = open_room()
    answer = ask(
        room,
        number=7,
        talk_s=240,
        decisions={"id:257": {"action": "keep"}, "id:258": {"action": "cut"}},
        stars=["id:256"],
        needs=[["id:257", "id:256", True], ["id:259", "id:256", False]],
    )
    assert answer["number"] == 7
    assert answer["steps"]["id:257"]["action"] == "keep"
    assert answer["steps"]["id:256"]["action"] != "cut", "257 stays, and needs it"
    assert answer["steps"]["id:258"]["action"] == "cut"

    again = open_room()
    assert again.choice == room.choice
    assert again.choice["stars"] == ["id:256"]
    assert again.proposal["steps"]["id:258"]["action"] == "cut"


def test_what_the_page_does_not_know_is_kept(tmp_path):
    before = keeping.Choices(
        actions={"gone": "cut", "here": "keep"}, values={"gone": 3.0, "dull": 0.5, "here": 3.0},
        prerequisites={("gone", "here"): True}, extra={"theirs": 1},
    )  # fmt: skip
    after = decided(before, {"stars": ["here"]}, {"here", "dull"})
    assert after.actions == {"gone": "cut"}
    assert after.values == {"gone": 3.0, "dull": 0.5, "here": 3.0}
    assert after.prerequisites == {("gone", "here"): True}
    assert after.extra == {"theirs": 1}


def test_choices_and_the_page_say_the_same():
    made = keeping.Choices(
        actions={"a": "cut", "b": ("trim", 30.0), "d": "merge"}, values={"c": 2.0},
        prerequisites={("a", "b"): False},
    )  # fmt: skip
    assert decided(keeping.Choices(), shown(made), {"a", "b", "c", "d"}) == made


@pytest.mark.parametrize(
    "message",
    [
        {"decisions": None}, {"decisions": []}, {"decisions": {"nope": {"action": "cut"}}},
        {"decisions": {"id:256": "cut"}}, {"decisions": {"id:256": {"action": "explode"}}},
        {"decisions": {"id:256": {"action": "trim", "budget_s": math.nan}}},
        {"stars": "id:256"}, {"stars": [7, ["id:256"]]},
        {"needs": [["id:256"], ["id:256", "id:256", True], ["id:256", "id:257", "yes"]]},
        {"talk_s": "soon"}, {"talk_s": -5}, {"talk_s": math.inf}, {"talk_s": True},
    ],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(open_room, message):
    room = open_room()
    before = room.choices
    ask(room, number=2, **message)
    assert room.choices == before
    assert room.talk_s == 300


def test_a_slot_too_short_is_said_and_the_last_plan_stays(open_room):
    room = open_room()
    before = room.plan
    every = {row["key"]: {"action": "keep"} for row in room.rows}
    answer = ask(room, number=2, talk_s=30, decisions=every)
    assert answer["error"]
    assert room.plan is before


def test_a_folder_that_cannot_be_written_is_said_and_the_plan_goes_on(open_room, tmp_path):
    (tmp_path / "talk.pacer").write_text("a file where the folder should be")
    with pytest.raises(PacerError):
        open_room()
    (tmp_path / "talk.pacer").unlink()
    room = open_room()
    (tmp_path / "talk.pacer").write_text("in the way")
    answer = ask(room, number=2, decisions={"id:256": {"action": "cut"}})
    assert "not kept for tomorrow" in answer["unsaved"]
    assert answer["steps"]["id:256"]["action"] == "cut"


def test_the_ladder_is_sent_when_asked_for(open_room):
    room = open_room()
    assert room.ladder == {}
    room._answer(room, {"ask": "ladder"}, [])
    room.climb.join(60)
    assert room.ladder["slide_keys"] == [row["key"] for row in room.rows]


def test_a_message_that_is_none_stops_nothing(open_room):
    room = open_room()
    for message in (None, [], "plan", {}, {"ask": 7}, {"ask": "picture"}):
        room._answer(room, message, [])


def test_a_plan_is_shown_soon_and_proven_after(open_room, monkeypatch):
    solve, asked, go = planning.solve, [], threading.Event()

    def slow(*given, seconds=60.0, **options):
        plan = solve(*given, **options)
        asked.append(seconds)
        if seconds < 60:
            return replace(plan, gap=0.01, warnings=("not the best yet",))
        go.wait(30)
        return plan

    monkeypatch.setattr(planning, "solve", slow)
    room = open_room()
    first = room.proof
    assert (room.proposal["proven"], room.proposal["warnings"]) == (False, ["not the best yet"])
    ask(room, number=1, talk_s=200.0)
    assert (room.proposal["number"], room.proposal["proven"]) == (1, False)
    go.set()
    for thread in (first, room.proof):
        thread.join(30)
    # What was asked first is no longer wanted, and is not what the page ends with.
    assert (room.proposal["number"], room.proposal["talk_s"]) == (1, 200.0)
    assert room.proposal["proven"]
    assert room.plan.talk_s == 200.0
    assert "not the best yet" not in room.proposal["warnings"]
