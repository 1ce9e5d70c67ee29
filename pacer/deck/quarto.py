"""Quarto decks (``format: revealjs``), parted as Quarto and pandoc do with slide level 2.

https://quarto.org/docs/presentations/revealjs and pandoc's manual, "Structuring the slide show".
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from pacer.core.errors import DeckError
from pacer.deck import limits, markdown, markup, sources
from pacer.deck.contents import Contents, row, text_keys

if TYPE_CHECKING:
    from pathlib import Path

INCLUDE = re.compile(r"\s*\{\{<\s*include\s+(.+?)\s*>\}\}\s*$")
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*?))?\s*#*\s*$")
_ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}\s*$")
_SETEXT = re.compile(r"(=+|-+)\s*$")
RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)$")
_DIV = re.compile(r"\s{0,3}(:{3,})\s*(.*?)\s*:*\s*$")
# Pandoc takes an HTML div on a line of its own for one of its own.
_HTML_DIV = re.compile(
    r"\s{0,3}<(?:(div)\b(?:[^<>]*\bclass=(?:\"([^\"<>]*)\"|'([^'<>]*)'))?[^<>]*|/div)>\s*$"
)
_ITEM = re.compile(r"\s*(?:[-*+]|\(?(?:\d+|[a-z#])[.)])\s+\S")
_CELL = re.compile(r"\{\s*\.?([A-Za-z]\w*)")
_OPTION = re.compile(r"\s*(?:#|//|--|%)\|\s*([\w-]+)\s*:\s*(.*?)\s*$")
_FRAGMENT_SPAN = re.compile(r"\]\{[^{}]*\.fragment\b[^{}]*\}")
_SHORTCODE = re.compile(r"\{\{<.*?>\}\}")
_LEVEL = 2


@dataclass(frozen=True)
class Line:
    """A line with the file it stands in; includes are pasted in.

    `number` is the line of the deck's own file that it is, or that includes it.
    """

    text: str
    path: Path
    number: int


@dataclass
class Slide:
    """A slide with the place of its heading among the lines; -1 for the title slide."""

    at: int
    title: str = ""
    level: int = 0
    attributes: str = ""
    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    builds: int = 0
    seen: bool = True

    @property
    def hidden(self) -> bool:
        """Whether Quarto leaves it out."""
        return re.search(r"visibility\s*=\s*[\"']?hidden", self.attributes) is not None


def pasted(files: sources.Files) -> list[Line]:
    """The deck's lines with what it includes in place."""
    return _paste(files, files.path, files.text(), (), None)


def _paste(
    files: sources.Files, path: Path, text: str, above: tuple[Path, ...], root: int | None
) -> list[Line]:
    made: list[Line] = []
    for number, line in enumerate(sources.lines_of(text)):
        place = number if root is None else root
        found = INCLUDE.match(line) if "{{<" in line else None
        if found is None:
            made.append(Line(line, path, place))
            continue
        other = files.included(found[1].strip("\"'"), path, above)
        if other is not None:
            made += _paste(files, *other, (*above, path), place)
    return made


def parted(files: sources.Files) -> tuple[list[Line], list[Slide]]:
    """The deck's lines without its front matter, and its slides by their place among them.

    Raises
    ------
    DeckError
        If the front matter is broken.
    """
    lines = pasted(files)
    texts = [line.text for line in lines]
    start = next((n for n, text in enumerate(texts[:200]) if text.rstrip() == "---"), 0)
    raw, end = sources.front_matter(texts[start:])
    head = sources.settings(raw or "")
    if head is None:
        raise DeckError(
            "has front matter that is not YAML: Quarto refuses it too, mend it", files.path
        )
    if raw is not None:
        lines = [*lines[:start], *lines[start + end :]]
    return lines, slides([line.text for line in lines], head)


@dataclass
class _State:
    """What stands open at a line."""

    incremental: bool = False
    divs: list[str] = field(default_factory=list)
    paragraph: int = 0
    rule: bool = False
    pause: bool = False

    @property
    def in_notes(self) -> bool:
        return any(_has_class(each, "notes") for each in self.divs)

    @property
    def one_by_one(self) -> bool:
        for attributes in reversed(self.divs):
            if _has_class(attributes, "nonincremental"):
                return False
            if _has_class(attributes, "incremental"):
                return True
        return self.incremental


def _has_class(attributes: str, name: str) -> bool:
    if "{" not in attributes:
        return attributes.split()[:1] == [name]
    return re.search(rf"\.{name}(?![\w-])", attributes) is not None


