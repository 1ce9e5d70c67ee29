"""Runs compared, in words and tables: "am I getting there?"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pacer.compare.runs import ComparedRuns, compare_runs
from pacer.render.document import Document, Result
from pacer.results import comparison_tables, comparison_words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(ComparedRuns, Result):
    """What `Talk.compare` answers: sentences first, then the frames they rest on.

    See `pacer.compare.runs.ComparedRuns` for the frames.
    """

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer to "am I getting there?", most telling first."""
        return tuple(
            comparison_words.sentences(
                self.totals, self.slides, self.drift, talk_s=self.talk_s, has_plan=self.has_plan
            )
        )

    def document(self) -> Document:
        """Lay out the answer: sentences, then runs, then slides."""
        first, *more = self.sentences
        if not len(self.totals):
            return Document(first, tuple(more))
        runs = comparison_tables.totals(self.totals)
        slides = comparison_tables.slides(self.slides, self.seconds, has_plan=self.has_plan)
        return Document(first, tuple(more), (runs, slides))


def compare(
    slides: pd.DataFrame,
    runs: pd.DataFrame,
    visits: pd.DataFrame,
    dwell: pd.DataFrame,
    **how: Any,
) -> Comparison:
    """Compare runs and put it into words; see `pacer.compare.runs.compare_runs`."""
    return Comparison(**vars(compare_runs(slides, runs, visits, dwell, **how)))
