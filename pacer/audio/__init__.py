"""Sound and words: record a run, find its pauses.

>>> from pacer.audio import Recorder, devices, takes, repair  # the doors
"""

from pacer.audio.activity import PAUSES, SPEECH, by_visit, pauses, voiced
from pacer.audio.browser_take import BrowserTake
from pacer.audio.flac import to_flac
from pacer.audio.recorder import DEVICES, Recorder, devices
from pacer.audio.repair import repair
from pacer.audio.takes import TAKES, free_stem, takes

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
    "voiced",
]
