"""What changed between two tellings of one slide."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, Literal

# More words on one slide are no slide's; comparing takes time by their square.
MOST_WORDS: Final = 2_000
Kind = Literal["same", "new", "gone"]


def changes(before: str, after: str) -> list[tuple[Kind, str]]:
    """The words of two tellings in order, each stretch with what became of it.

    Parameters
    ----------
    before, after : str
        What was said; beyond `MOST_WORDS` words the rest is left out. Case and punctuation
        make no difference.

    Returns
    -------
    list of (kind, text)
        "same" as `after` has it, "new" in it, or "gone" from `before`.

    Examples
    --------
    >>> changes("we write the log first", "We write a log, first of all")
    [('same', 'We write'), ('gone', 'the'), ('new', 'a'), ('same', 'log, first'), ('new', 'of all')]
    """
    old, new = (text.split()[:MOST_WORDS] for text in (before, after))
    matcher = SequenceMatcher(None, list(map(_bare, old)), list(map(_bare, new)), autojunk=False)
    made: list[tuple[Kind, str]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            made.append(("same", " ".join(new[c:d])))
            continue
        if b > a:
            made.append(("gone", " ".join(old[a:b])))
        if d > c:
            made.append(("new", " ".join(new[c:d])))
    return made


def _bare(word: str) -> str:
    return re.sub(r"[^\w']", "", word).casefold() or word
