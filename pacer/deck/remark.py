"""remark and xaringan (src/remark/lexer.js, parser.js, models/slideshow.js of gnab/remark).

https://github.com/gnab/remark/wiki/Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pacer.core.errors import DeckError
from pacer.deck import limits, markdown, markup, sources
from pacer.deck.contents import Contents, row, text_keys

if TYPE_CHECKING:
    from pathlib import Path

_FENCE = re.compile(r"(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--\s*([\w-]+):([^$\n]*?)\s*-->")
_PROPERTY = re.compile(rf"\n*([\w-]+):([^$\n]*)|\n*{_COMMENT.pattern}")
_CONTENT_CLASS = re.compile(r"(?<!\\)(?:\.[A-Za-z_-][\w-]*)+\[")
_INLINE_CODE = re.compile(r"`[^`]+`")
_SOURCE_URL = re.compile(r"sourceUrl\s*:\s*[\"']([^\"']+)[\"']")
_EXCLUDED = re.compile(r"excludedClasses\s*:\s*\[([^\]]*)\]")


@dataclass
class Slide:
    """A slide: its lines [start, end), what stands on it, its notes and its properties."""

    start: int
    end: int = 0
    continued: bool = False
    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)


def slides(lines: list[str]) -> list[Slide]:
    """Part the source; steps (``--``) are slides of their own here, marked as continued."""
    made = [Slide(0)]
    fence, depth, in_notes, blank, indented = "", 0, False, True, False
    open_: set[str] = set()  # fences that nothing closes below
    brackets = _Brackets(lines)
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        indented = line.startswith("    ") and (blank or indented) and not fence and depth == 0
        blank_now = not line.strip()
        if fence:
            if opening and opening[1].startswith(fence) and not line.strip(fence[0]).strip():
                fence = ""
        elif opening and opening[1] not in open_ and _closes(lines, number, opening[1]):
            fence = opening[1]
        elif opening:
            open_.add(opening[1])
        if not fence and not opening and depth == 0 and not indented:
            mark = line if line in ("---", "--", "???") else ""
            mark = "---" if line == "<!-- break -->" else mark
            if mark in ("---", "--"):
                made[-1].end = number
                made.append(Slide(number, continued=mark == "--"))
                in_notes, blank = False, True
                continue
            if mark == "???":
                in_notes, blank = True, True
                made[-1].notes = []  # the last of them counts
                continue
        if not fence and not indented:
            depth = brackets.depth(number, depth)
        blank = blank_now
        (made[-1].notes if in_notes else made[-1].body).append(line)
    made[-1].end = len(lines)
    for slide in made:
        _take_properties(slide)
    return made


def _closes(lines: list[str], number: int, fence: str) -> bool:
    """Whether a fence is closed somewhere; one that is not is text."""
    return any(
        line.startswith(fence) and not line.strip(fence[0]).strip() for line in lines[number + 1 :]
    )


class _Brackets:
    """How deep in ``.class[ ]`` the text is; one that is never closed is text."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._lowest: list[int] | None = None

    def depth(self, number: int, depth: int) -> int:
        """How deep the text is after a line, and was before it."""
        line, at = self._lines[number], 0
        seen = _INLINE_CODE.sub(lambda found: " " * len(found[0]), line)
        while True:
            if depth == 0:
                opened = _CONTENT_CLASS.search(seen, at)
                if opened is None:
                    return 0
                at = opened.end()
                if not self._closes(number, at):
                    continue
                depth = 1
            while depth and at < len(line):
                depth += (line[at] == "[") - (line[at] == "]")
                at += 1
            if depth:
                return depth

    def _closes(self, number: int, at: int) -> bool:
        """Whether a bracket opened before a place in a line is closed on that line or below."""
        if self._lowest is None:
            # How low the balance of brackets sinks from each line on, counted from its start.
            self._lowest = [0]
            for line in reversed(self._lines):
                low, end = _sinks(line)
                self._lowest.append(min(low, end + self._lowest[-1]))
            self._lowest.reverse()
        low, end = _sinks(self._lines[number][at:])
        return min(low, end + self._lowest[number + 1]) < 0


def _sinks(line: str) -> tuple[int, int]:
    """How low the balance of brackets sinks in a line, and where it stands at its end."""
    low = depth = 0
    if "[" in line or "]" in line:
        for letter in line:
            depth += (letter == "[") - (letter == "]")
            low = min(low, depth)
    return low, depth


def _take_properties(slide: Slide) -> None:
    """Leading ``key: value`` lines and comments of that kind are settings and never text."""
    text = "\n".join(slide.body)
    while found := _PROPERTY.match(text):
        name, value = (found[1], found[2]) if found[1] else (found[3], found[4])
        slide.properties[name] = value.strip()
        text = text[found.end() :]
        limits.in_time()
    # Such comments count anywhere before the first .class[…].
    content = _CONTENT_CLASS.search(text)
    end = len(text) if content is None else content.start()
    for found in _COMMENT.finditer(text, 0, end):
        slide.properties[found[1]] = found[2].strip()
    slide.body = (_COMMENT.sub("", text[:end]) + text[end:]).split("\n")


