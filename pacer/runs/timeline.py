"""MARKS -> VISITS -> DWELL -> RUNS: how long the speaker stayed where.

Every instant of a run is talk, question, pause (a pause during a question is a pause) or unknown:
a log may not say what was on. A *stay* lasts from one slide to the next; pauses and questions cut
it into pieces, each a row of VISITS, and the pieces of one stay share its number, `visit`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from pacer.core import frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]

TALK, QUESTION, PAUSE, UNKNOWN, OVER = range(5)
# Shorter is no stay, but a press too many or the way to a slide further on; what follows has its
# time. src/run/timeline.js reads marks the same way.
GLIMPSE_S = 0.5
_SUMS = {"talk_s": TALK, "questions_s": QUESTION, "paused_s": PAUSE, "unknown_s": UNKNOWN}


def visits(marks: pd.DataFrame) -> pd.DataFrame:
    """Turn raw marks into stays on slides.

    Parameters
    ----------
    marks : pandas.DataFrame
        MARKS, in order of time within each run. Marks of further kinds (a note, say) change
        nothing, but show that the run was still going.

    Returns
    -------
    pandas.DataFrame
        VISITS, one row a piece of a stay, in order. Time before the first slide mark belongs
        to the slide of that mark; marking the slide that is up already begins no new stay. A
        slide passed in no time keeps one row of zero length, as a log may list it; one that was
        up for less than `GLIMPSE_S` is not there at all. Where a run has no stop, its last
        stay is censored: it lasted at least until the run's last mark.
    """
    if marks.empty:
        return frames.build(frames.VISITS)
    line = _without_glimpses(_Timeline.of(marks))
    # Neighbouring spans on one slide in one state are one piece.
    cuts = _changes(line.run) | _changes(line.slide) | _changes(line.state)
    begin = np.flatnonzero(cuts)
    end = np.append(begin[1:], len(cuts)) - 1
    spoken = (line.state[begin] == TALK) & (line.slide[begin] >= 0)
    begin, end = begin[spoken], end[spoken]
    # Neighbouring pieces on one slide are one stay, whatever came between.
    stay = np.cumsum(_changes(line.run[begin]) | _changes(line.slide[begin])) - 1
    # A piece of no length says something only where its stay has no other.
    length = line.end_s[end] - line.start_s[begin]
    whole = np.bincount(stay, weights=length)
    told = (length > 0) | ((whole[stay] == 0) & _changes(stay))
    begin, end, stay = begin[told], end[told], stay[told]
    # Nor does an interruption of no length part two pieces.
    starts = _changes(stay)
    starts[1:] |= line.start_s[begin[1:]] > line.end_s[end[:-1]]
    leads = np.flatnonzero(starts)
    begin, end, stay = (
        begin[leads],
        end[np.append(leads[1:], len(end))[: len(leads)] - 1],
        stay[leads],
    )

    run = line.run[begin]
    fresh = _changes(run)
    last_piece = np.append(fresh[1:], True)[: len(run)]
    still_up = line.slide[begin] == line.slide[line.last_row[run]]
    censored = last_piece & still_up & (line.state[line.last_row[run]] != OVER)
    return frames.check(
        pd.DataFrame(
            {
                "run_id": line.run_ids[run],
                "visit": stay - stay[_leader(fresh)] + 1,
                "slide_key": line.slide_keys[line.slide[begin]],
                "start_s": line.start_s[begin],
                "end_s": line.end_s[end],
                "censored": censored,
            }
        ),
        frames.VISITS,
    )


def dwell(visits: pd.DataFrame) -> pd.DataFrame:
    """Add up each run's stays on each slide.

    Parameters
    ----------
    visits : pandas.DataFrame
        VISITS.

    Returns
    -------
    pandas.DataFrame
        DWELL, in order of each slide's first visit. `visits` counts stays; `censored` says that
        the run broke off on this slide, which takes at least so long.
    """
    if visits.empty:
        return frames.build(frames.DWELL)
    # A stay's pieces share its number: count it at its first piece only.
    stays = ~visits.duplicated(["run_id", "visit", "slide_key"])
    summed = (
        visits.assign(dwell_s=visits["end_s"] - visits["start_s"], visits=stays.astype("int64"))
        .groupby(["run_id", "slide_key"], sort=False)
        .agg({"dwell_s": "sum", "visits": "sum", "censored": "any"})
    )
    return frames.check(summed.reset_index(), frames.DWELL)


def summary(marks: pd.DataFrame, heads: pd.DataFrame) -> pd.DataFrame:
    """Add up each run's talk, questions and pauses.

    Parameters
    ----------
    marks : pandas.DataFrame
        MARKS, as for `visits`.
    heads : pandas.DataFrame
        One row a run: run_id, kind, started_at, deck_digest, source; further columns are kept.

    Returns
    -------
    pandas.DataFrame
        RUNS, in the order of `heads`, with a further column `unknown_s`: time of which an
        imported log does not say what was on. A run that was stopped is `complete`; one that
        broke off is not.
    """
    line = _Timeline.of(marks)
    length = line.end_s - line.start_s
    sums = pd.DataFrame(
        {
            name: np.bincount(
                line.run, weights=length * (line.state == state), minlength=len(line.run_ids)
            )
            for name, state in _SUMS.items()
        },
        index=line.run_ids,
    )
    sums["complete"] = line.state[line.last_row] == OVER
    sums = sums.reindex(heads["run_id"])
    return frames.check(
        heads.assign(
            **{name: sums[name].fillna(0.0).to_numpy() for name in _SUMS},
            complete=sums["complete"].eq(True).to_numpy(),
        ),
        frames.RUNS,
    )


class Span(NamedTuple):
    """A stretch of a run: `kind` is slide, question, pause or unknown; only a slide has a key."""

    start_s: float
    end_s: float
    slide_key: str = ""
    kind: str = "slide"


def to_marks(spans: Iterable[Span], *, stopped: bool = True) -> list[tuple[float, str, str]]:
    """The marks that a run of these spans would have left; the inverse of `visits`.

    Parameters
    ----------
    spans : iterable of Span
        In order of time, without overlap. A gap is a pause.
    stopped : bool
        Whether the run ends after the last span, or broke off.

    Returns
    -------
    list of (t_s, kind, slide_key)

    Examples
    --------
    >>> to_marks([Span(0, 30, "a"), Span(30, 75, "b")])
    [(0, 'start', 'a'), (30, 'slide', 'b'), (75, 'stop', '')]
    """
    marks: list[tuple[float, str, str]] = []
    shown, at_s, state = "", 0.0, "slide"
    closing = {"question": "answer", "pause": "resume"}

    def turn(to: str, when: float) -> None:
        nonlocal state
        if state != to and state in closing:
            marks.append((when, closing[state], ""))
        if state != to and to != "slide":
            marks.append((when, to, ""))
        state = to

    for span in spans:
        if not marks:
            marks.append((span.start_s, "start", span.slide_key))
            shown = span.slide_key
        elif span.start_s > at_s:
            turn("pause", at_s)
        # After a time unknown, even the slide that was up before says that it is up.
        if span.slide_key and (span.slide_key != shown or state == "unknown"):
            marks.append((span.start_s, "slide", span.slide_key))
            shown = span.slide_key
        turn(span.kind, span.start_s)
        at_s = span.end_s
    if stopped:
        turn("slide", at_s)
        marks.append((at_s, "stop", ""))
    elif marks:
        # Marking the slide that is up says only that the run got this far.
        marks.append((at_s, "slide", shown))
    return marks


@dataclass(frozen=True)
class _Timeline:
    """What was going on from each mark to the next of its run; one row a mark.

    Parameters
    ----------
    run, slide : array of int
        Rows of `run_ids` and `slide_keys`; slide -1 where none is up.
    state : array of int
        `TALK`, `QUESTION`, `PAUSE`, `UNKNOWN`, or `OVER` from a run's final stop on.
    start_s, end_s : array of float
    last_row : array of int
        For each run the row of its last mark.
    """

    run: Ints
    run_ids: npt.NDArray[Any]
    slide: Ints
    slide_keys: npt.NDArray[Any]
    state: Ints
    start_s: Floats
    end_s: Floats
    last_row: Ints

    @classmethod
    def of(cls, marks: pd.DataFrame) -> _Timeline:
        marks = frames.check(marks, frames.MARKS)
        run, run_ids = pd.factorize(marks["run_id"])
        if (np.diff(run) < 0).any():
            order = np.argsort(run, kind="stable")
            marks, run = marks.iloc[order], run[order]
        rows = np.arange(len(run))
        fresh = _changes(run)
        first_row = np.flatnonzero(fresh)
        last_row = np.append(first_row[1:], len(run))[: len(first_row)] - 1
        kind_code, kinds = pd.factorize(marks["kind"])
        kind: dict[str, Bools] = {name: kind_code == code for code, name in enumerate(kinds)}
        none: Bools = np.zeros(len(run), dtype=bool)

        def latest(where: Bools) -> Ints:
            """Row of the latest such mark of the run so far, or -1."""
            seen = np.maximum.accumulate(np.where(where, rows, -1)) if len(rows) else rows
            return np.where(seen >= first_row[run], seen, -1)

        def on(by: str, *off: str) -> Bools:
            """Whether `by` was marked, and none of `off` since."""
            begins = kind.get(by, none)
            either = begins.copy()
            for name in off:
                either |= kind.get(name, none)
            row = latest(either)
            found: Bools = (row >= 0) & begins[row]
            return found

        state = np.full(len(run), TALK)
        state[on("question", "answer", "start", "stop")] = QUESTION
        state[on("pause", "resume", "start", "stop")] = PAUSE
        state[on("unknown", "start", "slide", "question", "answer", "pause", "resume", "stop")] = (
            UNKNOWN
        )
        over = on("stop", "start", "resume")
        # A stop that was taken back was a pause.
        open_rows = np.where(over, -1, rows)
        last_open = np.maximum.reduceat(open_rows, first_row) if len(rows) else rows
        state[over] = OVER
        state[over & (rows < last_open[run])] = PAUSE

        key_code, keys = pd.factorize(marks["slide_key"])
        named = (kind.get("slide", none) | kind.get("start", none)) & (
            marks["slide_key"].to_numpy() != ""
        )
        # Before the first slide mark it is that first slide which is up.
        shown = latest(named)
        if len(rows):
            ahead = np.minimum.accumulate(np.where(named, rows, len(rows))[::-1])[::-1]
            shown = np.where((shown < 0) & (ahead <= last_row[run]), ahead, shown)
        t_s = marks["t_s"].to_numpy()
        until = np.append(t_s[1:], 0.0)[: len(run)]
        until[last_row] = t_s[last_row]
        return cls(
            run=run,
            run_ids=np.asarray(run_ids, dtype=object),
            slide=np.where(shown >= 0, key_code[shown], -1) if len(rows) else rows,
            slide_keys=np.asarray(keys, dtype=object),
            state=state,
            start_s=t_s,
            end_s=until,
            last_row=last_row,
        )


def _without_glimpses(line: _Timeline) -> _Timeline:
    """Give what was up for a glimpse to the slide that stayed up next."""
    fresh = _changes(line.run) | _changes(line.slide)
    stay = np.cumsum(fresh) - 1
    own_s = np.bincount(stay, weights=(line.end_s - line.start_s) * (line.state == TALK))
    run, slide = line.run[fresh], line.slide[fresh]
    last = np.append(_changes(run)[1:], True)
    stays = last | (own_s <= 0) | (own_s >= GLIMPSE_S)
    if stays.all():
        return line
    numbers = np.arange(len(slide))
    following = np.minimum.accumulate(np.where(stays, numbers, len(slide))[::-1])[::-1]
    return replace(line, slide=slide[following][stay])


def _changes(values: npt.NDArray[Any]) -> Bools:
    """Where a value differs from the one before; true at the first."""
    differs: Bools = np.ones(len(values), dtype=bool)
    differs[1:] = values[1:] != values[:-1]
    return differs


def _leader(fresh: Bools) -> Ints:
    """For each row the row of the latest true value of `fresh`."""
    return np.maximum.accumulate(np.where(fresh, np.arange(len(fresh)), 0))
