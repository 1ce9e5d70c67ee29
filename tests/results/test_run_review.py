"""A run in a few lines: where its time went, against the run before, and what to rehearse again."""

from datetime import UTC, datetime

import pacer
from pacer.results.run_review import review
from pacer.runs import Journal, save_marks
from tests.factories import make_deck


def make_talk(tmp_path):
    return pacer.open(make_deck(tmp_path / "talk.pptx", 4), slot="5:00")


def put(talk, seconds, day, first=1):
    keys = talk.slides["slide_key"].tolist()[first - 1 :]
    t_s, marks = 0.0, []
    for place, spent_s in enumerate(seconds):
        marks.append((t_s, "slide" if place else "start", keys[place]))
        t_s += spent_s
    marks.append((t_s, "stop", ""))
    began = datetime(2026, 3, day, 10, tzinfo=UTC)
    return save_marks(
        talk.folder, talk.slides, marks, deck_digest=talk.deck.digest, started_at=began
    )


def told(talk, path, budgets=(60, 60, 60, 60)):
    talk.project.run_finished()
    granted = dict(zip(talk.slides["slide_key"], map(float, budgets), strict=True))
    return review(talk.project, path.stem, granted)


def test_where_the_time_went_and_against_the_run_before(tmp_path):
    talk = make_talk(tmp_path)
    put(talk, [60, 60, 60, 60], day=1)
    found = told(talk, put(talk, [60, 130, 60, 45], day=2))
    assert found.again_from == talk.key(2)
    where, against = found.lines
    assert where.startswith("Furthest over: slide 2 (")
    assert where.endswith("): 2:10 of 1:00.")
    assert against == "0:55 longer than the run before (01 Mar): slide 2 +1:10, slide 4 −0:15."


def test_a_part_is_held_against_the_same_slides_and_nothing_before_it_is_missing(tmp_path):
    talk = make_talk(tmp_path)
    put(talk, [60, 60, 60, 60], day=1)
    found = told(talk, put(talk, [60, 40], day=2, first=3))
    assert found.lines == (
        "Shortest against its budget: slide 4 ("
        + talk.slides["title"].iloc[3]
        + "), 0:40 of 1:00.",
        "0:20 shorter than the run before (01 Mar): slide 4 −0:20.",
    )
    assert found.again_from == ""


def test_a_stumble_and_what_was_not_reached_are_told(tmp_path):
    talk = make_talk(tmp_path)
    path = put(talk, [60, 60], day=1)
    with Journal.resume(path) as journal:
        journal.mark(120.0, "resume")
        journal.mark(121.0, "note", note="stumbled")
        journal.mark(122.0, "stop")
    found = told(talk, path)
    assert found.again_from == talk.key(2)
    assert any(line.startswith("Stumbled on slide 2") for line in found.lines)
    assert found.lines[-1] == "Not reached: slides 3 to 4, 2:00 of budget."


def test_a_run_that_showed_nothing_says_nothing(tmp_path):
    talk = make_talk(tmp_path)
    assert told(talk, put(talk, [], day=1)).lines == ()
