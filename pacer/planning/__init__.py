"""From 45 minutes to 20, and still a talk: what to keep, trim, merge and cut, and why.

A plan is worth, in ordinary slides (`pacer.planning.options` has every figure):

- each slide's own worth, more where the speaker dwells, times the speaker's star;
- each term once, however many slides cover it, most by the slide that introduces it;
- more for the first seconds kept of each part of the talk than for the last;
- less a cost for every edit, for every gap, and for a term used without its introduction.

Sections keep a slide each where they can, builds stay whole, few slides are trimmed, only
near-duplicates merge, and the speaker's decisions are obeyed. HiGHS finds the best plan and
proves it. That the talk fits with chance p is made linear by prices: what each slide adds to
the plan's p quantile (`pacer.planning.solve.fitting`); the chance stated is the model's own.

``python -m tests.benchmarks planning`` measures it (seed 20, one core, milliseconds of it):

=============================  ===========================================================
gap proven, 20 to 300 slides   at most 0.09 % at each slot
time to that proof             20 slides 40-150, 60: 130-410, 120: 270-590, 300: 940-2100
four nested slots              lose 0.02-0.47 %; cutting down step by step 0.06-1.10 %
plans made for 90 %            fit 88.5-93.7 % of the next runs of another family of models
others at the same chance      greedy loses 0.9 % (most 4 %) of the worth, longest first 26 %
                               (48 %), trimming all alike 38 % (64 %)
longest first, on the mean     fits 58 % of the time
=============================  ===========================================================
"""

from __future__ import annotations

from pacer.planning.ladder import anchors, look_up
from pacer.planning.nest import Nest, nest
from pacer.planning.plan import Plan
from pacer.planning.solve import GAP, solve

__all__ = ["GAP", "Nest", "Plan", "anchors", "look_up", "nest", "solve"]
