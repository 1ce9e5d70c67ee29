"""What may be done with each slide, and what it would save and cost: the planner's table.

The unit of worth is one ordinary slide: a talk of 30 content slides is worth about 30, half for
the slides themselves and half for the terms they cover together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pacer.core import frames
from pacer.planning.constraints import Action, follow, read_actions, read_prerequisites
from pacer.planning.terms import Outline, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy.typing as npt
    import pandas as pd

    from pacer.pacing import Pacing

# Half of a talk's worth is its slides as such, half the terms they cover.
OWN_SHARE = 0.5
# What the deck's furniture is worth beside an ordinary slide.
KIND_WORTH = {
    "content": 1.0,
    "title": 3.0,
    "conclusion": 2.5,
    "thanks": 0.6,
    "divider": 0.9,
    "agenda": 0.4,
    "recap": 0.4,
    "backup": 0.02,
}
# The first slide after the title is the hook, the last before the thanks the message to go home
# with.
ENDS_WORTH = 2.0
# A slide the speaker dwells on matters more, but less than in proportion: its worth goes with
# this power of its seconds, within bounds; a term's with half of it.
DWELT_POWER, LEAST_DWELT, MOST_DWELT = 0.8, 0.02, 4.0
# A slide that flashes by covers its terms only in part, by this power of its seconds: it was
# short because another had explained them.
COVER_POWER = 0.5
# The text of a picture says nothing about its terms, so the slide itself counts for more.
PICTURE_WORDS, PICTURE_SHARE = 8, 0.8
# Share of its time a trimmed slide keeps; long slides may also be cut down to the point they
# make. More levels cost the solver more than they bring: see the benchmark.
TRIM_SHARES = (0.6,)
TRIM_SHARES_LONG, LONG_S = (0.3,), 300.0
# A trim nobody would notice is not worth rehearsing, nor is a slide that only flashes by.
LEAST_SAVED_S, LEAST_LEFT_S, ROUND_S = 30.0, 30.0, 5.0
# What a trimmed slide says in half the time is worth more than half: it still makes its point.
TRIM_POWER = 0.7
# The deck's furniture can be shown for a moment and does its work.
BRIEF = frozenset({"title", "agenda", "divider", "recap", "thanks"})
BRIEF_S, BRIEF_SAVED_S, BRIEF_CREDIT, BRIEF_COST = 20.0, 15.0, 0.8, 0.05
# A merged slide is still told, with the next slide up; what is saved is the part said twice.
MERGED_SAVES, MERGED_LEAST = 0.5, 0.5
MERGED_CREDIT = 0.9
# Each edit is work to rehearse, so it costs, a trim the more the deeper it goes; a gap is a
# transition to invent.
TRIM_COST, MERGE_COST, CUT_COST, GAP_COST = 0.25, 0.15, 0.02, 0.15
# Using a term whose introduction is cut costs a little more than its worth: better leave it out.
DANGLING_COST = 1.25
# What is left of a part of the talk (a section, or a fifth where there are none) tells the more
# the less of it there is: up to each share of its time, an ordinary slide's time is worth so
# much more.
PART_WORTH = ((0.2, 1.5), (0.45, 0.5))
MOST_STRETCHES, LEAST_IN_STRETCH = 5, 4
# At most this share of the slides that stay may be trimmed: more, and all is rushed.
MAX_TRIM_SHARE = 0.2


@dataclass(frozen=True)
class Option:
    """One thing that may be done with one slide; doing nothing of the kind cuts it.

    Parameters
    ----------
    action : str
        ``keep``, ``trim`` or ``merge``.
    scale : float
        Share of its estimated seconds it still takes.
    credit : float
        Share of its worth and of its cover of terms that is left.
    cost : float
        For the edit; 0 where the speaker decided it.
    pace : float
        The part of `scale` that comes from speaking faster; 1 at the speaker's own rate.
    """

    action: str
    scale: float
    credit: float
    cost: float
    pace: float = 1.0


KEEP = Option("keep", 1.0, 1.0, 0.0)


@dataclass(frozen=True)
class Task:
    """All a plan is made from; tuples and arrays have one entry a row of SLIDES.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    seconds : ndarray
        Mean seconds expected; 0 for hidden slides.
    worth : ndarray
        Each slide's own worth, terms apart.
    outline : Outline
    term_worth : ndarray
        What each concept of the outline is worth.
    credit : tuple of dict of int to float
        For each concept, how much of it each row covers; all of them together cover it whole.
    options : tuple of tuple of Option
        Longest first; empty where the slide is hidden or has to go.
    must : frozenset of int
        Rows that have to stay in one of their options.
    decided : dict of int to str
        Why a row is not the planner's to decide.
    needs : tuple of (int, int)
        Hard prerequisites: the first row needs the second. A step of a build needs the next one,
        since half a build says nothing.
    refused : frozenset of (int, int)
        Pairs the speaker said are none.
    max_trim_share : float
    """

    slides: pd.DataFrame
    seconds: npt.NDArray[np.float64]
    worth: npt.NDArray[np.float64]
    outline: Outline
    term_worth: npt.NDArray[np.float64]
    credit: tuple[dict[int, float], ...]
    options: tuple[tuple[Option, ...], ...]
    must: frozenset[int]
    decided: dict[int, str]
    needs: tuple[tuple[int, int], ...]
    refused: frozenset[tuple[int, int]]
    max_trim_share: float

    @property
    def shown(self) -> list[int]:
        """Rows of the slides that are not hidden."""
        return [row for row, hidden in enumerate(self.slides["hidden"]) if not hidden]

    @cached_property
    def sections(self) -> list[list[int]]:
        """Rows of each section that has to keep a slide; backup slides make none."""
        found: dict[str, list[int]] = {}
        for row in self.shown:
            if self.outline.kinds[row] not in ("backup", "thanks") and self.options[row]:
                found.setdefault(self.slides["section"].iloc[row], []).append(row)
        # A divider alone is no section: it counts only where there is nothing else.
        return [
            [row for row in rows if self.outline.kinds[row] not in ("divider", "agenda")] or rows
            for rows in found.values()
        ]

    @property
    def parts(self) -> list[list[int]]:
        """Rows of each part of the talk: sections, or stretches where there are none."""
        rows = [row for row in self.shown if self.outline.kinds[row] == "content"]
        named = self.slides["section"].to_numpy()[rows]
        if len(set(named)) > 1:
            return [
                [rows[k] for k in np.flatnonzero(named == name)] for name in dict.fromkeys(named)
            ]
        count = min(MOST_STRETCHES, len(rows) // LEAST_IN_STRETCH)
        whole = self.seconds[rows].sum()
        if count < 2 or whole <= 0:
            return []
        # A slide belongs to the stretch in which its middle lies.
        middle = (np.cumsum(self.seconds[rows]) - self.seconds[rows] / 2) / whole
        stretch = np.minimum((middle * count).astype(int), count - 1)
        return [[rows[k] for k in np.flatnonzero(stretch == one)] for one in range(count)]

    @property
    def ordinary_s(self) -> float:
        """Seconds of an ordinary slide: the mean over those with content."""
        rows = [
            row
            for row in self.shown
            if self.outline.kinds[row] == "content" and self.seconds[row] > 0
        ]
        return float(self.seconds[rows].mean()) if rows else 1.0

    def untouched(self) -> dict[int, Option]:
        """What happens where the planner proposes nothing."""
        return {row: self.options[row][0] for row in self.shown if self.options[row]}


def task(
    slides: pd.DataFrame,
    pacing: Pacing,
    *,
    actions: Mapping[str, Action] | None = None,
    prerequisites: Mapping[tuple[str, str], bool] | Iterable[tuple[str, str]] | None = None,
    max_trim_share: float = MAX_TRIM_SHARE,
) -> Task:
    """Gather what may be done with each slide.

    Raises
    ------
    PacerError
        If a decision names an unknown slide or action, contradicts another, or prerequisites
        go in a circle.
    """
    slides = frames.check(slides, frames.SLIDES)
    keys = slides["slide_key"].tolist()
    rows = {key: row for row, key in enumerate(keys)}
    known = dict(zip(pacing.slide_keys, np.asarray(pacing.mean_s, dtype=float), strict=True))
    seconds = np.array([known.get(key, 0.0) for key in keys])
    seconds[slides["hidden"].to_numpy()] = 0.0
    content = _held(outline(slides), seconds)
    fixed = read_actions(slides, rows, actions or {})
    needs, refused = read_prerequisites(slides, rows, prerequisites)
    decided = follow(slides, fixed, needs)
    options: list[tuple[Option, ...]] = []
    must: set[int] = set()
    for row, hidden in enumerate(slides["hidden"]):
        action, _ = decided.get(row, ("", ""))
        if hidden or action == "cut":
            options.append(())
            continue
        if action:
            must.add(row)
        options.append(_options(slides, seconds, content, row, action, fixed.get(row)))
    worth, term_worth = _worth(slides, seconds, content)
    return Task(
        slides=slides,
        seconds=seconds,
        worth=worth,
        term_worth=term_worth,
        credit=_credit(seconds, content),
        outline=content,
        options=tuple(options),
        must=frozenset(must),
        decided={row: why for row, (_, why) in decided.items()},
        needs=(*needs, *_steps(slides, content, decided)),
        refused=refused,
        max_trim_share=min(max(float(max_trim_share), 0.0), 1.0),
    )


def _steps(
    slides: pd.DataFrame, content: Outline, decided: Mapping[int, object]
) -> Iterator[tuple[int, int]]:
    shown = [row for row, hidden in enumerate(slides["hidden"]) if not hidden]
    for row, after in pairwise(shown):
        # What the speaker decided for either stands.
        if content.steps[row] and row not in decided and after not in decided:
            yield row, after


def _worth(
    slides: pd.DataFrame, seconds: npt.NDArray[np.float64], content: Outline
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Each slide's own worth, and each term's."""
    ordinary = (
        np.array([kind == "content" for kind in content.kinds], dtype=bool)
        & ~slides["hidden"].to_numpy()
    )
    usual = seconds[ordinary & (seconds > 0)]
    dwelt = (seconds / (usual.mean() if len(usual) else 1.0)) ** DWELT_POWER
    dwelt = np.where(ordinary, np.clip(dwelt, LEAST_DWELT, MOST_DWELT), 1.0)
    by_kind = np.array([KIND_WORTH[kind] for kind in content.kinds])
    content_rows = np.flatnonzero(ordinary)
    by_kind[content_rows[[0, -1]] if len(content_rows) > 1 else []] = ENDS_WORTH
    value = np.nan_to_num(slides["value"].to_numpy(float), nan=1.0).clip(0.0, 100.0)
    # A star also vouches for the terms a slide covers, which are counted apart.
    words = slides["body_words"].to_numpy() + slides["notes_words"].to_numpy()
    share = np.where(words < PICTURE_WORDS, PICTURE_SHARE, OWN_SHARE)
    own = share * by_kind * dwelt * value + (1 - share) * (value - 1).clip(0.0)
    terms = np.array(
        [
            concept.weight * float(np.mean(dwelt[list(concept.credit)])) ** 0.5
            for concept in content.concepts
        ]
    )
    if len(terms):
        terms *= (1 - OWN_SHARE) * ordinary.sum() / terms.sum()
    return own, terms


