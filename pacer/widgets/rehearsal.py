"""The rehearsal room: time a talk without thinking about the tool.

The page holds the run's state and its clock, so that a key is answered at once however busy the
kernel is; the kernel journals each mark and acknowledges it (see `pacer.widgets.run_recorder`).
"""

from __future__ import annotations

import math
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
import traitlets

from pacer.core import frames
from pacer.core.errors import PacerError
from pacer.core.frames import RUN_KINDS, SLIDES
from pacer.core.text import line, tidy
from pacer.widgets.pictures import Gallery
from pacer.widgets.run_recorder import Desk
from pacer.widgets.take_control import Sound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd

    from pacer.widgets.pictures import Draw, Pictures

STATIC: Final = Path(__file__).parent / "static"
# What a page shows of a slide; whole texts stay in the deck.
TEXT_SHOWN: Final = 1_200
NOTES_SHOWN: Final = 20_000
# Of a deck of thousands, so much of all notes together.
ALL_NOTES: Final = 4_000_000
# Where nothing is known of a talk's pace.
GUESS_S: Final = 90.0
# Of the pacing tables the page can compute with.
TABLES_VERSION: Final = 1
SIGNALS_S: Final = (600.0, 300.0, 60.0, 0.0)


class Rehearse(anywidget.AnyWidget):
    """The rehearsal room as a widget; `talk.rehearse()` makes one.

    Attributes
    ----------
    rows : list of dict
        The slides as the page shows them, with their budgets.
    room : dict
        What does not change: the talk's time, its name, the signals, where runs are kept.
    drawing : list of int
        How many slide pictures are drawn, of how many.
    desk : Desk
        Journals the runs.
    sound : Sound
        Records their takes.
    gallery : Gallery
        The slides' pictures.
    """

    _esm = STATIC / "rehearse.js"
    _css = STATIC / "rehearse.css"

    rows: Any = traitlets.List().tag(sync=True)
    room: Any = traitlets.Dict().tag(sync=True)
    drawing: Any = traitlets.List([0, 0]).tag(sync=True)

    def __init__(self, desk: Desk, deck: Path | None = None, **values: Any) -> None:
        self.desk = desk
        self._deck = deck
        self._deck_was = _stamp(deck)
        self.sound = Sound(self.send, desk.path)
        self.gallery = Gallery(self.send)
        super().__init__(**values)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: object, buffers: Sequence[Any]) -> None:
        """Take a page's message; nothing it sends may stop the kernel."""
        if not isinstance(message, dict) or self.sound.answer(message, buffers):
            return
        if message.get("do") == "discard":
            self.sound.stop(str(message.get("token", "")), flac=False)
        if message.get("do") == "picture":
            self.gallery.show(str(message.get("key", "")))
        elif answer := self.desk.answer(message):
            self.send({**answer, "warning": self.warning()})

    def draw(self, pictures: Pictures | Draw) -> None:
        """Draw the slides' pictures beside the run; the page asks for them when they are there."""

        def progress(done: int, of: int) -> None:
            self.drawing = [done, of]

        self.gallery.draw(pictures if callable(pictures) else lambda _progress: pictures, progress)

    def warning(self) -> str:
        """One line where the deck is no longer what is being rehearsed."""
        if self._deck is None or _stamp(self._deck) == self._deck_was:
            return ""
        name = line(self._deck.name, limit=80)
        if not self._deck.exists():
            return f"{name} is gone: times are kept with the slides as they were"
        return f"{name} was changed: times are kept with the slides as they were"


