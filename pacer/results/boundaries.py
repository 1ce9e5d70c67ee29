"""The changes of slide of a run, set right by hand: a few make those around them better too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer import runs
from pacer.core.errors import PacerError, RunError
from pacer.core.frames import MARK_KINDS, rows
from pacer.results.alignment import DOUBTFUL
from pacer.runs.boundaries import Boundary, Corrected, moved
from pacer.runs.journal_file import read
from pacer.transcript import boundaries, saving

if TYPE_CHECKING:
    from pacer.project import Project
    from pacer.runs.boundaries import Mark

_NEAR_S: Final = 0.05


class Boundaries:
    """The changes of slide of one run of a project.

    Parameters
    ----------
    project : Project
    run_id : str, optional
        By default the last run that was found out from a recording.

    Attributes
    ----------
    frame : pandas.DataFrame
        By time: at_s, before and after (keys of the day; "" where something else is on), low_s
        and high_s (between which it may be moved), sure (0 to 1; NaN where nothing tells) and
        set (whether it was set by hand).

    Raises
    ------
    PacerError
        If there is no such run.
    """

    def __init__(self, project: Project, run_id: str | None = None) -> None:
        self._project = project
        self.run_id = _wanted(project, run_id)
        path = project.loaded.paths[self.run_id]
        recorded = read(path)
        self._path = path
        self._recorded: list[Mark] = [
            (mark["t_s"], mark["kind"], mark["slide_key"]) for mark in recorded.marks
            if mark["kind"] in MARK_KINDS
        ]  # fmt: skip
        # Words tell where the others lie only on the deck as it was, and only what words told.
        same = recorded.header["deck_digest"] == project.deck.digest
        pictures = recorded.header["source"].rstrip(")").endswith("pictures")
        words = project.words(self.run_id)
        self._words = words if same and not pictures and words is not None and len(words) else None
        self._certainty: pd.DataFrame | None = None
        held = runs.boundaries.load(path)
        self._set = () if held is None else held.boundaries
        self._marks = self._recorded if held is None else list(held.marks)
        if self._words is not None and saving.confidences(path) is not None:
            self._certainty = boundaries.around(project.deck, self._words, self._set)[1]
        self.frame = self._frame()

    @property
    def doubtful(self) -> pd.DataFrame:
        """Those worth a look, the most doubtful first."""
        frame = self.frame
        is_open = ~frame["set"].to_numpy(bool) & (frame["sure"] < DOUBTFUL).to_numpy(bool)
        return frame.loc[is_open].sort_values("sure", kind="stable")

    def set(self, at_s: float, t_s: float) -> None:
        """Set a change of slide: where it was found, or elsewhere between those beside it.

        Parameters
        ----------
        at_s : float
            Where it stands now; the nearest change is meant, within a twentieth of a second.
        t_s : float
            Where it is.

        Raises
        ------
        RunError
            If none stands there, it cannot lie there, or it cannot be kept.
        """
        near = (self.frame["at_s"] - at_s).abs()
        if not len(near) or near.min() > _NEAR_S:
            raise RunError(f"no slide changes at {at_s:.1f} s: open the list anew")
        row = next(rows(self.frame.iloc[[int(near.argmin())]]))
        if not row.low_s <= t_s <= row.high_s:
            raise RunError(f"this change lies between {row.low_s:.1f} and {row.high_s:.1f} s")
        one = Boundary(float(row.at_s), round(float(t_s), 3), row.before, row.after)
        others = tuple(
            each
            for each in self._set
            if (each.before, each.after) != (one.before, one.after)
            or abs(each.t_s - one.was_s) > _NEAR_S
        )
        self._keep((*others, one), moved(self._marks, one.was_s, one.t_s))

    def take_back(self) -> None:
        """Undo the last that was set; those before it hold.

        Raises
        ------
        RunError
            If it cannot be kept.
        """
        if not self._set:
            return
        left = self._set[:-1]
        marks = self._recorded
        for one in left if self._words is None else ():
            marks = moved(marks, one.was_s, one.t_s)
        self._keep(left, marks)

    def _keep(self, known: tuple[Boundary, ...], marks: list[Mark]) -> None:
        if self._words is not None and self._certainty is not None:
            marks, self._certainty = boundaries.around(self._project.deck, self._words, known)
            if not known:
                marks = self._recorded
        corrected = Corrected(known, tuple(marks)) if known else None
        self._project.set_boundaries(self.run_id, corrected)
        self._set, self._marks = known, marks
        self.frame = self._frame()

    def _frame(self) -> pd.DataFrame:
        marks = pd.DataFrame(self._marks, columns=["t_s", "kind", "slide_key"])
        visits = runs.visits(marks.assign(run_id=self.run_id))
        frame = boundaries.changes(visits)
        known = {(round(one.t_s, 2), one.before, one.after) for one in self._set}
        is_set = [(round(row.at_s, 2), row.before, row.after) in known for row in rows(frame)]
        return frame.assign(sure=self._sure(frame), set=np.array(is_set, bool))

    def _sure(self, frame: pd.DataFrame) -> pd.Series[float]:
        if self._certainty is not None:
            return boundaries.sureness(frame, self._certainty)
        visits = saving.confidences(self._path)
        if visits is None:
            return pd.Series(np.nan, index=frame.index, dtype=float)
        # Not told anew: as sure as the less sure of the two visits that it lies between.
        starts = visits["start_s"].to_numpy(float)
        sure = visits["confidence"].to_numpy(float)
        after = np.clip(np.searchsorted(starts, frame["at_s"] + _NEAR_S) - 1, 0, len(sure) - 1)
        before = np.maximum(after - 1, 0)
        return pd.Series(np.minimum(sure[after], sure[before]), index=frame.index)


def _wanted(project: Project, run_id: str | None) -> str:
    paths = project.loaded.paths
    if run_id is not None:
        if run_id not in paths:
            raise PacerError(f"no run {run_id}; there are {', '.join(paths) or 'none'}")
        return run_id
    found = [each for each, path in paths.items() if saving.confidences(path) is not None]
    if not found:
        raise PacerError(
            "no run was found out from a recording: give one, as in talk.align('talk.vtt')"
        )
    return found[-1]
