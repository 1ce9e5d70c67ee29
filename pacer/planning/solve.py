"""The best plan that fits: exact in what to cut, exact in the chance of fitting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacer import clock
from pacer.errors import PacerError, SlotTooShort
from pacer.planning.explain import dangling, lost_terms, reasons
from pacer.planning.model import optimum, shortest
from pacer.planning.options import MAX_TRIM_SHARE, Action, Task, task
from pacer.planning.options import faster as at_pace
from pacer.planning.plan import Plan, frame_of, savings, wpm
from pacer.planning.score import Chosen, Score, greedy, scales

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from pacer.pacing import Pacing, Total

# The chance constraint is made linear by ρ = quantile / mean of the plan at hand, and ρ is
# taken again from the plan that gives. The first budget is shaded a little, so that the first
# plan is likely to fit; the search ends when the next budget would hardly be wider.
MOST_ROUNDS = 8
SHADE, SETTLED = 1e-3, 4e-3
GAP = 5e-4
# Beyond this nobody follows, and no speaker holds it: it is a slip of the keyboard.
MOST_FASTER, PACE_STEP = 0.5, 1e-3


@dataclass(frozen=True)
class Found:
    """Plans for one or several slots, longest first, each with its total; one proven gap."""

    chosen: list[Chosen]
    totals: list[Total]
    gap: float


def solve(
    slides: pd.DataFrame,
    pacing: Pacing,
    talk_s: float,
    *,
    p: float = 0.9,
    actions: Mapping[str, Action] | None = None,
    prerequisites: Mapping[tuple[str, str], bool] | Iterable[tuple[str, str]] | None = None,
    max_trim_share: float = MAX_TRIM_SHARE,
    faster: float = 0.0,
    gap: float = GAP,
) -> Plan:
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
    actions : mapping of slide_key to action, optional
        The speaker's decisions: ``"keep"``, ``"cut"``, ``"trim"`` or ``("trim", seconds)``.
    prerequisites : mapping of (slide_key, slide_key) to bool, or pairs, optional
        ``("b", "a"): True`` when b cannot be shown without a; False when a term of a's on b
        is no reason to keep a.
    max_trim_share : float, default 0.2
        Share of the slides that stay which the plan may trim; one always may be, unless it is 0.
    faster : float, default 0
        How much faster than usual the speaker is willing to talk, such as 0.1 for a tenth.
    gap : float, default 5e-4
        How close to the best the plan has to be proven, as a share of its worth.

    Returns
    -------
    Plan
        Where the talk fits as it is, one that keeps everything.

    Raises
    ------
    SlotTooShort
        If nothing that may be cut makes the talk fit.
    PacerError
        If decisions contradict each other, or prerequisites go in a circle.
    """
    made = task(
        slides, pacing, actions=actions, prerequisites=prerequisites, max_trim_share=max_trim_share
    )
    found = search(made, pacing, [talk_s], p=p, faster=faster, gap=gap)
    return plan_of(made, found.chosen[0], found.totals[0], talk_s, p=p, gap=found.gap)


def search(
    made: Task,
    pacing: Pacing,
    talks_s: Sequence[float],
    *,
    p: float,
    faster: float = 0.0,
    gap: float = GAP,
) -> Found:
    """Nested plans for several talk times, longest first, each fitting with chance `p`.

    Raises
    ------
    SlotTooShort
        For the first talk time that nothing fits.
    PacerError
        If `p` is no chance, a talk time no time, or no slide is left to show.
    """
    _check(made, talks_s, p, faster)
    left = list(talks_s)
    chosen: list[Chosen] = []
    totals: list[Total] = []
    # Where the talk fits as the speaker left it, or a little faster, nothing else is proposed.
    for talk in talks_s:
        whole = _whole(made, pacing, talk, p, faster)
        if whole is None:
            break
        chosen.append(whole)
        totals.append(pacing.total(scales(made, whole)))
        left.pop(0)
    if not left:
        return Found(chosen, totals, 0.0)
    quick = at_pace(made, faster) if faster else made
    whole = quick.untouched()
    rho = _rho(quick, whole, pacing.total(scales(quick, whole)), p)
    tight = _rounds(quick, pacing, left, p, gap, rho)
    return Found(chosen + tight.chosen, totals + tight.totals, tight.gap)


