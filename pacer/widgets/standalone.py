"""A room in one HTML file: the bundle that ships, and what Python recorded for it to answer.

It needs no kernel, no server and no network, so a co-speaker opens it in any browser. What only
Python can do, such as a new plan after an answer, it says in a line.
"""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any, Final

from pacer.core.errors import PacerError
from pacer.options import PlanOptions
from pacer.render import html
from pacer.results.make_plan import make_plan
from pacer.widgets import protocol
from pacer.widgets.base import STATIC, Synced
from pacer.widgets.trim import TrimWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pacer.project import Project
    from pacer.widgets.base import RoomWidget

ALONE: Final = (
    "This page is a copy without Python behind it: in Jupyter, pacer plans anew and keeps it"
)
# Plans are recorded for slots this far apart, and for so many at most.
STEP_S: Final = 60.0
MOST_PLANS: Final = 60
# Slides' pictures travel within the page: so many bytes of them at most.
MOST_PICTURES: Final = 12 * 2**20


def page(
    room: RoomWidget,
    *,
    title: str,
    note: str = "",
    plans: list[dict[str, Any]] | None = None,
    pictures: Mapping[str, Path] | None = None,
) -> str:
    """A room as it stands, as a page of its own.

    Parameters
    ----------
    room : RoomWidget
    title, note : str
        At the head of the page.
    plans : list of dict, optional
        The trim room's proposals, as `record_plans` gives them.
    pictures : mapping of slide_key to path, optional
        JPEGs; where they are too large in all, slides are shown by their words.

    Returns
    -------
    str
        HTML that asks no network for anything.
    """
    bundle = room.bundle
    state = {
        name: protocol.plain(getattr(room, name))
        for name, trait in room.traits(sync=True).items()
        if isinstance(trait, Synced)
    }
    recording = {
        "state": state,
        "plans": plans or [],
        "pictures": _pictures(pictures or {}),
        "alone": ALONE,
    }
    return html.standalone(
        title=title,
        note=note,
        styles="\n".join(_static(name, "css") for name in ("standalone", bundle)),
        data={
            "host": _static("standalone", "js"),
            "bundle": _static(bundle, "js"),
            "recording": recording,
        },
    )


def plan_page(
    project: Project,
    *,
    title: str,
    talk_s: float,
    questions_s: float = 0.0,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> str:
    """The trim room of a talk as a page: drag the slot, open the stretches.

    Parameters
    ----------
    project : Project
        Nothing is decided in it.
    title : str
    talk_s, questions_s : float
        Seconds to speak in, and kept for questions, to begin with.
    progress : callable
        Told (done, of) as plans are made.

    Raises
    ------
    SlotTooShort
        If nothing that may be cut makes the talk fit in `talk_s`.
    """
    make_plan(project, talk_s, PlanOptions())  # where nothing fits, this says so
    room = TrimWidget(project, talk_s=talk_s, questions_s=questions_s)
    try:
        plans = record_plans(room, progress)
        return page(room, title=title, note=ALONE + ".", plans=plans)
    finally:
        room.close()


def record_plans(
    room: TrimWidget, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> list[dict[str, Any]]:
    """What the trim room would propose for slots a minute apart, shortest first.

    Parameters
    ----------
    room : TrimWidget
        Its ladder is made too, so that a drag shows what Python would.
    progress : callable
        Told (done, of).
    """
    step_s = STEP_S * max(1, math.ceil(room.longest_s / STEP_S / MOST_PLANS))
    times = sorted(
        {room.talk_s, *(step_s * n for n in range(1, int(room.longest_s // step_s) + 1))}
    )
    plans = []
    for done, talk_s in enumerate(times):
        progress(done, len(times))
        proposal = room.proposal_for(talk_s)
        if proposal.steps is not None:
            plans.append(protocol.plain(proposal))
    room.climb()
    progress(len(times), len(times))
    return plans


def _static(name: str, ending: str) -> str:
    return (STATIC / f"{name}.{ending}").read_text(encoding="utf-8")


def _pictures(paths: Mapping[str, Path]) -> dict[str, str]:
    try:
        data = {key: path.read_bytes() for key, path in paths.items()}
    except OSError as error:
        raise PacerError(f"a slide's picture cannot be read: {error.strerror}") from error
    if sum(map(len, data.values())) > MOST_PICTURES:
        return {}
    return {key: base64.b64encode(raw).decode() for key, raw in data.items()}
