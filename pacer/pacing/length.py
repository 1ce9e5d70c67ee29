"""The length of the talk as its speaker knows it: estimates anchored to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pacer.core import clock
from pacer.core.errors import PacerError
from pacer.pacing.prior import FEWEST

if TYPE_CHECKING:
    import numpy.typing as npt

    from pacer.pacing.estimate import Pacing

# A speaker who knows his talk is off by so much, and one run from the next, together; the
# logarithm's standard deviation. On twelve lectures planned to half of a length known to within
# 5 %, what the slides differ besides makes it 16 % of the plan.
LENGTH_SD = 0.08
# Shorter or longer than any talk: a slip of the keyboard.
LEAST_S, MOST_S = 10.0, 12 * 3600.0
# Runs that tell this share of the talk's slides tell its length too.
TOLD = 0.8
# The words of a slide hardly tell its seconds (within a talk their rank correlation is .18): of a
# talk of known length their differences count by this power, and notes by their whole. Measured
# on ten lectures cut to half, planned for 9 in 10: the worth kept goes from .55 to .63.
TEXT_POWER = 0.5
# With the length known, of what is a slide's own so much is left: plans for 9 in 10 then take .78
# of the slot, and three of the ten overrun it, by 10 % at most.
OWN_SHARE = 0.35
# What its words call needed is told at more length: the power of e by which. A plan keeps such
# slides, and without it took 1.09 of the slot at even odds, on ten lectures.
TOLD_LONGER = 0.5
# A slide whose notes are no words, or next to none.
SILENT = 0.9
# Between the tenth and the ninetieth percentile of a normal lie so many standard deviations.
Z_80 = 2.563
# What is left for slides without a run or media, at least, as a share of the length.
LEAST_REST = 0.1
# A talk of so few bare slides that they tell hardly anything (`FEW`) was likely made for the slot
# it is given: its length scatters about it by this logarithm's standard deviation, and by more the
# nearer its slides come to `FEWEST`, from which on they tell the length and the slot does not.
SLOT_SD, FEW = 0.5, 5
# Further apart than this, a length and the runs contradict each other.
APART = 0.15


def check(took_s: float) -> float:
    """The seconds of a length that a talk may have.

    Raises
    ------
    PacerError
        If none has it.
    """
    if not LEAST_S <= took_s <= MOST_S:
        raise PacerError(
            f"the talk cannot take {clock.text(max(took_s, 0.0))}: say how long it takes today, "
            "without questions, such as 45:00"
        )
    return took_s


def anchored(
    pacing: Pacing, took_s: float, needed: npt.NDArray[np.float64] | None = None
) -> Pacing:
    """The same estimates, of a talk whose length is known.

    Parameters
    ----------
    pacing : Pacing
    took_s : float
        Seconds that the talk takes today, without questions, as its speaker knows it.
    needed : ndarray of float, shape (n,), optional
        How much each slide is needed, as its words say; see `pacer.judging.Judgement.z`.

    Returns
    -------
    Pacing
        Each slide keeps its share of the talk. Where runs tell nearly all slides, they tell the
        length too: what was timed counts, and a warning says so where the two are far apart.

    Notes
    -----
    Given the length, what the slides differ from their estimates adds up to nothing: of the part
    `x` of the slides with variances `v` that are their own, Σ v x² − (Σ v x)² / Σ v is left.
    """
    check(took_s)
    visible = ~pacing.slides["hidden"].to_numpy(dtype=bool)
    seen = pacing.runs_seen[visible] > 0
    now_s = pacing.total().mean_s
    if seen.any() and seen.mean() >= TOLD:
        if abs(now_s / took_s - 1) <= APART:
            return pacing
        clash = (
            f"You say {clock.text(took_s)}, the runs say {clock.text(now_s)}: the runs count, they "
            "were timed; leave the length out, or rehearse again."
        )
        return replace(pacing, warnings=(*pacing.warnings, clash))
    parts = pacing.found.parts
    # Media play at their length, and what a run has timed stays; the other slides take the rest.
    held = visible & (pacing.runs_seen > 0)
    free = visible & ~held
    fixed_s = np.where(free, pacing.before.fixed_s, 0.0)
    held_s = parts.mean_s[:, held].sum(1) + fixed_s.sum()
    spoken = parts.mean_s[:, free].sum(1) - fixed_s.sum()
    # The length is the median; the mean of a log-normal lies above it.
    mean_length_s = took_s * float(np.exp(LENGTH_SD**2 / 2))
    factor = np.maximum(mean_length_s - held_s, LEAST_REST * took_s) / np.maximum(spoken, 1e-6)
    told = np.exp(TOLD_LONGER * needed * pacing.before.text) if needed is not None else 1.0
    even = _evened(parts.mean_s - pacing.before.fixed_s, pacing.before.text, free, told)
    grow = np.where(held, 1.0, factor[:, None] * even)
    mean_s = pacing.before.fixed_s + (parts.mean_s - pacing.before.fixed_s) * grow
    found = pacing.found._replace(
        parts=parts._replace(
            mean_s=mean_s,
            own_s2=parts.own_s2 * grow**2 * np.where(held, 1.0, OWN_SHARE),
            shared_s=(mean_s * LENGTH_SD)[:, None, :],
        ),
        log_s=pacing.found.log_s + np.log(parts.weight @ grow),
    )
    return replace(pacing, found=found, length_s=took_s)


def towards_slot(pacing: Pacing, talk_s: float) -> Pacing:
    """The same estimates where a few bare slides tell less of the length than the slot does.

    Parameters
    ----------
    pacing : Pacing
    talk_s : float
        Seconds granted to speak in.

    Returns
    -------
    Pacing
        As it was, where runs, notes, media or ten slides tell of the length; else drawn towards the
        slot, with a narrower range.

    Notes
    -----
    Two log-normal guesses are joined: each counts by the inverse of its variance. There are no
    data to fit `SLOT_SD` to; it says that the slot tells the length to within a factor of 1.9,
    four times in five.
    """
    visible = ~pacing.slides["hidden"].to_numpy(dtype=bool)
    shown, before = int(visible.sum()), pacing.before
    told = pacing.runs_seen.any() or pacing.passed_by.any() or before.fixed_s[visible].any()
    if told or not 0 < shown < FEWEST or before.text[visible].min() < SILENT or talk_s <= 0:
        return pacing
    total = pacing.total()
    low, median, high = (total.quantile(q) for q in (0.1, 0.5, 0.9))
    guess_var = (np.log(high / low) / Z_80) ** 2
    slot_var = SLOT_SD**2 * max(1.0, (FEWEST - FEW) / (FEWEST - shown))
    by_slot = guess_var / (guess_var + slot_var)
    # The median moves so; the mean of a log-normal comes nearer to it as the range narrows.
    grow = float((talk_s / median) ** by_slot * np.exp(-guess_var * by_slot / 2))
    narrow = grow * float(np.sqrt(1 - by_slot))
    parts = pacing.found.parts
    found = pacing.found._replace(
        parts=parts._replace(
            mean_s=parts.mean_s * grow,
            own_s2=parts.own_s2 * narrow**2,
            shared_s=parts.shared_s * narrow,
        ),
        log_s=pacing.found.log_s + by_slot * np.log(talk_s / median),
    )
    return replace(pacing, found=found, slot_s=talk_s)


def _evened(
    spoken_s: npt.NDArray[np.float64],
    text: npt.NDArray[np.float64],
    free: npt.NDArray[np.bool_],
    told: npt.NDArray[np.float64] | float = 1.0,
) -> npt.NDArray[np.float64]:
    """What to multiply each slide's seconds by, so that text alone sets them less far apart.

    What is needed is told at more length (`told`); the whole stays what it was.
    """
    power = np.where(free, text * (TEXT_POWER - 1.0), 0.0)
    mean = np.maximum(spoken_s[:, free].mean(1, keepdims=True), 1e-6) if free.any() else 1.0
    factor = np.maximum(spoken_s / mean, 1e-3) ** power * np.where(free, told, 1.0)
    before, after = (spoken_s[:, free].sum(1), (spoken_s * factor)[:, free].sum(1))
    return np.asarray(factor * (before / np.maximum(after, 1e-6))[:, None])
