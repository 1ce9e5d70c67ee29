"""Slidev: Markdown parted line by line (packages/parser of slidevjs/slidev).

https://sli.dev/guide/syntax, /guide/animations, /features/timer.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pacer.core import clock
from pacer.core.errors import ClockError
from pacer.deck import markdown, markup, sources
from pacer.deck.contents import Contents, row, text_keys
from pacer.deck.limits import MOST_SLIDES

if TYPE_CHECKING:
    from pathlib import Path

_MATTER = re.compile(r"^---.*\n([\s\S]*?)---")
_BLOCK_MATTER = re.compile(r"^\s*```ya?ml([\s\S]*?)```")
_HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
# A slide longer than this is none, and its patterns would take long.
_MOST_COUNTED = 20_000
_FENCE = re.compile(r"\s*`{3,}")
_CODE = re.compile(r"^\s*(`{3,})([^\n`]*)\n.*?^\s*\1`*\s*$", re.MULTILINE | re.DOTALL)
# The tool passes over code when it looks for a title, since 52.20; before, it did not.
_BARE = re.compile(r"[\w ,.'()/?:+-]*[\w,.'()/?:]")  # a heading without Markdown's marks
_SNIPPET = re.compile(r"^```[\s\S]+?^```", re.MULTILINE)
_SPLIT_PARTS = re.compile(r"([+])?(?:(\d+)h)?(?:(\d+)m(?:in)?)?(?:(\d+(?:\.\d+)?)s?)?")


@dataclass(frozen=True)
class Slide:
    """A slide of one file: its lines [start, end), those of its body, and its settings."""

    start: int
    body_start: int
    end: int
    settings: dict[str, Any]
    body: str
    broken: bool = False


def slides(lines: list[str]) -> list[Slide]:
    """Part one file; includes are not followed here."""
    made: list[Slide] = []
    start = body_start = at = 0
    open_: set[str] = set()  # fences that nothing closes below
    in_comment = False

    def cut(end: int) -> None:
        nonlocal start, body_start
        if start == end:
            return
        made.append(_slide(lines, start, body_start, end))
        start = body_start = end + 1

    while at < len(lines):
        line = lines[at].rstrip()
        if in_comment:
            in_comment = _ends_in_comment(lines[at], within=True)
        elif line.startswith("---"):
            cut(at)
            after = lines[at + 1] if at + 1 < len(lines) else ""
            if line[3:4] != "-" and after.strip():
                start = at
                at += 1
                while at < len(lines) and lines[at].rstrip() != "---":
                    at += 1
                body_start = at + 1
        elif fence := _FENCE.match(line):
            if fence[0] not in open_:
                at, before = _closing(lines, at, fence[0]), at
                open_.update([fence[0]] if at == before else [])
        else:
            in_comment = _ends_in_comment(lines[at], within=False)
        at += 1
    if start <= len(lines) - 1:
        cut(len(lines))
    return made


def _ends_in_comment(line: str, *, within: bool) -> bool:
    """Whether an HTML comment is open at a line's end; what is never closed hides the rest."""
    at = 0
    while True:
        mark = "-->" if within else "<!--"
        found = line.find(mark, at)
        if found < 0:
            return within
        # The tool looks for the end from the fourth sign of the opening on.
        at, within = found + len(mark), not within


def _closing(lines: list[str], at: int, fence: str) -> int:
    """The line that closes a fence; the opening one itself where none does."""
    for number in range(at + 1, len(lines)):
        if lines[number].startswith(fence):
            return number
    return at


def _slide(lines: list[str], start: int, body_start: int, end: int) -> Slide:
    raw = "\n".join(lines[start:end])
    found = _MATTER.match(raw) or _BLOCK_MATTER.match(raw)
    read = sources.settings(found[1]) if found else {}
    body = raw[found.end() :] if found else raw
    # Where the lines and the pattern part it differently, it is no front matter but a stray ruler.
    stray = body_start > start and (found is None or found[0].count("\n") + 1 != body_start - start)
    return Slide(start, body_start, end, read or {}, body.strip(), read is None or stray)


@dataclass(frozen=True)
class Placed:
    """A slide as it is shown: of which file, with the settings of the slide that includes it.

    `through` leads there: the place among the deck's own slides, then among those of each file.
    """

    path: Path
    slide: Slide
    settings: dict[str, Any]
    through: tuple[int, ...]


def placed(files: sources.Files) -> list[Placed]:
    """All slides in the order they are shown, includes followed."""
    made: list[Placed] = []
    _follow(files, files.path, files.text(), {}, (), (), made)
    return made


def _follow(
    files: sources.Files,
    path: Path,
    text: str,
    over: dict[str, Any],
    above: tuple[Path, ...],
    through: tuple[int, ...],
    made: list[Placed],
    wanted: list[int] | None = None,
) -> None:
    parted = slides(sources.lines_of(text))
    for number in range(1, len(parted) + 1) if wanted is None else wanted:
        if not 1 <= number <= len(parted) or len(made) >= MOST_SLIDES:
            continue
        slide = parted[number - 1]
        if slide.broken:
            files.warnings.append(
                f"{path.name}, slide {number}: its front matter cannot be read (a stray ruler?)"
            )
        settings = slide.settings | over
        place = (*through, number)
        source = slide.settings.get("src")
        if not isinstance(source, str) or not source:
            made.append(Placed(path, slide, settings, place))
            continue
        name, _, span = source.partition("#")
        found = files.included(name, path, above)
        if found is not None:
            inner = {key: value for key, value in settings.items() if key != "src"}
            _follow(files, *found, inner, (*above, path), place, made, span_of(span))