def _held(content: Outline, seconds: npt.NDArray[np.float64]) -> Outline:
    """The same outline; of a build's steps, the one held longest introduces its terms."""

    def longest(rows: tuple[int, ...]) -> tuple[int, ...]:
        return (max(rows, key=lambda row: seconds[row]),) if rows else ()

    return replace(
        content,
        concepts=tuple(
            replace(concept, introduced=longest(concept.introduced)) for concept in content.concepts
        ),
    )


def _credit(seconds: npt.NDArray[np.float64], content: Outline) -> tuple[dict[int, float], ...]:
    """How much of each term each row covers, given how long it is held."""
    usual = [s for s, kind in zip(seconds, content.kinds, strict=True) if kind == "content" and s]
    ordinary_s = float(np.mean(usual)) if usual else 1.0
    # The steps of a build are one slide: they share what it covers by their time.
    held = np.zeros(len(seconds))
    steps: list[int] = []
    for row, goes_on in enumerate(content.steps):
        steps.append(row)
        if not goes_on:
            whole = float(seconds[steps].sum())
            if whole > 0:
                held[steps] = min(whole / ordinary_s, 1.0) ** COVER_POWER * seconds[steps] / whole
            steps = []
    found = []
    for concept in content.concepts:
        credit = {row: part * float(held[row]) for row, part in concept.credit.items()}
        whole = sum(credit.values())
        found.append({row: part / min(whole, 1.0) for row, part in credit.items() if part})
    return tuple(found)


