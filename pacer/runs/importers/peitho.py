"""A rehearsal of peitho: JSON with the sections' names and milliseconds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pacer.runs.importers.source import Row, Table

if TYPE_CHECKING:
    from pacer.runs.importers.source import Source

LABEL = "peitho rehearsal"


def looks_like(source: Source) -> bool:
    """Whether the file is of this format."""
    return source.first.startswith("{") and any('"actualMs"' in line for line in source.lines)


def read(source: Source) -> Table:
    """Read the rows; a line that makes no sense is refused."""
    found = _parse(source)
    if found.get("version") != 1:
        raise source.refuse("is of another version than 1, which is what pacer reads")
    rows: list[Row] = []
    at_s = 0.0
    sections = found.get("sections")
    for nth, section in enumerate(sections if isinstance(sections, list) else [], 1):
        name, spent = _field(section, "name", str), _field(section, "actualMs", (int, float))
        if name is None:
            raise source.refuse(f"section {nth} has no name")
        # A section that was not reached has no time; one passed in no time has 0.
        if spent is not None:
            if not 0 <= spent <= 86_400_000:
                raise source.refuse(f"section {nth} lasts {spent} ms, which is no time")
            rows.append(Row(nth, name, at_s, at_s + spent / 1000))
            at_s += spent / 1000
    recorded = _field(found, "recordedAtMs", (int, float))
    began = datetime.fromtimestamp(recorded / 1000, UTC) if 0 < (recorded or 0) < 1e14 else None
    elapsed = _field(found, "elapsedMs", (int, float))
    end_s = elapsed / 1000 if elapsed is not None and 0 <= elapsed <= 86_400_000 else None
    return Table(rows, began, end_s=end_s)


def _parse(source: Source) -> dict[str, Any]:
    try:
        found = json.loads("\n".join(source.lines))
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise source.refuse("no JSON that can be read", line) from error
    except RecursionError as error:
        raise source.refuse("no JSON that can be read: it is nested too deeply") from error
    if not isinstance(found, dict):
        raise source.refuse("no rehearsal of peitho")
    return found


def _field(found: object, name: str, kind: type | tuple[type, ...]) -> Any:
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, kind) and not isinstance(value, bool) else None
