"""Take the pictures of the README and the notebooks anew: ``python -m docs.take``.

A real JupyterLab in the system's Chromium, on the sample talk, in both themes. It needs what
``make e2e`` needs, and LibreOffice for the slides' own pictures. Names on the command line take
only those, such as ``python -m docs.take trim``.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e import lab

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

HERE = Path(__file__).parent
MOST_BYTES = 200_000
THEMES = {"": lab.LIGHT, "-dark": lab.DARK}

OPEN = """
import pacer
from pacer import sample
talk = pacer.open(sample.copy("{folder}", "{deck}"), slot="{slot}", questions="{questions}")
drawn = talk.project.pictures(lambda done, count: None)
"""
SHORT = "storage-talk-20.pptx"
MARCH = "storage-talk.pptx", "45:00", "0:00"
APRIL = "storage-talk.pptx", "20:00", "2:00"
TUESDAY = SHORT, "20:00", "2:00"
# The first rehearsal, broken off in the middle a while ago, to go on with.
BROKEN_OFF = """
from datetime import UTC, datetime, timedelta
from pacer.runs import Journal
marks = talk.marks[talk.marks["run_id"] == talk.runs["run_id"].iloc[0]]
began = datetime.now(UTC) - timedelta(minutes=20)
run = Journal.create(
    talk.folder, talk.slides, deck_digest=talk.deck.digest, started_at=began
)
for mark in marks[marks["t_s"] < 1095].itertuples():
    run.mark(mark.t_s, mark.kind, mark.slide_key, token="broken-off")
run.close()
talk.reload()
"""


# Begun two minutes late, with a coffee break to take that up.
SESSION = """
import pandas as pd
from datetime import datetime, timedelta
began = datetime.now() - timedelta(minutes=2)
at = [f"{began + timedelta(minutes=minutes):%H:%M}" for minutes in (0, 25, 40, 65)]
pacer.chair(
    pd.DataFrame({
        "title": ["The log goes first", "Coffee", "Your p99 is lying to you", "Pull the plug"],
        "speaker": ["Mira Lindqvist", "", "Jonas Petrov", ""],
        "start": at, "slot": ["25:00", "15:00", "25:00", "10:00"],
        "questions": ["5:00", None, "5:00", None]}),
    title="Storage and latency, Room 2", folder=f"session-{began:%H%M%S}.pacer",
    signals="5 and 1")
"""


def chair(page: Page) -> None:
    """Let the first talk begin."""
    page.locator(".room").get_by_role("button", name="Start").click()
    page.wait_for_timeout(3000)


def rehearse(page: Page) -> None:
    """Go on with the run, one slide further."""
    room = page.locator(".room")
    room.get_by_role("button", name="Go on").click()
    page.keyboard.press("ArrowRight")
    room.get_by_text("Saved: ").wait_for()
    page.wait_for_timeout(4000)


def trim(page: Page) -> None:
    """Say something of a stretch, against the proposal, and open another."""
    rows = page.locator(".pacer-trim .stretch .open")
    rows.nth(2).focus()
    page.keyboard.press("k")
    page.wait_for_timeout(2500)
    rows.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)


def compare(page: Page) -> None:
    """Look at the slide that went wrong in the first run."""
    page.locator(".pacer-compare .cell").first.wait_for()
    page.locator(".pacer-compare .rows .row").nth(10).locator(".cell").first.hover()
    page.wait_for_timeout(800)


# Each picture: the talk with its slot, the cell, what is done before, the part shown, its height.
PICTURES: dict[str, tuple[tuple[str, str, str], str, Callable[[Page], None], str, int]] = {
    "rehearse": (MARCH, BROKEN_OFF + "talk.rehearse()", rehearse, ".room", 760),
    "trim": (APRIL, "talk.trim()", trim, ".pacer-trim", 840),
    "chair": (APRIL, SESSION, chair, ".room", 760),
    "compare": (TUESDAY, "talk.explore()", compare, ".pacer-compare", 840),
}
WIDTH = 1180
# Nothing of the notebook around the widget, and a little air.
ALONE = """
.jp-InputArea, .jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-Collapser,
.jp-Cell:not(:has(.room, .pacer-trim, .pacer-compare)) { display: none !important }
.room { outline: none !important }
.pacer-trim, .pacer-compare { padding: 12px 16px !important }
"""


def small(png: bytes) -> bytes:
    """The picture with as many colours as fit the size, most of all 256."""
    from PIL import Image

    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image = Image.open(io.BytesIO(png)).convert("RGB")
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def take(server: lab.Server, context: BrowserContext, name: str, theme: str) -> Path:
    """Take one picture of a widget."""
    (deck, slot, questions), cell, act, shown, height = PICTURES[name]
    begin = OPEN.format(folder=f"{name}{theme}", deck=deck, slot=slot, questions=questions)
    # The last cell is the active one, whose frame would be in the picture.
    cells = [begin, cell, ""]
    opened = lab.Notebook.open(server, context, cells, theme=THEMES[theme])
    page = opened.page
    page.set_viewport_size({"width": WIDTH + 80, "height": height + 400})
    page.add_style_tag(content=ALONE)
    page.locator(shown).first.scroll_into_view_if_needed()
    act(page)
    clip = page.locator(shown).first.evaluate(
        """(element, most) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return { x, y, width, height: Math.min(height, most) };
        }""",
        height,
    )
    made = HERE / f"{name}{theme}.png"
    made.write_bytes(small(page.screenshot(clip=clip)))
    page.close()
    server.end_kernels()
    return made


def report(context: BrowserContext, folder: Path) -> Path:
    """Take the report's first screen, which is paper in every theme; it needs no server."""
    import pacer
    from pacer import sample

    talk = pacer.open(sample.copy(folder / "report", SHORT), slot="20:00", questions="2:00")
    page = context.new_page()
    page.set_viewport_size({"width": 1040, "height": 1000})
    page.goto(talk.report().as_uri())
    made = HERE / "report.png"
    made.write_bytes(small(page.screenshot()))
    page.close()
    return made


def main() -> None:
    """Take the pictures named, or all."""
    wanted = sys.argv[1:] or [*PICTURES, "report"]
    with tempfile.TemporaryDirectory() as place, lab.browser() as browser:
        folder = Path(place)
        context = browser.new_context(device_scale_factor=1.5)
        context.set_default_timeout(60_000)
        with lab.Server(folder / "lab") as server:
            made = [
                take(server, context, name, theme)
                for name in wanted
                if name in PICTURES
                for theme in THEMES
            ]
        if "report" in wanted:
            made.append(report(context, folder))
    for path in made:
        print(f"docs/{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
