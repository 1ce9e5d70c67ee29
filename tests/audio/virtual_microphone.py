"""A real microphone without hardware: PulseAudio in folders of its own, fed by `play`.

``module-null-sink`` must have ``norewinds``: otherwise it renders up to 2 s ahead, and what is
recorded lies that far from when it was played.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

PROGRAMS = ("pulseaudio", "pactl", "pacat", "espeak-ng")


def missing():
    """What a virtual microphone lacks on this computer, "" when nothing."""
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    try:
        import sounddevice  # noqa: F401
        import soundfile  # noqa: F401
    except (ImportError, OSError) as error:
        absent.append(str(error))
    return ", ".join(absent)


def require():
    """Skip where there can be no virtual microphone; fail where there must be one."""
    if absent := missing():
        if "audio" in os.environ.get("PACER_REQUIRE", "").split(","):
            pytest.fail(f"PACER_REQUIRE has audio, but there is no {absent}")
        pytest.skip(f"no {absent}")


def environment(folder):
    """Folders of its own for a sound server and its clients."""
    env = {**os.environ, "HOME": str(folder)}
    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH"):
        env[name] = str(folder / name.lower())
        Path(env[name]).mkdir(mode=0o700, exist_ok=True)
    for name in ("PULSE_SERVER", "PULSE_SINK", "PULSE_SOURCE", "DISPLAY"):
        env.pop(name, None)
    return env


class VirtualMicrophone:
    """What is played is what is heard."""

    def __init__(self, env, server):
        self.env = env
        self.server = server

    def play(self, path, latency_ms=200):
        """Play raw mono samples at 16 kHz; give back the player, to wait for or kill."""
        return subprocess.Popen(
            ["pacat", "--raw", f"--latency-msec={latency_ms}", "--rate=16000", "--channels=1",
             "--format=s16le", str(path)],
            env=self.env, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def unplug(self):
        self.server.kill()
        self.server.wait()


@contextlib.contextmanager
def virtual_microphone():
    """Start a sound server with one microphone; end it."""
    with tempfile.TemporaryDirectory(prefix="mic") as name:
        folder = Path(name)  # a short path: sockets have room for 108 characters
        env = environment(folder)
        modules = [
            "module-native-protocol-unix",
            "module-null-sink sink_name=talk rate=48000 channels=1 norewinds=1",
            "module-remap-source source_name=mic master=talk.monitor",
        ]
        server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit",
             "--use-pid-file=no", *(part for module in modules for part in ("-L", module))],
            env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            for command in ("info", "set-default-sink talk", "set-default-source mic"):
                for _ in range(200):
                    done = subprocess.run(
                        ["pactl", *command.split()], env=env, capture_output=True, check=False
                    )
                    if done.returncode == 0:
                        break
                    time.sleep(0.05)
                else:
                    pytest.fail(f"pactl {command}: {done.stderr.decode()}")
            yield VirtualMicrophone(env, server)
        finally:
            server.kill()
            server.wait()


def say(words, path, speed=150):
    """Synthetic speech as a WAV of 22 kHz; give back the path."""
    subprocess.run(
        ["espeak-ng", "-v", "en-us", "-s", str(speed), "-w", str(path), words], check=True
    )
    return path
