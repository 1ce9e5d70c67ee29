"""reveal.js: sections of an HTML page, or Markdown parted by patterns.

The rules are those of js/reveal.js and plugin/markdown/plugin.js; https://revealjs.com/markup,
/markdown, /vertical-slides, /slide-visibility, /fragments and /speaker-view.
"""

from __future__ import annotations

import html
import math
import re
from bisect import bisect
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from pacer.core import clock
from pacer.core.errors import DeckError
from pacer.deck import markdown, markup, sources
from pacer.deck.contents import Contents, row, text_keys
from pacer.deck.limits import MOST_SLIDES

if TYPE_CHECKING:
    from pathlib import Path

    from pacer.deck.markup import Element

_SEPARATOR, _NOTES = r"\r?\n---\r?\n", r"^\s*notes?:"
_MD_SEPARATOR, _MD_VERTICAL = r"\r?\n---\r?\n", r"\r?\n----\r?\n"
_MOST_PATTERN = 200
# What the plugin writes for the end of a script inside one.
SCRIPT_END = "__SCRIPT_END__"
_SLIDE_COMMENT = re.compile(r"\s*\.slide:(.*)", re.DOTALL)
_ELEMENT_COMMENT = re.compile(r"\s*\.element\b[^:]*:(.*)", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ASIDE = re.compile(r"<aside\b[^<>]*\bnotes\b[^<>]*>(.{0,20000}?)</aside>", re.DOTALL)
_TAGGED = re.compile(r"<[a-zA-Z][\w-]*\s[^<>]*>")
_LINE_STEPS = re.compile(r"data-line-numbers\s*=\s*[\"']([^\"']*\|[^\"']*)[\"']")
# JS: `exec` of a pattern that can match in many ways may take for ever, and Python's does too.
_SAFE_GROUP = re.compile(r"\((?:\?:)?(?:\\r\??)?(?:\\n)\)|\((?:\?:)?\\r\?\\n\|\\n\)")


@dataclass
class Slide:
    """A slide as the page will show it.

    `place` counts the page's sections from 0; a Markdown slide stands on `lines` [first, last)
    of the text of that section, or of the `file` it names.
    """

    attributes: dict[str, str]
    element: Element | None = None
    source: str = ""
    notes: str = ""
    stack: int | None = None
    hidden: bool = False
    place: int = -1
    lines: tuple[int, int] = (0, 0)
    file: Path | None = None


@dataclass
class _Deck:
    files: sources.Files
    slides: list[Slide] = field(default_factory=list)
    stacks: int = 0
    places: dict[Element, int] = field(default_factory=dict)


def contents(path: Path) -> Contents:
    """Read a reveal.js page, or a Markdown file as reveal-md shows it.

    Raises
    ------
    DeckError
        If it is no text, or a page without slides.
    """
    made = Contents()
    files = sources.Files(path, made.warnings)
    text = files.text()
    is_page = markup.is_html(text)
    deck = of_page(text, files) if is_page else of_markdown(text, files)
    made.included = files.included_paths
    section, stack = "", None
    for slide in deck.slides[:MOST_SLIDES]:
        found = _row(slide)
        if slide.stack is not None and slide.stack != stack:
            section = found["title"]
        stack = slide.stack
        found["section"] = section if stack is not None else ""
        made.rows.append(found)
        made.html.append(partial(_html, slide))
    _set_times(deck.slides[:MOST_SLIDES], made, text if is_page else "")
    text_keys(made.rows)
    for slide, found in zip(deck.slides, made.rows, strict=False):
        if milliseconds := _timing(slide.attributes.get("data-autoslide")):
            made.saved_timings[found["slide_key"]] = milliseconds / 1000
    return made


# --- a page ------------------------------------------------------------------------------------


def of_page(text: str, files: sources.Files) -> _Deck:
    """The slides of a page of HTML, in the order they are shown."""
    root = markup.tree(text)
    holder = next(
        (
            each
            for reveal in root.iter()
            if "reveal" in markup.classes(reveal)
            for each in reveal.iter()
            if "slides" in markup.classes(each)
        ),
        None,
    )
    if holder is None:
        raise DeckError("is a page without slides (.reveal .slides): choose the deck", files.path)
    deck = _Deck(files)
    deck.places = {each: place for place, each in enumerate(root.iter("section"))}
    for section in markup.children(holder, "section"):
        below = [each for each in section.iter("section") if each is not section]
        if not below:
            _add(deck, section, None, hidden=False)
            continue
        deck.stacks += 1
        hidden = section.get("data-visibility") == "hidden"
        for each in below:
            _add(deck, each, deck.stacks, hidden=hidden)
    return deck


def _add(deck: _Deck, section: Element, stack: int | None, *, hidden: bool) -> None:
    attributes = dict(section.attrib)
    hidden = hidden or attributes.get("data-visibility") == "hidden"
    if "data-markdown" not in attributes:
        place = deck.places[section]
        deck.slides.append(Slide(attributes, section, stack=stack, hidden=hidden, place=place))
        return
    file = None
    if name := attributes["data-markdown"]:
        found = deck.files.included(name, deck.files.path)
        if found is None:
            return
        file, text = found
    else:
        text = _inner(section)
    for slide in slidify(text, attributes, deck.files.warnings):
        if stack is not None:
            slide.stack = stack
        elif slide.stack is not None:
            slide.stack += 1_000_000 * (1 + len(deck.slides))
        slide.hidden = slide.hidden or hidden
        slide.place, slide.file = deck.places[section], file
        deck.slides.append(slide)


def _inner(section: Element) -> str:
    """The Markdown in a section, its common indent removed as the plugin does.

    Where there is one, the first line then has a line break before it.
    """
    held = next(
        (each for each in section.iter() if each is not section and isinstance(each.tag, str)
         and (each.get("data-template") is not None or each.tag == "script")),
        section,
    )  # fmt: skip
    text = "\n".join(sources.lines_of(markup.raw_text(held)))
    text = text.replace(SCRIPT_END, "</script>")
    tabs = len(re.match(r"\n?(\t*)", text)[1])  # type: ignore[index]
    blanks = len(re.match(r"\n?(\s*)", text)[1])  # type: ignore[index]
    if tabs:
        return re.sub(rf"\n?\t{{{tabs}}}(.*)", r"\n\1", text)
    if blanks > 1:
        return re.sub(rf"\n? {{{min(blanks, 1000)}}}(.*)", r"\n\1", text)
    return text


# --- Markdown ----------------------------------------------------------------------------------


def of_markdown(text: str, files: sources.Files) -> _Deck:
    """The slides of a Markdown file as reveal-md parts it."""
    lines = sources.lines_of(text)
    raw, start = sources.front_matter(lines)
    said = sources.settings(raw or "") or {}
    attributes = {
        f"data-{ours}": value
        for theirs, ours, usual in (
            ("separator", "separator", _MD_SEPARATOR),
            ("verticalSeparator", "separator-vertical", _MD_VERTICAL),
            ("notesSeparator", "separator-notes", _NOTES),
        )
        if isinstance(value := said.get(theirs, usual), str)
    }
    deck = _Deck(files)
    deck.slides = slidify("\n".join(lines[start:]), attributes, files.warnings)
    for slide in deck.slides:
        slide.lines = (slide.lines[0] + start, slide.lines[1] + start)
    return deck


def slidify(text: str, attributes: dict[str, str], warnings: list[str]) -> list[Slide]:
    """Part Markdown by the patterns that a section's attributes name.

    Parameters
    ----------
    text : str
    attributes : dict of str to str
        ``data-separator``, ``data-separator-vertical`` (once ``data-vertical``) and
        ``data-separator-notes``; the others go on to the slides.
    warnings : list of str
        Grows where a pattern cannot be used.
    """
    across = _pattern(attributes.get("data-separator") or _SEPARATOR, _SEPARATOR, warnings)
    down_raw = attributes.get("data-separator-vertical") or attributes.get("data-vertical") or ""
    down = _pattern(down_raw, "", warnings)
    notes = _pattern(attributes.get("data-separator-notes") or _NOTES, _NOTES, warnings)
    either = re.compile(f"{across}|{down}" if down else across, re.MULTILINE)
    sideways = re.compile(across)
    own = {k: v for k, v in attributes.items()
           if not k.startswith(("data-separator", "data-vertical", "data-markdown"))}  # fmt: skip
    made: list[Slide] = []
    last, stack, was_across = 0, 0, True
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    for match in either.finditer(text):
        if not match[0]:
            continue
        is_across = sideways.search(match[0]) is not None
        if not is_across and was_across:
            stack += 1
        inside = None if is_across and was_across else stack
        made.append(_of_source(text[last : match.start()], own, notes, inside))
        made[-1].lines = _lines(starts, text, last, match.start())
        last, was_across = match.end(), is_across
        if len(made) > MOST_SLIDES:
            break
    made.append(_of_source(text[last:], own, notes, None if was_across else stack))
    made[-1].lines = (_lines(starts, text, last, last)[0], len(starts))
    return made


def _lines(starts: list[int], text: str, first: int, last: int) -> tuple[int, int]:
    """The lines that a slide has for itself: what is left of a separator's own is not its."""
    begin = bisect(starts, first) - 1
    begin += starts[begin] < first and text[first : first + 1] == "\n"
    end = bisect(starts, last) - 1
    return begin, end + (starts[end] < last)


def _pattern(written: str, usual: str, warnings: list[str]) -> str:
    """A separator as Python writes it; the usual one where it is none, or could run for ever."""
    ours = (
        written.replace("(?<", "(?P<")
        if "(?<=" not in written and "(?<!" not in written
        else written
    )
    bare = _SAFE_GROUP.sub(r"\\n", ours)
    try:
        re.compile(ours)
        safe = len(ours) <= _MOST_PATTERN and not re.search(r"\)[*+?{]|\{\d{3,}|\\\d|\(\?P=", bare)
        safe = safe and len(re.findall(r"[*+]|\{\d*,", bare)) <= 4
    except (re.error, RecursionError, OverflowError):
        safe = False
    if not safe:
        shown = repr(written[:40])
        warnings.append(f"the separator {shown} cannot be used here: the usual one was")
        return usual
    return ours


def _of_source(source: str, own: dict[str, str], notes: str, stack: int | None) -> Slide:
    attributes = dict(own)
    for comment, _ in markdown.comments(source):
        if said_of := _SLIDE_COMMENT.match(comment):
            attributes |= _attributes(said_of[1])
    found = list(re.finditer(notes, source, re.MULTILINE | re.IGNORECASE))
    said = ""
    if len(found) == 1:
        said, source = source[found[0].end() :], source[: found[0].start()]
    return Slide(attributes, None, source, said, stack,
                 attributes.get("data-visibility") == "hidden")  # fmt: skip


def _attributes(written: str) -> dict[str, str]:
    return {
        name.lower(): one or two or three for name, one, two, three in _ATTRIBUTE.findall(written)
    }


# --- a slide -----------------------------------------------------------------------------------


def _row(slide: Slide) -> dict[str, Any]:
    key = slide.attributes.get("id", "")
    known: dict[str, Any] = {"hidden": slide.hidden, "slide_key": f"id:{key[:64]}" if key else ""}
    notes = [slide.attributes.get("data-notes", "")]
    if slide.element is None:
        prose = markdown.read(slide.source)
        raw = "\n".join(prose.html)
        notes += [*map(markdown.without_tags, _ASIDE.findall(raw)), markdown.read(slide.notes).text]
        title, text, builds = prose.title, prose.text, _builds_in(raw)
    else:
        element = slide.element
        headings = (" ".join(markup.text(each).split()) for each in element.iter(*markup.HEADINGS))
        title = next(filter(None, headings), "")
        asides = [each for each in element.iter("aside") if "notes" in markup.classes(each)]
        notes += [markup.text(each) for each in asides]
        text, builds = markup.text(element, without=("notes",)), _builds(element)
    return row(title=title, text=text, notes="\n".join(filter(None, notes)), builds=builds, **known)


def _html(slide: Slide) -> str:
    if slide.element is not None:
        return markup.serialised(slide.element)
    shown = {name: value for name, value in slide.attributes.items()
             if name in ("class", "data-background-color", "data-background-image")}  # fmt: skip
    said = "".join(f' {name}="{html.escape(value)}"' for name, value in shown.items())
    return f"<section{said}>{markdown.as_html(slide.source)}</section>"


def _builds(element: Element) -> int:
    """Steps among the fragments: those of one index are one, each other its own."""
    named = element.xpath(".//*[contains(@class, 'fragment')]")
    marked = [each for each in named if "fragment" in markup.classes(each)]
    indices: list[str | None] = [each.get("data-fragment-index") for each in marked]
    steps: int = sum(
        (each.get("data-line-numbers") or "").count("|") for each in element.iter("code")
    )
    numbered = len({each for each in indices if each is not None})
    return int(numbered + indices.count(None) + steps)


def _builds_in(raw: str) -> int:
    """The same for a Markdown slide's raw HTML and its comments to elements."""
    told = (_ELEMENT_COMMENT.match(comment) for comment, _ in markdown.comments(raw))
    own = [_attributes(each[1]) for each in told if each]
    own += [_attributes(each[0]) for each in _TAGGED.finditer(markdown.without_comments(raw))]
    marked = [each for each in own if "fragment" in each.get("class", "").split()]
    indices = [each.get("data-fragment-index") for each in marked]
    steps = sum(each.count("|") for each in _LINE_STEPS.findall(raw))
    numbered = len({each for each in indices if each is not None})
    return int(numbered + indices.count(None) + steps)


# --- times -------------------------------------------------------------------------------------


def _set_times(slides: list[Slide], made: Contents, scripts: str) -> None:
    """Targets from ``data-timing`` and the configuration, as the speaker view reckons them."""
    usual, total = _setting(scripts, "defaultTiming"), _setting(scripts, "totalTime")
    times = [_timing(slide.attributes.get("data-timing")) for slide in slides]
    if total:
        said = sum(each for each in times if each is not None)
        open_ = sum(not each for each in times)
        share = max(0.0, total - said) / open_ if open_ else 0.0
        times = [each or share or None for each in times]
    elif usual:
        times = [usual if each is None else each for each in times]
    for found, each, slide in zip(made.rows, times, slides, strict=True):
        if each and math.isnan(found["target_s"]) and not slide.hidden:
            found["target_s"] = each
    if total:
        made.warnings.append(
            f"the deck says it lasts {clock.text(total)}: state it as the slot if it is"
        )


def _timing(written: str | None) -> float | None:
    """Whole seconds as ``parseInt`` reads them; None where there are none."""
    found = re.match(r"\s*(\d{1,6})", written or "")
    return float(found[1]) if found else None


def _setting(scripts: str, name: str) -> float | None:
    """A number of the configuration; products are worked out, nothing is run."""
    found = re.search(rf"\b{name}\s*:\s*(\d+(?:\s*\*\s*\d+)*)\s*[,}}\n/]", scripts)
    if found is None:
        return None
    made = math.prod(int(part) for part in found[1].split("*") if len(part) < 9)
    return float(made) if 0 < made <= clock.LONGEST_S else None
