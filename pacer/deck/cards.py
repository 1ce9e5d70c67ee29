"""A slide's words on a plain card, with its picture if it has one, for decks kept as text."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

from pacer.core import files

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

_SHAPE = 9 / 16
_PAPER, _INK, _PALE = "white", "#1a1a1a", "#5c5c5c"
_TITLE, _BODY = 0.055, 0.032  # of the width
_MARGIN = 0.07
# Of its height, a letter is so wide on average.
_LETTER = 0.52
_MOST_LINES = 12
# A picture stands beside the words, over this share of the card.
_PICTURED = 0.5
# Pixels of a picture: a camera's are fewer.
_MOST_PIXELS = 60_000_000


def draw(title: str, text: str, path: Path, width: int, picture: bytes = b"") -> None:
    """Write the card as a JPEG file that appears whole.

    Parameters
    ----------
    title, text : str
        What stands on the slide; the text may begin with the title again.
    path : pathlib.Path
    width : int
        In pixels; the card is of the shape 16:9.
    picture : bytes, optional
        A file of a picture on the slide; one that cannot be read is left out.
    """
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (width, round(width * _SHAPE)), _PAPER)
    pen = ImageDraw.Draw(image)
    margin = round(width * _MARGIN)
    top = float(margin)
    lines = text.split("\n")
    if lines and lines[0].strip() == title.strip():
        lines = lines[1:]
    shown = _opened(picture) if picture else None
    right = width - margin
    if shown is not None:
        right = round(width * (1 - _PICTURED))
        room = (width - right - margin // 2, image.height - 2 * margin)
        shown.thumbnail(room)
        place = (right + (room[0] - shown.width) // 2, margin + (room[1] - shown.height) // 2)
        image.paste(shown, place)
    for words, size, ink, most in (
        ([title], width * _TITLE, _INK, 3),
        (lines, width * _BODY, _PALE, _MOST_LINES),
    ):
        font = ImageFont.load_default(size)
        across = int((right - margin) / (size * _LETTER))
        wrapped = [part for line in words for part in textwrap.wrap(line, across)][: most + 1]
        for part in [*wrapped[:most], *["…"] * (len(wrapped) > most)]:
            if top + size > image.height - margin / 2:
                break
            pen.text((margin, top), part, fill=ink, font=font)
            top += 1.35 * size
        top += 0.6 * size
    files.write(path, lambda file: image.save(file, "JPEG", quality=85))


def _opened(picture: bytes) -> Image | None:
    """A picture on white; None where it is none, or would unpack to more than a camera's."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            opened.draft("RGB", (1920, 1920))
            made = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    under = Image.new("RGBA", made.size, _PAPER)
    under.alpha_composite(made)
    return under.convert("RGB")
