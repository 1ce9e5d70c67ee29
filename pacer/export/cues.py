"""What a speaker is told with a slide of a plan: by when to leave it, what to say and what not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacer.core import clock, frames
from pacer.core.text import line
from pacer.planning.holes import holes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MOST_TITLE = 80


@dataclass(frozen=True)
class Spoken:
    """A slide that is shortened by its sentences: those left out, and the rest.

    Parameters
    ----------
    out, rest : tuple of str
        As they were said; the rest is empty where the words are known no more.
    """

    out: tuple[str, ...]
    rest: tuple[str, ...] = ()


def remarks(plan: pd.DataFrame, spoken: Mapping[str, Spoken]) -> dict[str, tuple[str, ...]]:
    """What there is to know of each slide of a plan besides its time, by key.

    Parameters
    ----------
    plan : pandas.DataFrame
        PLAN, with a column `title`.
    spoken : mapping of slide_key to Spoken

    Returns
    -------
    dict of str to tuple of str
        Sentences without their stop: what else it covers and what is left out; of a merged
        slide, with which one it is told.
    """
    rows = {row.slide_key: row for row in frames.rows(plan)}
    found: dict[str, list[str]] = {key: [] for key in rows}
    merged: dict[str, list[Any]] = {}
    for row in rows.values():
        if row.action == "merge" and row.into in rows:
            merged.setdefault(row.into, []).append(row)
            host = rows[row.into]
            found[row.slide_key].append(f"Told with slide {host.position}: {_title(host)}")
    for key, others in merged.items():
        found[key].append(f"Also covers: {', '.join(map(_title, others))}")
    for key, said in spoken.items():
        if key in rows and rows[key].action in ("keep", "trim"):
            found[key].append(f"Leave out: {quoted(said.out)}")
    return {key: tuple(said) for key, said in found.items() if said}


def bridges(plan: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """After which slides a sentence leads over what goes, by key, without its stop."""
    return {
        hole.after_key: (f"Then say in a sentence what is left out: {hole.title} ({hole.named})",)
        for hole in holes(plan)
        if hole.is_bridged
    }


def cue(row: Any, said: tuple[str, ...]) -> str:
    """What heads the notes of a slide; `pacer.deck.contents.CUE` knows it again.

    Parameters
    ----------
    row : a row of PLAN
    said : tuple of str
        Its `remarks`.
    """
    shown = row.action in ("keep", "trim")
    parts = []
    if row.action == "trim":
        parts.append(f"Budget {clock.text(row.budget_s)}, was {clock.text(row.estimate_s)}")
    if shown:
        parts.append(f"Leave by {clock.text(row.end_s).zfill(5)}")
    return " ".join(part if part.endswith("”") else f"{part}." for part in (*parts, *said))


def with_cues(
    plan: pd.DataFrame, slides: pd.DataFrame, spoken: Mapping[str, Spoken]
) -> pd.DataFrame:
    """PLAN with what heads each slide's notes, `cue`, and what follows it there, `to_say`.

    Parameters
    ----------
    plan : pandas.DataFrame
        PLAN.
    slides : pandas.DataFrame
        SLIDES of its deck.
    spoken : mapping of slide_key to Spoken
    """
    titles = dict(zip(slides["slide_key"], slides["title"], strict=True))
    keys = plan["slide_key"].tolist()
    plan = plan.assign(title=[titles.get(key, "") for key in keys])
    said, bridge = remarks(plan, spoken), bridges(plan)
    rest = {key: f"Say: {' '.join(one.rest)}" for key, one in spoken.items() if one.rest}
    return plan.assign(
        cue=[
            cue(row, said.get(row.slide_key, ())) if math.isfinite(row.end_s) or row.into else ""
            for row in frames.rows(plan)
        ],
        to_say=[
            " ".join(filter(None, (rest.get(key, ""), *(f"{one}." for one in bridge.get(key, ())))))
            for key in keys
        ],
    )


def quoted(sentences: tuple[str, ...]) -> str:
    """Sentences in a sentence."""
    return " ".join(f"“{one}”" for one in sentences)


def _title(row: Any) -> str:
    return line(row.title, limit=MOST_TITLE) or f"slide {row.position}"
