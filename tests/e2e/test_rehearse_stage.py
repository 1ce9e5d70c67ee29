"""The rehearsal room on the day: a stick, a moved end, a projector, a second view."""

import json
import re

import pytest
from playwright.sync_api import expect

from pacer import runs
from pacer.runs.journal import read
from tests.e2e.test_rehearse import CELL, saved


@pytest.fixture
def talk(notebook, tmp_path):
    """Open a room on so many slides, without touching it; also in a second cell if wanted."""

    def make(count=12, talk_s=600, views=1):
        folder = tmp_path / "talk.pacer"
        cell = CELL.format(count=count, folder=str(folder), talk_s=talk_s)
        opened = notebook(cell, *["room"] * (views - 1))
        rooms = [opened.page.locator(".room").nth(number) for number in range(views)]
        for room in rooms:
            expect(room).to_be_visible()
        return opened, rooms, folder

    return make


def journals(folder):
    return [read(path).marks for path in sorted((folder / "runs").glob("*.jsonl"))]


@pytest.mark.parametrize("key", ["Enter", "F5"])
def test_the_first_key_starts_without_a_click(talk, key):
    opened, (room,), folder = talk()
    expect(room).to_be_focused()
    opened.page.keyboard.press(key)
    saved(room, 1)
    for stick in ("F5", "Shift+F5", "b", ".", "Escape", "w", "MediaPlayPause"):
        opened.page.keyboard.press(stick)
    expect(room).to_be_visible()
    # Clicked elsewhere: the stick still drives, and it is said where the keys are.
    opened.page.mouse.click(640, 880)
    expect(room.locator(".room-hint")).to_be_visible()
    cells = opened.cells()
    opened.page.keyboard.press("b")
    opened.page.keyboard.press("PageDown")
    saved(room, 2)
    assert opened.cells() == cells
    assert [mark["kind"] for mark in journals(folder)[0]] == ["start", "slide"]


def test_a_view_that_was_there_before_looks_on(talk):
    opened, (one, two), folder = talk(views=2)
    one.focus()
    opened.page.keyboard.press("PageDown")
    expect(two.locator(".room-notice")).to_contain_text("another view drives this run")
    expect(one.locator(".room-notice")).to_contain_text("another view looks on")
    two.focus()
    opened.page.keyboard.press("PageDown")
    one.focus()
    opened.page.keyboard.press("ArrowRight")
    expect(two.locator(".room-bar")).to_contain_text("Slide 2 of 12")
    saved(one, 2)
    assert len(journals(folder)) == 1


def test_the_end_moves_and_what_is_to_come_with_it(talk):
    opened, (room,), folder = talk()
    opened.page.keyboard.press("Space")
    expect(room.locator(".room-end")).to_contain_text("about", timeout=30_000)
    due = room.locator(".room-due")
    expect(due).to_contain_text(re.compile(r"at Part 2 by \d+:\d\d"))
    before = due.inner_text()
    for _ in range(5):
        opened.page.keyboard.press("-")
    expect(room.locator(".room-facts")).to_contain_text("of 5:00 (−5:00) spoken")
    assert due.inner_text() != before
    saved(room, 6)
    expect(room.locator(".room-end")).not_to_contain_text("being worked out", timeout=30_000)
    assert [mark.get("note") for mark in journals(folder)[0]][1:] == ["-60"] * 5
    opened.save()
    opened.page.reload()
    opened.ready()
    expect(opened.page.locator(".room-facts")).to_contain_text("of 5:00 (−5:00) spoken")


def test_the_audience_sees_the_slides_and_nothing_else(talk):
    opened, (room,), _ = talk()
    page = opened.page
    page.keyboard.press("Space")
    with opened.context.expect_page() as got:
        page.keyboard.press("Shift+W")
    audience = got.value
    heading = audience.locator("h1")
    expect(heading).to_have_text("Slide 1 of a talk about logs")
    page.keyboard.press("ArrowRight")
    expect(heading).to_have_text("Slide 2 of a talk about logs", timeout=1000)
    page.keyboard.press("b")
    expect(audience.locator("main, img").first).to_be_hidden()
    page.keyboard.press(".")
    expect(heading).to_be_visible()
    # The window may have the keys: a stick drives from there too.
    audience.keyboard.press("PageDown")
    expect(room.locator(".room-bar")).to_contain_text("Slide 3 of 12")
    audience.reload()
    expect(heading).to_have_text("Slide 3 of a talk about logs")
    opened.save()
    page.reload()
    opened.ready()
    expect(page.locator(".room-bar")).to_contain_text("Slide 3 of 12")
    audience.keyboard.press("PageDown")
    expect(heading).to_have_text("Slide 4 of a talk about logs")
    # Without a kernel as well.
    opened.kill_kernel()
    expect(page.locator(".room-link")).to_contain_text("kernel", timeout=15_000)
    opened.dismiss()
    audience.keyboard.press("PageDown")
    expect(heading).to_have_text("Slide 5 of a talk about logs")
    audience.close()
    expect(page.locator(".room-notice")).to_contain_text("the audience window is closed")


def test_a_blocked_window_is_said_with_what_to_allow(talk):
    opened, (room,), _ = talk()
    opened.page.evaluate("() => { window.open = () => null; }")
    opened.page.keyboard.press("Shift+W")
    expect(room.locator(".room-notice")).to_contain_text("allow pop-ups for this address")


def test_again_from_where_it_went_wrong_and_on_in_another_room(talk):
    opened, (room,), folder = talk()
    opened.page.keyboard.press("Space")
    opened.page.keyboard.type("4")
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("x")
    opened.page.wait_for_timeout(700)
    room.get_by_role("button", name="Finish").click()
    expect(room.locator(".room-asked")).to_be_visible()
    room.get_by_role("button", name="Again from slide 4").click()
    expect(room.locator(".room-bar")).to_contain_text("Slide 4 of 12")
    saved(room, 1)
    assert journals(folder)[1][0]["slide_key"] == "id:4"
    assert not runs.load(folder).runs["teaches"].any()


def test_a_saved_notebook_says_what_stood_there(talk):
    opened, _, _ = talk()
    opened.save()
    cell = json.loads(opened.path.read_text(encoding="utf-8"))["cells"][0]
    told = "".join(cell["outputs"][-1]["data"]["text/plain"])
    assert told == (
        "pacer's rehearsal room on talk.pptx: run this cell to open it; the runs are in talk.pacer/"
    )
