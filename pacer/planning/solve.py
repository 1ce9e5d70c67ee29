"""A plan for one slot: the whole talk where it fits, else the best plan that does."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from pacer.core.errors import PacerError
from pacer.planning.fitting import GAP, FeasiblePlan, fitting
from pacer.planning.footing import steady
from pacer.planning.highs import MOST_SECONDS
from pacer.planning.outcome import PlanOutcome, frame_of, questions, savings, worth_share, wpm
from pacer.planning.problem import Problem, close_to, pose
from pacer.planning.problem import faster as at_pace
from pacer.planning.reasons import reasons, warnings
from pacer.planning.score import Score, scales
from pacer.planning.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    import pandas as pd

    from pacer.pacing import Pacing
    from pacer.planning.problem import Asked

# Beyond this nobody follows, and no speaker holds it: it is a slip of the keyboard.
MOST_FASTER, PACE_STEP = 0.5, 1e-3


def solve(
    slides: pd.DataFrame,
    pacing: Pacing,
    talk_s: float,
    *,
    p: float = 0.9,
    faster: float = 0.0,
    gap: float = GAP,
    seconds: float = MOST_SECONDS,
    near: Mapping[str, str] | None = None,
    **asked: Unpack[Asked],
) -> PlanOutcome:
    """Plan what to keep, trim, merge and cut so that the talk fits.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES. Hidden ones are no part of the talk; locked ones are kept whole.
    pacing : Pacing
        The fitted model of the slides' seconds.
    talk_s : float
        Seconds to speak in.
    p : float, default 0.9
        The chance of fitting to plan for, above 0 and below 1.
    faster : float, default 0
        How much faster than usual the speaker is willing to talk, such as 0.1 for a tenth.
    gap : float, default 9e-4
        How close to the best the plan has to be proven, as a share of its worth.
    seconds : float, default 60
        How long the search may take; a plan's `gap` says how far it came.
    near : mapping of slide_key to action, optional
        A plan to stay close to: of plans of nearly the same worth, the one that moves fewest
        slides.
    asked
        What the speaker decided, and what the slides are worth: `pacer.planning.problem.Asked`.

    Returns
    -------
    PlanOutcome
        Where the talk fits as it is, one that keeps everything.

    Raises
    ------
    SlotTooShort
        If nothing that may be cut makes the talk fit.
    PacerError
        If decisions contradict each other, or prerequisites go in a circle.
    """
    until = time.monotonic() + seconds
    made = pose(slides, pacing, **asked)
    check(made, [talk_s], p, faster)
    found = as_it_is(made, pacing, talk_s, p, faster)
    if found is None:
        quick = at_pace(made, faster)
        if near is not None:
            rows = enumerate(made.slides["slide_key"])
            staying = {row: near[key] for row, key in rows if key in near}
            quick = close_to(quick, staying, WEIGHTS.move)
        found = fitting(quick, pacing, talk_s, p, gap, until=until)
        if near is None:
            found = steady(quick, pacing, talk_s, p, found, gap, until)
    return outcome_of(made, found, talk_s, p)


def as_it_is(
    made: Problem, pacing: Pacing, talk_s: float, p: float, faster: float = 0.0
) -> FeasiblePlan | None:
    """Every slide, at the slowest pace within the cap that fits; None where none does."""

    def at(share: float) -> tuple[FeasiblePlan, bool]:
        whole = at_pace(made, share).untouched()
        total = pacing.total(scales(made, whole))
        return FeasiblePlan(whole, total, 0.0), talk_s > 0 and total.p_within(talk_s) >= p

    found, fits = at(0.0)
    if fits or not faster:
        return found if fits else None
    found, fits = at(faster)
    if not fits:
        return None
    slow, quick = 0.0, faster
    while quick - slow > PACE_STEP:
        middle = (slow + quick) / 2
        tried, fits = at(middle)
        slow, quick, found = (slow, middle, tried) if fits else (middle, quick, found)
    return found


def check(made: Problem, talks_s: Sequence[float], p: float, faster: float) -> None:
    """Refuse what no plan can be made for.

    Raises
    ------
    PacerError
        If `p` is no chance, a talk time no number, or no slide is left to show.
    """
    if not 0 < p < 1:
        raise PacerError(f"p is {p:g}: the chance of fitting lies between 0 and 1, such as 0.9")
    if not 0 <= faster <= MOST_FASTER:
        raise PacerError(
            f"faster is {faster:g}: a share between 0 and {MOST_FASTER:g}, such as 0.1 for a tenth"
        )
    if not all(map(math.isfinite, talks_s)):
        raise PacerError("the talk time is no number: give seconds")
    if not made.shown:
        raise PacerError("no slide to plan: the deck is empty or all of it is hidden")
    if not made.untouched():
        raise PacerError("every slide is cut: keep at least one")


def outcome_of(made: Problem, found: FeasiblePlan, talk_s: float, p: float) -> PlanOutcome:
    """Put what was found into figures."""
    chosen = found.chosen
    score = Score(made)
    return PlanOutcome(
        frame=frame_of(made, chosen, reasons(made, chosen)),
        talk_s=float(talk_s),
        p=p,
        p_fits=float(found.total.p_within(talk_s)),
        total=found.total,
        warnings=warnings(made, chosen),
        questions=questions(made, chosen),
        savings=savings(made, chosen),
        wpm=wpm(made, chosen),
        gap=found.gap,
        footing=found.lost,
        worth=score.worth(score.levels(chosen)),
        worth_share=worth_share(made, chosen),
    )
