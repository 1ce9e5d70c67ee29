"""A folder of journals into frames; what cannot be used is named and set aside, never raised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.core import clock, frames
from pacer.core.errors import RunError
from pacer.core.text import line, tidy
from pacer.runs import boundaries
from pacer.runs.journal import TEXT_KEPT, revision
from pacer.runs.journal_file import SUFFIX, JournalContents, read
from pacer.runs.matching import match
from pacer.runs.teaching import teaches
from pacer.runs.timeline import dwell, summary, visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


# Marks come from a clock that does not run backwards; below this it is rounding.
JITTER_S = 0.05
# Two talks of one speaker share a title page, a thanks and a logo.
SAME_TALK = 0.2
# A text so long is not on another talk's slides by chance.
TELLING = 30
GONE = "gone:"
# The run_id of one that is planned with and kept nowhere.
UNKEPT = "unkept"
# A folder holds a few runs; beyond this something else wrote into it.
MOST_FILES = 20_000


@dataclass(frozen=True)
class Loaded:
    """All runs of a talk.

    Parameters
    ----------
    runs : pandas.DataFrame
        RUNS, oldest first, with further columns: `name`, what the speaker called it, or ``""``;
        `teaches`, whether it says something of the pace (`pacer.runs.teaching`);
        `skips_known`, whether a slide that the run lacks was passed over (nothing is known of it
        else); `unknown_s`, time of which nothing is known.
    marks : pandas.DataFrame
        MARKS, under the slide keys of the day, with a further column `note`; where changes of
        slide were set by hand, those (`pacer.runs.boundaries`).
    slides_seen : mapping of str to pandas.DataFrame
        Each deck revision that was rehearsed: by `deck_digest` its slide_key, title and the
        beginning of its text, in order.
    problems : tuple of str
        One line for each file that is set aside, or in part.
    paths : mapping of str to pathlib.Path
        Each run's file.
    """

    runs: pd.DataFrame
    marks: pd.DataFrame
    slides_seen: Mapping[str, pd.DataFrame]
    problems: tuple[str, ...]
    paths: Mapping[str, Path]


def load(folder: str | Path, slides: pd.DataFrame | None = None) -> Loaded:
    """Read every run in a talk's folder.

    Parameters
    ----------
    folder : path-like
        ``<deck stem>.pacer``; its runs lie in ``runs``. Without it there are no runs.
    slides : pandas.DataFrame, optional
        Today's SLIDES; with them, runs of another talk are set aside too.

    Returns
    -------
    Loaded
        A file that cannot be used is named in `problems` and left where it is.
    """
    problems: list[str] = []
    found: list[tuple[Path, JournalContents]] = []
    for path in _files(Path(folder) / "runs", problems):
        try:
            recorded = read(path)
            _check_clock(recorded, path)
        except RunError as error:
            problems.append(f"{error}")
            continue
        if recorded.problem:
            problems.append(f"{path.name}: {recorded.problem}")
        if recorded.marks:
            found.append((path, recorded))
        elif not recorded.problem:
            problems.append(f"{path.name}: nothing is recorded in it yet")
    found.sort(key=lambda pair: (pair[1].header["started_at"], pair[0].name))
    found = _distinct(found, problems)
    if slides is not None:
        found = _of_this_talk(found, slides, problems)
    return _together(_as_set(found, problems), problems)


def _as_set(
    found: list[tuple[Path, JournalContents]], problems: list[str]
) -> list[tuple[Path, JournalContents]]:
    """The runs with the changes of slide that were set by hand."""
    made = []
    for path, recorded in found:
        try:
            corrected = boundaries.load(path)
        except RunError as error:
            problems.append(str(error))
            corrected = None
        if corrected is not None:
            recorded = replace(recorded, marks=boundaries.over(recorded.marks, corrected))
        made.append((path, recorded))
    return made


def unkept(
    slides: pd.DataFrame,
    marks: Iterable[tuple[float, str, str]],
    *,
    deck_digest: str,
    kind: str,
    source: str,
) -> Loaded:
    """A run that is in no folder, as `load` would give it.

    Parameters
    ----------
    slides : pandas.DataFrame
        Today's SLIDES.
    marks : iterable of (t_s, kind, slide_key)
        In order.
    deck_digest, kind, source
        As in `Journal.create`.

    Returns
    -------
    Loaded
        Its run_id is `UNKEPT`.
    """
    header = {
        "run_id": UNKEPT,
        "kind": kind,
        "started_at": datetime.now(UTC).isoformat(),
        "deck_digest": deck_digest,
        "source": source,
        "slides": revision(slides),
    }
    entries = [{"t_s": t_s, "kind": what, "slide_key": key} for t_s, what, key in marks]
    made = _together([(Path(), JournalContents(header, entries))], [])
    return replace(made, paths={})


def _together(found: list[tuple[Path, JournalContents]], problems: list[str]) -> Loaded:
    """Journals, oldest first, as frames."""
    heads = [recorded.header for _, recorded in found]
    marks = _marks(found)
    runs = summary(marks, _heads(heads)) if found else frames.build(frames.RUNS)
    runs = runs.assign(
        name=_names(marks, runs["run_id"]), teaches=teaches(runs, marks, dwell(visits(marks)))
    )
    return Loaded(
        runs,
        marks,
        _revisions(heads),
        tuple(problems),
        {recorded.header["run_id"]: path for path, recorded in found},
    )


def on_slides(
    visits: pd.DataFrame,
    loaded: Loaded,
    slides: pd.DataFrame,
    *,
    corrections: Mapping[str, Mapping[str, str]] | None = None,
) -> pd.DataFrame:
    """Put visits of any revision of the deck under today's slide keys.

    Parameters
    ----------
    visits : pandas.DataFrame
        VISITS under the keys of the day.
    loaded : Loaded
        The runs they come from.
    slides : pandas.DataFrame
        Today's SLIDES.
    corrections : mapping of str to mapping, optional
        By `deck_digest`, what `match` takes.

    Returns
    -------
    pandas.DataFrame
        VISITS; a slide that is gone has its old key after ``gone:``. Further columns:
        `recorded_key` of the day, and `how` and `certainty` of its match (``""`` and 0 where
        gone).
    """
    digest_of = dict(zip(loaded.runs["run_id"], loaded.runs["deck_digest"], strict=True))
    nothing = slides.iloc[:0]
    leads: dict[str, dict[str, tuple[str, str, float]]] = {}
    for digest in set(digest_of.values()) | {""}:
        old = loaded.slides_seen.get(digest, nothing)
        # A key that its own revision lacks is today's, or nobody's.
        own = {key: (key, "id", 1.0) for key in set(slides["slide_key"]) - set(old["slide_key"])}
        chosen = (corrections or {}).get(digest)
        found = match(old, slides, corrections=chosen).itertuples(index=False, name=None)
        leads[digest] = own | {key: (now, how, certainty) for key, now, how, certainty in found}
    rows = [
        leads[digest_of.get(run_id, "")].get(key, (GONE + key, "", 0.0))
        for run_id, key in zip(visits["run_id"], visits["slide_key"], strict=True)
    ]
    keys, hows, certainties = zip(*rows, strict=True) if rows else ((), (), ())
    made = visits.assign(
        slide_key=pd.Series(keys, dtype="str", index=visits.index),
        recorded_key=visits["slide_key"],
        how=pd.Series(hows, dtype="str", index=visits.index),
        certainty=np.array(certainties, dtype="float64"),
    )
    return frames.check(made, frames.VISITS)


def _of_this_talk(
    found: list[tuple[Path, JournalContents]], slides: pd.DataFrame, problems: list[str]
) -> list[tuple[Path, JournalContents]]:
    """Leave out runs whose deck has hardly a slide in common with today's."""
    seen = _revisions(recorded.header for _, recorded in found)
    shared = {digest: _shared(old, slides) for digest, old in seen.items()}
    kept = []
    for path, recorded in found:
        digest = recorded.header["deck_digest"]
        if shared[digest] < SAME_TALK:
            title = next((text for text in seen[digest]["title"] if text), "no title")
            problems.append(
                f"{path.name}: is a run of another talk ({title!r}): set aside; move it to that "
                "talk's folder"
            )
        else:
            kept.append((path, recorded))
    return kept


