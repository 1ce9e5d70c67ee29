"""The room's kernel side, without a browser: what it sends, and what it answers."""

import math

import pandas as pd
import pytest

from pacer.core.errors import FrameError, PacerError
from pacer.widgets.rehearsal import Rehearse, rehearse
from tests.widgets.comms import Wire
from tests.widgets.talks import make_slides


def make_room(folder, slides=None, **options):
    slides = make_slides(4) if slides is None else slides
    return rehearse(slides, folder=folder, deck_digest="d", **options)


def budgets(room):
    return [row["budget_s"] for row in room.rows]


def test_budgets_are_those_given_then_targets_then_an_equal_share(tmp_path):
    slides = make_slides(4, target_s=[math.nan, 60.0, math.nan, math.nan])
    room = make_room(tmp_path, slides, talk_s=300.0, budgets_s={"id:1": 100.0})
    assert budgets(room) == [100.0, 60.0, 70.0, 70.0]
    series = pd.Series({"id:1": 100.0})
    assert budgets(make_room(tmp_path, slides, talk_s=300.0, budgets_s=series)) == budgets(room)
    assert room.room["talk_s"] == 300.0


def test_without_a_slot_the_budgets_are_the_time(tmp_path):
    room = make_room(tmp_path, budgets_s={f"id:{n}": 30.0 for n in range(1, 5)})
    assert room.room["talk_s"] == 120.0
    assert not room.room["slot"]


def test_hidden_slides_are_passed_over_unless_said_otherwise(tmp_path):
    slides = make_slides(4, hidden=[False, True, False, False])
    assert [row["skip"] for row in make_room(tmp_path, slides).rows] == [False, True, False, False]
    room = make_room(tmp_path, slides, skip={"id:4"})
    assert [row["skip"] for row in room.rows] == [False, False, False, True]
    assert budgets(room)[3] == 0.0


@pytest.mark.parametrize(
    ("count", "options"),
    [(0, {}), (4, {"kind": "concert"}), (2, {"skip": {"id:1", "id:2"}})],
)
def test_what_cannot_be_rehearsed_is_said(tmp_path, count, options):
    with pytest.raises(PacerError) as caught:
        make_room(tmp_path, make_slides(count), **options)
    assert "\n" not in str(caught.value)


def test_slides_need_their_columns(tmp_path):
    with pytest.raises(FrameError, match="notes"):
        make_room(tmp_path, make_slides(3).drop(columns="notes"))


def test_the_forecast_leaves_out_what_the_run_passes_over(tmp_path):
    slides = make_slides(4, hidden=[False, True, False, False])
    tables = {
        "version": 1,
        "slide_keys": slides["slide_key"].tolist(),
        "scale": [1.0, 0.0, 0.5, 0.0],
    }
    room = make_room(tmp_path, slides, forecast=tables, skip={"id:1"})
    assert room.room["forecast"]["scale"] == [0.0, 1.0, 0.5, 1.0]
    assert tables["scale"] == [1.0, 0.0, 0.5, 0.0]
    assert make_room(tmp_path, slides, forecast={**tables, "version": 2}).room["forecast"] is None
    with pytest.raises(PacerError, match="other slides"):
        make_room(tmp_path, make_slides(3), forecast=tables)


def test_long_and_strange_texts_are_cut_and_tidied(tmp_path):
    slides = make_slides(2, title="t\x1b" * 10_000, text="x " * 50_000, notes="n\u202e" * 50_000)
    for row in make_room(tmp_path, slides).rows:
        assert len(row["title"]) <= 200
        assert len(row["text"]) <= 1200
        assert len(row["notes"]) <= 20_000
        assert "\x1b" not in row["title"]
        assert "\u202e" not in row["notes"]


def test_a_run_goes_through_the_widget_to_the_disk(tmp_path):
    wire = Wire(make_room(tmp_path))
    hello, _ = wire.tell({"do": "hello", "page": "p"})
    assert hello["said"] == "hello"
    marks = [{"seq": 1, "t_s": 0.0, "kind": "start", "slide_key": "id:1"}]
    message = {"do": "marks", "page": "p", "run": {"token": "t"}, "marks": marks}
    ack, _ = wire.tell(message)
    assert (ack["said"], ack["seq"]) == ("ack", 1)
    assert len(list((tmp_path / "runs").iterdir())) == 1


@pytest.mark.parametrize("message", [{}, {"do": "dance"}, {"do": "marks"}, {"do": 3, "page": []}])
def test_a_strange_message_does_no_harm(tmp_path, message):
    wire = Wire(make_room(tmp_path))
    wire.tell(message)
    wire.tell(["no", "message"])
    assert not (tmp_path / "runs").exists()


def test_a_changed_deck_and_a_deck_that_is_gone_are_warned_of(tmp_path):
    deck = tmp_path / "talk.pptx"
    deck.write_bytes(b"one")
    room = make_room(tmp_path / "talk.pacer", deck=deck)
    assert room.warning() == ""
    deck.write_bytes(b"another")
    assert "changed" in room.warning()
    deck.unlink()
    assert "gone" in room.warning()


def test_pictures_are_sent_when_asked_for(tmp_path):
    picture = tmp_path / "1.png"
    picture.write_bytes(b"\x89PNG rest")
    pictures = {"id:1": picture, "id:2": tmp_path / "none.png"}
    room = make_room(tmp_path)
    wire = Wire(room)
    room.draw(pictures)
    assert wire.hear("pictures")[0]["keys"] == 2
    said, buffers = wire.tell({"do": "picture", "key": "id:1"})
    assert said["type"] == "image/png"
    assert buffers == [b"\x89PNG rest"]
    for key in ("id:2", "id:3"):
        assert wire.tell({"do": "picture", "key": key})[1] == [b""]


def test_a_widget_holds_the_bundle(tmp_path):
    assert "pacer-card" in str(Rehearse._esm)
    assert "--pacer-late" in str(Rehearse._css)
