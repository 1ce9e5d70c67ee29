"""What an importer is given, and what it gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pacer.core import clock
from pacer.core.errors import ClockError, RunError
from pacer.core.text import line as one_line

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

# Times of a day's talk fit into a thousandth of this.
LARGEST_BYTES: Final = 8 * 2**20
MOST_ROWS: Final = 20_000

_ENDS = re.compile(r"\r\n|\r|\n")


class Source:
    """A file to import: its path, and its lines as text.

    Parameters
    ----------
    path : path-like

    Raises
    ------
    RunError
        If it cannot be read; `lines` raises it where the file is no text.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            if not self.path.is_file():
                raise RunError("there is no such file: check the path", path)
            # Asked first, so that a video picked by mistake is not read.
            self.size = self.path.stat().st_size
            with self.path.open("rb") as file:
                self.head = file.read(4)
        except OSError as error:
            raise RunError(f"cannot be read ({error.strerror})", path) from error

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; line 1 is the first."""
        if self.size > LARGEST_BYTES:
            raise RunError(f"is too large for timings ({self.size >> 20} MB)", self.path)
        data = self.path.read_bytes()
        if not data.strip():
            raise RunError("is empty: there is nothing to import", self.path)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return _ENDS.split(data.decode("utf-16", "replace"))
        if b"\x00" in data:
            raise RunError("is no text: pacer imports timings as text, or a .pptx", self.path)
        try:
            return _ENDS.split(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return _ENDS.split(data.decode("cp1252", "replace"))

    @property
    def first(self) -> str:
        """The first line that is not blank."""
        return next((line.strip() for line in self.lines if line.strip()), "")

    def refuse(self, message: str, line: int | None = None) -> RunError:
        """The error to raise about a line."""
        return RunError(message, self.path, line)

    def seconds(self, written: str, line: int) -> float:
        """Read a time, or refuse the line."""
        try:
            return clock.seconds(one_line(written, limit=40))
        except ClockError as error:
            raise RunError(str(error), self.path, line) from error


@dataclass(frozen=True)
class Row:
    """One stay on a slide, as a file tells it.

    Parameters
    ----------
    line : int
        Where it stands, from 1.
    name : str
        The slide as the file calls it: a title, a number, or a key.
    start_s : float
    end_s : float or None
        None where the file does not say: it lasts until the next row.
    number : int, optional
        The slide's position, where the file has it beside a name.
    """

    line: int
    name: str
    start_s: float
    end_s: float | None = None
    number: int | None = None


@dataclass(frozen=True)
class Table:
    """All that a file tells.

    Parameters
    ----------
    rows : list of Row
        In the order of the file.
    started_at : datetime, optional
        When the run began, where the file says so.
    remarks : tuple of str
        What was left out or assumed.
    slides : pandas.DataFrame, optional
        The deck the file holds; then the rows' names are its keys.
    """

    rows: list[Row]
    started_at: datetime | None = None
    remarks: tuple[str, ...] = ()
    slides: pd.DataFrame | None = field(default=None, compare=False)
