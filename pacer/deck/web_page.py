"""The slides of a deck kept as text as one page of HTML, each on a sheet of its own, to be printed.

What a deck holds may be hostile: scripts, frames and whatever else could run or reach out are
taken away; pictures and styles are looked for in the deck's own folder only and put into the
page; and the page's policy lets a browser run and fetch nothing at all.
"""

from __future__ import annotations

import base64
import html
import math
import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pacer.core.errors import DeckError
from pacer.deck import formats, limits, markup, marp_cli, sources

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Event

    from pacer.deck import Deck
    from pacer.deck.markup import Element

# Pixels of a slide, as the format's own tool lays it out.
SIZES = {"marp": (1280, 720), "slidev": (980, 552), "quarto": (1050, 700), "reveal": (960, 700),
         "remark": (908, 681), "ipynb": (960, 700)}  # fmt: skip
MOST_PICTURE, MOST_PICTURES = 12 * 2**20, 80 * 2**20
_MOST_STYLE = 2**20
_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
_RUNS = frozenset(
    ("script", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "link", "meta",
     "base", "template", "noscript", "audio", "source", "track", "param", "dialog", "title",
     "textarea")
)  # fmt: skip
_NAMING = frozenset(("src", "srcset", "poster", "action", "formaction", "data-src"))
_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp",
          ".svg": "svg+xml", ".avif": "avif", ".bmp": "bmp"}  # fmt: skip
_PUT_IN = re.compile(r"data:image/[\w.+-]+[;,]", re.IGNORECASE)
_NUMBER = re.compile(r"data:image/png;,(\d+)")
_URL = re.compile(r"url\(\s*(\"[^\"]*\"|'[^']*'|[^)\"'\s]*)\s*\)", re.IGNORECASE)
_COLOUR = re.compile(r"[#\w(),.% /-]{1,80}")
_BITMAP = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,(.+)", re.DOTALL)
# A rule of a theme: the letters of reveal.js's or remark's slides.
_THEME = re.compile(
    r"\.(?:reveal(?:-viewport)?|remark-slide-content)\s*(?:,[^{}]*)?\{[^{}]*\bfont(?:-size)?\s*:"
)
# Where the tools that make sites keep what ``/x`` names.
_ROOTS = ("", "public", "static")
_STAGES = {
    "remark": ('<div class="remark-slide-container remark-visible"><div class="remark-slide">',
               "</div></div>", "remark-slide-content"),
}  # fmt: skip
_STAGE = ('<div class="reveal"><div class="slides">', "</div></div>", "present")
# For decks whose own style is not here.
_PLAIN = """
section { font-family: "Source Sans 3", "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
  color: #222; background: #fff; min-height: 100%; padding: 5% 6%; line-height: 1.3;
  isolation: isolate; }
h1, h2 { font-size: 1.6em; line-height: 1.15; margin: 0 0 .5em; } h3 { font-size: 1.25em; }
h3, h4, h5, h6 { margin: .4em 0; } p, ul, ol, table, pre, blockquote { margin: .4em 0; }
pre, code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: .85em; }
pre { background: #f4f4f4; padding: .6em; overflow: hidden; white-space: pre-wrap; }
pre code { font-size: 1em; }
table { border-collapse: collapse; } td, th { border: 1px solid #bbb; padding: .15em .5em; }
blockquote { border-left: .25em solid #bbb; padding-left: .8em; color: #555; }
img, svg { max-width: 100%; max-height: MOSTpx; object-fit: contain; } a { color: #06c; }
img[alt~="bg"] { position: absolute; left: 0; top: 0; width: 100%; height: 100%; max-height: none;
  object-fit: cover; z-index: -1; }
img[alt*="bg right"] { left: 50%; width: 50%; } img[alt*="bg left"] { width: 50%; }
.inverse, .invert { background: #272822; color: #eee; } .center { text-align: center; }
.cover, .section, .lead, .middle, .intro, .statement, section.center { display: flex !important;
  flex-direction: column; justify-content: center; }
"""
_GEOMETRY = """
@page { size: WIDEpx HIGHpx; margin: 0; }
* { -webkit-print-color-adjust: exact !important; animation: none !important;
  transition: none !important; }
html, body { margin: 0 !important; padding: 0 !important; width: WIDEpx !important;
  height: auto !important; overflow: visible !important; display: block !important; }
.pacer-slide { display: block !important; position: relative !important; width: WIDEpx !important;
  height: HIGHpx !important; margin: 0 !important; overflow: hidden !important;
  contain: strict !important; break-after: page !important; break-inside: avoid !important; }
.pacer-slide > div, .pacer-slide > div > div { position: absolute !important; inset: 0 !important;
  width: 100% !important; height: 100% !important; margin: 0 !important; transform: none !important;
  zoom: 1 !important; overflow: visible !important; opacity: 1 !important;
  visibility: visible !important; display: block; }
.pacer-slide > div > div > section { position: relative !important; opacity: 1 !important;
  visibility: visible !important; transform: none !important; width: 100% !important;
  box-sizing: border-box !important; inset: auto !important; }
.pacer-slide .fragment, .pacer-slide [v-click] { opacity: 1 !important;
  visibility: visible !important; }
.pacer-slide > div > div > section { display: block; }
.pacer-slide > svg { display: block; width: WIDEpx !important; height: HIGHpx !important; }
"""


