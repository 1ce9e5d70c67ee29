"""What the speaker says of his talk: its point, what that stands on, what he would keep."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pacer.core.errors import PacerError
from pacer.core.text import line
from pacer.judging.belief import BANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd


MOST_POINTS = 3
SKIP, NONE = "skip", "none"
_STRETCH = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
_NEEDS = re.compile(r"needs:(\d{1,6})")


@dataclass(frozen=True)
class Said:
    """The speaker's points and answers, by slide_key.

    Parameters
    ----------
    points : tuple of str
        Up to three slides that are the point of the talk.
    needs : mapping of str to tuple of str
        Point -> the earlier slides it stands on, as ticked; empty where he said none.
    answers : mapping of (str, str) to str
        First and last slide of a stretch -> ``"keep"``, ``"shorten"``, ``"drop"`` or ``"skip"``.
    """

    points: tuple[str, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def naming(self, points: Iterable[str]) -> Said:
        """The same with other points.

        Raises
        ------
        PacerError
            If there are more than three.
        """
        named = tuple(dict.fromkeys(points))
        if len(named) > MOST_POINTS:
            raise PacerError(
                f"{len(named)} points are too many: name up to {MOST_POINTS} slides that are the "
                "point of the talk"
            )
        return replace(self, points=named)

    def answering(
        self, text: str, slides: pd.DataFrame, stretches: Sequence[tuple[int, int]]
    ) -> Said:
        """The same with one more answer, which replaces an earlier one to the same question.

        Parameters
        ----------
        text : str
            ``"25-26=drop"`` (keep, shorten, drop, skip or none, which takes an answer back), or
            ``"needs:30=12,14"`` or ``"needs:30=none"`` of a point.
        slides : pandas.DataFrame
            SLIDES.
        stretches : sequence of (int, int)
            First and last position of each stretch that is asked about.

        Raises
        ------
        PacerError
            If it is no answer, names a slide that is not there, or cuts a stretch in two.
        """
        question, _, answer = (part.strip() for part in line(text, limit=200).partition("="))
        if found := _NEEDS.fullmatch(question):
            return self._needing(int(found[1]), answer, slides)
        found = _STRETCH.fullmatch(question)
        if found is None or answer not in (*BANDS, SKIP, NONE):
            raise PacerError(
                f"{line(text, limit=60)!r} is no answer: write 25-26=drop (keep, shorten, drop, "
                "skip, or none to take it back), or needs:30=12,14 (or none)"
            )
        first, last = int(found[1]), int(found[2] or found[1])
        keys = [key_at(slides, first), key_at(slides, last)]
        if (first, last) not in stretches:
            raise PacerError(_cuts(first, last, answer, stretches))
        answers = {pair: said for pair, said in self.answers.items() if pair != (keys[0], keys[1])}
        if answer != NONE:
            answers[keys[0], keys[1]] = answer
        return replace(self, answers=answers)

    def _needing(self, point: int, answer: str, slides: pd.DataFrame) -> Said:
        key = key_at(slides, point)
        if key not in self.points:
            raise PacerError(f"needs:{point}: slide {point} is no point of the talk: name it first")
        ticked: tuple[str, ...] = ()
        if answer != NONE:
            parts = [part.strip() for part in answer.split(",")]
            if not all(part.isdigit() for part in parts):
                raise PacerError(
                    f"needs:{point}={line(answer, limit=40)}: write positions, as 12,14, or none"
                )
            if late := [part for part in parts if int(part) >= point]:
                raise PacerError(f"needs:{point}: slide {late[0]} does not come before {point}")
            ticked = tuple(dict.fromkeys(key_at(slides, int(part)) for part in parts))
        return replace(self, needs={**self.needs, key: ticked})


def key_at(slides: pd.DataFrame, position: int) -> str:
    """The key of the slide at a position.

    Raises
    ------
    PacerError
        If the deck has none there.
    """
    if not 1 <= position <= len(slides):
        raise PacerError(f"there is no slide {position}: the deck has 1 to {len(slides)}")
    return str(slides["slide_key"].iloc[position - 1])


def _cuts(first: int, last: int, answer: str, stretches: Sequence[tuple[int, int]]) -> str:
    named = f"{first}-{last}" if last != first else str(first)
    touched = [(a, b) for a, b in stretches if a <= last and b >= first]
    if first > last or not touched:
        return f"{named} is no stretch that is asked about: see the questions of pacer plan --json"
    cure = ", ".join(f"{a}-{b}={answer}" for a, b in touched[:3])
    whole = ", ".join(f"{a}-{b}" for a, b in touched[:3])
    if len(touched) == 1:
        return f"{named} cuts the stretch {whole} in two: answer {cure}, or use --keep and --cut"
    return f"{named} is more than one stretch ({whole}): answer {cure}"
