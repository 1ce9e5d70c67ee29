"""What a plan knows of itself, before it is said or drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacer.core import clock
from pacer.core.wording import chance
from pacer.planning.outcome import PlanOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacer.deck import Deck
    from pacer.export.cues import Spoken


@dataclass(frozen=True, repr=False)
class PlanFacts(PlanOutcome):
    """What to keep, trim, merge and cut, with each slide's budget and reason.

    See `pacer.planning.outcome.PlanOutcome` for its figures.

    Parameters
    ----------
    deck : Deck, optional
        What `pacer.Plan.export` writes a copy of.
    rehearsed : bool
        Whether any run stands behind the slides' seconds.
    length_s : float or None
        How long the talk takes today, where the speaker said so and no run tells.
    points : tuple of int
        Positions of the slides that are its point.
    basis : str
        What the plan goes by, where that is not a run: one sentence, or nothing.
    moved : str
        What became of other slides because of those kept by hand: one sentence, or nothing.
    spoken : mapping of slide_key to Spoken
        Slides shortened by their sentences: which are left out, and the rest.
    """

    deck: Deck | None = field(default=None, compare=False)
    rehearsed: bool = True
    length_s: float | None = None
    points: tuple[int, ...] = ()
    basis: str = ""
    moved: str = ""
    spoken: Mapping[str, Spoken] = field(default_factory=dict, compare=False)

    @property
    def headline(self) -> str:
        """What the plan comes to, in one line."""
        counts = self.frame["action"].value_counts()
        shown = len(self.frame) - int(counts.get("cut", 0)) - int(counts.get("merge", 0))
        return (
            f"{clock.text(self.planned_s)} of {clock.text(self.whole_s)} on {shown} of "
            f"{len(self.frame)} slides for {clock.text(self.talk_s)} of talk time: fits "
            f"{chance(self.p_fits)} of the time"
        )

    @property
    def whole_s(self) -> float:
        """Seconds that the whole talk takes today."""
        return float(self.frame["estimate_s"].sum())
