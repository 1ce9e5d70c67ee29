"""The room's door: a deck and its runs in, estimates and totals out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer import frames
from pacer.pacing.model import Parts, posterior
from pacer.pacing.prior import Prior, prior
from pacer.pacing.total import TABLES_VERSION, Total, log_normal

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# A trimmed slide was never rehearsed in that length: its seconds scatter by this much more.
TRIM_CV = 0.25


@dataclass(frozen=True, eq=False)
class Pacing:
    """The fitted model: what each slide takes, and what the talk takes.

    Attributes
    ----------
    slides : pandas.DataFrame
        SLIDES.
    runs_seen : ndarray of int, shape (n,)
        Runs that each slide was seen to its end in.
    """

    slides: pd.DataFrame
    runs_seen: npt.NDArray[np.int64]
    before: Prior
    parts: Parts

    @property
    def slide_keys(self) -> tuple[str, ...]:
        """Keys of all slides in deck order."""
        return tuple(self.slides["slide_key"])

    @property
    def mean_s(self) -> Floats:
        """Mean seconds of each slide, hidden ones too; shape (n,)."""
        return np.asarray(self.parts.weight @ self.parts.mean_s)

    @property
    def trend_share(self) -> tuple[float, float]:
        """The practice trend, as a share of the talk each run, and its standard deviation."""
        weight, (mean, sd) = self.parts.weight, self.parts.trend.T
        middle = float(weight @ mean)
        return float(np.expm1(middle)), float(np.sqrt(weight @ (sd**2 + (mean - middle) ** 2)))

    def total(self, scale: Floats | None = None) -> Total:
        """The total's distribution.

        Parameters
        ----------
        scale : ndarray of float, shape (n,), optional
            The part of each slide that is spoken: 0 cut, 1 as it is, .6 trimmed to 60 %. By
            default 1 for visible slides and 0 for hidden ones.

        Returns
        -------
        Total
        """
        x = self._default_scale() if scale is None else np.maximum(np.asarray(scale, float), 0.0)
        parts = self.parts
        mean = parts.mean_s @ x
        trimmed = np.where(x == 1, 0.0, x)
        own = parts.own_s2 @ x**2 + TRIM_CV**2 * (parts.mean_s**2 @ trimmed**2)
        shared = ((parts.shared_s @ x) ** 2).sum(1)
        made = [
            log_normal(*sums)
            for sums in zip(*map(np.ndarray.tolist, (mean, own, shared)), strict=True)
        ]
        return Total(
            tuple(parts.weight.tolist()), tuple(mu for mu, _ in made), tuple(sd for _, sd in made)
        )

    def estimates(self, level: float = 0.8) -> pd.DataFrame:
        """ESTIMATES: low, median and high seconds of each slide in the next run.

        Parameters
        ----------
        level : float
            The share of runs that stay between low and high.
        """
        quantiles = [(1 - level) / 2, 0.5, (1 + level) / 2]
        rows = []
        parts = self.parts
        for i, (key, position) in enumerate(
            zip(self.slide_keys, self.slides["position"].tolist(), strict=True)
        ):
            one = Total(
                tuple(parts.weight.tolist()),
                tuple(parts.log_s[:, i].tolist()),
                tuple(np.sqrt(parts.log_var[:, i]).tolist()),
            )
            low, median, high = (self.before.fixed_s[i] + one.quantile(q) for q in quantiles)
            rows.append(
                {
                    "slide_key": key,
                    "position": position,
                    "runs": int(self.runs_seen[i]),
                    "low_s": low,
                    "median_s": median,
                    "high_s": high,
                    "basis": self._basis(i),
                }
            )
        return frames.build(frames.ESTIMATES, rows)

    def _basis(self, i: int) -> str:
        runs = int(self.runs_seen[i])
        if runs:
            return f"{runs} run{'' if runs == 1 else 's'}"
        if self.before.text[i] < 0.5:
            return f"notes at {self.before.wpm:.0f} wpm"
        return "text only: wide"

    def tables(self) -> dict[str, Any]:
        """What a page needs to compute any total by itself, as plain values.

        Returns
        -------
        dict
            ``version``; ``slide_keys``; ``scale``, 1 for visible slides and 0 for hidden ones;
            ``trim_cv``; ``components``, each with ``weight``, ``mean_s`` and ``own_s2`` (one
            value a slide) and ``shared_s`` (one list of values a slide for each shared cause).
            `pacer.pacing.total` writes down the arithmetic, `total_from` does it.
        """
        parts = self.parts
        return {
            "version": TABLES_VERSION,
            "slide_keys": list(self.slide_keys),
            "scale": self._default_scale().tolist(),
            "trim_cv": TRIM_CV,
            "components": [
                {
                    "weight": float(weight),
                    "mean_s": _short(mean_s),
                    "own_s2": _short(own_s2),
                    "shared_s": [_short(cause) for cause in shared_s],
                }
                for weight, mean_s, own_s2, shared_s in zip(
                    parts.weight, parts.mean_s, parts.own_s2, parts.shared_s, strict=True
                )
            ],
        }

    def _default_scale(self) -> Floats:
        return (~self.slides["hidden"].to_numpy(bool)).astype(float)


def _short(values: Floats) -> list[float]:
    """Milliseconds are enough on a page."""
    return [round(value, 3) for value in values.tolist()]


def fit(
    slides: pd.DataFrame,
    dwell: pd.DataFrame,
    runs: pd.DataFrame,
    *,
    profile: object = None,  # noqa: ARG001 - the door for a profile, learned later
) -> Pacing:
    """Fit the pacing model.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    dwell : pandas.DataFrame
        DWELL, its keys matched to these slides; rows of other slides are left out.
    runs : pandas.DataFrame
        RUNS, oldest first; may be empty.
    profile : optional
        What is known of the speaker from other talks.

    Returns
    -------
    Pacing

    Raises
    ------
    FrameError
        If a frame lacks columns.
    """
    slides = frames.check(slides, frames.SLIDES)
    dwell = frames.check(dwell, frames.DWELL)
    runs = frames.check(runs, frames.RUNS)
    keys = pd.Index(slides["slide_key"])
    known = dwell[
        dwell["slide_key"].isin(keys)
        & dwell["run_id"].isin(runs["run_id"])
        & np.isfinite(dwell["dwell_s"])
        & (dwell["dwell_s"] >= 0)
    ]
    order = runs["run_id"][runs["run_id"].isin(known["run_id"])]
    row, column = keys.get_indexer(known["slide_key"]), pd.Index(order).get_indexer(known["run_id"])
    seconds = np.full((len(keys), len(order)), np.nan)
    seconds[row, column] = known["dwell_s"].to_numpy()
    censored = np.zeros(seconds.shape, dtype=bool)
    censored[row, column] = known["censored"].to_numpy()
    before = prior(slides)
    seen = (np.isfinite(seconds) & ~censored).sum(1)
    return Pacing(slides, seen, before, posterior(seconds, censored, before))
