"""The pages of a deck as small grey pictures, all of one shape."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.core.errors import DeckError
from pacer.deck import images

if TYPE_CHECKING:
    from pacer.deck import Deck
    from pacer.recording.features import Array

# Larger than any size in which pages are compared.
WIDTH = 480
# A page higher than wide is a document's; strips are cut to this.
_HIGHEST = 2.0


@dataclass(frozen=True)
class Pages:
    """What each page of a deck looks like.

    Parameters
    ----------
    pictures : list of array of uint8
        All of one shape: that of the deck's usual page. Another page is set into it whole, with
        black beside it, as viewers do.
    numbers : list of int
        The 1-based page of a PDF deck; 0 for other decks.
    positions : list of int
        The 1-based slide.
    """

    pictures: list[Array]
    numbers: list[int]
    positions: list[int]

    def __len__(self) -> int:
        return len(self.pictures)


def draw(deck: Deck, folder: Path | None = None) -> Pages:
    """Draw every page of a deck, builds apart where the deck has pages for them.

    Parameters
    ----------
    deck : Deck
    folder : pathlib.Path, optional
        Where LibreOffice's PDF of the deck is kept; without it, it is made anew.

    Raises
    ------
    DeckError
        If it cannot be drawn; the message says what is missing.
    """
    with tempfile.TemporaryDirectory(prefix="pacer-") as made:
        drawn = list(images.every_page(deck, folder or Path(made), width=WIDTH))
    if not drawn:
        raise DeckError("no page of it can be drawn: export it to PDF again", deck.path)
    shapes = sorted(image.height / image.width for _, _, image in drawn)
    # The usual shape, to the pixel: PDFium rounds each page's own.
    shape = min(shapes[len(shapes) // 2], _HIGHEST)
    height = round(WIDTH * shape)
    return Pages(
        [_fitted(image, height) for *_, image in drawn],
        [number for number, _, _ in drawn],
        [position for _, position, _ in drawn],
    )


def _fitted(image: Any, height: int) -> Array:
    """The picture made `WIDTH` by `height`; whole, on black, where its shape is another."""
    from PIL import Image

    if abs(image.height / image.width - height / WIDTH) < 0.02 * height / WIDTH:
        return np.asarray(image.resize((WIDTH, height), Image.Resampling.BOX))
    scale = min(WIDTH / image.width, height / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    whole = Image.new("L", (WIDTH, height))
    whole.paste(image.resize(size, Image.Resampling.BOX),
                ((WIDTH - size[0]) // 2, (height - size[1]) // 2))  # fmt: skip
    return np.asarray(whole)
