"""The rehearsal room in a real JupyterLab."""

import re

import pytest
from playwright.sync_api import expect

from pacer import runs
from pacer.runs.journal import read
from tests.e2e import lab

CELL = """
from pathlib import Path
from tests.widgets.talks import make_project
from pacer.widgets.rehearsal import rehearse
room = rehearse(make_project(Path({folder!r}), {count}), talk_s={talk_s})
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
    for key in ("ArrowRight", "Space", "PageDown", "ArrowLeft", "p", "p", "q", "q", "x"):
        page.keyboard.press(key)
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(room.locator(".room-bar")).to_contain_text("Slide 10 of 12")
    page.keyboard.press("Home")
    saved(room, 12)
    for key in ("a", "d", "d", "z", "m", "Escape"):
        page.keyboard.press(key)
    assert opened.cells() == cells
    expect(room).to_be_visible()
    room.get_by_role("button", name="Finish").click()
    expect(room.locator(".room-saved")).to_contain_text("Saved as")

    marks = runs.load(folder).marks
    kinds = ["start", "slide", "slide", "slide", "slide", "pause", "resume", "question", "answer"]
    assert marks["kind"].tolist() == [*kinds, "note", "slide", "slide", "keep", "stop"]
    keys = marks.loc[marks["kind"].isin(["start", "slide"]), "slide_key"].tolist()
    assert keys == [f"id:{number}" for number in (1, 2, 3, 4, 3, 10, 1)]
    assert marks["t_s"].is_monotonic_increasing
    found = runs.load(folder).runs
    assert found["complete"].all()
    # Seconds of clicking: it is asked about, and teaches nothing until it is kept.
    assert not found["teaches"].any()
    room.get_by_role("button", name="Keep as a rehearsal").click()
    saved(room, 15)
    assert runs.load(folder).runs["teaches"].all()


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
        "from pathlib import Path\n"
        "from tests.widgets.talks import SlidesProject, make_slides\n"
        "from pacer.widgets.rehearsal import rehearse\n"
        "bad = '<img src=x onerror=document.title=1>'\n"
        "slides = make_slides(3).assign(title=bad + 'x' * 10_000, text=bad, notes=bad)\n"
        f"rehearse(SlidesProject(slides, Path({str(tmp_path)!r})))"
    )
    room = opened.page.locator(".room")
    room.get_by_role("button", name="Start").click()
    expect(room.locator(".room-now")).to_contain_text("<img src=x")
    expect(room.locator(".room-notes")).to_contain_text("<img src=x")
    assert opened.page.title() != "1"
    assert room.locator("img:visible").count() == 0
    assert re.search("x{200}", room.inner_text()) is None


def run_of(folder):
    (path,) = (folder / "runs").glob("*.jsonl")
    return read(path).marks


def test_full_screen_holds_all_of_it(talk):
    opened, room, _ = talk()
    room.get_by_role("button", name="Start").click()
    opened.page.keyboard.press("f")
    opened.page.wait_for_function("() => document.fullscreenElement?.matches('.room')")
    inside = room.evaluate(
        """(room) => [...room.querySelectorAll('.room-hud, .pacer-card, .room-controls button')]
          .every((part) => {
            const {bottom, right} = part.getBoundingClientRect();
            return bottom <= innerHeight && right <= innerWidth;
          })"""
    )
    assert inside
    assert opened.axe(".room") == []
    opened.shot("rehearse-full")
    opened.page.keyboard.press("ArrowRight")
    expect(room.locator(".room-hud")).to_contain_text("Slide 2 of 12")
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_function("() => !document.fullscreenElement")


def test_by_touch_and_by_mouse(talk):
    _, room, folder = talk()
    page = room.page
    room.get_by_role("button", name="Start").click()
    room.get_by_role("button", name="Next").click()
    # The keys are the room's again: Space goes on, it does not press the button twice.
    page.keyboard.press("Space")
    expect(room.locator(".room-hud")).to_contain_text("Slide 3 of 12")
    room.evaluate(
        """(room) => {
          const event = (kind, clientX) => {
            const touch = new Touch({identifier: 1, target: room, clientX, clientY: 300});
            const touches = kind === 'touchstart' ? [touch] : [];
            return new TouchEvent(kind, {bubbles: true, changedTouches: [touch], touches});
          };
          const swipe = (from, to) => {
            room.dispatchEvent(event('touchstart', from));
            room.dispatchEvent(event('touchend', to));
          };
          swipe(400, 200); swipe(200, 420); swipe(300, 310);
        }"""
    )
    saved(room, 5)
    keys = [mark["slide_key"] for mark in run_of(folder)]
    assert keys == ["id:1", "id:2", "id:3", "id:4", "id:3"]


def test_builds_can_be_stepped_through(talk):
    _, room, folder = talk()
    room.get_by_label("Step through builds").check()
    room.get_by_role("button", name="Start").click()
    room.focus()
    for _ in range(2):  # slide 1 has one build
        room.page.keyboard.press("PageDown")
        room.page.wait_for_timeout(300)
    expect(room.locator(".room-hud")).to_contain_text("Slide 2 of 12")
    room.page.keyboard.press("PageDown")
    expect(room.locator(".room-builds")).to_have_text("Click 1 of 2")
    saved(room, 2)
    assert len(run_of(folder)) == 2


def test_a_run_is_named_discarded_and_begun_again(talk):
    _, room, folder = talk()
    room.get_by_label("This is the delivery").check()
    room.get_by_role("button", name="Start").click()
    saved(room, 1)
    room.get_by_role("button", name="Finish").click()
    room.get_by_label("Name of this run").fill("the one with the demo")
    room.get_by_label("Name of this run").press("Enter")
    saved(room, 4)
    marks = run_of(folder)
    assert (marks[3]["kind"], marks[3]["note"]) == ("name", "the one with the demo")
    assert runs.load(folder).runs["kind"].tolist() == ["delivery"]
    room.get_by_role("button", name="Discard").click()
    expect(room.locator(".room-notice")).to_contain_text("discarded; it lies in")
    assert runs.load(folder).runs.empty
    room.get_by_role("button", name="Start").click()
    saved(room, 1)
    assert len(runs.load(folder).runs) == 1


def test_stopped_too_soon_it_goes_on(talk):
    _, room, folder = talk()
    room.get_by_role("button", name="Start").click()
    room.get_by_role("button", name="Finish").click()
    room.get_by_role("button", name="go on").click()
    room.page.keyboard.press("ArrowRight")
    saved(room, 6)
    kinds = [mark["kind"] for mark in run_of(folder)]
    assert kinds == ["start", "keep", "stop", "resume", "keep", "slide"]


def test_two_thousand_slides_are_rehearsed_too(talk):
    opened, room, _ = talk(count=2000, talk_s=36_000)
    room.get_by_role("button", name="Start").click()
    room.focus()
    opened.page.keyboard.type("1999")
    opened.page.keyboard.press("Enter")
    expect(room.locator(".room-hud")).to_contain_text("Slide 1999 of 2000")
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
        opened.page.wait_for_timeout(300)
    expect(room.locator(".room-notice")).to_contain_text("the last slide")
    saved(room, 3)


def test_a_deck_edited_or_deleted_during_the_run_is_said(notebook, tmp_path):
    deck = tmp_path / "talk.pptx"
    deck.write_bytes(b"as it was")
    cell = CELL.format(count=12, folder=str(tmp_path / "talk.pacer"), talk_s=600)
    opened = notebook(cell)
    room = opened.page.locator(".room")
    room.get_by_role("button", name="Start").click()
    saved(room, 1)
    deck.write_bytes(b"as it is now")
    room.get_by_role("button", name="Next").click()
    expect(room.locator(".room-notice")).to_contain_text("talk.pptx was changed")
    deck.unlink()
    opened.page.wait_for_timeout(300)  # sooner it would be a bounce
    room.get_by_role("button", name="Next").click()
    expect(room.locator(".room-notice")).to_contain_text("talk.pptx is gone")
    saved(room, 3)


def test_nothing_moves_for_those_who_want_no_motion(talk):
    opened, room, _ = talk()
    opened.page.emulate_media(reduced_motion="reduce")
    room.get_by_role("button", name="Start").click()
    moving = room.evaluate("(room) => room.getAnimations({subtree: true}).length")
    assert moving == 0


def test_slide_and_phase_are_spoken_and_the_clock_is_not(talk):
    _, room, _ = talk()
    room.get_by_role("button", name="Start").click()
    voice = room.get_by_role("status")
    expect(voice).to_have_text("Slide 1 of 12: Slide 1 of a talk about logs")
    room.page.keyboard.press("p")
    expect(voice).to_have_text("Paused")
    room.page.wait_for_timeout(1200)
    expect(voice).to_have_text("Paused")
    meter = room.get_by_role("meter", name="Time on this slide")
    assert re.fullmatch(r"\d+:\d\d of 0:35 left", meter.get_attribute("aria-valuetext"))
