"""A recording dropped on the compare room in a real JupyterLab, or chosen by keyboard alone."""

import pytest

from tests.e2e import lab
from tests.transcript.talking import make_deck, make_srt

OPEN = """
import pacer
talk = pacer.open(r"{deck}", slot="4:00")
talk.project.pictures = lambda progress: {{}}
talk.explore()
"""
DRAG = """([type, name, text]) => {{
  const data = new DataTransfer();
  data.items.add(new File([text], name, {{lastModified: 1.7e12}}));
  const room = document.querySelector(".pacer-compare");
  room.dispatchEvent(new DragEvent(type, {{bubbles: true, cancelable: true, dataTransfer: data}}));
}}""".replace("{{", "{").replace("}}", "}")


@pytest.fixture
def room(notebook, tmp_path):
    def make(**options):
        deck = make_deck(tmp_path / "talk.pptx")
        opened = notebook(OPEN.format(deck=deck), "", **options)
        opened.page.locator(".pacer-compare .pacer-intake").wait_for()
        return opened

    return make


@pytest.mark.parametrize("theme", [lab.LIGHT, lab.DARK])
def test_captions_dropped_on_an_empty_room_become_its_first_run(room, theme, tmp_path):
    opened = room(theme=theme)
    page = opened.page
    dark = "dark" if theme == lab.DARK else "light"
    text = make_srt(tmp_path / "talk.srt").read_text("utf-8")
    page.evaluate(DRAG, ["dragenter", "talk.srt", text])
    page.locator(".pacer-intake-target").wait_for()
    opened.shot(f"intake-target-{dark}", page.locator(".pacer-compare"))
    page.evaluate(DRAG, ["dragleave", "talk.srt", text])
    page.locator(".pacer-intake-target").wait_for(state="hidden")
    page.evaluate(DRAG, ["drop", "not-this.vtt", "WEBVTT\n\n00:00.000 --> 00:09.000\nja gut\n"])
    page.locator(".pacer-intake-line[data-failed]").wait_for()
    opened.shot(f"intake-refused-{dark}", page.locator(".pacer-compare"))
    page.evaluate(DRAG, ["drop", "talk.srt", text])
    page.locator(".pacer-compare .cell").first.wait_for()
    line = page.locator(".pacer-intake-line")
    line.get_by_text("6 of 6 slides").wait_for()
    opened.shot(f"intake-done-{dark}", page.locator(".pacer-compare"))
    assert opened.axe(".pacer-compare") == []
    assert opened.kernel("print(len(talk.runs))").strip() == "1"


def test_by_keyboard_alone_and_on_a_narrow_page(room, tmp_path):
    opened = room()
    page = opened.page
    # Listening before the key: a chooser that opens while the driver begins to listen is missed.
    page.on("filechooser", lambda chosen: chosen.set_files(make_srt(tmp_path / "told.srt")))
    page.set_viewport_size({"width": 420, "height": 900})
    page.get_by_role("button", name="Add a recording…").focus()
    page.keyboard.press("Enter")
    page.locator(".pacer-intake-line").get_by_text("told.srt").wait_for()
    page.locator(".pacer-compare .cell").first.wait_for()
    opened.shot("intake-narrow", page.locator(".pacer-compare"))
