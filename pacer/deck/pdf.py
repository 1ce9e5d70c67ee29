"""PDF decks: LaTeX Beamer, Keynote, Google Slides and printed PowerPoint."""

from __future__ import annotations

import hashlib
import json
import mmap
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from pacer.core import text as words
from pacer.core.errors import DeckError, MissingDependency
from pacer.deck import pdf_notes, pdf_page, pdf_pages, pdfium, pdfpc
from pacer.deck.contents import Contents, row, unique
from pacer.deck.limits import MOST_SLIDES
from pacer.deck.pdf_page import HYPHEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pacer.deck.pdf_page import Line, Page

# A page holds some thousand characters; the letters of a whole deck are looked at one by one.
MOST_CHARACTERS = 50_000
MOST_CHARACTERS_IN_ALL = 3_000_000
# The reader counts its own work; this only ends one that no longer does.
MOST_WAIT_S = 600.0
_BOMB = "looks like a bomb, or takes longer than any deck: it was not read; export it again"
# Letters at most this much smaller than the largest still belong to the title.
_NEARLY = 0.88
_TITLE_WORDS = 20
_TITLE_CHARACTERS = 160
# A small line at the upper or lower edge that stands on this share of the pages, but for its
# numbers, is a header or footer.
_FURNITURE_SHARE = 0.4
_FURNITURE_PAGES = 4
_EDGE = 0.12
_SMALL = 0.7
# Bookmarks on this share of the pages are titles, as PowerPoint writes them; fewer are sections.
_TITLED_SHARE = 0.5
# A talk of fewer slides has no appendix.
LEAST_BEFORE = 2
_VIEW = re.compile(r"(\d{1,5})-(\d{1,4})")


def contents(path: Path, *, sidecar: pdfpc.Sidecar | None = None) -> Contents:
    """Read a PDF deck, with the notes in it and in the ``.pdfpc`` file beside it.

    The pages of one frame, each with a little more than the one before it, become one slide
    with builds, whose ``page`` (1-based) is the last of them.

    Parameters
    ----------
    path : pathlib.Path
    sidecar : pacer.deck.pdfpc.Sidecar, optional
        By default what lies beside the PDF by the same name.

    Returns
    -------
    Contents

    Raises
    ------
    DeckError
        If it is no PDF, needs a password, is damaged or has no pages.
    """
    found = Contents()
    beside = pdfpc.beside(path, found.warnings) if sidecar is None else sidecar
    pdfium.refuse_other_kinds(path)
    read = _read(path)
    keynote = read["keynote"]
    pages = [pdf_page.of(number, each) for number, each in enumerate(read["pages"], 1)]
    marks = [
        (level, page, title) for level, page, raw in read["bookmarks"] if (title := words.line(raw))
    ]
    appendix = _appendix([page.label for page in pages])
    titled = len({page for _, page, _ in marks}) > _TITLED_SHARE * len(pages)
    titles = {page: name for _, page, name in reversed(marks)} if titled else {}
    starts = {} if titled else {page: name for level, page, name in marks if level == 0}
    labels = [page.label for page in pages]
    parted = pdf_notes.split(pages, beside.position)
    found.notes_layout = parted.layout
    furniture = _furniture(parted.pages)
    grouped = frames_of(parted.pages, furniture, _joined_pages(parted.pages, beside, keynote))
    section = ""
    for number, frame in enumerate(grouped, 1):
        for page in frame:
            section = starts.get(page.number, section)
            if page.number == appendix and not starts:
                section = "Appendix"
        last = frame[-1]
        said = [_said(page, furniture) for page in frame]
        title = titles.get(last.number) or titles.get(frame[0].number, "")
        title, title_lines = _marked(title, said[-1]) if title else _title(said[-1], last.height)
        if not title_lines and not title:
            title, title_lines = _title(said[0], frame[0].height)
        noted = [_sidecar_page(beside, page, labels, place) for place, page in enumerate(frame)]
        own = [each for page in frame for each in (parted.notes.get(page.number), page.note)]
        notes = [beside.slide_notes.get(number, ""), *(each.note for each in noted if each), *own]
        made = row(
            "",
            title=title,
            text=_joined([title, *_once(said, title_lines)], "\n"),
            notes="\n".join(dict.fromkeys(filter(None, notes))),
            section=section,
            hidden=all(each is not None and each.hidden for each in noted),
            builds=len(frame) - 1,
        )
        seen = made["text"] or last.looks
        made["slide_key"] = "p:" + hashlib.sha256(seen.encode()).hexdigest()[:8]
        found.rows.append(made | {"page": last.number})
    for made, key in zip(found.rows, unique(each["slide_key"] for each in found.rows), strict=True):
        made["slide_key"] = key
    for made, frame in zip(found.rows, grouped, strict=True):
        if len(frame) > 1:
            found.build_texts[made["slide_key"]] = {
                page.number: _joined([line.text for line in _said(page, furniture)], "\n")
                for page in frame
            }
    _place(found, grouped, parted, read["durations"])
    if not read["whole"]:
        found.warnings.append("holds more text than a talk can: the rest of it was not read")
    if pages and not any(made["body_words"] for made in found.rows):
        found.warnings.append(
            "no page has text that can be read (pictures only?): estimates will be wide"
        )
    found.warnings += pdfpc.told(beside)
    return found


