import numpy as np
import pytest

from pacer.audio import by_visit, pauses, takes, voiced
from pacer.audio.activity import BACKENDS, PAUSES, SPEECH
from pacer.audio.capture import save_sidecar
from pacer.core import frames
from pacer.core.errors import AudioError, FrameError, MissingDependency

soundfile = pytest.importorskip("soundfile", exc_type=ImportError)

RATE = 16_000


def voice(seconds, rate=RATE, loud=0.3):
    """A buzz with syllables, four a second, that never quite fall silent."""
    t = np.arange(round(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 20))
    return loud * buzz / 3 * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * t))


def room(seconds, rate=RATE, loud=0.003):
    return np.random.default_rng(0).normal(0, loud, round(seconds * rate))


def sound(path, *parts, rate=RATE):
    """A file of parts: a number is a pause of so many seconds, a string is so much voice."""
    made = np.concatenate(
        [np.zeros(round(part * rate)) if not isinstance(part, str) else voice(float(part), rate)
         for part in parts]
    )  # fmt: skip
    soundfile.write(path, (made + room(len(made) / rate, rate)[: len(made)]).clip(-1, 1), rate)
    return path


def spans(frame):
    return [tuple(row) for row in frame.to_numpy()]


def close(expected):
    return [pytest.approx(span, abs=0.06) for span in expected]


@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_pauses_are_found_where_they_are(tmp_path, rate):
    path = sound(tmp_path / "a.flac", 1.0, "3", 0.8, "2.5", 0.4, "2", 1.2, rate=rate)
    found = pauses(path, backend="energy")
    assert found.columns.tolist() == list(PAUSES.columns)
    assert spans(found) == close([(0, 1), (4, 4.8), (7.3, 7.7), (9.7, 10.9)])


def test_short_pauses_are_told_on_request(tmp_path):
    path = sound(tmp_path / "a.wav", "2", 0.2, "2", 0.6, "2")
    assert spans(pauses(path, backend="energy")) == close([(4.2, 4.8)])
    assert len(pauses(path, backend="energy", least_s=0.1)) == 2


def test_pauses_across_the_streams_blocks_are_whole(tmp_path):
    path = sound(tmp_path / "a.wav", "9.5", 1.2, "9", 1.2, "12", 25.0, "3")
    assert spans(pauses(path, backend="energy")) == close([(9.5, 10.7), (19.7, 20.9), (32.9, 57.9)])


@pytest.mark.parametrize("parts", [[30.0], ["0.05", 5.0]])
def test_a_take_without_speech_is_one_pause(tmp_path, parts):
    [(start, end)] = spans(pauses(sound(tmp_path / "a.wav", *parts), backend="energy"))
    assert (start, end) == (0, pytest.approx(sum(map(float, parts))))


def test_digital_silence_and_sounds_shorter_than_a_window(tmp_path):
    soundfile.write(tmp_path / "zero.wav", np.zeros(2 * RATE), RATE)
    assert spans(pauses(tmp_path / "zero.wav", backend="energy")) == [(0.0, 2.0)]
    for frames_ in (0, 10, 399, 400):
        path = tmp_path / f"{frames_}.wav"
        soundfile.write(path, np.zeros(frames_), RATE)
        assert pauses(path, backend="energy").empty


def test_speech_that_never_pauses_has_no_pause(tmp_path):
    assert pauses(sound(tmp_path / "a.wav", "30"), backend="energy").empty


def test_a_take_that_changes_is_read_anew(tmp_path):
    path = sound(tmp_path / "a.wav", "2", 1.0, "2")
    assert len(pauses(path, backend="energy")) == 1
    sound(path, "2", 1.0, "2", 1.0, "2")
    assert len(pauses(path, backend="energy")) == 2


def test_what_is_no_sound_is_one_clear_line(tmp_path):
    (tmp_path / "a.flac").write_text("not a sound")
    with pytest.raises(AudioError, match=r"a\.flac: cannot be read as sound"):
        pauses(tmp_path / "a.flac")
    with pytest.raises(AudioError, match=r"b\.flac: cannot be read"):
        pauses(tmp_path / "b.flac")


