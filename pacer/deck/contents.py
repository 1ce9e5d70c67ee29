"""What every format's reader gives back, and the few rules they share."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacer import text as words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Far beyond any talk; a file with more is broken or hostile.
MOST_SLIDES = 5_000


def digest(path: Path) -> str:
    """First 16 hex digits of a file's SHA-256: names a revision of a deck."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


@dataclass
class Contents:
    """Rows of SLIDES without their position, saved timings by key, and warnings."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    saved_timings: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


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
) -> dict[str, Any]:
    """One row of SLIDES from raw text, tidied and counted here."""
    text, notes = words.tidy(text), words.tidy(notes)
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
        "target_s": float("nan"),
        "value": 1.0,
        "locked": False,
    }


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
