import nbformat
import pytest

import pacer
from pacer.cli import lab
from pacer.core.errors import PacerError
from pacer.runs import programme as programmes

PROGRAMME = "title,slot,questions\nAda,20:00,5:00\n<b>Grace</b>,15min,\n"


@pytest.fixture
def programme(tmp_path):
    path = tmp_path / "morning.csv"
    path.write_text(PROGRAMME, encoding="utf-8")
    return path


def test_a_programme_opens_the_chair_s_clock(programme, tmp_path):
    made = pacer.chair(programme, folder=tmp_path / "log.pacer")
    assert [(talk["title"], talk["talk_s"], talk["questions_s"]) for talk in made.talks] == [
        ("Ada", 900, 300),
        ("<b>Grace</b>", 900, 0),
    ]


@pytest.mark.parametrize("wrong", ["", "name,country\nAda,20\n", "title\nAda\n"])
def test_a_programme_that_is_none_is_one_clear_line(programme, wrong):
    programme.write_text(wrong, encoding="utf-8")
    with pytest.raises(PacerError, match=r"morning\.csv"):
        programmes.read(programme)


def test_a_notebook_for_a_session(programme):
    made = lab.notebook_for_session(programme)
    book = nbformat.read(made, as_version=4)
    nbformat.validate(book)
    assert "pacer.chair('morning.csv')" in book.cells[1].source
    assert lab.notebook_for_session(programme) == made


def test_each_room_and_day_has_a_notebook_of_its_own(programme):
    rows = ["title,day,start,slot,room"]
    rows += [f"A{n},2026-05-2{5 + n // 2},10:00,20min,{'Aula' if n % 2 else 'B'}" for n in range(4)]
    programme.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(PacerError, match=r"has 2 days .* and 2 rooms"):
        lab.notebook_for_session(programme)
    made = lab.notebook_for_session(programme, {"room": "aula", "day": "1", "signals": "5 and 1"})
    assert made.name == "morning-aula-2026-05-25-chair.ipynb"
    book = nbformat.read(made, as_version=4)
    nbformat.validate(book)
    (call,) = [cell.source for cell in book.cells if "pacer.chair" in cell.source]
    assert "pacer.chair('morning.csv', room='aula', day='1', signals='5 and 1')" in call
    assert [cell.source for cell in book.cells][-2:] == ["session.log()", "session.plot()"]
