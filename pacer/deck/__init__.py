"""A file -> SLIDES: one module a format, and one table that names them.

To add a format, write a module with ``contents(path) -> Contents`` and add its extensions to
`FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pacer.core import frames
from pacer.core.errors import DeckError
from pacer.deck.contents import digest

if TYPE_CHECKING:
    from pacer.deck.contents import Contents

__all__ = ["FORMATS", "Deck", "read"]

_PPTX = ("pptx", "pacer.deck.pptx")
_PDF = ("pdf", "pacer.deck.pdf")
# Extension -> (name of the format, module that reads it).
FORMATS: dict[str, tuple[str, str]] = {
    ".pptx": _PPTX,
    ".pptm": _PPTX,
    ".ppsx": _PPTX,
    ".ppsm": _PPTX,
    ".potx": _PPTX,
    ".potm": _PPTX,
    ".pdf": _PDF,
}
# What a speaker may try as well -> the way to a format above.
_ELSEWHERE = {
    ".ppt": "save it as .pptx in PowerPoint or LibreOffice",
    ".pps": "save it as .pptx in PowerPoint or LibreOffice",
    ".odp": "save it as .pptx in LibreOffice (File, Save As)",
    ".key": "export it to PowerPoint or PDF in Keynote (File, Export To)",
    ".gslides": "download it as .pptx in Google Slides (File, Download)",
    ".html": "print it to PDF (reveal.js: add ?print-pdf to its address)",
    ".md": "export it to PDF, or .pptx with pandoc",
    ".qmd": "render it to PDF or .pptx with Quarto",
    ".tex": "compile it and open the PDF",
}


@dataclass(frozen=True)
class Deck:
    """A deck as read from its file.

    Parameters
    ----------
    path : pathlib.Path
    format : str
        ``"pptx"`` or ``"pdf"``.
    digest : str
        First 16 hex digits of the file's SHA-256: names this revision of the deck.
    slides : pandas.DataFrame
        SLIDES, one row a slide in deck order; a PDF's have a further column, ``page``, the last
        page (1-based) of each slide.
    saved_timings : pandas.Series
        Seconds saved in the deck for automatic advance, by ``slide_key``; empty if there are none.
    warnings : tuple of str
        What could not be read, or should be known.
    """

    path: Path
    format: str
    digest: str
    slides: pd.DataFrame
    saved_timings: pd.Series[float]
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        hidden = int(self.slides["hidden"].sum())
        return (
            f"Deck({self.path.name!r}, {len(self.slides)} slides"
            + (f", {hidden} hidden" if hidden else "")
            + (f", {len(self.warnings)} warnings" if self.warnings else "")
            + ")"
        )


def read(path: str | Path) -> Deck:
    """Read a deck.

    Parameters
    ----------
    path : path-like
        A file with one of the extensions in `FORMATS`; never changed.

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
    name, module = _format(path)
    try:
        revision = digest(path)
        contents: Contents = import_module(module).contents(path)
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
    return Deck(path, name, revision, slides, saved, tuple(contents.warnings))


def _format(path: Path) -> tuple[str, str]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise DeckError("there is no such file: check the path", path)
    if suffix in FORMATS and path.is_file():
        return FORMATS[suffix]
    if suffix in _ELSEWHERE:
        raise DeckError(f"a {suffix} file cannot be read as a deck: {_ELSEWHERE[suffix]}", path)
    if not path.is_file():
        raise DeckError("is a folder: name the deck in it", path)
    known = ", ".join(FORMATS)
    raise DeckError(f"is of no kind pacer reads ({known}): export it to one of these", path)
