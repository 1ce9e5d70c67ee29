"""Changes of slide that a speaker set right by hand, kept beside the run and over its marks.

``runs/<run>.boundaries.json`` holds what was set, and the marks that stand in the place of the
run's own since. The journal stays as it was recorded: without this file it counts again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pacer.core import files, frames
from pacer.core.errors import PacerError, RunError
from pacer.core.text import line
from pacer.runs.journal_file import LONGEST_S, MOST_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIX: Final = ".boundaries.json"
VERSION: Final = 1
LARGEST_BYTES: Final = 8_000_000

Mark = tuple[float, str, str]


@dataclass(frozen=True)
class Boundary:
    """A change of slide as it was set.

    Parameters
    ----------
    was_s, t_s : float
        Where it was found, and where it is.
    before, after : str
        The slides' keys of the day; "" where something else was on.
    """

    was_s: float
    t_s: float
    before: str
    after: str


@dataclass(frozen=True)
class Corrected:
    """What was set in one run, in order of setting, and the marks that hold since."""

    boundaries: tuple[Boundary, ...]
    marks: tuple[Mark, ...]


def beside(journal: Path) -> Path:
    """Where the corrections of a run are."""
    return journal.with_name(journal.stem + SUFFIX)


def load(journal: Path) -> Corrected | None:
    """Read what was set in a run; None where nothing was.

    Raises
    ------
    RunError
        If the file cannot be read, is damaged, or was written by a newer version.
    """
    path = beside(journal)
    try:
        held = files.read_json(path, most_bytes=LARGEST_BYTES)
    except PacerError as error:
        raise RunError(str(error)) from error
    if held is None:
        return None
    try:
        version = held["version"]
        if version != VERSION:
            raise RunError(
                f"has format version {version}, this pacer reads {VERSION}: upgrade", path
            )
        found = tuple(
            Boundary(_time(one["was_s"]), _time(one["t_s"]), str(one["from"]), str(one["to"]))
            for one in held["set"]
        )
        marks = tuple((_time(t_s), str(kind), str(key)) for t_s, kind, key in held["marks"])
        times = [t_s for t_s, _, _ in marks]
        if times != sorted(times) or not 0 < len(marks) <= MOST_MARKS:
            raise ValueError("the marks are out of order")  # noqa: TRY301 - said below
    except (KeyError, TypeError, ValueError) as error:
        why = line(str(error), limit=80)
        raise RunError(f"is damaged ({why}): move it away, and the run counts as recorded",
                       path) from error  # fmt: skip
    return Corrected(found, marks)


def save(journal: Path, corrected: Corrected | None) -> None:
    """Keep what was set in a run; with None the run counts as recorded again.

    Raises
    ------
    PacerError
        If it cannot be written; what was there is as it was.
    """
    path = beside(journal)
    if corrected is None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise files.unwritten(path, error) from error
        return
    held = {
        "pacer": "boundaries",
        "version": VERSION,
        "set": [
            {"was_s": one.was_s, "t_s": one.t_s, "from": one.before, "to": one.after}
            for one in corrected.boundaries
        ],
        "marks": [list(mark) for mark in corrected.marks],
    }
    files.write(path, files.dumped(held))


def over(recorded: Iterable[dict[str, Any]], corrected: Corrected) -> list[dict[str, Any]]:
    """A run's marks with the corrected in the place of those that tell time.

    Parameters
    ----------
    recorded : iterable of dict
        The journal's: notes and names among them stay.
    corrected : Corrected
    """
    kept = [mark for mark in recorded if mark["kind"] not in frames.MARK_KINDS]
    made = [{"t_s": t_s, "kind": kind, "slide_key": key} for t_s, kind, key in corrected.marks]
    return sorted([*made, *kept], key=lambda mark: mark["t_s"])


def moved(marks: Iterable[Mark], was_s: float, t_s: float, *, within: float = 1e-3) -> list[Mark]:
    """The marks with those at one time moved to another, none beyond its neighbours.

    Raises
    ------
    RunError
        If no mark stands there, or others stand between.
    """
    listed = list(marks)
    own = [at for at, mark in enumerate(listed) if abs(mark[0] - was_s) <= within]
    if not own:
        raise RunError(f"no slide changes at {was_s:.1f} s: open the list anew")
    low = listed[own[0] - 1][0] if own[0] else 0.0
    high = listed[own[-1] + 1][0] if own[-1] + 1 < len(listed) else LONGEST_S
    if not low <= t_s <= high:
        raise RunError(f"a change lies between {low:.1f} and {high:.1f} s, the slides beside it")
    return [(t_s, *mark[1:]) if at in own else mark for at, mark in enumerate(listed)]


def _time(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a time is none")
    if not (math.isfinite(value) and 0 <= value <= LONGEST_S):
        raise ValueError("a time is none")
    return float(value)
