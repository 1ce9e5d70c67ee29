"""The trim room in a real JupyterLab: by mouse, by keyboard alone, in both themes, narrow."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e import lab

OPEN = """
import pacer
from pacer import sample
talk = pacer.open(sample.copy("trim-{name}"), slot="20:00", questions="2:00")
trim = talk.trim()
trim
"""


@pytest.fixture
def room(notebook):
    def make(name, *, slides=False, **options):
        opened = notebook(OPEN.format(name=name), "", **options)
        opened.page.locator(".pacer-trim .verdict").wait_for()
        if slides:
            opened.page.locator(".pacer-trim").get_by_role("button", name="All slides").click()
        return opened

    return make


def clocks(text):
    return [int(m) * 60 + int(s) for m, s in re.findall(r"(\d+):(\d\d)", text)]


def row(page, position):
    return page.locator(".pacer-trim li[data-action]").nth(position - 1)


def answered(page):
    """The kernel has answered what was decided last, however busy the machine."""
    page.locator(".pacer-trim:not([data-busy=true])").wait_for(timeout=60_000)


@pytest.mark.parametrize("theme", [lab.LIGHT, lab.DARK])
def test_shows_a_plan_that_fits_and_is_accessible(room, theme):
    opened = room("look", theme=theme)
    page = opened.page
    assert page.locator(".pacer-trim .summary").get_attribute("data-mood") == "fits"
    assert clocks(page.locator(".pacer-trim .number").inner_text())[0] <= 18 * 60
    stretches = page.locator(".pacer-trim .stretch")
    assert 10 < stretches.count() < 25
    assert page.locator(".pacer-trim .stretch[data-fate=goes]").count() > 0
    assert page.locator(".pacer-trim li[data-action]").count() == 0
    page.locator(".pacer-trim").get_by_role("button", name="All slides").click()
    assert page.locator(".pacer-trim li[data-action]").count() == 51
    page.locator(".pacer-trim").get_by_role("button", name="All slides").click()
    opened.shot(f"trim-{'dark' if theme == lab.DARK else 'light'}")
    assert opened.axe(".pacer-trim") == []


def test_fits_a_narrow_cell(room):
    opened = room("narrow")
    opened.page.set_viewport_size({"width": 560, "height": 800})
    root = opened.page.locator(".pacer-trim")
    opened.shot("trim-narrow")
    assert root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")


def test_by_keyboard_alone_and_no_key_reaches_the_notebook(room):
    opened = room("keys", slides=True)
    page = opened.page
    cells = opened.cells()
    row(page, 1).focus()
    for key in ["ArrowDown", "ArrowDown", "k"]:
        page.keyboard.press(key)
    assert row(page, 3).get_attribute("data-action") == "keep"
    assert row(page, 3).get_attribute("data-decided") is not None
    page.keyboard.press("t")
    assert row(page, 3).get_attribute("data-action") == "trim"
    before = clocks(row(page, 3).locator(".takes").inner_text())[-1]
    page.keyboard.press("-")
    assert 0 < before - clocks(row(page, 3).locator(".takes").inner_text())[-1] <= 8
    page.keyboard.press("c")
    assert row(page, 3).get_attribute("data-action") == "cut"
    for _ in range(4):
        page.keyboard.press("Control+z")
    assert row(page, 3).get_attribute("data-decided") is None
    page.keyboard.press("Control+Shift+z")
    assert row(page, 3).get_attribute("data-action") == "keep"
    for key in "abdmxyz":
        page.keyboard.press(key)
    assert opened.cells() == cells


def test_the_planner_works_around_a_decision(room):
    opened = room("decide", slides=True)
    page = opened.page
    row(page, 26).get_by_role("button", name="Keep").click()
    answered(page)
    page.wait_for_function("() => document.querySelector('.pacer-trim [data-mood=fits]')")
    assert row(page, 26).get_attribute("data-action") == "keep"
    again = "t = pacer.open(talk.deck.path); print(dict(t.choices.actions).get(t.key(26)))"
    assert opened.kernel(again) == "keep", "choices are there again tomorrow"
    kept = "print(trim.plan.frame.query('position == 26').action.iloc[0], trim.plan.p_fits > .89)"
    assert opened.kernel(kept) == "keep True"


def test_dragging_the_slot_re_forms_the_plan_at_once(room):
    opened = room("drag", slides=True)
    page = opened.page
    kept = page.locator(".pacer-trim li[data-action=keep]").count()
    slider = page.get_by_role("slider", name="Talk time")
    slider.fill("600")
    assert clocks(page.locator(".pacer-trim .of").inner_text()) == [600]
    page.wait_for_function("() => document.querySelector('.pacer-trim [data-mood=fits]')")
    assert page.locator(".pacer-trim li[data-action=keep]").count() < kept
    answered(page)
    opened.shot("trim-short")


# Where the hand is, and the slides shown as staying, in the very task of the input event: no answer
# of the kernel can have come in between.
DRAG = """(talk_s) => {
  const slider = document.querySelector('.pacer-trim .time input[type=range]');
  slider.value = String(talk_s);
  slider.dispatchEvent(new Event('input', {bubbles: true}));
  const rows = [...document.querySelectorAll('.pacer-trim li[data-action]')];
  return rows.flatMap((row, at) => row.dataset.action === 'cut' ? [] : [at + 1]);
}"""


def test_while_the_hand_moves_the_plan_shown_is_the_ladders(room):
    opened = room("hand", slides=True)
    page = opened.page
    page.locator(".pacer-trim[data-ladder=true]").wait_for(timeout=120_000)
    for talk_s in (2010, 1500, 900):
        seen = page.evaluate(DRAG, talk_s)
        wanted = opened.kernel(
            "from tests.protocol.ladders import plan\n"
            f"kept = plan(trim.ladder, {talk_s})['kept']\n"
            "at = talk.slides.set_index('slide_key')['position']; print(at[kept].tolist())"
        )
        assert seen == json.loads(wanted)
        assert 10 < len(seen) < 40, "neither everything nor nothing"


def test_deck_text_is_never_markup(notebook):
    evil = "<img src=x onerror=window.hurt=1>"
    opened = notebook(
        f"""
