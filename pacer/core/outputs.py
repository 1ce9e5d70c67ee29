"""Files a user asked for by name: a deck, a report, a sheet, a table.

What stands under that name may be worth more than what is about to be written. So nothing is
written onto a deck at hand or into a ``.pacer`` folder, and what is there is replaced without a
word only while it is, byte for byte, what pacer wrote there: its digest is kept in the deck's
``.pacer`` folder. Anything else is replaced only when the user insists.
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pacer.core import files
from pacer.core.errors import PacerError

if TYPE_CHECKING:
    from pacer.core.files import Data

NAME: Final = "outputs.json"
VERSION: Final = 1
FOLDER: Final = ".pacer"
# Written in the place of a name: standard output.
STDOUT: Final = Path("-")
# The outputs remembered, and of each the contents: two, since a kill may come between the two.
MOST_OUTPUTS, MOST_DIGESTS = 500, 2
_HOW = "replace it with --force (overwrite=True)"


@dataclass(frozen=True)
class Outputs:
    """The guard of what a user asked to be written.

    Parameters
    ----------
    decks : tuple of Path
        The deck at hand, and what else is read: never written. The first one's folder remembers
        what was written.
    force : bool
        Whether the user insists.
    """

    decks: tuple[Path, ...] = ()
    force: bool = False

    @classmethod
    def of(cls, *decks: Path | None, force: bool = False) -> Outputs:
        """The guard for a deck and what else is read; None is left out."""
        return cls(tuple(deck for deck in decks if deck is not None), force)

    def write(self, target: str | Path, data: Data) -> Path:
        """Write what the user asked for; ``-`` is standard output.

        Parameters
        ----------
        target : path-like
            A link is followed, and what it leads to is guarded and written.
        data : bytes, str or callable
            As `pacer.core.files.write` takes it.

        Returns
        -------
        Path
            As given.

        Raises
        ------
        PacerError
            If the target is a deck at hand, lies in a ``.pacer`` folder, is no file, holds
            something else than pacer wrote there and the user does not insist, or cannot be
            written.
        """
        given = Path(target)
        if given == STDOUT:
            _print(data)
            return given
        place, known = self._checked(given)

        def remember(digest: str) -> None:
            self._remember(place, digest)

        if known is None:
            if not files.create(place, data, ready=remember):
                raise PacerError(f"{given}: came there just now: choose another name, or {_HOW}")
        else:
            files.write(place, data, ready=remember)
        return given

    def check(self, target: str | Path) -> None:
        """Raise what `write` would, before any work is done.

        Raises
        ------
        PacerError
            As `write` does, but for what only writing can tell.
        """
        if Path(target) != STDOUT:
            self._checked(Path(target))

    def _checked(self, given: Path) -> tuple[Path, int | None]:
        """The file to write, and the size of what may be replaced there; None where nothing is."""
        try:
            place = given.resolve()
            there = place.stat() if place.exists() else None
            for number, deck in enumerate(self.decks):
                if _same(place, deck):
                    what = "what was read" if number else "the deck itself"
                    raise PacerError(
                        f"{given}: is {what}, which is never changed: choose another name"
                    )
            if inside := next((each for each in place.parents if self._is_ours(each)), None):
                raise PacerError(f"{given}: lies in {inside.name}, which is pacer's own: choose "
                                 "another place")  # fmt: skip
            if there is None:
                if not place.parent.is_dir():
                    raise PacerError(f"{given}: there is no folder {given.parent}: make it first")
                return place, None
            if not place.is_file():
                raise PacerError(f"{given}: is no file: choose another name, or - to print it")
            if there.st_nlink > 1 and self._is_linked(there):
                raise PacerError(f"{given}: is one of pacer's own files: choose another name")
            if not os.access(place, os.W_OK):
                raise PacerError(f"{given}: may not be written: choose another name")
            if there.st_size and not self.force and not self._is_known(place):
                raise PacerError(
                    f"{given}: is there already, and is not as pacer wrote it: choose another "
                    f"name, or {_HOW}"
                )
        except OSError as error:
            raise files.unwritten(given, error) from error
        return place, there.st_size

    def _is_ours(self, folder: Path) -> bool:
        return folder.suffix.lower() == FOLDER or any(
            _same(folder, deck.with_suffix(FOLDER)) for deck in self.decks
        )

    def _is_linked(self, there: os.stat_result) -> bool:
        """Whether the file is, under another name, one in a deck's folder."""
        return any(
            os.path.samestat(each.stat(), there)
            for deck in self.decks
            for each in deck.with_suffix(FOLDER).rglob("*")
            if each.is_file()
        )

    # --- what was written where -------------------------------------------------------------

    @property
    def _memory(self) -> Path | None:
        return self.decks[0].with_suffix(FOLDER) / NAME if self.decks else None

    def _name(self, place: Path) -> str:
        """A place as it is remembered: beside its deck, so that the folder may move."""
        home = self.decks[0].resolve().parent
        return place.relative_to(home).as_posix() if place.is_relative_to(home) else str(place)

    def _known(self) -> dict[str, list[str]]:
        """Digests by place; nothing where nothing can be read."""
        held: Any = None
        if self._memory is not None:
            with contextlib.suppress(PacerError):
                held = files.read_json(self._memory)
        known = held.get("outputs") if isinstance(held, dict) else None
        if not isinstance(known, dict):
            return {}
        return {name: list(map(str, found)) for name, found in known.items()
                if isinstance(found, list)}  # fmt: skip

    def _is_known(self, place: Path) -> bool:
        known = self._known().get(self._name(place)) if self.decks else None
        return bool(known) and files.digest(place) in (known or ())

    def _remember(self, place: Path, digest: str) -> None:
        """Note what is about to be there, beside what is.

        Where no note can be kept, as beside a deck that may only be read, the file is written
        all the same, and guarded as anybody's. A full disk is said: nothing is written then.
        """
        if self._memory is None:
            return
        try:
            files.make_folder(self._memory.parent)
            with files.locked(self._memory.parent):
                known = self._known()
                name = self._name(place)
                before = [each for each in known.pop(name, []) if each != digest]
                known[name] = [*before, digest][-MOST_DIGESTS:]
                kept = dict(list(known.items())[-MOST_OUTPUTS:])
                held = {"pacer": "outputs", "version": VERSION, "outputs": kept}
                files.write(self._memory, files.dumped(held))
        except (PacerError, OSError) as error:
            if files.is_full(error):
                raise


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other.resolve()


def _print(data: Data) -> None:
    """Write to standard output; bytes that a terminal would choke on are kept from it."""
    if isinstance(data, str):
        sys.stdout.write(data)
    else:
        if sys.stdout.isatty():
            raise PacerError("a terminal cannot show this: send it on, as in `--out - > file`")
        if callable(data):
            import io

            held = io.BytesIO()
            data(held)
            data = held.getvalue()
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    sys.stdout.flush()
