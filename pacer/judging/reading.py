"""A reading: a table in which someone who knows the talk says how much each slide is needed.

The speaker, a co-author or an assistant fills in some of the last columns of a sheet that pacer
writes. What they say is evidence, not an order: a plan weighs it with what it knows besides.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.core import clock
from pacer.core.errors import PacerError
from pacer.core.text import line as one_line
from pacer.core.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

COLUMNS = (
    "position", "title", "text", "notes", "minutes", "said",
    "need", "p_keep", "section", "leans_on", "same_as",
)  # fmt: skip
_SAID = ("need", "p_keep", "section", "leans_on", "same_as")
MOST_BYTES, MOST_ROWS, MOST_NOTES = 10_000_000, 20_000, 3
# A need in units of what text says (`pacer.judging.belief`), as it was fitted.
NEED_VALUE = {1: -1.3, 2: -0.7, 3: 0.2, 4: 1.0, 5: 1.6}
# How much text still says beside a reading, and what a need and the log odds of p_keep count.
# p_keep, where there is one, says more than need's five steps and stands in for it.
TEXT_SHARE, NEED_SHARE, KEEP_SHARE, MOST_SURE = 0.5, 0.5, 0.6, 0.97
# A slide said to repeat another, and nothing more, is a good cut.
REPEATS_NEED = 2
# Titles that differ on more than this share of the rows are another talk's.
MOST_OTHER = 0.5
# A spreadsheet takes these at the start of a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Reading:
    """What one reader says, by position in the deck; absent where he says nothing.

    Parameters
    ----------
    name : str
        The file.
    need : mapping of int to float
        1 (should go first) to 5 (the thread breaks without it).
    p_keep : mapping of int to float
        The chance that it stays in a version of half the length.
    section : mapping of int to str
    leans_on : mapping of int to tuple of int
        Slides without which it would not be understood.
    same_as : mapping of int to int
        The slide that it repeats.
    warnings : tuple of str
        What was left out, one line a file.
    """

    name: str
    need: Mapping[int, float] = field(default_factory=dict)
    p_keep: Mapping[int, float] = field(default_factory=dict)
    section: Mapping[int, str] = field(default_factory=dict)
    leans_on: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    same_as: Mapping[int, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def sheet(
    slides: pd.DataFrame,
    seconds: Floats,
    said: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The table to fill in: one row a slide that is shown, the columns of `COLUMNS`.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    seconds : ndarray of float, shape (n,)
        What each slide takes.
    said : mapping of str to str, optional
        Slide key -> the words spoken on it.
    """
    spoken = said or {}
    rows = [
        {
            "position": position,
            "title": title,
            "text": text,
            "notes": notes,
            "minutes": clock.text(takes),
            "said": spoken.get(key, ""),
            **dict.fromkeys(_SAID, ""),
        }
        for key, position, title, text, notes, takes, hidden in zip(
            *(slides[name] for name in ("slide_key", "position", "title", "text", "notes")),
            seconds,
            slides["hidden"],
            strict=True,
        )
        if not hidden
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def written(table: pd.DataFrame) -> str:
    """The sheet as CSV; a cell that a spreadsheet would take for a formula is quoted with ``'``."""
    plain = table.map(
        lambda value: (
            f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        )
    )
    return str(plain.to_csv(index=False, lineterminator="\n"))


def how_to() -> str:
    """How to judge, in words to hand to whoever fills in a sheet."""
    return (files("pacer.judging") / "how_to_judge.md").read_text(encoding="utf-8")


def read(path: str | Path, slides: pd.DataFrame) -> Reading:
    """Read a sheet that was filled in.

    Parameters
    ----------
    path : path-like
        CSV with a column ``position`` and any of need, p_keep, section, leans_on, same_as; the
        first line names them. Commas, semicolons or tabs; UTF-8, UTF-16 or Windows' own.
    slides : pandas.DataFrame
        SLIDES; where the sheet has a column ``title``, its titles have to be the deck's.

    Returns
    -------
    Reading

    Raises
    ------
    PacerError
        If the file cannot be read, has no ``position``, is of another talk, or says a need
        outside 1 to 5 or a p_keep outside 0 to 1.
    """
    path = Path(path)
    name = one_line(path.name, limit=80)
    text, remarks = _text(path, name)
    table, where = _table(text, name)
    known = dict(zip(slides["position"].tolist(), slides["title"].tolist(), strict=True))
    kept: dict[int, dict[str, str]] = {}
    past, broken, twice = 0, 0, 0
    for row, at in zip(table, where, strict=True):
        if not any(row.values()):
            continue
        position = _whole(row["position"])
        if position is None:
            broken += 1
        elif position not in known:
            past += 1
        else:
            twice += position in kept
            kept[position] = row | {"line": str(at)}
    if not kept:
        raise PacerError(f"{name}: no row names a slide of this deck: write it with pacer sheet")
    _same_talk(kept, known, name)
    if broken:
        remarks.append(f"{count(broken, 'row')} without a position")
    if past:
        remarks.append(f"{count(past, 'row')} past the deck's {count(len(known), 'slide')}")
    if twice:
        remarks.append(f"{count(twice, 'slide')} named twice, the last counts")
    other = [
        one_line(head, limit=20) for head in (table[0] if table else {}) if head not in COLUMNS
    ]
    if other:
        more = f" and {len(other) - MOST_NOTES} more" if len(other) > MOST_NOTES else ""
        remarks.append(f"columns it does not know ({', '.join(other[:MOST_NOTES])}{more})")
    shown = slides.loc[~slides["hidden"].to_numpy(), "position"]
    missing = len(set(shown) - set(kept))
    if missing:
        remarks.append(f"nothing on {count(missing, 'slide')}")
    found = _judged(kept, known, name)
    if not any(found.values()):
        remarks.append("none of its columns need, p_keep, section, leans_on, same_as filled in")
    return Reading(name, **found, warnings=(f"{name}: {'; '.join(remarks)}.",) if remarks else ())


def _text(path: Path, name: str) -> tuple[str, list[str]]:
    try:
        if not path.is_file():
            raise PacerError(f"{path}: there is no such file: write one with pacer sheet")
        if path.stat().st_size > MOST_BYTES:
            raise PacerError(f"{name}: is too large for a reading ({path.stat().st_size >> 20} MB)")
        data = path.read_bytes()
    except OSError as error:
        raise PacerError(f"{name}: cannot be read ({error.strerror})") from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), ["read as UTF-16"]
    if b"\x00" in data:
        raise PacerError(f"{name}: is no text: save the sheet as CSV")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ["read as Windows-1252, not UTF-8"]


