"""``"12:30"`` <-> ``750.0``: the only place that knows minutes.

Everywhere else a duration or an instant is a float in seconds.
"""

from __future__ import annotations

import math
import re

from pacer.core.errors import ClockError

# A slot, a visit and a run all stay well under a day; anything longer is a typing slip.
LONGEST_S = 24 * 3600.0
# A slot under this was meant as hours and minutes, or as a number of minutes.
SHORTEST_SLOT_S = 60.0

_COLONS = re.compile(r"(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2}(?:[.,]\d{1,9})?)")
_BARE = re.compile(r"\d{1,8}(?:[.,]\d{1,9})?")
_UNITS = re.compile(
    r"(?:(\d{1,3}(?:\.\d{1,6})?)\s*(?:h|hr|hrs|hours?))?\s*"
    r"(?:(\d{1,5}(?:\.\d{1,6})?)\s*(?:m|min|mins|minutes?))?\s*"
    r"(?:(\d{1,8}(?:\.\d{1,9})?)\s*(?:s|sec|secs|seconds?))?",
    re.IGNORECASE,
)


def seconds(value: str | float, *, bare: bool = True) -> float:
    """Read a duration.

    Parameters
    ----------
    value : str or number
        ``"12:30"`` (minutes:seconds, the minutes may exceed 59), ``"1:02:03"``, ``"20 min"``,
        ``"1h5m"``, ``"90s"``; a number is seconds.
    bare : bool, default True
        Whether text without a unit, such as ``"90"``, is seconds. Where a person types a slot
        it is refused instead, since ``"20"`` is more likely to mean minutes.

    Returns
    -------
    float
        Seconds, finite, at least 0 and at most one day.

    Raises
    ------
    ClockError
        If the value is no duration.

    Examples
    --------
    >>> seconds("12:30"), seconds("1:02:03"), seconds("20min"), seconds(90)
    (750.0, 3723.0, 1200.0, 90.0)
    """
    if isinstance(value, str):
        found = _from_text(value.strip(), bare=bare)
    else:
        try:
            found = float(value)
        except (TypeError, ValueError):
            found = math.nan
        if not math.isfinite(found):
            raise ClockError(f"{value!r} is not a time: write 12:30 or 750")
    if found < 0:
        raise ClockError(f"{value!r} is before zero: a time cannot be negative")
    if found > LONGEST_S:
        raise ClockError(f"{value!r} is longer than a day: write minutes as 45:00 or 45min")
    return found


def _from_text(written: str, *, bare: bool) -> float:
    if match := _COLONS.fullmatch(written):
        hours, minutes, secs = match.groups()
        whole = float(secs.replace(",", "."))
        if whole >= 60 or (hours is not None and int(minutes) >= 60):
            raise ClockError(f"{written!r} is not a time: 60 seconds or minutes make the next unit")
        return int(hours or 0) * 3600 + int(minutes) * 60 + whole
    if _BARE.fullmatch(written):
        if not bare:
            raise ClockError(f"{written!r} could be minutes or seconds: write {written}:00 or 90s")
        return float(written.replace(",", "."))
    if written and (match := _UNITS.fullmatch(written)) and any(match.groups()):
        return sum(
            float(part) * unit
            for part, unit in zip(match.groups(), (3600, 60, 1), strict=True)
            if part
        )
    raise ClockError(f"{written[:40]!r} is not a time: write 12:30, 1:02:03, 20min or 90s")


def slot(granted: str | float | None, questions: str | float = 0.0) -> tuple[float | None, float]:
    """Read a slot as a person states it, and the part of it kept for questions.

    Returns
    -------
    tuple of float
        Seconds of both; a slot that was not stated stays None.

    Raises
    ------
    ClockError
        If either is no duration, the slot is under a minute where minutes may be meant, or the
        questions leave no time to speak.

    Examples
    --------
    >>> slot("20:00", "2:00")
    (1200.0, 120.0)
    """
    questions_s = seconds(questions, bare=False)
    if granted is None:
        return None, questions_s
    slot_s = seconds(granted, bare=False)
    _refuse_short(granted, slot_s)
    if questions_s >= slot_s:
        raise ClockError(
            f"a slot of {text(slot_s)} with {text(questions_s)} for questions "
            "leaves no time to speak: give a longer slot or fewer questions"
        )
    return slot_s, questions_s


def _refuse_short(granted: str | float, slot_s: float) -> None:
    """No talk is granted less than a minute: hours and minutes, or minutes, may be meant."""
    if slot_s >= SHORTEST_SLOT_S:
        return
    # A float was reckoned, and letters name their unit.
    if isinstance(granted, float) or (isinstance(granted, str) and ":" not in granted):
        return
    number = f"{slot_s:g}"
    raise ClockError(
        f"{granted!r} could be {number} minutes or {number} seconds: write {number}min or {number}s"
    )


def text(duration_s: float) -> str:
    """Write a duration the way a speaker reads a clock, to the nearest second.

    Parameters
    ----------
    duration_s : float
        Seconds; negative values carry a minus sign, a missing value becomes a dash.

    Returns
    -------
    str

    Examples
    --------
    >>> text(750.4), text(3723), text(-40), text(float("nan"))
    ('12:30', '1:02:03', '−0:40', '–')
    """
    if not math.isfinite(duration_s):
        return "–"
    whole = math.floor(abs(duration_s) + 0.5)
    sign = "−" if duration_s < 0 and whole else ""
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02}:{secs:02}" if hours else f"{sign}{minutes}:{secs:02}"


def signed(duration_s: float) -> str:
    """Write a difference with its sign always shown; late, longer and more are positive.

    Examples
    --------
    >>> signed(40), signed(-75), signed(0.2)
    ('+0:40', '−1:15', '0:00')
    """
    shown = text(duration_s)
    return shown if shown[0] in "−–" or shown == "0:00" else f"+{shown}"
