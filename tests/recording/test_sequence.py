"""The likeliest sequence of pages, and places in a frame."""

import numpy as np
import pytest

from pacer.recording import place
from pacer.recording.features import shrink
from pacer.recording.sequence import decode, in_order
from tests.recording.films import ON_THE_WALL, by_camera, in_window, page

IN_WINDOW = place.rectangle(40 / 640, 60 / 360, 488 / 640, 312 / 360)


def evidence(rows, pages=3):
    made = np.full((len(rows), pages + 1), -6.0, np.float32)
    for step, row in enumerate(rows):
        for state in row:
            made[step, state] = 0
    return made


def test_one_doubtful_picture_changes_nothing():
    states, _ = decode(evidence([[0]] * 5 + [[2]] + [[0]] * 5))
    assert states.tolist() == [0] * 11


def test_of_identical_pages_the_next_is_taken():
    states, sure = decode(evidence([[0, 2]] * 4 + [[1]] * 4 + [[0, 2]] * 4))
    assert states.tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert sure[0] < 0.95 < sure[5]


def test_something_else_is_a_state_of_its_own():
    states, _ = decode(evidence([[0]] * 4 + [[3]] * 4 + [[1]] * 4))
    assert states.tolist() == [0] * 4 + [3] * 4 + [1] * 4


def order_of(pages, count=24):
    shown = evidence([[page] for page in pages for _ in range(4)], count)
    return in_order(shown, decode(shown)[0])


def test_a_talk_goes_through_its_deck_and_another_decks_through_no_order():
    through = list(range(24))
    skipping = [page for page in through if page % 5]
    assert order_of(through) > 1.2
    assert order_of(skipping) > 0.75
    assert order_of(through[::-1]) < 0
    jumping = np.random.default_rng(3).permutation(24).tolist()
    assert abs(order_of(jumping)) < 0.75
    assert np.isnan(order_of(through[:6])), "six changes tell nothing"


def test_a_window_is_found_to_the_pixel():
    pages = [page(n) for n in range(1, 5)]
    frames = [shrink(in_window(each), 384, 216).astype(np.uint8) for each in pages]
    (found,), nearest = place.find(frames, pages)
    assert found == pytest.approx(IN_WINDOW, abs=2 / 384)
    assert nearest > 0.6


def test_a_camera_s_corners_are_found():
    pages = [page(n) for n in range(1, 5)]
    frames = [shrink(by_camera(each), 384, 216).astype(np.uint8) for each in pages]
    assert place.find(frames, pages)[0][0] == pytest.approx(ON_THE_WALL / (640, 360), abs=0.02)


def test_what_is_cut_out_of_its_place_is_the_slide():
    slide = page(2)
    cut = place.Cutter(IN_WINDOW, (360, 640), (90, 160))
    assert np.abs(cut(in_window(slide)) - shrink(slide, 160, 90)).mean() < 4
