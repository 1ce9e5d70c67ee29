"""A PDF deck with the pages of its cut slides last, or gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck import pdf_copying

if TYPE_CHECKING:
    import pandas as pd

    from pacer.deck import Deck


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:
    """Write the pages of the slides that stay, and with "hide" those of the others after them."""
    if suffix != ".pdf":
        raise DeckError(f"a PDF cannot be written as {suffix}: end the name in .pdf", deck.path)
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    kept: list[int] = []
    moved: list[int] = []
    for key in deck.slides["slide_key"]:
        (moved if key in gone else kept).extend(page - 1 for page in deck.pages[key])
    order = kept + (moved if mode == "hide" else [])
    if deck.notes_layout == "after":
        # The slides come first and their pages of notes behind them all, in the same order.
        half = min(max(pages) for pages in deck.pages.values()) - 1
        order.sort(key=lambda page: page >= half)
    file.write(_labelled(*pdf_copying.pages(deck.path, [page + 1 for page in order])))


def _labelled(raw: bytes, labels: list[str]) -> bytes:
    """The file with its pages' labels, which tell the steps of a slide and PDFium leaves behind.

    They are added as an incremental update (ISO 32000-1, 7.5.6): the catalogue once more, behind
    the file as it was. A file of another make than PDFium's usual is given back as it is.
    """
    root = re.search(rb"/Root\s+(\d+)\s+0\s+R", raw[raw.rfind(b"trailer") :])
    size = re.search(rb"/Size\s+(\d+)", raw[raw.rfind(b"trailer") :])
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", raw)
    if not any(labels) or root is None or size is None or start is None:
        return raw
    found = re.search(rb"[\r\n]%s 0 obj\s*(<<.*?>>)\s*endobj" % root[1], raw, re.DOTALL)
    if found is None or b"/PageLabels" in found[1]:
        return raw
    named = b" ".join(
        b"%d << /P <%s> >>" % (place, (b"\xfe\xff" + label.encode("utf-16-be")).hex().encode())
        for place, label in enumerate(labels)
    )
    at = len(raw) + 1
    entry = b"%s 0 obj\n%s /PageLabels << /Nums [%s] >> >>\nendobj\n" % (
        root[1], found[1][:-2], named,
    )  # fmt: skip
    table = b"xref\n%s 1\n%010d 00000 n\r\ntrailer\n<< /Root %s 0 R /Size %s /Prev %s >>\n" % (
        root[1], at, root[1], size[1], start[1],
    )  # fmt: skip
    return raw + b"\n" + entry + table + b"startxref\n%d\n%%%%EOF\n" % (at + len(entry))
