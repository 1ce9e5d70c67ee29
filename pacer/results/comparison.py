"""Runs compared, in words and tables: "am I getting there?"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pacer import runs
from pacer.compare.runs import ComparedRuns, compare_runs
from pacer.core.errors import PacerError
from pacer.render.document import Document
from pacer.render.result import Result
from pacer.results import comparison_tables, comparison_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from pacer.planning.outcome import PlanOutcome
    from pacer.project import Project


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
    recorded: pd.DataFrame,
    visits: pd.DataFrame,
    dwell: pd.DataFrame,
    **how: Any,
) -> Comparison:
    """Compare runs and put it into words; see `pacer.compare.runs.compare_runs`."""
    return Comparison(**vars(compare_runs(slides, recorded, visits, dwell, **how)))


def compare_project(
    project: Project,
    run_ids: Iterable[str] | None = None,
    *,
    plan: PlanOutcome | None = None,
    talk_s: float | None = None,
) -> Comparison:
    """Compare the runs of a talk, or some of them, with each other and with a plan.

    Parameters
    ----------
    project : Project
    run_ids : iterable of str, optional
        Those to compare; by default all that say something of the pace.
    plan : PlanOutcome, optional
        Its budgets are what the runs are held against, instead of the deck's targets.
    talk_s : float, optional
        Seconds to speak in.

    Raises
    ------
    PacerError
        If there is no such run.
    """
    loaded, slides = project.loaded, project.slides
    chosen = project.taught if run_ids is None else _chosen(loaded.runs, set(run_ids))
    planned = (
        slides.set_index("slide_key")["target_s"].dropna()
        if plan is None
        else plan.frame.set_index("slide_key")["budget_s"]
    )
    visits, dwell, marks = (
        frame[frame["run_id"].isin(chosen["run_id"])]
        for frame in (project.visits, project.dwell, loaded.marks)
    )
    return compare(
        slides,
        chosen,
        visits,
        dwell,
        planned=planned if len(planned) else None,
        talk_s=talk_s,
        titles=_titles_gone(loaded.slides_seen),
        marks=marks,
        spoken=_spoken(project.folder, visits),
    )


def _chosen(recorded: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    if unknown := wanted - set(recorded["run_id"]):
        raise PacerError(
            f"no run {', '.join(sorted(unknown))}; there are {', '.join(recorded['run_id'])}"
        )
    return recorded[recorded["run_id"].isin(wanted)]


def _titles_gone(slides_seen: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The title of every slide a run has seen, by the key it has once it is gone."""
    return {
        runs.GONE + key: title
        for seen in slides_seen.values()
        for key, title in zip(seen["slide_key"], seen["title"], strict=True)
    }


def _spoken(folder: Path, visits: pd.DataFrame) -> pd.DataFrame | None:
    """How much of each visit is speech, where there is sound that can be heard."""
    from pacer import audio

    try:
        takes = audio.takes(folder)
        return audio.by_visit(visits, takes) if len(takes) else None
    except PacerError:
        return None  # runs compare without their sound; the compare room says what is wrong
