"""The notebooks that ship, in a real JupyterLab."""

import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_shows_its_answers(path, notebook):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    opened = notebook(*code)
    page = opened.page
    assert page.locator(".pacer-sheet .headline").count() >= 1
    for source, widget in (("talk.rehearse()", ".pacer.room"), ("talk.trim()", ".pacer-trim")):
        if source in code:
            page.locator(widget).first.wait_for(state="attached")
    sheet = page.locator(".pacer-sheet").last
    sheet.scroll_into_view_if_needed()
    opened.shot(f"notebook-{path.stem}")
    assert opened.axe(".pacer-sheet") == []
