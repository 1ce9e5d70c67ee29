from pacer import judging
from pacer.planning import solve
from pacer.planning.problem import KEEP, pose
from pacer.planning.reasons import reasons
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


def outcome_of(talk_s, **actions):
    slides, pacing = make_slides(TEXTS, SECONDS)
    keys = slides["slide_key"].tolist()
    given = {keys[int(name[1:]) - 1]: action for name, action in actions.items()}
    return solve(slides, pacing, talk_s, actions=given)


def reason(plan, position):
    return plan.frame.set_index("position").loc[position, "reason"]


def test_a_cut_says_what_it_saves_and_a_fact_about_the_slide():
    cut = outcome_of(9000.0, s6="cut", s8="cut")
    assert reason(cut, 8) == "saves 1:30; you decided"
    free = outcome_of(200.0)
    gone = free.frame[free.frame["action"] == "cut"]
    assert not gone["reason"].str.contains("need|term|worth").any()


FACTS = [
    "A talk\nof somebody",
    "Growing\nbeans grow tall and quickly in wet soil",
    "Growing\nbeans grow tall and quickly in wet soil, says my grandmother",
    "Soil\nis what is left of rocks",
    "Soil\nholds the water that roots drink",
    "Soil\nfreezes slowly from above",
    "Proof of the growth law\nlong sums over leaves",
    "Seeds\nare small and dry things",
    "The end\nplant beans",
]


def test_every_fact_is_said_of_the_slide_it_is_true_of():
    """Each fact, on a plan that cuts every slide it may: the reasons are looked at one by one."""
    slides, pacing = make_slides(FACTS, [60.0] * 7 + [2.0, 60.0])
    found = judging.judge(slides, pacing.mean_s, timed=True)
    made = pose(slides, pacing, heard=found.hear(judging.Said(), 300.0))
    nothing = reasons(made, {2: made.options[2][0]})
    assert nothing[1] == "saves 1:00; all its words are on 3"
    assert nothing[5] == "saves 1:00; the third slide called *Soil*"
    assert nothing[6] == 'saves 1:00; its title says "proof"'
    assert nothing[7] == "saves 0:02; shown for 0:02"
    assert nothing[3] == nothing[4] == "saves 1:00"
    # Where the slide that repeats it goes too, that it repeats it is no reason.
    assert reasons(made, {})[1] == "saves 1:00"


def test_what_the_speaker_said_is_the_reason():
    slides, pacing = make_slides(FACTS, [60.0] * 9)
    keys = slides["slide_key"].tolist()
    found = judging.judge(slides, pacing.mean_s, timed=False)
    first, last = found.asked[-1]
    said = judging.Said((keys[4],), {keys[4]: (keys[3],)})
    said = said.answering(f"{first}-{last}=drop", slides, found.asked)
    plan = solve(slides, pacing, 300.0, heard=found.hear(said, 300.0))
    assert reason(plan, 5) == "you named it"
    assert reason(plan, 4) == "5 stands on it, you said"
    assert "you said drop" in reason(plan, last)
    assert plan.frame.set_index("position").loc[[4, 5], "action"].tolist() == ["keep", "keep"]


def test_a_reader_is_quoted_only_for_what_becomes_of_a_slide():
    slides, pacing = make_slides(TEXTS)
    judged = judging.judge(slides, pacing.mean_s, timed=False, readings=[
        judging.Reading("ann.csv", need={2: 5, 3: 1, 4: 3}, p_keep={}),
    ])  # fmt: skip
    heard = judged.hear(judging.Said(), 60.0)
    made = pose(slides, pacing, heard=heard)
    kept = dict.fromkeys([1, 2, 3], KEEP)
    stay, go = reasons(made, kept), reasons(made, {0: KEEP})
    assert stay[1] == "ann.csv gives it need 5"
    assert "ann.csv" not in go[1] + stay[2] + stay[3] + go[3]
    assert "ann.csv gives it need 1" in go[2]


def test_a_point_cut_by_hand_is_said_and_nothing_is_lost():
    slides, pacing = make_slides(FACTS, [60.0] * 9)
    keys = slides["slide_key"].tolist()
    found = judging.judge(slides, pacing.mean_s, timed=False)
    heard = found.hear(judging.Said((keys[4],)), 300.0)
    plan = solve(slides, pacing, 300.0, heard=heard, actions={keys[4]: "cut"})
    assert plan.frame["action"].iloc[4] == "cut"
    assert any("5 is a point of the talk, and you cut it" in line for line in plan.warnings)


def test_a_trim_says_how_long_it_may_take():
    assert reason(outcome_of(9000.0, s8=("trim", 30.0)), 8) == (
        "say it in 0:30, saves 1:00; you decided"
    )


def test_a_locked_slide_and_one_that_needs_a_cut_one_say_so():
    slides, pacing = make_slides(TEXTS, SECONDS, locked=[False] * 7 + [True, False])
    keys = slides["slide_key"].tolist()
    plan = solve(
        slides, pacing, 9000.0, actions={keys[2]: "cut"}, prerequisites=[(keys[3], keys[2])]
    )
    assert reason(plan, 8) == "locked"
    assert reason(plan, 4) == "saves 1:10; needs 3, which you cut"
