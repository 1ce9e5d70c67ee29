"""Two decks of one talk compared, in words and a table: what the time went into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.compare.decks import FATES, SURE, compare_decks
from pacer.compare.flags import listed
from pacer.core import clock, frames
from pacer.core.text import line
from pacer.core.wording import count
from pacer.render.document import Document, Table
from pacer.render.result import Result
from pacer.runs import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacer.project import Project


@dataclass(frozen=True, repr=False, eq=False)
class DeckComparison(Result):
    """What `Talk.compare_with` answers.

    Parameters
    ----------
    sentences : tuple of str
        Where the difference in time comes from.
    frame : pandas.DataFrame
        See `pacer.compare.decks.compare_decks`.
    """

    sentences: tuple[str, ...]
    frame: pd.DataFrame

    def document(self) -> Document:
        """Lay out the answer: sentences, then slide by slide."""
        rows = (
            (
                "" if pd.isna(slide.old_position) else slide.old_position,
                "" if pd.isna(slide.position) else slide.position,
                line(slide.title, limit=44),
                _clock(slide.before_s),
                _clock(slide.after_s),
                clock.signed(slide.change_s) if slide.fate == "kept" else "",
                _note(slide),
            )
            for slide in frames.rows(self.frame)
        )
        heads = [">was", ">is", "slide", ">before", ">after", ">change", "note"]
        emphasis = ("faint" if fate in ("gone", "merged") else "" for fate in self.frame["fate"])
        table = Table.of("Slide by slide", heads, rows, emphasis)
        return Document(self.sentences[0], self.sentences[1:], (table,))


def compare_with(
    old_slides: pd.DataFrame,
    slides: pd.DataFrame,
    matched: pd.DataFrame,
    *,
    before_s: pd.Series[float],
    after_s: pd.Series[float],
) -> DeckComparison:
    """Compare two decks and put it into words; see `pacer.compare.decks.compare_decks`."""
    both = compare_decks(old_slides, slides, matched, before_s=before_s, after_s=after_s)
    return DeckComparison(tuple(_sentences(both)), both)


def _sentences(both: pd.DataFrame) -> Iterator[str]:
    before, after = float(both["before_s"].sum()), float(both["after_s"].sum())
    yield f"From {clock.text(before)} to {clock.text(after)}: {_change(after - before)}."
    parts = {fate: both[both["fate"] == fate] for fate in FATES}
    for fate, lead, column, when in (
        ("gone", "Gone", "before_s", "before"),
        ("merged", "Merged into others", "before_s", "before"),
        ("new", "New", "after_s", "now"),
    ):
        if len(rows := parts[fate]):
            yield f"{lead}: {count(len(rows), 'slide')}, {clock.text(rows[column].sum())} {when}."
    if len(kept := parts["kept"]):
        change = _change(float(kept["change_s"].sum()))
        yield f"Kept: {count(len(kept), 'slide')}, together {change}."
        rising = kept.sort_values("change_s", kind="stable")
        for lead, rows in (
            ("Shortened most", rising[rising["change_s"] < 0]),
            ("Lengthened most", rising[rising["change_s"] > 0][::-1]),
        ):
            if len(rows):
                yield f"{lead}: {listed(rows.head(3), clock.signed, 'change_s')}."
    if len(doubtful := both[both["certainty"] < SURE]):
        yield f"Matched, but not for sure: {listed(doubtful)}."


def _change(change_s: float) -> str:
    if abs(change_s) < 0.5:
        return "as long as before"
    return f"{clock.text(abs(change_s))} {'longer' if change_s > 0 else 'shorter'}"


def _clock(seconds: float) -> str:
    return "" if np.isnan(seconds) else clock.text(seconds)


def _note(slide: Any) -> str:
    if slide.fate != "kept":
        return str(slide.fate)
    return "" if slide.how == "id" else f"known by its {slide.how}, {100 * slide.certainty:.0f} %"


def compare_projects(old: Project, new: Project) -> DeckComparison:
    """Compare a talk with a later version of it, whatever file it is in."""
    before_s, after_s = (
        one.fit().estimates().set_index("slide_key")["median_s"] for one in (old, new)
    )
    return compare_with(
        old.slides,
        new.slides,
        match(old.slides, new.slides),
        before_s=before_s,
        after_s=after_s,
    )
