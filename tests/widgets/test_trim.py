"""The trim room's kernel side, and the arithmetic it shares with the page."""

import json
import threading
from dataclasses import replace

import pytest

import pacer
from pacer import planning
from pacer.core.errors import PacerError
from pacer.planning import choices as keeping
from pacer.widgets import protocol
from pacer.widgets.protocol import ChoiceChanges, NeedChange
from pacer.widgets.trim import NO_CHANGES, decided, on_page
from tests.factories import make_deck, make_timings
from tests.protocol import write
from tests.widgets.comms import Wire


@pytest.fixture
def talk(tmp_path):
    """Seven slides, rehearsed once in seven minutes, and five to speak."""
    made = pacer.open(make_deck(tmp_path / "talk.pptx", 7), slot="6:00", questions="1:00")
    made.import_run(make_timings(tmp_path / "one.csv", [60.0] * 7))
    yield made
    for thread in threading.enumerate():
        if thread.name in ("pacer proof", "pacer ladder"):
            thread.join(60)  # a solver that Python ends under would abort


def changes(*, decisions=None, stars=None, needs=()):
    return {"decisions": decisions or {}, "stars": stars or {}, "needs": list(needs)}


def ask(room, number=1, talk_s=300.0, **changed):
    wire = Wire(room)
    wire.tell(
        {
            "type": "ask-plan",
            "number": number,
            "talk_s": talk_s,
            "changes": changes(**changed),
        }
    )
    assert wire.sent == []
    return room.proposal


def test_opens_with_a_plan_for_the_talk_time(talk):
    room = talk.trim()
    assert room.plan.p_fits >= 0.9
    assert set(room.proposal.steps) == {row.key for row in room.rows}
    assert {step.action for step in room.proposal.steps.values()} > {"keep"}
    assert room.proposal.low_s < room.proposal.median_s < room.proposal.high_s
    assert room.proposal.p_fits == room.plan.p_fits


def test_decisions_are_obeyed_and_there_again_tomorrow(talk):
    room = talk.trim()
    first, second, third, fourth = (talk.key(position) for position in (1, 2, 3, 4))
    answer = ask(
        room,
        number=7,
        talk_s=240,
        decisions={second: {"action": "keep"}, third: {"action": "cut"}},
        stars={first: True},
        needs=[
            {"slide_key": second, "needs": first, "wanted": True},
            {"slide_key": fourth, "needs": first, "wanted": False},
        ],
    )
    assert answer.number == 7
    assert answer.steps[second].action == "keep"
    assert answer.steps[first].action != "cut", "the second stays, and needs it"
    assert answer.steps[third].action == "cut"

    again = pacer.open(talk.deck.path, slot="6:00").trim()
    assert again.choices == room.choices
    assert again.choices.stars == [first]
    assert again.proposal.steps[third].action == "cut"


def test_a_decision_is_at_once_in_the_talk_and_in_every_other_room(talk, tmp_path):
    room, other = talk.trim(), talk.trim()
    wire = Wire(other)
    ask(room, decisions={talk.key(2): {"action": "cut"}})
    assert talk.plan().frame["action"].iloc[1] == "cut"
    assert other.choices == room.choices
    assert wire.state["choices"]["decisions"] == {talk.key(2): {"action": "cut"}}
    assert other.plan.frame["action"].iloc[1] == "cut"
    assert room.plan.frame.equals(talk.plan().frame)
    assert room.plan.export(tmp_path / "short.pptx").exists()


def test_two_rooms_and_a_call_merge_per_slide(talk):
    room, other = talk.trim(), talk.trim()
    one, two, three = (talk.key(position) for position in (1, 2, 3))
    # Each page knows nothing of what the others decide.
    ask(room, decisions={one: {"action": "keep"}}, stars={one: True})
    ask(other, decisions={two: {"action": "cut"}}, stars={two: True})
    elsewhere = keeping.Choices(actions={three: ("trim", 20.0)})
    talk.project.change_choices(lambda now: keeping.merged(now, keeping.Choices(), elsewhere))
    assert talk.choices.actions == {one: "keep", two: "cut", three: ("trim", 20.0)}
    assert sorted(talk.choices.values) == sorted([one, two])
    assert room.choices == other.choices == on_page(talk.choices)


