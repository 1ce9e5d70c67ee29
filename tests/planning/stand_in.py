"""A small timing model with the pacing room's door: log-normal total with a shared factor.

Planning is tested against this rather than the real model, so that its tests say what planning
does and not how pacing is tuned.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from pacer.core import frames


def make_slides(texts, seconds=None, **columns):
    """SLIDES from texts; the first line is the title. Other columns by name, one value a slide."""
    count = len(texts)
    rows = []
    for i, text in enumerate(texts):
        row = {
            "slide_key": f"id:{256 + i}",
            "position": i + 1,
            "title": text.split("\n")[0],
            "section": "",
            "hidden": False,
            "builds": 0,
            "body_words": len(text.split()),
            "notes_words": 0,
            "text": text,
            "notes": "",
            "media_s": 0.0,
            "target_s": float("nan"),
            "value": 1.0,
            "locked": False,
        }
        row |= {name: values[i] for name, values in columns.items()}
        rows.append(row)
    slides = frames.build(frames.SLIDES, rows)
    return slides, Pacing(slides, seconds if seconds is not None else [60.0] * count)


@dataclass(frozen=True)
class Total:
    mean_s: float
    sd: float  # of the logarithm

    @property
    def _normal(self):
        return NormalDist(math.log(self.mean_s) - self.sd**2 / 2, self.sd)

    def p_within(self, seconds):
        if self.mean_s <= 0:
            return 1.0
        return self._normal.cdf(math.log(seconds)) if seconds > 0 else 0.0

    def quantile(self, q):
        return math.exp(self._normal.inv_cdf(q)) if self.mean_s > 0 else 0.0

    def interval(self, level=0.8):
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)


class Pacing:
    def __init__(self, slides, seconds, shared=0.08, own=0.3):
        self.slide_keys = tuple(slides["slide_key"])
        self.visible = ~slides["hidden"].to_numpy()
        self.mean_s = np.asarray(seconds, dtype=float)
        self.shared, self.own = shared, own

    @property
    def usual_s(self):
        return self.mean_s

    def total(self, scale=None):
        scale = self.visible.astype(float) if scale is None else np.asarray(scale, dtype=float)
        parts = self.mean_s * scale
        mean = parts.sum()
        # A trimmed slide is unrehearsed, so less certain.
        own = self.own * (1 + 0.5 * ((scale > 0) & (scale != 1)))
        sd = math.sqrt(self.shared**2 + ((parts * own) ** 2).sum() / max(mean, 1e-9) ** 2)
        return Total(mean, sd)
