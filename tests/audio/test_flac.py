import sys

import pytest

from pacer.audio import repair, takes, to_flac
from pacer.audio.capture import Wav
from pacer.core.errors import AudioError, MissingDependency
from tests.audio.fake_microphone import RATE, tone
from tests.audio.test_record import flac
from tests.audio.test_takes import make_take

soundfile = pytest.importorskip("soundfile", exc_type=ImportError)


def test_a_left_over_wav_becomes_a_flac_when_the_talk_is_opened(run):
    wav = make_take(run.with_suffix(""), 3.0, close=False)
    assert repair(run.parents[1]) == (
        f"{run.stem}.flac: 0:03 of sound recovered from a recording that was broken off",
    )
    assert not wav.exists()
    assert flac(wav.with_suffix(".flac")) == tone(0, 3 * RATE)
    [row] = takes(run.parents[1]).to_dict("records")
    assert (row["state"], row["duration_s"], row["ends_s"]) == ("done", 3.0, 3.5)
    assert repair(run.parents[1]) == ()


def test_half_a_sample_at_the_end_is_let_go(run):
    wav = make_take(run.with_suffix(""), 1.0, close=False)
    with wav.open("ab") as file:
        file.write(b"\x01")
    assert flac(to_flac(wav)) == tone(0, RATE)


def test_a_take_that_is_being_recorded_is_left_alone(run):
    make_take(run.with_suffix("")).unlink()
    wav = Wav(run.with_suffix(".wav"), RATE)
    wav.add(0, tone(0, RATE))
    assert takes(run.parents[1])["state"].tolist() == ["recording"]
    assert repair(run.parents[1]) == ()
    with pytest.raises(AudioError, match="being recorded"):
        to_flac(wav.path)
    wav.close()
    assert len(repair(run.parents[1])) == 1


def test_a_flac_that_is_there_is_read_before_the_wav_goes(run):
    wav = make_take(run.with_suffix(""))
    made = to_flac(wav)
    again = make_take(run.with_suffix(""))  # the unlink of an earlier conversion did not happen
    assert to_flac(again) == made
    assert not again.exists()


@pytest.mark.parametrize("damage", ["other", "shorter", "longer", "broken"])
def test_a_wav_stays_beside_a_flac_that_holds_something_else(run, damage):
    wav = make_take(run.with_suffix(""), 2.0)
    other = {"other": tone(5, 2 * RATE), "shorter": tone(0, RATE), "longer": tone(0, 3 * RATE)}
    path = run.with_suffix(".flac")
    if damage == "broken":
        path.write_bytes(b"fLaC" + bytes(400))
    else:
        with soundfile.SoundFile(path, "w", RATE, 1, subtype="PCM_16") as file:
            file.buffer_write(other[damage], "int16")
    before = path.read_bytes()
    [line] = repair(run.parents[1])
    assert "\n" not in line
    assert wav.read_bytes()[44:] == tone(0, 2 * RATE)
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_wav_and_nothing_half_written(run, small_files):
    wav = make_take(run.with_suffix(""), 20.0)
    with small_files(100_000):
        [line] = repair(run.parents[1])
    assert "stays a WAV" in line
    assert [path.name for path in run.parent.iterdir() if path.suffix != ".json"] == [wav.name]
    assert len(repair(run.parents[1])) == 1


def test_a_foreign_wav_is_never_touched(run):
    wav = make_take(run.with_suffix(""))
    wav.write_bytes(b"RIFF" + bytes(100))
    [line] = repair(run.parents[1])
    assert "did not record" in line
    assert wav.read_bytes() == b"RIFF" + bytes(100)


def test_without_soundfile_the_wav_stays_and_the_line_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "soundfile", None)
    wav = make_take(run.with_suffix(""))
    with pytest.raises(MissingDependency):
        to_flac(wav)
    assert 'pip install "talk-pacer[audio]"' in repair(run.parents[1])[0]
    assert wav.exists()
