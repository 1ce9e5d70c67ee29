"""The best plan that fits: exact in what to cut, exact in the chance of fitting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacer.core import clock
from pacer.core.errors import PacerError, SlotTooShort
from pacer.core.wording import percent
from pacer.planning.formulation import optimum, shortest
from pacer.planning.highs import MOST_SECONDS
from pacer.planning.outcome import PlanOutcome, frame_of, questions, savings, worth_share, wpm
from pacer.planning.problem import Problem, close_to, pose
from pacer.planning.problem import faster as at_pace
from pacer.planning.reasons import reasons, warnings
from pacer.planning.score import Score, Selection, greedy, scales
from pacer.planning.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from pacer.judging import Heard
    from pacer.pacing import Pacing, Total
    from pacer.planning.constraints import Action

# Prices are taken again from each plan, until the slot is filled but for this share or nothing
# better comes; where plans keep overrunning, the aim falls short by the square of this a round.
MOST_ROUNDS, SETTLED, STEP = 10, 5e-3, 0.02
GAP = 9e-4
# Beyond this nobody follows, and no speaker holds it: it is a slip of the keyboard.
MOST_FASTER, PACE_STEP = 0.5, 1e-3


@dataclass(frozen=True)
class FeasiblePlan:
    """A plan that fits, its total, and its proven gap."""

    chosen: Selection
    total: Total
    gap: float


def solve(
    slides: pd.DataFrame,
    pacing: Pacing,
    talk_s: float,
    *,
    p: float = 0.9,
    heard: Heard | None = None,
    actions: Mapping[str, Action] | None = None,
    prerequisites: Mapping[tuple[str, str], bool] | Iterable[tuple[str, str]] | None = None,
    max_trim_share: float = WEIGHTS.trim_share,
    faster: float = 0.0,
    gap: float = GAP,
    seconds: float = MOST_SECONDS,
    near: Mapping[str, str] | None = None,
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
    heard : Heard, optional
        What each slide is worth and what to ask (`pacer.judging`); by default what its text says.
    actions : mapping of slide_key to action, optional
        The speaker's decisions: ``"keep"``, ``"cut"``, ``"merge"`` (with the next slide that is
        shown), ``"trim"`` or ``("trim", seconds)``.
    prerequisites : mapping of (slide_key, slide_key) to bool, or pairs, optional
        ``("b", "a"): True`` when b cannot be shown without a; False when it can.
    max_trim_share : float, default 0.2
        Share of the slides that stay which the plan may trim; one always may be, unless it is 0.
    faster : float, default 0
        How much faster than usual the speaker is willing to talk, such as 0.1 for a tenth.
    gap : float, default 9e-4
        How close to the best the plan has to be proven, as a share of its worth.
    seconds : float, default 60
        How long the search may take each time; a plan's `gap` says how far it came.
    near : mapping of slide_key to action, optional
        A plan to stay close to: of plans of nearly the same worth, the one that moves fewest
        slides.

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
    made = pose(
        slides,
        pacing,
        heard=heard,
        actions=actions,
        prerequisites=prerequisites,
        max_trim_share=max_trim_share,
    )
    posed = made if near is None else close_to(made, near)
    check(made, [talk_s], p, faster)
    found = as_it_is(made, pacing, talk_s, p, faster)
    if found is None:
        found = fitting(at_pace(posed, faster), pacing, talk_s, p, gap, seconds=seconds)
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


def fitting(
    made: Problem,
    pacing: Pacing,
    talk_s: float,
    p: float,
    gap: float,
    *,
    seconds: float = MOST_SECONDS,
    start: Selection | None = None,
    within: tuple[Selection, Selection] | None = None,
) -> FeasiblePlan:
    """The best plan that fits with chance `p`.

    Parameters
    ----------
    made : Problem
    pacing : Pacing
    talk_s, p, gap, seconds
        As for `solve`.
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
    near = start or score.chosen(greedy(score, talk_s / _rho(made, pacing, p)))
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
            seconds=seconds,
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
        if not better or found.total.quantile(p) >= talk_s * (1 - SETTLED):
            break
    return best if best is not None else _least(made, pacing, talk_s, p, within)


def _rho(made: Problem, pacing: Pacing, p: float) -> float:
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
        worth=score.worth(score.levels(chosen)),
        worth_share=worth_share(made, chosen),
    )
