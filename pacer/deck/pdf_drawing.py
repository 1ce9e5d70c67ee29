"""Pages of a PDF as pictures, drawn by a process that may take so much memory and time.

What a page costs to draw cannot be told from what it took to read: a picture of a kilobyte may
unpack to gigabytes, a pattern may repeat itself for hours. A page that is too much is left out.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from pacer.deck import pdf_pages

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from PIL.Image import Image

# A page may be a poster or a strip: no picture is higher than this many times its width.
HIGHEST = 2.0
# A page with photographs of a camera takes 500 MB and a second to draw.
MOST_BYTES, MOST_PAGE_S = 800 * 2**20, 4.0
# Pages that end the process before the rest is given up.
_MOST_ENDED = 5
# Arguments that any system takes at once.
_AT_ONCE = 1_000


def pages(
    path: Path, numbers: Sequence[int], *, width: int, notes: str
) -> Generator[tuple[int, Image | None]]:
    """Draw pages in the order they are asked for.

    Parameters
    ----------
    path : pathlib.Path
    numbers : sequence of int
        Pages, from 1.
    width : int
        Of each picture, in pixels.
    notes : str
        The half of each page that holds notes, and is left out; "" for none.

    Yields
    ------
    tuple of int, PIL.Image.Image or None
        Each page with its picture; None where it cannot be drawn.
    """
    left = list(numbers)
    ended = 0
    while left:
        drawn = 0
        for number, image in _in_one_process(path, left[:_AT_ONCE], width, notes):
            drawn += 1
            yield number, image
        if drawn < len(left[:_AT_ONCE]):
            yield left[drawn], None
            drawn += 1
            ended += 1
        left = left[drawn:]
        if ended >= _MOST_ENDED:
            yield from ((number, None) for number in left)
            return


def _in_one_process(
    path: Path, numbers: list[int], width: int, notes: str
) -> Iterator[tuple[int, Image | None]]:
    """What a process draws until it is done, or ends."""
    from PIL import Image

    command = [sys.executable, "-P", pdf_pages.__file__, "--draw"]
    said = [MOST_BYTES, MOST_PAGE_S, path.absolute(), width, HIGHEST, notes, *numbers]
    with subprocess.Popen(  # noqa: S603 - pacer's own, and the path as one word
        [*command, *map(str, said)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type's sake
        try:
            while len(head := process.stdout.read(pdf_pages.HEADER.size)) == pdf_pages.HEADER.size:
                number, across, down = pdf_pages.HEADER.unpack(head)
                raw = process.stdout.read(3 * across * down)
                if len(raw) < 3 * across * down:
                    return
                yield number, Image.frombytes("RGB", (across, down), raw) if raw else None
        finally:
            process.kill()
