"""The words of a rehearsal with sound, asked for on the page after it."""

import threading

import pytest

import pacer
from pacer.core.errors import PacerError
from pacer.results import transcription
from tests.factories import make_deck
from tests.transcript.listening import engine, speech
from tests.widgets.comms import Wire

soundfile = pytest.importorskip("soundfile", exc_type=ImportError)
RUN = {"token": "t", "kind": "rehearsal", "started_at": "2026-03-01T11:59:00Z", "deck_digest": ""}


@pytest.fixture
def wire(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", 3))
    talk.project.pictures = dict
    room = talk.rehearse()
    made = Wire(room)
    made.widget = room
    return made


def rehearsed(wire, sound=None):
    """A run of twenty seconds, with a take where there is sound."""
    keys = [row.key for row in wire.widget.rows]
    marks = [("start", 0.0, keys[0]), ("slide", 9.0, keys[1]), ("stop", 20.0, "")]
    add = {"type": "add-marks", "page": "p", "run": RUN}

    def mark(seq):
        kind, t_s, key = marks[seq - 1]
        wire.tell({**add, "marks": [{"seq": seq, "kind": kind, "t_s": t_s, "slide_key": key}]})

    mark(1)
    if sound is not None:
        from pacer.audio.capture import save_sidecar

        journal = wire.widget.recorder.path("t")
        data, rate = soundfile.read(sound)
        soundfile.write(journal.with_suffix(".flac"), data, rate)
        length_s = len(data) / rate
        note = {"pacer_take": 1, "starts_s": 0.0, "ends_s": length_s, "duration_s": length_s}
        save_sidecar(journal.with_suffix(".take.json"), {**note, "lost": []})
    mark(2)
    mark(3)


def told(wire):
    return [message for message, _ in wire.sent if message["type"] == "transcribing"]


def test_a_run_without_sound_is_offered_nothing(wire):
    rehearsed(wire)
    assert told(wire) == []


def test_before_a_recording_the_room_says_what_is_kept_and_where(wire):
    said = wire.widget.room.sound_kept
    for words in ("talk.pacer/runs", "sent nowhere", "pacer forget talk.pptx --sound"):
        assert words in said


def test_words_are_heard_when_they_are_asked_for(wire, tmp_path):
    engine()
    rehearsed(wire, speech(tmp_path / "a.wav"))
    assert [each["state"] for each in told(wire)] == ["offered"]
    wire.tell({"type": "transcribe-run", "token": "t"})
    wire.widget.words.thread.join(120)
    states = [each["state"] for each in told(wire)]
    assert states[1] == "working"
    assert states[-1] == "done"
    assert "words heard" in told(wire)[-1]["line"]
    shares = [each["share"] for each in told(wire)]
    assert shares == sorted(shares)
    assert wire.widget._project.words(wire.widget.recorder.path("t").stem) is not None


def test_what_goes_wrong_is_a_line_and_can_be_tried_again(wire, tmp_path, monkeypatch):
    rehearsed(wire)
    waiting, go_on = threading.Event(), threading.Event()

    def refuse(*_args, **_how):
        waiting.set()
        go_on.wait(30)
        raise PacerError("there is no model")

    monkeypatch.setattr(transcription, "transcribe", refuse)
    wire.tell({"type": "transcribe-run", "token": "t"})
    assert waiting.wait(30)
    wire.tell({"type": "transcribe-run", "token": "t"})
    assert told(wire)[-1]["line"].startswith("another run is being transcribed")
    go_on.set()
    wire.widget.words.thread.join(30)
    assert told(wire)[-1] == {"type": "transcribing", "token": "t", "state": "failed",
                              "share": 0.0, "line": "there is no model"}  # fmt: skip
    wire.tell({"type": "transcribe-run", "token": "t"})
    wire.widget.words.thread.join(30)
    assert told(wire)[-1]["line"] == "there is no model"
