"""The rooms to try in a plain browser: ``make try`` writes one folder, of the sample talk.

No kernel, server or network is behind them: the bundles that ship, and what Python recorded.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pacer
from pacer import sample
from pacer.core import files
from pacer.core.errors import PacerError
from pacer.render import html
from pacer.widgets import standalone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacer.talk import Talk

DECK: Final = "storage-talk.pptx"
ROOMS: Final = {
    "trim": "Trim a 45-minute talk to 20: drag the slot, open the stretches, decide",
    "compare": "Compare its four rehearsals, slide by slide",
    "rehearse": "Rehearse it: clock, budgets and notes; the forecast needs Python",
}


def pages(talk: Talk) -> dict[str, str]:
    """Each room as a page."""
    pictures: Mapping[str, Path] = {}
    try:
        pictures = talk.project.pictures(lambda _done, _of: None)
    except PacerError as error:
        print(error)  # slides are shown by their words
    trim = talk.trim()
    rooms = {"trim": trim, "compare": talk.explore(), "rehearse": talk.rehearse()}
    plans = standalone.record_plans(trim)
    return {
        name: standalone.page(
            room,
            title=ROOMS[name],
            note=f"{standalone.ALONE}.",
            plans=plans if name == "trim" else None,
            pictures=pictures,
        )
        for name, room in rooms.items()
    }


def write(folder: Path) -> Path:
    """Write the pages and one that leads to them; give that one back."""
    os.environ["PACER_PROFILE"] = "off"  # the sample is nobody's talk
    with tempfile.TemporaryDirectory() as home:
        talk = pacer.open(sample.copy(home, DECK), slot="20:00", questions="2:00")
        files.make_folder(folder)
        for name, text in pages(talk).items():
            files.write(folder / f"{name}.html", text)
    links = [(f"{name}.html", label) for name, label in ROOMS.items()]
    index = folder / "index.html"
    files.write(index, html.links(title="pacer, to try", links=links))
    return index


if __name__ == "__main__":
    print(f"Open {write(Path(sys.argv[1] if len(sys.argv) > 1 else 'build/try'))}")
