"""What a deck talks about, as far as its text tells: terms, where each is introduced and used.

Regular expressions only: fast, explainable, and wrong now and then, which is why everything
found here is a soft hint to the planner and nothing more.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pacer.planning.language import GENERAL, MOST_WORDS, STOP, is_word, phrases, stem, tokens
from pacer.planning.roles import STRUCTURE, Page, kinds_of, read_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# A slide that covers a term: where it is introduced, where it stands on the slide, where it
# is only said. A term counts once, so two slides that use it make up for the one lost.
CREDIT_INTRODUCES, CREDIT_SHOWN, CREDIT_SAID = 1.0, 0.5, 0.25
# How much more a term weighs that the talk's frame names: it is what the talk is about.
NAMED_BY = {"title": 3.0, "agenda": 1.5, "conclusion": 1.5}
# Every further title a term stands in makes it weigh so much more, up to a few.
TITLED, MOST_TITLES = 0.25, 4
# A plain word on more than this share of the slides says nothing.
MOST_SPREAD = 0.5
# A plain word is less of a term than a phrase or a name.
PLAIN_WORD = 0.4
# Two neighbours are near-duplicates above the first; under one title the second is enough.
SAME_TEXT, SAME_TITLE_AND_TEXT = 0.55, 0.25
# An earlier build step has at least this share of its words on the next slide, under its title.
BUILD_SHARE = 0.8
# Where in a talk an agenda is an agenda, a summary a conclusion, and a recap one too; and how
# much a title slide says at most.
EARLY, LATE, VERY_LATE = 0.2, 0.6, 0.85
_DEFINES = re.compile(r"([^\s:=–—][^:=–—]{1,40}?)\s*[:=–—]\s")
_AFTER_TERM = (
    r"\s*(?:s|es)?\s*(?:\([^)]*\)\s*)?"
    r"(?::|=|≡|—|–|- |\bis\b|\bare\b|\bmeans\b|\brefers\b|\bdenotes?\b)"
)


@dataclass(frozen=True)
class Concept:
    """A term that runs through the talk.

    Parameters
    ----------
    term : str
        As the deck writes it most often.
    weight : float
        Its part of the talk's content; all weights sum to 1.
    introduced : tuple of int
        Rows of SLIDES any one of which introduces it (the steps of one build); empty where
        nothing does.
    credit : dict of int to float
        For each row that covers it, how much of it: see ``CREDIT_INTRODUCES`` and the next.
    needed : tuple of int
        Rows after the introduction that use it. A conclusion does not count: its bullets go
        with what they sum up.
    """

    term: str
    weight: float
    introduced: tuple[int, ...]
    credit: dict[int, float]
    needed: tuple[int, ...]


@dataclass(frozen=True)
class Outline:
    """What the planner knows of a deck's content; every tuple has one entry a row of SLIDES.

    Parameters
    ----------
    kinds : tuple of str
        ``content``, ``title``, ``agenda``, ``divider``, ``recap``, ``conclusion``, ``thanks``
        or ``backup``.
    concepts : tuple of Concept
        Heaviest first.
    alike : tuple of float
        Cosine of the tf-idf vectors of a slide and the next one shown, 0 at the last.
    shared : tuple of float
        Share of a slide's words that stand on the next one too.
    mergeable : tuple of bool
        Whether a slide and the next one shown are near-duplicates.
    steps : tuple of bool
        Whether a slide is an earlier step of the build that the next one shown goes on with.
    """

    kinds: tuple[str, ...]
    concepts: tuple[Concept, ...]
    alike: tuple[float, ...]
    shared: tuple[float, ...]
    mergeable: tuple[bool, ...]
    steps: tuple[bool, ...]


def outline(slides: pd.DataFrame) -> Outline:
    """Read a deck's content from its text.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES; only rows that are not hidden take part.

    Returns
    -------
    Outline

    Notes
    -----
    Steps of an incremental build (the same words, and more) count as one slide, or every step
    would become a prerequisite of the next. Lines that stand on most slides and licence lines
    are dropped. A term is a phrase of up to three words that occurs on at least two slides, or
    a name, acronym or title word that does. Its weight is idf × √(slides it is on): a term
    matters when it runs through the talk, less when it is everywhere. It weighs half as much
    again where a slide introduces it, more with every further title it stands in, three times
    as much where the talk's title names it, half as much again where agenda or conclusion do,
    and less than half where it is a plain word that no line defines.
    """
    count = len(slides)
    shown = [row for row, hidden in enumerate(slides["hidden"]) if not hidden]
    pages = dict(zip(shown, read_pages(slides.iloc[shown]), strict=True))
    kinds = kinds_of(slides, shown, pages)
    alike, shared = [0.0] * count, [0.0] * count
    mergeable, steps = [False] * count, [False] * count
    idf = _idf([page.bag for page in pages.values()])
    builds: dict[int, int] = {}  # row -> the first row of its build
    for row, after in pairwise(shown):
        one, two = pages[row], pages[after]
        alike[row] = _cosine(one.bag, two.bag, idf)
        words = sum(one.bag.values())
        shared[row] = (one.bag & two.bag).total() / words if words else 0.0
        same_title = bool(one.title) and one.title.casefold() == two.title.casefold()
        mergeable[row] = kinds[row] == kinds[after] == "content" and (
            alike[row] > SAME_TEXT or (same_title and alike[row] > SAME_TITLE_AND_TEXT)
        )
        if same_title and shared[row] >= BUILD_SHARE:
            builds[after] = builds.get(row, row)
            steps[row] = kinds[row] == kinds[after] == "content"
    groups = [(row, builds.get(row, row)) for row in shown]
    return Outline(
        kinds=tuple(kinds),
        concepts=_concepts(pages, kinds, groups),
        alike=tuple(alike),
        shared=tuple(shared),
        mergeable=tuple(mergeable),
        steps=tuple(steps),
    )


def _idf(bags: Sequence[Counter[str]]) -> dict[str, float]:
    spread = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / on) for word, on in spread.items()}


def _cosine(one: Counter[str], two: Counter[str], idf: dict[str, float]) -> float:
    def norm(bag: Counter[str]) -> float:
        return math.sqrt(sum((times * idf[word]) ** 2 for word, times in bag.items()))

    if not one or not two:
        return 0.0
    dot = sum(times * two[word] * idf[word] ** 2 for word, times in one.items() if word in two)
    return dot / (norm(one) * norm(two))


def _fills(key: str, title: str) -> bool:
    """Whether a title is about a term, rather than naming it in passing."""
    words = [word for word in tokens(title) if word.casefold() not in STOP]
    return 2 * len(key.split()) >= len([word for word in words if is_word(word)])


@dataclass
class _Found:
    """Where one candidate term was seen, by the first row of each build."""

    shown: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    said: set[int] = field(default_factory=set)
    titled: set[int] = field(default_factory=set)
    titles: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    defined: set[int] = field(default_factory=set)
    symbol: bool = False
    proper: bool = False


def _concepts(
    pages: dict[int, Page], kinds: Sequence[str], groups: Sequence[tuple[int, int]]
) -> tuple[Concept, ...]:
    taking = [(row, group) for row, group in groups if kinds[row] not in STRUCTURE]
    found: dict[str, _Found] = defaultdict(_Found)
    for row, group in taking:
        seen = set()
        left = MOST_WORDS
        for number, line in enumerate((pages[row].title, *pages[row].lines)):
            left -= line.count(" ") + 1
            if left < 0:
                break
            if opening := _DEFINES.match(line):
                found[" ".join(map(stem, tokens(opening[1])))].defined.add(group)
            for key, form, symbol, proper in phrases(line):
                term = found[key]
                if number:
                    term.forms[form] += 1
                else:
                    term.titles += 1
                    if _fills(key, line):
                        term.titled.add(group)
                term.symbol |= symbol
                term.proper |= proper
                if key not in seen:
                    seen.add(key)
                    term.shown[group].append(row)
    for row, _ in taking:
        words = pages[row].notes.split()[: 2 * MOST_WORDS]
        for key, *_ in phrases(" ".join(words)):
            if key in found:
                found[key].said.add(row)
    total = len({group for _, group in taking})
    # A conclusion uses terms and introduces none.
    closing = {row for row, _ in taking if kinds[row] == "conclusion"}
    named = _named(pages, kinds)
    made = [
        replace(concept, weight=concept.weight * named.get(key, 1.0))
        for key, term in _worth_keeping(found, total).items()
        if (concept := _concept(key, term, pages, taking, closing, total)) is not None
    ]
    made.sort(key=lambda concept: (-concept.weight, concept.term))
    made = made[: 3 * max(total, 4)]
    whole = sum(concept.weight for concept in made)
    return tuple(Concept(c.term, c.weight / whole, c.introduced, c.credit, c.needed) for c in made)


def _named(pages: dict[int, Page], kinds: Sequence[str]) -> dict[str, float]:
    """Phrases that the talk's title, agenda or conclusion name, with what that makes of them."""
    found: dict[str, float] = {}
    for row, page in pages.items():
        boost = NAMED_BY.get(kinds[row], 1.0)
        if boost > 1:
            for line in (page.title, *page.lines):
                for key, *_ in phrases(line):
                    found[key] = max(boost, found.get(key, 1.0))
    return found


