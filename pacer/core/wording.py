"""Numbers put into words, in one way everywhere."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "run"), count(3, "run")
    ('1 run', '3 runs')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(share: float, places: int = 0) -> str:
    """A share in percent, the sign set apart.

    Examples
    --------
    >>> percent(0.123), percent(0.00087, 2)
    ('12 %', '0.09 %')
    """
    return f"{share:.{places}%}".replace("%", " %")


def chance(p: float | None) -> str:
    """A chance as a speaker says it; never a certainty that no model has.

    Examples
    --------
    >>> chance(0.912), chance(0.9999), chance(0.0001), chance(None)
    ('91 %', 'over 99 %', 'under 1 %', '–')
    """
    if p is None:
        return "–"
    return "over 99 %" if p > 0.99 else "under 1 %" if p < 0.01 else percent(p)
