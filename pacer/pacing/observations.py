"""Frames as the arrays a fit needs, without what cannot be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pacer.core import clock
from pacer.core.text import line
from pacer.pacing.posterior import SHORTEST_S, Observed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from pacer.pacing.prior import Prior

    Floats = npt.NDArray[np.float64]

# A stay so long, and so many times what the slide takes otherwise, is a stop forgotten.
FORGOTTEN_S, FORGOTTEN_TIMES = 1200.0, 10.0


def observed(
    slides: pd.DataFrame,
    dwell: pd.DataFrame,
    runs: pd.DataFrame,
    changed: pd.Series[float] | None,
    revisions: Mapping[str, pd.DataFrame] | None = None,
) -> tuple[Observed, pd.DataFrame, tuple[str, ...]]:
    """Frames as arrays, in the order of slides and runs; the runs that say anything."""
    keys = pd.Index(slides["slide_key"])
    dwell = dwell[dwell["slide_key"].isin(keys) & dwell["run_id"].isin(runs["run_id"])]
    known = dwell[np.isfinite(dwell["dwell_s"]) & (dwell["dwell_s"] >= SHORTEST_S)]
    empty = runs["run_id"].isin(dwell["run_id"]) & ~runs["run_id"].isin(known["run_id"])
    warnings = tuple(
        f"run {line(name, limit=60)} holds no time on any slide: it is left out"
        for name in runs["run_id"][empty]
    )
    runs = runs[runs["run_id"].isin(known["run_id"])]
    row = keys.get_indexer(known["slide_key"])
    column = pd.Index(runs["run_id"]).get_indexer(known["run_id"])
    seconds = np.full((len(keys), len(runs)), np.nan)
    seconds[row, column] = known["dwell_s"].to_numpy()
    censored = np.zeros(seconds.shape, dtype=bool)
    censored[row, column] = known["censored"].to_numpy()
    there = np.isfinite(seconds)
    # A slide can be passed by only where the deck of the day held it; where that is not known,
    # from its first visit on.
    held = there.cumsum(1) > 0
    for column, digest in enumerate(runs["deck_digest"]):
        if revisions is not None and digest in revisions:
            held[:, column] |= keys.isin(revisions[digest]["slide_key"])
    held[slides["hidden"].to_numpy(bool)] = False
    # An imported log says so only where it has a row without any time.
    listed = np.zeros(seconds.shape, dtype=bool)
    told = dwell[dwell["run_id"].isin(runs["run_id"])]
    listed[
        keys.get_indexer(told["slide_key"]), pd.Index(runs["run_id"]).get_indexer(told["run_id"])
    ] = True
    if "skips_known" in runs:
        held &= listed | runs["skips_known"].to_numpy(bool)
    # A run that began further on rehearsed a part: it passed by nothing outside of it.
    place = np.arange(len(keys))[:, None]
    shown_rows = np.where(there, place, -1)
    first = keys.get_indexer(known.drop_duplicates("run_id")["slide_key"])
    order = pd.Index(known.drop_duplicates("run_id")["run_id"]).get_indexer(runs["run_id"])
    began = first[order]
    part = ((place < began) & held).sum(0) > 1
    held &= ~part | ((place >= began) & (place <= shown_rows.max(0)))
    skipped = (held & ~there & runs["complete"].to_numpy(bool)).sum(1)
    share: Floats = np.zeros(len(keys))
    if changed is not None:
        share = np.asarray(changed.reindex(keys).fillna(0.0).clip(0.0, 1.0), dtype=float)
    delivery = runs["kind"].eq("delivery").to_numpy(bool)
    return Observed(seconds, censored, delivery, skipped.astype(float), share), runs, warnings


def without_forgotten(
    seen: Observed, before: Prior, slides: pd.DataFrame, runs: pd.DataFrame
) -> tuple[Observed, tuple[str, ...]]:
    """Leave out a stay in which a stop was forgotten, and say so."""
    usual = np.exp(before.log_s) + before.fixed_s
    long = np.argwhere(np.nan_to_num(seen.seconds) > FORGOTTEN_S)
    seconds, warnings = seen.seconds.copy(), []
    for row, column in long.tolist():
        others = np.delete(seen.seconds[row], column)
        others = others[np.isfinite(others)]
        often = float(np.median(others)) if len(others) else float(usual[row])
        if seen.seconds[row, column] > FORGOTTEN_TIMES * often:
            seconds[row, column] = np.nan
            warnings.append(
                f"run {line(runs['run_id'].iloc[column], limit=60)} stays "
                f"{clock.text(seen.seconds[row, column])} on slide "
                f"{slides['position'].iloc[row]}: was stop forgotten? That stay is left out"
            )
    return seen._replace(seconds=seconds), tuple(warnings)
