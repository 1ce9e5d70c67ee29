"""Slide pictures for a page: drawn beside the work, sent when the page asks for one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from pacer.core.errors import PacerError
from pacer.core.text import line
from pacer.widgets.protocol import Notice, Picture, PicturesReady

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pacer.widgets.protocol import AskPicture, ToPage

    # a message to the pages, with its buffers
    Post = Callable[[ToPage, list[bytes] | None], object]
    # slide_key -> picture file
    Pictures = Mapping[str, Path]
    # told (done, of) as it goes
    Progress = Callable[[int, int], None]
    Draw = Callable[[Progress], Pictures]

LARGEST: Final = 8 * 2**20


class PictureService:
    """The pictures there are so far.

    Parameters
    ----------
    post : callable
        A room's `post`.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._there: Pictures = {}

    def show(self, asked: AskPicture) -> None:
        """Send one slide's picture; an empty one where there is none, and the page uses words."""
        path = self._there.get(asked.slide_key)
        data = b""
        if path is not None:
            try:
                if path.stat().st_size <= LARGEST:
                    data = path.read_bytes()
            except OSError:
                data = b""  # gone since; the page shows the slide's words
        mime = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
        self._post(Picture(slide_key=asked.slide_key, mime=mime), [data])

    def draw(
        self,
        draw: Draw,
        progress: Progress = lambda _done, _of: None,
        made_how: Callable[[], str] = str,
    ) -> None:
        """Draw in the background; the page is told when the pictures are there.

        What `made_how` says of them is shown when they are made, and not again.
        """
        before = made_how()

        def work() -> None:
            try:
                self._there = draw(progress)
                if (how := made_how()) and how != before:
                    self._post(Notice(text=line(f"slide pictures: {how}")), None)
            except Exception as error:  # noqa: BLE001 - a picture never stops a room
                why = str(error) if isinstance(error, PacerError) else "slides are shown as text"
                self._post(Notice(text=line(why)), None)
            progress(0, 0)
            self._post(PicturesReady(count=len(self._there)), None)

        threading.Thread(target=work, name="pacer pictures", daemon=True).start()
