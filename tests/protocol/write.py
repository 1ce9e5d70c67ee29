"""``make fixtures``: what Python sends to a page, of the sample talk, for the tests of both sides.

A test that writes by hand what the other side should send proves nothing: here Python writes it,
once; pytest proves that it still would, and vitest feeds it to what receives it on a page.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from tests.protocol.ladders import plan

HERE = Path(__file__).parent / "fixtures"
# Talk times at which the page must keep what Python's ladder keeps.
LADDER_S = (900.0, 1080.0, 1500.0, 2000.0)


def ladder() -> dict[str, Any]:
    """The sample talk's ladder as its trim room sends it, and the plans Python reads off it."""
    import pacer
    from pacer import planning, sample
    from pacer.widgets.protocol import plain
    from pacer.widgets.trim import make_ladder

    with tempfile.TemporaryDirectory() as home:
        talk = pacer.open(sample.copy(home), slot="20:00", questions="2:00")
        made = planning.anchors(talk.slides, talk.project.fit(), [1080.0])
    sent = plain(make_ladder(made))
    return {"ladder": sent, "cases": [plan(sent, talk_s) for talk_s in LADDER_S]}


def write(name: str, content: object) -> None:
    """Write one fixture, with one line a field so that a change can be read."""
    lines = json.dumps(content, ensure_ascii=False, allow_nan=False)
    (HERE / f"{name}.json").write_text(lines + "\n", encoding="utf-8")


def main() -> None:
    os.environ["PACER_PROFILE"] = "off"
    write("ladder", ladder())


if __name__ == "__main__":
    main()