def _appendix(labels: list[str]) -> int:
    r"""The page from which labels count from 1 again, as Beamer's ``\appendix`` has it; else 0."""
    numbers = [int(label) if label.isdigit() and len(label) < 6 else 0 for label in labels]
    restarts = [
        place + 1
        for place, (before, number) in enumerate(pairwise(numbers), 1)
        if number == 1 and before > LEAST_BEFORE
    ]
    return restarts[0] if len(restarts) == 1 and all(numbers) else 0


def _place(
    found: Contents,
    grouped: list[list[Page]],
    parted: pdf_notes.Split,
    durations: list[float | None],
) -> None:
    """Say which pages each slide has, and how long they stay where that is saved."""
    owned: dict[int, list[int]] = {}
    for page, owner in parted.note_pages.items():
        owned.setdefault(owner, []).append(page)
    for made, frame in zip(found.rows, grouped, strict=True):
        key, numbers = made["slide_key"], [page.number for page in frame]
        found.pages[key] = tuple(
            each for number in numbers for each in (number, *owned.get(number, ()))
        )
        stays = [durations[number - 1] for number in numbers]
        if all(each is not None for each in stays):
            found.saved_timings[key] = sum(each for each in stays if each is not None)


def _sidecar_page(
    beside: pdfpc.Sidecar, page: Page, labels: list[str], overlay: int
) -> pdfpc.Page | None:
    return beside.page(page.number - 1, labels[page.number - 1], overlay)


def _joined_pages(pages: list[Page], beside: pdfpc.Sidecar, keynote: bool) -> frozenset[int]:
    """Pages that belong to the slide of the one before, as other files and programs say it."""
    joined = set(beside.joined)
    joined |= {each.index + 1 for each in beside.pages if each.forced and each.index is not None}
    # ipe labels the views of a page 3-1, 3-2, …
    views = [_VIEW.fullmatch(page.label) for page in pages]
    if sum(view is not None for view in views) > len(pages) / 2:
        for before, view, page in zip(views, views[1:], pages[1:], strict=False):
            if before and view and before[1] == view[1] and int(view[2]) == int(before[2]) + 1:
                joined.add(page.number)
    # Keynote prints each stage of a slide's builds as a page, and pictures build too.
    for first, page in pairwise(pages) if keynote else ():
        earlier, later = Counter(first.looks.split()), Counter(page.looks.split())
        if earlier and earlier <= later:
            joined.add(page.number)
    return frozenset(joined)


def _once(pages: list[list[Line]], title: list[Line]) -> Iterator[str]:
    """The lines of a frame's pages after its title; of a later page only what it adds."""
    said = Counter(line.text for line in title)
    for lines in pages:
        on_page: Counter[str] = Counter()
        for line in lines:
            on_page[line.text] += 1
            if on_page[line.text] > said[line.text]:
                yield line.text
        said |= on_page


