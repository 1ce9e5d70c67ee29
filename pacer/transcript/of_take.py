"""A take of a run -> its words, kept beside it on the run's clock."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pacer.audio.activity import voiced
from pacer.audio.takes import beside
from pacer.core import files
from pacer.transcript import words as kept
from pacer.transcript.gate import unheard_of
from pacer.transcript.hints import hints_for, terms_by_slide, with_terms
from pacer.transcript.speech import is_filler
from pacer.transcript.transcribing import FILLER_PROMPT, transcribe

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from pacer.transcript.model import Model

# What was heard so far, of each hearing; git leaves them out and `forget` takes them, as words.
NOTE, HINTED_NOTE, FILLERS_NOTE = ".words.part", ".words.hints.part", ".words.fillers.part"
# One less sure than this, or longer, is as often none; those that begin within half a second of
# each other are one that the engine repeats.
SURE_FILLER: Final = 0.1
LONGEST_FILLER_S: Final = 1.2
ONE_FILLER_S: Final = 0.5


@dataclass(frozen=True)
class TakeHeard:
    """What was heard in a take.

    Parameters
    ----------
    language : str
        ISO 639-1; "" where nothing was said.
    fillers : int
        At least so many, where they were listened for.
    """

    language: str
    fillers: int


def hear_take(
    take: Any,
    visits: pd.DataFrame,
    slides: pd.DataFrame,
    model: Model,
    *,
    language: str | None = None,
    hints: bool = False,
    fillers: bool = False,
    progress: Callable[[float], None] | None = None,
) -> TakeHeard:
    """Transcribe a take and keep its words, ``runs/<take>.words.csv``.

    Parameters
    ----------
    take : row of TAKES
        One that is done.
    visits : pandas.DataFrame
        VISITS of its run.
    slides : pandas.DataFrame
        SLIDES.
    model : Model
    language : str, optional
    hints : bool
        Hear it a second time with up to eight rare terms of the slide at hand.
    fillers : bool
        Hear it another time for fillers.
    progress : callable, optional
        Told the share that is done, 0 to 1.

    Returns
    -------
    TakeHeard

    Raises
    ------
    PacerError
        As `pacer.transcript.transcribing.transcribe`; what was heard is kept, to go on from.
    """
    sound, stem = Path(take.path), Path(take.path).with_suffix("")
    # The run's clock on the take's: see `pacer.audio.takes`.
    rate = take.duration_s / (take.ends_s - take.starts_s)
    on_take = visits.assign(
        start_s=(visits["start_s"] - take.starts_s) * rate,
        end_s=(visits["end_s"] - take.starts_s) * rate,
    )
    changes = on_take["start_s"].tolist()
    hearings, done = 1 + hints + fillers, 0
    told = progress or (lambda _share: None)

    def here(share: float) -> None:
        told((done + share) / hearings)

    def note(suffix: str) -> Path:
        return beside(stem, suffix)

    def hear(suffix: str, **how: Any) -> Any:
        return transcribe(
            sound,
            model,
            language=language,
            note=note(suffix),
            changes=changes,
            progress=here,
            **how,
        )

    heard = hear(NOTE)
    words, found = heard.words, 0
    if hints:
        done += 1
        terms = terms_by_slide(slides)
        hinted = hear(HINTED_NOTE, hints=lambda a, b: hints_for(on_take, terms, a, b))
        words = with_terms(words, hinted.words, terms)
    if fillers:
        done += 1
        prompted = hear(FILLERS_NOTE, prompt=FILLER_PROMPT).words
        found = len(fillers_in(prompted))
    on_run = words.assign(
        start_s=(words["start_s"] / rate + take.starts_s).clip(lower=0.0),
        end_s=(words["end_s"] / rate + take.starts_s).clip(lower=0.0),
    )
    # Not the quiet of `pauses` but where a voice is: see `pacer.transcript.gate`.
    unheard = unheard_of(words, voiced(sound)) / rate + take.starts_s
    files.write(beside(stem, kept.UNHEARD), unheard.round(3).to_csv(index=False))
    kept.write_words(beside(stem, kept.SUFFIX), on_run[on_run["end_s"] > 0])
    for suffix in (NOTE, HINTED_NOTE, FILLERS_NOTE):
        with contextlib.suppress(OSError):
            note(suffix).unlink(missing_ok=True)
    return TakeHeard(heard.language, found)


def fillers_in(words: pd.DataFrame) -> pd.DataFrame:
    """The fillers among words that were heard with `FILLER_PROMPT`.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS by time.

    Returns
    -------
    pandas.DataFrame
        WORDS, a row each.
    """
    lasts_s = words["end_s"] - words["start_s"]
    sure = (words["confidence"] >= SURE_FILLER) & (lasts_s <= LONGEST_FILLER_S)
    made = words[sure & words["word"].map(is_filler).astype(bool)]
    return made[~(made["start_s"].diff() < ONE_FILLER_S)]
