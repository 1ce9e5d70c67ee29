"""The comparison under the speaker's eyes: slides against runs, by slide or by the clock.

The page gets the stays of every run once and computes what hovering and choosing show by itself;
the kernel sends a slide's picture, or a stretch of a take, when the page asks for one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pacer import audio
from pacer.audio.clip import PLAYABLE, stretch
from pacer.compare import grid
from pacer.compare.flags import has
from pacer.core import frames
from pacer.core.errors import FrameError, PacerError
from pacer.core.text import line, tidy
from pacer.results.comparison import compare_project
from pacer.results.speech import said_on
from pacer.widgets.base import RoomWidget, Synced, home_of
from pacer.widgets.pictures import PictureService
from pacer.widgets.protocol import (
    AddPart,
    AskClip,
    AskPicture,
    AskTellings,
    Clip,
    ComparisonMessage,
    ComparisonRow,
    ComparisonRun,
    ComparisonState,
    LeaveFile,
    OfferFile,
    Telling,
    TellingPart,
    Tellings,
)
from pacer.widgets.run_intake import RunIntake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pacer.audio.clip import Span
    from pacer.project import Project
    from pacer.results.comparison import Comparison
    from pacer.results.plan import Plan

TEXT_SHOWN: Final = 1_200
TITLE_SHOWN: Final = 160
# Of what was said on one slide: characters in a row, stretches of a run, and runs.
SAID_SHOWN: Final = 12_000
MOST_PARTS: Final = 1_000
MOST_TELLINGS: Final = 12


class ComparisonWidget(RoomWidget, bundle="compare", takes=ComparisonMessage):
    """A comparison as a widget; `talk.explore()` makes one.

    A run that ends in another room of the talk is shown at once.

    Parameters
    ----------
    project : Project
    run_ids : sequence of str, optional
        The runs to compare; all there are by default, also those to come.
    plan : Plan, optional
        Its budgets are what the runs are held against.
    talk_s : float, optional
        Seconds to speak in.

    Attributes
    ----------
    sentences, rows, runs, baseline, talk_s
        What the page shows: see `pacer.widgets.protocol.ComparisonState`.
    """

    sentences = Synced(list[str])
    rows = Synced(list[ComparisonRow])
    runs = Synced(list[ComparisonRun])
    baseline = Synced(str)
    talk_s = Synced(float | None)
    home = Synced(str)

    def __init__(
        self,
        project: Project,
        run_ids: Sequence[str] | None = None,
        *,
        plan: Plan | None = None,
        talk_s: float | None = None,
    ) -> None:
        self._project, self._run_ids, self._plan, self._talk_s = project, run_ids, plan, talk_s
        self._takes, state = self._read()
        super().__init__(**{name: getattr(state, name) for name in state.__struct_fields__})
        self.pictures = PictureService(self.post)
        self.intake = RunIntake(project, self.post)
        self._stop_listening = project.listen(self._hear)

    def named(self) -> tuple[str, str, str]:
        """What a saved notebook says of it."""
        project = self._project
        kept = f"the runs are in {project.folder.name}/"
        return "compare room", line(project.deck.path.name, limit=80), kept

    def close(self) -> None:
        """Close the room; it follows the talk no more."""
        self._stop_listening()
        super().close()

    def _read(self) -> tuple[pd.DataFrame, ComparisonState]:
        """The takes and what the page shows, as the talk is now."""
        project = self._project
        comparison = compare_project(project, self._run_ids, plan=self._plan, talk_s=self._talk_s)
        repaired = audio.repair(project.folder)
        takes = audio.takes(project.folder)
        return takes, make_state(
            comparison,
            project.slides,
            project.loaded.runs,
            project.visits,
            marks=project.loaded.marks,
            said=repaired,
            takes=takes,
            spoken=project.spoken(),
            home=home_of(project.folder),
        )

    def _hear(self, what: str) -> None:
        if what == "choices":
            return  # they change nothing that was spoken
        self._takes, state = self._read()
        # `runs` comes last: it is what the page waits for, to show all of it anew.
        for name in ("sentences", "rows", "baseline", "talk_s", "runs"):
            setattr(self, name, getattr(state, name))

    def receive(self, message: ComparisonMessage, buffers: Sequence[Any]) -> None:
        """Answer a question of the page."""
        match message:
            case AskPicture():
                self.pictures.show(message)
            case AskClip():
                self._play(message)
            case AskTellings():
                self.post(make_tellings(self._project, message.slide_key))
            case OfferFile() | AddPart() | LeaveFile():
                self.intake.receive(message, buffers)

    def _play(self, asked: AskClip) -> None:
        data, mime, reason = b"", "", ""
        spans = [(start_s, end_s) for start_s, end_s in asked.spans if start_s < end_s]
        try:
            data, mime = stretch(self._takes, asked.run_id, spans)
        except PacerError as error:
            reason = line(str(error))
        self.post(Clip(number=asked.number, mime=mime, reason=reason), [data])


def compare(
    project: Project,
    run_ids: Iterable[str] | None = None,
    *,
    plan: Plan | None = None,
    talk_s: float | None = None,
) -> ComparisonWidget:
    """Open the compare room of a talk; see `ComparisonWidget`."""
    chosen = None if run_ids is None else list(run_ids)
    room = ComparisonWidget(project, chosen, plan=plan, talk_s=talk_s)
    room.pictures.draw(project.pictures, made_how=project.pictures_made)
    return room


def make_state(
    comparison: Comparison,
    slides: pd.DataFrame,
    runs: pd.DataFrame,
    visits: pd.DataFrame,
    *,
    marks: pd.DataFrame | None = None,
    said: Iterable[str] = (),
    takes: pd.DataFrame | None = None,
    spoken: Collection[str] = (),
    home: str = "",
) -> ComparisonState:
    """What the page shows.

    Parameters
    ----------
    comparison : Comparison
        What `pacer.compare.compare` answered for these frames.
    slides, runs, visits : pandas.DataFrame
        SLIDES of today's deck, RUNS, and VISITS under today's slide keys.
    marks : pandas.DataFrame, optional
        MARKS; those of the kind "note" tell where the speaker stumbled.
    said : iterable of str, optional
        What else is to be told, one line each, such as takes that were repaired.
    takes : pandas.DataFrame, optional
        `pacer.audio.TAKES`; a run that has one can be listened to.
    spoken : collection of str
        The runs whose words are known, by run_id.
    home : str
        The talk's folder as a short name.

    Raises
    ------
    FrameError
        If a frame lacks a column, or `runs` a run that was compared.
    """
    slides = frames.check(slides, frames.SLIDES)
    visits = frames.check(visits, frames.VISITS)
    totals = comparison.totals
    # Hidden slides that no run showed are no part of what was practised.
    seen = comparison.seconds.notna().to_numpy()
    told = comparison.slides[seen.any(axis=1) | ~has(comparison.slides, "hidden").to_numpy()]
    rows = pd.Index(told["slide_key"])
    visits = visits[visits["slide_key"].isin(rows)].sort_values(["run_id", "visit"], kind="stable")
    return ComparisonState(
        sentences=[line(one, limit=600) for one in (*comparison.sentences, *said)],
        rows=_rows(told, slides, comparison),
        runs=_runs(totals, rows, visits, _passed(comparison, runs), marks, takes, spoken),
        home=home,
        baseline="planned" if comparison.has_plan else "usual",
        talk_s=comparison.talk_s,
    )


def make_tellings(project: Project, slide_key: str) -> Tellings:
    """What was said on a slide in each run, with what changed; nothing where no words are known."""
    try:
        frame = said_on(project, slide_key).frame
    except PacerError:
        return Tellings(slide_key=slide_key, tellings=[])
    made = []
    for row in frames.rows(frame):
        parts = row.changes or [("same", row.said)]
        made.append(
            Telling(
                run_id=row.run_id,
                words=row.words,
                pace_wpm=_number(row.pace_wpm),
                parts=[
                    TellingPart(kind=kind, text=line(text, limit=SAID_SHOWN))
                    for kind, text in parts[:MOST_PARTS]
                ],
            )
        )
    return Tellings(slide_key=slide_key, tellings=made[-MOST_TELLINGS:])


def _rows(told: pd.DataFrame, slides: pd.DataFrame, made: Comparison) -> list[ComparisonRow]:
    text = slides.set_index("slide_key")["text"]
    starts = made.drift.drop_duplicates("slide_key").set_index("slide_key")["planned_start_s"]
    return [
        ComparisonRow(
            key=slide.slide_key,
            position=None if pd.isna(slide.position) else int(slide.position),
            title=line(slide.title, limit=TITLE_SHOWN) or f"Slide {slide.position}",
            section=line(slide.section, limit=TITLE_SHOWN),
            text=tidy(text.get(slide.slide_key, ""), limit=TEXT_SHOWN),
            baseline_s=_number(slide.planned_s),
            starts_s=_number(starts.get(slide.slide_key, math.nan)),
            trend_s=_number(slide.trend_s),
            spread_s=_number(slide.spread_s),
        )
        for slide in frames.rows(told)
    ]


def _runs(
    totals: pd.DataFrame,
    rows: pd.Index[Any],
    visits: pd.DataFrame,
    passed: dict[str, list[str]],
    marks: pd.DataFrame | None,
    takes: pd.DataFrame | None,
    worded: Collection[str],
) -> list[ComparisonRun]:
    """Each run with its stays; slides are named by their row."""
    row = rows.get_indexer(pd.Index(visits["slide_key"]))
    spans = visits[["start_s", "end_s"]].round(2).to_numpy().tolist()
    segments = [
        [at, stay, *span]
        for at, stay, span in zip(row.tolist(), visits["visit"].tolist(), spans, strict=True)
    ]
    mine = visits.reset_index(drop=True).groupby("run_id").indices
    stopped = dict(zip(visits["run_id"], zip(visits["censored"], row, strict=True), strict=True))
    noted = {} if marks is None else _stumbles(marks, visits)
    spoken = {} if takes is None else _audio_spans(takes)
    return [
        ComparisonRun(
            id=run.run_id,
            number=run.number,
            kind=run.kind,
            name=line(getattr(run, "name", ""), limit=60),
            started=run.started_at.isoformat(),
            talk_s=round(run.talk_s, 3),
            over_s=_number(run.over_s),
            questions_s=round(run.questions_s, 3),
            paused_s=round(run.paused_s, 3),
            complete=bool(run.complete),
            whole=bool(run.whole),
            reached=int(run.reached),
            segments=[segments[at] for at in mine.get(run.run_id, ())],
            stopped=_stopped(*stopped.get(run.run_id, (False, 0))),
            passed=_row_numbers(rows, passed.get(run.run_id, ())),
            stumbles=_row_numbers(rows, noted.get(run.run_id, ())),
            audio_spans=[list(span) for span in spoken.get(run.run_id, [])],
            has_words=run.run_id in worded,
        )
        for run in frames.rows(totals)
    ]


def _stopped(censored: bool, row: int) -> int | None:
    return int(row) if censored else None


def _row_numbers(rows: pd.Index[Any], keys: Iterable[str]) -> list[int]:
    return [int(at) for at in rows.get_indexer(pd.Index(list(keys), dtype="str")) if at >= 0]


def _passed(made: Comparison, runs: pd.DataFrame) -> dict[str, list[str]]:
    """The slides each run passed by, as the comparison counts them."""
    runs = frames.check(runs, frames.RUNS).set_index("run_id")
    if missing := set(made.totals["run_id"]) - set(runs.index):
        raise FrameError(
            frames.RUNS.name, detail=f"lacks the run {min(missing)}, which is compared"
        )
    runs = runs.loc[made.totals["run_id"]]
    due = (
        made.slides["position"].notna()
        & ~has(made.slides, "hidden")
        # The plan cuts it; where there is no plan and no run showed it, this is NaN.
        & (made.slides["planned_s"] != 0)
    )
    skipped = grid.skipped(
        made.seconds.notna().to_numpy(), due.to_numpy("bool"), runs.reset_index()
    )
    keys = made.seconds.index
    return {run_id: list(keys[skipped[:, at]]) for at, run_id in enumerate(made.seconds.columns)}


def _stumbles(marks: pd.DataFrame, visits: pd.DataFrame) -> dict[str, list[str]]:
    """The slide of every note of a run, by run."""
    notes = marks.loc[marks["kind"] == "note", ["run_id", "t_s"]].sort_values("t_s", kind="stable")
    begun = visits[["run_id", "start_s", "slide_key"]].sort_values("start_s", kind="stable")
    at = pd.merge_asof(notes, begun, left_on="t_s", right_on="start_s", by="run_id")
    return {str(run): list(keys) for run, keys in at.dropna().groupby("run_id")["slide_key"]}


def _audio_spans(takes: pd.DataFrame) -> dict[str, list[Span]]:
    """The spans of each run's clock there is sound of."""
    spans: dict[str, list[Span]] = {}
    for take in frames.rows(takes[takes["state"].isin(PLAYABLE)].dropna(subset=["ends_s"])):
        if take.ends_s > take.starts_s:
            spans.setdefault(take.run_id, []).append((take.starts_s, take.ends_s))
    return spans


def _number(value: float) -> float | None:
    return round(float(value), 3) if pd.notna(value) and math.isfinite(value) else None
