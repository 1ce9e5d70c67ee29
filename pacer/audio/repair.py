"""Takes that a killed recorder left behind, finished when their talk is opened."""

from __future__ import annotations

from pathlib import Path

from pacer.audio import browser_take, flac
from pacer.audio.takes import SIDECAR, beside, listed, read_sidecar
from pacer.core import clock
from pacer.core.errors import MissingDependency, PacerError


def repair(folder: str | Path) -> tuple[str, ...]:
    """Finish the takes that a killed recorder left behind; call it when a talk is opened.

    Parameters
    ----------
    folder : path-like
        ``<talk>.pacer``. A take that is being recorded, also by another kernel, is left alone.

    Returns
    -------
    tuple of str
        One line a take that was finished, or could not be; empty when all is well.
    """
    said = []
    finish = {
        "left over": (flac.to_flac, "recovered from a recording that was broken off"),
        "browser": (browser_take.to_flac, "decoded from the browser's recording"),
    }
    for row in listed(Path(folder)):
        if isinstance(row, str):
            said.append(row)
        elif row["state"] in finish:
            work, done = finish[row["state"]]
            path = Path(row["path"])
            try:
                made = work(path)
                length_s = read_sidecar(beside(made.with_suffix(""), SIDECAR))["duration_s"]
                said.append(f"{made.name}: {clock.text(length_s)} of sound {done}")
            except MissingDependency as error:
                if path.suffix == ".wav":  # a browser's file plays as it is
                    said.append(str(error))
            except PacerError as error:
                said.append(str(error))
    return tuple(said)
