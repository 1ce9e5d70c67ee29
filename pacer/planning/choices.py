"""What the speaker decided, kept in ``choices.json`` beside the deck.

Plain text that diffs, written whole and then renamed into place, so that a kill at any moment
leaves the old file or the new one. What a newer pacer or another tool added to it is kept.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.core import frames
from pacer.core.errors import PacerError
from pacer.core.files import read_json, replacing
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pacer.planning.constraints import Action
    from pacer.planning.outcome import PlanOutcome

NAME, VERSION = "choices.json", 1
# A talk of 2,000 slides with ten variants stays well below this.
MOST_BYTES = 16_000_000
_STEP = ("slide_key", "position", "action", "into", "estimate_s", "budget_s", "saved_s", "reason")


@dataclass(frozen=True)
class Variant:
    """A plan under a name: what it was asked for, and what it says.

    Parameters
    ----------
    talk_s, p : float
        Talk time in seconds, and the chance of fitting asked for.
    frame : pandas.DataFrame
        PLAN.
    extra : mapping
        Fields another version wrote; kept.
    """

    talk_s: float
    p: float
    frame: pd.DataFrame
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """The speaker's decisions, by slide_key; see `load` and `save`.

    Parameters
    ----------
    locked : frozenset of str
        Slides that stay whole.
    values : mapping of str to float
        What a slide is worth to the speaker: 1 is ordinary, a star is 2.
    targets : mapping of str to float
        Seconds the speaker wants a slide to take.
    actions : mapping of str to action
        ``"keep"``, ``"cut"``, ``"merge"`` (with the next slide), ``"trim"`` or
        ``("trim", seconds)``.
    prerequisites : mapping of (str, str) to bool
        The first slide needs the second: confirmed or added (True), rejected (False).
    variants : mapping of str to Variant
        Named plans.
    extra : mapping
        Fields another version wrote; kept.
    """

    locked: frozenset[str] = frozenset()
    values: Mapping[str, float] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    prerequisites: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def on(self, slides: pd.DataFrame) -> pd.DataFrame:
        """SLIDES with the speaker's locks, values and targets; what the deck says else stays."""
        keys = slides["slide_key"]
        return slides.assign(
            locked=slides["locked"] | keys.isin(self.locked),
            value=keys.map(dict(self.values)).astype("float64").fillna(slides["value"]),
            target_s=keys.map(dict(self.targets)).astype("float64").fillna(slides["target_s"]),
        )

    def for_plan(self, slides: pd.DataFrame) -> dict[str, Any]:
        """`actions` and `prerequisites` for `pacer.planning.solve`, of slides there today.

        A lock wins over an action, and a slide that is gone takes its decisions with it, though
        the file remembers them.
        """
        known = set(slides["slide_key"])
        locked = self.locked | set(slides.loc[slides["locked"], "slide_key"])
        return {
            "actions": {
                key: action
                for key, action in self.actions.items()
                if key in known and (key not in locked or action == "keep")
            },
            "prerequisites": {
                pair: wanted
                for pair, wanted in self.prerequisites.items()
                if known.issuperset(pair)
            },
        }

    def renamed(self, keys: Mapping[str, str]) -> Choices:
        """The same decisions under the keys of an edited deck: old key -> today's."""

        def new(key: str) -> str:
            return keys.get(key, key)

        return replace(
            self,
            locked=frozenset(map(new, self.locked)),
            values={new(key): value for key, value in self.values.items()},
            targets={new(key): value for key, value in self.targets.items()},
            actions={new(key): value for key, value in self.actions.items()},
            prerequisites={(new(a), new(b)): yes for (a, b), yes in self.prerequisites.items()},
            variants={
                name: replace(
                    variant,
                    frame=variant.frame.assign(
                        slide_key=variant.frame["slide_key"].map(new),
                        into=variant.frame["into"].map(new),
                    ),
                )
                for name, variant in self.variants.items()
            },
        )

    def with_variant(self, name: str, plan: PlanOutcome) -> Choices:
        """The same decisions, and a plan kept under a name; an older one of that name goes."""
        name = line(name, limit=100).strip()
        if not name:
            raise PacerError("a variant needs a name, such as 'twenty minutes'")
        made = Variant(plan.talk_s, plan.p, frames.check(plan.frame, frames.PLAN))
        return replace(self, variants={**self.variants, name: made})


