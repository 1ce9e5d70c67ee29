"""Chair mode in a real JupyterLab."""

import pytest
from playwright.sync_api import expect

from tests.e2e import lab

CELL = """
from pacer.widgets.chair import chair
programme = [("Ada Lovelace: notes on an engine", 20.0, 5.0), ("Grace Hopper", 900.0, 300.0),
             ("Barbara Liskov", "15:00", "3:00")]
session = chair(programme, title="Session 3", folder={folder!r}, signals_s=[600, 14])
session
"""


@pytest.fixture
def session(notebook, tmp_path):
    def make(**options):
        opened = notebook(CELL.format(folder=str(tmp_path / "chair.pacer")), **options)
        chair = opened.page.locator(".chair")
        expect(chair).to_be_visible()
        return opened, chair

    return make


@pytest.mark.parametrize("theme", [lab.LIGHT, lab.DARK], ids=["light", "dark"])
def test_a_session_from_start_to_log(session, theme):
    opened, chair = session(theme=theme)
    look = theme.split()[-1].lower()
    page = opened.page
    cells = opened.cells()
    clock = chair.locator(".chair-clock")
    expect(clock).to_contain_text("1 of 3 · Ada Lovelace")
    expect(clock).to_contain_text("0:15")
    assert opened.axe(".chair") == []
    chair.focus()
    page.keyboard.press("Space")
    expect(clock).to_contain_text("left")
    expect(chair.locator(".chair-signal")).to_have_text("14 s left")
    opened.shot(f"chair-signal-{look}", chair)
    assert opened.axe(".chair") == []
    page.keyboard.press("q")
    expect(clock).to_contain_text("for questions")
    opened.shot(f"chair-questions-{look}", chair)
    page.keyboard.press("e")
    page.keyboard.press("ArrowRight")
    expect(clock).to_contain_text("2 of 3 · Grace Hopper")
    expect(clock).to_contain_text("to come")
    opened.shot(f"chair-waiting-{look}", chair)
    assert opened.axe(".chair") == []
    for key in ("Space", "p", "p", "a", "d", "d"):
        page.keyboard.press(key)
    assert opened.cells() == cells
    chair.get_by_role("button", name="End session").click()
    expect(chair.locator(".room-link")).to_have_text("Saved: 10 marks")
    expect(chair.locator(".room-notice")).to_contain_text("logged as")
    opened.shot(f"chair-over-{look}", chair)
    assert opened.axe(".chair") == []
    log = opened.kernel("print(session.log()[['talk', 'extended_s']].to_dict('records'))")
    assert "'Ada Lovelace: notes on an engine', 'extended_s': 60.0" in log
    assert "Grace Hopper" in log
    assert "Liskov" not in log


def test_a_talk_that_overruns_is_seen_from_the_back_row(session):
    opened, chair = session()
    chair.get_by_role("button", name="Start").click()
    for _ in range(3):
        chair.get_by_role("button", name="−1 min").click()
    clock = chair.locator(".chair-clock")
    expect(clock).to_contain_text("over the slot")
    expect(clock).to_have_attribute("data-tone", "late")
    expect(chair.locator(".chair-session")).to_contain_text("on time")
    opened.shot("chair-late", chair)
    assert opened.axe(".chair") == []


def test_it_fits_a_narrow_cell(session):
    opened, chair = session()
    opened.page.set_viewport_size({"width": 480, "height": 900})
    opened.page.wait_for_timeout(300)
    assert chair.evaluate("(room) => room.scrollWidth - room.clientWidth") <= 0
    opened.shot("chair-narrow", chair)
