"""From 45 minutes to 20, and still a talk: what to keep, trim, merge and cut, and why.

A plan is worth what its slides are, as `pacer.judging` expects it from their text, the runs,
readings and what the speaker said (`pacer.planning.weights` has every figure):

- each slide kept less what a slide has to be worth at least, times the speaker's star;
- less a cost for every edit and for every gap.

Builds stay whole, few slides are trimmed, only near-duplicates merge, and the speaker's decisions
are obeyed. HiGHS finds the best plan and proves it. That the talk fits with chance p is made
linear by prices: what each slide adds to the plan's p quantile (`pacer.planning.fitting`);
the chance stated is the model's own.

``python -m tests.benchmarks planning`` measures it (seed 20, one core, milliseconds of it):

=============================  ===========================================================
gap proven, 20 to 300 slides   at most 0.09 % at each slot
time to that proof             20 slides 40-90, 60: 80-100, 120: 190-400, 300: 350-610
four nested slots              lose 0.00 %
others at the same chance      greedy loses 1 % (most 5 %) of the worth, longest first 8 %
                               (most 20 %)
longest first, on the mean     fits 59 % of the time
=============================  ===========================================================
"""

from __future__ import annotations

from pacer.planning.fitting import GAP
from pacer.planning.ladder import build_ladder, look_up
from pacer.planning.nested import NestedOutcome, nest
from pacer.planning.outcome import PlanOutcome
from pacer.planning.solve import solve

__all__ = ["GAP", "NestedOutcome", "PlanOutcome", "build_ladder", "look_up", "nest", "solve"]
