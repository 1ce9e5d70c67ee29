"""What every format's reader gives back, and the few rules they share."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacer.core import clock
from pacer.core import text as words
from pacer.core.errors import ClockError
from pacer.deck import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

# What `pacer.export.deck` heads notes with: a cue for the speaker, and no words to say.
CUE = re.compile(
    r"(Budget [\d:]+, was [\d:]+\. )?Leave by [\d:]+\."
    r"( (Also covers|Leave out|Then say in a sentence what is left out): .*)?"
    r"|Told with slide \d+: .*\."
)
# A target in the notes, as Timerinator writes it: "DURATION: 90s".
_TARGET = re.compile(r"^DURATION:(.*)$", re.MULTILINE)


def digest(path: Path, included: Sequence[Path] = ()) -> str:
    """First 16 hex digits of a SHA-256 that names a revision of a deck.

    Of a deck of one file it is that file's; of one that includes others, that of theirs in turn.
    """
    made = [_digest(each) for each in (path, *included)]
    whole = made[0] if len(made) == 1 else hashlib.sha256("".join(made).encode()).hexdigest()
    return whole[:16]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "gone"


@dataclass
class Contents:
    """Rows of SLIDES without their position, saved timings by key, and warnings.

    Of a PDF also the pages of each slide, 1-based, with those of its notes; where in the pages
    the notes stand (`pacer.deck.pdf_notes.Layout`); and what each page of a slide with builds
    shows, by page. Of a deck kept as text the HTML of each slide, made when it is drawn.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    saved_timings: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    pages: dict[str, tuple[int, ...]] = field(default_factory=dict)
    notes_layout: str = ""
    build_texts: dict[str, dict[int, str]] = field(default_factory=dict)
    included: tuple[Path, ...] = ()
    html: list[Callable[[], str]] = field(default_factory=list)


def row(
    slide_key: str,
    *,
    title: str,
    text: str,
    notes: str = "",
    section: str = "",
    hidden: bool = False,
    builds: int = 0,
    media_s: float = 0.0,
    target_s: float = math.nan,
) -> dict[str, Any]:
    """One row of SLIDES from raw text, tidied and counted here.

    A line of the notes such as ``DURATION: 90s`` is the slide's target where the format set
    none in `target_s`; the cue that an exported deck's notes begin with is left out.
    """
    limits.in_time()
    text, notes = words.tidy(text), words.tidy(notes)
    first, _, rest = notes.partition("\n")
    notes = rest if CUE.fullmatch(first) else notes
    return {
        "slide_key": slide_key,
        "title": words.line(title),
        "section": words.line(section),
        "hidden": hidden,
        "builds": builds,
        "body_words": words.count_words(text),
        "notes_words": words.count_words(notes),
        "text": text,
        "notes": notes,
        "media_s": media_s,
        "target_s": _target_s(notes) if math.isnan(target_s) else target_s,
        "value": 1.0,
        "locked": False,
    }


def _target_s(notes: str) -> float:
    """The target written in the notes, in seconds; NaN where there is none."""
    written = _TARGET.search(notes)
    try:
        return clock.seconds(written[1]) if written else math.nan
    except ClockError:
        return math.nan


def text_keys(rows: list[dict[str, Any]]) -> None:
    """Name slides without a key of their own by what stands on them, each name once."""
    for each in rows:
        if not each["slide_key"]:
            seen = each["text"] or each["title"] or each["notes"]
            each["slide_key"] = "t:" + hashlib.sha256(seen.encode()).hexdigest()[:8]
    for each, key in zip(rows, unique(each["slide_key"] for each in rows), strict=True):
        each["slide_key"] = key


def unique(keys: Iterable[str]) -> list[str]:
    """Mark the second and later of equal keys.

    Examples
    --------
    >>> unique(["a", "b", "a", "a"])
    ['a', 'b', 'a~2', 'a~3']
    """
    seen: Counter[str] = Counter()
    made = []
    for key in keys:
        seen[key] += 1
        made.append(key if seen[key] == 1 else f"{key}~{seen[key]}")
    return made