def test_a_finished_run_is_there_without_reopening(talk, tmp_path):
    room = talk.trim()
    before = room.plan
    talk.import_run(make_timings(tmp_path / "two.csv", [20.0] * 7))
    assert room.rows[0].basis == "2 runs"
    assert room.plan.p_fits != before.p_fits
    room.close()
    talk.import_run(make_timings(tmp_path / "three.csv", [30.0] * 7))
    assert room.rows[0].basis == "2 runs", "a room that was closed follows no more"


def test_only_what_a_page_changed_changes():
    before = keeping.Choices(
        actions={"gone": "cut", "here": "keep"}, values={"gone": 3.0, "dull": 0.5, "here": 3.0},
        prerequisites={("gone", "here"): True}, extra={"theirs": 1}, locked=frozenset({"dull"}),
    )  # fmt: skip
    known = {"here", "dull"}
    assert decided(before, NO_CHANGES, known) == before
    taken_back = ChoiceChanges(
        decisions={"here": None, "dull": None, "gone": None},
        stars={"here": False, "dull": True, "nope": True},
        needs=[NeedChange(slide_key="here", needs="dull", wanted=True)],
    )
    after = decided(before, taken_back, known)
    assert after.actions == {"gone": "cut"}
    assert after.locked == frozenset()
    assert after.values == {"gone": 3.0, "dull": 2.0}
    assert after.prerequisites == {("gone", "here"): True, ("here", "dull"): True}
    assert after.extra == {"theirs": 1}


def test_choices_and_the_page_say_the_same():
    made = keeping.Choices(
        actions={"a": "cut", "b": ("trim", 30.0), "d": "merge"}, values={"c": 2.0},
        prerequisites={("a", "b"): False},
    )  # fmt: skip
    page = on_page(made)
    all_of_it = ChoiceChanges(
        decisions=dict(page.decisions),
        stars=dict.fromkeys(page.stars, True),
        needs=[NeedChange(**protocol.plain(need)) for need in page.needs],
    )
    assert decided(keeping.Choices(), all_of_it, {"a", "b", "c", "d"}) == made


