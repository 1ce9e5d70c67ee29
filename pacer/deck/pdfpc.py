"""What pdfpc keeps beside a PDF: notes, hidden pages, overlays, duration and end.

Both kinds are read: JSON (``pdfpcFormat`` 2) and the older sections in brackets
(src/classes/metadata/pdf.vala and man/pdfpc.in of pdfpc/pdfpc).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacer.core import clock
from pacer.core.errors import DeckError
from pacer.deck import sources
from pacer.deck.contents import Contents, row, text_keys
from pacer.deck.limits import MOST_SLIDES

if TYPE_CHECKING:
    from pathlib import Path

_SECTION = re.compile(r"\[([A-Za-z_]+)\]")
_NOTE = re.compile(r"^### (\d+)[ \t]*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\[\]#\\])")
_MOST_MINUTES = 24 * 60


@dataclass
class Page:
    """What is said of one page of the PDF; `overlay` is 0 on the first page of a slide."""

    index: int | None = None
    label: str = ""
    overlay: int = 0
    hidden: bool = False
    forced: bool = False
    note: str = ""


@dataclass
class Sidecar:
    """A ``.pdfpc`` file.

    `slide_notes` are the older kind's, by 1-based slide as pdfpc counts them; `joined` the
    1-based pages that belong to the slide of the page before.
    """

    pages: list[Page] = field(default_factory=list)
    slide_notes: dict[int, str] = field(default_factory=dict)
    joined: frozenset[int] = frozenset()
    duration_s: float | None = None
    end_slide: int | None = None
    end_time: str = ""
    position: str = ""
    pdf: str = ""

    def page(self, index: int, label: str, overlay: int) -> Page | None:
        """What is said of a page: looked up by its label and overlay, then by its place."""
        for each in self.pages:
            if each.label and each.label == label and each.overlay == overlay:
                return each
        return next((each for each in self.pages if each.index == index), None)


def read(raw: bytes, path: Path, warnings: list[str]) -> Sidecar:
    """Read a ``.pdfpc`` file of either kind.

    Raises
    ------
    DeckError
        If it is neither.
    """
    text = "\n".join(sources.lines_of(sources.decoded(raw, path, warnings)))
    if text.lstrip().startswith("{"):
        try:
            said = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DeckError("is a damaged pdfpc file: save it again in pdfpc", path) from error
        if not isinstance(said, dict):
            raise DeckError("is no pdfpc file: save it again in pdfpc", path)
        version = _whole(said.get("pdfpcFormat"))
        if version is not None and version > 2:
            raise DeckError(f"is a pdfpc file of version {version}, which is not known", path)
        return _of_json(said)
    if not _SECTION.search(text):
        raise DeckError("is no pdfpc file: save it again in pdfpc", path)
    return _of_sections(text)


def _of_json(said: dict[str, Any]) -> Sidecar:
    listed = said.get("pages")
    made = Sidecar(
        duration_s=_minutes(said.get("duration")),
        end_slide=_whole(said.get("endSlide")),
        end_time=_text(said.get("endTime")),
        position=_text(said.get("beamerNotePosition")).lower(),
    )
    for each in (listed if isinstance(listed, list) else [])[:MOST_SLIDES]:
        if isinstance(each, dict):
            made.pages.append(
                Page(
                    _whole(each.get("idx")),
                    _text(each.get("label")),
                    _whole(each.get("overlay")) or 0,
                    each.get("hidden") is True,
                    each.get("forcedOverlay") is True,
                    _text(each.get("note")),
                )
            )
    return made


def _of_sections(text: str) -> Sidecar:
    heads = list(_SECTION.finditer(re.sub(r"\\.", "\0\0", text)))
    said: dict[str, str] = {}
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        said[head[1].lower()] = text[head.end() : end].strip("\n")
    notes = said.get("notes", "")
    marks = list(_NOTE.finditer(notes))
    slide_notes = {
        int(mark[1]): _ESCAPED.sub(
            r"\1",
            notes[mark.end() : marks[place + 1].start() if place + 1 < len(marks) else len(notes)],
        ).strip()
        for place, mark in enumerate(marks)
        if len(mark[1]) < 6
    }
    # The list of overlays ends with a comma; what follows the last one is ignored.
    joined = said.get("skip", "").split(",")[:-1]
    return Sidecar(
        slide_notes=slide_notes,
        joined=frozenset(page for each in joined if (page := sources.whole(each)) is not None),
        duration_s=_minutes(said.get("duration", "").strip()),
        end_slide=_whole(said.get("end_user_slide", "").strip()),
        end_time=said.get("end_time", "").strip(),
        position=said.get("notes_position", "").strip().lower(),
        pdf=said.get("file", "").strip(),
    )


def _whole(said: object) -> int | None:
    if isinstance(said, bool):
        return None
    if isinstance(said, str):
        return sources.whole(said)
    return said if isinstance(said, int) and 0 <= said < 10**9 else None


def _minutes(said: object) -> float | None:
    minutes = _whole(said)
    return 60.0 * minutes if minutes and minutes <= _MOST_MINUTES else None


def _text(said: object) -> str:
    return str(said) if isinstance(said, (str, int)) and not isinstance(said, bool) else ""


def told(sidecar: Sidecar) -> list[str]:
    """What the file says of the talk's time, for the speaker to state."""
    made = []
    if sidecar.duration_s:
        made.append(
            f"the deck says it lasts {clock.text(sidecar.duration_s)}: state it as the slot if "
            "it is"
        )
    if re.fullmatch(r"\d{1,2}:\d\d", sidecar.end_time):
        made.append(f"the deck says the talk ends at {sidecar.end_time}")
    return made


