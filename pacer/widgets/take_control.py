"""The kernel's side of a take: the microphone of this computer, or chunks from the browser's.

A take lies on its run's clock, which is the page's. The page works out what that clock's zero is
on the kernel's by a few pings, so that marks and sound are in step however late a message comes.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Final

from pacer.core.errors import FinalAudioError, PacerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    # content, buffers
    Send = Callable[..., Any]

# As often as a meter needs.
EVERY_S: Final = 0.2
# A page shows itself every few seconds; a forgotten microphone is closed.
FORGOTTEN_S: Final = 900.0
# Not before the run's zero by more than a run's length, nor in the future.
LONGEST_AGO_S: Final = 24 * 3600.0


class Sound:
    """Records the takes of one widget's runs.

    Parameters
    ----------
    send : callable
        The widget's `send`.
    journal : callable
        A run's journal by its token, or None.
    recorder, take : callable, optional
        What records; `pacer.audio.Recorder` and `pacer.audio.BrowserTake` by default.
    """

    def __init__(
        self,
        send: Send,
        journal: Callable[[str], Path | None],
        *,
        recorder: Callable[..., Any] | None = None,
        take: Callable[..., Any] | None = None,
    ) -> None:
        self._send = send
        self._journal = journal
        self._recorder = recorder
        self._take = take
        self._lock = threading.Lock()
        self._recording: dict[str, Any] = {}
        self._takes: dict[str, Any] = {}
        self._heard = time.monotonic()

    def answer(self, message: Mapping[str, Any], buffers: Sequence[Any]) -> bool:
        """Take a page's message; whether it was about sound."""
        self._heard = time.monotonic()
        token = str(message.get("token", ""))
        match message.get("do"):
            case "ping":
                told = {"page": message.get("page"), "at": message.get("at")}
                self._send({"said": "pong", **told, "ticks": time.perf_counter()})
            case "microphones":
                self._beside(self._list)
            case "record":
                self._beside(lambda: self._record(token, message))
            case "silence":
                self._beside(lambda: self.stop(token))
            case "chunk":
                self._append(token, message, buffers)
            case "chunks over":
                self._beside(lambda: self._finish(str(message.get("session", ""))))
            case _:
                return False
        return True

    def _beside(self, work: Callable[[], None]) -> None:
        """Do what takes a second without keeping the marks waiting."""
        threading.Thread(target=work, name="pacer sound", daemon=True).start()

    # --- this computer's microphone -------------------------------------------------------

    def _list(self) -> None:
        from pacer.audio import devices

        try:
            found = devices()[["index", "name", "is_default"]].to_dict("records")
            why = ""
        except PacerError as error:
            found, why = [], str(error)
        self._send({"said": "microphones", "devices": found, "why": why})

    def _record(self, token: str, message: Mapping[str, Any]) -> None:
        with self._lock:
            recorder = self._recording.get(token)
            if recorder is not None and recorder.status()["state"] in ("starting", "recording"):
                return  # the page was reloaded; what records goes on
            run = self._journal(token)
            if run is None:
                self._fail(token, "the run is not on disk yet: nothing to record beside")
                return
            try:
                recorder = self._make()(
                    run, device=_device(message.get("device")), zero=_zero(message.get("zero"))
                )
                recorder.start(wait=False)
            except PacerError as error:
                self._fail(token, str(error))
                return
            self._recording[token] = recorder
        self._watch(token, recorder)

    def _make(self) -> Callable[..., Any]:
        if self._recorder is not None:
            return self._recorder
        from pacer.audio import Recorder

        return Recorder

    def _fail(self, token: str, why: str) -> None:
        self._send({"said": "sound", "token": token, "state": "failed", "message": why})

    def _watch(self, token: str, recorder: Any) -> None:
        """Tell the page how it goes until it is over."""
        while True:
            status = recorder.status()
            status.pop("path", None)
            self._send({"said": "sound", "token": token, **status})
            if status["state"] not in ("starting", "recording"):
                return
            if time.monotonic() - self._heard > FORGOTTEN_S:
                self.stop(token)
            time.sleep(EVERY_S)

    def stop(self, token: str, *, flac: bool = True) -> None:
        """End a run's take, if there is one; what could not be done is its message."""
        with self._lock:
            recorder = self._recording.pop(token, None)
        if recorder is not None:
            status = recorder.stop(flac=flac)
            status.pop("path", None)
            self._send({"said": "sound", "token": token, **status})

    # --- the browser's ----------------------------------------------------------------------

    def _append(self, token: str, message: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        session = str(message.get("session", ""))
        offset, starts_s = message.get("offset"), message.get("starts_s")
        run = self._journal(token)
        if run is None or type(offset) is not int or not isinstance(starts_s, int | float):
            return  # the page sends it again
        why, final = "", False
        size = 0
        try:
            taken = self._takes.get(session)
            if taken is None:
                taken = self._takes[session] = self._make_take()(
                    run, session, starts_s=float(starts_s), mime=str(message.get("mime", ""))
                )
            size = taken.size
            if buffers:
                size = taken.append(offset, bytes(buffers[0]))
        except PacerError as error:
            why, final = str(error), isinstance(error, FinalAudioError)
        answer = {"said": "chunk", "session": session, "size": size, "why": why}
        self._send({**answer, "final": final})

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
        try:
            to_flac(taken.path)
            why = ""
        except PacerError as error:
            why = str(error)
        self._send({"said": "chunks over", "session": session, "why": why})


def _device(given: object) -> int | None:
    return given if type(given) is int and given >= 0 else None


def _zero(given: object) -> float | None:
    """The run's zero on the kernel's clock, unless it makes no sense."""
    now = time.perf_counter()
    if isinstance(given, int | float) and now - LONGEST_AGO_S < given < now + 1.0:
        return float(given)
    return None
