"""Runs of one talk against each other and against what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.compare import grid
from pacer.core import frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacer.compare.grid import Grid, Mask

# More than the plan is an overrun beyond both of these.
NOTICED_S = 5.0
NOTICED_SHARE = 0.1
# One slide told twice differs by 15 to 20 % by itself: a change is called one beyond this share of
# the first time, and beyond this many times the scatter around the trend.
CHANGE_SHARE = 0.2
CHANGE_SCATTERS = 2.5
# Scatter around its own trend beyond this share of a slide's mean makes it unstable.
UNSTABLE_SHARE = 0.25
# A run that showed slides worth less than this share of the talk's usual time is a part of it, and
# so is one of whose time as much is unknown.
WHOLE_SHARE = 0.9
# Less sound than this says nothing about how a run was told.
HEARD_S = 30.0

FLAGS = (
    "overruns",
    "shown though cut",
    "slower",
    "faster",
    "unstable",
    "skipped",
    "stumbled on",
    "revisited",
    "never shown",
    "hidden",
    "gone",
)


@dataclass(frozen=True, repr=False, eq=False)
class ComparedRuns:
    """Runs compared: the frames that `pacer.Comparison` puts into words.

    Parameters
    ----------
    totals : pandas.DataFrame
        One row a run, oldest first: number, run_id, kind, started_at, talk_s, over_s (against
        the talk time; NA without one, or where a run that is not whole was within it), change_s
        (against the whole run before; NA where there is none), gone_s (of talk_s, on slides that
        are gone since), questions_s, paused_s, complete, name (where RUNS has it), covered_share
        (of the talk's usual time, that of the slides the run showed), whole, reached (position of
        the furthest slide), skipped, revisits, pause_share (of what was heard; NA without sound).
    slides : pandas.DataFrame
        One row a slide in deck order, slides gone from the deck last: slide_key, position (NA
        where gone), title, section, runs (that timed it to its end), first_s, last_s, mean_s,
        spread_s (scatter around the trend; NA under three runs), trend_s and trend_share (a
        run; NA under two runs), planned_s, overrun_s (latest run − planned), delivery_s (mean
        of the deliveries), skipped and revisited (numbers of runs), stumbles (notes marked on
        it), flags (from ``FLAGS``, joined by ", "). First, last, mean and trend are those of the
        rehearsals where there are any.
    seconds : pandas.DataFrame
        Seconds of each slide (index slide_key) in each run (columns run_id); NaN where the run
        lacks the slide.
    drift : pandas.DataFrame
        DRIFT. Starts are on the talk's own clock, which stands still in pauses and questions.
    talk_s : float or None
        The talk time the totals are held against.
    has_plan : bool
        Whether ``planned_s`` is a plan that was given, rather than the median of the runs.
    """

    totals: pd.DataFrame
    slides: pd.DataFrame
    seconds: pd.DataFrame
    drift: pd.DataFrame
    talk_s: float | None
    has_plan: bool


def compare_runs(
    slides: pd.DataFrame,
    runs: pd.DataFrame,
    visits: pd.DataFrame,
    dwell: pd.DataFrame,
    *,
    planned: pd.Series[float] | None = None,
    talk_s: float | None = None,
    titles: Mapping[str, str] | None = None,
    marks: pd.DataFrame | None = None,
    spoken: pd.DataFrame | None = None,
) -> ComparedRuns:
    """Compare the runs of a talk with each other and with what was planned.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES of today's deck.
    runs : pandas.DataFrame
        RUNS, in any order; it decides which runs are compared.
    visits, dwell : pandas.DataFrame
        VISITS and DWELL under today's slide keys; a key the deck lacks is a slide gone from it,
        whose times are kept.
    planned : pandas.Series, optional
        Seconds granted to each slide, indexed by slide_key; 0 for one that is cut. A slide not
        named gets its median over the runs, as all do where nothing is given.
    talk_s : float, optional
        Talk time in seconds: the slot less the questions' part.
    titles : mapping of str to str, optional
        Titles of slides gone, by their keys.
    marks : pandas.DataFrame, optional
        MARKS; those of the kind "note" tell where the speaker stumbled.
    spoken : pandas.DataFrame, optional
        `pacer.audio.SPEECH`: how much of each visit is speech, where there is sound.

    Returns
    -------
    ComparedRuns

    Raises
    ------
    FrameError
        If a frame lacks a column.
    """
    slides = frames.check(slides, frames.SLIDES)
    runs = frames.check(runs, frames.RUNS).sort_values(
        "started_at", kind="stable", ignore_index=True
    )
    visits = frames.check(visits, frames.VISITS).sort_values(["run_id", "visit"])
    dwell = frames.check(dwell, frames.DWELL)
    ids = pd.Index(runs["run_id"])
    dwell = dwell[dwell["run_id"].isin(ids)]
    visits = visits[visits["run_id"].isin(ids)]
    here = pd.Index(slides["slide_key"])
    keys = here.append(pd.Index(dwell["slide_key"].unique()).difference(here, sort=False))

    seconds = grid.spread_out(dwell, keys, ids, "dwell_s")
    stays = np.nan_to_num(grid.spread_out(dwell, keys, ids, "visits"))
    stopped = np.nan_to_num(grid.spread_out(dwell, keys, ids, "censored")) > 0
    timed = np.where(stopped, np.nan, seconds)
    seen = ~np.isnan(seconds)
    usual = grid.each_row(np.nanmedian, timed)

    named = pd.Series(dtype="float64") if planned is None else planned.astype("float64")
    given = named.reindex(keys).to_numpy(copy=True)
    plan = np.where(np.isnan(given), usual, given)
    plan[len(here) :] = np.nan
    due = np.zeros(len(keys), dtype=bool)
    due[: len(here)] = ~slides["hidden"].to_numpy() & (given[: len(here)] != 0)
    passed = grid.skipped(seen, due, runs)

    frame = _slides(slides, keys, titles or {}).assign(
        **_trends(timed, (runs["kind"] == "delivery").to_numpy()),
        planned_s=plan,
        overrun_s=_overrun(seconds, timed, plan),
        skipped=passed.sum(axis=1),
        revisited=(stays > 1).sum(axis=1),
        stumbles=0,
    )
    if marks is not None:
        noted = grid.stumbles(frames.check(marks, frames.MARKS), visits)
        frame["stumbles"] = noted.reindex(keys, fill_value=0).to_numpy("int64")
    hidden = np.zeros(len(keys), dtype=bool)
    hidden[: len(here)] = slides["hidden"]
    never = due & ~seen.any(axis=1) & bool(len(ids))
    frame["flags"] = _flags(frame, never, hidden, np.isfinite(given))
    totals = _totals(runs, seen, np.where(due, np.nan_to_num(usual), 0.0), talk_s)
    totals.insert(7, "gone_s", np.nansum(seconds[len(here) :], axis=0))
    totals = totals.assign(
        reached=(seen[: len(here)] * slides[["position"]].to_numpy()).max(axis=0, initial=0),
        skipped=passed.sum(axis=0),
        revisits=np.maximum(stays - 1, 0).sum(axis=0).astype("int64"),
        pause_share=_pause_share(spoken, ids),
    )
    shown = due[: len(here)] | (given[: len(here)] > 0)
    drift = _drift(visits, ids, pd.Series(plan[: len(here)], index=here)[shown])
    has_plan = bool(np.isfinite(given).any())
    return ComparedRuns(
        totals,
        frame,
        pd.DataFrame(seconds, index=keys.rename("slide_key"), columns=ids.rename(None)),
        drift,
        talk_s,
        has_plan,
    )


def _pause_share(spoken: pd.DataFrame | None, ids: pd.Index[Any]) -> Any:
    """The silent share of what was heard of each run; NaN where that is too little to say."""
    if spoken is None:
        return np.nan
    heard = spoken.groupby("run_id")[["heard_s", "speech_s"]].sum().reindex(ids)
    enough = heard["heard_s"].where(heard["heard_s"] >= HEARD_S)
    return (1 - heard["speech_s"] / enough).clip(0, 1).to_numpy()


def _slides(slides: pd.DataFrame, keys: pd.Index[Any], titles: Mapping[str, str]) -> pd.DataFrame:
    """Today's slides, and after them those gone, named where their titles are known."""
    today = slides[["slide_key", "position", "title", "section"]].astype({"position": "Int64"})
    lost = pd.DataFrame({"slide_key": keys[len(slides) :]})
    if lost.empty:
        return today
    lost = lost.assign(
        position=pd.array([pd.NA] * len(lost), dtype="Int64"),
        title=[titles.get(key, key) for key in lost["slide_key"]],
        section="",
    )
    return pd.concat([today, lost], ignore_index=True)


