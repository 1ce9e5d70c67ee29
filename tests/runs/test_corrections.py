import json

import pytest
from pptx import Presentation

import pacer
from pacer.core.errors import PacerError, RunError
from pacer.runs import load_corrections, save_corrections
from pacer.runs.corrections import NAME
from tests.factories import make_deck, make_timings


@pytest.fixture
def talk(tmp_path):
    """Rehearsed on six slides; then the third was deleted."""
    path = make_deck(tmp_path / "talk.pptx", 6)
    made = pacer.open(path)
    made.import_run(make_timings(tmp_path / "a.csv", [10, 20, 30, 40, 50, 60]))
    edited = Presentation(path)
    slides = edited.slides._sldIdLst
    slides.remove(slides[2])
    edited.save(path)
    return pacer.open(path)


def dwell_of(talk, position):
    took = talk.dwell[talk.dwell["slide_key"] == talk.key(position)]
    return took["dwell_s"].tolist()


def test_every_slide_rehearsed_is_found_again_or_gone(talk):
    found = talk.matches()
    assert found["old_title"].tolist() == [f"Slide {number}" for number in range(1, 7)]
    assert found["position"].fillna(0).tolist() == [1, 2, 0, 3, 4, 5]
    assert found["how"].tolist() == ["id", "id", "", "id", "id", "id"]
    assert found["deck_digest"].nunique() == 1


def test_what_is_corrected_stays_corrected(talk):
    gone, third = talk.matches()["old_key"][[2, 3]]
    assert dwell_of(talk, 3) == [40]
    talk.correct(gone, 3).correct(third, None)
    for again in (talk, pacer.open(talk.deck.path)):
        assert dwell_of(again, 3) == [30]
        assert again.matches()["how"].tolist() == ["id", "id", "chosen", "", "id", "id"]
    assert (talk.dwell["slide_key"] == f"gone:{third}").sum() == 1


def test_without_runs_there_is_nothing_to_match(tmp_path):
    fresh = pacer.open(make_deck(tmp_path / "new.pptx", 3))
    assert fresh.matches().empty
    assert "old_key" in fresh.matches().columns


@pytest.mark.parametrize(("old", "slide"), [("id:none", 1), ("id:256", 99)])
def test_what_there_is_not_cannot_be_corrected(talk, old, slide):
    with pytest.raises(PacerError, match=r"no slide|a slide id:none"):
        talk.correct(old, slide)
    assert not (talk.folder / NAME).exists()


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("{", "is damaged"),
        ("[]", "is damaged"),
        ('{"version": 1, "revisions": [1]}', "is damaged"),
        ('{"version": 9, "revisions": {}}', "format version 9"),
        (" " * 2_000_001, "move it away"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_left(tmp_path, held, said):
    (tmp_path / NAME).write_text(held)
    with pytest.raises(PacerError, match=f"^{NAME}: .*{said}"):
        load_corrections(tmp_path)
    assert (tmp_path / NAME).read_text() == held


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be written"):
        save_corrections({}, tmp_path / "file")


def test_what_is_kept_is_plain_json(tmp_path):
    path = save_corrections({"d": {"id:1": "id:2"}}, tmp_path)
    assert json.loads(path.read_text())["revisions"] == {"d": {"id:1": "id:2"}}
    assert load_corrections(tmp_path) == {"d": {"id:1": "id:2"}}
