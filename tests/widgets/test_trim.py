"""The trim room's kernel side, and the arithmetic it shares with the page."""

import json
import threading
from dataclasses import replace

import msgspec
import pytest
from pptx import Presentation

import pacer
from pacer import planning
from pacer.core import frames
from pacer.core.errors import PacerError
from pacer.planning import choices as keeping
from pacer.widgets import protocol
from pacer.widgets.protocol import ChoiceChanges, NeedChange
from pacer.widgets.trim import NO_CHANGES
from pacer.widgets.trim_state import because, decided, on_page
from tests.factories import make_deck, make_timings
from tests.protocol import write
from tests.transcript.talking import make_deck as make_talking_deck
from tests.transcript.talking import make_srt
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


def changes(*, decisions=None, stars=None, needs=(), struck=None):
    return {
        "decisions": decisions or {},
        "stars": stars or {},
        "needs": list(needs),
        "struck": struck or {},
    }


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
        struck={"here": ["So."], "gone": ["Why?"]},
    )
    after = decided(before, taken_back, known)
    assert after.actions == {"gone": "cut"}
    assert after.locked == frozenset()
    assert after.values == {"gone": 3.0, "dull": 2.0}
    assert after.prerequisites == {("gone", "here"): True, ("here", "dull"): True}
    assert after.extra == {"theirs": 1}
    assert after.struck == {"here": ("So.",)}


def test_choices_and_the_page_say_the_same():
    made = keeping.Choices(
        actions={"a": "cut", "b": ("trim", 30.0), "d": "merge"}, values={"c": 2.0},
        prerequisites={("a", "b"): False}, struck={"b": ("So.", "Why?")},
    )  # fmt: skip
    page = on_page(made)
    all_of_it = ChoiceChanges(
        decisions=dict(page.decisions),
        stars=dict.fromkeys(page.stars, True),
        needs=[NeedChange(**protocol.plain(need)) for need in page.needs],
        struck=dict(page.struck),
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

    def slow(*given, gap=planning.GAP, **options):
        plan = solve(*given, gap=gap, **options)
        asked.append(gap)
        if gap > planning.GAP:
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


def test_stretches_are_the_talks_own_and_every_slide_is_in_one(talk):
    room = talk.trim()
    slides = [at for stretch in room.stretches for at in stretch.slides]
    assert slides == list(range(1, 8))
    assert all(stretch.section for stretch in room.stretches), "also of a deck that names none"
    assert [row.section for row in room.rows if row.position in room.stretches[0].slides] == [
        room.stretches[0].section
    ] * len(room.stretches[0].slides)
    for stretch, fate in zip(room.stretches, room.proposal.stretches, strict=True):
        its = [room.proposal.steps[room.rows[at - 1].key] for at in stretch.slides]
        assert fate.plan_s == pytest.approx(sum(step.budget_s for step in its))
        assert (fate.fate == "goes") == all(step.action == "cut" for step in its)


def test_what_a_decision_moved_is_named_and_nothing_else(talk):
    room = talk.trim()
    assert room.proposal.because == "", "nothing was decided yet"
    before = {key: step.action for key, step in room.proposal.steps.items()}
    cut = next(row for row in room.rows if before[row.key] == "cut")
    answer = ask(room, decisions={cut.key: {"action": "keep"}})
    after = {key: step.action for key, step in answer.steps.items()}
    moved = [row.position for row in room.rows
             if row.key != cut.key and before[row.key] != after[row.key]]  # fmt: skip
    assert moved, "something had to make room"
    assert answer.moved == moved
    assert answer.because.startswith(f"You kept {cut.position}: ")
    assert all(str(position) in answer.because for position in moved[:1])
    same = ask(room, number=2, decisions={cut.key: {"action": "keep"}})
    assert same.moved == []
    assert same.because == f"You kept {cut.position}: no other slide moved."
    shorter = ask(room, number=3, talk_s=240.0)
    assert shorter.because.startswith("With 4:00 to speak: ")


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ({"a": {"action": "keep"}, "b": {"action": "keep"}, "d": {"action": "keep"}},
         "You kept 1–2, 4"),
        ({"c": {"action": "trim", "budget_s": 45.0}}, "You shortened 3 to 0:45"),
        ({"a": None, "b": None}, "You left 1–2 to the plan"),
        ({"a": {"action": "keep"}, "b": {"action": "cut"}}, "Your decisions"),
        ({"gone": {"action": "keep"}}, ""),
    ],
)  # fmt: skip
def test_what_was_done_is_said_in_words(decisions, said):
    told = msgspec.convert(changes(decisions=decisions), ChoiceChanges)
    assert because(told, {"a": 1, "b": 2, "c": 3, "d": 4}) == said


