"""Files of any kind -> an alignment: the one place that says which ending is what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core.errors import RunError
from pacer.core.text import line
from pacer.transcript.align import Alignment, align
from pacer.transcript.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pacer.deck import Deck

WORDS: Final = "words"
SOUND: Final = "sound"
PICTURES: Final = "pictures"
# Ending -> what the file holds; any other is taken for a transcript.
KINDS: Final[dict[str, str]] = {
    **dict.fromkeys(
        (".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wma"), SOUND
    ),
    **dict.fromkeys(
        (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".mpg", ".mpeg", ".ts"), PICTURES
    ),
}


def kind_of(path: str | Path) -> str:
    """What a file holds, by its ending: words, sound or pictures."""
    return KINDS.get(Path(path).suffix.lower(), WORDS)


def align_files(
    deck: Deck,
    paths: Sequence[str | Path],
    *,
    folder: Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Alignment:
    """Find out which slide was on when, from one or more recordings of the same talk.

    Parameters
    ----------
    deck : Deck
    paths : sequence of path-like
        Transcripts and videos, with the same zero.
    folder : pathlib.Path, optional
        Where pictures of the deck are kept.
    progress : callable, optional
        Told the share of a video that has been looked at, 0 to 1.

    Returns
    -------
    Alignment

    Raises
    ------
    RunError
        If a file cannot be read or does not match the deck.
    """
    if not paths:
        raise RunError("give a transcript or a recording of the talk")
    transcripts, seen = [], []
    for path in map(Path, paths):
        kind = kind_of(path)
        if kind == PICTURES:
            seen.append(_seen(deck, path, folder, progress))
        elif kind == SOUND:
            raise RunError(
                "holds sound alone: have it transcribed (Whisper writes SRT) and give the "
                "transcript", path
            )  # fmt: skip
        else:
            transcripts.append(read(path))
    if transcripts:
        found = align(deck, *transcripts, seen=seen)
        label = " and ".join([found.label, *(["pictures"] if seen else [])])
    else:
        found, label = _from_pictures(deck, seen[0]), "pictures"
    names = ", ".join(line(Path(path).name, limit=80) for path in paths)
    return Alignment(
        found.visits, found.words, found.certainty, f"{names} ({label})", found.remarks
    )


def _seen(
    deck: Deck, path: Path, folder: Path | None, progress: Callable[[float], None] | None
) -> pd.DataFrame:
    from pacer import recording

    if not path.is_file():
        raise RunError("there is no such file: check the path", path)
    return recording.match(deck, path, folder=folder, progress=progress)


def _from_pictures(deck: Deck, visits: pd.DataFrame) -> Alignment:
    from pacer.core import frames

    keys = dict(zip(deck.slides["position"], deck.slides["slide_key"], strict=True))
    visits = visits.assign(slide_key=[keys.get(slide, "") for slide in visits["slide"]])
    certainty = pd.DataFrame(
        {
            "t_s": visits["start_s"].to_numpy(float),
            "chance": visits["confidence"].to_numpy(float),
            "away": np.asarray(visits["slide"] < 0),
        }
    )
    return Alignment(visits, frames.build(frames.WORDS), certainty, "pictures")
