"""The sample talks that ship with pacer, for the demo and the notebooks."""

from __future__ import annotations

from pathlib import Path

from pacer.core import files
from pacer.core.errors import PacerError

TALK = "storage-talk.pptx"


def folder() -> Path:
    """Where the sample decks lie: in the installed package, or in the checkout."""
    here = Path(__file__).parent
    for place in (here / "sample_decks", here.parent / "sample_decks"):
        if place.is_dir():
            return place
    raise PacerError("the sample decks are not installed: reinstall pacer")


def copy(target: str | Path, name: str = TALK) -> Path:
    """Copy a sample deck and its runs into a folder, to play with; an own copy is kept.

    Parameters
    ----------
    target : path-like
        A folder; made when it is not there.
    name : str
        The deck's file name.

    Returns
    -------
    pathlib.Path
        The deck's copy. What is there already is left as it is.
    """
    source = folder() / name
    made = Path(target) / name
    files.make_folder(made.parent)
    files.copy(source, made)
    runs = files.make_folder(made.with_suffix(".pacer") / "runs")
    for run in sorted((source.with_suffix(".pacer") / "runs").glob("*.jsonl")):
        files.copy(run, runs / run.name)
    return made
