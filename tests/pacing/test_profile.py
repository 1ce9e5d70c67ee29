import json
import os
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.core.errors import PacerError
from pacer.pacing import Profile, fit, learn
from pacer.pacing.posterior import STRANGER
from pacer.pacing.profile_store import VERSION, folder, load, name_of, save, speaker, teach
from tests.pacing.talks import make_runs, make_slides

NOTES = [130, 90, 190, 160, 70, 100]


def talk(words_a_minute=100, factors=(1.02, 1.0, 0.98), kinds=None):
    """SLIDES, DWELL and RUNS of someone who says the notes at so many words a minute."""
    slides = make_slides(NOTES)
    runs = [[60 * words / words_a_minute * factor for words in NOTES] for factor in factors]
    return slides, *make_runs(slides, runs, kinds=kinds)


def record_file(place):
    (found,) = (place / "talks").glob("*.json")
    return found


@pytest.fixture
def kept(tmp_path):
    save(tmp_path, "one", learn(*talk()))
    return tmp_path


# --- what it learns ------------------------------------------------------------------------


def test_a_new_talk_goes_at_the_speakers_own_words_a_minute():
    one = learn(*talk(100))
    few, many = (Profile({str(number): one for number in range(n)}) for n in (1, 6))
    assert 100 < many.wpm < few.wpm < Profile().wpm
    slides, *_ = talk()
    found = fit(slides, *make_runs(slides, []), profile=many)
    assert found.estimates()["basis"][0] == f"notes at your {many.wpm:.0f} wpm"
    assert found.total().quantile(0.5) == pytest.approx(sum(NOTES) * 60 / 100, rel=0.1)


def test_a_profile_narrows_a_first_forecast():
    slides, *_ = talk()
    none = make_runs(slides, [])
    profile = Profile()
    for number in range(3):
        profile = profile.with_talk(str(number), learn(*talk(110)))

    def width(total):
        low, high = total.interval()
        return (high - low) / total.quantile(0.5)

    stranger, known = fit(slides, *none).total(), fit(slides, *none, profile=profile).total()
    assert width(known) < 0.8 * width(stranger)


def test_erratic_speakers_are_given_more_room_after_one_run():
    steady = learn(*talk(factors=(1.01, 1.0, 0.99, 1.0)))
    erratic = learn(*talk(factors=(1.25, 0.9, 1.15, 0.85)))
    slides, dwell, runs = talk(factors=(1.0,))

    def width(one):
        low, high = fit(slides, dwell, runs, profile=Profile({"x": one})).total().interval()
        return high - low

    assert width(erratic) > 1.3 * width(steady)


def test_a_practice_trend_is_carried_to_the_next_talk():
    learned = [learn(*talk(factors=[0.93**j for j in range(5)])) for _ in range(3)]
    profile = Profile({str(number): one for number, one in enumerate(learned)})
    assert profile.speaker().trend < Profile().speaker().trend


def test_deliveries_count_once_one_was_seen():
    kinds = ["rehearsal", "rehearsal", "delivery"]
    slow = Profile({"a": learn(*talk(factors=(1, 1, 1.2), kinds=kinds))}).speaker()
    assert slow.delivered
    assert slow.delivery > 0.02
    assert not Profile({"a": learn(*talk())}).speaker().delivered


def test_a_stranger_has_no_habits():
    assert Profile().speaker() == STRANGER
    assert not Profile().knows_wpm
    assert "Nothing is known" in str(Profile())


def test_the_order_of_talks_does_not_matter():
    one, other = learn(*talk(100)), learn(*talk(140))
    ahead = Profile({"a": one, "b": other}).speaker()
    back = Profile({"b": other, "a": one}).speaker()
    assert ahead.level_sd == pytest.approx(back.level_sd)
    assert ahead.omega == pytest.approx(back.omega)


def test_a_talk_learned_anew_replaces_what_it_said():
    one = learn(*talk(100))
    again = Profile().with_talk("a", one).with_talk("a", one)
    assert again == Profile({"a": one})
    assert again.but("a") == Profile()


def test_it_prints_as_a_speaker_would_say_it():
    kinds = ["rehearsal", "rehearsal", "delivery"]
    said = str(Profile({"a": learn(*talk(100, kinds=kinds))}))
    assert "3 runs of 1 talk" in said
    assert "words of notes a minute" in said
    assert "% a run" in said
    assert "on rehearsals" in said


# --- on disk ---------------------------------------------------------------------------------


def test_what_is_saved_is_loaded(tmp_path):
    one, other = learn(*talk(100)), learn(*talk(140))
    save(tmp_path, "one", one)
    save(tmp_path, "other", other)
    assert load(tmp_path) == Profile({name_of("one"): one, name_of("other"): other})


def test_it_is_plain_json_without_a_word_of_the_talk(kept):
    text = record_file(kept).read_text(encoding="utf-8")
    held = json.loads(text)
    assert held["version"] == VERSION
    assert held["talk"] == name_of("one")
    assert "Slide" not in text
    assert "word" not in text


