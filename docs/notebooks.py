"""Run the notebooks and keep their outputs: ``python -m docs.notebooks``, or ``make notebooks``.

They are run in a folder of their own, so that no path of this machine gets into them. A widget
lives only as long as its kernel: in its place stands its picture from this folder, which a code
host shows too, and which the next run of the cell replaces.
"""

from __future__ import annotations

import base64
import io
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parent / "notebooks"
WIDGET = "application/vnd.jupyter.widget-view+json"
ROOMS = {"talk.rehearse(": "rehearse", "talk.trim(": "trim", "talk.explore(": "compare"}
# A room's picture has four dots for three on the screen, so that its text stays sharp.
WIDTH, SHOWN, COLOURS = 1200, 900, 128


def run(path: Path) -> None:
    """Run one notebook from top to bottom and write its outputs into it."""
    book = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            book,
            timeout=300,
            resources={"metadata": {"path": folder}},
            record_timing=False,
            store_widget_state=False,
        )
        client.execute()
    for cell in book.cells:
        cell.metadata = {}
        for output in cell.get("outputs", []):
            _settle(cell.source, output)
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(book, path)


def _settle(source: str, output: Any) -> None:
    """Put a picture in a widget's place, and take out what differs from run to run."""
    data = output.get("data", {})
    if WIDGET in data:
        room = next(name for call, name in ROOMS.items() if call in source)
        output["data"] = {
            "image/png": _small((HERE / f"{room}.png").read_bytes(), width=WIDTH),
            "text/plain": f"The {room} room; run this cell to open it",
        }
        output["metadata"] = {"image/png": {"width": SHOWN}}
    elif "image/png" in data:
        data["image/png"] = _small(base64.b64decode(data["image/png"]))
        data["text/plain"] = "a figure"  # where an axes lies in memory


def _small(png: bytes, width: int | None = None) -> str:
    """A picture that does not weigh a notebook down, as base64."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    if width is not None:
        height = round(image.height * width / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    # The colours are chosen for how far they differ, so that one small accent is not lost.
    palette = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
    out = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def main() -> None:
    """Run the notebooks named, or all."""
    named = [NOTEBOOKS / name for name in sys.argv[1:]]
    for path in named or sorted(NOTEBOOKS.glob("*.ipynb")):
        run(path)
        print(f"notebooks/{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
