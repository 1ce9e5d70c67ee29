"""Every figure the planner weighs with, and why it is as it is.

The unit is the worth of a slide to the talk as ``pacer.judging`` expects it: 8 for a slide without
which the thread breaks, 4, 2, .5 and 0 for the lower levels of need; 2 is an ordinary slide.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanWeights:
    """What plans are weighed with; `WEIGHTS` holds the defaults.

    Parameters
    ----------
    kept : float
        What each slide kept has to be worth at least: room in the listeners' heads. Of .5 to 2,
        measured on ten judged lectures, 1 keeps most of the worth with fewest needless slides.
    filler : float
        Share of its worth that a slide below that still counts, so that spare time is filled
        with the better ones: a speaker asks why a slide went when there was time for it.
    opening, ending : float
        What the title that opens the talk and the slide that ends the talk proper are worth at
        least: authors keep 97 % and 88 % of theirs, and a talk cut to a few minutes still needs
        both.
    point : float
        What a slide that the speaker named as the point of the talk counts for being there at
        all, beside its worth: he asks why it went, however long it is.
    shortened : float
        What the best slide of a stretch that the speaker would shorten is worth at least, times
        its length over the mean where it is a long one: some of it stays.
    backup : float
        Share of its worth that a slide kept for questions counts.
    trim_shares : tuple of float
        Share of its time a trimmed slide keeps. Below half a slide no longer makes its point;
        more levels cost the solver more than they bring.
    trim_power : float
        What a slide says in a share of its time is worth this power of it.
    trim, merge, cut, gap : float
        Each edit is work to rehearse, a trim the more the deeper it goes; a gap is a transition
        to invent. Authors cut in stretches: after a cut slide two of three go too, after one
        kept one in seven.
    move : float
        What it costs to move a slide from where a plan close by has it: of plans of nearly the
        same worth, the one that moves fewest.
    trim_share : float
        At most this share of the slides that stay may be trimmed: more, and all is rushed.
    least_saved_s, least_left_s, round_s : float
        A trim nobody would notice is not worth rehearsing, nor is a slide that flashes by;
        trimmed times are round on the clock.
    brief_s, brief_saved_s, brief_most_s, brief_credit, told_credit, brief : float
        The deck's furniture can be shown for a moment and does its work; what is up for longer
        than `brief_most_s` has a story told to it, and is none: a title shown without its story
        is left `told_credit` of its worth.
    merged_saves, merged_least, merged_credit : float
        A merged slide is still told, with the next one up; saved is the part said twice.
    """

    kept: float = 1.0
    filler: float = 0.01
    opening: float = 4.0
    ending: float = 4.0
    point: float = 8.0
    shortened: float = 3.0
    backup: float = 0.02
    trim_shares: tuple[float, ...] = (0.6,)
    trim_power: float = 0.7
    trim: float = 0.5
    merge: float = 0.3
    cut: float = 0.04
    gap: float = 0.02
    move: float = 0.3
    trim_share: float = 0.2
    least_saved_s: float = 30.0
    least_left_s: float = 30.0
    round_s: float = 5.0
    brief_s: float = 20.0
    brief_saved_s: float = 15.0
    brief_most_s: float = 120.0
    brief_credit: float = 0.8
    told_credit: float = 0.6
    brief: float = 0.1
    merged_saves: float = 0.5
    merged_least: float = 0.5
    merged_credit: float = 0.9


WEIGHTS = PlanWeights()
# The deck's furniture.
BRIEF_KINDS = frozenset({"title", "agenda", "divider", "recap", "thanks"})
