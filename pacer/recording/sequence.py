"""Which page was on when, from how like each picture is to each page: a hidden Markov model.

Time goes in steps of unequal length: a picture counts for as long as it was up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pacer.recording.features import Array

# Log-odds of a change, against staying: to the next page, further ahead (and for each page
# more), back, and to or from something else. Talks mostly go forward; a page may be skipped or
# shown again. The order of magnitude matters, not the figure.
_NEXT, _AHEAD, _BACK, _ELSE, _FURTHER = -4.0, -6.0, -6.5, -5.0, -0.02

# Fewer changes from page to page tell nothing of their order.
_LEAST_CHANGES = 10


def _changes(pages: int) -> Array:
    """Log-odds from each state to each; the last state is something else. float32."""
    apart = np.arange(pages)[None, :] - np.arange(pages)[:, None]
    odds = np.full((pages + 1, pages + 1), _ELSE, np.float32)
    odds[:-1, :-1] = np.select(
        [apart == 0, apart == 1, apart > 1],
        [0.0, _NEXT, _AHEAD + _FURTHER * (apart - 2)],
        _BACK + _FURTHER * (-apart - 1),
    )
    odds[-1, -1] = 0.0
    return odds


def decode(evidence: Array) -> tuple[Array, Array]:
    """The likeliest page of each step, and how sure it is.

    Parameters
    ----------
    evidence : array of float32, shape (steps, pages + 1)
        Log-likelihoods; the last column is something else.

    Returns
    -------
    states : array of int, shape (steps,)
        Of the likeliest way through all steps (Viterbi 1967).
    sure : array of float, shape (steps,)
        The posterior chance of that state (forward-backward; Rabiner 1989).
    """
    steps, states = evidence.shape
    odds = _changes(states - 1)
    best = evidence[0].astype(np.float32)
    came = np.zeros((steps, states), np.uint16)
    for t in range(1, steps):
        through = best[:, None] + odds
        came[t] = through.argmax(0)
        best = through[came[t], np.arange(states)] + evidence[t]
    path = np.empty(steps, np.int64)
    path[-1] = best.argmax()
    for t in range(steps - 1, 0, -1):
        path[t - 1] = came[t, path[t]]
    return path, _posterior(evidence, np.exp(odds), path)


def in_order(evidence: Array, states: Array) -> float:
    """How much better the pictures fit the deck from first to last than from last to first.

    Parameters
    ----------
    evidence, states
        As `decode` takes and gives them.

    Returns
    -------
    float
        The log-odds a change from page to page: a recording of another deck fits either way
        alike, about 0. NaN where pages change too seldom to tell.
    """
    pages = evidence.shape[1] - 1
    changes = (np.diff(states) != 0) & (states[1:] < pages) & (states[:-1] < pages)
    if changes.sum() < _LEAST_CHANGES:
        return float("nan")
    odds = _changes(pages)
    backward = np.hstack([evidence[:, -2::-1], evidence[:, -1:]])
    return (_likeliest(evidence, odds) - _likeliest(backward, odds)) / float(changes.sum())


def _likeliest(evidence: Array, odds: Array) -> float:
    best = evidence[0]
    for each in evidence[1:]:
        best = (best[:, None] + odds).max(0) + each
    return float(best.max())


def _posterior(evidence: Array, chances: Array, path: Array) -> Array:
    chances = chances / chances.sum(1, keepdims=True)
    like = np.exp(evidence - evidence.max(1, keepdims=True))
    forward = np.empty_like(like)
    now = like[0] / like[0].sum()
    forward[0] = now
    for t in range(1, len(like)):
        now = (now @ chances) * like[t]
        now = now / now.sum()
        forward[t] = now
    sure = np.empty(len(like))
    back = np.ones(like.shape[1], like.dtype)
    for t in range(len(like) - 1, -1, -1):
        joint = forward[t] * back
        sure[t] = joint[path[t]] / joint.sum()
        back = chances @ (back * like[t])
        back = back / back.sum()
    return sure