# As reveal.js sets its slides, unless it is told otherwise.
_CENTRED = """
.pacer-slide > .reveal > .slides { display: flex !important; flex-direction: column;
  justify-content: safe center; }
.pacer-slide > .reveal > .slides > section { min-height: 0; }
"""


@dataclass
class WebPage:
    """A deck's slides as HTML, with nothing in them that runs or lies elsewhere.

    Parameters
    ----------
    path : pathlib.Path
        The deck.
    slides : list of str
        A section each.
    styles : str
        The deck's own.
    size : tuple of int
        Width and height of a slide, in pixels.
    backgrounds : list of str
        The style behind each slide.
    by : str
        The tool that laid them out, as a message names it before the browser; "" for pacer.
    """

    path: Path
    slides: list[str] = field(default_factory=list)
    styles: str = ""
    size: tuple[int, int] = (960, 540)
    backgrounds: list[str] = field(default_factory=list)
    by: str = ""

    @property
    def has_look(self) -> bool:
        """Whether the deck's own styles say how its words look, as a theme does."""
        return bool(self.by) or _THEME.search(self.styles) is not None

    def picture(self, place: int) -> bytes:
        """The first picture on a slide, for a card; b"" where there is none."""
        found = re.search(r"<img\b[^>]*\bsrc=\"(data:[^\"]*)\"", self.slides[place])
        packed = _BITMAP.fullmatch(html.unescape(found[1])) if found else None
        try:
            return base64.b64decode(packed[1]) if packed else b""
        except ValueError:
            return b""

    def page(self) -> str:
        """The page to print."""
        wide, high = self.size
        plain = "" if self.has_look else _PLAIN.replace("MOST", f"{0.62 * high:.0f}")
        geometry = _GEOMETRY.replace("WIDE", str(wide)).replace("HIGH", str(high))
        sheets = "\n".join(
            f'<div class="pacer-slide reveal-viewport" style="{html.escape(behind)}">{slide}</div>'
            for slide, behind in zip(self.slides, self.backgrounds, strict=True)
        )
        return (
            '<!doctype html><html class="reveal-print print-pdf"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            f"<style>{plain}</style><style>{self.styles}</style><style>{geometry}</style>"
            f"</head><body>{sheets}</body></html>"
        )


