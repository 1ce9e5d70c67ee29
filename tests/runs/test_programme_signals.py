"""When a chair signals, as organisers say it."""

import pytest

from pacer.core.errors import PacerError
from pacer.runs.programme_signals import read

SAID = [
    ("5 and 1", 1200, [300, 60, 0]),
    ("5, 1 und 0", 1200, [300, 60, 0]),
    ("3 and 1", 180, [60, 0]),
    ("two thirds", 1200, [400, 0]),
    ("Two-thirds and 1 min left", 1200, [400, 60, 0]),
    ("2/3, 90 %, 90s", 1200, [400, 120, 90, 0]),
    ("1:30", 1200, [90, 0]),
    ("", 1200, [0]),
    ("up to 10min: 3 and 1; 5 and 1", 600, [180, 60, 0]),
    ("up to 10min: 3 and 1; 5 and 1", 601, [300, 60, 0]),
    ("under 10:00: 3 and 1; else: 5 and 1", 600, [300, 60, 0]),
    ("over 30:00: 10, 5 and 1; from 15min: 5 and 1; two thirds", 1801, [600, 300, 60, 0]),
    ("over 30:00: 10, 5 and 1; from 15min: 5 and 1; two thirds", 900, [300, 60, 0]),
    ("over 30:00: 10, 5 and 1; from 15min: 5 and 1; two thirds", 300, [100, 0]),
    ("over 30:00: 10", 300, [0]),
    ([600, 14.5], 1200, [600, 14.5, 0]),
    (["5", 60], 1200, [300, 60, 0]),
    ({None: "5 and 1", "10:00": "3 and 1"}, 600, [180, 60, 0]),
    ({"else": [300], 600: "3 and 1"}, 1200, [300, 0]),
]


@pytest.mark.parametrize(("said", "talk_s", "at_s"), SAID, ids=str)
def test_signals_are_read_as_chairs_say_them(said, talk_s, at_s):
    assert read(said).of(talk_s) == pytest.approx(at_s)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("five", "signal 'five' is neither minutes left"),
        ("3/2", "signal '3/2' is no part of a talk"),
        ("2/0", "no part of a talk"),
        ({"10": "5 and 1"}, "signals for talks up to '10': .* could be minutes or seconds"),
        ([-1], "before zero"),
        (";".join(["5"] * 21), "21 rules: the most is 20"),
        (",".join(["5"] * 13), "13 signals: the most is 12"),
        ("up to 10: 3 and 1", "signal 'up to 10: 3' is neither"),
    ],
)
def test_what_is_no_signal_is_one_line(said, why):
    with pytest.raises(PacerError, match=why) as refused:
        read(said)
    assert "\n" not in str(refused.value)
