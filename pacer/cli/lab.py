"""JupyterLab, opened on a notebook for a talk."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pacer import deck as decks
from pacer.core import files
from pacer.core.errors import MissingDependency, PacerError, install_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    if deck is None:
        run(lambda: own_notebooks(Path("pacer-demo")) / FIRST, browser=browser)
    else:
        run(lambda: notebook_for(deck, slot, questions), browser=browser)


def run(notebook: Callable[[], Path], *, browser: bool = True) -> None:
    """Open JupyterLab on a notebook, which is made once JupyterLab is known to be there.

    Raises
    ------
    MissingDependency
        If JupyterLab is not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise MissingDependency("pacer lab", install_line("lab"))
    command = [sys.executable, "-m", "jupyterlab", str(notebook())]
    if not browser:
        command.append("--no-browser")
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.append("--allow-root")  # a container's only user; the server still asks its token
    code = subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter
    if code:
        raise PacerError(f"JupyterLab stopped with code {code}; its own lines above say why")


def own_notebooks(copies: Path) -> Path:
    """The folder of pacer's notebooks: the checkout's, or copies of the installed ones."""
    here = Path(__file__).parents[1]
    if (here.parent / "notebooks" / FIRST).is_file():
        return here.parent / "notebooks"
    shipped = sorted((here / "notebooks").glob("*.ipynb"))
    if not shipped:
        raise PacerError("the notebooks are not installed: reinstall pacer")
    files.make_folder(copies)
    for notebook in shipped:
        files.copy(notebook, copies / notebook.name)
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
    if made.exists() and made.stat().st_size:
        return made
    given = f"slot={slot or '20:00'!r}, questions={questions!r}"
    cells = [
        _cell(
            "markdown",
            "# Rehearse the talk\n\nRun each cell with Shift+Enter. Set the slot first; "
            "everything you record is kept beside the deck.",
        ),
        _cell(
            "code",
            f"import pacer\n\ntalk = pacer.open({read.path.name!r}, {given})\ntalk",
        ),
        _cell("code", "talk.rehearse()"),
        _cell("code", "talk.pace()"),
        _cell("code", "talk.trim()"),
        _cell("code", "talk.compare()"),
    ]
    return _write(made, cells)


def notebook_for_session(programme: Path, how: Mapping[str, str] | None = None) -> Path:
    """Make a notebook with chair mode for a programme beside it; one that is there is kept.

    Parameters
    ----------
    programme : path-like
    how : mapping of str to str, optional
        Of `pacer.chair`: room, day, signals. Each room and day has a notebook of its own.

    Raises
    ------
    PacerError
        If the programme cannot be read, or the folder cannot be written.
    """
    from pacer.widgets.chair import chair

    how = how or {}
    session = chair(programme, **how)
    made = session.recorder.folder.with_suffix(".ipynb")
    if made.exists() and made.stat().st_size:
        return made
    given = "".join(f", {name}={value!r}" for name, value in how.items())
    cells = [
        _cell(
            "markdown",
            "# Chair the session\n\nRun the cell with Shift+Enter, then press F for full "
            "screen, or W for a window that the speaker sees.",
        ),
        _cell("code", f"import pacer\n\nsession = pacer.chair({programme.name!r}{given})\nsession"),
        _cell(
            "markdown",
            "Afterwards: planned against actual, as a table and a picture; "
            '`session.to_csv("session.csv")` writes it.',
        ),
        _cell("code", "session.log()"),
        _cell("code", "session.plot()"),
    ]
    return _write(made, cells)


def _write(made: Path, cells: list[dict[str, object]]) -> Path:
    for number, cell in enumerate(cells):
        cell["id"] = f"pacer-{number}"
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    files.create(made, json.dumps(notebook, indent=1))
    return made


def _cell(kind: str, source: str) -> dict[str, object]:
    code: dict[str, object] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True), **code}
