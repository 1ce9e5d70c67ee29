import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.core.errors import PacerError
from pacer.planning import choices, solve
from pacer.planning.choices import Choices
from tests.planning.stand_in import make_slides
from tests.planning.test_solve import make_deck

KEYS = [f"id:{256 + i}" for i in range(8)]
keys = st.sampled_from(KEYS)
seconds = st.floats(0, 3600, allow_nan=False)
made = st.builds(
    Choices,
    locked=st.frozensets(keys),
    values=st.dictionaries(keys, seconds),
    targets=st.dictionaries(keys, seconds),
    actions=st.dictionaries(
        keys,
        st.sampled_from(["keep", "cut", "merge", "trim"]) | st.tuples(st.just("trim"), seconds),
    ),
    prerequisites=st.dictionaries(st.tuples(keys, keys), st.booleans()),
    struck=st.dictionaries(keys, st.lists(st.sampled_from(["So.", "Why?"])).map(tuple)),
    extra=st.dictionaries(st.sampled_from(["mood", "theme"]), st.text(max_size=5)),
)


@settings(deadline=None, max_examples=40)
@given(made)
def test_what_is_saved_is_loaded(tmp_path_factory, chosen):
    folder = tmp_path_factory.mktemp("talk") / "talk.pacer"
    choices.save(chosen, folder)
    assert choices.load(folder) == chosen
    assert [path.name for path in folder.iterdir()] == ["choices.json"]


def test_none_have_been_made(tmp_path):
    assert choices.load(tmp_path / "none.pacer") == Choices()


def test_fields_of_other_versions_are_kept(tmp_path):
    (tmp_path / "choices.json").write_text(
        json.dumps(
            {
                "pacer": "choices",
                "version": 1,
                "colour": "green",
                "variants": {"short": {"talk_s": 60, "p": 0.9, "plan": [], "by": "me"}},
            }
        )
    )
    choices.save(choices.load(tmp_path), tmp_path)
    raw = json.loads((tmp_path / "choices.json").read_text())
    assert raw["colour"] == "green"
    assert raw["variants"]["short"]["by"] == "me"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"pacer": "choices", "version": 2}', "newer pacer .version 2"),
        ('{"pacer": "choices"}', "newer pacer"),
        ("[1, 2]", "holds no choices"),
        ("{", "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"pacer": "choices", "version": 1, "values": {"a": "much"}}', "damaged"),
        ('{"pacer": "choices", "version": 1, "values": {"a": -1}}', "damaged"),
        ('{"pacer": "choices", "version": 1, "values": [1]}', "damaged"),
        ('{"pacer": "choices", "version": 1, "actions": {"a": "explode"}}', "damaged"),
        ('{"pacer": "choices", "version": 1, "prerequisites": [["a"]]}', "damaged"),
        ('{"pacer": "choices", "version": 1, "slides": [{"title": "no key"}]}', "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, text, message):
    (tmp_path / "choices.json").write_text(text)
    with pytest.raises(PacerError, match=message) as caught:
        choices.load(tmp_path)
    assert str(caught.value).startswith("choices.json: ")
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PacerError, match="cannot be written"):
        choices.save(Choices(), tmp_path / "file")


def test_choices_change_a_copy_of_the_slides():
    slides, _ = make_deck(32, 8, target_s=[30.0] + [float("nan")] * 7)
    before = slides.copy()
    chosen = Choices(
        locked=frozenset({KEYS[1], "id:gone"}), values={KEYS[2]: 2.0}, targets={KEYS[3]: 0.0}
    )
    after = chosen.on(slides)
    assert slides.equals(before)
    assert after["locked"].tolist() == [i == 1 for i in range(8)]
    assert after["value"].tolist() == [1, 1, 2, 1, 1, 1, 1, 1]
    # A target of zero seconds is one, and the deck's own stays where none was chosen.
    assert after["target_s"].dropna().tolist() == [30.0, 0.0]


def test_decisions_on_slides_that_are_gone_are_remembered_and_not_used():
    slides, pacing = make_deck(33, 6)
    chosen = Choices(
        locked=frozenset({KEYS[0]}),
        actions={"id:gone": "cut", KEYS[0]: "cut", KEYS[1]: "cut"},
        prerequisites={(KEYS[2], "id:gone"): True, (KEYS[3], KEYS[2]): True},
    )
    given_to = chosen.for_plan(slides)
    assert given_to == {
        "actions": {KEYS[1]: "cut"},
        "prerequisites": {(KEYS[3], KEYS[2]): True},
    }
    plan = solve(chosen.on(slides), pacing, 1e4, **given_to)
    assert plan.frame["action"].tolist() == ["keep", "cut", "keep", "keep", "keep", "keep"]


def test_decisions_follow_slides_to_their_new_keys():
    chosen = Choices(
        locked=frozenset({"a"}),
        actions={"b": "cut"},
        prerequisites={("b", "a"): True},
        struck={"b": ("So.",)},
    )
    moved = chosen.renamed({"a": "A", "b": "B"})
    assert moved.locked == {"A"}
    assert moved.actions == {"B": "cut"}
    assert moved.prerequisites == {("B", "A"): True}
    assert moved.struck == {"B": ("So.",)}
    assert moved.named() == {"A", "B"}


def test_an_edited_deck_keeps_its_decisions_and_names_what_it_lost(tmp_path):
    slides, _ = make_slides([f"Title {i}\nwords of slide {i} and {i * 7}" for i in range(6)])
    chosen = Choices(actions={KEYS[1]: "cut", KEYS[4]: "keep"})
    choices.save(chosen, tmp_path, slides=slides, digest="then")
    # Every key is dealt anew, as in a PDF whose pages were touched, and a slide is gone.
    edited = slides.drop(index=4).assign(slide_key=[f"p:{i}" for i in range(5)])
    now = choices.rekeyed(choices.load(tmp_path), edited, "now")
    assert now.actions == {"p:1": "cut", f"gone:{KEYS[4]}": "keep"}
    (lost,) = now.lost()
    assert slides["title"].iloc[4] in lost
    assert "the slide is gone" in lost
    # What is kept on the edited deck still knows the slide that is gone: it may come back.
    choices.save(now, tmp_path, slides=edited, digest="now")
    back = choices.rekeyed(choices.load(tmp_path), slides, "then")
    assert back.actions == chosen.actions
    assert back.lost() == ()


def test_two_rooms_that_decide_at_once_both_decided():
    base = Choices(locked=frozenset({"x"}), actions={"a": "cut", "b": "keep"}, values={"a": 2.0})
    one = Choices(locked=frozenset({"x"}), actions={"b": "keep", "c": "cut"}, values={"a": 2.0})
    other = Choices(locked=frozenset(), actions={"a": "cut", "b": "cut"}, values={})
    both = choices.merged(choices.merged(base, base, one), base, other)
    assert both.actions == {"b": "cut", "c": "cut"}
    assert both.locked == frozenset()
    assert both.values == {}
