"""The comparison under the speaker's eyes: slides against runs, by slide or by the clock.

The page gets the stays of every run once and computes what hovering and choosing show by itself;
the kernel sends a slide's picture, or a stretch of a take, when the page asks for one.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
import pandas as pd
import traitlets

from pacer.audio.clip import PLAYABLE, stretch
from pacer.compare import grid
from pacer.compare.flags import has
from pacer.core import clock, frames
from pacer.core.errors import FrameError, PacerError
from pacer.core.text import line, tidy
from pacer.widgets.pictures import Gallery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacer.audio.clip import Span
    from pacer.results.comparison import Comparison
    from pacer.widgets.pictures import Draw

STATIC: Final = Path(__file__).parent / "static"
TEXT_SHOWN: Final = 1_200
TITLE_SHOWN: Final = 160
# One stay is cut into so many spans at most by pauses and questions.
MOST_SPANS: Final = 100


class Compare(anywidget.AnyWidget):
    """A comparison as a widget; `compare` makes one.

    Attributes
    ----------
    sentences : list of str
        The answer in words, most telling first.
    rows, runs : list of dict
        The slides and the runs as the page shows them; a run's `pieces` are its stays, each
        ``[row, stay, start_s, end_s]``, cut where a pause or a question came between.
    held : str
        What a cell is held against: "planned" or "usual".
    talk_s : float or None
        Seconds to speak in.
    """

    _esm = STATIC / "compare.js"
    _css = STATIC / "compare.css"

    sentences: Any = traitlets.List().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    runs: Any = traitlets.List().tag(sync=True)
    held = traitlets.Unicode("usual").tag(sync=True)
    talk_s = traitlets.Float(None, allow_none=True).tag(sync=True)

    def __init__(self, takes: pd.DataFrame | None, **values: Any) -> None:
        self._takes = takes
        super().__init__(**values)
        self.gallery = Gallery(self.send)
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        return f"Compare: {len(self.runs)} runs of {len(self.rows)} slides"

    def _answer(self, _widget: object, message: object, _buffers: object) -> None:
        """Answer a question of the page; nothing it sends may stop the kernel."""
        if not isinstance(message, dict):
            return
        match message.get("ask"):
            case "picture":
                self.gallery.show(str(message.get("key", "")))
            case "listen":
                self._play(message)

    def _play(self, message: dict[str, Any]) -> None:
        answer = {"said": "sound", "number": message.get("number"), "type": "", "text": ""}
        data = b""
        try:
            data, kind = stretch(self._takes, str(message.get("run")), _spans(message.get("spans")))
            answer["type"] = kind
        except PacerError as error:
            answer["text"] = line(str(error))
        self.send(answer, buffers=[data])


def compare(
    comparison: Comparison,
    slides: pd.DataFrame,
    runs: pd.DataFrame,
    visits: pd.DataFrame,
    *,
    marks: pd.DataFrame | None = None,
    said: Iterable[str] = (),
    takes: pd.DataFrame | None = None,
    pictures: Draw | None = None,
) -> Compare:
    """Make the compare widget.

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
    pictures : callable, optional
        Draws the slides' pictures: is given a function to tell its progress, gives back each
        slide's picture by its key.

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
    made = Compare(
        takes,
        sentences=[line(one, limit=600) for one in (*comparison.sentences, *said)],
        rows=_rows(told, slides, comparison),
        runs=_runs(totals, rows, visits, _passed(comparison, runs), marks, takes),
        held="planned" if comparison.has_plan else "usual",
        talk_s=comparison.talk_s,
    )
    if pictures is not None:
        made.gallery.draw(pictures)
    return made


def _rows(told: pd.DataFrame, slides: pd.DataFrame, made: Comparison) -> list[dict[str, Any]]:
    text = slides.set_index("slide_key")["text"]
    starts = made.drift.drop_duplicates("slide_key").set_index("slide_key")["planned_start_s"]
    return [
        {
            "key": slide.slide_key,
            "position": None if pd.isna(slide.position) else int(slide.position),
            "title": line(slide.title, limit=TITLE_SHOWN) or f"Slide {slide.position}",
            "section": line(slide.section, limit=TITLE_SHOWN),
            "text": tidy(text.get(slide.slide_key, ""), limit=TEXT_SHOWN),
            "held_s": _number(slide.planned_s),
            "starts_s": _number(starts.get(slide.slide_key, math.nan)),
            "trend_s": _number(slide.trend_s),
            "spread_s": _number(slide.spread_s),
        }
        for slide in frames.rows(told)
    ]


def _runs(
    totals: pd.DataFrame,
    rows: pd.Index[Any],
    visits: pd.DataFrame,
    passed: dict[str, list[str]],
    marks: pd.DataFrame | None,
    takes: pd.DataFrame | None,
) -> list[dict[str, Any]]:
    """Each run with its stays; slides are named by their row."""
    row = rows.get_indexer(pd.Index(visits["slide_key"]))
    spans = visits[["start_s", "end_s"]].round(2).to_numpy().tolist()
    pieces = [
        [at, stay, *span]
        for at, stay, span in zip(row.tolist(), visits["visit"].tolist(), spans, strict=True)
    ]
    mine = visits.reset_index(drop=True).groupby("run_id").indices
    stopped = dict(zip(visits["run_id"], zip(visits["censored"], row, strict=True), strict=True))
    noted = {} if marks is None else _stumbles(marks, visits)
    heard = {} if takes is None else _heard(takes)
    return [
        {
            "id": run.run_id,
            "number": run.number,
            "kind": run.kind,
            "name": line(getattr(run, "name", ""), limit=60),
            "started": run.started_at.isoformat(),
            "talk_s": _number(run.talk_s),
            "over_s": _number(run.over_s),
            "questions_s": _number(run.questions_s),
            "paused_s": _number(run.paused_s),
            "complete": bool(run.complete),
            "whole": bool(run.whole),
            "reached": int(run.reached),
            "pieces": [pieces[at] for at in mine.get(run.run_id, ())],
            "stopped": _stopped(*stopped.get(run.run_id, (False, 0))),
            "passed": _places(rows, passed.get(run.run_id, ())),
            "stumbles": _places(rows, noted.get(run.run_id, ())),
            "heard": heard.get(run.run_id, []),
        }
        for run in frames.rows(totals)
    ]


def _stopped(censored: bool, row: int) -> int | None:
    return int(row) if censored else None


def _places(rows: pd.Index[Any], keys: Iterable[str]) -> list[int]:
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


def _heard(takes: pd.DataFrame) -> dict[str, list[Span]]:
    """The spans of each run's clock there is sound of."""
    found: dict[str, list[Span]] = {}
    for take in frames.rows(takes[takes["state"].isin(PLAYABLE)].dropna(subset=["ends_s"])):
        if take.ends_s > take.starts_s:
            found.setdefault(take.run_id, []).append((take.starts_s, take.ends_s))
    return found


def _number(value: float) -> float | None:
    return round(float(value), 3) if pd.notna(value) and math.isfinite(value) else None


def _spans(given: object) -> list[Span]:
    """The spans a page asks for; what makes no sense is left out."""
    listed = given[:MOST_SPANS] if isinstance(given, list) else []
    pairs = (one for one in listed if isinstance(one, list) and len(one) == 2)
    return [(float(a), float(b)) for a, b in pairs if _is_time(a) and _is_time(b) and a < b]


def _is_time(given: object) -> bool:
    return (
        isinstance(given, int | float)
        and not isinstance(given, bool)
        and 0 <= given <= clock.LONGEST_S
    )
