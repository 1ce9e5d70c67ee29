"""The words of a run, kept beside it as plain text: ``runs/<run>.words.csv``.

    start_s,end_s,word[,probability][,speaker]

by time, in seconds on the run's clock (0 where its first mark may stand), the word as it was
said. `probability`, 0 to 1, is how sure of the word whoever heard it was; where nobody said so
it is empty, or there is no such column. Which slide a word belongs to is not kept: the run's
visits tell it, as they are corrected and matched today (`pacer.project.Project.words`). A second
take of a run has words of its own, ``runs/<run>~2.words.csv``.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.audio.takes import in_use
from pacer.core import files, frames
from pacer.core.clock import LONGEST_S
from pacer.core.errors import RunError
from pacer.core.gitignore import leave_out
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIX: Final = ".words.csv"
# Where a take has a voice in which no word was heard: start_s, end_s.
UNHEARD: Final = ".words.unheard.csv"
# Ten hours of fast speech are 150,000 words, 6 MB.
LARGEST_BYTES: Final = 30_000_000
_TEXTS: Final = {"word": str, "speaker": str}


def write_words(path: Path, words: pd.DataFrame) -> Path:
    """Keep words, whole or not at all.

    Parameters
    ----------
    path : Path
        ``<talk>.pacer/runs/<run>.words.csv``; what was there is replaced.
    words : pandas.DataFrame
        By time: start_s, end_s, word and, where known, confidence (or probability) and speaker.

    Raises
    ------
    PacerError
        If it cannot be written.
    """
    made = words.rename(columns={"confidence": "probability"})
    kept = ["start_s", "end_s", "word"]
    if "probability" in made and made["probability"].notna().any():
        kept.append("probability")
    if "speaker" in made and made["speaker"].astype(bool).any():
        kept.append("speaker")
    leave_out(path.parent.parent)
    return files.write(path, made[kept].round(3).to_csv(index=False, lineterminator="\n"))


def read_words(path: Path) -> pd.DataFrame:
    """Read words that were kept.

    Parameters
    ----------
    path : Path
        As `write_words` takes it.

    Returns
    -------
    pandas.DataFrame
        WORDS by time, with a further column `speaker`; `slide_key` is "", `confidence` NaN where
        nobody said how sure he was.

    Raises
    ------
    RunError
        If it cannot be read, or is damaged: a column lacks, or a time is none.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise RunError("is larger than pacer ever writes it: move it away", path)
        unknown = {name: [""] for name in ("probability", "start_s", "end_s")}
        made = pd.read_csv(path, dtype=_TEXTS, keep_default_na=False, na_values=unknown)
        times = made[["start_s", "end_s"]].to_numpy(float)
        if not (np.isfinite(times).all() and (times >= 0).all() and (times <= LONGEST_S).all()):
            raise ValueError("a time is none")  # noqa: TRY301 - said below, as all that is wrong
    except OSError as error:
        raise RunError(f"cannot be read ({error.strerror})", path) from error
    except (ValueError, KeyError, TypeError) as error:
        why = line(str(error), limit=80)
        raise RunError(
            f"is damaged ({why}): delete it, and transcribe or align again", path
        ) from error
    made = made.rename(columns={"probability": "confidence"})
    made["confidence"] = pd.to_numeric(made.get("confidence", np.nan), errors="coerce")
    made["word"] = [line(word, limit=100) for word in made["word"]]
    made["speaker"] = [line(name, limit=100) for name in made.get("speaker", [""] * len(made))]
    made = made.assign(slide_key="", end_s=made[["start_s", "end_s"]].max(axis=1))
    return frames.check(made.sort_values("start_s", kind="stable"), frames.WORDS)


def of_run(folder: Path, run_id: str) -> pd.DataFrame | None:
    """The words of a run, of all its takes together, by time; None where none are kept.

    Parameters
    ----------
    folder : Path
        ``<talk>.pacer``.
    run_id : str

    Raises
    ------
    RunError
        As `read_words`.
    """
    found = [read_words(path) for path in _beside(folder, run_id, re.escape(SUFFIX))]
    if not found:
        return None
    every = pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]
    return every.sort_values("start_s", kind="stable", ignore_index=True)


