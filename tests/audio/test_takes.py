import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.audio import free_stem, takes
from pacer.audio.capture import Wav, save_sidecar
from pacer.audio.takes import TAKES, listed, read_sidecar, wav_rate
from pacer.core.errors import AudioError
from tests.audio.fake_microphone import RATE, tone

NOTE = {"pacer_take": 1, "device": "mic", "starts_s": 0.5, "lost": [[1.0, 0.25]], "clipped_s": 0.3}


def make_take(stem, seconds=2.0, *, close=True, **more):
    """A take as a recorder leaves it, or with `close` false as one that was killed does."""
    wav = Wav(stem.with_name(stem.name + ".wav"), RATE)
    wav.sync()
    wav.add(0, tone(0, round(seconds * RATE)))
    if close:
        wav.close()
    else:
        wav._file.close()
    save_sidecar(stem.with_name(stem.name + ".take.json"), {**NOTE, **more})
    return wav.path


def test_no_folder_no_takes(tmp_path):
    found = takes(tmp_path / "talk.pacer")
    assert found.columns.tolist() == list(TAKES.columns)
    assert found.empty


def test_a_killed_take_is_as_long_as_its_file(run):
    make_take(run.with_suffix(""), 2.0, close=False)
    [row] = takes(run.parents[1]).to_dict("records")
    assert (row["state"], row["duration_s"]) == ("left over", 2.0)
    assert (row["starts_s"], row["ends_s"]) == (0.5, 2.5)
    assert (row["lost_s"], row["clipped_s"]) == (0.25, 0.3)


def test_the_sound_cards_clock_is_kept(run):
    make_take(run.with_suffix(""), 2.0, ends_s=2.5004)
    assert takes(run.parents[1])["ends_s"].item() == 2.5004


def test_free_stems_avoid_every_file_of_a_take(run):
    stem = run.with_suffix("")
    assert free_stem(run) == free_stem(stem) == stem
    for number, suffix in enumerate((".webm", ".take.json", ".flac"), 2):
        free_stem(run).with_name(free_stem(run).name + suffix).touch()
        assert free_stem(run).name == f"{stem.name}~{number}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        "{}",
        json.dumps({**NOTE, "starts_s": None}),
        json.dumps({**NOTE, "starts_s": math.nan}),
        json.dumps({**NOTE, "lost": [[1, 2, 3]]}),
        json.dumps({**NOTE, "lost": 3}),
        json.dumps({**NOTE, "device": "x" * 2_000_000}),
        "\udcff",
    ],
)
def test_a_note_that_cannot_be_read_is_named_and_its_sound_kept(run, text):
    wav = make_take(run.with_suffix(""))
    note = run.with_suffix(".take.json")
    note.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(AudioError, match=r"take\.json: cannot be read"):
        read_sidecar(note)
    assert takes(run.parents[1]).empty
    [line] = listed(run.parents[1])
    assert note.name in line
    assert "\n" not in line
    assert wav.exists()


def test_a_note_of_a_newer_pacer_is_refused_by_name(run):
    make_take(run.with_suffix(""), pacer_take=2)
    with pytest.raises(AudioError, match=r"take\.json: a newer pacer wrote this take"):
        read_sidecar(run.with_suffix(".take.json"))


def test_a_device_name_is_tidied(run):
    make_take(run.with_suffix(""), device="mic\x1b[31m\nline")
    assert read_sidecar(run.with_suffix(".take.json"))["device"] == "mic[31m line"


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_only_our_own_wavs_are_taken_for_such(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("wav") / "a.wav"
    path.write_bytes(data)
    with pytest.raises(AudioError, match="did not record"):
        wav_rate(path)


def test_a_foreign_wav_under_our_name_is_left_out_and_named(run):
    wav = make_take(run.with_suffix(""))
    wav.write_bytes(b"RIFF\x00\x00\x00\x00WAVEbext" + wav.read_bytes())
    [line] = listed(run.parents[1])
    assert "did not record" in line
