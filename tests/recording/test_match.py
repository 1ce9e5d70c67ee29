"""Recordings encoded by the test -> which page was on when."""

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pacer import deck as decks
from pacer import recording
from pacer.core.errors import MissingDependency, RunError
from tests.recording.films import (
    HEIGHT,
    WIDTH,
    by_camera,
    in_window,
    noise,
    page,
    save_deck,
    save_film,
)

av = pytest.importorskip("av")
PAGES = [page(n) for n in range(1, 7)]


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    return decks.read(save_deck(PAGES, tmp_path_factory.mktemp("deck") / "talk.pdf"))


def found(deck, path, **how):
    frame = recording.match(deck, path, **how)
    assert list(frame.columns) == ["start_s", "end_s", "slide", "page", "confidence"]
    assert frame["start_s"].iloc[0] == 0
    assert (frame["start_s"].iloc[1:].to_numpy() == frame["end_s"].iloc[:-1].to_numpy()).all()
    assert frame["confidence"].between(0, 1).all()
    return frame


def assert_shows(frame, *visits, within_s=0.15):
    """Visits are ``(start_s, page)``; −1 is something else."""
    assert [int(page) for page in frame["page"]] == [page for _, page in visits]
    assert frame["start_s"].to_numpy() == pytest.approx([s for s, _ in visits], abs=within_s)


def shots(make, *visits):
    return [(seconds, make(PAGES[number - 1])) for number, seconds in visits]


def test_a_full_screen_with_a_skip_and_a_step_back(deck, tmp_path):
    plan = shots(lambda slide: slide, (1, 4), (2, 3), (4, 5), (3, 3.5), (5, 2))
    frame = found(deck, save_film(av, tmp_path / "talk.mp4", plan))
    assert_shows(frame, (0, 1), (4, 2), (7, 4), (12, 3), (15.5, 5))
    assert frame["end_s"].iloc[-1] == pytest.approx(17.5, abs=0.15)


def test_a_window_between_faces_with_something_else_in_the_middle(deck, tmp_path):
    plan = [*shots(in_window, (2, 5), (3, 4)), (6, noise), *shots(in_window, (3, 4), (4, 4))]
    frame = found(deck, save_film(av, tmp_path / "call.mkv", plan))
    assert_shows(frame, (0, 2), (5, 3), (9, -1), (15, 3), (19, 4))
    assert frame["slide"].tolist() == [2, 3, -1, 3, 4]


def test_a_camera_that_looks_askew(deck, tmp_path):
    plan = shots(by_camera, (1, 4), (2, 4), (3, 4), (4, 4), (5, 4))
    frame = found(deck, save_film(av, tmp_path / "room.mp4", plan))
    assert_shows(frame, (0, 1), (4, 2), (8, 3), (12, 4), (16, 5), within_s=0.3)


def test_pages_that_differ_in_one_word_are_told_apart(tmp_path):
    pages = [page(1, title=f"quarter {n}") for n in "123"]
    deck = decks.read(save_deck(pages, tmp_path / "alike.pdf"))
    plan = [(4, pages[0]), (4, pages[1]), (4, pages[2]), (4, pages[0])]
    frame = found(deck, save_film(av, tmp_path / "alike.mp4", plan))
    assert_shows(frame, (0, 1), (4, 2), (8, 3), (12, 1))


