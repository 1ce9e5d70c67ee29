"""What can go wrong, said in one line: what, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.version import DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterable


class PacerError(Exception):
    """Any error pacer raises on purpose; its text is one line a speaker can act on."""


class ClockError(PacerError, ValueError):
    """A time that cannot be read."""


def _placed(message: str, path: Path | None, part: str, number: int | None) -> str:
    """The message after where it applies: ``talk.pptx, slide 3: …``."""
    places = ([] if path is None else [path.name]) + (
        [] if number is None else [f"{part} {number}"]
    )
    return f"{', '.join(places)}: {message}" if places else message


class DeckError(PacerError):
    """A deck that cannot be read or written.

    Parameters
    ----------
    message : str
        What is wrong and how to mend it.
    path : path-like, optional
        The deck.
    slide : int, optional
        The 1-based position of the slide at fault.
    """

    def __init__(
        self, message: str, path: str | Path | None = None, slide: int | None = None
    ) -> None:
        self.path = None if path is None else Path(path)
        self.slide = slide
        super().__init__(_placed(message, self.path, "slide", slide))


class RunError(PacerError):
    """A run, or a file to import as one, that cannot be read or written.

    Parameters
    ----------
    message : str
        What is wrong and how to mend it.
    path : path-like, optional
        The file.
    line : int, optional
        The 1-based line at fault.
    """

    def __init__(
        self, message: str, path: str | Path | None = None, line: int | None = None
    ) -> None:
        self.path = None if path is None else Path(path)
        self.line = line
        super().__init__(_placed(message, self.path, "line", line))


class FinalRunError(RunError):
    """What a run refuses for good: the same mark sent again cannot be saved either."""


class FrameError(PacerError):
    """A frame without the columns, or the kinds of values, a room needs.

    Parameters
    ----------
    frame : str
        The frame's name in the glossary, such as ``SLIDES``.
    missing : iterable of str
        Columns that are needed and not there.
    present : iterable of str
        Columns that are there.
    detail : str, optional
        Used instead of the list of columns when the fault is another.
    """

    def __init__(
        self,
        frame: str,
        missing: Iterable[str] = (),
        present: Iterable[str] = (),
        detail: str = "",
    ) -> None:
        self.frame = frame
        self.missing = tuple(missing)
        self.present = tuple(present)
        super().__init__(
            f"{frame}: {detail}"
            if detail
            else f"{frame} lacks {', '.join(self.missing)}; it has {', '.join(self.present)}"
        )


class SlotTooShort(PacerError):  # noqa: N818 - the word a speaker would use
    """Nothing that may be cut makes the talk fit.

    Parameters
    ----------
    message : str
        What does not fit, and which locks to open.
    needed_s, available_s : float
        Seconds the shortest allowed talk needs, and the talk time there is.
    locked : iterable of int
        1-based positions of the locked slides that stand in the way.
    """

    def __init__(
        self, message: str, needed_s: float, available_s: float, locked: Iterable[int] = ()
    ) -> None:
        self.needed_s = float(needed_s)
        self.available_s = float(available_s)
        self.locked = tuple(locked)
        super().__init__(message)


class MissingDependency(PacerError, ImportError):  # noqa: N818 - names the thing, not the failure
    """A library that a feature needs is not there; the message holds the install line."""

    def __init__(self, feature: str, install: str) -> None:
        self.install = install
        super().__init__(f"{feature} needs a library that is not here: {install}")


def install_line(extra: str) -> str:
    """What to type for a part of pacer that is not installed, such as ``"audio"``."""
    return f'pip install "{DISTRIBUTION}[{extra}]"'


class AudioError(PacerError):
    """A microphone or a take that cannot be used."""


class FinalAudioError(AudioError):
    """What a take refuses for good: the same sound sent again cannot be saved either."""
