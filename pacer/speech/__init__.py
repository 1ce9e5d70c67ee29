"""Sound and words: record a run, find its pauses.

>>> from pacer.speech import Recorder, devices, takes, repair  # the doors
"""

from pacer.speech.browser import BrowserTake
from pacer.speech.flac import repair, to_flac
from pacer.speech.record import DEVICES, Recorder, devices
from pacer.speech.takes import TAKES, free_stem, takes

__all__ = [
    "DEVICES",
    "TAKES",
    "BrowserTake",
    "Recorder",
    "devices",
    "free_stem",
    "repair",
    "takes",
    "to_flac",
]
