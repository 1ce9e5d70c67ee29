from hypothesis import given
from hypothesis import strategies as st

from pacer.core import text


@given(st.text(max_size=300))
def test_tidy_text_is_printable_and_stays_tidy(raw):
    made = text.tidy(raw)
    assert all(character.isprintable() or character in "\n" or not character.isascii()
               for character in made)  # fmt: skip
    assert "\x1b" not in made
    assert text.tidy(made) == made


@given(st.text(max_size=300), st.integers(2, 50))
def test_a_line_is_one_line_within_its_bound(raw, limit):
    made = text.line(raw, limit=limit)
    assert "\n" not in made
    assert len(made) <= limit


def test_bounds_hold_for_enormous_text():
    assert len(text.tidy("x" * 10_000_000)) == 100_000
