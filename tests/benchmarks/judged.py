"""Talks whose slides are judged: by their authors' own shorter version, or by a careful reader.

``PACER_PAIRS`` names a folder of talks that their author gave long and short (``long.csv``,
``truth.csv``, ``reading.csv``, and ``roles.csv`` of them all); ``PACER_LECTURES`` lectures with
``deck.pdf`` and ``durations.csv``, which ``PACER_JUDGED`` judges page by page.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pptx import Presentation

from pacer import deck

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt


@dataclass(frozen=True)
class Judged:
    """One talk: SLIDES, and what is known of each slide (NaN where nothing is).

    Parameters
    ----------
    name : str
    group : str
        Its author or lecture: what is left out together.
    slides : pandas.DataFrame
        SLIDES, as pacer reads the deck.
    need : ndarray of float
        1 to 5, as a careful reader judged.
    kept : ndarray of float
        Whether the author's short version has it, 1 or 0; NaN for lectures.
    seconds : ndarray of float
        True seconds; 60 a slide for pairs.
    starts : ndarray of bool or None
        Where a section begins, as a reader divided the talk.
    counts : ndarray of bool
        Slides that the scores count.
    folder : Path
    said : dict of str to str or None
        The words spoken on each slide, by its key, where there is a recording.
    """

    name: str
    group: str
    slides: pd.DataFrame
    need: npt.NDArray[np.float64]
    kept: npt.NDArray[np.float64]
    seconds: npt.NDArray[np.float64]
    starts: npt.NDArray[np.bool_] | None
    counts: npt.NDArray[np.bool_]
    folder: Path
    said: dict[str, str] | None = None


def folder(kind: str) -> Path | None:
    """The folder that ``PACER_<KIND>`` names, where it is set and there."""
    given = os.environ.get(f"PACER_{kind.upper()}")
    return Path(given) if given and Path(given).is_dir() else None


def pairs(place: Path) -> Iterator[Judged]:
    """Talks that their author shortened."""
    roles = pd.read_csv(place / "roles.csv")
    for one in sorted(path for path in place.iterdir() if (path / "truth.csv").exists()):
        about = json.loads((one / "source.json").read_text(encoding="utf-8"))
        long = pd.read_csv(one / "long.csv", keep_default_na=False)
        short = pd.read_csv(one / "short.csv", keep_default_na=False)
        ends = about["talk_ends_at"] or [len(long), len(short)]
        to = pd.read_csv(one / "truth.csv").set_index("long_position")["short_position"]
        long = long[long["position"] <= ends[0]].reset_index(drop=True)
        kept = np.array([0 < to.get(at, 0) <= ends[1] for at in long["position"]], dtype=float)
        counts = (
            (long["position"] > 1) & (long["position"] < ends[0]) & (long["text"].str.strip() != "")
        )
        reading = pd.read_csv(one / "reading.csv").set_index("position")
        slides = _as_deck(long)
        parts = roles[roles["pair"] == one.name]
        starts = np.zeros(len(long), dtype=bool)
        before = None
        for row in parts.itertuples():
            if row.section != before and row.first <= len(long):
                starts[row.first - 1] = True
            before = row.section
        yield Judged(
            one.name,
            "Tibs" if "Tony Ibbs" in about["author"] else about["author"],
            slides,
            reading["need"].reindex(long["position"]).to_numpy(float),
            kept if 0 < kept.sum() < len(kept) else np.full(len(kept), np.nan),
            np.full(len(long), 60.0),
            starts,
            counts.to_numpy(),
            one,
        )


def _as_deck(long: pd.DataFrame) -> pd.DataFrame:
    """SLIDES of a plain deck with these titles and texts, as the score makes it."""
    show = Presentation()
    for row in long.itertuples():
        slide = show.slides.add_slide(show.slide_layouts[1])
        title, body = (
            "".join(c for c in str(text) if c in "\n\t" or ord(c) >= 32)
            for text in (row.title, row.text)
        )
        slide.shapes.title.text = title
        named = body.startswith(str(row.title))
        slide.placeholders[1].text = body[len(row.title) :].strip() if named else body
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "talk.pptx"
        show.save(path)
        return deck.read(path).slides


def lectures(place: Path, judged: Path) -> Iterator[Judged]:
    """Lectures judged slide by slide."""
    for file in sorted(judged.glob("*.csv")):
        one = place / file.stem
        if not (one / "deck.pdf").exists():
            continue
        slides = deck.read(one / "deck.pdf").slides
        pages = np.cumsum(1 + slides["builds"].to_numpy())
        found = pd.read_csv(file)
        times = pd.read_csv(one / "durations.csv").set_index("slide")["seconds"]
        need = np.full(len(slides), np.nan)
        seconds = np.zeros(len(slides))
        for row, last in enumerate(pages):
            first = pages[row - 1] + 1 if row else 1
            its = found.loc[found["position"].between(first, last), "need"]
            if len(its):
                need[row] = its.max()
            seconds[row] = times.loc[(times.index >= first) & (times.index <= last)].sum()
        yield Judged(
            file.stem, file.stem, slides, need, np.full(len(slides), np.nan), seconds, None,
            np.isfinite(need), one, _said(one, slides, pages),
        )  # fmt: skip


def _said(one: Path, slides: pd.DataFrame, pages: npt.NDArray[np.int64]) -> dict[str, str]:
    """What was said while each slide was up, by the times that go with the lecture."""
    words = pd.read_csv(one / "words.csv", keep_default_na=False)
    up = pd.read_csv(one / "truth.csv")
    up = up[up["slide"] > 0].sort_values("start_s")
    at = np.searchsorted(up["start_s"].to_numpy(), words["start_s"].to_numpy(), side="right") - 1
    page = np.where(at >= 0, up["slide"].to_numpy()[np.maximum(at, 0)], 0)
    row = np.searchsorted(pages, page)
    found: dict[str, list[str]] = {}
    for number, (word, shown) in enumerate(zip(words["word"], page, strict=True)):
        if shown and row[number] < len(slides):
            found.setdefault(slides["slide_key"].iloc[row[number]], []).append(str(word))
    return {key: " ".join(spoken) for key, spoken in found.items()}
