"""Two decks of one talk, the long and the short one, slide by slide: what the time went into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pacer.core import frames
from pacer.core.errors import FrameError

if TYPE_CHECKING:
    import pandas as pd

FATES = ("kept", "merged", "gone", "new")
MATCHES = ("old_key", "slide_key", "how", "certainty")
# Below this a match is said to be doubtful.
SURE = 0.5


def compare_decks(
    old_slides: pd.DataFrame,
    slides: pd.DataFrame,
    matched: pd.DataFrame,
    *,
    before_s: pd.Series[float],
    after_s: pd.Series[float],
) -> pd.DataFrame:
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
    pandas.DataFrame
        One row a slide of either deck, in the order of the new deck, each slide gone after the
        one it followed: old_key and old_position (NA for a new slide; of slides merged into one
        each has its row), slide_key and position (NA for one gone), title, section, fate (from
        ``FATES``; "merged" for those beyond the first that went into one), how and certainty of the
        match ("" and NA where there is none), before_s, after_s (NA where the slide is not in
        that deck) and change_s.

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
    return _in_order(both)[
        ["old_key", "slide_key", "old_position", "position", "title", "section", "fate", "how",
         "certainty", "before_s", "after_s", "change_s"]
    ]  # fmt: skip


def _timed(slides: pd.DataFrame, seconds: pd.Series[float]) -> pd.DataFrame:
    shown = frames.check(slides, frames.SLIDES)
    shown = shown[~shown["hidden"]]
    made = shown[["slide_key", "position", "title", "section"]].astype({"position": "Int64"})
    spent = seconds.astype("float64").reindex(made["slide_key"], fill_value=0.0)
    return made.assign(seconds=spent.fillna(0.0).to_numpy())


def _in_order(both: pd.DataFrame) -> pd.DataFrame:
    """New slides in their order; what is gone after the last slide that stood before it."""
    stays = both[both["position"].notna() & both["old_position"].notna()]
    anchors = stays.sort_values("old_position", kind="stable")[["old_position", "position"]]
    gone = both["position"].isna()
    before = np.searchsorted(
        anchors["old_position"].to_numpy("float64"),
        both["old_position"].fillna(0).to_numpy("float64"),
    )
    after = np.concatenate([[0.0], anchors["position"].to_numpy("float64")])[before]
    place = np.where(gone, after + 0.5, both["position"].fillna(0).to_numpy("float64"))
    ranked = both.assign(_place=place).sort_values(["_place", "old_position"], kind="stable")
    return ranked.drop(columns="_place").reset_index(drop=True)
