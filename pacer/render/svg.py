"""Axes -> SVG that lies in a page: its colours and type are the page's own."""

from __future__ import annotations

import re
import warnings
from io import StringIO
from typing import TYPE_CHECKING, Any

from pacer.render.theme import PALETTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Nothing but shapes and text: what describes the file, and a style for the whole page, go.
_SPARE = re.compile(
    r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->|<defs>\s*</defs>", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r'(\bid="|url\(#|href="#)')
_DIGITS = re.compile(r"(\d\.\d{2})\d+")


def alt(ax: Axes) -> str:
    """What the axes show, in words, for those who do not see them."""
    return str(ax.get_label())


def finding(ax: Axes) -> str:
    """The one sentence the axes are drawn for: their title."""
    return str(ax.get_title(loc="left")).replace("\n", " ")


def svg(ax: Axes, name: str) -> str:
    """The axes' figure as an SVG element for a page.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its title is taken off: the page sets it as the figure's caption.
    name : str
        Put before every id, so that figures on one page do not share any.

    Returns
    -------
    str
        Text stays text, colours are ``var(--ink)`` and so on after `pacer.plots.PALETTE`.
    """
    import matplotlib as mpl

    ax.set_title("", loc="left")
    out = StringIO()
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": name}
    with mpl.rc_context(settings), warnings.catch_warnings():
        # The page's own fonts draw what matplotlib's cannot.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        untold = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        ax.figure.savefig(out, format="svg", transparent=True, metadata=untold)  # type: ignore[union-attr]
    drawn = out.getvalue()
    drawn = _SPARE.sub("", drawn[drawn.index("<svg") :])
    drawn = re.sub(
        r'<svg [^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', drawn, count=1
    )

    def own(tag: re.Match[str]) -> str:
        mine = _DIGITS.sub(r"\1", _NAME.sub(rf"\g<1>{name}-", tag[0]))
        for role, colour in PALETTE.items():
            mine = mine.replace(colour, f"var(--{role})")
        return mine

    # Only in tags: the text between them is the speaker's.
    return _TAG.sub(own, drawn).strip()
