"""A slide's words on a plain card, for decks kept as text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pacer.core import files

if TYPE_CHECKING:
    from pathlib import Path

_SHAPE = 9 / 16
_PAPER, _INK, _PALE = "white", "#1a1a1a", "#5c5c5c"
_TITLE, _BODY = 0.055, 0.032  # of the width
_MARGIN = 0.07
# Of its height, a letter is so wide on average.
_LETTER = 0.52
_MOST_LINES = 12


def draw(title: str, text: str, path: Path, width: int) -> None:
    """Write the card as a JPEG file that appears whole.

    Parameters
    ----------
    title, text : str
        What stands on the slide; the text may begin with the title again.
    path : pathlib.Path
    width : int
        In pixels; the card is of the shape 16:9.
    """
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (width, round(width * _SHAPE)), _PAPER)
    pen = ImageDraw.Draw(image)
    margin = round(width * _MARGIN)
    top = float(margin)
    lines = text.split("\n")
    if lines and lines[0].strip() == title.strip():
        lines = lines[1:]
    for words, size, ink, most in (
        ([title], width * _TITLE, _INK, 3),
        (lines, width * _BODY, _PALE, _MOST_LINES),
    ):
        font = ImageFont.load_default(size)
        across = int((width - 2 * margin) / (size * _LETTER))
        wrapped = [part for line in words for part in textwrap.wrap(line, across)][: most + 1]
        for part in [*wrapped[:most], *["…"] * (len(wrapped) > most)]:
            if top + size > image.height - margin / 2:
                break
            pen.text((margin, top), part, fill=ink, font=font)
            top += 1.35 * size
        top += 0.6 * size
    files.write(path, lambda file: image.save(file, "JPEG", quality=85))
