"""What tests are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [
    "queue",
    "worker",
    "lease",
    "retry",
    "backoff",
    "snapshot",
    "log",
    "replica",
    "quorum",
    "shard",
    "index",
    "cache",
    "batch",
    "latency",
    "throughput",
    "checkpoint",
    "consumer",
    "producer",
    "offset",
    "tombstone",
]


def make_deck(path: Path, n: int, *, notes_words: int = 120) -> Path:
    """A PowerPoint deck of `n` slides, each with a title, a term of its own and notes."""
    from pptx import Presentation

    made = Presentation()
    for number in range(1, n + 1):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
        term = WORDS[number % len(WORDS)]
        slide.placeholders[1].text = f"The {term} of part {number}\nWhy the {term} matters"
        slide.notes_slide.notes_text_frame.text = " ".join(
            f"{term} {WORDS[(number + word) % len(WORDS)]}" for word in range(notes_words // 2)
        )
    made.save(path)
    return path


def make_timings(path: Path, seconds: list[float]) -> Path:
    """A CSV of `slide,seconds` rows."""
    rows = "".join(f"{slide},{value}\n" for slide, value in enumerate(seconds, 1))
    path.write_text(f"slide,seconds\n{rows}", encoding="utf-8")
    return path
