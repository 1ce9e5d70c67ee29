"""A session's log: planned against actual, told from its marks.

The page tells the same from the same marks (`src/chair/programme.js`); both are tested against
tests/widgets/fixtures/chair.json.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from pacer.core import frames
from pacer.core.frames import Schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from pacer.widgets.protocol import ChairTalk

# One row a talk that was begun, in the programme's order. Starts and ends are on the programme's
# clock, from the planned start of the first talk. `talk_s` and `questions_s` are what it took,
# `over_s` what that is beyond its slot with what was granted on top, and `late_s` how long after
# its planned start it began.
LOG: Final = Schema(
    "LOG",
    {
        "talk": "str",
        "speaker": "str",
        "begins": "str",
        "planned_start_s": "float64",
        "planned_talk_s": "float64",
        "planned_questions_s": "float64",
        "actual_start_s": "float64",
        "actual_end_s": "float64",
        "extended_s": "float64",
        "talk_s": "float64",
        "questions_s": "float64",
        "paused_s": "float64",
        "over_s": "float64",
        "late_s": "float64",
    },
)
# A note says no more than this: whoever wrote it was no chair.
_MOST_NOTED_S: Final = 12 * 3600.0


def log(talks: Sequence[ChairTalk], marks: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Planned against actual from a session's marks.

    Parameters
    ----------
    talks : sequence of ChairTalk
        The programme, as `ChairWidget.talks`.
    marks : iterable of mapping
        In order, each with t_s, kind and slide_key; ``extend`` grants the talk that is on the
        seconds in its note, and the note of ``start`` says by how many seconds the session began
        after its planned start.

    Returns
    -------
    pandas.DataFrame
        LOG.
    """
    spent = {talk.key: {"talk": 0.0, "question": 0.0, "pause": 0.0} for talk in talks}
    extended = dict.fromkeys(spent, 0.0)
    began: dict[str, float] = {}
    ended: dict[str, float] = {}
    key, last_s, zero_s, paused, asking, over = "", 0.0, 0.0, False, False, True
    for mark in marks:
        phase = "pause" if paused else "question" if asking else "talk"
        if not over and key in spent and (key in began or phase == "talk"):
            began.setdefault(key, last_s)
            spent[key][phase] += mark["t_s"] - last_s
            if phase != "pause":
                ended[key] = mark["t_s"]
        last_s = mark["t_s"]
        match mark["kind"]:
            case "start" | "slide":
                key, over = mark["slide_key"], over and mark["kind"] != "start"
                if mark["kind"] == "start":
                    zero_s = _noted(mark.get("note"))
            case "pause":
                paused = True
            case "resume":
                paused = over = False
            case "question" | "answer":
                asking = mark["kind"] == "question"
            case "extend" if key in extended:
                extended[key] += _noted(mark.get("note"))
            case "stop":
                paused, asking, over = False, False, True
    rows = []
    for talk, planned_s in zip(talks, planned_starts(talks), strict=True):
        took, more_s = spent[talk.key], extended[talk.key]
        if talk.key not in began:
            continue
        rows.append(
            {
                "talk": talk.title,
                "speaker": talk.speaker,
                "begins": talk.begins,
                "planned_start_s": planned_s,
                "planned_talk_s": talk.talk_s,
                "planned_questions_s": talk.questions_s,
                "actual_start_s": began[talk.key] + zero_s,
                "actual_end_s": ended.get(talk.key, began[talk.key]) + zero_s,
                "extended_s": more_s,
                "talk_s": took["talk"],
                "questions_s": took["question"],
                "paused_s": took["pause"],
                "over_s": took["talk"] + took["question"] - _slot(talk) - more_s,
                "late_s": began[talk.key] + zero_s - planned_s,
            }
        )
    return frames.build(LOG, rows)


def planned_starts(talks: Sequence[ChairTalk]) -> list[float]:
    """When each is planned to begin; one that does not say it follows on the one before."""
    starts: list[float] = []
    next_s = 0.0
    for talk in talks:
        # Breaks and changeovers lie before a stated start: they take up what is late.
        starts.append(next_s if talk.start_s is None else talk.start_s)
        next_s = starts[-1] + _slot(talk)
    return starts


def _slot(talk: ChairTalk) -> float:
    return talk.talk_s + talk.questions_s


def _noted(note: object) -> float:
    """Seconds that a page noted; nothing where they cannot be meant."""
    try:
        noted_s = float(str(note))
    except ValueError:
        return 0.0
    return noted_s if math.isfinite(noted_s) and abs(noted_s) <= _MOST_NOTED_S else 0.0
