import pytest

from pacer.planning import solve
from pacer.results.plan import Plan
from tests.planning.stand_in import make_slides

TEXTS = [
    "Safe on disk\nA. Speaker",
    "The outage\nIt was a Tuesday and the power went, twice, at night",
    "The write-ahead log\nA write-ahead log is a file we only append to\nIt comes first",
    "Records\nwritten to the write-ahead log in order, each with a number",
    "Replay\nreads the write-ahead log from the last number on",
    "Benchmarks of the append path\nthroughput on three machines",
    "Benchmarks of the append path\nthroughput on three machines\nand on a fourth",
    "Weather\nIt rained in Vienna when we wrote this",
    "Summary\nAppend first",
]
SECONDS = [20.0, 60.0, 80.0, 70.0, 75.0, 60.0, 65.0, 90.0, 30.0]


def plan_of(talk_s, **actions):
    slides, pacing = make_slides(TEXTS, SECONDS)
    keys = slides["slide_key"].tolist()
    given = {keys[int(name[1:]) - 1]: action for name, action in actions.items()}
    return solve(slides, pacing, talk_s, actions=given)


def reason(plan, position):
    return plan.frame.set_index("position").loc[position, "reason"]


def test_an_introduction_is_kept_for_those_who_use_it():
    plan = plan_of(450.0, s4="keep", s5="keep", s8="cut")
    assert reason(plan, 3) == "4 and 5 use *write-ahead log*, introduced here"


def test_a_cut_says_what_it_saves_and_where_its_terms_still_are():
    plan = plan_of(9000.0, s5="cut")
    assert reason(plan, 5) == "saves 1:15; you decided"
    plan = plan_of(560.0, **{f"s{i}": "keep" for i in (2, 3, 4, 5, 6, 7)})
    assert reason(plan, 8).startswith("saves 1:30; none of the talk's terms hang on it")


def test_a_cut_introduction_is_warned_of_and_its_own_words_pointed_at():
    plan = plan_of(9000.0, s3="cut")
    warning = (
        "4 and 5 use *write-ahead log*, introduced on 3, which is cut; say in a sentence on 4 what "
        "it is: there it says “A write-ahead log is a file we only append to”"
    )
    assert plan.warnings == (warning,)
    assert plan.warnings[0] in repr(Plan.of(plan)).replace("\n", " ")


def test_terms_lost_altogether_are_listed():
    plan = plan_of(9000.0, s3="cut", s4="cut", s5="cut")
    assert plan.lost == ("write-ahead log",)
    assert "No longer in the talk: write-ahead log" in repr(Plan.of(plan))
    assert plan.warnings == ()


def test_a_trim_says_how_long_it_may_take():
    assert reason(plan_of(9000.0, s8=("trim", 30.0)), 8) == (
        "say it in 0:30, saves 1:00; you decided"
    )


def test_a_rejected_prerequisite_is_no_reason_any_more():
    slides, pacing = make_slides(TEXTS, SECONDS)
    keys = slides["slide_key"].tolist()
    rejected = {(keys[3], keys[2]): False, (keys[4], keys[2]): False}
    plan = solve(slides, pacing, 9000.0, actions={keys[2]: "cut"}, prerequisites=rejected)
    assert plan.warnings == ()


def test_a_locked_slide_and_one_that_needs_a_cut_one_say_so():
    slides, pacing = make_slides(TEXTS, SECONDS, locked=[False] * 7 + [True, False])
    keys = slides["slide_key"].tolist()
    plan = solve(
        slides, pacing, 9000.0, actions={keys[2]: "cut"}, prerequisites=[(keys[3], keys[2])]
    )
    assert reason(plan, 8) == "locked"
    assert reason(plan, 4) == "saves 1:10; needs 3, which you cut"


@pytest.mark.parametrize("talk_s", [450.0, 300.0, 200.0])
def test_every_slide_has_its_reason(talk_s):
    assert (plan_of(talk_s).frame["reason"].str.len() > 3).all()
