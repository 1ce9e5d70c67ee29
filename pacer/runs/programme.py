"""A session's programme: its talks and their slots, read from a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pacer.core.errors import PacerError


def read(path: str | Path) -> pd.DataFrame:
    """Read a session's programme: a CSV file with columns title, slot and perhaps questions.

    Raises
    ------
    PacerError
        If it cannot be read, or lacks a column.
    """
    path = Path(path)
    try:
        found = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=1000)
    except (OSError, ValueError) as error:
        raise PacerError(
            f"{path.name}: no programme can be read from it: write lines of title,slot,questions"
        ) from error
    missing = [name for name in ("title", "slot") if name not in found]
    if missing:
        raise PacerError(f"{path.name}: a programme needs columns title and slot")
    if "questions" in found:
        found["questions"] = found["questions"].replace("", "0:00")
    return found
