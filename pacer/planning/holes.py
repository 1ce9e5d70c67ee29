"""What a plan leaves out: slides in a row that go, and where a sentence has to bridge them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacer.core import frames
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

# A hole of so many slides or more is bridged with a sentence.
BRIDGED = 2
MOST_TITLE = 44


@dataclass(frozen=True)
class Hole:
    """Slides in a row that go.

    Parameters
    ----------
    first, last : int
        Positions.
    slides : int
    seconds : float
    title : str
        From the first title to the last.
    after, after_key : int, str
        The slide before it that is shown, by position and key; 0 and "" where there is none.
    ends : bool
        Whether nothing is shown after it.
    reasons : tuple of str
    """

    first: int
    last: int
    slides: int
    seconds: float
    title: str
    after: int
    after_key: str
    ends: bool
    reasons: tuple[str, ...]

    @property
    def named(self) -> str:
        """Its positions, such as 12–16."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def is_bridged(self) -> bool:
        """Whether a sentence has to lead over it: it is long, and something stays on both sides."""
        return self.slides >= BRIDGED and self.after > 0 and not self.ends


def holes(plan: pd.DataFrame) -> list[Hole]:
    """Slides in a row that a plan cuts, in talk order.

    Parameters
    ----------
    plan : pandas.DataFrame
        PLAN, with a column `title`.
    """
    return list(_holes(list(frames.rows(plan))))


def _holes(rows: Sequence[Any]) -> Iterator[Hole]:
    shown = [at for at, row in enumerate(rows) if row.action in ("keep", "trim")]
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end].action == "cut":
            end += 1
        if end > at:
            its = rows[at:end]
            before = next((rows[one] for one in reversed(shown) if one < at), None)
            yield Hole(
                first=its[0].position,
                last=its[-1].position,
                slides=len(its),
                seconds=float(sum(row.estimate_s for row in its)),
                title=titled([row.title for row in its]),
                after=0 if before is None else before.position,
                after_key="" if before is None else before.slide_key,
                ends=not shown or shown[-1] < at,
                reasons=tuple(row.reason for row in its),
            )
        at = max(end, at + 1)


def titled(titles: Sequence[str]) -> str:
    """From the first title to the last.

    Examples
    --------
    >>> titled(["Agenda"]), titled(["Agenda", "", "The old design"])
    ('Agenda', 'Agenda … The old design')
    """
    named = list(dict.fromkeys(line(title, limit=MOST_TITLE) for title in titles if title))
    if len(named) < 2:
        return named[0] if named else "–"
    return f"{named[0]} … {named[-1]}"
