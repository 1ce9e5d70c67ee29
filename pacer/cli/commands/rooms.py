"""The rooms, in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.cli.arguments import (
    CSV,
    DECK,
    FORCE,
    NO_BROWSER,
    QUESTIONS,
    SLOT,
    Command,
)
from pacer.cli.output import CommandOutput
from pacer.core import clock
from pacer.core.wording import count
from pacer.render.document import Document, Table

if TYPE_CHECKING:
    import argparse

    from pacer.widgets.chair import ChairWidget


def _lab(given: argparse.Namespace) -> None:
    from pacer.cli import lab

    lab.start(given.deck, given.slot, given.questions, browser=not given.no_browser)


def _chair(given: argparse.Namespace) -> CommandOutput | None:
    from pacer.widgets.chair import chair

    how = {
        name: value
        for name in ("room", "day", "signals")
        if (value := getattr(given, name)) is not None
    }
    if given.log or given.csv or given.json:
        session = chair(given.programme, **how)
        # What was written is remembered in the session's folder; what is read is never written.
        given.deck, given.other = session.recorder.folder.with_suffix(""), given.programme
        return _session_log(session) if given.log or given.csv else _programme(session)
    from pacer.cli import lab

    lab.run(lambda: lab.notebook_for_session(given.programme, how), browser=not given.no_browser)
    return None


def _programme(session: ChairWidget) -> CommandOutput:
    """The programme as it was understood, for programs."""
    talks = [
        {
            "kind": "talk",
            "title": talk.title,
            "speaker": talk.speaker,
            "begins": talk.begins,
            "start_s": talk.start_s,
            "slot_s": talk.talk_s + talk.questions_s,
            "questions_s": talk.questions_s,
            "signals_s": talk.signals_s,
        }
        for talk in session.talks
    ]
    breaks = [
        {
            "kind": "break",
            "title": rest.title,
            "begins": rest.begins,
            "start_s": rest.start_s,
            "slot_s": rest.length_s,
        }
        for rest in session.room.breaks
    ]
    facts = {
        "title": session.room.title,
        "starts_at": session.room.starts_at or None,
        "remarks": list(session.remarks),
        "rows": sorted([*talks, *breaks], key=lambda row: row["start_s"]),
    }
    return CommandOutput(Document(session.room.title), facts)


def _session_log(session: ChairWidget) -> CommandOutput:
    """Planned against actual, of the last session."""
    from pacer.core import frames

    frame = session.log()
    rows = (
        (
            row.begins,
            row.talk,
            clock.text(row.planned_talk_s + row.planned_questions_s),
            clock.text(row.talk_s),
            clock.text(row.questions_s),
            clock.signed(row.over_s),
            clock.signed(row.late_s),
        )
        for row in frames.rows(frame)
    )
    headline = f"{session.room.title}: {count(len(frame), 'talk')} held"
    sentences = () if len(frame) else ("No session of this programme was kept yet.",)
    heads = [">at", "talk", ">slot", ">spoke", ">questions", ">over", ">began late"]
    table = Table.of("Planned against actual", heads, rows)
    tables = (table,) if len(frame) else ()
    return CommandOutput(Document(headline, sentences, tables), {}, frame)


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
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
                              "help": "schedule.json or .xml of pretalx and frab, an export of "
                                      "Indico, iCalendar, or CSV: title, slot, questions, start"}),
            (("--room",), {"metavar": "NAME", "help": "which room of a whole conference"}),
            (("--day",), {"metavar": "DAY", "help": "which day: 2024-05-25, or its number from 1"}),
            (("--signals",), {"metavar": "WHEN",
                              "help": '"5 and 1" (minutes left), "two thirds", or by the talk\'s '
                                      'length "up to 10min: 3 and 1; 5 and 1"'}),
            (("--log",), {"action": "store_true",
                          "help": "print planned against actual of the last session"}),
            (("--json",), {"action": "store_true",
                           "help": "print the programme as it is understood, or the log"}),
            CSV,
            FORCE,
            NO_BROWSER,
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
}  # fmt: skip
