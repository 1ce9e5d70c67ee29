"""Names, titles and terminals that would do harm: one clear line, exit 2, nothing obeyed."""

import io
import json
import os
import subprocess
import sys

import pandas as pd
import pytest

from pacer.cli import main
from pacer.export import tables
from tests.deck.decks import make_deck, save

ESC, CSI, BACKWARDS = "\x1b[2J", "\x9b2J", "\u202e"


def refused(capsys, *words):
    assert main(list(words)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("pacer: ")
    assert said.err.count("\n") == 1
    assert harmless(said.err)
    return said.err


def harmless(said):
    return not any(each in said for each in ("\x1b", "\x9b", BACKWARDS))


def test_a_name_of_300_characters(capsys, tmp_path):
    assert "File name too long" in refused(capsys, "slides", str(tmp_path / ("x" * 300 + ".pptx")))


def test_an_address_in_the_cloud(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    deck = save(make_deck(["One"]), tmp_path / "talk.pptx")
    assert "no such file" in refused(capsys, "slides", "s3://bucket/talk.pptx")
    refused(capsys, "slides", str(deck), "--csv", "s3://bucket/talk.csv")


def test_a_folder_that_may_not_be_searched(tmp_path, capsys):
    (tmp_path / "closed").mkdir()
    deck = save(make_deck(["One"]), tmp_path / "closed" / "talk.pptx")
    (tmp_path / "closed").chmod(0)
    try:
        if os.access(deck, os.R_OK):
            pytest.skip("may read everything")
        assert "Permission denied" in refused(capsys, "slides", str(deck))
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_by_the_name_of_a_deck(capsys, tmp_path):
    os.mkfifo(tmp_path / "talk.pptx")
    assert "pipe or a device" in refused(capsys, "slides", str(tmp_path / "talk.pptx"))


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("odd", [ESC, CSI, BACKWARDS])
def test_a_name_that_a_terminal_would_obey(capsys, tmp_path, odd):
    name = f"talk{odd}xtpp.pptx"
    refused(capsys, "slides", str(tmp_path / name))
    save(make_deck(["One", "Two"]), tmp_path / name)
    for command in ("slides", "pace"):
        for more in ((), ("--json",)):
            assert main([command, str(tmp_path / name), *more]) == 0
            said = capsys.readouterr()
            assert harmless(said.out + said.err)
            if more:
                json.loads(said.out)


def test_words_of_the_command_line_are_shown_not_obeyed(capsys):
    with pytest.raises(SystemExit):
        main(["slides", "talk.pptx", f"--{ESC}"])
    assert harmless(capsys.readouterr().err)


def test_a_terminal_that_knows_only_ascii(tmp_path):
    deck = save(make_deck(["Ünïcode – a title", "Two"]), tmp_path / "talk.pptx")
    for words in (["slides"], ["pace"], ["slides", "--json"], ["slides", "--csv", "-"]):
        done = subprocess.run(
            [sys.executable, "-m", "pacer", words[0], str(deck), *words[1:]],
            env=os.environ | {"PYTHONIOENCODING": "ascii", "PACER_PROFILE": "off"},
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        done.stdout.decode("ascii")


FORMULAS = ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1+1"]


def test_no_table_holds_a_formula(tmp_path):
    frame = pd.DataFrame({"title": [*FORMULAS, "fine"], "seconds": -1.0})
    made = pd.read_csv(io.StringIO(tables.to_csv(frame)))
    assert made["title"].tolist() == [f"'{each}" for each in FORMULAS] + ["fine"]
    assert made["seconds"].eq(-1).all()
    (path,) = tables.export(tmp_path, {"slides": frame})
    assert pd.read_csv(path)["title"].str.startswith(("'", "fine")).all()


def test_no_parquet_file_holds_a_formula(tmp_path):
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame({"title": FORMULAS})
    (path,) = tables.export(tmp_path, {"slides": frame}, format="parquet")
    assert pd.read_parquet(path)["title"].str.startswith("'").all()


def test_no_command_writes_a_formula(capsys, tmp_path):
    deck = save(make_deck([("=1+1", "@body", "-notes"), "Two"]), tmp_path / "talk.pptx")
    for command in (["slides"], ["pace"], ["plan", "--slot", "10:00"]):
        assert main([command[0], str(deck), *command[1:], "--csv", "-"]) == 0
        rows = pd.read_csv(io.StringIO(capsys.readouterr().out), dtype=str, keep_default_na=False)
        for column in rows:
            cells = rows[column]
            numbers = pd.to_numeric(cells, errors="coerce").notna()
            assert not cells[~numbers].str.startswith(("=", "+", "-", "@")).any(), (command, column)
