"""What a log does not say is not made up: not in the run, not in the estimate, not in words."""

import pytest

import pacer
from pacer.core.errors import RunError
from pacer.runs import Span, to_marks, visits
from tests.factories import make_deck
from tests.runs.making import make_marks, make_slides, told


@pytest.fixture
def talk(tmp_path, monkeypatch):
    monkeypatch.setenv("PACER_PROFILE", "off")
    return pacer.open(make_deck(tmp_path / "talk.pptx", 6, notes_words=40), "10:00")


def take(talk, text, **options):
    path = talk.deck.path.with_suffix(".csv")
    path.write_text(text)
    return talk.import_run(path, **options)


ALL_BUT_3 = "slide,seconds\n1,60\n2,90\n4,80\n5,70\n6,30\n"


def test_a_slide_without_a_row_is_unknown_and_estimated_from_its_notes(talk):
    take(talk, ALL_BUT_3)
    basis = talk.pace().frame["basis"].tolist()
    assert basis[2].startswith("notes at")
    assert not any("passed over" in each for each in basis)
    assert "skipped" not in " ".join(talk.compare().slides["flags"])


def test_a_row_of_no_time_says_that_the_slide_was_passed_over(talk):
    take(talk, "slide,seconds\n1,60\n2,90\n3,0\n4,80\n5,70\n6,30\n")
    assert talk.pace().frame["basis"][2] == "passed over in 1 of 1 run"


def test_a_run_held_in_pacer_still_passes_slides_over(talk):
    from pacer.runs import save_marks

    keys = talk.slides["slide_key"]
    spans = [Span(60 * n, 60 * n + 60, keys[row]) for n, row in enumerate([0, 1, 3, 4, 5])]
    save_marks(talk.folder, talk.slides, to_marks(spans), deck_digest=talk.deck.digest)
    again = pacer.open(talk.deck.path)
    assert again.pace().frame["basis"][2] == "passed over in 1 of 1 run"


def test_time_between_rows_is_unknown_and_such_a_run_is_no_whole_one(talk):
    taken = take(talk, "slide,start,end\n1,0:00,1:00\n2,1:00,2:00\n3,5:00,6:00\n4,6:00,7:00\n"
                 "5,7:00,8:00\n6,8:00,9:00\n")  # fmt: skip
    assert "3:00 between the rows belong to no slide: not known" in taken.message
    run = talk.runs.iloc[0]
    assert run[["talk_s", "paused_s", "unknown_s"]].tolist() == [360.0, 0.0, 180.0]
    assert talk.compare().totals["whole"].tolist() == [False]


def test_a_slide_marked_after_a_time_unknown_is_up_again():
    marks = to_marks([Span(0, 10, "a"), Span(10, 30, kind="unknown"), Span(30, 40, "a")])
    assert marks == [(0, "start", "a"), (10, "unknown", ""), (30, "slide", "a"), (40, "stop", "")]
    made = visits(make_marks("0 start a, 10 unknown, 30 slide a, 40 stop"))
    assert told(made) == "a 0-10 a 30-40"
    assert made["visit"].tolist() == [1, 1]


def test_the_deck_s_saved_timings_name_the_slides_without_one(tmp_path):
    from tests.runs.importers.test_import import save_timings

    path = save_timings(make_deck(tmp_path / "d.pptx", 4), [20_000, None, 30_000, 10_000])
    talk = pacer.open(path)
    assert "slide 2 has no saved time" in talk.import_run(path).message
    assert "passed over" not in " ".join(talk.pace().frame["basis"])


def test_a_unit_that_there_is_not_is_named(tmp_path):
    from pacer.runs.importers import import_file

    (tmp_path / "a.csv").write_text("slide,seconds\n1,30\n")
    with pytest.raises(RunError, match="no unit is called 'days'; there are minutes, seconds, hms"):
        import_file(tmp_path / "a.csv", make_slides(), tmp_path, unit="days")
