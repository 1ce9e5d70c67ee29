"""Takes on disk: which there are and where each lies on its run's clock.

Beside a run's journal, in ``<talk>.pacer/runs``, lie ``<run>.wav`` while it is recorded,
``<run>.flac`` afterwards (a second recording of the same run is ``<run>~2``) and
``<run>.take.json``, which places the sound on the run's clock::

    run time = starts_s + take time × (ends_s − starts_s) / duration_s

(the factor is the sound card's clock against the computer's: 1 within 0.02 %).
"""

from __future__ import annotations

import contextlib
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacer.audio.capture import HEADER, SIDECAR_VERSION, wav_header
from pacer.core import files, text
from pacer.core.errors import AudioError, PacerError
from pacer.core.frames import Schema, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

SIDECAR = ".take.json"
# What a browser may send, by the suffix it is kept under; decoded to FLAC where PyAV is.
BROWSER_SUFFIXES = (".webm", ".mp4", ".ogg")
# In this order: while a WAV is there, its FLAC is unproven.
SUFFIXES = (".wav", ".flac", *BROWSER_SUFFIXES)
LONGEST_SIDECAR = 1_000_000
HIGHEST_RATE = 655_350  # FLAC's
UNLOCKED_S = 60.0  # since the last write, where the file system has no locks

# One row a take, by name, so that the takes of a run follow each other. `state` is "recording",
# "left over" (by a recorder that was killed), "browser" (not decoded yet) or "done"; `starts_s`
# and `ends_s` are on the run's clock, `lost_s` is silence in place of lost sound, `clipped_s`
# was too loud for the microphone.
TAKES = Schema(
    "TAKES",
    {
        "run_id": "str",
        "path": "str",
        "state": "str",
        "starts_s": "float64",
        "ends_s": "float64",
        "duration_s": "float64",
        "lost_s": "float64",
        "clipped_s": "float64",
    },
    frozenset({"ends_s", "duration_s"}),
)


def beside(stem: Path, suffix: str) -> Path:
    """``<stem><suffix>``, also where the stem has dots."""
    return stem.with_name(stem.name + suffix)


def free_stem(run: str | Path) -> Path:
    """Where the next take of a run goes: ``<run>``, then ``<run>~2``, ``<run>~3``.

    Parameters
    ----------
    run : path-like
        The run's journal (``….jsonl``), or its path without a suffix.
    """
    stem = _stem(run)
    tried, number = stem, 1
    while any(beside(tried, suffix).exists() for suffix in (*SUFFIXES, SIDECAR)):
        number += 1
        tried = beside(stem, f"~{number}")
    return tried


def find_session(run: str | Path, session: str) -> Path | None:
    """The take of a run that a browser's session is recorded in, if there is one."""
    stem = _stem(run)
    for sidecar in sorted(stem.parent.glob("*" + SIDECAR)):
        take = sidecar.with_name(sidecar.name.removesuffix(SIDECAR))
        if not session or take.name.partition("~")[0] != stem.name:
            continue
        with contextlib.suppress(AudioError):
            if read_sidecar(sidecar)["session"] == session:
                return take
    return None


def _stem(run: str | Path) -> Path:
    path = Path(run)
    return path.with_suffix("") if path.suffix == ".jsonl" else path


def takes(folder: str | Path) -> pd.DataFrame:
    """List the takes of a talk.

    Parameters
    ----------
    folder : path-like
        ``<talk>.pacer``.

    Returns
    -------
    pandas.DataFrame
        TAKES. A take whose note cannot be read is left out; `pacer.audio.repair` names it.
    """
    return build(TAKES, (row for row in listed(Path(folder)) if isinstance(row, dict)))


def listed(folder: Path) -> Iterator[dict[str, Any] | str]:
    """Each take's row of TAKES, or the one line that says what is wrong with it."""
    for sidecar in sorted((folder / "runs").glob("*" + SIDECAR)):
        stem = sidecar.with_name(sidecar.name.removesuffix(SIDECAR))
        try:
            if path := _sound(stem):
                yield _row(stem, path, read_sidecar(sidecar))
        except AudioError as error:
            yield str(error)
        except OSError as error:
            yield f"{stem.name}: cannot be read ({error.strerror})"


