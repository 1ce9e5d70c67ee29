r"""Where a speaker's profile is kept: plain JSON, one small file a talk.

So no two programs write the same file. It lies in ``talks/`` of the settings folder:
``~/.config/pacer`` (or ``$XDG_CONFIG_HOME``) on Linux, ``~/Library/Application Support/pacer`` on
macOS, ``%APPDATA%\pacer`` on Windows. ``PACER_PROFILE`` names another folder, and
``PACER_PROFILE=off`` keeps nothing at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacer.core import files
from pacer.core.errors import PacerError
from pacer.core.text import line
from pacer.pacing.estimate import learn
from pacer.pacing.profile import GRIDS, MOST_LOG, TALK_SD, Profile, TalkRecord

if TYPE_CHECKING:
    import pandas as pd

VERSION = 1
LARGEST = 100_000  # bytes of a talk's record


def speaker(place: Path | None, dwell: pd.DataFrame, runs: pd.DataFrame) -> Profile:
    """The profile to fit a talk with: what the speaker's other talks say. Nothing is written.

    Parameters
    ----------
    place : Path or None
        As `folder` gives it; None is a stranger.
    dwell, runs : pandas.DataFrame
        DWELL and RUNS of the talk, oldest run first.
    """
    if place is None:
        return Profile()
    held = load(place)
    return held.but(name_of(_first(runs))) if _timed(dwell, runs) else held


def teach(place: Path | None, slides: pd.DataFrame, dwell: pd.DataFrame, runs: pd.DataFrame) -> str:
    """Keep what a talk's runs say about its speaker, for the other talks.

    Parameters
    ----------
    place : Path or None
        As `folder` gives it; where it is None nothing is kept.
    slides, dwell, runs : pandas.DataFrame
        As for `pacer.pacing.fit`.

    Returns
    -------
    str
        Why it could not be kept, in one line; empty where it was.
    """
    if place is None or not _timed(dwell, runs):
        return ""
    try:
        save(place, _first(runs), learn(slides, dwell, runs))
    except PacerError as error:
        return str(error)
    return ""


def _timed(dwell: pd.DataFrame, runs: pd.DataFrame) -> bool:
    return bool(dwell["run_id"].isin(runs["run_id"]).any())


def _first(runs: pd.DataFrame) -> str:
    """A talk goes by its first run and the deck of that day, wherever the deck is moved."""
    return " ".join(map(str, runs[["run_id", "deck_digest"]].iloc[0]))


def folder() -> Path | None:
    """Where profiles are kept; None where ``PACER_PROFILE`` is ``off``, or nobody has a home."""
    given = os.environ.get("PACER_PROFILE", "").strip()
    if given.lower() in {"off", "0", "no", "none"}:
        return None
    try:
        return Path(given).expanduser() if given else _settings() / "pacer"
    except RuntimeError:  # an account without a home folder
        return None


def _settings() -> Path:
    """The platform's folder for settings."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def load(place: Path | None) -> Profile:
    """Read all records of a folder; one that cannot be read is named and left as it is.

    Parameters
    ----------
    place : Path or None
        As `folder` gives it; None is a stranger.
    """
    talks: dict[str, TalkRecord] = {}
    problems = []
    found = [] if place is None else sorted(Path(place, "talks").glob("*.json"))
    for path in found:
        try:
            name, one = _read(path)
        except KeyError as error:
            problems.append(_left_out(path, f"has no {error}"))
        except PacerError as error:
            problems.append(line(f"{error}; this talk is left out of your profile", limit=300))
        except (ValueError, TypeError, ArithmeticError) as error:
            problems.append(_left_out(path, str(error) or "cannot be read"))
        else:
            talks[name] = one
    return Profile(talks, tuple(problems))


def _left_out(path: Path, why: str) -> str:
    return line(f"{path.name}: {why}: this talk is left out of your profile", limit=300)


def _read(path: Path) -> tuple[str, TalkRecord]:
    held = files.read_json(path, most_bytes=LARGEST)
    if not isinstance(held, dict):
        raise TypeError("is no profile record")
    if held.get("version") != VERSION:
        raise ValueError(f"has format version {held.get('version')}, this pacer reads {VERSION}")
    sizes = {**dict.fromkeys(TALK_SD, 2), **{name: len(grid) for name, grid in GRIDS.items()}}
    values: dict[str, Any] = {}
    for name, size in sizes.items():
        numbers = tuple(float(value) for value in held[name])
        if len(numbers) != size or not all(map(math.isfinite, numbers)):
            raise ValueError(f"{name} should be {size} numbers")
        if name in TALK_SD and not (abs(numbers[0]) < 5 and 0 <= numbers[1] < 1e7):
            raise ValueError(f"{name} is out of range")
        if name in GRIDS and max(map(abs, numbers)) > MOST_LOG:
            raise ValueError(f"{name} is out of range")
        values[name] = numbers
    runs, deliveries = int(held["runs"]), int(held["deliveries"])
    if runs < 0 or deliveries < 0:
        raise ValueError("runs are counted from 0")
    return str(held["talk"]), TalkRecord(runs, deliveries, **values)


def save(place: Path | None, talk: str, one: TalkRecord) -> Path | None:
    """Keep what a talk says: written whole beside the old record, then renamed over it.

    Parameters
    ----------
    place : Path or None
        As `folder` gives it; where it is None nothing is kept.
    talk : str
        The talk's name, the same each time.
    one : TalkRecord

    Returns
    -------
    Path or None
        The file written.

    Raises
    ------
    PacerError
        If the folder cannot be written, or holds a record of a newer pacer.
    """
    if place is None:
        return None
    digest = name_of(talk)
    target = Path(place, "talks", f"{digest}.json")
    _refuse_newer(target)
    try:
        files.make_folder(target.parent)
        return files.write(
            target, files.dumped({"version": VERSION, "talk": digest, **asdict(one)})
        )
    except PacerError as error:
        raise PacerError(
            f"the profile is not kept: {error}; or set PACER_PROFILE to another folder, or to off"
        ) from error


def _refuse_newer(target: Path) -> None:
    held = None
    with contextlib.suppress(PacerError):  # what is damaged is written anew
        held = files.read_json(target, most_bytes=LARGEST)
    version = held.get("version") if isinstance(held, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise PacerError(
            f"{target.name}: a newer pacer wrote it (format {version}): upgrade this one, "
            "or set PACER_PROFILE to another folder"
        )


def name_of(talk: str) -> str:
    """The name a talk goes by in a profile: a digest, so that records tell nothing of it.

    Examples
    --------
    >>> name_of("talk.pptx")
    '846c20fa189f7565'
    """
    return hashlib.sha256(talk.encode("utf-8", "replace")).hexdigest()[:16]
