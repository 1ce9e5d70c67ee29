"""The trim room: the plan under the speaker's hands.

The page holds the state and does the arithmetic of a drag by itself, from the pacing tables and
the ladder of plans the kernel sent; the kernel solves, explains, and keeps what was decided. A
question carries a number, so that an answer to an older one never overwrites a newer one.
"""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
import traitlets

from pacer import planning
from pacer.core import clock, frames
from pacer.core.errors import PacerError, SlotTooShort
from pacer.core.text import line, tidy
from pacer.planning import choices as keeping
from pacer.widgets.pictures import Gallery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from pacer.pacing import Pacing
    from pacer.planning.choices import Choices
    from pacer.planning.outcome import PlanOutcome
    from pacer.widgets.pictures import Draw

STATIC: Final = Path(__file__).parent / "static"
TEXT_SHOWN: Final = 1_200
# What a star makes a slide worth: twice an ordinary one.
STAR: Final = 2.0
# A ladder is what a moving hand sees; once it rests, the exact plan takes its place.
QUICK: Final[dict[str, Any]] = {"gap": 1e-2, "rungs": 3}
# A plan is shown after so long at the latest; what is still missing of its proof comes after it.
SOON_S: Final = 0.7
# A page sends at most so many decisions of each kind.
MOST: Final = 10_000