def test_no_folder_is_a_stranger_and_is_not_made(tmp_path):
    place = tmp_path / "none"
    assert load(place) == Profile() == load(None)
    assert save(None, "one", learn(*talk())) is None
    assert not place.exists()


BROKEN = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "deep": "[" * 50_000,
    "no numbers": '{"level": ["a", 1]}',
    "too many": '{"level": [1, 2, 3]}',
    "too wide": '{"level": [1e9, 1]}',
    "below nothing": '{"level": [0, -1]}',
    "not a number": '{"trend": [NaN, 1]}',
    "endless": '{"runs": 1e999}',
    "a grid of another size": '{"omega": [0, 0]}',
    "beyond": '{"omega": [1e300, 0, 0, 0, 0]}',
    "minus runs": '{"runs": -1}',
    "runs as words": '{"runs": "many"}',
    "an older pacer's": '{"version": 0}',
    "a newer pacer's": '{"version": 99}',
    "much too large": '{"talk": "' + "x" * 200_000 + '"}',
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_record_that_cannot_be_read_is_one_line_and_stays(kept, how):
    path = record_file(kept)
    try:
        change = json.loads(BROKEN[how])
        merged = json.loads(path.read_text(encoding="utf-8")) | change
        text = json.dumps(merged) if isinstance(change, dict) else BROKEN[how]
    except (ValueError, RecursionError, TypeError):
        text = BROKEN[how]
    path.write_text(text, encoding="utf-8")
    other = learn(*talk(140))
    save(kept, "other", other)
    found = load(kept)
    assert found.talks == {name_of("other"): other}
    (problem,) = found.problems
    assert problem.startswith(path.name)
    assert "left out of your profile" in problem
    assert "\n" not in problem
    assert path.read_text(encoding="utf-8") == text
    assert fit(*talk(), profile=found).warnings == (problem,)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=8,
)
PLAIN = learn(*talk(factors=(1.0,)))


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(["level", "trend", "omega", "runs", "talk"]), VALUES))
def test_no_record_crashes_a_reader(tmp_path_factory, change):
    place = tmp_path_factory.getbasetemp() / "profile"
    path = save(place, "one", PLAIN)
    held = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(held | change), encoding="utf-8")
    found = load(place)
    assert len(found.talks) + len(found.problems) == 1
    assert np.isfinite([found.speaker().level_sd, found.speaker().trend, found.wpm]).all()


def test_a_newer_pacers_record_is_never_written_over(kept):
    path = record_file(kept)
    newer = json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"version": VERSION + 1})
    path.write_text(newer, encoding="utf-8")
    with pytest.raises(PacerError, match="a newer pacer wrote it"):
        save(kept, "one", learn(*talk()))
    assert path.read_text(encoding="utf-8") == newer


@pytest.mark.skipif(sys.platform == "win32", reason="folders are locked otherwise there")
def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    place = tmp_path / "file"
    place.write_text("not a folder", encoding="utf-8")
    with pytest.raises(PacerError, match="set PACER_PROFILE to another folder, or to off"):
        save(place, "one", learn(*talk()))
    assert load(place) == Profile()
    assert "cannot be written" in teach(place, *talk())
    assert speaker(place, *talk()[1:]) == Profile()


def test_a_record_is_whole_or_not_there(kept):
    save(kept, "one", learn(*talk(140)))
    assert [path.suffix for path in (kept / "talks").iterdir()] == [".json"]


@pytest.mark.parametrize("off", ["off", "OFF", "0", "no", "none", " off "])
def test_it_can_be_switched_off(monkeypatch, off):
    monkeypatch.setenv("PACER_PROFILE", off)
    assert folder() is None


def test_it_lies_where_one_says_or_where_settings_lie(monkeypatch, tmp_path):
    monkeypatch.setenv("PACER_PROFILE", str(tmp_path))
    assert folder() == tmp_path
    monkeypatch.delenv("PACER_PROFILE")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "settings"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder().name == "pacer"
    assert os.path.commonpath([folder(), tmp_path]) == str(tmp_path)


# --- a talk's own way ----------------------------------------------------------------------


def test_a_talk_is_learned_but_never_told_to_itself(tmp_path):
    for _ in range(2):
        assert teach(tmp_path, *talk(100)) == ""
        assert speaker(tmp_path, *talk(100)[1:]) == Profile()
    assert len(load(tmp_path).talks) == 1


def test_other_talks_are_told(tmp_path):
    save(tmp_path, "another", learn(*talk(100)))
    assert teach(tmp_path, *talk(140)) == ""
    known = speaker(tmp_path, *talk(140)[1:])
    assert list(known.talks) == [name_of("another")]
    assert len(load(tmp_path).talks) == 2


def test_nothing_is_written_without_runs_or_by_asking(tmp_path):
    slides, *_ = talk()
    teach(tmp_path, slides, *make_runs(slides, []))
    speaker(tmp_path, *talk()[1:])
    assert list(tmp_path.iterdir()) == []


def test_a_stranger_keeps_nothing():
    assert teach(None, *talk()) == ""
    assert speaker(None, *talk()[1:]) == Profile()
