import json
import wave

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.audio import capture
from tests.audio.fake_microphone import BLOCK, RATE, Scripted, tone


def script(blocks, *, begins=5.0, delay=lambda _: 0.0, lost=None, ppm=0.0, flag=True):
    """Blocks as a microphone heard from `begins` on delivers them.

    `lost` maps a block's number to the seconds of sound lost just before it.
    """
    lost = lost or {}
    heard, made = begins, []
    for number in range(blocks):
        heard += lost.get(number, 0.0)
        heard += BLOCK / RATE * (1 + ppm / 1e6)
        samples = tone(number * BLOCK, BLOCK)
        made.append((heard + delay(number), samples, flag and number in lost))
    # A driver delivers in order: a late block holds up those behind it.
    arrivals = np.maximum.accumulate([at for at, *_ in made])
    return [(at, data, over) for at, (_, data, over) in zip(arrivals, made, strict=True)]


def place(timeline, blocks):
    ready = [piece for block in blocks for piece in timeline.place(*block)]
    return ready + timeline.release()


def heard(ready):
    return b"".join(bytes(2 * silence) + data for silence, data in ready)


def record(folder, source, **options):
    status = {"state": "starting"}
    capture.record(
        folder / "run", status, lambda: not source.then_gone,
        open_stream=source.open, clock=source.clock, poll_s=0.01, **options,
    )  # fmt: skip
    return status


def read_wav(path):
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), file.readframes(file.getnframes())


def note(folder):
    return json.loads((folder / "run.take.json").read_text())


# --- timeline ---


@settings(deadline=None)
@given(st.lists(st.floats(0, 0.4), min_size=30, max_size=60))
def test_late_blocks_lose_nothing_and_insert_nothing(delays):
    timeline = capture.Timeline(RATE)
    blocks = script(len(delays), delay=delays.__getitem__)
    assert heard(place(timeline, blocks)) == tone(0, len(delays) * BLOCK)
    assert timeline.lost == []
    # The most punctual block of the first second says when the take began.
    late = [at - 5.0 - (n + 1) * 0.1 for n, (at, *_) in enumerate(blocks)]
    assert timeline.starts_s == pytest.approx(5.0 + min(late[:10]))


def test_a_stall_that_the_driver_buffered_is_no_loss():
    timeline = capture.Timeline(RATE)
    late = script(60, delay=lambda n: 3.0 - (n - 20) * 0.1 if 20 <= n < 50 else 0.0)
    assert heard(place(timeline, late)) == tone(0, 60 * BLOCK)
    assert timeline.lost == []


@settings(deadline=None)
@given(
    st.dictionaries(st.integers(5, 20).map(lambda n: 15 * n), st.floats(0.05, 5), max_size=4),
    st.integers(0, 2**32),
)
def test_lost_sound_becomes_silence_where_it_was_lost(lost, seed):
    jitter = np.random.default_rng(seed).uniform(0, 0.01, 400)
    timeline = capture.Timeline(RATE)
    ready = place(timeline, script(400, lost=lost, delay=jitter.__getitem__))
    expected = b"".join(
        bytes(2 * round(lost.get(n, 0.0) * RATE)) + tone(n * BLOCK, BLOCK) for n in range(400)
    )
    assert timeline.overflows == len(lost)
    assert [gap for _, gap in timeline.lost] == pytest.approx(
        list(dict(sorted(lost.items())).values()), abs=0.011
    )
    starts = [n * 0.1 + sum(gap for m, gap in lost.items() if m < n) for n in sorted(lost)]
    assert [at for at, _ in timeline.lost] == pytest.approx(starts, abs=0.05)
    assert len(heard(ready)) == pytest.approx(len(expected), abs=2 * 0.02 * RATE * (1 + len(lost)))
    # All that arrived is there, in order.
    assert b"".join(data for _, data in ready) == tone(0, 400 * BLOCK)


def test_a_loss_nobody_flagged_is_found_by_the_clock():
    timeline = capture.Timeline(RATE)
    place(timeline, script(100, lost={50: 7.0}, flag=False))
    assert timeline.lost == [(pytest.approx(5.0), pytest.approx(7.0, abs=1e-3))]


def test_a_flag_without_a_loss_is_counted_but_adds_no_silence():
    timeline = capture.Timeline(RATE)
    blocks = [(at, data, n == 30) for n, (at, data, _) in enumerate(script(60))]
    assert heard(place(timeline, blocks)) == tone(0, 60 * BLOCK)
    assert (timeline.overflows, timeline.lost) == (1, [])


def test_a_flag_on_the_first_block_is_the_drivers_habit():
    timeline = capture.Timeline(RATE)
    blocks = [(at, data, n == 0) for n, (at, data, _) in enumerate(script(10))]
    assert heard(place(timeline, blocks)) == tone(0, 10 * BLOCK)
    assert timeline.overflows == 0


@pytest.mark.parametrize("ppm", [-200, 200])
def test_an_hour_on_a_sound_card_with_another_idea_of_time(ppm):
    timeline = capture.Timeline(RATE)
    silence = bytes(2 * BLOCK)
    rng = np.random.default_rng(3)
    for number in range(36_000):
        at = 5 + (number + 1) * 0.1 * (1 + ppm / 1e6) + rng.uniform(0, 0.02)
        timeline.place(at, silence, False)
    assert timeline.lost == []
    assert timeline.starts_s == pytest.approx(5.0, abs=0.01)
    assert timeline.ends_s == pytest.approx(5 + 3600 * (1 + ppm / 1e6), abs=0.02)


