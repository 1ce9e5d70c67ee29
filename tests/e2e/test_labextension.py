"""The first minute in JupyterLab: from a deck in the file browser to a room, without Python."""

import importlib.util
import json
import secrets
import shutil

import pytest
from playwright.sync_api import expect

from tests.e2e import lab


@pytest.fixture
def deck(server):
    path = server.root / secrets.token_hex(4) / "talk.pptx"
    path.parent.mkdir()
    shutil.copy(lab.ROOT / "sample_decks" / "storage-talk.pptx", path)
    yield path
    server.end_kernels()


@pytest.fixture
def page(server, context, deck):
    """JupyterLab on the deck's folder, its file browser open, no notebook in sight."""
    page = context.new_page()
    workspace = secrets.token_hex(4)
    page.goto(
        f"{server.url}lab/workspaces/{workspace}/tree/{deck.parent.name}?reset&token={server.token}"
    )
    page.locator(".jp-DirListing-item", has_text="talk.pptx").wait_for()
    return page


def choose(page, command):
    page.locator(".jp-DirListing-item", has_text="talk.pptx").click(button="right")
    page.locator(".lm-Menu-item", has_text=command).click()


def test_a_deck_is_trimmed_without_a_line_of_python(page, deck):
    choose(page, "Trim to a Slot")
    expect(page.get_by_label("Slot")).to_be_focused()
    page.keyboard.type("20:00")
    page.keyboard.press("Enter")

    room = page.locator(".pacer-room .pacer-trim")
    room.wait_for()
    expect(page.locator(".pacer-room .jp-CodeConsole-input")).to_be_hidden()
    assert not list(deck.parent.glob("*.ipynb"))
    # the choices lie beside the deck: its kernel runs in the deck's own folder
    expect(room).to_contain_text("of 20:00")

    page.reload()
    room.wait_for()

    page.get_by_role("button", name="Show as Notebook Cell").click()
    cell = page.locator(".jp-Notebook .jp-Cell").first
    expect(cell).to_contain_text('pacer.open("talk.pptx", slot="20:00")')
    expect(cell).to_contain_text("talk.trim()")


def test_times_that_are_none_are_asked_again(page):
    choose(page, "Trim to a Slot")
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“soon” is no time")
    page.get_by_label("Slot").fill("1200")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“1200” is no time")
    page.keyboard.press("Escape")
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_a_room_that_is_open_is_shown_not_opened_twice(page):
    for _ in range(2):
        choose(page, "Compare Runs")
        page.locator(
            ".pacer-room .pacer-compare, .pacer-room .jp-OutputArea-output"
        ).first.wait_for()
    expect(page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text="Compare")).to_have_count(1)


def test_the_launcher_asks_for_the_deck(page):
    page.evaluate("() => void jupyterapp.commands.execute('pacer:launch')")
    page.locator(".jp-Dialog .jp-DirListing-item", has_text="talk.pptx").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator(".jp-Dialog select").select_option("Rehearse")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.get_by_label("Slot").fill("20:00")
    page.keyboard.press("Enter")
    expect(page.locator(".pacer-room .room")).to_be_visible()


def test_a_kernel_of_another_version_is_named(server, page):
    startup = server.home / "ipython" / "profile_default" / "startup" / "00-other.py"
    startup.parent.mkdir(parents=True, exist_ok=True)
    startup.write_text('import pacer\npacer.__version__ = "9.1.0"\n', encoding="utf-8")
    try:
        choose(page, "Compare Runs")
        dialog = page.locator(".jp-Dialog")
        expect(dialog).to_contain_text("has 9.1.0: pip install --upgrade talk-pacer where Jupyter")
    finally:
        startup.unlink()


def test_the_server_lists_it(server, context):
    page = context.new_page()
    page.goto(f"{server.url}lab?token={server.token}")
    config = json.loads(page.locator("#jupyter-config-data").inner_text())
    assert "talk-pacer" in [found["name"] for found in config["federated_extensions"]]


@pytest.mark.skipif(not importlib.util.find_spec("notebook"), reason="no Notebook 7")
def test_notebook_7_has_the_same_menu_and_a_room_is_a_cell(server, context, deck):
    page = context.new_page()
    page.goto(f"{server.url}tree/{deck.parent.name}?token={server.token}")
    page.locator(".jp-DirListing-item", has_text="talk.pptx").wait_for()
    choose(page, "Trim to a Slot")
    page.get_by_label("Slot").fill("20:00")
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    notebook = opened.value
    notebook.locator(".jp-Cell", has_text="talk.trim()").click()
    notebook.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    notebook.keyboard.press("Shift+Enter")
    expect(notebook.locator(".pacer-trim")).to_contain_text("of 20:00")


@pytest.mark.skipif(not importlib.util.find_spec("voila"), reason="no Voilà")
def test_a_room_on_a_voila_page(server, context, deck):
    cells = ["import pacer", 'talk = pacer.open("talk.pptx", slot="20:00")', "talk.trim()"]
    path = deck.parent / "room.ipynb"
    path.write_text(json.dumps(lab.notebook_of(cells)), encoding="utf-8")
    page = context.new_page()
    page.goto(f"{server.url}voila/render/{deck.parent.name}/room.ipynb?token={server.token}")
    room = page.locator(".pacer-trim")
    expect(room).to_contain_text("of 20:00", timeout=60_000)
    cut = room.get_by_role("button", name="Cut this stretch").first
    cut.click()
    expect(cut).to_have_attribute("aria-pressed", "true")
    expect(room).not_to_have_attribute("data-busy", "true")
