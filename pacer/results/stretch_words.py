"""A plan by its stretches: what becomes of each, in one sentence, and what a decision moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pacer.core import clock, frames
from pacer.core.text import line
from pacer.judging.belief import BANDS
from pacer.planning.holes import Hole, holes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

# What becomes of a stretch: nothing of it is shown, all of it as it is, or anything between.
GOES, SHORTENED, STAYS = "goes", "shortened", "stays"
MOST_FACTS, MOST_MOVED, MOST_TITLE = 2, 6, 40
_SAID: Final = {"you decided", *(f"you said {answer}" for answer in BANDS)}
_MOVED: Final = {
    "cut": ("goes", "go"),
    "trim": ("is shortened", "are shortened"),
    "merge": ("is told with the next", "are told with the next"),
    "keep": ("stays", "stay"),
}


@dataclass(frozen=True)
class StretchLine:
    """A stretch in a plan.

    Parameters
    ----------
    first, last : int
        Positions.
    fate : str
        ``"goes"``, ``"shortened"`` or ``"stays"``.
    now_s, plan_s : float
        What it takes today, and what the plan grants it.
    says : str
        One sentence; empty where there is nothing to say.
    """

    first: int
    last: int
    fate: str
    now_s: float
    plan_s: float
    says: str


def stretch_lines(plan: pd.DataFrame, spans: Iterable[tuple[int, int]]) -> list[StretchLine]:
    """What becomes of each stretch.

    Parameters
    ----------
    plan : pandas.DataFrame
        PLAN, with a column `title`.
    spans : iterable of (int, int)
        First and last position of each stretch, in talk order.
    """
    rows = {row.position: row for row in frames.rows(plan)}
    bridges = {hole.first: hole for hole in holes(plan) if hole.is_bridged}
    found = []
    for first, last in spans:
        its = [rows[at] for at in range(first, last + 1) if at in rows]
        fate = fate_of([row.action for row in its])
        found.append(
            StretchLine(
                first,
                last,
                fate,
                float(sum(row.estimate_s for row in its)),
                float(sum(row.budget_s for row in its)),
                _says(fate, its, [bridges[row.position] for row in its if row.position in bridges]),
            )
        )
    return found


def fate_of(actions: Sequence[str]) -> str:
    """What becomes of slides that belong together.

    Examples
    --------
    >>> fate_of(["cut", "cut"]), fate_of(["keep"]), fate_of(["keep", "trim"])
    ('goes', 'stays', 'shortened')
    """
    if all(action == "cut" for action in actions):
        return GOES
    return STAYS if all(action == "keep" for action in actions) else SHORTENED


def _says(fate: str, rows: Sequence[Any], bridges: Sequence[Hole]) -> str:
    parts = []
    if fate == SHORTENED:
        parts.append(_what_stays(rows))
    parts += _facts(fate, rows)
    parts += [
        f"say on {hole.after} in a sentence what *{_first(hole.title)}* is" for hole in bridges
    ]
    return "; ".join(parts)


def _first(title: str) -> str:
    """A title as a term in prose: an asterisk would end it."""
    return line(title.split(" … ", maxsplit=1)[0].replace("*", ""), limit=MOST_TITLE)


def _what_stays(rows: Sequence[Any]) -> str:
    by: dict[str, list[int]] = {}
    for row in rows:
        by.setdefault(row.action, []).append(row.position)
    cut, kept = by.get("cut", []), by.get("keep", [])
    parts = []
    if len(cut) > 1 and len(kept) == 1 and len(cut) + 1 == len(rows):
        return f"only {kept[0]} stays"
    if cut:
        parts.append(f"{ranges(cut)} {_MOVED['cut'][len(cut) > 1]}")
    parts += [
        f"{row.position} in {clock.text(row.budget_s)}" for row in rows if row.action == "trim"
    ]
    parts += [f"{row.position} with the next one up" for row in rows if row.action == "merge"]
    return ", ".join(parts)


def _facts(fate: str, rows: Sequence[Any]) -> list[str]:
    """What is so of the slides; said once where it is so of all.

    Of a stretch that goes only what is so of half of it: a slide or two are no reason. Of one that
    is shortened only what the speaker said.
    """
    facts = {row.position: fact_of(row.action, row.reason) for row in rows}
    facts = {at: fact for at, fact in facts.items() if fact and _counts(fate, fact)}
    if len(facts) == len(rows) and len(set(facts.values())) == 1:
        return [*facts.values()][:1]
    if fate == GOES and 2 * len(facts) < len(rows):
        return []
    return [f"{at}: {fact}" for at, fact in facts.items()][:MOST_FACTS]


def _counts(fate: str, fact: str) -> bool:
    if fact in _SAID:  # a room shows it where it shows what becomes of a stretch
        return False
    return fate != SHORTENED or "you" in fact.split()


def fact_of(action: str, reason: str) -> str:
    """The reason of a slide without what it saves, which is said in minutes.

    Examples
    --------
    >>> fact_of("cut", "saves 0:40; you said drop"), fact_of("cut", "saves 0:40")
    ('you said drop', '')
    """
    if action in ("cut", "trim"):
        return "; ".join(reason.split("; ")[1:])
    return "" if action == "merge" else reason


def ranges(positions: Sequence[int]) -> str:
    """Positions in a row drawn together.

    Examples
    --------
    >>> ranges([10, 11, 12, 15])
    '10–12, 15'
    """
    found: list[list[int]] = []
    for position in positions:
        if found and position == found[-1][1] + 1:
            found[-1][1] = position
        else:
            found.append([position, position])
    named = [str(a) if a == b else f"{a}–{b}" for a, b in found]
    more = [f"{len(named) - MOST_MOVED} more"] if len(named) > MOST_MOVED else []
    return ", ".join([*named[:MOST_MOVED], *more])


def moved(
    was: Mapping[str, str], plan: pd.DataFrame, spare: Iterable[str] = ()
) -> tuple[list[int], str]:
    """Which slides something else became of than before.

    Parameters
    ----------
    was : mapping of slide_key to action
        The plan before.
    plan : pandas.DataFrame
        PLAN.
    spare : iterable of str
        Keys of slides that are not counted: those decided on.

    Returns
    -------
    list of int, str
        Their positions, and what became of them in words: ``"12 and 13 go; 20 stays"``.
    """
    but = set(spare)
    by: dict[str, list[int]] = {}
    for row in frames.rows(plan):
        if row.slide_key not in but and was.get(row.slide_key, row.action) != row.action:
            by.setdefault(row.action, []).append(row.position)
    said = "; ".join(f"{ranges(at)} {_MOVED[action][len(at) > 1]}" for action, at in by.items())
    return sorted(at for each in by.values() for at in each), said