from pptx import Presentation
deck = Presentation()
for number in range(3):
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = {evil!r} * (1000 if number == 1 else 1)
deck.save("evil.pptx")
import pacer
pacer.open("evil.pptx", slot="2:00").trim()
"""
    )
    opened.page.locator(".pacer-trim .verdict").wait_for()
    assert evil in opened.page.locator(".pacer-trim .stretch").first.inner_text()
    opened.page.locator(".pacer-trim").get_by_role("button", name="All slides").click()
    assert opened.page.evaluate("() => window.hurt") is None
    assert evil in row(opened.page, 1).inner_text()


def test_the_slide_at_hand_is_shown_starred_and_linked(room):
    opened = room("beside", slides=True)
    page = opened.page
    row(page, 18).focus()
    beside = page.locator(".pacer-trim .inspector")
    assert "Torn writes" in beside.locator(".title").first.inner_text()
    page.keyboard.press("s")
    assert row(page, 18).locator(".starred").inner_text() == "★"
    beside.get_by_label("Position of a slide this one needs").fill("5")
    beside.get_by_role("button", name="Add").click()
    assert "5 Tallyman in one picture" in beside.locator(".needs").inner_text()
    needs_it = beside.get_by_role("button", name="Needs it").first
    assert needs_it.get_attribute("aria-pressed") == "true"
    answered(page)
    opened.shot("trim-beside")
    assert opened.kernel("print(sorted(map(len, talk.choices.prerequisites)))") == "[2]"
    assert opened.axe(".pacer-trim") == []


def test_a_plan_is_read_decided_written_and_rehearsed_by_keyboard_alone(room):
    """The way through the room: stretches, a decision, what it moved, the deck, the rehearsal."""
    opened = room("way")
    page = opened.page
    trim = page.locator(".pacer-trim")
    trim.locator(".stretch .open").first.focus()
    fates = "els => els.map((el) => el.dataset.fate)"
    for _ in range(7):
        page.keyboard.press("ArrowDown")
    assert "26" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("k")
    answered(page)
    trim.locator(".stretch .yours", has_text="you decided").wait_for()
    moved = trim.locator(".summary .moved").inner_text()
    assert re.search(r"You kept 26: \d.* goe?s?", moved), "others had to make room, and are named"
    assert trim.locator(".stretch").evaluate_all(fates)[7] == "stays"
    assert trim.locator(".stretch[data-moved]").count() > 0
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("c")
    answered(page)
    assert trim.locator(".stretch").evaluate_all(fates)[7] == "goes"
    opened.kernel("talk.deck.path.with_name('storage-talk-20.pptx').write_text('mine')")
    page.keyboard.press("e")
    written = trim.locator(".written")
    written.get_by_text("storage-talk-20").first.wait_for()
    assert "storage-talk-20-2.pptx" in written.inner_text()
    opened.shot("trim-written")
    assert opened.axe(".pacer-trim") == []
    link = written.get_by_role("link")
    with page.expect_download() as fetched:
        link.click()
    assert fetched.value.suggested_filename == "storage-talk-20-2.pptx"
    mine = "print(talk.deck.path.with_name('storage-talk-20.pptx').read_text())"
    assert opened.kernel(mine) == "mine", "what was there is another's"
    trim.locator(".stretch .open").first.focus()
    page.keyboard.press("n")
    written.get_by_text(".sheet.html").first.wait_for()
    page.keyboard.press("g")
    below = page.locator(".pacer-below .room")
    below.wait_for(timeout=60_000)
    assert "the plan" in below.inner_text()
    budgets = (
        "print(round(sum(row.budget_s for row in trim.rehearsing.rows) - trim.plan.planned_s))"
    )
    assert opened.kernel(budgets) == "0"
    opened.shot("trim-rehearse")


def test_found_filtered_and_ordered(room):
    opened = room("find", slides=True)
    page = opened.page
    seen = page.locator(".pacer-trim li[data-action]:visible")
    row(page, 1).focus()
    page.keyboard.press("/")
    page.keyboard.type("crash")
    expect(seen).to_have_count(4)
    page.get_by_label("Find a slide by its title").fill("")
    page.get_by_label("Order", exact=True).select_option("time")
    expect(seen.first).to_contain_text("Demo")
    page.get_by_label("Show", exact=True).select_option("decided")
    expect(seen).to_have_count(0)
