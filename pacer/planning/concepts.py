"""What a deck talks about, as far as its text tells: terms, where each is introduced and used.

Regular expressions only: fast, explainable, and wrong now and then, which is why everything
found here is a soft hint to the planner and nothing more.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

# A slide that covers a term: where it is introduced, where it stands on the slide, where it
# is only said. A term counts once, so two slides that use it make up for the one lost.
CREDIT_INTRODUCES, CREDIT_SHOWN, CREDIT_SAID = 1.0, 0.5, 0.25
# How much more a term weighs that the talk's frame names: it is what the talk is about.
NAMED_BY = {"title": 3.0, "agenda": 1.5, "conclusion": 1.5}
# Every further title a term stands in makes it weigh so much more, up to a few.
TITLED, MOST_TITLES = 0.25, 4
# A plain word is less of a term than a phrase or a name.
PLAIN_WORD = 0.4
# Two neighbours are near-duplicates above the first; under one title the second is enough.
SAME_TEXT, SAME_TITLE_AND_TEXT = 0.55, 0.25
# An earlier build step has at least this share of its words on the next slide, under its title.
BUILD_SHARE = 0.8
# Bounds on what one slide may cost in time.
MOST_WORDS, MOST_PHRASE_WORDS = 500, 3

STRUCTURE = frozenset({"title", "agenda", "divider", "recap", "thanks", "backup"})

_PATTERNS = {
    "backup": r"back-?up|appendix|annex(es|e)?|extra slides?|supplement\w*|references|bibliography"
    r"|literatur\w*|anhang|(image )?credits|further reading",
    "thanks": r"thanks?( you)?|thank you|merci|danke|vielen dank|gracias|questions\W*$"
    r"|any questions|q ?(&|and) ?a|fragen\W*$|acknowledge?ments?|contact\W*$",
    "conclusion": r"conclu\w+|summary|in summary|to sum up|take[- ]?(away|home)\w*"
    r"|key (points|messages|takeaways)|wrap[- ]?up|lessons learned|(quick )?review of today"
    r"|zusammenfassung|fazit|résumé|resumen|what (to|you should) (remember|take)",
    "agenda": r"agenda|outline|overview\W*$|contents|table of contents|road ?map|today\b|plan of"
    r"|(talk|lecture) (outline|overview|plan)|gliederung|inhalt\w*|übersicht|sommaire|índice"
    r"|what we('| wi)ll (cover|see)",
    "recap": r"recap|review\W*$|last (time|week|lecture)|previously|reminder|where (we )?are"
    r"|where we left|so far|rückblick|rappel",
}
_KINDS = [
    (kind, re.compile(rf"^\W*(?:\d+[.)]?\s*)?(?:{pattern})\b", re.IGNORECASE))
    for kind, pattern in _PATTERNS.items()
]
_LICENCE = re.compile(
    r"©|\(c\) ?\d{4}|copyright|creative ?commons|all rights reserved|licen[cs]ed? under"
    r"|https?://|www\.|opencourseware|courtesy of|public domain|terms of use|^source:",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\b[A-Z]\.[^()]{0,120}(?:\(|,\s|\.\s)(?:19|20)\d\d\b")
_LEADING_NUMBER = re.compile(r"^\W*(?:\d+|[IVX]+)\b[.):]?\s*")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’_.:+#/]+[^\W_]+)*[+#]*")
_BREAK = re.compile(
    r"[,.;:!?()\[\]{}<>|=“”\"•·…—–→⇒∗*❖➢■▪●✓]+(?:\s|$)|\s[-–—=|>/&+]+\s|[()\[\]\n•❖➢■“”\"]"
)
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z0-9&+-]{1,5}")
_CODE = re.compile(r"\w*[a-z]\w*_\w+|[a-z]+[A-Z]\w+|\w+(?:\.|::)[a-z]\w+|[A-Z][a-z]+[A-Z]\w+")
_AFTER_TERM = (
    r"\s*(?:s|es)?\s*(?:\([^)]*\)\s*)?"
    r"(?::|=|≡|—|–|- |\bis\b|\bare\b|\bmeans\b|\brefers\b|\bdenotes?\b)"
)
# Words that carry grammar, or the furniture of slides, in the languages talks are held in.
_STOP_WORDS = """
    a about above across after again against all almost along already also although always am
    an and another any anything are around as at away back be became because become been before
    behind being below better between both but by came can cannot come could did do does doing
    done don't down during each either else end enough etc even ever every everything far few
    first for found from full further gave get gets getting give given go goes going gone good got
    great had has have having he her here hers high him his how however i i'm if i'll in instead
    into is isn't it it's its itself just keep kind know known large last later least less let
    let's like little long look lot made main make makes making many may maybe me mean means might
    more most much must my need needs never new next no nor not nothing now of off often oh ok old
    on once one only or other others our out over own part per perhaps please put quite rather
    really right said same saw say says second see seen several shall she should show shows since
    small so some something sometimes soon still such sure take taken takes than that that's the
    their them then there these they thing things think third this those though three through thus
    time times to together too took top toward try two under until up upon us use used uses using
    usually various very via want wants was way ways we we'll we're well went were what when where
    whether which while who whole whose why will with within without won't would yes yet you
    you're your vs e.g i.e eg ie cf fig figure table slide slides page example examples case cases
    note notes question questions answer talk today lecture
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december am pm second seconds minutes hours ms mb gb kb tb
    km cm mm kg hz ghz mhz percent first thing
    der die das den dem des ein eine einen einem einer und oder aber auch auf aus bei bis durch für
    gegen im in ist mit nach nicht noch nur ob ohne sehr sich sie sind so über um unter von vor war
    was wenn werden wie wir wird zu zum zur als am an
    le la les un une des du de et ou mais dans par pour sur avec sans est sont ce cette ces qui que
    quoi dont où au aux nous vous ils elle se son sa ses plus
    el los las una unos y o pero en con por para sin es son esta este que como del al se su sus
    il lo gli i e ed di da nel con su per tra non che è
    het een en van op te dat niet zijn voor met aan"""
_STOP = frozenset(_STOP_WORDS.split())
# Too general to be a term on its own, though fine inside a phrase.
_GENERAL_WORDS = """
    approach problem problems solution solutions result results idea ideas work works working
    introduction definition definitions basic simple different difference important system
    systems model models method methods change changes test tests number numbers data point
    points people value values type types form term terms step steps state set list name names
    group groups process start stop level order line lines effect effects study studies what's
    world life year years day days week hour minute second area item items key option options
    feature features goal goals topic topics practice motivation background conclusion
    conclusions summary outline agenda overview discussion comparison evaluation application
    applications implementation design performance future current next
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())


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


