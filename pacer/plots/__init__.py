"""Frames -> matplotlib axes: figures whose titles say what they show.

Each function draws on the axes it is given, or on a figure of its own, and gives the axes back.
`alt` tells in words what is drawn. One accent; late is warm and early cool, with a sign or a
shape beside the colour, so that a page printed in grey says the same. Nothing here touches
pyplot, whose current figure is shared by all.
"""

from pacer.plots.look import png
from pacer.plots.of_alignment import certainty
from pacer.plots.of_pace import slides, total
from pacer.plots.of_plan import plan
from pacer.plots.of_runs import drift, heat, runs
from pacer.plots.of_session import session
from pacer.plots.of_speech import speech
from pacer.render.svg import alt, finding
from pacer.render.theme import PALETTE

__all__ = [
    "PALETTE",
    "alt",
    "certainty",
    "drift",
    "finding",
    "heat",
    "plan",
    "png",
    "runs",
    "session",
    "slides",
    "speech",
    "total",
]
