"""A file -> SLIDES: one module a format, and `pacer.deck.formats` to tell which."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pacer.core import frames
from pacer.core.errors import DeckError
from pacer.deck import formats, limits, pdfpc
from pacer.deck.contents import digest
from pacer.deck.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacer.deck.contents import Contents

__all__ = ["FORMATS", "Deck", "read"]


# Fewer slides of one saved time, or shorter ones, are no talk that runs by the clock.
LEAST_FIXED, LEAST_FIXED_S = 3, 5.0


@dataclass(frozen=True)
class Deck:
    """A deck as read from its file.

    Parameters
    ----------
    path : pathlib.Path
    format : str
        A name of `FORMATS`, such as ``"pptx"``.
    digest : str
        First 16 hex digits of the file's SHA-256, or of those it includes too: names this
        revision of the deck.
    slides : pandas.DataFrame
        SLIDES, one row a slide in deck order.
    saved_timings : pandas.Series
        Seconds saved in the deck for automatic advance, by ``slide_key``; empty if there are none.
    warnings : tuple of str
        What could not be read, or should be known.
    pages : mapping of str to tuple of int
        A PDF's pages (1-based) by ``slide_key``, those of its notes among them.
    notes_layout : str
        Where a PDF's pages hold the notes; see `pacer.deck.pdf_notes`.
    build_texts : mapping of str to mapping of int to str
        By the ``slide_key`` of a PDF's slide with builds: the text that each of its pages shows.
    included : tuple of pathlib.Path
        Files of which the deck takes in slides, in its own folder.
    """

    path: Path
    format: str
    digest: str
    slides: pd.DataFrame
    saved_timings: pd.Series[float]
    warnings: tuple[str, ...] = ()
    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    notes_layout: str = ""
    build_texts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    included: tuple[Path, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether its files are still as they were read."""
        return digest(self.path, self.included) == self.digest

    @property
    def kind(self) -> str:
        """How a message names the format; "" where the file's ending says it."""
        return "" if self.format in ("pptx", "pdf") else FORMATS[self.format][0]

    @property
    def fixed_timings(self) -> pd.Series[float] | None:
        """Seconds by ``slide_key`` where all slides shown advance after the same time, else None.

        Such are Ignite and PechaKucha; times of a rehearsal differ, and a second or two is a
        transition's.
        """
        shown = self.slides.loc[~self.slides["hidden"], "slide_key"]
        saved = self.saved_timings.reindex(shown)
        same = len(saved) >= LEAST_FIXED and saved.notna().all() and saved.min() == saved.max()
        return saved if same and saved.iloc[0] >= LEAST_FIXED_S else None

    def __repr__(self) -> str:
        hidden = int(self.slides["hidden"].sum())
        return (
            f"Deck({self.path.name!r}, {len(self.slides)} slides"
            + (f", {hidden} hidden" if hidden else "")
            + (f", {len(self.warnings)} warnings" if self.warnings else "")
            + ")"
        )


def read(path: str | Path, *, format: str | None = None) -> Deck:
    """Read a deck.

    Parameters
    ----------
    path : path-like
        Never changed.
    format : str, optional
        One of `FORMATS`; by default what the file holds decides.

    Returns
    -------
    Deck

    Raises
    ------
    DeckError
        If there is no such file, or it is no deck that can be read: the message says why and
        how to mend it.
    """
    path = Path(path)
    if format is not None and format not in FORMATS:
        raise DeckError(f"{format!r} is no format of decks: {', '.join(FORMATS)}", path)
    try:
        with limits.limited(path):
            guess = formats.guess(path) if format is None else formats.Guess(format)
            if guess.format == "pdfpc" and (pdf := pdfpc.pdf_of(path)) is not None:
                path, guess = pdf, formats.Guess("pdf")
            revision = digest(path)
            contents: Contents = import_module(FORMATS[guess.format][1]).contents(path)
        if contents.included:
            revision = digest(path, contents.included)
    except OSError as error:
        raise DeckError(f"cannot be opened: {error.strerror or error}", path) from error
    except MemoryError as error:
        raise DeckError("is too large for the memory of this computer", path) from error
    if not contents.rows:
        raise DeckError("has no slides: add one, or check that this is the right file", path)
    slides = frames.build(
        frames.SLIDES,
        ({**row, "position": position} for position, row in enumerate(contents.rows, 1)),
    )
    saved = pd.Series(contents.saved_timings, dtype="float64", name="seconds")
    saved.index = saved.index.astype("str").rename("slide_key")
    if not guess.sure:
        contents.warnings.insert(
            0,
            f"taken for {FORMATS[guess.format][0]} ({guess.why}): if it is not, say "
            f"format= or --format ({', '.join(FORMATS)})",
        )
    return Deck(
        path,
        guess.format,
        revision,
        slides,
        saved,
        tuple(dict.fromkeys(contents.warnings)),
        contents.pages,
        contents.notes_layout,
        contents.build_texts,
        contents.included,
    )