class Trim(anywidget.AnyWidget):
    """The plan as a widget; `talk.trim()` makes one.

    Attributes
    ----------
    plan : PlanOutcome or None
        The plan as it stands.
    choices : Choices
        What the speaker decided, as kept beside the deck.
    rows, tables, ladder : list, dict, dict
        The slides as the page shows them; what it computes totals from
        (`pacer.pacing.Pacing.tables`); all plans of the talk (`pacer.planning.anchors`).
    talk_s, questions_s, longest_s : float
        Seconds to speak in, kept for questions, and where the slider ends.
    choice, proposal : dict
        The decisions a page begins with, and the planner's latest answer.
    """

    _esm = STATIC / "trim.js"
    _css = STATIC / "trim.css"

    rows: Any = traitlets.List().tag(sync=True)
    tables: Any = traitlets.Dict().tag(sync=True)
    ladder: Any = traitlets.Dict().tag(sync=True)
    choice: Any = traitlets.Dict().tag(sync=True)
    proposal: Any = traitlets.Dict().tag(sync=True)
    talk_s = traitlets.Float().tag(sync=True)
    longest_s = traitlets.Float().tag(sync=True)
    questions_s = traitlets.Float().tag(sync=True)

    def __init__(
        self,
        slides: pd.DataFrame,
        pacing: Pacing,
        choices: Choices,
        keep: Callable[[Choices], object],
        p: float,
        **values: Any,
    ) -> None:
        self._slides, self._pacing, self._keep, self._p = slides, pacing, keep, p
        self._ladders, self._climbing = 0, threading.Lock()
        self._questions, self._proving = 0, threading.Lock()
        self.climb: threading.Thread | None = None
        self.proof: threading.Thread | None = None
        self.choices = choices
        self.plan: PlanOutcome | None = None
        super().__init__(choice=shown(choices), **values)
        self.gallery = Gallery(self.send)
        self._propose(0)
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        return f"Trim: {len(self.rows)} slides, {clock.text(self.talk_s)} to speak"

    def _answer(self, _widget: object, message: object, _buffers: object) -> None:
        """Answer a question of the page; nothing it sends may stop the kernel."""
        if not isinstance(message, dict):
            return
        match message.get("ask"):
            case "picture":
                self.gallery.show(str(message.get("key", "")))
            case "ladder":
                self._climb()
            case "plan":
                unsaved = self._take(message)
                self._propose(_number(message.get("number")), **unsaved)

    def _take(self, message: Mapping[str, Any]) -> dict[str, str]:
        """Keep what the page decided, at once; say so where that could not be done."""
        if _is_seconds(message.get("talk_s")):
            self.talk_s = float(message["talk_s"])
        before = self.choices
        self.choices = decided(before, message, set(self._slides["slide_key"]))
        self.choice = shown(self.choices)
        if self.choices == before:
            return {}
        try:
            self._keep(self.choices)
        except PacerError as error:
            return {"unsaved": f"not kept for tomorrow: {error}"}
        return {}

    def _asked(self) -> tuple[pd.DataFrame, dict[str, Any]]:
        slides = self.choices.on(self._slides)
        return slides, self.choices.for_plan(slides)

    def _propose(self, number: int, **said: str) -> None:
        """Answer with the plan found soon; where it is not the best yet, the proof follows."""
        self._questions += 1
        question, asked, talk_s = self._questions, self._asked(), self.talk_s
        head = {"number": number, "talk_s": talk_s, **said}
        plan, answer = self._solve(*asked, talk_s, seconds=SOON_S)
        self.plan = plan or self.plan
        self.proposal = head | answer
        if answer["proven"]:
            return

        def work() -> None:
            with self._proving:
                if question != self._questions:
                    return  # asked again meanwhile
                plan, answer = self._solve(*asked, talk_s)
                if question == self._questions:
                    self.plan = plan or self.plan
                    self.proposal = head | answer | {"proven": True}

        self.proof = threading.Thread(target=work, name="pacer proof", daemon=True)
        self.proof.start()

    def _solve(
        self, slides: pd.DataFrame, wishes: Mapping[str, Any], talk_s: float, **how: Any
    ) -> tuple[PlanOutcome | None, dict[str, Any]]:
        """Ask the planner; the answer is plain data for the page, also when nothing fits."""
        try:
            plan = planning.solve(slides, self._pacing, talk_s, p=self._p, **how, **wishes)
        except SlotTooShort as error:
            return None, {"error": str(error), "proven": True}
        except PacerError as error:
            # Contradicting decisions, or not enough time: the second try, which has it, tells.
            return None, {"error": str(error), "proven": False}
        scale = plan.scale
        steps = {
            row.slide_key: {
                "action": row.action,
                "budget_s": row.budget_s,
                "scale": float(scale[row.slide_key]),
                "reason": line(row.reason),
            }
            for row in frames.rows(plan.frame)
        }
        return plan, {
            "proven": plan.gap <= planning.GAP,
            "p_fits": plan.p_fits,
            "warnings": [line(warning) for warning in plan.warnings],
            "steps": steps,
            "wpm": plan.wpm if math.isfinite(plan.wpm) else None,
        }

    def _climb(self) -> None:
        """Make the ladder for the decisions there are, beside everything else."""
        self._ladders += 1
        number = self._ladders
        slides, wishes = self._asked()

        def work() -> None:
            with self._climbing:
                if number != self._ladders:
                    return  # decided again meanwhile
                try:
                    made = planning.anchors(
                        slides, self._pacing, [self.talk_s], p=self._p, **QUICK, **wishes
                    )
                except PacerError:
                    made = {}  # the page waits for the solver, which says what is wrong
                if number == self._ladders:
                    self.ladder = on_page(made) if made else {}

        self.climb = threading.Thread(target=work, name="pacer ladder", daemon=True)
        self.climb.start()


def on_page(ladder: Mapping[str, Any]) -> dict[str, Any]:
    """A ladder as the page reads it: each step with the talk time from which it holds.

    Parameters
    ----------
    ladder : mapping
        As made by `pacer.planning.anchors`; its `steps` and `from_s` lie side by side.
    """
    steps = zip(ladder["steps"], ladder["from_s"], strict=True)
    return {
        "slide_keys": ladder["slide_keys"],
        "options": [
            [{"action": option["action"], "scale": option["scale"]} for option in options]
            for options in ladder["options"]
        ],
        "start": ladder["start"],
        "start_s": ladder["start_s"],
        "steps": [
            {"slide": slide, "level": level, "from_s": from_s} for (slide, level), from_s in steps
        ],
        "seconds": ladder["seconds"],
        "worth": ladder["worth"],
        "terms": [
            {name: term[name] for name in ("term", "worth", "introduced", "used")}
            for term in ladder["terms"]
        ],
    }


def shown(choices: Choices) -> dict[str, Any]:
    """Choices in the page's words."""
    return {
        "decisions": {
            **{
                key: {"action": "trim", "budget_s": action[1]}
                if isinstance(action, tuple)
                else {"action": action}
                for key, action in choices.actions.items()
                # "trim" without a time leaves how far to the planner, so it is no decision here
                if action != "trim"
            },
            **{key: {"action": "keep"} for key in choices.locked},
        },
        "stars": [key for key, value in choices.values.items() if value > 1],  # noqa: PD011 - no frame
        "needs": [[*pair, wanted] for pair, wanted in choices.prerequisites.items()],
    }