def test_backends_are_named(tmp_path, monkeypatch):
    path = sound(tmp_path / "a.wav", "1")
    with pytest.raises(AudioError, match="choose silero, energy"):
        pauses(path, backend="magic")
    monkeypatch.setitem(BACKENDS, "silero", ("no_such_module", None))
    with pytest.raises(MissingDependency, match="transcribe"):
        pauses(path, backend="silero")
    assert pauses(path).empty  # the best that is there


def test_silero_streams_any_rate(tmp_path):
    pytest.importorskip("faster_whisper", exc_type=ImportError)
    path = sound(tmp_path / "a.flac", 12.0, rate=44_100)  # it knows that a buzz is no speech
    assert spans(pauses(path, backend="silero")) == [(0, pytest.approx(12, abs=0.05))]


def test_what_lies_between_the_pauses_has_a_voice(tmp_path):
    path = sound(tmp_path / "a.flac", 1.0, "3", 0.8, "2.5")
    assert voiced(path, backend="energy").tolist() == [
        [pytest.approx(1, abs=0.06), pytest.approx(4, abs=0.06)],
        [pytest.approx(4.8, abs=0.06), pytest.approx(7.3, abs=0.06)],
    ]
    assert len(voiced(sound(tmp_path / "b.flac", 5.0), backend="energy")) == 0


# --- visits ---


def visits(*rows):
    return frames.build(
        frames.VISITS,
        [
            {
                "run_id": run,
                "visit": n,
                "slide_key": key,
                "start_s": a,
                "end_s": b,
                "censored": False,
            }
            for n, (run, key, a, b) in enumerate(rows)
        ],
    )


def done(run, *parts, starts_s=0.0, stretch=1.0, lost=()):
    path = sound(run.with_suffix(".flac"), *parts)
    duration_s = soundfile.info(path).duration
    save_sidecar(
        run.with_suffix(".take.json"),
        {"pacer_take": 1, "starts_s": starts_s, "ends_s": starts_s + duration_s * stretch,
         "duration_s": duration_s, "lost": lost},
    )  # fmt: skip
    return takes(run.parents[1])


def test_speech_and_pause_of_each_visit(run):
    made = done(run, "4", 2.0, "4", 1.0, "4", starts_s=10.0)
    stays = visits(
        (run.stem, "a", 0.0, 10.0),  # before the take
        (run.stem, "b", 8.0, 14.0),  # half in it
        (run.stem, "c", 14.0, 18.0),
        (run.stem, "a", 20.5, 99.0),
        ("other", "a", 10.0, 20.0),
    )
    found = by_visit(stays, made, backend="energy")
    assert found.columns.tolist() == list(SPEECH.columns)
    assert found["slide_key"].tolist() == ["a", "b", "c", "a", "a"]
    assert found["heard_s"].tolist() == pytest.approx([0, 4, 4, 4.5, 0])
    assert found["speech_s"].tolist() == pytest.approx([0, 4, 2, 4, 0], abs=0.06)
    expected = [np.nan, 0, 0.5, 0.5 / 4.5, np.nan]
    assert found["pause_share"].tolist() == pytest.approx(expected, abs=0.02, nan_ok=True)


def test_visits_are_laid_on_a_sound_card_with_another_idea_of_time(run):
    made = done(run, "10", 2.0, "8", stretch=1.01)
    stays = visits((run.stem, "a", 0.0, 10.1), (run.stem, "b", 10.1, 12.12))
    found = by_visit(stays, made, backend="energy")
    assert found["heard_s"].tolist() == pytest.approx([10.1, 2.02])
    assert found["pause_share"].tolist() == pytest.approx([0, 1], abs=0.03)


def test_lost_sound_is_neither_speech_nor_pause(run):
    made = done(run, "4", 2.0, "4", lost=[[4.0, 2.0]])
    found = by_visit(visits((run.stem, "a", 0.0, 10.0)), made, backend="energy")
    assert found["heard_s"].item() == pytest.approx(8)
    assert found["speech_s"].item() == pytest.approx(8, abs=0.06)


def test_a_run_without_a_take_has_no_share(run):
    found = by_visit(visits((run.stem, "a", 0.0, 1.0)), takes(run.parents[1]))
    assert found["heard_s"].tolist() == [0.0]
    assert found["pause_share"].isna().all()


def test_visits_without_their_columns_are_refused(run):
    with pytest.raises(FrameError, match="VISITS lacks"):
        by_visit(visits().drop(columns="end_s"), takes(run.parents[1]))
