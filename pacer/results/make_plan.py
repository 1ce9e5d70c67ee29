"""A plan made: from the talk as it is, what the speaker said of it, and what is asked for now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pacer.core import clock
from pacer.core.errors import PacerError, SlotTooShort
from pacer.core.wording import chance
from pacer.export.cues import Spoken
from pacer.options import CHANCE
from pacer.pacing import length
from pacer.results.plan import NestedPlans, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from pacer.judging import Heard
    from pacer.options import PlanOptions, SlideName
    from pacer.planning.choices import Choices
    from pacer.planning.outcome import PlanOutcome
    from pacer.project import Project

_Outcome = TypeVar("_Outcome")
# A talk never rehearsed is left whole while it fits in one of five talks like it; else it is
# planned for the middle. A hair below its own chance, so that rounding does not cut a slide.
UNKNOWN_FITS, MIDDLE, WHOLE, LEAST_CHANCE = 0.2, 0.5, 0.999, 0.01


def make_plan(
    project: Project, talk_s: float, options: PlanOptions, *, gap: float | None = None
) -> Plan:
    """The plan for a talk time: the one door for the talk, its report and its rooms.

    Parameters
    ----------
    project : Project
        What the speaker decided in it is obeyed, and over it what the options say.
    talk_s : float
        Seconds to speak in.
    options : PlanOptions
    gap : float, optional
        How far from the best the plan may be, as a share of its worth; by default
        `pacer.planning.GAP`. A room that asks for a wide one has a plan at once, and proves later.

    Raises
    ------
    SlotTooShort
        If nothing that may be cut makes the talk fit.
    PacerError
        If the decisions contradict each other, or name a slide that is not there.
    RunError
        If the options' transcript cannot be read or does not match the deck.
    """
    from pacer import planning

    if options.transcript is not None:
        with project.hearing(options.transcript):
            return make_plan(project, talk_s, replace(options, transcript=None), gap=gap)
    p, basis = chance_for(project, talk_s, options)

    def solve(**how: Any) -> PlanOutcome:
        return planning.solve(talk_s=talk_s, gap=planning.GAP if gap is None else gap, **how)

    heard = hear(project, talk_s, options)
    moved, near = "", None
    if kept := [project.key(name) for name in options.keep]:
        # What stays by hand moves as few others as can be: so plan without it first.
        free = _planned(project, solve, replace(options, keep=()), heard=heard, p=p)
        near = dict(zip(free.frame["slide_key"], free.frame["action"], strict=True))
    outcome = _planned(project, solve, options, heard=heard, p=p, near=near)
    if near is not None:
        moved = _moved(near, outcome, kept)
    return Plan.of(outcome, **_known(project, heard), basis=basis, moved=moved)


def make_nested(project: Project, talks_s: Sequence[float], options: PlanOptions) -> NestedPlans:
    """Plans for several talk times, each part of the longer ones; see `make_plan`."""
    from pacer import planning

    if options.transcript is not None:
        with project.hearing(options.transcript):
            return make_nested(project, talks_s, replace(options, transcript=None))
    # Answers are about one talk: the middle of those asked for.
    middle_s = sorted(talks_s)[len(talks_s) // 2]
    p, basis = chance_for(project, min(talks_s), options)
    heard = hear(project, middle_s, options)
    outcome = _planned(
        project, lambda **how: planning.nest(talks_s=talks_s, **how), options, heard=heard, p=p
    )
    return NestedPlans.of(outcome, **_known(project, heard), basis=basis)


def hear(project: Project, talk_s: float, options: PlanOptions) -> Heard:
    """What the slides are judged worth, with the speaker's points and answers.

    Raises
    ------
    PacerError
        If a point or an answer names a slide that is not there, or cuts a stretch in two.
    """
    judgement = project.judgement()
    said = project.choices.said
    if options.points:
        keys = [project.key(name) for name in options.points]
        hidden = set(keys) - set(judgement.slides["slide_key"])
        if hidden:
            named = next(name for name in options.points if project.key(name) in hidden)
            raise PacerError(f"slide {named} is hidden, and no part of the talk: show it first")
        said = said.naming(keys)
    for answer in options.answers:
        said = said.answering(answer, project.deck.slides, judgement.asked)
    return judgement.hear(said, talk_s)


def keep_said(
    project: Project,
    answers: Iterable[str],
    *,
    points: Iterable[SlideName] | None = None,
    took: str | float | None = None,
) -> None:
    """Keep points, answers and the talk's length; all of them or, where one is wrong, none.

    Raises
    ------
    PacerError
        If a slide is not there, or an answer cuts a stretch in two.
    """
    took_s = None if took is None else length.check(clock.seconds(took))
    named = None if points is None else [project.key(name) for name in points]
    answers = list(answers)
    asked = project.judgement().asked if answers else []

    def edit(choices: Choices) -> Choices:
        said = choices.said if named is None else choices.said.naming(named)
        for answer in answers:
            said = said.answering(answer, project.deck.slides, asked)
        kept = choices.saying(said)
        return kept if took_s is None else replace(kept, took_s=took_s)

    project.change_choices(edit)


def chance_for(project: Project, talk_s: float, options: PlanOptions) -> tuple[float, str]:
    """The chance to plan for, and a sentence on what the plan goes by where that is no run.

    A talk never rehearsed is not cut by half for not knowing: nothing goes while the whole of it
    fits in one of five talks like it, and below that the plan is for the middle estimate.
    """
    if options.p is not None:
        return options.p, ""
    if _rehearsed(project):
        return CHANCE, ""
    fit = project.fit()
    total = fit.total()
    fits = total.p_within(talk_s)
    if fit.length_s is not None:
        if fit.length_s > talk_s or fits >= CHANCE:
            return CHANCE, f"From the length you gave, {clock.text(fit.length_s)}."
        said = f"You say it takes {clock.text(fit.length_s)}: that fits {clock.text(talk_s)}."
        return max(fits * WHOLE, LEAST_CHANCE), said
    if fits >= CHANCE:
        return CHANCE, ""
    if fits >= UNKNOWN_FITS:
        about = clock.text(total.quantile(0.5))
        said = (
            f"Never rehearsed: by its slides it takes {about} or so, and the whole of it fits "
            f"{chance(fits)} of the time."
        )
        return fits * WHOLE, said
    middle = (
        "Never rehearsed: planned for the middle estimate, which holds half of the time; --p 0.9 "
        "is the safe plan."
    )
    return MIDDLE, middle


def _known(project: Project, heard: Heard) -> dict[str, Any]:
    of = heard.judgement
    return {
        "deck": project.deck,
        "rehearsed": _rehearsed(project),
        "length_s": project.fit().length_s,
        "points": tuple(of.positions[place] for place in heard.points),
        "spoken": left_out(project),
    }


def left_out(project: Project) -> dict[str, Spoken]:
    """What is left out of slides with sentences struck, and the rest where it is known."""
    struck = project.choices.struck
    if not struck:
        return {}
    said = project.sentences
    by = said.groupby("slide_key")["text"].agg(list).to_dict() if len(said) else {}
    return {
        key: Spoken(out, tuple(one for one in by.get(key, ()) if one not in out))
        for key, out in struck.items()
        if out
    }


def _rehearsed(project: Project) -> bool:
    return bool(len(project.loaded.runs))


def _moved(near: Mapping[str, str], outcome: PlanOutcome, kept: Sequence[str]) -> str:
    """Which other slides changed because of those kept by hand."""
    frame = outcome.frame
    was = frame["slide_key"].map(dict(near))
    changed = frame[(frame["action"] != was) & ~frame["slide_key"].isin(kept)]
    its = frame[frame["slide_key"].isin(kept) & (was != "keep")]
    if not len(its):
        return ""
    stays = listed(its["position"].tolist())
    if not len(changed):
        return f"Keeping {stays} moved no other slide."
    doing = {"cut": "cut", "trim": "shortened", "merge": "merged", "keep": "kept"}
    parts = []
    for action, group in changed.groupby("action", sort=False):
        verb = "is" if len(group) == 1 else "are"
        parts.append(f"{listed(group['position'].tolist())} {verb} {doing[str(action)]}")
    return f"Because {stays} {'stays' if len(its) == 1 else 'stay'}, {'; '.join(parts)}."


def listed(numbers: Sequence[object]) -> str:
    """Numbers in a sentence.

    Examples
    --------
    >>> listed([3]), listed([3, 5, 7])
    ('3', '3, 5 and 7')
    """
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def _planned(
    project: Project,
    solve: Callable[..., _Outcome],
    options: PlanOptions,
    *,
    heard: Heard,
    p: float,
    **how: Any,
) -> _Outcome:
    slides = project.slides
    wishes = project.choices.for_plan(slides)
    wishes["actions"] = {**wishes["actions"], **_actions(project, options)}
    try:
        return solve(
            slides=slides,
            pacing=project.fit(),
            p=p,
            faster=options.faster,
            heard=heard,
            **wishes,
            **how,
        )
    except SlotTooShort as error:
        if _rehearsed(project) or project.fit().length_s is not None:
            raise
        raise SlotTooShort(
            f"{error}; most of that is for not knowing: say how long it takes, or rehearse once",
            error.needed_s,
            error.available_s,
            error.locked,
        ) from error


def _actions(project: Project, options: PlanOptions) -> dict[str, Any]:
    """What is asked for now, over what was decided in the trim room."""
    asked: dict[str, Any] = {}
    for action in ("keep", "cut", "merge"):
        asked |= {project.key(name): action for name in getattr(options, action)}
    return asked | {
        project.key(name): ("trim", clock.seconds(budget)) for name, budget in options.trim.items()
    }


def rehearsal_budgets(
    project: Project, talk_s: float | None, plan: Plan | None
) -> tuple[pd.Series[float], str]:
    """Seconds granted to each slide of a rehearsal by its key, and where they come from.

    The plan's, else the slide's saved target, else what it usually takes, shortened in
    proportion where that would pass the talk time.
    """
    if plan is not None:
        return plan.frame.set_index("slide_key")["budget_s"], "the plan"
    slides = project.slides
    targets = slides.set_index("slide_key")["target_s"]
    usual = project.fit().estimates().set_index("slide_key")["median_s"]
    whole_s = usual[~slides["hidden"].to_numpy()].sum()
    if talk_s is not None and whole_s > talk_s:
        usual *= talk_s / whole_s
    if targets.isna().all():
        return usual, "usual times" if _rehearsed(project) else "notes and text"
    return targets.fillna(usual), "saved targets"
