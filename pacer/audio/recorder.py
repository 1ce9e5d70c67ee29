"""Record a run with the kernel's microphone, in a process of its own.

Why a process: a kernel that computes with the GIL held, swaps, is interrupted or is killed
starves every thread in it, and a microphone waits for nobody. The child shares nothing with the
kernel but two pipes, so it starts the same way on every platform, needs no ``__main__`` guard,
sees microphones plugged in since (PortAudio lists devices once a process), and ends with its
kernel. `pacer.audio.capture` is its inside.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any

from pacer.audio import capture
from pacer.audio.flac import to_flac
from pacer.audio.takes import beside, free_stem
from pacer.core import clock, text
from pacer.core.errors import AudioError, MissingDependency, PacerError, install_line
from pacer.core.frames import Schema, build
from pacer.core.gitignore import leave_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

# -P: nothing in the child's folder may shadow a module of the standard library.
CHILD = (sys.executable, "-P", capture.__file__)
LISTS_WITHIN_S = 20.0
STARTS_WITHIN_S = 15.0
STOPS_WITHIN_S = 20.0

# One row a microphone; `index` or `name` is what a Recorder takes.
DEVICES = Schema(
    "DEVICES",
    {
        "index": "int64",
        "name": "str",
        "channels": "int64",
        "rate": "float64",
        "is_default": "bool",
    },
)

FEATURE = "Recording with this computer's microphone"
INSTALL = install_line("audio")
# sounddevice's wheels for Windows and macOS carry PortAudio; on Linux the system has it.
PORTAUDIO = {
    "linux": "sudo apt install libportaudio2",
    "darwin": "pip install --force-reinstall sounddevice",
    "win32": "pip install --force-reinstall sounddevice",
}

# The child knows what happened, the kernel how to say it.
REFUSED = {
    "device": "there is no microphone here: plug one in, use the browser's, or record no sound",
    "no such device": "there is no such microphone: choose one of pacer.audio.devices()",
    "busy": "the microphone cannot be opened ({detail}): close what uses it, or choose another",
    "mute": "the microphone gave no sound at all: choose another, or allow this program to use it",
    "exists": "there is a take of this name already: {detail}",
    "folder": "no take can be written here ({detail}): choose a folder you may write in",
}
ENDED = {
    "gone": "the microphone went away at {at}; the sound until then is kept",
    "full": "the disk was full at {at}; the sound until then is kept: free some space, record on",
    "disk": "the sound could not be written after {at} ({detail}); until then it is kept",
    "broken": "the recording broke off at {at} ({detail}); the sound until then is kept",
    "killed": "the recorder was ended from outside at {at}; the sound until then is kept",
}
SILENT = "only silence so far: is the microphone muted, or this program not allowed to use it?"


def devices(*, command: Sequence[str] = CHILD) -> pd.DataFrame:
    """List the microphones, those plugged in a moment ago too.

    Returns
    -------
    pandas.DataFrame
        DEVICES: index, name, channels, rate (the device's own, in Hz), is_default.

    Raises
    ------
    MissingDependency
        Without sounddevice or PortAudio, with the line that installs it.
    AudioError
        If there is no microphone.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by our own interpreter
            [*command, "list"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LISTS_WITHIN_S,
            check=False,
        )
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        raise AudioError("the sound system does not answer: restart it, or the computer") from error
    if "devices" not in said:
        raise _failure(said)
    rows = [{**row, "name": text.line(str(row["name"]))} for row in said["devices"]]
    return build(DEVICES, rows)


def _failure(said: dict[str, Any]) -> PacerError:
    """Why there is no recording."""
    if said["ended"] == "sounddevice":
        return MissingDependency(FEATURE, INSTALL)
    if said["ended"] == "portaudio":
        return MissingDependency(FEATURE, PORTAUDIO.get(sys.platform, "install PortAudio"))
    words = REFUSED.get(said["ended"], "no sound could be recorded ({detail})")
    return AudioError(words.format(detail=text.line(str(said.get("detail", "")))))


def _message(said: dict[str, Any]) -> str:
    """The one line a state needs, "" where there is nothing to say."""
    if said["state"] == "failed":
        return str(_failure(said))
    if said["state"] == "ended":
        at = clock.text(said.get("seconds", 0.0))
        return ENDED[said["ended"]].format(at=at, detail=text.line(str(said.get("detail", ""))))
    return SILENT if said.get("silent") else ""


class Recorder:
    """One take of a run, from the kernel's microphone.

    Parameters
    ----------
    run : path-like
        The run's journal, ``<talk>.pacer/runs/<run>.jsonl``. The take goes beside it.
    device : int or str, optional
        Index or name (a part will do) from `devices`; the system's choice by default.
    rate : int, default 16000
        Frames a second; a device that refuses it records at its own rate.
    zero : float, optional
        The run's zero as a reading of ``time.perf_counter()``, so that marks and sound are in
        step: 0:00 of the run. The moment of `start` by default. For a run resumed at ``t_s``
        it is ``time.perf_counter() - t_s``.

    Attributes
    ----------
    path : pathlib.Path
        Where the sound is: ``….wav``, after `stop` ``….flac``.

    Notes
    -----
    Recording goes on through pauses and questions, so that one take stays on one clock. A
    recorder that is dropped, or whose kernel dies, ends its take properly by itself.

    Examples
    --------
    >>> recorder = Recorder(journal.path)  # doctest: +SKIP
    >>> recorder.start()  # doctest: +SKIP
    >>> recorder.level()  # ten times a second # doctest: +SKIP
    {'peak_db': -11.3, 'rms_db': -24.0, 'clipping': False}
    >>> recorder.stop()["message"]  # doctest: +SKIP
    ''
    """

    def __init__(
        self,
        run: str | Path,
        *,
        device: int | str | None = None,
        rate: int = 16_000,
        zero: float | None = None,
        command: Sequence[str] = CHILD,
    ) -> None:
        self._stem = free_stem(run)
        leave_out(self._stem.parent.parent)
        self._options = {"device": device, "rate": rate}
        self._zero = zero
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._said: dict[str, Any] = {"state": "ready"}
        self._note = ""
        self.path = beside(self._stem, ".wav")

    def start(self, *, wait: bool = True) -> None:
        """Begin to record.

        Parameters
        ----------
        wait : bool, default True
            Return once sound arrives, 0.3 to 2 s later. Otherwise at once; `status` tells how
            it goes, and a failure is its message instead of an error.

        Raises
        ------
        MissingDependency
            Without sounddevice or PortAudio, with the line that installs it.
        AudioError
            If there is no microphone, it cannot be opened, or the folder cannot be written.
        """
        if self._process is not None:
            raise AudioError("this recorder has been started: make another for another take")
        zero = time.perf_counter() if self._zero is None else self._zero
        options = {**self._options, "stem": str(self._stem.absolute()), "zero": zero}
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter
            [*self._command, "record", json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # ALSA talks
            start_new_session=True,  # Jupyter interrupts and kills the kernel's whole group
            creationflags=flags,
        )
        self._said = {"state": "starting"}
        # The thread must not hold the recorder, or a forgotten one would record for ever.
        self._listener = threading.Thread(
            target=_listen, args=(self._process, self._said), daemon=True
        )
        self._listener.start()
        weakref.finalize(self, _hang_up, self._process)
        deadline = time.monotonic() + STARTS_WITHIN_S
        while wait and self._said["state"] == "starting":
            if time.monotonic() > deadline:
                self._said.update(state="failed", ended="mute")
                self._end()
            time.sleep(0.01)
        if wait and self._said["state"] == "failed":
            self._end()
            raise _failure(self._said)

    def level(self) -> dict[str, Any]:
        """How loud it was in the last tenth of a second, for a meter.

        Returns
        -------
        dict
            peak_db and rms_db, in dB below full scale (0 the loudest, −99 silence), and
            clipping (too loud: some of it is cut off).
        """
        said = self._said
        return {
            "peak_db": said.get("peak_db", capture.SILENT_DB),
            "rms_db": said.get("rms_db", capture.SILENT_DB),
            "clipping": said.get("clipping", False),
        }

    def status(self) -> dict[str, Any]:
        """How the recording goes; plain values, fit to be sent to a browser.

        Returns
        -------
        dict
            state : ``ready``, ``starting``, ``recording``, ``stopped`` (by `stop`), ``ended``
            (by itself: the message says why; the sound is kept) or ``failed`` (none was
            recorded); seconds recorded; peak_db, rms_db, clipping as in `level`; clipped, how
            many tenths of a second were; lost_blocks, how often sound was lost, and lost_s, the
            silence put in its place; message, one line or none; path.
        """
        said = dict(self._said)
        return {
            "state": said["state"],
            "seconds": said.get("seconds", 0.0),
            **self.level(),
            "clipped": said.get("clipped", 0),
            "lost_blocks": said.get("lost_blocks", 0),
            "lost_s": said.get("lost_s", 0.0),
            "message": _message(said) or self._note,
            "path": str(self.path),
        }

    def stop(self, *, flac: bool = True) -> dict[str, Any]:
        """End the take, however often it is called.

        Parameters
        ----------
        flac : bool, default True
            Make it a FLAC, which takes 5 to 10 s for an hour. Otherwise `pacer.audio.to_flac`,
            in a thread say, or `pacer.audio.repair` does so later.

        Returns
        -------
        dict
            The last `status`. What could not be done is its message; nothing is raised, since
            a run must end whatever its sound does.
        """
        self._end()
        if flac and self.path.suffix == ".wav" and self.path.exists():
            try:
                self.path = to_flac(self.path)
            except PacerError as error:
                self._note = str(error)
        return self.status()

    def _end(self) -> None:
        if self._process is None or self._listener is None:
            return
        _hang_up(self._process)
        self._listener.join(STOPS_WITHIN_S)
        if self._listener.is_alive():  # a driver that hangs; the WAV is safe already
            self._process.kill()
            self._listener.join()


def _hang_up(process: subprocess.Popen[bytes]) -> None:
    """Tell the child to stop, as the kernel's death does."""
    if process.stdin and not process.stdin.closed:
        process.stdin.close()


def _listen(process: subprocess.Popen[bytes], said: dict[str, Any]) -> None:
    """Keep `said` at what the child said last, until it is gone."""
    with process.stdout or contextlib.nullcontext(()) as lines:
        for line in lines:
            if said["state"] in ("starting", "recording"):
                with contextlib.suppress(ValueError):  # the last line of one that was killed
                    said.update(json.loads(line))
    process.wait()
    if said["state"] in ("starting", "recording"):
        said.update(state="ended", ended="killed")
