"""Words in decks, notes, transcripts and imported files: untrusted, so tidied at the door."""

from __future__ import annotations

import re
import unicodedata

# Control and invisible formatting characters have no place in a title: they could rewrite a
# terminal (ESC) or reverse the reading order (bidirectional overrides).
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    r"\ud800-\udfff]"  # half a surrogate pair, which no file and no frame can hold
)
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
# Scripts written without spaces: count two characters as one spoken word (an English word and
# two ideographs take about the same time to say).
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")


def tidy(raw: str, *, limit: int = 100_000) -> str:
    r"""Drop control characters, fold white space, cut at a bound.

    Parameters
    ----------
    raw : str
        Text from a file.
    limit : int
        Longest result in characters.

    Returns
    -------
    str
        Printable text; line breaks are kept, each line is stripped, empty lines are dropped.

    Examples
    --------
    >>> tidy("A\x1b[31m  title\x0bover two lines ")
    'A[31m title\nover two lines'
    """
    folded = unicodedata.normalize("NFC", raw[: 4 * limit])
    # Most texts hold nothing of the kind, and whether they do is told ten times as fast.
    if not folded.replace("\n", "").replace("\t", "").isprintable():
        folded = _CONTROL.sub("", _BREAKS.sub("\n", folded))
    lines = (" ".join(line.split()) for line in folded.split("\n"))
    return "\n".join(line for line in lines if line)[:limit]


def line(raw: str, *, limit: int = 300) -> str:
    r"""Tidy text into one line, with an ellipsis where it was cut.

    Examples
    --------
    >>> line("A title\n over two lines"), line("abcdef", limit=4)
    ('A title over two lines', 'abc…')
    """
    one = tidy(raw, limit=4 * limit).replace("\n", " ")
    return one if len(one) <= limit else one[: limit - 1].rstrip() + "…"


def printable(raw: str) -> str:
    r"""Text as it may reach a terminal: nothing in it moves the cursor or changes a colour.

    Line breaks and all else that can be seen are kept.

    Examples
    --------
    >>> printable("talk\x1b[2J.pptx")
    'talk[2J.pptx'
    """
    return _CONTROL.sub("", _BREAKS.sub("\n", raw))


def in_json(written: str) -> str:
    r"""JSON with what a terminal would obey written as an escape, which means the same.

    Examples
    --------
    >>> in_json('"\x9b2J"')
    '"\\u009b2J"'
    """
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


# A cell that begins so is a formula to a spreadsheet, in either width.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def defused(cell: str) -> str:
    """A cell of text that no spreadsheet takes for a formula: an apostrophe leads it.

    Examples
    --------
    >>> defused("=1+1"), defused("A title")
    ("'=1+1", 'A title')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def words(prose: str) -> list[str]:
    """The words of a text in order, as written.

    Examples
    --------
    >>> words("A write-ahead log, isn't it?")
    ['A', 'write-ahead', 'log', "isn't", 'it']
    """
    return _WORD.findall(prose)


def count_words(prose: str) -> int:
    """How many words it takes to say a text; two ideographs count as one word.

    Examples
    --------
    >>> count_words("Three spoken words"), count_words("発表の練習")
    (3, 3)
    """
    unspaced = 0 if prose.isascii() else len(_UNSPACED.findall(prose))
    if not unspaced:
        return len(words(prose))
    return len(words(_UNSPACED.sub(" ", prose))) + (unspaced + 1) // 2