def _table(text: str, name: str) -> tuple[list[dict[str, str]], list[int]]:
    """Rows by column name, lower case, and the lines they end on."""
    head = next((one for one in text.splitlines() if one.strip()), "")
    delimiter = max(",;\t", key=head.count)
    # A field of a sheet holds a slide's whole text; the limit is everybody's, so it is put back.
    usual = csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads: list[str] = []
    rows: list[dict[str, str]] = []
    where: list[int] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not heads:
                heads = [cell.strip().casefold() for cell in cells]
                if "position" not in heads:
                    there = one_line(", ".join(heads), limit=80)
                    raise PacerError(
                        f"{name}: has no column position (it has {there}): write the sheet with "
                        "pacer sheet and fill it in"
                    )
                continue
            if len(rows) == MOST_ROWS:
                raise PacerError(
                    f"{name}: has more than {MOST_ROWS} rows: it is no sheet of a talk"
                )
            padded = [cell.strip() for cell in cells] + [""] * len(heads)
            rows.append(dict(zip(heads, padded, strict=False)))
            where.append(reader.line_num)
    except csv.Error as error:
        raise PacerError(f"{name}: line {reader.line_num}: is no CSV ({error})") from error
    finally:
        csv.field_size_limit(usual)
    if not heads:
        raise PacerError(f"{name}: is empty: write it with pacer sheet")
    return rows, where


def _whole(written: str) -> int | None:
    number = _number(written)
    return int(number) if number is not None and number == int(number) and number > 0 else None


def _number(written: str) -> float | None:
    """A number as spreadsheets write it; None where it is none."""
    text = written.removeprefix("'").replace(",", ".")
    try:
        number = float(text.removesuffix("%").strip())
    except ValueError:
        return None
    return (number / 100 if text.endswith("%") else number) if math.isfinite(number) else None


