"""The room's kernel side, without a browser: what it sends, and what it answers."""

import math

import pytest

import pacer
from pacer.core.errors import PacerError
from pacer.project import Project
from pacer.widgets.rehearsal import RehearsalWidget, make_budgets, rehearse
from tests.factories import make_deck
from tests.widgets.comms import Wire
from tests.widgets.talks import SlidesProject, make_project, make_slides

RUN = {"token": "t", "kind": "rehearsal", "started_at": "", "deck_digest": ""}


def make_room(folder, slides=None, **options):
    slides = make_slides(4) if slides is None else slides
    return rehearse(SlidesProject(slides, folder), **options)


def add_marks(wire, *marks):
    return wire.tell({"type": "add-marks", "page": "p", "run": RUN, "marks": list(marks)})


def make_mark(seq, kind, t_s, slide_key="id:1"):
    return {"seq": seq, "t_s": t_s, "kind": kind, "slide_key": slide_key}


def test_budgets_are_those_given_then_targets_then_an_equal_share():
    slides = make_slides(4, target_s=[math.nan, 60.0, math.nan, math.nan])
    budgets = make_budgets(slides, set(), {"id:1": 100.0}, 300.0)
    assert [budgets[f"id:{n}"] for n in (1, 2, 3, 4)] == [100.0, 60.0, 70.0, 70.0]
    assert make_budgets(slides, {"id:4"}, {}, None)["id:4"] == 0.0


def test_without_a_slot_the_budgets_are_the_time(tmp_path):
    room = make_room(tmp_path / "talk.pacer")
    assert room.room.talk_s == sum(row.budget_s for row in room.rows)
    assert not room.room.slot
    assert make_room(tmp_path / "talk.pacer", talk_s=300.0).room.talk_s == 300.0


def test_hidden_slides_are_passed_over(tmp_path):
    slides = make_slides(4, hidden=[False, True, False, False])
    room = make_room(tmp_path / "talk.pacer", slides)
    assert [row.skip for row in room.rows] == [False, True, False, False]
    assert room.rows[1].budget_s == 0.0


def test_what_a_plan_cuts_is_passed_over(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 6), slot="4:00")
    plan = talk.plan(cut=[2])
    rows = talk.rehearse(plan=plan).rows
    assert rows[1].skip
    kept = plan.frame.set_index("slide_key")["budget_s"]
    assert [row.budget_s for row in rows if not row.skip] == [
        kept[row.key] for row in rows if not row.skip
    ]


@pytest.mark.parametrize(
    ("count", "options"),
    [(4, {"kind": "concert"}), (0, {})],
)
def test_what_cannot_be_rehearsed_is_said(tmp_path, count, options):
    with pytest.raises(PacerError) as caught:
        make_room(tmp_path / "talk.pacer", make_slides(count, hidden=True), **options)
    assert "\n" not in str(caught.value)


def test_long_and_strange_texts_are_cut_and_tidied(tmp_path):
    slides = make_slides(2, title="t\x1b" * 10_000, text="x " * 50_000, notes="n\u202e" * 50_000)
    for row in make_room(tmp_path / "talk.pacer", slides).rows:
        assert len(row.title) <= 200
        assert len(row.text) <= 1200
        assert len(row.notes) <= 20_000
        assert "\x1b" not in row.title
        assert "\u202e" not in row.notes


def test_a_run_goes_through_the_widget_to_the_disk(tmp_path):
    wire = Wire(make_room(tmp_path / "talk.pacer"))
    welcome, _ = wire.tell({"type": "hello", "page": "p"})
    assert welcome["type"] == "welcome"
    acked, _ = add_marks(wire, make_mark(1, "start", 0.0))
    assert (acked["type"], acked["seq"]) == ("acked", 1)
    assert len(list((tmp_path / "talk.pacer" / "runs").iterdir())) == 1


def test_a_finished_run_is_there_without_reopening(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 3), slot="5:00")
    heard = []
    talk.project.listen(heard.append)
    wire = Wire(talk.rehearse())
    key = talk.key(1)
    add_marks(wire, make_mark(1, "start", 0.0, key), make_mark(2, "slide", 60.0, talk.key(2)))
    assert heard == []
    add_marks(wire, make_mark(3, "stop", 130.0, ""))
    assert heard == ["runs"]
    assert talk.runs["talk_s"].tolist() == [130.0]
    assert talk.pace().frame["runs"].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    "message", [{}, {"type": "dance"}, {"type": "add-marks"}, {"type": 3, "page": []}]
)
def test_a_strange_message_does_no_harm_and_is_told(tmp_path, message):
    room = make_room(tmp_path / "talk.pacer")
    wire = Wire(room)
    dropped, _ = wire.tell(message)
    assert (dropped["type"], dropped["count"]) == ("dropped", 1)
    wire.tell(["no", "message"])
    assert room.dropped == 2
    assert not (tmp_path / "talk.pacer" / "runs").exists()


