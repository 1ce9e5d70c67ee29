"""WebVTT and SRT where each cue is a slide, as chapter tracks are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "WebVTT or SRT chapters"

_TIME = r"((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
_CUE = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
# SubViewer, as YouTube writes it.
_SBV = re.compile(r"(\d{1,3}:\d{2}:\d{2}\.\d{3}),(\d{1,3}:\d{2}:\d{2}\.\d{3})\s*")
_VOICE = re.compile(r"<v[ .]")


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return source.first.startswith("WEBVTT") or any(
        _CUE.fullmatch(line[:200]) or _SBV.fullmatch(line[:60]) for line in source.lines[:20]
    )


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    rows: list[Row] = []
    said: list[str] = []
    voices: set[int] = set()
    at: tuple[int, float, float] | None = None

    def close() -> None:
        if at is not None:
            rows.append(Row(at[0], " ".join(said), at[1], at[2]))

    for line, written in enumerate(source.lines, 1):
        sbv = _SBV.fullmatch(written[:60])
        if sbv or "-->" in written:
            close()
            match = sbv or _CUE.fullmatch(written[:200])
            if match is None:
                raise source.refuse("no cue: it is written 00:01.000 --> 00:04.000", line)
            at = line, source.seconds(match[1], line), source.seconds(match[2], line)
            said = []
        elif not written.strip():
            close()
            at = None
        elif at is not None:
            if _VOICE.search(written[:200]):
                voices.add(at[0])
            said.append(re.sub(r"<[^<>]{0,80}>", "", written.strip()))
    close()
    return Table(rows, spoken=len(voices))
