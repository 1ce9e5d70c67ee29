"""Which page was up when: the posterior over pages of a whole talk at once.

Each page has three phases, through which a stay on it goes in order: it is opened, worked
through, and left behind while the speaker goes on talking. How long a stay lasts, what is heard
in each phase and where the speaker goes next are weighed together over the whole recording
(forward and backward recursion of a hidden semi-Markov chain whose stays are sums of phases:
Rabiner 1989; Cox 1955), so a page is known by what comes before and after it as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pacer.transcript.evidence import CHANGES, FEATURES

if TYPE_CHECKING:
    import numpy.typing as npt

    from pacer.transcript.evidence import Evidence
    from pacer.transcript.weights import Weights

    Floats = npt.NDArray[np.float64]

PHASES = 3
# Nothing heard makes a change more or less likely than by this, as a logarithm.
_MOST_CHANGE = 5.0


def posterior(
    evidence: Evidence, log_stay: Floats, weights: Weights, other: Floats | None = None
) -> Floats:
    """How likely each page is at each moment.

    Parameters
    ----------
    evidence : Evidence
        Of T cells and S pages.
    log_stay : ndarray of float, shape (S,)
        How long each page's stay is expected to last, as a logarithm, 0 for the mean lecture's.
    weights : Weights
    other : ndarray of float, shape (T, S), optional
        What else speaks for each page, as log likelihoods: clicks, or pictures.

    Returns
    -------
    ndarray of float, shape (T, S + 1)
        Rows sum to 1. The last column is that of no page: something else is shown or said.
    """
    pages, leave, jump = _tables(evidence, log_stay, weights)
    if other is not None:
        pages[:, :-1] += other[:, :, None]
    chances, _ = _forward_backward(pages, leave, jump, weights)
    return chances


def in_order(evidence: Evidence, log_stay: Floats, weights: Weights) -> float:
    """How much better the words fit the deck as they were said than from last to first.

    Returns
    -------
    float
        The logarithm of a likelihood ratio. Words of another talk fit either way alike: about 0.
    """
    pages, leave, jump = _tables(evidence, log_stay, weights)
    _, onward = _forward_backward(pages, leave, jump, weights, back=False)
    _, backward = _forward_backward(pages[::-1], leave[::-1], jump, weights, back=False)
    return onward - backward


def _tables(
    evidence: Evidence, log_stay: Floats, weights: Weights
) -> tuple[Floats, Floats, Floats]:
    """Log likelihoods (T, S+1, phases), rates of leaving (T, S+1, phases), jumps (S+1, S+1)."""
    cells, count = evidence.pages.shape[1:]
    by_feature = np.array([weights.features[name] for name in FEATURES])
    pages = np.zeros((cells, count + 1, PHASES))
    pages[:, :-1] = np.tensordot(evidence.pages, by_feature, axes=(0, 0))
    # Away from the deck its words are missed: as if every word spoke a little for no page.
    spoken = evidence.pages[FEATURES.index("mass")].max(1)
    pages[:, -1] = (weights.away_word * spoken)[:, None]
    heard = np.array([weights.changes[name] for name in CHANGES]) @ evidence.changes
    pace = np.append(np.exp(weights.stay * log_stay), np.exp(weights.stay * np.log(2.0)))
    leave = (
        np.exp(np.clip(heard, -_MOST_CHANGE, _MOST_CHANGE))[:, None, None]
        * pace[None, :, None]
        * np.exp(np.array(weights.leave))
    )
    place = np.arange(count)
    ahead = place[None, :] - place[:, None]
    steps = np.log(np.maximum(abs(ahead) - (ahead > 0), 1))
    jump = np.zeros((count + 1, count + 1))
    jump[:-1, :-1] = np.select(
        [ahead == 1, ahead > 1, ahead < 0],
        [
            np.ones_like(steps),
            np.exp(weights.skip + weights.skip_further * steps),
            np.exp(weights.back + weights.back_further * steps),
        ],
        0.0,
    )
    jump[:-1, -1] = np.exp(weights.away)
    jump[-1, :-1] = 1 / count
    return pages, leave, jump


def _forward_backward(
    pages: Floats, leave: Floats, jump: Floats, weights: Weights, *, back: bool = True
) -> tuple[Floats, float]:
    """The chances (cells, pages), without `back` only those told by what came before; log Z."""
    cells, count, _ = pages.shape
    most = pages.max((1, 2), keepdims=True)
    seen, log_z = np.exp(pages - most), float(most.sum())
    onward = np.exp(np.array(weights.onward))
    place = np.arange(count)
    begin, end = np.exp(-weights.start * place), np.exp(-weights.end * (count - 2 - place))
    begin[-1], end[-1] = np.exp(weights.away), 1.0
    forward = np.zeros((cells, count, PHASES))
    now = np.zeros((count, PHASES))
    now[:, 0] = begin
    for cell in range(cells):
        if cell:
            gone = (now * leave[cell]).sum(1)
            after = now.copy()
            after[:, 0] += gone @ jump
            after[:, 1:] += now[:, :-1] * onward
            now = after
        now = now * seen[cell]
        scale = now.sum()
        log_z += float(np.log(scale))
        now /= scale
        forward[cell] = now
    log_z += float(np.log((now.sum(1) * end).sum()))
    if not back:
        return forward.sum(2), log_z
    made = np.empty((cells, count))
    to_come = np.repeat(end[:, None], PHASES, axis=1)
    for cell in range(cells - 1, -1, -1):
        both = (forward[cell] * to_come).sum(1)
        made[cell] = both / both.sum()
        if cell:
            then = to_come * seen[cell]
            to_come = then + leave[cell] * (jump @ then[:, 0])[:, None]
            to_come[:, :-1] += onward * then[:, 1:]
            to_come /= to_come.sum()
    return made, log_z
