"""Rehearsals and deliveries: recorded, imported, loaded, and matched to an edited deck."""

from pacer.runs.journal import Journal, save_marks
from pacer.runs.loading import Loaded, load
from pacer.runs.timing import Span, dwell, summary, to_marks, visits

__all__ = [
    "Journal",
    "Loaded",
    "Span",
    "dwell",
    "load",
    "save_marks",
    "summary",
    "to_marks",
    "visits",
]
