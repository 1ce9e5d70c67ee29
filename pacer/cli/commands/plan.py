"""What to keep, trim, merge and cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pacer.cli.arguments import (
    CSV,
    DECK,
    FORCE,
    JSON,
    QUESTIONS,
    READING,
    SLOT,
    TOOK,
    TRANSCRIPT,
    Command,
    budget,
    chance,
    out,
    positions,
    share,
)
from pacer.cli.output import CommandOutput, open_talk, warned
from pacer.core.errors import PacerError

if TYPE_CHECKING:
    import argparse

    from pacer.options import PlanWords
    from pacer.talk import Talk


def _plan(given: argparse.Namespace) -> CommandOutput:
    # One slot is the talk's, as in every other command; of several none is.
    slots, given.slot = given.slot, given.slot[0] if len(given.slot) == 1 else None
    talk = open_talk(given)
    for path in given.reading:
        talk.read(path)
    with talk.project.hearing(given.transcript):
        return _planned(given, talk, slots)


def _planned(given: argparse.Namespace, talk: Talk, slots: list[str]) -> CommandOutput:
    if given.save:
        talk.answer(*given.answer, points=given.point or None, took=given.took)
    how: PlanWords = {
        "p": given.p,
        "keep": given.keep,
        "cut": given.cut,
        "merge": given.merge,
        "trim": dict(given.trim),
        "faster": given.faster,
        "points": given.point,
        "answers": given.answer,
    }
    if len(slots) > 1:
        if given.out is not None:
            raise PacerError("--out writes one plan: give one --slot")
        nest = talk.plan(slots=slots, **how)
        return CommandOutput(warned(nest.document(), talk), {"gap": nest.gap}, nest.frame)
    plan = talk.plan(slots[0], **how)
    written: tuple[str, ...] = ()
    if given.out is not None:
        target = plan.export(given.out, mode=given.mode, overwrite=given.force)
        written = plan.remarks(target, mode=given.mode)
    facts = {
        "talk_s": plan.talk_s,
        "p_fits": plan.p_fits,
        "gap": plan.gap,
        "warnings": list(plan.warnings),
        "questions": [question.record() for question in plan.questions],
    }
    document = warned(plan.slides() if given.all else plan.document(), talk, *written)
    from pacer.results.plan_document import next_words

    # The last line says what to say next; a command never waits for an answer.
    return CommandOutput(replace(document, last=next_words(plan)), facts, plan.frame)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "plan": (
        "suggest what to keep, trim, merge and cut so that the talk fits",
        _plan,
        [
            DECK,
            (SLOT[0], {**SLOT[1], "required": True, "action": "append",
                       "help": f"{SLOT[1]['help']}; given again, nested plans for each"}),
            QUESTIONS,
            (("--p",), {"metavar": "CHANCE", "type": chance, "default": None,
                        "help": "the chance of fitting to plan for (default: 0.9, and the middle "
                                "estimate for a talk never rehearsed that is far too long)"}),
            TOOK,
            (("--point",), {"metavar": "SLIDES", "type": positions, "default": (),
                            "help": "up to three slides that are the point of the talk: 9,46"}),
            (("--answer",), {"metavar": "QUESTION=ANSWER", "action": "append", "default": [],
                             "help": "25-26=keep, shorten, drop, skip or none; needs:30=12,14 or "
                                     "none; may be given again"}),
            READING,
            TRANSCRIPT,
            (("--save",), {"action": "store_true",
                           "help": "keep the points, answers and length for the next time"}),
            (("--all",), {"action": "store_true", "help": "print every slide"}),
            (("--keep",), {"metavar": "SLIDES", "type": positions, "default": (),
                           "help": "slides that stay whole, such as 3,5,12-14"}),
            (("--cut",), {"metavar": "SLIDES", "type": positions, "default": (),
                          "help": "slides that go"}),
            (("--merge",), {"metavar": "SLIDES", "type": positions, "default": (),
                            "help": "slides that are told with the next one up"}),
            (("--trim",), {"metavar": "SLIDE=TIME", "type": budget, "action": "append",
                           "default": [], "help": "a slide's time, such as 18=0:45; may be "
                                                  "given again"}),
            (("--faster",), {"metavar": "SHARE", "type": share, "default": 0.0,
                             "help": "talk up to so much faster, such as 10%% (default: not)"}),
            out(None, "write the plan too: a deck (.pptx, .pdf), a run sheet (.html, .md), "
                       "budgets (.csv, .pdfpc, .reveal.html)"),
            (("--mode",), {"choices": ("hide", "remove"), "default": "hide",
                           "help": "cut slides of a written deck (default: hide)"}),
            JSON,
            CSV,
            FORCE,
        ],
    ),
}  # fmt: skip
