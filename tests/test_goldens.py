"""What the commands print for the sample decks, as text: a change of it is seen in review.

``make goldens`` writes the texts anew. Figures that a solver or another processor may round
otherwise are compared with a tolerance.
"""

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from pacer import cli

HERE = Path(__file__).parent / "goldens"
SAMPLES = Path(__file__).parent.parent / "sample_decks"
SLOT = ("--slot", "20:00", "--questions", "2:00")
SHORT = ("--slot", "5:00")
COMMANDS = {
    "storage-slides": ("slides", "storage-talk.pptx"),
    "storage-pace": ("pace", "storage-talk.pptx", *SLOT),
    "storage-plan": ("plan", "storage-talk.pptx", *SLOT),
    "storage-plan-json": ("plan", "storage-talk.pptx", *SLOT, "--json"),
    "storage-nested": ("plan", "storage-talk.pptx", "--slot", "30:00", *SLOT),
    "storage-compare": ("compare", "storage-talk.pptx", *SLOT),
    "storage-matches": ("matches", "storage-talk-20.pptx"),
    "storage-later": ("compare", "storage-talk.pptx", "storage-talk-20.pptx"),
    "short-slides-json": ("slides", "short-talk.pptx", "--json"),
    "short-pace-json": ("pace", "short-talk.pptx", *SHORT, "--json"),
    "short-plan": ("plan", "short-talk.pptx", *SHORT),
    "short-compare-json": ("compare", "short-talk.pptx", *SHORT, "--json"),
}
_FIGURE = re.compile(r"\d+\.\d+(?:e-?\d+)?")
# How far a solver got with its proof is its own affair, below what is promised of it.
_PROOF = re.compile(r'(keeps |"gap": )[\d.e-]+')


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    return folder


def printed(arguments, capsys, monkeypatch, folder):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")
    capsys.readouterr()
    assert cli.main(list(arguments)) == 0
    out = capsys.readouterr().out
    return "".join(f"{line.rstrip()}\n" for line in out.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_what_it_printed(name, samples, capsys, monkeypatch):
    then = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    now = printed(COMMANDS[name], capsys, monkeypatch, samples)
    now, then = (_PROOF.sub(r"\1", text) for text in (now, then))
    assert _FIGURE.sub("#", now) == _FIGURE.sub("#", then)
    figures = [[float(found) for found in _FIGURE.findall(text)] for text in (now, then)]
    assert figures[0] == pytest.approx(figures[1], rel=2e-3, abs=2e-3)


def digest(path):
    """Of what a deck holds: its parts, without the dates of the archive."""
    with ZipFile(path) as archive:
        parts = {one: sha256(archive.read(one)).hexdigest()[:16] for one in archive.namelist()}
    parts.pop("docProps/core.xml", None)
    return parts


@pytest.mark.parametrize("mode", ["hide", "remove"])
def test_an_exported_deck_holds_what_it_held(mode, samples, capsys, monkeypatch):
    target = samples / f"{mode}.pptx"
    cut = ("--keep", "1-5", "--cut", "6-8")
    wanted = ("plan", "short-talk.pptx", "--slot", "20:00", *cut, "--mode", mode, "--out", target)
    printed(map(str, wanted), capsys, monkeypatch, samples)
    held = json.loads((HERE / f"export-{mode}.json").read_text(encoding="utf-8"))
    assert digest(target) == held
