"""Files of any kind -> an alignment: the one place that says which ending is what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core import frames
from pacer.core.errors import PacerError, RunError
from pacer.core.text import line
from pacer.transcript import clicks as clicking
from pacer.transcript.align import Alignment, align
from pacer.transcript.hearing import Ears, hear
from pacer.transcript.readers import Transcript, read
from pacer.transcript.words import on_slides

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pacer.deck import Deck

CLICKS: Final = "clicks"
WORDS: Final = "words"
SOUND: Final = "sound"
PICTURES: Final = "pictures"
# Ending -> what the file holds; any other is taken for a transcript.
KINDS: Final[dict[str, str]] = {
    **dict.fromkeys((".csv", ".tsv"), CLICKS),
    **dict.fromkeys(
        (".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wma"), SOUND
    ),
    **dict.fromkeys(
        (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".mpg", ".mpeg", ".ts"), PICTURES
    ),
}


EARS: Final = Ears()


def kind_of(path: str | Path) -> str:
    """What a file holds, by its ending: clicks, words, sound or pictures."""
    return KINDS.get(Path(path).suffix.lower(), WORDS)


def align_files(
    deck: Deck,
    paths: Sequence[str | Path],
    *,
    clicks: pd.DataFrame | None = None,
    folder: Path | None = None,
    ears: Ears = EARS,
    progress: Callable[[float], None] | None = None,
) -> Alignment:
    """Find out which slide was on when, from one or more recordings of the same talk.

    What is said in a sound file tells its slides; in a video the pictures do, and its sound what
    was said on each, or, where the pictures show none of them, the slides too. Clicks join them.

    Parameters
    ----------
    deck : Deck
    paths : sequence of path-like
        Transcripts, sound files, videos, and tables of clicks, with the same zero.
    clicks : pandas.DataFrame, optional
        Further clicks; see `pacer.transcript.clicks`.
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
    moments = [] if clicks is None else [clicks]
    told = progress or (lambda _share: None)
    for number, path in enumerate(map(Path, paths)):

        def here(share: float, number: int = number) -> None:
            told((number + share) / len(paths))

        kind = kind_of(path)
        if kind == CLICKS:
            moments.append(clicking.read(path, deck))
        elif kind == WORDS:
            transcripts.append(read(path))
        elif kind == SOUND:
            transcripts.append(hear(path, ears, progress=here))
        else:
            shown, heard = _watched(deck, path, folder, ears, here)
            seen += shown
            said += heard
    if not (transcripts or seen or said):
        raise RunError(
            "clicks alone tell nothing of the time between them: give a transcript or a recording "
            "too, or take them in as a run (talk.import_run)"
        )
    known = clicking.joined(moments)
    if not transcripts and seen and known.empty:
        found, labels = _from_pictures(deck, seen[0], said), ["pictures"]
    else:
        heard = transcripts or ([] if seen else said)
        found = align(deck, *(heard or [_silence(seen[0])]), seen=seen, clicks=known)
        if not heard:
            found = replace(found, words=_on_visits(said, found.visits))
        labels = [found.label, "clicks" * (len(known) > 0), "pictures" * bool(seen)]
    names = ", ".join(line(Path(path).name, limit=80) for path in paths)
    label = " and ".join(filter(None, labels))
    return replace(found, label=f"{names} ({label})")


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
    keys = dict(zip(deck.slides["position"], deck.slides["slide_key"], strict=True))
    visits = visits.assign(slide_key=[keys.get(slide, "") for slide in visits["slide"]])
    certainty = pd.DataFrame(
        {
            "t_s": visits["start_s"].to_numpy(float),
            "chance": visits["confidence"].to_numpy(float),
            "away": np.asarray(visits["slide"] < 0),
        }
    )
    return Alignment(visits, _on_visits(said, visits), certainty, "pictures")


def _silence(visits: pd.DataFrame) -> Transcript:
    """Nothing said for as long as the pictures go on."""
    end_s = float(visits["end_s"].max())
    row = {"word": "", "start_s": 0.0, "end_s": end_s, "confidence": np.nan, "slide_key": ""}
    return Transcript(frames.build(frames.WORDS, [row]), "", "")


def _on_visits(said: list[Transcript], visits: pd.DataFrame) -> pd.DataFrame:
    """Words that were heard in a video, on the slides that its pictures showed."""
    return on_slides(said[0].words, visits) if said else frames.build(frames.WORDS)
