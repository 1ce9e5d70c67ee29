"""A deck and its runs: list, take in, match, write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pacer.cli.arguments import (
    CSV,
    DECK,
    FORCE,
    FORMATS_SAID,
    IMPORTED,
    JSON,
    Command,
    correction,
)
from pacer.cli.output import CommandOutput, guard, open_talk
from pacer.core.wording import count, percent
from pacer.render.document import Document, Table

if TYPE_CHECKING:
    import argparse


def _slides(given: argparse.Namespace) -> CommandOutput:
    from pacer.core import frames
    from pacer.deck import images

    talk = open_talk(given)
    frame = talk.slides
    rows = (
        (row.position, row.title, row.section, row.builds or "", row.body_words, row.notes_words)
        for row in frames.rows(frame)
    )
    heads = [">#", "slide", "section", ">builds", ">words", ">in notes"]
    table = Table.of("", heads, rows, ["faint" if hidden else "" for hidden in frame.hidden])
    pictures = images.told(talk.deck, talk.project.folder / "pictures")
    lines = (f"Pictures: {pictures}.",) if pictures else ()
    sheet = Document(talk.document().headline, lines, (table,), talk.problems)
    facts = {"deck": talk.deck.path.name, "digest": talk.deck.digest, "format": talk.deck.format}
    facts |= {"pictures": pictures} if pictures else {}
    return CommandOutput(sheet, facts, frame)


def _matches(given: argparse.Namespace) -> CommandOutput:
    from pacer.core import frames

    talk = open_talk(given)
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
    return CommandOutput(sheet, {"changed": int((~plain).sum())}, frame)


def _import(given: argparse.Namespace) -> CommandOutput:
    talk = open_talk(given)
    taken = talk.import_run(
        given.file, kind=given.kind, format=given.format, unit=given.unit
    )  # fmt: skip
    facts = {
        "run_id": taken.run_id,
        "format": taken.format,
        "rows": taken.rows,
        "matched": taken.matched,
        "unmatched": list(taken.unmatched),
    }
    return CommandOutput(Document(taken.message), facts)


def _export(given: argparse.Namespace) -> CommandOutput:
    from pacer.export import tables

    talk = open_talk(given)
    frames_by_name = {name: getattr(talk, name) for name in ("slides", "runs", "visits", "dwell")}
    frames_by_name["estimates"] = talk.pace().frame
    written = tables.export(given.folder, frames_by_name, format=given.format, outputs=guard(given))
    names = [str(path) for path in written]
    return CommandOutput(Document(f"{count(len(names), 'file')} written", tuple(names)),
                  {"files": names})  # fmt: skip


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "slides": ("list the slides of a deck", _slides, [DECK, JSON, CSV, FORCE]),
    "import": (
        "take in a run recorded elsewhere",
        _import,
        [
            DECK,
            (("file",), {"metavar": "FILE", "type": Path, "help": f"the timings: {FORMATS_SAID}"}),
            (("--kind",), {"choices": ("rehearsal", "delivery"), "default": "rehearsal",
                           "help": "what the run was (default: rehearsal)"}),
            (("--format",), {"choices": IMPORTED, "metavar": "NAME",
                             "help": f"read FILE as one of {', '.join(IMPORTED)}; else guessed"}),
            (("--unit",), {"choices": ("minutes", "seconds", "hms"),
                           "help": "what the last part of a time counts where FILE does not say: "
                                   "1:10 is an hour and ten minutes, or seventy seconds; hms "
                                   "reads 1.10 as 1:10 (default: seconds, and what is no talk in "
                                   "seconds is refused)"}),
            JSON,
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
            FORCE,
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
            FORCE,
            JSON,
        ],
    ),
}  # fmt: skip