def span_of(written: str) -> list[int] | None:
    """The slides a range names; None for all.

    Examples
    --------
    >>> span_of("2-3,5"), span_of("none"), span_of("")
    ([2, 3, 5], [], None)
    """
    if written in ("", "*", "all"):
        return None
    named: list[int] = []
    for part in written.split(",") if written != "none" else []:
        start, _, end = part.partition("-")
        first = sources.whole(start)
        last = sources.whole(end or start)
        if first is not None and last is not None:
            named += range(first, min(last, first + MOST_SLIDES) + 1)
    return named


def contents(path: Path) -> Contents:
    """Read a Slidev deck with the files it includes.

    Raises
    ------
    DeckError
        If it is no text, or larger than any deck.
    """
    made = Contents()
    files = sources.Files(path, made.warnings)
    shown = placed(files)
    made.included = files.included_paths
    section, before_s = "", 0.0
    for each in shown:
        body, settings = each.slide.body, each.settings
        prose = markdown.read(body)
        named = settings.get("title") or settings.get("name")
        seen = without_note(body)
        heading = _HEADING.search(_SNIPPET.sub("", seen)) or _HEADING.search(seen)
        title = named if isinstance(named, str) else _plain(heading[2]) if heading else ""
        title = title or (prose.title if prose.title and "<h" in body else "")
        if settings.get("layout") == "section":
            section = title or section
        # A slide that is dropped takes its clock with it.
        said = None if hides(settings) else settings.get("timesplit")
        split_s, before_s = _split(said, before_s)
        made.rows.append(
            row(
                "",
                title=title,
                text=prose.text,
                notes=note(body),
                section=section,
                hidden=hides(settings),
                builds=builds(body, settings),
                target_s=split_s,
            )
        )
        made.html.append(partial(_html, body, settings))
    if shown:
        made.warnings += _told(shown[0].settings)
    text_keys(made.rows)
    return made


def _html(body: str, settings: dict[str, Any]) -> str:
    layout = settings.get("layout")
    return markup.within(layout if isinstance(layout, str) else "", markdown.as_html(body))


def hides(settings: dict[str, Any]) -> bool:
    """Whether a slide's settings take it out of the talk."""
    return sources.flag(settings.get("hide")) or sources.flag(settings.get("disabled"))


def _plain(heading: str) -> str:
    if _BARE.fullmatch(heading):
        return heading.strip()
    return markdown.read(f"# {heading}").title


def note(body: str) -> str:
    """The last HTML comment, where nothing follows it."""
    return _last_comment(body).strip()


def without_note(body: str) -> str:
    """What stands on the slide, the note at its end left out."""
    said = _last_comment(body)
    return body[: -len(f"<!--{said}-->")] if body.endswith(f"<!--{said}-->") else body


def _last_comment(body: str) -> str:
    if not body.endswith("-->"):
        return ""
    *_, (said, end) = [("", 0), *markdown.comments(body)]
    return said if end == len(body) else ""


def builds(body: str, settings: dict[str, Any]) -> int:
    """Click steps: what ``clicks`` says, else those of ``v-click`` and code lines, counted."""
    written = sources.whole(settings.get("clicks"))
    if written is not None:
        return min(written, 1000)
    if len(body) > _MOST_COUNTED or ("lick" not in body and "```" not in body):
        return 0
    steps = 0
    for fence in _CODE.finditer(body):
        ranges = re.search(r"\{([^{}]*\|[^{}]*)\}", fence[2])
        steps += ranges[1].count("|") if ranges else 0
        if "magic-move" in fence[2]:
            steps += max(0, len(re.findall(r"^\s*```\w", fence[0], re.MULTILINE)) - 1)
    bare = markdown.without_comments(_CODE.sub("", body))
    for group in re.finditer(r"<(v-clicks|VClicks)\b[^>]*>(.*?)</\1>", bare, re.DOTALL):
        indented = [re.match(r"(\s*)(?:[-*+]|\d+[.)])\s", line) for line in group[2].splitlines()]
        depths = [len(item[1]) for item in indented if item]
        top = "depth" not in group[0].split(">", 1)[0]
        steps += sum(depth == min(depths) for depth in depths) if top and depths else len(depths)
    bare = re.sub(r"<(v-clicks|VClicks)\b[^>]*>.*?</\1>", "", bare, flags=re.DOTALL)
    steps += len(re.findall(r"<(?:v-click|VClick)\b", bare))
    return steps + len(re.findall(r"<[^<>]*\sv-click(?:\.\w+)*(?:=|[\s/>])", bare))


def _split(written: object, before_s: float) -> tuple[float, float]:
    """Seconds on a slide from the clock at its end, and that clock."""
    if not isinstance(written, str) or not written.strip():
        return math.nan, before_s
    seconds = seconds_of(written.strip().lstrip("+"))
    if seconds is None:
        return math.nan, before_s
    if written.strip().startswith("+"):
        return seconds, before_s + seconds
    return (seconds - before_s, seconds) if seconds >= before_s else (math.nan, seconds)


def seconds_of(written: str) -> float | None:
    """A duration as Slidev reads it: a bare number is seconds.

    Examples
    --------
    >>> seconds_of("10:10"), seconds_of("1h10m30s"), seconds_of("90"), seconds_of("soon")
    (610.0, 4230.0, 90.0, None)
    """
    if ":" in written:
        try:
            return clock.seconds(written)
        except ClockError:
            return None
    found = _SPLIT_PARTS.fullmatch(written.replace(" ", ""))
    if found is None or not any(found.groups()[1:]):
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups()[1:])
    return 3600 * hours + 60 * minutes + seconds


def _told(head: dict[str, Any]) -> list[str]:
    written = head.get("duration")
    seconds = seconds_of(written) if isinstance(written, str) else None
    if seconds is None:
        return []
    return [f"the deck says it lasts {clock.text(seconds)}: state it as the slot if it is"]
