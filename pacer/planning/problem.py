"""What may be done with each slide, and what it would save and be worth: the planner's table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from pacer import judging
from pacer.core import frames
from pacer.planning.constraints import Action, follow, read_actions, read_prerequisites
from pacer.planning.repeats import Outline, outline
from pacer.planning.weights import BRIEF_KINDS, WEIGHTS
from pacer.planning.worths import to_shorten, worths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Unpack

    import numpy.typing as npt
    import pandas as pd

    from pacer.pacing import Pacing

    Floats = npt.NDArray[np.float64]


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
        Share of its worth that is left.
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

    @property
    def counts(self) -> bool:
        """Whether it is one of the trims of which there are to be few."""
        return self.action == "trim" and self.cost > WEIGHTS.brief


KEEP = Option("keep", 1.0, 1.0, 0.0)


@dataclass(frozen=True)
class Problem:
    """All a plan is made from; tuples and arrays have one entry a row of SLIDES.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    seconds : ndarray
        What each takes, adding up to the talk's length; 0 for hidden slides.
    worth : ndarray
        What each slide is worth to the talk, 0 to 8, times the speaker's star.
    outline : Outline
    heard : Heard
        What the worth comes from, and what to ask.
    options : tuple of tuple of Option
        Longest first; empty where the slide is hidden or has to go.
    must : frozenset of int
        Rows that have to stay in one of their options.
    decided : dict of int to str
        Why a row is not the planner's to decide.
    needs : tuple of (int, int)
        Hard prerequisites: the first row needs the second. A step of a build needs the next one,
        since half a build says nothing.
    max_trim_share : float
    staying : mapping of int to str
        What a plan to stay close to does with each row; empty without one.
    move : float
        What it costs to move a slide from there.
    """

    slides: pd.DataFrame
    seconds: Floats
    worth: Floats
    outline: Outline
    heard: judging.Heard
    options: tuple[tuple[Option, ...], ...]
    must: frozenset[int]
    decided: dict[int, str]
    needs: tuple[tuple[int, int], ...]
    max_trim_share: float
    staying: Mapping[int, str] = field(default_factory=dict)
    move: float = 0.0

    @property
    def shown(self) -> list[int]:
        """Rows of the slides that are not hidden."""
        return [row for row, hidden in enumerate(self.slides["hidden"]) if not hidden]

    def untouched(self) -> dict[int, Option]:
        """What happens where the planner proposes nothing."""
        return {row: self.options[row][0] for row in self.shown if self.options[row]}

    def value(self, row: int, option: Option) -> float:
        """What a plan gains by an option: its worth, less what every slide kept has to be worth.

        Below that it still counts a little, so that spare time is filled with the better slides.
        """
        worth = float(self.worth[row])
        filler = WEIGHTS.filler * worth
        return (
            max(worth * option.credit - WEIGHTS.kept, filler * option.credit)
            - option.cost
            + WEIGHTS.point * (row in self.points)
            + self._stays(row, option)
        )

    @cached_property
    def points(self) -> frozenset[int]:
        """Rows of the slides that the speaker named as the point of the talk."""
        keys = enumerate(self.slides["slide_key"])
        return frozenset(row for row, key in keys if key in self.heard.said.points)

    def _stays(self, row: int, option: Option) -> float:
        """What it counts to leave a slide where the plan to stay close to has it."""
        near = self.staying.get(row)
        return -self.move if near == "cut" else self.move * (near == option.action)


class Asked(TypedDict, total=False):
    """What a plan is asked to heed; `pose` says what each means.

    Parameters
    ----------
    heard : Heard, optional
        What each slide is worth and what to ask (`pacer.judging`); by default what its text says.
    actions : mapping of slide_key to action, optional
        The speaker's decisions: ``"keep"``, ``"cut"``, ``"merge"`` (with the next slide that is
        shown), ``"trim"`` or ``("trim", seconds)``.
    prerequisites : mapping of (slide_key, slide_key) to bool, or pairs, optional
        ``("b", "a"): True`` when b cannot be shown without a; False when it can.
    max_trim_share : float, default 0.2
        Share of the slides that stay which the plan may trim; one always may be, unless it is 0.
    """

    heard: judging.Heard | None
    actions: Mapping[str, Action] | None
    prerequisites: Mapping[tuple[str, str], bool] | Iterable[tuple[str, str]] | None
    max_trim_share: float


def pose(slides: pd.DataFrame, pacing: Pacing, **asked: Unpack[Asked]) -> Problem:
    """Gather what may be done with each slide.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES. Hidden ones are no part of the talk; locked ones are kept whole.
    pacing : Pacing
        The fitted model of the slides' seconds.
    asked
        See `Asked`.

    Raises
    ------
    PacerError
        If a decision names an unknown slide or action, contradicts another, or prerequisites
        go in a circle.
    """
    slides = frames.check(slides, frames.SLIDES)
    heard = asked.get("heard")
    keys = slides["slide_key"].tolist()
    rows = {key: row for row, key in enumerate(keys)}
    known = dict(zip(pacing.slide_keys, np.asarray(pacing.usual_s, dtype=float), strict=True))
    seconds = np.array([known.get(key, 0.0) for key in keys])
    seconds[slides["hidden"].to_numpy()] = 0.0
    content = outline(slides)
    if heard is None:
        judged = judging.judge(slides, seconds, timed=False)
        heard = judged.hear(judging.Said(), float(seconds.sum()) / 2)
    fixed = read_actions(slides, rows, asked.get("actions") or {})
    needs = read_prerequisites(slides, rows, asked.get("prerequisites"))
    decided = follow(slides, fixed, needs)
    shortened = {row: len(rows) for rows in to_shorten(slides, heard) for row in rows}
    options: list[tuple[Option, ...]] = []
    must: set[int] = set()
    for row, hidden in enumerate(slides["hidden"]):
        action, _ = decided.get(row, ("", ""))
        if hidden or action == "cut":
            options.append(())
            continue
        if action:
            must.add(row)
        made = _options(slides, seconds, content, row, action, fixed.get(row))
        if slides["slide_key"].iloc[row] in heard.said.points:
            # The point of the talk is told with its own slide up.
            made = tuple(one for one in made if one.action != "merge" or action)
        options.append(_to_shorten(made, shortened[row]) if row in shortened else made)
    return Problem(
        slides=slides,
        seconds=seconds,
        worth=worths(slides, seconds, content, heard),
        outline=content,
        heard=heard,
        options=tuple(options),
        must=frozenset(must),
        decided={row: why for row, (_, why) in decided.items()},
        needs=(*needs, *_steps(slides, content, decided)),
        max_trim_share=min(max(float(asked.get("max_trim_share", WEIGHTS.trim_share)), 0.0), 1.0),
    )


def _steps(
    slides: pd.DataFrame, content: Outline, decided: Mapping[int, object]
) -> Iterator[tuple[int, int]]:
    shown = [row for row, hidden in enumerate(slides["hidden"]) if not hidden]
    for row, after in pairwise(shown):
        # What the speaker decided for either stands.
        if content.steps[row] and row not in decided and after not in decided:
            yield row, after


def _options(
    slides: pd.DataFrame,
    seconds: Floats,
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
        return (Option("trim", scale, min(1.0, scale) ** WEIGHTS.trim_power, 0.0),)
    # Where the speaker asks for a trim, even a small one is meant.
    free = action != "trim"
    mean = seconds[row]
    lefts = trims(
        mean,
        slides["media_s"].iloc[row],
        WEIGHTS.least_saved_s if free else 0.0,
        WEIGHTS.least_left_s if free else 0.0,
    )
    kind = content.kinds[row]
    told = mean > WEIGHTS.brief_most_s
    if free and kind in BRIEF_KINDS and (not told or kind == "title"):
        if mean < WEIGHTS.brief_s + WEIGHTS.brief_saved_s:
            return (KEEP,)
        credit = WEIGHTS.told_credit if told else WEIGHTS.brief_credit
        return (KEEP, Option("trim", WEIGHTS.brief_s / mean, credit, WEIGHTS.brief))
    found = [
        Option(
            "trim", left / mean, (left / mean) ** WEIGHTS.trim_power, trim_cost(left / mean) * free
        )
        for left in lefts
    ]
    if not free:
        return tuple(found) or (KEEP,)
    if kind == "backup":
        return (KEEP,)
    if content.mergeable[row]:
        # Rather than trim a slide whose text is on the next one too, show the next one.
        return (KEEP, _merge(content, row, cost=WEIGHTS.merge))
    return (KEEP, *found)


def _to_shorten(made: tuple[Option, ...], slides: int) -> tuple[Option, ...]:
    """Options of a slide in a stretch that the speaker would shorten: the edit is his wish.

    A slide that is all of its stretch is meant itself: told whole, it says no more than trimmed.
    """
    trimmed = [one.credit for one in made if one.action == "trim"]
    whole = trimmed[0] if trimmed and slides == 1 else 1.0
    return tuple(
        replace(one, cost=0.0)
        if one.action == "trim"
        else replace(one, credit=min(one.credit, whole))
        for one in made
    )


def _merge(content: Outline, row: int, *, cost: float) -> Option:
    """Tell a slide with the next one up; what both say is said once."""
    scale = max(1 - WEIGHTS.merged_saves * content.shared[row], WEIGHTS.merged_least)
    return Option("merge", scale, WEIGHTS.merged_credit, cost)


def trim_cost(scale: float) -> float:
    """What trimming a slide to a share of its time costs, its lost worth apart.

    Examples
    --------
    >>> round(trim_cost(1.0), 2), round(trim_cost(0.25), 2)
    (0.5, 1.0)
    """
    return float(WEIGHTS.trim / scale**0.5)


def close_to(made: Problem, near: Mapping[int, str], move: float) -> Problem:
    """The same problem, in which moving a row from another plan's action costs something."""
    return replace(made, staying=near, move=move)


def faster(made: Problem, share: float) -> Problem:
    """The same problem for a speaker who talks faster by a share, such as 0.1.

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
    seconds: float,
    media_s: float = 0.0,
    saved_s: float = WEIGHTS.least_saved_s,
    left_s: float = 0.0,
) -> list[float]:
    """Seconds a slide may be trimmed to, longest first, on the clock's fives.

    Examples
    --------
    >>> trims(100), trims(30), trims(300, media_s=200)
    ([60.0], [], [])
    """
    rounded = WEIGHTS.round_s
    lefts = dict.fromkeys(
        round(seconds * share / rounded) * rounded for share in WEIGHTS.trim_shares
    )
    least = max(media_s, left_s, rounded)
    return [left for left in lefts if left >= least and seconds - left >= max(saved_s, 1.0)]
