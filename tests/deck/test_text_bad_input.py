"""Text of anyone's making: one clear line or a warning, in bounded time, and nothing is run."""

import time

import pytest

from pacer import deck
from pacer.core.errors import DeckError
from pacer.deck import sources, web_page
from tests.deck.texts import MARP, NOTEBOOK

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
REVEAL = '<html><div class="reveal"><div class="slides">{}</div></div></html>'


def read(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return deck.read(path)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("cut.ipynb", NOTEBOOK[:300], "no whole notebook"),
        ("deep.ipynb", "[" * 100_000, "no whole notebook"),
        ("other.ipynb", '{"a": 1}', "no notebook"),
        ("hidden.ipynb", '{"cells": []}', "hides all its cells"),
        ("nulls.md", b"\0" * 5000, "is not text"),
        ("empty.html", "<html></html>", "page without slides"),
        ("broken.qmd", "---\ntitle: [\n---\n\n## A\n", "not YAML"),
        ("damaged.pdfpc", '{"pdfpcFormat": 2', "damaged"),
        ("none.pdfpc", "hello", "no pdfpc file"),
        ("zip.odp", b"hello", "not an OpenDocument presentation"),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path, name, text, why):
    with pytest.raises(DeckError, match=why):
        read(tmp_path, name, text)


@pytest.mark.parametrize(
    "front", [BOMB, "a: " + "[" * 5000, "x: !!python/object/apply:os.abort []", "? [a]\n: b"]
)
def test_front_matter_does_nothing(tmp_path, front):
    said = read(tmp_path, "talk.md", f"---\nmarp: true\n{front}\n---\n\n# A\n\n---\n\n# B\n")
    assert said.slides["title"].tolist() == ["A", "B"]


def test_too_much_text_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MOST_CHARACTERS", 10_000)
    with pytest.raises(DeckError, match="million characters"):
        read(tmp_path, "talk.md", MARP + "x " * 60_000)
    monkeypatch.setattr(sources, "MOST_BYTES", 50_000)
    with pytest.raises(DeckError, match="more than any talk"):
        read(tmp_path, "talk.md", MARP + "x " * 60_000)


def test_pictures_in_the_text_do_not_count(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MOST_CHARACTERS", 10_000)
    picture = f"![](data:image/png;base64,{'A' * 200_000})\n"
    assert len(read(tmp_path, "talk.md", MARP + picture).slides) == 3


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "[", "a{1000}", "((x*)*)*"])
def test_separators_that_could_run_for_ever_are_not_used(tmp_path, pattern):
    section = (
        f'<section data-markdown data-separator="{pattern}"><textarea data-template>'
        f"# A\n---\n# {'a' * 3000}!</textarea></section>"
    )
    before = time.monotonic()
    said = read(tmp_path, "talk.html", REVEAL.format(section))
    assert time.monotonic() - before < 20  # an hour, were it used
    assert len(said.slides) == 2
    assert any("cannot be used" in warning for warning in said.warnings)


def test_other_encodings_are_read_and_said(tmp_path):
    said = read(tmp_path, "talk.md", "---\nmarp: true\n---\n\n# Café\n".encode("cp1252"))
    assert said.slides["title"][0] == "Café"
    assert "not UTF-8" in said.warnings[0]
    assert read(tmp_path, "t.md", MARP.encode("utf-16")).format == "marp"


def test_a_title_stays_text(tmp_path):
    said = read(tmp_path, "talk.html", REVEAL.format(
        "<section><h1>A<script>alert(1)</script>&lt;b&gt;</h1></section>"))  # fmt: skip
    assert said.slides["title"][0] == "A<b>"
    assert "alert" not in said.slides["text"][0]


def test_nested_deep_beyond_sense(tmp_path):
    assert len(read(tmp_path, "a.md", MARP + "> " * 20_000 + "x\n").slides) == 3
    assert len(read(tmp_path, "b.html", REVEAL.format("<section>" + "<div>" * 20_000)).slides) >= 1


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (
            "a.html",
            REVEAL.format("<section " + " ".join(f'a{n}=">"' for n in range(40_000)) + ">x"),
            "more attributes than any page",
        ),
        ("a.ipynb", '{"cells": [' + '{"a": []},' * 1_600_000 + "{}]}", "more values than any"),
        ("a.md", MARP + "---\n\n" * 5_001, "5,00. slides, more than any talk"),
    ],
)
def test_what_would_take_too_long_is_refused_at_once(tmp_path, name, text, why):
    with pytest.raises(DeckError, match=f"a[.].*{why}"):
        read(tmp_path, name, text)


@pytest.mark.parametrize(
    "front",
    [
        "a: " + "[" * 90_000,
        "".join(" " * n + "a:\n" for n in range(400)),
        "- " * 10_000 + "a",
        "a:\n" + "\n".join(" " * 60 + "b" for _ in range(300)),
    ],
)
def test_deep_front_matter_ends_neither_the_process_nor_the_day(tmp_path, front):
    said = read(tmp_path, "talk.md", f"---\nmarp: true\n{front}\n---\n\n# A\n\n---\n\n# B\n")
    assert "B" in said.slides["title"].tolist()


@pytest.mark.parametrize("number", ["9" * 5_000, "\u00b2", "-1", "1e9"])
def test_numbers_that_are_none_are_passed_over(tmp_path, number):
    marp = f"---\nmarp: true\nheadingDivider: {number}\n---\n\n# A\n\n---\n\n# B\n"
    assert len(read(tmp_path, "a.md", marp).slides) == 2
    slidev = f"---\ntheme: seriph\nclicks: {number}\n---\n\n# A\n\n---\nsrc: a.md#{number}\n---\n"
    assert read(tmp_path, "b.md", slidev).slides["builds"][0] == 0
    legacy = f"[skip]\n{number},\n[end_user_slide]\n{number}\n[notes]\n### 1\nhi\n"
    assert read(tmp_path, "c.pdfpc", legacy).slides["notes"].tolist() == ["hi"]


def test_characters_that_no_markup_holds_are_left_out(tmp_path):
    page = tmp_path / "talk.html"
    page.write_text(
        '<html><body><div class="reveal"><div class="slides"><section data-\x01a="b\x02" '
        'style="color:\x03red" class="x&#1;y"><h1>One</h1><img src="a\x04.png" alt="&#2;"><style>'
        "p {\x05}</style></section></div></div></body></html>"
    )
    read = deck.read(page)
    assert read.slides["title"].tolist() == ["One"]
    assert "One" in web_page.of(read).page()
