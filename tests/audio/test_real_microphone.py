"""A real PortAudio stream from a virtual microphone; speech made by espeak-ng."""

import time

import numpy as np
import pytest

from pacer.audio import Recorder, devices, repair, takes
from pacer.core.errors import AudioError
from tests.audio.test_record import flac, samples, until
from tests.audio.virtual_microphone import say, virtual_microphone

RATE = 16_000
WORDS = (
    "Good morning. A write ahead log keeps every change before it is made, so that a crash at "
    "any moment loses nothing that was promised. Let us look at how that works in practice."
)


@pytest.fixture(autouse=True)
def environment(microphone, monkeypatch):
    for name, value in microphone.env.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def speech(microphone, tmp_path_factory):
    """A raw file of spoken words, without two moments alike, and its samples."""
    import soundfile

    folder = tmp_path_factory.mktemp("speech")
    data, rate = soundfile.read(say(WORDS, folder / "said.wav"))
    t = np.arange(0, len(data) / rate, 1 / RATE)
    spoken = np.interp(t, np.arange(len(data)) / rate, data)
    spoken += np.random.default_rng(5).normal(0, 0.003, len(spoken))  # no pause is pure silence
    raw = folder / "said.raw"
    played = (spoken * 20_000).astype("<i2")
    raw.write_bytes(played.tobytes())
    return raw, played.astype(float)


def where(played, heard):
    """The frame of `heard` at which `played` begins, and how alike they are there (0 to 1)."""
    size = 1 << (len(played) + len(heard)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    lag = int(np.argmax(np.fft.irfft(product, size)[: len(heard)]))
    there = heard[lag : lag + len(played)]
    return lag, float(np.corrcoef(there, played[: len(there)])[0, 1])


def delays(played, heard):
    """By how many frames each half second is heard later than it was played.

    On a busy computer the player may stutter, so the delays may grow; they can only shrink
    where sound was lost.
    """
    half = RATE // 2
    firsts = range(0, len(played) - half + 1, half)
    found = [where(played[first : first + half], heard) for first in firsts]
    assert min(alike for _, alike in found) > 0.9
    return np.array([lag - first for first, (lag, _) in zip(firsts, found, strict=True)])


def test_the_microphone_is_listed():
    found = devices()
    assert found["is_default"].sum() == 1
    assert "pulse" in found["name"].tolist()


def test_what_is_said_is_recorded_in_step_with_the_run(run, microphone, speech):
    raw, played = speech
    zero = time.perf_counter()
    recorder = Recorder(run, zero=zero)
    recorder.start()
    with microphone.play(raw) as player:
        said_at = time.perf_counter() - zero
        until(lambda: recorder.status()["peak_db"] > -20)
        assert recorder.status()["message"] == ""
        player.wait()
    time.sleep(0.5)
    done = recorder.stop()
    assert (done["state"], done["message"]) == ("stopped", "")
    assert (done["lost_blocks"], done["clipped"]) == (0, 0)
    heard = np.frombuffer(flac(done["path"]), "<i2").astype(float)
    later = delays(played, heard)
    assert np.diff(later).min() >= -1
    # Starting the player takes it a while; the bench measures without that.
    heard_at = takes(run.parents[1])["starts_s"].item() + later[0] / RATE
    assert heard_at == pytest.approx(said_at, abs=0.5)


@pytest.mark.parametrize("after_s", np.random.default_rng(11).uniform(0.3, 4.0, 4).round(2))
def test_a_killed_recorder_leaves_what_was_said_up_to_the_last_second(
    run, microphone, speech, after_s
):
    raw, played = speech
    recorder = Recorder(run)
    recorder.start()
    with microphone.play(raw) as player:
        time.sleep(after_s)
        recorder._process.kill()
        player.kill()
    status = recorder.stop(flac=False)
    assert "ended from outside" in status["message"]
    heard = samples(recorder.path)
    [line] = repair(run.parents[1])
    assert "recovered" in line
    [row] = takes(run.parents[1]).to_dict("records")
    assert flac(row["path"]) == heard
    heard = np.frombuffer(heard, "<i2").astype(float)
    assert len(heard) / RATE > after_s - 1.0
    # Where it begins, and that to its very end it is what was said.
    later, _ = where(played[: RATE // 4], heard)
    last = heard[-RATE // 4 :]
    before, alike = where(last, played)
    assert alike > 0.9
    assert before + len(last) + later == pytest.approx(len(heard), abs=0.1 * RATE)


def test_a_chosen_microphone_by_name_and_one_that_is_not_there(run):
    recorder = Recorder(run, device="pulse")
    recorder.start()
    assert recorder.stop()["state"] == "stopped"
    with pytest.raises(AudioError, match=r"choose one of pacer\.audio\.devices"):
        Recorder(run, device="no such").start()


def test_another_rate(run, microphone):
    soundfile = pytest.importorskip("soundfile")
    recorder = Recorder(run, rate=44_100)
    recorder.start()
    assert soundfile.info(recorder.stop()["path"]).samplerate == 44_100


def test_silence_is_remarked_upon(run):
    recorder = Recorder(run)
    recorder.start()
    until(lambda: recorder.status()["message"])
    assert "muted" in recorder.stop(flac=False)["message"]


def test_a_sound_server_that_dies_is_an_unplugged_microphone(run, monkeypatch):
    with virtual_microphone() as another:
        for name, value in another.env.items():
            monkeypatch.setenv(name, value)
        recorder = Recorder(run)
        recorder.start()
        until(lambda: recorder.status()["seconds"] >= 1.0)
        another.unplug()
        until(lambda: recorder.status()["state"] != "recording")
        assert "went away at 0:0" in recorder.status()["message"]
        assert len(flac(recorder.stop()["path"])) >= 2 * RATE
        with pytest.raises(AudioError):
            Recorder(run).start()
