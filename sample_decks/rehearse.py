"""Rehearse the sample talks: runs as a speaker would have recorded them over a week.

Nobody stood in front of a mirror for these. Each slide takes the time its notes take at the
speaker's rate, its builds and the demo on top; a run is faster or slower as a whole, each slide
in it shorter or longer by chance, and the talk gets 3 % quicker with each practice. What
happened in each run besides is written down in `REHEARSALS`.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sample_decks.script import Slide

Mark = tuple[float, str, str]

# Words a minute, pauses for breath and laughter included; faster where the slot is short.
WPM = {"storage-talk": 142.0, "storage-talk-20": 158.0, "short-talk": 142.0}
SETTLE_S, BUILD_S = 3.0, 2.5  # a look at the new slide; a click in the middle of a sentence
DEMO_S = 235.0
TREND = -0.03  # log seconds a run
OWN_SD, NOISE_SD, RUN_SD = 0.08, 0.15, 0.015  # log seconds
SEEDS = {"storage-talk": 23, "storage-talk-20": 1147, "short-talk": 1}


@dataclass(frozen=True)
class Rehearsal:
    """One run: when it began, and what happened on which slide, by title.

    `extra` are seconds longer than planned; `pauses` and `questions` seconds in the middle of
    the slide that count as neither; `back` names the slide gone back to, and for how long;
    `stumbles` the slides on which the speaker pressed B. `csv` names a file to write
    ``slide,seconds`` to, for a run that pacer has not recorded.
    """

    began: datetime
    kind: str = "rehearsal"
    extra: dict[str, float] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)
    questions: dict[str, float] = field(default_factory=dict)
    back: dict[str, tuple[str, float]] = field(default_factory=dict)
    stumbles: tuple[str, ...] = ()
    csv: str = ""


REHEARSALS = {
    "storage-talk": (
        Rehearsal(  # the story of who put both machines into one rack; the telephone
            datetime(2026, 3, 2, 18, 32, 10, tzinfo=UTC),
            extra={"Two replicas, one power feed": 95, "Demo: pulling the plug": 40},
            pauses={"Checkpoints, without stopping the world": 132},
        ),
        Rehearsal(  # lost the thread in the replay loop, and went back to the fuzzy checkpoint
            datetime(2026, 3, 4, 19, 5, 44, tzinfo=UTC),
            extra={"Torn writes": 25},
            back={
                "Replay is idempotent": (
                    "Checkpoints, without stopping the world",
                    38,
                )
            },
        ),
        Rehearsal(  # before the team: somebody asked whether the standby is in these figures
            datetime(2026, 3, 6, 16, 1, 3, tzinfo=UTC),
            questions={"Benchmarks I: a growing file": 74},
        ),
        Rehearsal(datetime(2026, 3, 8, 17, 48, 27, tzinfo=UTC)),
    ),
    "storage-talk-20": (
        Rehearsal(  # said twice what a segment is, and the tables still want explaining
            datetime(2026, 4, 11, 17, 22, 40, tzinfo=UTC),
            extra={"Checkpoints are a shortcut": 24, "Three crashes, two questions": 21},
            stumbles=("Checkpoints are a shortcut", "Three crashes, two questions"),
        ),
        Rehearsal(
            datetime(2026, 4, 12, 19, 41, 5, tzinfo=UTC),
            stumbles=("Three crashes, two questions",),
        ),
        Rehearsal(  # the evening before, to a colleague: "and why not simply SQLite?"
            datetime(2026, 4, 13, 20, 54, 12, tzinfo=UTC),
            questions={"Benchmarks: a file that does not grow": 41},
        ),
        Rehearsal(  # laughter at the hand scanner, applause at the zero, two questions
            datetime(2026, 4, 14, 9, 31, 2, tzinfo=UTC),
            kind="delivery",
            extra={"11,890 jobs that we said yes to": 6, "I pulled the plug": 9},
            questions={"Thank you": 108},
        ),
    ),
    "short-talk": (
        Rehearsal(datetime(2026, 4, 14, 20, 15, 0, tzinfo=UTC)),
        Rehearsal(datetime(2026, 4, 16, 20, 2, 30, tzinfo=UTC)),
        Rehearsal(datetime(2026, 4, 17, 7, 40, 0, tzinfo=UTC), csv="short-talk-rehearsal.csv"),
    ),
}


def runs(name: str, slides: Sequence[Slide], keys: Sequence[str]) -> list[list[Mark]]:
    """The marks of each rehearsal of a talk.

    Parameters
    ----------
    name : str
        Of the talk, in `REHEARSALS`.
    slides : sequence of Slide
    keys : sequence of str
        The slides' keys, in the same order.

    Returns
    -------
    list of list of (t_s, kind, slide_key)
    """
    chance = random.Random(SEEDS[name])
    shown = [(slide, key) for slide, key in zip(slides, keys, strict=True) if not slide.hidden]
    usual = [_usual_s(slide, WPM[name]) * math.exp(chance.gauss(0, OWN_SD)) for slide, _ in shown]
    key_of = {slide.title: key for slide, key in shown}
    made = []
    for number, rehearsal in enumerate(REHEARSALS[name]):
        behind = number + 1 - len(REHEARSALS[name])
        speed = TREND * behind + chance.gauss(0, RUN_SD)
        taken = [s * math.exp(speed + chance.gauss(0, NOISE_SD)) for s in usual]
        made.append(_marks(rehearsal, shown, taken, key_of))
    return made


def seconds(marks: Sequence[Mark]) -> list[tuple[str, float]]:
    """Each slide's key and seconds, of a run without pauses, questions and ways back."""
    times = [t_s for t_s, kind, _ in marks if kind in ("slide", "stop")]
    keys = [key for _, kind, key in marks if kind == "slide"]
    return list(zip(keys, [b - a for a, b in pairwise(times)], strict=True))


def _usual_s(slide: Slide, wpm: float) -> float:
    if slide.kind == "demo":
        return DEMO_S
    words = sum(len(part.split()) for part in slide.notes)
    return words / wpm * 60 + SETTLE_S + BUILD_S * slide.builds


def _marks(
    rehearsal: Rehearsal,
    shown: Sequence[tuple[Slide, str]],
    taken: Sequence[float],
    key_of: dict[str, str],
) -> list[Mark]:
    now = 0.0
    marks: list[Mark] = [(0.0, "start", shown[0][1])]
    for (slide, key), whole_s in zip(shown, taken, strict=True):
        title = slide.title
        whole_s += rehearsal.extra.get(title, 0)
        marks.append((now, "slide", key))
        for happened, (begin, end) in (
            (rehearsal.pauses, ("pause", "resume")),
            (rehearsal.questions, ("question", "answer")),
        ):
            if lost_s := happened.get(title, 0):
                marks.append((now + 0.6 * whole_s, begin, key))
                now += lost_s
                marks.append((now + 0.6 * whole_s, end, key))
        if title in rehearsal.stumbles:
            marks.append((now + 0.5 * whole_s, "note", key))
        if title in rehearsal.back:
            other, for_s = rehearsal.back[title]
            now += 0.4 * whole_s
            marks += [(now, "slide", key_of[other]), (now + for_s, "slide", key)]
            now += for_s - 0.4 * whole_s
        now += whole_s
    marks.append((now, "stop", ""))
    return [(round(t_s, 3), kind, key) for t_s, kind, key in marks]
