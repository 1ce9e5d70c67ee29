"""How long a deck kept as text may take to read, whatever is in it."""

from __future__ import annotations

import itertools
import math
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pacer.core.errors import DeckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Far beyond any talk; a file with more is broken or hostile.
MOST_SLIDES = 5_000
# A deck takes a second; what takes so long was made to.
MOST_S = 10.0
_SELDOM = 32


class _Clock(threading.local):
    """When the work on the deck that a thread reads is to end."""

    ends = math.inf
    path: Path | None = None
    asked = 0


_clock = _Clock()


@contextmanager
def limited(path: Path) -> Iterator[None]:
    """Give what is done for a deck `MOST_S` seconds of work: a busy computer refuses none.

    Raises
    ------
    DeckError
        Once they are over, when `in_time` is asked next.
    """
    _clock.ends, _clock.path = time.thread_time() + MOST_S, path
    try:
        yield
    finally:
        _clock.ends, _clock.path = math.inf, None


def in_time(*_: object) -> bool:
    """Ask the clock; False, as a rule of a parser that does not apply.

    Raises
    ------
    DeckError
        If the seconds that `limited` gave are over.
    """
    # It is asked for each word: now and then is often enough.
    _clock.asked += 1
    if _clock.asked % _SELDOM == 0:
        _look()
    return False


def ticking() -> Callable[..., bool]:
    """The same as a rule of a parser, which asks it for each sign: cheaper than `in_time`."""
    ticks = itertools.count()

    def tick(*_: object) -> bool:
        if not next(ticks) % _SELDOM:
            _look()
        return False

    return tick


def _look() -> None:
    if time.thread_time() > _clock.ends:
        raise refusal(f"takes more than {MOST_S:.0f} s to read, as no deck does: is it one?")


def refusal(message: str) -> DeckError:
    """The error to raise about the deck that is being read."""
    return DeckError(message, _clock.path)


def refuse_many(count: int, path: Path) -> None:
    """Refuse a deck of more slides than any talk has.

    Raises
    ------
    DeckError
    """
    if count > MOST_SLIDES:
        raise DeckError(f"has {count:,} slides, more than any talk: split it", path)
