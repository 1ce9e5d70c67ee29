"""The widgets' JavaScript is tested against the same fixtures, so both languages agree."""

import json
import math
from pathlib import Path

import pytest

from pacer import runs
from pacer.core import clock
from pacer.core.errors import ClockError
from tests.widgets.talks import make_slides

CLOCK = json.loads((Path(__file__).parent / "fixtures" / "clock.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("duration_s", "written"), CLOCK["text"])
def test_a_duration_is_written_as_in_the_widgets(duration_s, written):
    assert clock.text(math.nan if duration_s is None else duration_s) == written


@pytest.mark.parametrize(("duration_s", "written"), CLOCK["signed"])
def test_a_difference_is_written_as_in_the_widgets(duration_s, written):
    assert clock.signed(math.nan if duration_s is None else duration_s) == written


@pytest.mark.parametrize(("written", "duration_s"), CLOCK["seconds"])
def test_a_time_is_read_as_in_the_widgets(written, duration_s):
    if duration_s is None:
        with pytest.raises(ClockError):
            clock.seconds(written, bare=False)
    else:
        assert clock.seconds(written, bare=False) == duration_s


RUNS = json.loads((Path(__file__).parent / "fixtures" / "runs.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["name"])
def test_a_run_takes_as_long_as_in_the_widgets(run, tmp_path):
    runs.save_marks(tmp_path, make_slides(2), run["marks"], deck_digest="d")
    loaded = runs.load(tmp_path)
    assert not loaded.problems
    (row,) = loaded.runs.to_dict("records")
    assert {name: row[name] for name in ("talk_s", "questions_s", "paused_s")} == {
        name: run[name] for name in ("talk_s", "questions_s", "paused_s")
    }
    dwell = runs.dwell(runs.visits(loaded.marks))
    assert dict(zip(dwell["slide_key"], dwell["dwell_s"], strict=True)) == run["dwell"]
