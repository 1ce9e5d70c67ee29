"""Chapters as JSON: Podcasting 2.0, yt-dlp's ``.info.json``, ffprobe; and what else is JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "chapters as JSON"

# A bracket with a time or a name in it begins a line of a log.
_BEGINS = re.compile(r"\{|\[\s*(?:[\[{\"\]]|$)")
_STARTS = ("startTime", "start_time", "start")
_ENDS = ("endTime", "end_time", "end")


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return _BEGINS.match(source.first) is not None


def read(source: Source) -> Table:
    """Read the rows; a chapter that makes no sense is refused."""
    found = parse(source)
    if isinstance(found, dict) and "pdfpcFormat" in found:
        raise source.refuse(
            "holds notes and a duration, and no times of a run: lay it beside the PDF of its name "
            "and pacer reads it with the deck"
        )
    listed = found.get("chapters") if isinstance(found, dict) else None
    if not isinstance(listed, list) or not listed:
        return _said(source, found)
    rows: list[Row] = []
    hidden = 0
    for nth, chapter in enumerate(listed, 1):
        if not isinstance(chapter, dict):
            raise source.refuse(f"chapter {nth} is no chapter")
        # A chapter that is not in the table of contents changes a picture only.
        if chapter.get("toc") is False:
            hidden += 1
            continue
        start_s, end_s = (_time(source, chapter, names, nth) for names in (_STARTS, _ENDS))
        if start_s is None:
            raise source.refuse(f"chapter {nth} does not say when it begins")
        rows.append(Row(nth, _title(chapter), start_s, end_s))
    remark = f"{hidden} chapter{'' if hidden == 1 else 's'} that are not listed"
    return Table(
        rows,
        remarks=(remark,) if hidden else (),
        end_s=_time(source, found, ("duration",), 0),
    )


def parse(source: Source) -> Any:
    """What a JSON file holds.

    Raises
    ------
    RunError
        If it is damaged or nested too deeply.
    """
    try:
        return json.loads("\n".join(source.lines))
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise source.refuse("no JSON that can be read", line) from error
    except RecursionError as error:
        raise source.refuse("no JSON that can be read: it is nested too deeply") from error


def _said(source: Source, found: Any) -> Table:
    """A transcript, as Whisper and others write it: rows that are all speech."""
    listed = found.get("segments") if isinstance(found, dict) else found
    cues = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    rows = [
        Row(nth, each["text"], float(each["start"]))
        for nth, each in enumerate(cues, 1)
        if isinstance(each.get("text"), str) and _is_number(each.get("start"))
    ]
    if not rows:
        raise source.refuse(
            "is JSON without chapters: a file that pacer imports has a list of chapters, each with "
            "startTime and title"
        )
    return Table(rows, spoken=len(rows))


def _title(chapter: dict[str, Any]) -> str:
    tags = chapter.get("tags")
    title = chapter.get("title") or (tags.get("title") if isinstance(tags, dict) else "")
    return title if isinstance(title, str) else str(title or "")


def _time(source: Source, chapter: Any, names: tuple[str, ...], nth: int) -> float | None:
    value = next((chapter[name] for name in names if chapter.get(name) is not None), None)
    if value is None:
        return None
    if not _is_number(value) and not isinstance(value, str):
        raise source.refuse(f"chapter {nth} has no time that can be read")
    return source.seconds(f"{value:.6f}" if _is_number(value) else value, None)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
