"""`Boundaries`: doubtful changes set by hand, kept, taken back, and of use to those around them."""

import pytest

import pacer
from pacer.core.errors import RunError
from pacer.results.boundaries import Boundaries
from tests.transcript.talking import SLIDES, make_deck, make_srt


@pytest.fixture
def talk(tmp_path):
    made = pacer.open(make_deck(tmp_path / "talk.pptx"))
    made.align(make_srt(tmp_path / "talk.srt"))
    return made


def test_every_change_is_there_with_how_sure_it_is(talk):
    held = Boundaries(talk.project)
    assert len(held.frame) == 5
    assert held.frame["at_s"].to_numpy() == pytest.approx([60, 120, 180, 240, 300], abs=20)
    assert held.frame["sure"].between(0, 1).all()
    assert not held.frame["set"].any()


def test_one_that_is_set_counts_everywhere_and_is_doubtful_no_more(talk):
    held = Boundaries(talk.project)
    row = held.frame.iloc[1]
    to_s = row["at_s"] - 3.3
    held.set(row["at_s"], to_s)
    visits = talk.visits
    assert visits["start_s"][2] == pytest.approx(to_s, abs=0.01)
    assert talk.dwell["dwell_s"].sum() == pytest.approx(talk.runs["talk_s"].iloc[0])
    words = talk.project.words(held.run_id)
    moved = words[words["slide_key"] == row["after"]]
    assert moved["start_s"].min() >= to_s - 1
    again = Boundaries(talk.project)
    assert again.frame["set"].tolist() == [False, True, False, False, False]
    assert row["before"] not in again.doubtful["before"].tolist()


def test_accepting_is_setting_it_where_it_stands(talk):
    held = Boundaries(talk.project)
    at_s = held.frame["at_s"][0]
    held.set(at_s, at_s)
    assert Boundaries(talk.project).frame["set"].tolist()[0]
    assert talk.visits["start_s"][1] == pytest.approx(at_s, abs=0.01)


def test_what_was_set_is_taken_back_one_by_one(talk):
    before = talk.visits
    held = Boundaries(talk.project)
    for at in (0, 3):
        held.set(held.frame["at_s"][at], held.frame["at_s"][at] + 2.5)
    held.take_back()
    assert held.frame["set"].sum() == 1
    held.take_back()
    held.take_back()
    assert talk.visits.equals(before)
    assert not list((talk.folder / "runs").glob("*.boundaries.json"))


def test_set_twice_it_counts_once(talk):
    held = Boundaries(talk.project)
    held.set(held.frame["at_s"][0], held.frame["at_s"][0] + 2)
    held.set(held.frame["at_s"][0], held.frame["at_s"][0] - 1)
    assert held.frame["set"].sum() == 1


def test_none_is_set_where_none_is_or_beyond_its_neighbours(talk):
    held = Boundaries(talk.project)
    with pytest.raises(RunError, match="no slide changes"):
        held.set(7.0, 8.0)
    with pytest.raises(RunError, match="lies between"):
        held.set(held.frame["at_s"][0], held.frame["at_s"][1] + 5)
    assert not held.frame["set"].any()


def test_a_click_tells_of_the_slides_beside_it_too(tmp_path):
    """What is said on slides 3 and 4 is the same; one change set tells where they lie."""
    slides = [*SLIDES[:2], ("Ice", "Snow and ice", ""), ("Frost", "Snow and ice", ""), *SLIDES[4:]]
    talk = pacer.open(make_deck(tmp_path / "talk.pptx", slides))
    lines, at = [], 0
    for number, (title, text, _) in enumerate(slides):
        said = "snow and ice and so on" if number in (2, 3) else f"{title} {text} {title}"
        for _ in range(6):
            lines.append(f"[00:{at // 60:02}:{at % 60:02}] {said.replace(chr(10), ' ')}")
            at += 10
    (tmp_path / "talk.txt").write_text("\n".join(lines) + "\n")
    talk.align(tmp_path / "talk.txt")
    held = Boundaries(talk.project)
    key = talk.slides["slide_key"][3]
    row = held.frame[held.frame["after"] == key].iloc[0]
    held.set(row["at_s"], 180.0)
    assert talk.visits.set_index("slide_key")["start_s"][key] == pytest.approx(180, abs=0.01)


def test_a_run_that_was_clicked_has_changes_too_and_none_is_doubtful(tmp_path):
    talk = pacer.open(make_deck(tmp_path / "talk.pptx"))
    with pytest.raises(pacer.PacerError, match="no run was found out"):
        Boundaries(talk.project)
    rows = "\n".join(f"{n},30" for n in range(1, 7))
    (tmp_path / "run.csv").write_text(f"slide,seconds\n{rows}\n")
    taken = talk.import_run(tmp_path / "run.csv")
    held = Boundaries(talk.project, taken.run_id)
    assert len(held.frame) == 5
    assert held.doubtful.empty
    held.set(30.0, 35.0)
    assert talk.dwell["dwell_s"].tolist()[:2] == [35.0, 25.0]
    with pytest.raises(pacer.PacerError, match="no run nobody"):
        Boundaries(talk.project, "nobody")


def test_words_and_confidences_that_are_gone_leave_the_changes(talk):
    held = Boundaries(talk.project)
    for end in (".words.csv", ".aligned.csv"):
        (talk.folder / "runs" / (held.run_id + end)).unlink()
    again = Boundaries(talk.project, held.run_id)
    assert again.frame["sure"].isna().all()
    again.set(again.frame["at_s"][0], again.frame["at_s"][0] + 1)
    assert again.frame["set"].sum() == 1
