import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.planning import build_ladder, look_up, solve
from pacer.planning.problem import pose
from pacer.planning.score import Score, scales
from tests.planning.stand_in import make_slides
from tests.planning.test_solve import decks, make_deck


@settings(deadline=None, max_examples=8)
@given(decks, st.lists(st.floats(0.1, 1.3), min_size=1, max_size=5))
def test_every_plan_on_the_ladder_fits_and_holds_the_shorter_ones(deck, shares):
    slides, pacing = deck
    tables = build_ladder(slides, pacing, rungs=3)
    score = Score(pose(slides, pacing))
    longer = None
    for share in sorted(shares, reverse=True):
        talk_s = share * pacing.mean_s.sum()
        levels = look_up(tables, talk_s)
        if levels is None:
            continue
        chosen = score.chosen(np.array(levels))
        assert pacing.total(scales(score.problem, chosen)).p_within(talk_s) >= 0.9 - 1e-3
        assert longer is None or all(a <= b for a, b in zip(longer, levels, strict=True))
        longer = levels


def test_the_top_of_the_ladder_is_the_whole_talk():
    slides, pacing = make_deck(21, 20)
    tables = build_ladder(slides, pacing)
    assert look_up(tables, 1e6) == [0] * 20
    assert look_up(tables, 1.0) is None


def test_a_named_slot_gets_its_exact_plan():
    slides, pacing = make_deck(22, 25)
    talk_s = 0.5 * pacing.mean_s.sum()
    tables = build_ladder(slides, pacing, [talk_s], rungs=0)
    score = Score(pose(slides, pacing))
    worth = score.worth(np.array(look_up(tables, talk_s)))
    assert worth == pytest.approx(solve(slides, pacing, talk_s).worth, rel=1e-3)
    assert tables["exact_s"] == [pytest.approx(talk_s, abs=1e-3)]


def test_between_exact_plans_little_is_lost():
    slides, pacing = make_deck(23, 40)
    tables = build_ladder(slides, pacing)
    score = Score(pose(slides, pacing))
    for share in (0.35, 0.5, 0.65, 0.8):
        talk_s = share * pacing.mean_s.sum()
        worth = score.worth(np.array(look_up(tables, talk_s)))
        assert worth >= 0.95 * solve(slides, pacing, talk_s).worth


def test_tables_are_plain_and_know_the_speakers_decisions():
    slides, pacing = make_deck(24, 12, hidden=[i == 3 for i in range(12)])
    keys = slides["slide_key"].tolist()
    tables = build_ladder(
        slides,
        pacing,
        actions={keys[5]: "cut", keys[6]: "keep"},
        prerequisites=[(keys[8], keys[7])],
    )
    assert json.loads(json.dumps(tables, allow_nan=False)) == tables
    place = {key: i for i, key in enumerate(tables["slide_keys"])}
    assert keys[3] not in place
    for talk_s in (100.0, 300.0, 1e6):
        levels = look_up(tables, talk_s)
        if levels is None:
            continue
        cut = [len(options) for options in tables["options"]]
        assert levels[place[keys[5]]] == cut[place[keys[5]]] == 0
        assert levels[place[keys[6]]] == 0 < cut[place[keys[6]]]
        stays = [level < end for level, end in zip(levels, cut, strict=True)]
        assert stays[place[keys[7]]] or not stays[place[keys[8]]]


def test_a_talk_that_cannot_be_shortened_has_a_ladder_of_no_steps():
    slides, pacing = make_slides(["One\na", "Two\nb"], [60.0, 60.0], locked=[True, True])
    tables = build_ladder(slides, pacing)
    assert tables["steps"] == []
    assert tables["start"] == [0, 0]
