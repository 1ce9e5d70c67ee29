"""The kernel's side of a take, with a recorder that only says it records."""

import threading
import time

import pytest

from pacer.core.errors import AudioError, FinalAudioError
from pacer.widgets import protocol
from pacer.widgets.take_control import TakeControl


class FakeRecorder:
    """Says what `pacer.audio.Recorder` says."""

    made: list

    def __init__(self, run, *, device=None, zero=None):
        self.run, self.device, self.zero = run, device, zero
        self.path = run.with_suffix(".wav")
        self.state = "ready"
        self.flac = None
        self.made.append(self)

    def start(self, *, wait=True):
        if self.device == 99:
            raise AudioError("there is no such microphone")
        self.state = "recording"

    def status(self):
        return {"state": self.state, "peak_db": -12.0, "message": "", "path": "secret"}

    def stop(self, *, flac=True):
        self.state, self.flac = "stopped", flac
        return self.status()


class FakeTake:
    """Keeps chunks as `pacer.audio.BrowserTake` does."""

    def __init__(self, run, session, *, starts_s, mime):
        self.data = b""
        self.starts_s = starts_s
        self.path = run.with_suffix(".webm")

    @property
    def size(self):
        return len(self.data)

    def append(self, offset, chunk):
        if offset > len(self.data):
            return len(self.data)
        if len(chunk) > 250:
            raise FinalAudioError("holds all that one take can")
        if len(chunk) > 100:
            raise AudioError("the sound cannot be saved: free some space")
        self.data += chunk[len(self.data) - offset :]
        return len(self.data)


@pytest.fixture
def room(tmp_path):
    """A sound, what it says, and its recorders."""
    said = []

    class Recorder(FakeRecorder):
        made = []  # noqa: RUF012 - this test's own

    sound = TakeControl(
        lambda message: said.append(protocol.plain(message)),
        {"t": tmp_path / "run.jsonl"}.get,
        begun=lambda token, path: said.append({"begun": token, "file": path.name}),
        over=lambda token: said.append({"over": token}),
        recorder=Recorder,
        take=FakeTake,
    )
    yield sound, said, Recorder.made
    sound.stop("t")
    for thread in threading.enumerate():
        if thread.name == "pacer sound":
            thread.join(5)


def tell(sound, message, buffers=()):
    """Send as a page does."""
    sound.receive(protocol.decode({"page": "p", **message}, protocol.TakeMessage), buffers)


def hear(messages, **wanted):
    until = time.monotonic() + 5
    while time.monotonic() < until:
        for content in list(messages):
            if all(content.get(name) == value for name, value in wanted.items()):
                return content
        time.sleep(0.01)
    raise AssertionError((wanted, messages))


def test_a_run_is_recorded_from_its_own_zero_until_it_stops(room):
    sound, said, made = room
    zero = time.perf_counter() - 30
    tell(sound, {"type": "start-take", "token": "t", "device": 2, "zero": zero})
    hear(said, type="take-level", state="recording", peak_db=-12.0)
    assert (made[0].device, made[0].zero) == (2, zero)
    tell(sound, {"type": "stop-take", "token": "t"})
    told = hear(said, type="take-level", state="stopped")
    assert said[0] == {"begun": "t", "file": "run.wav"}
    assert {"over": "t"} in said
    assert "path" not in told
    assert made[0].flac is True


@pytest.mark.parametrize("zero", [None, -1e9, 1e12])
def test_a_zero_that_makes_no_sense_is_not_taken(room, zero):
    sound, said, made = room
    tell(sound, {"type": "start-take", "token": "t", "device": None, "zero": zero})
    hear(said, type="take-level", state="recording")
    assert (made[0].zero, made[0].device) == (None, None)


def test_a_reloaded_page_does_not_start_a_second_take(room):
    sound, said, made = room
    for _ in range(3):
        tell(sound, {"type": "start-take", "token": "t", "device": None, "zero": None})
        hear(said, type="take-level", state="recording")
    time.sleep(0.1)
    assert len(made) == 1


def test_what_cannot_be_recorded_is_said(room):
    sound, said, _ = room
    tell(sound, {"type": "start-take", "token": "t", "device": 99, "zero": None})
    assert "no such microphone" in hear(said, state="failed")["message"]
    tell(sound, {"type": "start-take", "token": "unknown", "device": None, "zero": None})
    assert "not on disk" in hear(said, state="failed", token="unknown")["message"]  # noqa: S106


def test_chunks_are_kept_once_and_in_order(room):
    sound, said, _ = room
    chunk = {
        "type": "add-audio",
        "token": "t",
        "session": "s",
        "starts_s": 1.0,
        "mime": "audio/webm",
    }
    for offset, data in [(0, b"abc"), (6, b"ghi"), (3, b"def"), (3, b"def"), (6, b"ghi")]:
        tell(sound, {**chunk, "offset": offset}, [memoryview(data)])
    hear(said, begun="t", file="run.webm")
    assert [told["size"] for told in said if "size" in told] == [3, 3, 6, 6, 9]
    assert sound._takes["s"].data == b"abcdefghi"
    tell(sound, {**chunk, "offset": 9}, [b"x" * 200])
    assert "free some space" in said[-1]["reason"]
    assert (said[-1]["size"], said[-1]["final"]) == (9, False)
    tell(sound, {**chunk, "offset": 9}, [b"x" * 300])
    assert (said[-1]["size"], said[-1]["final"]) == (9, True)


def test_a_chunk_of_a_run_that_is_not_here_is_left_to_be_sent_again(room):
    sound, said, _ = room
    chunk = {"type": "add-audio", "session": "s", "starts_s": 1.0, "mime": "audio/webm"}
    tell(sound, {**chunk, "token": "u", "offset": 0}, [b"abc"])
    tell(sound, {**chunk, "token": "t", "offset": 0}, [bytes(2**24 + 1)])
    assert said == []


def test_a_ping_tells_the_kernels_time(room):
    sound, said, _ = room
    before = time.perf_counter()
    tell(sound, {"type": "ping", "at": 12.5})
    assert said[0]["at"] == 12.5
    assert before <= said[0]["ticks"] <= time.perf_counter()
