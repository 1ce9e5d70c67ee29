"""Where the time goes: each slide's estimate, the total, and the chance of fitting the slot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import PacerError
from pacer.core.wording import chance, count, percent
from pacer.render.document import Document, Table
from pacer.render.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from pacer.pacing import Pacing, Total

LEVEL = 0.8
# A trend below this share of the talk a run is no trend.
STILL = 0.005
# A talk this much shorter than its time misses it as well: a share of the time, and seconds.
SHORT_SHARE, SHORT_S = 0.1, 60.0
# Slides to rehearse once more are named where so few of them leave at most this of the range.
MOST_REHEARSED, NARROWED = 3, 0.95


@dataclass(frozen=True, repr=False)
class Pace(Result):
    """What `Talk.pace` answers.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    pacing : pacer.pacing.Pacing
        The fitted model.
    talk_s : float or None
        Talk time: the slot less the questions' part; None where no slot was given.
    at_least_s : float or None
        The least talk time that is no miss, where there is one.
    """

    slides: pd.DataFrame
    pacing: Pacing
    talk_s: float | None = None
    at_least_s: float | None = None

    def __post_init__(self) -> None:
        least_s, talk_s = self.at_least_s, self.talk_s
        if least_s is not None and talk_s is not None and least_s >= talk_s:
            raise PacerError(
                f"at least {clock.text(least_s)} leaves nothing of {clock.text(talk_s)} of talk "
                "time: give a shorter least time, or a longer slot"
            )

    @property
    def frame(self) -> pd.DataFrame:
        """ESTIMATES at 80 %, with each slide's title, section and whether it is hidden."""
        known = self.slides[["slide_key", "title", "section", "hidden"]]
        return self.pacing.estimates(level=LEVEL).merge(
            known, on="slide_key", how="left", validate="one_to_one"
        )

    @property
    def backup(self) -> pd.Series[bool]:
        """Which slides stand behind the end, and are not counted."""
        left = self.pacing.slides.set_index("slide_key")["hidden"]
        counted = ~left.reindex(self.slides["slide_key"]).to_numpy(dtype=bool)
        return pd.Series(~counted, index=self.slides.index) & ~self.slides["hidden"]

    @property
    def total(self) -> Total:
        """The distribution of the next run's talk time, hidden slides left out."""
        return self.pacing.total()

    @property
    def p_fits(self) -> float | None:
        """The chance that the next run takes no longer than the talk time."""
        return None if self.talk_s is None else self.total.p_within(self.talk_s)

    @property
    def p_short(self) -> float | None:
        """The chance that the next run ends before the least time; None where there is none."""
        return None if self.at_least_s is None else self.total.p_within(self.at_least_s)

    @property
    def p_between(self) -> float | None:
        """The chance that the next run lies between the least time and the talk time."""
        if self.p_short is None:
            return None
        return max(0.0, (1.0 if self.p_fits is None else self.p_fits) - self.p_short)

    def facts(self) -> dict[str, object]:
        """The figures of the headline, in seconds, as plain values."""
        low, high = self.total.interval(LEVEL)
        return {
            "talk_s": self.talk_s,
            "low_s": low,
            "median_s": self.total.quantile(0.5),
            "high_s": high,
            "p_fits": self.p_fits,
            "at_least_s": self.at_least_s,
            "p_short": self.p_short,
            "p_between": self.p_between,
        }

    def document(self) -> Document:
        """Lay out the answer: the total first, then slide by slide."""
        frame = self.frame
        backup = self.backup.to_numpy(dtype=bool)
        shown = ~frame["hidden"] & ~backup
        low, high = self.total.interval(LEVEL)
        median = self.total.quantile(0.5)
        if self.pacing.advances:
            headline = f"The talk takes {clock.text(median)}: its slides advance by themselves"
        else:
            headline = (
                f"The talk takes {clock.text(median)}, in 4 of 5 runs between "
                f"{clock.text(low)} and {clock.text(high)}"
            )
        sentences = self._against_the_slot(median)
        if backup.any():
            behind = count(int(backup.sum()), "backup slide")
            sentences.append(
                f"{behind} after the end {'is' if backup.sum() == 1 else 'are'} not counted."
            )
        runs = int(frame["runs"].max()) if len(frame) else 0
        sentences += self._known_from(runs)
        if runs:
            sentences += self._to_rehearse()
        # What adds up to the headline, so that the talk has one length.
        takes = pd.Series(self.pacing.usual_s, index=frame.index)
        longest = takes.where(shown).max()
        starts = takes.where(shown, 0.0).cumsum() - takes
        rows = (
            (
                row.position,
                row.title,
                clock.text(start) if counted else "",
                clock.text(took),
                f"{clock.text(row.low_s)}–{clock.text(row.high_s)}",
                bar(took / longest) if longest else "",
                "hidden" if row.hidden else row.basis if counted else "backup, not counted",
            )
            for row, took, start, counted in zip(
                frames.rows(frame), takes, starts, shown, strict=True
            )
        )
        table = Table.of(
            "Slide by slide",
            [">#", "slide", ">at", ">takes", ">4 of 5 runs", "", "known from"],
            rows,
            ["" if counted else "faint" for counted in shown],
        )
        return Document(headline, tuple(sentences), (table,), warnings=self.pacing.warnings)

    def _against_the_slot(self, median: float) -> list[str]:
        """The chance of fitting, and by how much it is too long or too short."""
        if self.talk_s is None:
            said = ["No slot was given: state one to see the chance of fitting it."]
        else:
            fits = self._chance(self.p_fits)
            said = [f"Chance of fitting {clock.text(self.talk_s)} of talk time: {fits}."]
        if self.at_least_s is not None:
            least = clock.text(self.at_least_s)
            within = f"after {least}"
            if self.talk_s is not None:
                within = f"between {least} and {clock.text(self.talk_s)}"
            said.append(
                f"Chance of ending {within}: {self._chance(self.p_between)}; "
                f"before: {self._chance(self.p_short)}."
            )
            if median < self.at_least_s:
                said.append(f"It is {clock.text(self.at_least_s - median)} short of the least.")
        if self.talk_s is not None and median > self.talk_s:
            said.append(f"It is {clock.text(median - self.talk_s)} too long: ask for a plan.")
        elif self.talk_s is not None and (short := short_of(median, self.talk_s)):
            more = "" if self.at_least_s is not None else ": a miss, too, where a talk must fill it"
            said.append(f"It is {short}{more}.")
        return said

    def _chance(self, p: float | None) -> str:
        """A chance in words; where the deck sets the time there is no doubt."""
        sure = self.pacing.advances and p in (0.0, 1.0)
        return percent(p or 0.0) if sure else chance(p)

    def _known_from(self, runs: int) -> list[str]:
        if self.pacing.advances:
            return ["Whatever is said, the deck sets the time: rehearse to fit the words to it."]
        talks = len(self.pacing.profile.talks)
        others = f"{count(talks, 'other talk')} of yours" if talks else ""
        if self.pacing.length_s is not None:
            runs_too = f" and {count(runs, 'run')}" * bool(runs)
            return [f"From the length you gave, {clock.text(self.pacing.length_s)}{runs_too}."]
        if not runs:
            known = f", and from {others}" * bool(talks)
            source = "the notes and the text"
            if self.pacing.slot_s is not None:
                source = "the slot as much as from its few bare slides"
            return [f"Never rehearsed: this is a guess from {source}{known}."]
        said = f"From {count(runs, 'run')}{f' and {others}' * bool(talks)}"
        trend, _ = self.pacing.trend_share
        if runs == 1 or abs(trend) < STILL:
            return [f"{said}."]
        much = f"{percent(abs(trend))} {'shorter' if trend < 0 else 'longer'}"
        return [f"{said}; practice makes it {much} a run."]

    def _to_rehearse(self) -> list[str]:
        """Which slides to rehearse once more, where that is worth saying."""
        few = self.pacing.worth(MOST_REHEARSED)
        if few.then_s > few.now_s * NARROWED:
            return []
        places = self.slides.set_index("slide_key")["position"].reindex(list(few.slide_keys))
        *first, last = places.astype(str)
        named = f"slides {', '.join(first)} and {last}" if first else f"slide {last}"
        now, then = clock.text(few.now_s), clock.text(few.then_s)
        return [f"Rehearse {named} once more: ± {now} narrows to ± {then}."]

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the total's distribution against the slot; see `pacer.plots.total`."""
        from pacer import plots

        return plots.total(self.total, talk_s=self.talk_s, ax=ax)


def short_of(takes_s: float, talk_s: float) -> str:
    """By how much a talk is too short for its time, in words; ``""`` where it about fills it.

    Examples
    --------
    >>> short_of(343.0, 600.0), short_of(560.0, 600.0)
    ('4:17 short of the slot', '')
    """
    left_s = talk_s - takes_s
    if left_s < max(SHORT_S, SHORT_SHARE * talk_s):
        return ""
    return f"{clock.text(left_s)} short of the slot"


def bar(part: float, width: int = 12) -> str:
    """A length between 0 and 1 as a bar of eighths.

    Examples
    --------
    >>> bar(0.5, 4), bar(0.03, 4)
    ('██', '▏')
    """
    eighths = max(1, round(min(max(part, 0.0), 1.0) * width * 8))
    full, rest = divmod(eighths, 8)
    return "█" * full + " ▏▎▍▌▋▊▉"[rest].strip()
