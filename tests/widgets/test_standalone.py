"""A room as a page without Python: what is in it, and what a hostile deck cannot do to it."""

from __future__ import annotations

import json
import re

import pytest

import pacer
from pacer import sample
from pacer.core.errors import PacerError
from pacer.widgets import standalone


@pytest.fixture
def talk(tmp_path):
    return pacer.open(sample.copy(tmp_path, "short-talk.pptx"), slot="4:00", questions="0:30")


def recording(text: str):
    found = re.search(r'<script type="application/json" id="recording">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found[1])


def test_a_plan_to_drag_lies_beside_the_report_and_is_linked(talk):
    path = talk.report(interactive=True)
    copy = path.with_name("short-talk-report-plan.html")
    assert f'href="{copy.name}"' in path.read_text(encoding="utf-8")

    recorded = recording(copy.read_text(encoding="utf-8"))
    times = [plan["talk_s"] for plan in recorded["plans"]]
    assert times == sorted(times)
    assert 210.0 in times
    assert {"rows", "stretches", "tables", "ladder", "choices"} <= recorded["state"].keys()
    assert recorded["state"]["ladder"] is not None
    # every recorded plan fits: that is what the page shows a slot below it
    assert all(plan["p_fits"] >= 0.85 for plan in recorded["plans"])


def test_it_decides_nothing(talk):
    before = talk.choices
    talk.report(interactive=True)
    assert talk.choices == before


def test_a_copy_that_was_changed_by_hand_is_not_replaced(talk):
    path = talk.report(interactive=True)
    copy = path.with_name("short-talk-report-plan.html")
    copy.write_text("mine", encoding="utf-8")
    with pytest.raises(PacerError, match="--force"):
        talk.report(interactive=True)
    assert copy.read_text(encoding="utf-8") == "mine"


def test_without_a_slot_there_is_nothing_to_drag(tmp_path):
    talk = pacer.open(sample.copy(tmp_path, "short-talk.pptx"))
    with pytest.raises(PacerError, match="needs a slot"):
        talk.report(interactive=True)


def test_what_a_deck_says_ends_no_element(talk):
    room = talk.trim()
    hostile = "</script><script>alert(1)</script>"
    text = standalone.page(
        room, title=hostile, note=hostile, plans=[{"talk_s": 1, "says": hostile}]
    )
    assert hostile not in text
    assert recording(text)["plans"][0]["says"] == hostile
    assert "connect-src" not in text
    assert "default-src 'none'" in text
