"""Rehearse a talk, see where its time goes, and cut it to a shorter slot without losing the thread.

>>> import pacer
>>> talk = pacer.open("talk.pptx", slot="20:00", questions="2:00")  # doctest: +SKIP
>>> talk.pace(), talk.plan(), talk.compare()  # doctest: +SKIP
"""

from pacer.core.errors import (
    AudioError,
    ClockError,
    DeckError,
    FrameError,
    MissingDependency,
    PacerError,
    RunError,
    SlotTooShort,
)
from pacer.session import chair
from pacer.talk import Talk, open  # noqa: A004 - read as pacer.open
from pacer.version import __version__

__all__ = [
    "AudioError",
    "ClockError",
    "DeckError",
    "FrameError",
    "MissingDependency",
    "PacerError",
    "RunError",
    "SlotTooShort",
    "Talk",
    "__version__",
    "chair",
    "open",
]
