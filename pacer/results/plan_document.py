"""A plan in words: read in twenty seconds, or slide by slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core import clock, frames
from pacer.core.text import line
from pacer.core.wording import chance, count, percent
from pacer.planning.holes import Hole, holes
from pacer.render.document import Document, Table
from pacer.results.pace import short_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pacer.results.plan_facts import PlanFacts

_EMPHASIS = {"keep": "", "trim": "strong", "merge": "strong", "cut": "faint"}
# A plan is to be read at a glance: so many stretches that go, the longest ones, in talk order;
# so many slides named in a line; and titles cut to so many letters, that each is one line.
MOST_STRETCHES, MOST_NAMED, MOST_WARNINGS = 7, 6, 3
MOST_LETTERS = 46
# So many bridging sentences are named, those of the longest holes.
MOST_BRIDGED = 3


def short(plan: PlanFacts) -> Document:
    """The headline, what goes, what is shortened, what to say instead, and what to say next."""
    sentences = list(_told(plan))
    cut = holes(plan.frame)
    tables: tuple[Table, ...] = ()
    if cut:
        longest = sorted(cut, key=lambda one: -one.seconds)[:MOST_STRETCHES]
        named = [one for one in cut if one in longest]
        rest = [one for one in cut if one not in longest]
        rows = [
            (one.named, clock.text(one.seconds), _titled(one.title), _why(one)) for one in named
        ]
        if rest:
            places = ", ".join(one.named for one in rest[:MOST_NAMED])
            more = f" and {len(rest) - MOST_NAMED} more" if len(rest) > MOST_NAMED else ""
            seconds = sum(one.seconds for one in rest)
            rows.append(("also", clock.text(seconds), f"{places}{more}", ""))
        tables = (Table.of("What goes", [">slides", ">minutes", "from … to", "*why"], rows),)
    return Document(plan.headline, tuple(sentences), tables, tuple(_warnings(plan)))


def _why(one: Hole) -> str:
    """The reason that all slides of a stretch share, without what it saves; else nothing."""
    facts = {"; ".join(reason.split("; ")[1:]) for reason in one.reasons}
    return facts.pop() if len(facts) == 1 else ""


def _told(plan: PlanFacts) -> Iterator[str]:
    frame = plan.frame
    if plan.basis:
        yield plan.basis
    if not any(plan.savings.values()):
        yield "The whole talk fits: nothing to cut." if not plan.basis else "Nothing is cut."
        if short := short_of(plan.planned_s, plan.talk_s):
            yield f"It is {short}: a miss, too, where a talk must fill it."
        if plan.moved:
            yield plan.moved
        return
    yield f"{', '.join(_saved(plan)).capitalize()}; {_reserve(plan)}."
    for action, verb in (("trim", "Shorten"), ("merge", "Tell with the next one up")):
        its = frame[frame["action"] == action]
        if len(its):
            told = [
                f"{row.position}" + f" to {clock.text(row.budget_s)}" * (action == "trim")
                for row in frames.rows(its.head(MOST_NAMED))
            ]
            more = f" and {len(its) - MOST_NAMED} more" if len(its) > MOST_NAMED else ""
            yield f"{verb}: {', '.join(told)}{more}."
    bridged = [one for one in holes(frame) if one.is_bridged]
    bridged = sorted(bridged, key=lambda one: -one.seconds)[:MOST_BRIDGED]
    if bridged:
        said = "; ".join(
            f"after {one.after} on *{_first(one.title)}*"
            for one in sorted(bridged, key=lambda one: one.first)
        )
        yield f"Bridge the gaps with a sentence each: {said}."
    if plan.moved:
        yield plan.moved
    if plan.gap + plan.footing < 0.01:
        most = percent(max(plan.gap + plan.footing, 1e-4), 2)
        yield f"No plan in this time keeps {most} more of what is judged needed."


def _titled(title: str) -> str:
    """The titles a stretch begins and ends with, together short enough for a line."""
    first, to, last = title.partition(" … ")
    if not to:
        return line(first, limit=MOST_LETTERS)
    each = (MOST_LETTERS - len(to)) // 2
    return f"{line(first, limit=each)}{to}{line(last, limit=each)}"


def _first(title: str) -> str:
    """A title as a term in prose: an asterisk would end it."""
    first = title.split(" … ", maxsplit=1)[0].replace("*", "")
    return line(first, limit=MOST_LETTERS // 2)


def _saved(plan: PlanFacts) -> Iterator[str]:
    counts = plan.frame["action"].value_counts()
    for name, doing in (("cut", "cutting"), ("trim", "trimming"), ("merge", "merging")):
        if number := int(counts.get(name, 0)):
            yield f"{doing} {count(number, 'slide')} saves {clock.text(plan.savings[name])}"
    if plan.savings["faster"] >= 1:
        rate = plan.savings["faster"] / plan.planned_s
        yield f"speaking {percent(rate)} faster saves {clock.text(plan.savings['faster'])}"


def _reserve(plan: PlanFacts) -> str:
    left = plan.talk_s - plan.planned_s
    if left < 1:
        return "nothing is in reserve"
    return f"{clock.text(left)} in reserve, so that it fits {chance(plan.p)} of the time"


def _warnings(plan: PlanFacts) -> list[str]:
    more = len(plan.warnings) - MOST_WARNINGS
    return [*plan.warnings[:MOST_WARNINGS], *([f"… and {more} more."] if more > 0 else [])]


def next_words(plan: PlanFacts) -> str:
    """What to say next on the command line; empty where nothing is left to ask."""
    if not plan.rehearsed and plan.length_s is None:
        return "Next: say how long the talk takes today, --took 45:00."
    if not any(plan.savings.values()):
        return ""
    if not plan.points:
        return "Next: name up to three slides that are its point, such as --point 9,46."
    asked = next((one for one in plan.questions if one.kind == "needs"), None)
    if asked is not None:
        among = ",".join(map(str, asked.slides))
        return (
            f"Next: which of {among.replace(',', ', ')} does slide {asked.of} stand on? "
            f"--answer {asked.id}={among.rpartition(',')[2]} or --answer {asked.id}=none."
        )
    asked = next(iter(plan.questions), None)
    if asked is None:
        return ""
    title = f", {line(asked.title, limit=60)}" if asked.title else ""
    return (
        f"Next: {slides_named(asked.slides)}{title}, {clock.text(asked.seconds)}: keep, shorten or "
        f"drop? --answer {asked.id}={asked.proposed or 'drop'}."
    )


def slides_named(slides: Sequence[int]) -> str:
    """How a question names its slides: "slides 25–26", "slide 4"."""
    if len(slides) == 1:
        return f"slide {slides[0]}"
    return f"slides {slides[0]}–{slides[-1]}"


def whole(plan: PlanFacts) -> Document:
    """Every slide with its budget, after what the short plan says."""
    brief = short(plan)
    frame = plan.frame
    rows = [
        (
            row.position,
            row.title or "–",
            row.action,
            clock.text(row.estimate_s),
            "" if row.action in ("cut", "merge") else clock.text(row.budget_s),
            "" if row.action in ("cut", "merge") else clock.text(row.end_s),
            row.reason,
        )
        for row in frames.rows(frame)
    ]
    table = Table.of(
        "Slide by slide",
        [">#", "slide", "do", ">takes", ">budget", ">leave by", "*why"],
        rows,
        [_EMPHASIS[action] for action in frame["action"]],
    )
    return Document(brief.headline, brief.sentences, (*brief.tables, table), plan.warnings)
