"""A browser of the Chromium kind, run headless to print a page of slides into a PDF.

It gets a page that `pacer.deck.web_page` made: no script of a deck is in it, and all it shows lies
within it. That nothing runs and nothing is fetched is said three times over: to the page by its
own policy, to the browser by names that lead nowhere and by a proxy that is not there.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core import files
from pacer.core.errors import DeckError
from pacer.deck import programs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

# How a message names what would do.
NAMES = "Chromium, Chrome or Edge"
# A cold start takes some seconds, and so do large pictures.
START_S, SLIDE_S = 30.0, 0.5
_BY_NAME = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
_BY_PLACE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# Where playwright keeps the browsers it downloaded, and where in them the program is.
_PLAYWRIGHT = {
    "linux": "~/.cache/ms-playwright",
    "darwin": "~/Library/Caches/ms-playwright",
    "win32": "~/AppData/Local/ms-playwright",
}
_PLAYWRIGHTS = (
    "chromium*-*/chrome-*/chrome", "chromium*-*/chrome-*/headless_shell",
    "chromium*-*/chrome-*/chrome.exe", "chromium*-*/chrome-*/*.app/Contents/MacOS/*",
)  # fmt: skip
_WORDS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>", "--no-pdf-header-footer",
)  # fmt: skip


def program() -> str | None:
    """Where such a browser is on this computer, or None."""
    return programs.find(_BY_NAME, _places())


def _places() -> Iterator[Path]:
    yield from map(Path, _BY_PLACE)
    kept = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", _PLAYWRIGHT.get(sys.platform, ""))
    for pattern in _PLAYWRIGHTS if kept else ():
        yield from sorted(Path(kept).expanduser().glob(pattern), reverse=True)


def to_pdf(page: str, target: Path, deck: Path, *, slides: int, stop: Event | None = None) -> None:
    """Print a page of HTML.

    Parameters
    ----------
    page : str
        With the sizes of its sheets in its own style.
    target : pathlib.Path
        Written whole, then renamed into place.
    deck : pathlib.Path
        Which messages name.
    slides : int
        How many there are: more are given more time.
    stop : threading.Event, optional
        Once set, the browser is ended and nothing is written.

    Raises
    ------
    DeckError
        If no browser is there, or it fails, takes too long or was stopped.
    """
    browser = program()
    if browser is None:
        raise DeckError(f"is shown as text: {NAMES} is not here", deck)
    with tempfile.TemporaryDirectory(prefix="pacer-", ignore_cleanup_errors=True) as name:
        # A profile of its own: an open browser would take the job over.
        source, made = Path(name, "slides.html"), Path(name, "slides.pdf")
        files.write(source, page)
        words = [browser, *_WORDS, f"--user-data-dir={Path(name, 'profile')}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            words.append("--no-sandbox")  # it has none for root, and refuses to start
        programs.run(
            [*words, f"--print-to-pdf={made}", source.as_uri()],
            deck,
            by="the browser",
            seconds=START_S + SLIDE_S * slides,
            stop=stop,
        )
        if not made.exists():
            raise DeckError("cannot be drawn by the browser: slides are shown as text", deck)
        with made.open("rb") as pdf:
            files.write(target, lambda file: shutil.copyfileobj(pdf, file))
