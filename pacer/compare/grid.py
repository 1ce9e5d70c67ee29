"""Slides down, runs across: the arithmetic of a comparison, on whole grids at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Grid = NDArray[np.float64]
    Mask = NDArray[np.bool_]


def spread_out(dwell: pd.DataFrame, keys: pd.Index[Any], ids: pd.Index[Any], column: str) -> Grid:
    """A column of DWELL with a row for each slide and a column for each run; NaN where unseen."""
    made = np.full((len(keys), len(ids)), np.nan)
    row = keys.get_indexer(pd.Index(dwell["slide_key"]))
    col = ids.get_indexer(pd.Index(dwell["run_id"]))
    made[row, col] = 0.0
    np.add.at(made, (row, col), dwell[column].to_numpy("float64"))
    return made


def each_row(statistic: Callable[..., Any], grid: Grid) -> Grid:
    """`statistic`, one of numpy's that pass over NaN, of each row; NaN for one without numbers."""
    made = np.full(len(grid), np.nan)
    some = ~np.isnan(grid).all(axis=1)
    if grid.shape[1] and some.any():
        made[some] = statistic(grid[some], axis=1)
    return made


def first(grid: Grid) -> Grid:
    """The first number of each row; NaN for a row without any."""
    if not grid.size:
        return np.full(len(grid), np.nan)
    made: Grid = grid[np.arange(len(grid)), (~np.isnan(grid)).argmax(axis=1)]
    return made


def last(grid: Grid) -> Grid:
    """The last number of each row; NaN for a row without any."""
    return first(grid[:, ::-1])


def trend(grid: Grid) -> tuple[Grid, Grid, Grid]:
    """Mean, slope a run and scatter around it of each row: least squares on the run's number.

    Returns
    -------
    mean, slope, scatter : numpy.ndarray
        One value a row; NaN where there are fewer than one, two and three numbers.
    """
    some = ~np.isnan(grid)
    n = some.sum(axis=1)
    y = np.nan_to_num(grid)
    x = some * np.arange(grid.shape[1], dtype="float64")
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = y.sum(axis=1) / n
        dx = (x - (x.sum(axis=1) / n)[:, None]) * some
        dy = (y - mean[:, None]) * some
        slope = np.where(n > 1, (dx * dy).sum(axis=1) / (dx**2).sum(axis=1), np.nan)
        left = ((dy - slope[:, None] * dx) ** 2).sum(axis=1)
        scatter = np.where(n > 2, np.sqrt(left / (n - 2)), np.nan)
    return mean, slope, scatter


def skipped(seen: Mask, due: Mask, runs: pd.DataFrame) -> Mask:
    """Slides a run passed by: due, already in the deck it was run on, and before its end.

    A slide counts as in the deck once an earlier run, or one of the same deck digest, showed it.
    """
    if not seen.size:
        return np.zeros_like(seen)
    held: Mask = np.asarray(np.maximum.accumulate(seen, axis=1))
    for at in runs.groupby("deck_digest").indices.values():
        held[:, at] |= seen[:, at].max(axis=1, keepdims=True)
    before_one_seen: Mask = np.asarray(np.maximum.accumulate(seen[::-1], axis=0))
    reached = before_one_seen[::-1] | runs["complete"].to_numpy("bool")
    # A log says nothing of the slides that it lacks.
    if "skips_known" in runs:
        held &= runs["skips_known"].to_numpy("bool")
    made: Mask = due[:, None] & held & ~seen & reached
    return made


def stumbles(marks: pd.DataFrame, visits: pd.DataFrame) -> pd.Series[int]:
    """How often a note was marked on each slide, by slide_key; 0 is left out."""
    notes = marks.loc[marks["kind"] == "note", ["run_id", "t_s"]].sort_values("t_s", kind="stable")
    begun = visits[["run_id", "start_s", "slide_key"]].sort_values("start_s", kind="stable")
    at = pd.merge_asof(notes, begun, left_on="t_s", right_on="start_s", by="run_id")
    return at["slide_key"].value_counts()