def test_the_plan_is_written_beside_the_deck_and_over_nothing(talk):
    room = talk.trim()
    wire = Wire(room)
    mine = talk.deck.path.with_name("talk-6.pptx")
    mine.write_text("mine", "utf-8")
    names = []
    for what in ("deck", "deck", "run-sheet"):
        wire.tell({"type": "export-plan", "what": what})
        message = wire.sent[-1][0]
        assert message["type"] == "written"
        names.append(message["name"])
        assert message["path"] == str(talk.deck.path.with_name(message["name"]))
    assert names == ["talk-6-2.pptx", "talk-6-2.pptx", "talk-6.sheet.html"]
    assert mine.read_text("utf-8") == "mine"
    hidden = [slide.get("show") for slide in _slides(talk.deck.path.with_name("talk-6-2.pptx"))]
    assert hidden.count("0") == (room.plan.frame["action"].isin(["cut", "merge"])).sum()
    talk.deck.path.unlink()
    wire.tell({"type": "export-plan", "what": "deck"})
    assert wire.sent[-1][0]["name"] == ""
    assert wire.sent[-1][0]["says"]


def _slides(path):
    return [slide._element for slide in Presentation(path).slides]


def test_this_plan_is_rehearsed_on_its_budgets(talk):
    room = talk.trim()
    wire = Wire(room)
    ask(room, decisions={talk.key(2): {"action": "cut"}})
    wire = Wire(room)
    wire.tell({"type": "rehearse-plan"})
    assert room.rehearsal == room.rehearsing.model_id
    budgets = {row.key: row.budget_s for row in room.rehearsing.rows}
    planned = dict(zip(room.plan.frame["slide_key"], room.plan.frame["budget_s"], strict=True))
    assert budgets == pytest.approx(planned)
    assert room.rehearsing.rows[1].skip
    first = room.rehearsing
    ask(room, number=2, decisions={talk.key(2): {"action": "keep"}})
    wire = Wire(room)
    wire.tell({"type": "rehearse-plan"})
    assert room.rehearsing is not first
    assert not room.rehearsing.rows[1].skip
    first = room.rehearsing
    run = {"token": "t", "kind": "rehearsal", "started_at": "", "deck_digest": ""}
    mark = {"seq": 1, "t_s": 0.0, "kind": "start", "slide_key": talk.key(1)}
    Wire(first).tell({"type": "add-marks", "page": "p", "run": run, "marks": [mark]})
    answer, _ = wire.tell({"type": "rehearse-plan"})
    assert answer == {
        "type": "notice",
        "text": "the rehearsal below is not over: end it there first",
    }
    assert room.rehearsing is first


def test_sentences_said_are_shown_and_struck_ones_shorten_the_slide(talk, tmp_path):
    run_id = talk.runs["run_id"].iloc[-1]
    texts = ["So", "this", "is", "a", "log.", "<i>Why?", "It", "is", "first."]
    words = [{"word": word, "start_s": 6.0 * at, "end_s": 6.0 * at + 1, "confidence": None,
              "slide_key": ""} for at, word in enumerate(texts)]  # fmt: skip
    frame = frames.build(frames.WORDS, words)
    frame.to_csv(talk.folder / "runs" / f"{run_id}.words.csv", index=False)
    room = talk.trim()
    first = talk.key(1)
    assert [one.text for one in room.said[first]] == [
        "So this is a log.",
        "<i>Why?",
        "It is first.",
    ]
    answer = ask(
        room,
        decisions={first: {"action": "trim", "budget_s": 48.0}},
        struck={first: ["<i>Why?", "It is first."]},
    )
    assert answer.steps[first].budget_s == pytest.approx(48.0)
    again = pacer.open(talk.deck.path, slot="6:00", questions="1:00")
    assert again.choices.struck == {first: ("<i>Why?", "It is first.")}
    plan = again.plan()
    assert plan.spoken[first].rest == ("So this is a log.",)
    sheet = plan.export(tmp_path / "sheet.html").read_text("utf-8")
    assert "leave out: “&lt;i&gt;Why?” “It is first.”" in sheet
    assert "What is left to say" in sheet
    written = Presentation(plan.export(tmp_path / "short.pptx"))
    notes = written.slides[0].notes_slide.notes_text_frame.text
    assert "Leave out: “<i>Why?” “It is first.” Say: So this is a log." in notes
    (talk.folder / "runs" / f"{run_id}.words.csv").unlink()
    assert again.plan().spoken[first].rest == (), "words that were forgotten are known no more"
    ask(room, number=2, decisions={first: None}, struck={first: []})
    assert again.choices.struck == {}


@pytest.mark.parametrize("what", ["words", "sound"])
def test_struck_sentences_are_forgotten_with_the_words_and_their_seconds_stay(tmp_path, what):
    talk = pacer.open(make_talking_deck(tmp_path / "talk.pptx"), slot="4:00")
    talk.align(make_srt(tmp_path / "talk.srt"))
    room, second = talk.trim(), talk.key(2)
    said = room.said[second][-1].text
    ask(
        room,
        decisions={second: {"action": "trim", "budget_s": 20.0}},
        struck={second: [said, "Heard in a take that is gone."]},
    )
    kept = talk.folder / "choices.json"
    assert said in kept.read_text("utf-8")
    talk.forget(**{what: True})
    assert "a take that is gone" not in kept.read_text("utf-8")
    # An aligned transcript's words are no take's: `sound` leaves them.
    assert (said in kept.read_text("utf-8")) == (what == "sound")
    assert pacer.open(talk.deck.path).choices.actions[second] == ("trim", 20.0)