def _read(path: Path) -> dict[str, Any]:
    """The pages as PDFium sees them, in a process of its own that has bounds.

    Raises
    ------
    DeckError
        As `contents`.
    """
    bounds = (MOST_SLIDES, MOST_CHARACTERS, MOST_CHARACTERS_IN_ALL)
    command = [sys.executable, "-P", pdf_pages.__file__, str(path.absolute()), *map(str, bounds)]
    try:
        done = subprocess.run(  # noqa: S603 - pacer's own reader, and the path as one word
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_WAIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeckError(_BOMB, path) from error
    if done.returncode == 0:
        return cast("dict[str, Any]", json.loads(done.stdout))
    said = done.stdout.decode("ascii", "ignore").strip()
    if done.returncode == pdf_pages.BOMB:
        raise DeckError(_BOMB, path)
    if done.returncode == pdf_pages.TOO_MANY:
        raise DeckError(f"has {int(said):,} pages: this is a book, not a deck", path)
    if done.returncode == pdf_pages.DAMAGED_PAGE:
        raise DeckError("is damaged: export the deck again", path, int(said))
    # PDFium leaves the number of an earlier error where it sets none: ask the file too.
    if done.returncode == pdf_pages.LOCKED and _is_encrypted(path):
        raise DeckError("is protected by a password: print or export it without one", path)
    if b"No module named 'pypdfium2'" in done.stderr:
        raise MissingDependency("Reading a PDF", "pip install pypdfium2")
    raise DeckError("is damaged, cut off or without pages: export the deck again", path)


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        return raw.find(b"/Encrypt") >= 0


_DIGITS = re.compile(r"\d+")


def _kind(line: Line) -> tuple[str, int, int]:
    """The same for headers and footers that differ only in the page's number."""
    return _DIGITS.sub("#", line.text), round(line.top / 3), round(line.height)


def _furniture(pages: list[Page]) -> frozenset[tuple[str, int, int]]:
    """Kinds of small lines that stand at the edge of many pages."""
    seen: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        small = _SMALL * max((line.height for line in page.lines), default=0)
        edges = (line for line in page.lines if line.height <= small and _at_edge(line, page))
        seen.update({_kind(line) for line in edges})
    least = max(_FURNITURE_PAGES, _FURNITURE_SHARE * len(pages))
    return frozenset(kind for kind, count in seen.items() if count >= least)


def _at_edge(line: Line, page: Page) -> bool:
    return not _EDGE * page.height < line.top < (1 - _EDGE) * page.height


def _said(page: Page, furniture: frozenset[tuple[str, int, int]]) -> list[Line]:
    """The lines without headers, footers and the page's own number."""
    numbers = (str(page.number), page.label)
    return [
        line
        for line in page.lines
        if _kind(line) not in furniture and not (line.text in numbers and _at_edge(line, page))
    ]


def frames_of(
    pages: list[Page],
    furniture: frozenset[tuple[str, int, int]],
    joined: frozenset[int] = frozenset(),
) -> list[list[Page]]:
    """Pages grouped into frames: a page that builds on the one before joins it.

    Beamer gives the pages of a frame one label. That alone is not enough, since frames that
    are not counted repeat the label of the frame before; so the pages must also share their
    title or half their words. Without labels a page joins only if all that stands on the page
    before stands at the same place on it, and more; a page number, which then differs, keeps
    two slides apart. Pages with labels of their own are slides of their own, but for those that
    are known to be `joined` to the one before.
    """
    made: list[list[Page]] = []
    for page in pages:
        if made and (page.number in joined or _builds_on(made[-1][-1], page, furniture)):
            made[-1].append(page)
        else:
            made.append([page])
    return made


def _builds_on(before: Page, page: Page, furniture: frozenset[tuple[str, int, int]]) -> bool:
    if before.label != page.label:
        return False
    if page.label:
        first, second = _said(before, furniture), _said(page, furniture)
        earlier = Counter(words.words(" ".join(line.text for line in first)))
        later = Counter(words.words(" ".join(line.text for line in second)))
        smaller = min(earlier.total(), later.total())
        alike = 2 * (earlier & later).total() >= smaller
        return alike or _title(first, before.height)[0] == _title(second, page.height)[0]
    earlier_places = {line.place for line in before.lines}
    return bool(earlier_places) and earlier_places < {line.place for line in page.lines}


def _marked(title: str, lines: list[Line]) -> tuple[str, list[Line]]:
    """A bookmark's title, and the lines at the start of the page that say the same."""
    rest = re.sub(r"\W", "", title).casefold()
    used = []
    for line in lines:
        said = re.sub(r"\W", "", line.text).casefold()
        if said and rest.startswith(said):
            used.append(line)
            rest = rest[len(said) :]
    return title, used


def _title(lines: list[Line], page_height: float) -> tuple[str, list[Line]]:
    """The title and its lines: those in the largest letters, the uppermost such group."""
    able = [line for line in lines if sum(letter.isalpha() for letter in line.text) >= 2]
    upper = [line for line in able if line.top < 0.6 * page_height]
    if not (able := upper or able):
        return (lines[0].text, lines[:1]) if lines else ("", [])
    largest = max(line.height for line in able)
    group: list[Line] = []
    for line in sorted(able, key=lambda line: line.top):
        if line.height < _NEARLY * largest:
            if group:
                break
            continue
        if group and line.top - group[-1].top > 1.8 * largest:
            break
        group.append(line)
    if words.count_words(_joined([line.text for line in group], " ")) > _TITLE_WORDS:
        group = group[:1]
    title = _joined([line.text for line in group], " ")
    return words.line(title, limit=_TITLE_CHARACTERS), group


def _joined(texts: list[str], between: str) -> str:
    """Lines as one text; a word divided by a hyphen at the end of a line is whole again."""
    return between.join(texts).replace(HYPHEN + between, "").replace(HYPHEN, "")
