"""What an importer is given, and what it gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from pacer.core import clock
from pacer.core.errors import ClockError, RunError
from pacer.runs.importers.moments import Instant, instant, stretch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import pandas as pd

# Times of a day's talk fit into a thousandth of this.
LARGEST_BYTES: Final = 8 * 2**20
MOST_ROWS: Final = 20_000
# A clock that goes from later than the first to earlier than the second went past midnight.
EVENING_S: Final = 18 * 3600.0
MORNING_S: Final = 6 * 3600.0

T = TypeVar("T")

_ENDS = re.compile(r"\r\n|\r|\n")


class Source:
    """A file to import: its path, and its lines as text.

    Parameters
    ----------
    path : path-like
    unit : str, optional
        What the speaker says that times count whose unit is in doubt: one of `UNITS`.

    Raises
    ------
    RunError
        If it cannot be read; `lines` raises it where the file is no text.
    """

    def __init__(self, path: str | Path, unit: str | None = None) -> None:
        self.path = Path(path)
        self.unit = unit
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
        # UTF-16 without its mark: of plain letters every other byte is none.
        if not any(data[1:2000:2]) and all(data[0:2000:2]):
            return _ENDS.split(data.decode("utf-16-le", "replace"))
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

    def seconds(self, written: str, line: int | None) -> float:
        """Read a time of a format that says what it counts, or refuse the line."""
        return self._read(stretch, written, line)

    def stretch(self, written: str, line: int) -> float:
        """Read how long something took, in the speaker's unit, or refuse the line."""
        return self._read(stretch, written, line, self.unit)

    def instant(self, written: str, line: int) -> Instant:
        """Read when something was, in the speaker's unit, or refuse the line."""
        return self._read(instant, written, line, self.unit)

    def _read(
        self, how: Callable[..., T], written: str, line: int | None, unit: str | None = None
    ) -> T:
        try:
            return how(written, unit)
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
        The slide's number, where the file has it beside a name.
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
    numbers : {"slide", "page", "order"}
        What a number in the file counts: slides, pages of a PDF, or only the order in which
        the slides that are shown came.
    pages : int, optional
        How many pages the file says that the document has.
    end_s : float, optional
        When the run ended, where the file says so apart from its rows.
    example : str
        A time as the file writes it, where it may be meant in another unit than it was read in;
        ``""`` where the format says what it counts.
    spoken : int
        Rows that a speaker's name marks as something said.
    """

    rows: list[Row]
    started_at: datetime | None = None
    remarks: tuple[str, ...] = ()
    slides: pd.DataFrame | None = field(default=None, compare=False)
    numbers: str = "slide"
    pages: int | None = None
    end_s: float | None = None
    example: str = ""
    spoken: int = 0


def on_one_clock(source: Source, found: list[tuple[int, Instant]]) -> tuple[list[float], list[str]]:
    """Instants as seconds that go on over midnight, and what was assumed.

    Raises
    ------
    RunError
        If some have a date, or AM and PM, and some have not.
    """
    seconds: list[float] = []
    day_s, before = 0.0, None
    for line, moment in found:
        if moment.scale != found[0][1].scale:
            raise source.refuse(
                "is written otherwise than the times above: give all of them a date, or none", line
            )
        # A clock that fell by nearly a day has struck midnight; one that fell less went wrong.
        if (
            moment.scale != "date"
            and before is not None
            and before >= EVENING_S
            and moment.seconds <= MORNING_S
        ):
            day_s += clock.LONGEST_S
        before = moment.seconds
        seconds.append(moment.seconds + day_s)
    return seconds, ["the clock went past midnight"] if day_s else []
