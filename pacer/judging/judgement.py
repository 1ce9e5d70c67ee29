"""How much each slide is needed: from text and seconds, readings, and what the speaker says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.core.text import line
from pacer.core.wording import count
from pacer.judging import features
from pacer.judging.belief import LIFT, Belief, believe, threshold
from pacer.judging.questions import MOST_NEEDS, MOST_QUESTIONS, decisive, may_need
from pacer.judging.reading import TEXT_SHARE, Reading, evidence, leaned_on
from pacer.judging.said import SKIP, Said
from pacer.judging.stretches import Stretch, gaps, scored, stretches
from pacer.judging.table import table, weighed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd

    from pacer.judging.features import Words

    Floats = npt.NDArray[np.float64]

MOST_TITLE = 40


@dataclass(frozen=True)
class Question:
    """Something to ask the speaker.

    Parameters
    ----------
    id : str
        ``"25-26"`` of a stretch, ``"needs:30"`` of a point.
    kind : str
        ``"stretch"`` (keep, shorten or drop?) or ``"needs"`` (which of these does it stand on?).
    slides : tuple of int
        Positions: the stretch, or the slides to tick.
    title : str
        What the stretch is about, or the point's title.
    seconds : float
        What the slides take today.
    proposed : str
        What the plan does with the stretch now; empty for needs.
    of : int
        The point's position; 0 for a stretch.
    """

    id: str
    kind: str
    slides: tuple[int, ...]
    title: str
    seconds: float
    proposed: str = ""
    of: int = 0

    def record(self) -> dict[str, Any]:
        """Plain values for JSON."""
        if self.kind == "needs":
            return {"id": self.id, "kind": self.kind, "of": self.of, "slides": list(self.slides)}
        return {
            "id": self.id,
            "kind": self.kind,
            "slides": list(self.slides),
            "title": self.title,
            "seconds": round(self.seconds, 1),
            "proposed": self.proposed,
        }


@dataclass(frozen=True, eq=False)
class Judgement:
    """What text, seconds and readings say; one entry a slide shown, whatever the speaker says.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES, the hidden ones left out.
    words : Words
    seconds : ndarray of float, shape (n,)
    z : ndarray of float, shape (n,)
        Centred; see `pacer.judging.belief`.
    stretches : tuple of Stretch
    timed : bool
        Whether runs tell the seconds.
    readings : tuple of Reading
    differ : ndarray of float or None
        How far readers differ.
    """

    slides: pd.DataFrame
    words: Words
    seconds: Floats
    z: Floats
    stretches: tuple[Stretch, ...]
    timed: bool = False
    readings: tuple[Reading, ...] = ()
    differ: Floats | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out of the judgement, one line each."""
        said = [warning for reading in self.readings for warning in reading.warnings]
        if not self.words.english:
            said.append(
                "The deck is not in English: the words of its titles count nothing; the plan rests "
                "on place, amount, repetition and your answers."
            )
        return tuple(said)

    @cached_property
    def positions(self) -> list[int]:
        """Position of each slide shown."""
        return [int(at) for at in self.slides["position"]]

    @property
    def asked(self) -> list[tuple[int, int]]:
        """First and last position of each stretch."""
        return [(self.positions[s.first], self.positions[s.last]) for s in self.stretches]

    def hear(self, said: Said, talk_s: float) -> Heard:
        """Take in what the speaker says.

        Parameters
        ----------
        said : Said
        talk_s : float
            The talk time that his answers are about.
        """
        at = {key: place for place, key in enumerate(self.slides["slide_key"])}
        points = [at[key] for key in said.points if key in at]
        z = self.z.copy()
        ticked = {key for point in said.points for key in said.needs.get(point, ()) if key in at}
        z[[at[key] for key in sorted(ticked)]] += LIFT
        answers: dict[int, str] = {}
        stale = 0
        for (first, last), answer in said.answers.items():
            inside = [
                number
                for number, s in enumerate(self.stretches)
                if first in at and last in at and at[first] <= s.first and s.last <= at[last]
            ]
            answers |= dict.fromkeys(inside, answer)
            stale += not inside
        level = threshold(z, self.seconds, talk_s)
        told = {number: answer for number, answer in answers.items() if answer != SKIP}
        belief = believe(z, self.stretches, frozenset(points), level, told)
        return Heard(self, belief, level, talk_s, tuple(points), said, answers, stale)


