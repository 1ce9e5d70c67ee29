"""A run's takes transcribed: what was heard on each slide, and whether it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.core.wording import count, percent
from pacer.render.document import Document, Table
from pacer.render.result import Result
from pacer.transcript import speech

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from pacer.project import Project


@dataclass(frozen=True, repr=False)
class Transcribed(Result):
    """What `Talk.transcribe` answers.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    words : pandas.DataFrame
        WORDS of the run, each with its slide's key.
    gate : pandas.DataFrame
        GATE; see `pacer.transcript.gate.by_slide`.
    run_id : str
    model, language : str
        Who heard them, and in which language (ISO 639-1).
    seconds : float
        Of sound.
    fillers : int or None
        At least so many were said; None where they were not listened for.
    """

    slides: pd.DataFrame
    words: pd.DataFrame
    gate: pd.DataFrame
    run_id: str
    model: str
    language: str
    seconds: float
    fillers: int | None = None

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row a slide that was spoken on, in deck order: GATE with position and wpm.

        ``wpm`` (words a minute without pauses; see `pacer.transcript.speech.by_slide`) is
        NA where the words do not pass.
        """
        place = dict(zip(self.slides["slide_key"], self.slides["position"], strict=True))
        made = self.gate[self.gate["slide_key"].isin(set(place))]
        told = speech.by_slide(self.words, self.slides).set_index("slide_key")["articulation_wpm"]
        wpm = made["slide_key"].map(told).where(made["passed"], np.nan).astype(float)
        made = made.assign(position=made["slide_key"].map(place), wpm=wpm)
        return made.sort_values("position", ignore_index=True)

    def facts(self) -> dict[str, object]:
        """The figures of the headline as plain values."""
        return {
            "run_id": self.run_id,
            "model": self.model,
            "language": self.language or None,
            "seconds": self.seconds,
            "words": len(self.words),
            "slides": len(self.frame),
            "not_transcribed": int((~self.frame["passed"]).sum()),
            "fillers_at_least": self.fillers,
        }

    def document(self) -> Document:
        """Lay out the answer: how much was heard, then slide by slide."""
        frame = self.frame
        failed = int((~frame["passed"]).sum())
        sentences = [f"Heard by {self.model} in {self.language or 'no language it could tell'}."]
        if failed:
            sentences.append(
                f"{count(failed, 'slide')} of {len(frame)} not transcribed: its figures are left "
                "out." if failed == 1 else
                f"{failed} of {len(frame)} slides not transcribed: their figures are left out."
            )  # fmt: skip
        if self.fillers is not None:
            sentences.append(f"At least {count(self.fillers, 'filler')} (experimental).")
        titles = dict(zip(self.slides["slide_key"], self.slides["title"], strict=True))
        rows = (
            (
                row.position,
                titles[row.slide_key],
                row.words if row.passed else "–",
                f"{row.wpm:.0f}" if np.isfinite(row.wpm) else "–",
                percent(row.probability) if np.isfinite(row.probability) else "–",
                "" if row.passed else f"not transcribed: {row.why}",
            )
            for row in frames.rows(frame)
        )
        heads = [">#", "slide", ">words", ">wpm without pauses", ">sure", ""]
        return Document(
            f"{count(len(self.words), 'word')} in {clock.text(self.seconds)} of run {self.run_id}",
            tuple(sentences),
            (
                Table.of(
                    "Slide by slide", heads, rows, ["" if ok else "faint" for ok in frame["passed"]]
                ),
            ),
        )


def transcribe(
    project: Project,
    run_id: str | None = None,
    *,
    model: str | Path | None = None,
    language: str | None = None,
    allow_download: bool = False,
    hints: bool = False,
    fillers: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Transcribed:
    """Transcribe the takes of a run and keep the words; see `pacer.talk.Talk.transcribe`.

    Raises
    ------
    PacerError
        If there is no sound, no model, or it was ended from outside.
    """
    from pacer import audio
    from pacer.transcript import model as models
    from pacer.transcript.of_take import hear_take

    found = models.find(model, allow_download=allow_download)
    audio.repair(project.folder)
    run_id = _run(project, run_id)
    takes = audio.takes(project.folder)
    takes = takes[takes["run_id"] == run_id]
    if (takes["state"] == "recording").any():
        raise PacerError(f"run {run_id} is being recorded: stop it first")
    takes = takes[takes["state"] == "done"]
    if not len(takes):
        raise PacerError(
            f"the sound of run {run_id} could not be decoded: pacer.audio.repair says why"
        )
    told = progress or (lambda _share: None)
    visits = project.visits[project.visits["run_id"] == run_id]
    whole_s, done_s, said = float(takes["duration_s"].sum()), 0.0, 0
    spoken = ""
    for take in frames.rows(takes):

        def here(part: float, done_s: float = done_s, own_s: float = take.duration_s) -> None:
            told((done_s + part * own_s) / whole_s)

        heard = hear_take(
            take, visits, project.slides, found,
            language=language, hints=hints, fillers=fillers, progress=here,
        )  # fmt: skip
        spoken = heard.language or spoken
        said += heard.fillers
        done_s += take.duration_s
    told(1.0)
    project.words_changed()
    words = project.words(run_id)
    return Transcribed(
        project.slides,
        frames.build(frames.WORDS) if words is None else words,
        project.gate(run_id),
        run_id,
        found.name,
        spoken,
        whole_s,
        said if fillers else None,
    )


def _run(project: Project, run_id: str | None) -> str:
    """The run to transcribe: the one asked for, or the last with sound."""
    from pacer import audio

    with_sound = set(audio.takes(project.folder)["run_id"])
    known = project.loaded.runs["run_id"].tolist()
    if run_id is None:
        run_id = next((each for each in reversed(known) if each in with_sound), None)
        if run_id is None:
            raise PacerError(
                f"{project.deck.path.name} has no run with sound: rehearse with the microphone on, "
                "or give a recording to pacer align"
            )
    if run_id not in known:
        raise PacerError(f"there is no run {run_id!r}: talk.runs names them")
    if run_id not in with_sound:
        raise PacerError(f"run {run_id} has no sound: nothing to transcribe")
    return run_id
