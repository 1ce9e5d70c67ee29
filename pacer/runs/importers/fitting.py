"""The one place that decides whether a file is a run of this deck, and what it tells.

A file is a run where enough of its rows, and of its time, belong to slides of the deck, and where
its times can be those of a talk. What it does not say is not made up: time between rows is
unknown, a marker is a moment, a slide without a row is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pacer.core import clock
from pacer.core.text import line as one_line
from pacer.core.text import words
from pacer.runs.importers.naming import slide_rows
from pacer.runs.matching import match
from pacer.runs.timeline import Span

if TYPE_CHECKING:
    import pandas as pd

    from pacer.core.errors import RunError
    from pacer.runs.importers.source import Row, Source, Table

# Of the rows, and of their time, at least so much is under slides of the deck.
LEAST_ROWS: Final = 0.5
LEAST_TIME: Final = 0.5
# Rows of which most hold so many words were said, not shown.
SAID_WORDS: Final = 5
# Clocks shown in whole seconds may make a row begin before the one above ends.
ROUNDING_S: Final = 1.0
# Cues of one length, up to this, with time between them, are marks.
MARK_S: Final = 30.0
ALIKE_S: Final = 0.1
# A slide is shown for longer than the first in the mean, and for less than the second; a log of
# fewer than five rows that is faster still may be a test.
SHORTEST_MEAN_S: Final = 5.0
# Nobody shows slides for so short a time, whatever the file is sure of.
SHORTEST_SURE_S: Final = 0.5
LONGEST_MEAN_S: Final = 1800.0
CLICKED_S: Final = 1.0
CLICKED_ROWS: Final = 5

# Names that are no slide, unless a slide is called so.
_NO_SLIDE: Final = {
    **dict.fromkeys(
        ("pause", "break", "coffee", "coffee break", "intermission", "over", "black", "away"),
        "pause",
    ),
    **dict.fromkeys(("question", "questions", "q&a", "q & a", "fragen"), "question"),
}
_THE_END: Final = frozenset(
    ("end", "the end", "stop", "stopped", "finish", "finished", "end of show", "end of slide show",
     "ende", "fin", "fine", "einde", "koniec")
)  # fmt: skip
_SPEAKER: Final = re.compile(r"[^\W\d_][\w.'’\-]*(?: [\w.'’\-]+){0,3}\s?:\s.*")


@dataclass(frozen=True)
class Fitted:
    """What a file tells of this deck.

    Parameters
    ----------
    spans : list of Span
        From 0 on; time that no row holds is of the kind ``"unknown"``.
    stopped : bool
        Whether the end of the last span is known.
    rows : int
        Rows with a time.
    matched : int
        Slides of the deck that have one.
    unmatched : tuple of str
        Names that fit no slide.
    remarks : tuple of str
        What was left out, assumed, or is not known.
    """

    spans: list[Span]
    stopped: bool
    rows: int
    matched: int
    unmatched: tuple[str, ...]
    remarks: tuple[str, ...]


def fit(source: Source, label: str, table: Table, slides: pd.DataFrame) -> Fitted:
    """Fit a file to the deck.

    Parameters
    ----------
    source : Source
    label : str
        What the file was read as.
    table : Table
    slides : pandas.DataFrame
        SLIDES.

    Raises
    ------
    RunError
        If the file is no run of this deck, or its rows make no sense; it says which, where, and
        how to mend it.
    """
    keys, names, remarks = _keys(table, slides)
    table, keys, names = _without_end(source, table, keys, names, slides)
    kinds = _kinds(source, label, table, keys, names)
    rows, said = _marked(table.rows)
    remarks += said
    spans, stopped = _spans(source, rows, keys, names, kinds, table.end_s)
    _refuse_unmatched_time(source, spans, names, kinds)
    _refuse_units(source, table, spans)
    unknown_s = sum(span.end_s - span.start_s for span in spans if span.kind == "unknown")
    if unknown_s > ROUNDING_S:
        remarks.append(f"{clock.text(unknown_s)} between the rows belong to no slide: not known")
    unmatched = (
        one_line(name, limit=60) for name, kind in zip(names, kinds, strict=True) if not kind
    )
    return Fitted(
        spans,
        stopped,
        len(rows),
        len(set(filter(None, keys))),
        tuple(dict.fromkeys(unmatched)),
        (*table.remarks, *remarks),
    )


def begun(source: Source, label: str, table: Table, slides: pd.DataFrame) -> list[Span]:
    """The stays of a file on its own clock, where only their beginnings need to be known.

    Parameters
    ----------
    source, label, table, slides
        As `fit` takes them.

    Raises
    ------
    RunError
        If too little of the file is called like slides of the deck.
    """
    keys, names, _ = _keys(table, slides)
    kinds = _kinds(source, label, table, keys, names)
    return [
        Span(row.start_s, row.end_s or row.start_s, key)
        for row, key, kind in zip(table.rows, keys, kinds, strict=True)
        if kind == "slide"
    ]


def _kinds(
    source: Source, label: str, table: Table, keys: list[str], names: list[str]
) -> list[str]:
    """What each row is: a slide, a pause, a question, or "" for what is called like none."""
    kinds = [
        "slide" if key else _NO_SLIDE.get(name.strip().casefold(), "")
        for key, name in zip(keys, names, strict=True)
    ]
    _refuse_foreign(source, label, table, kinds, names)
    return kinds


def _keys(table: Table, slides: pd.DataFrame) -> tuple[list[str], list[str], list[str]]:
    """Each row's slide key, ``""`` where none fits; its name; how that was understood."""
    if table.slides is None:
        places, remarks = slide_rows(table, slides)
        keys = ["" if place is None else str(slides["slide_key"].iloc[place]) for place in places]
        return keys, [row.name for row in table.rows], remarks
    found = match(table.slides, slides)
    now = dict(zip(found["old_key"], found["slide_key"], strict=True))
    titles = dict(zip(table.slides["slide_key"], table.slides["title"], strict=True))
    return (
        [now.get(row.name, "") for row in table.rows],
        [titles.get(row.name, "") or row.name for row in table.rows],
        [],
    )