def decided(before: Choices, message: Mapping[str, Any], known: set[str]) -> Choices:
    """The choices after what a page sent; what makes no sense, or is of no slide, is left out."""
    actions: dict[str, Any] = {
        key: action for key, action in before.actions.items() if key not in known
    }
    for key, decision in _items(message.get("decisions")):
        wanted = decision.get("action") if isinstance(decision, dict) else None
        if key not in known:
            continue
        if wanted in ("keep", "cut", "merge"):
            actions[key] = wanted
        elif wanted == "trim" and _is_seconds(decision.get("budget_s")):
            actions[key] = ("trim", float(decision["budget_s"]))
    stars = known.intersection(one for one in _list(message.get("stars")) if isinstance(one, str))
    values = {
        key: value
        for key, value in before.values.items()  # noqa: PD011 - no frame
        if key not in known or key in stars or value <= 1
    }
    values |= {key: STAR for key in sorted(stars) if values.get(key, 0) <= 1}
    needs = {pair: yes for pair, yes in before.prerequisites.items() if not known.issuperset(pair)}
    for need in _list(message.get("needs")):
        if isinstance(need, list) and len(need) == 3 and isinstance(need[2], bool):
            one, other, wanted = need
            named = isinstance(one, str) and isinstance(other, str) and one != other
            if named and known.issuperset((one, other)):
                needs[one, other] = wanted
    return replace(
        before, locked=before.locked - known, actions=actions, values=values, prerequisites=needs
    )


def _items(given: object) -> list[tuple[str, Any]]:
    return list(given.items())[:MOST] if isinstance(given, dict) else []


def _list(given: object) -> list[Any]:
    return given[:MOST] if isinstance(given, list) else []


def _is_seconds(given: object) -> bool:
    return (
        isinstance(given, int | float)
        and not isinstance(given, bool)
        and math.isfinite(given)
        and 0 <= given <= clock.LONGEST_S
    )


def _number(given: object) -> int:
    return given if isinstance(given, int) else 0


def trim(
    slides: pd.DataFrame,
    pacing: Pacing,
    *,
    talk_s: float,
    folder: str | Path,
    questions_s: float = 0.0,
    p: float = 0.9,
    pictures: Draw | None = None,
) -> Trim:
    """Make the trim widget.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES as in the deck; the speaker's choices are read from `folder`.
    pacing : Pacing
        The fitted model of these slides.
    talk_s, questions_s : float
        Seconds to speak in, and kept for questions.
    folder : path-like
        ``<deck stem>.pacer``, where the choices are kept.
    p : float
        The chance of fitting to plan for.
    pictures : callable, optional
        Draws the slides' pictures: is given a function to tell its progress, gives back each
        slide's picture by its key.

    Raises
    ------
    PacerError
        If the choices cannot be read.
    """
    known = zip(
        frames.rows(slides), frames.rows(pacing.estimates()), pacing.mean_s.tolist(), strict=True
    )
    rows = [
        {
            "key": slide.slide_key,
            "position": slide.position,
            "title": line(slide.title) or f"Slide {slide.position}",
            "text": tidy(slide.text, limit=TEXT_SHOWN),
            "section": line(slide.section),
            "seconds": mean_s,
            "low_s": estimate.low_s,
            "high_s": estimate.high_s,
            "basis": estimate.basis,
            "hidden": slide.hidden,
        }
        for slide, estimate, mean_s in known
    ]
    shown_s = sum(row["seconds"] for row in rows if not row["hidden"])
    made = Trim(
        slides,
        pacing,
        keeping.load(folder),
        lambda choices: keeping.save(choices, folder),
        p,
        rows=rows,
        tables=pacing.tables(),
        talk_s=talk_s,
        longest_s=max(talk_s, math.ceil(1.15 * shown_s / 60) * 60),
        questions_s=questions_s,
    )
    if pictures is not None:
        made.gallery.draw(pictures)
    return made
