"""What the trim room shows, made of a talk's state, and what its page changed of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import msgspec

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.core.text import line, tidy
from pacer.judging.stretches import named_starts
from pacer.results import stretch_words
from pacer.results.make_plan import listed
from pacer.widgets.protocol import (
    Answered,
    ChoiceChanges,
    Component,
    Decision,
    Ladder,
    LadderOption,
    LadderStep,
    Need,
    PageChoices,
    PlanStep,
    PlanStretch,
    TotalTables,
    TrimRow,
    TrimSentence,
    TrimStretch,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacer.pacing import Pacing
    from pacer.planning.choices import Choices
    from pacer.project import Project
    from pacer.results.plan import Plan

TEXT_SHOWN: Final = 1_200
# What a star makes a slide worth: twice an ordinary one.
STAR: Final = 2.0
# Titles of a stretch are read at a glance; a section's name is cut as a heading is.
MOST_TITLES: Final = 200
MOST_SECTION: Final = 80
_DID: Final = {"keep": "kept", "cut": "cut", "merge": "merged", "trim": "shortened"}


def answered(project: Project) -> list[Answered]:
    """What the speaker answered of stretches still there, in deck order."""
    slides = project.deck.slides
    place = dict(zip(slides["slide_key"], slides["position"].tolist(), strict=True))
    found = []
    for (first, last), answer in project.choices.answers.items():
        if first in place and last in place:
            span = list(range(place[first], place[last] + 1))
            found.append(Answered(id=f"{span[0]}-{span[-1]}", slides=span, answer=answer))
    return sorted(found, key=lambda one: one.slides)


def make_stretches(project: Project) -> list[TrimStretch]:
    """The talk as stretches of slides that belong together, in talk order.

    A hidden slide is of the stretch before it. Sections that a deck does not name are those of
    the judgement, called by their first slide.
    """
    judgement = project.judgement()
    shown = list(frames.rows(judgement.slides))
    named = bool(named_starts([row.section for row in shown]))
    sections: dict[int, str] = {}
    for stretch in judgement.stretches:
        first = shown[stretch.first]
        title = line(first.title, limit=MOST_SECTION) or f"From slide {first.position}"
        sections.setdefault(stretch.section, line(first.section) if named else title)
    starts = [shown[stretch.first].position for stretch in judgement.stretches]
    found: list[TrimStretch] = []
    for stretch, until in zip(judgement.stretches, [*starts[1:], None], strict=True):
        its = [shown[at] for at in stretch.places]
        first, last = its[0].position, its[-1].position
        begins = first if found else 1
        ends = len(project.deck.slides) if until is None else until - 1
        titles = dict.fromkeys(line(row.title) for row in its if row.title)
        found.append(
            TrimStretch(
                id=f"{first}-{last}",
                slides=list(range(begins, ends + 1)),
                title=line(" / ".join(titles), limit=MOST_TITLES),
                section=sections[stretch.section],
            )
        )
    return found


def make_said(project: Project) -> dict[str, list[TrimSentence]]:
    """The sentences said on each slide, by key; none where they cannot be read."""
    try:
        sentences = project.sentences
    except PacerError:
        return {}  # words that are damaged are named where they are asked for
    found: dict[str, list[TrimSentence]] = {}
    for row in frames.rows(sentences):
        its = found.setdefault(row.slide_key, [])
        its.append(TrimSentence(text=row.text, seconds=round(row.seconds, 1)))
    return found


def make_steps(plan: Plan) -> dict[str, PlanStep]:
    """What becomes of each slide; one that others are told with says so."""
    scale = plan.scale
    told: dict[str, list[int]] = {}
    for row in frames.rows(plan.frame):
        if row.into:
            told.setdefault(row.into, []).append(row.position)
    also = {key: f"with what is on {listed(positions)}" for key, positions in told.items()}
    return {
        row.slide_key: PlanStep(
            action=row.action,
            budget_s=row.budget_s,
            scale=float(scale[row.slide_key]),
            reason=line("; ".join(filter(None, (row.reason, also.get(row.slide_key, ""))))),
        )
        for row in frames.rows(plan.frame)
    }


def make_fates(plan: Plan, stretches: Sequence[TrimStretch]) -> list[PlanStretch]:
    """What becomes of each stretch, and the sentence that says it."""
    spans = [(stretch.slides[0], stretch.slides[-1]) for stretch in stretches]
    return [
        PlanStretch(
            fate=cast('Literal["goes", "shortened", "stays"]', one.fate),
            now_s=one.now_s,
            plan_s=one.plan_s,
            says=line(one.says),
        )
        for one in stretch_words.stretch_lines(plan.frame, spans)
    ]


def because(changes: ChoiceChanges, positions: Mapping[str, int]) -> str:
    """What the speaker did, in words: ``"You kept 9–11"``; empty where he did nothing."""
    told = [(positions[key], one) for key, one in changes.decisions.items() if key in positions]
    if not told:
        return "What you said" if changes.stars or changes.needs else ""
    done = {(one.action, one.budget_s) if one else None for _, one in told}
    if len(done) > 1 or changes.stars or changes.needs:
        return "Your decisions"
    named = stretch_words.ranges(sorted(position for position, _ in told))
    did = done.pop()
    if did is None:
        return f"You left {named} to the plan"
    action, budget_s = did
    to = "" if budget_s is None else f" to {clock.text(budget_s)}"
    return f"You {_DID[action]} {named}{to}"


def make_rows(project: Project, stretches: Sequence[TrimStretch]) -> list[TrimRow]:
    """The slides as the page shows them, each in the section of its stretch."""
    pacing = project.fit()
    section = {at: stretch.section for stretch in stretches for at in stretch.slides}
    slides = frames.rows(project.deck.slides)
    known = zip(slides, frames.rows(pacing.estimates()), pacing.usual_s.tolist(), strict=True)
    return [
        TrimRow(
            key=slide.slide_key,
            position=slide.position,
            title=line(slide.title) or f"Slide {slide.position}",
            text=tidy(slide.text, limit=TEXT_SHOWN),
            section=section.get(slide.position, line(slide.section)),
            seconds=usual_s,
            low_s=estimate.low_s,
            high_s=estimate.high_s,
            basis=estimate.basis,
            hidden=slide.hidden,
        )
        for slide, estimate, usual_s in known
    ]


def make_tables(pacing: Pacing) -> TotalTables:
    """What the page computes totals from while the hand moves."""
    tables = pacing.tables()
    components = [
        Component(**{name: part[name] for name in Component.__struct_fields__})
        for part in tables["components"]
    ]
    return TotalTables(trim_cv=tables["trim_cv"], components=components)


def make_ladder(ladder: Mapping[str, Any]) -> Ladder:
    """A ladder as the page reads it: each step with the talk time from which it holds.

    Parameters
    ----------
    ladder : mapping
        As made by `pacer.planning.build_ladder`; its `steps` and `from_s` lie side by side.
    """
    return Ladder(
        slide_keys=ladder["slide_keys"],
        options=[
            [LadderOption(action=one["action"], scale=one["scale"]) for one in options]
            for options in ladder["options"]
        ],
        start=ladder["start"],
        start_s=ladder["start_s"],
        steps=[
            LadderStep(slide=slide, level=level, from_s=from_s)
            for (slide, level), from_s in zip(ladder["steps"], ladder["from_s"], strict=True)
        ],
        seconds=ladder["seconds"],
        worth=ladder["worth"],
    )


def on_page(choices: Choices) -> PageChoices:
    """Choices in the page's words."""
    decisions: dict[str, Decision] = {}
    for key, action in choices.actions.items():
        if isinstance(action, tuple):
            decisions[key] = Decision(action="trim", budget_s=action[1])
        # "trim" without a time leaves how far to the planner, so it is no decision here
        elif action != "trim":
            decisions[key] = msgspec.convert({"action": action}, Decision)
    return PageChoices(
        decisions=decisions | {key: Decision(action="keep") for key in sorted(choices.locked)},
        stars=[key for key, value in choices.values.items() if value > 1],
        struck={key: list(out) for key, out in choices.struck.items()},
        needs=[
            Need(slide_key=one, needs=other, wanted=wanted)
            for (one, other), wanted in choices.prerequisites.items()
        ],
    )


