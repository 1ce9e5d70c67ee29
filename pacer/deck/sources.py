"""Text files read as what anyone may have written: bounded, decoded, and never left their folder.

Formats kept as text refer to other files. What they name is opened only inside the deck's own
folder, links followed first; an address on the network is named and never fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pacer.core import text as words
from pacer.core.errors import DeckError
from pacer.deck import limits

if TYPE_CHECKING:
    from pathlib import Path

# A deck's own words hardly fill a megabyte; pictures written into the text fill many.
MOST_BYTES = 128 * 2**20
MOST_CHARACTERS = 4_000_000
MOST_FRONT_MATTER = 200_000
# Shorter texts keep the pictures written into them.
_SLIM = 100_000
MOST_INCLUDES = 500
# As deep as anyone nests files on purpose.
DEEPEST = 20
_DEEPEST_YAML = 50
# Dashes nest as well: each is a list in the one before.
_INDENTS = re.compile(r"(?m)^(?:[ \t]|- )+")
_PICTURE = re.compile(r"data:[\w/+.-]*(?:;[\w=-]+)*,[\w+/=%-]{200,}")
_REMOTE = re.compile(r"^(?:[a-z][a-z0-9+.-]+:)?//|^(?:https?|ftp|data|file):", re.IGNORECASE)


def decoded(raw: bytes, path: Path, warnings: list[str]) -> str:
    """The text of a file, with the line ends it has; a byte order mark is left out.

    Raises
    ------
    DeckError
        If it is no text, or longer than any deck.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
            warnings.append(f"{path.name} is not UTF-8: read as Windows-1252, check its accents")
    nuls = text.count("\0")
    if nuls > max(10, len(text) // 100):
        raise DeckError("is not text: check that this is the right file", path)
    if nuls:
        text = text.replace("\0", "\ufffd")
        warnings.append(f"{path.name} holds {nuls} null bytes: the file may be damaged")
    return text


def load(path: Path) -> bytes:
    """The bytes of a text file.

    Raises
    ------
    DeckError
        If it is empty of sense (a folder, a device) or too large.
    """
    if not path.is_file():
        raise DeckError("is no file: name the deck itself", path)
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise DeckError(
            f"is larger than {MOST_BYTES // 2**20} MB, more than any talk: split it into decks",
            path,
        )
    return raw


def slimmed(text: str, path: Path) -> str:
    """The text without the pictures written into it, on the same lines: each leaves its number.

    Raises
    ------
    DeckError
        If it is still longer than any deck.
    """
    if len(text) > _SLIM:
        number = count()
        # As Markdown takes it for a picture's address.
        text = _PICTURE.sub(lambda _: f"data:image/png;,{next(number)}", text)
    if len(text) > MOST_CHARACTERS:
        raise DeckError(
            f"holds {len(text) / 1e6:.0f} million characters, more than any talk: "
            "split it into decks",
            path,
        )
    return text


def pictures_in(path: Path) -> list[str]:
    """The pictures that `slimmed` took out of a file's text, by the number each left."""
    text = decoded(load(path), path, [])
    return _PICTURE.findall(text) if len(text) > _SLIM else []


def is_remote(name: str) -> bool:
    """Whether a name leads to the network, or out of the files beside a deck."""
    return _REMOTE.match(name.strip()) is not None


def lines_of(text: str) -> list[str]:
    r"""The lines without their ends, whichever those are; the end of the last adds none.

    Examples
    --------
    >>> lines_of("a\r\nb\n")
    ['a', 'b', '']
    """
    if "\r" in text:  # only then it takes long
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def settings(raw: str) -> dict[str, Any] | None:
    r"""YAML as a mapping of strings; None where it is broken, {} where it is no mapping.

    Every scalar stays the string it was written as, so that nothing is made of it, and
    aliases are shared and not copied, so that nothing grows.

    Examples
    --------
    >>> settings("duration: 10:10\nhide: true")
    {'duration': '10:10', 'hide': 'true'}
    """
    limits.in_time()
    if len(raw) > MOST_FRONT_MATTER or _nests_too_deep(raw):
        return None
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        made = yaml.load(raw, loader)  # noqa: S506 - a base loader makes strings only
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return None
    if not isinstance(made, dict):
        return {}
    return {key: value for key, value in made.items() if isinstance(key, str)}


def _nests_too_deep(raw: str) -> bool:
    """Whether YAML may nest deeper than its reader's stack, which the system would end it for."""
    flow = raw.count("[") + raw.count("{")
    return flow > 20 * _DEEPEST_YAML or max(map(len, _INDENTS.findall(raw)), default=0) > (
        4 * _DEEPEST_YAML
    )


def front_matter(lines: list[str]) -> tuple[str | None, int]:
    """The YAML between the first line ``---`` and the next, and the line after it.

    Returns
    -------
    tuple of str or None, int
        None and 0 where the text does not begin so.
    """
    if not lines or lines[0].rstrip() != "---":
        return None, 0
    for number in range(1, min(len(lines), 5000)):
        if lines[number].rstrip() in ("---", "..."):
            return "\n".join(lines[1:number]), number + 1
    return None, 0


def whole(written: object) -> int | None:
    """A whole number as a setting writes it; None for what is none, or longer than any.

    Examples
    --------
    >>> whole(" 12 "), whole("²"), whole("9" * 5000), whole(True)
    (12, None, None, None)
    """
    if isinstance(written, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", written):
        return int(written)
    return None


def flag(value: object) -> bool:
    """Whether a setting says yes.

    Examples
    --------
    >>> flag("true"), flag("false"), flag(None)
    (True, False, False)
    """
    return isinstance(value, str) and value.strip().lower() in ("true", "yes", "on", "1")


@dataclass
class Files:
    """The files of one deck: its own, and those it includes.

    Parameters
    ----------
    path : pathlib.Path
        The deck.
    warnings : list of str
        Grows as includes are looked for.
    """

    path: Path
    warnings: list[str] = field(default_factory=list)
    _texts: dict[Path, str] = field(default_factory=dict)
    _left: int = MOST_CHARACTERS
    _includes: int = 0

    @property
    def root(self) -> Path:
        """The folder that nothing is read outside of."""
        return self.path.resolve().parent

    @property
    def included_paths(self) -> tuple[Path, ...]:
        """The files read besides the deck's own, in the order they were first named."""
        return tuple(path for path in self._texts if path != self.path)

    def text(self) -> str:
        """The deck's own text, with the line ends it has."""
        return self._load(self.path)

    def _load(self, path: Path) -> str:
        if path not in self._texts:
            text = slimmed(decoded(load(path), path, self.warnings), path)
            self._left -= len(text)
            if self._left < 0:
                raise DeckError("includes more text than any talk holds: split it", self.path)
            self._texts[path] = text
        return self._texts[path]

    def included(
        self, name: str, by: Path, above: tuple[Path, ...] = ()
    ) -> tuple[Path, str] | None:
        """A file that another names, and its text; None, with a warning, where it may not be read.

        Parameters
        ----------
        name : str
            As written; ``/x`` starts at the deck's folder.
        by : pathlib.Path
            The file that names it.
        above : tuple of pathlib.Path
            The files that are being read, to find circles.
        """
        shown = words.line(name, limit=80)
        self._includes += 1
        if self._includes > MOST_INCLUDES:
            if self._includes == MOST_INCLUDES + 1:
                self.warnings.append(
                    f"includes more than {MOST_INCLUDES} files: the rest is left out"
                )
            return None
        if is_remote(name):
            self.warnings.append(
                f"{shown} lies on the network and was not fetched: its slides lack"
            )
            return None
        written = unquote(name.strip())
        try:
            start = self.root if written.startswith("/") else by.resolve().parent
            path = (start / written.lstrip("/")).resolve()
            inside, there = path.is_relative_to(self.root), path.is_file()
        except (OSError, ValueError, RuntimeError):
            inside, there = True, False
            path = by
        if not inside:
            self.warnings.append(f"{shown} lies outside the deck's folder: left out")
        elif not there:
            self.warnings.append(f"{shown} is included and not there: its slides lack")
        elif path in (*(each.resolve() for each in above), by.resolve()) or len(above) > DEEPEST:
            self.warnings.append(f"{shown} includes itself: left out there")
        else:
            try:
                return path, self._load(path)
            except (DeckError, OSError) as error:
                self.warnings.append(f"{shown} cannot be read ({words.line(str(error))}): left out")
        return None
