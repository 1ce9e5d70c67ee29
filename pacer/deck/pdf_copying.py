"""Pages of a PDF as another file, copied by a process that may take so much memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from pacer.core.errors import DeckError
from pacer.deck import pdf_pages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# What is copied is held twice, beside what PDFium makes of it.
MOST_BYTES, TIMES_SIZE = 400 * 2**20, 4
MOST_S = 30.0
# The process counts its own work; this only ends one that no longer does.
_MOST_WAIT_S = 600.0


def pages(path: Path, numbers: Sequence[int]) -> tuple[bytes, list[str]]:
    """Copy pages in the order they are named.

    Parameters
    ----------
    path : pathlib.Path
    numbers : sequence of int
        Pages, from 1.

    Returns
    -------
    tuple of bytes and list of str
        The PDF, no page of which advances by itself, and the label that each page had.

    Raises
    ------
    DeckError
        If it cannot be copied, or takes more than any deck.
    """
    most = MOST_BYTES + TIMES_SIZE * path.stat().st_size
    command = [sys.executable, "-P", pdf_pages.__file__, "--copy", str(most), str(MOST_S)]
    try:
        done = subprocess.run(  # noqa: S603 - pacer's own, and the path as one word
            [*command, str(path.absolute())],
            input=json.dumps([int(number) for number in numbers]).encode(),
            capture_output=True,
            timeout=_MOST_WAIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeckError("takes longer to copy than any deck: export it again", path) from error
    labels, parted, made = done.stdout.partition(b"\n")
    if done.returncode == pdf_pages.BOMB:
        raise DeckError(
            "takes more memory or time to copy than any deck: export it again, with smaller "
            "pictures",
            path,
        )
    if done.returncode or not parted:
        raise DeckError("cannot be rewritten: export it again and retry", path)
    return made, json.loads(labels)
