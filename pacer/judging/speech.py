"""What was said on each slide, as three figures of its need; more taught nothing that lasted.

Of 23 figures of speech tried on nineteen lectures these three sharpen which slides are needed;
with all 23 the lectures at hand looked better and those kept back worse.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pacer.judging.features import Words, read_words
from pacer.judging.language import stem, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

FIGURES = ("slide_said", "emphasis", "central_speech")
# Bounds on what one slide may cost in time.
MOST_WORDS = 5_000
# What a speaker says of what matters to him; English only, as the cues of titles.
_EMPHASIS = re.compile(
    r"\b(?:important(?:ly)?|key|crucial|essential(?:ly)?"
    r"|the (?:main|whole|big) (?:point|idea|thing)|the point is|remember"
    r"|in other words|what this means|that's why|turns out|notice"
    r"|fundamental(?:ly)?|the idea (?:is|here)|so basically|let me repeat)\b",
    re.IGNORECASE,
)


def speech_figures(slides: pd.DataFrame, said: Mapping[str, str]) -> pd.DataFrame:
    """Figures of what was said on each slide, for `pacer.judging.judge`.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    said : mapping of str to str
        Slide key -> the words spoken on it.

    Returns
    -------
    pandas.DataFrame
        slide_key; slide_said, the share of the slide's telling words that are said on it;
        emphasis, the log of the phrases that stress something; central_speech, how much of what
        is said on it is what the talk speaks of, 0 to 1.
    """
    shown = slides.loc[~slides["hidden"].to_numpy(dtype=bool)].reset_index(drop=True)
    words = read_words(shown)
    texts = [said.get(key, "")[: 10 * MOST_WORDS] for key in shown["slide_key"]]
    spoken = [Counter(map(stem, tokens(text)[:MOST_WORDS])) for text in texts]
    return pd.DataFrame(
        {
            "slide_key": shown["slide_key"],
            "slide_said": [
                len(told & set(bag)) / len(told) if told else 0.0
                for told, bag in zip(words.told, spoken, strict=True)
            ],
            "emphasis": [
                math.log1p(len(_EMPHASIS.findall(text))) if words.english else 0.0 for text in texts
            ],
            "central_speech": _central(words, spoken),
        }
    )


def _central(words: Words, spoken: list[Counter[str]]) -> list[float]:
    """Cosine of what is said on each slide with what is said on all, in the talk's own terms."""
    terms = sorted(set().union(*words.told)) if words.told else []
    if not terms:
        return [0.0] * len(spoken)
    counts = np.sqrt([[bag[term] for term in terms] for bag in spoken])
    on = (counts > 0).sum(0)
    weighed = counts * np.log((1 + len(spoken)) / (1 + on))
    whole = weighed.sum(0)
    size = np.linalg.norm(weighed, axis=1) * max(float(np.linalg.norm(whole)), 1e-9)
    return [float(one) for one in weighed @ whole / np.maximum(size, 1e-9)]
