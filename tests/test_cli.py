import csv
import io
import json
import os
import subprocess
import sys

import pytest

from pacer import cli
from pacer.cli import arguments
from pacer.runs import importers
from tests.factories import make_deck, make_timings


@pytest.fixture
def deck(tmp_path):
    return make_deck(tmp_path / "talk.pptx", 8)


@pytest.fixture
def rehearsed(deck, capsys):
    for number in (1, 2):
        timings = make_timings(deck.with_name(f"run{number}.csv"), [60 + number] * 8)
        assert cli.main(["import", str(deck), str(timings)]) == 0
    capsys.readouterr()
    return deck


def run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("name", [[], *([name] for name in cli.COMMANDS)], ids=" ".join)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([*name, "--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert "usage: pacer" in said
    if name:
        options = [names[0] for names, _ in cli.COMMANDS[name[0]][2] if names[0].startswith("--")]
        assert all(option in said for option in options)


@pytest.mark.parametrize(
    "command",
    [["slides"], ["pace"], ["plan", "--slot", "6:00", "--all"], ["compare"]],
    ids=lambda command: command[0],
)
def test_a_frame_comes_as_text_as_json_and_as_csv(command, rehearsed, capsys, tmp_path):
    name, *options = command
    code, shown, err = run(capsys, name, rehearsed, *options)
    assert (code, err) == (0, "")
    assert "Slide 3" in shown

    target = tmp_path / "out.csv"
    code, printed, _ = run(capsys, name, rehearsed, *options, "--json", "--csv", target)
    rows = json.loads(printed)["rows"]
    assert code == 0
    assert len(rows) == 8
    written = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert [row["slide_key"] for row in written] == [row["slide_key"] for row in rows]

    _, piped, _ = run(capsys, name, rehearsed, *options, "--csv", "-")
    assert list(csv.DictReader(io.StringIO(piped))) == written


def test_a_plan_says_its_chance_and_fits(rehearsed, capsys):
    _, out, _ = run(capsys, "plan", rehearsed, "--slot", "6:00", "--questions", "1:00", "--json")
    plan = json.loads(out)
    assert plan["talk_s"] == 300
    assert plan["p_fits"] >= 0.9
    assert sum(row["budget_s"] for row in plan["rows"]) <= 300


def test_cut_and_keep_are_obeyed(rehearsed, capsys):
    _, out, _ = run(
        capsys, "plan", rehearsed, "--slot", "6:00", "--keep", "2-3", "--cut", "5", "--merge", "6",
        "--json",
    )  # fmt: skip
    actions = {row["position"]: row["action"] for row in json.loads(out)["rows"]}
    assert [actions[n] for n in (2, 3, 5, 6)] == ["keep", "keep", "cut", "merge"]


def test_the_formats_named_are_those_that_can_be_imported():
    assert [*importers.FORMATS] == [*arguments.IMPORTED]


def test_two_versions_of_a_talk_are_compared(rehearsed, capsys, tmp_path):
    later = tmp_path / "later.pptx"
    code, _, _ = run(
        capsys, "plan", rehearsed, "--slot", "5:00", "--out", later, "--mode", "remove"
    )
    assert code == 0
    _, out, _ = run(capsys, "compare", rehearsed, later, "--json")
    compared = json.loads(out)
    fates = [row["fate"] for row in compared["rows"]]
    assert set(fates) == {"kept", "gone"}
    assert compared["sentences"]


def test_plans_for_several_slots_are_part_of_each_other(rehearsed, capsys):
    _, out, _ = run(capsys, "plan", rehearsed, "--slot", "6:00", "--slot", "4:00", "--json")
    longer, shorter = json.loads(out)["rows"]
    assert (longer["talk_s"], shorter["talk_s"]) == (360, 240)
    assert longer["slides"] >= shorter["slides"]
    code, _, said = run(capsys, "plan", rehearsed, "--slot", "6:00", "--slot", "4:00", "--out", "x")
    assert (code, said) == (2, "pacer: --out writes one plan: give one --slot\n")


def test_a_slide_is_trimmed_to_the_time_asked_for(rehearsed, capsys):
    _, out, _ = run(capsys, "plan", rehearsed, "--slot", "6:00", "--trim", "2=0:25", "--json")
    second = json.loads(out)["rows"][1]
    assert (second["action"], second["budget_s"]) == ("trim", 25)
    with pytest.raises(SystemExit) as end:
        run(capsys, "plan", rehearsed, "--slot", "6:00", "--trim", "0:25")
    assert end.value.code == 2


def test_import_says_what_it_understood(deck, capsys, tmp_path):
    timings = make_timings(tmp_path / "run.csv", [30] * 8)
    code, out, _ = run(capsys, "import", deck, timings, "--json")
    taken = json.loads(out)
    assert code == 0
    assert (taken["rows"], taken["matched"], taken["unmatched"]) == (8, 8, [])


def test_report_is_written_where_asked(rehearsed, capsys, tmp_path):
    target = tmp_path / "out.html"
    code, _, _ = run(capsys, "report", rehearsed, "--slot", "6:00", "--out", target)
    assert code == 0
    assert "<!doctype html>" in target.read_text(encoding="utf-8").lower()


def test_a_fault_is_one_line_and_exit_2(capsys, tmp_path):
    (tmp_path / "no.pptx").write_text("not a deck")
    for words in (
        ["slides", tmp_path / "missing.pptx"],
        ["slides", tmp_path / "no.pptx"],
        ["pace", make_deck(tmp_path / "a.pptx", 2), "--slot", "1:00", "--questions", "2:00"],
        ["slides", tmp_path / "a.pptx", "--csv", tmp_path / "nowhere" / "out.csv"],
    ):
        code, _, err = run(capsys, *words)
        assert code == 2
        assert err.startswith("pacer: ")
        assert err.count("\n") == 1


@pytest.mark.parametrize("slot", ["20", "soon", "-5:00"])
def test_a_slot_that_is_no_time_is_refused_with_the_cure(slot, deck, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["pace", str(deck), f"--slot={slot}"])
    assert stop.value.code == 2
    assert "write" in capsys.readouterr().err


def test_a_closed_pipe_is_no_error(rehearsed):
    ran = subprocess.run(
        f'"{sys.executable}" -m pacer slides "{rehearsed}" --json | head -1',
        shell=True, capture_output=True, text=True, timeout=60, check=False, env={**os.environ},
    )  # fmt: skip
    assert ran.stderr == ""
    assert ran.stdout == "{\n"


def test_the_demo_tells_the_whole_story(capsys, tmp_path):
    code, out, _ = run(capsys, "demo", "--out", tmp_path)
    assert code == 0
    for said in ("45-minute talk", "four runs", "20 minutes", "Report written"):
        assert said in out
    assert (tmp_path / "report.html").stat().st_size < 2_000_000


def test_a_wrong_match_is_mended_once_and_for_all(rehearsed, capsys):
    code, said, _ = run(capsys, "matches", rehearsed, "--correct", "id:257=gone")
    assert code == 0
    assert "gone" in said
    assert json.loads(run(capsys, "matches", rehearsed, "--json")[1])["changed"] == 1
    code, _, err = run(capsys, "matches", rehearsed, "--correct", "id:999=1")
    assert code == 2
    assert "id:999" in err
    with pytest.raises(SystemExit):
        run(capsys, "matches", rehearsed, "--correct", "nothing")


def test_a_terminal_sees_that_something_is_under_way(rehearsed, capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    code, _, err = run(capsys, "plan", rehearsed, "--slot", "6:00")
    assert code == 0
    assert "pacer plan …" in err