def rehearse(
    slides: pd.DataFrame,
    *,
    folder: str | Path,
    deck_digest: str,
    talk_s: float | None = None,
    budgets_s: Mapping[str, float] | pd.Series[float] | None = None,
    budgets_from: str = "",
    skip: Collection[str] | None = None,
    forecast: Mapping[str, Any] | None = None,
    pictures: Pictures | Draw | None = None,
    kind: str = "rehearsal",
    title: str = "",
    deck: str | Path | None = None,
    signals_s: Iterable[float] = SIGNALS_S,
) -> Rehearse:
    """Open the rehearsal room.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    folder : path-like
        Where runs are kept, ``<deck stem>.pacer``.
    deck_digest : str
        Of the deck's file.
    talk_s : float, optional
        Seconds to speak in; the budgets' sum by default.
    budgets_s : mapping of str to float, optional
        Seconds granted to each slide by its key; a slide without one has its saved target, else
        an equal share of what is left.
    budgets_from : str
        Where they come from, in a word or two: "the plan".
    skip : collection of str, optional
        Keys of slides that are passed over, such as those a plan cuts; the hidden ones by
        default. They can still be gone to by number.
    forecast : mapping, optional
        `pacer.pacing.Pacing.tables` of these slides, for the finishing time; their ``scale`` is
        the part of each slide that is planned. Without them it is in proportion to the budgets.
    pictures : mapping of str to path, or callable, optional
        Each slide's picture by its key. A callable draws them beside the run: it is given a
        function to tell its progress, ``(done, of)``.
    kind : {"rehearsal", "delivery"}
    title : str
        The talk's name; its first slide's title by default.
    deck : path-like, optional
        The deck's file, to warn when it changes during a run.
    signals_s : iterable of float
        Seconds left at which the room signals, as a chair would.

    Returns
    -------
    Rehearse
        A widget: display it.

    Raises
    ------
    PacerError
        If there is no slide to rehearse, or the kind is no kind of run.
    FrameError
        If `slides` are none.
    """
    slides = frames.check(slides, SLIDES)
    if kind not in RUN_KINDS:
        raise PacerError(f"a run is a {' or a '.join(RUN_KINDS)}, not {kind!r}")
    passed_over = set(slides.loc[slides["hidden"], "slide_key"] if skip is None else skip)
    if not len(slides) or passed_over.issuperset(slides["slide_key"]):
        raise PacerError("there is no slide to rehearse: show or keep one at least")
    granted: dict[str, float] = {} if budgets_s is None else dict(budgets_s)
    budgets = _budgets(slides, passed_over, granted, talk_s)
    notes_shown = min(NOTES_SHOWN, ALL_NOTES // len(slides))
    rows = [
        {
            "key": row["slide_key"],
            "position": row["position"],
            "title": line(row["title"], limit=200) or f"Slide {row['position']}",
            "section": line(row["section"], limit=100),
            "text": tidy(row["text"], limit=TEXT_SHOWN),
            "notes": tidy(row["notes"], limit=notes_shown),
            "builds": row["builds"],
            "budget_s": budgets[row["slide_key"]],
            "value": row["value"],
            "locked": row["locked"],
            "skip": row["slide_key"] in passed_over,
        }
        for row in slides.to_dict("records")
    ]
    folder = Path(folder)
    planned_s = math.fsum(budgets.values())
    room = {
        "talk_s": planned_s if talk_s is None else float(talk_s),
        "slot": talk_s is not None,
        "planned_s": planned_s,
        "budgets_from": line(budgets_from, limit=60),
        "title": line(title or str(slides["title"].iloc[0]), limit=120),
        "kind": kind,
        "deck_digest": deck_digest,
        "folder": folder.name,
        # The browser keeps what is not yet acknowledged under this name; the path is nobody's.
        "home": sha256(str(folder.absolute()).encode()).hexdigest()[:16],
        "signals_s": sorted({float(at) for at in signals_s}, reverse=True),
        "forecast": _tables(forecast, rows),
    }
    made = Rehearse(
        Desk(folder, slides, deck_digest),
        None if deck is None else Path(deck),
        rows=rows,
        room=room,
    )
    if pictures is not None:
        made.draw(pictures)
    return made


def _tables(given: Mapping[str, Any] | None, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The pacing tables as this run needs them: nothing of what it passes over."""
    if given is None:
        return None
    if list(given["slide_keys"]) != [row["key"] for row in rows]:
        raise PacerError("these pacing tables are of other slides: fit them to this deck again")
    if given["version"] != TABLES_VERSION:
        return None  # newer than the page's arithmetic
    scale = [
        0.0 if row["skip"] else planned or 1.0
        for row, planned in zip(rows, given["scale"], strict=True)
    ]
    return {**given, "scale": scale}


def _budgets(
    slides: pd.DataFrame, skip: set[str], given: Mapping[str, float], talk_s: float | None
) -> dict[str, float]:
    """Seconds of each slide: given, else its saved target, else an equal share of the rest."""
    budgets: dict[str, float] = {}
    open_keys = []
    for key, target in zip(slides["slide_key"], slides["target_s"], strict=True):
        found = given.get(key, target)
        if key in skip:
            budgets[key] = 0.0
        elif found is not None and math.isfinite(found) and found >= 0:
            budgets[key] = float(found)
        else:
            open_keys.append(key)
    if open_keys:
        rest = GUESS_S if talk_s is None else (talk_s - sum(budgets.values())) / len(open_keys)
        budgets |= dict.fromkeys(open_keys, max(rest, 5.0))
    return budgets


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """What changes when a file does; None where it is gone."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return None if found is None else (found.st_mtime_ns, found.st_size)
