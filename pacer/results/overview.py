"""What there is of a talk: the deck, its runs and the slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core import clock, frames
from pacer.core.wording import count
from pacer.render.document import Document, Table

if TYPE_CHECKING:
    from pacer.project import Project


def overview(project: Project, slot_s: float | None, questions_s: float) -> Document:
    """Lay out what there is of a talk."""
    slides, runs = project.slides, project.loaded.runs
    hidden = int(slides["hidden"].sum())
    parts = [count(len(slides), f"{project.deck.kind} slide".strip())]
    if hidden:
        parts.append(f"{hidden} hidden")
    parts.append(count(len(runs), "run"))
    sentences = []
    if slot_s is not None:
        kept = f", {clock.text(questions_s)} of it for questions" * bool(questions_s)
        sentences.append(f"Slot {clock.text(slot_s)}{kept}.")
    rows = (
        (
            row.run_id,
            row.kind,
            f"{row.started_at:%Y-%m-%d %H:%M}",
            clock.text(row.talk_s),
            clock.text(row.questions_s),
            clock.text(row.paused_s),
            _state(row.complete, row.teaches),
        )
        for row in frames.rows(runs)
    )
    heads = ["run", "kind", "started (UTC)", ">talk", ">questions", ">paused", ""]
    tables = (Table.of("Runs", heads, rows),) if len(runs) else ()
    headline = f"{project.deck.path.name}: {', '.join(parts)}"
    return Document(headline, tuple(sentences), tables, project.problems)


def _state(complete: bool, teaches: bool) -> str:
    if teaches:
        return "whole" if complete else "stopped early"
    return "a test: not counted" if complete else "still on"
