"""`pacer align` and `Talk.align`: a run or a file, and nothing at all where nothing matches."""

import pandas as pd
import pytest

import pacer
from pacer.cli import main
from tests.transcript.talking import make_deck, make_srt


@pytest.fixture
def files(tmp_path):
    return make_deck(tmp_path / "talk.pptx"), make_srt(tmp_path / "talk.srt")


def test_with_o_only_that_file_is_written(files, tmp_path, capsys):
    out = tmp_path / "run.csv"
    assert main(["align", *map(str, files), "-o", str(out)]) == 0
    written = pd.read_csv(out)
    assert written.columns.tolist() == ["start_s", "end_s", "slide", "page"]
    assert written["page"].isna().all()
    assert not (tmp_path / "talk.pacer" / "runs").exists()
    assert "6 of 6 slides" in capsys.readouterr().out


def test_without_it_a_run_is_kept_with_its_words(files, tmp_path):
    talk = pacer.open(files[0])
    found = talk.align(files[1])
    assert talk.runs["run_id"].tolist() == [found.run_id]
    assert talk.runs["source"].iloc[0] == "talk.srt (captions)"
    assert talk.dwell["dwell_s"].sum() == pytest.approx(found.frame["end_s"].iloc[-1], abs=0.01)
    words = talk.project.words(found.run_id)
    assert words["word"].tolist() == found.words["word"].tolist()
    assert set(words["slide_key"]) == set(talk.slides["slide_key"])
    sure = pd.read_csv(talk.folder / "runs" / f"{found.run_id}.aligned.csv")
    assert sure["confidence"].between(0, 1).all()


def test_what_does_not_match_is_one_line_and_no_file(files, tmp_path, capsys):
    other = tmp_path / "other.txt"
    other.write_text("[00:00:00] ja gut\n[00:01:00] nein danke\n[00:02:00] bitte sehr\n")
    out = tmp_path / "run.csv"
    assert main(["align", str(files[0]), str(other), "-o", str(out)]) == 2
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "does not match" in told.err
    assert not out.exists()


@pytest.mark.parametrize("name", ["talk.pptx", "talk.srt"])
def test_what_was_read_is_never_written_over(files, tmp_path, capsys, name):
    before = (tmp_path / name).read_bytes()
    assert main(["align", *map(str, files), "-o", str(tmp_path / name)]) == 2
    assert (tmp_path / name).read_bytes() == before


def test_the_plot_tells_how_much_is_clear(files):
    from pacer.plots import finding

    drawn = pacer.open(files[0]).align(files[1]).plot()
    assert finding(drawn).endswith("of the time it is clear which slide was on")


def test_sound_that_is_none_is_refused_in_a_line(files, tmp_path, capsys):
    sound = tmp_path / "talk.wav"
    sound.write_bytes(b"RIFF")
    assert main(["align", str(files[0]), str(sound)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_each_slide_sounded_like(files):
    talk = pacer.open(files[0])
    with pytest.raises(pacer.PacerError, match="no run has words"):
        talk.speech()
    found = talk.align(files[1])
    told = talk.speech()
    assert told.run_id == found.run_id
    assert told.frame["position"].tolist() == [1, 2, 3, 4, 5, 6]
    assert "words a minute" in repr(told)
