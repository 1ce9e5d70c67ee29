"""What the speaker decided, and what follows from it: the planner obeys, and says what clashes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pacer.core import clock, frames
from pacer.core.errors import PacerError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

# A speaker's decision: "keep", "cut", "merge" (with the next slide that is shown), "trim" (by how
# much is left to the planner) or ("trim", seconds).
Action = str | tuple[str, float]
# What is settled of a slide that is not cut; "stay" leaves to the planner in which way.
STAYING = ("keep", "trim", "merge", "stay")


def read_actions(
    slides: pd.DataFrame, rows: Mapping[str, int], actions: Mapping[str, Action]
) -> dict[int, Action]:
    """The speaker's actions by row of SLIDES.

    Raises
    ------
    PacerError
        If one names an unknown slide or action, or a locked slide.
    """
    decided: dict[int, Action] = {}
    for key, action in actions.items():
        if key not in rows:
            raise PacerError(f"no slide {key!r} to {action}: use a slide_key of the deck")
        name = action if isinstance(action, str) else action[0]
        if name not in frames.ACTIONS or (not isinstance(action, str) and name != "trim"):
            raise PacerError(
                f"{action!r} is no action: write 'keep', 'cut', 'merge', 'trim' or "
                "('trim', seconds)"
            )
        row = rows[key]
        if not isinstance(action, str):
            action = ("trim", clock.seconds(action[1]))
            if action[1] <= 0:
                raise PacerError(
                    f"slide {slides['position'].iloc[row]} cannot be trimmed to nothing: cut it"
                )
        if slides["locked"].iloc[row] and name != "keep":
            raise PacerError(
                f"slide {slides['position'].iloc[row]} is locked: unlock it to {name} it"
            )
        decided[row] = action
    return decided


def read_prerequisites(
    slides: pd.DataFrame,
    rows: Mapping[str, int],
    given: Mapping[tuple[str, str], bool] | Iterable[tuple[str, str]] | None,
) -> tuple[tuple[int, int], ...]:
    """The prerequisites that the speaker confirmed, as pairs of rows.

    Raises
    ------
    PacerError
        If one names an unknown slide, or they go in a circle.
    """
    pairs = dict(given) if isinstance(given, Mapping) else dict.fromkeys(given or (), True)
    numbered = {}
    for (one, needed), wanted in pairs.items():
        for key in (one, needed):
            if key not in rows:
                raise PacerError(f"no slide {key!r} in a prerequisite: use slide_keys of the deck")
        numbered[rows[one], rows[needed]] = bool(wanted)
    needs = tuple(sorted(pair for pair, wanted in numbered.items() if wanted))
    circle = find_circle(needs)
    if circle:
        named = " → ".join(str(slides["position"].iloc[row]) for row in circle)
        raise PacerError(f"prerequisites go in a circle, {named}: reject one of them")
    return needs


def find_circle(needs: Iterable[tuple[int, int]]) -> list[int]:
    """A circle in a relation, first and last the same; empty where there is none.

    Examples
    --------
    >>> find_circle([(14, 9), (9, 3), (3, 14)]), find_circle([(14, 9)])
    ([3, 14, 9, 3], [])
    """
    after: dict[int, list[int]] = {}
    for one, needed in sorted(needs):
        after.setdefault(one, []).append(needed)
    done: set[int] = set()
    for root in sorted(after):
        path, on_path = [root], {root}
        stack = [iter(after.get(root, ()))]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                on_path.discard(path[-1])
                done.add(path.pop())
            elif step in on_path:
                return [*path[path.index(step) :], step]
            elif step not in done:
                path.append(step)
                on_path.add(step)
                stack.append(iter(after.get(step, ())))
    return []


def _hosts(slides: pd.DataFrame, fixed: Mapping[int, Action]) -> dict[int, int]:
    """The slide that each one the speaker merges goes into: the next that is shown."""
    shown = [row for row, hidden in enumerate(slides["hidden"]) if not hidden]
    after = dict(pairwise(shown))
    merged = [row for row, action in fixed.items() if action == "merge" and row in shown]
    if merged and shown[-1] in merged:
        last = slides["position"].iloc[shown[-1]]
        raise PacerError(f"slide {last} is the last: there is no next one to merge it with")
    return {row: after[row] for row in merged}


def follow(
    slides: pd.DataFrame, fixed: Mapping[int, Action], needs: Iterable[tuple[int, int]]
) -> dict[int, tuple[str, str]]:
    """What each decision decides for other slides too: row -> action and the reason."""
    place = slides["position"].tolist()
    found = {
        row: (action if isinstance(action, str) else action[0], "you decided")
        for row, action in fixed.items()
    }
    for locked in np.flatnonzero(slides["locked"].to_numpy()):
        found[int(locked)] = ("keep", "locked")
    for row, host in _hosts(slides, fixed).items():
        if found.get(host, ("", ""))[0] == "cut":
            raise PacerError(
                f"slide {place[row]} is merged with {place[host]}, which is cut: "
                f"keep {place[host]}, or cut {place[row]} too"
            )
        found.setdefault(host, ("stay", f"{place[row]} is merged with it"))
    changed = True
    while changed:
        changed = False
        for one, needed in needs:
            gone = found.get(needed, ("", ""))[0] == "cut" or bool(slides["hidden"].iloc[needed])
            stays = found.get(one, ("", ""))[0] in STAYING
            if gone and stays:
                state = "hidden" if slides["hidden"].iloc[needed] else "cut"
                raise PacerError(
                    f"slide {place[one]} stays and needs {place[needed]}, which is {state}: "
                    f"cut {place[one]}, keep {place[needed]}, or reject the prerequisite"
                )
            if gone and one not in found:
                found[one] = ("cut", f"needs {place[needed]}, which you cut")
                changed = True
            if stays and needed not in found:
                found[needed] = ("stay", f"{place[one]} needs it")
                changed = True
    return found
