"""LibreOffice, run headless to turn a deck into a PDF."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core import files
from pacer.core.errors import DeckError

if TYPE_CHECKING:
    from threading import Event

INSTALL = (
    "install LibreOffice (libreoffice.org; on Debian and Ubuntu: apt install libreoffice-impress)"
)
# A cold start takes some seconds and a full slide up to one.
START_S, SLIDE_S = 120.0, 3.0
_POLL_S = 0.1
_BY_NAME = ("soffice", "libreoffice")
_BY_PLACE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_FILTER = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
# The deck is untrusted: no macro runs, and nothing is fetched for it from elsewhere.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item></oor:items>
"""


def program() -> str | None:
    """Where LibreOffice is on this computer, or None."""
    found = next(filter(None, map(shutil.which, _BY_NAME)), None)
    return found or next((place for place in _BY_PLACE if Path(place).exists()), None)


def to_pdf(deck: Path, target: Path, *, slides: int, stop: Event | None = None) -> None:
    """Write a deck as a PDF, hidden slides and all.

    Parameters
    ----------
    deck : pathlib.Path
        Copied before it is opened, so that no lock file appears beside it.
    target : pathlib.Path
        Written whole, then renamed into place.
    slides : int
        How many there are: more are given more time.
    stop : threading.Event, optional
        Once set, LibreOffice is ended and nothing is written.

    Raises
    ------
    DeckError
        If LibreOffice is not there, fails, takes too long or was stopped.
    """
    office = program()
    if office is None:
        raise DeckError(f"has no slide pictures: {INSTALL}", deck)
    with tempfile.TemporaryDirectory(prefix="pacer-", ignore_cleanup_errors=True) as name:
        # A profile of its own: an open LibreOffice would take the job over, and do nothing.
        folder, profile = Path(name), Path(name, "profile")
        (profile / "user").mkdir(parents=True)
        files.write(profile / "user" / "registrymodifications.xcu", _SETTINGS)
        copy = folder / f"deck{deck.suffix.lower()}"
        files.copy(deck, copy)
        _run(
            [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
             "--nolockcheck", "--convert-to", _FILTER, "--outdir", str(folder), str(copy)],
            deck,
            START_S + SLIDE_S * slides,
            stop,
        )  # fmt: skip
        made = folder / "deck.pdf"
        if not made.exists():
            raise DeckError("cannot be drawn by LibreOffice: slides are shown as text", deck)
        with made.open("rb") as pdf:
            files.write(target, lambda file: shutil.copyfileobj(pdf, file))


def _run(words: list[str], deck: Path, seconds: float, stop: Event | None) -> None:
    """Run to the end, the time limit or the stop, and leave no process behind."""
    process = subprocess.Popen(  # noqa: S603 - a program found by name, files of our own naming
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    ends = time.monotonic() + seconds
    try:
        while process.poll() is None:
            if stop is not None and stop.is_set():
                raise DeckError("its pictures were stopped", deck)
            if time.monotonic() > ends:
                raise DeckError(
                    f"takes LibreOffice more than {seconds:.0f} s: slides are shown as text", deck
                )
            time.sleep(_POLL_S)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: the command is a script that starts others."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
