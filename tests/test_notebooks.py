"""Each notebook runs from top to bottom, on the sample and on one's own deck; outputs are kept."""

import re
import shutil
from pathlib import Path

import nbclient
import nbformat
import pytest

from docs.notebooks import ROOMS, WIDGET
from pacer import sample

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# the kernel client still calls asyncio the old way on some platforms
quiet = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def execute(book, folder):
    client = nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": folder}})
    client.execute()


@each
@quiet
def test_runs_from_top_to_bottom(path, tmp_path):
    execute(nbformat.read(path, as_version=4), tmp_path)
    assert (tmp_path / "pacer-demo").is_dir(), "a notebook works on a copy of the sample"


@each
@quiet
def test_runs_on_a_deck_never_rehearsed_with_one_line_changed(path, tmp_path):
    shutil.copyfile(sample.folder() / "short-talk.pptx", tmp_path / "mine.pptx")
    book = nbformat.read(path, as_version=4)
    opening = next(cell for cell in book.cells if cell.cell_type == "code")
    opening.source, changed = re.subn(
        r"^(deck|long, short) = .*# your own: .*$",
        lambda line: f"{line[1]} = " + ", ".join(['"mine.pptx"'] * (1 + line[1].count(","))),
        opening.source,
        flags=re.MULTILINE,
    )
    assert changed == 1
    execute(book, tmp_path)
    assert not (tmp_path / "pacer-demo").exists()


@each
def test_is_committed_with_outputs_and_nothing_of_the_machine_or_the_day(path):
    raw = path.read_text(encoding="utf-8")
    book = nbformat.reads(raw, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in code[1:]), "run `make notebooks`"
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.metadata == {} for cell in book.cells)
    for noise in ("/home/", "/root/", "/tmp/", "/Users/", "C:\\\\", " object at 0x", '"stderr"'):
        assert noise not in raw
    assert len(raw) < 300_000


@each
def test_a_picture_stands_where_a_widget_will_be(path):
    book = nbformat.read(path, as_version=4)
    shown = [cell for cell in book.cells if any(call in cell.source for call in ROOMS)]
    assert len(shown) == 1
    (output,) = shown[0].outputs
    assert set(output.data) == {"image/png", "text/plain"}
    assert WIDGET not in path.read_text(encoding="utf-8")


def test_the_pictures_are_there_in_both_themes_and_small():
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs").glob("*.png")}
    rooms = (*ROOMS.values(), "chair")  # no notebook shows the chair's clock
    wanted = {f"{room}{theme}.png" for room in rooms for theme in ("", "-dark")}
    assert set(pictures) == wanted | {"report.png"}, "run `python -m docs.take`"
    assert max(pictures.values()) <= 200_000


def test_the_readme_shows_pictures_that_are_there():
    linked = re.findall(r"docs/[\w-]+\.png", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert linked
    assert all((ROOT / path).is_file() for path in linked)
