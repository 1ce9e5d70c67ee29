"""A run's sound, Python's side: the microphone of this computer, or chunks from the browser's.

A take lies on its run's clock, which is the page's. The page works out what that clock's zero is
on Python's by a few pings, so that marks and sound are in step however late a message comes.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pacer.core.errors import FinalAudioError, PacerError
from pacer.widgets.protocol import (
    AddAudio,
    AudioDone,
    AudioStored,
    EndAudio,
    ListMicrophones,
    Microphone,
    Microphones,
    Ping,
    Pong,
    StartTake,
    StopTake,
    TakeLevel,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pacer.widgets.protocol import TakeMessage, ToPage

# As often as a meter needs.
EVERY_S: Final = 0.2
# A page shows itself every few seconds; a forgotten microphone is closed.
FORGOTTEN_S: Final = 900.0
# Not before the run's zero by more than a run's length, nor in the future.
LONGEST_AGO_S: Final = 24 * 3600.0
# A page sends a second's sound at a time, some 16 kB.
LARGEST_CHUNK: Final = 16 * 2**20


class TakeControl:
    """Records the takes of one widget's runs.

    Parameters
    ----------
    post : callable
        The room's `post`.
    journal : callable
        A run's journal by its token, or None.
    begun, over : callable
        Told a run's token and the file its sound is written to, and that it has come to its end.
    recorder, take : callable, optional
        What records; `pacer.audio.Recorder` and `pacer.audio.BrowserTake` by default.
    """

    def __init__(
        self,
        post: Callable[[ToPage], object],
        journal: Callable[[str], Path | None],
        *,
        begun: Callable[[str, Path], object] = lambda _token, _path: None,
        over: Callable[[str], object] = lambda _token: None,
        recorder: Callable[..., Any] | None = None,
        take: Callable[..., Any] | None = None,
    ) -> None:
        self._post = post
        self._journal = journal
        self._begun, self._over = begun, over
        self._recorder = recorder
        self._take = take
        self._lock = threading.Lock()
        self._recording: dict[str, Any] = {}
        self._takes: dict[str, Any] = {}
        self._heard = time.monotonic()

    def receive(self, message: TakeMessage, buffers: Sequence[Any]) -> None:
        """Do what a page asks; what takes a second is done without keeping the marks waiting."""
        self._heard = time.monotonic()
        match message:
            case Ping():
                self._post(Pong(page=message.page, at=message.at, ticks=time.perf_counter()))
            case ListMicrophones():
                self._beside(self._list)
            case StartTake():
                self._beside(lambda: self._record(message))
            case StopTake():
                self._beside(lambda: self.stop(message.token))
            case AddAudio():
                self._append(message, bytes(buffers[0]) if buffers else b"")
            case EndAudio():
                self._over(message.token)
                self._beside(lambda: self._finish(message.session))

    def _beside(self, work: Callable[[], object]) -> None:
        threading.Thread(target=work, name="pacer sound", daemon=True).start()

    # --- this computer's microphone -------------------------------------------------------

    def _list(self) -> None:
        from pacer.audio import devices

        listed: list[Microphone] = []
        reason = ""
        try:
            frame = devices()[["index", "name", "is_default"]]
            listed = msgspec.convert(frame.to_dict("records"), list[Microphone])
        except PacerError as error:
            reason = str(error)
        self._post(Microphones(devices=listed, reason=reason))

    def _record(self, asked: StartTake) -> None:
        token = asked.token
        with self._lock:
            recorder = self._recording.get(token)
            if recorder is not None and recorder.status()["state"] in ("starting", "recording"):
                return  # the page was reloaded; what records goes on
            run = self._journal(token)
            if run is None:
                self._fail(token, "the run is not on disk yet: nothing to record beside")
                return
            try:
                recorder = self._make()(run, device=asked.device, zero=_zero(asked.zero))
                recorder.start(wait=False)
            except PacerError as error:
                self._fail(token, str(error))
                return
            self._recording[token] = recorder
        self._begun(token, recorder.path)
        self._watch(token, recorder)

    def _make(self) -> Callable[..., Any]:
        if self._recorder is not None:
            return self._recorder
        from pacer.audio import Recorder

        return Recorder

    def _fail(self, token: str, reason: str) -> None:
        self._post(TakeLevel(token=token, state="failed", message=reason))

    def _watch(self, token: str, recorder: Any) -> None:
        """Tell the page how it goes until it is over."""
        while True:
            status = recorder.status()
            self._post(_level(token, status))
            if status["state"] not in ("starting", "recording"):
                self._over(token)
                return
            if time.monotonic() - self._heard > FORGOTTEN_S:
                self.stop(token)
            time.sleep(EVERY_S)

    def stop(self, token: str, *, flac: bool = True) -> None:
        """End a run's take, if there is one; what could not be done is its message."""
        self._over(token)
        with self._lock:
            recorder = self._recording.pop(token, None)
        if recorder is not None:
            self._post(_level(token, recorder.stop(flac=flac)))

    # --- the browser's ----------------------------------------------------------------------

    def _append(self, chunk: AddAudio, data: bytes) -> None:
        run = self._journal(chunk.token)
        if run is None:
            return  # the page sends it again
        reason, final, size = "", False, 0
        if len(data) > LARGEST_CHUNK:
            return  # no browser sends a second's sound as so much
        try:
            taken = self._takes.get(chunk.session)
            if taken is None:
                taken = self._takes[chunk.session] = self._make_take()(
                    run, chunk.session, starts_s=chunk.starts_s, mime=chunk.mime
                )
                path = taken.path
                self._beside(lambda: self._begun(chunk.token, path))
            size = taken.size
            if data:
                size = taken.append(chunk.offset, data)
        except PacerError as error:
            reason, final = str(error), isinstance(error, FinalAudioError)
        self._post(AudioStored(session=chunk.session, size=size, reason=reason, final=final))

    def _make_take(self) -> Callable[..., Any]:
        if self._take is not None:
            return self._take
        from pacer.audio import BrowserTake

        return BrowserTake

    def _finish(self, session: str) -> None:
        """Decode what the browser recorded; without the library it stays as it is."""
        from pacer.audio.browser_take import to_flac

        taken = self._takes.pop(session, None)
        if taken is None:
            return
        reason = ""
        try:
            to_flac(taken.path)
        except PacerError as error:
            reason = str(error)
        self._post(AudioDone(session=session, reason=reason))


def _level(token: str, status: Mapping[str, Any]) -> TakeLevel:
    """A recorder's status as far as a page shows it; never where the file lies."""
    fields = ("state", "peak_db", "clipping", "lost_blocks", "lost_s", "message")
    return TakeLevel(token=token, **{name: status[name] for name in fields if name in status})


def _zero(given: float | None) -> float | None:
    """The run's zero on Python's clock, unless it makes no sense."""
    now = time.perf_counter()
    if given is not None and now - LONGEST_AGO_S < given < now + 1.0:
        return given
    return None