def slides(texts: list[str], head: dict[str, Any]) -> list[Slide]:
    """Part the lines after the front matter into slides."""
    made: list[Slide] = []
    title = head.get("title")
    if isinstance(title, str) and title.strip():
        hidden = _title_attributes(head).get("data-visibility") == "hidden"
        made.append(
            Slide(-1, _title(title)[0], 1, attributes='visibility="hidden"' if hidden else "")
        )
    state = _State(incremental=_incremental(head))
    made.append(Slide(0, seen=False))
    at = 0
    open_: set[str] = set()  # fences, and comments (""), that nothing closes below
    while at < len(texts):
        text = texts[at]
        fence = _FENCE.match(text)
        if fence and fence[1] not in open_:
            end = _fence_end(texts, at, fence[1])
            if end is None:
                open_.add(fence[1])
            else:
                added = _code(texts[at:end], fence[2], made[-1], state, head)
                made += added
                at, state.paragraph, state.rule = end, 0, False
                continue
        if "" not in open_ and text.lstrip().startswith("<!--") and not state.paragraph:
            end = _comment_end(texts, at)
            if end is not None:
                at = end
                continue
            if not any("-->" in below for below in texts[at:]):
                open_.add("")
        at = _line(texts, at, made, state)
    return [each for each in made if each.seen]


def _line(texts: list[str], at: int, made: list[Slide], state: _State) -> int:
    """Take in one line that is no code and no comment; the line to go on with."""
    text = texts[at]
    if not text.strip():
        state.paragraph = 0
        _keep(made[-1], state, "")
        return at + 1
    if div := _DIV.match(text):
        _div(div[2], made[-1], state)
        state.paragraph = 0
        return at + 1
    if div := _HTML_DIV.match(text):
        names = [f".{name}" for name in (div[2] or div[3] or "").split()]
        _div(f"{{{' '.join(names)}}}" if div[1] else "", made[-1], state)
        state.paragraph = 0
        return at + 1
    if not state.paragraph and not state.in_notes:
        following = texts[at + 1] if at + 1 < len(texts) else ""
        heading = _HEADING.match(text)
        setext = _SETEXT.match(following) if not heading and not _ITEM.match(text) else None
        if (
            setext
            and len(setext[1]) >= 2
            and not RULE.match(text)
            and not text.startswith(("|", " "))
        ):
            _start(made, state, at, 1 if setext[1][0] == "=" else 2, text)
            return at + 2
        if heading and (heading[2] is not None or text.strip("# ") == ""):
            _start(made, state, at, len(heading[1]), heading[2] or "")
            return at + 1
        if RULE.match(text) and not (following.strip() and re.search(r"--\s+--", text)):
            made.append(Slide(at))
            state.pause = False
            state.rule = True
            return at + 1
    if text.strip() == ". . .":
        state.pause = made[-1].seen = True
        state.rule = False
        return at + 1
    if state.one_by_one and not state.in_notes and _ITEM.match(text):
        made[-1].builds += 1
    made[-1].builds += len(_FRAGMENT_SPAN.findall(text))
    state.paragraph += 1
    state.rule = False
    _keep(made[-1], state, text)
    return at + 1


def _keep(slide: Slide, state: _State, text: str) -> None:
    if state.pause and text.strip():
        # A pause that nothing follows is none.
        slide.builds += 1
        state.pause = False
    (slide.notes if state.in_notes else slide.body).append(text)
    slide.seen = slide.seen or bool(text.strip())


def _start(made: list[Slide], state: _State, at: int, level: int, written: str) -> None:
    """A heading: of a slide, of a section, or only a line on the slide."""
    title, attributes = _title(written)
    if level > _LEVEL:
        slide = made[-1]
        slide.title = slide.title or title
        _keep(slide, state, title)
        state.rule = False
        return
    if state.rule and level == _LEVEL:
        # A ruler right before a slide's heading is the heading's own.
        made.pop()
    state.rule = state.pause = False
    made.append(Slide(at, title, level, attributes))


def _title(written: str) -> tuple[str, str]:
    """A heading without its attributes, and those."""
    found = _ATTRIBUTES.search(written)
    attributes = found[1] if found else ""
    bare = written[: found.start()] if found else written
    return plain(bare), attributes


def plain(written: str) -> str:
    """A line of Quarto's Markdown as words."""
    bare = _SHORTCODE.sub("", written).replace("{{", "").replace("}}", "")
    bare = re.sub(r"\[([^\[\]]*)\]\{[^{}]*\}", r"\1", bare)
    return markdown.read(f"# {bare.strip()}").title


def _div(attributes: str, slide: Slide, state: _State) -> None:
    if not attributes:
        if state.divs:
            state.divs.pop()
        return
    state.divs.append(attributes)
    state.rule = False
    if _has_class(attributes, "fragment"):
        slide.builds += 1


def _fence_end(texts: list[str], at: int, fence: str) -> int | None:
    """The line after a block of code; None where it never closes, and is text."""
    for number in range(at + 1, len(texts)):
        bare = texts[number].strip()
        if bare.startswith(fence) and not bare.strip(fence[0]):
            return number + 1
    return None


