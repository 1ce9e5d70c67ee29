"""The sample talks are what their README promises, and building them gives the same files."""

import csv
import io
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from pptx import Presentation

from pacer import deck, pacing, runs
from pacer.core import clock
from pacer.runs.importers import import_file
from sample_decks import make, rehearse

HERE = Path(make.__file__).parent
TALKS = tuple(make.AUTHORS)


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample_decks")
    for name in TALKS:
        make.make(name, folder)
    return folder


@pytest.fixture(scope="module")
def storage():
    return deck.read(HERE / "storage-talk.pptx").slides


@pytest.fixture(scope="module")
def storage_20():
    return deck.read(HERE / "storage-talk-20.pptx").slides


@pytest.fixture(scope="module")
def short():
    return deck.read(HERE / "short-talk.pptx").slides


def unpacked(package):
    """Names and contents of a zip, and of the workbooks in it; how zlib packed them is left out."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {
            entry.filename: (
                entry.date_time,
                unpacked(archive.read(entry))
                if entry.filename.endswith(".xlsx")
                else archive.read(entry),
            )
            for entry in archive.infolist()
        }


def marks_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize("name", TALKS)
def test_rebuilding_a_deck_gives_the_file_that_is_here(name, rebuilt):
    there, here = ((folder / f"{name}.pptx").read_bytes() for folder in (rebuilt, HERE))
    assert unpacked(there) == unpacked(here), "run `python -m sample_decks.make`"
    assert len(here) < 500_000


def test_rebuilding_twice_gives_the_same_bytes(rebuilt, tmp_path):
    again = make.make("short-talk", tmp_path).read_bytes()
    assert again == (rebuilt / "short-talk.pptx").read_bytes()


@pytest.mark.parametrize("name", TALKS)
def test_rehearsing_again_gives_the_runs_that_are_here(name, rebuilt):
    there, here = (
        sorted((folder / f"{name}.pacer" / "runs").glob("*.jsonl")) for folder in (rebuilt, HERE)
    )
    assert [path.name for path in there] == [path.name for path in here]
    assert [marks_of(path) for path in there] == [marks_of(path) for path in here]


def test_the_csv_rehearsal_is_the_one_that_is_here(rebuilt):
    there, here = (
        (folder / "short-talk-rehearsal.csv").read_text("utf-8") for folder in (rebuilt, HERE)
    )
    assert there == here


@pytest.mark.parametrize("name", TALKS)
def test_a_deck_shows_its_script(name):
    written = make.read(name)
    read = deck.read(HERE / f"{name}.pptx")
    assert read.warnings == ()
    assert read.slides["title"].tolist() == [slide.title for slide in written]
    assert read.slides["section"].tolist() == [slide.section for slide in written]
    assert read.slides["hidden"].tolist() == [slide.hidden for slide in written]
    assert read.slides["builds"].tolist() == [slide.builds for slide in written]
    assert read.slides["notes"].tolist() == ["\n".join(slide.notes) for slide in written]


def test_the_long_talk_has_what_a_planner_meets(storage):
    assert len(storage) == 51
    assert storage.loc[storage["hidden"], "position"].tolist() == [20, 49, 50, 51]
    assert storage["section"].nunique() == 8
    assert storage.loc[storage["section"] == "Backup", "hidden"].all()
    assert (storage["builds"] > 0).sum() >= 8
    titles = storage["title"].tolist()
    for title in ("Agenda", "Recap", "Thank you", "Demo: pulling the plug"):
        assert title in titles
    assert titles.index("Recap") < titles.index("Thank you") == 47


def test_the_long_talk_has_charts_and_tables_of_its_own():
    shapes = [s for page in Presentation(HERE / "storage-talk.pptx").slides for s in page.shapes]
    assert sum(shape.has_chart for shape in shapes) == 3
    assert sum(shape.has_table for shape in shapes) == 7


def test_notes_take_about_the_time_of_the_talk(storage):
    spoken = storage[~storage["hidden"]]
    dividers = spoken["title"].str.match(r"\d · ")
    assert dividers.sum() == 5
    assert (spoken.loc[dividers, "notes_words"] < 20).all()
    demo_s = rehearse.DEMO_S
    assert 39 * 60 < spoken["notes_words"].sum() / 150 * 60 + demo_s < 47 * 60
    assert spoken.loc[~dividers, "notes_words"].between(60, 175).mean() > 0.9


@pytest.mark.parametrize(
    ("titles", "count"), [(r"Crash I+: ", 3), (r"Benchmarks I+: ", 2)], ids=["crash", "bench"]
)
def test_near_duplicates_share_most_of_their_text(storage, titles, count):
    texts = storage.loc[storage["title"].str.match(titles), "text"]
    assert len(texts) == count
    words = [re.findall(r"\w+", text.lower()) for text in texts]
    for one, other in pairwise(words):
        rest = list(other)
        shared = [rest.pop(rest.index(word)) for word in one if word in rest]
        assert len(shared) >= 0.7 * min(len(one), len(other))


@pytest.mark.parametrize(
    ("term", "introduced", "used"),
    [
        ("state change", 7, {8}),
        ("acknowledge", 9, {13, 28, 32}),
        ("LSN", 14, {21, 22, 33, 36, 46}),
        ("fsync", 13, {15, 16, 17, 29, 35, 37, 38, 47}),
        ("group commit", 17, {29, 30, 46}),
        ("checkpoint", 19, {21, 22, 25, 32, 39, 46}),
        ("segment", 19, {30, 31, 36, 38}),
    ],
)
def test_terms_are_used_after_they_are_introduced(storage, term, introduced, used):
    shown = storage[~storage["hidden"]]
    said = shown.loc[shown["text"].str.contains(term, case=False), "position"].tolist()
    assert said[0] == introduced
    assert used <= set(said)


def test_four_rehearsals_get_shorter_over_a_week():
    recorded = runs.load(HERE / "storage-talk.pacer")
    assert recorded.problems == ()
    table = recorded.runs
    assert table["complete"].all()
    assert len(table) == 4
    first, second, third, fourth = table["talk_s"] / 60
    assert 49 < first < 52
    assert first > second > third > fourth
    assert 44 < fourth < 46
    assert table["paused_s"].round().tolist() == [132, 0, 0, 0]
    assert table["questions_s"].round().tolist() == [0, 0, 74, 0]
    assert (table["started_at"].max() - table["started_at"].min()).days < 7


def test_a_demo_rehearsed_four_times_is_expected_to_take_what_it_took(storage):
    recorded = runs.load(HERE / "storage-talk.pacer")
    dwell = runs.dwell(runs.visits(recorded.marks))
    expected = pacing.fit(storage, dwell, recorded.runs).estimates()
    (demo,) = expected.loc[expected["position"] == 26, "median_s"]
    took = dwell.loc[dwell["slide_key"] == storage["slide_key"][25], "dwell_s"]
    assert took.min() * 0.8 < demo < took.max()


def test_every_rehearsal_shows_every_slide_and_one_goes_back(storage):
    recorded = runs.load(HERE / "storage-talk.pacer")
    dwell = runs.dwell(runs.visits(recorded.marks))
    shown = storage.loc[~storage["hidden"], "slide_key"].tolist()
    for _, run in dwell.groupby("run_id"):
        assert run["slide_key"].tolist() == shown
        assert not run["censored"].any()
    again = dwell[dwell["visits"] > 1].merge(storage, on="slide_key")
    assert again["position"].tolist() == [21, 22]
    assert again["run_id"].nunique() == 1


def test_the_short_version_is_the_long_one_consolidated(storage, storage_20):
    shown = storage_20[~storage_20["hidden"]]
    assert len(shown) == 24
    assert set(storage_20["slide_key"]) < set(storage["slide_key"])
    made = {slide.title: slide.origin for slide in make.read("storage-talk-20") if not slide.hidden}
    assert made["Three crashes, two questions"] == (23, 24, 25)
    assert sum(len(origin) > 1 for origin in made.values()) >= 8
    spoken = shown["notes_words"].sum()
    assert 2300 < spoken < 2600
    assert storage_20.loc[storage_20["hidden"], "section"].eq("Backup").all()


@pytest.mark.parametrize(
    ("term", "said_on", "cut"),
    [
        ("It is called Tallyman, and it decides", 2, 5),
        ("each of these I call a state change", 4, 7),
        ("the call that waits is fsync", 6, 15),
        ("files of sixty-four megabytes, which I will call segments", 11, 19),
    ],
)
def test_a_sentence_stands_in_for_an_introduction_that_was_cut(
    storage, storage_20, term, said_on, cut
):
    assert term in storage_20.set_index("position")["notes"][said_on]
    gone = storage.set_index("position")["slide_key"][cut]
    shown = storage_20.loc[~storage_20["hidden"], ["slide_key", "title"]]
    titles = storage.set_index("slide_key")["title"]
    assert gone not in set(shown["slide_key"]) or titles[gone] not in set(shown["title"])


def test_the_short_version_is_matched_with_the_long_one(storage, storage_20):
    position = storage.set_index("slide_key")["position"]
    truth = {
        storage_20["slide_key"].iloc[n]: slide.origin
        for n, slide in enumerate(make.read("storage-talk-20"))
    }
    found = runs.match(storage, storage_20).query("certainty > 0.5 and slide_key != ''")
    assert len(found) >= len(storage_20)
    for row in found.itertuples():
        assert position[row.old_key] in truth[row.slide_key]


def test_three_rehearsals_bring_the_short_version_to_18_minutes():
    recorded = runs.load(HERE / "storage-talk-20.pacer")
    assert recorded.problems == ()
    table = recorded.runs
    assert table["kind"].tolist() == ["rehearsal"] * 3 + ["delivery"]
    assert table["complete"].all()
    near = [clock.seconds(time) for time in ("20:10", "18:50", "18:05", "18:00")]
    assert table["talk_s"].tolist() == pytest.approx(near, abs=10)
    assert table["questions_s"].tolist() == [0, 0, 41, 108]
    assert table["talk_s"].iloc[-1] <= 18 * 60
    assert (table["talk_s"] + table["questions_s"]).iloc[-1] < 20 * 60


def test_the_runs_belong_to_the_decks_that_are_here():
    for name, count in (("storage-talk", 4), ("storage-talk-20", 4), ("short-talk", 2)):
        recorded = runs.load(HERE / f"{name}.pacer")
        assert len(recorded.runs) == count
        assert set(recorded.runs["deck_digest"]) == {deck.read(HERE / f"{name}.pptx").digest}


def test_the_short_talk_has_a_rehearsal_to_import(short, tmp_path):
    with (HERE / "short-talk-rehearsal.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["slide"]) for row in rows] == short["position"].tolist()
    total = sum(clock.seconds(row["seconds"]) for row in rows)
    assert 8 * 60 < total < 10 * 60
    taken = import_file(HERE / "short-talk-rehearsal.csv", short, tmp_path)
    assert taken.matched == len(short) == 10
    assert taken.unmatched == ()
    (imported_s,) = runs.load(tmp_path).runs["talk_s"]
    assert imported_s == pytest.approx(total, abs=0.1)
