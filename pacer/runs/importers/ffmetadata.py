"""Chapters as ffmpeg writes them: ``;FFMETADATA1``, then ``[CHAPTER]`` sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacer.runs.importers.source import Source

LABEL = "ffmetadata chapters"

_BASE = re.compile(r"(\d{1,10})/(\d{1,10})")
_TICKS = re.compile(r"\d{1,18}")
_ESCAPE = re.compile(r"\\(.)")


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return source.first.startswith(";FFMETADATA")


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    return Table([_row(source, line, fields) for line, fields in _chapters(source)])


def _chapters(source: Source) -> Iterator[tuple[int, dict[str, str]]]:
    fields: dict[str, str] = {}
    begun = 0
    for line, written in enumerate([*source.lines, "[END]"], 1):
        if written.startswith("["):
            if begun:
                yield begun, fields
            begun, fields = (line if written.strip().upper() == "[CHAPTER]" else 0), {}
        elif "=" in written and not written.startswith((";", "#")):
            name, _, value = written.partition("=")
            fields[name.strip().upper()] = value.strip()


def _row(source: Source, line: int, fields: dict[str, str]) -> Row:
    base = _BASE.fullmatch(fields.get("TIMEBASE", "1/1000000000"))
    if base is None or not int(base[2]):
        raise source.refuse("TIMEBASE is a fraction such as 1/1000", line)
    tick_s = int(base[1]) / int(base[2])
    ticks = [fields.get(name, "") for name in ("START", "END")]
    if not all(map(_TICKS.fullmatch, ticks)):
        raise source.refuse("a chapter needs START and END as whole numbers", line)
    start_s, end_s = (source.seconds(f"{int(count) * tick_s:.6f}", line) for count in ticks)
    return Row(line, _ESCAPE.sub(r"\1", fields.get("TITLE", "")), start_s, end_s)
