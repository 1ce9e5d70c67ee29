"""Some seconds of the recording a run came from: where they are, and what is missing if not."""

import io

import numpy as np
import pytest

import pacer
from pacer.audio import excerpt
from pacer.core.errors import AudioError, MissingDependency
from pacer.widgets.protocol import AskClip
from tests.transcript.talking import SLIDES, make_deck, make_vague_srt

soundfile = pytest.importorskip("soundfile")
RATE = 16_000


def pitch(data):
    """The loudest frequency of a clip, and how long it is."""
    samples, rate = soundfile.read(io.BytesIO(data), dtype="float32")
    assert samples.ndim == 1
    loudness = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(loudness.argmax() * rate / len(samples)), len(samples) / rate


def rising(seconds):
    """A tone of 200 Hz in the first second, and 100 Hz more in each that follows."""
    at = np.arange(seconds * RATE) / RATE
    return 0.5 * np.sin(2 * np.pi * (200 + 100 * np.floor(at)) * (at % 1))


@pytest.fixture(params=["talk.wav", "talk.flac", "talk.m4a", "talk.mkv"])
def recording(tmp_path, request):
    path = tmp_path / request.param
    if path.suffix in (".wav", ".flac"):
        two = np.stack([rising(20), rising(20)], axis=1)
        soundfile.write(path, two, RATE)
    else:
        av = pytest.importorskip("av")
        with av.open(str(path), "w") as box:
            stream = box.add_stream("aac", rate=RATE, layout="mono")
            whole = (rising(20) * 32767).astype("<i2")
            frame = av.AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
            frame.rate = RATE
            box.mux(stream.encode(frame))
            box.mux(stream.encode())
    return path


@pytest.fixture
def run(tmp_path):
    journal = tmp_path / "talk.pacer" / "runs" / "one.jsonl"
    journal.parent.mkdir(parents=True)
    journal.write_text("")
    return journal


def test_the_seconds_asked_for_and_no_others(run, recording):
    excerpt.note(run, recording)
    data, kind = excerpt.excerpt(excerpt.noted(run), 12.2, 12.8)
    heard, lasts_s = pitch(data)
    assert kind == "audio/flac"
    assert heard == pytest.approx(1400, abs=30)
    assert lasts_s == pytest.approx(0.6, abs=0.15)


def test_never_the_whole_file(run, recording):
    excerpt.note(run, recording)
    data, _ = excerpt.excerpt(excerpt.noted(run), 0.0, 1e6)
    assert pitch(data)[1] <= excerpt.LONGEST_S


def test_a_file_that_is_gone_changed_or_silent_is_told(run, recording):
    excerpt.note(run, recording)
    with pytest.raises(AudioError, match="no sound of this stretch"):
        excerpt.excerpt(excerpt.noted(run), 100.0, 105.0)
    recording.write_bytes(recording.read_bytes() + b"x")
    with pytest.raises(AudioError, match="changed since"):
        excerpt.excerpt(excerpt.noted(run), 1.0, 2.0)
    recording.unlink()
    with pytest.raises(AudioError, match="is not where it was"):
        excerpt.excerpt(excerpt.noted(run), 1.0, 2.0)


def test_the_file_is_found_where_deck_and_folder_were_moved_to(run, tmp_path):
    (tmp_path / "talk.wav").write_bytes(b"RIFF")
    excerpt.note(run, tmp_path / "talk.wav")
    moved = tmp_path.rename(tmp_path.with_name("elsewhere"))
    found = excerpt.noted(moved / "talk.pacer" / "runs" / "one.jsonl")
    assert found.path.is_file()
    moved.rename(tmp_path)  # other tests move theirs there too


@pytest.mark.parametrize("way", ["//host/share/talk.wav", "\\\\\\\\host\\\\talk.wav"])
def test_no_computer_in_the_network_is_asked(run, way):
    held = f'{{"pacer": "recording", "version": 1, "path": "{way}", "size": 1, "mtime_ns": 1}}'
    excerpt.beside(run).write_text(held)
    assert excerpt.noted(run) is None
    excerpt.beside(run).write_text("no json")
    assert excerpt.noted(run) is None


def test_without_what_decodes_it_the_line_says_what_to_install(run, tmp_path, monkeypatch):
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + bytes(100))
    excerpt.note(run, path)
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(MissingDependency, match=r"pip install .*video"):
        excerpt.excerpt(excerpt.noted(run), 1.0, 2.0)


def test_a_doubtful_change_is_heard_in_the_file_its_run_came_from(tmp_path, recording, monkeypatch):
    from pacer.transcript import read, sources

    talk = pacer.open(make_deck(tmp_path / "talk.pptx"))
    srt = make_vague_srt(tmp_path / "vague.srt", [title for title, *_ in SLIDES])
    # Words are heard by a model; here those of a transcript stand in for what it would hear.
    monkeypatch.setattr(sources, "hear", lambda *_args, **_how: read(srt))
    monkeypatch.setitem(sources.KINDS, recording.suffix, sources.SOUND)
    found = talk.align(recording)
    room = talk.boundaries()
    assert all(place.audible for place in room.places)
    sent = []
    room.post = lambda message, buffers=None: sent.append((message, buffers))
    room.receive(AskClip(number=1, run_id=found.run_id, spans=[[3.1, 3.9]]), [])
    ((clip, buffers),) = sent
    assert clip.reason == ""
    assert pitch(buffers[0])[0] == pytest.approx(500, abs=30)
