"""Too short is a miss as well: what a pace says of a talk that does not fill its slot."""

import pytest

import pacer
from pacer import sample
from pacer.core.errors import PacerError


@pytest.fixture
def talk(tmp_path, monkeypatch):
    monkeypatch.setenv("PACER_PROFILE", "off")
    return lambda slot, **how: pacer.open(sample.copy(tmp_path, "short-talk.pptx"), slot, **how)


def test_a_talk_minutes_short_of_its_slot_says_so(talk):
    pace = talk("20:00").pace()
    short_s = 1200 - pace.total.quantile(0.5)
    said = [one for one in pace.document().sentences if "short of the slot" in one]
    minutes, seconds = divmod(round(short_s), 60)
    assert said == [
        f"It is {minutes}:{seconds:02} short of the slot: a miss, too, where a talk must fill it."
    ]
    assert not any("too long" in one for one in pace.document().sentences)


def test_questions_are_part_of_the_slot(talk):
    whole, kept = talk("20:00").pace(), talk("22:00", questions="2:00").pace()
    assert whole.document().sentences == kept.document().sentences


def test_a_talk_that_about_fills_its_slot_is_not_called_short(talk):
    pace = talk("9:00").pace()
    assert 480 < pace.total.quantile(0.5) < 540
    assert not any("short of" in one for one in pace.document().sentences)


def test_the_chance_of_lying_between_the_least_time_and_the_slot(talk):
    pace = talk("10:00").pace(at_least="8:00")
    assert pace.p_between == pytest.approx(pace.total.p_within(600) - pace.total.p_within(480))
    assert pace.p_short == pytest.approx(pace.total.p_within(480))
    assert 0 < pace.p_between < pace.p_fits
    facts = pace.facts()
    assert (facts["at_least_s"], facts["p_between"]) == (480.0, pace.p_between)
    (said,) = [one for one in pace.document().sentences if "between" in one]
    assert said.startswith("Chance of ending between 8:00 and 10:00: ")
    assert talk("10:00").pace().facts()["p_between"] is None


def test_without_a_slot_the_least_time_stands_alone(talk):
    pace = talk(None).pace(at_least="8:00")
    assert pace.p_between == pytest.approx(1 - pace.total.p_within(480))
    assert any("Chance of ending after 8:00: " in one for one in pace.document().sentences)


def test_a_talk_under_its_least_time_says_by_how_much(talk):
    pace = talk("20:00").pace(at_least="18:00")
    said = " ".join(pace.document().sentences)
    assert "short of the least." in said
    assert "a miss, too" not in said  # it was said what the least is


@pytest.mark.parametrize(
    ("least", "why"), [("10:00", "leaves nothing of 10:00"), ("8", "could be minutes")]
)
def test_a_least_time_that_cannot_be_meant_is_refused(talk, least, why):
    with pytest.raises(PacerError, match=why):
        talk("10:00").pace(at_least=least)


def test_a_plan_in_which_all_fits_says_how_short_it_is(talk):
    plan = talk("20:00").plan()
    (said,) = [one for one in plan.document().sentences if "short of the slot" in one]
    assert said.endswith("a miss, too, where a talk must fill it.")
    assert not any("short of the slot" in one for one in talk("4:00").plan().document().sentences)