class Template(NamedTuple):
    """What a slide takes over from another: text, notes and properties."""

    body: list[str]
    notes: list[str]
    properties: dict[str, str]


_EMPTY = Template([], [], {})
_PLACE = re.compile(r"\{\{\s*content\s*\}\}")


@dataclass
class Shown:
    """A slide as it is shown: its parts in order, the steps among them and its own settings."""

    parts: list[Slide]
    template: Template
    properties: dict[str, str]

    @property
    def hidden(self) -> bool:
        """Whether it is taken out of the talk."""
        return self.properties.get("exclude", "").lower() == "true"

    @property
    def body(self) -> str:
        """What stands on it, in its template's place for it or after what the template says."""
        own = "\n".join(line for part in self.parts for line in part.body)
        before = "\n".join(self.template.body)
        if _PLACE.search(before):
            return _PLACE.sub(lambda _: own, before, count=1)
        return f"{before}\n{own}" if before else own

    @property
    def notes(self) -> str:
        """What is said of it, and of its template before that."""
        return "\n".join([*self.template.notes, *(n for part in self.parts for n in part.notes)])


def shown(parted: list[Slide], excluded: frozenset[str] = frozenset()) -> list[Shown]:
    """Templates applied, layouts left out, steps gathered into the slides they belong to."""
    made: list[Shown] = []
    last: Shown | None = None  # the last that is shown: steps of one left out are its own
    layout = _EMPTY
    named: dict[str, Template] = {}
    for slide in parted:
        if slide.continued and last is not None:
            last.parts.append(slide)
            continue
        properties = slide.properties
        if properties.get("layout") == "false":
            layout = _EMPTY
        base = _EMPTY if properties.get("layout") == "true" else layout
        if properties.get("template") in named:
            base = named[properties["template"]]
        own = {k: v for k, v in properties.items() if k not in ("name", "layout", "template")}
        taken = {k: v for k, v in base.properties.items() if k not in ("count", "exclude")}
        if "class" in taken and "class" in own:
            own["class"] = f"{taken['class']}, {own['class']}"
        whole = Template(base.body + slide.body, base.notes + slide.notes, taken | own)
        if name := properties.get("name"):
            named[name] = whole
        if properties.get("layout") == "true":
            layout = whole
            continue
        each = Shown([slide], base, taken | own | {"name": properties.get("name", "")})
        if excluded & set(re.split(r",\s*", each.properties.get("class", ""))):
            each.properties["exclude"] = "true"
        made.append(each)
        if properties.get("exclude", "").lower() != "true":
            last = each
    return made


def unwrapped(text: str) -> str:
    """The text without the marks of ``.class[…]`` around it."""
    previous = None
    for _ in range(sources.DEEPEST):
        if text == previous:
            break
        previous = text
        text = re.sub(r"(?<!\w)(?:\.[A-Za-z][\w-]*)+\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", r"\1", text)
    return text


def source_of(path: Path, files: sources.Files) -> tuple[str, frozenset[str]]:
    """The Markdown of a deck, and the classes whose slides are not shown.

    Raises
    ------
    DeckError
        If an HTML page holds no remark source.
    """
    text = files.text()
    if not markup.is_html(text):
        raw, start = sources.front_matter(lines := sources.lines_of(text))
        # Only R Markdown has front matter; remark itself would show it.
        skip = start if raw is not None and path.suffix.lower() == ".rmd" else 0
        return "\n".join(lines[skip:]), frozenset()
    found = _EXCLUDED.search(text)
    excluded = frozenset(re.findall(r"[\w-]+", found[1])) if found else frozenset()
    root = markup.tree(text)
    element = root.find(".//textarea[@id='source']")
    if element is not None and (written := markup.raw_text(element)).strip():
        return "\n".join(sources.lines_of(written)), excluded
    if named := _SOURCE_URL.search(text):
        other = files.included(named[1], path)
        if other is not None:
            return "\n".join(sources.lines_of(other[1])), excluded
    raise DeckError("is a remark page without its text (textarea#source): open the .md", path)


def contents(path: Path) -> Contents:
    """Read a remark or xaringan deck.

    Raises
    ------
    DeckError
        If it is no text, or an HTML page without its source.
    """
    made = Contents()
    files = sources.Files(path, made.warnings)
    text, excluded = source_of(path, files)
    made.included = files.included_paths
    parted = slides(text.split("\n"))
    limits.refuse_many(sum(not slide.continued for slide in parted), path)
    for slide in shown(parted, excluded):
        said = unwrapped(slide.body)
        prose = markdown.read(said)
        key = slide.properties.get("name", "")
        made.rows.append(
            row(
                f"name:{key[:64]}" if key else "",
                title=prose.title,
                text=prose.text,
                notes=unwrapped(slide.notes),
                hidden=slide.hidden,
                builds=len(slide.parts) - 1,
            )
        )
        made.html.append(partial(_html, said, slide.properties.get("class", "")))
    text_keys(made.rows)
    return made


def _html(said: str, names: str) -> str:
    return markup.within(names.replace(",", " "), markdown.as_html(said))
