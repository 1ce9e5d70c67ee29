"""What kind of slide each one is: the talk's frame, its content, or kept for questions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacer.judging.language import ACRONYM, GENERAL, MOST_WORDS, STOP, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# Where in a talk an agenda is an agenda, a summary a conclusion, and a recap one too; and how
# much a title slide says at most.
EARLY, LATE, VERY_LATE = 0.2, 0.6, 0.85
MOST_TITLE_WORDS = 40
STRUCTURE = frozenset({"title", "agenda", "divider", "recap", "thanks", "backup"})
# How such slides are titled; words that also head ordinary slides ("Backup strategies", "Thanks
# to caching") count only where nothing but punctuation follows.
_PATTERNS = {
    "backup": r"back-?up\W*$|back-?up:|back-?up slides?|appendix|annex(es|e)?|extra slides?"
    r"|supplement(ary|al)\b|references\W*$|bibliography|literatur(verzeichnis)?\W*$|anhang"
    r"|(image )?credits\W*$|further reading",
    "thanks": r"thanks\W*$|thanks for|thanks to (all|my|the)|thank you|merci|danke|vielen dank"
    r"|gracias|questions\W*$|any questions|q ?(&|and) ?a\W*$|fragen\W*$"
    r"|acknowledge?ments?\W*$|contact\W*$",
    "conclusion": r"conclu(sions?|ding)\b|summary|in summary|to sum up|take[- ]?(away|home)\w*"
    r"|key (points|messages|takeaways)|wrap[- ]?up|lessons learned|(quick )?review of today"
    r"|zusammenfassung|fazit|résumé|resumen|what (to|you should) (remember|take)",
    "agenda": r"agenda|outline\W*$|overview\W*$|(table of )?contents\W*$|road ?map|today\W*$"
    r"|today (in|we)\b|today's (talk|lecture|plan|agenda)|plan of|outline of"
    r"|(talk|lecture) (outline|overview|plan)|gliederung|inhalt(sverzeichnis)?\W*$|übersicht\W*$"
    r"|sommaire|índice|what we('| wi)ll (cover|see)",
    "recap": r"recap|review\W*$|last (time|week|lecture)|previously|reminder|where (are we|we are)"
    r"|where we left|so far\W*$|rückblick|rappel",
}
_KINDS = [
    (kind, re.compile(rf"^\W*(?:\d+[.)]?\s*)?(?:{pattern})(?!\w)", re.IGNORECASE))
    for kind, pattern in _PATTERNS.items()
]
# What a speaker marks as left out when time is short.
_OPTIONAL = re.compile(
    r"\((?:optional|bonus|extra|skip(?:ped)?|if time(?: permits)?|no exam|not on the exam)\)",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"©|\(c\) ?\d{4}|copyright|creative ?commons|all rights reserved|licen[cs]ed? under"
    r"|https?://|www\.|opencourseware|courtesy of|public domain|terms of use|^source:",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\b[A-Z]\.[^()]{0,120}(?:\(|,\s|\.\s)(?:19|20)\d\d\b")
_LEADING_NUMBER = re.compile(r"^\W*(?:\d+|[IVX]+)\b[.):]?\s*")


@dataclass(frozen=True)
class Page:
    """One slide's words, cleaned."""

    title: str
    lines: tuple[str, ...]
    notes: str
    bag: Counter[str]
    notice: bool


def read_pages(slides: pd.DataFrame) -> list[Page]:
    """Each slide's words without what stands on most slides and without licence lines."""
    raw = [[line.strip() for line in text.split("\n") if line.strip()] for text in slides["text"]]
    # A running header or footer says nothing about the slide it is on.
    spread = Counter(line for lines in raw for line in {_plain(line) for line in lines})
    often = max(4.0, 0.4 * len(raw))
    pages = []
    for lines, title, notes in zip(raw, slides["title"], slides["notes"], strict=True):
        kept = [
            _uncapitalised(line)
            for line in lines
            if spread[_plain(line)] < often and not _LICENCE.search(line)
        ]
        if spread[_plain(title)] >= often or not title.strip():
            title = next((line for line in kept if len(line) > 2), "")
        title = _uncapitalised(title.strip())
        words = [stem(word) for line in kept for word in tokens(line)]
        licences = sum(bool(_LICENCE.search(line)) for line in lines)
        pages.append(
            Page(
                title,
                tuple(kept),
                notes,
                Counter(words[: 4 * MOST_WORDS]),
                3 * licences >= len(lines) > 0,
            )
        )
    return pages


