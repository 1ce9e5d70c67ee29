"""The room's door: a deck and its runs in, estimates and totals out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.core import clock, frames
from pacer.pacing.observations import observed, without_forgotten
from pacer.pacing.posterior import Posterior, posterior
from pacer.pacing.prior import LECTURES, USUAL_SD, USUAL_SURE, Lectures, Prior, prior
from pacer.pacing.profile import Profile, TalkRecord, record
from pacer.pacing.rehearsal_gain import Worth, worth
from pacer.pacing.total import MOST_TIED, TABLES_VERSION, Total, log_normal, mixture_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# A trimmed slide was never rehearsed in that length: its seconds scatter by this much more.
TRIM_CV = 0.25
# From this share of its text on a slide goes by its text alone, and is called edited.
HALF, EDITED = 0.5, 0.1
# Where a slide that is passed by shows up at all, it is for so long at least.
FLASH_S = 5.0


@dataclass(frozen=True, eq=False)
class Pacing:
    """The fitted model: what each slide takes, and what the talk takes.

    Attributes
    ----------
    slides : pandas.DataFrame
        SLIDES.
    runs_seen : ndarray of int, shape (n,)
        Runs that each slide was seen to its end in.
    changed : ndarray of float, shape (n,)
        How far each slide was edited since it was last rehearsed, 0 to 1.
    passed_by : ndarray of int, shape (n,)
        Complete runs that held the slide and passed it by.
    warnings : tuple of str
        What was left out of the runs and why, one line each.
    advances : bool
        Whether the slides advance by themselves; see `pacer.pacing.fixed`.
    length_s : float or None
        The length the speaker gave, where the estimates are anchored to it.
    slot_s : float or None
        The time granted, where a few bare slides tell less than it does.
    before, found
        The prior and the posterior; see `pacer.pacing.prior` and `pacer.pacing.posterior`.
    """

    slides: pd.DataFrame
    runs_seen: npt.NDArray[np.int64]
    before: Prior
    found: Posterior
    changed: Floats
    passed_by: npt.NDArray[np.int64]
    lectures: Lectures = LECTURES
    profile: Profile = field(default_factory=Profile)
    warnings: tuple[str, ...] = ()
    advances: bool = False
    length_s: float | None = None
    slot_s: float | None = None

    @property
    def slide_keys(self) -> tuple[str, ...]:
        """Keys of all slides in deck order."""
        return tuple(self.slides["slide_key"])

    @property
    def mean_s(self) -> Floats:
        """Mean seconds of each slide, hidden ones too; shape (n,)."""
        return np.asarray(self.found.parts.weight @ self.found.parts.mean_s)

    @property
    def usual_s(self) -> Floats:
        """Seconds of each slide that add up to the talk's median, the length named everywhere.

        Means add up too, but to more than half of the runs take; medians of slides do not add.
        """
        total = self.total()
        mean_s = total.mean_s
        return self.mean_s * (total.quantile(0.5) / mean_s if mean_s > 0 else 1.0)

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
        x = self._scale(scale)
        parts = self.found.parts
        mean = parts.mean_s @ x
        trimmed = np.where(x == 1, 0.0, x)
        own = parts.own_s2 @ x**2 + TRIM_CV**2 * (parts.mean_s**2 @ trimmed**2)
        if self.length_s is not None:
            # What the slides differ adds up to nothing over the whole talk.
            visible = self._scale()
            whole = np.maximum(parts.own_s2 @ visible, 1e-9)
            tied = (parts.own_s2 @ (x * visible)) ** 2 / whole
            own = own - np.minimum(tied, MOST_TIED * own)
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
        ends = [self._quantile(q) for q in ((1 - level) / 2, 0.5, (1 + level) / 2)]
        ends[2] = np.maximum(ends[2], ends[1] + FLASH_S * self._aside)
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

    def worth(self, count: int = 3, *, level: float = 0.8, scale: Floats | None = None) -> Worth:
        """The `count` slides to rehearse once more, and how far that narrows the total."""
        keys = self.slides["slide_key"]
        return worth(keys, self.found, self._scale(scale), count=count, level=level)

    @property
    def _aside(self) -> npt.NDArray[np.bool_]:
        """Slides that are rather passed by than shown."""
        return self.found.shown < HALF

    def _quantile(self, q: float) -> Floats:
        """Seconds of each slide where it is shown; of one to be passed by, in any run."""
        found, chance = self.found, np.where(self._aside, self.found.shown, 1.0)
        within = np.maximum((q - (1 - chance)) / chance, 0.0)
        seconds = mixture_quantile(
            np.clip(within, 1e-6, None), found.weight, found.log_s, np.sqrt(found.log_var)
        )
        return np.where(within > 0, self.before.fixed_s + np.exp(seconds), 0.0)

    def _basis(self, i: int) -> str:
        runs = int(self.runs_seen[i])
        before, passed = self.before, int(self.passed_by[i])
        if self.advances and before.fixed_s[i] > 0:
            return "advances by itself"
        if self._aside[i]:
            held = runs + passed
            return f"passed over in {passed} of {held} run{'s' * (held != 1)}"
        if runs:
            said = f"{runs} run{'s' * (runs != 1)}"
        elif before.text[i] < HALF:
            said = f"notes at {'your ' * self.profile.knows_wpm}{before.wpm:.0f} wpm"
        else:
            said = "text only: wide"
        if not runs and self.length_s is not None:
            said = "its share of your length"
        if runs and self.changed[i] > EDITED:
            said += ", edited since: wider"
        if before.fixed_s[i] > 0:
            said += f", {clock.text(before.fixed_s[i])} of media"
        if before.noise[i] > 1:
            said += ", live demo: wider"
        return said

    def tables(self) -> dict[str, Any]:
        """What a page needs to compute any total by itself, as plain values.

        Returns
        -------
        dict
            ``version``; ``slide_keys``; ``scale``, 1 for visible slides and 0 for hidden ones;
            ``trim_cv``; ``components``, each with ``weight``, ``mean_s`` and ``own_s2`` (one
            value a slide), ``tied_s2`` and ``shared_s`` (one list of values a slide for each
            shared cause).
            `pacer.pacing.total` writes down the arithmetic, `total_from` does it.
        """
        parts, visible = self.found.parts, self._scale()
        return {
            "version": TABLES_VERSION,
            "slide_keys": list(self.slide_keys),
            "scale": self._scale().tolist(),
            "trim_cv": TRIM_CV,
            "usual": self._usual(),
            "components": [
                {
                    "weight": float(weight),
                    "mean_s": _short(mean_s),
                    "own_s2": _short(own_s2),
                    "tied_s2": float(own_s2 @ visible) if self.length_s is not None else 0.0,
                    "shared_s": [_short(cause) for cause in shared_s],
                }
                for weight, mean_s, own_s2, shared_s in zip(
                    parts.weight, parts.mean_s, parts.own_s2, parts.shared_s, strict=True
                )
            ],
        }

    def _usual(self) -> dict[str, float] | None:
        """How long talks of so many slides are, where nothing else is known of this one."""
        scale = self._scale()
        told = self.length_s is not None or self.runs_seen.any()
        if told or not scale.any() or self.before.text @ scale < scale.sum() / 2:
            return None
        return {
            "seconds": self.lectures.total_s(int(scale.sum())),
            "sd": USUAL_SD,
            "sure": USUAL_SURE,
        }

    def _scale(self, scale: Floats | None = None) -> Floats:
        if scale is None:
            return np.where(self.slides["hidden"], 0.0, 1.0)
        return np.asarray(np.maximum(np.asarray(scale, dtype=float), 0.0))


def _short(values: Floats) -> list[float]:
    """Milliseconds are enough on a page."""
    return [round(value, 3) for value in values.tolist()]


def fit(
    slides: pd.DataFrame,
    dwell: pd.DataFrame,
    runs: pd.DataFrame,
    *,
    profile: Profile | None = None,
    changed: pd.Series[float] | None = None,
    revisions: Mapping[str, pd.DataFrame] | None = None,
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
    profile : Profile, optional
        What is known of the speaker from other talks; leave this one out with `Profile.but`.
    changed : pandas.Series, optional
        Slide key -> how much of the slide was edited since it was last rehearsed, 0 to 1.
    revisions : mapping of str to pandas.DataFrame, optional
        ``deck_digest`` of RUNS -> a frame whose slide_key names the slides that the deck held
        then (`pacer.runs.Loaded.slides_seen`). A slide that a complete run held and passed by
        will probably be passed by again; one that was added since is new.
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
    seen, runs, warnings = observed(slides, dwell, runs, changed, revisions)
    known = Profile() if profile is None else profile
    before = prior(slides, wpm=known.wpm, lectures=lectures)
    seen, forgotten = without_forgotten(seen, before, slides, runs)
    return Pacing(
        slides,
        (np.isfinite(seen.seconds) & ~seen.censored).sum(1),
        before,
        posterior(seen, before, known.speaker()),
        seen.changed,
        seen.skipped.astype(int),
        lectures,
        known,
        warnings + forgotten + known.problems,
    )


def learn(slides: pd.DataFrame, dwell: pd.DataFrame, runs: pd.DataFrame) -> TalkRecord:
    """What the runs of a talk say about its speaker, to be kept in their profile.

    Parameters
    ----------
    slides, dwell, runs : pandas.DataFrame
        As for `fit`.

    Returns
    -------
    TalkRecord
        See `pacer.pacing.profile_store.save`.
    """
    # A stranger's talk: what other talks said must not come back through this one.
    found = fit(slides, dwell, runs)
    kinds = runs["kind"][runs["run_id"].isin(dwell["run_id"])]
    return record(found.found, runs=len(kinds), deliveries=int((kinds == "delivery").sum()))
