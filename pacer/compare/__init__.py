"""Run against run, run against plan, deck against deck: "am I getting there?".

A difference is called one only where a speaker would notice it: beyond 5 s and beyond 10 % of
what the slide usually takes. A run that was stopped says nothing about the slide it was stopped
on, so a censored time enters no mean, trend or spread; it can overrun, since it was at least
that long.
"""

from pacer.compare.runs import Comparison, compare

__all__ = ["Comparison", "compare"]