def _without_end(
    source: Source, table: Table, keys: list[str], names: list[str], slides: pd.DataFrame
) -> tuple[Table, list[str], list[str]]:
    """A last row that says when the run ended, or shows what comes after the last slide."""
    last = table.rows[-1]
    beyond = {str(len(slides) + 1)}
    if table.numbers == "order" and "hidden" in slides:
        beyond.add(str(int((~slides["hidden"]).sum()) + 1))
        most = max(map(int, beyond))
        if len(table.rows) > most:
            raise source.refuse(
                f"has {len(table.rows)} times without titles, and the deck has {len(slides)} "
                "slides: write which slide each is",
            )
    ends = last.name.strip().casefold() in _THE_END or last.name in beyond
    if keys[-1] or not ends or len(table.rows) < 2:
        return table, keys, names
    ended = replace(table, rows=table.rows[:-1], end_s=last.start_s)
    return ended, keys[:-1], names[:-1]


def _refuse_foreign(
    source: Source, label: str, table: Table, kinds: list[str], names: list[str]
) -> None:
    """What was said is no log; and a log of which too little fits is one of something else."""
    rows = [(name, kind) for name, kind in zip(names, kinds, strict=True) if kind in ("slide", "")]
    fits = sum(kind == "slide" for _, kind in rows)
    others = [name for name, kind in rows if not kind]
    # A speaker's name before most of what fits no slide, or whole sentences there, is speech.
    spoken = max(table.spoken, sum(bool(_SPEAKER.fullmatch(name[:400])) for name in others))
    # Lines that name the same few again and again name who speaks.
    if not fits and len(others) > len(set(others)) and not others[0].isupper():
        spoken = len(rows)
    enough = fits >= LEAST_ROWS * len(rows) and fits > 0
    wordy = sum(len(words(name)) >= SAID_WORDS for name in others)
    cues = label.startswith("WebVTT")
    if spoken > len(rows) / 2 or (not enough and len(rows) > 2 and 2 * wordy > len(others)):
        raise _said(source, fits, len(rows), cues=cues)
    if not fits:
        tried = ", ".join(repr(one_line(name, limit=60)) for name in dict.fromkeys(others[:3]))
        raise source.refuse(
            f"no slide of this deck is called {tried}: use the slides' numbers or titles "
            f"(read as {label})"
        )
    if not enough:
        if cues or (label.startswith("YouTube") and len(rows) > 4):
            raise _said(source, fits, len(rows), cues=cues)
        tried = ", ".join(repr(one_line(name, limit=60)) for name in dict.fromkeys(others[:3]))
        raise source.refuse(
            f"only {fits} of its {len(rows)} rows are called like a slide of this deck, others "
            f"{tried}: too little for a run (read as {label}); use the slides' numbers or titles"
        )


def _said(source: Source, fits: int, rows: int, *, cues: bool) -> RunError:
    noun = "cues" if cues else "lines"
    verb = "is" if fits == 1 else "are"
    return source.refuse(
        f"is what was said, not which slide was on: {fits} of {rows} {noun} {verb} called like a "
        "slide; pacer align finds the slides in a transcript"
    )


def _refuse_unmatched_time(
    source: Source, spans: list[Span], names: list[str], kinds: list[str]
) -> None:
    """Most of the time under names that are no slide's is another talk's time."""
    whole = [span for span in spans if span.kind == "slide"]
    all_s = sum(span.end_s - span.start_s for span in whole)
    ours_s = sum(span.end_s - span.start_s for span in whole if _is_ours(span))
    if ours_s < LEAST_TIME * all_s:
        others = [name for name, kind in zip(names, kinds, strict=True) if not kind]
        raise source.refuse(
            f"only {clock.text(ours_s)} of its {clock.text(all_s)} are on slides of this deck, the "
            f"rest on {', '.join(repr(one_line(name, limit=60)) for name in others[:3])}: use the "
            "slides' numbers or titles, and call it pause or questions where no slide was on"
        )


