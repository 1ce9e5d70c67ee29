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
    """The one stretch of a cell to write anew so that its metadata says what is wanted."""
    inside = members(text, cell[0])
    if "metadata" not in inside:
        made = json.dumps(wanted)
        comma = ", " if inside else ""
        return [(cell[0] + 1, cell[0] + 1, f'"metadata": {made}{comma}')]
    start, end = inside["metadata"]
    said, _ = _DECODER.raw_decode(text, start)
    new = dict(said) if isinstance(said, dict) else {}
    for name, values in wanted.items():
        before = new.get(name)
        new[name] = (before if isinstance(before, dict) else {}) | values
    if new == said:
        return []
    # As the file is indented: by what stands before the cell's own closing brace.
    lead = re.search(r"\n([ \t]*)\}$", text[cell[0] : cell[1]])
    step = " " * max(1, len(lead[1]) // 2) if lead else ""
    if lead is None:
        return [(start, end, json.dumps(new, ensure_ascii=False))]
    made = json.dumps(new, ensure_ascii=False, indent=step or 1)
    new_line = "\r\n" if "\r\n" in text[cell[0] : cell[1]] else "\n"
    return [(start, end, made.replace("\n", f"{new_line}{lead[1]}{step}"))]
