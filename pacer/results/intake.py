"""A recording of any kind taken in as a run: imported where it is a log, else aligned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core import clock
from pacer.core.errors import RunError
from pacer.core.text import line
from pacer.core.wording import count
from pacer.results.alignment import DOUBTFUL, align

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pacer.project import Project


def take_in(
    project: Project, path: Path, *, progress: Callable[[float], None] | None = None
) -> str:
    """Take a recording in as a run, and say what came of it.

    Parameters
    ----------
    project : Project
    path : pathlib.Path
        A log of times, a transcript, a sound file or a video. It does not stay where it is.
    progress : callable, optional
        Told the share of the work that is done, 0 to 1.

    Returns
    -------
    str
        A line: what was taken in, and how sure it is.

    Raises
    ------
    PacerError
        If it is none of them, or does not belong to this deck.
    """
    from pacer.runs.importers import import_file
    from pacer.transcript import sources

    kind = sources.kind_of(path)
    if kind in (sources.WORDS, sources.CLICKS):
        try:
            taken = import_file(
                path, project.slides, project.folder, deck_digest=project.deck.digest
            )
        except RunError as error:
            # A log says which slide was on; what says what was said is held against the slides.
            if kind == sources.CLICKS or "imported already" in str(error):
                raise
        else:
            project.run_finished()
            return line(taken.message)
    found = align(project, [path], kind="rehearsal", stays=False, progress=progress)
    on = found.frame[found.frame["slide"] > 0]
    doubtful = int((on["confidence"] < DOUBTFUL).sum())
    sure = (
        f"{doubtful} of {count(len(on), 'visit')} doubtful: talk.boundaries() sets them right"
        if doubtful
        else "no visit is doubtful"
    )
    end_s = float(found.frame["end_s"].iloc[-1])
    return (
        f"{line(found.found.label, limit=200)}: {on['slide'].nunique()} of {len(found.slides)} "
        f"slides in {clock.text(end_s)}, {sure}"
    )
