import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.core.errors import PacerError, SlotTooShort
from pacer.planning import nest, solve
from pacer.results.plan import NestedPlans, Plan
from tests.planning.stand_in import make_slides
from tests.planning.test_solve import decks, make_deck

RANK = {"keep": 0, "trim": 1, "merge": 2, "cut": 3}


@settings(deadline=None, max_examples=12)
@given(decks, st.lists(st.floats(0.35, 1.2), min_size=2, max_size=4))
def test_what_is_cut_for_one_slot_stays_cut_for_a_shorter_one(deck, shares):
    slides, pacing = deck
    try:
        nested = nest(slides, pacing, [share * pacing.mean_s.sum() for share in shares])
    except SlotTooShort:
        return
    for longer, shorter in zip(nested.plans, nested.plans[1:], strict=False):
        assert longer.talk_s > shorter.talk_s
        assert shorter.p_fits >= 0.9
        assert (shorter.scale.to_numpy() <= longer.scale.to_numpy() + 1e-9).all()
        ranks = [plan.frame["action"].map(RANK) for plan in (longer, shorter)]
        assert (ranks[0] <= ranks[1]).all()


def test_nesting_costs_little():
    slides, pacing = make_deck(11, 40)
    talks_s = [share * pacing.mean_s.sum() for share in (0.8, 0.55, 0.35)]
    nested = nest(slides, pacing, talks_s)
    alone = sum(solve(slides, pacing, talk_s).worth for talk_s in talks_s)
    assert sum(plan.worth for plan in nested.plans) >= 0.99 * alone
    assert nested.gap < 0.01


def test_where_the_saving_comes_from_adds_up():
    slides, pacing = make_deck(12, 30, notes_words=[100] * 30)
    nested = NestedPlans.of(nest(slides, pacing, [2000.0, 1200.0, 800.0]))
    whole = pacing.mean_s.sum()
    frame = nested.frame
    saved = frame[["cut_s", "trim_s", "merge_s", "faster_s"]].sum(axis=1)
    assert (frame["planned_s"] + saved).tolist() == pytest.approx([whole] * len(frame))
    assert (frame["faster_s"] == 0).all()
    assert frame["wpm"].notna().all()
    assert nested[1200.0].talk_s == 1200.0
    assert "1200" not in repr(nested)
    assert "20:00" in repr(nested)
    with pytest.raises(KeyError, match="no plan for 0:07"):
        nested[7.0]


def test_speaking_faster_is_asked_for_and_capped():
    slides, pacing = make_slides([f"Slide {i}\nwords {i}" for i in range(20)], [60.0] * 20)
    whole = pacing.total().quantile(0.9)
    # A little faster is enough, and no more than enough is taken.
    little = solve(slides, pacing, whole * 0.97, faster=0.1)
    assert set(little.frame["action"]) == {"keep"}
    assert 0.02 * 1200 < little.savings["faster"] < 0.06 * 1200
    assert little.p_fits >= 0.9
    assert "faster" in repr(Plan.of(little))
    much = solve(slides, pacing, whole * 0.5, faster=0.1)
    assert much.savings["cut"] > 0
    kept = much.frame[much.frame["action"] == "keep"]
    assert (kept["budget_s"] / kept["estimate_s"]).min() >= 1 / 1.1 - 1e-9
    assert much.worth >= solve(slides, pacing, whole * 0.5).worth


def test_media_keep_their_length_when_the_speaker_is_faster():
    slides, pacing = make_slides(
        [f"Slide {i}\nwords" for i in range(5)], [60.0] * 5, media_s=[60.0, 0, 0, 0, 0]
    )
    plan = solve(slides, pacing, pacing.total().quantile(0.9) * 0.97, faster=0.2)
    assert plan.frame["budget_s"].iloc[0] == pytest.approx(60.0)
    assert plan.frame["budget_s"].iloc[1] < 60.0


@pytest.mark.parametrize(
    ("talks_s", "faster", "message"),
    [
        ([], 0.0, "no slot"),
        ([100.0 + i for i in range(13)], 0.0, "too many"),
        ([300.0], 0.9, "faster is 0.9"),
    ],
)
def test_what_cannot_be_nested(talks_s, faster, message):
    slides, pacing = make_deck(13, 6)
    with pytest.raises(PacerError, match=message):
        nest(slides, pacing, talks_s, faster=faster)


def test_a_slot_too_short_among_others():
    slides, pacing = make_deck(14, 6)
    with pytest.raises(SlotTooShort, match="nothing fits 0:02"):
        nest(slides, pacing, [400.0, 2.0])
