"""Why a plan does what it does: a fact, or nothing.

A reason is what the speaker said, or what he can see for himself on the slides: never a verdict
on a slide, and nothing guessed about which slide needs which.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pacer.core import clock
from pacer.core.text import line
from pacer.core.wording import percent
from pacer.judging.features import CUES, within
from pacer.judging.said import SKIP

if TYPE_CHECKING:
    from pacer.judging import Heard
    from pacer.planning.problem import Problem
    from pacer.planning.score import Selection

# Fewer words stand on another slide by chance.
LEAST_WORDS, ALL = 4, 0.999
# Cue words of a title that are a reason to cut; each is quoted, not interpreted.
_QUOTED = ("detail", "admin", "example")
_NTH = ("", "", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# A slide shown for less than this share of the mean flashes by.
FLASH = 0.25
# A reader speaks for keeping a slide above these, against it below.
HALF, ORDINARY = 0.5, 3


def reasons(made: Problem, chosen: Selection) -> dict[int, str]:
    """A reason for what happens to each row that is not hidden; empty where there is no fact."""
    facts = _Facts(made.heard)
    place = {key: at for at, key in enumerate(facts.keys)}
    at = {row: place[made.slides["slide_key"].iloc[row]] for row in made.shown}
    stay = {at[row] for row in chosen}
    return {row: _reason(made, chosen, row, facts, at[row], stay) for row in made.shown}


def _reason(
    made: Problem, chosen: Selection, row: int, facts: _Facts, at: int, stay: set[int]
) -> str:
    option = chosen.get(row)
    decided = made.decided.get(row, "")
    seconds = float(made.seconds[row])
    why = decided or facts.said(at, stays=option is not None)
    if option is None:
        why = why or facts.against(at, stay) or facts.place(at)
        return f"saves {clock.text(seconds)}" + (f"; {why}" if why else "")
    if option.action == "merge":
        position = made.slides["position"]
        after = next(one for one in made.shown if one > row)
        same = f"{percent(made.outline.shared[row])} of its words are there too"
        return (
            f"{position.iloc[row]}+{position.iloc[after]}: {decided or same}; "
            f"say what is new with {position.iloc[after]} up"
        )
    if option.action == "trim":
        left = seconds * option.scale
        saved = f"say it in {clock.text(left)}, saves {clock.text(seconds - left)}"
        return saved + (f"; {why}" if why else "")
    return why or facts.place(at)


class _Facts:
    """What is so of each slide shown, by its place among them."""

    def __init__(self, heard: Heard) -> None:
        self.heard, self.of = heard, heard.judgement
        self.keys = self.of.slides["slide_key"].tolist()
        self.count = len(self.keys)
        position = dict(zip(self.keys, self.of.positions, strict=True))
        self.leaning: dict[str, list[int]] = {}
        for point in heard.said.points:
            for key in heard.said.needs.get(point, ()):
                if point in position:
                    self.leaning.setdefault(key, []).append(position[point])

    def said(self, at: int, *, stays: bool) -> str:
        """What the speaker said of a slide, or a reader who speaks for what becomes of it."""
        key = self.keys[at]
        if at in self.heard.points:
            return "you named it"
        if key in self.leaning:
            named = " and ".join(map(str, sorted(self.leaning[key])))
            stand = "stands" if len(self.leaning[key]) == 1 else "stand"
            return f"{named} {stand} on it, you said"
        for number, answer in self.heard.answers.items():
            if answer != SKIP and at in self.of.stretches[number].places:
                return f"you said {answer}"
        position = self.of.positions[at]
        for reading in self.of.readings:
            name = line(reading.name, limit=30)
            sure = reading.p_keep.get(position, math.nan)
            if sure > HALF if stays else sure < HALF:
                return f"{name} would keep it with {percent(reading.p_keep[position])}"
            need = reading.need.get(position, math.nan)
            if need > ORDINARY if stays else need < ORDINARY:
                return f"{name} gives it need {reading.need[position]:g}"
        return ""

    def against(self, at: int, stay: set[int]) -> str:
        """What on the slide itself speaks for cutting it, beside those that stay."""
        words = self.of.words
        if words.bags[at].total() >= LEAST_WORDS:
            # The nearest of the slides that say all of it.
            for other in sorted(stay - {at}, key=lambda one: (abs(one - at), one)):
                if within(words.bags[at], words.bags[other]) >= ALL:
                    return f"all its words are on {self.of.positions[other]}"
        title = words.titles[at].casefold()
        nth = sum(one.casefold() == title for one in words.titles[:at]) if title else 0
        if 2 <= nth < len(_NTH):
            return f"the {_NTH[nth]} slide called *{line(words.titles[at], limit=40)}*"
        if words.english:
            for name in _QUOTED:
                if cue := CUES[name].search(words.titles[at]):
                    return f'its title says "{cue[0].casefold()}"'
        seconds = self.of.seconds
        mean = float(seconds[seconds > 0].mean()) if (seconds > 0).any() else 0.0
        if self.of.timed and 0 < seconds[at] < FLASH * mean:
            return f"shown for {clock.text(seconds[at])}"
        return ""

    def place(self, at: int) -> str:
        """Where a slide that stays stands, where that says something."""
        if self.count > 2 and at in (0, self.count - 1):
            return "the first slide" if at == 0 else "the last slide"
        return ""


def warnings(made: Problem, chosen: Selection) -> tuple[str, ...]:
    """What the speaker should know of his own decisions, one line each."""
    rows = {key: row for row, key in enumerate(made.slides["slide_key"])}
    found = []
    for key in made.heard.said.points:
        row = rows.get(key)
        if row is not None and row not in chosen and row in made.decided:
            position = made.slides["position"].iloc[row]
            found.append(
                f"{position} is a point of the talk, and you cut it: the cut holds; keep it, or "
                "name another point."
            )
        elif row is not None and row not in chosen and row in made.shown:
            position = made.slides["position"].iloc[row]
            found.append(f"{position} is a point of the talk, and does not fit: keep it by hand.")
    return (*found, *made.heard.warnings)
