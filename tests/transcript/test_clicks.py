"""A few clicks join what was said and what was shown: evidence at their moment, no orders."""

import pytest

import pacer
from pacer.cli import main
from pacer.core.errors import PacerError, RunError
from tests.transcript.talking import SLIDES, make_deck, make_srt, make_vague_srt


@pytest.fixture
def files(tmp_path):
    return make_deck(tmp_path / "talk.pptx"), make_srt(tmp_path / "talk.srt")


@pytest.fixture
def vague(tmp_path):
    """Captions that leave open when the slides changed."""
    deck = make_deck(tmp_path / "talk.pptx")
    return deck, make_vague_srt(tmp_path / "vague.srt", [title for title, *_ in SLIDES])


def begins(found, slide):
    frame = found.frame
    return frame.loc[frame["slide"] == slide, "start_s"].tolist()


def test_a_click_sets_what_words_leave_open_and_holds_to_its_second(vague):
    talk = pacer.open(vague[0])
    without = talk.align(vague[1])
    (before_s,) = begins(without, 4)
    at_s = before_s - 7.3  # in the silence before its title is said
    found = talk.align(vague[1], clicks={4: at_s})
    assert begins(found, 4) == [pytest.approx(at_s)]
    sources = dict(zip(talk.runs["run_id"], talk.runs["source"], strict=True))
    assert sources[found.run_id] == "vague.srt (captions and clicks)"
    # It stands as a change that was set by hand, so it holds when others are moved.
    held = talk.boundaries(found.run_id).frame
    assert held.loc[held["set"], "at_s"].tolist() == [pytest.approx(at_s)]


def test_the_ways_to_say_it_are_one(vague, tmp_path):
    talk = pacer.open(vague[0])
    table = tmp_path / "clicks.csv"
    table.write_text("slide,start\n4,2:05\n5,2:50\n")
    given = talk.align(vague[1], clicks=[(4, "2:05"), (5, "2:50")]).frame
    listed = talk.align(vague[1], table, out=tmp_path / "a.csv").frame
    assert given.equals(listed)
    out = tmp_path / "b.csv"
    at = ["--at", "4=2:05", "--at", "5=2:50"]
    assert main(["align", str(vague[0]), str(vague[1]), *at, "-o", str(out)]) == 0
    assert out.read_text() == (tmp_path / "a.csv").read_text()


def test_a_run_of_the_talk_tells_its_clicks(vague, tmp_path):
    talk = pacer.open(vague[0])
    table = tmp_path / "clicks.csv"
    table.write_text("slide,start\n1,0:00\n4,2:05\n5,2:50\n")
    run_id = talk.import_run(table).run_id
    found = talk.align(vague[1], run_id)
    assert begins(found, 4) == [pytest.approx(125)]
    assert talk.runs["run_id"].nunique() == 2


def test_a_wrong_click_is_outweighed_and_named(files):
    clicks = {2: 61, 3: 118, 4: 182, 1: 320}
    found = pacer.open(files[0]).align(files[1], clicks=clicks)
    assert begins(found, 1) == [0]
    assert any("slide 1 at 5:20" in remark for remark in found.found.remarks)
    assert "5:20" in repr(found)


@pytest.mark.parametrize(
    ("clicks", "says"),
    [
        ({3: "12:30"}, "beyond the recording's end"),
        ({99: "2:00"}, "no slide 99"),
        ({1: "5:20"}, "go against"),
        ({1: "5:20", 6: "0:30"}, "counted from its start"),
        ([(2, "1:00"), (5, "1:00")], "cannot both"),
        ({2: "soon"}, "is not a time"),
        ({2: -1}, "before zero"),
    ],
)
def test_what_cannot_be_is_one_line_and_no_run(files, clicks, says):
    talk = pacer.open(files[0])
    with pytest.raises(PacerError, match=says) as error:
        talk.align(files[1], clicks=clicks)
    assert "\n" not in str(error.value)
    assert talk.runs.empty


def test_clicks_counted_from_another_moment_say_from_which(files):
    clicks = {2: 180, 3: 240, 4: 300}
    with pytest.raises(RunError, match=r"would fit about (1:5|2:0)\d earlier"):
        pacer.open(files[0]).align(files[1], clicks=clicks)


def test_clicks_alone_are_no_recording(files, tmp_path, capsys):
    table = tmp_path / "clicks.csv"
    table.write_text("slide,start\n2,1:00\n4,3:00\n")
    assert main(["align", str(files[0]), str(table)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "clicks alone" in told


def test_a_deck_without_text_is_aligned_by_clicks(tmp_path):
    bare = [("", "", said) for *_, said in SLIDES]
    talk = pacer.open(make_deck(tmp_path / "bare.pptx", bare))
    srt = make_srt(tmp_path / "talk.srt")
    with pytest.raises(RunError, match="has no text"):
        talk.align(srt)
    found = talk.align(srt, clicks={2: 60, 3: 120, 4: 180, 5: 240, 6: 300})
    assert [begins(found, slide)[0] for slide in range(2, 7)] == [60, 120, 180, 240, 300]
