"""A file dropped on a room: whole or not at all, bounded, and a run at the end."""

import threading
import time

import pytest

import pacer
from pacer.results import intake
from pacer.widgets import run_intake
from pacer.widgets.protocol import MOST_DROPPED
from pacer.widgets.run_intake import safe_name
from tests.transcript.talking import make_deck, make_srt
from tests.widgets.comms import Wire


@pytest.fixture
def talk(tmp_path):
    made = pacer.open(make_deck(tmp_path / "talk.pptx"))
    made.project.pictures = dict
    return made


@pytest.fixture
def wire(talk):
    return Wire(talk.explore())


def offer(wire, name, size, of="t"):
    wire.tell({"type": "offer-file", "token": of, "name": name, "size": size, "modified_s": 1e9})


def states(wire, of="t"):
    said = [content for content, _ in wire.sent if content["type"] == "file-state"]
    return [content for content in said if content["token"] == of]


def drop(wire, name, data, part=100_000, of="t"):
    """As the page does: a part each time it is told how many bytes there are."""
    offer(wire, name, len(data), of)
    while states(wire, of)[-1]["state"] == "receiving":
        at = states(wire, of)[-1]["size"]
        if at >= len(data):
            break
        wire.tell({"type": "add-part", "token": of, "offset": at}, [data[at : at + part]])
    return ended(wire, of)


def ended(wire, of="t", within_s=30.0):
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if states(wire, of) and states(wire, of)[-1]["state"] in ("done", "failed"):
            return states(wire, of)[-1]
        time.sleep(0.01)
    raise AssertionError(f"never over: {states(wire, of)[-3:]}")


def test_captions_become_a_run_with_its_words(talk, wire, tmp_path):
    data = make_srt(tmp_path / "talk.srt").read_bytes()
    over = drop(wire, "talk.srt", data, part=500)
    assert over["state"] == "done"
    assert over["line"].startswith("talk.srt (captions): 6 of 6 slides in 5:5")
    run = talk.runs.iloc[0]
    assert run["source"] == "talk.srt (captions)"
    assert run["started_at"].year == 2001, "it ended when the file was last written"
    assert len(talk.project.words(run["run_id"]))
    sizes = [each["size"] for each in states(wire) if each["state"] == "receiving"]
    assert sizes == sorted(sizes)


def test_a_table_of_times_is_imported(talk, wire):
    over = drop(wire, "run.csv", b"slide,seconds\n" + b"".join(b"%d,30\n" % n for n in range(1, 7)))
    assert over["state"] == "done"
    assert "6 of 6 slides have a time" in over["line"]
    assert drop(wire, "run.csv", b"slide,seconds\n1,30\n2,30\n", of="u")["state"] == "done"
    assert len(talk.runs) == 2


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("talk.vtt", b"WEBVTT\n\n00:00.000 --> 00:09.000\nja gut und nein danke\n", "match"),
        ("talk.mp4", b"\0\0\0\x18ftypisom" + bytes(500), "talk.mp4"),
        ("talk.wav", b"RIFF" + bytes(90), "talk.wav"),
        ("virus.exe", b"MZ" + bytes(90), "virus.exe"),
        ("<img src=x onerror=alert(1)>.txt", b"\xff\xfe\0\0", "img src"),
        ("run.csv", b"a,b\n1,2\n", "run.csv"),
    ],
)
def test_what_is_no_recording_of_this_talk_is_a_line_and_no_run(talk, wire, name, data, says):
    over = drop(wire, name, data)
    assert over["state"] == "failed"
    assert says in over["line"]
    assert "\n" not in over["line"]
    assert talk.runs.empty


def test_a_large_file_is_opened_by_its_path(wire):
    offer(wire, "/home/me/long talk.mp4", MOST_DROPPED + 1)
    (over,) = states(wire)
    assert over["state"] == "failed"
    assert 'pacer align "talk.pptx" "long talk.mp4"' in over["line"]
    wire.tell({"type": "add-part", "token": "t", "offset": 0}, [b"x"])
    assert len(states(wire)) == 1, "not a byte of it is taken"


def test_more_than_was_offered_or_nothing_is_refused(wire):
    for of, data in (("a", b"xxxx"), ("b", b"")):
        offer(wire, "talk.srt", 3, of)
        wire.tell({"type": "add-part", "token": of, "offset": 0}, [data])
        assert states(wire, of)[-1]["state"] == "failed"
    offer(wire, "talk.srt", 0, "c")
    assert "is empty" in states(wire, "c")[-1]["line"]
    offer(wire, "talk.srt", 9_000_000, "d")
    part = bytes(run_intake.LARGEST_PART + 1)
    wire.tell({"type": "add-part", "token": "d", "offset": 0}, [part])
    assert states(wire, "d")[-1]["state"] == "failed"


def test_a_part_out_of_place_is_asked_for_again(wire):
    offer(wire, "talk.srt", 10)
    wire.tell({"type": "add-part", "token": "t", "offset": 4}, [b"xxx"])
    assert [each["size"] for each in states(wire)] == [0, 0]


def test_messages_are_answered_meanwhile_and_it_can_be_stopped(talk, wire, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slowly(_project, path, *, progress):
        assert path.is_file()
        begun.set()
        while not go_on.is_set():
            time.sleep(0.01)
        progress(0.5)
        raise AssertionError("it went on")

    monkeypatch.setattr(intake, "take_in", slowly)
    offer(wire, "talk.srt", 3)
    wire.tell({"type": "add-part", "token": "t", "offset": 0}, [b"abc"])
    assert begun.wait(10)
    wire.tell({"type": "ask-tellings", "slide_key": talk.key(1)})
    assert wire.sent[-1][0]["type"] == "tellings"
    offer(wire, "other.srt", 3, "u")
    assert "wait for it" in ended(wire, "u")["line"]
    wire.tell({"type": "leave-file", "token": "t"})
    assert "nothing was taken in" in ended(wire)["line"]
    go_on.set()


def test_nothing_of_the_file_stays(talk, wire, tmp_path, monkeypatch):
    places = []
    real = intake.take_in

    def watched(project, path, **how):
        places.append(path)
        return real(project, path, **how)

    monkeypatch.setattr(intake, "take_in", watched)
    drop(wire, "talk.srt", make_srt(tmp_path / "a.srt").read_bytes())
    drop(wire, "talk.srt", b"nothing of use", of="u")
    assert len(places) == 2
    assert not any(path.parent.exists() for path in places)
    assert not list((talk.folder / "runs").glob("*.srt"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("talk.mp4", "talk.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\talk.vtt", "talk.vtt"),
        ("..", "_"),
        (".srt", "_srt"),
        ("AUX.srt", "_AUX.srt"),
        ("a\nb<c>:|?*.srt", "a_b_c_____.srt"),
        ("x" * 300 + ".srt", "x" * 70 + ".srt"),
        ("täglich – 9.srt", "täglich _ 9.srt"),
    ],
)
def test_a_name_is_only_a_name(name, safe):
    assert safe_name(name) == safe
