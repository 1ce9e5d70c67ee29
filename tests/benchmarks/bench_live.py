"""A rehearsal with sound that is listened to meanwhile: what it costs, and how old its words are.

Real speech (the clips that ``PACER_SPEECH`` names) is played for ten minutes by the clock into a
real PortAudio stream (`tests.audio.virtual_microphone`), recorded and listened to by what the
rehearsal room does both with.
"""

import math
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from pacer.audio import Recorder, takes
from pacer.transcript.listening import LivePace, listen
from pacer.transcript.model import find
from pacer.widgets import protocol
from pacer.widgets.run_listening import RunListening
from pacer.widgets.take_control import TakeControl
from tests.audio import virtual_microphone as virtual
from tests.benchmarks.bench_transcribe import RATE, native, plain, read

# The engine is loaded by then; what that takes is told apart.
SETTLED_S = 30.0


class Talk:
    """A project as far as it is asked: nothing was said in another run."""

    def spoken(self):
        return {}


def main(minutes: float = 10.0) -> None:
    place = os.environ.get("PACER_SPEECH")
    if not place or not (Path(place) / "manifest.csv").is_file():
        print("  PACER_SPEECH names no folder of clips")
        return
    if absent := virtual.missing():
        print(f"  left out: no {absent}")
        return
    with tempfile.TemporaryDirectory() as name, virtual.virtual_microphone() as microphone:
        folder = Path(name)
        sound, ends = play(list(native(list(read(Path(place), folder)))), 60 * minutes)
        (folder / "talk.raw").write_bytes(sound)
        print(f"Live: {minutes:.0f} minutes of real speech by the clock, recorded and listened to")
        os.environ.update(microphone.env)
        for words in (True, False):
            rehearse(folder / f"{words}", microphone, folder / "talk.raw", ends, words=words)
            if minutes > 2:
                minutes = 2  # the bar alone changes little


def play(clips, seconds):
    """Clips one after the other for so long; and when each ends, with the words said by then."""
    parts, ends, at_s, said = [], [], 0.0, 0
    while at_s < seconds:
        for clip in clips:
            parts += [clip["sound"], np.zeros(RATE)]
            at_s += clip["seconds"] + 1
            said += len(clip["words"])
            ends.append((at_s, said))
            if at_s >= seconds:
                break
    return (np.concatenate(parts) * 32767).astype("<i2").tobytes(), ends


def rehearse(folder, microphone, raw, ends, *, words):
    """Record and listen as the room does, for as long as something is played."""
    import psutil

    run = folder / "runs" / "run.jsonl"
    run.parent.mkdir(parents=True)
    run.touch()
    sent, heard, paces = [], [], []
    zero = time.perf_counter()
    shadow = LivePace()

    def overheard(take, told, *, model=None):
        """`listen`, with each answer kept and the time it came."""

        def hear(answer):
            if "words" in answer:
                heard.append((time.perf_counter() - zero, answer))
            if (pace := shadow.hear(answer)) is not None:
                paces.append(pace)
            told(answer)

        return listen(take, hear, model=model)

    listening = RunListening(Talk(), sent.append, find(), listen=overheard)
    control = TakeControl(
        lambda _message: None, lambda _token: run,
        begun=listening.begun, over=listening.over, recorder=Recorder,
    )  # fmt: skip
    ask = {"page": "p", "token": "t"}
    listening.want(protocol.ListenTake(**ask, words=words))
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    control.receive(protocol.StartTake(**ask, device=None, zero=zero), [])
    player, began = None, time.monotonic()
    child, at_settled, kernel = None, None, psutil.Process()
    for_s = ends[-1][0] if words else min(120.0, ends[-1][0])
    while time.monotonic() - began < for_s:
        time.sleep(1)
        control.receive(protocol.Ping(page="p", at=0.0), [])
        if player is None and control._recording["t"].status()["state"] == "recording":
            player = microphone.play(raw)
        if child is None:
            child = next(
                (one for one in kernel.children(recursive=True)
                 if one.pid not in before and "listener.py" in " ".join(one.cmdline())), None,
            )  # fmt: skip
        if child is not None and at_settled is None and time.monotonic() - began > SETTLED_S:
            at_settled = time.monotonic(), cpu(child), cpu(kernel)
    since, cpu_then, kernel_then = at_settled
    share = (cpu(child) - cpu_then) / (time.monotonic() - since)
    kernel_share = (cpu(kernel) - kernel_then) / (time.monotonic() - since)
    memory = child.memory_info().rss / 1e6
    status = control._recording["t"].status()
    control.stop("t", flac=False)
    if player is not None:
        player.kill()
        player.wait()
    gone = not psutil.pid_exists(child.pid)
    if not gone:
        gone = not psutil.wait_procs([child], timeout=5)[1]
    (take,) = takes(folder).to_dict("records")
    bytes_sent = sum(len(protocol.msgspec.json.encode(one)) for one in sent)
    print(
        f"  {'with words' if words else 'the bar alone'}: {share:.1%} of a core and "
        f"{memory:.0f} MB for the listener, {kernel_share:.1%} for the kernel; "
        f"{cpu_then:.1f} s of work in the first {SETTLED_S:.0f} s\n"
        f"    of {take['duration_s']:.0f} s of sound {status['lost_blocks']} blocks were lost "
        f"({take['lost_s']:.1f} s); to the page {len(sent) / for_s:.1f} messages and "
        f"{bytes_sent / for_s:.0f} bytes a second; ended with the take: {gone}"
    )
    if words:
        tell_words(heard, paces, take["starts_s"], ends)


def cpu(process):
    times = process.cpu_times()
    return times.user + times.system


def tell_words(heard, paces, starts_s, ends):
    lags = [came - (starts_s + word[1]) for came, answer in heard for word in answer["words"]]
    steps = np.diff([answer["until_s"] for _, answer in heard])
    low, half, high = np.percentile(lags, (5, 50, 95))
    count = sum(len(plain(word[2])) for _, answer in heard for word in answer["words"])
    last_s = heard[-1][1]["until_s"]
    said = np.interp(last_s, *zip((0.0, 0), *ends, strict=True))
    told = [pace for pace in paces if math.isfinite(pace)]
    print(
        f"    words are {half:.1f} s old in the median, {high:.1f} s at p95 ({low:.1f} at p5); "
        f"{len(heard)} windows, {np.median(steps):.1f} s apart in the median, {steps.max():.1f} s "
        f"at most (the machine's load was {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores)\n"
        f"    {count} words heard live of {said:.0f} said ({count / said - 1:+.1%}); a pace was "
        f"told after {len(told) / len(paces):.0%} of the windows"
    )


if __name__ == "__main__":
    main()
