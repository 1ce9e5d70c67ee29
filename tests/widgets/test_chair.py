"""Chair mode without a browser: programmes in, a log out."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pacer.core.errors import ClockError, PacerError
from pacer.widgets.chair import chair, log
from pacer.widgets.protocol import ChairTalk
from tests.widgets.comms import Wire

CASES = json.loads((Path(__file__).parent / "fixtures" / "chair.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_log_is_what_the_page_shows(case):
    talks = [
        ChairTalk(key=f"talk:{n}", title=f"Talk {n}", talk_s=talk_s, questions_s=questions_s)
        for n, (talk_s, questions_s) in enumerate(case["talks"], 1)
    ]
    names = ("t_s", "kind", "slide_key", "note")
    marks = [dict(zip(names, mark, strict=False)) for mark in case["marks"]]
    found = log(talks, marks)
    assert found[list(case["log"][0])].to_dict("records") == case["log"]


def test_a_session_is_journaled_and_told(tmp_path):
    session = chair([("Ada", "20:00", "5:00"), ("Grace", 900)], folder=tmp_path / "chair.pacer")
    assert session.log().empty
    wire = Wire(session)
    marks = [
        {"seq": 1, "t_s": 0.0, "kind": "start", "slide_key": "talk:1"},
        {"seq": 2, "t_s": 30.0, "kind": "extend", "slide_key": "talk:1", "note": "60"},
        {"seq": 3, "t_s": 1230.0, "kind": "pause", "slide_key": ""},
        {"seq": 4, "t_s": 1230.0, "kind": "slide", "slide_key": "talk:2"},
    ]
    run = {"token": "t", "kind": "delivery", "started_at": "", "deck_digest": ""}
    message = {"type": "add-marks", "page": "p", "run": run}
    ack, _ = wire.tell({**message, "marks": marks})
    assert (ack["type"], ack["seq"]) == ("acked", 4)
    told = session.log()
    assert told["talk"].tolist() == ["Ada"]
    assert told["over_s"].tolist() == [-30.0]


def begun(folder, programme, **how):
    """A session of which two talks were held, and the journal is closed."""
    session = chair(programme, folder=folder, **how)
    marks = [
        {"seq": 1, "t_s": 0.0, "kind": "start", "slide_key": "talk:1", "note": "90.0"},
        {"seq": 2, "t_s": 1500.0, "kind": "pause", "slide_key": ""},
        {"seq": 3, "t_s": 1500.0, "kind": "slide", "slide_key": "talk:2"},
        {"seq": 4, "t_s": 1710.0, "kind": "resume", "slide_key": ""},
        {"seq": 5, "t_s": 2700.0, "kind": "stop", "slide_key": ""},
    ]
    run = {"token": "t", "kind": "delivery", "started_at": "", "deck_digest": ""}
    ack, _ = Wire(session).tell({"type": "add-marks", "page": "p", "run": run, "marks": marks})
    assert ack["seq"] == 5
    session.recorder.leave("t")
    return session


FILE = "title,start,slot,questions\nAda,10:00,25:00,5:00\nCoffee,10:25,5:00,\nGrace,10:30,20:00,\n"


def test_a_session_s_log_outlives_its_kernel(tmp_path):
    (tmp_path / "day.csv").write_text(FILE, encoding="utf-8")
    begun(tmp_path / "day-chair.pacer", tmp_path / "day.csv")
    again = chair(tmp_path / "day.csv")
    assert again.recorder.folder == tmp_path / "day-chair.pacer"
    told = again.log()
    assert told[["talk", "begins", "late_s", "over_s"]].to_numpy().tolist() == [
        ["Ada", "10:00", 90.0, 0.0],
        ["Grace", "10:30", 0.0, -210.0],
    ]
    assert told[["planned_start_s", "actual_start_s", "actual_end_s"]].to_numpy().tolist() == [
        [0.0, 90.0, 1590.0],
        [1800.0, 1800.0, 2790.0],
    ]
    assert again.to_csv(tmp_path / "log.csv").read_text("utf-8").count("\n") == 3
    with pytest.raises(PacerError, match="is there already"):
        again.to_csv(tmp_path / "log.csv")
    title = again.plot().get_title(loc="left")
    assert title == "The session ended 3:30 early; none of 2 talks ran over"


def test_another_programme_s_log_is_not_taken_for_this_one_s(tmp_path):
    begun(tmp_path / "f.pacer", [("Ada", "25:00"), ("Grace", "20:00")])
    assert (
        len(chair([("Ada", "25:00"), ("Grace", "20:00")], folder=tmp_path / "f.pacer").log()) == 2
    )
    other = chair([("Ada", "25:00"), ("Edsger", "20:00")], folder=tmp_path / "f.pacer")
    assert other.log().empty
    assert other.plot().get_title(loc="left") == "No talk was begun"


def test_each_room_and_day_has_a_folder_of_its_own(tmp_path):
    path = tmp_path / "conf.csv"
    rows = [
        f"A{n},2026-05-2{5 + n // 2},10:00,20min,{'Aula Süd' if n % 2 else 'B'}" for n in range(4)
    ]
    path.write_text("\n".join(["title,day,start,slot,room", *rows]), encoding="utf-8")
    first = chair(path, room="aula", day=1)
    assert first.recorder.folder.name == "conf-aula-süd-2026-05-25-chair.pacer"
    assert first.room.title == "conf · Aula Süd · 2026-05-25"
    assert first.room.starts_at == "2026-05-25T10:00:00"
    second = chair(path, room="B", day=1)
    assert second.room.home != first.room.home


def test_breaks_signals_and_changeovers_reach_the_page(tmp_path):
    (tmp_path / "day.csv").write_text(FILE, encoding="utf-8")
    made = chair(tmp_path / "day.csv", signals={"20:00": "5 and 1", None: "two thirds"})
    assert [talk.signals_s for talk in made.talks] == [[300, 60, 0], [300, 60, 0]]
    made = chair(tmp_path / "day.csv", signals="two thirds")
    assert [talk.signals_s for talk in made.talks] == [[400, 0], [400, 0]]
    (rest,) = made.room.breaks
    assert (rest.title, rest.begins, rest.start_s, rest.length_s) == ("Coffee", "10:25", 1500, 300)
    pair = chair([("A", "20:00"), ("B", "20:00")], folder=tmp_path, changeover="5:00")
    assert [talk.start_s for talk in pair.talks] == [0, 1500]
    late = chair([("A", "30:00", 0, "23:45"), ("B", "20:00", 0, "00:20")], folder=tmp_path)
    assert [(talk.begins, talk.start_s) for talk in late.talks] == [("23:45", 0), ("00:20", 2100)]


def test_what_is_left_open_is_said(tmp_path):
    frame = pd.DataFrame({"title": ["Ada"], "slot": [20]})
    session = chair(frame, folder=tmp_path)
    assert session.room.remarks == ["numbers without a unit were read as minutes"]
    assert session.remarks == tuple(session.room.remarks)


@pytest.mark.parametrize("note", ["", "soon", "nan", "inf", "1e9", None])
def test_a_note_that_no_chair_made_says_nothing(note):
    talks = [ChairTalk(key="talk:1", title="A", talk_s=600, questions_s=0)]
    marks = [
        {"t_s": 0.0, "kind": "start", "slide_key": "talk:1", "note": note},
        {"t_s": 600.0, "kind": "stop", "slide_key": ""},
    ]
    assert log(talks, marks)["late_s"].tolist() == [0.0]


def test_a_programme_may_be_a_frame(tmp_path):
    frame = pd.DataFrame({"title": ["Ada", "Grace"], "slot": ["20:00", "15min"]})
    session = chair(frame, folder=tmp_path)
    assert [talk.talk_s for talk in session.talks] == [1200.0, 900.0]


@pytest.mark.parametrize(
    "programme",
    [
        [],
        [("Ada",)],
        [("Ada", "5:00", "5:00")],
        [("Ada", "soon")],
        [("Ada", "20")],
        pd.DataFrame({"title": ["Ada"]}),
        [("Ada", 60.0)] * 501,
        [("Ada", "20:00", 0, "10:00"), ("Grace", "20:00", 0, "10:10")],
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_in_a_line(tmp_path, programme):
    with pytest.raises((PacerError, ClockError)) as caught:
        chair(programme, folder=tmp_path)
    assert "\n" not in str(caught.value)
