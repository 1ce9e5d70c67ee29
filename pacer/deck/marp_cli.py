"""Marp's own tool, where it is on the path: a deck as HTML with its theme, nothing of it drawn yet.

It is run on a copy, without the configuration that may lie beside a deck and is a program; what
it makes is treated like any page (`pacer.deck.web_page`).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core import files
from pacer.core.errors import DeckError
from pacer.deck import programs

if TYPE_CHECKING:
    from threading import Event

START_S = 30.0
_MOST_BYTES = 64 * 2**20


def program() -> str | None:
    """Where it is on this computer, or None."""
    return programs.find(("marp",))


def html(deck: Path, stop: Event | None = None) -> str:
    """The deck as Marp lays it out.

    Raises
    ------
    DeckError
        If Marp is not there, fails, takes too long or was stopped.
    """
    marp = program()
    if marp is None:
        raise DeckError("is drawn without its theme: marp is not on the path", deck)
    with tempfile.TemporaryDirectory(prefix="pacer-", ignore_cleanup_errors=True) as name:
        source, made = Path(name, "deck.md"), Path(name, "deck.html")
        files.copy(deck, source)
        programs.run(
            [marp, "--no-config-file", "--no-stdin", "--template", "bare", "--output", str(made),
             str(source)],
            deck,
            by="Marp",
            seconds=START_S,
            stop=stop,
        )  # fmt: skip
        if not made.exists() or made.stat().st_size > _MOST_BYTES:
            raise DeckError("is drawn without its theme: Marp cannot read it", deck)
        return made.read_text(encoding="utf-8", errors="replace")
