"""Pictures of decks kept as text: by a browser where there is one, else a card of the words."""

import base64
import io
import json
import os
import re
import shutil
import sys

import pytest
from PIL import Image

from pacer import deck
from pacer.cli import main
from pacer.core.errors import DeckError
from pacer.deck import browser, images, marp_cli, programs, web_page
from tests.deck.pdfs import frame, make_pdf
from tests.deck.texts import DECKS, write

TEXTS = [name for name, (_, kind, _) in DECKS.items() if kind in web_page.SIZES]
PAGE = """<!doctype html><html><head>
<link rel="stylesheet" href="https://example.org/reveal.css"><link rel="stylesheet" href="own.css">
<script>document.title = "ran"</script></head><body onload="alert(1)">
<div class="reveal"><div class="slides">
<section data-background-color="#004080"><h1 onclick="alert(2)">One</h1>
<img src="in.png"><img src="../out.png"><img src="https://example.org/pixel.png">
<iframe src="file:///etc/passwd"></iframe><a href="javascript:alert(3)">a link</a>
<script>document.body.innerHTML = "ran"</script><aside class="notes">for me alone</aside></section>
<section data-markdown><textarea data-template>
## Two

<img src=x onerror=alert(4)> words

---

## Three
</textarea></section>
</div></div></body></html>"""
CSS = """@import url(https://example.org/x.css);
.reveal { font-size: 40px } .reveal h1 { background: url(in.png) }"""