def _plain(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip().casefold())


def _uncapitalised(line: str) -> str:
    """A line set in capitals throughout says nothing about which of its words are names."""
    return line.lower() if line.isupper() and not ACRONYM.fullmatch(line) else line


def kinds_of(slides: pd.DataFrame, shown: Sequence[int], pages: dict[int, Page]) -> list[str]:
    """The kind of each row of SLIDES: ``content``, or a part of the talk's frame.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    shown : sequence of int
        Rows that are not hidden.
    pages : dict of int to Page
        Their words.

    Returns
    -------
    list of str
        ``content``, ``title``, ``agenda``, ``divider``, ``recap``, ``conclusion``, ``thanks`` or
        ``backup``.
    """
    kinds = ["content"] * len(slides)
    sections = slides["section"].tolist()
    titles = {row: slides["title"].iloc[row].strip() or pages[row].title for row in shown}
    named = {row: _named_kind(titles[row], sections[row]) for row in shown}
    headings = _headings(slides, shown, pages)
    # A question in the middle is no farewell: only the last one closes the talk.
    farewell = max((row for row in shown if named[row] == "thanks"), default=-1)
    closed = False
    for place, row in enumerate(shown):
        page, found = pages[row], named[row]
        part = place / len(shown)
        words = sum(page.bag.values())
        if found == "conclusion" and part < LATE:
            found = "recap"
        elif found == "recap" and part >= VERY_LATE:
            found = "conclusion"
        elif (found == "agenda" and part >= LATE) or (
            found in ("thanks", "backup") and part < LATE
        ):
            found = ""
        closes = found == "backup" or (found == "thanks" and row == farewell)
        if place == 0 and words <= MOST_TITLE_WORDS and len(shown) > 1:
            found = found or "title"
        elif not found and words:
            if _opens_section(slides, row, page, words):
                found = "divider"
            elif (part >= LATE and _cites(page)) or _OPTIONAL.search(titles[row]):
                found = "backup"
            elif part <= EARLY and _lists(page, row, headings):
                found = "agenda"
        if page.notice and place == len(shown) - 1 and part >= LATE:
            found = "backup"
        # Once the speaker has thanked the audience, what follows is for questions.
        if closed and found in ("", "divider"):
            found = "backup"
        closed = closed or closes
        kinds[row] = found or "content"
    return kinds


def _named_kind(title: str, section: str) -> str:
    """The kind that a title's or section's own words state; empty for most."""
    found = next((kind for kind, pattern in _KINDS if pattern.search(title)), "")
    if not found and re.match(r"\W*(back-?up|appendix)", section, re.IGNORECASE):
        return "backup"
    return found


def _opens_section(slides: pd.DataFrame, row: int, page: Page, words: int) -> bool:
    section = slides["section"].iloc[row].strip()
    if not section or words > 10 or slides["builds"].iloc[row] or slides["media_s"].iloc[row]:
        return False
    first = row == 0 or slides["section"].iloc[row - 1].strip() != section
    return first and len(page.lines) <= 2 and _plain(section) in _plain(" ".join(page.lines))


def _headings(
    slides: pd.DataFrame, shown: Sequence[int], pages: dict[int, Page]
) -> dict[str, set[int]]:
    """Titles and section names, as plain text, with the rows they stand on."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in shown:
        for text in (slides["section"].iloc[row], pages[row].title):
            found[_heading(text)].add(row)
    found.pop("", None)
    return found


def _heading(text: str) -> str:
    """What a heading is about: its words without number, grammar and "Introduction to"."""
    words = [stem(word).casefold() for word in tokens(_LEADING_NUMBER.sub("", text))]
    telling = [word for word in words if word not in STOP and word not in GENERAL]
    return " ".join(telling or words)


def _cites(page: Page) -> bool:
    """Whether a slide is a list of references: most of its lines carry a year and a name."""
    lines = " ".join(page.lines)
    years = len(_CITATION.findall(lines))
    return years >= 1 and years * 40 >= sum(page.bag.values())


def _lists(page: Page, row: int, headings: dict[str, set[int]]) -> bool:
    """Whether most lines of a slide name other slides or sections, as an agenda's do."""
    named = sum(bool(headings.get(_heading(line), set()) - {row}) for line in page.lines)
    return named >= 3 and named >= 0.6 * len(page.lines)
