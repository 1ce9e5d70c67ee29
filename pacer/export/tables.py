"""Files written whole and then renamed into place, and frames as such files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core.errors import MissingDependency, PacerError, install_line
from pacer.core.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd


def put(target: Path, content: bytes) -> Path:
    """Write beside the target and rename into place, so that no half file is ever there.

    Raises
    ------
    PacerError
        If it cannot be written; what was there is left alone.
    """
    try:
        with replacing(target) as fresh:
            fresh.write_bytes(content)
    except OSError as error:
        raise _unwritten(target, error) from error
    return target


def export(
    folder: str | Path, frames: Mapping[str, pd.DataFrame], *, format: str = "csv"
) -> list[Path]:
    """Write frames as files, one each, named after them.

    Parameters
    ----------
    folder : path-like
        Made when it is not there; files of the same names in it are replaced.
    frames : mapping of str to pandas.DataFrame
        Such as ``{"slides": talk.slides, "visits": talk.visits}``. Columns keep their names and
        units; an index that is not a plain count is written as columns.
    format : str, default "csv"
        ``"csv"`` (UTF-8, times in ISO 8601) or ``"parquet"``.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    PacerError
        If the format is unknown or a file cannot be written.
    MissingDependency
        If Parquet is asked for and pyarrow is not there.
    """
    if format not in FORMATS:
        raise PacerError(f"no format {format!r}: choose {' or '.join(FORMATS)}")
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(place, error) from error
    written = [
        # All are made before any is written: a frame that fails leaves nothing half done.
        (place / f"{name}.{format}", FORMATS[format](_flat(frame)))
        for name, frame in frames.items()
    ]
    return [put(path, content) for path, content in written]


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    counted = frame.index.name is None and frame.index.nlevels == 1
    return frame if counted else frame.reset_index()


def _csv(frame: pd.DataFrame) -> bytes:
    text = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%S.%f%z")
    return text.encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    out = BytesIO()
    try:
        frame.to_parquet(out, engine="pyarrow", index=False)
    except ImportError as error:
        raise MissingDependency("Parquet", install_line("parquet")) from error
    return out.getvalue()


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {"csv": _csv, "parquet": _parquet}


def _unwritten(target: Path, error: OSError) -> PacerError:
    return PacerError(f"{target}: cannot write it ({error.strerror}): choose another place")