@dataclass(frozen=True)
class _Page:
    """One slide's words, cleaned."""

    title: str
    lines: tuple[str, ...]
    notes: str
    bag: Counter[str]
    notice: bool


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
    pages = dict(zip(shown, _pages(slides.iloc[shown]), strict=True))
    kinds = _kinds(slides, shown, pages)
    alike, shared = [0.0] * count, [0.0] * count
    mergeable, steps = [False] * count, [False] * count
    idf = _idf([page.bag for page in pages.values()])
    builds: dict[int, int] = {}  # row -> the first row of its build
    for row, after in itertools.pairwise(shown):
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


def _pages(slides: pd.DataFrame) -> list[_Page]:
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
        words = [_stem(word) for line in kept for word in _TOKEN.findall(line)]
        licences = sum(bool(_LICENCE.search(line)) for line in lines)
        pages.append(
            _Page(
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
    return line.lower() if line.isupper() and not _ACRONYM.fullmatch(line) else line


def _kinds(slides: pd.DataFrame, shown: Sequence[int], pages: dict[int, _Page]) -> list[str]:
    kinds = ["content"] * len(slides)
    sections = slides["section"].tolist()
    headings = _headings(slides, shown, pages)
    closing = False
    for place, row in enumerate(shown):
        page, late = pages[row], place >= 0.6 * len(shown)
        title = slides["title"].iloc[row].strip() or page.title
        found = next((kind for kind, pattern in _KINDS if pattern.search(title)), "")
        if not found and re.match(r"\W*(back-?up|appendix)", sections[row], re.IGNORECASE):
            found = "backup"
        words = sum(page.bag.values())
        if found == "conclusion" and not late:
            found = "recap"
        elif found == "recap" and place >= 0.85 * len(shown):
            found = "conclusion"
        elif (found == "agenda" and late and place > 1) or (
            found in ("thanks", "backup") and not late
        ):
            found = ""
        if place == 0 and words <= 40 and len(shown) > 1 and found in ("", "agenda"):
            found = found if found else "title"
        elif not found and words and _opens_section(slides, row, page, words):
            found = "divider"
        elif not found and late and _cites(page):
            found = "backup"
        elif not found and place <= 0.2 * len(shown) and _lists(page, row, headings):
            found = "agenda"
        if late and page.notice and place == len(shown) - 1:
            found = "backup"
        # Once the speaker has thanked the audience, what follows is for questions.
        if closing and found in ("", "divider"):
            found = "backup"
        closing = closing or (late and found in ("thanks", "backup"))
        kinds[row] = found or "content"
    return kinds


def _opens_section(slides: pd.DataFrame, row: int, page: _Page, words: int) -> bool:
    section = slides["section"].iloc[row].strip()
    if not section or words > 10 or slides["builds"].iloc[row] or slides["media_s"].iloc[row]:
        return False
    first = row == 0 or slides["section"].iloc[row - 1].strip() != section
    return first and len(page.lines) <= 2 and _plain(section) in _plain(" ".join(page.lines))


def _headings(
    slides: pd.DataFrame, shown: Sequence[int], pages: dict[int, _Page]
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
    words = [word.casefold() for word in _TOKEN.findall(_LEADING_NUMBER.sub("", text))]
    telling = [word for word in words if word not in _STOP and word not in _GENERAL]
    return " ".join(map(_stem, telling or words))


def _cites(page: _Page) -> bool:
    """Whether a slide is a list of references: most of its lines carry a year and a name."""
    lines = " ".join(page.lines)
    years = len(_CITATION.findall(lines))
    return years >= 1 and years * 40 >= sum(page.bag.values())


def _lists(page: _Page, row: int, headings: dict[str, set[int]]) -> bool:
    """Whether most lines of a slide name other slides or sections, as an agenda's do."""
    lines = [line for line in page.lines if line != page.title or len(page.lines) > 3]
    named = sum(bool(headings.get(_heading(line), set()) - {row}) for line in lines)
    return named >= 3 and named >= 0.6 * len(lines)


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


def _stem(word: str) -> str:
    """Fold a plural into its singular, and case unless the word is an acronym.

    Examples
    --------
    >>> [_stem(word) for word in ("Policies", "processes", "logs", "bus", "MDPs", "Analysis")]
    ['policy', 'process', 'log', 'bus', 'MDP', 'analysis']
    """
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    if _ACRONYM.fullmatch(word) and word.removesuffix("s").isupper():
        return word.removesuffix("s")
    low = word.casefold()
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 5 and low.endswith(("sses", "ches", "shes", "xes")):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def _phrases(line: str) -> Iterable[tuple[str, str, bool]]:
    """Each phrase of a line: its key, its text, and whether it looks like a name."""
    for chunk in _BREAK.split(line):
        run: list[str] = []
        for word in [*_TOKEN.findall(chunk), ""]:
            if word and word.casefold() not in _STOP and _is_word(word):
                run.append(word)
                continue
            for start in range(len(run)):
                for end in range(start + 1, min(start + MOST_PHRASE_WORDS, len(run)) + 1):
                    words = run[start:end]
                    # A capital at the start of a line or a run is grammar, not a name.
                    name = all(map(_is_symbol, words)) or (
                        start > 0 and all(one[0].isupper() and len(one) > 2 for one in words)
                    )
                    yield " ".join(map(_stem, words)), " ".join(words), name
            run = []


def _is_symbol(word: str) -> bool:
    return bool(_ACRONYM.fullmatch(word) or _CODE.fullmatch(word))


def _is_word(word: str) -> bool:
    return 2 <= len(word) <= 40 and sum(map(str.isalpha, word)) >= 2


def _fills(key: str, title: str) -> bool:
    """Whether a title is about a term, rather than naming it in passing."""
    words = [word for word in _TOKEN.findall(title) if word.casefold() not in _STOP]
    return 2 * len(key.split()) >= len([word for word in words if _is_word(word)])


@dataclass
class _Found:
    """Where one candidate term was seen, by the first row of each build."""

    shown: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    said: set[int] = field(default_factory=set)
    titled: set[int] = field(default_factory=set)
    titles: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    name: bool = False


def _concepts(
    pages: dict[int, _Page], kinds: Sequence[str], groups: Sequence[tuple[int, int]]
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
            for key, form, name in _phrases(line):
                term = found[key]
                if number:
                    term.forms[form] += 1
                else:
                    term.titles += 1
                    if _fills(key, line):
                        term.titled.add(group)
                term.name |= name
                if key not in seen:
                    seen.add(key)
                    term.shown[group].append(row)
    for row, _ in taking:
        words = pages[row].notes.split()[: 2 * MOST_WORDS]
        for key, _, _ in _phrases(" ".join(words)):
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


def _named(pages: dict[int, _Page], kinds: Sequence[str]) -> dict[str, float]:
    """Phrases that the talk's title, agenda or conclusion name, with what that makes of them."""
    found: dict[str, float] = {}
    for row, page in pages.items():
        boost = NAMED_BY.get(kinds[row], 1.0)
        if boost > 1:
            for line in (page.title, *page.lines):
                for key, _, _ in _phrases(line):
                    found[key] = max(boost, found.get(key, 1.0))
    return found


def _could_be_term(word: str, term: _Found) -> bool:
    """Whether a single word that is no name may be a term: it heads a slide and is no verb."""
    heads = bool(term.titled) or (term.titles > 0 and not word.endswith("ing"))
    return heads and len(word) >= 4 and word not in _GENERAL


def _worth_keeping(found: dict[str, _Found], total: int) -> dict[str, _Found]:
    most = max(2.0, 0.5 * total)
    kept = {}
    for key, term in found.items():
        on = len({*term.shown, *term.said})
        if not 2 <= on <= most:
            continue
        if " " not in key and not (term.name or _could_be_term(key, term)):
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
    pages: dict[int, _Page],
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
        defined = any(defines.match(line) for line in pages[first[0]].lines)
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
    if " " not in key and not term.name and not defined:
        weight *= PLAIN_WORD
    return Concept(form, weight, introduced, credit, needed)
