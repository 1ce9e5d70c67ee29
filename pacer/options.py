"""What a speaker may ask for beside the slot: each option once, with its default."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict

from pacer.core.errors import PacerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# A slide is named by its position, as speakers do, or by its key.
SlideName = int | str
# Slides with the moments at which they came up; pairs, where one came up again.
Clicks: TypeAlias = "Mapping[SlideName, str | float] | Iterable[tuple[SlideName, str | float]]"

# The chance of fitting that a plan is made for.
CHANCE: Final = 0.9
# Seconds left of a talk at which a room signals, as a chair would.
SIGNALS_S: Final = (600.0, 300.0, 60.0, 0.0)


@dataclass(frozen=True)
class PlanOptions:
    """How a plan is made.

    Parameters
    ----------
    p : float, optional
        The chance of fitting to plan for, above 0 and below 1; by default 0.9, and for a talk
        never rehearsed what `pacer.results.make_plan.chance_for` says.
    keep, cut : tuple of int or str
        Slides, by position or key, that stay whole or go.
    merge : tuple of int or str
        Slides that are told with the next one up.
    trim : mapping of int or str to time
        Slides that are trimmed to a time of the speaker's choice.
    faster : float, default 0
        How much faster than usual the speaker is willing to talk, such as 0.1 for a tenth.
    points : iterable of int or str
        Up to three slides that are the point of the talk, instead of those kept.
    answers : iterable of str
        Answers to the plan's questions, such as ``"25-26=drop"``, besides those kept.
    transcript : path-like, optional
        A transcript or recording of the talk to plan with, which is not kept; without a run it
        tells the seconds too.

    Raises
    ------
    PacerError
        If ``p`` is no chance.
    """

    p: float | None = None
    keep: Iterable[SlideName] = ()
    cut: Iterable[SlideName] = ()
    merge: Iterable[SlideName] = ()
    trim: Mapping[SlideName, str | float] = field(default_factory=dict)
    faster: float = 0.0
    points: Iterable[SlideName] = ()
    answers: Iterable[str] = ()
    transcript: str | Path | None = None

    def __post_init__(self) -> None:
        if self.p is not None and not 0 < self.p < 1:
            raise PacerError(f"p is {self.p}: give a chance above 0 and below 1, such as {CHANCE}")


class PlanWords(TypedDict, total=False):
    """`PlanOptions` as keywords, for `Talk.plan`."""

    p: float | None
    keep: Iterable[SlideName]
    cut: Iterable[SlideName]
    merge: Iterable[SlideName]
    trim: Mapping[SlideName, str | float]
    faster: float
    points: Iterable[SlideName]
    answers: Iterable[str]
    transcript: str | Path | None
