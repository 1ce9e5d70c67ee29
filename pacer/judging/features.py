"""What a slide's words, place and neighbours say about how much it is needed: figures."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pacer.judging.language import GENERAL, STOP, is_word, stem, tokens
from pacer.judging.roles import read_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]
    Figures = dict[str, Floats]

# Words of a title that tell what its slide is for. They are English: in a talk in another
# language they count nothing.
_CUES = {
    "admin": r"references?|bibliography|acknowledge?ments?|credits?|sources?|thanks?|thank you"
    r"|questions|q ?& ?a|contact|about (?:me|us)|who am i|disclaimer|licen[cs]e|further reading"
    r"|resources|reading list|homework|assignments?|announcements?|logistics|links|fin|the end",
    "detail": r"proofs?|derivations?|details?|notation|implementations?|technical|extensions?"
    r"|variants?|remarks?|lemma|setup|set-up|settings?|robustness|sensitivity|parameters?"
    r"|hyperparameters?|configuration|installation|more (?:on|about)|advanced|special cases?"
    r"|caveats?|exceptions?|aside|digression|appendix|back-?up|supplement\w*|bonus",
    "example": r"examples?|e\.g\.|for instance|illustrations?|case stud(?:y|ies)|instances?"
    r"|exercises?|quiz|demos?|demonstrations?",
    "background": r"background|history|related work|literature|previous\w*|recap|review|reminder"
    r"|context|prerequisites|last time|timeline",
    "core": r"results?|findings?|conclu\w+|summary|take-?aways?|key|lessons?|main|ideas?"
    r"|contributions?|goals?|problems?|solutions?|approach|what we",
    "agenda": r"outline|agenda|overview|contents|roadmap|today|plan",
    "asks": r"(?<=^)(?:why|how|what|when|which|who)",
}
CUES = {
    name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _CUES.items()
}
_LICENCE_PAGE = re.compile(r"opencourseware|terms of use|citing these materials", re.IGNORECASE)
_URL = re.compile(r"https?://|www\.|github\.com", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[•▶‣●■▪◦➢❖*–-]|\d+[.)])\s")
_NUMBERED = re.compile(r"\s*(?:\d+[.):]|part \d)", re.IGNORECASE)
# What stands behind the title of the second slide of the same name: "(2)", "II", "cont'd", "…".
_CONTINUED = re.compile(
    r"\s*(?:\(?\b(?:cont(?:inued|inue|'?d)?|[ivx]{1,4}|\d{1,2}(?:/\d{1,2})?)\b\.?\)?|[….:])\W*$",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "a",
        "in",
        "is",
        "for",
        "that",
        "with",
        "are",
        "this",
        "on",
        "as",
        "be",
        "it",
        "by",
        "an",
        "or",
    ]
)
# Of all words so many are small ones in English text: of 21 English decks at least .06, of a
# French one .004.
ENGLISH_SHARE, LEAST_WORDS = 0.03, 40
FEW_WORDS, NEAR, MOST_NTH = 8, 4, 4
# By how much (in logarithm) a slide's seconds differ from run to run; shorter ones are as one.
RUN_TO_RUN, LEAST_S = 0.2, 1.0


@dataclass(frozen=True)
class Words:
    """The words of the slides shown, cleaned; one entry a slide.

    Parameters
    ----------
    titles : tuple of str
    heads : tuple of str
        Titles without what numbers them: slides that continue one another share theirs.
    title_words : tuple of frozenset of str
        Stems of the title's words that tell something: neither grammar nor furniture.
    bags : tuple of Counter
        All stems, the title's included.
    told : tuple of frozenset of str
        Stems that tell something.
    lines : tuple of tuple of str
        The lines under the title.
    english : bool
        Whether the cue words of titles may count.
    """

    titles: tuple[str, ...]
    heads: tuple[str, ...]
    title_words: tuple[frozenset[str], ...]
    bags: tuple[Counter[str], ...]
    told: tuple[frozenset[str], ...]
    lines: tuple[tuple[str, ...], ...]
    english: bool


def read_words(slides: pd.DataFrame) -> Words:
    """Read the words of SLIDES, the hidden ones left out."""
    pages = read_pages(slides)
    titles = tuple(page.title for page in pages)
    return Words(
        titles,
        tuple(_CONTINUED.sub("", title.casefold()).strip() or title.casefold() for title in titles),
        tuple(frozenset(filter(_tells, map(stem, tokens(title)))) for title in titles),
        tuple(page.bag for page in pages),
        tuple(frozenset(filter(_tells, page.bag)) for page in pages),
        tuple(
            tuple(line for line in page.lines if line.casefold() not in page.title.casefold())
            for page in pages
        ),
        is_english([page.bag for page in pages]),
    )


def _tells(word: str) -> bool:
    low = word.casefold()
    return low not in STOP and low not in GENERAL and is_word(word)


def is_english(bags: Sequence[Counter[str]]) -> bool:
    """Whether a talk is in English, as far as its small words tell; very few words are."""
    total = sum(bag.total() for bag in bags)
    found = sum(bag[word] for bag in bags for word in _SMALL_WORDS)
    return total < LEAST_WORDS or found >= ENGLISH_SHARE * total


def within(one: Counter[str], other: Counter[str]) -> float:
    """Share of a slide's words that stand on another one."""
    total = one.total()
    return (one & other).total() / total if total else 0.0