def of(deck: Deck, stop: Event | None = None) -> WebPage:
    """Lay out the slides of a deck: by the format's own tool where that runs nothing of the deck.

    Slidev and Quarto run what lies in a deck's folder, and are not asked.

    Raises
    ------
    DeckError
        If it can no longer be read as it was, or holds no slides that can be drawn.
    """
    if deck.format == "marp" and marp_cli.program() is not None:
        try:
            return _of_marp(deck, marp_cli.html(deck.path, stop))
        except DeckError:
            if stop is not None and stop.is_set():
                raise
    with limits.limited(deck.path):
        contents = import_module(formats.FORMATS[deck.format][1]).contents(deck.path)
        if len(contents.html) != len(deck.slides):
            raise DeckError("is shown as text: its slides cannot be drawn", deck.path)
        found = _Gatherer(deck.path)
        made = WebPage(deck.path, size=SIZES.get(deck.format, (960, 540)))
        if markup.is_html(found.text):
            root = markup.tree(found.text)
            made.styles = found.styles(root)
            if made.has_look and not re.search(r"\bcenter\s*:\s*false", found.text):
                made.styles += _CENTRED
            made.size = _stated_size(found.text) or made.size
        stage = _STAGES.get(deck.format, _STAGE)
        for each in contents.html:
            section, behind = found.section(
                each(), stage[2], plain=not made.has_look, size=made.size
            )
            made.slides.append(f"{stage[0]}{section}{stage[1]}")
            made.backgrounds.append(behind)
    return made


def _of_marp(deck: Deck, text: str) -> WebPage:
    """The slides that Marp made: a drawing each."""
    with limits.limited(deck.path):
        root, found = markup.tree(text), _Gatherer(deck.path)
        made = WebPage(deck.path, styles=found.styles(root), by="Marp and ")
        drawings = [each for each in root.iter("svg") if "data-marpit-svg" in each.attrib]
        if len(drawings) != len(deck.slides):
            raise DeckError("is drawn without its theme: Marp counts other slides", deck.path)
        view = re.fullmatch(r"0 0 (\d{3,4}) (\d{3,4})", drawings[0].get("viewbox") or "")
        made.size = (int(view[1]), int(view[2])) if view else SIZES["marp"]
        for each in drawings:
            for part in list(each.iter()):
                found.clean(part, each)
            made.slides.append(markup.serialised(each))
            made.backgrounds.append("")
    return made


def _stated_size(text: str) -> tuple[int, int] | None:
    """What a reveal.js page's configuration says."""
    found = re.search(r"\bwidth\s*:\s*(\d{3,4})\b[^{}]{0,200}?\bheight\s*:\s*(\d{3,4})\b", text)
    return (int(found[1]), int(found[2])) if found else None


