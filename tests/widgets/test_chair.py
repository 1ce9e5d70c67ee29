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
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_in_a_line(tmp_path, programme):
    with pytest.raises((PacerError, ClockError)) as caught:
        chair(programme, folder=tmp_path)
    assert "\n" not in str(caught.value)
