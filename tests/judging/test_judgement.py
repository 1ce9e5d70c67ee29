import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer import judging
from pacer.core.errors import PacerError
from pacer.judging import Said
from pacer.judging.belief import (
    BANDS,
    DROPS,
    KEEPS,
    SD_SECTION,
    SD_STRETCH,
    SOFT,
    believe,
    threshold,
)
from pacer.judging.questions import MOST_QUESTIONS, decisive
from pacer.judging.stretches import Stretch, divide, named_starts, stretches
from tests.planning.stand_in import make_slides


def make_talk(count=24, seconds=None, **columns):
    texts = [f"Part {n // 4}: piece {n}\nabout thing{n // 4} and thing{n}" for n in range(count)]
    return make_slides(texts, seconds or [60.0] * count, **columns)


def judge(count=24, seconds=None, **columns):
    slides, pacing = make_talk(count, seconds, **columns)
    return judging.judge(slides, pacing.mean_s, timed=False)


# --- stretches ---------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 60), st.integers(0, 1000))
def test_stretches_hold_every_slide_once_and_in_order(count, seed):
    random = np.random.default_rng(seed)
    found = stretches(random.random(count), random.gamma(2, 30, count))
    assert [place for one in found for place in one.places] == list(range(count))
    assert [one.section for one in found] == sorted(one.section for one in found)
    assert all(len(one.places) <= 8 for one in found)


def test_stretches_are_about_four_slides_long():
    sizes = [last - first + 1 for first, last in judge(60).asked]
    assert 3 <= np.mean(sizes) <= 5
    assert max(sizes) <= 6


def test_a_long_slide_is_a_stretch_of_its_own():
    seconds = [30.0] * 24
    seconds[9] = 400.0
    assert (10, 10) in judge(seconds=seconds).asked


def test_sections_that_the_deck_names_are_taken_as_they_are():
    names = [f"s{n // 8}" for n in range(24)]
    assert named_starts(names) == [0, 8, 16]
    # One name, or one that holds nearly all, says nothing.
    assert named_starts(["a"] * 24) == named_starts(["a"] + ["b"] * 23) == []
    assert {first for first, _ in judge(section=names).asked} >= {1, 9, 17}


def test_the_best_division_is_found():
    score = np.zeros(12)
    score[[4, 9]] = 1.0
    assert divide(score, 3, uneven=0.25) == [0, 4, 9]
    assert divide(np.zeros(3), 5, uneven=1.0) == [0]


def test_stretches_do_not_depend_on_what_the_speaker_says():
    slides, pacing = make_talk()
    found = judging.judge(slides, pacing.mean_s, timed=False)
    keys = slides["slide_key"].tolist()
    said = Said((keys[9],), {keys[9]: (keys[2],)}, {(keys[0], keys[3]): "drop"})
    before, after = (found.hear(one, 700.0).questions({}) for one in (Said(), said))
    ids = {question.id for question in before if question.kind == "stretch"}
    assert {f"{a}-{b}" for a, b in found.asked} >= ids
    assert {q.id for q in after if q.kind == "stretch"} <= {f"{a}-{b}" for a, b in found.asked}


def test_a_slide_that_the_rehearsal_passed_over_is_needed_less():
    slides, pacing = make_talk()
    passed = np.arange(len(slides)) == 8
    told = judging.judge(slides, pacing.mean_s, timed=True)
    over = judging.judge(slides, pacing.mean_s, timed=True, passed=passed)
    assert over.z[8] < told.z[8] - 0.1
    assert over.seconds == pytest.approx(told.seconds)


# --- belief ------------------------------------------------------------------------------------


def three_stretches():
    return (Stretch(0, 3, 0), Stretch(4, 7, 0), Stretch(8, 11, 1))


def believed(answers=None, *, z=None, points=(), level=0.0):
    z = np.zeros(12) if z is None else z
    return believe(z, three_stretches(), frozenset(points), level, answers)


def test_answers_move_the_stretch_most_its_section_some_and_no_other():
    before = believed().worth()
    dropped, kept = believed({0: "drop"}).worth(), believed({0: "keep"}).worth()
    assert dropped[:4].mean() < before[:4].mean() - 0.5
    assert kept[:4].mean() > before[:4].mean() + 0.5
    assert before[4:8].mean() - 0.8 < dropped[4:8].mean() < before[4:8].mean()
    assert dropped[8:] == pytest.approx(before[8:])


