"""What Python's own ladder keeps, for whatever claims to keep the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacer.planning import look_up
from pacer.widgets.protocol import Ladder, plain

if TYPE_CHECKING:
    from collections.abc import Mapping


def plan(sent: Mapping[str, Any] | Ladder, talk_s: float) -> dict[str, Any]:
    """The plan for a talk time, from a ladder as it was sent to a page.

    Returns
    -------
    dict
        `talk_s`, the `levels` by `pacer.planning.look_up`, and the keys of the slides `kept`:
        all that are not cut.
    """
    sent = plain(sent)
    tables = {
        **sent,
        "steps": [[step["slide"], step["level"]] for step in sent["steps"]],
        "from_s": [step["from_s"] for step in sent["steps"]],
    }
    levels = look_up(tables, talk_s)
    assert levels is not None, f"nothing fits {talk_s} s"
    slides = zip(sent["slide_keys"], sent["options"], levels, strict=True)
    kept = [key for key, options, level in slides if level < len(options)]
    return {"talk_s": talk_s, "levels": levels, "kept": kept}
