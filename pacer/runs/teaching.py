"""Which runs teach anything: not one that is still on, nor a click through the slides.

Whatever is recorded stays on the disk and is shown; only what is a rehearsal or a delivery tells of
the speaker's pace. What the speaker said of a run (a mark of the kind `KEPT`) wins.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import numpy.typing as npt

# A mark of this kind says what a run is, in its note: one of `KINDS`.
KEPT: Final = "keep"
KINDS: Final = ("rehearsal", "test")
# Where pacer itself recorded: of logs from elsewhere somebody chose what to bring.
RECORDED: Final = "pacer"
# A run without a stop whose last mark is no older is still on: the longest slide seen in 17 public
# lectures was up for 22 minutes.
STILL_ON_S: Final = 1800.0
# Nobody speaks for so short a time, nor through slides so fast; the page asks about these too
# (src/rehearse/afterwards.js), and holds a run against its budgets besides.
SHORT_S: Final = 20.0
FLICKED_S: Final = 3.0
# Within two minutes even slides of so many seconds each are a look through the deck.
LOOK_S, LOOKED_AT_S = 120.0, 8.0


def teaches(
    runs: pd.DataFrame, marks: pd.DataFrame, dwell: pd.DataFrame, *, now: datetime | None = None
) -> npt.NDArray[np.bool_]:
    """Whether each run says something of the speaker's pace.

    Parameters
    ----------
    runs : pandas.DataFrame
        RUNS.
    marks : pandas.DataFrame
        MARKS of them, with a further column `note`.
    dwell : pandas.DataFrame
        DWELL of them.
    now : datetime, optional
        With its zone; the present by default.

    Returns
    -------
    ndarray of bool, shape (len(runs),)
    """
    said = marks[marks["kind"].eq(KEPT) & marks["note"].isin(KINDS)]
    last_said = dict(zip(said["run_id"], said["note"], strict=True))
    last_s = marks.groupby("run_id", sort=False)["t_s"].max().reindex(runs["run_id"]).fillna(0.0)
    ago_s = (pd.Timestamp(now or datetime.now(UTC)) - runs["started_at"]).dt.total_seconds()
    still_on = ~runs["complete"].to_numpy(bool) & (
        (ago_s.to_numpy() - last_s.to_numpy()) < STILL_ON_S
    )
    shown = dwell[dwell["dwell_s"] > 0].groupby("run_id", sort=False)["dwell_s"]
    total_s, each_s = (
        getattr(shown, name)().reindex(runs["run_id"]).fillna(0.0).to_numpy()
        for name in ("sum", "mean")
    )
    clicked = runs["complete"].to_numpy(bool) & (
        (total_s < SHORT_S) | (each_s < FLICKED_S) | ((total_s < LOOK_S) & (each_s < LOOKED_AT_S))
    )
    by_itself = ~((still_on | clicked) & runs["source"].eq(RECORDED).to_numpy(bool))
    kept = [last_said.get(run_id) for run_id in runs["run_id"]]
    return np.array(
        [
            found if said_of is None else said_of == "rehearsal"
            for found, said_of in zip(by_itself, kept, strict=True)
        ],
        dtype=bool,
    )
