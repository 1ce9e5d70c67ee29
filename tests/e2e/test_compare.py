"""The compare widget in a real JupyterLab: by mouse, by keyboard alone, in both themes, narrow."""

import pytest

from tests.e2e import lab

OPEN = """
import math
from array import array
import pacer
from pacer import sample
from pacer.audio.capture import Wav, save_sidecar
talk = pacer.open(sample.copy("compare-{name}"), slot="45:00", questions="5:00")
run = talk.runs["run_id"].iloc[-1]
stem = talk.folder / "runs" / run
if not stem.with_name(run + ".take.json").exists():
    wav = Wav(stem.with_name(run + ".wav"), 8000)
    beep = array("h", (round(9000 * math.sin(n / 4)) for n in range(8000))).tobytes()
    for _ in range(600):
        wav.add(0, beep)
    wav.close()
    save_sidecar(stem.with_name(run + ".take.json"), {{"pacer_take": 1, "starts_s": 0.0}})

def draw(progress):
    from PIL import Image, ImageDraw
    found = {{}}
    for number, (key, title) in enumerate(zip(talk.slides["slide_key"], talk.slides["title"])):
        image = Image.new("RGB", (640, 360), (18, 52 + 3 * number, 86))
        ImageDraw.Draw(image).text((60, 140), title, fill="white", font_size=36)
        found[key] = talk.folder / f"{{number}}.png"
        image.save(found[key])
    return found

talk.project.pictures = {pictures}
made = talk.explore()
made
"""


@pytest.fixture
def room(notebook):
    def make(name, pictures="lambda progress: {}", **options):
        opened = notebook(OPEN.format(name=name, pictures=pictures), "", **options)
        opened.page.locator(".pacer-compare .cell").first.wait_for()
        return opened

    return make


def cell(page, position, run):
    row = page.locator(f'.pacer-compare .rows .row:has(.position:text-is("{position}"))')
    return row.locator(".cell").nth(run - 1)


@pytest.mark.parametrize("theme", [lab.LIGHT, lab.DARK])
def test_answers_first_then_shows_every_slide_in_every_run(room, theme):
    opened = room("look", theme=theme, pictures="draw")
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 1500})
    dark = "dark" if theme == lab.DARK else "light"
    assert "45:29" in page.locator(".pacer-compare .first").inner_text()
    assert page.locator(".pacer-compare .rows .row").count() == 47, "hidden slides left out"
    cell(page, 10, 1).hover()
    assert cell(page, 10, 1).inner_text() == "+1:25"
    beside = page.locator(".pacer-compare .beside")
    assert "1:25 over the usual 1:07" in beside.inner_text()
    page.locator(".pacer-compare .beside img:visible").wait_for()
    opened.shot(f"compare-{dark}", page.locator(".pacer-compare"))
    assert opened.axe(".pacer-compare") == []
    page.get_by_role("button", name="By the clock").click()
    page.locator(".pacer-compare .part").nth(70).hover()
    page.wait_for_timeout(300)
    opened.shot(f"compare-clock-{dark}", page.locator(".pacer-compare"))
    assert opened.axe(".pacer-compare") == []


@pytest.mark.parametrize("width", [760, 420])
def test_fits_a_narrow_cell(room, width):
    opened = room(f"narrow-{width}", pictures="draw")
    opened.page.set_viewport_size({"width": width, "height": 1500})
    root = opened.page.locator(".pacer-compare")
    cell(opened.page, 21, 2).hover()
    opened.page.wait_for_timeout(500)
    opened.shot(f"compare-narrow-{width}", root)
    assert root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
    assert opened.axe(".pacer-compare") == []


def test_by_keyboard_alone_and_no_key_reaches_the_notebook(room):
    opened = room("keys")
    page = opened.page
    cells = opened.cells()
    page.locator(".pacer-compare .cell[tabindex]").focus()
    page.keyboard.press("Control+Home")
    for key in ["ArrowDown"] * 19 + ["ArrowRight"]:
        page.keyboard.press(key)
    at = page.locator(".pacer-compare .cell:focus")
    assert at.inner_text().endswith("↩")
    label = at.get_attribute("aria-label")
    assert label.startswith("Run 2, slide 21 Checkpoints, without stopping the world: ")
    assert "Shown twice" in label
    assert "Checkpoints" in page.locator(".pacer-compare .beside .title").inner_text()
    assert page.locator(".pacer-compare .cell[tabindex]").count() == 1
    page.keyboard.press("End")
    assert at.get_attribute("aria-label").startswith("Run 4, slide 21")
    for key in "abdmxyz":
        page.keyboard.press(key)
    assert opened.cells() == cells

    page.get_by_role("button", name="By the clock").press("Enter")
    page.locator(".pacer-compare .part[tabindex]").focus()
    page.keyboard.press("ArrowRight")
    at = page.locator(".pacer-compare .part:focus")
    assert at.get_attribute("aria-label").startswith("Run 4, slide 22")
    page.keyboard.press("ArrowUp")
    assert at.get_attribute("aria-label").startswith("Run 3, slide 2")
    assert opened.cells() == cells


