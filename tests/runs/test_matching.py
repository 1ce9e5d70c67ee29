import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.core import frames
from pacer.core.errors import FrameError
from pacer.runs import dwell, load, match, on_slides, save_marks, visits
from pacer.runs.assignment import _exact, _greedy, assign
from tests.runs.editing import EDITS, edit, score, seeded
from tests.runs.making import make_marks, make_slides, save, told

SYLLABLES = (
    "ba ke li mo nu pra sto tri ver wen zo cha den fol gri hem jus kla lor mit nes ong per qui ros"
)


def make_words(n=800):
    rng = seeded("words")
    parts = SYLLABLES.split()
    return ["".join(rng.choices(parts, k=rng.randint(1, 4))) for _ in range(n)]


WORDS = make_words()


def make_old(n=20, *, seed=0, words=25):
    """A deck of slides that share a vocabulary, as those of one talk do."""
    rng = seeded("deck", seed)
    rows = []
    for number in range(n):
        title = f"{rng.choice(WORDS)} {rng.choice(WORDS)}".title()
        body = [" ".join(rng.choices(WORDS, k=6)) for _ in range(words // 6)]
        rows.append((f"id:{256 + number}", title, "\n".join([title, *body])))
    return pd.DataFrame(rows, columns=["slide_key", "title", "text"], dtype="str")


def pairs(matched):
    return dict(zip(matched["old_key"], matched["slide_key"], strict=True))


def deck(**texts):
    """A deck of `key="title / body"`."""
    return pd.DataFrame(
        [(key, text.split(" / ")[0], text.replace(" / ", "\n")) for key, text in texts.items()],
        columns=["slide_key", "title", "text"],
        dtype="str",
    )


PROSE = {
    "log": "Write-ahead log / every change goes to the log before the page / replay after a crash",
    "lease": "Leases / a worker holds a lease for thirty seconds / and renews it while it lives",
    "shard": "Sharding / keys are hashed onto a ring / adding a node moves one part in n",
    "bench": "Benchmarks / twelve thousand writes a second / on three modest machines",
}


def test_an_unedited_deck_matches_itself_by_id():
    old = make_old()
    matched = match(old, old)
    assert pairs(matched) == dict.fromkeys(old["slide_key"]) | {k: k for k in old["slide_key"]}
    assert set(matched["how"]) == {"id"}
    assert matched["certainty"].min() > 0.99


@pytest.mark.parametrize("keys", ["kept", "fresh", "in order"])
@pytest.mark.parametrize("kind", [*EDITS, "all"])
def test_edited_decks_are_matched(kind, keys):
    others = make_old(40, seed=99)
    foreign = list(zip(others["title"], others["text"], strict=True))
    made = right = there = 0
    for seed in range(4):
        old = make_old(seed=seed)
        new, truth = edit(old, kind, seeded(kind, keys, seed), foreign, keys=keys)
        sums = score(match(old, new), old, truth)
        made, right, there = made + sums[0], right + sums[1], there + sums[2]
    assert right / made >= 0.94
    assert right / there >= 0.90


def test_an_id_that_went_to_another_slide_loses():
    old = deck(**{f"id:{n}": text for n, text in enumerate(PROSE.values())})
    new = old.copy()
    new.loc[3, ["title", "text"]] = [
        "Goodbye",
        "Goodbye\nmy address is on the last page\nwe are hiring people",
    ]
    assert pairs(match(old, new)) == {"id:0": "id:0", "id:1": "id:1", "id:2": "id:2"}


def test_ids_dealt_out_anew_are_not_believed():
    old = deck(**{f"id:{n}": text for n, text in enumerate(PROSE.values())})
    new = old.iloc[[2, 0, 3, 1]].assign(slide_key=old["slide_key"].to_numpy())
    matched = match(old, new)
    assert pairs(matched) == {"id:0": "id:1", "id:1": "id:3", "id:2": "id:0", "id:3": "id:2"}
    assert set(matched["how"]) == {"text"}


def test_a_slide_that_says_little_keeps_its_id_whatever_it_says():
    old = deck(a=PROSE["log"], b="Results", c=PROSE["shard"])
    new = deck(a=PROSE["log"], b="What we found", c=PROSE["shard"])
    assert pairs(match(old, new)) == {"a": "a", "b": "b", "c": "c"}


def test_slides_without_text_are_matched_by_their_place():
    old = deck(a=PROSE["log"], b="", c="", d=PROSE["shard"])
    new = deck(w=PROSE["log"], x="", y="", z=PROSE["shard"])
    matched = match(old, new)
    assert pairs(matched) == {"a": "w", "b": "x", "c": "y", "d": "z"}
    assert matched["how"].tolist() == ["text", "order", "order", "text"]
    assert matched["certainty"].iloc[1] < matched["certainty"].iloc[0]


def test_a_slide_said_to_be_gone_does_not_mislead_its_neighbours():
    old = deck(a=PROSE["log"], b="", c="", d="", e=PROSE["shard"])
    new = deck(u="", v=PROSE["log"], w="", x="", z=PROSE["shard"])
    assert pairs(match(old, new, corrections={"b": ""})) == {"a": "v", "c": "w", "d": "x", "e": "z"}


def test_of_slides_with_the_same_text_the_place_decides():
    old = deck(a=PROSE["log"], b="Questions", c=PROSE["shard"], d="Questions", e=PROSE["bench"])
    new = deck(v="Questions", w=PROSE["bench"], x=PROSE["log"], y="Questions", z=PROSE["shard"])
    assert pairs(match(old, new)) == {"a": "x", "b": "y", "c": "z", "d": "v", "e": "w"}


def test_merged_slides_lead_to_the_merged_one():
    old = deck(**PROSE)
    both = f"{PROSE['log']} / {PROSE['lease']}"
    matched = match(old, deck(x=both, y=PROSE["shard"], z=PROSE["bench"]))
    assert pairs(matched) == {"log": "x", "lease": "x", "shard": "y", "bench": "z"}


def test_a_near_copy_that_was_removed_is_gone_and_one_merged_is_not():
    twin = PROSE["log"].replace("crash", "power cut")
    old = deck(one=PROSE["log"], two=twin, three=PROSE["shard"])
    assert pairs(match(old, deck(one=PROSE["log"], three=PROSE["shard"]))) == {
        "one": "one", "three": "three"
    }  # fmt: skip
    assert pairs(match(old, deck(one=f"{PROSE['log']} / {twin}", three=PROSE["shard"]))) == {
        "one": "one", "two": "one", "three": "three"
    }  # fmt: skip


def test_a_long_slide_is_known_by_its_beginning():
    long = " / ".join(f"{WORDS[n % 30]} number {n}" for n in range(200))
    old = deck(a=f"Long / {long}", b=PROSE["log"])
    kept = old.assign(text=old["text"].str[:400])
    assert pairs(match(kept, old.assign(slide_key=["x", "y"]))) == {"a": "x", "b": "y"}


def test_a_correction_wins_and_stays_out_of_the_way():
    old, new = deck(**PROSE), deck(**PROSE)
    matched = match(
        old, new, corrections={"log": "bench", "lease": "", "gone": "log", "shard": "none"}
    )
    # The slide whose words stand there as well was merged with it.
    assert pairs(matched) == {"log": "bench", "shard": "shard", "bench": "bench"}
    assert matched["how"].tolist() == ["chosen", "id", "text"]
    assert matched["certainty"].iloc[0] == 1


@pytest.mark.parametrize("old", [make_old(0), make_old(3)])
@pytest.mark.parametrize("new", [make_old(0), make_old(3, seed=1)])
def test_decks_without_slides_or_likeness_match_nothing(old, new):
    matched = match(old, new.assign(slide_key="other" + new["slide_key"]))
    assert list(matched) == ["old_key", "slide_key", "how", "certainty"]
    assert len(matched) == 0
    assert matched.dtypes.astype(str).tolist() == ["str", "str", "str", "float64"]


def test_a_frame_without_text_is_refused():
    with pytest.raises(FrameError, match="slides lacks text"):
        match(make_old(2), make_old(2).drop(columns="text"))


def test_other_scripts_and_odd_text():
    old = deck(
        a="概要 / 発表の練習について",
        b="まとめ / 結論と今後の課題",
        c="x\u2028y / a line apart",
    )
    new = old.iloc[::-1].assign(slide_key=list("xyz"))
    assert pairs(match(old, new)) == {"a": "z", "b": "y", "c": "x"}


@settings(max_examples=60)
@given(st.data())
def test_every_old_slide_leads_to_one_slide_of_the_new_deck(data):
    text = st.text("ab \n", max_size=12)
    made = [
        pd.DataFrame(
            [
                (f"k{number}", title, f"{title}\n{body}")
                for number, (title, body) in enumerate(rows)
            ],
            columns=["slide_key", "title", "text"],
            dtype="str",
        )
        for rows in data.draw(st.tuples(*[st.lists(st.tuples(text, text), max_size=7)] * 2))
    ]
    matched = match(*made)
    assert matched["old_key"].is_unique
    assert set(matched["old_key"]) <= set(made[0]["slide_key"])
    assert set(matched["slide_key"]) <= set(made[1]["slide_key"])
    assert matched["certainty"].between(0, 1).all()


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_assignment_is_the_best_there_is(n, m, rng):
    score = np.array([[rng.randint(0, 9) / 10 for _ in range(m)] for _ in range(n)])
    got = sum(score[pair] for pair in _exact(score))
    wide = score if n <= m else score.T
    best = max(
        sum(wide[row, column] for row, column in enumerate(columns))
        for columns in itertools.permutations(range(wide.shape[1]), len(wide))
    )
    assert got == pytest.approx(best)
    assert sum(score[pair] for pair in assign(score)) == pytest.approx(best)
    greedy = _greedy(score)
    assert len({row for row, _ in greedy}) == len({column for _, column in greedy}) == min(n, m)


# --- runs on an edited deck ---------------------------------------------------------------


def test_visits_come_under_todays_keys_and_times_of_slides_gone_are_kept(tmp_path):
    save(tmp_path, "0 start id:256, 10 slide id:257, 30 slide id:258, 60 stop", run_id="r")
    loaded = load(tmp_path)
    slides = make_slides("C A D").assign(slide_key=["new", "id:256", "id:259"])
    made = on_slides(visits(loaded.marks), loaded, slides)
    assert told(made) == "id:256 0-10 gone:id:257 10-30 new 30-60"
    assert made["recorded_key"].tolist() == ["id:256", "id:257", "id:258"]
    assert (made["how"] == ["id", "", "text"]).all()
    assert (made["certainty"] > 0).tolist() == [True, False, True]
    assert dwell(made)["dwell_s"].sum() == 60
    assert list(made)[: len(frames.VISITS.columns)] == list(frames.VISITS.columns)


def test_each_revision_is_matched_by_itself(tmp_path):
    save(tmp_path, "0 start id:256, 10 slide id:257, 30 stop", run_id="old", deck_digest="one")
    other = make_slides("D C B A")

    save_marks(tmp_path, other, make_marks("0 start id:256, 20 slide id:257, 30 stop"),
               deck_digest="two", run_id="new")  # fmt: skip
    loaded = load(tmp_path)
    made = on_slides(visits(loaded.marks), loaded, make_slides()).set_index("run_id")
    assert made.loc["old", "slide_key"].tolist() == ["id:256", "id:257"]
    assert made.loc["new", "slide_key"].tolist() == ["id:259", "id:258"]


def test_a_match_can_be_corrected(tmp_path):
    save(tmp_path, "0 start id:256, 10 slide id:257, 30 stop")
    loaded = load(tmp_path)
    made = on_slides(
        visits(loaded.marks),
        loaded,
        make_slides(),
        corrections={"d1": {"id:256": "id:259", "id:257": ""}},
    )
    assert made["slide_key"].tolist() == ["id:259", "gone:id:257"]


def test_a_key_that_no_deck_knows_is_gone(tmp_path):
    save(tmp_path, "0 start title:Intro, 10 slide id:256, 30 stop")
    loaded = load(tmp_path)
    assert on_slides(visits(loaded.marks), loaded, make_slides())["slide_key"].tolist() == [
        "gone:title:Intro", "id:256"
    ]  # fmt: skip


def test_runs_of_another_talk_are_set_aside_where_the_deck_is_known(tmp_path):
    save(tmp_path, "0 start id:256, 10 slide id:257, 30 stop", run_id="mine")
    own = make_old(8)

    save_marks(tmp_path, own, make_marks("0 start id:256, 20 slide id:257, 30 stop"),
               deck_digest="theirs", run_id="theirs")  # fmt: skip
    assert len(load(tmp_path).runs) == 2
    loaded = load(tmp_path, make_slides())
    assert loaded.runs["run_id"].tolist() == ["mine"]
    (problem,) = loaded.problems
    assert "another talk" in problem
    assert own["title"].iloc[0] in problem
    assert load(tmp_path, own).runs["run_id"].tolist() == ["theirs"]


def test_a_run_without_a_slide_of_todays_is_all_gone(tmp_path):
    save(tmp_path, "0 start title:Intro, 10 slide title:Outro, 30 stop")
    loaded = load(tmp_path)
    made = on_slides(visits(loaded.marks), loaded, make_slides())
    assert made["slide_key"].tolist() == ["gone:title:Intro", "gone:title:Outro"]


def test_no_visits_stay_none(tmp_path):
    loaded = load(tmp_path)
    made = on_slides(visits(loaded.marks), loaded, make_slides())
    assert made.empty
    assert list(made)[:3] == ["run_id", "visit", "slide_key"]
