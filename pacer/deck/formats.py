"""Which format a deck is in: what the file holds decides, and its ending only where that is silent.

To add a format, write a module with ``contents(path) -> Contents`` and add it to `FORMATS` and,
if it is text, what speaks for it to `_TELLS`.
"""

# ruff: noqa: ISC004 - a pattern may take two lines

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacer.core.errors import DeckError
from pacer.deck import markup, sources

if TYPE_CHECKING:
    from pathlib import Path

# Format -> how a message names it, and the module that reads it.
FORMATS: dict[str, tuple[str, str]] = {
    "pptx": ("PowerPoint", "pacer.deck.pptx"),
    "pdf": ("PDF", "pacer.deck.pdf"),
    "odp": ("OpenDocument", "pacer.deck.odp"),
    "ipynb": ("Jupyter notebook", "pacer.deck.notebook"),
    "marp": ("Marp", "pacer.deck.marp"),
    "slidev": ("Slidev", "pacer.deck.slidev"),
    "quarto": ("Quarto", "pacer.deck.quarto"),
    "reveal": ("reveal.js", "pacer.deck.reveal"),
    "remark": ("remark", "pacer.deck.remark"),
    "pdfpc": ("pdfpc", "pacer.deck.pdfpc"),
}
# Endings a deck may have, for messages and for what an export may be called.
ENDINGS: dict[str, tuple[str, ...]] = {
    "pptx": (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    "pdf": (".pdf",),
    "odp": (".odp", ".otp"),
    "ipynb": (".ipynb",),
    "marp": (".md", ".markdown"),
    "slidev": (".md",),
    "quarto": (".qmd", ".md", ".rmd"),
    "reveal": (".html", ".htm", ".md"),
    "remark": (".md", ".html", ".htm", ".rmd"),
    "pdfpc": (".pdfpc",),
}
# What a speaker may try as well -> the way to a format above.
_ELSEWHERE = {
    ".ppt": "save it as .pptx in PowerPoint or LibreOffice",
    ".pps": "save it as .pptx in PowerPoint or LibreOffice",
    ".key": "export it to PowerPoint or PDF in Keynote (File, Export To)",
    ".gslides": "download it as .pptx in Google Slides (File, Download)",
    ".tex": "compile it and open the PDF",
    ".typ": "compile it and open the PDF",
    ".adoc": "render it to reveal.js or PDF and open that",
    ".rst": "render it to reveal.js or PDF and open that",
}
_TEXT = (".md", ".markdown", ".mdx", ".qmd", ".rmd", ".html", ".htm", ".txt", "")
_HEAD = 512
_HEAD_CHARACTERS, _LOOKED_AT = 6_000, 60_000


@dataclass(frozen=True)
class Guess:
    """A format, and what spoke for it; `sure` where nothing speaks for another."""

    format: str
    why: str = ""
    sure: bool = True


def guess(path: Path) -> Guess:
    """The format of a file by what it holds.

    Raises
    ------
    DeckError
        If there is no such file, or it is of no kind that is read: the message names the cure.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise DeckError("there is no such file: check the path", path) from error
    suffix = path.suffix.lower()
    if not stat.S_ISREG(mode):
        if not stat.S_ISDIR(mode):
            raise DeckError("is no file but a pipe or a device: name the deck", path)
        if suffix in _ELSEWHERE:
            raise _elsewhere(path)
        raise DeckError("is a folder: name the deck in it", path)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    by_ending = next((name for name, endings in ENDINGS.items() if suffix in endings), None)
    if b"%PDF" in head[:1024] and suffix not in _TEXT:
        return Guess("pdf")
    if head.startswith(b"PK"):
        return _of_zip(path, head, by_ending)
    if by_ending in ("pptx", "pdf", "odp", "ipynb", "pdfpc"):
        return Guess(by_ending)
    if suffix in _ELSEWHERE:
        raise _elsewhere(path)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in (".json", "") and start.startswith(b"{") and b'"cells"' in sources.load(path):
        return Guess("ipynb")
    if suffix not in _TEXT:
        raise _unknown(path)
    return _of_text(path)


def _elsewhere(path: Path) -> DeckError:
    suffix = path.suffix.lower()
    return DeckError(f"a {suffix} file cannot be read as a deck: {_ELSEWHERE[suffix]}", path)


def _unknown(path: Path) -> DeckError:
    known = ", ".join(dict.fromkeys(end for ends in ENDINGS.values() for end in ends))
    return DeckError(f"is of no kind pacer reads ({known}): export it to one of these", path)


def _of_zip(path: Path, head: bytes, by_ending: str | None) -> Guess:
    """OpenDocument writes its kind first and unpacked; other archives go by their ending."""
    if b"mimetypeapplication/vnd.oasis.opendocument" in head:
        return Guess("odp")
    if by_ending in ("pptx", "odp"):
        return Guess(by_ending)
    raise _elsewhere(path) if path.suffix.lower() in _ELSEWHERE else _unknown(path)


# What speaks for a format of Markdown -> how strongly, and how a message says it.
_TELLS: dict[str, tuple[tuple[str, float, str], ...]] = {
    "marp": (
        (r"(?m)\A---\n(?:.*\n)*?\s*marp\s*:\s*true", 9, "its front matter says marp: true"),
        (r"(?m)^\s*(?:_?(?:class|paginate|backgroundColor|backgroundImage)|headingDivider)\s*:", 1,
         "Marp directives"),
        (r"<!--\s*(?:_\w+|class|paginate|headingDivider|footer|header|backgroundColor|"
         r"backgroundImage|color|theme|\$\w+)\s*:", 4, "Marp directives in comments"),
        (r"!\[bg\b", 3, "Marp backgrounds"),
        (r"!\[[^\]\n]*\b[wh](?:idth|eight)?:\d", 2, "Marp picture sizes"),
        (r"(?m)^#+ (?:.*<!--\s*fit\s*-->|<!--\s*fit)", 4, "fitting headings"),
        (r"(?m)\A---\n(?:.*\n)*?(?:theme\s*:\s*(?:default|gaia|uncover)\s*|size\s*:\s*\d+:\d+)$", 3,
         "a theme of Marp"),
    ),
    "slidev": (
        (r"(?m)^---[ \t]*\n(?:[a-zA-Z][\w-]*\s*:.*\n(?:[ \t].*\n)*)+---[ \t]*$", 3,
         "front matter of slides"),
        (r"(?m)^---[ \t]*\n(?:[\w-]+\s*:.*\n)*?(?:layout|src|transition|clicks|hideInToc|level|"
         r"timesplit|hide|disabled)\s*:", 4, "Slidev's settings of slides"),
        (r"(?m)\A---\n(?:.*\n)*?(?:colorSchema|highlighter|drawings|routerMode|lineNumbers|mdc|"
         r"canvasWidth|fonts|twoslash|timer|seoMeta|addons)\s*:", 5, "Slidev's settings"),
        (r"lick(?:(?<=[<\s][Vv]-[Cc]lick)|(?<=[<\s][Vv][Cc]lick))s?\b", 4, "v-click"),
        (r"(?m)^::\w+::\s*$", 3, "Slidev's slots"),
        (r"(?m)^(?:(?:```|~~~)\w+ *\{[\d,|*-]+\}|`{3,}\w+ magic-move|<<< )", 2,
         "Slidev's code"),
        (r"(?m)\A---\n(?:.*\n)*?theme\s*:\s*(?:seriph|apple-basic|\.|@slidev|slidev-)", 5,
         "a theme of Slidev"),
    ),
    "remark": (
        (r"(?m)^\?\?\?\s*$", 6, "notes after ???"),
        (r"(?m)^--$", 4, "steps after --"),
        (r"(?m)(?:\A|^---\n+)(?:(?:class|name|template|layout|count|background-image|exclude)\s*:"
         r".*\n)", 4, "properties of slides"),
        (r"\.(?<![\w`]\.)[a-z][\w-]*(?:\.[a-z][\w-]*)*\[", 2, "remark's .class[…]"),
        (r"xaringan::", 9, "xaringan in its front matter"),
    ),
    "reveal": (
        (r"<!--\s*\.(?:slide|element)\s*:", 6, "reveal.js comments"),
        (r"(?m)^\s*[Nn]otes?:", 2, "reveal.js notes"),
        (r"(?m)^----$", 3, "vertical slides after ----"),
        (r"(?m)\A---\n(?:.*\n)*?(?:revealOptions|(?:vertical|notes)?[sS]eparator)\s*:", 8,
         "reveal-md's settings"),
        (r"<section\b[^>]*data-", 4, "sections"),
        (r"class=\"fragment", 2, "fragments"),
    ),
    "quarto": (
        (r"(?m)\A(?:.*\n){0,200}?\s*(?:format\s*:\s*)?[\w+-]*revealjs\b", 7, "format: revealjs"),
        (r"(?m)^:{3,}\s*(?:\{|notes|incremental|columns)", 4, "divs of pandoc"),
        (r"(?m)^\{\{<\s*\w+", 4, "Quarto's shortcodes"),
        (r"(?m)^```\{(?:r|python|julia|ojs)\b", 3, "cells"),
    ),
}  # fmt: skip
_ENDS = {".qmd": ("quarto", 6.0), ".rmd": ("remark", 3.0)}
_RULED = re.compile(r"(?m)^(?:---+|\*\*\*+|___+)[ \t]*$")


def _of_text(path: Path) -> Guess:
    warnings: list[str] = []
    text = sources.slimmed(sources.decoded(sources.load(path), path, warnings), path)
    text = "\n".join(sources.lines_of(text[:_LOOKED_AT]))
    if markup.is_html(text) or path.suffix.lower() in (".html", ".htm"):
        if re.search(r"remark\.create|<textarea\s+id=[\"']source", text):
            return Guess("remark", "a remark page")
        return Guess("reveal", "a page of sections")
    if re.match(r"\s*\[\w+\]|\s*\{[^{}]*\"pdfpcFormat\"", text):
        return Guess("pdfpc")
    points = {name: _points(text, tells) for name, tells in _TELLS.items()}
    if ending := _ENDS.get(path.suffix.lower()):
        before, why = points[ending[0]]
        points[ending[0]] = before + ending[1], why or f"its ending {path.suffix}"
    ranked = sorted(points.items(), key=lambda item: -item[1][0])
    (first, (most, why)), (_, (next_most, _)) = ranked[:2]
    if most == 0:
        if not _RULED.search(text):
            raise DeckError(
                "is text without slides that pacer knows: mark them with a line ---, or name its "
                "format with format= or --format",
                path,
            )
        return Guess("marp", "its rulers part slides", sure=False)
    return Guess(first, why, sure=most >= 3 and most >= 1.5 * next_most)


def _points(text: str, tells: tuple[tuple[str, float, str], ...]) -> tuple[float, str]:
    """How much speaks for a format, and what most."""
    # Settings of the whole deck stand at its head, and need not be looked for beyond.
    head = text[:_HEAD_CHARACTERS]
    # A pattern that begins with a line's end, and not with its start, is found ten times as fast.
    below = f"\n{text}"
    found = [
        (weight, why)
        for pattern, weight, why in tells
        if (
            re.search(pattern, head)
            if r"\A" in pattern
            else re.search(pattern.replace("(?m)^", r"(?m)\n"), below)
        )
    ]
    return sum(weight for weight, _ in found), max(found, default=(0.0, ""))[1]
