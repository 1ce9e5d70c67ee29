"""The boundary widget in a real JupyterLab: by keyboard, mouse and ear, both themes, narrow."""

import pytest

from tests.e2e import lab

OPEN = """
import math
from array import array
import pacer
from pacer import sample
from pacer.audio.capture import Wav, save_sidecar
from tests.transcript.talking import make_vague_srt
talk = pacer.open(sample.copy("boundaries-{name}", "short-talk.pptx"))
found = talk.align(make_vague_srt(talk.deck.path.with_name("talk.srt"), talk.slides["title"]))
stem = talk.folder / "runs" / found.run_id
wav = Wav(stem.with_name(found.run_id + ".wav"), 8000)
beep = array("h", (round(9000 * math.sin(n / 4)) for n in range(8000))).tobytes()
for _ in range(400):
    wav.add(0, beep)
wav.close()
save_sidecar(stem.with_name(found.run_id + ".take.json"), {{"pacer_take": 1, "starts_s": 0.0}})
talk.project.pictures = lambda progress: {{}}
made = talk.boundaries()
made
"""


@pytest.fixture
def room(notebook):
    def make(name, **options):
        opened = notebook(OPEN.format(name=name), "", **options)
        opened.page.locator(".pacer-boundaries .said [data-word]").first.wait_for()
        return opened

    return make


@pytest.mark.parametrize("theme", [lab.LIGHT, lab.DARK])
def test_shows_the_words_around_a_doubtful_change(room, theme):
    opened = room(theme.split()[-1].lower(), theme=theme)
    root = opened.page.locator(".pacer-boundaries")
    assert "changes of slide are doubtful" in root.locator(".first").inner_text()
    assert root.locator(".pacer-card").count() == 2
    opened.shot(f"boundaries-{'dark' if theme == lab.DARK else 'light'}", root)
    assert opened.axe(".pacer-boundaries") == []


@pytest.mark.parametrize("width", [760, 420])
def test_fits_a_narrow_cell(room, width):
    opened = room(f"narrow-{width}")
    opened.page.set_viewport_size({"width": width, "height": 1100})
    root = opened.page.locator(".pacer-boundaries")
    opened.page.wait_for_timeout(300)
    opened.shot(f"boundaries-narrow-{width}", root)
    assert root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
    assert opened.axe(".pacer-boundaries") == []


def test_by_keyboard_alone_and_what_is_set_is_kept(room):
    opened = room("keys")
    page = opened.page
    root = page.locator(".pacer-boundaries")
    said = root.get_by_role("slider")
    total = root.locator(".first").inner_text()
    first = root.locator(".side .title").first.inner_text()
    said.focus()
    cells = page.locator(".jp-Cell").count()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    assert "was" in root.locator(".when").inner_text()
    page.keyboard.press("Enter")
    root.locator(".under", has_text="1 set by hand").wait_for()
    assert root.locator(".first").inner_text() != total
    assert root.locator(".side .title").first.inner_text() != first
    page.keyboard.press("s")
    page.keyboard.press("u")
    root.locator(".under:not(:has-text('set by hand'))").wait_for()
    assert root.locator(".first").inner_text() == total
    assert page.locator(".jp-Cell").count() == cells, "no key reached the notebook"


def test_by_mouse_and_by_ear(room):
    opened = room("mouse")
    root = opened.page.locator(".pacer-boundaries")
    words = root.locator("[data-word]:not([data-beyond])")
    words.nth(words.count() // 2).click()
    when = root.locator(".when").inner_text()
    root.get_by_role("button", name="Earlier").click()
    assert root.locator(".when").inner_text() != when
    root.get_by_role("button", name="Listen").click()
    root.locator(".playing", has_text="of 0:10").wait_for()
    root.get_by_role("button", name="Stop").click()
    root.get_by_role("button", name="It is here").click()
    root.locator(".under", has_text="1 set by hand").wait_for()
    root.get_by_role("button", name="Take back the last").click()
    root.locator(".under:not(:has-text('set by hand'))").wait_for()
