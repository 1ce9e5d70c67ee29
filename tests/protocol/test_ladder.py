"""The ladder as it is sent: what a page must read off it, by Python's own reading."""

import json
from itertools import pairwise

import pytest

from tests.protocol import write
from tests.protocol.ladders import plan

FIXTURE = json.loads((write.HERE / "ladder.json").read_text("utf-8"))


def test_the_fixture_is_what_python_sends(monkeypatch):
    monkeypatch.setenv("PACER_PROFILE", "off")
    fresh = write.ladder()
    for case, known in zip(fresh["cases"], FIXTURE["cases"], strict=True):
        assert case == known, "run `make fixtures`"
    for name, known in FIXTURE["ladder"].items():
        if name in ("start_s", "seconds", "worth"):
            assert fresh["ladder"][name] == pytest.approx(known, abs=1e-2)
    assert fresh["ladder"].keys() == FIXTURE["ladder"].keys()
    assert {tuple(step) for step in fresh["ladder"]["steps"]} == {("slide", "level", "from_s")}


def test_a_shorter_talk_keeps_less_of_the_sample():
    kept = [set(case["kept"]) for case in FIXTURE["cases"]]
    assert all(shorter < longer for shorter, longer in pairwise(kept))
    ladder, cases = FIXTURE["ladder"], FIXTURE["cases"]
    assert [plan(ladder, case["talk_s"]) for case in cases] == cases
