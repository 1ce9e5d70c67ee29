"""Files of any kind -> an alignment: the one place that says which ending is what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core.errors import PacerError, RunError
from pacer.core.text import line
from pacer.transcript.align import Alignment, align
from pacer.transcript.hearing import Ears, hear
from pacer.transcript.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pacer.deck import Deck
    from pacer.transcript.readers import Transcript

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


EARS: Final = Ears()


def kind_of(path: str | Path) -> str:
    """What a file holds, by its ending: words, sound or pictures."""
    return KINDS.get(Path(path).suffix.lower(), WORDS)


def align_files(
    deck: Deck,
    paths: Sequence[str | Path],
    *,
    folder: Path | None = None,
    ears: Ears = EARS,
    progress: Callable[[float], None] | None = None,
) -> Alignment:
    """Find out which slide was on when, from one or more recordings of the same talk.

    What is said in a sound file tells its slides; in a video the pictures do, and its sound what
    was said on each, or, where the pictures show none of them, the slides too.

    Parameters
    ----------
    deck : Deck
    paths : sequence of path-like
        Transcripts, sound files and videos, with the same zero.
    folder : pathlib.Path, optional
        Where pictures of the deck are kept.
    ears : Ears, optional
        With what sound is heard. Where it has no place for notes nothing is to be kept, so a
        video's sound is heard only if its pictures show no slide.
    progress : callable, optional
        Told the share of the work that is done, 0 to 1.

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
    transcripts, seen, said = [], [], []
    told = progress or (lambda _share: None)
    for number, path in enumerate(map(Path, paths)):

        def here(share: float, number: int = number) -> None:
            told((number + share) / len(paths))

        kind = kind_of(path)
        if kind == WORDS:
            transcripts.append(read(path))
        elif kind == SOUND:
            transcripts.append(hear(path, ears, progress=here))
        else:
            shown, heard = _watched(deck, path, folder, ears, here)
            seen += shown
            said += heard
    if transcripts or not seen:
        found = align(deck, *transcripts, *([] if transcripts else said), seen=seen)
        label = " and ".join([found.label, *(["pictures"] if seen else [])])
    else:
        found, label = _from_pictures(deck, seen[0], said), "pictures"
    names = ", ".join(line(Path(path).name, limit=80) for path in paths)
    return Alignment(
        found.visits, found.words, found.certainty, f"{names} ({label})", found.remarks
    )


def _watched(
    deck: Deck,
    path: Path,
    folder: Path | None,
    ears: Ears,
    progress: Callable[[float], None],
) -> tuple[list[pd.DataFrame], list[Transcript]]:
    """What a video's pictures show, and what is said in it."""
    both = ears.notes is not None
    try:
        shown = [_seen(deck, path, folder, lambda share: progress(share / (1 + both)))]
    except RunError as unseen:
        if not path.is_file():
            raise
        # Pictures that show another talk, or none, may have the right words.
        try:
            return [], [hear(path, ears, progress=progress)]
        except PacerError:
            raise unseen from None
    if not both:
        return shown, []
    try:
        return shown, [hear(path, ears, progress=lambda share: progress((1 + share) / 2))]
    except PacerError:
        # The pictures told the slides; no sound, or nothing to hear it with, takes nothing away.
        return shown, []


def _seen(
    deck: Deck, path: Path, folder: Path | None, progress: Callable[[float], None] | None
) -> pd.DataFrame:
    from pacer import recording

    if not path.is_file():
        raise RunError("there is no such file: check the path", path)
    return recording.match(deck, path, folder=folder, progress=progress)


def _from_pictures(deck: Deck, visits: pd.DataFrame, said: list[Transcript]) -> Alignment:
    from pacer.core import frames
    from pacer.transcript.words import on_slides

    keys = dict(zip(deck.slides["position"], deck.slides["slide_key"], strict=True))
    visits = visits.assign(slide_key=[keys.get(slide, "") for slide in visits["slide"]])
    certainty = pd.DataFrame(
        {
            "t_s": visits["start_s"].to_numpy(float),
            "chance": visits["confidence"].to_numpy(float),
            "away": np.asarray(visits["slide"] < 0),
        }
    )
    words = on_slides(said[0].words, visits) if said else frames.build(frames.WORDS)
    return Alignment(visits, words, certainty, "pictures")
