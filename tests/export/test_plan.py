import pytest

import pacer
from pacer.core.errors import PacerError
from pacer.export import SHEETS
from tests.factories import make_deck, make_timings


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    path = make_deck(tmp_path_factory.mktemp("deck") / "talk.pptx", 8)
    talk = pacer.open(path, slot="6:00", questions="1:00")
    talk.import_run(make_timings(path.with_name("a.csv"), [60] * 8))
    return talk.reload().plan()


@pytest.mark.parametrize("ending", SHEETS)
def test_a_sheet_for_each_ending_and_none_is_lost(plan, ending, tmp_path):
    target = tmp_path / f"plan{ending}"
    assert plan.export(target) == target
    made = target.read_text(encoding="utf-8")
    assert made
    plan.export(target)  # as pacer wrote it: nobody's work is lost
    target.write_text("filled in by hand", encoding="utf-8")
    with pytest.raises(PacerError, match=r"is there already.* --force"):
        plan.export(target)
    assert target.read_text(encoding="utf-8") == "filled in by hand"
    plan.export(target, overwrite=True)
    assert target.read_text(encoding="utf-8") == made


def test_a_deck_that_follows_the_plan(plan, tmp_path):
    target = plan.export(tmp_path / "talk-6.pptx", mode="remove")
    stays = plan.frame["action"].isin(["keep", "trim"]).sum()
    assert len(pacer.open(target).slides) == stays < 8


def test_an_unknown_ending_names_those_that_are_known(plan, tmp_path):
    with pytest.raises(PacerError, match=r"plan\.docx: a plan is written as \.html"):
        plan.export(tmp_path / "plan.docx")


def test_a_folder_that_is_not_there_is_one_clear_line(plan, tmp_path):
    with pytest.raises(PacerError, match=r"there is no folder .*nowhere: make it first"):
        plan.export(tmp_path / "nowhere" / "plan.md")
