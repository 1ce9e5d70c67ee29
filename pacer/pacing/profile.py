"""What is known of a speaker from all their talks; `pacer.pacing.profile_store` keeps it.

A record holds figures only: no title, no text.

What a talk's runs say about its speaker is kept free of any prior (as a mean with its precision,
or as likelihoods), so that records of several talks add up in any order, and learning a talk anew
replaces what it said before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.pacing.posterior import OMEGA, SIGMA, STRANGER, TAU, Speaker
from pacer.pacing.prior import STRANGER_WPM
from pacer.render.document import Document, Table
from pacer.render.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacer.pacing.posterior import Posterior

# How far the same speaker's talks differ: in pace against the notes, against slides with text
# alone, in trend, and in what a delivery does.
TALK_SD = {"level": 0.11, "text_level": 0.35, "trend": 0.01, "delivery": 0.04}
# And in their spreads: the chance that the next talk's is the grid's next smaller, or larger.
BLUR = 0.2
GRIDS = {"omega": OMEGA, "sigma": SIGMA, "tau": TAU}
# A talk says at most so much about its speaker's level, whatever the model thinks.
_LEAST_SD = 0.03
# No likelihood of a talk's runs is further from the best than this.
MOST_LOG = 1e6


@dataclass(frozen=True)
class TalkRecord:
    """What the runs of one talk say, free of any prior.

    Parameters
    ----------
    runs, deliveries : int
    level, text_level, trend, delivery : tuple of float
        A logarithm as a mean and its precision (0: nothing is known). The first two are against
        a stranger's words a minute and seconds a slide.
    omega, sigma, tau : tuple of float
        Log likelihoods over the model's grid.
    """

    runs: int
    deliveries: int = 0
    level: tuple[float, float] = (0.0, 0.0)
    text_level: tuple[float, float] = (0.0, 0.0)
    trend: tuple[float, float] = (0.0, 0.0)
    delivery: tuple[float, float] = (0.0, 0.0)
    omega: tuple[float, ...] = (0.0,) * len(OMEGA)
    sigma: tuple[float, ...] = (0.0,) * len(SIGMA)
    tau: tuple[float, ...] = (0.0,) * len(TAU)


@dataclass(frozen=True, repr=False)
class Profile(Result):
    """A speaker, from the records of their talks.

    Parameters
    ----------
    talks : mapping of str to Record
        By the talk's name.
    problems : tuple of str
        Records that could not be read, one line each; they are left as they are.
    """

    talks: Mapping[str, TalkRecord] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def wpm(self) -> float:
        """Words of notes a minute, pauses in."""
        return STRANGER_WPM * math.exp(-self._among("level")[0])

    @property
    def knows_wpm(self) -> bool:
        """Whether any run was held on notes."""
        return any(record.level[1] > 0 for record in self.talks.values())

    def speaker(self) -> Speaker:
        """What to expect of this speaker's next talk; without any talk, of a stranger."""
        if not self.talks:
            return STRANGER
        level, text_level, trend, delivery = map(self._among, TALK_SD)
        grids = {name: self._spread(name) for name in GRIDS}
        return Speaker(
            # The mean of the level is in the words a minute.
            level_sd=level[1],
            text_level=text_level[0],
            text_level_sd=text_level[1],
            trend=trend[0],
            trend_sd=trend[1],
            delivery=delivery[0],
            delivery_sd=delivery[1],
            delivered=any(record.deliveries for record in self.talks.values()),
            **grids,
        )

    def but(self, talk: str) -> Profile:
        """The profile without one talk."""
        return Profile({name: r for name, r in self.talks.items() if name != talk}, self.problems)

    def with_talk(self, talk: str, record: TalkRecord) -> Profile:
        """The profile with what a talk says, instead of what it said before."""
        return Profile({**self.talks, talk: record}, self.problems)

    def _among(self, name: str) -> tuple[float, float]:
        """Mean and standard deviation of a habit in a talk to come."""
        between = TALK_SD[name] ** 2
        mean, sd = getattr(STRANGER, name, 0.0), getattr(STRANGER, f"{name}_sd")
        # What a stranger's talk may be is the spread between speakers and that between talks.
        precision = 1 / max(sd**2 - between, (sd / 2) ** 2)
        pull = mean * precision
        for record in self.talks.values():
            middle, sure = getattr(record, name)
            if sure > 0:
                weight = 1 / (1 / sure + between)
                precision += weight
                pull += weight * middle
        return pull / precision, math.sqrt(1 / precision + between)

    def _spread(self, name: str) -> tuple[float, ...]:
        """Log weights of one of the model's spreads in a talk to come."""
        heard = [getattr(record, name) for record in self.talks.values()]
        total = np.sum([getattr(STRANGER, name), *heard], axis=0)
        weights = np.exp(total - total.max())
        # The next talk's spread may be a step of the grid away from the speaker's usual one.
        blurred = (1 - 2 * BLUR) * weights
        blurred[1:] += BLUR * weights[:-1]
        blurred[:-1] += BLUR * weights[1:]
        return tuple(np.log(np.maximum(blurred, 1e-12)).tolist())

    def document(self) -> Document:
        """Lay out what is known."""
        runs = sum(record.runs for record in self.talks.values())
        if not runs:
            return Document("Nothing is known of this speaker yet", warnings=self.problems)
        speaker = self.speaker()
        spread = _mean_of(OMEGA, speaker.omega)
        rows = [
            ("pace", f"{self.wpm:.0f} words of notes a minute" if self.knows_wpm else "–"),
            ("run to run", f"± {100 * spread:.0f} % of the whole talk"),
            ("practice", f"{100 * math.expm1(speaker.trend):+.0f} % a run".replace("-", "−")),
            (
                "delivery",
                f"{100 * math.expm1(speaker.delivery):+.0f} % on rehearsals".replace("-", "−")
                if speaker.delivered
                else "none recorded yet",
            ),
        ]
        heard = (
            f"{runs} run{'s' * (runs != 1)} of {len(self.talks)} talk{'s' * (len(self.talks) != 1)}"
        )
        return Document(
            f"Your pace, from {heard}",
            parts=(Table.of("", ["", ""], rows),),
            warnings=self.problems,
        )