def _shared(old: pd.DataFrame, slides: pd.DataFrame) -> float:
    """The share of slides in common, of the shorter deck."""
    if old.empty or slides.empty:
        return 1.0
    # Slides whose texts are the very same need no matching, which takes a hundred times as long.
    texts = [
        {text[:TEXT_KEPT] for text in frame["text"] if len(text) > TELLING}
        for frame in (old, slides)
    ]
    same = len(texts[0] & texts[1]) / min(len(old), len(slides))
    if same >= 2 * SAME_TALK:
        return same
    sure = match(old, slides)
    sure = sure[(sure["how"] != "order") & (sure["certainty"] >= 0.4)]
    return max(len(sure) / len(old), sure["slide_key"].nunique() / len(slides))


def _files(runs: Path, problems: list[str]) -> list[Path]:
    try:
        names = sorted(path.name for path in runs.iterdir() if path.suffix == SUFFIX)
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(f"{runs}: the runs cannot be read ({error.strerror})")
        return []
    if len(names) > MOST_FILES:
        problems.append(f"{runs}: holds {len(names)} files; only the last {MOST_FILES} are read")
    return [runs / name for name in names[-MOST_FILES:]]


def _check_clock(recorded: JournalContents, path: Path) -> None:
    """Refuse a run whose clock jumped: no visit in it can be trusted."""
    times = [mark["t_s"] for mark in recorded.marks]
    if times != sorted(times):
        back = np.diff(times)
        row = int(back.argmin())
        if back[row] < -JITTER_S:
            raise RunError(
                f"the clock jumped back from {clock.text(times[row])} to "
                f"{clock.text(times[row + 1])} at mark {row + 2}: the run is set aside",
                path,
            )
    if times and times[-1] > clock.LONGEST_S:
        raise RunError(f"a mark stands at {times[-1] / 3600:.0f} hours: the run is set aside", path)