def _same_talk(kept: Mapping[int, Mapping[str, str]], known: Mapping[int, str], name: str) -> None:
    titled = {at: row["title"] for at, row in kept.items() if row.get("title")}

    def plain(title: str) -> str:
        return re.sub(r"\W+", " ", one_line(title)).strip().casefold()

    other = [at for at, title in titled.items() if plain(title) != plain(known[at])]
    if len(titled) >= 2 and len(other) > MOST_OTHER * len(titled):
        at = min(other)
        here, there = (one_line(title, limit=40) for title in (known[at], titled[at]))
        raise PacerError(
            f"{name}: is of another talk: slide {at} is {here!r} here and {there!r} there; write "
            "the sheet of this deck with pacer sheet"
        )


def _judged(
    kept: Mapping[int, Mapping[str, str]], known: Mapping[int, str], name: str
) -> dict[str, dict[int, Any]]:
    found: dict[str, dict[int, Any]] = {column: {} for column in _SAID}
    for position, row in sorted(kept.items()):
        where = f"{name}: line {row['line']}: "
        for column, low, high, cure in (
            ("need", 1, 5, "write 1 (should go first) to 5 (the thread breaks without it)"),
            ("p_keep", 0, 1, "write a share from 0 to 1, such as 0.7"),
        ):
            if given := row.get(column, ""):
                number = _number(given)
                if number is None or not low <= number <= high:
                    raise PacerError(f"{where}{column} is {one_line(given, limit=20)!r}: {cure}")
                found[column][position] = number
        if section := row.get("section", ""):
            found["section"][position] = one_line(section, limit=80)
        leans = tuple(
            at
            for text in re.split(r"[\s,;]+", row.get("leans_on", ""))
            if (at := _whole(text)) in known and at != position
        )
        if leans:
            found["leans_on"][position] = leans
        first = re.split(r"[\s,;]+", row.get("same_as", ""))[0]
        if (at := _whole(first)) in known and at != position:
            found["same_as"][position] = at
    return found


@dataclass(frozen=True, eq=False)
class Evidence:
    """What readings say together of each slide shown.

    Parameters
    ----------
    value : ndarray of float, shape (n,)
        In units of `pacer.judging.belief`'s z, centred; NaN where no reading says anything.
    differ : ndarray of float or None
        How far the readers differ; None with fewer than two.
    section : tuple of str
        Of the first reading that names sections; empty without one.
    """

    value: Floats
    differ: Floats | None
    section: tuple[str, ...]


def evidence(readings: Sequence[Reading], positions: Sequence[int]) -> Evidence:
    """Several readings as one: the mean of what they say.

    Parameters
    ----------
    readings : sequence of Reading
    positions : sequence of int
        Of the slides shown.
    """
    each = np.array([_values(reading, positions) for reading in readings]).reshape(
        len(readings), len(positions)
    )
    known = np.isfinite(each)
    times = known.sum(0)
    value = np.where(times > 0, np.where(known, each, 0.0).sum(0) / np.maximum(times, 1), np.nan)
    if (times > 0).any():
        value = value - np.nanmean(value)
    differ = None
    if len(readings) > 1:
        mean = np.where(known, each, 0.0).sum(0) / np.maximum(times, 1)
        spread = np.where(known, (each - mean) ** 2, 0.0).sum(0) / np.maximum(times, 1)
        differ = np.sqrt(spread)
    named = next((reading.section for reading in readings if reading.section), {})
    last, section = "", []
    for at in positions:
        last = named.get(at, last)
        section.append(last)
    return Evidence(value, differ, tuple(section) if named else ())


def _values(reading: Reading, positions: Sequence[int]) -> list[float]:
    found = []
    for at in positions:
        if at in reading.p_keep:
            sure = min(max(reading.p_keep[at], 1 - MOST_SURE), MOST_SURE)
            found.append(KEEP_SHARE * math.log(sure / (1 - sure)))
        elif at in reading.need or at in reading.same_as:
            need = reading.need.get(at, REPEATS_NEED)
            found.append(
                NEED_SHARE * float(np.interp(need, list(NEED_VALUE), list(NEED_VALUE.values())))
            )
        else:
            found.append(math.nan)
    return found


def leaned_on(readings: Sequence[Reading], position: int) -> list[int]:
    """Slides that readers say one stands on, the one named most often first."""
    named = Counter(at for reading in readings for at in reading.leans_on.get(position, ()))
    return sorted(named, key=lambda at: (-named[at], at))
