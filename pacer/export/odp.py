"""An OpenDocument deck whose cut pages are hidden or gone, and none of which advances by itself."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck.package import Package

if TYPE_CHECKING:
    import pandas as pd

    from pacer.deck import Deck

_PAGE = re.compile(rb"<draw:page(?=[\s>/])[^<>]*>")
_STYLE_NAME = re.compile(rb'\bdraw:style-name="([^"]*)"')
_ADVANCE = re.compile(rb'\s+presentation:(?:transition-type="automatic"|duration="[^"]*")')
_STYLES = re.compile(rb"<office:automatic-styles\s*(/?)>")
_HIDDEN = b'presentation:visibility="hidden"'
_PREFIXES = (b"xmlns:draw=", b"xmlns:presentation=", b"xmlns:style=", b"xmlns:office=")


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:
    """Write the deck with what is cut hidden or removed.

    Raises
    ------
    DeckError
        If it is to be written as another kind, or its XML is not as usual.
    """
    if suffix not in (".odp", ".otp"):
        raise DeckError(f"cannot be written as {suffix}: end the name in .odp", deck.path)
    gone = set(plan.loc[plan["action"].isin(["cut", "merge"]), "slide_key"])
    with Package(deck.path, kind="an OpenDocument presentation") as package:
        content = package.data("content.xml")
    pages = list(_PAGE.finditer(content))
    if len(pages) != len(deck.slides) or not all(name in content for name in _PREFIXES):
        raise DeckError("cannot be rewritten: save it anew in LibreOffice and retry", deck.path)
    cut = [page for page, key in zip(pages, deck.slides["slide_key"], strict=True) if key in gone]
    changed = _removed(content, cut) if mode == "remove" else _hidden(content, cut)
    changed = re.sub(
        rb"<style:drawing-page-properties\b[^<>]*>", lambda m: _ADVANCE.sub(b"", m[0]), changed
    )
    try:
        with zipfile.ZipFile(deck.path) as old, zipfile.ZipFile(file, "w") as new:
            for entry in old.infolist():
                data = changed if entry.filename == "content.xml" else old.read(entry)
                new.writestr(entry, data, compress_type=entry.compress_type)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DeckError("is damaged: save it anew in LibreOffice and retry", deck.path) from error


def _removed(content: bytes, cut: list[re.Match[bytes]]) -> bytes:
    for page in reversed(cut):
        end = page.end()
        if not page[0].endswith(b"/>"):
            end = content.index(b"</draw:page>", page.start()) + len(b"</draw:page>")
        content = content[: page.start()] + content[end:]
    return content


def _hidden(content: bytes, cut: list[re.Match[bytes]]) -> bytes:
    """Give each cut page a copy of its style that hides it; pages share their styles."""
    made: dict[bytes, tuple[bytes, bytes]] = {}
    for page in reversed(cut):
        found = _STYLE_NAME.search(page[0])
        name = found[1] if found else b""
        if name not in made:
            new = b"pacer-hidden-%d" % (len(made) + 1)
            made[name] = new, _hiding(content, name, new)
        named = b'draw:style-name="%s"' % made[name][0]
        tag = (
            page[0].replace(found[0], named)
            if found
            else page[0].replace(b"<draw:page", b"<draw:page " + named, 1)
        )
        content = content[: page.start()] + tag + content[page.end() :]
    styles = b"".join(style for _, style in made.values())
    place = _STYLES.search(content)
    if place is None:
        body = content.index(b"<office:body")
        wrapped = b"<office:automatic-styles>%s</office:automatic-styles>" % styles
        return content[:body] + wrapped + content[body:]
    new_styles = b"<office:automatic-styles>" + styles
    closing = b"</office:automatic-styles>" if place[1] else b""
    return content[: place.start()] + new_styles + closing + content[place.end() :]


def _hiding(content: bytes, name: bytes, new: bytes) -> bytes:
    """A copy of a page's style, under a new name, that hides the page."""
    style = re.search(
        rb'<style:style\b(?=[^<>]*\bstyle:name="%s")(?=[^<>]*\bstyle:family="drawing-page")[^<>]*'
        rb"(?:/>|>.*?</style:style>)" % re.escape(name),
        content,
        re.DOTALL,
    )
    if style is None or b"<style:drawing-page-properties" not in style[0]:
        return (
            b'<style:style style:name="%s" style:family="drawing-page">'
            b"<style:drawing-page-properties %s/></style:style>" % (new, _HIDDEN)
        )
    bare = re.sub(rb'\s+presentation:visibility="[^"]*"', b"", style[0])
    bare = bare.replace(b'style:name="%s"' % name, b'style:name="%s"' % new, 1)
    return bare.replace(
        b"<style:drawing-page-properties", b"<style:drawing-page-properties " + _HIDDEN, 1
    )
