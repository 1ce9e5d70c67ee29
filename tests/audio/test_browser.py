import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.audio import BrowserTake, browser_take, repair, takes
from pacer.audio.browser_take import LARGEST_CHUNK, to_flac
from pacer.core.errors import AudioError, FinalAudioError, MissingDependency
from tests.audio.fake_microphone import RATE, tone

SOUND = tone(0, 5000)  # bytes as good as any


def take(run, session="s", **options):
    return BrowserTake(run, session, **{"starts_s": 1.5, **options})


@settings(deadline=None)
@given(st.data())
def test_whatever_is_sent_again_the_file_is_what_was_recorded_once(tmp_path_factory, data):
    run = tmp_path_factory.mktemp("runs") / "run.jsonl"
    cuts = sorted(data.draw(st.sets(st.integers(1, len(SOUND) - 1), max_size=8)))
    chunks = [(a, SOUND[a:b]) for a, b in zip([0, *cuts], [*cuts, len(SOUND)], strict=True)]
    sent = data.draw(st.lists(st.sampled_from(chunks), max_size=20))
    browser = take(run)
    for offset, chunk in [*sent, *chunks]:
        if data.draw(st.booleans()):
            browser = take(run)  # a new kernel
        before = browser.size
        size = browser.append(offset, chunk)
        assert size == browser.size == browser.path.stat().st_size
        assert size == max(before, offset + len(chunk)) if offset <= before else size == before
        assert SOUND.startswith(browser.path.read_bytes())
    assert browser.path.read_bytes() == SOUND


def test_a_chunk_that_a_kill_cut_in_two_is_completed(run):
    first = take(run)
    first.append(0, SOUND[:100])
    with first.path.open("ab") as file:
        file.write(SOUND[100:130])  # of the 100 bytes of the next chunk
    again = take(run)
    assert again.append(100, SOUND[100:200]) == 200
    assert again.path.read_bytes() == SOUND[:200]


def test_another_session_is_another_take(run):
    first, second, again = take(run, "a"), take(run, "b", starts_s=60.0), take(run, "a")
    assert first.path == again.path != second.path
    second.append(0, SOUND)
    first.append(0, SOUND[:9])
    found = takes(run.parents[1])
    assert found["starts_s"].tolist() == [1.5, 60.0]
    assert found["state"].tolist() == ["browser", "browser"]
    assert found["run_id"].tolist() == [run.stem] * 2


@pytest.mark.parametrize(
    ("mime", "suffix"),
    [
        ("audio/webm;codecs=opus", ".webm"),
        ("audio/mp4", ".mp4"),
        ("AUDIO/OGG; codecs=opus", ".ogg"),
    ],
)
def test_formats(run, mime, suffix):
    assert take(run, mime=mime).path.suffix == suffix


@pytest.mark.parametrize("mime", ["", "text/html", "audio/../../x"])
def test_another_format_is_refused(run, mime):
    with pytest.raises(AudioError, match="pacer takes audio/webm"):
        take(run, mime=mime)
    assert not list(run.parent.iterdir())


def test_nonsense_from_the_page_is_refused_or_ignored(run):
    browser = take(run)
    assert browser.append(-5, b"abc") == 0
    assert browser.append(7, b"abc") == 0
    with pytest.raises(FinalAudioError, match="at once"):
        browser.append(0, bytes(LARGEST_CHUNK + 1))
    assert browser.path.read_bytes() == b""


def test_a_take_as_large_as_one_can_be_says_so_for_good(run, monkeypatch):
    monkeypatch.setattr(browser_take, "LARGEST_TAKE", 10)
    browser = take(run)
    assert browser.append(0, b"12345678") == 8
    with pytest.raises(FinalAudioError, match="holds all that one take can"):
        browser.append(8, b"abc")
    assert browser.path.read_bytes() == b"12345678"


