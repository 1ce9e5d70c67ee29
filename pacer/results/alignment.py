"""Which slide was on when, as told from a transcript or a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pacer.core import clock, frames
from pacer.core.outputs import Outputs
from pacer.core.wording import count, percent
from pacer.render.document import Document, Table
from pacer.render.result import Result
from pacer.runs.journal_file import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from pacer.options import Clicks
    from pacer.project import Project
    from pacer.transcript import Alignment
    from pacer.transcript.hearing import Ears

# Visits less sure than this are doubtful: worth a look.
DOUBTFUL = 0.7


@dataclass(frozen=True, repr=False)
class Aligned(Result):
    """What `Talk.align` answers.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    found : pacer.transcript.Alignment
    run_id : str
        The run it was kept as; "" where it was only written to a file.
    """

    slides: pd.DataFrame
    found: Alignment
    run_id: str = ""

    @property
    def frame(self) -> pd.DataFrame:
        """The visits: start_s, end_s, slide, page, slide_key and confidence."""
        return self.found.visits

    @property
    def words(self) -> pd.DataFrame:
        """WORDS, each with the slide that was on."""
        return self.found.words

    def facts(self) -> dict[str, object]:
        """The figures of the headline as plain values."""
        on = self.frame[self.frame["slide"] > 0]
        return {
            "run_id": self.run_id or None,
            "source": self.found.label,
            "seconds": float(self.frame["end_s"].iloc[-1]),
            "slides_shown": int(on["slide"].nunique()),
            "doubtful": int((on["confidence"] < DOUBTFUL).sum()),
        }

    def document(self) -> Document:
        """Lay out the answer: what was recognised, then visit by visit."""
        frame = self.frame
        on = frame[frame["slide"] > 0]
        doubtful = on["confidence"] < DOUBTFUL
        titles = dict(zip(self.slides["slide_key"], self.slides["title"], strict=True))
        headline = (
            f"{self.found.label}: {on['slide'].nunique()} of {len(self.slides)} slides in "
            f"{clock.text(float(frame['end_s'].iloc[-1]))}"
        )
        sentences = [
            (
                f"{count(len(on), 'visit')}, {int(doubtful.sum())} of them doubtful "
                f"(less than {percent(DOUBTFUL)} sure)."
            )
        ]
        if self.run_id:
            sentences.append(f"Kept as run {self.run_id}.")
            if doubtful.any():
                sentences.append(
                    "In a notebook talk.boundaries() shows what is doubtful, to set it right."
                )
        rows = (
            (
                clock.text(row.start_s),
                clock.text(row.end_s - row.start_s),
                row.slide if row.slide > 0 else "–",
                titles.get(row.slide_key, "") if row.slide > 0 else "something else",
                percent(row.confidence),
            )
            for row in frames.rows(frame)
        )
        table = Table.of(
            "Visit by visit",
            [">at", ">for", ">#", "slide", ">sure"],
            rows,
            [
                "faint" if row.slide < 0 else "late" if row.confidence < DOUBTFUL else ""
                for row in frames.rows(frame)
            ],
        )
        return Document(headline, tuple(sentences), (table,), warnings=self.found.remarks)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Certain and doubtful stretches over time; see `pacer.plots.certainty`."""
        from pacer import plots

        return plots.certainty(self.frame, doubtful=DOUBTFUL, ax=ax)


def align(
    project: Project,
    files: Sequence[str | Path],
    *,
    clicks: Clicks = (),
    out: str | Path | None = None,
    kind: str = "rehearsal",
    ears: Ears | None = None,
    progress: Callable[[float], None] | None = None,
    overwrite: bool = False,
    stays: bool = True,
) -> Aligned:
    """Tell which slide was on when, and keep it as a run; see `pacer.talk.Talk.align`.

    Where the files do not stay (`stays`), the run does not remember where they were.

    Raises
    ------
    RunError
        If a file cannot be read, or does not match the deck.
    """
    from pacer.transcript import saving, sources
    from pacer.transcript.hearing import Ears

    deck = project.deck
    # A run of this talk among the files tells its clicks.
    runs = [run_id for each in files if (run_id := _run(project, each))]
    files = [each for each in files if not _run(project, each)]
    known = _clicks(project, clicks, runs)
    guard = Outputs.of(deck.path, *map(Path, files), force=overwrite)
    if out is not None:
        guard.check(out)
    pictures = None if out is not None else project.folder / "pictures"
    ears = ears or Ears()
    if out is None:
        # A run keeps the words, and what was heard of them before a kill.
        ears = replace(ears, notes=project.folder / "runs")
    found = sources.align_files(
        deck, files, clicks=known, folder=pictures, ears=ears, progress=progress
    )
    if out is not None:
        saving.write(found, out, guard)
        return Aligned(project.slides, found)
    recorded = [each for each in files if sources.kind_of(each) != sources.CLICKS]
    written = Path(recorded[0]).stat().st_mtime
    heard = [each for each in files if sources.kind_of(each) in (sources.SOUND, sources.PICTURES)]
    run_id = saving.save(
        found,
        deck,
        project.folder,
        kind=kind,
        written=written,
        recording=Path(heard[0]) if heard and stays else None,
    )
    project.run_finished()
    return Aligned(project.slides, found, run_id)


def _run(project: Project, name: str | Path) -> str:
    """The run that a name means, or a path to its journal; "" for none."""
    run_id = Path(name).name.removesuffix(SUFFIX)
    return run_id if run_id in project.loaded.paths else ""


def _clicks(project: Project, given: Clicks, run_ids: Iterable[str]) -> pd.DataFrame:
    from pacer.transcript import clicks

    keys = project.deck.slides["slide_key"].tolist()
    pairs = given.items() if isinstance(given, Mapping) else given
    typed = clicks.frame(
        (clock.seconds(when), 1 + keys.index(project.key(slide))) for slide, when in pairs
    )
    visits = project.visits
    of_runs = [clicks.of_visits(visits[visits["run_id"] == each], project.deck) for each in run_ids]
    return clicks.joined([typed, *of_runs])
