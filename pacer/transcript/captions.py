"""Captions: SRT and WebVTT, as Whisper, Zoom, Teams and YouTube write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.transcript.cue import Cue, Text, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL = "captions"

_AT = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,6})?)"
_TIMES = re.compile(rf"\s*{_AT}\s*-->\s*{_AT}(?:\s.*)?")
# YouTube marks words inside a cue: <00:00:01.199><c> word</c>
_INSIDE = re.compile(rf"<{_AT}>")
_BLOCKS = ("NOTE", "STYLE", "REGION")


def looks_like(text: Text) -> bool:
    """Whether the file is of this format."""
    return text.whole.lstrip()[:6] == "WEBVTT" or any(
        _TIMES.fullmatch(line[:200]) for line in text.lines[:200]
    )


def read(text: Text) -> tuple[list[Cue], tuple[str, ...]]:
    """Read the cues, and what was left out."""
    made, empty = [], 0
    for line, start_s, end_s, said in _blocks(text):
        if end_s < start_s:
            raise text.refuse(
                "ends before it begins: mend the line, or export the captions again", line
            )
        if not said:
            empty += 1
            continue
        plain, times = _timed("\n".join(said))
        made.append(Cue(start_s, end_s, plain, line, times=times))
    return made, (f"{empty} empty cues left out",) if empty else ()


def _blocks(text: Text) -> Iterator[tuple[int, float, float, list[str]]]:
    """Each cue: its line, times and lines of text."""
    at: tuple[int, float, float] | None = None
    said: list[str] = []
    skipped = False
    lines = text.lines
    for number, written in enumerate(lines, 1):
        if "-->" in written:
            match = _TIMES.fullmatch(written[:200])
            if match is None:
                raise text.refuse("no cue: it is written 00:01.000 --> 00:04.000", number)
            if at is not None:
                # A cue's number stands on the line above its times, blank line or none.
                if said and said[-1].strip().isdecimal():
                    said.pop()
                yield (*at, said)
            at = number, seconds(*match.groups()[:3]), seconds(*match.groups()[3:])
            said, skipped = [], False
        elif not written.strip():
            if at is not None:
                # Some writers put blank lines inside a cue's text: it ends where the next begins.
                following = next((each for each in lines[number : number + 3] if each.strip()), "")
                if said or "-->" in following or following.strip().isdecimal():
                    yield (*at, said)
                    at, said = None, []
            skipped = False
        elif at is None:
            skipped = skipped or written.startswith(_BLOCKS)
        elif not skipped:
            said.append(written.strip())
    if at is not None:
        yield (*at, said)


def _timed(said: str) -> tuple[str, tuple[tuple[int, float], ...]]:
    """The text without the times inside it, and the word at which each stands."""
    pieces = _INSIDE.split(said)
    if len(pieces) == 1:
        return said, ()
    plain, times = pieces[0], []
    for at in range(1, len(pieces), 4):
        hours, minutes, secs, after = pieces[at : at + 4]
        words = len(re.sub(r"<[^<>]{0,200}>", "", plain).split())
        times.append((words, seconds(hours, minutes, secs)))
        plain += after
    return plain, tuple(times)
