"""Runs recorded elsewhere: one module a format, and one table that names them.

To add a format, write a module with a `LABEL`, ``looks_like(source) -> bool`` and
``read(source) -> Table``, and add its row to `FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from pacer.core import clock
from pacer.core.errors import RunError
from pacer.core.text import line as one_line
from pacer.runs.folder import same_run
from pacer.runs.importers import csv_table
from pacer.runs.importers.fitting import begun, fit
from pacer.runs.importers.moments import UNITS
from pacer.runs.importers.source import MOST_ROWS, Source, Table
from pacer.runs.journal import save_marks
from pacer.runs.timeline import Span, to_marks

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# Name -> module. The order is that of asking: what can be told for certain comes first.
FORMATS: Final = {
    "pptx": "pacer.runs.importers.powerpoint",
    "ffmetadata": "pacer.runs.importers.ffmetadata",
    "ogg": "pacer.runs.importers.ogg",
    "matroska": "pacer.runs.importers.chapters_xml",
    "peitho": "pacer.runs.importers.peitho",
    "json": "pacer.runs.importers.chapters_json",
    "captions": "pacer.runs.importers.captions",
    "pptimer": "pacer.runs.importers.pptimer",
    "pptwatch": "pacer.runs.importers.pptwatch",
    "audacity": "pacer.runs.importers.audacity",
    "impressive": "pacer.runs.importers.impressive",
    "pympress": "pacer.runs.importers.pympress",
    "macro": "pacer.runs.importers.macro",
    "csv": "pacer.runs.importers.csv_table",
    "youtube": "pacer.runs.importers.youtube",
}


@dataclass(frozen=True)
class ImportedRun:
    """What was understood of a file.

    Parameters
    ----------
    run_id : str
    format : str
        A name in `pacer.runs.importers.FORMATS`.
    rows : int
        Rows with a time.
    matched : int
        Slides of the deck that now have a time from it.
    unmatched : tuple of str
        Names that fit no slide; their time is kept in the run, under no slide of the deck.
    message : str
        All this in a sentence.
    path : pathlib.Path
        The journal written.
    """

    run_id: str
    format: str
    rows: int
    matched: int
    unmatched: tuple[str, ...]
    message: str
    path: Path


def import_file(
    path: str | Path,
    slides: pd.DataFrame,
    folder: str | Path,
    *,
    kind: str = "rehearsal",
    format: str | None = None,
    unit: str | None = None,
    started_at: datetime | None = None,
    deck_digest: str = "",
) -> ImportedRun:
    """Take in a run recorded elsewhere.

    Parameters
    ----------
    path : path-like
        The file; never changed.
    slides : pandas.DataFrame
        SLIDES of the deck it belongs to.
    folder : path-like
        The talk's folder; the run becomes a journal in its ``runs``.
    kind : {"rehearsal", "delivery"}
    format : str, optional
        A name in `FORMATS`; by default what the file looks like.
    unit : {"minutes", "seconds", "hms"}, optional
        What the last, or the only, part of a time counts where the file does not say it:
        ``"minutes"`` reads 1:10 as an hour and ten minutes, ``"seconds"`` as seventy seconds,
        ``"hms"`` also 1.10. By default seconds, and what is no talk in them is refused.
    started_at : datetime, optional
        When the run began. By default what the file says, or else when it was last written.
    deck_digest : str
        The deck's digest.

    Returns
    -------
    ImportedRun

    Raises
    ------
    RunError
        If the file cannot be read, a row makes no sense (it names the line), too little of it
        fits the deck, its times are no talk's, the run is there already, or the folder cannot be
        written.
    """
    if unit not in (None, *UNITS):
        raise RunError(f"no unit is called {unit!r}; there are {', '.join(UNITS)}")
    source = Source(path, unit)
    name, label, table = _some_rows(source, format)
    fitted = fit(source, label, table, slides)
    marks = to_marks(fitted.spans, stopped=fitted.stopped)
    if (there := same_run(folder, marks)) is not None:
        raise source.refuse(f"is imported already, as run {there}")
    began = started_at or table.started_at or datetime.fromtimestamp(_written(source.path), UTC)
    made = save_marks(
        folder,
        slides,
        marks,
        deck_digest=deck_digest,
        kind=kind,
        started_at=began,
        source=f"{one_line(source.path.name, limit=80)} ({label})",
        # A log tells of the slides in it; of the others it says nothing.
        skips_known=False,
    )
    by = "" if started_at or table.started_at else " by the file"
    facts = [
        f"{source.path.name}: {label}, {_count(fitted.rows, 'row')}",
        f"{fitted.matched} of {len(slides)} slides have a time, {clock.text(marks[-1][0])} in all",
        f"dated {began:%Y-%m-%d %H:%M} UTC{by}",
        *fitted.remarks,
    ]
    if not fitted.stopped:
        facts.append("the last slide's time is not known")
    if unmatched := fitted.unmatched:
        more = f" and {len(unmatched) - 5} more" if len(unmatched) > 5 else ""
        facts.append(f"no slide is called {', '.join(map(repr, unmatched[:5]))}{more}")
    return ImportedRun(
        made.stem, name, fitted.rows, fitted.matched, unmatched, "; ".join(facts), made
    )  # fmt: skip


def clicked(path: str | Path, slides: pd.DataFrame) -> list[Span]:
    """When slides came up, as a file tells it; a few may be all it tells.

    Parameters
    ----------
    path : path-like
        In any of `FORMATS`; never changed.
    slides : pandas.DataFrame
        SLIDES of the deck it belongs to.

    Returns
    -------
    list of Span
        On the file's own clock; one that ends where it begins lasts for as long as nobody knows.

    Raises
    ------
    RunError
        If the file cannot be read, or too little of it fits the deck.
    """
    source = Source(path)
    _, label, table = _some_rows(source, None)
    return begun(source, label, table, slides)


def _some_rows(source: Source, format: str | None) -> tuple[str, str, Table]:
    name, label, table = read_table(source, format)
    if not table.rows:
        raise source.refuse(f"no slide has a time in it ({label}): nothing to import")
    if len(table.rows) > MOST_ROWS:
        raise source.refuse(f"has {len(table.rows)} rows; a talk has at most {MOST_ROWS}")
    return name, label, table


def read_table(source: Source, format: str | None = None) -> tuple[str, str, Table]:
    """Decide on the format, where it is not given, and read the rows.

    Returns
    -------
    format, label, table : str, str, Table

    Raises
    ------
    RunError
        If no format fits, or a row cannot be read.
    """
    if format is not None and format not in FORMATS:
        raise source.refuse(f"no format is called {format!r}; there are {', '.join(FORMATS)}")
    name = format or next((name for name in FORMATS if _module(name).looks_like(source)), None)
    if name is None:
        if lacks := csv_table.near(source):
            raise source.refuse(lacks)
        raise source.refuse(
            "is in no format that pacer imports "
            f"({', '.join(_module(each).LABEL for each in FORMATS)}): "
            "write a CSV that begins with slide,seconds"
        )
    table: Table = _module(name).read(source)
    return name, _module(name).LABEL, table


def _module(name: str) -> Any:
    return import_module(FORMATS[name])


def _written(path: Path) -> float:
    """When the file was last written; a clock set wrong must not date a run before computers."""
    return max(path.stat().st_mtime, 0.0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
