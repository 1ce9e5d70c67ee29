"""Changes to a text by line, so that all the rest of it stays as it is, byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ENDED = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass
class Edits:
    """Lines to be put in, changed or taken out; numbers are those of the text as it was.

    Parameters
    ----------
    text : str
        With the line ends it has.
    """

    text: str
    _before: dict[int, list[str]] = field(default_factory=dict)
    _changed: dict[int, str] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.lines: list[str] = _ENDED.findall(self.text)
        self.end = next((found[0] for line in self.lines
                         if (found := re.search(r"(?:\r\n|\n|\r)$", line))), "\n")  # fmt: skip

    def line(self, number: int) -> str:
        """A line as it is to be, without its end."""
        if number >= len(self.lines):
            return ""
        return self._changed.get(number, self.lines[number].rstrip("\r\n"))

    def insert(self, number: int, *lines: str) -> None:
        """Put lines in before line `number`, after those put in there already."""
        self._before.setdefault(number, []).extend(lines)

    def change(self, number: int, line: str) -> None:
        """Write a line anew."""
        self._changed[number] = line

    def remove(self, first: int, last: int) -> None:
        """Take out the lines [first, last)."""
        self._gone.update(range(first, last))

    def made(self) -> str:
        """The text with all changes."""
        out: list[str] = []
        for number, line in enumerate([*self.lines, ""]):
            for new in self._before.get(number, ()):
                if out and not out[-1].endswith(("\n", "\r")):
                    out.append(self.end)
                out.append(new + self.end)
            if number in self._gone:
                continue
            bare = line.rstrip("\r\n")
            out.append(self._changed.get(number, bare) + line[len(bare) :])
        return "".join(out)


def encoded(text: str, raw: bytes) -> bytes:
    """The bytes of a text in the encoding that the file had."""
    if raw.startswith(_BOMS[1:]):
        little = raw.startswith(_BOMS[1])
        return raw[:2] + text.encode("utf-16-le" if little else "utf-16-be")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("cp1252", "replace")
    return (_BOMS[0] if raw.startswith(_BOMS[0]) else b"") + text.encode("utf-8")
