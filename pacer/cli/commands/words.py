"""The words said in a run: `pacer transcribe` hears them, `pacer forget` deletes them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pacer.cli.arguments import DECK, EARS, JSON, Command
from pacer.cli.output import CommandOutput, open_talk, progress_bar
from pacer.core.errors import PacerError
from pacer.core.wording import count
from pacer.render.document import Document

if TYPE_CHECKING:
    import argparse


def _transcribe(given: argparse.Namespace) -> CommandOutput:
    talk = open_talk(given)
    with progress_bar("Listening") as progress:
        found = talk.transcribe(
            given.run,
            model=given.model,
            language=given.language,
            allow_download=given.allow_download,
            hints=given.hints,
            fillers=given.fillers,
            progress=progress,
        )
    return CommandOutput(found.document(), found.facts(), found.frame)


def _forget(given: argparse.Namespace) -> CommandOutput:
    if not (given.sound or given.words):
        raise PacerError("say what to forget: --sound (and the words heard in it) or --words")
    talk = open_talk(given)
    what = "takes and the words heard in them" if given.sound else "words"
    if given.sound and given.words:
        what = "takes and all words"
    if not given.yes:
        question = f"Delete the {what} of {talk.deck.path.name} for good? Runs stay. [y/N] "
        if not sys.stdin.isatty():
            raise PacerError(f"the {what} would be deleted for good: say so with --yes")
        print(question, end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            return CommandOutput(Document("Nothing was deleted"), {"files": []})
    names = [path.name for path in talk.forget(sound=given.sound, words=given.words)]
    headline = f"{count(len(names), 'file')} deleted" if names else f"There are no {what}"
    return CommandOutput(Document(headline, tuple(names)), {"files": names})


# name: (what it does, the function, its options)
COMMANDS: dict[str, Command] = {
    "transcribe": (
        "hear the words of a rehearsal with sound, on this computer",
        _transcribe,
        [
            DECK,
            (("run",), {"metavar": "RUN", "nargs": "?",
                        "help": "a run's id (default: the last with sound)"}),
            *EARS,
            (("--hints",), {"action": "store_true",
                            "help": "listen again with the rare terms of each slide, for names"}),
            (("--fillers",), {"action": "store_true",
                              "help": "listen again for um and uh (experimental: at least n)"}),
            JSON,
        ],
    ),
    "forget": (
        "delete takes or words; runs stay",
        _forget,
        [
            DECK,
            (("--sound",), {"action": "store_true",
                            "help": "the takes, and the words heard in them"}),
            (("--words",), {"action": "store_true", "help": "all words"}),
            (("--yes",), {"action": "store_true", "help": "without asking"}),
            JSON,
        ],
    ),
}  # fmt: skip
