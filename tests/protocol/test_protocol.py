"""The contract between Python and the pages: both directions, and what is none of it."""

import json
from typing import get_args

import pytest

from pacer.core.frames import MARK_KINDS, RUN_KINDS
from pacer.widgets import protocol
from pacer.widgets.protocol import decode
from tests.protocol import hostile, write
from tests.widgets.comms import Wire
from tests.widgets.talks import make_project


def load(name):
    return json.loads((write.HERE / f"{name}.json").read_text("utf-8"))


def shape(value):
    """What a value is made of: names and types; of a list or a map, those of all its values."""
    if isinstance(value, dict):
        named = all(name.isidentifier() for name in value)
        if named and value:
            return {name: shape(one) for name, one in value.items()}
        return {"*": merged(value.values())}
    if isinstance(value, list):
        return [merged(value)]
    return "number" if type(value) in (int, float) else type(value).__name__


def merged(values):
    return sorted({json.dumps(shape(one), sort_keys=True) for one in values})


KINDS = {kind.__struct_config__.tag: kind for kind in get_args(protocol.AnyToPage)}


@pytest.fixture(scope="module")
def fresh():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PACER_PROFILE", "off")
        return {"messages": write.messages(), "states": write.states()}


def test_there_is_one_of_each_message_and_it_is_what_python_sends(fresh):
    sent = load("messages")
    assert sent.keys() == KINDS.keys()
    for kind, message in sent.items():
        assert protocol.plain(decode(message, KINDS[kind])) == message
        assert shape(message) == shape(fresh["messages"][kind]), "run `make fixtures`"


def test_there_is_one_of_each_state_and_it_is_what_python_sends(fresh):
    sent = load("states")
    assert sent.keys() == {kind.__name__ for kind in protocol.STATES}
    for kind in protocol.STATES:
        state, made = sent[kind.__name__], fresh["states"][kind.__name__]
        assert protocol.plain(decode(state, kind)) == state
        assert state.keys() == made.keys()
        for name in state.keys() - {"proposal", "ladder"}:
            assert shape(state[name]) == shape(made[name]), "run `make fixtures`"
    trim, again = sent["TrimState"], fresh["states"]["TrimState"]
    for row, other in zip(trim["rows"], again["rows"], strict=True):
        assert (row["key"], row["title"], row["basis"]) == tuple(
            other[name] for name in ("key", "title", "basis")
        )
        assert row["seconds"] == pytest.approx(other["seconds"], abs=0.01), "run `make fixtures`"


def test_a_session_is_logged_as_its_page_was_told():
    made = write.session()
    sent = load("session")
    assert sent["room"].pop("home")
    del made["room"]["home"]  # of a folder of its own
    assert sent == made, "run `make fixtures`"


def test_what_the_pages_sent_is_understood():
    sent = load("from-page")
    kinds = {kind.__struct_config__.tag: kind for kind in get_args(protocol.AnyFromPage)}
    assert sent.keys() == kinds.keys()
    for kind, message in sent.items():
        assert isinstance(decode(message, protocol.AnyFromPage), kinds[kind])


def test_a_mark_is_of_the_kinds_that_runs_have():
    # A log may leave a stretch unknown; a page knows what it saw.
    assert set(MARK_KINDS) - {"unknown"} <= set(get_args(protocol.MarkKind))
    assert set(get_args(protocol.RunKind)) == set(RUN_KINDS)


HOSTILE = hostile.read()


def test_the_corpus_is_made_of_every_type():
    assert len(HOSTILE) >= 2_000
    tags = [one.get("type") for one in HOSTILE if isinstance(one, dict)]
    assert {tag for tag in tags if isinstance(tag, str)} >= {
        kind.__struct_config__.tag for kind in get_args(protocol.AnyFromPage)
    }


def test_what_is_hostile_is_hostile_by_the_schema_too():
    jsonschema = pytest.importorskip("jsonschema")
    schema = protocol.schema()
    by_schema = jsonschema.Draft202012Validator({"$ref": "#/$defs/FromPage", **schema})
    # every tenth: it is slow
    wrong = [one for one in HOSTILE[::10] if hostile.is_finite(one) and by_schema.is_valid(one)]
    assert wrong == []


def test_nothing_hostile_is_understood():
    for message in HOSTILE:
        with pytest.raises(protocol.NotUnderstoodError) as caught:
            decode(message, protocol.AnyFromPage)
        assert len(str(caught.value)) < 1_000, message


def test_a_room_counts_and_tells_what_is_hostile_and_stays_as_it_was(tmp_path):
    from pacer.widgets.rehearsal import RehearsalWidget

    project = make_project(tmp_path / "talk.pacer")
    room = RehearsalWidget(project)
    wire = Wire(room)
    before = json.dumps(room.get_state(), default=str)
    for message in (*HOSTILE, None, [], "hello", 7):
        wire.tell(message)
    assert room.dropped == len(HOSTILE) + 4
    dropped, _ = wire.sent[-1]
    assert (dropped["type"], dropped["count"]) == ("dropped", room.dropped)
    assert {content["type"] for content, _ in wire.sent} == {"dropped"}
    assert json.dumps(room.get_state(), default=str) == before
    assert not (tmp_path / "talk.pacer").exists()
    assert wire.tell({"type": "hello", "page": "p"})[0]["type"] == "welcome"
