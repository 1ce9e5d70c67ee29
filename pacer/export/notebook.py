"""A notebook whose cut slides are skipped or gone, and each other's budget in its first cell.

Only the metadata of those cells is written; all other bytes stay, outputs and all.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

from pacer.deck import notebook, sources
from pacer.deck.notebook import BUDGET, OWN

if TYPE_CHECKING:
    import pandas as pd

    from pacer.deck import Deck

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:  # noqa: ARG001
    """Write the notebook with what is cut skipped or removed."""
    rows = plan.set_index("slide_key")
    raw = sources.load(deck.path)
    text = raw.decode("utf-8-sig")
    listed = notebook.cells(notebook.read(raw, deck.path))
    sheets = cell_spans(text)
    spans = [span for sheet in sheets for span in sheet]
    gone: set[int] = set()
    changes: list[tuple[int, int, str]] = []
    for slide, key in zip(notebook.slides(listed), deck.slides["slide_key"], strict=True):
        if key not in rows.index:
            continue
        row = rows.loc[key]
        if row["action"] in ("cut", "merge"):
            if mode == "remove":
                gone.update((*slide.cells, *slide.notes))
                continue
            for place in [*slide.cells, *slide.notes]:
                changes += _changed(text, spans[place], {"slideshow": {"slide_type": "skip"}})
        else:
            budget = {OWN: {BUDGET: round(float(row["budget_s"]), 1)}}
            changes += _changed(text, spans[slide.cells[0]], budget)
    first = 0
    for sheet in sheets:
        changes += _removed(sheet, {place - first for place in gone})
        first += len(sheet)
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    bom = raw[:3] if raw.startswith(b"\xef\xbb\xbf") else b""
    file.write(bom + text.encode("utf-8"))


def _skip(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]


def members(text: str, at: int) -> dict[str, tuple[int, int]]:
    """Where the values of the object that begins at `at` stand in a text of JSON.

    Examples
    --------
    >>> members('{"a": [1], "b": 2}', 0)
    {'a': (6, 9), 'b': (16, 17)}
    """
    found: dict[str, tuple[int, int]] = {}
    at = _skip(text, at + 1)
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        start = _skip(text, _skip(text, at) + 1)
        _, end = _DECODER.raw_decode(text, start)
        found[name] = (start, end)
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def cell_spans(text: str) -> list[list[tuple[int, int]]]:
    """Where each cell of a notebook stands in its text, by worksheet; today's have one."""
    top = members(text, _skip(text, 0))
    if "cells" in top:
        return [_items(text, top["cells"][0])]
    sheets = _items(text, top["worksheets"][0])
    return [
        _items(text, inner)
        for start, _ in sheets
        for name, (inner, _) in members(text, start).items()
        if name == "cells"
    ]


def _removed(spans: list[tuple[int, int]], gone: set[int]) -> list[tuple[int, int, str]]:
    """The stretches to take out so that the list goes on without these items."""
    made: list[tuple[int, int, str]] = []
    kept = [place for place in range(len(spans)) if place not in gone]
    if not kept:
        return [(spans[0][0], spans[-1][1], "")] if spans else []
    if kept[0] > 0:
        made.append((spans[0][0], spans[kept[0]][0], ""))
    for before, after in pairwise([*kept, len(spans)]):
        if after - before > 1:
            made.append((spans[before][1], spans[after - 1][1], ""))
    return made


def _items(text: str, at: int) -> list[tuple[int, int]]:
    found = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        _, end = _DECODER.raw_decode(text, at)
        found.append((at, end))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _changed(
    text: str, cell: tuple[int, int], wanted: dict[str, dict[str, Any]]
) -> list[tuple[int, int, str]]:
    """The stretches of a cell to write anew so that its metadata says what is wanted."""
    inside = members(text, cell[0])
    if "metadata" not in inside:
        return [_put_in(text, cell[0], "metadata", wanted)]
    start, end = inside["metadata"]
    if text[start] != "{":
        return [(start, end, json.dumps(wanted))]
    said = members(text, start)
    made = []
    for name, values in wanted.items():
        if name not in said:
            made.append(_put_in(text, start, name, values))
        elif text[said[name][0]] != "{":
            made.append((*said[name], json.dumps(values)))
        else:
            within = members(text, said[name][0])
            made += [
                (*within[key], json.dumps(value)) if key in within
                else _put_in(text, said[name][0], key, value)
                for key, value in values.items()
            ]  # fmt: skip
    return made


def _put_in(text: str, at: int, name: str, value: Any) -> tuple[int, int, str]:
    """A member more at the head of the object that begins at `at`, parted as those it has."""
    after = _skip(text, at + 1)
    blank = text[at + 1 : after]
    new = f"{json.dumps(name)}: {json.dumps(value)}"
    if text[after] == "}":
        return at + 1, at + 1, new
    return at + 1, at + 1, f"{blank}{new}," + ("" if blank else " ")