def _could_be_term(word: str, term: _Found) -> bool:
    """Whether a single word that is no symbol may be a term: named, defined, or in a title."""
    heads = bool(term.titled) or (term.titles > 0 and not word.endswith("ing"))
    return (
        (heads or term.proper or len(term.defined) == 1) and len(word) >= 4 and word not in GENERAL
    )


def _worth_keeping(found: dict[str, _Found], total: int) -> dict[str, _Found]:
    most = max(2.0, MOST_SPREAD * total)
    kept = {}
    for key, term in found.items():
        on = len({*term.shown, *term.said})
        if on < 2:
            continue
        if " " not in key and not (term.symbol or (on <= most and _could_be_term(key, term))):
            continue
        kept[key] = term
    # "write" adds nothing where it only occurs inside "write-ahead log".
    longer = sorted(kept, key=lambda key: -key.count(" "))
    dropped: set[str] = set()
    for key in longer:
        words = key.split()
        if len(words) == 1 or key in dropped:
            continue
        parts = {
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        } - {key}
        for part in parts & kept.keys():
            if len(kept[part].shown) <= 1.25 * len(kept[key].shown):
                dropped.add(part)
    return {key: term for key, term in kept.items() if key not in dropped}


def _concept(
    key: str,
    term: _Found,
    pages: dict[int, Page],
    taking: Sequence[tuple[int, int]],
    closing: set[int],
    total: int,
) -> Concept | None:
    rows = sorted({row for rows in term.shown.values() for row in rows} | term.said)
    covering = [row for row in rows if row not in closing]
    if not covering:
        return None
    form = term.forms.most_common(1)[0][0] if term.forms else key
    defines = re.compile(rf"(?<!\w){re.escape(form)}{_AFTER_TERM}", re.IGNORECASE)
    introduced: tuple[int, ...] = ()
    defined = False
    for group in sorted(term.shown):
        first = [row for row in term.shown[group] if row not in closing]
        if not first:
            continue
        # What several slides set before a colon is a label, such as "Cause:" and "Cure:".
        defined = len(term.defined) < 2 and any(map(defines.match, pages[first[0]].lines))
        if defined or group in term.titled:
            introduced = tuple(first)
            break
    steps = {group for row, group in taking if row in introduced}
    of_build = {row for row, group in taking if group in steps}
    credit = {
        row: CREDIT_INTRODUCES
        if row in introduced
        else CREDIT_SHOWN
        if any(row in shown for shown in term.shown.values())
        else CREDIT_SAID
        for row in covering
    }
    needed = tuple(
        row for row in covering if introduced and row > introduced[-1] and row not in of_build
    )
    on = len({*term.shown, *term.said})
    weight = math.log(1 + total / on) * math.sqrt(on)
    weight *= 1 + TITLED * min(max(term.titles - 1, 0), MOST_TITLES)
    if introduced:
        weight *= 1.5
    if " " not in key and not term.symbol and not defined:
        weight *= PLAIN_WORD
    return Concept(form, weight, introduced, credit, needed)
