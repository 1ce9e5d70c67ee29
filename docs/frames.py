"""The frames as tables, from the schemas that check them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.core import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    "str": "text",
    "int64": "whole number",
    "Int64": "whole number",
    "float64": "number",
    "bool": "true or false",
    frames.UTC: "instant, UTC",
}


def page(text: str) -> str:
    """The page with each heading that names a frame followed by its columns."""
    made = []
    for line in text.splitlines():
        made.append(line)
        schema = getattr(frames, line.removeprefix("## "), None) if line[:3] == "## " else None
        if isinstance(schema, frames.Schema):
            made += ["", *_table(schema)]
    return "\n".join(made)


def _table(schema: frames.Schema) -> Iterator[str]:
    yield "| column | kind | may be NA |"
    yield "|---|---|---|"
    for name, kind in schema.columns.items():
        yield f"| `{name}` | {_KINDS[kind]} | {'yes' if name in schema.may_be_na else ''} |"
