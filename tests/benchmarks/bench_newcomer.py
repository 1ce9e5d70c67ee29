"""From an empty folder with one deck to a plan for 20 minutes, exported as a deck: clicks, seconds.

In a real JupyterLab, without a line of Python; and on the command line, in commands.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pacer
from pacer import cli, sample
from tests.benchmarks.timing import row
from tests.e2e import lab


class Hand:
    """Clicks, and counts them."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, target, **how) -> None:
        target.click(**how)
        self.clicks += 1


def in_jupyterlab(home: Path) -> tuple[int, float]:
    """Clicks and seconds from the page's opening to the deck that was written."""
    with lab.browser() as browser, lab.Server(home / "lab") as server:
        deck = sample.copy(server.root, "storage-talk.pptx")
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page, hand = context.new_page(), Hand()
        began = time.monotonic()
        page.goto(f"{server.url}lab?token={server.token}")
        row = page.locator(".jp-DirListing-item", has_text=deck.name)
        hand.click(row, button="right")
        hand.click(page.locator(".lm-Menu-item", has_text="Trim to a Slot"))
        page.get_by_label("Slot").fill("20:00")
        page.get_by_label("Of it for questions").fill("2:00")
        hand.click(page.locator(".jp-Dialog .jp-mod-accept"))
        room = page.locator(".pacer-trim")
        hand.click(room.get_by_role("button", name="Export the deck"), timeout=60_000)
        room.get_by_text("Written:").wait_for(timeout=60_000)
        seconds = time.monotonic() - began
        (made,) = [path for path in server.root.glob("*.pptx") if path != deck]
        hidden = pacer.open(made).slides["hidden"]
        assert hidden.any(), "nothing was cut"
        assert not hidden.all(), "everything was cut"
        return hand.clicks, seconds


def on_the_command_line(home: Path) -> tuple[int, float]:
    """Commands and seconds."""
    deck = sample.copy(home, "storage-talk.pptx")
    began = time.monotonic()
    code = cli.main(
        [
            "plan",
            str(deck),
            "--slot",
            "20:00",
            "--questions",
            "2:00",
            "-o",
            str(home / "short.pptx"),
        ]
    )
    assert code == 0
    assert (home / "short.pptx").is_file()
    return 1, time.monotonic() - began


def main() -> None:
    print("From one deck to a plan for 20 minutes, exported, without a line of Python")
    with tempfile.TemporaryDirectory() as folder:
        clicks, seconds = in_jupyterlab(Path(folder))
    row("JupyterLab: clicks", [clicks], "(at most 8)")
    row(
        "JupyterLab: from the page's opening",
        [f"{seconds:.0f} s"],
        "(at most 60)",
    )
    with tempfile.TemporaryDirectory() as folder:
        commands, seconds = on_the_command_line(Path(folder))
    row("command line: commands", [commands], "(at most 2)")
    row("command line: seconds", [f"{seconds:.1f} s"])


if __name__ == "__main__":
    main()
