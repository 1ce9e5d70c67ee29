"""When a chair signals: "5 and 1", "3 and 1", "two thirds", by the length of the talk."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pacer.core import clock
from pacer.core.errors import ClockError, PacerError
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HOW = 'write "5 and 1", or "up to 10min: 3 and 1; 5 and 1"'
_FRACTIONS: Final = {
    "half": 1 / 2, "a half": 1 / 2, "halfway": 1 / 2, "one third": 1 / 3, "a third": 1 / 3,
    "two thirds": 2 / 3, "a quarter": 1 / 4, "one quarter": 1 / 4, "three quarters": 3 / 4,
}  # fmt: skip
# A talk's time is up at 0, whatever is asked for.
_END: Final = {"0", "time", "end", "the end", "stop"}
_LENGTH = r"\d{1,3}:\d{2}(?::\d{2})?|\d{1,4}\s*(?:h|hours?|m|min|mins|minutes?)"
_RULE = re.compile(
    rf"(?:(?P<how>up to|at most|under|below|less than|from|at least|over|above|more than)\s+"
    rf"(?P<length>{_LENGTH})|(?:else|otherwise|others?))\s*[:=]\s*(?P<said>.*)",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_RATIO = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})|(\d{1,2}(?:[.,]\d)?)\s*%")
_MOST_RULES, _MOST_SIGNALS = 20, 12


@dataclass(frozen=True)
class Rule:
    """Signals for talks longer than `above_s` and up to `up_to_s`.

    `left_s` are seconds left of the talk, `passed` shares of it that have passed.
    """

    left_s: tuple[float, ...]
    passed: tuple[float, ...] = ()
    above_s: float = -math.inf
    up_to_s: float = math.inf


@dataclass(frozen=True)
class Signals:
    """The rules, of which the first that a talk's length meets holds."""

    rules: tuple[Rule, ...]

    def of(self, talk_s: float) -> list[float]:
        """Seconds left of a talk of `talk_s` at which to signal, the largest first, 0 the last."""
        rule = next((one for one in self.rules if one.above_s < talk_s <= one.up_to_s), None)
        at = {0.0}
        if rule is not None:
            at |= {left_s for left_s in rule.left_s if left_s < talk_s}
            at |= {round(talk_s * (1 - share), 3) for share in rule.passed}
        return sorted(at, reverse=True)


def read(signals: str | Iterable[float | str] | Mapping[Any, Any]) -> Signals:
    """Read when to signal.

    Parameters
    ----------
    signals : str, iterable or mapping
        ``"5 and 1"``: with five minutes and one minute left; a number is minutes here, as chairs
        say it, and ``"90s"`` or ``"1:30"`` are what they are. ``"two thirds"``, ``"2/3"`` or
        ``"80%"``: when that part of the talk has passed. Rules by the talk's length are parted by
        semicolons: ``"up to 10min: 3 and 1; over 30:00: 10, 5 and 1; 5 and 1"``; the first that
        fits holds. A mapping has the longest talk of each rule as keys, None for all others. In
        an iterable numbers are seconds left.

    Returns
    -------
    Signals

    Raises
    ------
    PacerError
        If it is none of these.

    Examples
    --------
    >>> read("up to 10min: 3 and 1; 5 and 1").of(600.0), read("two thirds").of(1200.0)
    ([180.0, 60.0, 0.0], [400.0, 0.0])
    """
    if isinstance(signals, str):
        parts = [part.strip() for part in signals.split(";") if part.strip()]
        rules = [_rule(part) for part in parts]
    elif hasattr(signals, "items"):
        rules = [_keyed(key, said) for key, said in signals.items()]
        # The shortest first, and all others last, however they were written.
        rules.sort(key=lambda rule: rule.up_to_s)
    else:
        rules = [_said(list(signals))]
    if len(rules) > _MOST_RULES:
        raise PacerError(f"signals by {len(rules)} rules: the most is {_MOST_RULES}")
    return Signals(tuple(rules))


def _rule(part: str) -> Rule:
    match = _RULE.fullmatch(part)
    if match is None:
        return _said(part)
    rule = _said(match["said"])
    if match["length"] is None:
        return rule
    length_s = clock.seconds(match["length"])
    how = match["how"].casefold()
    if how in ("up to", "at most"):
        return Rule(rule.left_s, rule.passed, up_to_s=length_s)
    if how in ("under", "below", "less than"):
        return Rule(rule.left_s, rule.passed, up_to_s=math.nextafter(length_s, 0))
    least = how in ("from", "at least")
    return Rule(
        rule.left_s, rule.passed, above_s=math.nextafter(length_s, 0) if least else length_s
    )


def _keyed(key: Any, said: Any) -> Rule:
    rule = _said(said)
    if key is None or str(key).strip().casefold() in ("", "else", "otherwise", "other", "others"):
        return rule
    try:
        # A number is seconds, as everywhere; in text it needs its unit.
        return Rule(rule.left_s, rule.passed, up_to_s=clock.seconds(key, bare=False))
    except ClockError as error:
        raise PacerError(
            f"signals for talks up to {line(str(key), limit=40)!r}: {error}"
        ) from error


def _said(said: Any) -> Rule:
    items = re.split(r",|&|\+|\band\b|\bund\b|\bet\b", said) if isinstance(said, str) else said
    left_s: list[float] = []
    passed: list[float] = []
    if not hasattr(items, "__iter__"):
        items = [items]
    for item in items:
        if isinstance(item, str):
            _item(item, left_s, passed)
        else:
            left_s.append(clock.seconds(item))
    if len(left_s) + len(passed) > _MOST_SIGNALS:
        raise PacerError(f"{len(left_s) + len(passed)} signals: the most is {_MOST_SIGNALS}")
    return Rule(tuple(left_s), tuple(passed))


def _item(item: str, left_s: list[float], passed: list[float]) -> None:
    plain = re.sub(r"\s+(?:left|to go|of the talk)$", "", " ".join(item.split()).casefold())
    if not plain or plain in _END:
        return
    share = _FRACTIONS.get(plain.replace("-", " "))
    if match := _RATIO.fullmatch(plain):
        part, whole, percent = match.groups()
        share = (
            float(percent.replace(",", ".")) / 100 if percent else int(part) / max(int(whole), 1)
        )
    if share is not None:
        if not 0 < share < 1:
            raise PacerError(f"signal {line(item, limit=40)!r} is no part of a talk: {_HOW}")
        passed.append(share)
    elif _MINUTES.fullmatch(plain):
        left_s.append(60 * float(plain.replace(",", ".")))
    else:
        try:
            left_s.append(clock.seconds(plain, bare=False))
        except ClockError as error:
            raise PacerError(
                f"signal {line(item.strip(), limit=40)!r} is neither minutes left (5), a time "
                f"(1:30, 90s) nor a part of the talk (two thirds): {_HOW}"
            ) from error
