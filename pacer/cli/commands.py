"""The commands: what each asks a talk, and the table that names them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacer.cli.arguments import (
    CSV,
    DECK,
    IMPORTED,
    JSON,
    NO_BROWSER,
    QUESTIONS,
    SLOT,
    Option,
    budget,
    chance,
    correction,
    out,
    positions,
    share,
)
from pacer.core import frames
from pacer.core.errors import PacerError
from pacer.core.wording import count, percent
from pacer.render import terminal
from pacer.render.document import Document, Table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    import pandas as pd

    from pacer.talk import HowToPlan, Talk


@dataclass(frozen=True)
class Answer:
    """What a command found: a sheet for people, facts and a frame for programs."""

    sheet: Document
    facts: dict[str, Any]
    frame: pd.DataFrame | None = None


def _open(given: argparse.Namespace) -> Talk:
    from pacer import talk

    return talk.open(given.deck, slot=getattr(given, "slot", None), questions=given.questions)


def _slides(given: argparse.Namespace) -> Answer:
    talk = _open(given)
    frame = talk.slides
    rows = (
        (row.position, row.title, row.section, row.builds or "", row.body_words, row.notes_words)
        for row in frames.rows(frame)
    )
    heads = [">#", "slide", "section", ">builds", ">words", ">in notes"]
    table = Table.of("", heads, rows, ["faint" if hidden else "" for hidden in frame.hidden])
    sheet = Document(talk.document().headline, (), (table,), talk.problems)
    facts = {"deck": talk.deck.path.name, "digest": talk.deck.digest, "format": talk.deck.format}
    return Answer(sheet, facts, frame)


def _import(given: argparse.Namespace) -> Answer:
    talk = _open(given)
    taken = talk.import_run(given.file, kind=given.kind, format=given.format)
    facts = {
        "run_id": taken.run_id,
        "format": taken.format,
        "rows": taken.rows,
        "matched": taken.matched,
        "unmatched": list(taken.unmatched),
    }
    return Answer(Document(taken.message), facts)


def _pace(given: argparse.Namespace) -> Answer:
    talk = _open(given)
    pace = talk.pace()
    return Answer(_warned(pace.document(), talk), pace.facts(), pace.frame)


def _plan(given: argparse.Namespace) -> Answer:
    slots, given.slot = given.slot, None
    talk = _open(given)
    how: HowToPlan = {
        "p": given.p,
        "keep": given.keep,
        "cut": given.cut,
        "merge": given.merge,
        "trim": dict(given.trim),
        "faster": given.faster,
    }
    if len(slots) > 1:
        if given.out is not None:
            raise PacerError("--out writes one plan: give one --slot")
        nest = talk.plan(slots=slots, **how)
        return Answer(_warned(nest.document(), talk), {"gap": nest.gap}, nest.frame)
    plan = talk.plan(slots[0], **how)
    if given.out is not None:
        plan.export(given.out, mode=given.mode)
    facts = {
        "talk_s": plan.talk_s,
        "p_fits": plan.p_fits,
        "gap": plan.gap,
        "warnings": list(plan.warnings),
    }
    return Answer(_warned(plan.document(), talk), facts, plan.frame)


def _compare(given: argparse.Namespace) -> Answer:
    talk = _open(given)
    if given.other is not None:
        from pacer.talk import open as open_talk

        decks = talk.compare_with(open_talk(given.other))
        return Answer(decks.document(), {"sentences": list(decks.sentences)}, decks.frame)
    compared = talk.compare(runs=given.run or None)
    facts = {"sentences": list(compared.sentences)}
    return Answer(_warned(compared.document(), talk), facts, compared.slides)


def _matches(given: argparse.Namespace) -> Answer:
    talk = _open(given)
    for old_key, slide in given.correct:
        talk.correct(old_key, slide)
    frame = talk.matches()
    plain = (frame["how"] == "id") & (frame["old_title"] == frame["title"])
    rows = (
        (
            f"{row.rehearsed:%Y-%m-%d}",
            row.old_key,
            row.old_title,
            row.position if row.slide_key else "gone",
            row.title,
            row.how,
            percent(row.certainty) if row.slide_key else "",
        )
        for row in frames.rows(frame[~plain])
    )
    heads = ["rehearsed", "was", "slide then", ">now", "slide now", "by", ">certainty"]
    states = count(int(frame["deck_digest"].nunique()), "rehearsed state")
    sheet = Document(
        f"{states} of the deck: {int(plain.sum())} of {len(frame)} slides are what they were",
        ("One that is wrong is mended once and for all with --correct WAS=NOW.",),
        (Table.of("Matched otherwise, or gone", heads, rows),) if not plain.all() else (),
        talk.problems,
    )
    return Answer(sheet, {"changed": int((~plain).sum())}, frame)


def _report(given: argparse.Namespace) -> Answer:
    path = _open(given).report(given.out)
    return Answer(Document(f"Report written: {path}"), {"report": str(path)})


def _export(given: argparse.Namespace) -> Answer:
    from pacer.results import report

    talk = _open(given)
    frames_by_name = {name: getattr(talk, name) for name in ("slides", "runs", "visits", "dwell")}
    frames_by_name["estimates"] = talk.pace().frame
    written = report.export(given.folder, frames_by_name, format=given.format)
    names = [str(path) for path in written]
    return Answer(Document(f"{count(len(names), 'file')} written", tuple(names)),
                  {"files": names})  # fmt: skip


def _lab(given: argparse.Namespace) -> None:
    from pacer.cli import lab

    lab.start(given.deck, given.slot, given.questions, browser=not given.no_browser)


def _chair(given: argparse.Namespace) -> None:
    from pacer.cli import lab

    lab.run(lambda: lab.notebook_for_session(given.programme), browser=not given.no_browser)


def _demo(given: argparse.Namespace) -> Answer:
    """Tell the story on the sample talk: pace, a plan for 20 minutes, a comparison, a report."""
    from rich.console import Console
    from rich.rule import Rule

    from pacer import sample, talk

    deck = sample.copy(given.out)
    whole = talk.open(deck, slot="45:00", questions=0)
    short = talk.open(deck, slot="20:00", questions="2:00")
    console = Console(stderr=given.json)
    answers: dict[str, Any] = {}
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("A 45-minute talk, rehearsed four times: where does the time go?", whole.pace),
        ("How do the four runs compare?", whole.compare),
        ("Another conference grants 20 minutes, 2 of them for questions: what stays?", short.plan),
    ]
    for title, step in steps:
        with console.status(title):
            answers[title] = step()
        console.print()
        console.print(Rule(title, align="left"))
        terminal.write(answers[title].document(), console)
    plan = answers[steps[-1][0]]
    with console.status("Writing the report"):
        path = short.report(deck.with_name("report.html"), plan=plan)
    console.print()
    sheet = Document(f"Report written: {path}", (f"The talk to play with: {deck}",))
    return Answer(sheet, {"report": str(path), "deck": str(deck), "p_fits": plan.p_fits})


def _warned(sheet: Document, talk: Talk) -> Document:
    """The sheet with what could not be read of the deck and its runs."""
    return Document(
        sheet.headline, sheet.sentences, sheet.tables, (*sheet.warnings, *talk.problems)
    )


# name: (what it does, the function, its options)
COMMANDS: dict[str, tuple[str, Callable[[argparse.Namespace], Answer | None], list[Option]]] = {
    "slides": ("list the slides of a deck", _slides, [DECK, JSON, CSV]),
    "import": (
        "take in a run recorded elsewhere",
        _import,
        [
            DECK,
            (("file",), {"metavar": "FILE", "type": Path, "help": "the timings; see the README"}),
            (("--kind",), {"choices": ("rehearsal", "delivery"), "default": "rehearsal",
                           "help": "what the run was (default: rehearsal)"}),
            (("--format",), {"choices": IMPORTED, "metavar": "NAME",
                             "help": f"read FILE as one of {', '.join(IMPORTED)}; else guessed"}),
            JSON,
        ],
    ),
    "pace": (
        "estimate each slide's time, the total and the chance of fitting the slot",
        _pace,
        [DECK, SLOT, QUESTIONS, JSON, CSV],
    ),
    "plan": (
        "suggest what to keep, trim, merge and cut so that the talk fits",
        _plan,
        [
            DECK,
            (SLOT[0], {**SLOT[1], "required": True, "action": "append",
                       "help": f"{SLOT[1]['help']}; given again, nested plans for each"}),
            QUESTIONS,
            (("--p",), {"metavar": "CHANCE", "type": chance, "default": 0.9,
                        "help": "the chance of fitting to plan for (default: 0.9)"}),
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
        ],
    ),
    "compare": (
        "compare the recorded runs slide by slide, or a deck with a later version of it",
        _compare,
        [
            DECK,
            (("other",), {**DECK[1], "metavar": "LATER", "nargs": "?",
                          "help": "another version of the talk, to compare the decks instead"}),
            SLOT,
            QUESTIONS,
            (("--run",), {"metavar": "RUN", "action": "append",
                          "help": "only this run; may be given again"}),
            JSON,
            CSV,
        ],
    ),
    "matches": (
        "show which slides of today the rehearsed ones are, and mend a wrong match",
        _matches,
        [
            DECK,
            (("--correct",), {"metavar": "WAS=NOW", "type": correction, "action": "append",
                              "default": [], "help": "a slide's key when it was rehearsed and its "
                                                     "position now, or gone: id:257=5"}),
            JSON,
            CSV,
        ],
    ),
    "report": (
        "write pace, plan and comparison into one HTML file",
        _report,
        [DECK, SLOT, QUESTIONS, out(None, "default: NAME-report.html beside the deck"), JSON],
    ),
    "rehearse": (
        "time a run: open JupyterLab on the deck's rehearsal room",
        _lab,
        [DECK, SLOT, QUESTIONS, NO_BROWSER],
    ),
    "chair": (
        "keep the clock of a session: open JupyterLab on chair mode",
        _chair,
        [
            (("programme",), {"metavar": "PROGRAMME", "type": Path,
                              "help": "a CSV file with columns title, slot, questions"}),
            NO_BROWSER,
        ],
    ),
    "export": (
        "write slides, runs, visits, dwell and estimates as files",
        _export,
        [
            DECK,
            (("folder",), {"metavar": "FOLDER", "type": Path, "help": "where the files go"}),
            (("--format",), {"choices": ("csv", "parquet"), "default": "csv",
                             "help": "default: csv"}),
            JSON,
        ],
    ),
    "lab": (
        "open JupyterLab on a notebook for the deck, or on pacer's own",
        _lab,
        [
            (("deck",), {**DECK[1], "nargs": "?",
                         "help": "a .pptx or .pdf file; the sample talk by default"}),
            SLOT,
            QUESTIONS,
            NO_BROWSER,
        ],
    ),
    "demo": (
        "show the main job on the sample talk",
        _demo,
        [out("pacer-demo", "where the talk and its report go (default: pacer-demo)"), JSON],
    ),
}  # fmt: skip
