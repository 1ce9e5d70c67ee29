"""The room's door: a deck and its runs in, estimates and totals out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer import frames
from pacer.pacing.model import SHORTEST_S, STRANGER, Observed, Posterior, posterior
from pacer.pacing.prior import LECTURES, STRANGER_WPM, Lectures, Prior, prior
from pacer.pacing.total import TABLES_VERSION, Total, log_normal, mixture_quantile

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
    found: Posterior

    @property
    def slide_keys(self) -> tuple[str, ...]:
        """Keys of all slides in deck order."""
        return tuple(self.slides["slide_key"])

    @property
    def mean_s(self) -> Floats:
        """Mean seconds of each slide, hidden ones too; shape (n,)."""
        return np.asarray(self.found.parts.weight @ self.found.parts.mean_s)

    @property
    def trend_share(self) -> tuple[float, float]:
        """The practice trend, as a share of the talk each run, and its standard deviation."""
        mean, sd = self.found.trend
        return float(np.expm1(mean)), sd

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
        parts = self.found.parts
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
        found = self.found
        ends = [
            self.before.fixed_s
            + np.exp(mixture_quantile(q, found.weight, found.log_s, np.sqrt(found.log_var)))
            for q in ((1 - level) / 2, 0.5, (1 + level) / 2)
        ]
        return frames.check(
            pd.DataFrame(
                {
                    "slide_key": self.slides["slide_key"],
                    "position": self.slides["position"],
                    "runs": self.runs_seen,
                    "low_s": ends[0],
                    "median_s": ends[1],
                    "high_s": ends[2],
                    "basis": pd.Series(
                        [self._basis(i) for i in range(len(self.slides))], dtype="str"
                    ),
                }
            ),
            frames.ESTIMATES,
        )

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
        parts = self.found.parts
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
    changed: pd.Series[float] | None = None,
    lectures: Lectures = LECTURES,
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
    changed : pandas.Series, optional
        Slide key -> how much of the slide was edited since it was last rehearsed, 0 to 1.
    lectures : Lectures, optional
        Figures for slides that have only their text.

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
    seen = _observed(slides, dwell, runs, changed)
    before = prior(slides, wpm=STRANGER_WPM, lectures=lectures)
    whole = (np.isfinite(seen.seconds) & ~seen.censored).sum(1)
    return Pacing(slides, whole, before, posterior(seen, before, STRANGER))


def _observed(
    slides: pd.DataFrame,
    dwell: pd.DataFrame,
    runs: pd.DataFrame,
    changed: pd.Series[float] | None,
) -> Observed:
    """Frames as arrays, in the order of slides and runs."""
    keys = pd.Index(slides["slide_key"])
    known = dwell[
        dwell["slide_key"].isin(keys)
        & dwell["run_id"].isin(runs["run_id"])
        & np.isfinite(dwell["dwell_s"])
        & (dwell["dwell_s"] >= SHORTEST_S)
    ]
    runs = runs[runs["run_id"].isin(known["run_id"])]
    row = keys.get_indexer(known["slide_key"])
    column = pd.Index(runs["run_id"]).get_indexer(known["run_id"])
    seconds = np.full((len(keys), len(runs)), np.nan)
    seconds[row, column] = known["dwell_s"].to_numpy()
    censored = np.zeros(seconds.shape, dtype=bool)
    censored[row, column] = known["censored"].to_numpy()
    there = np.isfinite(seconds)
    # A slide can be passed by only once it is there: before its first visit it may not have been.
    skipped = (~there & (there.cumsum(1) > 0) & runs["complete"].to_numpy(bool)).sum(1)
    edited: Floats = np.zeros(len(keys))
    if changed is not None:
        edited = changed.reindex(keys).fillna(0.0).clip(0.0, 1.0).to_numpy(float)
    return Observed(
        seconds, censored, runs["kind"].eq("delivery").to_numpy(bool), skipped.astype(float), edited
    )
