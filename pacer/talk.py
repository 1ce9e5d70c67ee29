"""A deck, its runs and a slot: what a notebook holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, overload

from pacer import runs
from pacer.core import clock
from pacer.core.errors import PacerError, SlotTooShort
from pacer.options import PlanOptions
from pacer.project import Project
from pacer.render.result import Result

# The rooms that answer load when first asked, so that `import pacer` costs little beyond pandas.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Unpack

    import pandas as pd

    from pacer.core.outputs import Outputs
    from pacer.deck import Deck
    from pacer.judging import Reading
    from pacer.options import Clicks, PlanWords, SlideName
    from pacer.planning.choices import Choices
    from pacer.render.document import Document
    from pacer.results.alignment import Aligned
    from pacer.results.comparison import Comparison
    from pacer.results.deck_comparison import DeckComparison
    from pacer.results.pace import Pace
    from pacer.results.plan import NestedPlans, Plan
    from pacer.results.speech import Said, Speech
    from pacer.results.transcription import Transcribed
    from pacer.runs.importers import ImportedRun
    from pacer.widgets.boundaries import BoundaryWidget
    from pacer.widgets.comparison import ComparisonWidget
    from pacer.widgets.rehearsal import RehearsalWidget
    from pacer.widgets.trim import TrimWidget


class Talk(Result):
    """A deck, the runs recorded beside it, and the slot it has to fit.

    Parameters
    ----------
    path : path-like
        The deck; `pacer.deck.FORMATS` names what is read.
    slot : str or float, optional
        The time granted, such as ``"20:00"`` or ``"20min"``; a number is seconds.
    questions : str or float, default 0
        The part of the slot kept for questions.
    format : str, optional
        The deck's format, such as ``"marp"``; by default what the file holds decides.
    took : str or float, optional
        How long the talk takes today, without questions, as its speaker knows it.

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
        *,
        format: str | None = None,
        took: str | float | None = None,
    ) -> None:
        self.project = Project(path, format=format)
        if took is not None:
            from pacer.pacing import length

            self.project.took_s = length.check(clock.seconds(took))
        self.slot_s, self.questions_s = clock.slot(slot, questions)
        self.project.talk_s = self.talk_s

    # --- what there is: frames ---------------------------------------------------------

    @property
    def deck(self) -> Deck:
        """The deck as it was last read."""
        return self.project.deck

    @property
    def folder(self) -> Path:
        """Where runs, sound and choices are kept."""
        return self.project.folder

    @property
    def slides(self) -> pd.DataFrame:
        """SLIDES, one row a slide in deck order, with the speaker's locks, values and targets."""
        return self.project.slides

    @property
    def talk_s(self) -> float | None:
        """Seconds to speak in: the slot less the questions' part; None without a slot."""
        return None if self.slot_s is None else self.slot_s - self.questions_s

    def reload(self) -> Talk:
        """Read the deck again after it was edited; give the talk back."""
        self.project.reload()
        return self

    @property
    def runs(self) -> pd.DataFrame:
        """RUNS, one row a run, oldest first."""
        return self.project.loaded.runs

    @property
    def marks(self) -> pd.DataFrame:
        """MARKS of every run as recorded, under the slide keys of the day."""
        return self.project.loaded.marks

    @property
    def visits(self) -> pd.DataFrame:
        """VISITS of every run, under today's slide keys."""
        return self.project.visits

    @property
    def dwell(self) -> pd.DataFrame:
        """DWELL, one row a run and slide, under today's slide keys."""
        return self.project.dwell

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, one line each: of the deck, the runs, and the choices."""
        return self.project.problems

    @property
    def choices(self) -> Choices:
        """What the speaker decided in the trim room; kept in ``choices.json``."""
        return self.project.choices

    def matches(self) -> pd.DataFrame:
        """How the slides of every state of the deck that was rehearsed lead to today's.

        Returns
        -------
        pandas.DataFrame
            See `pacer.runs.matches`; `correct` mends one that is wrong.
        """
        project = self.project
        return runs.matches(project.loaded, self.slides, corrections=project.corrections)

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
        self.project.correct(old_key, slide)
        return self

    # --- what follows: answers ---------------------------------------------------------

    def pace(self, *, at_least: str | float | None = None) -> Pace:
        """Estimate each slide's seconds, the total, and the chance of fitting the slot.

        Parameters
        ----------
        at_least : str or float, optional
            The least talk time, questions not counted, where a talk must not end early either,
            such as ``"18:00"`` of twenty minutes.

        Returns
        -------
        Pace
            `Pace.frame` holds ESTIMATES; `Pace.p_fits` is None without a slot, and
            `Pace.p_between` the chance of ending between the least time and the slot's end.

        Raises
        ------
        PacerError
            If the least time leaves nothing of the slot.
        """
        from pacer.results.pace import Pace

        least_s = None if at_least is None else clock.seconds(at_least, bare=False)
        return Pace(self.slides, self.project.fit(), self.talk_s, least_s)

    @overload
    def plan(
        self,
        slot: str | float | None = None,
        questions: str | float | None = None,
        *,
        slots: None = None,
        **how: Unpack[PlanWords],
    ) -> Plan: ...

    @overload
    def plan(
        self,
        *,
        slots: Iterable[str | float],
        questions: str | float | None = None,
        **how: Unpack[PlanWords],
    ) -> NestedPlans: ...

    def plan(
        self,
        slot: str | float | None = None,
        questions: str | float | None = None,
        *,
        slots: Iterable[str | float] | None = None,
        **how: Unpack[PlanWords],
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
        **how
            The fields of `pacer.options.PlanOptions`: ``p`` (the chance of fitting to plan for,
            0.9), ``keep``, ``cut`` and ``merge`` (slides, by position or key), ``trim`` (slide
            to time), ``faster`` (0.1 is a tenth), ``points`` (slides that are the point of the
            talk), ``answers`` (to its questions) and ``transcript`` (words to plan with, not
            kept). They hold for this one plan; `answer` keeps points and answers.

        Returns
        -------
        Plan or NestedPlans
            A plan's ``frame`` holds PLAN; `Plan.export` writes a deck or a run sheet. With
            ``slots``, the nest of all plans, longest slot first.

        Raises
        ------
        SlotTooShort
            If nothing that may be cut makes the talk fit.
        """
        from pacer.results.make_plan import make_nested, make_plan

        kept = self.questions_s if questions is None else questions
        granted = [self.slot_s if slot is None else slot] if slots is None else slots
        read = [clock.slot(one, kept) for one in granted]
        talks_s = [slot_s - kept_s for slot_s, kept_s in read if slot_s is not None]
        if not talks_s:
            raise PacerError('a plan needs a slot: talk.plan(slot="20:00")')
        options = PlanOptions(**how)
        if slots is None:
            return make_plan(self.project, talks_s[0], options)
        return make_nested(self.project, talks_s, options)

    def answer(
        self,
        *answers: str,
        points: Iterable[SlideName] | None = None,
        took: str | float | None = None,
    ) -> Talk:
        """Say something of the talk once and for all; give the talk back.

        Parameters
        ----------
        *answers : str
            Answers to a plan's ``questions``, such as ``"25-26=drop"`` (keep, shorten, drop, skip,
            or none to take it back) or ``"needs:30=12,14"``.
        points : iterable of int or str, optional
            Up to three slides that are the point of the talk.
        took : str or float, optional
            How long it takes today, without questions.

        Raises
        ------
        PacerError
            If a slide is not there or an answer cuts a stretch in two; nothing is kept then.
        """
        from pacer.results.make_plan import keep_said

        keep_said(self.project, answers, points=points, took=took)
        return self

    def read(self, path: str | Path) -> Reading:
        """Plan with a reading too: a sheet in which somebody judged the slides.

        Parameters
        ----------
        path : path-like
            CSV, as `sheet` writes it, some of its last columns filled in.

        Returns
        -------
        Reading
            What it says; its ``warnings`` name what was left out.

        Raises
        ------
        PacerError
            If it cannot be read, or is of another talk.
        """
        return self.project.read(path)

    def sheet(self, *, transcript: str | Path | None = None) -> pd.DataFrame:
        """The table to judge the slides in, one row a slide; see `pacer.judging.reading`.

        Parameters
        ----------
        transcript : path-like, optional
            Of the talk; what was said fills the column `said`, and so it does from runs whose
            words are kept. Without a run it tells the seconds too.

        Raises
        ------
        RunError
            If the transcript cannot be read or does not match the deck.
        """
        from pacer.judging import reading
        from pacer.transcript import words

        project = self.project
        with project.hearing(transcript):
            said = words.said(project.spoken().values())
            return reading.sheet(self.slides, project.fit().usual_s, said)

    def compare(self, runs: Iterable[str] | None = None, *, plan: Plan | None = None) -> Comparison:
        """Compare the runs, slide by slide, with each other and with the plan or targets.

        Parameters
        ----------
        runs : iterable of str, optional
            The ``run_id`` of those to compare; all by default.
        plan : Plan, optional
            Its budgets are what the runs are held against, instead of the deck's targets.
        """
        from pacer.results.comparison import compare_project

        return compare_project(self.project, runs, plan=plan, talk_s=self.talk_s)

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
        from pacer.results.deck_comparison import compare_projects

        return compare_projects(self.project, other.project)

    # --- what it does: files and widgets -----------------------------------------------

    def import_run(
        self,
        path: str | Path,
        *,
        kind: str = "rehearsal",
        format: str | None = None,
        unit: str | None = None,
    ) -> ImportedRun:
        """Take in a run recorded elsewhere; see `pacer.runs.importers.import_file`.

        Returns
        -------
        ImportedRun
            What was understood: format, rows, slides matched; a journal now holds it.
        """
        from pacer.runs.importers import import_file

        taken = import_file(
            Path(path),
            self.slides,
            self.folder,
            kind=kind,
            format=format,
            unit=unit,
            deck_digest=self.deck.digest,
        )
        self.project.run_finished()
        return taken

    def align(
        self,
        *files: str | Path,
        clicks: Clicks = (),
        kind: str = "delivery",
        out: str | Path | None = None,
        overwrite: bool = False,
        model: str | Path | None = None,
        language: str | None = None,
        allow_download: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Aligned:
        """Find out from a transcript or a recording which slide was on when, and keep it as a run.

        Parameters
        ----------
        *files : path-like
            One or more of the same talk, with the same zero: SRT, WebVTT, Whisper JSON, the
            transcripts of Zoom, Teams, Google Meet and YouTube, text with times, a sound file
            (which is transcribed first) or a video (whose sound is, if there is a model). Among
            them a CSV of a few clicks (slide,start) or the ``run_id`` of a run of this talk.
        clicks : mapping of slide to time, or pairs of them, optional
            When slides came up, such as ``{9: "12:30"}``, counted from the recording's start. They
            weigh much, and are left out where all else goes against them.
        kind : {"delivery", "rehearsal"}
            What it was.
        out : path-like, optional
            Write the visits there as CSV (start_s, end_s, slide, page) instead of keeping a run.
        overwrite : bool
            Whether to replace a file that is there and is not as pacer wrote it.
        model, language, allow_download
            With what sound is heard; see `transcribe`.
        progress : callable, optional
            Told the share of the work that is done, 0 to 1.

        Returns
        -------
        Aligned
            `Aligned.frame` holds the visits with their confidence, `Aligned.words` what was said
            when.

        Raises
        ------
        RunError
            If a file cannot be read, does not match this deck, or clicks cannot be.
        """
        from pacer.results.alignment import align
        from pacer.transcript.hearing import Ears

        return align(
            self.project,
            files,
            clicks=clicks,
            out=out,
            kind=kind,
            ears=Ears(model, language, allow_download),
            progress=progress,
            overwrite=overwrite,
        )

    def boundaries(self, run_id: str | None = None) -> BoundaryWidget:
        """Show the doubtful changes of slide of a run, to accept or to move by reading.

        Parameters
        ----------
        run_id : str, optional
            By default the last run that was found out from a recording.

        Returns
        -------
        BoundaryWidget
            A widget; its ``frame`` holds the changes as they stand. What is set is kept beside the
            run and counts instead of what was found; a few also make those around them better.

        Raises
        ------
        PacerError
            If there is no such run.
        MissingDependency
            If anywidget is not installed.
        """
        from pacer.widgets.boundaries import open_boundaries

        return open_boundaries(self.project, run_id)

    def transcribe(
        self,
        run_id: str | None = None,
        *,
        model: str | Path | None = None,
        language: str | None = None,
        allow_download: bool = False,
        hints: bool = False,
        fillers: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Transcribed:
        """Have the sound of a run transcribed, on this computer, and keep the words beside it.

        Parameters
        ----------
        run_id : str, optional
            By default the last run with sound.
        model : str or path-like, optional
            A folder with a Whisper model in CTranslate2's form, a package that ships one, or a
            name such as ``"small"``; by default a package that is installed.
        language : str, optional
            ISO 639-1, such as ``"en"``; by default told from what is heard.
        allow_download : bool
            Whether a name may be fetched from Hugging Face; nothing is ever sent there.
        hints : bool
            Hear it a second time with up to eight rare terms of the slide at hand, for names.
        fillers : bool
            Hear it another time for fillers: "at least so many", experimental.
        progress : callable, optional
            Told the share that is done, 0 to 1.

        Returns
        -------
        Transcribed
            Its ``frame`` tells by slide whether the words pass: figures of those that do not are
            left out.

        Raises
        ------
        PacerError
            If there is no sound or no model, the model does not know the language, or it was
            ended from outside: called again it goes on where it was.
        """
        from pacer.results.transcription import transcribe

        return transcribe(
            self.project,
            run_id,
            model=model,
            language=language,
            allow_download=allow_download,
            hints=hints,
            fillers=fillers,
            progress=progress,
        )

    def forget(self, *, sound: bool = False, words: bool = False) -> list[Path]:
        """Delete the takes with the words heard in them, or words alone; runs and marks stay.

        Parameters
        ----------
        sound, words : bool
            What goes. Words go with the sound they were heard in, and so do the sentences of them
            that were struck in the trim room; the seconds that this gave a slide stay.

        Returns
        -------
        list of pathlib.Path
            What is gone.

        Raises
        ------
        RunError
            If a take is being recorded, or a file cannot be deleted or written.
        """
        return self.project.forget(sound=sound, words=words)

    def speech(self, run_id: str | None = None) -> Speech:
        """Say what each slide sounded like in a run whose words are known.

        Parameters
        ----------
        run_id : str, optional
            By default the last run with words.

        Returns
        -------
        Speech
            `Speech.frame` holds words a minute, pauses, fillers, reading aloud and unsaid terms by
            slide; `Speech.over_time` the pace in minutes that slide, `Speech.stretches` the
            fastest and slowest of them, `Speech.pauses` the longest.

        Raises
        ------
        PacerError
            If no such run has words; `align` makes one that has.
        """
        from pacer.results.speech import speech_of

        return speech_of(self.project, run_id)

    def said(self, slide: SlideName) -> Said:
        """What was said on a slide in each run, with what changed from run to run.

        Parameters
        ----------
        slide : int or str
            Its position or key.

        Returns
        -------
        Said
            Its ``frame`` has a row a run.

        Raises
        ------
        PacerError
            If there is no such slide, or no run has words on it.
        """
        from pacer.results.speech import said_on

        return said_on(self.project, slide)

    def report(
        self,
        path: str | Path | None = None,
        *,
        plan: Plan | None = None,
        overwrite: bool = False,
        interactive: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Path:
        """Write pace, plan, comparison and speech into one self-contained HTML file.

        Parameters
        ----------
        path : path-like, optional
            ``<name>-report.html`` beside the deck by default.
        plan : Plan, optional
            By default the plan for the talk's slot, where there is one; where nothing fits, the
            report says so.
        overwrite : bool
            Whether to replace a file that is there and is not as pacer wrote it.
        interactive : bool
            Whether to write, beside the report and linked from it, ``<report>-plan.html``: a copy
            of the trim room that opens in any browser, to drag the slot and open the stretches.
        progress : callable, optional
            Told (done, of) while the plans of that copy are made.

        Raises
        ------
        PacerError
            If a file cannot be written or may not be replaced, or a plan to drag needs a slot.
        MissingDependency
            If anywidget is not installed, for an interactive one.
        """
        from pacer.core.outputs import Outputs
        from pacer.results import report
        from pacer.results.make_plan import make_plan

        outputs = Outputs.of(self.deck.path, force=overwrite)
        self.project.spoken()  # words that cannot be read are among the problems
        problems = list(self.problems)
        if plan is None and self.talk_s is not None:
            try:
                plan = make_plan(self.project, self.talk_s, PlanOptions())
            except SlotTooShort as error:
                problems.append(f"No plan: {error}.")
        usual = self.deck.path.with_name(f"{self.deck.path.stem}-report.html")
        target = usual if path is None else Path(path)
        copy = target.with_name(f"{target.stem}-plan.html") if interactive else None
        if copy is not None:
            self._plan_page(copy, outputs, progress)
        return report.write(
            target,
            title=self.deck.path.stem,
            slides=self.slides,
            pace=self.pace(),
            plan=plan,
            comparison=self.compare() if len(self.runs) else None,
            speech=self.speech() if any(map(len, self.project.spoken().values())) else None,
            slot_s=self.slot_s,
            questions_s=self.questions_s,
            problems=problems,
            to_drag=copy,
            outputs=outputs,
        )

    def _plan_page(
        self, path: Path, outputs: Outputs, progress: Callable[[int, int], None] | None
    ) -> None:
        if self.talk_s is None:
            raise PacerError('a plan to drag needs a slot: pacer.open(deck, slot="20:00")')
        from pacer.widgets import standalone

        outputs.check(path)
        text = standalone.plan_page(
            self.project,
            title=self.deck.path.stem,
            talk_s=self.talk_s,
            questions_s=self.questions_s,
            progress=progress or (lambda _done, _of: None),
        )
        outputs.write(path, text)

    def rehearse(
        self,
        *,
        plan: Plan | None = None,
        kind: str = "rehearsal",
        optional: Iterable[SlideName] = (),
        live_words: bool | str | Path = False,
    ) -> RehearsalWidget:
        """Open the rehearsal room: time a run, slide by slide.

        Parameters
        ----------
        plan : Plan, optional
            Its slides and budgets are rehearsed; without one, each slide's budget is its saved
            target, else what it usually takes, shortened in proportion where that would pass
            the talk time.
        kind : {"rehearsal", "delivery"}
        optional : iterable of int or str
            Slides, by position or key, or sections by name, that may be left out in mid-talk: the
            room shows the end with and without them, and when to decide. Those whose title or
            section says "optional", "if time", "demo" or "bonus" are too.
        live_words : bool or str or path-like
            Tell words a minute while sound is recorded, heard by a model as `transcribe` takes
            it, True by the one it finds; otherwise the room offers it where one is found. They
            are some seconds old, and nothing of them is kept.

        Returns
        -------
        RehearsalWidget
            A widget. Its runs are in `runs` once they are recorded.

        Raises
        ------
        MissingDependency
            If anywidget is not installed, or words are to be heard without faster-whisper.
        PacerError
            If words are to be heard and there is no model.
        """
        from pacer.widgets.rehearsal import rehearse

        return rehearse(
            self.project,
            talk_s=self.talk_s,
            plan=plan,
            kind=kind,
            optional=optional,
            live_words=live_words,
        )

    def explore(
        self, runs: Iterable[str] | None = None, *, plan: Plan | None = None
    ) -> ComparisonWidget:
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
        from pacer.widgets.comparison import compare

        return compare(self.project, runs, plan=plan, talk_s=self.talk_s)

    def trim(self, *, p: float = 0.9) -> TrimWidget:
        """Open the trim room: the plan under the speaker's hands.

        Parameters
        ----------
        p : float, default 0.9
            The chance of fitting to plan for.

        Returns
        -------
        TrimWidget
            A widget; its `plan` is the plan as it stands.

        Raises
        ------
        MissingDependency
            If anywidget is not installed.
        """
        from pacer.widgets.trim import trim

        if self.talk_s is None:
            raise PacerError('trimming needs a slot: pacer.open(deck, slot="20:00")')
        return trim(self.project, talk_s=self.talk_s, questions_s=self.questions_s, p=p)

    def key(self, slide: SlideName) -> str:
        """The key of a slide named by its position or its key; see `pacer.project.Project.key`."""
        return self.project.key(slide)

    def document(self) -> Document:
        """Lay out what there is: the deck, its runs and the slot."""
        from pacer.results.overview import overview

        return overview(self.project, self.slot_s, self.questions_s)


def open(  # noqa: A001 - read as pacer.open
    path: str | Path,
    slot: str | float | None = None,
    questions: str | float = 0.0,
    *,
    format: str | None = None,
    took: str | float | None = None,
) -> Talk:
    """Open a talk: a deck, the runs recorded beside it, and the slot it has to fit.

    Parameters
    ----------
    path : path-like
        The deck: PowerPoint, OpenDocument, PDF (with its .pdfpc), a Jupyter notebook, Marp,
        Slidev, Quarto, reveal.js or remark.
    slot : str or float, optional
        The time granted, such as ``"20:00"`` or ``"20min"``; a number is seconds.
    questions : str or float, default 0
        The part of the slot kept for questions.
    format : str, optional
        One of `pacer.deck.FORMATS`, such as ``"marp"``; by default what the file holds decides.
    took : str or float, optional
        How long the talk takes today, without questions, as its speaker knows it: with it a talk
        that was never rehearsed is planned much more closely.

    Returns
    -------
    Talk
    """
    return Talk(path, slot, questions, format=format, took=took)
