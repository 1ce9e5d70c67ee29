"""Runs and slides for the tests of this room."""

from __future__ import annotations

import re

import pandas as pd

from pacer.core import clock, frames
from pacer.runs import save_marks


def make_slides(titles="A B C D"):
    """SLIDES with short keys and texts; `titles` split at blanks, or a list."""
    listed = titles.split() if isinstance(titles, str) else list(titles)
    return frames.build(
        frames.SLIDES,
        [
            {
                "slide_key": f"id:{255 + position}",
                "position": position,
                "title": title,
                "section": "",
                "hidden": False,
                "builds": 0,
                "body_words": 2,
                "notes_words": 0,
                "text": f"{title}\nabout {title}",
                "notes": "",
                "media_s": 0.0,
                "target_s": float("nan"),
                "value": 1.0,
                "locked": False,
            }
            for position, title in enumerate(listed, 1)
        ],
    )


def make_marks(told, run_id="r"):
    """MARKS from ``"0 start A, 30 slide B, 1:15 stop"``."""
    rows = []
    for part in told.split(","):
        at, kind, *key = part.split()
        rows.append(
            {"run_id": run_id, "t_s": clock.seconds(at), "kind": kind, "slide_key": "".join(key)}
        )
    return frames.build(frames.MARKS, rows)


def told(visits):
    """VISITS as ``"A 0-30 B 30-75"``; a censored piece ends with ``…``."""
    return " ".join(
        f"{row.slide_key} {row.start_s:g}-{row.end_s:g}{'…' * row.censored}"
        for row in visits.itertuples()
    )


def save(folder, told, **options):
    marks = make_marks(told)
    return save_marks(folder, make_slides(), marks, **{"deck_digest": "d1", **options})


def lines(path):
    return re.split(rb"(?<=\n)", path.read_bytes())[:-1]


__all__ = ["lines", "make_marks", "make_slides", "pd", "save", "told"]