def test_a_dark_deck_in_another_shape_than_the_frame(tmp_path):
    pages = [page(n, dark=True)[:, :480] for n in range(1, 5)]
    deck = decks.read(save_deck(pages, tmp_path / "dark.pdf"))
    bars = np.zeros((HEIGHT, (WIDTH - 480) // 2), np.uint8)
    plan = [(4, np.hstack([bars, each, bars])) for each in pages]
    assert_shows(found(deck, save_film(av, tmp_path / "dark.mp4", plan)),
                 (0, 1), (4, 2), (8, 3), (12, 4))  # fmt: skip


def test_pictures_written_only_when_something_changes(deck, tmp_path):
    times = [0, 0.1, 20, 20.1, 50, 50.1, 50.2, 60]
    plan = shots(lambda slide: slide, (1, 20), (2, 30), (3, 10.5))
    frame = found(deck, save_film(av, tmp_path / "rare.mkv", plan, times=times))
    assert_shows(frame, (0, 1), (20, 2), (50, 3))


def test_a_file_that_breaks_off_is_read_up_to_there(deck, tmp_path):
    plan = shots(lambda slide: slide, (1, 6), (2, 6), (3, 6), (4, 6))
    whole = save_film(av, tmp_path / "whole.mkv", plan).read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole[: len(whole) // 2])
    frame = found(deck, cut)
    assert frame["page"].iloc[0] == 1
    assert 3 < frame["end_s"].iloc[-1] < 23


def test_progress_rises_to_one(deck, tmp_path):
    told = []
    plan = shots(lambda slide: slide, (1, 4), (2, 4))
    found(deck, save_film(av, tmp_path / "talk.mp4", plan), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.mark.parametrize(
    "plan",
    [
        [(6, page(n, seed=9)) for n in range(1, 4)],
        [(20, noise)],
        [(8, np.zeros((HEIGHT, WIDTH), np.uint8))],
    ],
    ids=["another deck", "no slide", "black"],
)
def test_what_does_not_match_is_refused_with_the_figure_that_shows_it(deck, tmp_path, plan):
    film = save_film(av, tmp_path / "other.mp4", plan)
    with pytest.raises(RunError, match=r"other\.mp4: shows .*talk\.pdf.*\d (%|of \d+ seconds)"):
        recording.match(deck, film)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no video pacer reads"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nhello\n", "no video pacer reads"),
        (b"#EXTM3U\n#EXTINF:9\nhttp://example.org/a.ts\n", "no video pacer reads"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(500), "damaged|no picture|no pictures"),
        (b"\x1aE\xdf\xa3" + bytes(500), "damaged|no picture|no pictures"),
    ],
    ids=["empty", "captions", "playlist", "mp4 cut in its head", "mkv cut in its head"],
)
def test_a_file_that_is_no_video_is_refused(deck, tmp_path, content, message):
    path = tmp_path / "talk.mp4"
    path.write_bytes(content)
    with pytest.raises(RunError, match=message):
        recording.match(deck, path)


def test_a_sound_file_in_a_video_s_coat_is_refused(deck, tmp_path):
    path = tmp_path / "sound.mkv"
    with av.open(str(path), "w") as box:
        stream = box.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.int16), "s16", "mono")
        frame.rate = 8000
        box.mux(stream.encode(frame))
        box.mux(stream.encode())
    with pytest.raises(RunError, match="only sound"):
        recording.match(deck, path)


def test_without_pyav_the_install_line_is_said(deck, tmp_path, monkeypatch):
    film = save_film(av, tmp_path / "talk.mp4", [(1, PAGES[0])])
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MissingDependency, match=r"pip install \"talk-pacer\[video\]\""):
        recording.match(deck, film)


def test_the_command_writes_only_out_and_refuses_in_one_line(deck, tmp_path):
    film = save_film(av, tmp_path / "talk.mp4", shots(lambda slide: slide, (1, 3), (2, 3)))
    out = tmp_path / "run.csv"
    command = [sys.executable, "-m", "pacer", "align", deck.path, film, "-o", out]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert out.read_text().splitlines()[0] == "start_s,end_s,slide,page"
    assert not deck.path.with_suffix(".pacer").exists()
    other = save_film(av, tmp_path / "other.mp4", [(3, noise)])
    command[-3:] = [other, "-o", tmp_path / "none.csv"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "none.csv").exists()


def branded(number, seed):
    """A page in a heavy template: bars, a logo and a line that all pages share."""
    image = Image.fromarray(page(number, seed=seed)).copy()
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 20), fill=60)
    pen.rectangle((0, HEIGHT - 20, WIDTH, HEIGHT), fill=60)
    pen.ellipse((585, 25, 630, 70), fill=90)
    pen.rectangle((40, 78, 600, 82), fill=60)
    return np.asarray(image)


def test_a_talk_that_jumps_through_pages_of_one_template_is_its_own_decks(tmp_path):
    shown = [branded(number, seed=7) for number in range(14)]
    order = np.random.default_rng(2).permutation(14)
    film = save_film(av, tmp_path / "talk.mp4", [(3, shown[number]) for number in order])
    own = decks.read(save_deck(shown, tmp_path / "own.pdf"))
    assert (recording.match(own, film)["page"].to_numpy(int) - 1).tolist() == list(order)
