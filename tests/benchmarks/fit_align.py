"""Learn the table of `pacer.transcript.weights` from the lectures that ``PACER_LECTURES`` names.

``python -m tests.benchmarks.fit_align`` fits it to all of them and prints the table;
``--leave-out`` fits it anew for each lecture left out and writes what is predicted of that one.

The aim is the expected share of time on the right page, A, the same weight for each lecture. With
Z(e) the sum over all paths of their weights, the right page's raised by exp(e) a cell, A is the
derivative of log Z at 0; the difference quotient at ±e has the same expectations of features for
its gradient as any log-linear chain, so two forward-backward passes give all of it.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pacer import deck
from pacer.transcript import readers
from pacer.transcript.align import log_stays, pages_of
from pacer.transcript.decoder import PHASES
from pacer.transcript.evidence import CELL_S, CHANGES, FEATURES, Evidence, cells_of, gather
from pacer.transcript.weights import Weights

# Rounds of ascent; more fit the lectures at hand better and those left out no better.
ROUNDS = 30
_RAISED = 0.02
_TOWARDS_START = 0.002
_FIRST_STEP, _LONGEST_STEP = 0.01, 0.04
F4 = np.float32


@dataclass(frozen=True)
class Lecture:
    name: str
    numbers: np.ndarray  # page of each row of pages
    evidence: Evidence
    log_stay: np.ndarray
    truth: np.ndarray  # page of each cell, -1 where none is visible

    @property
    def cells(self) -> int:
        return len(self.truth)

    def right(self) -> np.ndarray:
        """(cells, pages): which page is right, none where none is visible."""
        return self.truth[:, None] == self.numbers[None]


def read(folder: Path) -> Lecture:
    pages = pages_of(deck.read(folder / "deck.pdf"))
    words = readers.read(folder / "transcript.srt").words
    told = pd.read_csv(folder / "truth.csv")
    middle = (np.arange(cells_of(words)) + 0.5) * CELL_S
    at = np.searchsorted(told["start_s"].to_numpy(), middle, side="right") - 1
    truth = np.where(at >= 0, told["slide"].to_numpy()[np.maximum(at, 0)], -1)
    stays = log_stays(pages, words)
    return Lecture(folder.name, pages["page"].to_numpy(int), gather(words, pages), stays, truth)


def lectures(place: str | None = None) -> list[Lecture]:
    root = Path(place or os.environ["PACER_LECTURES"])
    return [read(path) for path in sorted(root.iterdir()) if (path / "deck.pdf").exists()]


SINGLE = ("stay", "skip", "skip_further", "back", "back_further", "start", "end")
# What is believed beforehand: a page's words are said when it is opened, title first, and missed
# then if they are not; a speaker pauses, rounds off and says so before going on.
START = Weights(
    features={
        "title_fresh": (0.6, 0.3, 0.1),
        "title_again": (0.2, 0.1, 0.1),
        "new_fresh": (0.4, 0.3, 0.2),
        "new_again": (0.1, 0.1, 0.1),
        "old_fresh": (0.2, 0.2, 0.2),
        "old_again": (0.1, 0.1, 0.1),
        "debut": (0.4, 0.4, 0.4),
        "early": (0.1, 0.1, 0.0),
        "late": (-0.1, -0.1, 0.0),
        "pair": (0.4, 0.3, 0.2),
        "mass": (-0.4, -0.15, -0.05),
    },
    changes=dict(zip(CHANGES, (0.8, 0.5, 1.0, -0.7, 0.5, 0.2), strict=True)),
    onward=(-2.5, -3.0), leave=(-6.0, -5.5, -3.5), stay=-1.0, skip=-4.0, skip_further=-2.0,
    back=-6.5, back_further=-2.0, start=1.0, end=0.5,
)  # fmt: skip
# How far each figure may well be from that: weights of words, and all others.
_FAR_WORDS, _FAR = 0.2, 0.7


def flat(weights: Weights) -> np.ndarray:
    return np.concatenate(
        [
            np.ravel([weights.features[name] for name in FEATURES]),
            weights.onward,
            weights.leave,
            [weights.changes[name] for name in CHANGES],
            [getattr(weights, name) for name in SINGLE],
        ]
    )


def unflat(vector: np.ndarray) -> Weights:
    edge = len(FEATURES) * PHASES
    features = vector[:edge].reshape(len(FEATURES), PHASES)
    onward, leave = vector[edge : edge + 2], vector[edge + 2 : edge + 5]
    changes, single = vector[edge + 5 : -len(SINGLE)], vector[-len(SINGLE) :]
    return Weights(
        {name: tuple(map(float, row)) for name, row in zip(FEATURES, features, strict=True)},
        dict(zip(CHANGES, map(float, changes), strict=True)),
        tuple(map(float, onward)),
        tuple(map(float, leave)),
        **dict(zip(SINGLE, map(float, single), strict=True)),
    )


class Batch:
    """Lectures side by side, longest first; shapes are T cells, 2 signs, B lectures, S pages, 3."""

    def __init__(self, every: list[Lecture]) -> None:
        self.every = every = sorted(every, key=lambda one: -one.cells)
        self.cells = np.array([one.cells for one in every])
        T, B, S = self.cells[0], len(every), max(len(one.numbers) for one in every)
        features = np.zeros((T, B, S, len(FEATURES)), F4)
        self.changes = np.zeros((len(CHANGES), T, B), F4)
        self.stay = np.zeros((B, S), F4)
        self.there = np.zeros((B, S), bool)
        self.right = np.zeros((T, B, S), bool)
        self.from_end = np.zeros((B, S), F4)
        for b, one in enumerate(every):
            t, s = one.evidence.pages.shape[1:]
            features[:t, b, :s] = np.moveaxis(one.evidence.pages, 0, -1)
            self.changes[:, :t, b] = one.evidence.changes
            self.stay[b, :s], self.there[b, :s] = one.log_stay, True
            self.right[:t, b, :s] = one.right()
            self.from_end[b, :s] = np.arange(s)[::-1]
        self.features = features.reshape(-1, len(FEATURES))
        self.shape = (T, B, S)
        self.alive = (self.cells[None] > np.arange(T)[:, None]).sum(1)
        self.share = (1.0 / self.right.sum((0, 2))).astype(F4)
        ahead = np.arange(S)[None] - np.arange(S)[:, None]
        steps = np.log(np.maximum(abs(ahead) - (ahead > 0), 1))
        self.kinds = np.stack([ahead > 1, (ahead > 1) * steps, ahead < 0, (ahead < 0) * steps])
        self.moves = (ahead != 0)[None] & self.there[:, None] & self.there[:, :, None]

    def value(self, vector: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Minus the aim, its gradient, and the posterior (T, B, S)."""
        given = unflat(vector)
        T, B, S = self.shape
        by_feature = np.array([given.features[name] for name in FEATURES], F4)
        heard = np.tensordot([given.changes[name] for name in CHANGES], self.changes, 1)
        push = np.exp(np.clip(heard, -5, 5)).astype(F4)
        leave = (np.exp(given.leave) * np.exp(given.stay * self.stay)[..., None]).astype(F4)
        first, second = np.exp(given.onward).astype(F4)
        moved = np.array([given.skip, given.skip_further, given.back, given.back_further])
        jump = (np.exp(np.tensordot(moved, self.kinds, 1))[None] * self.moves).astype(F4)
        begin = np.exp(-given.start * np.arange(S))[None] * self.there
        end = np.exp(-given.end * self.from_end) * self.there

        pages = (self.features @ by_feature).reshape(T, B, S, PHASES)
        seen = np.exp(pages - pages.max((2, 3), keepdims=True)) * self.there[None, :, :, None]
        raised = np.where(self.right, _RAISED, 0.0).astype(F4)
        signs = np.array([1, -1], F4)
        seen = seen[:, None] * np.exp(signs[:, None, None] * raised[:, None])[..., None]

        forward, scale = np.zeros((T, 2, B, S, PHASES), F4), np.ones((T, 2, B))
        forward[0, ..., 0] = begin
        forward[0] *= seen[0]
        scale[0] = forward[0].sum((2, 3))
        forward[0] /= scale[0][..., None, None]
        for t in range(1, T):
            n = self.alive[t]
            now, then = forward[t - 1, :, :n], forward[t, :, :n]
            gone = (now * leave[:n]).sum(-1) * push[t, :n, None]
            then[...] = now
            then[..., 0] += np.matmul(gone[:, :, None], jump[:n])[:, :, 0]
            then[..., 1] += now[..., 0] * first
            then[..., 2] += now[..., 1] * second
            then *= seen[t, :, :n]
            scale[t, :, :n] = then.sum((2, 3))
            then /= scale[t, :, :n][..., None, None]
        log_z = np.log(scale).sum(0)
        behind = np.zeros_like(forward)
        for b, last in enumerate(self.cells - 1):
            closed = (forward[last, :, b] * end[b][:, None]).sum((1, 2))
            log_z[:, b] += np.log(closed)
            behind[last, :, b] = end[b][:, None] / closed[:, None, None]
        ahead, entered = np.zeros_like(forward), np.zeros((T, 2, B, S), F4)
        back, shrink = np.ascontiguousarray(jump.swapaxes(1, 2)), (1 / scale).astype(F4)
        for t in range(T - 1, 0, -1):
            n = self.alive[t]
            to = np.multiply(behind[t, :, :n], seen[t, :, :n], out=ahead[t, :, :n])
            to *= shrink[t, :, :n][..., None, None]
            enter = np.matmul(to[:, :, None, :, 0], back[:n])[:, :, 0] * push[t, :n, None]
            entered[t, :, :n] = enter
            before = behind[t - 1, :, :n]
            before += to + enter[..., None] * leave[:n]
            before[..., 0] += first * to[..., 1]
            before[..., 1] += second * to[..., 2]

        signed = signs[:, None] * self.share[None]
        there = forward * behind
        stood = (there * signed[None, :, :, None, None]).sum(1)
        onward = [
            rate * (forward[:-1, ..., k] * ahead[1:, ..., k + 1] * signed[..., None]).sum()
            for k, rate in enumerate((first, second))
        ]
        entered *= signed[None, :, :, None]
        left = (forward[:-1] * entered[1:, ..., None]).sum(1) * leave[None]
        changed = (self.changes[:, 1:] * left.sum((2, 3))[None]).sum((1, 2))
        gone = (forward[:-1] * leave).sum(-1) * push[1:, None, :, None] * signed[..., None]
        moves = np.zeros(4)
        for b in range(B):
            flow = gone[:, :, b].reshape(-1, S).T @ ahead[1:, :, b, :, 0].reshape(-1, S) * jump[b]
            moves += (self.kinds * flow).sum((1, 2))
        closing = stood[self.cells - 1, np.arange(B)].sum(-1)
        gradient = np.concatenate(
            [
                (self.features.T @ stood.reshape(-1, PHASES)).ravel(),
                onward,
                left.sum((0, 1, 2)),
                changed,
                [(left.sum((0, 3)) * self.stay).sum()],
                moves,
                [-(stood[0].sum(-1) * np.arange(S)).sum(), -(closing * self.from_end).sum()],
            ]
        )
        aim = ((log_z[0] - log_z[1]) * self.share).sum()
        scale_by = 2 * _RAISED * B
        return -aim / scale_by, -gradient / scale_by, there.mean(1).sum(-1)


def fit(every: list[Lecture], rounds: int = ROUNDS, watch=None) -> Weights:
    """Ascend from `START` by resilient propagation (Riedmiller & Braun 1993)."""
    batch, start = Batch(every), flat(START)
    far = np.where(np.arange(len(start)) < len(FEATURES) * PHASES, _FAR_WORDS, _FAR)
    at, step, last = start.copy(), np.full(len(start), _FIRST_STEP), np.zeros(len(start))
    for turn in range(rounds + 1):
        if watch:
            watch(turn, at)
        if turn == rounds:
            break
        _, slope, _ = batch.value(at)
        slope += 2 * _TOWARDS_START * (at - start) / far**2
        turned = np.sign(slope) * np.sign(last)
        step = np.clip(step * np.select([turned > 0, turned < 0], [1.2, 0.5], 1.0), 1e-4, _LONGEST_STEP)
        slope[turned < 0] = 0.0
        at, last = at - np.sign(slope) * step, slope
    return unflat(at)
