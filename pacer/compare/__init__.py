"""Run against run, run against plan, deck against deck: "am I getting there?".

A difference is called one only where it is more than a slide's own scatter; see the constants in
`pacer.compare.runs`. A run that was stopped says nothing about the slide it was stopped
on, so a censored time enters no mean, trend or spread; it can overrun, since it was at least
that long.
"""

from pacer.compare.decks import compare_decks
from pacer.compare.runs import ComparedRuns, compare_runs

__all__ = ["ComparedRuns", "compare_decks", "compare_runs"]