def figures(slides: pd.DataFrame, words: Words) -> Figures:
    """Figures of each slide's text and place, not yet centred.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES, the hidden ones left out.
    words : Words
        Of the same slides.

    Returns
    -------
    dict of str to ndarray of float, shape (n,)
    """
    found: dict[str, object] = {}
    found |= _of_titles(words)
    found |= _of_repetition(words)
    found |= _of_amount(slides, words)
    found |= _of_place(words)
    found |= _of_terms(words)
    return {name: np.asarray(values, dtype=float) for name, values in found.items()}


def _of_titles(words: Words) -> dict[str, object]:
    cues = {
        name: np.array([words.english and bool(cue.search(title)) for title in words.titles])
        for name, cue in CUES.items()
    }
    example = cues["example"]
    first = words.title_words[0] if words.titles else frozenset()
    return cues | {
        "example_again": [
            one and bool(example[max(0, at - NEAR) : at].any()) for at, one in enumerate(example)
        ],
        "question": [title.rstrip().endswith(("?", "？")) for title in words.titles],
        "untitled": [not title for title in words.titles],
        "title_words": np.log1p([len(tokens(title)) for title in words.titles]),
        "talks_title": [at > 0 and bool(one & first) for at, one in enumerate(words.title_words)],
        "number": [bool(_NUMBERED.match(title)) for title in words.titles],
    }


def _of_repetition(words: Words) -> dict[str, object]:
    bags, count = words.bags, len(words.bags)
    on_next = [within(bags[at], bags[at + 1]) if at + 1 < count else 0.0 for at in range(count)]
    seen: Counter[str] = Counter()
    nth = []
    for head in words.heads:
        nth.append(min(seen[head], MOST_NTH) if head else 0)
        seen[head] += 1
    return {
        "nth_of_title": nth,
        "shares_title": [bool(head) and seen[head] > 1 for head in words.heads],
        "in_next": on_next,
        "in_previous": [within(bags[at], bags[at - 1]) if at else 0.0 for at in range(count)],
        "builds_on": [
            share >= 0.9 and bags[at + 1].total() > bags[at].total()
            for at, share in enumerate(on_next[:-1])
        ]
        + [False] * bool(count),
        "elsewhere": [share for share, _ in elsewhere(words)],
    }


def elsewhere(words: Words) -> list[tuple[float, int]]:
    """The largest share of each slide's words on one that is no neighbour, and which; −1 none."""
    count = len(words.bags)
    on: dict[str, list[int]] = defaultdict(list)
    for at, bag in enumerate(words.bags):
        for word in bag:
            on[word].append(at)
    best = []
    for at, bag in enumerate(words.bags):
        shared = np.zeros(count)
        for word, times in bag.items():
            for other in on[word]:
                shared[other] += min(times, words.bags[other][word])
        shared[max(0, at - 1) : at + 2] = 0
        total = bag.total()
        # Three words stand together on other slides by chance.
        if total >= 4 and shared.any():
            where = int(np.argmax(shared))
            best.append((float(shared[where]) / total, where))
        else:
            best.append((0.0, -1))
    return best


