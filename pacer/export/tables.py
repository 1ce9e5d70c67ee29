"""Frames as files: CSV, Parquet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from pacer.core import files, text
from pacer.core.errors import MissingDependency, PacerError, install_line
from pacer.core.outputs import Outputs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd


def export(
    folder: str | Path,
    frames: Mapping[str, pd.DataFrame],
    *,
    format: str = "csv",
    outputs: Outputs | None = None,
) -> list[Path]:
    """Write frames as files, one each, named after them.

    Parameters
    ----------
    folder : path-like
        Made when it is not there.
    frames : mapping of str to pandas.DataFrame
        Such as ``{"slides": talk.slides, "visits": talk.visits}``. Columns keep their names and
        units; an index that is not a plain count is written as columns.
    format : str, default "csv"
        ``"csv"`` (UTF-8, times in ISO 8601) or ``"parquet"``.
    outputs : Outputs, optional
        What may be replaced; by default no file that is there.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    PacerError
        If the format is unknown or a file cannot be written, or may not be replaced: then none
        is written.
    MissingDependency
        If Parquet is asked for and pyarrow is not there.
    """
    if format not in FORMATS:
        raise PacerError(f"no format {format!r}: choose {' or '.join(FORMATS)}")
    outputs = outputs or Outputs()
    place = files.make_folder(Path(folder))
    written = [
        # All are made before any is written: a frame that fails leaves nothing half done.
        (place / f"{name}.{format}", FORMATS[format](_flat(frame)))
        for name, frame in frames.items()
    ]
    for path, _ in written:
        outputs.check(path)
    return [outputs.write(path, content) for path, content in written]


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would take for a formula.

    Titles, notes and names come from files that anyone may have made.
    """
    made = frame.copy()
    for name in frame.columns:
        if not is_numeric_dtype(frame[name]) and not is_datetime64_any_dtype(frame[name]):
            made[name] = frame[name].map(_defused).astype(frame[name].dtype)
    return made


def _defused(value: object) -> object:
    return text.defused(value) if isinstance(value, str) else value


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    counted = frame.index.name is None and frame.index.nlevels == 1
    return defused(frame if counted else frame.reset_index())


def to_csv(frame: pd.DataFrame) -> str:
    """A frame as CSV that a spreadsheet opens without harm; times in ISO 8601."""
    made = defused(frame)
    return made.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%S.%f%z")


def _parquet(frame: pd.DataFrame) -> bytes:
    out = BytesIO()
    try:
        frame.to_parquet(out, engine="pyarrow", index=False)
    except ImportError as error:
        raise MissingDependency("Parquet", install_line("parquet")) from error
    return out.getvalue()


FORMATS: dict[str, Callable[[pd.DataFrame], bytes | str]] = {"csv": to_csv, "parquet": _parquet}
