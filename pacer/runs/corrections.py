"""How the slides of earlier states of a deck lead to today's, and where the speaker says otherwise.

What was corrected is kept in ``matches.json`` of the talk's folder: by the deck's digest of that
day, old keys to today's, or to ``""`` for a slide that is gone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pacer.core import files
from pacer.core.errors import PacerError, RunError
from pacer.core.text import line
from pacer.runs.matching import match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacer.runs.folder import Loaded

NAME, VERSION = "matches.json", 1

Corrections = dict[str, dict[str, str]]


def matches(
    loaded: Loaded, slides: pd.DataFrame, *, corrections: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """Every slide of every state of the deck that was rehearsed, and what became of it.

    Parameters
    ----------
    loaded : Loaded
    slides : pandas.DataFrame
        Today's SLIDES.
    corrections : mapping of str to mapping
        As ``load`` gives them.

    Returns
    -------
    pandas.DataFrame
        deck_digest and rehearsed (UTC, its last run), newest first; old_key and old_title; then
        slide_key, position and title of today, how they were matched, and certainty. A slide that
        is gone has no slide_key and no position.
    """
    last = (
        loaded.runs.groupby("deck_digest")["started_at"]
        .max()
        .sort_values(kind="stable", ascending=False)
    )
    parts = []
    for digest, rehearsed in last.items():
        seen = loaded.slides_seen.get(str(digest))
        if seen is None:
            continue
        old = seen.rename(columns={"slide_key": "old_key", "title": "old_title"})
        found = match(seen, slides, corrections=corrections.get(str(digest)))
        part = old[["old_key", "old_title"]].merge(found, on="old_key", how="left")
        parts.append(part.assign(deck_digest=str(digest), rehearsed=rehearsed))
    columns = ["deck_digest", "rehearsed", "old_key", "old_title", "slide_key", "position", "title",
               "how", "certainty"]  # fmt: skip
    if not parts:
        return pd.DataFrame(columns=columns)
    today = slides[["slide_key", "position", "title"]].astype({"position": "Int64"})
    made = pd.concat(parts, ignore_index=True).merge(today, on="slide_key", how="left")
    words = ["slide_key", "title", "how"]
    made[words] = made[words].fillna("")
    return made[columns].fillna({"certainty": 0.0})


def load(folder: str | Path) -> Corrections:
    """Read what the speaker corrected; nothing where there is no such file.

    Raises
    ------
    PacerError
        If the file cannot be read, is damaged, or was written by a newer version.
    """
    path = Path(folder) / NAME
    held = files.read_json(path)
    if held is None:
        return {}
    try:
        version = held["version"]
        given = {
            str(digest): {str(old): str(new) for old, new in pairs.items()}
            for digest, pairs in held["revisions"].items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        why = line(str(error), limit=80)
        raise RunError(f"is damaged ({why}): mend it or move it away", path) from error
    if version != VERSION:
        raise RunError(f"has format version {version}, this pacer reads {VERSION}: upgrade", path)
    return given


def save(corrections: Corrections, folder: str | Path) -> Path:
    """Keep what the speaker corrected.

    Raises
    ------
    RunError
        If the folder cannot be written; what was there is left as it was.
    """
    path = Path(folder) / NAME
    held = {"pacer": "matches", "version": VERSION, "revisions": corrections}
    try:
        files.make_folder(path.parent)
        return files.write(path, files.dumped(held))
    except PacerError as error:
        raise RunError(str(error)) from error


def corrected(
    corrections: Corrections, loaded: Loaded, old_key: str, slide_key: str
) -> Corrections:
    """The corrections and one more, for every state of the deck that held the slide.

    Raises
    ------
    RunError
        If no rehearsed state of the deck held it.
    """
    held = [
        digest for digest, seen in loaded.slides_seen.items() if old_key in set(seen["slide_key"])
    ]
    if not held:
        raise RunError(f"no run was held on a deck with a slide {line(old_key, limit=60)}")
    more = {digest: {**corrections.get(digest, {}), old_key: slide_key} for digest in held}
    return corrections | more
