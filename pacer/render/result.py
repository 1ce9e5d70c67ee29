"""What every answer is: something that says itself as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer.render import html, terminal

if TYPE_CHECKING:
    from pacer.render.document import Document


class Result:
    """What every answer inherits: it says itself as a `Document`, and so prints well anywhere."""

    def document(self) -> Document:
        """What to show."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return terminal.text(self.document())

    def _repr_html_(self) -> str:
        return html.fragment(self.document())
