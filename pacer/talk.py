"""A deck, its runs and a slot: what a notebook holds."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, overload

from pacer import deck, runs
from pacer.core import clock, frames
from pacer.core.errors import PacerError, SlotTooShort
from pacer.core.wording import count
from pacer.render.document import Document, Result, Table

# The rooms that answer load when first asked, so that `import pacer` costs little beyond pandas.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Unpack

    import pandas as pd

    from pacer.pacing import Pacing
    from pacer.planning.choices import Choices
    from pacer.results.comparison import Comparison
    from pacer.results.deck_comparison import DeckComparison
    from pacer.results.pace import Pace
    from pacer.results.plan import NestedPlans, Plan
    from pacer.runs import Corrections
    from pacer.runs.importers import Imported
    from pacer.widgets.comparison import Compare as CompareRoom
    from pacer.widgets.rehearsal import Rehearse
    from pacer.widgets.trim import Trim

# A slide is named by its position, as speakers do, or by its key.
SlideName = int | str


class HowToPlan(TypedDict, total=False):
    """What `Talk.plan` takes beside the slot; described there."""

    p: float
    keep: Iterable[SlideName]
    cut: Iterable[SlideName]
    merge: Iterable[SlideName]
    trim: Mapping[SlideName, str | float] | None
    faster: float


class Talk(Result):
    """A deck, the runs recorded beside it, and the slot it has to fit.

    Parameters
    ----------
    path : path-like
        The deck: PowerPoint or PDF.
    slot : str or float, optional
        The time granted, such as ``"20:00"`` or ``"20min"``; a number is seconds.
    questions : str or float, default 0
        The part of the slot kept for questions.

    Raises
    ------
    DeckError
        If the deck cannot be read.
    ClockError
        If the slot is no time, or the questions leave nothing of it.

    Notes
    -----
    Runs and choices live beside the deck in ``<name>.pacer/``. Runs recorded on an earlier
    state of the deck are matched to today's slides; see `pacer.runs.match`.
    """

    def __init__(
        self,
        path: str | Path,
        slot: str | float | None = None,
        questions: str | float = 0.0,
    ) -> None:
        self.deck = deck.read(Path(path))
        self.folder = self.deck.path.with_suffix(".pacer")
        self.slot_s, self.questions_s = clock.slot(slot, questions)

    # --- what there is: frames ---------------------------------------------------------

    @property
    def slides(self) -> pd.DataFrame:
        """SLIDES, one row a slide in deck order, with the speaker's locks, values and targets."""
        return self.choices.on(self.deck.slides)

    @property
    def talk_s(self) -> float | None:
        """Seconds to speak in: the slot less the questions' part; None without a slot."""
        return None if self.slot_s is None else self.slot_s - self.questions_s

    @cached_property
    def _loaded(self) -> runs.Loaded:
        return runs.load(self.folder, self.deck.slides)

    def reload(self) -> Talk:
        """Read the deck and the runs again, after either changed; give the talk back."""
        self.deck = deck.read(self.deck.path)
        for name in ("_loaded", "_corrections", "visits", "choices"):
            self.__dict__.pop(name, None)
        return self

    @property
    def runs(self) -> pd.DataFrame:
        """RUNS, one row a run, oldest first."""
        return self._loaded.runs

    @property
    def marks(self) -> pd.DataFrame:
        """MARKS of every run as recorded, under the slide keys of the day."""
        return self._loaded.marks

    @cached_property
    def visits(self) -> pd.DataFrame:
        """VISITS of every run, under today's slide keys."""
        return runs.on_slides(
            runs.visits(self.marks), self._loaded, self.slides, corrections=self._corrections
        )

    @cached_property
    def _corrections(self) -> Corrections:
        return runs.load_corrections(self.folder)

    @property
    def dwell(self) -> pd.DataFrame:
        """DWELL, one row a run and slide, under today's slide keys."""
        return runs.dwell(self.visits)

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, one line each: of the deck, then of the runs."""
        return (*self.deck.warnings, *self._loaded.problems)

    @cached_property
    def choices(self) -> Choices:
        """What the speaker decided in the trim room; kept in ``choices.json``."""
        from pacer.planning import choices

        return choices.load(self.folder)

    def matches(self) -> pd.DataFrame:
        """How the slides of every state of the deck that was rehearsed lead to today's.

        Returns
        -------
        pandas.DataFrame
            See `pacer.runs.matches`; `correct` mends one that is wrong.
        """
        return runs.matches(self._loaded, self.slides, corrections=self._corrections)

    def correct(self, old_key: str, slide: SlideName | None) -> Talk:
        """Say once and for all what became of a slide; give the talk back.

        Parameters
        ----------
        old_key : str
            The slide's key when it was rehearsed, from `matches`.
        slide : int or str, or None
            Today's slide that it is, by position or key; None where it is gone.

        Raises
        ------
        RunError
            If no run was held on a deck with such a slide, or the folder cannot be written.
        """
        key = "" if slide is None else self.key(slide)
        said = runs.corrected(self._corrections, self._loaded, old_key, key)
        runs.save_corrections(said, self.folder)
        return self.reload()

    # --- what follows: answers ---------------------------------------------------------

    def _fit(self) -> Pacing:
        from pacer import pacing
        from pacer.pacing import profile

        earlier = runs.last_texts(self.visits, self._loaded)
        # Runs keep the beginnings of texts; only those can be told from an edit.
        slides = self.slides.assign(text=self.slides["text"].str[: runs.TEXT_KEPT])
        recorded = (self.slides, self.dwell, self.runs)
        # Whoever rehearsed a sample is not the speaker whose profile this is.
        sample = self.runs["source"].eq(runs.SAMPLE).any()
        return pacing.fit(
            *recorded,
            profile=pacing.speaker(None if sample else profile.folder(), *recorded),
            changed=pacing.edited(earlier, slides),
            revisions=self._loaded.slides_seen,
        )

    def pace(self) -> Pace:
        """Estimate each slide's seconds, the total, and the chance of fitting the slot.

        Returns
        -------
        Pace
            Its `frame` holds ESTIMATES; `p_fits` is None without a slot.
        """
        from pacer.results.pace import Pace

        return Pace(self.slides, self._fit(), self.talk_s)

    @overload
    def plan(
        self,
        slot: str | float | None = None,
        questions: str | float | None = None,
        *,
        slots: None = None,
        **how: Unpack[HowToPlan],
    ) -> Plan: ...

    @overload
    def plan(
        self,
        *,
        slots: Iterable[str | float],
        questions: str | float | None = None,
        **how: Unpack[HowToPlan],
    ) -> NestedPlans: ...

    def plan(
        self,
        slot: str | float | None = None,
        questions: str | float | None = None,
        *,
        slots: Iterable[str | float] | None = None,
        p: float = 0.9,
        keep: Iterable[SlideName] = (),
        cut: Iterable[SlideName] = (),
        merge: Iterable[SlideName] = (),
        trim: Mapping[SlideName, str | float] | None = None,
        faster: float = 0.0,
    ) -> Plan | NestedPlans:
        """Suggest what to keep, trim, merge and cut so that the talk fits.

        What the speaker decided in the trim room is obeyed, and so is what is asked for here.

        Parameters
        ----------
        slot, questions : str or float, optional
            Instead of the talk's own.
        slots : iterable of str or float, optional
            Several slots at once, such as ``["45:00", "30:00", "20:00"]``: what is cut for 30
            minutes stays cut for 20.
        p : float, default 0.9
            The chance of fitting to plan for, above 0 and below 1.
        keep, cut : iterable of int or str
            Slides, by position or key, that stay whole or go.
        merge : iterable of int or str
            Slides that are told with the next one up.
        trim : mapping of int or str to time, optional
            Slides that are trimmed to a time of the speaker's choice.
        faster : float, default 0
            How much faster than usual the speaker is willing to talk, such as 0.1 for a tenth.

        Returns
        -------
        Plan or NestedPlans
            A plan's `frame` holds PLAN; its `export` writes a deck or a run sheet. With `slots`,
            the nest of all plans, longest slot first.

        Raises
        ------
        SlotTooShort
            If nothing that may be cut makes the talk fit.
        """
        from pacer import planning
        from pacer.results.plan import NestedPlans, Plan

        kept = self.questions_s if questions is None else questions
        granted = [self.slot_s if slot is None else slot] if slots is None else slots
        read = [clock.slot(one, kept) for one in granted]
        talks_s = [slot_s - kept_s for slot_s, kept_s in read if slot_s is not None]
        if not talks_s:
            raise PacerError('a plan needs a slot: talk.plan(slot="20:00")')
        options: dict[str, Any] = {"p": p, "faster": faster, **self._wishes(keep, cut, merge, trim)}
        known: dict[str, Any] = {"deck": self.deck, "rehearsed": bool(len(self.runs))}
        try:
            if slots is None:
                one = planning.solve(self.slides, self._fit(), talks_s[0], **options)
                return Plan.of(one, **known)
            nested = planning.nest(self.slides, self._fit(), talks_s, **options)
            return NestedPlans.of(nested, **known)
        except SlotTooShort as error:
            if known["rehearsed"]:
                raise
            raise SlotTooShort(
                f"{error}; most of that is for not knowing: rehearse once",
                error.needed_s,
                error.available_s,
                error.locked,
            ) from error

    def _wishes(
        self,
        keep: Iterable[SlideName],
        cut: Iterable[SlideName],
        merge: Iterable[SlideName],
        trim: Mapping[SlideName, str | float] | None,
    ) -> dict[str, Any]:
        """What the speaker decided in the trim room, and over it what is asked for now."""
        wishes = self.choices.for_plan(self.slides)
        actions: dict[str, Any] = dict(wishes["actions"])
        actions |= {self.key(name): "keep" for name in keep}
        actions |= {self.key(name): "cut" for name in cut}
        actions |= {self.key(name): "merge" for name in merge}
        actions |= {
            self.key(name): ("trim", clock.seconds(budget)) for name, budget in (trim or {}).items()
        }
        return wishes | {"actions": actions}

    def compare(self, runs: Iterable[str] | None = None, *, plan: Plan | None = None) -> Comparison:
        """Compare the runs, slide by slide, with each other and with the plan or targets.

        Parameters
        ----------
        runs : iterable of str, optional
            The `run_id` of those to compare; all by default.
        plan : Plan, optional
            Its budgets are what the runs are held against, instead of the deck's targets.
        """
        from pacer.results.comparison import compare

        chosen = self.runs if runs is None else self._choose(set(runs))
        planned = (
            self.slides.set_index("slide_key")["target_s"].dropna()
            if plan is None
            else plan.frame.set_index("slide_key")["budget_s"]
        )
        within = [
            frame[frame["run_id"].isin(chosen["run_id"])] for frame in (self.visits, self.dwell)
        ]
        return compare(
            self.slides,
            chosen,
            *within,
            planned=planned if len(planned) else None,
            talk_s=self.talk_s,
            titles=self._titles_gone(),
            marks=self.marks[self.marks["run_id"].isin(chosen["run_id"])],
            spoken=self._spoken(within[0]),
        )

    def _spoken(self, visits: pd.DataFrame) -> pd.DataFrame | None:
        """How much of each visit is speech, where there is sound that can be heard."""
        from pacer import audio

        try:
            takes = audio.takes(self.folder)
            return audio.by_visit(visits, takes) if len(takes) else None
        except PacerError:
            return None  # runs compare without their sound; the compare room says what is wrong

    def _titles_gone(self) -> dict[str, str]:
        """The title of every slide a run has seen, by the key it has once it is gone."""
        return {
            runs.GONE + key: title
            for seen in self._loaded.slides_seen.values()
            for key, title in zip(seen["slide_key"], seen["title"], strict=True)
        }

    def compare_with(self, other: Talk) -> DeckComparison:
        """Compare this talk with a later version of it, such as the one for a shorter slot.

        Parameters
        ----------
        other : Talk
            Its slides are matched to this talk's, whatever file they are in.

        Returns
        -------
        DeckComparison
            What stayed, went and came, with what the time went into.
        """
        from pacer.results.deck_comparison import compare_with as compare_decks

        before_s, after_s = (
            talk.pace().frame.set_index("slide_key")["median_s"] for talk in (self, other)
        )
        return compare_decks(
            self.slides,
            other.slides,
            runs.match(self.slides, other.slides),
            before_s=before_s,
            after_s=after_s,
        )

    def _choose(self, wanted: set[str]) -> pd.DataFrame:
        unknown = wanted - set(self.runs["run_id"])
        if unknown:
            raise PacerError(
                f"no run {', '.join(sorted(unknown))}; there are {', '.join(self.runs['run_id'])}"
            )
        return self.runs[self.runs["run_id"].isin(wanted)]

    # --- what it does: files and widgets -----------------------------------------------

    def import_run(
        self, path: str | Path, *, kind: str = "rehearsal", format: str | None = None
    ) -> Imported:
        """Take in a run recorded elsewhere; see `pacer.runs.importers.import_file`.

        Returns
        -------
        Imported
            What was understood: format, rows, slides matched; a journal now holds it.
        """
        from pacer.runs.importers import import_file

        taken = import_file(
            Path(path),
            self.slides,
            self.folder,
            kind=kind,
            format=format,
            deck_digest=self.deck.digest,
        )
        self.reload()
        return taken

    def report(self, path: str | Path | None = None, *, plan: Plan | None = None) -> Path:
        """Write pace, plan and comparison into one self-contained HTML file.

        Parameters
        ----------
        path : path-like, optional
            ``<name>-report.html`` beside the deck by default.
        plan : Plan, optional
            By default the plan for the talk's slot, where there is one; where nothing fits, the
            report says so.
        """
        from pacer.results import report

        problems = list(self.problems)
        if plan is None and self.talk_s is not None:
            try:
                plan = self.plan()
            except SlotTooShort as error:
                problems.append(f"No plan: {error}.")
        target = self.deck.path.with_name(f"{self.deck.path.stem}-report.html")
        return report.write(
            target if path is None else Path(path),
            title=self.deck.path.stem,
            slides=self.slides,
            pace=self.pace(),
            plan=plan,
            comparison=self.compare() if len(self.runs) else None,
            slot_s=self.slot_s,
            questions_s=self.questions_s,
            problems=problems,
        )

    def rehearse(self, *, plan: Plan | None = None, kind: str = "rehearsal") -> Rehearse:
        """Open the rehearsal room: time a run, slide by slide.

        Parameters
        ----------
        plan : Plan, optional
            Its slides and budgets are rehearsed; without one, each slide's budget is its saved
            target, else what it usually takes, shortened in proportion where that would pass
            the talk time.
        kind : {"rehearsal", "delivery"}

        Returns
        -------
        Rehearse
            A widget. Its runs are in `runs` once `reload` was called.

        Raises
        ------
        MissingDependency
            If anywidget is not installed.
        """
        from pacer.widgets.rehearsal import rehearse

        pacing = self._fit()
        budgets_s, budgets_from = self._budgets(pacing, plan)
        forecast, skip = pacing.tables(), None
        if plan is not None:
            forecast["scale"] = plan.scale.reindex(self.slides["slide_key"]).fillna(0.0).tolist()
            stays = plan.frame.loc[plan.frame["action"].isin(["keep", "trim"]), "slide_key"]
            skip = set(self.slides["slide_key"]) - set(stays)
        return rehearse(
            self.slides,
            folder=self.folder,
            deck_digest=self.deck.digest,
            talk_s=self.talk_s,
            budgets_s=dict(zip(map(str, budgets_s.index), budgets_s, strict=True)),
            budgets_from=budgets_from,
            skip=skip,
            forecast=forecast,
            pictures=self._draw,
            kind=kind,
            title=self.deck.path.stem,
            deck=self.deck.path,
        )

    def explore(
        self, runs: Iterable[str] | None = None, *, plan: Plan | None = None
    ) -> CompareRoom:
        """Open the compare room: slides against runs, with the take to listen to.

        Parameters
        ----------
        runs, plan
            As for `compare`.

        Raises
        ------
        MissingDependency
            If anywidget is not installed.
        """
        from pacer import audio
        from pacer.widgets.comparison import compare

        return compare(
            self.compare(runs, plan=plan),
            self.slides,
            self.runs,
            self.visits,
            marks=self.marks,
            said=audio.repair(self.folder),
            takes=audio.takes(self.folder),
            pictures=self._draw,
        )

    def _draw(self, progress: Callable[[int, int], None]) -> dict[str, Path]:
        """Each slide's picture, drawn where there is something to draw with."""
        from pacer.deck import images

        if lacking := images.missing(self.deck):
            raise PacerError(f"slides are shown as text; to see them as they are, {lacking}")
        return images.pictures(self.deck, self.folder / "pictures", progress=progress)

    def _budgets(self, pacing: Pacing, plan: Plan | None) -> tuple[pd.Series[float], str]:
        """Seconds granted to each slide by its key, and where they come from."""
        if plan is not None:
            return plan.frame.set_index("slide_key")["budget_s"], "the plan"
        targets = self.slides.set_index("slide_key")["target_s"]
        usual = pacing.estimates().set_index("slide_key")["median_s"]
        whole_s = usual[~self.slides["hidden"].to_numpy()].sum()
        if self.talk_s is not None and whole_s > self.talk_s:
            usual *= self.talk_s / whole_s
        if targets.isna().all():
            return usual, "usual times" if len(self.runs) else "notes and text"
        return targets.fillna(usual), "saved targets"

    def trim(self, *, p: float = 0.9) -> Trim:
        """Open the trim room: the plan under the speaker's hands.

        Parameters
        ----------
        p : float, default 0.9
            The chance of fitting to plan for.

        Returns
        -------
        Trim
            A widget; its `plan` is the plan as it stands.

        Raises
        ------
        MissingDependency
            If anywidget is not installed.
        """
        from pacer.widgets.trim import trim

        if self.talk_s is None:
            raise PacerError('trimming needs a slot: pacer.open(deck, slot="20:00")')
        return trim(
            self.deck.slides,
            self._fit(),
            talk_s=self.talk_s,
            folder=self.folder,
            questions_s=self.questions_s,
            p=p,
            pictures=self._draw,
        )

    def key(self, slide: SlideName) -> str:
        """The key of a slide named by its position or its key.

        Raises
        ------
        PacerError
            If the deck has no such slide.
        """
        if isinstance(slide, str):
            if slide in set(self.slides["slide_key"]):
                return slide
        elif 1 <= slide <= len(self.slides):
            return str(self.slides["slide_key"].iloc[slide - 1])
        raise PacerError(
            f"{self.deck.path.name} has no slide {slide!r}; it has 1 to {len(self.slides)}"
        )

    def document(self) -> Document:
        """Lay out what there is: the deck, its runs and the slot."""
        hidden = int(self.slides["hidden"].sum())
        parts = [count(len(self.slides), "slide")]
        if hidden:
            parts.append(f"{hidden} hidden")
        parts.append(count(len(self.runs), "run"))
        sentences = []
        if self.slot_s is not None:
            kept = f", {clock.text(self.questions_s)} of it for questions" * bool(self.questions_s)
            sentences.append(f"Slot {clock.text(self.slot_s)}{kept}.")
        rows = (
            (
                row.run_id,
                row.kind,
                f"{row.started_at:%Y-%m-%d %H:%M}",
                clock.text(row.talk_s),
                clock.text(row.questions_s),
                clock.text(row.paused_s),
                "whole" if row.complete else "stopped early",
            )
            for row in frames.rows(self.runs)
        )
        heads = ["run", "kind", "started (UTC)", ">talk", ">questions", ">paused", ""]
        tables = (Table.of("Runs", heads, rows),) if len(self.runs) else ()
        return Document(
            f"{self.deck.path.name}: {', '.join(parts)}", tuple(sentences), tables, self.problems
        )


def open(  # noqa: A001 - read as pacer.open
    path: str | Path, slot: str | float | None = None, questions: str | float = 0.0
) -> Talk:
    """Open a talk: a deck, the runs recorded beside it, and the slot it has to fit.

    Parameters
    ----------
    path : path-like
        The deck: .pptx, .pptm, .ppsx, .ppsm, .potx or .pdf.
    slot : str or float, optional
        The time granted, such as ``"20:00"`` or ``"20min"``; a number is seconds.
    questions : str or float, default 0
        The part of the slot kept for questions.

    Returns
    -------
    Talk
    """
    return Talk(path, slot, questions)