def _whole(made: Task, pacing: Pacing, talk_s: float, p: float, faster: float) -> Chosen | None:
    """Every slide, at the slowest pace within the cap that fits; None where none does."""

    def at(share: float) -> tuple[Chosen, bool]:
        whole = (at_pace(made, share) if share else made).untouched()
        fits = talk_s > 0 and pacing.total(scales(made, whole)).p_within(talk_s) >= p
        return whole, fits

    whole, fits = at(0.0)
    if fits or not faster:
        return whole if fits else None
    whole, fits = at(faster)
    if not fits:
        return None
    slow, quick = 0.0, faster
    while quick - slow > PACE_STEP:
        middle = (slow + quick) / 2
        tried, fits = at(middle)
        slow, quick, whole = (slow, middle, tried) if fits else (middle, quick, whole)
    return whole


def _check(made: Task, talks_s: Sequence[float], p: float, faster: float) -> None:
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


def _mean(made: Task, chosen: Chosen) -> float:
    return float(made.seconds @ scales(made, chosen))


def _rho(made: Task, chosen: Chosen, total: Total, p: float) -> float:
    mean = _mean(made, chosen)
    return total.quantile(p) / mean if mean > 0 else 1.0


def _rounds(
    made: Task, pacing: Pacing, talks_s: Sequence[float], p: float, gap: float, rho: float
) -> Found:
    score = Score(made)
    # A greedy plan is close enough to the best one to take the first ρ from.
    budgets = []
    for talk in talks_s:
        rough = score.chosen(greedy(score, talk / rho))
        near = _rho(made, rough, pacing.total(scales(made, rough)), p)
        budgets.append(talk / near * (1 - SHADE))
    best: Found | None = None
    best_worth = -math.inf
    for _ in range(MOST_ROUNDS):
        answer = optimum(made, budgets, gap=gap)
        if answer is None:
            least = _least(made, pacing, talks_s, p)
            # The shortest talk fits after all: its ρ is what the others should be held to.
            if best is not None:
                break
            rho = _rho(made, least.chosen[-1], least.totals[-1], p)
            wider = [max(b, talk / rho) for b, talk in zip(budgets, talks_s, strict=True)]
            if wider == budgets:
                return least
            budgets = wider
            continue
        chosen, proof = answer
        totals = [pacing.total(scales(made, one)) for one in chosen]
        fit = [total.p_within(talk) >= p for total, talk in zip(totals, talks_s, strict=True)]
        value = sum(score.worth(score.levels(one)) for one in chosen)
        if all(fit) and value > best_worth:
            best, best_worth = Found(chosen, totals, proof.gap), value
        before = budgets
        budgets = [
            talk / _rho(made, one, total, p)
            if ok
            # Just under the plan that was too long, so that it cannot come again.
            else min(talk / _rho(made, one, total, p), _mean(made, one) * (1 - 1e-6))
            for one, total, talk, ok in zip(chosen, totals, talks_s, fit, strict=True)
        ]
        if best is not None and all(
            new <= old * (1 + SETTLED) for new, old in zip(budgets, before, strict=True)
        ):
            break
    return best if best is not None else _least(made, pacing, talks_s, p)


def _least(made: Task, pacing: Pacing, talks_s: Sequence[float], p: float) -> Found:
    """The shortest plan for every talk time, or SlotTooShort where even that does not fit."""
    chosen = shortest(made)
    total = pacing.total(scales(made, chosen))
    needed = total.quantile(p)
    for talk in talks_s:
        if talk <= 0 or total.p_within(talk) < p:
            raise _too_short(made, chosen, needed, talk, p)
    return Found([chosen] * len(talks_s), [total] * len(talks_s), 1.0)


def _too_short(
    made: Task, chosen: Chosen, needed_s: float, talk_s: float, p: float
) -> SlotTooShort:
    place = made.slides["position"].tolist()
    held = sorted(
        (row for row in made.must if row in chosen),
        key=lambda row: -made.seconds[row] * chosen[row].scale,
    )
    locked = [place[row] for row in sorted(held)]
    message = (
        f"nothing fits {clock.text(max(talk_s, 0.0))}: the shortest talk that is still one needs "
        f"{clock.text(needed_s)} to fit in {p:.0%} of runs".replace("%", " %")
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


def plan_of(
    made: Task, chosen: Chosen, total: Total, talk_s: float, *, p: float, gap: float
) -> Plan:
    """Put a plan into words."""
    score = Score(made)
    full = score.worth(score.whole())
    worth = score.worth(score.levels(chosen))
    return Plan(
        frame=frame_of(made, chosen, reasons(made, chosen)),
        talk_s=float(talk_s),
        p=p,
        p_fits=float(total.p_within(talk_s)),
        total=total,
        warnings=dangling(made, chosen),
        lost=lost_terms(made, chosen),
        savings=savings(made, chosen),
        wpm=wpm(made, chosen),
        gap=gap,
        worth=worth,
        worth_share=min(1.0, max(0.0, worth / full)) if full > 0 else 1.0,
    )
