"""Sound and words: record a run, find its pauses.

>>> from pacer.speech import Recorder, devices, takes, repair  # the doors
"""

from pacer.speech.activity import PAUSES, SPEECH, by_visit, pauses
from pacer.speech.browser import BrowserTake
from pacer.speech.flac import to_flac
from pacer.speech.record import DEVICES, Recorder, devices
from pacer.speech.repair import repair
from pacer.speech.takes import TAKES, free_stem, takes

__all__ = [
    "DEVICES",
    "PAUSES",
    "SPEECH",
    "TAKES",
    "BrowserTake",
    "Recorder",
    "by_visit",
    "devices",
    "free_stem",
    "pauses",
    "repair",
    "takes",
    "to_flac",
]