def _sound(stem: Path) -> Path | None:
    """The file that holds a take."""
    there = [path for suffix in SUFFIXES if (path := beside(stem, suffix)).exists()]
    if len(there) == 2 and there[0].suffix == ".flac":
        # It was decoded from the other, which may have grown since.
        there.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return there[0] if there else None


def _row(stem: Path, path: Path, facts: dict[str, Any]) -> dict[str, Any]:
    if path.suffix == ".wav":
        state = "recording" if in_use(path) else "left over"
        duration_s = wav_seconds(path)
    else:
        state = "done" if path.suffix == ".flac" else "browser"
        duration_s = facts["duration_s"]
    if math.isnan(facts["ends_s"]):
        facts["ends_s"] = facts["starts_s"] + duration_s
    return {
        "run_id": stem.name.partition("~")[0],
        "path": str(path),
        "state": state,
        "starts_s": facts["starts_s"],
        "ends_s": facts["ends_s"],
        "duration_s": duration_s,
        "lost_s": sum(gap for _, gap in facts["lost"]),
        "clipped_s": facts["clipped_s"],
    }


def read_sidecar(path: Path) -> dict[str, Any]:
    """Read what a recorder noted of a take: numbers are checked, text is tidied.

    Raises
    ------
    AudioError
        If it cannot be read, or a newer pacer wrote it.
    """
    try:
        noted = files.read_json(path, most_bytes=LONGEST_SIDECAR)
        version, facts = int(noted["pacer_take"]), _checked(noted)
    except (PacerError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AudioError(
            f"{path.name}: cannot be read, so its sound has no place in the run; it is kept"
        ) from error
    if version > SIDECAR_VERSION:
        raise AudioError(f"{path.name}: a newer pacer wrote this take: upgrade pacer")
    return facts


def _checked(noted: dict[str, Any]) -> dict[str, Any]:
    lost = [(float(at), float(gap)) for at, gap in noted.get("lost", ())]
    starts_s, clipped_s = float(noted["starts_s"]), float(noted.get("clipped_s", 0.0))
    if not all(map(math.isfinite, (starts_s, clipped_s, *(x for pair in lost for x in pair)))):
        raise ValueError("a time is no number")
    return {
        "starts_s": starts_s,
        "ends_s": float(noted.get("ends_s", math.nan)),
        "duration_s": float(noted.get("duration_s", math.nan)),
        "lost": lost,
        "clipped_s": clipped_s,
        "device": text.line(str(noted.get("device", ""))),
        "session": text.line(str(noted.get("session", ""))),
        "ended": text.line(str(noted.get("ended", "killed"))),
    }


def in_use(path: Path) -> bool:
    """Whether a recorder still has a WAV open; see `pacer.audio.capture.hold`."""
    if sys.platform == "win32":
        try:
            path.rename(path)  # Windows renames no file that another process has open
        except PermissionError:
            return True
        return False
    import fcntl

    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return time.time() - path.stat().st_mtime < UNLOCKED_S
    return False


# --- a WAV of ours ---------------------------------------------------------------------------


def wav_frames(path: Path) -> int:
    """Whole frames in a WAV of ours, by its size: the header of a killed one is a second old."""
    return max(0, path.stat().st_size - HEADER.size) // 2


def wav_rate(path: Path) -> int:
    """The rate in the header of a WAV of ours.

    Raises
    ------
    AudioError
        If pacer did not record it.
    """
    with path.open("rb") as file:
        head = file.read(HEADER.size)
    if len(head) == HEADER.size:
        fields = HEADER.unpack(head)
        rate, size = fields[7], fields[12]
        # All that a WAV of ours ever begins with is what `wav_header` makes.
        if 0 < rate <= HIGHEST_RATE and wav_header(rate, size // 2) == head:
            return int(rate)
    raise AudioError(f"{path.name}: pacer did not record this WAV; move it out of the folder")


def wav_seconds(path: Path) -> float:
    """How long a WAV of ours is."""
    return wav_frames(path) / wav_rate(path)
