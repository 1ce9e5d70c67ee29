"""Two commands timed in turn, so that a machine that drifts drifts for both."""

from __future__ import annotations

import statistics
import subprocess
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def ratio(
    mine: Callable[[], Any], base: Callable[[], Any], *, runs: int = 5
) -> tuple[float, float, float]:
    """Median seconds of both after one warm-up, and the median of their ratios pair by pair."""
    pairs = []
    for number in range(runs + 1):
        began = time.perf_counter()
        base()
        between = time.perf_counter()
        mine()
        done = time.perf_counter()
        if number:
            pairs.append((done - between, between - began))
    return (
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(own / other for own, other in pairs),
    )


def command(*words: str, **options: Any) -> Callable[[], None]:
    """A process to time, its output thrown away; it must succeed."""

    def run() -> None:
        subprocess.run(words, check=True, capture_output=True, **options)

    return run


def row(name: str, values: Sequence[object], bound: str = "") -> None:
    """Print one line of a table."""
    print(f"  {name:<44}{'  '.join(map(str, values)):<34}{bound}")
