"""Who goes with whom, so that the whole is best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# Beyond so many pairs the assignment is greedy: a deck of a thousand like slides is no reason
# to wait for minutes.
MOST_EXACT: Final = 160_000


def assign(score: Floats) -> list[tuple[int, int]]:
    """Pair rows with columns so that the sum of scores is highest.

    Parameters
    ----------
    score : array of float, (rows, columns)
        At least 0; a pair of score 0 is no pair.

    Returns
    -------
    list of (row, column)
    """
    rows, columns = np.flatnonzero(score.any(axis=1)), np.flatnonzero(score.any(axis=0))
    inner = score[np.ix_(rows, columns)]
    if not inner.size:
        return []
    pairs = _greedy(inner) if inner.size > MOST_EXACT else _exact(inner)
    return [
        (int(rows[row]), int(columns[column])) for row, column in pairs if inner[row, column] > 0
    ]


def _greedy(score: Floats) -> list[tuple[int, int]]:
    pairs, rows, columns = [], set(), set()
    for place in np.argsort(-score, axis=None, kind="stable"):
        row, column = divmod(int(place), score.shape[1])
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((row, column))
            if len(pairs) == min(score.shape):
                break
    return pairs


def _exact(score: Floats) -> list[tuple[int, int]]:
    """The Hungarian method, by shortest augmenting paths (Jonker and Volgenant 1987)."""
    if len(score) > score.shape[1]:
        return [(row, column) for column, row in _exact(score.T)]
    n, m = score.shape
    cost = score.max() - score
    # Column 0 is a stand-in where each path starts.
    row_price, price = np.zeros(n + 1), np.zeros(m + 1)
    owner = np.zeros(m + 1, dtype=np.int64)
    for row in range(1, n + 1):
        owner[0], column = row, 0
        dist, come_from = np.full(m + 1, np.inf), np.zeros(m + 1, dtype=np.int64)
        done = np.zeros(m + 1, dtype=bool)
        while True:
            done[column] = True
            free = np.flatnonzero(~done)
            reach = cost[owner[column] - 1, free - 1] - row_price[owner[column]] - price[free]
            closer = reach < dist[free]
            dist[free[closer]] = reach[closer]
            come_from[free[closer]] = column
            step = free[dist[free].argmin()]
            delta = dist[step]
            row_price[owner[done]] += delta
            price[done] -= delta
            dist[~done] -= delta
            column = int(step)
            if not owner[column]:
                break
        while column:
            owner[column] = owner[come_from[column]]
            column = int(come_from[column])
    return [(int(owner[column]) - 1, column - 1) for column in range(1, m + 1) if owner[column]]
