"""A deck, its folder, and all that is decided or recorded beside it: the one owner of state.

The talk, the report, the command line and every room ask the same `Project`, so that what is
decided in one place holds in all of them. What lies on the disk is read anew when another
process has changed it; what is changed here is written under a lock, on top of what is there.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pacer import deck as decks
from pacer import runs
from pacer.core import files
from pacer.core.errors import PacerError, RunError
from pacer.runs.journal_file import SUFFIX

# What a project's verbs need loads when first asked, so that opening a talk costs little.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from pacer.deck import Deck
    from pacer.judging import Judgement, Reading
    from pacer.options import SlideName
    from pacer.pacing import Pacing
    from pacer.planning.choices import Choices
    from pacer.runs import Corrections, Loaded
    from pacer.transcript import Alignment


_T = TypeVar("_T")
# Seconds and words of runs say something about the need of slides where they tell so many.
MOST = 0.5


@dataclass(frozen=True)
class _Seen:
    """A value, and the state of the files it was made from."""

    stamp: object
    value: Any


class Project:
    """All the state of a talk; see the module.

    Parameters
    ----------
    path : path-like
        The deck.
    format : str, optional
        Its format; see `pacer.deck.read`.

    Attributes
    ----------
    deck : Deck
        As it was last read; see `reload`.
    folder : pathlib.Path
        ``<name>.pacer`` beside the deck: runs, sound, choices, matches, pictures.

    took_s : float or None
        How long the talk takes today, as said when it was opened; it wins over what is kept.
    talk_s : float or None
        Seconds granted to speak in, as said when it was opened: of a few bare slides they tell more
        than the deck does.
    readings : tuple of Reading
        What others say of the slides; see `read`.

    Raises
    ------
    DeckError
        If the deck cannot be read.
    """

    def __init__(self, path: str | Path, *, format: str | None = None) -> None:
        self.deck: Deck = decks.read(Path(path), format=format)
        self._format = None if format is None else self.deck.format
        self.took_s: float | None = None
        self.talk_s: float | None = None
        self.readings: tuple[Reading, ...] = ()
        self.folder = self.deck.path.with_suffix(".pacer")
        self._cache: dict[str, _Seen] = {}
        self._listeners: list[Callable[[str], None]] = []
        # The transcript that is planned with for now.
        self._heard: Alignment | None = None
        # Why the speaker's profile could not be taught the last run.
        self._untaught = ""
        # The words that could not be read when they were last asked for.
        self._unheard: tuple[str, ...] = ()

    # --- what is there ------------------------------------------------------------------

    @property
    def slides(self) -> pd.DataFrame:
        """SLIDES, one row a slide in deck order, with the speaker's locks, values and targets."""
        return self.choices.on(self.deck.slides)

    @property
    def loaded(self) -> Loaded:
        """Every run of the talk; those that finished meanwhile, anywhere, are among them."""
        return self._fresh("loaded", self._runs_stamp(), self._loaded)

    def _loaded(self) -> Loaded:
        found = runs.load(self.folder, self.deck.slides)
        if self._heard is None or len(found.runs):
            return found
        # Where no run tells its seconds, the transcript planned with does.
        from pacer.transcript import saving

        heard = runs.unkept(
            self.deck.slides,
            saving.marks_of(self._heard),
            deck_digest=self.deck.digest,
            kind="delivery",
            source=self._heard.label,
        )
        return replace(heard, problems=found.problems)

    @property
    def corrections(self) -> Corrections:
        """What the speaker corrected of the matches."""
        return self._fresh(
            "corrections", self._stamp(runs.MATCHES), lambda: runs.load_corrections(self.folder)
        )

    @property
    def visits(self) -> pd.DataFrame:
        """VISITS of every run, under today's slide keys."""
        stamp = (self._runs_stamp(), self._stamp(runs.MATCHES))
        return self._fresh("visits", stamp, self._visits)

    def _visits(self) -> pd.DataFrame:
        made = runs.visits(self.loaded.marks)
        return runs.on_slides(made, self.loaded, self.deck.slides, corrections=self.corrections)

    @property
    def dwell(self) -> pd.DataFrame:
        """DWELL, one row a run and slide, under today's slide keys."""
        return runs.dwell(self.visits)

    def words(self, run_id: str) -> pd.DataFrame | None:
        """WORDS of a run, each with today's slide that was on; None where none are kept.

        What was heard on a slide and cannot be trusted is left out; see `gate`.

        Raises
        ------
        RunError
            If what is kept of them is damaged.
        """
        from pacer.transcript import gate, words

        # Whoever writes words writes a file anew; the folder's stamp tells of each.
        stamp = (self._stamp("runs"), self._runs_stamp(), self._stamp(runs.MATCHES))

        def read() -> pd.DataFrame | None:
            found = words.of_run(self.folder, run_id)
            if found is None:
                return None
            made = words.on_slides(found, self.visits[self.visits["run_id"] == run_id])
            return gate.trusted(made, self.gate(run_id))

        return self._fresh(f"words {run_id}", stamp, read)

    def gate(self, run_id: str) -> pd.DataFrame:
        """GATE of a run: whether what was heard on each slide can be trusted.

        Words that nobody doubted (captions) pass; see `pacer.transcript.gate.by_slide`. A run
        without words has no rows.

        Raises
        ------
        RunError
            If what is kept of its words is damaged.
        """
        from pacer.core import frames
        from pacer.transcript import gate, words

        said = words.of_run(self.folder, run_id)
        if said is None:
            return frames.build(gate.GATE)
        visits = self.visits[self.visits["run_id"] == run_id]
        unheard = words.unheard_of_run(self.folder, run_id)
        return gate.by_slide(words.on_slides(said, visits), visits, unheard)

    def words_changed(self) -> None:
        """Words of a run were heard, or forgotten: let it be seen."""
        self._tell("words")

    def forget(self, *, sound: bool = False, words: bool = False) -> list[Path]:
        """Delete takes, or words, and the struck sentences that no words are known of any more.

        See `pacer.talk.Talk.forget`.
        """
        from pacer.transcript.words import forget

        gone = forget(self.folder, sound=sound, words=words)
        if (sound or words) and self.choices.struck:
            known = set(self.sentences["text"])
            # A slide's seconds stay: they are a decision, not speech.
            self.change_choices(lambda now: now.striking_only(known))
        self.words_changed()
        return gone

    def spoken(self) -> dict[str, pd.DataFrame]:
        """WORDS of every run that has any, by its run_id, as `words` gives them; oldest first.

        A transcript that is planned with (`hearing`) comes last, under ``""``. Words that cannot
        be read are left out and named in `problems`.
        """
        made: dict[str, pd.DataFrame] = {}
        unheard = []
        for run_id in self.loaded.runs["run_id"]:
            try:
                words = self.words(run_id)
            except RunError as error:
                unheard.append(str(error))
            else:
                made |= {} if words is None else {run_id: words}
        self._unheard = tuple(unheard)
        return made if self._heard is None else made | {"": self._heard.words}

    @contextmanager
    def hearing(self, transcript: str | Path | None) -> Iterator[None]:
        """Plan with a transcript's words for a while, and without a run also with its seconds.

        Parameters
        ----------
        transcript : path-like or None
            As `pacer.talk.Talk.align` takes it; nothing is kept of it. None changes nothing.

        Raises
        ------
        RunError
            If it cannot be read, or does not match the deck.
        """
        if transcript is None:
            yield
            return
        from pacer.transcript import sources

        before, self._heard = self._heard, sources.align_files(self.deck, [transcript])
        try:
            yield
        finally:
            self._heard = before

    @property
    def taught(self) -> pd.DataFrame:
        """RUNS that say something of the pace; see `pacer.runs.teaching`."""
        found = self.loaded.runs
        return found[found["teaches"]].reset_index(drop=True)

    @property
    def sentences(self) -> pd.DataFrame:
        """What was said on each slide in the last run whose words are known, by sentence.

        See `pacer.transcript.sentences`; empty where no run has words.
        """
        stamp = (self._stamp("runs"), self._runs_stamp(), self._stamp(runs.MATCHES))
        return self._fresh("sentences", stamp, self._sentences)

    def _sentences(self) -> pd.DataFrame:
        from pacer.core import frames
        from pacer.transcript.sentences import sentences

        visits = self.visits
        for run_id in self.loaded.runs["run_id"].tolist()[::-1]:
            try:
                words = self.words(run_id)
            except RunError:
                continue  # `problems` names it
            if words is not None and len(words):
                return sentences(words, visits[visits["run_id"] == run_id])
        return sentences(frames.build(frames.WORDS), visits)

    @property
    def choices(self) -> Choices:
        """What the speaker decided, under the keys of today's deck."""
        from pacer.planning import choices

        return self._fresh("choices", self._stamp(choices.NAME), self._choices)

    def _choices(self) -> Choices:
        from pacer.planning import choices

        return choices.rekeyed(choices.load(self.folder), self.deck.slides, self.deck.digest)

    @property
    def is_sample(self) -> bool:
        """Whether the runs are a sample's: whoever plays with one is not its speaker."""
        return bool(self.loaded.runs["source"].eq(runs.SAMPLE).any())

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, one line each: of the deck, of the runs, of the choices."""
        taught = (self._untaught,) if self._untaught else ()
        return (
            *self.deck.warnings, *self.loaded.problems, *self.choices.lost(), *taught,
            *self._unheard,
        )  # fmt: skip

    def fit(self) -> Pacing:
        """The pacing model of all runs there are; nothing is written."""
        place = self._profile_folder()
        told = None if place is None else _stamp(place / "talks")
        stamp = (self._runs_stamp(), self._stamp(runs.MATCHES), self.choices, place, told)
        return self._fresh("fit", (stamp, self.took_s, self.talk_s), lambda: self._fit(place))

    def judgement(self) -> Judgement:
        """How much each slide is needed, whatever the speaker says of it."""
        fit, spoken = self.fit(), self.spoken()
        # A run's words are one and the same frame until they change.
        stamp = (fit, self.readings, tuple(map(id, spoken.values())))
        return self._fresh("judgement", stamp, lambda: self._judge(fit, spoken))

    def _judge(self, fit: Pacing, spoken: Mapping[str, pd.DataFrame]) -> Judgement:
        from pacer import judging
        from pacer.judging.speech import speech_figures
        from pacer.transcript import words

        slides = self.slides
        # Where a run tells most slides, the seconds say something of their own; a slide that the
        # deck held then and the runs have no time of was passed over, rather than forgotten.
        timed = _most(fit.runs_seen > 0)
        held = {key for seen in self.loaded.slides_seen.values() for key in seen["slide_key"]}
        passed = (fit.runs_seen == 0) & slides["slide_key"].isin(held).to_numpy()
        said = words.said(spoken.values())
        told = _most(slides["slide_key"].isin(said).to_numpy())
        return judging.judge(
            slides,
            fit.usual_s,
            timed=timed,
            passed=passed,
            readings=self.readings,
            speech=speech_figures(slides, said) if told else None,
        )

    def read(self, path: str | Path) -> Reading:
        """Plan with a reading too: a sheet in which somebody judged the slides.

        Raises
        ------
        PacerError
            If it cannot be read, or is of another talk.
        """
        from pacer.judging import reading

        found = reading.read(path, self.slides)
        self.readings = (*self.readings, found)
        return found

    def _profile_folder(self) -> Path | None:
        from pacer.pacing import profile_store

        return None if self.is_sample else profile_store.folder()

    def _fit(self, place: Path | None) -> Pacing:
        from pacer import pacing
        from pacer.pacing import profile_store
        from pacer.pacing.fixed import advancing
        from pacer.pacing.length import anchored, towards_slot
        from pacer.planning.backup import backup

        dwell, loaded = self.dwell, self.loaded
        taught = self.taught
        # What stands behind the end is no more of the talk than what is hidden.
        behind = backup(self.slides, set(dwell["slide_key"]))
        slides = self.slides.assign(hidden=self.slides["hidden"] | behind)
        # Runs keep the beginnings of texts; only those can be told from an edit.
        kept = slides.assign(text=slides["text"].str[: runs.TEXT_KEPT])
        found = pacing.fit(
            slides,
            dwell,
            taught,
            profile=profile_store.speaker(place, dwell, taught),
            changed=pacing.edited(runs.last_texts(self.visits, loaded), kept),
            revisions=loaded.slides_seen,
        )
        if (fixed := self.deck.fixed_timings) is not None:
            return advancing(found, fixed)
        took_s = self.took_s or self.choices.took_s
        if took_s is not None:
            return anchored(found, took_s, self._needed(slides))
        return found if self.talk_s is None else towards_slot(found, self.talk_s)

    def _needed(self, slides: pd.DataFrame) -> npt.NDArray[np.float64]:
        """How much each slide is needed, as its words alone say; 0 for hidden ones."""
        from pacer import judging

        shown = ~slides["hidden"].to_numpy(dtype=bool)
        needed = shown.astype(float)
        judged = judging.judge(slides, needed, timed=False)
        needed[shown] = judged.z
        return needed

    def key(self, slide: SlideName) -> str:
        """The key of a slide named by its position or its key.

        Raises
        ------
        PacerError
            If the deck has no such slide.
        """
        keys = self.deck.slides["slide_key"]
        if isinstance(slide, str):
            if slide in set(keys):
                return slide
        elif 1 <= slide <= len(keys):
            return str(keys.iloc[slide - 1])
        raise PacerError(f"{self.deck.path.name} has no slide {slide!r}; it has 1 to {len(keys)}")

    def pictures(self, progress: Callable[[int, int], None]) -> dict[str, Path]:
        """Each slide's picture by its key, drawn where there is something to draw with.

        Raises
        ------
        PacerError
            If there is nothing to draw with; it says what to install.
        """
        from pacer.deck import images

        if lacking := images.missing(self.deck):
            raise PacerError(f"slides are shown as text; to see them as they are, {lacking}")
        # One that is stopped when Python ends: LibreOffice would outlive it.
        return images.Drawing(self.deck, self.folder / "pictures", progress=progress).wait()

    def pictures_made(self) -> str:
        """How the pictures of a deck kept as text were made; "" where there is nothing to say."""
        from pacer.deck import images

        return images.made_how(self.deck, self.folder / "pictures")

    # --- what changes it ----------------------------------------------------------------

    def change_choices(self, edit: Callable[[Choices], Choices]) -> Choices:
        """Decide something: read what is kept, edit it, keep it, and tell whoever listens.

        Parameters
        ----------
        edit : callable
            Given the choices as they are now on the disk, under today's keys, it returns them
            as they should be. It touches only what it means to change, so that two rooms, or a
            room and a call, never undo each other; see `pacer.planning.choices.merged`.

        Returns
        -------
        Choices
            As they are kept now.

        Raises
        ------
        PacerError
            If the folder cannot be written, or another process holds it for long.
        """
        from pacer.planning import choices

        with self._locked():
            self._cache.pop("choices", None)
            before = self.choices
            after = edit(before)
            if after != before:
                choices.save(after, self.folder, slides=self.deck.slides, digest=self.deck.digest)
        self._cache.pop("choices", None)
        if after != before:
            self._tell("choices")
        return self.choices

    def correct(self, old_key: str, slide: SlideName | None) -> None:
        """Say once and for all what became of a slide; see `pacer.talk.Talk.correct`.

        Raises
        ------
        RunError
            If no run was held on a deck with such a slide, or the folder cannot be written.
        """
        key = "" if slide is None else self.key(slide)
        with self._locked():
            now = runs.load_corrections(self.folder)
            runs.save_corrections(runs.corrected(now, self.loaded, old_key, key), self.folder)
        self._cache.pop("corrections", None)
        self._tell("matches")

    def set_boundaries(self, run_id: str, corrected: runs.boundaries.Corrected | None) -> None:
        """Keep changes of slide that were set by hand, or with None the run as it was recorded.

        Raises
        ------
        RunError
            If there is no such run, or the folder cannot be written.
        """
        path = self.loaded.paths.get(run_id)
        if path is None:
            raise RunError(f"no run {run_id} is kept in this talk's folder")
        with self._locked():
            runs.boundaries.save(path, corrected)
        self._cache.pop("loaded", None)
        self._tell("runs")

    def run_finished(self) -> None:
        """A run was recorded or taken in: let it be seen, and teach the speaker's profile.

        Where the profile cannot be taught, `problems` says why.
        """
        from pacer.pacing import profile_store

        self._cache.pop("loaded", None)
        self._untaught = profile_store.teach(
            self._profile_folder(), self.slides, self.dwell, self.taught
        )
        self._tell("runs")

    def reload(self) -> None:
        """Read the deck and all beside it again."""
        self.deck = decks.read(self.deck.path, format=self._format)
        self._cache.clear()
        self._tell("deck")

    def listen(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Be told what changed: "deck", "runs", "words", "choices" or "matches".

        Returns
        -------
        callable
            Call it to be told no more.
        """
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _tell(self, what: str) -> None:
        for listener in list(self._listeners):
            listener(what)

    # --- the files behind it ------------------------------------------------------------

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            files.make_folder(self.folder)
        except PacerError as error:
            raise RunError(str(error)) from error
        with files.locked(self.folder):
            yield

    def _fresh(self, name: str, stamp: object, make: Callable[[], _T]) -> _T:
        """The value as it was made from the same files, or made anew."""
        seen = self._cache.get(name)
        if seen is None or seen.stamp != stamp:
            seen = self._cache[name] = _Seen(stamp, make())
        return cast("_T", seen.value)

    def _stamp(self, name: str) -> object:
        return _stamp(self.folder / name)

    def _runs_stamp(self) -> object:
        """What tells whether a run came, went, grew or is on no longer, or is told for now."""
        ended = time.time() - runs.STILL_ON_S
        try:
            found = [
                one
                for one in (self.folder / "runs").iterdir()
                if one.name.endswith((SUFFIX, runs.boundaries.SUFFIX))
            ]
        except OSError:
            found = []
        stamps = {one.name: _stamp(one) for one in found}
        return self._heard, tuple(
            (name, stamp, stamp is not None and stamp[0] > ended * 1e9)
            for name, stamp in sorted(stamps.items())
        )


def _most(told: npt.NDArray[np.bool_]) -> bool:
    return len(told) > 0 and bool(told.mean() > MOST)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file does."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino
