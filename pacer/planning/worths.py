"""What each slide is worth to a plan: as judged, and what the talk's ends and wishes add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pacer.planning.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import pandas as pd

    from pacer.judging import Heard
    from pacer.planning.repeats import Outline

    Floats = npt.NDArray[np.float64]

# A star is worth so much more at most.
MOST_VALUE = 100.0


def worths(slides: pd.DataFrame, seconds: Floats, content: Outline, heard: Heard) -> Floats:
    """What each row of SLIDES is worth to the talk, 0 to 8, times the speaker's star.

    What is hidden is worth nothing, what stands behind the end little.
    """
    found = np.zeros(len(slides))
    judged = dict(zip(heard.judgement.slides["slide_key"], heard.worth, strict=True))
    points = set(heard.said.points)
    for row, (key, kind) in enumerate(zip(slides["slide_key"], content.kinds, strict=True)):
        backup = kind == "backup" and key not in points
        found[row] = judged.get(key, 0.0) * (WEIGHTS.backup if backup else 1.0)
    for row, least in _ends(slides, content, heard):
        found[row] = max(found[row], least)
    for rows in to_shorten(slides, heard):
        best = max(rows, key=lambda row: found[row])
        # As much as the slides that a long one stands in the way of.
        room = max(1.0, float(seconds[best] / max(seconds.mean(), 1e-9)))
        found[best] = max(found[best], WEIGHTS.shortened * room)
    value = np.nan_to_num(slides["value"].to_numpy(float), nan=1.0).clip(0.0, MOST_VALUE)
    return np.asarray(found * value)


def to_shorten(slides: pd.DataFrame, heard: Heard) -> list[list[int]]:
    """The rows of each stretch that the speaker would shorten."""
    at = {key: row for row, key in enumerate(slides["slide_key"])}
    keys = heard.judgement.slides["slide_key"].tolist()
    return [
        [at[keys[place]] for place in heard.judgement.stretches[number].places]
        for number, answer in heard.answers.items()
        if answer == "shorten"
    ]


def _ends(slides: pd.DataFrame, content: Outline, heard: Heard) -> Iterator[tuple[int, float]]:
    """The rows that open and end the talk proper, and what each is worth at least.

    Those that the speaker would drop are none.
    """
    proper = [
        row
        for row, (kind, hidden) in enumerate(zip(content.kinds, slides["hidden"], strict=True))
        if not hidden and kind not in ("backup", "thanks")
    ]
    if len(proper) < 2:
        return
    keys = heard.judgement.slides["slide_key"].tolist()
    dropped = {
        keys[place]
        for number, answer in heard.answers.items()
        if answer == "drop"
        for place in heard.judgement.stretches[number].places
    }
    if content.kinds[proper[0]] == "title" and slides["slide_key"].iloc[proper[0]] not in dropped:
        yield proper[0], WEIGHTS.opening
    if slides["slide_key"].iloc[proper[-1]] not in dropped:
        yield proper[-1], WEIGHTS.ending
