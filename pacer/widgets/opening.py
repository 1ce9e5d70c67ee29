"""One room opens another by its name: rooms know nothing of each other's code."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from pacer.project import Project

Room = Literal["rehearse", "trim", "compare"]
_MODULES: Final[dict[Room, str]] = {
    "rehearse": "rehearsal",
    "trim": "trim",
    "compare": "comparison",
}


def open_room(room: Room, project: Project, **how: Any) -> Any:
    """Open a room of a talk from within another.

    Parameters
    ----------
    room : {"rehearse", "trim", "compare"}
        By the function of its module that opens it, which says what `how` may hold.
    project : Project

    Returns
    -------
    RoomWidget

    Raises
    ------
    PacerError
        As the room's own function does.
    """
    return getattr(import_module(f"pacer.widgets.{_MODULES[room]}"), room)(project, **how)
