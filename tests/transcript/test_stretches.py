from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pacer.transcript.stretches import LONGEST_S, cut


@st.composite
def sounds(draw):
    """Pauses in order, the sound's length, and changes of slide."""
    edges, at = [], 0.0
    for _ in range(draw(st.integers(0, 30))):
        start = at + draw(st.floats(0, 40))
        at = start + draw(st.floats(0.3, 70))
        edges.append((start, at))
    length_s = at + draw(st.floats(0.1, 90))
    return edges, length_s, draw(st.lists(st.floats(0, length_s), max_size=20))


@given(sounds())
def test_stretches_hold_all_and_none_is_longer_than_the_engine_hears(sound):
    pauses, length_s, changes = sound
    made = cut(pauses, length_s, changes)
    assert made[0].from_s == 0
    assert abs(made[-1].to_s - length_s) < 0.01
    for each in made:
        assert each.end_s - each.start_s <= 30
        assert each.start_s <= each.from_s < each.to_s <= each.end_s
    for before, after in pairwise(made):
        assert before.to_s == after.from_s


@given(sounds())
def test_a_cut_lies_in_a_pause_wherever_there_is_one_to_cut_at(sound):
    pauses, length_s, changes = sound
    for each in cut(pauses, length_s, changes)[:-1]:
        middles = [(a + b) / 2 for a, b in pauses]
        reach = [m for m in middles if each.from_s + 0.01 < m <= each.from_s + LONGEST_S - 1]
        if reach:
            assert min(abs(each.to_s - m) for m in reach) < 0.01


def test_a_change_of_slide_is_the_place_to_cut():
    pauses = [(10, 10.5), (18, 18.5), (24, 24.5)]
    assert cut(pauses, 40)[0].to_s == 24.25
    assert cut(pauses, 40, changes=[18.6])[0].to_s == 18.25


def test_where_nobody_pauses_both_sides_of_a_cut_hear_the_word():
    first, second, *_ = cut([], 70)
    assert first.to_s == second.from_s
    assert first.end_s - second.start_s == 2


def test_a_sound_without_length_has_no_stretch():
    assert cut([], 0.0) == []
