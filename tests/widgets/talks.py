"""Slides to rehearse, made up."""

from types import SimpleNamespace
from unittest import mock

import pandas as pd

from pacer.core import frames
from pacer.deck import Deck
from pacer.project import Project

SENTENCE = "A log is written before the pages it is about, so that a crash loses nothing. "


def make_slides(count=12, **columns):
    """SLIDES with notes, budgets that differ, sections and a few builds."""
    rows = [
        {
            "slide_key": f"id:{number}",
            "position": number,
            "title": f"Slide {number} of a talk about logs",
            "section": f"Part {1 + number * 3 // (count + 1)}",
            "hidden": False,
            "builds": number % 3,
            "body_words": 12,
            "notes_words": 15 * (1 + number % 4),
            "text": f"Slide {number} of a talk about logs\nWrite first, page later\n"
            "Group commit: one sync for many\nRecovery reads it from the last checkpoint",
            "notes": "\n".join([SENTENCE] * (1 + number % 4)),
            "media_s": 0.0,
            "target_s": 20.0 + 15.0 * (number % 4),
            "value": 1.0,
            "locked": number == 1,
        }
        for number in range(1, count + 1)
    ]
    return frames.build(frames.SLIDES, rows).assign(**columns)


class SlidesProject(Project):
    """A talk without a deck's file: these slides, and a folder of its own."""

    def __init__(self, slides, folder):
        timings = pd.Series(dtype="float64")
        deck = Deck(folder.with_suffix(".pptx"), "pptx", "digest", slides, timings)
        with mock.patch("pacer.project.decks.read", return_value=deck):
            super().__init__(deck.path)
        self.folder = folder


def make_project(folder, count=4, **columns):
    """A talk of so many made-up slides."""
    return SlidesProject(make_slides(count, **columns), folder)


class FramesProject(SlidesProject):
    """A talk whose runs are these frames."""

    def __init__(self, slides, runs, visits, dwell, folder, titles=None):
        super().__init__(slides, folder)
        seen = pd.DataFrame(
            {"slide_key": list(titles or {}), "title": list((titles or {}).values())}
        )
        marks = frames.build(frames.MARKS)
        self._frames = (
            SimpleNamespace(runs=runs.assign(teaches=True), marks=marks, slides_seen={"": seen}),
            visits,
            dwell,
        )

    @property
    def loaded(self):
        return self._frames[0]

    @property
    def visits(self):
        return self._frames[1]

    @property
    def dwell(self):
        return self._frames[2]
