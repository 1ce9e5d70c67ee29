"""What a reader is given, and what it gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pacer.core.errors import RunError

if TYPE_CHECKING:
    from pathlib import Path

_ENDS = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Cue:
    """Words that were said between two times.

    Parameters
    ----------
    start_s, end_s : float
    text : str
        As written, with its marks.
    line : int
        Where it stands, from 1; 0 where the file has no lines.
    speaker : str
    chance : float
        How sure of the words whoever heard them was, 0 to 1; NaN where not said.
    times : tuple of (int, float)
        Where known, the second at which the nth word (from 0) of the text begins.
    """

    start_s: float
    end_s: float
    text: str
    line: int = 0
    speaker: str = ""
    chance: float = float("nan")
    times: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Text:
    """A file's text."""

    path: Path
    whole: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; line 1 is the first."""
        return _ENDS.split(self.whole)

    def refuse(self, message: str, line: int | None = None) -> RunError:
        """The error to raise about it."""
        return RunError(message, self.path, line or None)


def seconds(hours: str | None, minutes: str, secs: str) -> float:
    """Hours, minutes and seconds, as written, in seconds."""
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(secs.replace(",", "."))
