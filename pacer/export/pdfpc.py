"""A plan for pdfpc: the talk's duration, cut slides hidden, the notes that were there kept."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from pacer.core import frames
from pacer.core.errors import PacerError
from pacer.deck import pdfium, pdfpc, sources
from pacer.deck.contents import CUE
from pacer.export.cues import with_cues

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pacer.deck import Deck
    from pacer.export.cues import Spoken
    from pacer.planning.outcome import PlanOutcome


def text(plan: PlanOutcome, deck: Deck | None, spoken: Mapping[str, Spoken] | None = None) -> str:
    """What the ``.pdfpc`` file says; the duration in whole minutes, as pdfpc counts.

    The notes of each slide that stays begin with its cue, as in `pacer.export.deck`.

    Raises
    ------
    PacerError
        If the deck's own file is no pdfpc file.
    """
    beside = None
    if deck is not None and deck.format in ("pdf", "pdfpc"):
        place = deck.path.with_suffix(".pdfpc")
        beside = place if place.is_file() else None
    settings = _settings(beside)
    settings["duration"] = max(1, math.floor(plan.talk_s / 60))
    if deck is not None and deck.format == "pdf":
        frame = plan.frame
        gone = set(frame.loc[frame["action"].isin(["cut", "merge"]), "slide_key"])
        made = frames.rows(with_cues(frame, deck.slides, spoken or {}))
        cues = {row.slide_key: " ".join(filter(None, (row.cue, row.to_say))) for row in made}
        settings["pages"] = _pages(deck, gone, beside, cues)
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def _settings(beside: Path | None) -> dict[str, Any]:
    if beside is None:
        return {"pdfpcFormat": 2}
    raw = sources.load(beside)
    try:
        said = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        said = {}  # the older kind: what it says of pages is written anew below
        read = pdfpc.read(raw, beside, [])
        if read.end_slide:
            said["endSlide"] = read.end_slide
    if said.get("pdfpcFormat", 2) not in (1, 2):
        raise PacerError(f"{beside.name}: is of a version of pdfpc that is not known")
    return {"pdfpcFormat": 2, **said}


def _pages(
    deck: Deck, gone: set[str], beside: Path | None, cues: Mapping[str, str]
) -> list[dict[str, Any]]:
    """An entry for each page that something is said of."""
    sidecar = pdfpc.Sidecar() if beside is None else pdfpc.read(sources.load(beside), beside, [])
    with pdfium.document(deck.path) as pdf, pdfium.LOCK:
        labels = [pdf.get_page_label(index) for index in range(len(pdf))]
    made = []
    for number, key in enumerate(deck.slides["slide_key"], 1):
        for overlay, page in enumerate(deck.pages.get(key, ())):
            label = labels[page - 1] or str(page)
            said = sidecar.page(page - 1, label, overlay)
            note = said.note if said else ""
            if not overlay and not note:
                note = sidecar.slide_notes.get(number, "")
            note = _headed(note, cues.get(key, ""))
            entry: dict[str, Any] = {"idx": page - 1, "label": label, "overlay": overlay}
            if key in gone or (said and said.hidden):
                entry["hidden"] = True
            if said and said.forced:
                entry["forcedOverlay"] = True
            if note:
                entry["note"] = note
            if len(entry) > 3:
                made.append(entry)
    return made


def _headed(note: str, cue: str) -> str:
    """A note with its cue, which takes the place of an earlier one."""
    first, _, rest = note.partition("\n")
    kept = rest if CUE.fullmatch(first) else note
    return "\n".join(filter(None, (cue, kept)))
