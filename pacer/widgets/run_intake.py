"""A recording dropped on a room, Python's side: its bytes in, a run beside the deck out.

The page sends a chunk when it is told how many bytes are here, so no more than one is on its way,
and other messages come between. The work is done in a thread of its own. Of the file nothing is
kept but the run and the words in it.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pacer.core import files
from pacer.core.errors import PacerError
from pacer.core.text import line
from pacer.widgets.protocol import MOST_DROPPED, AddPart, FileState, LeaveFile, OfferFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pacer.project import Project
    from pacer.widgets.protocol import FileMessage, ToPage

# A page sends half of this at a time.
LARGEST_PART: Final = 2 * 2**20
# As often as a bar needs.
EVERY_S: Final = 0.2
_NAME_KEPT: Final = 80
# Not of a name that is safe on every system.
_UNSAFE: Final = re.compile(r"[^\w.()+ -]|^[. ]+|^(?=(?:con|prn|aux|nul|com\d|lpt\d)\b)", re.I)


class _LeftError(Exception):
    """The page wants it no more."""


class RunIntake:
    """Takes in the files that are dropped on one widget, one at a time.

    Parameters
    ----------
    project : Project
    post : callable
        The room's `post`.
    """

    def __init__(self, project: Project, post: Callable[[ToPage], object]) -> None:
        self._project, self._post = project, post
        self._lock = threading.Lock()
        # What comes in or is worked on: its token, what was offered, and the folder it lies in.
        self._token, self._name, self._size, self._there = "", "", 0, 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._modified_s = 0.0
        self._is_working = False
        self.thread: threading.Thread | None = None

    def receive(self, message: FileMessage, buffers: Sequence[Any]) -> None:
        """Do what a page asks."""
        with self._lock:
            try:
                match message:
                    case OfferFile():
                        self._begin(message)
                    case AddPart():
                        self._add(message, buffers)
                    case LeaveFile():
                        self._leave(message.token)
            except (PacerError, OSError) as error:
                if not self._is_working:
                    self._drop()
                self._say(message.token, "failed", reason=str(error))

    def _begin(self, offered: OfferFile) -> None:
        if self._is_working:
            raise PacerError(f"{self._name} is being taken in: wait for it, or stop it")
        if offered.size > MOST_DROPPED:
            raise PacerError(too_large(self._project, offered.name, offered.size))
        if not offered.size:
            raise PacerError(f"{line(offered.name, limit=_NAME_KEPT)} is empty")
        self._drop()  # one that never came whole
        self._token, self._name = offered.token, line(offered.name, limit=_NAME_KEPT)
        self._size, self._there, self._modified_s = offered.size, 0, offered.modified_s
        self._folder = tempfile.TemporaryDirectory(prefix="pacer-", ignore_cleanup_errors=True)
        files.create(self._path, b"")
        self._say(offered.token, "receiving")

    @property
    def _path(self) -> Path:
        return Path("" if self._folder is None else self._folder.name) / safe_name(self._name)

    def _add(self, part: AddPart, buffers: Sequence[Any]) -> None:
        if part.token != self._token or self._is_working:
            return  # of one that was given up
        data = bytes(buffers[0]) if buffers else b""
        if part.offset != self._there:
            self._say(part.token, "receiving")  # from here, please
            return
        if not data or len(data) > LARGEST_PART or self._there + len(data) > self._size:
            raise PacerError(f"{self._name} did not come whole: drop it again")
        files.append(self._path, self._there, data)
        self._there += len(data)
        self._say(part.token, "receiving")
        if self._there == self._size:
            self._is_working = True
            self.thread = threading.Thread(target=self._work, name="pacer intake", daemon=True)
            self.thread.start()

    def _leave(self, token: str) -> None:
        if token != self._token:
            return
        self._token = ""  # work under way stops at its next step
        if not self._is_working:
            self._drop()
        self._say(token, "failed", reason="stopped: nothing was taken in")

    def _work(self) -> None:
        from pacer.results.intake import take_in

        token, told_s = self._token, 0.0

        def progress(share: float) -> None:
            nonlocal told_s
            if self._token != token:
                raise _LeftError
            if time.monotonic() - told_s >= EVERY_S:
                told_s = time.monotonic()
                self._say(token, "working", share=share)

        self._say(token, "working")
        try:
            # The run ended when the recording was last written.
            with contextlib.suppress(OSError, OverflowError):
                os.utime(self._path, (self._modified_s, self._modified_s))
            said, state = take_in(self._project, self._path, progress=progress), "done"
        except _LeftError:
            return
        except PacerError as error:
            said, state = str(error), "failed"
        except Exception as error:  # noqa: BLE001 - a page that waits is told
            said, state = f"{self._name} could not be taken in ({type(error).__name__})", "failed"
        finally:
            with self._lock:
                self._drop()
                self._is_working = False
        self._say(token, "done" if state == "done" else "failed", reason=said)

    def _drop(self) -> None:
        folder, self._folder, self._token = self._folder, None, ""
        if folder is not None:
            folder.cleanup()

    def _say(self, token: str, state: str, *, share: float = 0.0, reason: str = "") -> None:
        self._post(
            FileState(
                token=token,
                state=state,  # type: ignore[arg-type]
                size=self._there,
                share=share,
                line=line(reason, limit=600),
            )
        )


def safe_name(name: str) -> str:
    """A name under which an unknown file may lie for a while: its last part, its ending kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, end = _UNSAFE.sub("_", last).rpartition(".")
    made = f"{stem[: _NAME_KEPT - 10] or 'file'}{dot}{end[:9]}" if dot else end[:_NAME_KEPT]
    return made.rstrip(". ") or "file"


def too_large(project: Project, name: str, size: int) -> str:
    """What is said of a file whose bytes do not go through the page, and what to run instead."""
    shown = line(name.replace("\\", "/").rpartition("/")[2], limit=_NAME_KEPT)
    return (
        f"{shown} has {size / 1e6:,.0f} MB; through the page go {MOST_DROPPED / 1e6:.0f} at most. "
        f'Open it where it lies: talk.align("{shown}") with its path, or in a terminal '
        f'pacer align "{line(project.deck.path.name, limit=_NAME_KEPT)}" "{shown}"'
    )