def test_runs_are_chosen(room):
    opened = room("choose")
    page = opened.page
    boxes = page.locator(".pacer-compare .totals input")
    boxes.nth(0).uncheck()
    assert page.locator(".pacer-compare .run").count() == 3
    for number in (1, 2):
        boxes.nth(number).uncheck()
    boxes.nth(3).click()
    assert boxes.nth(3).is_checked(), "one run stays"
    assert page.locator(".pacer-compare .run").count() == 1
    boxes.nth(1).check()
    opened.run_all()
    page.locator(".pacer-compare .cell").first.wait_for()
    shown = page.locator(".pacer-compare .totals input")
    assert [box.is_checked() for box in shown.all()] == [False, True, False, True], "remembered"


def test_a_stretch_of_the_take_is_played_and_only_where_there_is_one(room):
    opened = room("sound")
    page = opened.page
    listen = page.get_by_role("button", name="Listen to this stretch")
    cell(page, 4, 1).click()
    assert listen.count() == 0
    cell(page, 40, 4).hover()
    assert listen.count() == 0, "the take ends before"
    cell(page, 4, 4).click()
    playing = page.locator(".pacer-compare .playing")
    page.wait_for_function(
        "() => / of 0:28/.test(document.querySelector('.pacer-compare .playing').textContent)"
    )
    assert "Run 4, 4 " in playing.inner_text()
    opened.shot("compare-sound", page.locator(".pacer-compare .beside"))
    assert opened.axe(".pacer-compare") == []
    page.keyboard.press("Escape")
    assert not playing.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => / of 0:28/.test(document.querySelector('.pacer-compare .playing').textContent)"
    )
    cell(page, 4, 1).hover()
    page.get_by_role("button", name="Stop").click()
    assert page.locator(".pacer-compare .cell:focus").count() == 1, "focus is not lost"
    assert not playing.is_visible()


def test_deck_text_is_never_markup_and_long_titles_are_cut(notebook):
    evil = "<img src=x onerror=window.hurt=1>"
    opened = notebook(
        f"""
from pathlib import Path
from pacer.widgets.comparison import compare
from tests.talks import make_runs, make_slides
from tests.widgets.talks import FramesProject
slides = make_slides(3)
slides["title"] = [{evil!r}, {evil!r} * 400, "C"]
runs, visits, dwell = make_runs("A 0-30 B 30-90 C 90-150", "A 0-20 X 20-30 B 30-70 …")
runs = runs.assign(name={evil!r})
project = FramesProject(slides, runs, visits, dwell, Path("none.pacer"), {{"X": {evil!r}}})
compare(project, talk_s=120.0)
"""
    )
    page = opened.page
    cell(page, 2, 1).hover()
    assert page.evaluate("() => window.hurt") is None
    assert evil in page.locator(".pacer-compare .slide .title").first.inner_text()
    assert len(page.locator(".pacer-compare .beside .title").inner_text()) < 200
    assert "■" in cell(page, 2, 2).inner_text()
    opened.shot("compare-odd", page.locator(".pacer-compare"))


def test_without_runs_there_is_one_clear_line(notebook):
    opened = notebook(
        """
from pathlib import Path
from pacer.widgets.comparison import compare
from tests.talks import make_runs, make_slides
from tests.widgets.talks import FramesProject
compare(FramesProject(make_slides(3), *make_runs(), Path("none.pacer")))
"""
    )
    first = opened.page.locator(".pacer-compare .first")
    first.wait_for()
    assert first.inner_text().startswith("No runs yet")
    assert opened.page.locator(".pacer-compare [role=grid]").count() == 0


WORDED = """
import pandas as pd
import pacer
from pacer import sample
from pacer.transcript import words
talk = pacer.open(sample.copy("compare-{name}", "short-talk.pptx"), slot="8:00")
TOLD = {{
    0: "So welcome, this is about how we measure what people wait for. A mean says nothing of it.",
    1: "So welcome, this is about why we measure what people wait for, and a mean hides it.",
}}
for at, run in enumerate(talk.runs["run_id"][-2:]):
    rows = [
        {{"word": word, "start_s": 0.5 + 0.5 * n, "end_s": 0.9 + 0.5 * n}}
        for n, word in enumerate(TOLD[at].split())
    ]
    words.write_words(talk.folder / "runs" / (run + words.SUFFIX), pd.DataFrame(rows))
talk.project.pictures = lambda progress: {{}}
talk.explore()
"""


@pytest.mark.parametrize("theme", [lab.LIGHT, lab.DARK])
def test_what_was_said_on_a_slide_in_each_run_stands_side_by_side(notebook, theme):
    dark = "dark" if theme == lab.DARK else "light"
    opened = notebook(WORDED.format(name=f"said-{dark}"), "", theme=theme)
    page = opened.page
    root = page.locator(".pacer-compare")
    cell(page, 1, 2).click()
    root.locator("details.said > summary").click()
    root.locator(".telling").nth(1).wait_for()
    assert root.locator(".telling ins").first.inner_text() == "why"
    assert root.locator(".telling del").first.inner_text() == "how"
    opened.shot(f"compare-said-{dark}", root)
    assert opened.axe(".pacer-compare") == []
    cell(page, 2, 2).click()
    root.locator(".said .none", has_text="No words are known").wait_for()
    page.set_viewport_size({"width": 420, "height": 1100})
    assert root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
