"""Two decks of one talk, the long and the short one, slide by slide: what the time went into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer import clock, frames
from pacer.compare.words import listed
from pacer.errors import FrameError
from pacer.show import Sheet, Shown, Table
from pacer.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator

FATES = ("kept", "merged", "gone", "new")
MATCHES = ("old_key", "slide_key", "how", "certainty")
# Below this a match is said to be doubtful.
SURE = 0.5


@dataclass(frozen=True, repr=False, eq=False)
class DeckComparison(Shown):
    """What `compare_decks` answers.

    Parameters
    ----------
    sentences : tuple of str
        Where the difference in time comes from.
    frame : pandas.DataFrame
        One row a slide of either deck, in the order of the new deck, each slide gone after the
        one it followed: old_key and old_position (NA for a new slide; of slides merged into one
        each has its row), slide_key and position (NA for one gone), title, section, fate (from
        `FATES`; "merged" for those beyond the first that went into one), how and certainty of the
        match ("" and NA where there is none), before_s, after_s (NA where the slide is not in
        that deck) and change_s.
    """

    sentences: tuple[str, ...]
    frame: pd.DataFrame

    def sheet(self) -> Sheet:
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
        return Sheet(self.sentences[0], self.sentences[1:], (table,))


def compare_decks(
    old_slides: pd.DataFrame,
    slides: pd.DataFrame,
    matched: pd.DataFrame,
    *,
    before_s: pd.Series[float],
    after_s: pd.Series[float],
) -> DeckComparison:
    """Compare two decks of a talk, such as its 45-minute and its 20-minute version.

    Parameters
    ----------
    old_slides, slides : pandas.DataFrame
        SLIDES of both decks; hidden slides count as not there.
    matched : pandas.DataFrame
        old_key, slide_key, how, certainty, as `pacer.runs.match` gives them.
    before_s, after_s : pandas.Series
        Seconds of the slides of each deck, indexed by slide_key: estimates, or those of a run. A
        slide that is not named takes no time.

    Returns
    -------
    DeckComparison

    Raises
    ------
    FrameError
        If a frame lacks a column.
    """
    old = _timed(old_slides, before_s)
    new = _timed(slides, after_s)
    missing = [name for name in MATCHES if name not in matched]
    if missing:
        raise FrameError("matched", missing, map(str, matched.columns))
    left = old.rename(columns={"slide_key": "old_key", "position": "old_position"})
    texts = dict.fromkeys(("old_key", "slide_key", "how"), "str")
    left = left.merge(
        matched[[*MATCHES]].astype(texts), on="old_key", how="left", validate="one_to_one"
    )
    # A match with a slide that is hidden now is none.
    left["slide_key"] = left["slide_key"].where(left["slide_key"].isin(new["slide_key"]))
    both = left.merge(new, on="slide_key", how="outer", suffixes=("_old", ""))
    both = both.assign(
        title=both["title"].fillna(both["title_old"]),
        section=both["section"].fillna(both["section_old"]),
        before_s=both["seconds_old"],
        after_s=both["seconds"],
        how=both["how"].where(both["slide_key"].notna()).fillna(""),
        certainty=both["certainty"].where(both["slide_key"].notna()),
    )
    both = both.sort_values(
        ["position", "certainty", "old_position"], ascending=[True, False, True]
    )
    further = both["slide_key"].notna() & both.duplicated("slide_key")
    both["after_s"] = both["after_s"].where(~further)
    both["fate"] = np.select(
        [further, both["position"].isna(), both["old_position"].isna()],
        ["merged", "gone", "new"],
        "kept",
    )
    both["change_s"] = both["after_s"].fillna(0.0) - both["before_s"].fillna(0.0)
    both = _in_order(both)[
        ["old_key", "slide_key", "old_position", "position", "title", "section", "fate", "how",
         "certainty", "before_s", "after_s", "change_s"]
    ]  # fmt: skip
    return DeckComparison(tuple(_sentences(both)), both)


def _timed(slides: pd.DataFrame, seconds: pd.Series[float]) -> pd.DataFrame:
    shown = frames.check(slides, frames.SLIDES)
    shown = shown[~shown["hidden"]]
    made = shown[["slide_key", "position", "title", "section"]].astype({"position": "Int64"})
    spent = seconds.astype("float64").reindex(made["slide_key"], fill_value=0.0)
    return made.assign(seconds=spent.fillna(0.0).to_numpy())


def _in_order(both: pd.DataFrame) -> pd.DataFrame:
    """New slides in their order; what is gone after the last slide that stood before it."""
    stays = both[both["position"].notna() & both["old_position"].notna()]
    anchors = stays.sort_values("old_position")[["old_position", "position"]]
    gone = both["position"].isna()
    before = np.searchsorted(
        anchors["old_position"].to_numpy("float64"),
        both["old_position"].fillna(0).to_numpy("float64"),
    )
    after = np.concatenate([[0.0], anchors["position"].to_numpy("float64")])[before]
    place = np.where(gone, after + 0.5, both["position"].fillna(0).to_numpy("float64"))
    ranked = both.assign(_place=place).sort_values(["_place", "old_position"], kind="stable")
    return ranked.drop(columns="_place").reset_index(drop=True)


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
            yield f"{lead}: {_slides(rows)}, {clock.text(rows[column].sum())} {when}."
    if len(kept := parts["kept"]):
        yield f"Kept: {_slides(kept)}, together {_change(float(kept['change_s'].sum()))}."
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


def _slides(rows: pd.DataFrame) -> str:
    return f"{len(rows)} slide{'' if len(rows) == 1 else 's'}"


def _clock(seconds: float) -> str:
    return "" if np.isnan(seconds) else clock.text(seconds)


def _note(slide: Any) -> str:
    if slide.fate != "kept":
        return str(slide.fate)
    return "" if slide.how == "id" else f"known by its {slide.how}, {100 * slide.certainty:.0f} %"
