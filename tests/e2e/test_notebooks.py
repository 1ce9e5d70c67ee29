"""The notebooks that ship, as they are, in a real JupyterLab: both themes and a narrow window."""

import shutil
from pathlib import Path

import pytest

from tests.e2e import lab

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
ROOMS = {"01_rehearse": ".room", "02_trim": ".pacer-trim", "03_compare": ".pacer-compare"}


@pytest.mark.parametrize(
    ("theme", "width"),
    [(lab.LIGHT, 1280), (lab.DARK, 1280), (lab.LIGHT, 640)],
    ids=["light", "dark", "narrow"],
)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_shows_its_answers_and_its_room(path, theme, width, server, context):
    copy = server.root / f"{path.stem}-{theme.split()[-1]}-{width}.ipynb"
    shutil.copyfile(path, copy)
    page = context.new_page()
    # High enough for all of it: JupyterLab draws only the cells that are in view.
    page.set_viewport_size({"width": width, "height": 7000})
    opened = lab.Notebook(server, context, page, copy, server.url)
    opened.load(theme=theme)
    room = page.locator(ROOMS[path.stem])
    picture = page.locator(".jp-OutputArea-output img[width='900']")
    picture.wait_for()
    assert room.count() == 0, "a picture stands where the room will be"
    opened.run_all()
    room.first.wait_for()
    assert picture.count() == 0
    sheet = page.locator(".pacer-sheet")
    assert sheet.locator(".headline").count() >= 1
    assert sheet.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth + 1)")
    opened.shot(f"notebook-{copy.stem}")
    assert opened.axe(".pacer-sheet") == []
    server.end_kernels()
