"""What a talk's folder keeps out of Git: sound and spoken words are their speaker's alone."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from pacer.core import files
from pacer.core.errors import PacerError

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = ".gitignore"
_LINES: Final = (
    "# Takes and the words said in them stay on this computer; runs and choices may be shared.",
    "*.wav", "*.flac", "*.webm", "*.mp4", "*.ogg", "*.take.json", "*.words*",
    "*.recording.json",
)  # fmt: skip


def leave_out(talk: Path) -> None:
    """Write the list, where there is none; one that somebody edited stays.

    Parameters
    ----------
    talk : Path
        ``<talk>.pacer``. Where it cannot be written nothing happens: a take comes first.
    """
    with contextlib.suppress(PacerError, OSError):
        if not (talk / NAME).exists():
            files.create(talk / NAME, "\n".join(_LINES) + "\n")
