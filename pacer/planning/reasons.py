"""Why a plan does what it does, in words a speaker understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core import clock
from pacer.core.text import line
from pacer.core.wording import percent
from pacer.planning.problem import PICTURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pacer.planning.problem import Task
    from pacer.planning.score import Chosen
    from pacer.planning.terms import Concept

MOST_NAMED = 3
LEAST_SAID = 4
_BY_KIND = {
    "title": "opens the talk",
    "conclusion": "the conclusion stays",
    "thanks": "closes the talk",
    "divider": "marks the section",
    "agenda": "shows the way",
    "recap": "picks up the thread",
}
_CUT_BY_KIND = {
    "title": "start with the first sentence instead",
    "conclusion": "say the conclusion in a sentence instead",
    "thanks": "leave the last slide up instead",
    "divider": "its section is short enough without it",
    "agenda": "a talk this short needs none",
    "recap": "repeats what was said",
    "backup": "stays at hand for questions",
}


def reasons(made: Task, chosen: Chosen) -> dict[int, str]:
    """A reason for what happens to each row that is not hidden."""
    return {row: _reason(made, chosen, row) for row in made.shown}


def _reason(made: Task, chosen: Chosen, row: int) -> str:
    option = chosen.get(row)
    decided = made.decided.get(row, "")
    if option is None:
        saved = f"saves {clock.text(made.seconds[row])}"
        return f"{saved}; {decided or _why_cut(made, chosen, row)}"
    if option.action == "merge":
        after = _next_shown(made, row)
        same = f"{percent(made.outline.shared[row])} the same words"
        return (
            f"{_places(made, [row])}+{_places(made, [after])}: {decided or same}; "
            f"say what is new with {_places(made, [after])} up"
        )
    why = decided or _why_kept(made, chosen, row)
    if option.action == "trim":
        left = made.seconds[row] * option.scale
        return f"say it in {clock.text(left)}, saves {clock.text(made.seconds[row] - left)}" + (
            f"; {why}" if why else ""
        )
    return why or "worth its time"


def _why_cut(made: Task, chosen: Chosen, row: int) -> str:
    kind = made.outline.kinds[row]
    if kind != "content":
        return _CUT_BY_KIND[kind]
    terms = _terms_on(made, row)
    if not terms and made.slides["body_words"].iloc[row] < PICTURE_WORDS:
        return "a picture: look whether what stays needs it"
    if not terms:
        return "none of the talk's terms hang on it"
    gone = [concept for concept in terms if not _covering(chosen, concept)]
    still = sorted({other for concept in terms for other in _covering(chosen, concept)})
    if gone:
        lost = f"loses {_names(gone)}"
        rest = len(terms) - len(gone)
        return lost + (
            f"; its other terms are still on {_some(made, terms, chosen)}" if rest else ""
        )
    one = len(terms) == 1
    where = _some(made, terms, chosen) if still else ""
    return (
        f"{_names(terms) if one else 'its terms'} {'is' if one else 'are'} still covered on {where}"
    )


def _some(made: Task, terms: Sequence[Concept], chosen: Chosen) -> str:
    """The fewest slides that still cover the terms, found greedily."""
    left = [set(_covering(chosen, concept)) for concept in terms]
    left = [rows for rows in left if rows]
    named: list[int] = []
    while left and len(named) < MOST_NAMED:
        often = max(
            sorted({row for rows in left for row in rows}),
            key=lambda row: sum(row in rows for rows in left),
        )
        named.append(often)
        left = [rows for rows in left if often not in rows]
    places = _places(made, sorted(named))
    return f"{places.replace(' and ', ', ')} and more" if left else places


def _why_kept(made: Task, chosen: Chosen, row: int) -> str:
    kind = made.outline.kinds[row]
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    introduced = [
        (concept, users)
        for concept in made.outline.concepts
        if row in concept.introduced
        and (users := [use for use in concept.needed if use in chosen and use != row])
        and not any(other != row and other in chosen for other in concept.introduced)
    ]
    if introduced:
        # The term used most of all is the one a speaker thinks of.
        concept, users = max(introduced, key=lambda pair: (pair[0].weight, len(pair[1])))
        verb = "uses" if len(users) == 1 else "use"
        return f"{_places(made, users)} {verb} {_names([concept])}, introduced here"
    only = [concept for concept in _terms_on(made, row) if _covering(chosen, concept) == [row]]
    if only:
        return f"all that is left on {_names(only)}"
    alone = [rows for rows in made.sections if row in rows and sum(r in chosen for r in rows) == 1]
    section = made.slides["section"].iloc[row]
    if alone and section:
        return f"all that is left of {line(section, limit=60)}"
    if made.slides["value"].iloc[row] > 1:
        return "you starred it"
    terms = _terms_on(made, row)
    return f"on {_names(terms)}" if terms else ""


def lost_terms(made: Task, chosen: Chosen) -> tuple[str, ...]:
    """Terms of the talk that no slide is left to cover, heaviest first."""
    return tuple(
        concept.term for concept in made.outline.concepts if not _covering(chosen, concept)
    )


def dangling(made: Task, chosen: Chosen) -> tuple[str, ...]:
    """A warning for each cut introduction whose terms are still used, in deck order."""
    found: dict[int, list[Concept]] = {}
    for concept in made.outline.concepts:
        gone = concept.introduced and not any(row in chosen for row in concept.introduced)
        if gone and _users(made, chosen, concept):
            found.setdefault(concept.introduced[-1], []).append(concept)
    return tuple(_warning(made, chosen, row, found[row][:MOST_NAMED]) for row in sorted(found))


def _warning(made: Task, chosen: Chosen, row: int, concepts: Sequence[Concept]) -> str:
    users = sorted({use for concept in concepts for use in _users(made, chosen, concept)})
    verb = "uses" if len(users) == 1 else "use"
    said = ""
    for text in made.slides["text"].iloc[row].split("\n")[1:]:
        # A heading says no more than the term itself.
        if text.count(" ") >= LEAST_SAID and any(
            concept.term.casefold() in text.casefold() for concept in concepts
        ):
            said = f": there it says “{line(text, limit=90)}”"
            break
    return (
        f"{_places(made, users)} {verb} {_names(concepts)}, introduced on "
        f"{_places(made, [row])}, which is cut; say in a sentence on {_places(made, users[:1])} "
        f"what {'it is' if len(concepts) == 1 else 'they are'}{said}"
    )


def _users(made: Task, chosen: Chosen, concept: Concept) -> list[int]:
    return [
        row
        for row in concept.needed
        if row in chosen and not any((row, first) in made.refused for first in concept.introduced)
    ]


def _terms_on(made: Task, row: int) -> list[Concept]:
    return [concept for concept in made.outline.concepts if row in concept.credit]


def _covering(chosen: Chosen, concept: Concept) -> list[int]:
    return sorted(row for row in concept.credit if row in chosen)


def _next_shown(made: Task, row: int) -> int:
    return next(other for other in made.shown if other > row)


def _places(made: Task, rows: Iterable[int]) -> str:
    named = [str(made.slides["position"].iloc[row]) for row in rows]
    shown = named[: MOST_NAMED + 1]
    if len(named) > len(shown):
        return f"{', '.join(shown[:MOST_NAMED])} and {len(named) - MOST_NAMED} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _names(concepts: Sequence[Concept]) -> str:
    named = [f"*{line(concept.term, limit=40)}*" for concept in concepts[:MOST_NAMED]]
    more = len(concepts) - len(named)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
