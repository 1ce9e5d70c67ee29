"""The boundary widget: doubtful changes of slide, to accept or to move by reading or listening.

The page moves a change among the words around it by itself; what is accepted is sent, set and
kept by `pacer.results.boundaries`, and the places that are still doubtful come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pacer import audio
from pacer.audio import excerpt
from pacer.audio.clip import PLAYABLE, stretch
from pacer.core import frames
from pacer.core.errors import AudioError, PacerError
from pacer.core.text import line, tidy
from pacer.results.boundaries import Boundaries
from pacer.widgets.base import RoomWidget, Synced
from pacer.widgets.pictures import PictureService
from pacer.widgets.protocol import (
    AskClip,
    AskPicture,
    BoundaryMessage,
    BoundaryPlace,
    BoundarySide,
    BoundaryState,
    Clip,
    SetBoundary,
    TakeBack,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from pacer.project import Project

# So many places at once, and so many seconds of words on each side of one.
MOST_PLACES: Final = 30
AROUND_S: Final = 40.0
MOST_WORDS: Final = 400
TITLE_SHOWN: Final = 160
TEXT_SHOWN: Final = 600
ELSE: Final = BoundarySide(key="", position=None, title="Something else", text="")


class BoundaryWidget(RoomWidget, bundle="boundaries", takes=BoundaryMessage):
    """The doubtful changes of a run as a widget; `talk.boundaries()` makes one.

    Parameters
    ----------
    project : Project
    run_id : str, optional
        By default the last run that was found out from a recording.

    Attributes
    ----------
    run_id, source, total, settled, places
        What the page shows: see `pacer.widgets.protocol.BoundaryState`.
    """

    run_id = Synced(str)
    source = Synced(str)
    total = Synced(int)
    settled = Synced(int)
    places = Synced(list[BoundaryPlace])

    def __init__(self, project: Project, run_id: str | None = None) -> None:
        self._project = project
        self._held = Boundaries(project, run_id)
        self._takes = audio.takes(project.folder)
        state = make_state(project, self._held, self._takes)
        super().__init__(**{name: getattr(state, name) for name in state.__struct_fields__})
        self.pictures = PictureService(self.post)

    def __repr__(self) -> str:
        return f"BoundaryWidget: {len(self.places)} doubtful of {self.total} changes of slide"

    @property
    def frame(self) -> pd.DataFrame:
        """The changes as they stand; see `pacer.results.boundaries.Boundaries`."""
        return self._held.frame

    def receive(self, message: BoundaryMessage, _buffers: Sequence[Any]) -> None:
        """Do what the page asks."""
        match message:
            case SetBoundary():
                try:
                    self._held.set(message.at_s, message.t_s)
                finally:  # what could not be set is shown as it stands
                    self._show()
            case TakeBack():
                self._held.take_back()
                self._show()
            case AskPicture():
                self.pictures.show(message)
            case AskClip():
                self._play(message)

    def _show(self) -> None:
        state = make_state(self._project, self._held, self._takes)
        # `places` comes last: it is what the page waits for.
        for name in ("total", "settled", "places"):
            setattr(self, name, getattr(state, name))

    def _play(self, asked: AskClip) -> None:
        data, mime, reason = b"", "", ""
        spans = [(start_s, end_s) for start_s, end_s in asked.spans if start_s < end_s]
        try:
            data, mime = self._heard(asked.run_id, spans)
        except PacerError as error:
            reason = line(str(error))
        self.post(Clip(number=asked.number, mime=mime, reason=reason), [data])

    def _heard(self, run_id: str, spans: list[tuple[float, float]]) -> tuple[bytes, str]:
        """A stretch of the run's take, else of the recording that it was found out from."""
        try:
            return stretch(self._takes, run_id, spans)
        except AudioError:
            path = self._project.loaded.paths.get(run_id)
            source = None if path is None else excerpt.noted(path)
            if source is None or not spans:
                raise
        return excerpt.excerpt(source, *spans[0])


def open_boundaries(project: Project, run_id: str | None = None) -> BoundaryWidget:
    """Open the boundary widget of a run; see `BoundaryWidget`."""
    made = BoundaryWidget(project, run_id)
    made.pictures.draw(project.pictures, made_how=project.pictures_made)
    return made


def make_state(project: Project, held: Boundaries, takes: pd.DataFrame) -> BoundaryState:
    """What the page shows.

    Parameters
    ----------
    project : Project
    held : Boundaries
    takes : pandas.DataFrame
        `pacer.audio.TAKES`.
    """
    runs = project.loaded.runs
    source = str(runs.loc[runs["run_id"] == held.run_id, "source"].iloc[0])
    words = project.words(held.run_id)
    heard = takes[(takes["run_id"] == held.run_id) & takes["state"].isin(PLAYABLE)]
    slides = {row.slide_key: row for row in frames.rows(project.slides)}
    recorded = excerpt.noted(project.loaded.paths[held.run_id]) is not None
    doubtful = held.doubtful.head(MOST_PLACES)
    return BoundaryState(
        run_id=held.run_id,
        source=line(source, limit=200),
        total=len(held.frame),
        settled=int(held.frame["set"].sum()),
        places=[_place(row, slides, words, heard, recorded) for row in frames.rows(doubtful)],
    )


def _place(
    row: Any,
    slides: Mapping[str, Any],
    words: pd.DataFrame | None,
    heard: pd.DataFrame,
    recorded: bool,
) -> BoundaryPlace:
    low_s, high_s = max(row.low_s, row.at_s - AROUND_S), min(row.high_s, row.at_s + AROUND_S)
    said: list[str] = []
    starts: list[float] = []
    if words is not None:
        # A few words beyond the limits are read too: where one may go, one must see why not.
        near = words[words["start_s"].between(low_s - 5, high_s + 5)].head(MOST_WORDS)
        said = [line(word, limit=60) for word in near["word"]]
        starts = near["start_s"].round(2).tolist()
    audible = bool(((heard["starts_s"] < row.at_s) & (heard["ends_s"] > row.at_s)).any())
    return BoundaryPlace(
        at_s=round(row.at_s, 3),
        low_s=round(low_s, 3),
        high_s=round(high_s, 3),
        before=_side(row.before, slides),
        after=_side(row.after, slides),
        words=said,
        starts_s=starts,
        audible=audible or recorded,
    )


def _side(key: str, slides: Mapping[str, Any]) -> BoundarySide:
    if not key:
        return ELSE
    slide = slides.get(key)
    if slide is None:
        return BoundarySide(key=key, position=None, title="A slide that is gone", text="")
    return BoundarySide(
        key=key,
        position=slide.position,
        title=line(slide.title, limit=TITLE_SHOWN) or f"Slide {slide.position}",
        text=tidy(slide.text, limit=TEXT_SHOWN),
    )
