"""Each notebook runs from top to bottom, and what is committed holds its outputs."""

import shutil
from pathlib import Path

import nbclient
import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# the kernel client still calls asyncio the old way on some platforms
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_runs_from_top_to_bottom(path, tmp_path):
    shutil.copyfile(path, tmp_path / path.name)
    book = nbformat.read(tmp_path / path.name, as_version=4)
    nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": tmp_path}}).execute()
    assert (tmp_path / "pacer-demo").is_dir(), "a notebook works on a copy of the sample"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_committed_with_outputs_and_without_paths(path):
    raw = path.read_text(encoding="utf-8")
    book = nbformat.reads(raw, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code" and "import" not in cell.source]
    assert all(cell.outputs for cell in code), "run `make notebooks`"
    for folder in ("/home/", "/root/", "/tmp/", "/Users/", "C:\\\\"):
        assert folder not in raw