def _of_amount(slides: pd.DataFrame, words: Words) -> dict[str, object]:
    total = np.array([bag.total() for bag in words.bags], dtype=float)
    count = np.array([len(lines) for lines in words.lines], dtype=float)
    return {
        "words": np.log1p(total),
        "lines": np.log1p(count),
        "few_words": total < FEW_WORDS,
        "many_words": total > 2 * max(total.mean(), 1.0) if len(total) else total,
        "bullets": np.log1p(
            [sum(bool(_BULLET.match(line)) for line in lines) for lines in words.lines]
        ),
        "lone_title": (count == 0) & (total > 0),
        "url": [bool(_URL.search(text)) for text in slides["text"]],
        # Only at the end: many decks cite a licence under each picture.
        "licence": [
            at >= len(slides) - 2 and bool(_LICENCE_PAGE.search(text))
            for at, text in enumerate(slides["text"])
        ],
    }


def _of_place(words: Words) -> dict[str, object]:
    count = len(words.bags)
    at = np.arange(count)
    place = at / max(count - 1, 1)
    divider = np.array(
        [
            n > 0 and bag.total() < 10 and len(lines) <= 1
            for n, (bag, lines) in enumerate(zip(words.bags, words.lines, strict=True))
        ],
        dtype=bool,
    )
    return {
        "first": at == 0,
        "second": at == 1,
        "last": at == count - 1,
        "near_end": at >= count - 3,
        "place": place,
        "middle": (place - 0.5) ** 2,
        "divider": divider,
        "after_divider": np.r_[False, divider[:-1]] if count else divider,
    }


def _of_terms(words: Words) -> dict[str, object]:
    """Words that are new on a slide and come again, and words that come from before."""
    count = len(words.told)
    on: dict[str, list[int]] = defaultdict(list)
    for at, told in enumerate(words.told):
        for word in told:
            on[word].append(at)
    rare = {word: math.log(count / len(rows)) for word, rows in on.items()}
    reused, most, only, before, titled, central = ([] for _ in range(6))
    for at, told in enumerate(words.told):
        later = {word: len(on[word]) - 1 for word in told if on[word][0] == at}
        size = max(len(told), 1)
        reused.append(math.log1p(sum(later.values())))
        most.append(math.log1p(max(later.values(), default=0)))
        only.append(sum(len(on[word]) == 1 for word in told) / size)
        before.append(math.log1p(sum(on[word][0] < at for word in told)))
        titled.append(any(later.get(word, 0) >= 3 for word in words.title_words[at]))
        central.append(sum(rare[word] * (len(on[word]) - 1) for word in told) / size / count)
    return {
        "reused": reused,
        "most_reused": most,
        "only_here": only,
        "from_before": before,
        "title_reused": titled,
        "central": central,
    }


def of_seconds(seconds: Floats) -> Figures:
    """Figures of true seconds: what flashes by is needed less, what is dwelt on more.

    Parameters
    ----------
    seconds : ndarray of float, shape (n,)
        Seconds of each slide, from runs.
    """
    mean = float(seconds[seconds > 0].mean()) if (seconds > 0).any() else 1.0
    # Seconds that differ by less than a speaker's own from run to run are in no order: ranks of
    # them would make much of nothing.
    log = np.log(np.maximum(seconds, LEAST_S))
    longer = 1 / (1 + np.exp(-(log[:, None] - log) / RUN_TO_RUN))
    return {
        "seconds_rank": longer.mean(axis=1) if len(seconds) else seconds,
        "flashes_by": (seconds < mean / 4).astype(float),
        "dwelt_on": (seconds > 2 * mean).astype(float),
    }