def _distinct(
    found: list[tuple[Path, JournalContents]], problems: list[str]
) -> list[tuple[Path, JournalContents]]:
    """Keep one of each run: cloud drives and hands leave copies, some of them cut short."""
    # The fullest copy stands for the run; among equals the one under the name pacer gave it.
    by_worth = sorted(
        found,
        key=lambda pair: (
            -len(pair[1].marks),
            pair[0].stem != pair[1].header["run_id"],
            len(pair[0].name),
            pair[0].name,
        ),
    )
    by_id: dict[str, tuple[Path, JournalContents]] = {}
    by_content: dict[tuple[Any, ...], Path] = {}
    kept: dict[Path, JournalContents] = {}
    for path, recorded in by_worth:
        content = tuple(map(_bare, recorded.marks))
        run_id = recorded.header["run_id"]
        other, same = by_id.get(run_id, (path, recorded))
        if same is not recorded and recorded.header["started_at"] == same.header["started_at"]:
            shared = sum(
                1 for _ in takewhile(_equal, zip(same.marks, recorded.marks, strict=False))
            )
            if shared == len(recorded.marks):
                problems.append(f"{path.name}: is a copy of {other.name}: set aside")
            else:
                problems.append(
                    f"{path.name}: is a copy of {other.name} that differs from mark "
                    f"{shared + 1} on: set aside, the longer one is kept"
                )
            continue
        if len(content) > 2 and content in by_content:
            problems.append(
                f"{path.name}: holds the same times as {by_content[content].name}: set aside"
            )
            continue
        if same is not recorded:
            run_id = path.stem
            while run_id in by_id:
                run_id += "+"
            problems.append(
                f"{path.name}: has the name of another run, in {other.name}: it is read as {run_id}"
            )
            recorded = replace(recorded, header={**recorded.header, "run_id": run_id})
        by_id[run_id] = path, recorded
        by_content[content] = path
        kept[path] = recorded
    return [(path, kept[path]) for path, _ in found if path in kept]


_bare = itemgetter("t_s", "kind", "slide_key")


def _equal(pair: tuple[dict[str, Any], dict[str, Any]]) -> bool:
    return bool(_bare(pair[0]) == _bare(pair[1]))


