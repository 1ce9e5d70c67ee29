"""A run put aside, where nothing reads it; a slip is mended by moving its files back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pacer.core import files
from pacer.runs.journal_file import LARGEST_BYTES, SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "discarded"


def put_aside(journal: Path) -> list[Path]:
    """Move a run and all that belongs to it into the talk's folder `FOLDER`.

    Parameters
    ----------
    journal : Path
        ``<talk>.pacer/runs/<run>.jsonl``. Its takes go with it (``<run>.flac``,
        ``<run>~2.flac``, …), and so do copies of the run that a cloud drive made.

    Returns
    -------
    list of Path
        Where they are now. Nothing there is replaced: where a run of that name was put aside
        before, this one gets a further name.

    Raises
    ------
    PacerError
        If the folder cannot be made.
    OSError
        If a file cannot be moved; those moved before it are aside, and trying again moves the
        rest: the journal goes last.
    """
    aside = files.make_folder(journal.parent.parent / FOLDER)
    names = [path.name for path in journal.parent.iterdir()]
    moved = []
    for each in (*_copies(journal), journal):
        parts = _belonging(each.name, names)
        stem = _free(aside, each.stem, parts)
        for name in parts:
            target = aside / (stem + name.removeprefix(each.stem))
            moved.append(files.move(each.parent / name, target))
    return moved


def _belonging(journal: str, names: list[str]) -> list[str]:
    """The files of one run among those of a folder, the journal last.

    A name may hold anything, also dots and what a shell would take for a pattern: a file belongs
    to the longest run's name that it begins with.
    """
    stems = [name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)]
    mine = journal.removesuffix(SUFFIX)

    def owner(name: str) -> str:
        fits = [stem for stem in stems if re.match(rf"{re.escape(stem)}(~\d+)?\.", name)]
        return max(fits, key=len, default="")

    return [*sorted(name for name in names if owner(name) == mine and name != journal), journal]


def _copies(journal: Path) -> list[Path]:
    """Other files of the same run, as its header and first mark say."""
    mine = _identity(journal)
    others = sorted(each for each in journal.parent.iterdir() if each.suffix == SUFFIX)
    return [each for each in others if each != journal and mine and _identity(each) == mine]


def _identity(journal: Path) -> tuple[Any, ...] | None:
    """What two files of one run have in common; None where a file says too little."""
    try:
        if not journal.is_file() or journal.stat().st_size > LARGEST_BYTES:
            return None
        with journal.open("rb") as file:
            head, mark = json.loads(file.readline()), json.loads(file.readline())
        return head["run_id"], head["started_at"], mark.get("token"), mark["slide_key"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _free(aside: Path, stem: str, parts: list[str]) -> str:
    """A name under which nothing lies there that would be in the way."""
    tried, number = stem, 1
    while any((aside / (tried + name.removeprefix(stem))).exists() for name in parts):
        number += 1
        tried = f"{stem}+{number}"
    return tried
