"""The rehearsal room in a real JupyterLab."""

import re

import pytest
from playwright.sync_api import expect

from pacer import runs
from tests.e2e import lab

CELL = """
from tests.widgets.talks import make_slides
from pacer.widgets.rehearse import rehearse
room = rehearse(make_slides({count}), folder={folder!r}, deck_digest="d", talk_s={talk_s},
                title="A talk about logs", budgets_from="the plan")
room
"""


@pytest.fixture
def talk(notebook, tmp_path):
    """Open a room on so many slides; the notebook, the room on its page, the talk's folder."""

    def make(count=12, talk_s=600, **options):
        folder = tmp_path / "talk.pacer"
        cell = CELL.format(count=count, folder=str(folder), talk_s=talk_s)
        opened = notebook(cell, **options)
        room = opened.page.locator(".room")
        expect(room).to_be_visible()
        return opened, room, folder

    return make


def saved(room, marks):
    expect(room.locator(".room-link")).to_have_text(re.compile(f"Saved: {marks} marks?"))


def test_a_run_by_keyboard_alone_is_on_disk(talk):
    opened, room, folder = talk()
    cells = opened.cells()
    room.focus()
    page = opened.page
    page.keyboard.press("Space")
    expect(room.locator(".room-now")).to_contain_text("Slide 1 of a talk about logs")
    for key in ("ArrowRight", "Space", "PageDown", "ArrowLeft", "p", "p", "q", "q", "b"):
        page.keyboard.press(key)
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(room.locator(".room-bar")).to_contain_text("Slide 10 of 12")
    page.keyboard.press("Home")
    saved(room, 12)
    for key in ("a", "d", "d", "x", "m", "Escape"):
        page.keyboard.press(key)
    assert opened.cells() == cells
    expect(room).to_be_visible()
    room.get_by_role("button", name="Finish").click()
    expect(room.locator(".room-saved")).to_contain_text("Saved as")

    marks = runs.load(folder).marks
    kinds = ["start", "slide", "slide", "slide", "slide", "pause", "resume", "question", "answer"]
    assert marks["kind"].tolist() == [*kinds, "note", "slide", "slide", "stop"]
    keys = marks.loc[marks["kind"].isin(["start", "slide"]), "slide_key"].tolist()
    assert keys == [f"id:{number}" for number in (1, 2, 3, 4, 3, 10, 1)]
    assert marks["t_s"].is_monotonic_increasing
    assert runs.load(folder).runs["complete"].all()


@pytest.mark.parametrize("theme", [lab.LIGHT, lab.DARK], ids=["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_anybody(talk, theme):
    opened, room, _ = talk(theme=theme)
    look = theme.split()[-1].lower()
    assert opened.axe(".room") == []
    opened.shot(f"rehearse-before-{look}", room)
    room.get_by_role("button", name="Start").click()
    opened.page.wait_for_timeout(1200)
    saved(room, 1)
    assert opened.axe(".room") == []
    opened.shot(f"rehearse-{look}", room)
    opened.page.keyboard.press("p")
    opened.shot(f"rehearse-paused-{look}", room)
    assert opened.axe(".room") == []
    room.get_by_role("button", name="Finish").click()
    expect(room.locator(".room-saved")).to_contain_text("Saved as")
    assert opened.axe(".room") == []
    opened.shot(f"rehearse-after-{look}", room)


def test_it_fits_a_narrow_cell(talk):
    opened, room, _ = talk()
    opened.page.set_viewport_size({"width": 480, "height": 900})
    room.get_by_role("button", name="Start").click()
    opened.page.wait_for_timeout(300)
    wide = room.evaluate("(room) => room.scrollWidth - room.clientWidth")
    assert wide <= 0
    opened.shot("rehearse-narrow", room)
    assert opened.axe(".room") == []


def test_a_title_with_markup_stays_text(notebook, tmp_path):
    opened = notebook(
        "from tests.widgets.talks import make_slides\n"
        "from pacer.widgets.rehearse import rehearse\n"
        "bad = '<img src=x onerror=document.title=1>'\n"
        "slides = make_slides(3).assign(title=bad + 'x' * 10_000, text=bad, notes=bad)\n"
        f"rehearse(slides, folder={str(tmp_path)!r}, deck_digest='d')"
    )
    room = opened.page.locator(".room")
    room.get_by_role("button", name="Start").click()
    expect(room.locator(".room-now")).to_contain_text("<img src=x")
    expect(room.locator(".room-notes")).to_contain_text("<img src=x")
    assert opened.page.title() != "1"
    assert room.locator("img:visible").count() == 0
    assert re.search("x{200}", room.inner_text()) is None
