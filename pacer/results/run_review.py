"""How one run went, in a few lines: where the time went, against the budgets and the run before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pacer import runs
from pacer.core import clock
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pacer.project import Project

# Closer than this to its budget, or to the last run, a slide is told of by nobody.
TOLD_S: Final = 10.0
NAMED: Final = 3
TITLE: Final = 60


@dataclass(frozen=True)
class RunReview:
    """What `review` says.

    Parameters
    ----------
    lines : tuple of str
        At most four.
    again_from : str
        The key of the slide that went wrong; empty where none did.
    """

    lines: tuple[str, ...]
    again_from: str


def review(project: Project, run_id: str, budgets: Mapping[str, float]) -> RunReview:
    """Say how a run went.

    Parameters
    ----------
    project : Project
    run_id : str
    budgets : mapping of str to float
        Seconds of each slide that was to be shown, by its key.

    Returns
    -------
    RunReview
    """
    slides = project.slides.set_index("slide_key")
    dwell = project.dwell
    took = _seconds(dwell, run_id)
    took = took[took.index.isin(slides.index)]
    if took.empty:
        return RunReview((), "")
    over = (took - took.index.map(lambda key: budgets.get(key, 0.0))).sort_values(
        ascending=False, kind="stable"
    )
    long = over[over >= TOLD_S]
    before = _before(project, run_id)
    stumbled = _stumbled(project, run_id)
    lines = [
        _where(long, over, took, budgets, slides),
        _against(took, before, project, slides),
        _named("Stumbled on", stumbled, slides),
        _unreached(took, budgets, slides),
    ]
    wrong = long.index[0] if len(long) else stumbled[0] if stumbled else ""
    return RunReview(tuple(filter(None, lines)), str(wrong))


def _seconds(dwell: pd.DataFrame, run_id: str) -> pd.Series[float]:
    return dwell[dwell["run_id"] == run_id].set_index("slide_key")["dwell_s"]


def _slide(key: str, slides: pd.DataFrame, *, titled: bool = True) -> str:
    found = slides.loc[key]
    title = line(str(found["title"]), limit=TITLE)
    return f"slide {found['position']}" + (f" ({title})" if titled and title else "")


def _where(
    long: pd.Series[float],
    over: pd.Series[float],
    took: pd.Series[float],
    budgets: Mapping[str, float],
    slides: pd.DataFrame,
) -> str:
    if len(long):
        key = str(long.index[0])
        more = ", ".join(
            f"{_slide(str(each), slides, titled=False)} {clock.signed(each_s)}"
            for each, each_s in long.iloc[1:NAMED].items()
        )
        took_s, budget_s = clock.text(took[key]), clock.text(budgets.get(key, 0.0))
        return f"Furthest over: {_slide(key, slides)}: {took_s} of {budget_s}" + (
            f"; {more}." if more else "."
        )
    short = over[over <= -TOLD_S].sort_values(kind="stable")
    if len(short):
        key = str(short.index[0])
        took_s, budget_s = clock.text(took[key]), clock.text(budgets.get(key, 0.0))
        return f"Shortest against its budget: {_slide(key, slides)}, {took_s} of {budget_s}."
    return "Every slide stayed close to its budget."


def _before(project: Project, run_id: str) -> pd.Series[Any] | None:
    """The run before that says something of the pace."""
    ids = project.loaded.runs["run_id"].tolist()
    earlier = set(ids[: ids.index(run_id)]) if run_id in ids else set()
    found = project.taught
    found = found[found["run_id"].isin(earlier)]
    return None if found.empty else found.iloc[-1]


def _against(
    took: pd.Series[float],
    before: pd.Series[Any] | None,
    project: Project,
    slides: pd.DataFrame,
) -> str:
    if before is None:
        return ""
    then = _seconds(project.dwell, str(before["run_id"]))
    both = took.index.intersection(then.index)
    if both.empty:
        return ""
    apart = (took[both] - then[both]).sort_values(key=abs, ascending=False, kind="stable")
    whole_s = float(apart.sum())
    how = "longer" if whole_s > 0 else "shorter"
    by = "As long as" if abs(whole_s) < 1 else f"{clock.text(abs(whole_s))} {how} than"
    named = ", ".join(
        f"{_slide(str(key), slides, titled=False)} {clock.signed(each_s)}"
        for key, each_s in apart[apart.abs() >= TOLD_S].iloc[:NAMED].items()
    )
    same = "" if len(both) == len(took) else " on the slides of both"
    when = f"{before['started_at']:%d %b}"
    return f"{by} the run before ({when}){same}{f': {named}' if named else ''}."


def _stumbled(project: Project, run_id: str) -> list[str]:
    """Today's keys of the slides that a note was made on."""
    marks = project.loaded.marks
    noted = marks[(marks["run_id"] == run_id) & (marks["kind"] == "note")]["t_s"]
    visits = project.visits
    own = visits[visits["run_id"] == run_id]
    keys: list[str] = []
    for t_s in noted:
        up = own[(own["start_s"] <= t_s) & (t_s <= own["end_s"])]["slide_key"]
        if len(up) and not up.iloc[-1].startswith(runs.GONE) and up.iloc[-1] not in keys:
            keys.append(up.iloc[-1])
    return keys


def _named(what: str, keys: list[str], slides: pd.DataFrame) -> str:
    if not keys:
        return ""
    named = ", ".join(_slide(key, slides, titled=len(keys) == 1) for key in keys[:NAMED])
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    return f"{what} {named}{more}."


def _unreached(took: pd.Series[float], budgets: Mapping[str, float], slides: pd.DataFrame) -> str:
    places = slides["position"]
    last = int(places[took.index].max())
    rest = [key for key, budget_s in budgets.items() if budget_s > 0 and places.get(key, 0) > last]
    if not rest:
        return ""
    unspoken_s = sum(budgets[key] for key in rest)
    first = places[rest[0]]
    named = f"slide {first}" if len(rest) == 1 else f"slides {first} to {places[rest[-1]]}"
    return f"Not reached: {named}, {clock.text(unspoken_s)} of budget."