def _marks(found: Sequence[tuple[Path, JournalContents]]) -> pd.DataFrame:
    if not found:
        return frames.build(frames.MARKS).assign(note=pd.Series(dtype="str"))
    marks = [mark for _, recorded in found for mark in recorded.marks]
    ids = np.array([recorded.header["run_id"] for _, recorded in found], dtype=object)
    frame = pd.DataFrame(
        {
            "run_id": np.repeat(ids, [len(recorded.marks) for _, recorded in found]),
            "t_s": np.array([mark["t_s"] for mark in marks], dtype=float),
            "kind": _printable([mark["kind"] for mark in marks]),
            "slide_key": _printable([mark["slide_key"] for mark in marks]),
            "note": [line(str(mark["note"])) if "note" in mark else "" for mark in marks],
        }
    )
    # Rounding may leave two marks a little out of order: both get the later time.
    frame["t_s"] = frame.groupby("run_id", sort=False)["t_s"].cummax()
    return frames.check(frame, frames.MARKS)


def _printable(texts: list[str]) -> list[str]:
    strange = {text: line(text) for text in set(texts) if not text.isprintable()}
    return [strange.get(text, text) for text in texts] if strange else texts


def _heads(headers: Iterable[dict[str, Any]]) -> pd.DataFrame:
    names = ("run_id", "kind", "started_at", "deck_digest", "source")
    rows = [
        # Only a log says that it knows nothing of the slides it lacks.
        {name: header[name] for name in names}
        | {"skips_known": header.get("skips_known") is not False}
        for header in headers
    ]
    return pd.DataFrame(rows)


def _names(marks: pd.DataFrame, run_ids: pd.Series[str]) -> pd.Series[str]:
    """What each run was last called, from its marks of the kind `name`."""
    named = marks[marks["kind"] == "name"]
    last = dict(zip(named["run_id"], named["note"], strict=True))
    return pd.Series([last.get(run_id, "") for run_id in run_ids], dtype="str")


def _revisions(headers: Iterable[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    seen: dict[str, pd.DataFrame] = {}
    for header in headers:
        if header["deck_digest"] in seen:
            continue
        seen[header["deck_digest"]] = pd.DataFrame(
            {
                "slide_key": [line(slide["slide_key"]) for slide in header["slides"]],
                "title": [line(slide["title"]) for slide in header["slides"]],
                "text": [tidy(slide["text"]) for slide in header["slides"]],
            },
            dtype="str",
        )
    return seen


def same_run(folder: str | Path, marks: Iterable[tuple[float, str, str]]) -> str | None:
    """The run that holds just these marks: what is taken in twice would count twice.

    Parameters
    ----------
    folder : path-like
        The talk's.
    marks : iterable of (t_s, kind, slide_key)
    """
    wanted = [(round(t_s, 6), kind, key) for t_s, kind, key in marks]
    for run_id, own in load(folder).marks.groupby("run_id"):
        if len(own) == len(wanted) and wanted == list(
            zip(own["t_s"], own["kind"], own["slide_key"], strict=True)
        ):
            return str(run_id)
    return None


def last_texts(visits: pd.DataFrame, loaded: Loaded) -> dict[str, str]:
    """The text each slide had in the last run that showed it.

    Parameters
    ----------
    visits : pandas.DataFrame
        As `on_slides` gives them, oldest run first.
    loaded : Loaded
        The runs they come from.

    Returns
    -------
    dict of str to str
        Today's slide key -> the first `TEXT_KEPT` characters of its text of the day; slides
        that no run has shown, or whose text was not kept, are not in it.
    """
    digest_of = dict(zip(loaded.runs["run_id"], loaded.runs["deck_digest"], strict=True))
    texts = {
        digest: dict(zip(seen["slide_key"], seen["text"], strict=True))
        for digest, seen in loaded.slides_seen.items()
    }
    last = visits.drop_duplicates("slide_key", keep="last")
    found = {
        row.slide_key: texts.get(digest_of[row.run_id], {}).get(row.recorded_key)
        for row in frames.rows(last)
    }
    return {key: text[:TEXT_KEPT] for key, text in found.items() if text is not None}