def test_an_answer_is_believed_softly():
    drop, shorten, keep = believed({0: "drop"}).bands(0)
    assert 0.5 < drop < 1
    assert shorten > 0.02 > keep


@pytest.mark.parametrize("answers", [{}, {0: "drop"}, {0: "keep", 1: "shorten", 2: "drop"}])
def test_what_is_integrated_is_what_draws_give(answers):
    z = np.linspace(-0.6, 0.6, 12)
    found = believed(answers, z=z, points=(5,), level=0.3)
    random = np.random.default_rng(0)
    parts = [[0] * 4 + [1] * 4 + [2] * 4, [0] * 8 + [1] * 4]
    need = z + random.normal(size=(100_000, 12))
    for part, sd in zip(parts, (SD_STRETCH, SD_SECTION), strict=True):
        need += random.normal(0, sd, (100_000, 3))[:, part]
    above = need > 0.3
    above[:, 5] = True
    weight = np.ones(100_000)
    for at, answer in answers.items():
        share = above[:, 4 * at : 4 * at + 4].mean(1)
        band = np.where(share >= KEEPS, 2, np.where(share <= DROPS, 0, 1))
        weight *= np.array(SOFT)[np.abs(band - BANDS.index(answer))]
    assert found.above() == pytest.approx(weight @ above / weight.sum(), abs=0.02)


def test_a_point_is_worth_most_and_never_guessed():
    belief = believed(points={5})
    assert belief.worth()[5] == 8
    assert belief.above()[5] == 1
    assert belief.worth()[[4, 6]] == pytest.approx(believed().worth()[[4, 6]])


def test_the_threshold_fills_the_talk_time():
    seconds = np.full(12, 60.0)
    low, high = (threshold(np.zeros(12), seconds, talk_s) for talk_s in (180.0, 540.0))
    assert low > 0 > high
    assert 60 * believed(level=low).above().sum() == pytest.approx(180, abs=1)


# --- questions ---------------------------------------------------------------------------------


def test_the_questions_asked_first_are_those_in_the_balance():
    # The first stretch stays and the last goes whatever is answered; those between decide.
    z = np.repeat([4.0, 0.0, 0.0, -4.0], 4)
    apart = tuple(Stretch(4 * at, 4 * at + 3, at) for at in range(4))
    seconds = np.full(16, 60.0)
    belief = believe(z, apart, frozenset(), threshold(z, seconds, 480.0))
    assert set(decisive(belief, seconds, 480.0)[:2]) == {1, 2}
    assert 1 not in decisive(belief, seconds, 480.0, {1})


def test_at_most_five_questions_and_each_answer_takes_one():
    slides, pacing = make_talk(60)
    found = judging.judge(slides, pacing.mean_s, timed=False)
    said = Said()
    for given_before in range(MOST_QUESTIONS + 1):
        asked = found.hear(said, 1800.0).questions({})
        assert len(asked) == MOST_QUESTIONS - given_before
        ids = {question.id for question in asked}
        if asked:
            word = (*BANDS, "skip")[given_before % 4]
            said = said.answering(f"{asked[0].id}={word}", slides, found.asked)
            assert asked[0].id not in {q.id for q in found.hear(said, 1800.0).questions({})}
            back = said.answering(f"{asked[0].id}=none", slides, found.asked)
            assert ids <= {q.id for q in found.hear(back, 1800.0).questions({})} | ids
    assert not said.answering("1-4=none", slides, [(1, 4)]).answers.keys() - said.answers.keys()


