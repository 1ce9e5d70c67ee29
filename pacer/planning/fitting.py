"""The best plan that fits with a chance: exact in what to cut, exact in the chance."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacer.core import clock
from pacer.core.errors import SlotTooShort
from pacer.core.wording import percent
from pacer.planning.formulation import optimum, shortest
from pacer.planning.highs import MOST_SECONDS
from pacer.planning.score import Score, Selection, greedy, scales

if TYPE_CHECKING:
    from pacer.pacing import Pacing, Total
    from pacer.planning.problem import Problem

# Prices are taken again from each plan, until the slot is filled but for this share or nothing
# better comes; where plans keep overrunning, the aim falls short by the square of this a round.
MOST_ROUNDS, SETTLED, STEP = 10, 5e-3, 0.02
GAP = 9e-4
# Each search is given so long, however late it is.
LEAST_SECONDS = 0.02


@dataclass(frozen=True)
class FeasiblePlan:
    """A plan that fits, its total, its proven gap, and the share of worth lost for footing."""

    chosen: Selection
    total: Total
    gap: float
    lost: float = 0.0


def fitting(
    made: Problem,
    pacing: Pacing,
    talk_s: float,
    p: float,
    gap: float,
    *,
    until: float = math.inf,
    start: Selection | None = None,
    within: tuple[Selection, Selection] | None = None,
) -> FeasiblePlan:
    """The best plan that fits with chance `p`.

    Parameters
    ----------
    made : Problem
    pacing : Pacing
    talk_s, p, gap
        As for `pacer.planning.solve`.
    until : float
        The moment (`time.monotonic`) at which the best plan there is will do.
    start : Selection, optional
        A similar plan to take the first prices from; by default a greedy one.
    within : (Chosen, Chosen), optional
        A longer and a shorter plan to stay between.

    Raises
    ------
    SlotTooShort
        If nothing fits.

    Notes
    -----
    That the `p` quantile of the total stays within the talk time is made linear around a plan:
    each option's *price* is what it adds to that plan's quantile. A well-rehearsed slide is
    cheaper than its mean, one never rehearsed dearer. The quantile is concave in the variances
    that are the slides' own and linear in what they share, so a plan within these prices fits,
    as a rule; prices are taken again from each plan found until nothing better comes. One that
    does not fit breaks the budget its own prices set, which later rounds keep: none comes twice.
    """
    score = Score(made)
    near = start or score.chosen(greedy(score, talk_s / over_mean(made, pacing, p)))
    aim_s = talk_s
    best: FeasiblePlan | None = None
    best_worth = -math.inf
    broken: list[tuple[dict[int, list[float]], float]] = []
    too_long = False
    for number in range(MOST_ROUNDS):
        prices, rest_s = _prices(made, pacing, near, p)
        answer = optimum(
            made,
            aim_s - rest_s,
            prices=prices,
            also=broken,
            gap=gap,
            seconds=min(max(until - time.monotonic(), LEAST_SECONDS), MOST_SECONDS),
            within=within,
        )
        if too_long:
            broken.append((prices, talk_s - rest_s))
        if answer is None:
            if best is not None:
                break
            # The shortest talk may fit after all: then its prices are what to go by.
            least = _least(made, pacing, talk_s, p, within)
            if near == least.chosen:
                return least
            near, aim_s, too_long = least.chosen, talk_s, False
            continue
        near, proof = answer
        found = FeasiblePlan(near, pacing.total(scales(made, near)), proof.gap)
        too_long = found.total.p_within(talk_s) < p
        if too_long:
            aim_s = talk_s * (1 - (STEP * number) ** 2)
            continue
        worth = score.worth(score.levels(near))
        better = worth > best_worth * (1 + gap)
        if worth > best_worth:
            best, best_worth = found, worth
        if time.monotonic() >= until:
            break
        if not better or found.total.quantile(p) >= talk_s * (1 - SETTLED):
            break
    return best if best is not None else _least(made, pacing, talk_s, p, within)


def over_mean(made: Problem, pacing: Pacing, p: float) -> float:
    """The whole talk's quantile over its mean: enough to size a greedy plan with."""
    whole = scales(made, made.untouched())
    mean = float(made.seconds @ whole)
    return pacing.total(whole).quantile(p) / mean if mean > 0 else 1.0


def _prices(
    made: Problem, pacing: Pacing, near: Selection, p: float
) -> tuple[dict[int, list[float]], float]:
    """What each option of each slide adds to a plan's quantile, and what none of them does."""
    scale = scales(made, near)

    def quantile(row: int, at: float) -> float:
        tried = scale.copy()
        tried[row] = at
        return pacing.total(tried).quantile(p) if tried.any() else 0.0

    prices = {}
    rest_s = pacing.total(scale).quantile(p) if near else 0.0
    for row in made.shown:
        without_s = quantile(row, 0.0)
        prices[row] = [quantile(row, one.scale) - without_s for one in made.options[row]]
        if row in near:
            rest_s -= prices[row][made.options[row].index(near[row])]
    return prices, rest_s


def _least(
    made: Problem,
    pacing: Pacing,
    talk_s: float,
    p: float,
    within: tuple[Selection, Selection] | None,
) -> FeasiblePlan:
    """The shortest plan there is, or SlotTooShort where even that does not fit."""
    chosen = shortest(made, within)
    total = pacing.total(scales(made, chosen))
    if not chosen or talk_s <= 0 or total.p_within(talk_s) < p:
        raise _too_short(made, chosen, total.quantile(p), talk_s, p)
    return FeasiblePlan(chosen, total, 1.0)


def _too_short(
    made: Problem, chosen: Selection, needed_s: float, talk_s: float, p: float
) -> SlotTooShort:
    place = made.slides["position"].tolist()
    held = sorted(
        (row for row in made.must if row in chosen),
        key=lambda row: -made.seconds[row] * chosen[row].scale,
    )
    locked = [place[row] for row in sorted(held)]
    message = (
        f"nothing fits {clock.text(max(talk_s, 0.0))}: the shortest talk that is still one needs "
        f"{clock.text(needed_s)} to fit in {percent(p)} of runs"
    )
    if not held:
        message += ": give it a longer slot or trim slide " + str(
            place[max(chosen, key=lambda row: made.seconds[row] * chosen[row].scale)]
        )
    else:
        named = ", ".join(str(place[row]) for row in held[:5])
        more = f" and {len(held) - 5} more" if len(held) > 5 else ""
        message += (
            f"; {'slide' if len(held) == 1 else 'slides'} {named}{more} must stay: "
            "unlock or cut some, or ask for a longer slot"
        )
    return SlotTooShort(message, needed_s, max(talk_s, 0.0), locked)
