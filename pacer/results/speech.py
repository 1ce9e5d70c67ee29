"""What each slide sounded like in a run, and what was said on a slide in each run.

It informs: what pace is right for a talk it does not know. A run is held against the speaker's
own pace in the deck's other runs; the conventions it names are those of their sources.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.core.text import line
from pacer.core.wording import count, percent
from pacer.render.document import Document, Table
from pacer.render.result import Result
from pacer.transcript import rhythm, speech
from pacer.transcript.changes import changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from pacer.options import SlideName
    from pacer.project import Project

# Less read aloud is no reading: slides and speech share phrases.
_READING: Final = 0.15
# A slide's pace is told apart from the speaker's own from so much on.
_APART: Final = 0.1
CONVENTIONS: Final = (
    "For orientation, not as a rule: radio authors recommend 160 to 180 words a minute (Rodero "
    "2012); listeners follow with little loss up to about 250 to 275 (Foulke & Sticht 1969)."
)


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
    others : mapping of str to pandas.DataFrame
        WORDS of the deck's other runs, by run_id.
    doubted : sequence of int
        Positions of the slides that were not transcribed: what was heard cannot be trusted, and
        is left out.
    """

    slides: pd.DataFrame
    words: pd.DataFrame
    run_id: str
    others: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    doubted: Sequence[int] = ()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row a slide that was spoken on; see `pacer.transcript.speech.by_slide`.

        A further column, `usual_wpm`, is the slide's pace in the other runs (their median; NaN
        where none has words for it).
        """
        made = speech.by_slide(self.words, self.slides)
        others = [
            speech.by_slide(words, self.slides).set_index("slide_key")["pace_wpm"]
            for words in self.others.values()
        ]
        usual = pd.concat(others, axis=1).median(axis=1) if others else pd.Series(dtype=float)
        return made.assign(usual_wpm=made["slide_key"].map(usual).astype(float))

    @cached_property
    def stretches(self) -> pd.DataFrame:
        """The fastest and slowest minutes; see `pacer.transcript.speech.stretches`."""
        return speech.stretches(self.words)

    @cached_property
    def over_time(self) -> pd.DataFrame:
        """Words a minute over time; see `pacer.transcript.rhythm.over_time`."""
        return rhythm.over_time(self.words)

    @cached_property
    def pauses(self) -> pd.DataFrame:
        """The longest pauses; see `pacer.transcript.rhythm.longest_pauses`."""
        return rhythm.longest_pauses(self.words)

    @property
    def usual_wpm(self) -> float:
        """The speaker's pace in the other runs of the deck, pauses in; NaN without any."""
        paces = [speech.overall(words)["pace_wpm"] for words in self.others.values()]
        return float(pd.Series(paces, dtype=float).median())

    def facts(self) -> dict[str, object]:
        """The figures of the whole run, as plain values."""
        usual = self.usual_wpm
        return {
            "run_id": self.run_id,
            **speech.overall(self.words),
            "not_transcribed": list(self.doubted),
            "restarts": rhythm.restarts(self.words["word"].tolist()),
            "usual_wpm": usual if math.isfinite(usual) else None,
            "pauses": self.pauses.to_dict("records"),
            "stretches": self.stretches.to_dict("records"),
        }

    def document(self) -> Document:
        """Lay out the answer: the whole run, slide by slide, its fastest minutes and pauses."""
        whole = speech.overall(self.words)
        headline = (
            f"{_rate(whole['pace_wpm'])} words a minute, {_rate(whole['articulation_wpm'])} "
            "without pauses"
        )
        return Document(
            headline,
            self._sentences(whole),
            tuple(
                table
                for table in (
                    self._minutes(),
                    self._pauses(),
                    self._by_slide(whole["pace_wpm"]),
                    self._unsaid(),
                )
                if table.rows
            ),
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Words a minute over time; see `pacer.plots.speech`."""
        from pacer import plots

        return plots.speech(self.over_time, usual_wpm=self.usual_wpm, ax=ax)

    def _sentences(self, whole: Mapping[str, float]) -> tuple[str, ...]:
        made = []
        if self.doubted:
            listed = ", ".join(map(str, self.doubted))
            made.append(f"Not transcribed, and left out: {listed}.")
        if math.isfinite(self.usual_wpm):
            many = len(self.others)
            runs = "other run" if many == 1 else f"{many} other runs"
            made.append(f"In your {runs} of this talk: {_rate(self.usual_wpm)} words a minute.")
        fillers, again = int(whole["fillers"]), rhythm.restarts(self.words["word"].tolist())
        if fillers or again:
            heard = [count(fillers, "filler")] * bool(fillers)
            heard += [count(again, "restart")] * bool(again)
            made.append(f"At least {' and '.join(heard)}: transcripts leave most of them out.")
        aloud = self.frame[self.frame["read_share"] >= _READING]["position"].tolist()
        if aloud:
            listed = ", ".join(map(str, aloud))
            made.append(f"Partly read from the slide: {listed}.")
        return (*made, CONVENTIONS)

    def _titles(self) -> dict[str, str]:
        keys, titles = self.slides["slide_key"], self.slides["title"]
        return {key: line(title, limit=40) for key, title in zip(keys, titles, strict=True)}

    def _by_slide(self, own_wpm: float) -> Table:
        titles, frame = self._titles(), self.frame
        # A column that has nothing to say takes no room.
        columns = {
            ">#": frame["position"].tolist(),
            "slide": [titles.get(key, "") for key in frame["slide_key"]],
            ">words": frame["words"].tolist(),
            ">a minute": [_rate(wpm) for wpm in frame["pace_wpm"]],
            ">off own": [_apart(wpm, own_wpm) for wpm in frame["pace_wpm"]],
            ">other runs": [_rate(wpm, "") for wpm in frame["usual_wpm"]],
            ">no pauses": [_rate(wpm) for wpm in frame["articulation_wpm"]],
            ">pause": [f"{s:.0f} s" if s >= 1 else "" for s in frame["longest_pause_s"]],
            ">read out": [percent(s) if s >= _READING else "" for s in frame["read_share"]],
        }
        told = {head: cells for head, cells in columns.items() if any(cells)}
        return Table.of("Slide by slide", list(told), zip(*told.values(), strict=True))

    def _unsaid(self) -> Table:
        titles, lacking = self._titles(), self.frame[self.frame["unsaid"] != ""]
        rows = (
            (row.position, titles.get(row.slide_key, ""), row.unsaid)
            for row in frames.rows(lacking)
        )
        return Table.of("Shown, and never said", [">#", "slide", "*terms"], rows)

    def _minutes(self) -> Table:
        at = dict(zip(self.slides["slide_key"], self.slides["position"], strict=True))
        starts = self.words["start_s"].to_numpy(float)
        keys = self.words["slide_key"].tolist()

        def slides(start_s: float, end_s: float) -> str:
            first, last = starts.searchsorted((start_s, end_s))
            seen = sorted({at[key] for key in keys[first:last] if key in at})
            return ", ".join(map(str, seen))

        rows = (
            (clock.text(row.start_s), _rate(row.wpm), row.kind, slides(row.start_s, row.end_s))
            for row in frames.rows(self.stretches)
        )
        return Table.of("Fastest and slowest minutes", [">at", ">a minute", "", "on"], rows)

    def _pauses(self) -> Table:
        at = dict(zip(self.slides["slide_key"], self.slides["position"], strict=True))
        rows = (
            (
                clock.text(row.start_s),
                f"{row.seconds:.1f} s",
                at.get(row.slide_key, "–"),
                f"{row.before} … {row.after}",
            )
            for row in frames.rows(self.pauses)
        )
        return Table.of("Longest pauses", [">at", ">for", ">#", "*between"], rows)


@dataclass(frozen=True, repr=False)
class Said(Result):
    """What `Talk.said` answers.

    Parameters
    ----------
    position : int
        The slide's.
    title : str
    frame : pandas.DataFrame
        A row a run that has words on it, oldest first: run_id, started_at, words, pace_wpm,
        said, and changes: what became of the words of the run before, as
        `pacer.transcript.changes` gives it; empty for the first.
    """

    position: int
    title: str
    frame: pd.DataFrame

    def facts(self) -> dict[str, object]:
        """The slide, as plain values."""
        return {"position": self.position, "title": self.title, "runs": len(self.frame)}

    def document(self) -> Document:
        """Lay out the tellings, one below the other, with what is new in each and what went."""
        rows = (
            (
                f"{row.started_at:%d %b %H:%M}",
                row.words,
                _rate(row.pace_wpm),
                marked(row.changes) if row.changes else row.said,
            )
            for row in frames.rows(self.frame)
        )
        heads = ["run", ">words", ">a minute", "*said"]
        told = ("New words stand in [+ +], words of the run before that are gone in [− −].",)
        return Document(
            f"Slide {self.position}, {line(self.title, limit=80)}: "
            f"said in {count(len(self.frame), 'run')}",
            told if len(self.frame) > 1 else (),
            (Table.of("Run by run", heads, rows),),
        )


def marked(parts: list[tuple[str, str]]) -> str:
    """Changes as text."""
    signs = {"same": "{}", "new": "[+{}+]", "gone": "[−{}−]"}
    return " ".join(signs[kind].format(text) for kind, text in parts)


def _rate(wpm: float, unknown: str = "–") -> str:
    return f"{wpm:.0f}" if math.isfinite(wpm) else unknown


def _apart(wpm: float, own_wpm: float) -> str:
    """How far a slide's pace is from the run's, where that is worth a word."""
    if not (math.isfinite(wpm) and own_wpm > 0):
        return ""
    off = wpm / own_wpm - 1
    return f"{'+' if off > 0 else '−'}{abs(off):.0%}" if abs(off) >= _APART else ""


def speech_of(project: Project, run_id: str | None = None) -> Speech:
    """What each slide sounded like in a run whose words are known; see `pacer.talk.Talk.speech`.

    Raises
    ------
    PacerError
        If no such run has words.
    """
    spoken = {each: words for each, words in project.spoken().items() if len(words)}
    wanted = run_id if run_id is not None else next(reversed(spoken), None)
    if wanted is None or wanted not in spoken:
        raise PacerError(
            f"{'no run' if run_id is None else f'run {run_id}'} has words: give a transcript, as "
            "in talk.align('talk.vtt')"
        )
    words = spoken.pop(wanted)
    judged = project.gate(wanted) if wanted else None
    failed = set() if judged is None else set(judged.loc[~judged["passed"], "slide_key"])
    slides = project.slides
    doubted = slides.loc[slides["slide_key"].isin(failed), "position"].tolist()
    return Speech(slides, words, wanted, spoken, doubted)


def said_on(project: Project, slide: SlideName) -> Said:
    """What was said on a slide in each run; see `pacer.talk.Talk.said`.

    Raises
    ------
    PacerError
        If there is no such slide, or no run has words on it.
    """
    key = project.key(slide)
    slides = project.slides
    its = slides[slides["slide_key"] == key]
    position, title = int(its["position"].iloc[0]), str(its["title"].iloc[0])
    runs = project.loaded.runs
    started = dict(zip(runs["run_id"], runs["started_at"], strict=True))
    rows, before = [], None
    for run_id, words in project.spoken().items():
        told = speech.by_slide(words[words["slide_key"] == key], its)
        if not len(told):
            continue
        said = str(told["said"].iloc[0])
        rows.append(
            {
                "run_id": run_id,
                "started_at": started.get(run_id, pd.NaT),
                "words": int(told["words"].iloc[0]),
                "pace_wpm": float(told["pace_wpm"].iloc[0]),
                "said": said,
                "changes": [] if before is None else changes(before, said),
            }
        )
        before = said
    if not rows:
        raise PacerError(
            f"no run has words on slide {position}: give a transcript, as in talk.align('talk.vtt')"
        )
    return Said(position, title, pd.DataFrame(rows))
