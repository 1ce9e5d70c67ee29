"""A transcript and a deck -> which slide was on when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from pacer.transcript.pages import pages_of
from pacer.transcript.tokens import tokens

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

# A stay grows with the words that a page has and the one before had not, as a power of them: of
# seven recorded lectures (see `pacer.pacing.prior`). What the lectures' pages last in the mean.
_BY_WORDS, _BLANK_WORDS, _MEAN_S = 0.25, 3.0, 70.0


def log_stays(pages: pd.DataFrame, words: pd.DataFrame) -> Floats:
    """How long a stay on each page is expected to last, as a logarithm against `_MEAN_S`."""
    fresh, before = [], Counter[str]()
    for text in pages["text"]:
        now = Counter(tokens(text))
        fresh.append((now - before).total() + _BLANK_WORDS)
        before = now
    share = np.array(fresh) ** _BY_WORDS
    whole_s = float(words["end_s"].max() - words["start_s"].min())
    mean_s = max(whole_s / len(pages), 1.0) / _MEAN_S
    return np.asarray(np.log(share / share.mean() * mean_s))