def _refuse_units(source: Source, table: Table, spans: list[Span]) -> None:
    """Times that are no talk's as they were read, and may be meant otherwise."""
    spent = [span.end_s - span.start_s for span in spans if span.kind == "slide" and _is_ours(span)]
    # The last slide of an open log has no length.
    known = [each for each in spent if each > 0]
    if table.slides is not None or source.unit is not None or len(known) < 2:
        return
    mean_s = sum(known) / len(known)
    slides = f"{len(known)} slides in {clock.text(sum(known))}"
    if mean_s > LONGEST_MEAN_S and len(known) > 2:
        raise source.refuse(
            f"{slides} is no talk: are its hours minutes, its seconds milliseconds? write minutes "
            "as 1:10 and seconds as 70, or take it as it is with --unit seconds"
        )
    if table.example and mean_s < SHORTEST_MEAN_S:
        raise source.refuse(f"{slides} is no talk: {_readings(table.example)}")
    if mean_s < CLICKED_S and len(known) >= CLICKED_ROWS:
        raise source.refuse(
            f"{slides} is clicking through, not a run (--unit seconds takes it as it is)"
        )
    if mean_s < SHORTEST_SURE_S:
        raise source.refuse(
            f"{slides} is no talk: are its times of another unit? take it as it is with "
            "--unit seconds"
        )


def _readings(example: str) -> str:
    """Both readings of a time, and the way to say which is meant."""
    said = one_line(example, limit=20)
    if ":" in said:
        return (
            f"is {said!r} minutes and seconds, or hours and minutes? import it with --unit seconds "
            "or --unit minutes"
        )
    return (
        f"is {said!r} a number of seconds or of minutes, or minutes and seconds? import it with "
        "--unit seconds, --unit minutes or --unit hms"
    )


def _marked(rows: list[Row]) -> tuple[list[Row], list[str]]:
    """Rows of one short length with time between them are marks: the slide stays up."""
    ends = [row.end_s for row in rows]
    if len(rows) < 2 or None in ends:
        return rows, []
    spent = [row.end_s - row.start_s for row in rows if row.end_s is not None]
    apart = sum(
        after.start_s - (row.end_s or 0.0) > ROUNDING_S for row, after in pairwise(rows)
    )  # fmt: skip
    if max(spent) - min(spent) > ALIKE_S or spent[0] > MARK_S or 2 * apart < len(rows) - 1:
        return rows, []
    length = f"rows of {clock.text(spent[0])}" if spent[0] >= 0.5 else "rows without a length"
    return [replace(row, end_s=None) for row in rows], [f"{length} were taken as marks"]


def _spans(
    source: Source,
    rows: list[Row],
    keys: list[str],
    names: list[str],
    kinds: list[str],
    run_end_s: float | None,
) -> tuple[list[Span], bool]:
    """Spans from 0 on, with what lies between them, and whether the last one's end is known."""
    _refuse_backwards(source, rows)
    zero = rows[0].start_s
    spans: list[Span] = []
    begins = [row.start_s for row in rows[1:]]
    for row, key, name, kind, limit in zip(
        rows, keys, names, kinds, [*begins, run_end_s], strict=True
    ):
        if row.end_s is not None and row.end_s < row.start_s:
            raise source.refuse(
                f"ends at {clock.text(row.end_s)}, before it begins ({clock.text(row.start_s)})",
                row.line,
            )
        if limit is not None and limit < row.start_s:  # the run's end, since starts are in order
            raise source.refuse(
                f"begins at {clock.text(row.start_s)}, after the run's end ({clock.text(limit)})",
                row.line,
            )
        moments = [moment for moment in (row.end_s, limit) if moment is not None]
        end_s = min(moments, default=row.start_s)
        if end_s - zero > clock.LONGEST_S:
            raise source.refuse("the run is longer than a day by here", row.line)
        named = (key or f"title:{one_line(name, limit=80)}") if kind in ("slide", "") else ""
        spans.append(Span(row.start_s - zero, end_s - zero, named, kind or "slide"))
        if limit is not None and limit > end_s:
            spans.append(Span(end_s - zero, limit - zero, kind="unknown"))
    return spans, rows[-1].end_s is not None or run_end_s is not None or kinds[-1] not in (
        "slide", "",
    )  # fmt: skip


def _refuse_backwards(source: Source, rows: list[Row]) -> None:
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


def _is_ours(span: Span) -> bool:
    return not span.slide_key.startswith("title:")
