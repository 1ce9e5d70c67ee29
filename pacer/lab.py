"""JupyterLab, opened on a notebook for a talk."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pacer import deck as decks
from pacer.errors import MissingDependency, PacerError

FIRST = "01_rehearse.ipynb"


def start(
    deck: Path | None = None,
    slot: str | None = None,
    questions: str = "0:00",
    *,
    browser: bool = True,
) -> None:
    """Open JupyterLab and stay until it is stopped.

    Parameters
    ----------
    deck : path-like, optional
        A notebook for this deck is made beside it, unless there is one; without a deck the
        first of pacer's own notebooks opens, on the sample talk.
    slot, questions : str, optional
        What a new notebook begins with.
    browser : bool
        Whether a browser is opened too.

    Raises
    ------
    MissingDependency
        If JupyterLab is not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise MissingDependency("pacer lab", 'pip install "pacer[lab]"')
    if deck is None:
        notebook = own_notebooks(Path("pacer-demo")) / FIRST
    else:
        notebook = notebook_for(deck, slot, questions)
    command = [sys.executable, "-m", "jupyterlab", str(notebook)]
    if not browser:
        command.append("--no-browser")
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.append("--allow-root")  # a container's only user; the server still asks its token
    code = subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter
    if code:
        raise PacerError(f"JupyterLab stopped with code {code}; its own lines above say why")


def own_notebooks(copies: Path) -> Path:
    """The folder of pacer's notebooks: the checkout's, or copies of the installed ones."""
    here = Path(__file__).parent
    if (here.parent / "notebooks" / FIRST).is_file():
        return here.parent / "notebooks"
    shipped = sorted((here / "notebooks").glob("*.ipynb"))
    if not shipped:
        raise PacerError("the notebooks are not installed: reinstall pacer")
    copies.mkdir(parents=True, exist_ok=True)
    for notebook in shipped:
        if not (copies / notebook.name).exists():
            shutil.copyfile(notebook, copies / notebook.name)
    return copies


def notebook_for(deck: Path, slot: str | None = None, questions: str = "0:00") -> Path:
    """Make a notebook for a deck beside it; one that is there already is kept.

    Raises
    ------
    DeckError
        If the deck cannot be read.
    PacerError
        If the folder cannot be written.
    """
    read = decks.read(deck)
    made = read.path.with_name(f"{read.path.stem}-pacer.ipynb")
    if made.exists():
        return made
    slot_given = f"slot={slot or '20:00'!r}, questions={questions!r}"
    cells = [
        _cell(
            "markdown",
            "# Rehearse the talk\n\nRun each cell with Shift+Enter. Set the slot first; "
            "everything you record is kept beside the deck.",
        ),
        _cell(
            "code",
            f"import pacer\n\ntalk = pacer.open({read.path.name!r}, {slot_given})\ntalk",
        ),
        _cell("code", "talk.rehearse()"),
        _cell("code", "talk.pace()"),
        _cell("code", "talk.trim()"),
        _cell("code", "talk.compare()"),
    ]
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    for number, cell in enumerate(cells):
        cell["id"] = f"pacer-{number}"
    try:
        with made.open("x", encoding="utf-8") as file:
            json.dump(notebook, file, indent=1)
    except OSError as error:
        raise PacerError(
            f"{made.name}: cannot write beside the deck ({error.strerror}): "
            "copy the deck to a folder of yours"
        ) from error
    return made


def _cell(kind: str, source: str) -> dict[str, object]:
    code: dict[str, object] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True), **code}
