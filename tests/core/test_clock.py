import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacer.core import clock
from pacer.core.errors import ClockError


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("12:30", 750), ("0:05", 5), ("75:00", 4500), ("1:02:03", 3723), ("00:00:01,500", 1.5),
        ("20min", 1200), ("20 m", 1200), ("1h5m", 3900), ("90s", 90), ("1.5 h", 5400),
        ("90", 90), (90, 90), (0, 0), (2.5, 2.5), (" 3:00 ", 180),
    ],
)  # fmt: skip
def test_reads_what_people_write(written, seconds):
    assert clock.seconds(written) == seconds


@pytest.mark.parametrize(
    "written",
    ["", "soon", "12:60", "1:60:00", "-3:00", -1, math.nan, math.inf, "25h", None, [], "1:2:3:4"],
)
def test_refuses_what_is_no_time(written):
    with pytest.raises(ClockError):
        clock.seconds(written)


def test_a_bare_number_is_refused_where_it_could_be_minutes():
    with pytest.raises(ClockError, match="write 20:00 or 90s"):
        clock.seconds("20", bare=False)
    assert clock.seconds(20, bare=False) == 20


@given(st.integers(0, int(clock.LONGEST_S)))
def test_text_and_seconds_are_inverse(whole):
    assert clock.seconds(clock.text(whole)) == whole


@given(st.floats(-1e5, 1e5, allow_nan=False))
def test_signed_says_late_or_early(difference):
    shown = clock.signed(difference)
    assert (shown[0] == "+") == (round(difference + 1e-9) > 0) or abs(difference) <= 0.5


@pytest.mark.parametrize("granted", ["00:45", "0:30", 20])
def test_a_slot_under_a_minute_is_refused_with_both_readings(granted):
    with pytest.raises(ClockError, match=r"could be \d+ minutes or \d+ seconds: write \d+min"):
        clock.slot(granted)


@pytest.mark.parametrize(("granted", "slot_s"), [("45s", 45.0), ("1:36", 96.0), ("1:00", 60.0)])
def test_a_short_slot_of_one_reading_is_taken(granted, slot_s):
    assert clock.slot(granted) == (slot_s, 0.0)
