"""The words of the command line: how what is typed is read, and the options commands share."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacer.core import clock
from pacer.core.errors import PacerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacer.cli.output import CommandOutput

# The formats `pacer.runs.importers` knows, by name; kept here so that --help loads no room.
IMPORTED = {
    "pptx": "a deck with times of Slide Show > Rehearse Timings: this one or an earlier copy",
    "ffmetadata": ";FFMETADATA1 and [CHAPTER], as ffmpeg writes them",
    "ogg": "CHAPTER01=00:00:00.000 and CHAPTER01NAME=…",
    "matroska": "Matroska's ChapterAtom and ChapterTimeStart; Podlove's psc:chapter",
    "peitho": "a rehearsal of peitho, JSON",
    "json": "Podcasting 2.0, yt-dlp's .info.json, ffprobe -show_chapters -of json",
    "captions": "WebVTT or SRT, a cue a slide, with or without hours and milliseconds; SBV too",
    "pptimer": "Starting presentation …, then lines such as 000070 #002 talk.pptm",
    "pptwatch": "slide, tab, seconds, tab, m:ss, tab, running total",
    "audacity": "start, tab, end, tab, text; seconds or h:mm:ss",
    "impressive": "what --tracking prints: page, duration, enter, leave",
    "pympress": "its timing table, pasted: name, time, duration, label (page/pages)",
    "macro": "lines of a slide and a length with its unit: Slide 3: 90 s, Folie 3: 1 Minute",
    "csv": "slide,seconds or slide,start or slide,start,end under usual heads in several "
    "languages; comma, semicolon, tab; decimal points and commas; M:SS, H:MM:SS, 1h10m, AM and PM, "
    "ISO 8601, seconds since 1970 and dates",
    "youtube": "lines of a time and a title, in either order: 1:10 Why logs, Why logs (1:10)",
}
FORMATS_SAID = "; ".join(f"{name} ({said})" for name, said in IMPORTED.items())


def positions(written: str) -> list[int | str]:
    """Read ``3,5,12-14`` as positions; anything else is taken for a slide's key."""
    found: list[int | str] = []
    for part in filter(None, (part.strip() for part in written.split(","))):
        first, dash, last = part.partition("-")
        if part.isdecimal():
            found.append(int(part))
        elif dash and first.isdecimal() and last.isdecimal():
            if not 0 <= int(last) - int(first) < 10_000:
                raise argparse.ArgumentTypeError(f"{part}: the range runs backwards")
            found += range(int(first), int(last) + 1)
        else:
            found.append(part)
    return found


def chance(written: str) -> float:
    """Read ``0.9`` or ``90%``, strictly between 0 and 1."""
    try:
        value = float(written.rstrip("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        value = math.nan
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{written}: write a chance as 0.9 or 90%")
    return value


def share(written: str) -> float:
    """Read ``0``, ``0.1`` or ``10%``."""
    return 0.0 if written in ("0", "0%") else chance(written)


def budget(written: str) -> tuple[int | str, str]:
    """Read ``18=0:45``, a slide and its time."""
    slide, _, time = written.rpartition("=")
    if not slide:
        raise argparse.ArgumentTypeError(f"{written}: write a slide and its time, as 18=0:45")
    return (int(slide) if slide.isdecimal() else slide), duration(time)


def correction(written: str) -> tuple[str, int | str | None]:
    """Read ``id:257=5``, a slide as it was and what it is now, or ``id:257=gone``."""
    old, _, now = written.rpartition("=")
    if not old or not now:
        raise argparse.ArgumentTypeError(f"{written}: write OLD=SLIDE, as id:257=5 or id:257=gone")
    return old, None if now == "gone" else int(now) if now.isdecimal() else now


def duration(written: str) -> str:
    """Check a time as it is typed; it stays as written."""
    try:
        clock.seconds(written, bare=False)
    except PacerError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return written


Option = tuple[tuple[str, ...], dict[str, Any]]
# What it does, the function, its options.
Command = tuple[str, "Callable[[argparse.Namespace], CommandOutput | None]", list[Option]]

DECK: Option = (
    ("deck",),
    {"metavar": "DECK", "type": Path,
     "help": "PowerPoint, OpenDocument, PDF, a notebook, Marp, Slidev, Quarto, reveal.js, remark"},
)  # fmt: skip
# The formats `pacer.deck` knows, by name; kept here so that --help loads no room.
DECKS = ("pptx", "pdf", "odp", "ipynb", "marp", "slidev", "quarto", "reveal", "remark", "pdfpc")
DECK_FORMAT: Option = (
    ("--format", "--deck-format"),
    {"dest": "deck_format", "choices": DECKS, "metavar": "NAME",
     "help": f"read DECK as one of {', '.join(DECKS)}; else what it holds decides"},
)  # fmt: skip
SLOT: Option = (
    ("--slot",),
    {"metavar": "TIME", "type": duration, "help": "the time granted, such as 20:00 or 20min"},
)
QUESTIONS: Option = (
    ("--questions",),
    {"metavar": "TIME", "type": duration, "default": "0:00",
     "help": "the part of the slot kept for questions"},
)  # fmt: skip
TOOK: Option = (
    ("--took",),
    {"metavar": "TIME", "type": duration,
     "help": "how long the talk takes today, without questions, such as 45:00"},
)  # fmt: skip
READING: Option = (
    ("--reading",),
    {"metavar": "FILE", "type": Path, "action": "append", "default": [],
     "help": "a sheet in which somebody judged the slides; may be given again"},
)  # fmt: skip
TRANSCRIPT: Option = (
    ("--transcript",),
    {"metavar": "FILE", "type": Path,
     "help": "plan with what was said, in a transcript or video of the talk; without a run it "
             "tells the seconds too; it is not kept (pacer align keeps it)"},
)  # fmt: skip
EARS: list[Option] = [
    (("--model",),
     {"metavar": "MODEL",
      "help": "a folder with a Whisper model in CTranslate2's form, a package that ships one, or "
              "a name such as small (default: a package that is installed)"}),
    (("--language",),
     {"metavar": "CODE", "help": "what is spoken, such as en (default: told by itself)"}),
    (("--allow-download",),
     {"action": "store_true", "help": "fetch a model of that name from Hugging Face"}),
]  # fmt: skip
JSON: Option = (("--json",), {"action": "store_true", "help": "print JSON"})
NO_BROWSER: Option = (
    ("--no-browser",),
    {"action": "store_true", "help": "only print the address"},
)
CSV: Option = (
    ("--csv",),
    {"metavar": "FILE", "type": Path, "help": "write the frame to FILE; - prints it"},
)


FORCE: Option = (
    ("--force",),
    {"action": "store_true", "help": "replace what is there, also where pacer did not write it"},
)


def out(default: str | None, text: str) -> Option:
    """The option that says where something is written."""
    return (("-o", "--out"), {"metavar": "PATH", "type": Path, "default": default, "help": text})
