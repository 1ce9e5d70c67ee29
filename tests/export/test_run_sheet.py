import csv
import io
import json
import re
from dataclasses import replace

import pytest

from pacer.export import pdfpc, run_sheet, timers
from pacer.export.cues import Spoken
from pacer.planning import solve
from pacer.planning.holes import holes
from tests.planning.stand_in import make_slides
from tests.planning.test_solve import make_deck


@pytest.fixture(scope="module")
def plan():
    slides, pacing = make_deck(41, 30)
    return solve(slides, pacing, 900.0)


def test_the_run_sheet_shows_what_is_shown(plan):
    shown = plan.frame[plan.frame["action"].isin(["keep", "trim"])]
    rows = run_sheet.document(plan).tables[0].rows
    assert [int(row[0]) for row in rows] == shown["position"].tolist()
    assert "leave by" in run_sheet.to_markdown(plan, "My talk")
    assert "run sheet for 15:00" in run_sheet.to_markdown(plan, "My talk")


def test_deck_text_cannot_leave_its_place():
    slides, pacing = make_slides(
        ['</td><script>alert(1)</script> --> "x"\nlog words', "=HYPERLINK(1)\nlog"], [60.0, 50.0]
    )
    plan = solve(slides, pacing, 400.0)
    page = run_sheet.to_html(plan, "<b>talk</b>")
    assert "<script" not in page
    assert "<b>" not in page
    reveal = timers.to_reveal(plan)
    assert reveal.count("-->") == len(plan.frame)
    assert "<script" not in reveal
    cells = list(csv.reader(io.StringIO(run_sheet.to_csv(plan))))
    assert "'=HYPERLINK(1)" in cells[2]


def test_the_run_sheet_says_what_is_left_out_of_a_slide_and_what_is_left_to_say(plan):
    key = plan.frame.loc[plan.frame["action"].isin(["keep", "trim"]), "slide_key"].iloc[0]
    trimmed = plan.frame.assign(
        action=plan.frame["action"].where(plan.frame["slide_key"] != key, "trim")
    )
    said = {key: Spoken(("So.",), ("It is a log.", "<b>It</b> is first."))}
    made = run_sheet.document(replace(plan, frame=trimmed), spoken=said)
    assert made.tables[0].rows[0][-1].startswith("shorter; leave out: “So.”")
    assert made.tables[1].rows[0][1] == "It is a log. <b>It</b> is first."
    assert "<b>It" not in run_sheet.to_html(replace(plan, frame=trimmed), spoken=said)


def test_the_run_sheet_says_where_a_sentence_leads_over_what_goes(plan):
    bridged = [hole for hole in holes(plan.frame) if hole.is_bridged]
    assert bridged
    remarks = {row[0]: row[-1] for row in run_sheet.document(plan).tables[0].rows}
    for hole in bridged:
        assert f"what is left out: {hole.title} ({hole.named})" in remarks[str(hole.after)]


def test_budgets_for_reveal_add_up(plan):
    written = timers.to_reveal(plan)
    seconds = [int(found) for found in re.findall(r'data-timing="(\d+)"', written)]
    assert sum(seconds) == round(plan.planned_s)
    assert written.count("<section") == len(plan.frame)


def test_csv_holds_the_plan(plan):
    rows = list(csv.DictReader(io.StringIO(run_sheet.to_csv(plan))))
    assert [row["slide_key"] for row in rows] == plan.frame["slide_key"].tolist()
    assert sum(float(row["budget_s"]) for row in rows) == pytest.approx(plan.planned_s, abs=0.1)
    assert {row["start_s"] for row in rows if row["action"] == "cut"} == {""}


def test_pdfpc_without_a_deck_gets_the_duration(plan):
    assert json.loads(pdfpc.text(plan, None)) == {"pdfpcFormat": 2, "duration": 15}
