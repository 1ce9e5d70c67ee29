"""The process that an engine hears in: its own, at low priority, with no network."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# No network, whatever a library would like to look up; no more threads than one.
_SETTINGS: Final = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def command(file: str) -> tuple[str, ...]:
    """How to run one of our own files; nothing in the working folder shadows a module (``-P``)."""
    return (sys.executable, "-P", file)


def start(words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start it; a line is asked on its standard input, lines come from its output.

    On POSIX systems the child lowers its own priority.
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the engine says what it thinks of processors
        start_new_session=True,
        creationflags=flags,
        env={**os.environ, **_SETTINGS},
    )
