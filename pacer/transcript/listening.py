"""Listen to a take while it is recorded: where there is speech, and how fast it is.

`pacer.transcript.listener` listens, in a process of its own at low priority. Its words are
provisional: a pace is told from them while they are said, and they are let go.
"""

from __future__ import annotations

import contextlib
import json
import math
import threading
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from pacer.audio.live import CELL_S
from pacer.transcript import child, gate, listener, speech

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from pacer.transcript.model import Model

# -P: nothing in the child's folder may shadow a module of the standard library.
CHILD: Final = child.command(listener.__file__)
# Words a minute are of so many seconds: fewer hold too few words for a pace that stands still.
PACE_S: Final = 30.0
LEAST_WORDS: Final = 25


def listen(
    take: Path,
    told: Callable[[dict[str, Any]], None],
    *,
    model: Model | None = None,
    language: str | None = None,
    command: Sequence[str] = CHILD,
) -> Callable[[], None]:
    """Begin to listen to a take.

    Parameters
    ----------
    take : pathlib.Path
        The file it is written to; it need not be there yet.
    told : callable
        Told, in a thread: ``speech``, a sign a cell of `pacer.audio.live.CELL_S` ("1" speech, "0"
        pause), with how many ``cells`` there are since the take's beginning; ``words``, each with
        start, end, itself and its probability, of all until ``until_s``; or why there will be no
        words, ``refused`` and ``detail``.
    model : Model, optional
        What hears words; without one there are none.
    language : str, optional
        As `pacer.transcript.transcribing.transcribe` takes it.

    Returns
    -------
    callable
        Ends it. It ends by itself with the kernel, and once the take has not grown for long.
    """
    process = child.start(command)
    request = {
        "take": str(take.absolute()),
        "model": None if model is None else str(model.folder),
        "language": language,
    }

    def read() -> None:
        assert process.stdin is not None  # noqa: S101
        with process, contextlib.suppress(OSError, ValueError):  # the last line of one killed
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            for line in process.stdout or ():
                told(json.loads(line))

    threading.Thread(target=read, name="pacer listening", daemon=True).start()
    return process.kill


class LivePace:
    """Words a minute of the last half minute, where the gate lets them be told."""

    def __init__(self) -> None:
        self._words: list[list[Any]] = []
        self._speech, self._cells = "", 0

    def hear(self, answer: dict[str, Any]) -> float | None:
        """Take in what `listen` told.

        Returns
        -------
        float or None
            After words, how many a minute, pauses left out as `articulation_wpm` of
            `pacer.transcript.speech` is; NaN where there are too few of them, or the gate trusts
            them no figure. None where nothing was learned of words.
        """
        if "speech" in answer:
            self._speech = (self._speech + answer["speech"])[-round(2 * PACE_S / CELL_S) :]
            self._cells = int(answer["cells"])
        if "words" not in answer:
            return math.nan if "refused" in answer else None
        until_s = float(answer["until_s"])
        from_s = until_s - PACE_S
        self._words = [word for word in self._words + answer["words"] if word[1] > from_s]
        if len(self._words) < LEAST_WORDS:
            return math.nan
        columns = ["start_s", "end_s", "word", "confidence"]
        words = pd.DataFrame(self._words, columns=columns).assign(slide_key="now")
        stay = pd.DataFrame([("now", from_s, until_s)], columns=["slide_key", *columns[:2]])
        judged = gate.by_slide(words, stay, gate.unheard_of(words, self._voice(until_s)))
        if not judged["passed"].all():
            return math.nan
        return speech.overall(words)["articulation_wpm"]

    def _voice(self, until_s: float) -> npt.NDArray[np.float64]:
        """Where somebody spoke, start and end of each stretch, as far as words are known."""
        spoken = np.array([sign == "1" for sign in self._speech], int)
        turns = np.flatnonzero(np.diff(np.r_[0, spoken, 0]))
        turns_s = (turns + self._cells - len(spoken)) * CELL_S
        return np.asarray(np.minimum(turns_s.reshape(-1, 2), until_s))