def test_a_full_disk_keeps_what_was_acknowledged_and_the_chunk_can_be_sent_again(run, small_files):
    browser = take(run)
    browser.append(0, SOUND[:1000])
    with small_files(1500), pytest.raises(AudioError, match="cannot be saved"):
        browser.append(1000, SOUND[1000:2000])
    assert browser.path.read_bytes() == SOUND[:1000]
    assert browser.append(1000, SOUND[1000:2000]) == 2000


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(AudioError, match="no take can be written here"):
        take(tmp_path / "absent" / "run")


# --- decoding ---


@pytest.fixture(scope="module")
def webm(tmp_path_factory):
    """Ten seconds of a rising tone in Opus, as Chromium sends it."""
    av = pytest.importorskip("av")
    np = pytest.importorskip("numpy")
    path = tmp_path_factory.mktemp("webm") / "a.webm"
    t = np.arange(10 * 48_000) / 48_000
    wave = (8000 * np.sin(2 * np.pi * (200 + 40 * t) * t)).astype("<i2")
    with av.open(str(path), "w", format="webm") as file:
        stream = file.add_stream("libopus", rate=48_000, layout="mono")
        for first in range(0, len(wave), 960):
            frame = av.AudioFrame.from_ndarray(wave[None, first : first + 960], "s16", "mono")
            frame.sample_rate, frame.pts = 48_000, first
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path.read_bytes()


def read(path):
    soundfile = pytest.importorskip("soundfile", exc_type=ImportError)
    data, rate = soundfile.read(path)
    assert rate == RATE
    return data


def test_a_browsers_take_is_decoded_when_the_talk_is_opened_and_kept(run, webm):
    browser = take(run)
    browser.append(0, webm)
    [line] = repair(run.parents[1])
    assert line.startswith(f"{run.stem}.flac: 0:10 of sound")
    assert browser.path.read_bytes() == webm
    [row] = takes(run.parents[1]).to_dict("records")
    assert (row["state"], row["starts_s"]) == ("done", 1.5)
    assert row["duration_s"] == pytest.approx(10, abs=0.05)
    sound = read(row["path"])
    assert 0.2 < abs(sound).max() < 0.3
    assert repair(run.parents[1]) == ()


def test_a_take_that_grew_after_it_was_decoded_is_decoded_again(run, webm):
    browser = take(run)
    browser.append(0, webm[: len(webm) // 2])
    repair(run.parents[1])
    half = takes(run.parents[1])["duration_s"].item()
    browser.append(browser.size, webm[browser.size :])
    assert takes(run.parents[1])["state"].tolist() == ["browser"]
    assert len(repair(run.parents[1])) == 1
    assert takes(run.parents[1])["duration_s"].item() > half + 3


def test_a_take_cut_anywhere_is_decoded_up_to_the_cut(run, webm):
    browser = take(run)
    browser.append(0, webm[: len(webm) * 6 // 10])
    assert len(read(to_flac(browser.path))) / RATE == pytest.approx(6, abs=0.7)


@pytest.mark.parametrize("data", [b"", b"not a sound", b"#EXTM3U\nhttp://localhost/x.ts\n"])
def test_what_is_no_sound_is_one_clear_line(run, data):
    pytest.importorskip("av")
    browser = take(run)
    browser.append(0, data)
    with pytest.raises(AudioError, match="no sound in it"):
        to_flac(browser.path)
    assert browser.path.read_bytes() == data
    assert not browser.path.with_suffix(".flac").exists()


def test_without_pyav_the_take_is_kept_as_it_is(run, monkeypatch):
    pytest.importorskip("soundfile", exc_type=ImportError)
    monkeypatch.setitem(sys.modules, "av", None)
    browser = take(run)
    browser.append(0, SOUND)
    with pytest.raises(MissingDependency) as raised:
        to_flac(browser.path)
    assert 'pip install "talk-pacer[browser-audio]"' in raised.value.install
    assert repair(run.parents[1]) == ()
    assert takes(run.parents[1])["state"].tolist() == ["browser"]
