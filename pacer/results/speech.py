"""What each slide sounded like in a run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.core.wording import percent
from pacer.render.document import Document, Table
from pacer.render.result import Result
from pacer.transcript import speech

if TYPE_CHECKING:
    import pandas as pd

    from pacer.project import Project

# Less read aloud is no reading: slides and speech share phrases.
_READING = 0.15


@dataclass(frozen=True, repr=False)
class Speech(Result):
    """What `Talk.speech` answers.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    words : pandas.DataFrame
        WORDS of one run, each with its slide's key.
    run_id : str
    """

    slides: pd.DataFrame
    words: pd.DataFrame
    run_id: str

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row a slide that was spoken on; see `pacer.transcript.speech.by_slide`."""
        return speech.by_slide(self.words, self.slides)

    @cached_property
    def stretches(self) -> pd.DataFrame:
        """The fastest and slowest minutes; see `pacer.transcript.speech.stretches`."""
        return speech.stretches(self.words)

    def facts(self) -> dict[str, object]:
        """The figures of the whole run, as plain values."""
        return {"run_id": self.run_id, **speech.overall(self.words)}

    def document(self) -> Document:
        """Lay out the answer: the whole run, slide by slide, and its fastest minutes."""
        whole = speech.overall(self.words)
        fillers = int(whole["fillers"])
        sentences = [f"The longest pause was {whole['longest_pause_s']:.0f} s."]
        if fillers:
            sentences.append(f"At least {fillers} fillers: transcripts leave most of them out.")
        titles = dict(zip(self.slides["slide_key"], self.slides["title"], strict=True))
        rows = (
            (
                row.position,
                titles.get(row.slide_key, ""),
                row.words,
                _rate(row.pace_wpm),
                _rate(row.articulation_wpm),
                f"{row.longest_pause_s:.0f} s" if row.longest_pause_s >= 1 else "",
                percent(row.read_share) if row.read_share >= _READING else "",
                row.unsaid,
            )
            for row in frames.rows(self.frame)
        )
        heads = [
            ">#",
            "slide",
            ">words",
            ">wpm",
            ">without pauses",
            ">pause",
            ">read out",
            "unsaid",
        ]
        minutes = (
            (clock.text(row.start_s), _rate(row.wpm), row.kind)
            for row in frames.rows(self.stretches)
        )
        return Document(
            f"{_rate(whole['pace_wpm'])} words a minute, {_rate(whole['articulation_wpm'])} "
            "without pauses",
            tuple(sentences),
            (
                Table.of("Slide by slide", heads, rows),
                Table.of("Fastest and slowest minutes", [">at", ">wpm", ""], minutes),
            ),
        )


def _rate(wpm: float) -> str:
    return f"{wpm:.0f}" if math.isfinite(wpm) else "–"


def speech_of(project: Project, run_id: str | None = None) -> Speech:
    """What each slide sounded like in a run whose words are known; see `pacer.talk.Talk.speech`.

    Raises
    ------
    PacerError
        If no such run has words.
    """
    asked = project.loaded.runs["run_id"].tolist()[::-1] if run_id is None else [run_id]
    for each in asked:
        words = project.words(each)
        if words is not None and len(words):
            return Speech(project.slides, words, each)
    raise PacerError(
        f"{'no run' if run_id is None else f'run {run_id}'} has words: give a transcript, as "
        "in talk.align('talk.vtt')"
    )
