"""Rehearsals and deliveries: recorded, imported, loaded, and matched to an edited deck."""

from pacer.runs import boundaries
from pacer.runs.corrections import NAME as MATCHES
from pacer.runs.corrections import Corrections, corrected, matches
from pacer.runs.corrections import load as load_corrections
from pacer.runs.corrections import save as save_corrections
from pacer.runs.folder import GONE, Loaded, last_texts, load, on_slides, same_run, unkept
from pacer.runs.journal import SAMPLE, TEXT_KEPT, Journal, save_marks
from pacer.runs.matching import match
from pacer.runs.teaching import STILL_ON_S
from pacer.runs.timeline import Span, dwell, summary, to_marks, visits

__all__ = [
    "GONE",
    "MATCHES",
    "SAMPLE",
    "STILL_ON_S",
    "TEXT_KEPT",
    "Corrections",
    "Journal",
    "Loaded",
    "Span",
    "boundaries",
    "corrected",
    "dwell",
    "last_texts",
    "load",
    "load_corrections",
    "match",
    "matches",
    "on_slides",
    "same_run",
    "save_corrections",
    "save_marks",
    "summary",
    "to_marks",
    "unkept",
    "visits",
]
