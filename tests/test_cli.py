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


# --- judging and asking ------------------------------------------------------------------------


def plan_json(capsys, deck, *options):
    code, out, err = run(capsys, "plan", deck, "--slot", "4:00", "--json", *options)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_plan_asks_and_answers_hold_for_one_call_unless_saved(rehearsed, capsys):
    plan = plan_json(capsys, rehearsed)
    stretch = plan["questions"][0]
    assert stretch.keys() == {"id", "kind", "slides", "title", "seconds", "proposed"}
    assert stretch["kind"] == "stretch"
    assert stretch["id"] == f"{stretch['slides'][0]}-{stretch['slides'][-1]}"
    assert stretch["proposed"] in ("keep", "shorten", "drop")
    answered = plan_json(capsys, rehearsed, "--answer", f"{stretch['id']}=keep")
    assert stretch["id"] not in [one["id"] for one in answered["questions"]]
    assert [one["id"] for one in plan_json(capsys, rehearsed)["questions"]] == [
        one["id"] for one in plan["questions"]
    ]
    taken_back = ("--answer", f"{stretch['id']}=keep", "--answer", f"{stretch['id']}=none")
    assert plan_json(capsys, rehearsed, *taken_back)["questions"] == plan["questions"]
    saved = ("--point", "6", "--answer", f"{stretch['id']}=drop", "--answer", "needs:6=none",
             "--save")  # fmt: skip
    plan_json(capsys, rehearsed, *saved)
    again = plan_json(capsys, rehearsed)["questions"]
    assert {one["kind"] for one in again} == {"stretch"}
    assert stretch["id"] not in [one["id"] for one in again]


def test_a_point_asks_what_it_stands_on(rehearsed, capsys):
    plan = plan_json(capsys, rehearsed, "--point", "7")
    needs = plan["questions"][0]
    assert (needs["id"], needs["kind"], needs["of"]) == ("needs:7", "needs", 7)
    assert needs.keys() == {"id", "kind", "of", "slides"}
    assert len(needs["slides"]) == 5
    rows = {row["position"]: row for row in plan["rows"]}
    assert rows[7]["action"] == "keep"
    assert rows[7]["reason"] == "you named it"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--answer", "99=drop"], "there is no slide 99"),
        (["--answer", "hello"], "is no answer"),
        (["--point", "99"], "has no slide 99"),
        (["--point", "1,2,3,4"], "4 points are too many"),
        (["--answer", "needs:3=1"], "slide 3 is no point"),
        (["--took", "0s"], "cannot take"),
        (["--reading", "no-such-file.csv"], "no such file"),
    ],
)
def test_what_cannot_be_said_of_a_plan_is_one_line(rehearsed, capsys, options, message):
    code, out, err = run(capsys, "plan", rehearsed, "--slot", "4:00", *options)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_the_last_line_says_what_to_say_next(rehearsed, capsys):
    def last(*options):
        code, out, _ = run(capsys, "plan", rehearsed, "--slot", "4:00", *options)
        assert code == 0
        return " ".join(out.split())

    assert "Next: name up to three slides" in last()
    assert "--answer needs:7=" in last("--point", "7")
    assert "keep, shorten or drop?" in last("--point", "7", "--answer", "needs:7=none")


def test_a_sheet_is_written_filled_in_and_planned_with(rehearsed, capsys, tmp_path):
    sheet = tmp_path / "sheet.csv"
    code, out, _ = run(capsys, "sheet", rehearsed, "-o", sheet)
    assert code == 0
    assert "sheet.md" in out
    assert "p_keep" in (tmp_path / "sheet.md").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    assert list(rows[0]) == [
        "position", "title", "text", "notes", "minutes", "said",
        "need", "p_keep", "section", "leans_on", "same_as",
    ]  # fmt: skip
    filled = sheet.read_text(encoding="utf-8").replace(",,,,,\n", ",,1,,,,\n")
    sheet.write_text(filled, encoding="utf-8")
    code, _, err = run(capsys, "sheet", rehearsed, "-o", sheet)
    assert code == 2
    assert "--force" in err
    assert sheet.read_text(encoding="utf-8") == filled
    assert len(plan_json(capsys, rehearsed, "--reading", sheet)["rows"]) == len(rows)
    _, how, _ = run(capsys, "sheet", "--how")
    assert how.startswith("# How to judge")
