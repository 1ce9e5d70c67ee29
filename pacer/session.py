"""A session of talks and the clock its chair keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pacer.core.errors import PacerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pacer.widgets.chair import Chair


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


def chair(programme: str | Path | pd.DataFrame | Iterable[Sequence[Any]], **options: Any) -> Chair:
    """Open chair mode: one big clock for the talks of a session.

    Parameters
    ----------
    programme : path-like, pandas.DataFrame or iterable
        A CSV file or a frame with columns title, slot and perhaps questions, or entries such as
        ``("Ada", "20:00", "5:00")``; the questions are part of the slot.
    **options
        ``title``, ``folder`` and ``signals_s`` of `pacer.widgets.chair.chair`.

    Returns
    -------
    Chair
        A widget; its `log` tells planned against actual.

    Raises
    ------
    PacerError
        If there is no talk, or one has no time.
    MissingDependency
        If anywidget is not installed.
    """
    from pacer.widgets.chair import chair as open_chair

    if isinstance(programme, str | Path):
        options = {"title": Path(programme).stem, **options}
        programme = read(programme)
    return open_chair(programme, **options)
