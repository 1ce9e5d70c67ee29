"""Reading decks against a plain python-pptx loop over text and notes.

The decks are the largest in the folder named by PACER_DECKS; without it, one made here.
"""

import gc
import os
import statistics
import tempfile
from pathlib import Path

from pptx import Presentation

from pacer import deck
from pacer.core.errors import DeckError
from tests.benchmarks.timing import ratio, row
from tests.deck.decks import make_deck, save

MOST_RATIO = 1.5
DECKS = 8


def plain(path):
    """What one writes first: every shape's text and every slide's notes."""
    words = 0
    for slide in Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                words += len(shape.text_frame.text.split())
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            words += len(slide.notes_slide.notes_text_frame.text.split())
    return words


def freed(work, path):
    """Do the work and free what it leaves, which else would fall into the other's time."""

    def run():
        work(path)
        gc.collect()

    return run


def readable(path):
    try:
        deck.read(path)
        plain(path)
    except (DeckError, ValueError, KeyError):
        return False
    return True


def largest(folder):
    """The largest decks that both can read."""
    ends = (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".pdf")
    files = (path for path in Path(folder).iterdir() if path.suffix in ends)
    by_size = sorted(files, key=lambda path: path.stat().st_size, reverse=True)
    return [path for path in by_size[: 2 * DECKS] if readable(path)][:DECKS]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if "PACER_DECKS" in os.environ:
            paths = largest(os.environ["PACER_DECKS"])
        else:
            slides = [(f"Title {n}", "some words " * 40, "notes " * 150) for n in range(60)]
            paths = [save(make_deck(slides), Path(folder) / "made-60-slides.pptx")]
        found = []
        gc.freeze()  # what is loaded for good is not looked through each time
        for path in paths:
            mine, base, times = ratio(freed(deck.read, path), freed(plain, path), runs=9)
            found.append(times)
            row(path.name[-40:], [f"{1e3 * mine:.0f} ms", f"{1e3 * base:.0f} ms", f"{times:.2f} ×"])
        row("median", [f"{statistics.median(found):.2f} ×"], f"≤ {MOST_RATIO} ×")
