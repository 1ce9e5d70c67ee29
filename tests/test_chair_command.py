"""``pacer chair`` from a terminal: what it prints, and what it refuses in a line."""

import json

import pytest

from pacer import cli
from tests.widgets.test_chair import FILE, begun

ROOMS = (
    "title,start,slot,room\nA,10:00,20min,Aula\nB,10:00,20min,Cellar\n"
    "<img src=x onerror=alert(1)>,10:30,20,Aula\n"
)


@pytest.fixture
def programme(tmp_path):
    def put(text, name="day.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return put


def said(capsys, *words):
    code = cli.main(["chair", *map(str, words)])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_programme_as_it_is_understood(programme, capsys):
    code, out, _ = said(
        capsys, programme(ROOMS), "--room", "aula", "--json", "--signals", "5 and 1"
    )
    told = json.loads(out)
    assert code == 0
    assert (told["title"], told["starts_at"]) == ("day · Aula", "10:00")
    assert told["remarks"] == ["numbers without a unit were read as minutes"]
    assert [(row["title"], row["start_s"]) for row in told["rows"]] == [
        ("A", 0.0),
        ("<img src=x onerror=alert(1)>", 1800.0),
    ]
    assert told["rows"][0]["signals_s"] == [300.0, 60.0, 0.0]


def test_a_break_is_among_the_rows(programme, capsys):
    _, out, _ = said(capsys, programme(FILE), "--json")
    assert [(row["kind"], row["begins"]) for row in json.loads(out)["rows"]] == [
        ("talk", "10:00"),
        ("break", "10:25"),
        ("talk", "10:30"),
    ]


def test_several_rooms_are_one_line_that_lists_them(programme, capsys):
    code, out, err = said(capsys, programme(ROOMS), "--json")
    assert (code, out) == (2, "")
    assert err == (
        'pacer: day.csv: has 2 rooms (Aula, Cellar): say which, --room "Aula" '
        "(in Python room='Aula')\n"
    )


def test_signals_that_are_none_are_one_line(programme, capsys):
    code, _, err = said(capsys, programme(FILE), "--json", "--signals", "soon")
    assert code == 2
    assert err.startswith("pacer: signal 'soon' is neither minutes left (5), a time (1:30, 90s)")


def test_planned_against_actual_afterwards(programme, capsys, tmp_path):
    path = programme(FILE)
    _, out, _ = said(capsys, path, "--log")
    assert "No session of this programme was kept yet." in out
    begun(tmp_path / "day-chair.pacer", path)
    _, out, _ = said(capsys, path, "--log")
    assert "day: 2 talks held" in out
    assert "+1:30" in out
    _, out, _ = said(capsys, path, "--log", "--json")
    assert [row["late_s"] for row in json.loads(out)["rows"]] == [90.0, 0.0]
    assert said(capsys, path, "--csv", tmp_path / "log.csv")[0] == 0
    assert (tmp_path / "log.csv").read_text("utf-8").splitlines()[1].startswith("Ada,,10:00,0.0")
    code, _, err = said(capsys, path, "--csv", path)
    assert code == 2
    assert "is what was read, which is never changed" in err
