"""What teaches: rehearsals and deliveries, and nothing that only looks like one."""

from datetime import UTC, datetime, timedelta

import pytest

from pacer import runs
from tests.runs.making import make_slides

SLIDES = make_slides([f"T{number}" for number in range(1, 31)])
BEGAN = datetime(2026, 3, 1, 10, tzinfo=UTC)


def through(each_s, count=30, stop=True):
    keys = SLIDES["slide_key"].tolist()[:count]
    shown = [(place * each_s, "slide" if place else "start", key) for place, key in enumerate(keys)]
    return shown + [(count * each_s, "stop", "")] * stop


def teaches(tmp_path, marks, keep=None, began=BEGAN, **how):
    path = runs.save_marks(tmp_path, SLIDES, marks, deck_digest="d", started_at=began, **how)
    if keep is not None:
        with runs.Journal.resume(path) as journal:
            journal.mark(marks[-1][0], "keep", note=keep)
    return runs.load(tmp_path).runs["teaches"].tolist() == [True]


@pytest.mark.parametrize(
    ("each_s", "count", "wanted"),
    [
        (40, 30, True),
        (2, 30, False),  # a click through in a minute
        (4, 3, False),  # a test of the clicker
        (6, 15, False),  # a look through in a minute and a half
        (20, 3, True),  # a part, rehearsed in a minute
        (5, 30, True),  # a slide every five seconds, for minutes: some speak so
    ],
)
def test_a_run_teaches_where_somebody_spoke(tmp_path, each_s, count, wanted):
    assert teaches(tmp_path, through(each_s, count)) is wanted


@pytest.mark.parametrize(("each_s", "keep"), [(2, "rehearsal"), (40, "test")])
def test_what_the_speaker_says_of_it_wins_and_it_stays_on_the_disk(tmp_path, each_s, keep):
    assert teaches(tmp_path, through(each_s), keep) is (keep == "rehearsal")
    assert len(list((tmp_path / "runs").iterdir())) == 1


def test_a_run_that_is_on_teaches_nothing_until_it_is_over_or_long_silent(tmp_path):
    now = datetime.now(UTC)
    on = through(30, 10, stop=False)
    assert not teaches(tmp_path / "on", on, began=now - timedelta(minutes=10))
    assert teaches(tmp_path / "kept", on, "rehearsal", began=now - timedelta(minutes=10))
    assert teaches(tmp_path / "old", on, began=now - timedelta(hours=2))


def test_a_log_from_elsewhere_teaches_whatever_it_holds(tmp_path):
    assert teaches(tmp_path, through(2), source="csv")