def png(colour, size=(40, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def page(tmp_path):
    """A deck with what may not run and may not be fetched."""
    home = tmp_path / "talk"
    home.mkdir()
    (tmp_path / "out.png").write_bytes(png("red"))
    (home / "in.png").write_bytes(png("lime"))
    (home / "own.css").write_text(CSS)
    (home / "talk.html").write_text(PAGE)
    return deck.read(home / "talk.html")


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setattr(browser, "program", lambda: None)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Puts a script in the browser's place: what it is given and where to write are at hand."""
    if os.name != "posix":
        pytest.skip("a script with a shebang")

    def place(code):
        script = tmp_path / "chromium"
        script.write_text(
            f"#!{sys.executable}\nimport pathlib, shutil, sys, time\n"
            "target = [a.partition('=')[2] for a in sys.argv if a.startswith('--print-to')][0]\n"
            f"{code}\n"
        )
        script.chmod(0o755)
        monkeypatch.setattr(browser, "program", lambda: str(script))

    return place


def drawn_as(stand_in, tmp_path, pages):
    (tmp_path / "made.pdf").write_bytes(make_pdf([frame(f"{n}") for n in range(pages)]))
    stand_in(f"shutil.copyfile({str(tmp_path / 'made.pdf')!r}, target)")


def size(path):
    with Image.open(path) as opened:
        return opened.size


def test_nothing_that_runs_or_lies_elsewhere_is_in_the_page(page):
    made = web_page.of(page).page()
    assert made.index("Content-Security-Policy") < made.index("<style>") < made.index("<body>")
    assert "default-src 'none'" in made
    body = made[made.index("<body>") :]
    assert not re.search(r"<script|<iframe|onclick|onerror|onload|javascript:|for me alone", body)
    assert "example.org/x.css" not in body
    assert "[pixel.png]" in body
    assert "[out.png]" in body
    # The picture in the folder, on the slide and in the style; the one outside of it nowhere.
    inside, outside = (base64.b64encode(png(each)).decode() for each in ("lime", "red"))
    assert made.count(inside) == 2
    assert outside not in made
    assert [part.count("<section") for part in web_page.of(page).slides] == [1, 1, 1]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_out_of_the_folder_leads_nowhere(page):
    (page.path.parent / "in.png").unlink()
    (page.path.parent / "in.png").symlink_to(page.path.parent.parent / "out.png")
    assert base64.b64encode(png("red")).decode() not in web_page.of(page).page()


def test_pictures_have_bounds(page, monkeypatch):
    monkeypatch.setattr(web_page, "MOST_PICTURE", 10)
    assert "data:image" not in web_page.of(page).page()


def test_a_picture_written_into_a_long_text_is_shown(tmp_path):
    colour = os.urandom(90_000)
    noise = Image.frombytes("RGB", (300, 100), colour)
    out = io.BytesIO()
    noise.save(out, "PNG")
    packed = base64.b64encode(out.getvalue()).decode()
    path = tmp_path / "talk.md"
    path.write_text(f"---\nmarp: true\n---\n\n# One\n\n![](data:image/png;base64,{packed})\n")
    read = deck.read(path)
    assert packed in web_page.of(read).page()
    assert size(io.BytesIO(web_page.of(read).picture(0))) == (300, 100)


@pytest.mark.parametrize("name", TEXTS)
def test_every_slide_is_on_a_sheet_with_its_words(tmp_path, name):
    read = deck.read(write(tmp_path, name))
    laid = web_page.of(read)
    assert len(laid.slides) == len(read.slides)
    for title, slide in zip(read.slides["title"], laid.slides, strict=True):
        said = re.sub(r"<[^>]*>|\W", "", slide.replace("&amp;", "&"))
        assert re.sub(r"\W", "", title) in said


def test_a_notebooks_outputs_are_shown(tmp_path):
    packed = base64.b64encode(png("lime")).decode()
    outputs = [
        {"output_type": "display_data", "data": {"image/png": packed, "text/plain": "<Figure>"}},
        {"output_type": "stream", "text": ["12 < 13\n"]},
        {"data": {"text/html": ["<table><td>cell</td></table><script>bad()</script>"]}},
    ]
    source = "# Plot\n\n![](attachment:a%20b.png)"
    cells = [
        {"cell_type": "markdown", "metadata": {"slideshow": {"slide_type": "slide"}},
         "source": source, "attachments": {"a b.png": {"image/png": packed}}},
        {"cell_type": "code", "metadata": {}, "source": "plot()", "outputs": outputs},
    ]  # fmt: skip
    path = tmp_path / "talk.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    read = deck.read(path)
    laid = web_page.of(read)
    assert laid.slides[0].count(packed) == 2
    assert "12 &lt; 13" in laid.slides[0]
    assert "<td>cell</td>" in laid.slides[0]
    assert "bad()" not in laid.slides[0]
    assert "&lt;Figure" not in laid.slides[0]


def test_without_a_browser_a_slide_is_a_card_with_its_picture(page, no_browser, tmp_path):
    folder = tmp_path / "pictures"
    made = images.pictures(page, folder, width=400)
    assert [size(path) for path in made.values()] == [(400, 225)] * 3
    with Image.open(next(iter(made.values()))) as card:
        red, green, blue = card.convert("RGB").getpixel((290, 112))
    assert green > 200 > 100 > max(red, blue)
    assert "Chromium, Chrome or Edge" in images.made_how(page, folder)


def test_a_picture_that_is_none_or_a_bomb_leaves_the_card(tmp_path, monkeypatch):
    monkeypatch.setattr("pacer.deck.cards._MOST_PIXELS", 100)
    for number, data in enumerate((b"no picture", png("red"))):
        target = tmp_path / f"{number}.jpg"
        images.cards.draw("Title", "Title\nwords", target, 400, data)
        assert size(target) == (400, 225)


def test_pages_that_are_not_the_slides_are_not_used(page, stand_in, tmp_path):
    folder = tmp_path / "pictures"
    drawn_as(stand_in, tmp_path, 4)
    assert len(images.pictures(page, folder, width=80)) == 3
    assert "4 pages for 3 slides" in images.made_how(page, folder)
    assert size(images.ready(page, folder, width=80)[page.slides["slide_key"][0]]) == (80, 45)


def test_a_browser_is_asked_once_and_another_anew(page, stand_in, tmp_path, monkeypatch):
    folder = tmp_path / "pictures"
    stand_in("sys.exit(1)")
    assert len(images.pictures(page, folder, width=80)) == 3
    assert "cannot be drawn by the browser" in images.made_how(page, folder)
    asked = []
    monkeypatch.setattr(browser, "to_pdf", lambda *args, **_: asked.append(args))
    images.pictures(page, folder, width=80)
    assert asked == []
    shutil.move(browser.program(), tmp_path / "another")
    monkeypatch.setattr(browser, "program", lambda: str(tmp_path / "another"))
    images.pictures(page, folder, width=80)
    assert len(asked) == 1


def test_a_browser_that_hangs_or_swells_is_ended(page, stand_in, tmp_path, monkeypatch):
    monkeypatch.setattr(browser, "START_S", 0.5)
    monkeypatch.setattr(browser, "SLIDE_S", 0.0)
    stand_in("time.sleep(60)")
    with pytest.raises(DeckError, match="takes the browser more than 0 s"):
        browser.to_pdf("", tmp_path / "x.pdf", page.path, slides=1)
    if sys.platform == "linux":
        monkeypatch.setattr(browser, "START_S", 30.0)
        monkeypatch.setattr(programs, "MOST_BYTES", 64 * 2**20)
        stand_in("held = bytearray(100 * 2**20)\ntime.sleep(60)")
        with pytest.raises(DeckError, match="GB of memory"):
            browser.to_pdf("", tmp_path / "x.pdf", page.path, slides=1)
    assert not (tmp_path / "x.pdf").exists()


def test_marp_lays_a_deck_out_where_it_is_there(tmp_path, monkeypatch):
    path = tmp_path / "talk.md"
    path.write_text("---\nmarp: true\n---\n\n# One\n\n---\n\n# Two\n")
    read = deck.read(path)
    slide = (
        '<svg data-marpit-svg="" viewBox="0 0 960 720"><foreignObject width="960" height="720">'
        '<section onclick="x()"><h1>{}</h1><script>x()</script></section></foreignObject></svg>'
    )
    for titles, by in ((["One", "Two"], "Marp and "), (["One"], "")):
        text = "<html><body>" + "".join(slide.format(each) for each in titles) + "</body></html>"
        monkeypatch.setattr(marp_cli, "program", lambda: "marp")
        monkeypatch.setattr(marp_cli, "html", lambda *_, text=text: text)
        laid = web_page.of(read)
        assert (laid.by, len(laid.slides)) == (by, 2)
        assert "x()" not in laid.page()
        assert laid.size == ((960, 720) if by else web_page.SIZES["marp"])


def test_a_command_says_how_slides_are_drawn(tmp_path, capsys, no_browser):
    path = write(tmp_path, "marp.md")
    assert main(["slides", str(path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Pictures: cards of the slides' words; where Chromium" in said
    assert main(["slides", str(path), "--json"]) == 0
    assert "cards" in json.loads(capsys.readouterr().out)["pictures"]


def test_a_recording_is_not_held_against_slides_drawn_here(page, tmp_path):
    with pytest.raises(DeckError, match="export it to a PDF"):
        next(images.every_page(page, tmp_path, width=80))


# --- a real browser ------------------------------------------------------------------------------


@pytest.fixture
def real_browser():
    """Skips without a browser, or fails where PACER_REQUIRE names it."""
    if browser.program() is None:
        if "browser" in os.environ.get("PACER_REQUIRE", "").split(","):
            pytest.fail("PACER_REQUIRE names browser, which is not here")
        pytest.skip("no browser is here")


def test_a_browser_draws_the_slides_and_runs_nothing(page, real_browser, tmp_path):
    folder = tmp_path / "pictures"
    drawn = images.pictures(page, folder, width=480)
    assert list(drawn) == page.slides["slide_key"].tolist()
    assert "drawn by a browser" in images.made_how(page, folder)
    assert {size(path) for path in drawn.values()} == {(480, 351)}
    with Image.open(next(iter(drawn.values()))) as first:
        # Had its script run, neither the slide's colour nor its picture would be there.
        colours = {each for _, each in first.convert("RGB").quantize(8).convert("RGB").getcolors()}
    assert any(blue > 100 and red < 40 and 40 < green < 90 for red, green, blue in colours)
    assert any(green > 200 and red < 90 and blue < 90 for red, green, blue in colours)
    assert not list(folder.rglob("*.html"))


def test_a_browser_is_ended_when_the_drawing_is_stopped(page, real_browser, tmp_path):
    drawing = images.Drawing(page, tmp_path / "pictures")
    drawing.stop()
    assert drawing.done
    assert not list((tmp_path / "pictures").rglob("*.jpg"))