def _trends(timed: Grid, delivered: Mask) -> dict[str, Any]:
    practice = timed if delivered.all() else timed[:, ~delivered]
    mean, slope, scatter = grid.trend(practice)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(mean > 0, slope / mean, np.nan)
    return {
        "runs": (~np.isnan(timed)).sum(axis=1),
        "first_s": grid.first(practice),
        "last_s": grid.last(practice),
        "mean_s": mean,
        "spread_s": scatter,
        "trend_s": slope,
        "trend_share": share,
        "delivery_s": grid.each_row(np.nanmean, timed[:, delivered]),
    }


def _overrun(seconds: Grid, timed: Grid, plan: Grid) -> Grid:
    """The latest time less the plan; NaN where it was still running and within the plan."""
    over = grid.last(seconds) - plan
    running = grid.last(seconds) != grid.last(timed)
    return np.where(running & (over <= 0), np.nan, over)


def _totals(runs: pd.DataFrame, seen: Mask, worth: Grid, talk_s: float | None) -> pd.DataFrame:
    told = ["run_id", "kind", "started_at", "talk_s", "questions_s", "paused_s", "complete"]
    told += ["name"] if "name" in runs else []
    share = (worth @ seen) / worth.sum() if worth.sum() else np.ones(len(runs))
    whole = runs["complete"] & (share >= WHOLE_SHARE)
    if "unknown_s" in runs:
        whole &= runs["unknown_s"] <= (1 - WHOLE_SHARE) * runs["talk_s"]
    over = runs["talk_s"] - (np.nan if talk_s is None else talk_s)
    change = runs["talk_s"][whole].diff().reindex(runs.index)
    made = runs[told].assign(
        covered_share=share,
        whole=whole,
    )
    made.insert(0, "number", np.arange(1, len(made) + 1))
    made.insert(5, "over_s", over.where((over > 0) | whole))
    made.insert(6, "change_s", change)
    return made