def load(folder: str | Path) -> Choices:
    """Read the choices kept in a talk's folder; without a file, none have been made.

    Parameters
    ----------
    folder : path-like
        ``<deck stem>.pacer``.

    Raises
    ------
    PacerError
        If the file cannot be read, is damaged, or was written by a newer version.
    """
    path = Path(folder) / NAME
    raw = read_json(path, most_bytes=MOST_BYTES)
    if raw is None:
        return Choices()
    return _read(raw, path.name)


def save(choices: Choices, folder: str | Path) -> Path:
    """Write the choices into a talk's folder, whole, and then in the old file's place.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    PacerError
        If the folder cannot be written; what was there is left as it was.
    """
    path = Path(folder) / NAME
    text = json.dumps(_written(choices), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as fresh:
            fresh.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PacerError(
            f"{path.name}: cannot be written ({error.strerror}): make room or unlock the folder"
        ) from error
    return path


def _written(choices: Choices) -> dict[str, Any]:
    return {
        **choices.extra,
        "pacer": "choices",
        "version": VERSION,
        "locked": sorted(choices.locked),
        "values": dict(choices.values),
        "targets": dict(choices.targets),
        "actions": {
            key: action if isinstance(action, str) else list(action)
            for key, action in choices.actions.items()
        },
        "prerequisites": [[*pair, wanted] for pair, wanted in choices.prerequisites.items()],
        "variants": {
            name: {
                **variant.extra,
                "talk_s": variant.talk_s,
                "p": variant.p,
                "plan": [
                    {name: getattr(row, name) for name in _STEP}
                    for row in frames.rows(variant.frame)
                ],
            }
            for name, variant in choices.variants.items()
        },
    }


def _read(raw: object, name: str) -> Choices:
    if not isinstance(raw, dict) or raw.get("pacer") != "choices":
        raise PacerError(f"{name}: holds no choices of pacer: move it away")
    version = raw.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise PacerError(
            f"{name}: written by a newer pacer (version {line(str(version), limit=20)}, this one "
            f"reads {VERSION}): update pacer"
        )
    try:
        return Choices(
            locked=frozenset(map(_text, raw.get("locked", []))),
            values=_numbers(raw.get("values", {})),
            targets=_numbers(raw.get("targets", {})),
            actions={_text(k): _action(v) for k, v in raw.get("actions", {}).items()},
            prerequisites={
                (_text(one), _text(needed)): bool(wanted)
                for one, needed, wanted in raw.get("prerequisites", [])
            },
            variants={_text(k): _variant(v) for k, v in raw.get("variants", {}).items()},
            extra={k: v for k, v in raw.items() if k not in _KNOWN},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PacerError(
            f"{name}: is damaged ({line(str(error), limit=80)}): mend it or move it away"
        ) from error


_KNOWN = frozenset(
    ("pacer", "version", "locked", "values", "targets", "actions", "prerequisites", "variants")
)


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(f"{raw!r} is no text")
    return line(raw)


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise TypeError(f"{raw!r} is no number")
    if not math.isfinite(raw) or raw < 0:
        raise ValueError(f"{raw!r} is no number of seconds or worth")
    return float(raw)


def _numbers(raw: Mapping[str, object]) -> dict[str, float]:
    return {_text(key): _number(value) for key, value in raw.items()}


def _action(raw: object) -> Action:
    if isinstance(raw, str) and raw in frames.ACTIONS:
        return raw
    if isinstance(raw, list) and len(raw) == 2 and raw[0] == "trim":
        return ("trim", _number(raw[1]))
    raise ValueError(f"{raw!r} is no action")


def _variant(raw: Mapping[str, Any]) -> Variant:
    steps = raw["plan"]
    for step in steps:
        if step["action"] not in frames.ACTIONS:
            raise ValueError(f"{step['action']!r} is no action")
    budgets = np.array([_number(step["budget_s"]) for step in steps])
    ends = np.cumsum(budgets)
    frame = frames.build(
        frames.PLAN,
        [
            {
                **{name: step[name] for name in _STEP},
                "start_s": end - budget if step["action"] in ("keep", "trim") else math.nan,
                "end_s": end if step["action"] in ("keep", "trim") else math.nan,
            }
            for step, budget, end in zip(steps, budgets, ends, strict=True)
        ],
    )
    return Variant(
        talk_s=_number(raw["talk_s"]),
        p=_number(raw["p"]),
        frame=frame,
        extra={k: v for k, v in raw.items() if k not in ("talk_s", "p", "plan")},
    )
