"""What a deck says about its timing before anyone has rehearsed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

# Talks are given at 120 to 170 words a minute; 130 with the pauses in.
STRANGER_WPM = 130.0
# Median seconds of a slide with nothing said about it, and how far talks differ in it (log sd):
# seven recorded lectures had a median of 60 to 140 seconds, differing by .56; conference talks
# run faster than lectures.
TEXT_ONLY_S = 60.0
TEXT_LEVEL_SD = 0.56
# Notes shorter than this are as likely a keyword as a script.
HALF_SCRIPT_WORDS = 20.0
# How much of the spread between slides is left where the notes are a script.
SCRIPT_SPREAD = 0.25


@dataclass(frozen=True)
class Prior:
    """Per slide, before any run.

    Parameters
    ----------
    log_s : ndarray of float, shape (n,)
        Logarithm of the spoken seconds expected, media left out.
    text : ndarray of float, shape (n,)
        How far the slide has only its text to go by: 0 a script in the notes, 1 text alone.
    spread : ndarray of float, shape (n,)
        What is left of the spread between slides, between `SCRIPT_SPREAD` and 1.
    fixed_s : ndarray of float, shape (n,)
        Seconds of media, which play at the same length in each run.
    wpm : float
    """

    log_s: Floats
    text: Floats
    spread: Floats
    fixed_s: Floats
    wpm: float


def prior(slides: pd.DataFrame, *, wpm: float = STRANGER_WPM) -> Prior:
    """Read a prior off SLIDES.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    wpm : float
        The speaker's words a minute, pauses in.

    Returns
    -------
    Prior
    """
    words = slides["notes_words"].to_numpy(float)
    script = words / (words + HALF_SCRIPT_WORDS)
    spoken = np.log(np.maximum(words, 1.0) * 60 / wpm)
    return Prior(
        log_s=script * spoken + (1 - script) * np.log(TEXT_ONLY_S),
        text=1 - script,
        spread=SCRIPT_SPREAD * script + (1 - script),
        fixed_s=np.maximum(slides["media_s"].to_numpy(float), 0.0),
        wpm=wpm,
    )