# --- file ---


def test_every_sync_leaves_a_whole_wav(tmp_path):
    wav = capture.Wav(tmp_path / "a.wav", RATE)
    wav.add(0, tone(0, 100))
    wav.sync()
    assert read_wav(tmp_path / "a.wav") == (RATE, tone(0, 100))
    wav.add(50, tone(100, 10))
    wav.close()
    assert read_wav(tmp_path / "a.wav") == (RATE, tone(0, 100) + bytes(100) + tone(100, 10))


def test_what_was_written_since_the_last_sync_is_in_the_file(tmp_path):
    wav = capture.Wav(tmp_path / "a.wav", RATE)
    wav.add(0, tone(0, 100))
    assert (tmp_path / "a.wav").read_bytes()[capture.HEADER.size :] == tone(0, 100)
    wav.close()


def test_a_wav_is_never_longer_than_its_header_can_say(tmp_path):
    wav = capture.Wav(tmp_path / "a.wav", RATE)
    wav.add(0, tone(0, 10))
    with pytest.raises(OSError, match="as long as a WAV can be"):
        wav.add(2**31, tone(0, 10))
    wav.close()
    assert read_wav(tmp_path / "a.wav") == (RATE, tone(0, 10))


# --- a whole take ---


def test_a_take_holds_what_was_heard_and_where_on_the_runs_clock(tmp_path):
    status = record(tmp_path, Scripted(script(25, begins=102.5)), zero=100.0)
    assert read_wav(tmp_path / "run.wav") == (RATE, tone(0, 25 * BLOCK))
    noted = note(tmp_path)
    assert (noted["starts_s"], noted["ends_s"]) == (pytest.approx(2.5), pytest.approx(5.0))
    assert (noted["duration_s"], noted["lost"], noted["ended"]) == (2.5, [], "")
    assert (status["state"], status["seconds"], status["lost_blocks"]) == ("stopped", 2.5, 0)


def test_a_lost_block_is_counted_reported_with_its_time_and_filled(tmp_path):
    status = record(tmp_path, Scripted(script(40, lost={20: 0.7})))
    assert (status["lost_blocks"], status["lost_s"]) == (1, pytest.approx(0.7, abs=1e-3))
    assert note(tmp_path)["lost"] == [[2.0, pytest.approx(0.7, abs=1e-3)]]
    _, samples = read_wav(tmp_path / "run.wav")
    assert len(samples) == pytest.approx(2 * (4.0 + 0.7) * RATE, abs=4)
    assert samples.endswith(tone(39 * BLOCK, BLOCK))


@pytest.mark.parametrize(
    ("samples", "peak_db", "rms_db", "clipping"),
    [
        (np.zeros(800), -99.0, -99.0, False),
        (np.full(800, 16384), -6.0, -6.0, False),
        (np.r_[np.zeros(799), 32767], 0.0, -29.0, True),
        (np.r_[np.zeros(799), -32768], 0.0, -29.0, True),
    ],
)
def test_level(samples, peak_db, rms_db, clipping):
    assert capture.level(samples.astype("<i2").tobytes()) == (peak_db, rms_db, clipping)


def test_clipping_is_counted_in_tenths_of_a_second(tmp_path):
    loud = np.full(BLOCK, 32767, "<i2").tobytes()
    blocks = [
        (at, loud if n in (3, 4) else data, over) for n, (at, data, over) in enumerate(script(20))
    ]
    assert record(tmp_path, Scripted(blocks))["clipped"] == 2
    assert note(tmp_path)["clipped_s"] == 0.2


def test_a_muted_microphone_is_told_from_a_quiet_one(tmp_path):
    mute = [(at, bytes(len(data)), over) for at, data, over in script(40)]
    assert record(tmp_path, Scripted(mute))["silent"] is True
    (tmp_path / "run.wav").unlink()
    mute[0] = (mute[0][0], tone(0, BLOCK), False)
    assert record(tmp_path, Scripted(mute))["silent"] is False


def test_an_unplugged_microphone_ends_the_take_and_keeps_it(tmp_path):
    status = record(tmp_path, Scripted(script(12), then_gone=True))
    assert (status["state"], status["ended"]) == ("ended", "gone")
    assert read_wav(tmp_path / "run.wav") == (RATE, tone(0, 12 * BLOCK))
    assert note(tmp_path)["ended"] == "gone"


def test_a_microphone_that_never_gives_anything_leaves_no_file(tmp_path):
    status = record(tmp_path, Scripted([], then_gone=True))
    assert (status["state"], status["ended"]) == ("failed", "mute")
    assert list(tmp_path.iterdir()) == []


def test_a_take_is_never_overwritten(tmp_path):
    record(tmp_path, Scripted(script(5)))
    with pytest.raises(capture.Refused, match="exists"):
        record(tmp_path, Scripted(script(9)))
    assert read_wav(tmp_path / "run.wav") == (RATE, tone(0, 5 * BLOCK))


def test_a_stream_that_cannot_start_leaves_no_file(tmp_path):
    class Broken(Scripted):
        def start(self):
            raise RuntimeError("Invalid number of channels")

    status = record(tmp_path, Broken([]))
    assert (status["state"], status["ended"]) == ("failed", "busy")
    assert "channels" in status["detail"]
    assert list(tmp_path.iterdir()) == []