@pytest.mark.parametrize(
    "message",
    [
        {}, {"type": "ask-plan"}, {"type": "ask-plan", "number": 2, "talk_s": 300},
        {"changes": {}}, {"changes": changes(decisions={"id:256": "cut"})},
        {"changes": changes(decisions={"id:256": {"action": "explode"}})},
        {"changes": changes(decisions={"id:256": {"action": "trim"}})},
        {"changes": changes(decisions={"id:256": {"action": "cut", "budget_s": 3}})},
        {"changes": changes(stars=["id:256"])}, {"changes": changes(stars={"id:256": "yes"})},
        {"changes": changes(needs=[["id:256", "id:257", True]])},
        {"talk_s": "soon"}, {"talk_s": -5}, {"talk_s": float("inf")}, {"talk_s": True},
        {"talk_s": float("nan")}, {"decisions": {"id:256": {"action": "cut"}}}, {"number": -1},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_understood_changes_nothing_and_is_told(talk, message):
    one = talk.key(1)
    room = talk.trim()
    ask(room, decisions={one: {"action": "cut"}})
    before = talk.choices, room.talk_s, room.proposal
    whole = {"type": "ask-plan", "number": 2, "talk_s": 200.0, "changes": changes()}
    wire = Wire(room)
    wire.tell(message if not message or "type" in message else {**whole, **message})
    assert [content["type"] for content, _ in wire.sent] == ["dropped"]
    assert (talk.choices, room.talk_s, room.proposal) == before


def test_what_is_of_no_slide_is_left_out(talk):
    room = talk.trim()
    ask(room, decisions={"nope": {"action": "cut"}}, stars={"nope": True})
    assert talk.choices == keeping.Choices()


def test_a_slot_too_short_is_said_and_the_last_plan_stays(talk):
    room = talk.trim()
    before = room.plan
    answer = ask(
        room, number=2, talk_s=30, decisions={row.key: {"action": "keep"} for row in room.rows}
    )
    assert answer.error
    assert room.plan is before


def test_a_folder_that_cannot_be_written_is_said_and_the_plan_goes_on(talk, monkeypatch):
    room = talk.trim()

    def no_room(*_given, **_options):
        raise PacerError("choices.json: cannot be written: make room on the disk")

    monkeypatch.setattr(keeping, "save", no_room)
    answer = ask(room, number=2, decisions={talk.key(1): {"action": "cut"}})
    assert "not kept for tomorrow" in answer.unsaved
    assert answer.steps[talk.key(1)].action == "cut"
    assert room.choices.decisions == {}, "the page sends it again with what it decides next"


def test_the_ladder_is_sent_when_asked_for(talk):
    room = talk.trim()
    assert room.ladder is None
    Wire(room).tell({"type": "ask-ladder"})
    room._climbing.thread.join(60)
    assert room.ladder.slide_keys == [row.key for row in room.rows]


def test_a_plan_is_shown_soon_and_proven_after(talk, monkeypatch):
    solve, asked, go = planning.solve, [], threading.Event()

    def slow(*given, seconds=60.0, **options):
        plan = solve(*given, **options)
        asked.append(seconds)
        if seconds < 60:
            return replace(plan, gap=0.01, warnings=("not the best yet",))
        go.wait(30)
        return plan

    monkeypatch.setattr(planning, "solve", slow)
    room = talk.trim()
    first = room._proving.thread
    assert (room.proposal.proven, room.proposal.warnings) == (False, ["not the best yet"])
    ask(room, number=1, talk_s=200.0)
    assert (room.proposal.number, room.proposal.proven) == (1, False)
    go.set()
    for thread in (first, room._proving.thread):
        thread.join(30)
    # What was asked first is no longer wanted, and is not what the page ends with.
    assert (room.proposal.number, room.proposal.talk_s) == (1, 200.0)
    assert room.proposal.proven
    assert room.plan.talk_s == 200.0
    assert "not the best yet" not in room.proposal.warnings


def test_a_page_cannot_write_the_rooms_code_nor_its_state(talk):
    room = talk.trim()
    before = room.get_state()
    Wire(room).update(
        _esm="alert(1)", _css="*{}", talk_s=1.0, choices={}, rows=[], nonsense=[1], layout=None
    )
    assert room.get_state() == before


def tell(room, **message):
    Wire(room).tell(message)
    return room.proposal


def test_points_answers_and_the_length_are_kept_and_planned_with(talk):
    room = talk.trim()
    assert room.proposal.points == []
    assert not room.proposal.needs_length, "a run tells it"
    named = tell(room, type="name-points", number=1, slide_keys=[talk.key(6)])
    assert named.number == 1
    assert named.points == [6]
    assert talk.choices.points == (talk.key(6),)
    assert talk.plan().points == (6,)
    stretch = next(one for one in room.proposal.questions if one.kind == "stretch")
    answered = tell(room, type="answer-question", number=2, id=stretch.id, answer="keep")
    assert [(one.id, one.answer) for one in answered.answered] == [(stretch.id, "keep")]
    assert stretch.id not in [one.id for one in answered.questions]
    back = tell(room, type="answer-question", number=3, id=stretch.id, answer="none")
    assert back.answered == []
    assert talk.choices.answers == {}


def test_an_answer_that_is_none_changes_nothing_and_says_so(talk):
    room = talk.trim()
    for number, message in enumerate(
        (
            {"type": "answer-question", "id": "90-91", "answer": "drop"},
            {"type": "answer-question", "id": "1-1", "answer": "perhaps"},
            {"type": "name-points", "slide_keys": ["id:none"]},
        ),
        1,
    ):
        told = tell(room, number=number, **message)
        assert told.number == number
        assert told.unsaved.startswith("not kept: ")
        assert talk.choices.points == ()
        assert talk.choices.answers == {}


def test_the_length_is_asked_for_only_where_no_run_tells_it(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 7), slot="6:00")
    room = talk.trim()
    assert room.proposal.needs_length
    told = tell(room, type="tell-length", number=1, took_s=900.0)
    assert not told.needs_length
    assert sum(row.seconds for row in room.rows) == pytest.approx(900.0, rel=0.02)
    assert talk.choices.took_s == 900.0


@pytest.mark.parametrize("number", [0, 1], ids=["with runs", "of a stated length"])
def test_what_the_page_computes_from_is_what_python_says(number):
    """`make fixtures` wrote it; the page's own code is held against the same (trim.test.js)."""
    kept = json.loads((write.HERE / "totals.json").read_text("utf-8"))[number]
    fresh = write.totals()[number]
    assert kept["tables"]["components"][0]["tied_s2"] > 0 or number == 0
    for was, now in zip(kept["cases"], fresh["cases"], strict=True):
        for name in ("quantiles", "within"):
            assert now[name] == [pytest.approx(one, rel=1e-3) for one in was[name]]
