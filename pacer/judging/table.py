"""The fitted weights that judging goes by; a file of the package, made by its benchmark."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pacer.core.errors import PacerError
from pacer.core.files import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

# Benchmarks name a table here that was fitted without the talk they measure.
VARIABLE = "PACER_WEIGHTS"
VERSION = 1


@dataclass(frozen=True)
class Table:
    """Weights by the name of a figure.

    Parameters
    ----------
    slide : mapping of str to float
        Of the figures of a slide's text and place; see `pacer.judging.features.figures`.
    seconds : mapping of str to float
        Of the figures of its seconds; added where runs tell them.
    speech : mapping of str to float
        Of the figures of what was said on it; added where they are known.
    gap : mapping of str to float
        Of the figures of the gap before a slide; see `pacer.judging.stretches.gaps`.
    """

    slide: Mapping[str, float]
    seconds: Mapping[str, float]
    speech: Mapping[str, float]
    gap: Mapping[str, float]


def weighed(
    figures: Mapping[str, npt.NDArray[np.float64]], weights: Mapping[str, float]
) -> npt.NDArray[np.float64]:
    """The weighted sum of figures, centred within the talk: only the order was learnt."""
    total = np.zeros(len(next(iter(figures.values()), ())))
    for name, values in figures.items():
        total = total + weights.get(name, 0.0) * (values - values.mean() if len(values) else 0.0)
    return np.asarray(total)


def table() -> Table:
    """The package's table, or the one that ``PACER_WEIGHTS`` names.

    Raises
    ------
    PacerError
        If the file named there is no such table.
    """
    return _read(os.environ.get(VARIABLE, ""))


@cache
def _read(given: str) -> Table:
    place = Path(given) if given else Path(str(files("pacer.judging") / "weights.json"))
    held = read_json(place)
    if not isinstance(held, dict) or held.get("version") != VERSION:
        raise PacerError(f"{place}: no table of weights of version {VERSION}: fit it again")
    groups = {}
    for name in ("slide", "seconds", "speech", "gap"):
        group = held.get(name)
        if not isinstance(group, dict) or not all(
            isinstance(value, int | float) and math.isfinite(value) for value in group.values()
        ):
            raise PacerError(f"{place}: {name} is no table of numbers: fit it again")
        groups[name] = {str(key): float(value) for key, value in group.items()}
    return Table(**groups)
