"""A run's sound while it is recorded, Python's side: its bar of speech and pause, its pace.

A page says that it wants to see a take; once the take is begun, `pacer.transcript.listening`
listens to it in a process of its own, and what it hears is passed on, a few bytes a second.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pacer.core.errors import PacerError
from pacer.core.text import line
from pacer.transcript import speech
from pacer.transcript.listening import LivePace, listen
from pacer.widgets.protocol import LiveSpeech, LiveWords, Notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pacer.project import Project
    from pacer.transcript.model import Model
    from pacer.widgets.protocol import ListenTake, ToPage

# A page shows the last minute.
SHOWN: Final = 300
# Words a minute are told in fives: the last figure is chance.
ROUND: Final = 5


class RunListening:
    """Listens to the takes of one widget's runs.

    Parameters
    ----------
    project : Project
        Its other runs tell the speaker's usual pace.
    post : callable
        The room's `post`.
    model : Model or None
        What hears words, where one is at hand.
    listen : callable, optional
        `pacer.transcript.listening.listen`.
    """

    def __init__(
        self,
        project: Project,
        post: Callable[[ToPage], object],
        model: Model | None,
        *,
        listen: Callable[..., Callable[[], None]] = listen,
    ) -> None:
        self._project, self._post, self._model, self._listen = project, post, model, listen
        self._lock = threading.Lock()
        self._wanted: dict[str, ListenTake] = {}
        self._on: dict[str, _Listened] = {}

    def want(self, asked: ListenTake) -> None:
        """Listen to a run's take once it is begun; a page that comes back has what it missed."""
        with self._lock:
            self._wanted[asked.token] = asked
            listened = self._on.get(asked.token)
        if listened is not None:
            listened.again()

    def begun(self, token: str, take: Path) -> None:
        """A run's sound is being written to a file."""
        with self._lock:
            asked = self._wanted.get(token)
        if asked is None:
            return
        self.over(token)
        model = self._model if asked.words else None
        listened = _Listened(token, self._post, self._usual() if model else math.nan)
        with self._lock:
            self._on[token] = listened
            listened.stop = self._listen(take, listened.hear, model=model)

    def over(self, token: str) -> None:
        """A run's sound has come to its end."""
        with self._lock:
            listened = self._on.pop(token, None)
        if listened is not None:
            listened.stop()

    def _usual(self) -> float:
        """The speaker's pace in the talk's other runs, pauses out; NaN without any."""
        try:
            spoken = [words for words in self._project.spoken().values() if len(words)]
        except PacerError:
            return math.nan
        paces = [speech.overall(words)["articulation_wpm"] for words in spoken]
        return float(pd.Series(paces, dtype=float).median())


class _Listened:
    """What was heard of one take so far."""

    def __init__(self, token: str, post: Callable[[ToPage], object], usual_wpm: float) -> None:
        self.stop: Callable[[], None] = lambda: None
        self._token, self._post, self._usual_wpm = token, post, usual_wpm
        self._pace, self._speech, self._cells = LivePace(), "", 0
        self._wpm: int | None = None

    def hear(self, answer: dict[str, Any]) -> None:
        """Pass on what was heard."""
        pace = self._pace.hear(answer)
        if "speech" in answer:
            self._speech, self._cells = (self._speech + answer["speech"])[-SHOWN:], answer["cells"]
            self._tell_speech(answer["speech"])
        elif "refused" in answer:
            why = line(str(answer["detail"]), limit=120)
            self._post(Notice(text=f"the sound is recorded, but not listened to: {why}"))
        if pace is not None and (wpm := _rounded(pace)) != self._wpm:
            self._wpm = wpm
            self._tell_words()

    def again(self) -> None:
        """Tell a page that has just come what it missed."""
        self._tell_speech(self._speech)
        self._tell_words()

    def _tell_speech(self, cells: str) -> None:
        self._post(LiveSpeech(token=self._token, cells=self._cells, speech=cells))

    def _tell_words(self) -> None:
        usual_wpm = _rounded(self._usual_wpm)
        self._post(LiveWords(token=self._token, wpm=self._wpm, usual_wpm=usual_wpm))


def _rounded(wpm: float) -> int | None:
    return ROUND * round(wpm / ROUND) if math.isfinite(wpm) else None