def test_a_changed_deck_and_a_deck_that_is_gone_are_warned_of(tmp_path):
    deck = make_deck(tmp_path / "talk.pptx", 2)
    room = rehearse(Project(deck))
    assert room.warning() == ""
    deck.write_bytes(b"another")
    assert "changed" in room.warning()
    deck.unlink()
    assert "gone" in room.warning()


def test_pictures_are_sent_when_asked_for(tmp_path):
    picture = tmp_path / "1.png"
    picture.write_bytes(b"\x89PNG rest")
    pictures = {"id:1": picture, "id:2": tmp_path / "none.png"}
    project = make_project(tmp_path / "talk.pacer")
    project.pictures = lambda progress: pictures
    room = rehearse(project)
    wire = Wire(room)
    room.draw()
    assert wire.hear("pictures-ready")[0]["count"] == 2
    sent, buffers = wire.tell({"type": "ask-picture", "slide_key": "id:1"})
    assert sent["mime"] == "image/png"
    assert buffers == [b"\x89PNG rest"]
    for key in ("id:2", "id:3"):
        assert wire.tell({"type": "ask-picture", "slide_key": key})[1] == [b""]


def test_a_widget_holds_the_bundle():
    assert "pacer-card" in str(RehearsalWidget._esm)
    assert "--pacer-late" in str(RehearsalWidget._css)


def through(talk, each_s, count, first=1):
    """The marks of a run through so many slides, and its stop."""
    keys = talk.slides["slide_key"].tolist()[first - 1 :][:count]
    marks = [
        make_mark(place + 1, "slide" if place else "start", place * each_s, key)
        for place, key in enumerate(keys)
    ]
    return [*marks, make_mark(count + 1, "stop", count * each_s, "")]


def test_a_click_through_teaches_nothing_until_it_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("PACER_PROFILE", str(tmp_path / "profile"))
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 12), slot="10:00")
    before = talk.pace().frame["median_s"].tolist()
    wire = Wire(talk.rehearse())
    add_marks(wire, *through(talk, 5.0, 12)[:-1])
    assert talk.pace().frame["median_s"].tolist() == before  # it is on
    add_marks(wire, through(talk, 5.0, 12)[-1])
    assert talk.pace().frame["median_s"].tolist() == before
    assert not list((tmp_path / "profile").rglob("*.json"))
    assert talk.runs["teaches"].tolist() == [False]
    add_marks(wire, {**make_mark(14, "keep", 61.0, ""), "note": "rehearsal"})
    assert talk.runs["teaches"].tolist() == [True]
    assert talk.pace().frame["median_s"].tolist() != before
    assert list((tmp_path / "profile").rglob("*.json"))


def test_a_part_counts_for_its_slides_and_passes_nothing_by(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 8), slot="10:00")
    add_marks(Wire(talk.rehearse()), *through(talk, 90.0, 3, first=5))
    frame = talk.pace().frame
    assert frame["runs"].tolist() == [0, 0, 0, 0, 1, 1, 1, 0]
    assert talk.project.fit().passed_by.tolist() == [0] * 8
    # A whole run passes by what it leaves out.
    whole = [mark for mark in through(talk, 90.0, 8) if mark["seq"] != 4]
    whole = [{**mark, "seq": seq} for seq, mark in enumerate(whole, 1)]
    run = {**RUN, "token": "whole"}
    Wire(talk.rehearse()).tell({"type": "add-marks", "page": "p", "run": run, "marks": whole})
    assert talk.project.fit().passed_by.tolist() == [0, 0, 0, 1, 0, 0, 0, 0]


def test_a_run_that_is_over_is_reviewed_and_another_room_can_be_opened(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 4), slot="4:00")
    wire = Wire(talk.rehearse())
    add_marks(wire, *through(talk, 100.0, 4))
    told = wire.hear("run-review")[0]
    assert told["again_from"] in set(talk.slides["slide_key"])
    assert 1 <= len(told["lines"]) <= 4
    for room in ("compare", "trim"):
        answer, _ = wire.tell({"type": "open-room", "page": "p", "room": room})
        assert answer["type"] == "room-opened"
        assert (bool(answer["model_id"]), answer["reason"]) == (True, "")


def test_without_a_slot_there_is_nothing_to_trim_to(tmp_path):
    wire = Wire(make_room(tmp_path / "talk.pacer"))
    answer, _ = wire.tell({"type": "open-room", "page": "p", "room": "trim"})
    assert answer["model_id"] == ""
    assert "slot" in answer["reason"]


def test_what_may_be_left_out_is_named_or_says_so(tmp_path):
    slides = make_slides(6)
    slides.loc[2, "title"] = "Live demo"
    room = make_room(tmp_path / "talk.pacer", slides, optional=[2, "Part 3"])
    part = slides["section"].eq("Part 3").tolist()
    found = [row.optional for row in room.rows]
    assert found == [n in (1, 2) or part[n] for n in range(6)]
    with pytest.raises(PacerError, match="no slide"):
        make_room(tmp_path / "talk.pacer", slides, optional=["Part 9"])