def beside(path: Path, warnings: list[str]) -> Sidecar:
    """The ``.pdfpc`` file of a PDF; an empty one where there is none, or none that can be read."""
    place = path.with_suffix(".pdfpc")
    if not place.is_file():
        return Sidecar()
    try:
        return read(sources.load(place), place, warnings)
    except (DeckError, OSError) as error:
        warnings.append(f"{error}; its notes were left out")
        return Sidecar()


def pdf_of(path: Path) -> Path | None:
    """The PDF that a ``.pdfpc`` file is of: named alike or named in it, in the same folder."""
    try:
        named = re.split(r"[\\/]", read(sources.load(path), path, []).pdf)[-1]
    except (DeckError, OSError):
        named = ""
    places = [path.with_suffix(".pdf")]
    if named.lower().endswith(".pdf"):
        places.append(path.with_name(named))
    return next((place for place in places if place.is_file()), None)


def contents(path: Path) -> Contents:
    """Read a ``.pdfpc`` file whose PDF is gone: its notes and the number of its slides.

    Raises
    ------
    DeckError
        If it is no pdfpc file.
    """
    made = Contents()
    sidecar = read(sources.load(path), path, made.warnings)
    slides: dict[int, list[Page]] = {}
    for each in sidecar.pages:
        said = sources.whole(each.label)
        number = (each.index or 0) + 1 if said is None else said
        slides.setdefault(number, []).append(each)
    last = max([*slides, *sidecar.slide_notes, sidecar.end_slide or 0], default=0)
    for number in range(1, min(last, MOST_SLIDES) + 1):
        pages = slides.get(number, [])
        notes = [*dict.fromkeys(each.note for each in pages if each.note)]
        made.rows.append(
            row(
                f"slide:{number}",
                title="",
                text="",
                notes=sidecar.slide_notes.get(number, "\n".join(notes)),
                hidden=bool(pages) and all(each.hidden for each in pages),
                builds=max((each.overlay for each in pages), default=0),
            )
        )
    text_keys(made.rows)
    made.warnings += [
        "its PDF is not beside it: only the notes and the number of slides are known",
        *told(sidecar),
    ]
    return made
