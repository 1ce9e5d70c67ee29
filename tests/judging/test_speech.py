import numpy as np
import pytest

from pacer import judging
from pacer.judging.speech import FIGURES, speech_figures
from tests.planning.stand_in import make_slides

TEXTS = [
    "The write path of a store\nlog, page and checkpoint",
    "The log\nrecords are appended to the log in order",
    "The page\na page is written after its record is in the log",
    "Weather\nit rained when we wrote this",
]
SAID = {
    "id:256": "this is the log and the page and the checkpoint of the write path of the store",
    "id:257": "the important thing is that records are appended to the log, remember that, the log",
    "id:258": "and the page comes after the record, in the log",
}


def test_three_figures_of_what_was_said():
    slides, _ = make_slides(TEXTS)
    found = speech_figures(slides, SAID).set_index("slide_key")
    assert tuple(found.columns) == FIGURES
    assert found["slide_said"]["id:256"] == 1
    assert found["slide_said"]["id:259"] == 0
    assert found["emphasis"].idxmax() == "id:257"
    assert found["central_speech"]["id:257"] > found["central_speech"]["id:259"] == 0
    assert np.isfinite(found.to_numpy(float)).all()


def test_what_is_said_moves_the_judgement_and_nothing_said_leaves_it():
    slides, pacing = make_slides(TEXTS)
    plain = judging.judge(slides, pacing.mean_s, timed=False).z
    said = judging.judge(slides, pacing.mean_s, timed=False, speech=speech_figures(slides, SAID)).z
    silent = judging.judge(slides, pacing.mean_s, timed=False, speech=speech_figures(slides, {})).z
    assert said[1] - said[3] > plain[1] - plain[3]
    assert silent == pytest.approx(plain)


def test_hidden_slides_and_hostile_words():
    slides, _ = make_slides(TEXTS, hidden=[False, True, False, False])
    found = speech_figures(slides, {"id:256": "a-" * 200_000, "id:258": "\x00=SUM(1)"})
    assert found["slide_key"].tolist() == ["id:256", "id:258", "id:259"]
    assert speech_figures(slides.iloc[:0], {}).empty
