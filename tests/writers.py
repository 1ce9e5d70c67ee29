"""Everything that writes, on a small talk, and whether what is there after it broke off is whole.

`WRITERS` names each way to write. `Scene` is a folder in which one of them has written before, from
other times, so that there is an old state; it knows the new one too. After a failure or a kill,
`Scene.faults` says what is neither.
"""

import contextlib
import io
import shutil
from dataclasses import replace

from pacer import cli, deck, runs
from pacer.cli.lab import notebook_for, notebook_for_session
from pacer.core import files
from pacer.core.outputs import NAME
from pacer.project import Project
from pacer.runs.journal import SUFFIX, read
from pacer.talk import Talk
from tests.factories import make_deck, make_timings

SLIDES = 4
# What tidies up or remembers, and is no user's work.
ASIDE = (NAME, ".lock")
SRT = "".join(
    f"{n}\n00:00:{10 * n:02},000 --> 00:00:{10 * n + 9:02},000\nThe term of part {n} matters\n\n"
    for n in range(1, SLIDES)
)


def choose(folder):
    """A decision, as the trim room keeps it."""
    project = Project(folder / "talk.pptx")
    key = project.deck.slides["slide_key"].iloc[1]

    project.change_choices(lambda choices: replace(choices, values={key: 7.0}))
    return 0


def command(*words):
    """A command of the command line, at home in a folder."""

    def run(folder):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return cli.main([word.replace("IN/", f"{folder}/") for word in words])

    return run


def align(folder):
    Talk(folder / "talk.pptx").align(folder / "talk.srt", out=folder / "visits.csv")
    return 0


def speech(folder):
    talk = Talk(folder / "talk.pptx")
    if not any(map(len, talk.project.spoken().values())):  # not yet, before it was broken off
        talk.align(folder / "talk.srt")
    return command("speech", "IN/talk.pptx", "--csv", "IN/speech.csv")(folder)


def plan(target):
    return command("plan", "IN/talk.pptx", "--slot", "1:30", "-o", target)


def notebooks(folder):
    notebook_for(folder / "talk.pptx")
    notebook_for_session(folder / "session.csv")
    return 0


WRITERS = {
    "slides --csv": command("slides", "IN/talk.pptx", "--csv", "IN/slides.csv"),
    "pace --csv": command("pace", "IN/talk.pptx", "--csv", "IN/pace.csv"),
    "plan --csv": command("plan", "IN/talk.pptx", "--slot", "1:30", "--csv", "IN/p.csv"),
    "compare --csv": command("compare", "IN/talk.pptx", "--csv", "IN/compare.csv"),
    "speech --csv": speech,
    "matches --csv": command("matches", "IN/talk.pptx", "--csv", "IN/matches.csv"),
    "chair --csv": command("chair", "IN/session.csv", "--csv", "IN/log.csv"),
    "matches --correct": command("matches", "IN/talk.pptx", "--correct", "id:257=3"),
    "plan .md": plan("IN/plan.md"),
    "plan .html": plan("IN/plan.html"),
    "plan .csv": plan("IN/budgets.csv"),
    "plan .pdfpc": plan("IN/plan.pdfpc"),
    "plan .pptx": plan("IN/short.pptx"),
    "sheet": command("sheet", "IN/talk.pptx", "-o", "IN/sheet.csv"),
    "export": command("export", "IN/talk.pptx", "IN/out"),
    "report .md": command("report", "IN/talk.pptx", "-o", "IN/report.md"),
    "report .html": command("report", "IN/talk.pptx", "-o", "IN/report.html"),
    "report --interactive": command(
        "report", "IN/talk.pptx", "--slot", "1:30", "--interactive", "-o", "IN/drag.html"
    ),
    "import": command("import", "IN/talk.pptx", "IN/new.csv"),
    "align": align,
    "demo": command("demo", "-o", "IN/demo"),
    "choices": choose,
    "notebooks": notebooks,
}
# These say other things after another run, so that there is an old file and a new one.
OF_RUNS = {
    "pace --csv", "plan --csv", "compare --csv", "matches --csv", "plan .md", "plan .html",
    "plan .csv", "plan .pptx", "export", "report .md", "report .html",
}  # fmt: skip
# They only open JupyterLab on a notebook, which is what `notebooks` makes.
ROOMS = {"rehearse", "chair", "lab"}


def make_talk(folder):
    """A deck with a run, and what the commands read."""
    make_deck(folder / "talk.pptx", SLIDES)
    (folder / "talk.srt").write_text(SRT, encoding="utf-8")
    (folder / "session.csv").write_text("title,slot\nA talk,20:00\n", encoding="utf-8")
    make_timings(folder / "old.csv", [30.0] * SLIDES)
    make_timings(folder / "new.csv", [20.0, 25.0, 35.0, 45.0])
    assert command("import", "IN/talk.pptx", "IN/old.csv")(folder) == 0
    return folder


class Scene:
    """A way to write, its old state and its new one.

    Parameters
    ----------
    name : str
        In `WRITERS`.
    talk : Path
        As `make_talk` makes it.
    place : Path
        Where to work.
    """

    def __init__(self, name, talk, place):
        self.work = WRITERS[name]
        self._old, self.folder = place / "old", place / "now"
        shutil.copytree(talk, self._old)
        if name in OF_RUNS:
            assert self.work(self._old) == 0
            # Another run, so that what is written now differs from what is there.
            assert WRITERS["import"](self._old) == 0
        self.before = snapshot(self._old)
        self.set_up()
        assert self.work(self.folder) == 0
        self.after = snapshot(self.folder)
        assert self.after != self.before, f"{name} wrote nothing new"

    def set_up(self):
        """The old state again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._old, self.folder)

    def faults(self):
        """What is neither as before nor as after; what is gone; what is there in part."""
        found = snapshot(self.folder)
        yield from (f"{name} is gone" for name in self.before if name not in found)
        for name, data in found.items():
            if data in (self.before.get(name), self.after.get(name)):
                continue
            if self._is_whole(self.folder / name, new=name not in self.before):
                continue
            yield f"{name} is neither the old one nor the new one"

    def _is_whole(self, path, *, new):
        """Of what differs from one time to the next: a journal is named, a deck packed by date."""
        if path.suffix == SUFFIX and new:
            return len(read(path).marks) > SLIDES and not read(path).problem
        return path.suffix == ".pptx" and len(deck.read(path).slides) > 0

    def ends(self):
        """Whether it is done, or trying again gets there without insisting."""
        if len(snapshot(self.folder)) == len(self.after) > len(self.before):
            return True
        done = self.work(self.folder) == 0
        return (
            done and not list(self.faults()) and not runs.load(self.folder / "talk.pacer").problems
        )


def snapshot(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ASIDE and not path.name.endswith(files.PART)
    }
