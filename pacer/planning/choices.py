"""What the speaker decided, kept in ``choices.json`` beside the deck.

Plain text that diffs, written whole and then renamed into place, so that a kill at any moment
leaves the old file or the new one. What a newer pacer or another tool added to it is kept.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pacer.core import files, frames
from pacer.core.errors import PacerError
from pacer.core.text import line, tidy
from pacer.judging.belief import BANDS
from pacer.judging.said import MOST_POINTS, SKIP, Said
from pacer.runs.folder import GONE
from pacer.runs.journal import TEXT_KEPT
from pacer.runs.matching import match

if TYPE_CHECKING:
    from pacer.planning.constraints import Action

NAME, VERSION = "choices.json", 1
# A talk of 2,000 slides with ten variants stays well below this.
MOST_BYTES = 16_000_000


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
    points : tuple of str
        Slides that are the point of the talk.
    needs : mapping of str to tuple of str
        Point -> the earlier slides it stands on, as ticked; empty where he said none.
    answers : mapping of (str, str) to str
        First and last slide of a stretch -> ``"keep"``, ``"shorten"``, ``"drop"`` or ``"skip"``.
    struck : mapping of str to tuple of str
        Slide -> the sentences of it to leave out, as they were said.
    took_s : float or None
        How long the talk takes today, as the speaker says.
    deck_digest : str
        The state of the deck the decisions were made on; empty where an earlier pacer wrote them.
    made_on : tuple of (str, str, str)
        slide_key, title and the beginning of the text of that deck's slides, and of slides gone
        since that a decision still names.
    extra : mapping
        Fields another version wrote; kept.
    """

    locked: frozenset[str] = frozenset()
    values: Mapping[str, float] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    prerequisites: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    points: tuple[str, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    struck: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    took_s: float | None = None
    deck_digest: str = ""
    made_on: tuple[tuple[str, str, str], ...] = ()
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

    @property
    def said(self) -> Said:
        """The speaker's points and answers, for `pacer.judging`."""
        return Said(self.points, self.needs, self.answers)

    def saying(self, said: Said) -> Choices:
        """The same with other points and answers."""
        return replace(self, points=said.points, needs=said.needs, answers=said.answers)

    def striking_only(self, known: Container[str]) -> Choices:
        """The same with no struck sentence but those that are known."""
        left = {key: tuple(one for one in out if one in known) for key, out in self.struck.items()}
        return replace(self, struck={key: out for key, out in left.items() if out})

    def named(self) -> set[str]:
        """Keys of all slides that something was decided of."""
        return {
            *self.locked, *self.values, *self.targets, *self.actions, *self.struck,
            *(key for pair in (*self.prerequisites, *self.answers) for key in pair),
            *self.points, *self.needs, *(key for keys in self.needs.values() for key in keys),
        }  # fmt: skip

    def renamed(self, keys: Mapping[str, str]) -> Choices:
        """The same decisions under other keys: old key -> new."""

        def new(key: str) -> str:
            return keys.get(key, key)

        return replace(
            self,
            locked=frozenset(map(new, self.locked)),
            values={new(key): value for key, value in self.values.items()},
            targets={new(key): value for key, value in self.targets.items()},
            actions={new(key): value for key, value in self.actions.items()},
            prerequisites={(new(a), new(b)): yes for (a, b), yes in self.prerequisites.items()},
            points=tuple(map(new, self.points)),
            needs={new(key): tuple(map(new, on)) for key, on in self.needs.items()},
            answers={(new(a), new(b)): said for (a, b), said in self.answers.items()},
            struck={new(key): out for key, out in self.struck.items()},
            made_on=tuple((new(key), title, text) for key, title, text in self.made_on),
        )

    def lost(self) -> tuple[str, ...]:
        """A line for each slide that something was decided of and that is gone since."""
        titles = {key: title for key, title, _ in self.made_on}
        return tuple(
            f"what you decided of “{line(titles.get(key) or key, limit=60)}” is kept, "
            "but the slide is gone"
            for key in sorted(self.named())
            if key.startswith(GONE)
        )


def rekeyed(choices: Choices, slides: pd.DataFrame, digest: str) -> Choices:
    """Decisions made on an earlier state of the deck, under the keys of today's slides.

    Parameters
    ----------
    choices : Choices
    slides : pandas.DataFrame
        Today's SLIDES.
    digest : str
        The deck's digest today.

    Returns
    -------
    Choices
        Slides are matched as `pacer.runs.match` does it; decisions of a slide that is gone are
        kept under its old key after ``gone:``, in case it comes back.
    """
    if not choices.made_on or choices.deck_digest == digest:
        return choices
    old = pd.DataFrame(choices.made_on, columns=["slide_key", "title", "text"], dtype="str")
    found = match(old, slides)
    now = dict(zip(found["old_key"], found["slide_key"], strict=True))
    keys = {
        key: now.get(key, key if key.startswith(GONE) else GONE + key) for key in old["slide_key"]
    }
    return choices.renamed(keys)


def merged(now: Choices, base: Choices, wanted: Choices) -> Choices:
    """What is there, with the changes that lead from one state to another, slide by slide.

    Parameters
    ----------
    now : Choices
        What is kept; somebody else may have changed it.
    base, wanted : Choices
        What a room began with, and what it has now: only what differs between them changes.

    Examples
    --------
    >>> one = Choices(values={"a": 2.0})
    >>> merged(Choices(values={"b": 2.0}), Choices(), one).values
    {'b': 2.0, 'a': 2.0}
    """
    changes: dict[str, Any] = {}
    for each in fields(Choices):
        mine, was, held = (getattr(one, each.name) for one in (wanted, base, now))
        if mine == was or each.name in ("deck_digest", "made_on"):
            continue
        if isinstance(mine, frozenset):
            changes[each.name] = (held | (mine - was)) - (was - mine)
        elif isinstance(mine, Mapping):
            changed = {key for key in {*mine, *was} if mine.get(key) != was.get(key)}
            changes[each.name] = {
                **{key: value for key, value in held.items() if key not in changed},
                **{key: value for key, value in mine.items() if key in changed},
            }
        else:
            changes[each.name] = mine
    return replace(now, **changes)


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
    raw = files.read_json(path, most_bytes=MOST_BYTES)
    if raw is None:
        return Choices()
    return _read(raw, path.name)


def save(
    choices: Choices, folder: str | Path, *, slides: pd.DataFrame | None = None, digest: str = ""
) -> Path:
    """Write the choices into a talk's folder, whole, and then in the old file's place.

    Parameters
    ----------
    choices : Choices
    folder : path-like
    slides : pandas.DataFrame, optional
        SLIDES of the deck they were made on, so that they follow it when it is edited.
    digest : str
        That deck's digest.

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
    if slides is not None:
        choices = replace(choices, deck_digest=digest, made_on=_seen(choices, slides))
    files.make_folder(path.parent)
    return files.write(path, files.dumped(_written(choices)))


def _seen(choices: Choices, slides: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    """The slides the choices are made on, with those gone that they still name."""
    named = choices.named()
    gone = (one for one in choices.made_on if one[0].startswith(GONE) and one[0] in named)
    here = zip(slides["slide_key"], slides["title"], slides["text"].str[:TEXT_KEPT], strict=True)
    return (*here, *gone)


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
        "points": list(choices.points),
        "needs": {key: list(on) for key, on in choices.needs.items()},
        "answers": [[*pair, said] for pair, said in choices.answers.items()],
        "struck": {key: list(out) for key, out in choices.struck.items()},
        "took_s": choices.took_s,
        "deck_digest": choices.deck_digest,
        "slides": [
            {"slide_key": key, "title": title, "text": text} for key, title, text in choices.made_on
        ],
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
            points=tuple(map(_text, raw.get("points", [])))[:MOST_POINTS],
            needs={_text(k): tuple(map(_text, v)) for k, v in raw.get("needs", {}).items()},
            answers={
                (_text(first), _text(last)): _answer(said)
                for first, last, said in raw.get("answers", [])
            },
            struck={_text(k): tuple(map(_text, v)) for k, v in raw.get("struck", {}).items()},
            took_s=None if raw.get("took_s") is None else _number(raw["took_s"]),
            deck_digest=_text(raw.get("deck_digest", "")),
            made_on=tuple(
                (_text(one["slide_key"]), _text(one["title"]), tidy(one["text"]))
                for one in raw.get("slides", [])
            ),
            extra={k: v for k, v in raw.items() if k not in _KNOWN},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PacerError(
            f"{name}: is damaged ({line(str(error), limit=80)}): mend it or move it away"
        ) from error


_KNOWN = {"pacer", "version", "locked", "values", "targets", "actions", "prerequisites"}
_KNOWN |= {"points", "needs", "answers", "struck", "took_s", "deck_digest", "slides"}


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


def _answer(raw: object) -> str:
    if raw not in (*BANDS, SKIP):
        raise ValueError(f"{raw!r} is no answer")
    return str(raw)


def _action(raw: object) -> Action:
    if isinstance(raw, str) and raw in frames.ACTIONS:
        return raw
    if isinstance(raw, list) and len(raw) == 2 and raw[0] == "trim":
        return ("trim", _number(raw[1]))
    raise ValueError(f"{raw!r} is no action")
