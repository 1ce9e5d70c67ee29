"""What a deck says about its timing before anyone has rehearsed it.

Notes that are a script predict well: words divided by words a minute. Slide text hardly does:
over seven recorded lectures the seconds of their slides scatter by a log standard deviation of
.9, and the words on them take away a twentieth of that. What little there is lies in the words
that a slide has and the one before had not, since a page that adds a line to the last is soon
passed, and in how many slides there are, since talks differ less in length than in slides.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pacer.core.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Lectures:
    """Figures learned from recorded lectures; the benchmark learns them anew for each left out.

    The defaults are those of ten lectures of the MaViLS benchmark (medicine to computer science,
    35 to 101 minutes, 11 to 63 slides): lengths from all ten, words from the seven whose
    seconds a slide are sound.

    Parameters
    ----------
    log_total : float
        Mean of ln(total seconds) − `by_count` ln(slides).
    by_count : float
        How a talk's length grows with its number of slides, as a power.
    by_words : float
        How a slide's seconds grow with its new words, as a power. Fitted to seconds rather than
        their logarithms (Poisson regression with a level for each lecture), since what has to be
        right is their sum.
    """

    log_total: float = 7.08
    by_count: float = 0.325
    by_words: float = 0.25

    def total_s(self, count: int) -> float:
        """The usual length in seconds of a talk of so many slides.

        The lectures had `FEWEST` slides and more; fewer are not a lecture, and a single slide
        takes the two minutes of the rule of thumb (`BY_FEW`).
        """
        known = max(count, FEWEST)
        whole = math.exp(self.log_total + self.by_count * math.log(known))
        few = min(1.0, max(count, 1) / FEWEST)
        return whole * math.pow(few, BY_FEW)


# The lecture with the fewest slides had eleven; of fewer than so many nothing was learned.
FEWEST, BY_FEW = 10, 1.32
LECTURES = Lectures()

# How far talks of so many slides differ in length, as a log standard deviation.
USUAL_SD = 0.35
# And how likely a talk is of such a length at all: conference talks are not lectures.
USUAL_SURE = 0.7
# How far slides with text alone scatter about their median, as a log standard deviation, in the
# lectures: what turns the mean, which totals tell of, into the median.
TEXT_SD = 0.75
# Words a minute with pauses in: conference and lecture speech runs at 100 to 160.
STRANGER_WPM = 130.0
# Notes shorter than this are as likely a keyword as a script.
HALF_SCRIPT_WORDS = 20.0
# How much of the spread between slides is left where the notes are a script: spoken words leave
# .16 of it, and not all of a script is spoken.
SCRIPT_SPREAD = 0.3
# A slide without words still takes time; a click shows about a line.
BLANK_WORDS, BUILD_WORDS = 3.0, 5.0
# Greetings before the first slide is left and thanks on the last say little of the others: in
# the lectures both scatter 1.6 times as much.
ENDS_SPREAD = 1.6
# A live demo takes as long as it takes, and its script tells what is done rather than said.
DEMO_NOISE, DEMO_SPREAD = 1.8, 0.6
_WORD = r"(?:live[- ]?(?:demo|coding)|demo(?:s|nstration)?)\b"
# It is one if its title says so, or a line of the notes begins so: others only speak of it.
_TITLE, _NOTES = re.compile(rf"\b{_WORD}", re.I), re.compile(rf"^\W*{_WORD}", re.I | re.M)


@dataclass(frozen=True)
class Prior:
    """Per slide, before any run; each array has shape (n,).

    Parameters
    ----------
    log_s : ndarray of float
        Logarithm of the spoken seconds expected (their median), media left out.
    text : ndarray of float
        How far the slide has only its text to go by: 0 a script in the notes, 1 text alone.
    spread : ndarray of float
        How far slides deviate from this, relative to slides with text alone.
    noise : ndarray of float
        How much one slide varies from run to run, relative to others.
    fixed_s : ndarray of float
        Seconds of media, which play at the same length in each run.
    wpm : float
        Words a minute that notes were read at.
    """

    log_s: Floats
    text: Floats
    spread: Floats
    noise: Floats
    fixed_s: Floats
    wpm: float


def prior(
    slides: pd.DataFrame, *, wpm: float = STRANGER_WPM, lectures: Lectures = LECTURES
) -> Prior:
    """Read a prior off SLIDES.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    wpm : float
        The speaker's words a minute, pauses in.
    lectures : Lectures
        Figures for slides without notes.

    Returns
    -------
    Prior
    """
    spoken_words = slides["notes_words"].to_numpy(float)
    script = spoken_words**2 / (spoken_words**2 + HALF_SCRIPT_WORDS**2)
    from_notes = np.log(np.maximum(spoken_words, 1.0) * 60 / wpm)
    from_text = _from_text(slides, lectures)
    spread = SCRIPT_SPREAD * script + (1 - script)
    visible = np.flatnonzero(~slides["hidden"].to_numpy(bool))
    if len(visible) > 2:
        spread[visible[[0, -1]]] *= ENDS_SPREAD
    demo = np.array(
        [
            bool(_TITLE.search(title[:2000]) or _NOTES.search(notes[:2000]))
            for title, notes in zip(slides["title"], slides["notes"], strict=True)
        ],
        dtype=bool,
    )
    spread = np.where(demo, np.maximum(spread, DEMO_SPREAD), spread)
    return Prior(
        log_s=script * from_notes + (1 - script) * (from_text - (spread * TEXT_SD) ** 2 / 2),
        text=1 - script,
        spread=spread,
        noise=np.where(demo, DEMO_NOISE, 1.0),
        fixed_s=np.maximum(slides["media_s"].to_numpy(float), 0.0),
        wpm=wpm,
    )


def _from_text(slides: pd.DataFrame, lectures: Lectures) -> Floats:
    """Log seconds of slides that have only their text, as a share of a talk's usual length."""
    shown = ~slides["hidden"].to_numpy(bool)
    count = max(int(shown.sum()), 1)
    novel = new_words(slides["text"].tolist()) + BUILD_WORDS * slides["builds"].to_numpy(float)
    weight = (novel + BLANK_WORDS) ** lectures.by_words
    usual = float(weight[shown].mean()) if shown.any() else 1.0
    mean_s = lectures.total_s(count) / count
    return np.asarray(np.log(mean_s * weight / usual))


def new_words(texts: list[str]) -> Floats:
    """Words of each text that the one before had not, or had less often.

    Examples
    --------
    >>> new_words(["A log", "A log is a file", "Queues"])
    array([2., 3., 1.])
    """
    found, before = [], Counter[str]()
    for text in texts:
        now = Counter(word.lower() for word in words(text))
        found.append(float((now - before).total()))
        before = now
    return np.array(found)


def edited(earlier: Mapping[str, str], slides: pd.DataFrame) -> pd.Series[float]:
    """How far the text of slides changed, for the `changed` of `pacer.pacing.fit`.

    Parameters
    ----------
    earlier : mapping of str to str
        Slide key -> the slide's text when it was last rehearsed, under today's keys.
    slides : pandas.DataFrame
        SLIDES as they are now.

    Returns
    -------
    pandas.Series
        Slide key -> share of words that are not in both texts, 0 to 1; only slides in `earlier`.
    """
    found = {}
    for key, text in zip(slides["slide_key"], slides["text"], strict=True):
        if key in earlier:
            then, now = (Counter(map(str.lower, words(each))) for each in (earlier[key], text))
            both = (then & now).total()
            found[key] = 1 - 2 * both / max(then.total() + now.total(), 1) if then != now else 0.0
    return pd.Series(found, dtype=float, name="changed")