def unheard_of_run(folder: Path, run_id: str) -> pd.DataFrame | None:
    """Where there is a voice in a run and no word was heard; None where nobody looked.

    Parameters
    ----------
    folder, run_id
        As `of_run` takes them.

    Raises
    ------
    RunError
        If what is kept is damaged.
    """
    found = []
    for path in _beside(folder, run_id, re.escape(UNHEARD)):
        try:
            found.append(pd.read_csv(path, dtype=float)[["start_s", "end_s"]])
        except (OSError, ValueError, KeyError) as error:
            raise RunError("is damaged: delete it, and transcribe again", path) from error
    return pd.concat(found, ignore_index=True) if found else None


def on_slides(words: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """The words, each with the slide that was on when it was half said.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS of one run.
    visits : pandas.DataFrame
        VISITS of the same run.

    Returns
    -------
    pandas.DataFrame
        WORDS; `slide_key` is "" where no slide was on: in a pause, a question, before and after.
    """
    visits = visits.sort_values("start_s", kind="stable")
    if visits.empty:
        return words.assign(slide_key="")
    middle = (words["start_s"].to_numpy(float) + words["end_s"].to_numpy(float)) / 2
    at = np.searchsorted(visits["start_s"].to_numpy(float), middle, side="right") - 1
    inside = (at >= 0) & (middle < visits["end_s"].to_numpy(float)[at])
    return words.assign(slide_key=np.where(inside, visits["slide_key"].to_numpy(str)[at], ""))


def said(words: Iterable[pd.DataFrame]) -> dict[str, str]:
    """What was said on each slide, as text.

    Parameters
    ----------
    words : iterable of pandas.DataFrame
        WORDS by run; of a slide spoken on in several, the last counts.

    Returns
    -------
    dict of str to str
        Slide key -> its words; slides that nobody spoke on are not in it.
    """
    return {
        str(key): " ".join(own)
        for each in words
        for key, own in each["word"].groupby(each["slide_key"], sort=False)
        if key
    }


def forget(
    folder: Path, *, sound: bool = False, words: bool = False, run_id: str | None = None
) -> list[Path]:
    """Delete takes, with the words heard in them, or words alone; runs and marks stay.

    Parameters
    ----------
    folder : Path
        ``<talk>.pacer``.
    sound, words : bool
        What goes. Words go with the sound they were heard in, for it is the same speech; those
        of an aligned transcript, which has no take, only with `words`.
    run_id : str, optional
        Of which run; by default of every one, also of those put aside.

    Returns
    -------
    list of Path
        What is gone.

    Raises
    ------
    RunError
        If a take is being recorded, or a file cannot be deleted; those before it are gone.
    """
    takes = r"\.(?:wav|flac|webm|mp4|ogg|take\.json)"
    run = r".+" if run_id is None else re.escape(run_id)
    gone: list[Path] = []
    for place in (folder / "runs", folder / "discarded"):
        names: list[str] = []
        with contextlib.suppress(OSError):
            names = sorted(path.name for path in place.iterdir())
        stems = {
            match[1] for name in names if (match := re.fullmatch(rf"({run}(?:~\d+)?){takes}", name))
        }
        for name in names:
            of_take = re.fullmatch(rf"({run}(?:~\d+)?)(?:{takes}|\.words\..+)", name)
            is_words = of_take is not None and ".words." in name
            if of_take is None or not (
                (sound and of_take[1] in stems) or (words and is_words)
            ):  # fmt: skip
                continue
            try:
                if name.endswith(".wav") and in_use(place / name):
                    raise RunError("is being recorded: stop the take first", place / name)
                (place / name).unlink(missing_ok=True)
            except OSError as error:
                raise RunError(
                    f"cannot be deleted ({error.strerror}): {files.cure(error)}", place / name
                ) from error
            gone.append(place / name)
    return gone


def _beside(folder: Path, run_id: str, suffix: str) -> list[Path]:
    try:
        names = sorted(path.name for path in (folder / "runs").iterdir())
    except OSError:
        return []
    wanted = re.compile(rf"{re.escape(run_id)}(?:~\d+)?{suffix}")
    return [folder / "runs" / name for name in names if wanted.fullmatch(name)]
