"""A plan written as a deck: a copy with the cut slides hidden or removed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from pacer.core import frames
from pacer.core.errors import DeckError, PacerError
from pacer.core.outputs import Outputs
from pacer.deck import read
from pacer.export.cues import with_cues

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pacer.deck import Deck
    from pacer.export.cues import Spoken

__all__ = ["Mode", "remarks", "write"]

Mode = Literal["hide", "remove"]
_WRITERS = {"ipynb": "notebook"}
# Formats in which a slide may hang on others.
_READ_AGAIN = frozenset({"ipynb", "marp", "slidev", "quarto", "reveal", "remark"})
# What programs leave beside a deck they have open.
_OPEN = ("~$", ".~lock.")


def write(
    deck: Deck,
    plan: pd.DataFrame,
    target: str | Path,
    *,
    mode: Mode = "hide",
    overwrite: bool = False,
    spoken: Mapping[str, Spoken] | None = None,
) -> Path:
    """Write a copy of a deck that follows a plan; the deck itself is never touched.

    In a PowerPoint deck, slides that are cut or merged into another are hidden (and can still
    be called up for questions) or removed with all that only they need: pictures, films, notes,
    links to them, their places in sections and custom shows. The notes of each slide that
    stays begin with its cue, "Leave by 07:30", and those of a trimmed one also with its budget.
    A slide that another was merged into gets that one's notes too, and both say so; after which
    slide a sentence leads over what goes, and which sentences are left out, stands there as well.

    In a PDF, which knows neither notes nor hidden pages, "hide" moves the pages behind the
    last slide. In decks kept as text slides are hidden by their own words (a notebook's ``skip``,
    ``hide``, ``exclude``, ``data-visibility``, ``visibility``) or removed with what parts them
    from the next, and every other byte stays. One on which others hang (settings of the deck, a
    template, what closes on the next) is hidden with either mode, and Marp, which has no word for
    it, leaves slides out with either; `remarks` says which.

    No copy advances by itself: times saved in the deck are of the longer talk, and are taken
    out; `remarks` says so.

    Parameters
    ----------
    deck : Deck
    plan : pandas.DataFrame
        PLAN. Slides it does not name stay as they are.
    target : path-like
        The new file; its folder must exist. It is written whole, then renamed into place.
    mode : {"hide", "remove"}
    overwrite : bool, default False
        Whether to replace a file that is there and is not as pacer wrote it.
    spoken : mapping of slide_key to Spoken, optional
        Slides shortened by their sentences.

    Returns
    -------
    pathlib.Path
        The new file.

    Raises
    ------
    DeckError
        If the target is the deck itself, may not be replaced, is open elsewhere, is of another
        kind or cannot be written; if the deck has changed since it was read, or cannot be
        rewritten; if the plan is another deck's, or keeps nothing.
    """
    target = Path(target)
    if mode not in get_args(Mode):
        raise DeckError(f'mode {mode!r} is neither "hide" nor "remove"', target)
    plan = frames.check(plan, frames.PLAN)
    _check_plan(deck, plan)
    plan = with_cues(plan, deck.slides, spoken or {})
    if deck.format == "pdfpc":
        raise DeckError("is notes without their PDF: put it beside them and open that", deck.path)
    writer = import_module(f"pacer.export.{_WRITERS.get(deck.format, deck.format)}")
    outputs = Outputs.of(deck.path, force=overwrite)
    try:
        outputs.check(target)
        _check_closed(target)
        _check_unchanged(deck)
        return outputs.write(
            target, lambda file: writer.write(deck, plan, file, target.suffix.lower(), mode)
        )
    except DeckError:
        raise
    except PacerError as error:
        raise DeckError(str(error)) from error
    except OSError as error:
        raise DeckError(f"cannot be read ({error.strerror})", deck.path) from error


def remarks(
    deck: Deck, target: Path, plan: pd.DataFrame | None = None, *, mode: Mode = "hide"
) -> tuple[str, ...]:
    """What the speaker should know of a copy that was written, one sentence each."""
    said = []
    if len(deck.saved_timings):
        said.append("saved timings were taken out: slides advance on your click")
    if deck.format == "marp" and mode == "hide":
        said.append("Marp hides no slides: those that are cut are left out of the copy")
    text = deck.format not in ("pptx", "pdf", "odp", "ipynb", "pdfpc")
    if text and target.resolve().parent != deck.path.resolve().parent:
        said.append("pictures and files that it names are looked for beside the copy")
    if plan is not None and deck.format in _READ_AGAIN:
        said += _told_by_the_copy(deck, target, plan, mode)
    return tuple(said)


def _told_by_the_copy(deck: Deck, target: Path, plan: pd.DataFrame, mode: Mode) -> list[str]:
    """Where the copy, read again, is not quite what was asked for."""
    try:
        made = read(target, format=deck.format).slides
    except DeckError as error:
        return [f"the copy cannot be read again ({error}): look at it before you give the talk"]
    before = deck.slides
    kept = int(plan["action"].isin(["keep", "trim"]).sum())
    unplanned = ~before["slide_key"].isin(plan["slide_key"])
    shown = int((~made["hidden"]).sum()) - int((unplanned & ~before["hidden"]).sum())
    said = []
    if shown != kept:
        said.append(
            f"the copy shows {shown} slides of the {kept} planned: files that it names lie "
            "elsewhere, or a slide could not be parted from another"
        )
    elif mode == "remove":
        hidden = int(made["hidden"].sum()) - int((unplanned & before["hidden"]).sum())
        if hidden > 0:
            one = hidden == 1
            said.append(
                f"{hidden} slide{' is' if one else 's are'} hidden in the copy and not removed: "
                f"others hang on {'it' if one else 'them'}"
            )
    return said


def _check_plan(deck: Deck, plan: pd.DataFrame) -> None:
    unknown = set(plan["slide_key"]) - set(deck.slides["slide_key"])
    if unknown:
        raise DeckError(
            f"{len(unknown)} slides of the plan are not in it: plan again with this deck", deck.path
        )
    if not plan["action"].isin(["keep", "trim"]).any():
        raise DeckError("the plan keeps no slide: there is nothing to write", deck.path)


def _check_unchanged(deck: Deck) -> None:
    if not deck.is_current:
        raise DeckError("has changed since it was read: read it and plan again", deck.path)


def _check_closed(target: Path) -> None:
    for mark in _OPEN:
        ending = "#" if mark.startswith(".") else ""
        if (target.parent / f"{mark}{target.name}{ending}").exists():
            raise DeckError("is open in another program: close it there first", target)
