"""A microphone without a sound system, as the child's stream or as the whole child.

Run as a file it is the recorder's process with this stream in place of PortAudio's:
``python fake_microphone.py <what> record '{…}'``. It loads `pacer.audio.capture` from its
file, as the real child is: without the rest of pacer.
"""

import importlib.util
import random
import sys
import threading
import time
from array import array
from pathlib import Path

RATE = 16_000
BLOCK = RATE // 10


# A minute of noise: no two stretches of it are alike, none is at full scale.
_NOISE = array("h", random.Random(1).randbytes(2 * 60 * RATE))  # noqa: S311 - noise
_NOISE = array("h", [sample // 2 for sample in _NOISE]).tobytes()


def tone(first, frames):
    """Samples that tell where they come from."""
    assert first + frames <= 60 * RATE
    return _NOISE[2 * first : 2 * (first + frames)]


class Scripted:
    """Blocks with the times at which they arrive, all delivered on start; and its clock.

    Parameters
    ----------
    script : list of (arrives_s, samples, overflowed)
    then_gone : bool
        Whether the device is unplugged after the last block.
    """

    def __init__(self, script, then_gone=False):
        self.script = script
        self.then_gone = then_gone
        self.now = 0.0
        self.active = True

    def open(self, receive, device, rate):
        from pacer.audio.capture import Opened

        self.receive = receive
        return Opened(self, rate, f"scripted {device}")

    def clock(self):
        return self.now

    def start(self):
        for arrives, data, overflowed in self.script:
            self.now = arrives
            self.receive(data, overflowed)
        self.active = not self.then_gone

    def stop(self):
        self.active = False


class Live:
    """Steady noise in real time, from a thread as PortAudio's.

    Parameters
    ----------
    what : str
        ``steady``; ``unplugged`` after 0.5 s; ``refused:<kind>``; ``quota:<bytes>`` for files.
    """

    def __init__(self, what):
        self.what = what
        self.active = True

    def open(self, receive, device, rate):
        capture = sys.modules["capture"]
        if self.what.startswith("refused:"):
            raise capture.Refused(self.what.removeprefix("refused:"), "as told")
        if self.what.startswith("quota:"):
            import resource  # POSIX only

            limit = int(self.what.removeprefix("quota:"))
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        self.receive = receive
        return capture.Opened(self, rate, "live")

    def start(self):
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        began = time.perf_counter()
        sent = 0
        while self.active:
            time.sleep(max(0.0, began + (sent + BLOCK) / RATE - time.perf_counter()))
            self.receive(tone(sent, BLOCK), False)
            sent += BLOCK
            if self.what == "unplugged" and sent >= RATE // 2:
                self.active = False

    def stop(self):
        self.active = False
        self.thread.join()


def command(what="steady"):
    """The command of a `Recorder` whose child hears this microphone."""
    return [sys.executable, "-P", __file__, what]


if __name__ == "__main__":
    source = Path(__file__).parents[2] / "pacer" / "audio" / "capture.py"
    spec = importlib.util.spec_from_file_location("capture", source)
    capture = importlib.util.module_from_spec(spec)
    sys.modules["capture"] = capture
    spec.loader.exec_module(capture)
    capture.main(sys.argv[1:], open_stream=Live(sys.argv[1]).open)
