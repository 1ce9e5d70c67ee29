"""LibreOffice, run headless to turn a deck into a PDF."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core import files
from pacer.core.errors import DeckError
from pacer.deck import programs

if TYPE_CHECKING:
    from threading import Event

INSTALL = (
    "install LibreOffice (libreoffice.org; on Debian and Ubuntu: apt install libreoffice-impress)"
)
# A cold start takes some seconds and a full slide up to one.
START_S, SLIDE_S = 120.0, 3.0
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
    return programs.find(_BY_NAME, map(Path, _BY_PLACE))


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
        programs.run(
            [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
             "--nolockcheck", "--convert-to", _FILTER, "--outdir", str(folder), str(copy)],
            deck,
            by="LibreOffice",
            seconds=START_S + SLIDE_S * slides,
            stop=stop,
        )  # fmt: skip
        made = folder / "deck.pdf"
        if not made.exists():
            raise DeckError("cannot be drawn by LibreOffice: slides are shown as text", deck)
        with made.open("rb") as pdf:
            files.write(target, lambda file: shutil.copyfileobj(pdf, file))
