"""A plan to drag, in a plain browser with the network cut and no Python behind it."""

import pytest
from playwright.sync_api import expect

import pacer
from pacer import sample


@pytest.fixture
def page(browser, tmp_path):
    talk = pacer.open(sample.copy(tmp_path, "short-talk.pptx"), slot="4:00", questions="0:30")
    report = talk.report(interactive=True)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert not errors


def test_a_co_speaker_drags_the_slot_and_decides(page):
    page.get_by_role("link", name="Drag the slot").click()
    room = page.locator(".pacer-trim")
    expect(room).to_contain_text("of 3:30")
    slot = room.locator("input[type=range]").first
    slot.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(room).not_to_contain_text("of 3:30")
    expect(room).not_to_have_attribute("data-busy", "true")

    cut = room.get_by_role("button", name="Cut this stretch").first
    cut.click()
    expect(cut).to_have_attribute("aria-pressed", "true")
    expect(room).not_to_have_attribute("data-busy", "true")


def test_what_only_python_could_do_is_said(page):
    page.get_by_role("link", name="Drag the slot").click()
    page.get_by_role("button", name="Export the deck").click()
    expect(page.locator("main")).to_contain_text("without Python behind it")
