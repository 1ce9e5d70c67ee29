import io

import numpy as np
import pandas as pd
import pytest

from pacer.audio import clip as room
from pacer.audio import takes, to_flac
from pacer.audio.clip import stretch
from pacer.core.errors import AudioError
from tests.audio.fake_microphone import RATE, tone
from tests.audio.test_takes import make_take

soundfile = pytest.importorskip("soundfile")
WHOLE = np.frombuffer(tone(0, 2 * RATE), "int16")


@pytest.fixture(params=["wav", "flac"])
def found(run, request):
    """TAKES of one run: two seconds of sound from 0.5 s on."""
    wav = make_take(run.with_suffix(""), 2.0)
    if request.param == "flac":
        to_flac(wav)
    return takes(run.parents[1])


def listen(found, *spans):
    data, kind = stretch(found, found["run_id"].item(), list(spans))
    assert kind == "audio/flac"
    samples, rate = soundfile.read(io.BytesIO(data), dtype="int16")
    assert rate == RATE
    return samples


def test_samples_of_the_stretch_and_no_others(found):
    heard = listen(found, (1.0, 1.5))
    assert np.array_equal(heard, WHOLE[RATE // 2 : RATE])


def test_stretches_are_joined_and_cut_to_what_there_is(found):
    heard = listen(found, (0.0, 1.0), (2.0, 9.0))
    assert np.array_equal(heard, np.concatenate([WHOLE[: RATE // 2], WHOLE[3 * RATE // 2 :]]))


def test_the_sound_cards_clock_is_followed(run):
    make_take(run.with_suffix(""), 2.0, ends_s=4.5)
    heard = listen(takes(run.parents[1]), (2.5, 4.5))
    assert np.array_equal(heard, WHOLE[RATE:])


def test_no_more_than_a_few_minutes(run):
    make_take(run.with_suffix(""), 2.0, starts_s=0.0, ends_s=4 * room.LONGEST_S)
    heard = listen(takes(run.parents[1]), (0.0, 4 * room.LONGEST_S))
    assert len(heard) == RATE // 2


@pytest.mark.parametrize("spans", [[], [(0.0, 0.4)], [(3.0, 4.0)]])
def test_no_sound_is_said(found, spans):
    with pytest.raises(AudioError, match="no sound of this stretch"):
        stretch(found, found["run_id"].item(), spans)


def test_a_take_that_went_away_is_named(found):
    gone = found.assign(path="/nowhere/run.wav")
    with pytest.raises(AudioError, match=r"run\.wav: cannot be read"):
        stretch(gone, gone["run_id"].item(), [(1.0, 2.0)])


def test_no_takes():
    with pytest.raises(AudioError):
        stretch(None, "run", [(0.0, 1.0)])
    with pytest.raises(AudioError):
        stretch(takes("nowhere"), "run", [(0.0, 1.0)])
    assert isinstance(takes("nowhere"), pd.DataFrame)