def decided(now: Choices, changes: ChoiceChanges, known: set[str]) -> Choices:
    """The choices with a page's changes; what is of no slide of the deck is left out."""
    actions: dict[str, Any] = dict(now.actions)
    of = {key: one for key, one in changes.decisions.items() if key in known}
    for key, decision in of.items():
        actions.pop(key, None)
        if decision is not None:
            trimmed = decision.budget_s is not None
            actions[key] = ("trim", decision.budget_s) if trimmed else decision.action
    values = dict(now.values)
    for key, starred in changes.stars.items():
        if key in known and starred and values.get(key, 0) <= 1:
            values[key] = STAR
        elif key in known and not starred and values.get(key, 0) > 1:
            del values[key]
    needs = dict(now.prerequisites)
    for change in changes.needs:
        pair = change.slide_key, change.needs
        if not known.issuperset(pair) or pair[0] == pair[1]:
            continue
        needs.pop(pair, None)
        if change.wanted is not None:
            needs[pair] = change.wanted
    struck = dict(now.struck)
    for key, out in changes.struck.items():
        struck.pop(key, None)
        if out and key in known:
            struck[key] = tuple(out)
    return replace(
        now,
        locked=now.locked - of.keys(),
        actions=actions,
        values=values,
        prerequisites=needs,
        struck=struck,
    )
