"""A reveal.js deck whose cut slides are hidden or gone, and each other's budget in ``data-timing``.

Markdown that a section names in a file of its own is written into the page where slides of it
are cut; a page that advances by itself no longer does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from pacer.core.errors import DeckError
from pacer.deck import markup, reveal, sources
from pacer.export.edits import Edits, encoded

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pacer.deck import Deck

_TAG_END = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
_TOKENS = re.compile(
    r"<!--.*?-->|<(script|style|textarea|title|noscript)\b" + _TAG_END + r".*?</\1\s*>"
    r"|<section\b" + _TAG_END + r"|</section\s*>",
    re.DOTALL | re.IGNORECASE,
)
_HOLDER = re.compile(r"<(?:textarea|script)\b" + _TAG_END, re.IGNORECASE)
_AUTO = re.compile(r"(\bdata-autoslide\s*=\s*)([\"']?)\d+\2", re.IGNORECASE)
_AUTO_ALL = re.compile(r"(\bautoSlide\s*:\s*)\d+")

# What a slide's tag or comment is to say.
Wanted = dict[str, str]
GONE = {"data-visibility": "hidden"}


def write(deck: Deck, plan: pd.DataFrame, file: BinaryIO, suffix: str, mode: str) -> None:  # noqa: ARG001
    """Write the deck with what is cut hidden or removed.

    Raises
    ------
    DeckError
        If the page is too damaged for its sections to be found in its text.
    """
    raw = sources.load(deck.path)
    text = sources.decoded(raw, deck.path, [])
    files = sources.Files(deck.path)
    wanted = _wanted(plan)
    keys = deck.slides["slide_key"].tolist()
    if markup.is_html(text):
        found = reveal.of_page(text, files).slides[: len(keys)]
        made = _page(text, [(slide, wanted.get(key, {})) for slide, key in
                            zip(found, keys, strict=True)], deck.path, mode)  # fmt: skip
    else:
        found = reveal.of_markdown(text, files).slides[: len(keys)]
        edits = Edits(text)
        _written(edits, [(slide, wanted.get(key, {})) for slide, key in
                         zip(found, keys, strict=True)], 0, mode)  # fmt: skip
        made = edits.made()
    made = _AUTO_ALL.sub(r"\g<1>0", _AUTO.sub(r"\1\g<2>0\2", made))
    file.write(encoded(made, raw))


def _wanted(plan: pd.DataFrame) -> dict[str, Wanted]:
    """What each slide is to say, by key; whole seconds add up to the plan."""
    made: dict[str, Wanted] = {}
    whole_s = 0.0
    for key, action, budget_s in zip(
        plan["slide_key"], plan["action"], plan["budget_s"], strict=True
    ):
        if action in ("cut", "merge"):
            made[key] = dict(GONE)
        else:
            before, whole_s = whole_s, whole_s + budget_s
            made[key] = {"data-timing": str(round(whole_s) - round(before))}
    return made


def _page(text: str, slides: list[tuple[reveal.Slide, Wanted]], path: Path, mode: str) -> str:
    found = [match for match in _TOKENS.finditer(text) if "section" in match[0][:9].lower()]
    tags = [match for match in found if match[0][1] != "/"]
    if len(tags) != len(markup.tree(text).findall(".//section")):
        raise DeckError("has sections that are not closed or nested wrongly: mend the page", path)
    by_place: dict[int, list[tuple[reveal.Slide, Wanted]]] = {}
    for slide, wanted in slides:
        by_place.setdefault(slide.place, []).append((slide, wanted))
    cut = {place for place, inner in by_place.items() if all(wanted == GONE for _, wanted in inner)}
    removed = _outermost(found, cut, set(by_place)) if mode == "remove" else {}
    changes: list[tuple[int, int, str]] = [(*span, "") for span in removed.values()]
    for place, inner in by_place.items():
        if any(start <= tags[place].start() < end for start, end in removed.values()):
            continue
        if inner[0][0].element is not None:
            slide, wanted = inner[0]
            changes.append((*tags[place].span(), _said(tags[place][0], wanted)))
        else:
            changes += _markdown(text, tags[place], inner, mode)
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _outermost(
    found: list[re.Match[str]], cut: set[int], slides: set[int]
) -> dict[int, tuple[int, int]]:
    """Where sections stand that can go whole: those cut, and stacks of which all slides are cut."""
    spans: dict[int, tuple[int, int]] = {}
    starts: list[int] = []
    within: dict[int, set[int]] = {}
    open_: list[int] = []
    for tag in found:
        if tag[0][1] != "/":
            place = len(starts)
            starts.append(tag.start())
            open_.append(place)
            for each in open_:
                within.setdefault(each, set()).add(place)
        elif open_:
            first = open_.pop()
            spans[first] = (starts[first], tag.end())
    if open_:
        return {}
    whole = {
        each: span for each, span in spans.items()
        if within[each] & slides and within[each] & slides <= cut
        and not any(each in within[kept] for kept in slides - cut)
    }  # fmt: skip
    return {
        each: span for each, span in whole.items()
        if not any(each in within[other] for other in whole if other != each)
    }  # fmt: skip


def _said(tag: str, wanted: Wanted) -> str:
    """A start tag with its attributes set."""
    for name, value in wanted.items():
        found = re.search(rf"\s{name}\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", tag, re.IGNORECASE)
        if found:
            tag = f'{tag[: found.start(1)]}"{value}"{tag[found.end(1) :]}'
        else:
            at = len("<section")
            tag = f'{tag[:at]} {name}="{value}"{tag[at:]}'
    return tag


def _markdown(
    text: str,
    tag: re.Match[str],
    slides: list[tuple[reveal.Slide, Wanted]],
    mode: str,
) -> list[tuple[int, int, str]]:
    """The changes to a section of Markdown."""
    file = slides[0][0].file
    if file is not None:
        if not any("data-visibility" in wanted for _, wanted in slides):
            return []
        edits = Edits(sources.decoded(sources.load(file), file, []))
        _written(edits, slides, 0, mode)
        inner = edits.made().replace("</script>", reveal.SCRIPT_END)
        lead = "<!-- -->\n" if inner[:1].isspace() else ""
        bare = re.sub(r"(\bdata-markdown)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", r"\1", tag[0])
        held = f'<script type="text/template">\n{lead}{inner}\n</script>'
        return [(tag.start(), tag.end(), bare + held)]
    closing = text.lower().find("</section", tag.end())
    holder = _HOLDER.search(text, tag.end(), closing if closing > 0 else len(text))
    start = holder.end() if holder else tag.end()
    name = re.match(r"<(\w+)", holder[0])[1] if holder else "section"  # type: ignore[index]
    end = text.lower().find(f"</{name}", start)
    end = len(text) if end < 0 else end
    edits = Edits(text[start:end])
    whole = max(slide.lines[1] for slide, _ in slides)
    # HTML drops a line break right after the tag of a textarea.
    offset = max(0, len(sources.lines_of(text[start:end])) - whole)
    _written(edits, slides, offset, mode)
    return [(start, end, edits.made())]


def _written(
    edits: Edits, slides: list[tuple[reveal.Slide, Wanted]], offset: int, mode: str
) -> None:
    """Set what the slides of one Markdown say, and with "remove" take out those that are cut."""
    going = [wanted == GONE and mode == "remove" for _, wanted in slides]
    if all(going):
        going = [False] * len(going)
    for nth, (slide, wanted) in enumerate(slides):
        if not going[nth]:
            _comment(edits, slide.lines, offset, wanted)
            continue
        first, last = (line + offset for line in slide.lines)
        # With the separator before it, or where nothing that stays is before, the one after.
        if all(going[:nth]):
            edits.remove(first, slides[nth + 1][0].lines[0] + offset)
            continue
        edits.remove(slides[nth - 1][0].lines[1] + offset, last)


def _comment(edits: Edits, lines: tuple[int, int], offset: int, wanted: Wanted) -> None:
    """Set a Markdown slide's attributes: in the comment that sets them, else in a new one."""
    first, last = lines[0] + offset, lines[1] + offset
    left = dict(wanted)
    for number in range(first, min(last, len(edits.lines))):
        line = edits.line(number)
        if "<!--" not in line and "data-" not in line:
            continue
        for name, value in wanted.items():
            new = re.sub(
                rf"(\.slide:.*?\b{name}\s*=\s*)(\"[^\"]*\"|'[^']*')", rf'\g<1>"{value}"', line
            )
            if new != line or re.search(rf"\.slide:.*\b{name}\s*=\s*[\"']{value}[\"']", line):
                left.pop(name, None)
                edits.change(number, new)
                line = new
    if not left:
        return
    at = first
    while at < last - 1 and not edits.line(at).strip():
        at += 1
    indent = re.match(r"\s*", edits.line(at))[0]  # type: ignore[index]
    said = " ".join(f'{name}="{value}"' for name, value in left.items())
    edits.insert(at, f"{indent}<!-- .slide: {said} -->")
