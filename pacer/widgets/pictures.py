"""Slide pictures for a page: drawn beside the work, sent when the page asks for one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from pacer.core.errors import PacerError
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    # slide_key -> picture file
    Pictures = Mapping[str, Path]
    # told (done, of) as it goes
    Progress = Callable[[int, int], None]
    Draw = Callable[[Progress], Pictures]

LARGEST: Final = 8 * 2**20


class Gallery:
    """The pictures there are so far.

    Parameters
    ----------
    send : callable
        A widget's `send`.
    """

    def __init__(self, send: Callable[..., Any]) -> None:
        self._send = send
        self._there: Pictures = {}

    def show(self, key: str) -> None:
        """Send one slide's picture; an empty one where there is none, and the page uses words."""
        path = self._there.get(key)
        data = b""
        if path is not None:
            try:
                if path.stat().st_size <= LARGEST:
                    data = path.read_bytes()
            except OSError:
                data = b""  # gone since; the page shows the slide's words
        kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
        self._send({"said": "picture", "key": key, "type": kind}, buffers=[data])

    def draw(self, draw: Draw, progress: Progress = lambda _done, _of: None) -> None:
        """Draw in the background; the page is told when the pictures are there."""

        def work() -> None:
            try:
                self._there = draw(progress)
            except Exception as error:  # noqa: BLE001 - a picture never stops a room
                why = str(error) if isinstance(error, PacerError) else "slides are shown as text"
                self._send({"said": "notice", "text": line(why)})
            progress(0, 0)
            self._send({"said": "pictures", "keys": len(self._there)})

        threading.Thread(target=work, name="pacer pictures", daemon=True).start()