def _options(
    slides: pd.DataFrame,
    seconds: npt.NDArray[np.float64],
    content: Outline,
    row: int,
    action: str,
    wish: Action | None,
) -> tuple[Option, ...]:
    """Options for a slide that is shown, longest first."""
    if action == "keep":
        return (KEEP,)
    if action == "merge":
        return (_merge(content, row, cost=0.0),)
    if isinstance(wish, tuple):
        scale = wish[1] / seconds[row] if seconds[row] > 0 else 1.0
        return (Option("trim", scale, min(1.0, scale) ** TRIM_POWER, 0.0),)
    # Where the speaker asks for a trim, even a small one is meant.
    free = action != "trim"
    mean = seconds[row]
    lefts = trims(
        mean,
        slides["media_s"].iloc[row],
        LEAST_SAVED_S if free else 0.0,
        LEAST_LEFT_S if free else 0.0,
    )
    kind = content.kinds[row]
    if free and kind in BRIEF:
        if mean < BRIEF_S + BRIEF_SAVED_S:
            return (KEEP,)
        return (KEEP, Option("trim", BRIEF_S / mean, BRIEF_CREDIT, BRIEF_COST))
    found = [
        Option("trim", left / mean, (left / mean) ** TRIM_POWER, trim_cost(left / mean) * free)
        for left in lefts
    ]
    if not free:
        return tuple(found) or (KEEP,)
    if kind == "backup":
        return (KEEP,)
    if content.mergeable[row]:
        # Rather than trim a slide whose text is on the next one too, show the next one.
        return (KEEP, _merge(content, row, cost=MERGE_COST))
    return (KEEP, *found)


