"""The trim room: the plan under the speaker's hands.

The page holds the state and does the arithmetic of a drag by itself, from the pacing tables the
kernel sent once; the kernel solves, explains, and keeps what was decided. A request carries a
number, so that an answer to an older question never overwrites a newer one.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from pacer import clock, frames
from pacer.errors import PacerError
from pacer.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from pacer.pacing import Pacing
    from pacer.planning import Plan

    # talk time in seconds and the speaker's actions by slide key -> a plan
    Propose = Callable[[float, Mapping[str, Any]], Plan]

STATIC = Path(__file__).parent / "static"
# Enough stops that a drag looks continuous, few enough to be solved in a second or two.
ANCHORS = 16


class Trim(anywidget.AnyWidget):
    """The plan as a widget; `talk.trim()` makes one.

    Attributes
    ----------
    rows : list of dict
        The slides as the page shows them.
    tables : dict
        What the page computes totals and chances from; see `pacer.pacing.Pacing.tables`.
    talk_s, questions_s : float
        Seconds to speak in, and kept for questions.
    p : float
        The chance of fitting the plan aims at.
    decisions : dict
        What the speaker decided, by slide key.
    proposal : dict
        The planner's latest answer.
    ladder, anchors : list
        Talk times worth solving beforehand, and the plans for those solved so far, so that a
        drag shows a plan at once.
    """

    _esm = STATIC / "trim.js"
    _css = STATIC / "trim.css"

    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    tables = traitlets.Dict().tag(sync=True)
    talk_s = traitlets.Float().tag(sync=True)
    longest_s = traitlets.Float().tag(sync=True)
    questions_s = traitlets.Float().tag(sync=True)
    p = traitlets.Float(0.9).tag(sync=True)
    decisions = traitlets.Dict().tag(sync=True)
    proposal = traitlets.Dict().tag(sync=True)
    ladder: traitlets.List[Any] = traitlets.List().tag(sync=True)
    anchors: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, propose: Propose, **values: Any) -> None:
        self._propose = propose
        self.plan: Plan | None = None
        super().__init__(**values)
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        return f"Trim: {len(self.rows)} slides, {clock.text(self.talk_s)} to speak"

    def _answer(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        """Answer a question of the page; nothing it sends may stop the kernel."""
        if message.get("ask") == "plan":
            self.proposal = self.solve(
                _seconds(message.get("talk_s"), self.talk_s),
                _decisions(message.get("decisions"), {row["key"] for row in self.rows}),
                int(message.get("number", 0)),
            )
        elif message.get("ask") == "anchor":
            # The page asks for one at a time, so that the speaker's own questions never queue.
            talk_s = _seconds(message.get("talk_s"), self.talk_s)
            self.anchors = [*self.anchors, self.solve(talk_s, {}, 0)]

    def solve(self, talk_s: float, decisions: Mapping[str, Any], number: int) -> dict[str, Any]:
        """Ask the planner; an answer is plain data for the page, also when nothing fits."""
        try:
            plan = self._propose(talk_s, actions(decisions))
        except PacerError as error:
            return {"number": number, "talk_s": talk_s, "error": str(error)}
        if number:
            self.plan = plan
        scale = plan.scale
        return {
            "number": number,
            "talk_s": talk_s,
            "p_fits": plan.p_fits,
            "warnings": [line(warning) for warning in plan.warnings],
            "steps": {
                row.slide_key: {
                    "action": row.action,
                    "budget_s": row.budget_s,
                    "scale": float(scale[row.slide_key]),
                    "reason": line(row.reason),
                }
                for row in frames.rows(plan.frame)
            },
        }


def actions(decisions: Mapping[str, Any]) -> dict[str, Any]:
    """The page's decisions in the planner's words."""
    return {
        key: ("trim", float(decision["budget_s"]))
        if decision["action"] == "trim"
        else decision["action"]
        for key, decision in decisions.items()
    }


def _decisions(given: object, known: set[str]) -> dict[str, Any]:
    """Only what makes sense of what a page sent."""
    if not isinstance(given, dict):
        return {}
    kept = {}
    for key, decision in given.items():
        if key not in known or not isinstance(decision, dict):
            continue
        action = decision.get("action")
        if action in ("keep", "cut"):
            kept[key] = {"action": action}
        elif action == "trim":
            budget_s = _seconds(decision.get("budget_s"), math.nan)
            if math.isfinite(budget_s):
                kept[key] = {"action": "trim", "budget_s": budget_s}
    return kept


def _seconds(given: object, otherwise: float) -> float:
    if isinstance(given, int | float) and math.isfinite(given) and given >= 0:
        return float(given)
    return otherwise


def _ladder(longest_s: float) -> list[float]:
    """Talk times to solve beforehand, closer together where plans are tight."""
    return [longest_s * (step / ANCHORS) ** 1.3 for step in range(ANCHORS, 1, -1)]


def trim(
    slides: pd.DataFrame,
    pacing: Pacing,
    propose: Propose,
    *,
    talk_s: float,
    questions_s: float = 0.0,
    p: float = 0.9,
) -> Trim:
    """Make the trim widget.

    Parameters
    ----------
    slides : pandas.DataFrame
        SLIDES.
    pacing : Pacing
        The fitted model of these slides.
    propose : callable
        Talk time in seconds and the speaker's actions -> a plan.
    talk_s, questions_s : float
        Seconds to speak in, and kept for questions.
    p : float
        The chance of fitting to plan for.
    """
    known = zip(
        frames.rows(slides), frames.rows(pacing.estimates()), pacing.mean_s.tolist(), strict=True
    )
    rows = [
        {
            "key": slide.slide_key,
            "position": slide.position,
            "title": line(slide.title) or f"Slide {slide.position}",
            "section": line(slide.section),
            "seconds": mean_s,
            "low_s": estimate.low_s,
            "high_s": estimate.high_s,
            "hidden": slide.hidden,
        }
        for slide, estimate, mean_s in known
    ]
    shown_s = sum(row["seconds"] for row in rows if not row["hidden"])
    longest_s = max(talk_s, math.ceil(1.15 * shown_s / 60) * 60)
    widget = Trim(
        propose,
        rows=rows,
        tables=pacing.tables(),
        talk_s=talk_s,
        longest_s=longest_s,
        ladder=_ladder(longest_s),
        questions_s=questions_s,
        p=p,
    )
    widget.proposal = widget.solve(talk_s, {}, 1)
    return widget