def _comment_end(texts: list[str], at: int) -> int | None:
    """The line after a comment that begins a line; None where words stand beside it."""
    for number in range(at, len(texts)):
        if "-->" in texts[number]:
            return number + 1 if not texts[number].rpartition("-->")[2].strip() else None
    return None


def _code(
    block: list[str], info: str, slide: Slide, state: _State, head: dict[str, Any]
) -> list[Slide]:
    """Take in a block of code; the slides that its output adds."""
    cell = _CELL.match(info.strip()) if info.strip().startswith("{") else None
    is_cell = cell is not None and not info.strip().startswith("{.")
    options: dict[str, str] = {}
    body = block[1:-1]
    if is_cell:
        for line in body:
            found = _OPTION.match(line)
            if found is None:
                break
            options[found[1]] = found[2].strip("\"'")
        for name, value in re.findall(r"([\w.-]+)\s*=\s*([^,}\s]+)", info):
            options.setdefault(name.replace(".", "-"), value.strip("\"'"))
    echo = options.get("echo", _execute(head, "echo"))
    silent = options.get("include") in ("false", "FALSE")
    prints = not silent and (echo not in ("false", "FALSE", False) or _has_output(options))
    if is_cell and silent:
        return []
    seen = slide.seen
    lines = [] if is_cell and echo in ("false", "FALSE") else body[len(options) if is_cell else 0 :]
    if lines or not is_cell:
        _keep(slide, state, "```")
        kept = slide.notes if state.in_notes else slide.body
        kept += [*lines, "```"]
    slide.seen = seen or not is_cell or prints
    numbers = options.get("code-line-numbers") or "".join(
        re.findall(r"code-line-numbers=\"([^\"]*)\"", info)
    )
    slide.builds += numbers.count("|")
    where = options.get("output-location", "")
    if "fragment" in where:
        slide.builds += 1
    if where.startswith("slide") and is_cell and options.get("eval") not in ("false", "FALSE"):
        return [Slide(slide.at, slide.title, slide.level, slide.attributes)]
    return []


def _has_output(options: dict[str, str]) -> bool:
    """Whether a cell whose code is not shown may print: figures and tables are named."""
    return any(name.startswith(("fig-", "tbl-", "label")) for name in options)


def _execute(head: dict[str, Any], name: str) -> Any:
    said = head.get("execute")
    return said.get(name) if isinstance(said, dict) else None


def revealjs(head: dict[str, Any]) -> dict[str, Any] | None:
    """The settings of the deck's revealjs format; None where it has none."""
    said = head.get("format")
    if isinstance(said, str):
        return {} if said.endswith("revealjs") else None
    for name, value in said.items() if isinstance(said, dict) else ():
        if isinstance(name, str) and name.endswith("revealjs"):
            return value if isinstance(value, dict) else {}
    return None


def _title_attributes(head: dict[str, Any]) -> dict[str, Any]:
    """What the deck says of its title slide."""
    said = (revealjs(head) or {}).get("title-slide-attributes", head.get("title-slide-attributes"))
    return said if isinstance(said, dict) else {}


def _incremental(head: dict[str, Any]) -> bool:
    own = revealjs(head) or {}
    return sources.flag(own.get("incremental", head.get("incremental")))


def contents(path: Path) -> Contents:
    """Read a Quarto deck with what it includes.

    Raises
    ------
    DeckError
        If it is no text, its front matter is broken, or it is larger than any deck.
    """
    made = Contents()
    section = ""
    files = sources.Files(path, made.warnings)
    shown = parted(files)[1]
    made.included = files.included_paths
    limits.refuse_many(len(shown), path)
    for slide in shown:
        if slide.level == 1:
            section = slide.title if slide.at >= 0 else section
        said = _without_marks(slide.body)
        prose = markdown.read(said)
        title = slide.title or ("" if slide.at >= 0 else prose.title)
        made.rows.append(
            row(
                "",
                title=title,
                text=f"{title}\n{prose.text}",
                notes=markdown.read(_without_marks(slide.notes)).text,
                section=section,
                hidden=slide.hidden,
                builds=slide.builds,
            )
        )
        made.html.append(partial(_html, slide.title, slide.level == 1, said))
    text_keys(made.rows)
    return made


def _html(title: str, is_section: bool, said: str) -> str:
    head = f"<h2>{html.escape(title)}</h2>\n" if title else ""
    return markup.within("center" if is_section else "", head + markdown.as_html(said))


def _without_marks(lines: list[str]) -> str:
    text = _SHORTCODE.sub("", "\n".join(lines))
    return re.sub(r"\]\{[^{}\n]*\}", "]", text)