def _merge(content: Outline, row: int, *, cost: float) -> Option:
    """Tell a slide with the next one up; what both say is said once."""
    scale = max(1 - MERGED_SAVES * content.shared[row], MERGED_LEAST)
    return Option("merge", scale, MERGED_CREDIT, cost)


def trim_cost(scale: float) -> float:
    """What trimming a slide to a share of its time costs, its lost worth apart.

    Examples
    --------
    >>> round(trim_cost(1.0), 2), round(trim_cost(0.25), 2)
    (0.25, 0.5)
    """
    return float(TRIM_COST / scale**0.5)


def faster(made: Task, share: float) -> Task:
    """The same task for a speaker who talks faster by a share, such as 0.1.

    Videos keep their length, and so does a slide the speaker gave a time of its own.
    """
    if not share:
        return made
    media = made.slides["media_s"].to_numpy()
    options = []
    for row, choices in enumerate(made.options):
        fixed = min(float(media[row]), float(made.seconds[row]))
        mean = float(made.seconds[row])
        pace = (fixed + (mean - fixed) / (1 + share)) / mean if mean > 0 else 1.0
        own = len(choices) == 1 and choices[0].action == "trim"
        options.append(
            choices if own else tuple(replace(o, scale=o.scale * pace, pace=pace) for o in choices)
        )
    return replace(made, options=tuple(options))


def trims(
    seconds: float, media_s: float = 0.0, saved_s: float = LEAST_SAVED_S, left_s: float = 0.0
) -> list[float]:
    """Seconds a slide may be trimmed to, longest first, on the clock's fives.

    Examples
    --------
    >>> trims(100), trims(30), trims(300), trims(300, media_s=120)
    ([60.0], [], [180.0, 90.0], [180.0])
    """
    shares = (*TRIM_SHARES, *TRIM_SHARES_LONG) if seconds >= LONG_S else TRIM_SHARES
    lefts = dict.fromkeys(round(seconds * share / ROUND_S) * ROUND_S for share in shares)
    least = max(media_s, left_s, ROUND_S)
    return [left for left in lefts if left >= least and seconds - left >= max(saved_s, 1.0)]