def test_needs_are_asked_of_each_point_until_answered():
    slides, pacing = make_talk()
    found = judging.judge(slides, pacing.mean_s, timed=False)
    said = Said().naming(slides["slide_key"].iloc[[9, 20]])
    asked = [q for q in found.hear(said, 700.0).questions({}) if q.kind == "needs"]
    assert [(q.id, q.of) for q in asked] == [("needs:10", 10), ("needs:21", 21)]
    assert all(len(q.slides) == 5 and max(q.slides) < q.of for q in asked)
    assert asked[0].record().keys() == {"id", "kind", "of", "slides"}
    ticked = said.answering(f"needs:10={asked[0].slides[0]}", slides, found.asked)
    none = said.answering("needs:10=none", slides, found.asked)
    place = asked[0].slides[0] - 1
    assert found.hear(ticked, 700.0).worth[place] > found.hear(none, 700.0).worth[place] + 0.3
    left = [q.id for q in found.hear(ticked, 700.0).questions({}) if q.kind == "needs"]
    assert left == ["needs:21"]


def test_the_same_talk_is_judged_the_same():
    one, two = (judge().hear(Said(), 700.0) for _ in range(2))
    assert (one.worth == two.worth).all()
    assert one.questions({}) == two.questions({})


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("5=maybe", "is no answer"),
        ("hello", "is no answer"),
        ("99=drop", "there is no slide 99"),
        ("0=drop", "there is no slide 0"),
        ("needs:3=1", "slide 3 is no point"),
        ("needs:10=12", "slide 12 does not come before 10"),
        ("needs:10=a,b", "write positions"),
        ("needs:10=0", "there is no slide 0"),
    ],
)
def test_what_is_no_answer_is_refused(answer, message):
    slides, pacing = make_talk()
    found = judging.judge(slides, pacing.mean_s, timed=False)
    said = Said((slides["slide_key"].iloc[9],))
    with pytest.raises(PacerError, match=message) as caught:
        said.answering(answer, slides, found.asked)
    assert "\n" not in str(caught.value)


def test_an_answer_that_cuts_a_stretch_in_two_names_the_stretch():
    slides, pacing = make_talk()
    found = judging.judge(slides, pacing.mean_s, timed=False)
    first, last = next(pair for pair in found.asked if pair[1] > pair[0] + 1)
    with pytest.raises(PacerError, match=f"cuts the stretch {first}-{last} in two"):
        Said().answering(f"{first}-{last - 1}=drop", slides, found.asked)
    with pytest.raises(PacerError, match="more than one stretch"):
        Said().answering(f"1-{len(slides)}=drop", slides, found.asked)
    with pytest.raises(PacerError, match="no stretch"):
        Said().answering(f"{last}-{first}=drop", slides, found.asked)


def test_a_single_slide_is_named_by_either_id():
    seconds = [30.0] * 24
    seconds[9] = 400.0
    slides, pacing = make_talk(seconds=seconds)
    found = judging.judge(slides, pacing.mean_s, timed=False)
    one, two = (Said().answering(f"{q}=drop", slides, found.asked) for q in ("10", "10-10"))
    assert one == two


def test_answers_follow_the_stretches_they_still_hold_and_others_are_asked_again():
    slides, pacing = make_talk()
    keys = slides["slide_key"].tolist()
    found = judging.judge(slides, pacing.mean_s, timed=False)
    (a, b), (_, d) = found.asked[:2]
    both = Said(answers={(keys[a - 1], keys[d - 1]): "drop"})
    assert set(found.hear(both, 700.0).answers) == {0, 1}
    stale = Said(answers={(keys[a - 1], keys[b - 2]): "drop", ("gone:x", "gone:y"): "keep"})
    heard = found.hear(stale, 700.0)
    assert not heard.answers
    assert "2 answers no longer belong" in heard.warnings[0]


def test_no_slides_at_all():
    slides, _ = make_talk(3)
    found = judging.judge(slides.iloc[:0], np.zeros(0), timed=True)
    assert found.hear(Said(), 60.0).questions({}) == ()
    assert found.asked == []


def test_hidden_slides_are_never_asked_about():
    found = judge(hidden=[n in (2, 3) for n in range(24)])
    asked = found.hear(Said(), 700.0).questions({})
    assert not {3, 4} & {at for question in asked for at in question.slides}


def test_what_was_said_counts_where_it_is_known():
    slides, pacing = make_talk()
    speech = pd.DataFrame({"slide_key": slides["slide_key"], "slide_said": 0.0})
    one = judging.judge(slides, pacing.mean_s, timed=False, speech=speech)
    two = judging.judge(slides, pacing.mean_s, timed=False)
    assert one.z == pytest.approx(two.z)
