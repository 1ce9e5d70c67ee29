"""The widgets' JavaScript is tested against the same fixtures, so both languages agree."""

import json
import math
from pathlib import Path

import pytest

from pacer import clock
from pacer.errors import ClockError

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
