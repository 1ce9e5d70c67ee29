import json

import nbformat
import pytest

from pacer import PacerError
from pacer.cli import lab
from tests.factories import make_deck


def test_a_notebook_for_a_deck_opens_it_with_the_slot(tmp_path):
    made = lab.notebook_for(make_deck(tmp_path / "my talk.pptx", 2), "25:00", "5:00")
    assert made == tmp_path / "my talk-pacer.ipynb"
    book = nbformat.read(made, as_version=4)
    nbformat.validate(book)
    assert "pacer.open('my talk.pptx', slot='25:00', questions='5:00')" in book.cells[1].source
    assert [cell.source for cell in book.cells[2:]] == [
        "talk.rehearse()", "talk.pace()", "talk.trim()", "talk.compare()",
    ]  # fmt: skip


def test_a_notebook_that_is_there_is_kept(tmp_path):
    deck = make_deck(tmp_path / "talk.pptx", 2)
    made = lab.notebook_for(deck)
    made.write_text(json.dumps({"mine": True}), encoding="utf-8")
    assert lab.notebook_for(deck) == made
    assert json.loads(made.read_text(encoding="utf-8")) == {"mine": True}


def test_a_deck_that_cannot_be_read_leaves_no_notebook(tmp_path):
    (tmp_path / "talk.pptx").write_text("no deck")
    with pytest.raises(PacerError):
        lab.notebook_for(tmp_path / "talk.pptx")
    assert list(tmp_path.glob("*.ipynb")) == []


def test_the_first_notebook_is_there():
    folder = lab.own_notebooks(None)
    assert (folder / lab.FIRST).is_file()
