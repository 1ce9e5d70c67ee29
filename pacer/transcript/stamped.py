"""Text with times: lines such as [00:01:30], and what YouTube, Zoom, Teams and Meet write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacer.transcript.cue import Cue, seconds

if TYPE_CHECKING:
    from pacer.transcript.cue import Text

LABEL = "text with times"

_AT = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:[.,]\d{1,6})?)"
_LINE = re.compile(rf"\s*[\[(]?{_AT}[\])]?\s*(?:[-–—|:]\s+|\s+|$)(.*)")
# "[Jane Doe] 10:23:45" and "Jane Doe   0:03": who spoke, and when; the text follows below.
_WHO = re.compile(rf"\s*\[?([^\W\d_][\w .,'’()-]{{0,60}}?)\]?\s{{1,8}}{_AT}\s*()")
# YouTube's pages read the time aloud as well: "1 minute, 3 seconds".
_ALOUD = re.compile(r"(?:\d+ hours?,? ?)?(?:\d+ minutes?,? ?)?(?:\d+ seconds?)?")
_HEADING = re.compile(r"(?:Transcript|Attendees|Meeting ended after .*)", re.IGNORECASE)
# Seconds a word takes at most where the next time is far: what is left is a pause.
_LONGEST_WORD_S = 0.6
_LEAST_STAMPS = 3


def looks_like(text: Text) -> bool:
    """Whether the file is of this format."""
    stamps = sum(bool(_stamp(line)) for line in text.lines[:2000])
    return stamps >= min(_LEAST_STAMPS, max(len(text.lines) - 1, 1))


def read(text: Text) -> tuple[list[Cue], tuple[str, ...]]:
    """Read what was said from each time to the next."""
    stamps: list[tuple[int, float, str, list[str]]] = []
    before: list[str] = []
    remarks = []
    of_day = False
    for line, written in enumerate(text.lines, 1):
        stamp = _stamp(written)
        if stamp is None:
            plain = written.strip()
            if plain and not _ALOUD.fullmatch(plain) and not _HEADING.fullmatch(plain):
                (stamps[-1][3] if stamps else before).append(plain)
            continue
        at_s, who, rest = stamp
        of_day = of_day or (bool(who) and not stamps and at_s >= 3600)
        stamps.append((line, at_s, who, [rest] if rest else []))
    if of_day:
        begin = stamps[0][1]
        stamps = [(line, at_s - begin, who, said) for line, at_s, who, said in stamps]
        remarks.append("times of day: counted from the first of them")
    if before and stamps[0][1] > 60:
        # Google Meet writes a time every few minutes, and none at the start.
        opening = [plain for plain in before if ": " in plain]
        stamps.insert(0, (1, 0.0, "", opening))
    made = []
    latest = 0.0
    for at, (line, at_s, who, said) in enumerate(stamps):
        if at_s < latest - 1:
            raise text.refuse("goes back in time: the lines' times must not fall", line)
        latest = max(latest, at_s)
        spoken = "\n".join(said)
        words = len(spoken.split())
        most_s = at_s + max(words, 1) * _LONGEST_WORD_S
        end_s = min(stamps[at + 1][1], most_s) if at + 1 < len(stamps) else most_s
        made += _by_line(Cue(at_s, max(end_s, at_s), spoken, line, who))
    return made, tuple(remarks)


def _by_line(cue: Cue) -> list[Cue]:
    """A cue a line, each with its share of the time: every line may have its own speaker."""
    lines = [line for line in cue.text.split("\n") if line.strip()]
    total = sum(map(len, lines)) or 1
    made, at_s = [], cue.start_s
    for line in lines:
        end_s = at_s + (cue.end_s - cue.start_s) * len(line) / total
        made.append(Cue(at_s, end_s, line, cue.line, cue.speaker))
        at_s = end_s
    return made


def _stamp(written: str) -> tuple[float, str, str] | None:
    """The time that a line begins with, who spoke, and what follows on the line."""
    short = written[:5000]
    if match := _LINE.fullmatch(short):
        hours, minutes, secs, said = match.groups()
        return seconds(hours, minutes, secs), "", said.strip()
    if len(short) < 120 and (match := _WHO.fullmatch(short)):
        who, hours, minutes, secs, _ = match.groups()
        return seconds(hours, minutes, secs), who.strip(), ""
    return None
