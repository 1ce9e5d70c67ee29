"""Programs of others that draw slides: found on this computer, and ended in time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core.errors import DeckError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from threading import Event

_POLL_S = 0.1
# The largest decks tried take a third of it; pages that the parts of a browser share count often.
MOST_BYTES = 3 * 2**30
_PAGE_BYTES = 4096


def find(names: Iterable[str], places: Iterable[Path] = ()) -> str | None:
    """The first of a program's names on the path, else the first of its places that is there."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or next((str(place) for place in places if place.exists()), None)


def run(words: list[str], deck: Path, *, by: str, seconds: float, stop: Event | None) -> None:
    """Run to the end, the time limit or the stop, and leave no process behind.

    Parameters
    ----------
    words : list of str
        The program and its arguments.
    deck : pathlib.Path
        Which messages name.
    by : str
        How a message names the program.
    seconds : float
        The time limit.
    stop : threading.Event or None
        Once set, the program is ended.

    Raises
    ------
    DeckError
        If it cannot be started, takes too long or too much memory (`MOST_BYTES`, where the system
        tells), or was stopped.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - a program found by name, files of our own naming
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise DeckError(f"cannot be drawn: {by} does not start ({error.strerror})", deck) from error
    ends = time.monotonic() + seconds
    try:
        while process.poll() is None:
            if stop is not None and stop.is_set():
                raise DeckError("its pictures were stopped", deck)
            if time.monotonic() > ends:
                raise DeckError(
                    f"takes {by} more than {seconds:.0f} s: slides are shown as text", deck
                )
            if _held_bytes(process.pid) > MOST_BYTES:
                raise DeckError(
                    f"takes {by} more than {MOST_BYTES / 2**30:.0f} GB of memory: slides are shown "
                    "as text",
                    deck,
                )
            time.sleep(_POLL_S)
    finally:
        _end(process)


def _held_bytes(session: int) -> int:
    """The memory that all processes of a session hold; 0 where the system does not tell."""
    held = 0
    for each in Path("/proc").glob("[0-9]*/stat") if sys.platform == "linux" else ():
        with suppress(OSError, ValueError, IndexError):
            said = each.read_bytes().rpartition(b")")[2].split()
            held += int(said[21]) * _PAGE_BYTES if int(said[3]) == session else 0
    return held


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: the command is a script that starts others."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
