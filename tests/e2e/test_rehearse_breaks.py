"""What breaks during a run in a real browser: kernels, connections, pages. Nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from pacer.runs.journal import read
from tests.e2e import lab
from tests.e2e.test_rehearse import CELL, saved


@pytest.fixture
def talk(notebook, tmp_path):
    def make(**options):
        folder = tmp_path / "talk.pacer"
        opened = notebook(CELL.format(count=12, folder=str(folder), talk_s=600), **options)
        room = opened.page.locator(".room")
        room.get_by_role("button", name="Start").click()
        saved(room, 1)
        return opened, room, folder

    return make


def go_on(room, page, times):
    room.focus()
    for number in range(times):
        # By turns: the same key again so soon is a bounce.
        page.keyboard.press(("ArrowRight", "ArrowDown")[number % 2])


def marks_of(folder):
    (path,) = (folder / "runs").glob("*.jsonl")
    recorded = read(path)
    assert not recorded.problem
    times = [mark["t_s"] for mark in recorded.marks]
    assert times == sorted(times)
    return recorded.marks


def kinds_of(folder):
    return [mark["kind"] for mark in marks_of(folder)]


def slides_of(folder):
    return [mark["slide_key"] for mark in marks_of(folder) if mark["kind"] in ("start", "slide")]


def first(count):
    return [f"id:{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize("how", ["kill_kernel", "restart_kernel"])
def test_a_kernel_that_is_gone_loses_nothing(talk, how):
    opened, room, folder = talk()
    go_on(room, opened.page, 2)
    saved(room, 3)
    end = room.locator(".room-end")
    expect(end).to_have_text(re.compile(r"^ends .*about \d+:\d\d$"), timeout=20_000)
    getattr(opened, how)()
    expect(room.locator(".room-link")).to_contain_text("kernel", timeout=15_000)
    opened.dismiss()
    # The dialog gave the keys back.
    for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
        opened.page.keyboard.press(key)
    expect(room.locator(".room-link")).to_contain_text("3 marks kept in this browser")
    # The last forecast goes on, and says of which slide it is.
    expect(end).to_contain_text("as of slide 3")
    expect(end).to_have_attribute("data-stale", "")
    opened.shot(f"rehearse-{how}", room)
    assert slides_of(folder) == first(3)
    opened.ready()
    opened.run_cell(0)
    saved(room, 6)
    go_on(room, opened.page, 1)
    saved(room, 7)
    assert slides_of(folder) == first(7)
    assert kinds_of(folder) == ["start", *["slide"] * 6]


def test_a_dropped_connection_is_said_and_the_marks_come_after_it(talk, server):
    wire = lab.Wire(server.port)
    try:
        opened, room, folder = talk(wire=wire)
        go_on(room, opened.page, 2)
        saved(room, 3)
        wire.cut()
        expect(room.locator(".room-link")).to_contain_text("connection", timeout=10_000)
        opened.dismiss()
        go_on(room, opened.page, 3)
        expect(room.locator(".room-link")).to_contain_text("3 marks kept in this browser")
        assert slides_of(folder) == first(3)
        wire.mend()
        expect(room.locator(".room-link")).to_have_text("Saved: 6 marks", timeout=45_000)
        opened.page.wait_for_timeout(1000)
        go_on(room, opened.page, 1)
        link = room.locator(".room-link")
        expect(link).to_have_text(re.compile("Saved: 7 marks|1 mark kept in this browser"))
        opened.page.wait_for_timeout(5000)
        if "kept in this browser" in link.inner_text():
            # Now and then the channel that JupyterLab opened anew carries nothing more: what
            # the room says is true, and the page loaded again hands the mark in.
            opened.save()
            opened.page.reload()
            opened.ready()
        expect(link).to_have_text("Saved: 7 marks", timeout=45_000)
        assert slides_of(folder) == first(7)
    finally:
        wire.close()


def test_a_kernel_that_is_stuck_keeps_nobody_waiting(talk):
    opened, room, folder = talk()
    opened.kernel_stuck()
    opened.page.wait_for_timeout(300)
    go_on(room, opened.page, 3)
    expect(room.locator(".room-hud")).to_contain_text("Slide 4 of 12", timeout=500)
    expect(room.locator(".room-link")).to_contain_text("busy: 3 marks kept")
    expect(room.locator(".room-link")).to_have_text("Saved: 4 marks", timeout=30_000)
    assert slides_of(folder) == first(4)


def test_a_reloaded_page_goes_on(talk):
    opened, room, folder = talk()
    go_on(room, opened.page, 2)
    saved(room, 3)
    opened.save()
    opened.page.reload()
    opened.ready()
    expect(room.locator(".room-hud")).to_contain_text("Slide 3 of 12")
    expect(room.locator(".room-notice")).to_contain_text("bridged")
    go_on(room, opened.page, 1)
    saved(room, 4)
    assert slides_of(folder) == first(4)


def test_a_closed_tab_is_offered_again_and_can_be_kept(talk):
    opened, room, folder = talk()
    go_on(room, opened.page, 2)
    saved(room, 3)
    # As a tab that crashed: nothing could be said before it went.
    opened.page.evaluate(
        """() => { for (const key of Object.keys(localStorage)) if (key.startsWith('pacer.beat')) {
          const beat = {...JSON.parse(localStorage.getItem(key)), wall: Date.now() - 300000};
          window.pacerBeat = [key, JSON.stringify(beat)]; } }"""
    )
    key, beat = opened.page.evaluate("() => window.pacerBeat")
    opened.page.close()
    page = opened.page = opened.context.new_page()
    page.add_init_script(
        "if (!sessionStorage.once) { sessionStorage.once = 1; "
        f"localStorage.setItem({key!r}, {beat!r}); }}"
    )
    opened.load()
    room = page.locator(".room")
    if not room.count():
        opened.run_cell(0)
    expect(room.locator(".room-offer")).to_contain_text("An unfinished run")
    opened.shot("rehearse-offer", room)
    assert opened.axe(".room") == []
    room.get_by_role("button", name="Go on").click()
    saved(room, 5)
    assert kinds_of(folder) == ["start", "slide", "slide", "pause", "resume"]


def test_a_second_tab_looks_on_until_it_takes_over(talk):
    opened, room, folder = talk()
    go_on(room, opened.page, 1)
    saved(room, 2)
    second = opened.context.new_page()
    opened.save()
    opened.load(page=second)
    other = second.locator(".room")
    expect(other.locator(".room-notice")).to_contain_text("another view")
    expect(other.locator(".room-hud")).to_contain_text("Slide 2 of 12")
    go_on(other, second, 1)
    expect(other.locator(".room-hud")).to_contain_text("Slide 2 of 12")
    opened.page.bring_to_front()
    go_on(room, opened.page, 1)
    expect(other.locator(".room-hud")).to_contain_text("Slide 3 of 12")
    second.bring_to_front()
    other.get_by_role("button", name="Take over here").click()
    go_on(other, second, 1)
    saved(other, 4)
    expect(room.locator(".room-notice")).to_contain_text("another view")
    assert slides_of(folder) == first(4)


def test_a_kernel_that_died_for_good_is_delivered_to_the_next_one(talk):
    opened, room, folder = talk()
    go_on(room, opened.page, 1)
    saved(room, 2)
    opened.kill_kernel()
    expect(room.locator(".room-link")).to_contain_text("kernel", timeout=15_000)
    opened.dismiss()
    go_on(room, opened.page, 2)
    room.get_by_role("button", name="Finish").click()
    expect(room.locator(".room-saved")).to_contain_text(re.compile("4 marks kept"))
    opened.ready()
    opened.run_cell(0)
    expect(room.locator(".room-notice")).to_contain_text("saved now")
    assert slides_of(folder) == first(4)
    assert kinds_of(folder)[-1] == "stop"
