import pytest

from pacer.render.document import Document, Table
from pacer.render.html import fragment as html
from pacer.render.markdown import markdown
from pacer.render.result import Result
from pacer.render.terminal import text

EVIL = "<img src=x onerror=alert(1)> [link](x) | **bold**"


@pytest.fixture
def sheet():
    return Document(
        "20:00 fits",
        ("One sentence.",),
        (Table.of("Slides", [">#", "title"], [(1, EVIL), (12, "Thanks")], ["", "faint"]),),
        ("a warning",),
    )


def test_text_aligns_numbers_right_and_keeps_markup_as_text(sheet):
    lines = text(sheet).splitlines()
    assert lines[:2] == ["20:00 fits", "One sentence."]
    assert any(line.startswith(" 1   <img src=x") for line in lines)
    assert any(line.startswith("12   Thanks") for line in lines)
    assert lines[-1] == "! a warning"
    assert all(len(line) <= 100 for line in lines)


def test_rich_markup_in_a_title_is_not_obeyed():
    assert "[bold red]x[/]" in text(Document("[bold red]x[/]"))


def test_html_is_escaped(sheet):
    made = html(sheet)
    assert "<img" not in made
    assert "&lt;img src=x" in made
    assert '<th scope="col" class="n">#</th>' in made
    assert '<tr class="faint">' in made


def test_markdown_is_escaped(sheet):
    made = markdown(sheet)
    assert "\\<img src=x" in made
    assert "\\*\\*bold" in made
    assert "| --: | --- |" in made
    # a bar inside a cell must not open a column
    row = next(line for line in made.splitlines() if "onerror" in line)
    assert row.replace("\\|", "").count("|") == 3


def test_an_answer_prints_through_its_sheet():
    class Answer(Result):
        def document(self):
            return Document("headline")

    assert repr(Answer()) == "headline"
    assert "headline" in Answer()._repr_html_()


def test_a_term_is_emphasis_in_prose_and_nowhere_else():
    said = "9 uses *<b>log</b>*, introduced on 3"
    table = Table.of("", ["slide", "*why"], [("f(*args, **kw)*", said)])
    sheet = Document("*as is*", (said,), (table,), (said,))
    assert html(sheet).count("<em>&lt;b&gt;log&lt;/b&gt;</em>") == 3
    assert "f(*args, **kw)*" in html(sheet)
    assert markdown(sheet).count("*\\<b\\>log\\</b\\>*") == 3
    assert "f\\(\\*args" in markdown(sheet)
    assert text(sheet).count("*<b>log</b>*") == 3


def test_figures_stay_whole_on_a_narrow_screen():
    table = Table.of("", [">minutes saved by cutting", "why"], [("12:34", "it is covered " * 9)])
    shown = text(Document("h", parts=(table,)), width=40)
    assert "12:34" in shown
    assert "…" not in shown
