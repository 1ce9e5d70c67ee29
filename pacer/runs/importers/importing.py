"""Runs recorded elsewhere: one module a format, and one table that names them.

To add a format, write a module with a `LABEL`, ``looks_like(source) -> bool`` and
``read(source) -> Table``, and add its row to `FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pacer.core import clock
from pacer.core.text import line as one_line
from pacer.runs.folder import load
from pacer.runs.importers.naming import slide_rows
from pacer.runs.importers.source import MOST_ROWS, Row, Source, Table
from pacer.runs.journal import save_marks
from pacer.runs.matching import match
from pacer.runs.timeline import Span, to_marks

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# Name -> module. The order is that of asking: what can be told for certain comes first.
FORMATS: Final = {
    "pptx": "pacer.runs.importers.powerpoint",
    "ffmetadata": "pacer.runs.importers.ffmetadata",
    "ogg": "pacer.runs.importers.ogg",
    "peitho": "pacer.runs.importers.peitho",
    "captions": "pacer.runs.importers.captions",
    "audacity": "pacer.runs.importers.audacity",
    "impressive": "pacer.runs.importers.impressive",
    "pympress": "pacer.runs.importers.pympress",
    "csv": "pacer.runs.importers.csv_table",
    "youtube": "pacer.runs.importers.youtube",
}
# Clocks shown in whole seconds may make a row begin before the one above ends.
ROUNDING_S: Final = 1.0
# Names that are no slide, unless a slide is called so.
_NO_SLIDE: Final = {
    "pause": "pause", "break": "pause", "question": "question", "questions": "question",
    "q&a": "question",
}  # fmt: skip


@dataclass(frozen=True)
class Imported:
    """What was understood of a file.

    Parameters
    ----------
    run_id : str
    format : str
        A name in `FORMATS`.
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
    started_at: datetime | None = None,
    deck_digest: str = "",
) -> Imported:
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
    started_at : datetime, optional
        When the run began. By default what the file says, or else when it was last written.
    deck_digest : str
        The deck's digest.

    Returns
    -------
    Imported

    Raises
    ------
    RunError
        If the file cannot be read, a row makes no sense (it names the line), no row fits a
        slide, the run is there already, or the folder cannot be written.
    """
    source = Source(path)
    name, label, table = read_table(source, format)
    if not table.rows:
        raise source.refuse(f"no slide has a time in it ({label}): nothing to import")
    if len(table.rows) > MOST_ROWS:
        raise source.refuse(f"has {len(table.rows)} rows; a talk has at most {MOST_ROWS}")
    keys, unmatched = _keys(table, slides)
    matched = len(set(filter(None, keys)))
    if not matched:
        tried = ", ".join(map(repr, unmatched[:3]))
        raise source.refuse(
            f"no slide of this deck is called {tried}: use the slides' numbers or titles "
            f"(read as {label})"
        )
    spans, stopped = _spans(source, table.rows, keys)
    marks = to_marks(spans, stopped=stopped)
    _refuse_again(source, folder, marks)
    began = started_at or table.started_at or datetime.fromtimestamp(_written(source.path), UTC)
    made = save_marks(
        folder,
        slides,
        marks,
        deck_digest=deck_digest,
        kind=kind,
        started_at=began,
        source=f"{one_line(source.path.name, limit=80)} ({label})",
    )
    by = "" if started_at or table.started_at else " by the file"
    facts = [
        f"{source.path.name}: {label}, {_count(len(table.rows), 'row')}",
        f"{matched} of {len(slides)} slides have a time, {clock.text(marks[-1][0])} in all",
        f"dated {began:%Y-%m-%d %H:%M} UTC{by}",
        *table.remarks,
    ]
    if not stopped:
        facts.append("the last slide's time is not known")
    if unmatched:
        more = f" and {len(unmatched) - 5} more" if len(unmatched) > 5 else ""
        facts.append(f"no slide is called {', '.join(map(repr, unmatched[:5]))}{more}")
    return Imported(made.stem, name, len(table.rows), matched, unmatched, "; ".join(facts), made)


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
        raise source.refuse(
            "is in no format that pacer imports "
            f"({', '.join(_module(each).LABEL for each in FORMATS)}): "
            "write a CSV that begins with slide,seconds"
        )
    table: Table = _module(name).read(source)
    return name, _module(name).LABEL, table


def _module(name: str) -> Any:
    return import_module(FORMATS[name])


def _keys(table: Table, slides: pd.DataFrame) -> tuple[list[str], tuple[str, ...]]:
    """Each row's slide key, ``""`` where none fits, and the names that fit none."""
    if table.slides is None:
        places = slide_rows(table.rows, slides)
        keys = ["" if place is None else str(slides["slide_key"].iloc[place]) for place in places]
        names = [row.name for row in table.rows]
    else:
        found = match(table.slides, slides)
        now = dict(zip(found["old_key"], found["slide_key"], strict=True))
        titles = dict(zip(table.slides["slide_key"], table.slides["title"], strict=True))
        keys = [now.get(row.name, "") for row in table.rows]
        names = [titles.get(row.name, "") or row.name for row in table.rows]
    missing = (
        one_line(name, limit=60)
        for name, key in zip(names, keys, strict=True)
        if not key and name.casefold() not in _NO_SLIDE
    )
    return keys, tuple(dict.fromkeys(missing))


def _spans(source: Source, rows: list[Row], keys: list[str]) -> tuple[list[Span], bool]:
    """Spans from 0 on, and whether the end of the last one is known."""
    for row, after in pairwise(rows):
        if after.start_s < row.start_s:
            raise source.refuse(
                f"begins at {clock.text(after.start_s)}, before the row above "
                f"({clock.text(row.start_s)}): times must not go backwards",
                after.line,
            )
        if row.end_s is not None and row.end_s > after.start_s + ROUNDING_S:
            raise source.refuse(
                f"begins at {clock.text(after.start_s)}, before the row above ends "
                f"({clock.text(row.end_s)})",
                after.line,
            )
    spans = []
    zero = rows[0].start_s
    begins = [row.start_s for row in rows[1:]]
    for row, key, limit in zip(rows, keys, [*begins, None], strict=True):
        if row.end_s is not None and row.end_s < row.start_s:
            raise source.refuse(
                f"ends at {clock.text(row.end_s)}, before it begins ({clock.text(row.start_s)})",
                row.line,
            )
        known = [moment for moment in (row.end_s, limit) if moment is not None]
        end_s = min(known, default=row.start_s)
        if end_s - zero > clock.LONGEST_S:
            raise source.refuse("the run is longer than a day by here", row.line)
        what = "slide" if key else _NO_SLIDE.get(row.name.casefold(), "slide")
        named = (key or f"title:{one_line(row.name, limit=80)}") if what == "slide" else ""
        spans.append(Span(row.start_s - zero, end_s - zero, named, what))
    return spans, rows[-1].end_s is not None or spans[-1].kind != "slide"


def _refuse_again(source: Source, folder: str | Path, marks: list[tuple[float, str, str]]) -> None:
    """A run imported twice would count twice."""
    again = [(round(t_s, 6), kind, key) for t_s, kind, key in marks]
    there = load(folder).marks
    for run_id, own in there.groupby("run_id"):
        if len(own) == len(again) and again == list(
            zip(own["t_s"], own["kind"], own["slide_key"], strict=True)
        ):
            raise source.refuse(f"is imported already, as run {run_id}")


def _written(path: Path) -> float:
    """When the file was last written; a clock set wrong must not date a run before computers."""
    return max(path.stat().st_mtime, 0.0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
