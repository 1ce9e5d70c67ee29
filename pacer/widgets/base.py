"""What all rooms share: the bundle, and the one place where a page's messages are decoded.

What does not decode is dropped, counted and told to the page, which shows it; nothing of it is
applied. A page can write no state at all: the traits travel from Python to the page only.
"""

from __future__ import annotations

from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import anywidget
import msgspec
import traitlets

from pacer.core.errors import PacerError
from pacer.core.text import line
from pacer.widgets import protocol
from pacer.widgets.protocol import Dropped, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacer.widgets.protocol import ToPage

STATIC: Final = Path(__file__).parent / "static"
# The tag of a message that was not understood, as far as it can be told.
ABOUT_SHOWN: Final = 40


class Synced(traitlets.TraitType[Any, Any]):
    """A field of a room's state, of a type of `pacer.widgets.protocol`; sent as plain values."""

    def __init__(self, kind: Any, default: Any = None) -> None:
        super().__init__(default_value=default)
        self._kind = kind
        self.tag(sync=True, to_json=lambda value, _widget: protocol.plain(value))

    def validate(self, obj: Any, value: Any) -> Any:
        """Refuse what the type does not allow: that would be a mistake of pacer's own."""
        if value is self.default_value:
            return value  # not set yet
        try:
            return msgspec.convert(value, self._kind)
        except msgspec.ValidationError as error:
            raise traitlets.TraitError(f"{type(obj).__name__}.{self.name}: {error}") from error


class RoomWidget(anywidget.AnyWidget):
    """A room as a widget; what it takes and shows is told by `pacer.widgets.protocol`.

    A room is made as ``class Trim(RoomWidget, bundle="trim", takes=TrimMessage)``, says in
    `receive` what it does with a message, and in `named` what it is.

    Attributes
    ----------
    bundle : str
        The name of its module and style in `STATIC`.
    dropped : int
        How many messages were not understood.
    """

    bundle: ClassVar[str]
    _messages: ClassVar[Any]

    def __init_subclass__(cls, *, bundle: str = "", takes: Any = None, **options: Any) -> None:
        # Traits that are added to a widget make a class of its own for it, without a bundle.
        if bundle:
            cls.bundle = bundle
            cls._esm = STATIC / f"{bundle}.js"
            cls._css = STATIC / f"{bundle}.css"
            cls._messages = takes
        super().__init_subclass__(**options)

    def __init__(self, **state: Any) -> None:
        if unknown := state.keys() - self.trait_names(sync=True):
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self.dropped = 0
        super().__init__(**state)
        self.on_msg(self._decode)

    def _decode(self, _widget: object, content: object, buffers: Sequence[Any]) -> None:
        try:
            message = protocol.decode(content, self._messages)
        except protocol.NotUnderstoodError as error:
            self.dropped += 1
            about = content.get("type") if isinstance(content, dict) else None
            self.post(
                Dropped(
                    about=line(about, limit=ABOUT_SHOWN) if isinstance(about, str) else "",
                    count=self.dropped,
                    reason=line(str(error), limit=200),
                )
            )
            return
        try:
            self.receive(message, buffers)
        except PacerError as error:
            self.post(Notice(text=line(str(error))))

    def named(self) -> tuple[str, str, str]:
        """What the room is, what it is about, and where what it keeps lies."""
        raise NotImplementedError

    def __repr__(self) -> str:
        # What a saved notebook shows where there is no kernel, and a page without widgets.
        what, about, kept = self.named()
        return f"pacer's {what} on {about}: run this cell to open it; {kept}"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        found = super()._repr_mimebundle_(**options)
        data = found[0] if isinstance(found, tuple) else found
        if data:
            data["text/plain"] = told = repr(self)
            data["text/html"] = f"<p><em>{escape(told)}</em></p>"
        return found

    def receive(self, message: Any, buffers: Sequence[Any]) -> None:
        """Do what a page asks; called with nothing but messages that the room takes."""
        raise NotImplementedError

    def post(self, message: ToPage, buffers: list[bytes] | None = None) -> None:
        """Send a message to the pages."""
        self.send(protocol.plain(message), buffers=buffers)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """A page may not write: neither the room's state nor, above all, its code."""


def home_of(folder: Path) -> str:
    """Under this name a browser keeps what is not yet acknowledged; the path is nobody's."""
    return sha256(str(folder.absolute()).encode()).hexdigest()[:16]
