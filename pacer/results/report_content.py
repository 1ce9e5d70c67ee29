"""What a report says, before it is set: the answer, then sections of figures and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacer import plots
from pacer.core import clock, frames
from pacer.core.text import line
from pacer.core.wording import chance, count
from pacer.render.document import Document, Figure, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from pacer.results.comparison import Comparison
    from pacer.results.pace import Pace
    from pacer.results.plan import Plan
    from pacer.results.speech import Speech


def content(
    *,
    title: str,
    slides: pd.DataFrame,
    pace: Pace,
    plan: Plan | None,
    comparison: Comparison | None,
    slot_s: float | None,
    questions_s: float | None,
    speech: Speech | None = None,
    problems: Iterable[str] = (),
) -> Document:
    """Arrange the answers; see `pacer.results.report.write` for the parameters."""
    # With a plan the answer has said what the pace's own sentences say.
    sections = [_pace(pace, pace.document().sentences if plan is None else ())]
    if plan is not None:
        sections.append(_plan(plan))
    if comparison is not None:
        sections.append(_runs(comparison))
    if speech is not None:
        sections.append(_speech(speech))
    answer = _answer(pace, plan, slot_s, questions_s)
    basis = _basis(slides, comparison)
    return Document(line(title) or "Talk", (answer, basis), tuple(sections), tuple(problems))


def _answer(pace: Pace, plan: Plan | None, slot_s: float | None, questions_s: float | None) -> str:
    low_s, high_s = pace.total.interval(0.8)
    median, low, high = map(clock.text, (pace.total.quantile(0.5), low_s, high_s))
    known = bool((pace.frame["runs"] > 0).any())
    lead = "As rehearsed the talk takes" if known else "Never rehearsed, the talk may take"
    said = f"{lead} {median} ({low}–{high})"
    if pace.p_fits is None:
        return f"{said}."
    slot = clock.text(pace.talk_s or 0.0) if slot_s is None else clock.text(slot_s)
    kept = f" with {clock.text(questions_s)} of questions" if questions_s else ""
    said += f"; the chance of fitting {slot}{kept} is {chance(pace.p_fits)}."
    return said if plan is None else f"{said} The plan below fits with {chance(plan.p_fits)}."


def _basis(slides: pd.DataFrame, comparison: Comparison | None) -> str:
    hidden = int(slides["hidden"].sum())
    parts = [count(len(slides), "slide") + (f", {hidden} of them hidden" if hidden else "")]
    if comparison is not None and len(comparison.totals):
        last = comparison.totals["started_at"].max()
        when = f"{'the last ' if len(comparison.totals) > 1 else ''}on {last.day} {last:%B %Y}"
        parts.append(f"{count(len(comparison.totals), 'run')}, {when}")
    else:
        parts.append("no runs")
    return f"{'; '.join(parts)}. In brackets: where 4 of 5 runs end."


def _pace(pace: Pace, sentences: tuple[str, ...]) -> Document:
    sheet = pace.document()
    shares = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
    ends = Table.of(
        "How long the next run takes",
        [">share of runs", ">end within"],
        [(f"{100 * q:.0f} %", clock.text(pace.total.quantile(q))) for q in shares],
    )
    return Document(
        "Where the time goes",
        sentences,
        (
            Figure(lambda: plots.total(pace.total, talk_s=pace.talk_s), ends),
            Figure(lambda: plots.slides(pace.frame), sheet.tables[0]),
        ),
        sheet.warnings,
        name="pace",
    )


def _plan(plan: Plan) -> Document:
    sheet, frame = plan.document(), plan.frame
    edits = frame[frame["action"] != "keep"]
    changes = Table.of(
        "What to change",
        [">#", "slide", "do", ">saves", "*why"],
        [
            (row.position, _title(row), _do(row), clock.text(row.saved_s), row.reason)
            for row in frames.rows(edits)
        ],
    )
    stays = frame[frame["action"].isin(["keep", "trim"])]
    cues = Table.of(
        "Run sheet",
        [">#", "slide", ">has", ">leave by"],
        [
            (row.position, _title(row), clock.text(row.budget_s), clock.text(row.end_s))
            for row in frames.rows(stays)
        ],
    )
    strip = Figure(lambda: plots.plan(frame, talk_s=plan.talk_s), plan.slides().tables[0])
    parts = (strip, changes, cues) if len(edits) else (strip, cues)
    heading = f"The plan for {clock.text(plan.talk_s)} of talk time"
    said = (f"{sheet.headline}.", *sheet.sentences)
    return Document(heading, said, parts, sheet.warnings, "plan")


def _title(row: Any) -> str:
    return line(row.title, limit=60)


def _do(row: Any) -> str:
    return f"trim to {clock.text(row.budget_s)}" if row.action == "trim" else str(row.action)


def _runs(comparison: Comparison) -> Document:
    sheet = comparison.document()
    parts: tuple[Figure | Table | Document, ...] = sheet.tables
    # A single run has nothing to differ from but a plan.
    if len(comparison.totals) > 1 or (parts and comparison.has_plan):
        totals, slides = sheet.tables
        parts = (
            Figure(lambda: plots.runs(comparison), totals),
            Figure(lambda: plots.drift(comparison), _drift(comparison)),
            Figure(lambda: plots.heat(comparison), slides),
        )
    heading = "How the runs compare" if len(comparison.totals) > 1 else "How the run went"
    said = (sheet.headline, *sheet.sentences)
    return Document(heading, said, parts, sheet.warnings, "runs")


def _speech(told: Speech) -> Document:
    sheet = told.document()
    parts: tuple[Figure | Table | Document, ...] = sheet.tables
    if len(told.stretches):
        minutes, *tables = sheet.tables
        drawn = Figure(lambda: plots.speech(told.over_time, usual_wpm=told.usual_wpm), minutes)
        parts = (drawn, *tables)
    said = (f"{sheet.headline}.", *sheet.sentences)
    return Document("What it sounded like", said, parts, name="speech")


def _drift(comparison: Comparison) -> Table:
    """The drift of the latest run, slide by slide."""
    last = comparison.totals.tail(1)
    drift = comparison.drift[comparison.drift["run_id"].isin(last["run_id"])]
    told = drift.merge(comparison.slides[["slide_key", "position", "title"]], on="slide_key")
    return Table.of(
        "The last run against the plan"
        if comparison.has_plan
        else "The last run against the usual",
        [">#", "slide", ">due at", ">begun at", ">late"],
        [
            (
                row.position,
                _title(row),
                clock.text(row.planned_start_s),
                clock.text(row.actual_start_s),
                clock.signed(row.drift_s),
            )
            for row in frames.rows(told)
        ],
    )