def _flags(frame: pd.DataFrame, never: Mask, hidden: Mask, planned: Mask) -> pd.Series[str]:
    over = frame["overrun_s"] > np.maximum(NOTICED_S, NOTICED_SHARE * frame["planned_s"])
    change = frame["last_s"] - frame["first_s"]
    fitted = frame["trend_s"] * (frame["runs"] - 1)
    clear = (
        (fitted * change > 0)
        & (change.abs() > np.maximum(NOTICED_S, CHANGE_SHARE * frame["first_s"]))
        & (fitted.abs() > CHANGE_SCATTERS * frame["spread_s"].fillna(0.0))
    )
    marks = {
        "overruns": planned & over & (frame["planned_s"] > 0),
        "shown though cut": planned & over & (frame["planned_s"] == 0),
        "slower": clear & (change > 0),
        "faster": clear & (change < 0),
        "unstable": (frame["spread_s"] > UNSTABLE_SHARE * frame["mean_s"])
        & (frame["spread_s"] > NOTICED_S),
        "skipped": frame["skipped"] > 0,
        "revisited": frame["revisited"] > 0,
        "stumbled on": frame["stumbles"] > 0,
        "never shown": never,
        "hidden": hidden,
        "gone": frame["position"].isna(),
    }
    for flag in FLAGS[:-1]:
        # Of a slide that is gone nothing else matters.
        marks[flag] = np.asarray(marks[flag], dtype=bool) & frame["position"].notna().to_numpy()
    table = np.column_stack([np.asarray(marks[flag], dtype=bool) for flag in FLAGS])
    said = [", ".join(np.array(FLAGS)[row]) for row in table]
    return pd.Series(said, index=frame.index, dtype="str")


def _drift(visits: pd.DataFrame, ids: pd.Index[Any], plan: pd.Series[float]) -> pd.DataFrame:
    """DRIFT of each run's first visits to the slides of `plan`, in the order of the runs."""
    budget = plan.fillna(0.0)
    starts = budget.cumsum() - budget
    spent = visits["end_s"] - visits["start_s"]
    told = visits.assign(actual_start_s=spent.groupby(visits["run_id"]).cumsum() - spent)
    told = told.drop_duplicates(["run_id", "slide_key"])
    told = told[told["slide_key"].isin(starts.index)]
    planned = starts.reindex(told["slide_key"]).to_numpy()
    told = told.assign(planned_start_s=planned, drift_s=told["actual_start_s"] - planned)
    order = np.argsort(ids.get_indexer(pd.Index(told["run_id"])), kind="stable")
    return frames.check(told.iloc[order][list(frames.DRIFT.columns)], frames.DRIFT)
