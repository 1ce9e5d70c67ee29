"""The columns of every frame, and the check at each door.

Column order is part of the contract. ``_s`` is float seconds, ``_wpm`` words per minute,
``_share`` lies between 0 and 1, ``position`` counts from 1. A user's extra columns are kept,
after ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from pacer.core.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

UTC = "datetime64[us, UTC]"


@dataclass(frozen=True)
class Schema:
    """The name of a frame, its columns with their dtypes in order, and where NA is allowed.

    An `optional` column that is not there is NA throughout.
    """

    name: str
    columns: Mapping[str, str]
    may_be_na: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


def _schema(name: str, na: str = "", optional: str = "", **columns: str) -> Schema:
    absent = frozenset(optional.split())
    return Schema(name, columns, frozenset(na.split()) | absent, absent)


# One row a slide, in deck order. `slide_key` is stable across edits; `builds` counts click
# steps after the first view; `target_s` is NA where the deck or the speaker set none (0 is a
# target of zero seconds); `value` is the speaker's weight, 1 by default; `page` is the last page
# of a PDF that shows the slide.
SLIDES = _schema(
    "SLIDES",
    na="target_s",
    optional="page",
    slide_key="str",
    position="int64",
    title="str",
    section="str",
    hidden="bool",
    builds="int64",
    body_words="int64",
    notes_words="int64",
    text="str",
    notes="str",
    media_s="float64",
    target_s="float64",
    value="float64",
    locked="bool",
    page="Int64",
)

# One row a raw event; `slide_key` is "" where the kind needs none. `t_s` counts from the start.
MARKS = _schema("MARKS", run_id="str", t_s="float64", kind="str", slide_key="str")
MARK_KINDS = ("start", "slide", "pause", "resume", "question", "answer", "unknown", "stop")

# One row a stay on a slide, [start_s, end_s); pauses and questions lie inside no visit.
VISITS = _schema(
    "VISITS",
    run_id="str",
    visit="int64",
    slide_key="str",
    start_s="float64",
    end_s="float64",
    censored="bool",
)

# One row a run; `talk_s` + `questions_s` + `paused_s` is its whole length.
RUNS = _schema(
    "RUNS",
    run_id="str",
    kind="str",
    started_at=UTC,
    deck_digest="str",
    source="str",
    talk_s="float64",
    questions_s="float64",
    paused_s="float64",
    complete="bool",
)
RUN_KINDS = ("rehearsal", "delivery")

# One row a run and slide seen in it.
DWELL = _schema(
    "DWELL", run_id="str", slide_key="str", dwell_s="float64", visits="int64", censored="bool"
)

ESTIMATES = _schema(
    "ESTIMATES",
    slide_key="str",
    position="int64",
    runs="int64",
    low_s="float64",
    median_s="float64",
    high_s="float64",
    basis="str",
)

# `into` is the slide a merged one goes into, "" otherwise; start_s and end_s are NA for cut and
# merged slides, which are not shown.
PLAN = _schema(
    "PLAN",
    na="start_s end_s",
    slide_key="str",
    position="int64",
    action="str",
    into="str",
    estimate_s="float64",
    budget_s="float64",
    saved_s="float64",
    start_s="float64",
    end_s="float64",
    reason="str",
)
ACTIONS = ("keep", "trim", "merge", "cut")

# Actual minus planned start of each slide's first visit: late is positive.
DRIFT = _schema(
    "DRIFT",
    run_id="str",
    slide_key="str",
    planned_start_s="float64",
    actual_start_s="float64",
    drift_s="float64",
)

WORDS = _schema(
    "WORDS",
    na="confidence",
    word="str",
    start_s="float64",
    end_s="float64",
    confidence="float64",
    slide_key="str",
)


def check(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Give back `frame` with the schema's columns first, in order, and of the right kinds.

    Parameters
    ----------
    frame : pandas.DataFrame
        Not changed. Extra columns are kept, after the schema's.
    schema : Schema
        One of this module's.

    Returns
    -------
    pandas.DataFrame
        With a fresh ``RangeIndex``.

    Raises
    ------
    FrameError
        If a column is missing (it names those that are there), cannot be made the right kind,
        or holds NA where none is allowed.
    """
    missing = [name for name in schema.columns if name not in frame and name not in schema.optional]
    if missing:
        raise FrameError(schema.name, missing, map(str, frame.columns))
    made: dict[Any, Any] = {}
    for name, kind in schema.columns.items():
        if name not in frame:
            made[name] = pd.Series(pd.NA, index=range(len(frame)), dtype=kind).array
            continue
        column = frame[name]
        # Numbers that are whole and truth values cannot lack.
        if name not in schema.may_be_na and column.dtype.kind not in "biu" and column.hasnans:
            row = int(column.isna().to_numpy().argmax())
            raise FrameError(schema.name, detail=f"column {name} is empty in row {row}")
        if column.dtype != kind:
            try:
                column = column.astype(pd.api.types.pandas_dtype(kind))
            except (TypeError, ValueError) as error:
                raise FrameError(
                    schema.name, detail=f"column {name} should be {kind}: {error}"
                ) from error
        made[name] = column.array
    made |= {name: frame[name].array for name in frame if name not in schema.columns}
    return pd.DataFrame(made)


def build(schema: Schema, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Make a frame of `schema` from rows; without rows an empty frame of the right kinds.

    Examples
    --------
    >>> build(DWELL).columns.tolist()
    ['run_id', 'slide_key', 'dwell_s', 'visits', 'censored']
    """
    listed = list(rows)
    if not listed:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in schema.columns.items()})
    return check(pd.DataFrame.from_records(listed), schema)


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, each with its columns as attributes of their own kinds."""
    yield from frame.itertuples()