def _mean_of(values: Any, log_weights: tuple[float, ...]) -> float:
    weights = np.exp(np.array(log_weights) - max(log_weights))
    return float(np.exp(weights @ np.log(values) / weights.sum()))


def record(found: Posterior, *, runs: int, deliveries: int = 0) -> TalkRecord:
    """What a fit says about the speaker; it must have been fitted to a stranger.

    Parameters
    ----------
    found : Posterior
    runs, deliveries : int
        How many there were in all, and how many of them deliveries.

    Returns
    -------
    TalkRecord
    """
    prior = {
        "omega": np.array(STRANGER.omega)[:, None, None],
        "sigma": np.array(STRANGER.sigma)[None, :, None],
        "tau": np.array(STRANGER.tau)[None, None, :],
    }
    joint = found.evidence + sum(prior.values())
    spreads = {}
    for axis, name in enumerate(GRIDS):
        others = tuple(other for other in range(3) if other != axis)
        top = joint.max(axis=others, keepdims=True)
        marginal = np.log(np.exp(joint - top).sum(others)) + top.squeeze() - prior[name].squeeze()
        spreads[name] = tuple(round(value, 3) for value in (marginal - marginal.max()).tolist())
    return TalkRecord(
        runs,
        deliveries,
        level=_freed(found.level, 0.0, STRANGER.level_sd),
        text_level=_freed(found.text_level, 0.0, STRANGER.text_level_sd),
        trend=_freed(found.trend, STRANGER.trend, STRANGER.trend_sd) if runs > 1 else (0.0, 0.0),
        delivery=_freed(found.delivery, 0.0, STRANGER.delivery_sd)
        if 0 < deliveries < runs
        else (0.0, 0.0),
        **spreads,
    )


def _freed(after: tuple[float, float], mean: float, sd: float) -> tuple[float, float]:
    """A posterior without its prior, as a mean and a precision."""
    precision = max(after[1], _LEAST_SD if sd > 2 * _LEAST_SD else 1e-3) ** -2
    gained = precision - sd**-2
    if gained < 0.05 * sd**-2:
        return 0.0, 0.0
    middle = (after[0] * precision - mean * sd**-2) / gained
    return round(middle, 5), round(gained, 3)
