"""What a room leaves in a saved notebook: a line that says how to go on."""

import pytest

import pacer
from tests.factories import make_deck


def rooms(folder, name="talk.pptx"):
    talk = pacer.open(make_deck(folder / name, 6), slot="4:00")
    yield talk.rehearse(), "rehearsal room", "the runs are in"
    yield talk.trim(), "trim room", "what was decided is in"
    yield talk.explore(), "compare room", "the runs are in"


def test_every_room_on_a_deck_says_what_stood_there(tmp_path):
    for room, what, kept in rooms(tmp_path):
        data, *_ = room._repr_mimebundle_()
        told = f"pacer's {what} on talk.pptx: run this cell to open it; {kept} talk.pacer/"
        assert repr(room) == data["text/plain"] == told
        assert "talk.pptx" in data["text/html"]
        assert "application/vnd.jupyter.widget-view+json" in data


def test_a_session_too(tmp_path):
    room = pacer.chair([("Ada", "20:00")], title="Morning", folder=tmp_path / "chair.pacer")
    assert repr(room).startswith("pacer's chair mode on Morning, 1 talk: run this cell to open it;")
    assert "chair.pacer/" in repr(room)


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>.pptx"])
def test_a_file_name_is_no_markup(tmp_path, name):
    for room, _, _ in rooms(tmp_path, name):
        assert "<img" not in room._repr_mimebundle_()[0]["text/html"]