class _Gatherer:
    """Looks for what a deck's slides name, in its own folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = sources.Files(path).text() if path.suffix.lower() != ".ipynb" else ""
        self._written = sources.pictures_in(path) if self.text else []
        self._left = MOST_PICTURES

    def styles(self, root: Element) -> str:
        """The page's own styles, and those that lie beside it."""
        made = []
        for each in root.iter("link", "style"):
            if each.tag == "style":
                made.append(each.text or "")
            elif "stylesheet" in (each.get("rel") or "").lower():
                place = self._place((each.get("href") or "").split("?")[0])
                if place is not None and place.stat().st_size <= _MOST_STYLE:
                    made.append(place.read_text(encoding="utf-8", errors="replace"))
        kept = self._addresses("\n".join(made)[: 4 * _MOST_STYLE])
        # A style must not end itself.
        return re.sub(r"</(?=style)", "<\\\\/", kept, flags=re.IGNORECASE)

    def section(
        self, written: str, name: str, *, plain: bool, size: tuple[int, int]
    ) -> tuple[str, str]:
        """A slide without what could run, its pictures in it; and what lies behind it."""
        root = markup.tree(written)
        section = next(root.iter("section"), None)
        if section is None:
            return f'<section class="{name}"></section>', ""
        for each in list(section.iter()):
            self.clean(each, section)
        section.set("class", markup.sound(" ".join([name, *markup.classes(section)])))
        if plain:
            section.set("style", f"font-size:{_letters(section, size[1]):.1f}px")
        return markup.serialised(section), self._behind(section)

    def clean(self, each: Element, section: Element) -> None:
        """Take from an element of a slide what could run or reach out."""
        if not isinstance(each.tag, str) or each.tag in _RUNS or ":" in each.tag or (
            each.tag == "aside" and "notes" in markup.classes(each)
        ):  # fmt: skip
            if each is not section and each.getparent() is not None:
                each.drop_tree()
            return
        src = each.get("src") or each.get("data-src") or each.get("poster") or ""
        for name, value in list(each.attrib.items()):
            low = name.lower()
            if low == "style":
                each.set(name, markup.sound(self._addresses(value)))
            elif low.startswith("on") or low in _NAMING or (
                "href" in low and not value.startswith("#")
            ):  # fmt: skip
                del each.attrib[name]
        if each.tag == "style":
            each.text = markup.sound(self._addresses(each.text or ""))
        elif each.tag in ("img", "video"):
            each.tag = "img"
            if data := self._data(src):
                each.set("src", markup.sound(data))
            elif "emoji" in markup.classes(each):
                each.tag, each.text = "span", markup.sound(each.get("alt") or "")
                return
            elif "bg" in (each.get("alt") or "").split():
                each.drop_tree()
                return
            else:  # what is not here, or may not be fetched, is named
                each.tag, each.text = "span", markup.sound(f"[{src.rsplit('/', 1)[-1][:60]}]")
                return
            sized = re.search(r"\bw(?:idth)?:(\d{1,4})", each.get("alt") or "")
            if sized:
                each.set("style", f"width:{sized[1]}px")

    def _behind(self, section: Element) -> str:
        colour = section.get("data-background-color") or section.get("data-background") or ""
        picture = self._data(section.get("data-background-image") or colour)
        made = f"background-color:{colour};" if _COLOUR.fullmatch(colour) else ""
        return made + (f'background:url("{picture}") center/cover;' if picture else "")

    def _addresses(self, style: str) -> str:
        """A style whose pictures are in it, as far as they lie beside the deck."""
        return _URL.sub(
            lambda found: f'url("{self._data(found[1].strip(chr(34) + chr(39)))}")', style
        )

    def _data(self, name: str) -> str:
        """A picture as an address that holds it; "" where it is not here, or too large."""
        name = name.strip()
        if numbered := _NUMBER.fullmatch(name):
            at = int(numbered[1])
            name = self._written[at] if at < len(self._written) else ""
        if _PUT_IN.match(name):
            self._left -= len(name)
            return name if self._left >= 0 else ""
        place = self._place(re.split(r"[?#]", name)[0])
        kind = _KINDS.get(place.suffix.lower()) if place is not None else None
        if place is None or kind is None:
            return ""
        size = place.stat().st_size
        if size > MOST_PICTURE or size > self._left:
            return ""
        self._left -= size
        return f"data:image/{kind};base64,{base64.b64encode(place.read_bytes()).decode()}"

    def _place(self, name: str) -> Path | None:
        """A file that the deck names, if it lies in the deck's folder."""
        if not name or sources.is_remote(name):
            return None
        root = self.path.resolve().parent
        for below in _ROOTS:
            try:
                found = (root / below / unquote(name).lstrip("/")).resolve()
                if found.is_relative_to(root) and found.is_file():
                    return found
            except (OSError, ValueError):
                return None
        return None


def _letters(section: Element, high: int) -> float:
    """How large letters may be so that the slide's words find room, in pixels."""
    said = [line for line in markup.text(section).split("\n") if line.strip()]
    pictures = sum(1 for each in section.iter("img") if "bg" not in (each.get("alt") or "").split())
    lines = sum(math.ceil(len(line) / 60) for line in said) + 7 * min(pictures, 2)
    return max(0.016, min(0.042, 0.62 / max(lines, 1))) * high
