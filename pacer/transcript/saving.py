"""An alignment as a file, and as a run beside the deck with the words that were said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from pacer.audio import excerpt
from pacer.core import files, frames
from pacer.core.errors import PacerError, RunError
from pacer.runs import Span, boundaries, same_run, save_marks, to_marks
from pacer.runs.journal_file import SUFFIX
from pacer.transcript import words

if TYPE_CHECKING:
    from pacer.core.outputs import Outputs
    from pacer.deck import Deck
    from pacer.transcript.align import Alignment

COLUMNS: Final = ["start_s", "end_s", "slide", "page"]
# Beside a run's journal and words: how sure each of its visits is.
VISITS_SUFFIX: Final = ".aligned.csv"


def write(found: Alignment, target: str | Path, outputs: Outputs) -> Path:
    """Write the visits as start_s, end_s, slide, page; −1 where something else was up.

    Parameters
    ----------
    found : Alignment
    target : path-like
    outputs : Outputs
        What must not be written over: the deck and the recordings.

    Raises
    ------
    PacerError
        If it cannot be written there.
    """
    outputs.check(target)
    # Nothing else is written, not even a note in the deck's folder that this was.
    return files.write(Path(target), _csv(found.visits[COLUMNS].round({"start_s": 3, "end_s": 3})))


def marks_of(found: Alignment) -> list[tuple[float, str, str]]:
    """The marks that clicking along would have left; something else is a pause."""
    return to_marks(
        Span(row.start_s, row.end_s, row.slide_key, "slide" if row.slide_key else "pause")
        for row in frames.rows(found.visits)
    )


def save(
    found: Alignment,
    deck: Deck,
    folder: Path,
    *,
    kind: str,
    written: float,
    recording: Path | None = None,
) -> str:
    """Keep the visits as a run, with the words said; give its run_id back.

    A run with just these visits is not made twice: its words are written again. What clicks told
    is kept as if it were set by hand, so that it holds when other changes are.

    Parameters
    ----------
    found : Alignment
    deck : Deck
    folder : pathlib.Path
        The talk's.
    kind : str
        One of `frames.RUN_KINDS`.
    written : float
        When the recording was last written, as a time stamp: it ended then.
    recording : pathlib.Path, optional
        A sound file or a video among them, to listen to doubtful changes in.

    Raises
    ------
    RunError
        If the folder cannot be written.
    """
    end_s = float(found.visits["end_s"].iloc[-1])
    marks = marks_of(found)
    there = same_run(folder, marks)  # aligned again: what a full disk left out is added
    path = (
        folder / "runs" / there
        if there is not None
        else save_marks(
            folder,
            deck.slides,
            marks,
            deck_digest=deck.digest,
            kind=kind,
            started_at=datetime.fromtimestamp(max(written - end_s, 0.0), UTC),
            source=found.label,
        ).with_suffix("")
    )
    try:
        files.write(path.with_name(path.name + VISITS_SUFFIX), _csv(found.visits.round(3)))
        if len(found.words):
            words.write_words(path.with_name(path.name + words.SUFFIX), found.words)
        journal = path.with_name(path.name + SUFFIX)
        if recording is not None:
            excerpt.note(journal, recording)
        if found.known and not boundaries.beside(journal).exists():
            boundaries.save(journal, boundaries.Corrected(found.known, tuple(marks)))
    except (PacerError, OSError) as error:
        raise RunError(
            f"the run is kept, its words are not (align again once that is mended): {error}"
        ) from error
    return path.name


def confidences(journal: Path) -> pd.DataFrame | None:
    """The visits of an aligned run as they were found; None for a run that was not aligned.

    Parameters
    ----------
    journal : Path
        The run's.

    Returns
    -------
    pandas.DataFrame or None
        By time: start_s, end_s, slide and confidence; what is damaged is as if it were not there.
    """
    path = journal.with_name(journal.stem + VISITS_SUFFIX)
    try:
        if not path.is_file() or path.stat().st_size > words.LARGEST_BYTES:
            return None
        made = pd.read_csv(path)
        made = made[["start_s", "end_s", "slide", "confidence"]].astype(float)
        return None if made.empty or made.isna().any(axis=None) else made
    except (OSError, ValueError, KeyError):
        return None


def _csv(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, lineterminator="\n")
