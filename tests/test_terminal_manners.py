"""In a terminal: 80 columns, colours only where they are wanted."""

import os
import re
import subprocess
import sys

import pytest
from rich.cells import cell_len

from pacer import cli, sample
from pacer.render.terminal import text

SLOT = ("--slot", "20:00", "--questions", "2:00")
COLOUR = re.compile(r"\x1b\[[\d;]*(?:3[0-8]|4[0-8]|9[0-7])[\d;]*m")


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("talks")
    for name in (sample.TALK, "storage-talk-20.pptx"):
        sample.copy(folder, name)
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("slides", sample.TALK),
        ("pace", sample.TALK, *SLOT),
        ("plan", sample.TALK, *SLOT),
        ("plan", sample.TALK, *SLOT, "--all"),
        ("plan", sample.TALK, *SLOT, "--slot", "30:00"),
        ("compare", sample.TALK),
        ("compare", sample.TALK, "storage-talk-20.pptx"),
        ("matches", sample.TALK),
    ],
    ids=" ".join,
)
def test_eighty_columns_hold_every_table(words, talks, monkeypatch):
    monkeypatch.chdir(talks)
    given = cli.parser().parse_args(words)
    document = given.call(given).document
    narrow, wide = text(document, width=80), text(document, width=200)
    assert all(cell_len(line) <= 80 for line in narrow.splitlines())
    assert narrow.count("…") <= wide.count("…")
    # A word may be parted between lines; none is lost.
    assert sorted("".join(narrow.split()).replace("─", "")) == sorted(
        "".join(wide.split()).replace("─", "")
    )


def test_colours_are_left_out_of_a_pipe(talks, monkeypatch, capsys):
    monkeypatch.chdir(talks)
    assert cli.main(["slides", sample.TALK]) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
@pytest.mark.parametrize(("given", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_in_a_terminal_unless_they_are_not_wanted(given, coloured, talks):
    pty = pytest.importorskip("pty")
    code = (
        "from rich.console import Console; from pacer.render import terminal; "
        "from pacer.render.document import Document; "
        "terminal.write(Document('h', warnings=('late',)), Console())"
    )
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("NO_COLOR", "FORCE_COLOR")}  # fmt: skip
    subprocess.run(
        [sys.executable, "-c", code], stdout=theirs, check=True, timeout=60,
        env={**environment, "TERM": "xterm-256color", **given},
    )  # fmt: skip
    os.close(theirs)
    printed = os.read(ours, 65536).decode()
    os.close(ours)
    assert "late" in printed
    assert bool(COLOUR.search(printed)) == coloured