@dataclass(frozen=True, eq=False)
class Heard:
    """A judgement, and what the speaker says besides.

    Parameters
    ----------
    judgement : Judgement
    belief : Belief
    threshold : float
        The need above which slides fill the talk time.
    talk_s : float
    points : tuple of int
        Places among the slides shown.
    said : Said
    answers : mapping of int to str
        Stretch -> answer, skipped ones too.
    stale : int
        Answers about slides that no longer make a stretch.
    """

    judgement: Judgement
    belief: Belief
    threshold: float
    talk_s: float
    points: tuple[int, ...]
    said: Said
    answers: Mapping[int, str]
    stale: int = 0

    @cached_property
    def worth(self) -> Floats:
        """Expected worth of each slide shown, 0 to 8; shape (n,)."""
        return self.belief.worth()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What of the speaker's words no longer counts, and what the judgement leaves out."""
        gone = (
            f"{count(self.stale, 'answer')} no longer belong{'s' * (self.stale == 1)} to a stretch "
            "of this deck: asked again."
        )
        return (*((gone,) if self.stale else ()), *self.judgement.warnings)

    def questions(self, proposed: Mapping[int, str]) -> tuple[Question, ...]:
        """What to ask next: what the points stand on, then stretches, the most decisive first.

        Parameters
        ----------
        proposed : mapping of int to str
            Stretch -> what the plan does with it now.
        """
        of = self.judgement
        asked = [
            self._needs(point)
            for point in self.points
            if point and of.slides["slide_key"].iloc[point] not in self.said.needs
        ]
        left = max(MOST_QUESTIONS - len(self.answers), 0)
        order = decisive(self.belief, of.seconds, self.talk_s, self.answers, of.differ)
        return (*asked, *(self._stretch(at, proposed.get(at, "")) for at in order[:left]))

    def _needs(self, point: int) -> Question:
        of = self.judgement
        position = of.positions[point]
        at = {place: n for n, place in enumerate(of.positions)}
        read = [at[one] for one in leaned_on(of.readings, position) if at.get(one, point) < point]
        likely = [one for one in may_need(of.words, of.z, point) if one not in read]
        places = sorted([*read, *likely][:MOST_NEEDS])
        return Question(
            f"needs:{position}",
            "needs",
            tuple(of.positions[place] for place in places),
            str(of.slides["title"].iloc[point]),
            float(of.seconds[places].sum()),
            of=position,
        )

    def _stretch(self, number: int, proposed: str) -> Question:
        of = self.judgement
        stretch = of.stretches[number]
        first, last = of.positions[stretch.first], of.positions[stretch.last]
        return Question(
            f"{first}-{last}",
            "stretch",
            tuple(of.positions[place] for place in stretch.places),
            titled(of.slides["title"].iloc[list(stretch.places)].tolist()),
            float(of.seconds[list(stretch.places)].sum()),
            proposed,
        )


def titled(titles: Sequence[str]) -> str:
    """What to call slides in a row: by the first and the last title.

    Examples
    --------
    >>> titled(["Crash III", "Demo"]), titled(["A", "B", "C"]), titled(["Log", "", "Log"])
    ('Crash III and Demo', 'A to C', 'Log')
    """
    named = list(dict.fromkeys(line(title, limit=MOST_TITLE) for title in titles if title))
    if len(named) < 2:
        return named[0] if named else ""
    return f"{named[0]} {'and' if len(named) == 2 else 'to'} {named[-1]}"


def judge(
    slides: pd.DataFrame,
    seconds: Floats,
    *,
    timed: bool,
    passed: npt.NDArray[np.bool_] | None = None,
    readings: Sequence[Reading] = (),
    speech: pd.DataFrame | None = None,
) -> Judgement:
    """Judge how much each slide is needed.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES; the hidden ones are no part of the talk.
    seconds : ndarray of float, shape (n,)
        What each takes.
    timed : bool
        Whether runs tell those seconds: then they say something about the need.
    passed : ndarray of bool, shape (n,), optional
        Slides that those runs have no time of: their speaker did without.
    readings : sequence of Reading
    speech : pandas.DataFrame, optional
        What was said: slide_key and the columns of `pacer.judging.speech.FIGURES`.

    Returns
    -------
    Judgement
    """
    shown = ~slides["hidden"].to_numpy(dtype=bool)
    its = slides.loc[shown].reset_index(drop=True)
    takes = np.asarray(seconds, dtype=float)[shown]
    words = features.read_words(its)
    found = features.figures(its, words)
    weights = table()
    z = weighed(found, weights.slide) if len(its) else np.zeros(0)
    if timed and len(its):
        told = takes if passed is None else np.where(passed[shown], 0.0, takes)
        z = z + weighed(features.of_seconds(told), weights.seconds)
    if speech is not None and len(its):
        said = speech.set_index("slide_key").reindex(its["slide_key"])
        known = [name for name in weights.speech if name in said]
        if known:
            of_speech = {name: said[name].fillna(0.0).to_numpy(float) for name in known}
            z = z + weighed(of_speech, weights.speech)
    read = evidence(readings, its["position"].tolist())
    if readings:
        z = np.where(np.isfinite(read.value), TEXT_SHARE * z + np.nan_to_num(read.value), z)
    named = read.section or tuple(its["section"])
    score = scored(gaps(its, words, found), weights.gap) if len(its) else np.zeros(0)
    return Judgement(
        its, words, takes, z, stretches(score, takes, named), timed, tuple(readings), read.differ
    )
