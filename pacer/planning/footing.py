"""Plans for slots that differ little differ little: half a minute less, and he keeps his footing.

The best plans of two slots half a minute apart may share few slides, though others nearly as good
share most: a knapsack is filled to its last second. There is one order in which slides go that
needs no slot, the least worth for its seconds first, and what has gone by it in a shorter slot
includes what has in a longer one. So of all plans within `MOST_LOST` of the best, the one
nearest to that order is taken.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pacer.planning.fitting import FeasiblePlan, fitting, over_mean
from pacer.planning.problem import close_to
from pacer.planning.score import Score, shortened

if TYPE_CHECKING:
    from pacer.pacing import Pacing
    from pacer.planning.problem import Problem

# The share of a plan's worth that may go for it, and what leaving the order is made to cost: the
# most first, until no more than that share goes.
MOST_LOST = 5e-3
COSTS = (0.5, 0.2, 0.08, 0.03)


def steady(
    made: Problem,
    pacing: Pacing,
    talk_s: float,
    p: float,
    best: FeasiblePlan,
    gap: float,
    until: float,
) -> FeasiblePlan:
    """A plan that fits, worth nearly as much as the best, and near to the order slides go in.

    Parameters
    ----------
    made, pacing, talk_s, p, gap, until
        As for `pacer.planning.fitting.fitting`.
    best : FeasiblePlan
        The best plan for this slot; its gap is what is proven.

    Returns
    -------
    FeasiblePlan
        With `lost`, the share of the worth that went for it.
    """
    score = Score(made)
    most = score.worth(score.levels(best.chosen))
    if most <= 0:
        return best
    order = score.chosen(shortened(score, talk_s / over_mean(made, pacing, p)))
    goes_by = {row: order[row].action if row in order else "cut" for row in made.shown}
    for cost in COSTS:
        if time.monotonic() >= until:
            break
        found = fitting(
            close_to(made, goes_by, cost), pacing, talk_s, p, gap, until=until, start=order
        )
        lost = 1 - score.worth(score.levels(found.chosen)) / most
        if lost <= MOST_LOST:
            return FeasiblePlan(found.chosen, found.total, best.gap, max(lost, 0.0))
    return best
